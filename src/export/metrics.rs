//! More columns of nodes, for the measures that were asked for.

use super::columns::metric_column;
use super::network::Network;
use super::node_measures::cell;
use crate::graph::Adjacency;
use crate::graph::metrics::{Metric, compute};

impl Network {
    /// Adds a column for each metric; one that is there already stays as it is. The graph must be the
    /// one that the network was made from, by the same weight.
    pub fn add_metrics(&mut self, graph: &Adjacency, metrics: &[Metric]) {
        self.fill();
        for metric in metrics {
            let is_there = self.node_columns.iter().any(|column| column.name == metric.column());
            if is_there {
                continue;
            }
            let column = compute(*metric, graph);
            self.node_columns.push(metric_column(*metric));
            let nodes = self.nodes.iter_mut().enumerate();
            nodes.for_each(|(at, node)| node.cells.push(cell(&column, at)));
        }
    }
}
