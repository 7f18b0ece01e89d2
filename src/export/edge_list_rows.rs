//! The nodes of a list of edges: rows that are made as they are written.

use super::node_measures::{NodeMeasures, cell};
use super::row::{CellValue, NetworkLabel, NodeRow};
use super::style::colour;
use crate::graph::metrics::MetricColumn;
use crate::graph::{Adjacency, NodeNames};

/// What the rows of a list are made from as they are written: all rows at once would take several
/// times the room of the graph.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EdgeListRows {
    pub(super) graph: Adjacency,
    pub(super) names: NodeNames,
    pub(super) measured: NodeMeasures,
    pub(super) sizes: Vec<f64>,
    /// More columns of nodes, behind those of [`NodeMeasures`].
    pub(super) metrics: Vec<MetricColumn>,
}

impl EdgeListRows {
    /// Characters that no label can hold.
    pub(super) fn removed(&self) -> u64 {
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
        let mut cells = self.measured.cells(at);
        cells.extend(self.metrics.iter().map(|column| cell(column, at)));
        cells
    }

    pub(super) fn row(&self, at: usize) -> NodeRow {
        let label = NetworkLabel::new(&self.names.get(at));
        let cells = self.cells(at);
        let (size, colour) = (self.sizes[at], colour("cited"));
        NodeRow { label: label.text, raw: label.raw, start: None, size, colour, point: None, cells }
    }
}
