//! Captures of a page in web archives.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Article, ContentDigest};

/// One capture of a page: when a crawler fetched it, and where it is kept.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Capture {
    /// When the page was fetched, as the archive states it, such as `2024-05-06T07:08:09Z`; `None` without a date.
    pub date: Option<String>,
    /// The address that was fetched.
    pub url: String,
    /// The archive, as in `input` of an article.
    pub input: String,
    /// The record in the archive, as in `part` of an article.
    pub part: String,
    /// `sha256:` and the hash of the page after HTTP decoding. Captures of one page with the same digest have the
    /// same text.
    pub digest: String,
    /// The hash that the archive states for the page (`WARC-Payload-Digest`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload_digest: Option<String>,
}

/// Joins articles that are captures of one page with the same text. The first by input and part stays, with the captures
/// of all. Associative, commutative and idempotent, up to the order of the articles.
pub fn join_captures(articles: &mut Vec<Article>) {
    if articles.iter().all(|article| article.captures.is_empty()) {
        return;
    }
    let page = |article: &Article| PageText::of(&article.captures, article.origin.as_deref());
    join_pages(articles, page, |one, mut other| {
        let captures = union(std::mem::take(&mut one.captures), &mut other.captures);
        if rank(&other) < rank(one) {
            *one = other;
        }
        one.captures = captures;
    });
}

/// Identifies a page of an archive and its text.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct PageText {
    url: String,
    digest: String,
}

impl PageText {
    /// The page of an article with these captures; `None` if it does not come from an archive.
    pub(crate) fn of(captures: &[Capture], origin: Option<&str>) -> Option<Self> {
        let capture = captures.first()?;
        let url = origin.unwrap_or(&capture.url).to_owned();
        Some(Self { url, digest: capture.digest.clone() })
    }
}

/// Joins all articles that are one page with one text; the others stay as they are.
pub(crate) fn join_pages<T>(
    articles: &mut Vec<T>,
    page: impl Fn(&T) -> Option<PageText>,
    join: impl Fn(&mut T, T),
) {
    let mut first: HashMap<PageText, usize> = HashMap::new();
    let mut kept: Vec<T> = Vec::with_capacity(articles.len());
    for article in articles.drain(..) {
        let Some(page) = page(&article) else {
            kept.push(article);
            continue;
        };
        match first.get(&page) {
            Some(&index) => join(&mut kept[index], article),
            None => {
                first.insert(page, kept.len());
                kept.push(article);
            }
        }
    }
    *articles = kept;
}

/// All captures of two lists, in order.
pub(crate) fn union(mut captures: Vec<Capture>, others: &mut Vec<Capture>) -> Vec<Capture> {
    captures.append(others);
    captures.sort();
    captures.dedup();
    captures
}

/// The order of articles without their captures.
fn rank(article: &Article) -> (&[u8], Option<&str>, ContentDigest) {
    (article.input.as_bytes(), article.part.as_deref(), ContentDigest::of(article))
}
