//! The citations behind a network, in short, for a page that leads from edges to sentences.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::article::Article;
use crate::corpus::Corpus;
use crate::corpus::table::CitationTable;
use crate::graph::{EdgeCitation, Graph, GraphPlan};
use crate::report::format::title;
use crate::report::html::block::{sanitize, short};
use crate::report::html::escape::href;
use crate::report::html::link_excerpt::LinkExcerpt;

/// Citations that a page has at most.
const MAX_CITATIONS: usize = 20_000;

/// The citations of a network, as many as a page can have.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NetworkCitations {
    /// The articles that the rows are in.
    pub(super) articles: Vec<CitingArticle>,
    /// The first citations of every edge, in the order of the corpus.
    pub(super) rows: Vec<CitationRow>,
    /// How many citations there are.
    pub(super) all: usize,
}

/// An article as a page shows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CitingArticle {
    pub(super) title: String,
    pub(super) input: String,
    pub(super) date: Option<String>,
    /// Where it is published, if that may be a link.
    pub(super) href: Option<String>,
}

/// A citation as a page shows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CitationRow {
    /// Index in [`NetworkCitations::articles`].
    pub(super) article: usize,
    /// Positions of the nodes that cite.
    pub(super) citing: Vec<usize>,
    /// Position of the node that is cited.
    pub(super) cited: Option<usize>,
    /// The number of what joins nodes in a projection.
    pub(super) list: usize,
    pub(super) sentence: String,
    pub(super) mark: Option<[usize; 2]>,
    pub(super) anchor: String,
    pub(super) url: String,
    pub(super) is_linked: bool,
}

impl NetworkCitations {
    /// The citations of a graph. Where there are too many, every edge (in a projection, every node) keeps its first
    /// ones.
    pub(super) fn from_graph(
        corpus: &Corpus,
        table: &CitationTable,
        graph: &Graph,
        plan: &GraphPlan<'_>,
    ) -> Self {
        let all = graph.citations(table, plan);
        let ends = |one: &EdgeCitation<'_>| (one.citing.first().copied(), one.cited);
        let count = all.len();
        let mut numbers: FxHashMap<usize, usize> = FxHashMap::default();
        let mut articles = Vec::new();
        let rows = first_of_each(all, MAX_CITATIONS, ends).into_iter().filter_map(|one| {
            let article = &corpus.articles[one.article];
            let number = *numbers.entry(one.article).or_insert_with(|| {
                articles.push(CitingArticle::from_article(article));
                articles.len() - 1
            });
            let excerpt = LinkExcerpt::from_link(article.link(one.link.ordinal())?);
            Some(CitationRow::from_citation(one, excerpt, number))
        });
        let rows = rows.collect();
        Self { articles, rows, all: count }
    }
}

/// So many rows in their order, where each edge has its first before any has its second.
fn first_of_each<T, K: Eq + Hash>(all: Vec<T>, most: usize, edge: impl Fn(&T) -> K) -> Vec<T> {
    if all.len() <= most {
        return all;
    }
    let mut counts: FxHashMap<K, usize> = FxHashMap::default();
    let ranked = all.into_iter().enumerate().map(|(at, one)| {
        let count = counts.entry(edge(&one)).or_default();
        *count += 1;
        (*count, at, one)
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by_key(|(rank, at, _)| (*rank, *at));
    ranked.truncate(most);
    ranked.sort_by_key(|(_, at, _)| *at);
    ranked.into_iter().map(|(.., one)| one).collect()
}

impl CitingArticle {
    fn from_article(article: &Article) -> Self {
        Self {
            title: short(&title(article.title.as_deref(), &article.input)),
            input: short(&article.input),
            date: article.published.as_deref().map(sanitize),
            href: article.origin.as_deref().and_then(href).map(|origin| sanitize(&origin)),
        }
    }
}

impl CitationRow {
    fn from_citation(one: EdgeCitation<'_>, excerpt: LinkExcerpt, article: usize) -> Self {
        let LinkExcerpt { sentence, mark, anchor, url, is_linked } = excerpt;
        let EdgeCitation { citing, cited, list, .. } = one;
        Self { article, citing, cited, list, sentence, mark, anchor, url, is_linked }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_edge_keeps_its_first_citations() {
        let edges = ["a", "a", "a", "b", "c", "b"];
        let all: Vec<(usize, &str)> = edges.into_iter().enumerate().collect();
        let kept = |most| first_of_each(all.clone(), most, |one| one.1);
        let places = |most| kept(most).into_iter().map(|one| one.0).collect::<Vec<_>>();
        assert_eq!(places(3), [0, 3, 4]);
        assert_eq!(places(5), [0, 1, 3, 4, 5]);
        assert_eq!(places(6), [0, 1, 2, 3, 4, 5]);
    }
}
