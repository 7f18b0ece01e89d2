//! What is counted: every citation, or each URL, work or sentence once.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::bootstrap::Clusters;
use super::facet::{Facet, FacetCount, tally};
use crate::article::{Article, Link, SentenceId};
use crate::corpus::{Selection, key};
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

/// What is counted once.
#[derive(PartialEq, Eq, Hash)]
enum CountingUnit<'a> {
    Address(&'a str),
    Sentence(usize, SentenceId),
    Link(usize, u32),
}

impl Basis {
    fn unit<'a>(self, citation: &CountedCitation<'a>) -> CountingUnit<'a> {
        let CountedCitation { article, link, sentence, .. } = *citation;
        match (self, sentence) {
            (Self::Urls, _) => CountingUnit::Address(key(link)),
            (Self::Works, _) => CountingUnit::Address(Facet::Work.link_value(link)),
            (Self::Sentences, Some(sentence)) => CountingUnit::Sentence(article, sentence),
            _ => CountingUnit::Link(article, link.ordinal),
        }
    }

    /// The sentences for which a link counts: each that rests on it where sentences are counted, the first elsewhere.
    fn sentences(self, link: &Link) -> impl Iterator<Item = Option<SentenceId>> {
        let supported = link.supported();
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
    link: &'a Link,
    /// A sentence that rests on it.
    sentence: Option<SentenceId>,
    value: &'a str,
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

impl CountingOptions<'_> {
    /// Counts the citations of some articles by a column: the most cited value first, equal ones by
    /// name.
    pub fn counts(&self, articles: &[&Article], facet: Facet) -> Vec<FacetCount> {
        tally(self.counted(articles, facet).map(|citation| citation.value))
    }

    /// The same citations by the sentence that rests on them, the first where there are several; one without a
    /// sentence is a block of its own.
    pub fn sentences(&self, articles: &[&Article], facet: Facet) -> Clusters {
        Clusters::from_citations(self.counted(articles, facet).map(|citation| {
            let sentence = citation.sentence.ok_or(citation.link.ordinal);
            ((citation.article, sentence), citation.value)
        }))
    }

    /// Each citation that counts; where sentences are counted, once for each that rests on it.
    fn counted<'a>(
        &'a self,
        articles: &'a [&Article],
        facet: Facet,
    ) -> impl Iterator<Item = CountedCitation<'a>> {
        let mut seen = FxHashSet::default();
        let links = articles.iter().enumerate();
        let links = links
            .flat_map(|(at, one)| self.selection.counted_links(one).map(move |link| (at, link)));
        let citations = links.flat_map(move |(article, link)| {
            let value = self.aliases.name(facet.value(link, self.sources));
            let sentences = self.basis.sentences(link);
            sentences.map(move |sentence| CountedCitation { article, link, sentence, value })
        });
        citations.filter(move |citation| {
            self.basis == Basis::Citations
                || seen.insert((self.basis.unit(citation), citation.value))
        })
    }
}
