//! Which cited links changed between the captures of a page in web archives.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;
use url::Url;

use super::Selection;
use super::table::{ArticleRecord, CitationRef, CitationTable};
use crate::article::Capture;
use crate::link::cite;

/// What changed between the captures of each page, and what was not compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CaptureChanges<'a> {
    /// The pages with captures of different content, by address.
    pub pages: Vec<ChangedPage<'a>>,
    /// Pages that were captured several times, always with the same content.
    pub unchanged: u64,
    /// Pages that were captured once.
    pub captured_once: u64,
    /// Captures without a date: their place among the others is unknown.
    pub undated: u64,
    /// Articles that do not come from web archives.
    pub other_articles: u64,
}

/// A page whose content changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedPage<'a> {
    /// The address of its last capture.
    pub url: Cow<'a, str>,
    /// How many captures there are.
    pub captures: u64,
    /// The changes, from the first one to the last.
    pub changes: Vec<CaptureChange<'a>>,
}

/// Two consecutive captures of a page with different content. Links are named by their keys, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaptureChange<'a> {
    /// The last capture with the older content.
    pub before: Cow<'a, Capture>,
    /// The first capture with the newer content.
    pub after: Cow<'a, Capture>,
    /// Links that only the newer content has.
    pub added: Vec<Cow<'a, str>>,
    /// Links that only the older content has.
    pub removed: Vec<Cow<'a, str>>,
    /// Links that both have.
    pub kept: Vec<Cow<'a, str>>,
}

/// A capture with the page that it is of, and the article that was read from it.
struct DatedCapture<'a> {
    /// The key of the address that was fetched.
    page: String,
    date: &'a str,
    capture: &'a Capture,
    article: &'a ArticleRecord,
}

impl<'a> CaptureChanges<'a> {
    /// Compares the captures of each page in the order of their dates. Captures are of one page if the addresses that
    /// were fetched have the same key. The links are the citations that count under `selection`.
    pub fn of(table: &'a CitationTable, selection: &'a Selection) -> Self {
        let mut changes = Self::default();
        let mut captures = Vec::new();
        for article in table.articles() {
            changes.other_articles += u64::from(article.captures().is_empty());
            for capture in article.captures() {
                match &capture.date {
                    Some(date) => captures.push(DatedCapture::new(date, capture, article)),
                    None => changes.undated += 1,
                }
            }
        }
        captures.sort_by(|one, other| one.order().cmp(&other.order()));
        for page in captures.chunk_by(|one, other| one.page == other.page) {
            let contents = page.chunk_by(|one, other| one.capture.digest == other.capture.digest);
            let contents: Vec<&[DatedCapture<'a>]> = contents.collect();
            match (page, contents.len()) {
                ([_], _) => changes.captured_once += 1,
                ([.., last], 2..) => changes.pages.push(ChangedPage {
                    url: Cow::Borrowed(&last.capture.url),
                    captures: page.len() as u64,
                    changes: contents
                        .array_windows()
                        .filter_map(|[older, newer]| {
                            let pair = [older.last()?, newer.first()?];
                            Some(CaptureChange::between(pair, table, selection))
                        })
                        .collect(),
                }),
                _ => changes.unchanged += 1,
            }
        }
        changes
    }
}

impl<'a> DatedCapture<'a> {
    fn new(date: &'a str, capture: &'a Capture, article: &'a ArticleRecord) -> Self {
        let page =
            Url::parse(&capture.url).map_or_else(|_| capture.url.clone(), |url| cite(&url).key);
        // Without its end, `2024-05-06T07:08:09Z` comes before `2024-05-06T07:08:09.5Z`.
        Self { page, date: date.trim_end_matches('Z'), capture, article }
    }

    fn order(&self) -> (&str, &str, &str, &str, &str) {
        let Capture { input, part, digest, .. } = self.capture;
        (&self.page, self.date, input, part, digest)
    }
}

impl CaptureChange<'_> {
    /// Whether a link was added or removed.
    pub fn is_of_links(&self) -> bool {
        !self.added.is_empty() || !self.removed.is_empty()
    }
}

impl<'a> CaptureChange<'a> {
    fn between(
        [before, after]: [&DatedCapture<'a>; 2],
        table: &'a CitationTable,
        selection: &'a Selection,
    ) -> Self {
        let [older, newer] = [before, after].map(|one| -> BTreeSet<&'a str> {
            table.counted_of(one.article, selection).map(CitationRef::key).collect()
        });
        let named = |link: &&'a str| Cow::Borrowed(*link);
        Self {
            before: Cow::Borrowed(before.capture),
            after: Cow::Borrowed(after.capture),
            added: newer.difference(&older).map(named).collect(),
            removed: older.difference(&newer).map(named).collect(),
            kept: older.intersection(&newer).map(named).collect(),
        }
    }
}
