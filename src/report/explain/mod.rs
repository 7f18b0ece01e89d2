//! From an address, a name or a pair of domains back to the places that cite: rows for a terminal and as JSON, with what
//! is known of the address and of who stands behind it.

pub mod checks;
pub mod json;
pub mod text;

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::article::{Article, Link, SentenceId};
use crate::corpus::key;
use crate::graph::date;
use crate::link::redact::{redact_text, redact_url};
use crate::source::SourceFacts;

/// One place that cites, without secrets.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceRow<'a> {
    /// Where the document came from.
    pub input: &'a str,
    /// The member or record inside it.
    pub part: Option<&'a str>,
    /// The line of the link, from 1.
    pub line: u32,
    /// Its column, from 1.
    pub column: u32,
    /// The text of the link.
    pub anchor: Cow<'a, str>,
    /// The sentence around it.
    pub sentence: Option<Cow<'a, str>>,
    /// `P2.S4`; `None` outside of sentences.
    pub sentence_id: Option<SentenceId>,
    /// The sentences that rest on it.
    pub supports: &'a [SentenceId],
    /// The part of the page.
    pub place: &'static str,
    /// Whether it counts in this run.
    pub counted: bool,
    /// The address without redirectors and tracking.
    pub opened: Option<Cow<'a, str>>,
    /// Who stands behind the cited address.
    #[serde(flatten)]
    pub source: SourceFacts,
}

impl<'a> PlaceRow<'a> {
    /// The place of a link, before anybody asked whether it counts and who is cited.
    pub fn from_link(article: &'a Article, link: &'a Link) -> Self {
        Self {
            input: &article.input,
            part: article.part.as_deref(),
            line: link.line,
            column: link.column,
            anchor: redact_text(&link.anchor),
            sentence: link.sentence_text().map(|text| redact_text(&text).into_owned().into()),
            sentence_id: link.sentence_id,
            supports: link.supported(),
            place: link.place.name(),
            counted: false,
            opened: link.opened().map(redact_url),
            source: SourceFacts::default(),
        }
    }
}

/// The numbers of the edge that counted places make.
#[derive(Debug, Clone, Default)]
pub struct EdgeSummary<'a> {
    citations: u64,
    articles: BTreeSet<(&'a str, Option<&'a str>)>,
    keys: BTreeSet<&'a str>,
    dates: Vec<&'a str>,
}

impl<'a> EdgeSummary<'a> {
    /// Adds a citation that counts.
    pub fn add(&mut self, article: &'a Article, link: &'a Link) {
        self.citations += 1;
        self.articles.insert((&article.input, article.part.as_deref()));
        self.keys.insert(key(link));
        self.dates.extend(article.published.as_deref());
    }

    /// The first and the last stated day of the articles that cite.
    fn dates(&self) -> (Option<String>, Option<String>) {
        date::range(self.dates.iter().copied())
    }
}
