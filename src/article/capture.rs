//! Captures of a page in web archives.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Article;

/// One capture of a page: when a crawler fetched it, and where it is kept.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Capture {
    /// When it was fetched, as the archive has it, such as `2024-05-06T07:08:09Z`; `None` where it has no date.
    pub date: Option<String>,
    /// The address that was fetched.
    pub url: String,
    /// The archive, as in `input` of an article.
    pub input: String,
    /// The record in the archive, as in `part` of an article.
    pub part: String,
    /// `sha256:` and the hash of the page, without the codings of HTTP. Captures of one page with one digest are the
    /// same text.
    pub digest: String,
    /// The hash of the page in the archive's own form (`WARC-Payload-Digest`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload_digest: Option<String>,
}

/// Joins articles that are captures of one page with the same text. The first by input and part stays, with the captures
/// of all. Associative, commutative and idempotent, up to the order of the articles.
pub fn join_captures(articles: &mut Vec<Article>) {
    if articles.iter().all(|article| article.captures.is_empty()) {
        return;
    }
    let mut first: HashMap<(String, String), usize> = HashMap::new();
    let mut kept: Vec<Article> = Vec::with_capacity(articles.len());
    for article in articles.drain(..) {
        let Some(key) = page_key(&article) else {
            kept.push(article);
            continue;
        };
        match first.get(&key) {
            Some(&index) => join(&mut kept[index], article),
            None => {
                first.insert(key, kept.len());
                kept.push(article);
            }
        }
    }
    *articles = kept;
}

/// Identifies the page and its text; `None` if the article does not come from an archive.
fn page_key(article: &Article) -> Option<(String, String)> {
    let capture = article.captures.first()?;
    let page = article.origin.as_ref().unwrap_or(&capture.url);
    Some((page.clone(), capture.digest.clone()))
}

fn join(one: &mut Article, mut other: Article) {
    let mut captures = std::mem::take(&mut one.captures);
    captures.append(&mut other.captures);
    captures.sort();
    captures.dedup();
    if rank(&other) < rank(one) {
        *one = other;
    }
    one.captures = captures;
}

/// The order of articles without their captures.
fn rank(article: &Article) -> (&[u8], Option<&str>, String) {
    let content = serde_json::to_string(article).unwrap_or_default();
    (article.input.as_bytes(), article.part.as_deref(), content)
}
