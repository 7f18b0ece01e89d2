//! Who cites whom: citations grouped by two columns, as a graph, in several views.
//!
//! The graph type is petgraph's; edges are held in columns, and analytics run on a compact copy ([`Adjacency`]). Nodes and edges
//! stand in a fixed order, so that numbers, sums and files are the same for any order of input.

mod adjacency;
mod article_origins;
mod backbone;
mod betweenness;
mod bowtie;
mod coreness;
mod csr;
pub mod date;
mod date_ranks;
mod date_text;
mod difference;
mod directed;
mod edge;
mod edge_citations;
mod edge_list;
mod endpoints;
mod filter;
mod harmonic;
mod hits;
mod incidence;
pub mod layout;
mod leiden;
pub mod metrics;
mod mixing;
mod node;
mod node_tallies;
mod notice;
mod pairs;
mod periods;
mod placing;
mod projection;
mod rank;
mod search;
pub(crate) mod split_mix64;
mod strong;
mod structure;
mod summary;
mod undirected;
mod view;
mod weighted_paths;
mod weights;

use std::sync::Arc;

use petgraph::graph::{DiGraph, NodeIndex};

use crate::article::{Place, StatedDate};
use crate::corpus::Selection;
use crate::corpus::table::{ArticleRecord, CitationTable};
use crate::domain;
use crate::source::Sources;

pub use adjacency::Adjacency;
pub use backbone::disparity;
pub use betweenness::{betweenness_centrality, sampled_betweenness_centrality};
pub use bowtie::{BowTiePart, bow_tie};
pub use coreness::core_numbers;
pub use csr::Csr;
pub use date_text::DateText;
pub use difference::{Change, Difference, EdgeChange, NodeChange};
pub use edge::{Edge, PlaceCounts};
pub use edge_citations::EdgeCitation;
pub use edge_list::{
    Direction, EdgeList, EdgeListError, EdgeListLimits, LineFault, MAX_EDGES, MAX_LINE_BYTES,
    MAX_WEIGHT, MIN_WEIGHT, NodeNames, WeightFault,
};
pub use filter::FilterStats;
pub use harmonic::harmonic_centrality;
pub use hits::{Hits, hubs_and_authorities};
pub use leiden::{
    Communities, LeidenOptions, QualityFunction, cpm, leiden_communities, modularity,
};
pub use mixing::{DegreeSide, Mixing, Ties, degree_assortativity, mixing_by_group, reciprocity};
pub use node::{Node, NodeKind, Tally};
pub use notice::GraphNotice;
pub use periods::{Period, TimeSlice, slices, weights_by_slice, weights_by_year};
pub use projection::TooManyPairs;
pub use rank::{PagerankOptions, PagerankResult, pagerank, personalised_pagerank};
pub use search::nodes_within;
pub use strong::strong_components;
pub use structure::{Degree, components, degree, degrees};
pub use summary::{GraphSummary, NullModularity};
pub use undirected::UndirectedAdjacency;
pub use view::{GraphPlan, Level, MAX_PAIRS, View, Weight};
pub use weighted_paths::{weighted_betweenness_centrality, weighted_closeness_centrality};

pub(crate) use article_origins::ArticleOrigins;
pub(crate) use pairs::Pairs;

/// Nodes that one thread takes at least: below that, sharing work costs more than it saves.
const CHUNK: usize = 4096;

/// The node that stands for articles whose origin is unknown. No domain can be written like this.
pub const NO_ORIGIN: &str = "(no origin)";

/// The node that stands for articles without a tag.
pub const NO_TAG: &str = "(no tag)";

/// The node that stands for articles without an author.
pub const NO_AUTHOR: &str = "(no author)";

/// A view of a finished table.
///
/// Nodes stand in the order of their kinds: articles in the order of the table, then all else by name. Edges
/// stand by their first, then by their second end; where the view has no directions, the first end
/// is the earlier node. Where articles are nodes, every article is one; all other nodes cite or are
/// cited.
#[derive(Debug, Clone)]
pub struct Graph {
    /// What connects two nodes.
    pub view: View,
    /// What the cited things are.
    pub level: Level,
    /// The places of citations that count.
    pub places: Vec<Place>,
    /// Citations that the graph is made from.
    pub counted: u64,
    /// The nodes. [`Graph::edges`] has the edges, which are held in columns, and [`Graph::to_petgraph`] makes a graph
    /// with both.
    pub graph: Arc<DiGraph<Node, Edge>>,
    /// The edges.
    pub(crate) pairs: Arc<Pairs>,
    /// What a reader should know.
    pub notes: Vec<GraphNotice>,
}

impl Graph {
    /// Builds what is planned.
    ///
    /// # Errors
    /// Where a projection would count more pairs than the plan allows.
    pub fn new(table: &CitationTable, plan: &GraphPlan<'_>) -> Result<Self, TooManyPairs> {
        match plan.view.is_directed() {
            true => Ok(directed::build(table, plan)),
            false => projection::build(table, plan),
        }
    }

    /// Articles and the domains that they cite; nothing is known of who stands behind them.
    pub fn bipartite(table: &CitationTable, selection: &Selection) -> Self {
        directed::build(table, &GraphPlan::new(View::Bipartite, selection, &Sources::none()))
    }

    /// Domains of articles and the domains that they cite; nothing is known of who stands behind
    /// them.
    pub fn source(table: &CitationTable, selection: &Selection) -> Self {
        directed::build(table, &GraphPlan::new(View::Source, selection, &Sources::none()))
    }

    /// The nodes with their edges. Those of a projection go from their earlier node to the later one.
    pub fn to_petgraph(&self) -> DiGraph<Node, Edge> {
        let mut graph = (*self.graph).clone();
        for ([from, to], edge) in self.edges() {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), edge);
        }
        graph
    }

    /// How many edges there are.
    pub fn edge_count(&self) -> usize {
        self.pairs.len()
    }

    /// The edges in order, with the places of their nodes. They are made one at a time.
    pub fn edges(&self) -> impl Iterator<Item = ([usize; 2], Edge)> {
        self.ends().enumerate().map(|(at, ends)| (ends, self.pairs.edge(at)))
    }

    /// The places of the nodes of every edge, in order.
    pub(crate) fn ends(&self) -> impl Iterator<Item = [usize; 2]> {
        self.pairs.ends().map(|(from, to)| [from as usize, to as usize])
    }

    /// What the edges weigh, in order.
    pub fn weights(&self, weight: Weight) -> impl Iterator<Item = f64> {
        (0..self.pairs.len()).map(move |at| self.pairs.weight(at, weight))
    }

    /// What one edge weighs.
    pub(crate) fn weight_of(&self, edge: usize, weight: Weight) -> f64 {
        self.pairs.weight(edge, weight)
    }

    /// Where the edge between two nodes stands among all edges.
    pub(crate) fn find_edge(&self, [from, to]: [usize; 2]) -> Option<usize> {
        self.pairs.find(from as u32, to as u32)
    }

    /// The compact copy that analytics run on.
    pub fn compact(&self, weight: Weight) -> Adjacency {
        let (nodes, ends) = (self.graph.node_count(), || self.pairs.ends().enumerate());
        let edges = || ends().map(|(at, (from, to))| (from, to, self.pairs.weight(at, weight)));
        match self.view.is_directed() {
            true => Adjacency::from_rows_of(nodes, self.pairs.len(), edges()),
            false => Adjacency::from_pairs(nodes, edges),
        }
    }

    /// Index of the domain's node, by binary search over the sorted names.
    pub fn domain(&self, name: &str) -> Option<NodeIndex> {
        let nodes = self.graph.raw_nodes();
        let wanted = (NodeKind::Domain, name);
        let found = nodes.binary_search_by(|node| {
            let name =
                if node.weight.kind == NodeKind::Domain { node.weight.name.as_str() } else { "" };
            (node.weight.kind, name).cmp(&wanted)
        });
        found.ok().map(NodeIndex::new)
    }
}

impl GraphPlan<'_> {
    /// The articles of the wanted time, with their numbers.
    fn articles<'t>(
        &self,
        table: &'t CitationTable,
    ) -> impl Iterator<Item = (usize, &'t ArticleRecord)> {
        let all = table.articles().iter().enumerate();
        all.filter(|(_, article)| self.span.holds(article.published()))
    }

    /// A graph of nothing, with what is to be said of it.
    fn empty(&self, mut notes: Vec<GraphNotice>, table: &CitationTable) -> Graph {
        notes.extend(self.out_of_time(table));
        let (view, level, places) = (self.view, self.level, self.selection.places.clone());
        Graph {
            view,
            level,
            places,
            counted: 0,
            graph: Arc::default(),
            pairs: Arc::default(),
            notes,
        }
    }

    fn out_of_time(&self, table: &CitationTable) -> Option<GraphNotice> {
        let out = || {
            let out = table.articles().iter().map(|article| article.published());
            out.filter(|stated| !self.span.holds(*stated))
        };
        let undated = out().filter(|stated| stated.and_then(StatedDate::parse).is_none()).count();
        let articles = (out().count() - undated) as u64;
        let undated = undated as u64;
        (articles + undated > 0).then_some(GraphNotice::OutOfTime { articles, undated })
    }
}

/// The name of a document: its input, and its part where there is one.
pub(crate) fn document(input: &str, part: Option<&str>) -> String {
    match part {
        Some(part) => format!("{input}#{part}"),
        None => input.to_owned(),
    }
}

/// The registrable domain of an article's origin; an IP address or dotless host is itself.
pub fn origin_domain(origin: Option<&str>) -> Option<String> {
    let origin = url::Url::parse(origin?).ok()?;
    Some(domain::registrable(origin.host_str()?).to_owned())
}
