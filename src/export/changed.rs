//! Two networks of one view as one, with what changed between them.

use super::columns::{BEFORE, CHANGE, WEIGHT_BEFORE};
use super::network::{CellValue, EdgeRow, Network, NodeRow};
use super::style::colour;
use crate::graph::{Change, Difference, EdgeChange};

/// The edges of two networks: rows that are made as they are written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ChangeRows {
    older: Network,
    newer: Network,
    edges: Vec<EdgeChange>,
}

impl ChangeRows {
    /// The edges, in order: what is in the newer network stands as it is there.
    pub(super) fn rows(&self) -> impl Iterator<Item = EdgeRow> {
        self.edges.iter().filter_map(|change| {
            let row = match change.indices {
                [_, Some(after)] => self.newer.edge_row(after as usize)?,
                [before, None] => self.older.edge_row(before? as usize)?,
            };
            let before = change.before.and_then(CellValue::number);
            let [source, target] = change.ends.map(|end| end as usize);
            let cells = with(&row.cells, change.change, before);
            Some(EdgeRow { source, target, cells, ..row.into_owned() })
        })
    }
}

impl Network {
    /// Joins the networks of two graphs that were compared: what is in the newer one stands as it is
    /// there, what is gone as it was in the older one, and columns tell the change. Measures of what is
    /// gone are those of the older graph.
    #[must_use]
    pub fn changed([older, newer]: [Self; 2], difference: Difference) -> Self {
        let mut joined = Self { edges: Vec::new(), paired: None, ..newer.clone() };
        joined.node_columns.extend([CHANGE, BEFORE]);
        joined.edge_columns.extend([CHANGE, WEIGHT_BEFORE]);
        joined.description = format!("{}; what changed", newer.description);
        joined.newest = older.newest.clone().max(newer.newest.clone());
        joined.removed += older.removed;
        joined.infinities += older.infinities;
        joined.nodes = difference
            .nodes
            .iter()
            .filter_map(|change| {
                let row = newest(change.indices, &older.nodes, &newer.nodes)?;
                let before = change.before.map(CellValue::Whole);
                let cells = with(&row.cells, change.change, before);
                Some(NodeRow { cells, colour: colour(change.change.name()), ..row.clone() })
            })
            .collect();
        let Difference { edges, .. } = difference;
        joined.changed = Some(Box::new(ChangeRows { older, newer, edges }));
        joined.start_with_edges();
        joined
    }
}

fn newest<'a, T>(
    [before, after]: [Option<usize>; 2],
    older: &'a [T],
    newer: &'a [T],
) -> Option<&'a T> {
    match after {
        Some(after) => newer.get(after),
        None => older.get(before?),
    }
}

fn with(
    cells: &[Option<CellValue>],
    change: Change,
    before: Option<CellValue>,
) -> Vec<Option<CellValue>> {
    let change = Some(CellValue::Text(change.name().to_owned()));
    cells.iter().cloned().chain([change, before]).collect()
}
