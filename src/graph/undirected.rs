//! The same graph without directions.

use super::{Compact, Csr};

/// An undirected weighted graph: each pair of nodes has one edge, self-loops stand apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Undirected {
    /// The neighbours of every node, in node order, each once; no node is its own neighbour.
    pub neighbours: Csr,
    /// The weight of every node's self-loop, 0 where there is none.
    pub loops: Vec<f64>,
}

impl Undirected {
    /// Drops directions: the weights of both are added up. Of a graph that has none, each edge counts
    /// once.
    pub fn of(graph: &Compact) -> Self {
        let nodes = graph.nodes();
        let mut loops = vec![0.0; nodes];
        let mut edges: Vec<(u32, u32, f64)> = Vec::with_capacity(2 * graph.edges());
        for (from, own) in loops.iter_mut().enumerate() {
            for (to, weight) in graph.out.row(from) {
                if from == to {
                    *own += weight;
                } else if !graph.is_mutual || from < to {
                    edges.push((from as u32, to as u32, weight));
                    edges.push((to as u32, from as u32, weight));
                }
            }
        }
        Self { neighbours: merged(nodes, edges), loops }
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.loops.len()
    }

    /// The weights at a node; a self-loop counts twice, since both of its ends are there.
    pub fn strength(&self, node: usize) -> f64 {
        self.neighbours.strength(node) + 2.0 * self.loops[node]
    }
}

/// Rows in node order; edges with the same ends become one. The sort is stable, so the weights of
/// one edge are added in the order given.
pub(super) fn merged(nodes: usize, mut edges: Vec<(u32, u32, f64)>) -> Csr {
    edges.sort_by_key(|(row, column, _)| (*row, *column));
    edges.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        if same {
            kept.2 += next.2;
        }
        same
    });
    Csr::build(nodes, edges.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_are_one_edge() {
        let edges = [(0, 0, 4.0), (0, 1, 2.0), (1, 0, 3.0), (1, 2, 1.0)];
        let graph = Undirected::of(&Compact::from_sorted(3, &edges));
        assert_eq!(graph.neighbours.row(0).collect::<Vec<_>>(), [(1, 5.0)]);
        assert_eq!(graph.neighbours.row(1).collect::<Vec<_>>(), [(0, 5.0), (2, 1.0)]);
        assert_eq!((graph.strength(0), graph.strength(2)), (13.0, 1.0));
    }
}
