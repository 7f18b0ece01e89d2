//! A compact adjacency: two CSR arrays, one by citing and one by cited node.
//!
//! 12 bytes an edge and direction, in two flat arrays: a pass over all edges is a linear scan.

/// One direction of an adjacency in compressed sparse rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Csr {
    offsets: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<f64>,
}

impl Csr {
    /// The neighbours of a node with their weights, in node order.
    pub fn row(&self, node: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.offsets[node]..self.offsets[node + 1];
        let weights = self.weights[range.clone()].iter().copied();
        self.neighbours[range].iter().map(|other| *other as usize).zip(weights)
    }

    /// Number of neighbours of a node.
    pub fn degree(&self, node: usize) -> usize {
        self.offsets[node + 1] - self.offsets[node]
    }

    /// Whether a node has this neighbour; rows are in node order, so it is looked up by halves.
    pub fn has(&self, node: usize, other: usize) -> bool {
        let row = &self.neighbours[self.offsets[node]..self.offsets[node + 1]];
        row.binary_search_by(|one| (*one as usize).cmp(&other)).is_ok()
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Sum of the weights of a node's edges.
    pub fn strength(&self, node: usize) -> f64 {
        // Not `sum`, which makes -0 of nothing.
        self.row(node).fold(0.0, |sum, (_, weight)| sum + weight)
    }

    /// A counting sort by row; edges of one row keep their order.
    pub(super) fn build(
        nodes: usize,
        edges: impl Iterator<Item = (u32, u32, f64)> + Clone,
    ) -> Self {
        let mut offsets = vec![0; nodes + 1];
        for (row, _, _) in edges.clone() {
            offsets[row as usize + 1] += 1;
        }
        for node in 0..nodes {
            offsets[node + 1] += offsets[node];
        }
        let mut next = offsets.clone();
        let mut neighbours = vec![0; offsets[nodes]];
        let mut weights = vec![0.0; offsets[nodes]];
        for (row, column, weight) in edges {
            let at = next[row as usize];
            next[row as usize] += 1;
            neighbours[at] = column;
            weights[at] = weight;
        }
        Self { offsets, neighbours, weights }
    }
}

/// A weighted directed graph for analytics.
#[derive(Debug, Clone, PartialEq)]
pub struct Compact {
    /// By citing node: whom it cites.
    pub out: Csr,
    /// By cited node: who cites it.
    pub into: Csr,
}

impl Compact {
    /// Builds both directions from edges sorted by (from, to).
    ///
    /// # Panics
    /// Where an end is not below `nodes`.
    pub fn from_sorted(nodes: usize, edges: &[(u32, u32, f64)]) -> Self {
        debug_assert!(edges.is_sorted_by_key(|(from, to, _)| (*from, *to)), "edges are sorted");
        let out = Csr::build(nodes, edges.iter().copied());
        let into = Csr::build(nodes, edges.iter().map(|(from, to, weight)| (*to, *from, *weight)));
        Self { out, into }
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.out.nodes()
    }

    /// Number of edges.
    pub fn edges(&self) -> usize {
        self.out.neighbours.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_hold_the_same_edges() {
        let edges = [(0, 1, 2.0), (0, 2, 1.0), (2, 1, 4.0), (2, 2, 8.0)];
        let graph = Compact::from_sorted(4, &edges);
        assert_eq!((graph.nodes(), graph.edges()), (4, 4));
        assert_eq!(graph.out.row(0).collect::<Vec<_>>(), [(1, 2.0), (2, 1.0)]);
        assert_eq!(graph.into.row(1).collect::<Vec<_>>(), [(0, 2.0), (2, 4.0)]);
        assert_eq!((graph.into.degree(2), graph.into.strength(2)), (2, 9.0));
        assert_eq!(graph.out.degree(3), 0);
        assert!(graph.out.strength(3).is_sign_positive());
    }
}
