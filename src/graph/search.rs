//! Breadth-first search by hops, with a memory that is used again from source to source.

use super::{Adjacency, Csr};

/// Hops to a node that was not reached.
pub(super) const UNREACHED: u32 = u32::MAX;

/// What one search found; made once and used for many sources.
#[derive(Debug)]
pub(super) struct BreadthFirstSearch {
    /// Hops from the source to every node, or [`UNREACHED`].
    pub(super) hops: Vec<u32>,
    /// The nodes that were reached, the source first, by hops.
    pub(super) order: Vec<usize>,
}

impl BreadthFirstSearch {
    /// A search over this many nodes that has reached none.
    pub(super) fn new(nodes: usize) -> Self {
        Self { hops: vec![UNREACHED; nodes], order: Vec::new() }
    }

    /// Searches along `rows` from all of `sources`.
    pub(super) fn run(&mut self, rows: &Csr, sources: impl IntoIterator<Item = usize>) {
        for node in self.order.drain(..) {
            self.hops[node] = UNREACHED;
        }
        for source in sources {
            self.reach(source, 0);
        }
        let mut next = 0;
        while let Some(&node) = self.order.get(next) {
            next += 1;
            let hops = self.hops[node] + 1;
            for (other, _) in rows.row(node) {
                self.reach(other, hops);
            }
        }
    }

    fn reach(&mut self, node: usize, hops: u32) {
        if self.hops[node] == UNREACHED {
            self.hops[node] = hops;
            self.order.push(node);
        }
    }

    /// Whether the last search reached a node.
    pub(super) fn reached(&self, node: usize) -> bool {
        self.hops[node] != UNREACHED
    }
}

/// By node: whether it is `depth` edges or fewer away from a node, whatever their directions.
pub fn nodes_within(graph: &Adjacency, node: usize, depth: u32) -> Vec<bool> {
    let mut found = vec![false; graph.nodes()];
    found[node] = true;
    let mut ring = vec![node];
    for _ in 0..depth {
        let mut next = Vec::new();
        for node in ring {
            let both = graph.outgoing.row(node).chain(graph.incoming.row(node));
            for (other, _) in both {
                if !std::mem::replace(&mut found[other], true) {
                    next.push(other);
                }
            }
        }
        if next.is_empty() {
            break;
        }
        ring = next;
    }
    found
}
