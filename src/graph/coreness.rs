//! The k-core that a node belongs to.

use super::UndirectedAdjacency;

/// Core number of every node: the largest `k` such that the node is in a part of the graph in which
/// each node has at least `k` neighbours.
///
/// Undirected: two nodes that cite each other are one edge. Self-loops and weights are not used.
/// O(N + M).
///
/// Source: Seidman 1983; Batagelj & Zaveršnik 2003. Agrees with networkx's `core_number` and
/// igraph's `coreness` of the simplified undirected graph.
pub fn core_numbers(graph: &UndirectedAdjacency) -> Vec<u32> {
    let mut shells = DegreeBuckets::new(graph);
    for at in 0..graph.nodes() {
        let node = shells.order[at];
        for (other, _) in graph.neighbours.row(node) {
            if shells.degrees[other] > shells.degrees[node] {
                shells.lower(other);
            }
        }
    }
    shells.degrees.into_iter().map(|degree| degree as u32).collect()
}

/// Nodes sorted by degree, where one degree can be lowered by 1 in constant time.
struct DegreeBuckets {
    degrees: Vec<usize>,
    order: Vec<usize>,
    /// Where in `order` a node stands.
    places: Vec<usize>,
    /// Where in `order` the nodes of a degree start.
    starts: Vec<usize>,
}

impl DegreeBuckets {
    fn new(graph: &UndirectedAdjacency) -> Self {
        let degree = |node| graph.neighbours.degree(node);
        let degrees: Vec<usize> = (0..graph.nodes()).map(degree).collect();
        let mut order: Vec<usize> = (0..graph.nodes()).collect();
        order.sort_by_key(|node| degrees[*node]);
        let mut places = vec![0; order.len()];
        for (place, node) in order.iter().enumerate() {
            places[*node] = place;
        }
        let largest = degrees.iter().max().copied().unwrap_or(0);
        let starts = (0..=largest).map(|k| order.partition_point(|node| degrees[*node] < k));
        let starts = starts.collect();
        Self { degrees, order, places, starts }
    }

    /// Lowers a degree: the node changes places with the first of its degree, which then starts
    /// one later.
    fn lower(&mut self, node: usize) {
        let degree = self.degrees[node];
        let (place, start) = (self.places[node], self.starts[degree]);
        let first = self.order[start];
        self.order.swap(place, start);
        (self.places[node], self.places[first]) = (start, place);
        self.starts[degree] += 1;
        self.degrees[node] -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Adjacency;

    #[test]
    fn a_clique_with_a_tail() {
        // Nodes 0 to 4 all cite each other; 4 - 5 - 6 is a tail, 7 only cites itself.
        let mut edges: Vec<_> =
            (0..5).flat_map(|a| (0..5).map(move |b| (a, b, 1.0))).filter(|e| e.0 != e.1).collect();
        edges.extend([(4, 5, 1.0), (5, 6, 1.0), (7, 7, 1.0)]);
        let graph = UndirectedAdjacency::from_graph(&Adjacency::from_sorted(8, &edges));
        assert_eq!(core_numbers(&graph), [4, 4, 4, 4, 4, 1, 1, 0]);
    }

    #[test]
    fn a_cycle_is_a_2_core() {
        let edges: Vec<_> = (0..50).map(|node| (node, (node + 1) % 50, 1.0)).collect();
        assert_eq!(
            core_numbers(&UndirectedAdjacency::from_graph(&Adjacency::from_sorted(50, &edges))),
            [2; 50]
        );
        assert!(
            core_numbers(&UndirectedAdjacency::from_graph(&Adjacency::from_sorted(0, &[])))
                .is_empty()
        );
    }
}
