//! The edges of two networks of one view, with what changed between them.

use std::borrow::Cow;

use super::paired::PairRows;
use super::row::{CellValue, EdgeRow};
use crate::graph::{Change, EdgeChange};

/// The edges of two networks: rows that are made as they are written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ChangeRows {
    pub(super) older: CitationEdges,
    pub(super) newer: CitationEdges,
    pub(super) edges: Vec<EdgeChange>,
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

/// The edges of a graph of citations.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CitationEdges {
    /// Those of a view with directions.
    pub(super) edges: Vec<EdgeRow>,
    /// Those of a projection.
    pub(super) paired: Option<PairRows>,
}

impl CitationEdges {
    /// One edge, by its place in the rows of its network.
    fn edge_row(&self, at: usize) -> Option<Cow<'_, EdgeRow>> {
        match &self.paired {
            Some(paired) => (at < paired.len()).then(|| Cow::Owned(paired.row(at))),
            None => self.edges.get(at).map(Cow::Borrowed),
        }
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
