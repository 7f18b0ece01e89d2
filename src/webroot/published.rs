//! Addresses that the front matter of sources gives their pages.

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::page::format_of;
use crate::article::{Format, Skipped};
use crate::input::Document;
use crate::page::{self, FrontMatter};

/// Keys that hold addresses from the root of the site: of Jekyll, Hugo, Eleventy and their plugins.
const KEYS: [&str; 4] = ["permalink", "url", "redirect_from", "aliases"];

/// Sources by the paths at which their front matter publishes them.
pub(super) fn published_addresses(
    pages: &[Vec<u8>],
    read: &(dyn Fn(&[u8]) -> Result<Document, Skipped> + Sync),
) -> FxHashMap<Vec<u8>, Vec<u8>> {
    let mut published = FxHashMap::default();
    for page in pages.iter().filter(|page| format_of(page) == Some(Format::Markdown)) {
        let Ok(document) = read(page) else { continue };
        for address in addresses(&page::front_matter_of(&document)) {
            published.entry(address).or_insert_with(|| page.clone());
        }
    }
    published
}

/// The paths without slashes at their ends; patterns such as `/:year/:title/` are none.
fn addresses(front: &FrontMatter) -> Vec<Vec<u8>> {
    let values = KEYS.iter().filter_map(|key| front.fields.get(*key));
    let texts = values.flat_map(|value| match value {
        Value::String(text) => vec![text.as_str()],
        Value::Array(texts) => texts.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    });
    let is_path = |text: &&str| text.starts_with('/') && !text.contains(['{', ':']);
    texts.filter(is_path).map(|text| percent_decode_str(text.trim_matches('/')).collect()).collect()
}
