//! The one table of nodes and edges that every graph file writes.

use jiff::civil::Date;

use super::change_rows::ChangeRows;
use super::columns::{self, Column};
use super::edge_list_rows::EdgeListRows;
use super::graph_nodes::GraphNodes;
use super::graph_rows::GraphRows;
use super::legend::LegendEntry;
use super::network_citations::NetworkCitations;
use super::row::NodeRow;
use crate::corpus::table::{ArticleRecord, CitationTable};
use crate::graph::{Graph, Level, Period, View, Weight};

/// A graph with its columns, ready to be written.
#[derive(Debug, Clone)]
pub struct Network {
    /// What the graph shows, in a few words.
    pub description: String,
    /// Whether edges have a direction.
    pub is_directed: bool,
    /// The word for what weights are.
    pub weight: &'static str,
    /// The columns of nodes.
    pub node_columns: Vec<Column>,
    /// The columns of edges.
    pub edge_columns: Vec<Column>,
    /// Nodes, once something was added to them. [`Network::node_rows`] has all.
    pub nodes: Vec<NodeRow>,
    /// What the rows of nodes are made from until then.
    pub(super) made: Option<Box<GraphNodes>>,
    /// The graph of citations from which the rows of edges are made; [`Network::rows`] has them.
    pub(super) graph: Option<GraphRows>,
    /// The edges of two networks that were compared.
    pub(super) changed: Option<Box<ChangeRows>>,
    /// The graph of a list, from which its rows are made.
    pub(super) listed: Option<EdgeListRows>,
    /// The citations behind the edges; `None` unless [`Network::add_citations`] was asked.
    pub(super) citations: Option<Box<NetworkCitations>>,
    /// What colours mean; empty unless [`Network::apply_layout`] was asked.
    pub legend: Vec<LegendEntry>,
    /// The newest date of an article, as a day.
    pub newest: Option<Date>,
    /// Characters that no XML file can hold and that were left out.
    pub removed: u64,
    /// Text cells with `INF`, which Gephi shows as `Infinity`.
    pub infinities: u64,
}

impl Network {
    /// Makes the rows of a graph that was built from this table.
    pub fn new(table: &CitationTable, graph: &Graph, weight: Weight) -> Self {
        let (made, lost) = GraphNodes::new(table, graph, &graph.compact(weight));
        let mut network = Self {
            description: description(graph),
            is_directed: graph.view.is_directed(),
            weight: weight.name(),
            node_columns: columns::node_columns(graph),
            edge_columns: columns::edge_columns(graph),
            nodes: Vec::new(),
            made: Some(Box::new(made)),
            graph: Some(GraphRows::from_graph(graph, weight)),
            changed: None,
            listed: None,
            citations: None,
            legend: Vec::new(),
            newest: newest(table),
            removed: lost.removed,
            infinities: lost.infinities,
        };
        network.start_with_edges();
        network
    }

    /// Whether there are two different days: on one alone, Gephi's timeline has no length.
    pub fn has_time(&self) -> bool {
        let mut days = self
            .node_rows()
            .filter_map(|node| node.start)
            .chain(self.edge_days().map(|(_, day)| day));
        let first = days.next();
        days.any(|day| Some(day) != first)
    }

    /// The nodes of every edge that has a first day, and that day.
    fn edge_days(&self) -> impl Iterator<Item = ([usize; 2], Date)> {
        let edges = self.graph.iter().flat_map(GraphRows::days);
        let changed = self.changed.iter().flat_map(|changed| changed.rows());
        let changed = changed.filter_map(|edge| Some(([edge.source, edge.target], edge.start?)));
        edges.chain(changed)
    }

    /// Adds the weights of slices of time, one list an edge.
    pub fn add_periods(&mut self, periods: Vec<Vec<Period>>) {
        if let Some(graph) = &mut self.graph {
            graph.set_periods(periods);
        }
    }

    /// The weights of slices of time of every edge that has some.
    fn periods(&self) -> impl Iterator<Item = &Vec<Period>> {
        self.graph.iter().flat_map(GraphRows::periods)
    }

    /// The first and the last day of which some edge has a weight.
    pub(super) fn time_of_weights(&self) -> Option<[Date; 2]> {
        let first = self.periods().flatten().map(|period| period.from).min()?;
        Some([first, self.periods().flatten().map(|period| period.to).max()?])
    }

    /// Whether some edge has weights of years.
    pub(super) fn has_periods(&self) -> bool {
        self.periods().any(|periods| !periods.is_empty())
    }

    /// A node starts with its earliest edge: Gephi hides an edge whose ends are not there yet.
    pub(super) fn start_with_edges(&mut self) {
        let mut starts: Vec<Option<Date>> = match &mut self.made {
            Some(made) => std::mem::take(made.starts_mut()),
            None => self.nodes.iter().map(|node| node.start).collect(),
        };
        for (ends, day) in self.edge_days() {
            for end in ends {
                if starts[end].is_none_or(|start| day < start) {
                    starts[end] = Some(day);
                }
            }
        }
        match &mut self.made {
            Some(made) => *made.starts_mut() = starts,
            None => self.nodes.iter_mut().zip(starts).for_each(|(node, start)| node.start = start),
        }
    }
}

/// What the graph shows, without a word of any document.
fn description(graph: &Graph) -> String {
    let things = graph.level.plural();
    match (graph.view, graph.level) {
        (View::Bipartite, level) => format!("articles and the {} that they cite", level.plural()),
        (View::Source, Level::Article) => "articles and the articles that they cite".to_owned(),
        (View::Source, _) => format!("{things} of articles and the {things} that they cite"),
        (View::Cocitation, _) => format!("{things} that articles cite together"),
        (View::Coupling, _) => format!("articles that cite the same {things}"),
        (View::Internal, _) => "articles and the articles that they link to".to_owned(),
        (View::Tag, _) => format!("tags of articles and the {things} that they cite"),
        (View::Author, _) => format!("authors of articles and the {things} that they cite"),
    }
}

fn newest(table: &CitationTable) -> Option<Date> {
    table.articles().iter().filter_map(ArticleRecord::published_day).max()
}
