//! More columns of nodes: the metrics that were asked for.

use super::network::{Cell, Column, Network};
use crate::graph::Graph;
use crate::graph::metrics::{self, Metric, compute};

impl Network {
    /// Adds a column for each metric, by the weight of the network; one that is there already stays
    /// as it is. The graph must be the one that the network was made from.
    pub fn add_metrics(&mut self, graph: &Graph, metrics: &[Metric]) {
        let compact = graph.compact(self.weight);
        for metric in metrics {
            let is_there = self.node_columns.iter().any(|(name, _)| *name == metric.column());
            if is_there {
                continue;
            }
            let (column, cells) = cells(compute(*metric, &compact));
            self.node_columns.push((metric.column(), column));
            self.nodes.iter_mut().zip(cells).for_each(|(node, cell)| node.cells.push(cell));
        }
    }
}

fn cells(column: metrics::Column) -> (Column, Vec<Option<Cell>>) {
    match column {
        metrics::Column::Whole(values) => {
            (Column::Whole, values.into_iter().map(|value| Some(Cell::Whole(value))).collect())
        }
        metrics::Column::Double(values) => {
            (Column::Double, values.into_iter().map(|value| Some(Cell::Double(value))).collect())
        }
        metrics::Column::Word(words) => {
            let cell = |word: &str| Cell::Text(word.to_owned());
            (Column::Text, words.into_iter().map(|word| word.map(cell)).collect())
        }
    }
}
