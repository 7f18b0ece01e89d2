//! The one accumulator: articles and skipped documents, in an order that no run can change.
//!
//! A corpus is a *set*. [`Corpus::finish`] sorts it by input, part and content and drops what was
//! given twice, so neither the order of arrival nor the way the work was split shows in anything
//! that is made from it: corpus(A then B) = corpus(A).merge(corpus(B)).

mod capture_changes;
mod facet;
mod own_site;
mod selection;
mod sentence_counts;
mod store;
pub mod table;
mod totals;

use std::cmp::Ordering;

use self::table::CitationTable;
use crate::article::{Article, ContentDigest, Link, Skipped, join_captures};

pub use self::capture_changes::{CaptureChange, CaptureChanges, ChangedPage};
pub(crate) use self::facet::is_doi_resolver;
pub use self::facet::{Address, Facet, key, source};
pub use self::own_site::LikelySite;
pub use self::selection::Selection;
pub use self::sentence_counts::SentenceCounts;
pub use self::store::{ArticleIntake, ArticleStore, OpenSpool, PreparedArticle, Spool};
pub use self::totals::Totals;

/// All articles of a run, and the documents that could not be read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Corpus {
    /// The articles; in canonical order after [`Corpus::finish`].
    pub articles: Vec<Article>,
    /// What could not be read, and why; in canonical order after [`Corpus::finish`].
    pub skipped: Vec<Skipped>,
}

impl Corpus {
    /// Adds an article. The order is settled later, by [`Corpus::finish`].
    pub fn ingest(&mut self, mut article: Article) {
        // Lists have grown while they were read, and now stay as they are.
        article.citations.shrink_to_fit();
        article.rejects.shrink_to_fit();
        if let Some(sentences) = &mut article.sentences {
            sentences.shrink_to_fit();
        }
        self.articles.push(article);
    }

    /// Adds a document that could not be read.
    pub fn skip(&mut self, skipped: Skipped) {
        self.skipped.push(skipped);
    }

    /// Joins two corpora; the result is finished. Associative, commutative and idempotent.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.articles.extend(other.articles);
        self.skipped.extend(other.skipped);
        self.finish()
    }

    /// Sorts by input (as bytes), part and content, and keeps one of what was given twice. Captures of one page with
    /// the same text become one article.
    ///
    /// One (input, part) with two contents stays two articles; content breaks that tie, since the
    /// order of arrival would differ between two ways of splitting the same work.
    #[must_use]
    pub fn finish(mut self) -> Self {
        join_captures(&mut self.articles);
        self.articles.sort_by(canonical);
        self.articles.dedup();
        self.skipped.sort();
        self.skipped.dedup();
        self
    }

    /// The table of its citations; articles have the same numbers in both. The corpus is finished.
    pub fn table(&self) -> CitationTable {
        CitationTable::from(self)
    }

    /// The links that count under `selection`, each with the index of its article.
    pub fn counted<'a>(
        &'a self,
        selection: &'a Selection,
    ) -> impl Iterator<Item = (usize, &'a Link)> {
        let articles = self.articles.iter().enumerate();
        articles
            .flat_map(|(at, article)| selection.counted_links(article).map(move |link| (at, link)))
    }

    /// Every citation, counted or not, in order.
    pub fn citations(&self) -> impl Iterator<Item = &Link> {
        self.articles.iter().flat_map(|article| &article.citations)
    }
}

impl Extend<Article> for Corpus {
    fn extend<I: IntoIterator<Item = Article>>(&mut self, articles: I) {
        self.articles.extend(articles);
    }
}

impl FromIterator<Article> for Corpus {
    /// A finished corpus of these articles.
    fn from_iter<I: IntoIterator<Item = Article>>(articles: I) -> Self {
        Self { articles: articles.into_iter().collect(), skipped: Vec::new() }.finish()
    }
}

/// The order of articles. Content is compared only where input and part are equal, hence rarely.
fn canonical(left: &Article, right: &Article) -> Ordering {
    let names = left.input.as_bytes().cmp(right.input.as_bytes());
    names.then_with(|| left.part.cmp(&right.part)).then_with(|| {
        if left == right {
            Ordering::Equal
        } else {
            ContentDigest::of(left).cmp(&ContentDigest::of(right))
        }
    })
}
