//! Whole numbers that need more than 32 bits, for forms that tell the two apart.

use super::edge_list_rows::EdgeListRows;
use super::graph_rows::GraphRows;
use super::network::Network;
use super::row::CellValue;

impl Network {
    /// Which columns of nodes have such a number.
    pub(super) fn int64_node_columns(&self) -> Vec<bool> {
        let mut are_long = vec![false; self.node_columns.len()];
        // Without labels: making those of a list costs more than its cells.
        let listed = self.listed.iter().filter(|_| self.nodes.is_empty());
        listed.flat_map(EdgeListRows::each).for_each(|cells| mark(&mut are_long, &cells));
        let made = self.made.iter().flat_map(|made| made.rows());
        made.for_each(|row| mark(&mut are_long, &row.cells));
        self.nodes.iter().for_each(|row| mark(&mut are_long, &row.cells));
        are_long
    }

    /// Which columns of edges have one.
    pub(super) fn int64_edge_columns(&self) -> Vec<bool> {
        let mut are_long = vec![false; self.edge_columns.len()];
        match &self.graph {
            Some(GraphRows::Paired(paired)) => {
                mark(&mut are_long, &paired.most().map(|most| Some(CellValue::Whole(most))));
            }
            Some(directed) => directed.rows().for_each(|row| mark(&mut are_long, &row.cells)),
            None => {}
        }
        let changed = self.changed.iter().flat_map(|changed| changed.rows());
        changed.for_each(|row| mark(&mut are_long, &row.cells));
        are_long
    }
}

fn mark(are_long: &mut [bool], cells: &[Option<CellValue>]) {
    const LIMIT: u64 = i32::MAX as u64;
    for (is_long, cell) in are_long.iter_mut().zip(cells) {
        *is_long |= matches!(cell, Some(CellValue::Whole(number)) if *number > LIMIT);
    }
}
