//! The edges of two networks of one view, with what changed between them.

use super::graph_rows::GraphRows;
use super::row::{CellValue, EdgeRow};
use crate::graph::{Change, EdgeChange};

/// The edges of two networks: rows that are made as they are written.
#[derive(Debug, Clone)]
pub(super) struct ChangeRows {
    pub(super) older: Option<GraphRows>,
    pub(super) newer: Option<GraphRows>,
    pub(super) edges: Vec<EdgeChange>,
}

impl ChangeRows {
    /// The edges, in order: what is in the newer network stands as it is there.
    pub(super) fn rows(&self) -> impl Iterator<Item = EdgeRow> {
        self.edges.iter().filter_map(|change| {
            let row = match change.indices {
                [_, Some(after)] => self.newer.as_ref()?.row(after as usize)?,
                [before, None] => self.older.as_ref()?.row(before? as usize)?,
            };
            let before = change.before.and_then(CellValue::number);
            let [source, target] = change.ends.map(|end| end as usize);
            let cells = with(&row.cells, change.change, before);
            Some(EdgeRow { source, target, cells, ..row })
        })
    }
}

/// The cells of a node or an edge, and behind them what changed.
pub(super) fn with(
    cells: &[Option<CellValue>],
    change: Change,
    before: Option<CellValue>,
) -> Vec<Option<CellValue>> {
    let change = Some(CellValue::Text(change.name().to_owned()));
    cells.iter().cloned().chain([change, before]).collect()
}
