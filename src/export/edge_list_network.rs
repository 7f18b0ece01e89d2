//! A network of any graph, not of citations: labels, degrees, ranks and components.

use std::borrow::Cow;

use super::columns::{DEGREES, MUTUAL_DEGREES, PLACED, metric_column};
use super::edge_list_rows::EdgeListRows;
use super::graph_rows::GraphRows;
use super::network::Network;
use super::node_measures::NodeMeasures;
use super::row::{EdgeRow, NodeRow};
use super::style::sizes;
use crate::graph::metrics::{Metric, compute};
use crate::graph::{Adjacency, NodeNames, degrees};

impl Network {
    /// Makes the table of a graph whose nodes have these names. Its rows are made as they are written.
    pub fn from_edge_list(graph: Adjacency, names: NodeNames) -> Self {
        let own = if graph.is_undirected { &MUTUAL_DEGREES[..] } else { &DEGREES[..] };
        let (measured, sizes) = (NodeMeasures::from_graph(&graph), sizes(&degrees(&graph)));
        let is_directed = !graph.is_undirected;
        let listed = EdgeListRows { graph, names, measured, sizes, metrics: Vec::new() };
        Self {
            description: "nodes and edges of a list".to_owned(),
            is_directed,
            weight: "as listed",
            node_columns: own.iter().chain(&PLACED).cloned().collect(),
            edge_columns: Vec::new(),
            nodes: Vec::new(),
            made: None,
            graph: None,
            changed: None,
            citations: None,
            legend: Vec::new(),
            newest: None,
            removed: listed.removed(),
            infinities: 0,
            listed: Some(listed),
        }
    }

    /// Adds a column to the network of a list for each metric; one that is there already stays as it
    /// is.
    pub fn add_list_metrics(&mut self, metrics: &[Metric]) {
        let Some(listed) = &mut self.listed else { return };
        for metric in metrics {
            if self.node_columns.iter().all(|column| column.name != metric.column()) {
                self.node_columns.push(metric_column(*metric));
                listed.metrics.push(compute(*metric, &listed.graph));
            }
        }
    }

    /// Makes the rows of nodes, for what changes them.
    pub(super) fn fill(&mut self) {
        if let Some(made) = self.made.take() {
            self.nodes = made.rows().collect();
        }
        if let (Some(listed), true) = (&self.listed, self.nodes.is_empty()) {
            self.nodes = (0..listed.graph.nodes()).map(|at| listed.row(at)).collect();
        }
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        let listed = self.listed.iter().filter(|_| self.nodes.is_empty());
        let made = self.made.as_ref().map_or(0, |made| made.len());
        self.nodes.len() + made + listed.map(|listed| listed.graph.nodes()).sum::<usize>()
    }

    /// How many edges there are.
    pub fn edge_count(&self) -> usize {
        let graph = self.graph.as_ref().map_or(0, GraphRows::len);
        let changed = self.changed.as_ref().map_or(0, |changed| changed.edges.len());
        let listed = self.listed.as_ref().map_or(0, |listed| listed.graph.each().count());
        graph + changed + listed
    }

    /// The nodes, in order.
    pub fn node_rows(&self) -> impl Iterator<Item = Cow<'_, NodeRow>> {
        let listed = self.listed.iter().filter(|_| self.nodes.is_empty());
        let listed = listed
            .flat_map(|listed| (0..listed.graph.nodes()).map(|at| Cow::Owned(listed.row(at))));
        let made = self.made.iter().flat_map(|made| made.rows()).map(Cow::Owned);
        self.nodes.iter().map(Cow::Borrowed).chain(made).chain(listed)
    }

    /// The edges, in order.
    pub fn rows(&self) -> impl Iterator<Item = EdgeRow> {
        let listed = self.listed.iter().flat_map(|listed| listed.graph.each());
        let listed = listed.map(|(source, target, weight)| {
            let (start, cells, periods) = (None, Vec::new(), Vec::new());
            EdgeRow { source, target, weight, start, cells, periods }
        });
        let graph = self.graph.iter().flat_map(GraphRows::rows);
        let changed = self.changed.iter().flat_map(|changed| changed.rows());
        graph.chain(changed).chain(listed)
    }
}
