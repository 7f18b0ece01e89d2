//! More columns of nodes: the metrics that were asked for.

use super::columns::of_metric;
use super::network::{Cell, Network};
use crate::graph::Compact;
use crate::graph::metrics::{Column, Metric, compute};

impl Network {
    /// Adds a column for each metric; one that is there already stays as it is. The graph must be the
    /// one that the network was made from, by the same weight.
    pub fn add_metrics(&mut self, graph: &Compact, metrics: &[Metric]) {
        for metric in metrics {
            let is_there = self.node_columns.iter().any(|column| column.name == metric.column());
            if is_there {
                continue;
            }
            let column = compute(*metric, graph);
            self.node_columns.push(of_metric(*metric));
            let nodes = self.nodes.iter_mut().enumerate();
            nodes.for_each(|(at, node)| node.cells.push(cell(&column, at)));
        }
    }
}

/// The value of a node.
pub(super) fn cell(column: &Column, node: usize) -> Option<Cell> {
    match column {
        Column::Whole(values) => Some(Cell::Whole(values[node])),
        Column::Double(values) => Some(Cell::Double(values[node])),
        Column::Word(words) => words[node].map(|word| Cell::Text(word.to_owned())),
    }
}
