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
            let cells = cells(compute(*metric, graph));
            self.node_columns.push(of_metric(*metric));
            self.nodes.iter_mut().zip(cells).for_each(|(node, cell)| node.cells.push(cell));
        }
    }
}

impl Network {
    /// Adds the same columns to the network of a list.
    pub fn add_metrics_of_list(&mut self, metrics: &[Metric]) {
        if let Some(graph) = self.listed.take() {
            self.add_metrics(&graph, metrics);
            self.listed = Some(graph);
        }
    }
}

fn cells(column: Column) -> Vec<Option<Cell>> {
    match column {
        Column::Whole(values) => values.into_iter().map(|value| Some(Cell::Whole(value))).collect(),
        Column::Double(values) => {
            values.into_iter().map(|value| Some(Cell::Double(value))).collect()
        }
        Column::Word(words) => {
            let cell = |word: &str| Cell::Text(word.to_owned());
            words.into_iter().map(|word| word.map(cell)).collect()
        }
    }
}
