//! Measures of nodes: those that every file has, and more columns for those that were asked for.

use super::columns::of_metric;
use super::network::{Cell, Network};
use crate::graph::metrics::{Column, Metric, compute};
use crate::graph::{Compact, RankOptions, components, degree, pagerank};

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

/// The measures that every graph file has, beside degrees.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measured {
    ranks: Vec<f64>,
    components: Vec<u32>,
}

impl Measured {
    pub(super) fn of(graph: &Compact) -> Self {
        Self {
            ranks: pagerank(graph, RankOptions::default()).values,
            components: components(graph),
        }
    }

    pub(super) fn cells(&self, graph: &Compact, at: usize) -> Vec<Option<Cell>> {
        let degree = degree(graph, at);
        let mut cells = match graph.is_mutual {
            true => vec![Some(Cell::Whole(degree.into)), Cell::number(degree.strength_in)],
            false => vec![
                Some(Cell::Whole(degree.into)),
                Some(Cell::Whole(degree.out)),
                Cell::number(degree.strength_in),
                Cell::number(degree.strength_out),
            ],
        };
        cells.push(Cell::number(self.ranks[at]));
        cells.push(Some(Cell::Whole(u64::from(self.components[at]))));
        cells
    }
}

/// The value of a node.
pub(super) fn cell(column: &Column, node: usize) -> Option<Cell> {
    match column {
        Column::Whole(values) => Some(Cell::Whole(values[node])),
        Column::Double(values) => Cell::number(values[node]),
        Column::Word(words) => words[node].map(|word| Cell::Text(word.to_owned())),
    }
}
