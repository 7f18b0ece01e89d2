//! The numbers of a corpus.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table::{ArticleRecord, CitationRef, CitationTable};
use super::{Facet, Selection, SentenceCounts};

/// The numbers of a corpus. Distinct values are those of counted citations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Documents that became articles.
    pub articles: u64,
    /// Documents that could not be read.
    pub skipped: u64,
    /// Links found: citations and rejects.
    pub links: u64,
    /// Links to other registrable domains.
    pub citations: u64,
    /// Citations that count by their place and the way they are written.
    pub counted: u64,
    /// Distinct keys.
    pub keys: u64,
    /// Distinct works; if no work is known, the key counts as the work.
    pub works: u64,
    /// Distinct hosts.
    pub hosts: u64,
    /// Distinct registrable domains.
    pub domains: u64,
    /// Distinct sites.
    pub sites: u64,
    /// Sentences of body paragraphs; `None` where an article came without its sentences.
    pub sentences: Option<u64>,
    /// Sentences with at least one counted citation; `None` if `sentences` is `None`.
    pub cited_sentences: Option<u64>,
}

impl Totals {
    /// The numbers of a table under `selection`.
    pub fn of(table: &CitationTable, selection: &Selection) -> Self {
        let articles = table.articles();
        let distinct =
            |facet: Facet| count_distinct(table, selection, |one| one.name_id(facet).unwrap_or(0));
        let sum = |number: fn(&ArticleRecord) -> u32| {
            articles.iter().map(|article| u64::from(number(article))).sum()
        };
        let mut sentences =
            articles.iter().map(|article| table.sentence_counts(article, selection));
        let sentences =
            sentences.try_fold(SentenceCounts::default(), |sum, next| Some(sum.plus(next?)));
        Self {
            articles: articles.len() as u64,
            skipped: table.skipped().len() as u64,
            links: sum(|article| article.links),
            citations: sum(|article| article.citations),
            counted: table.counted(selection).count() as u64,
            keys: count_distinct(table, selection, |one| one.key_id()),
            works: distinct(Facet::Work),
            hosts: distinct(Facet::Host),
            domains: distinct(Facet::Domain),
            sites: distinct(Facet::Site),
            sentences: sentences.map(|sentences| sentences.all),
            cited_sentences: sentences.map(|sentences| sentences.cited),
        }
    }
}

/// How many different values a column of counted citations has; `name` is below [`CitationTable::name_count`].
fn count_distinct(
    table: &CitationTable,
    selection: &Selection,
    name: impl Fn(CitationRef<'_>) -> usize,
) -> u64 {
    let mut is_seen = vec![false; table.name_count()];
    table.counted(selection).for_each(|(_, citation)| is_seen[name(citation)] = true);
    is_seen.iter().filter(|is_seen| **is_seen).count() as u64
}
