//! One row a cited domain.

use std::collections::BTreeMap;

use petgraph::Direction;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::Options;
use crate::article::Link;
use crate::corpus::{Corpus, Facet, key};
use crate::graph::{Graph, Kind, RankOptions, date, pagerank};
use crate::source::{Facts, Sources};

/// How one domain is cited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DomainRow {
    /// The registrable domain.
    pub domain: String,
    /// Counted citations.
    pub citations: u64,
    /// Articles that cite it.
    pub articles: u64,
    /// Domains whose articles cite it; articles without an origin are left out here.
    pub origins: u64,
    /// Distinct keys cited.
    pub keys: u64,
    /// Distinct works cited.
    pub works: u64,
    /// Distinct hosts cited.
    pub hosts: u64,
    /// Distinct sites cited.
    pub sites: u64,
    /// Its part of all counted citations; 0 to 1.
    pub share: f64,
    /// Date of the earliest citing article, as stated.
    pub first: Option<String>,
    /// Date of the latest citing article, as stated.
    pub last: Option<String>,
    /// Weighted PageRank in the graph of origins and cited domains; see [`pagerank`].
    pub pagerank: f64,
    /// Who stands behind the domain as such; hosts, sites and paths in it may be others'.
    #[serde(flatten)]
    pub source: Facts,
}

/// The rows of all cited domains, the most cited first, equal ones by name.
pub(super) fn rows(corpus: &Corpus, options: &Options, sources: &Sources) -> Vec<DomainRow> {
    let mut gathered: BTreeMap<&str, Gathered> = BTreeMap::new();
    let mut counted = 0;
    for (at, link) in corpus.counted(&options.selection) {
        counted += 1;
        gathered.entry(Facet::Domain.of(link)).or_default().add(at, link);
    }
    let graph = Graph::source(corpus, &options.selection);
    let ranks = pagerank(&graph.compact(options.weight), RankOptions::default()).values;
    let rows = gathered.into_iter().map(|(domain, gathered)| {
        let node = graph.domain(domain).expect("every counted domain is a node");
        let citing = graph.graph.neighbors_directed(node, Direction::Incoming);
        let known = citing.filter(|at| graph.graph[*at].kind == Kind::Domain);
        DomainRow {
            origins: known.count() as u64,
            pagerank: ranks[node.index()],
            source: sources.of_domain(domain).into(),
            ..gathered.row(corpus, domain, counted)
        }
    });
    let mut rows: Vec<DomainRow> = rows.collect();
    // Stable: rows come by name.
    rows.sort_by_key(|row| std::cmp::Reverse(row.citations));
    rows
}

#[derive(Default)]
struct Gathered<'a> {
    citations: u64,
    articles: Vec<usize>,
    keys: FxHashSet<&'a str>,
    works: FxHashSet<&'a str>,
    hosts: FxHashSet<&'a str>,
    sites: FxHashSet<&'a str>,
}

impl<'a> Gathered<'a> {
    fn add(&mut self, article: usize, link: &'a Link) {
        self.citations += 1;
        if self.articles.last() != Some(&article) {
            self.articles.push(article);
        }
        self.keys.insert(key(link));
        self.works.insert(Facet::Work.of(link));
        self.hosts.insert(Facet::Host.of(link));
        self.sites.insert(Facet::Site.of(link));
    }

    fn row(self, corpus: &Corpus, domain: &str, counted: u64) -> DomainRow {
        let dates = self.articles.iter().map(|at| corpus.articles[*at].published.as_deref());
        let (first, last) = date::range(dates.flatten());
        DomainRow {
            domain: domain.to_owned(),
            citations: self.citations,
            articles: self.articles.len() as u64,
            origins: 0,
            keys: self.keys.len() as u64,
            works: self.works.len() as u64,
            hosts: self.hosts.len() as u64,
            sites: self.sites.len() as u64,
            share: self.citations as f64 / counted as f64,
            first,
            last,
            pagerank: 0.0,
            source: Facts::default(),
        }
    }
}
