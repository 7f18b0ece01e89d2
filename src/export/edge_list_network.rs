//! A network of any graph, not of citations: labels, degrees, ranks and components.

use std::borrow::Cow;

use super::columns::{DEGREES, MUTUAL_DEGREES, PLACED, metric_column};
use super::metrics::{NodeMeasures, cell};
use super::network::{CellValue, EdgeRow, Network, NetworkLabel, NodeRow};
use super::paired::PairRows;
use super::style::{colour, sizes};
use crate::graph::metrics::{Metric, MetricColumn, compute};
use crate::graph::{Adjacency, NodeNames, degrees};

/// What the rows of a list are made from as they are written: all rows at once would take several
/// times the room of the graph.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EdgeListRows {
    graph: Adjacency,
    names: NodeNames,
    measured: NodeMeasures,
    sizes: Vec<f64>,
    /// More columns of nodes, behind those of [`NodeMeasures`].
    metrics: Vec<MetricColumn>,
}

impl EdgeListRows {
    /// Characters that no label can hold.
    fn removed(&self) -> u64 {
        match &self.names {
            NodeNames::Numbers(_) => 0,
            NodeNames::Texts(texts) => {
                texts.iter().map(|text| NetworkLabel::new(text).removed).sum()
            }
        }
    }

    /// The values of every node, in order.
    pub(super) fn each(&self) -> impl Iterator<Item = Vec<Option<CellValue>>> {
        (0..self.graph.nodes()).map(|at| self.cells(at))
    }

    fn cells(&self, at: usize) -> Vec<Option<CellValue>> {
        let mut cells = self.measured.cells(&self.graph, at);
        cells.extend(self.metrics.iter().map(|column| cell(column, at)));
        cells
    }

    fn row(&self, at: usize) -> NodeRow {
        let label = NetworkLabel::new(&self.names.get(at));
        let cells = self.cells(at);
        let (size, colour) = (self.sizes[at], colour("cited"));
        NodeRow { label: label.text, raw: label.raw, start: None, size, colour, point: None, cells }
    }
}

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
            node_columns: own.iter().chain(&PLACED).copied().collect(),
            edge_columns: Vec::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
            paired: None,
            changed: None,
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

    /// Makes the rows of a list, for what changes them, and lends its graph.
    pub(super) fn fill(&mut self) -> Option<Adjacency> {
        let listed = self.listed.as_ref()?;
        self.nodes = (0..listed.graph.nodes()).map(|at| listed.row(at)).collect();
        Some(listed.graph.clone())
    }

    /// The nodes, in order.
    pub fn node_rows(&self) -> impl Iterator<Item = Cow<'_, NodeRow>> {
        let listed = self.listed.iter().filter(|_| self.nodes.is_empty());
        let listed = listed
            .flat_map(|listed| (0..listed.graph.nodes()).map(|at| Cow::Owned(listed.row(at))));
        self.nodes.iter().map(Cow::Borrowed).chain(listed)
    }

    /// The edges, in order.
    pub fn rows(&self) -> impl Iterator<Item = Cow<'_, EdgeRow>> {
        let listed = self.listed.iter().flat_map(|listed| listed.graph.each());
        let listed = listed.map(|(source, target, weight)| {
            let (start, cells, periods) = (None, Vec::new(), Vec::new());
            Cow::Owned(EdgeRow { source, target, weight, start, cells, periods })
        });
        let paired = self.paired.iter().flat_map(PairRows::rows).map(Cow::Owned);
        let changed = self.changed.iter().flat_map(|changed| changed.rows()).map(Cow::Owned);
        self.edges.iter().map(Cow::Borrowed).chain(paired).chain(changed).chain(listed)
    }
}
