//! Measures of nodes that every graph file has.

use super::row::CellValue;
use crate::graph::metrics::MetricColumn;
use crate::graph::{Adjacency, Degree, PagerankOptions, components, degrees, pagerank};

/// The measures that every graph file has, beside degrees.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NodeMeasures {
    is_undirected: bool,
    degrees: Vec<Degree>,
    ranks: Vec<f64>,
    components: Vec<u32>,
}

impl NodeMeasures {
    pub(super) fn from_graph(graph: &Adjacency) -> Self {
        Self {
            is_undirected: graph.is_undirected,
            degrees: degrees(graph),
            ranks: pagerank(graph, PagerankOptions::default()).values,
            components: components(graph),
        }
    }

    pub(super) fn cells(&self, at: usize) -> Vec<Option<CellValue>> {
        let degree = self.degrees[at];
        let mut cells = match self.is_undirected {
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
