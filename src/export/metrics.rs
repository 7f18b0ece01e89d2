//! Measures of nodes: those that every file has, and more columns for those that were asked for.

use super::columns::metric_column;
use super::network::{CellValue, Network};
use crate::graph::metrics::{Metric, MetricColumn, compute};
use crate::graph::{Adjacency, PagerankOptions, components, degree, pagerank};

impl Network {
    /// Adds a column for each metric; one that is there already stays as it is. The graph must be the
    /// one that the network was made from, by the same weight.
    pub fn add_metrics(&mut self, graph: &Adjacency, metrics: &[Metric]) {
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

/// The measures that every graph file has, beside degrees.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NodeMeasures {
    ranks: Vec<f64>,
    components: Vec<u32>,
}

impl NodeMeasures {
    pub(super) fn from_graph(graph: &Adjacency) -> Self {
        Self {
            ranks: pagerank(graph, PagerankOptions::default()).values,
            components: components(graph),
        }
    }

    pub(super) fn cells(&self, graph: &Adjacency, at: usize) -> Vec<Option<CellValue>> {
        let degree = degree(graph, at);
        let mut cells = match graph.is_undirected {
            true => {
                vec![Some(CellValue::Whole(degree.into)), CellValue::number(degree.strength_in)]
            }
            false => vec![
                Some(CellValue::Whole(degree.into)),
                Some(CellValue::Whole(degree.out)),
                CellValue::number(degree.strength_in),
                CellValue::number(degree.strength_out),
            ],
        };
        cells.push(CellValue::number(self.ranks[at]));
        cells.push(Some(CellValue::Whole(u64::from(self.components[at]))));
        cells
    }
}

/// The value of a node.
pub(super) fn cell(column: &MetricColumn, node: usize) -> Option<CellValue> {
    match column {
        MetricColumn::Whole(values) => Some(CellValue::Whole(values[node])),
        MetricColumn::Double(values) => CellValue::number(values[node]),
        MetricColumn::Word(words) => words[node].map(|word| CellValue::Text(word.to_owned())),
    }
}
