//! The citations of a run as a table of columns: what graphs, statistics and reports count, without the text of the
//! articles.
//!
//! A link of an [`Article`] is some 900 bytes with its sentence. Here it is 16, a cited URL about 80 however often it is
//! cited, and an article about 220. Articles can be added and dropped one by one, so a run holds the table and no
//! text.

mod address;
mod citation;
mod packed_texts;
mod record;
mod supports;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use self::address::AddressId;
use self::address::{Addresses, NameId};
pub use self::citation::CitationRef;
use self::citation::CitationRow;
pub use self::record::ArticleRecord;
use self::supports::SupportLists;
use super::{Address, Corpus, Facet, Selection, SentenceCounts};
use crate::article::{
    Article, ContentDigest, PageText, Place, Reason, Skipped, Syntax, join_pages, union,
};

/// The articles of a run without their text, and their citations.
///
/// Like a [`Corpus`], a table is a set: after [`CitationTable::finish`] neither the order of arrival nor the way the work
/// was split shows in anything that is made from it.
#[derive(Debug, Clone, Default)]
pub struct CitationTable {
    articles: Arc<Vec<ArticleRecord>>,
    /// Citations and links inside the own site, those of an article together and in document order.
    rows: Vec<CitationRow>,
    /// The domains of the outermost redirectors and archives that were taken off, by row.
    wrappers: Vec<(u32, NameId)>,
    /// The sentences that rest on rows.
    supports: SupportLists,
    addresses: Addresses,
    skipped: Vec<Skipped>,
}

impl CitationTable {
    /// Adds an article; `content` is its [`ContentDigest`]. The order is settled later, by [`CitationTable::finish`].
    pub fn ingest(&mut self, article: &Article, content: ContentDigest) {
        let start = row_number(self.rows.len());
        let internal = article.rejects.iter().filter(|link| link.reason == Some(Reason::Internal));
        let mut links: Vec<_> = article.citations.iter().chain(internal).collect();
        links.sort_by_key(|link| link.ordinal);
        for link in links {
            let wrapper = link.via().first().map(|via| self.addresses.name(&via.domain));
            self.wrappers.extend(wrapper.map(|name| (row_number(self.rows.len()), name)));
            self.rows.push(CitationRow {
                address: self.addresses.insert(Address::of_link(link)),
                ordinal: link.ordinal,
                supported: self.supports.insert(link.supported()),
                place: link.place,
                syntax: link.syntax,
                is_citation: link.reason.is_none(),
            });
        }
        let rows = start..row_number(self.rows.len());
        let number = row_number(self.articles.len());
        let record = ArticleRecord::new(article, content, rows, number);
        Arc::make_mut(&mut self.articles).push(record);
    }

    /// Adds a document that could not be read.
    pub fn skip(&mut self, skipped: Skipped) {
        self.skipped.push(skipped);
    }

    /// Sorts the articles by input, part and content, and keeps one of what was given twice. Captures of one page with
    /// the same text become one article.
    #[must_use]
    pub fn finish(mut self) -> Self {
        let articles = Arc::make_mut(&mut self.articles);
        join_captures(articles);
        // As a stable sort, but in place.
        let order = |one: &ArticleRecord, other: &ArticleRecord| one.order().cmp(&other.order());
        articles.sort_unstable_by(|one, other| {
            order(one, other).then(one.ingested().cmp(&other.ingested()))
        });
        articles.dedup_by(|one, other| one.order() == other.order());
        self.addresses.finish();
        self.supports.finish();
        self.skipped.sort();
        self.skipped.dedup();
        self
    }

    /// The articles; in canonical order after [`CitationTable::finish`].
    pub fn articles(&self) -> &[ArticleRecord] {
        &self.articles
    }

    /// The same, for what outlives the table.
    pub(crate) fn shared_articles(&self) -> Arc<Vec<ArticleRecord>> {
        Arc::clone(&self.articles)
    }

    /// What could not be read, and why; in canonical order after [`CitationTable::finish`].
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Every citation, counted or not, with the index of its article.
    pub fn citations(&self) -> impl Iterator<Item = (usize, CitationRef<'_>)> {
        self.links().filter(|(_, citation)| citation.is_citation())
    }

    /// The citations that count under `selection`, each with the index of its article.
    pub fn counted<'a>(
        &'a self,
        selection: &'a Selection,
    ) -> impl Iterator<Item = (usize, CitationRef<'a>)> {
        let counts = |place, syntax| selection.selects(place, syntax);
        self.citations().filter(move |(_, one)| counts(one.place(), one.syntax()))
    }

    /// The citations of one article and its links inside the own site, in document order.
    pub fn links_of(&self, article: &ArticleRecord) -> impl Iterator<Item = CitationRef<'_>> {
        article.rows().map(|row| CitationRef::new(self, row))
    }

    /// The citations of one article that count under `selection`, in document order.
    pub fn counted_of<'a>(
        &'a self,
        article: &ArticleRecord,
        selection: &'a Selection,
    ) -> impl Iterator<Item = CitationRef<'a>> {
        let selects = |one: &CitationRef<'_>| selection.selects(one.place(), one.syntax());
        self.links_of(article).filter(move |one| one.is_citation() && selects(one))
    }

    /// How many links there are.
    pub(crate) fn link_count(&self) -> usize {
        self.rows.len()
    }

    /// The link at a [`CitationRef::number`].
    pub fn link(&self, number: u32) -> CitationRef<'_> {
        CitationRef::new(self, number)
    }

    fn links(&self) -> impl Iterator<Item = (usize, CitationRef<'_>)> {
        let articles = self.articles.iter().enumerate();
        articles.flat_map(|(at, article)| self.links_of(article).map(move |link| (at, link)))
    }

    /// The cited URLs by their [`AddressId`]s, each once.
    pub fn addresses(&self) -> impl ExactSizeIterator<Item = Address<'_>> {
        self.addresses.iter()
    }

    /// A column of the cited URLs by their [`AddressId`]s, with the numbers of its texts; `None` for the columns that
    /// depend on the source.
    pub(crate) fn address_names(
        &self,
        facet: Facet,
    ) -> Option<impl Iterator<Item = (usize, &str)>> {
        self.addresses.names(facet)
    }

    /// How many different texts the columns of the cited URLs hold; [`CitationRef::name_id`] is below it.
    pub fn name_count(&self) -> usize {
        self.addresses.name_count()
    }

    /// How many sentences the body of an article has, and how many of them have a citation that counts under
    /// `selection`; `None` where the article came without its sentences.
    pub fn sentence_counts(
        &self,
        article: &ArticleRecord,
        selection: &Selection,
    ) -> Option<SentenceCounts> {
        let counted = self.counted_of(article, selection);
        article.sentence_counts(counted.flat_map(CitationRef::supported).copied())
    }

    /// How many links were rejected, by reason; reasons that never occur are absent.
    pub fn rejects(&self) -> BTreeMap<Reason, u64> {
        let mut counts = BTreeMap::new();
        for (reason, count) in self.articles.iter().flat_map(|article| &article.rejects) {
            *counts.entry(*reason).or_default() += u64::from(*count);
        }
        counts
    }

    /// How many citations `selection` leaves out for their place.
    pub fn excluded(&self, selection: &Selection) -> BTreeMap<Place, u64> {
        let places = self.citations().map(|(_, one)| one.place());
        tally(places.filter(|place| !selection.holds(*place)))
    }

    /// How many citations `selection` leaves out for their syntax alone: their place would count.
    ///
    /// So citations = counted + excluded by place + excluded by syntax.
    pub fn excluded_syntax(&self, selection: &Selection) -> BTreeMap<Syntax, u64> {
        let placed = self.citations().filter(|(_, one)| selection.holds(one.place()));
        let left_out = placed.filter(|(_, one)| !selection.selects(one.place(), one.syntax()));
        tally(left_out.map(|(_, one)| one.syntax()))
    }
}

impl From<&Corpus> for CitationTable {
    /// The table of a finished corpus; articles have the same numbers in both.
    fn from(corpus: &Corpus) -> Self {
        let mut table = Self { skipped: corpus.skipped.clone(), ..Self::default() };
        // They are in order, so their contents need not be told apart.
        corpus.articles.iter().for_each(|one| table.ingest(one, ContentDigest::default()));
        table
    }
}

/// A position in a list of rows, of which four billion are enough: that many take more memory than machines have.
fn row_number(position: usize) -> u32 {
    u32::try_from(position).expect("fewer than four billion rows")
}

fn tally<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, u64> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_insert(0) += 1;
    }
    counts
}

/// Joins captures of one page with the same text, as [`crate::article::join_captures`] does.
fn join_captures(articles: &mut Vec<ArticleRecord>) {
    if articles.iter().all(|article| article.captures().is_empty()) {
        return;
    }
    let page = |one: &ArticleRecord| PageText::of(one.captures(), one.origin());
    join_pages(articles, page, |one, mut other| {
        let captures = union(std::mem::take(one.captures_mut()), other.captures_mut());
        if other.order() < one.order() {
            *one = other;
        }
        *one.captures_mut() = captures;
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// There are millions of each: a column more must be worth it.
    #[test]
    fn rows_take_few_bytes() {
        assert_eq!(size_of::<CitationRow>(), 16);
        assert_eq!(size_of::<Option<AddressId>>(), 4);
        assert!(size_of::<ArticleRecord>() <= 104, "{}", size_of::<ArticleRecord>());
    }
}
