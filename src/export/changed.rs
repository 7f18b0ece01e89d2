//! Two networks of one view as one, with what changed between them.

use super::change_rows::{ChangeRows, with};
use super::columns::{BEFORE, CHANGE, WEIGHT_BEFORE};
use super::network::Network;
use super::row::{CellValue, NodeRow};
use super::style::colour;
use crate::graph::Difference;

impl Network {
    /// Joins the networks of two graphs that were compared: what is in the newer one stands as it is
    /// there, what is gone as it was in the older one, and columns tell the change. Measures of what is
    /// gone are those of the older graph.
    #[must_use]
    pub fn changed([mut older, mut newer]: [Self; 2], difference: Difference) -> Self {
        older.fill();
        newer.fill();
        let mut joined = Self { graph: None, ..newer.clone() };
        joined.node_columns.extend([CHANGE, BEFORE]);
        joined.edge_columns.extend([CHANGE, WEIGHT_BEFORE]);
        joined.description = format!("{}; what changed", newer.description);
        joined.newest = older.newest.max(newer.newest);
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
        let [older, newer] = [older.graph, newer.graph];
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
