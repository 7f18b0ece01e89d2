//! More columns of nodes: how the links of each cited domain do.

use super::columns::HEALTH;
use super::network::Network;
use super::row::CellValue;
use crate::graph::{Graph, NodeKind};
use crate::report::rot::LinkRot;

impl Network {
    /// Adds a column each for checked links, dead links and their share: no value where a node is no cited
    /// domain, and no share where no link was checked. The graph must be the one that the
    /// network was made from; its shape stays as it is.
    pub fn add_health(&mut self, graph: &Graph, rot: &LinkRot) {
        self.fill();
        self.node_columns.extend(HEALTH);
        for (row, raw) in self.nodes.iter_mut().zip(graph.graph.raw_nodes()) {
            let node = &raw.weight;
            let health = rot.domains.get(&node.name).filter(|_| node.kind == NodeKind::Domain);
            row.cells.extend([
                health.map(|health| CellValue::Whole(health.checked)),
                health.map(|health| CellValue::Whole(health.dead)),
                health.and_then(|health| health.dead_share).map(CellValue::Double),
            ]);
        }
    }
}
