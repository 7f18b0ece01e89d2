//! Strong components: nodes that all lead to each other.

use super::Adjacency;
use super::structure::by_size;

/// A node that was not seen yet, or whose component is not known yet.
const NONE: usize = usize::MAX;

/// The strong component of every node: 0 is the largest; of equal ones, that of the first node.
///
/// In a loop with a stack of its own: a path of a million nodes overflows nothing. O(N + M).
///
/// Source: Tarjan 1972.
pub fn strong_components(graph: &Adjacency) -> Vec<u32> {
    let mut tarjan = Tarjan::new(graph.nodes());
    for node in 0..graph.nodes() {
        if tarjan.numbers[node] == NONE {
            tarjan.explore(graph, node);
        }
    }
    by_size(&tarjan.groups.into_iter().map(|group| group as u32).collect::<Vec<_>>())
}

struct Tarjan {
    /// When a node was first seen.
    numbers: Vec<usize>,
    /// The earliest node that is known to be in the same component.
    lows: Vec<usize>,
    /// The first node of a finished component.
    groups: Vec<usize>,
    /// Nodes seen whose component is not finished.
    open: Vec<usize>,
    seen: usize,
}

impl Tarjan {
    fn new(nodes: usize) -> Self {
        let none = vec![NONE; nodes];
        Self { numbers: none.clone(), lows: none.clone(), groups: none, open: Vec::new(), seen: 0 }
    }

    fn explore(&mut self, graph: &Adjacency, start: usize) {
        self.enter(start);
        let mut way = vec![(start, graph.outgoing.row(start))];
        while let Some((node, rest)) = way.last_mut() {
            let node = *node;
            match rest.next() {
                Some((other, _)) if self.numbers[other] == NONE => {
                    self.enter(other);
                    way.push((other, graph.outgoing.row(other)));
                }
                Some((other, _)) if self.groups[other] == NONE => {
                    self.lows[node] = self.lows[node].min(self.numbers[other]);
                }
                Some(_) => {}
                None => {
                    way.pop();
                    self.leave(node);
                    if let Some((parent, _)) = way.last() {
                        self.lows[*parent] = self.lows[*parent].min(self.lows[node]);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        (self.numbers[node], self.lows[node]) = (self.seen, self.seen);
        self.seen += 1;
        self.open.push(node);
    }

    /// Finishes the component of a node that nothing earlier can be reached from.
    fn leave(&mut self, node: usize) {
        if self.lows[node] != self.numbers[node] {
            return;
        }
        while let Some(member) = self.open.pop() {
            self.groups[member] = node;
            if member == node {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_nodes_in_a_row_cost_no_stack() {
        let nodes = 1_000_000;
        let mut edges: Vec<_> = (1..nodes).map(|node| (node - 1, node, 1.0)).collect();
        let found = strong_components(&Adjacency::from_sorted(nodes as usize, &edges));
        assert!(found.into_iter().eq(0..nodes), "each is alone");
        edges.push((nodes - 1, 0, 1.0));
        let found = strong_components(&Adjacency::from_sorted(nodes as usize, &edges));
        assert!(found.into_iter().all(|number| number == 0), "a cycle is one");
    }

    #[test]
    fn the_largest_is_zero() {
        let edges = [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 1, 1.0), (3, 4, 1.0)];
        assert_eq!(strong_components(&Adjacency::from_sorted(5, &edges)), [1, 0, 0, 0, 2]);
    }
}
