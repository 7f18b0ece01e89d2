//! What is counted: every citation, or each URL, work or sentence once.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::bootstrap::Clusters;
use super::facet::{Facet, FacetCount, ranked, tally};
use super::facet_column::FacetColumn;
use super::group::Articles;
use crate::article::SentenceId;
use crate::corpus::Selection;
use crate::corpus::table::{CitationRef, CitationTable};
use crate::source::Aliases;
use crate::source::Sources;

/// What a citation is counted as. Counting less than all of them shows how much of a number rests
/// on repetition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum Basis {
    /// Every citation.
    #[default]
    Citations,
    /// A URL once in a group, by its key.
    #[strum(message = "Each URL once")]
    Urls,
    /// A work once in a group; the key stands for it where no work is known. A work that is cited at
    /// two sources counts once for each.
    #[strum(message = "Each work once")]
    Works,
    /// A source once in each sentence that rests on it; a citation that no sentence rests on counts alone.
    #[strum(message = "Each source once per sentence")]
    Sentences,
}

impl Basis {
    /// The sentences for which a link counts: each that rests on it where sentences are counted, the first elsewhere.
    fn sentences(self, citation: CitationRef<'_>) -> impl Iterator<Item = Option<SentenceId>> {
        let supported = citation.supported();
        let most = if self == Self::Sentences { supported.len() } else { 1 };
        let alone = supported.is_empty().then_some(None);
        supported.iter().take(most).copied().map(Some).chain(alone)
    }
}

/// A citation that counts.
#[derive(Debug, Clone, Copy)]
struct CountedCitation<'a> {
    /// The number of its article.
    article: usize,
    citation: CitationRef<'a>,
    /// A sentence that rests on it.
    sentence: Option<SentenceId>,
    /// The index of its value in the column.
    value: u32,
}

/// How citations are counted.
#[derive(Debug, Clone, Copy)]
pub struct CountingOptions<'a> {
    /// Which of them count.
    pub selection: &'a Selection,
    /// Who stands behind addresses.
    pub sources: &'a Sources,
    /// Values that are one.
    pub aliases: &'a Aliases,
    /// What they are counted as.
    pub basis: Basis,
}

impl<'a> CountingOptions<'a> {
    /// The column that citations are counted by.
    pub fn column(&self, table: &'a CitationTable, facet: Facet) -> FacetColumn<'a> {
        FacetColumn::new(table, facet, self.sources, self.aliases)
    }

    /// Counts the citations of some articles by a column: the most cited value first, equal ones by
    /// name.
    pub fn counts(&self, group: Articles<'_>, column: &FacetColumn<'_>) -> Vec<FacetCount> {
        self.most_cited(group, column, usize::MAX)
    }

    /// The first `most` of the same.
    pub(super) fn most_cited(
        &self,
        group: Articles<'_>,
        column: &FacetColumn<'_>,
        most: usize,
    ) -> Vec<FacetCount> {
        let mut ranked = ranked(tally(self.values(group, column)), |value| column.name(value));
        ranked.truncate(most);
        let rows = ranked.into_iter();
        rows.map(|(value, count)| FacetCount { name: column.name(value).to_owned(), count })
            .collect()
    }

    /// The same counts without their names, the largest first.
    pub fn numbers(&self, group: Articles<'_>, column: &FacetColumn<'_>) -> Vec<u64> {
        let mut counts: Vec<u64> =
            tally(self.values(group, column)).map(|(_, count)| count).collect();
        counts.sort_unstable_by_key(|count| Reverse(*count));
        counts
    }

    /// The indices of the values of all citations that count.
    fn values(&self, group: Articles<'_>, column: &FacetColumn<'_>) -> Vec<u32> {
        let citations = group.records().map(|(_, article)| article.citations as usize);
        let mut values = Vec::with_capacity(citations.sum());
        self.each(group, column, |citation| values.push(citation.value));
        values
    }

    /// The same citations by the sentence that rests on them, the first where there are several; one without a
    /// sentence is a block of its own.
    pub fn sentences(&self, group: Articles<'_>, column: &FacetColumn<'_>) -> Clusters {
        let mut citations = Vec::new();
        self.each(group, column, |one| {
            let sentence = one.sentence.ok_or(one.citation.ordinal());
            citations.push(((one.article, sentence), one.value));
        });
        Clusters::from_citations(citations)
    }

    /// Each citation that counts; where sentences are counted, once for each that rests on it.
    fn each<'t>(
        &'t self,
        group: Articles<'t>,
        column: &FacetColumn<'_>,
        mut count: impl FnMut(CountedCitation<'t>),
    ) {
        // A URL or a work by the number of its name, and a sentence or a link of one article.
        let mut names: FxHashSet<(u32, u32)> = FxHashSet::default();
        let mut sentences: FxHashSet<(Result<SentenceId, u32>, u32)> = FxHashSet::default();
        for (article, record) in group.records() {
            sentences.clear();
            for citation in group.table.counted_of(record, self.selection) {
                let value = column.value(citation);
                for sentence in self.basis.sentences(citation) {
                    let counts = match self.basis {
                        Basis::Citations => true,
                        Basis::Urls => names.insert((citation.key_id() as u32, value)),
                        Basis::Works => names.insert((citation.work_id() as u32, value)),
                        Basis::Sentences => {
                            sentences.insert((sentence.ok_or(citation.ordinal()), value))
                        }
                    };
                    if counts {
                        count(CountedCitation { article, citation, sentence, value });
                    }
                }
            }
        }
    }
}
