//! Who cites whom: citations grouped by two columns, as a directed graph.
//!
//! The graph type is petgraph's; analytics run on a compact copy ([`Compact`]). Nodes and edges
//! stand in a fixed order, so that numbers, sums and files are the same for any order of input.

mod betweenness;
mod bowtie;
mod chance;
mod compact;
mod coreness;
pub mod date;
mod harmonic;
mod hits;
mod leiden;
pub mod metrics;
mod mixing;
mod rank;
mod search;
mod strong;
mod structure;
mod undirected;

use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::corpus::{Corpus, Facet, Selection, key};
use crate::domain;

pub use betweenness::{betweenness, sampled_betweenness};
pub use bowtie::{Part, bow_tie};
pub use compact::{Compact, Csr};
pub use coreness::coreness;
pub use harmonic::harmonic;
pub use hits::{Hits, hits};
pub use leiden::{Communities, LeidenOptions, Quality, cpm, leiden, modularity};
pub use mixing::{Mixing, Side, Ties, degree_assortativity, mixing, reciprocity};
pub use rank::{RankOptions, Ranked, pagerank, personalised_pagerank};
pub use strong::strong_components;
pub use structure::{Degree, components, degrees};
pub use undirected::Undirected;

/// Nodes that one thread takes at least: below that, sharing work costs more than it saves.
const CHUNK: usize = 4096;

/// The node that stands for articles whose origin is unknown. No domain can be written like this.
pub const NO_ORIGIN: &str = "(no origin)";

/// What the citing end of an edge is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Every article is a node: a bipartite graph of articles and domains.
    Article,
    /// Articles of one domain are one node, which may also be cited itself.
    #[default]
    Origin,
}

/// What the weight of an edge is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// The articles that cite; one article that links ten times weighs one.
    #[default]
    Articles,
    /// The citations.
    Citations,
    /// The distinct keys cited.
    Keys,
}

impl Weight {
    /// Every weight, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Articles, Self::Citations, Self::Keys];

    /// The word used in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Citations => "citations",
            Self::Keys => "keys",
        }
    }
}

/// What a node stands for. The order is the order of nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An article.
    Article,
    /// A registrable domain, citing or cited.
    Domain,
    /// All articles without an origin.
    Unknown,
}

impl Kind {
    /// The word used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Domain => "domain",
            Self::Unknown => "unknown",
        }
    }
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it stands for.
    pub kind: Kind,
    /// The domain, the article's input (and part), or [`NO_ORIGIN`].
    pub name: String,
    /// Index in [`Corpus::articles`], for an article.
    pub article: Option<usize>,
}

/// An edge: everything that one node cites of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Counted citations.
    pub citations: u64,
    /// Articles that hold them.
    pub articles: u64,
    /// Distinct keys among them.
    pub keys: u64,
    /// Date of the earliest citing article, as precise as it says; `None` where none has a date.
    pub first: Option<String>,
    /// Date of the latest citing article.
    pub last: Option<String>,
}

impl Edge {
    /// The number that stands for this edge's weight.
    pub fn weight(&self, weight: Weight) -> u64 {
        match weight {
            Weight::Articles => self.articles,
            Weight::Citations => self.citations,
            Weight::Keys => self.keys,
        }
    }
}

/// The citation graph of a finished corpus.
///
/// Nodes: articles in corpus order, then domains by name, then the unknown. Edges: by citing, then
/// by cited node. Articles without counted citations are no nodes at [`Level::Origin`] unless
/// their domain is cited; at [`Level::Article`] every article is a node.
#[derive(Debug, Clone)]
pub struct Graph {
    /// What the citing ends are.
    pub level: Level,
    /// Nodes and edges.
    pub graph: DiGraph<Node, Edge>,
}

impl Graph {
    /// Groups the counted citations of `corpus`. Linear, but for one sort of the distinct names.
    pub fn build(corpus: &Corpus, selection: &Selection, level: Level) -> Self {
        let origins: Vec<Option<String>> = corpus.articles.iter().map(origin_domain).collect();
        let citing = |at: usize| match level {
            Level::Article => (Kind::Article, at, ""),
            Level::Origin => match &origins[at] {
                Some(domain) => (Kind::Domain, 0, domain.as_str()),
                None => (Kind::Unknown, 0, NO_ORIGIN),
            },
        };
        let mut nodes: BTreeMap<(Kind, usize, &str), NodeIndex> = BTreeMap::new();
        if level == Level::Article {
            nodes.extend((0..corpus.articles.len()).map(|at| (citing(at), NodeIndex::end())));
        }
        let mut edges: BTreeMap<_, Gathered> = BTreeMap::new();
        for (at, link) in corpus.counted(selection) {
            let ends = (citing(at), (Kind::Domain, 0, Facet::Domain.of(link)));
            nodes.insert(ends.0, NodeIndex::end());
            nodes.insert(ends.1, NodeIndex::end());
            edges.entry(ends).or_default().add(at, key(link));
        }
        let mut graph = DiGraph::with_capacity(nodes.len(), edges.len());
        for ((kind, at, name), index) in &mut nodes {
            *index = graph.add_node(node(corpus, *kind, *at, name));
        }
        for ((from, to), gathered) in edges {
            graph.add_edge(nodes[&from], nodes[&to], gathered.edge(corpus));
        }
        Self { level, graph }
    }

    /// The compact copy that analytics run on.
    pub fn compact(&self, weight: Weight) -> Compact {
        let edges = self.graph.raw_edges().iter().map(|edge| {
            let ends = (edge.source().index() as u32, edge.target().index() as u32);
            (ends.0, ends.1, edge.weight.weight(weight) as f64)
        });
        Compact::from_sorted(self.graph.node_count(), &edges.collect::<Vec<_>>())
    }

    /// Index of the domain's node, by binary search over the sorted names.
    pub fn domain(&self, name: &str) -> Option<NodeIndex> {
        let nodes = self.graph.raw_nodes();
        let wanted = (Kind::Domain, name);
        let found = nodes.binary_search_by(|node| {
            let name =
                if node.weight.kind == Kind::Domain { node.weight.name.as_str() } else { "" };
            (node.weight.kind, name).cmp(&wanted)
        });
        found.ok().map(NodeIndex::new)
    }
}

fn node(corpus: &Corpus, kind: Kind, at: usize, name: &str) -> Node {
    let article = (kind == Kind::Article).then_some(at);
    let name = article.map_or_else(|| name.to_owned(), |at| document(&corpus.articles[at]));
    Node { kind, name, article }
}

/// The name of a document: its input, and its part where there is one.
pub fn document(article: &Article) -> String {
    match &article.part {
        Some(part) => format!("{}#{part}", article.input),
        None => article.input.clone(),
    }
}

/// The registrable domain of an article's origin; an IP address or dotless host is itself.
pub fn origin_domain(article: &Article) -> Option<String> {
    let origin = url::Url::parse(article.origin.as_deref()?).ok()?;
    Some(domain::registrable(origin.host_str()?).to_owned())
}

/// What an edge is made from.
#[derive(Default)]
struct Gathered<'a> {
    citations: u64,
    articles: Vec<usize>,
    keys: FxHashSet<&'a str>,
}

impl<'a> Gathered<'a> {
    /// Articles come in corpus order, so the same article can only repeat at the end.
    fn add(&mut self, article: usize, key: &'a str) {
        self.citations += 1;
        if self.articles.last() != Some(&article) {
            self.articles.push(article);
        }
        self.keys.insert(key);
    }

    fn edge(self, corpus: &Corpus) -> Edge {
        let dates = self.articles.iter().map(|at| corpus.articles[*at].published.as_deref());
        let (first, last) = date::range(dates.flatten());
        Edge {
            citations: self.citations,
            articles: self.articles.len() as u64,
            keys: self.keys.len() as u64,
            first,
            last,
        }
    }
}
