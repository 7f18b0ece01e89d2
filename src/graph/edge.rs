//! Edges: everything that joins two nodes, counted in several ways.

use super::distinct_texts::DistinctTexts;
use super::{Weight, node::dates};
use crate::article::{Link, Place};
use crate::corpus::{Corpus, key};

/// An edge: everything that one node cites of another, or all that joins two nodes in a
/// projection.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edge {
    /// Counted citations; of a projection, pairs of them.
    pub citations: u64,
    /// Articles that hold them; of a projection, the things that join the two.
    pub articles: u64,
    /// Distinct keys among them; of a projection, pairs of them.
    pub keys: u64,
    /// The articles' parts: 1 an article over all that it cites; of a projection, 1/(k - 1) for
    /// everything that joins `k` nodes.
    pub fractional: f64,
    /// Citations by place, in the order of [`Place::ALL`]; all 0 in a projection.
    pub places: [u64; Place::ALL.len()],
    /// Date of the earliest citing article, as precise as it says; `None` where none has a date.
    /// Of two articles, the date of the later one.
    pub first: Option<String>,
    /// Date of the latest citing article.
    pub last: Option<String>,
}

impl Edge {
    /// The number that stands for this edge's weight.
    pub fn weight(&self, weight: Weight) -> f64 {
        match weight {
            Weight::Articles => self.articles as f64,
            Weight::Citations => self.citations as f64,
            Weight::Keys => self.keys as f64,
            Weight::Fractional => self.fractional,
        }
    }
}

/// What an edge is made from.
#[derive(Debug, Default)]
pub(super) struct EdgeBuilder<'a> {
    citations: u64,
    fractional: f64,
    places: [u64; Place::ALL.len()],
    articles: Vec<usize>,
    keys: DistinctTexts<'a>,
}

impl<'a> EdgeBuilder<'a> {
    /// Adds a link that has this part of its article. Articles come in corpus order, so the same
    /// article can only repeat at the end.
    pub(super) fn add(&mut self, article: usize, link: &'a Link, part: f64) {
        self.citations += 1;
        self.fractional += part;
        self.places[link.place as usize] += 1;
        if self.articles.last() != Some(&article) {
            self.articles.push(article);
        }
        self.keys.insert(key(link));
    }

    pub(super) fn edge(self, corpus: &Corpus) -> Edge {
        let (first, last) = dates(corpus, &self.articles);
        Edge {
            citations: self.citations,
            articles: self.articles.len() as u64,
            keys: self.keys.count() as u64,
            fractional: self.fractional,
            places: self.places,
            first,
            last,
        }
    }
}
