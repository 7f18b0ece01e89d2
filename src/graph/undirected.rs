//! The same graph without directions.

use super::{Adjacency, Csr};

/// An undirected weighted graph: each pair of nodes has one edge, self-loops stand apart.
#[derive(Debug, Clone, PartialEq)]
pub struct UndirectedAdjacency {
    /// The neighbours of every node, in node order, each once; no node is its own neighbour.
    pub neighbours: Csr,
    /// The weight of every node's self-loop, 0 where there is none.
    pub loops: Vec<f64>,
}

impl UndirectedAdjacency {
    /// Drops directions: the weights of both are added up. Of a graph that has none, each edge counts
    /// once.
    pub fn from_graph(graph: &Adjacency) -> Self {
        let mut loops = vec![0.0; graph.nodes()];
        for (node, own) in loops.iter_mut().enumerate() {
            let to_itself = graph.outgoing.row(node).filter(|(to, _)| *to == node);
            *own = to_itself.fold(0.0, |sum, (_, weight)| sum + weight);
        }
        let is_mutual = graph.is_undirected;
        let neighbours = graph.outgoing.zip_rows(&graph.incoming, |(from, to), out, into| {
            (from != to).then_some(if is_mutual { out } else { out + into })
        });
        Self { neighbours, loops }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_are_one_edge() {
        let edges = [(0, 0, 4.0), (0, 1, 2.0), (1, 0, 3.0), (1, 2, 1.0)];
        let graph = UndirectedAdjacency::from_graph(&Adjacency::from_sorted(3, &edges));
        assert_eq!(graph.neighbours.row(0).collect::<Vec<_>>(), [(1, 5.0)]);
        assert_eq!(graph.neighbours.row(1).collect::<Vec<_>>(), [(0, 5.0), (2, 1.0)]);
        assert_eq!((graph.strength(0), graph.strength(2)), (13.0, 1.0));
    }
}
