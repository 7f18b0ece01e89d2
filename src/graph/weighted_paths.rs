//! Ways by weight: an edge is the shorter the heavier it is.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::{Adjacency, Csr};

/// Nodes that one task searches from with one memory. Fixed, so that sums are the same for any thread count.
const TASK_SOURCES: usize = 32;

/// Tasks that are under way together; each holds one number a node.
const MAX_CONCURRENT_TASKS: usize = 16;

/// Betweenness by weight: as [`betweenness_centrality`](super::betweenness_centrality), where an edge of weight `w`
/// is `1/w` long.
///
/// Two ways are equally long where their sums of lengths, added from the source on, are the same number. Not
/// normalised; self-loops have no effect. O(N·M·log N).
///
/// Source: Brandes 2001; lengths by Newman 2001. The convention of networkx's `betweenness_centrality` with
/// `normalized=False` and `weight` naming an attribute `1/w`.
pub fn weighted_betweenness_centrality(graph: &Adjacency) -> Vec<f64> {
    let sources: Vec<usize> = (0..graph.nodes()).collect();
    let mut sums = vec![0.0; graph.nodes()];
    for batch in sources.chunks(TASK_SOURCES * MAX_CONCURRENT_TASKS) {
        let tasks: Vec<&[usize]> = batch.chunks(TASK_SOURCES).collect();
        let parts: Vec<Vec<f64>> =
            tasks.into_par_iter().map(|task| partial_dependencies(graph, task)).collect();
        for part in parts {
            sums.iter_mut().zip(part).for_each(|(sum, value)| *sum += value);
        }
    }
    sums
}

/// Closeness by weight of every cited node: `c(v) = (r/(N-1)) · r / Σ d(u,v)` over the `r` other nodes `u` from which
/// a way leads to `v`, where an edge of weight `w` is `1/w` long; 0 where no way leads there.
///
/// Incoming, as [`harmonic_centrality`](super::harmonic_centrality). O(N·M·log N).
///
/// Source: Wasserman & Faust 1994. The convention of networkx's `closeness_centrality` with `distance` naming an
/// attribute `1/w`.
pub fn weighted_closeness_centrality(graph: &Adjacency) -> Vec<f64> {
    let nodes: Vec<usize> = (0..graph.nodes()).collect();
    let parts = nodes.par_chunks(TASK_SOURCES).map(|task| {
        let mut search = ShortestPathSearch::new(graph.nodes());
        task.iter().map(|node| closeness(&mut search, graph, *node)).collect::<Vec<_>>()
    });
    parts.collect::<Vec<_>>().concat()
}

fn closeness(search: &mut ShortestPathSearch, graph: &Adjacency, node: usize) -> f64 {
    search.run(&graph.incoming, node);
    let reached = search.order.len() as f64 - 1.0;
    let sum = search.order.iter().fold(0.0, |sum, other| sum + search.distances[*other]);
    match sum > 0.0 {
        true => (reached / sum) * (reached / (graph.nodes() as f64 - 1.0)),
        false => 0.0,
    }
}

fn partial_dependencies(graph: &Adjacency, sources: &[usize]) -> Vec<f64> {
    let mut sums = vec![0.0; graph.nodes()];
    let mut search = ShortestPathSearch::new(graph.nodes());
    let mut depends = vec![0.0; graph.nodes()];
    for &source in sources {
        search.run(&graph.outgoing, source);
        for &node in search.order.iter().rev() {
            let share = (1.0 + depends[node]) / search.count[node];
            for &before in &search.before[node] {
                depends[before] += search.count[before] * share;
            }
            if node != source {
                sums[node] += depends[node];
            }
        }
        search.order.iter().for_each(|node| depends[*node] = 0.0);
    }
    sums
}

/// The shortest ways from one node; made once and used for many sources.
struct ShortestPathSearch {
    /// Lengths of the shortest ways; infinite where none leads.
    distances: Vec<f64>,
    is_done: Vec<bool>,
    /// How many shortest ways lead to a node.
    count: Vec<f64>,
    /// The nodes just before one on its shortest ways.
    before: Vec<Vec<usize>>,
    /// The nodes that were reached, the nearest first.
    order: Vec<usize>,
    seen: Vec<usize>,
}

impl ShortestPathSearch {
    fn new(nodes: usize) -> Self {
        Self {
            distances: vec![f64::INFINITY; nodes],
            is_done: vec![false; nodes],
            count: vec![0.0; nodes],
            before: vec![Vec::new(); nodes],
            order: Vec::new(),
            seen: Vec::new(),
        }
    }

    fn run(&mut self, rows: &Csr, source: usize) {
        for node in self.seen.drain(..) {
            self.distances[node] = f64::INFINITY;
            self.is_done[node] = false;
            self.count[node] = 0.0;
            self.before[node].clear();
        }
        self.order.clear();
        self.distances[source] = 0.0;
        self.count[source] = 1.0;
        self.seen.push(source);
        let mut waiting = BinaryHeap::from([Waiting { distance: 0.0, node: source }]);
        while let Some(Waiting { node, .. }) = waiting.pop() {
            if std::mem::replace(&mut self.is_done[node], true) {
                continue;
            }
            self.order.push(node);
            for (next, weight) in rows.row(node).filter(|(next, _)| *next != node) {
                let distance = self.distances[node] + 1.0 / weight;
                if distance < self.distances[next] {
                    if self.distances[next].is_infinite() {
                        self.seen.push(next);
                    }
                    self.distances[next] = distance;
                    self.before[next].clear();
                    self.count[next] = 0.0;
                    waiting.push(Waiting { distance, node: next });
                }
                if distance == self.distances[next] && !self.is_done[next] {
                    self.before[next].push(node);
                    self.count[next] += self.count[node];
                }
            }
        }
    }
}

/// A node that is reached on a way of this length; the nearest comes first, of equal ones the first node.
struct Waiting {
    distance: f64,
    node: usize,
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        other.distance.total_cmp(&self.distance).then(other.node.cmp(&self.node))
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Waiting {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heavy_way_is_the_short_one() {
        // From 0 to 2 directly by weight 1, or over 1 by weights of 4: lengths 1 and 1/2.
        let graph = Adjacency::from_sorted(3, &[(0, 1, 4.0), (0, 2, 1.0), (1, 2, 4.0)]);
        assert_eq!(weighted_betweenness_centrality(&graph), [0.0, 1.0, 0.0]);
        assert_eq!(weighted_closeness_centrality(&graph), [0.0, 2.0, 2.0 / 0.75]);
    }

    #[test]
    fn equal_ways_share() {
        let edges = [(0, 1, 2.0), (0, 2, 2.0), (1, 3, 2.0), (2, 3, 2.0)];
        let graph = Adjacency::from_sorted(4, &edges);
        assert_eq!(weighted_betweenness_centrality(&graph), [0.0, 0.5, 0.5, 0.0]);
        let empty = Adjacency::from_sorted(0, &[]);
        assert!(weighted_betweenness_centrality(&empty).is_empty());
        assert_eq!(
            weighted_closeness_centrality(&Adjacency::from_sorted(1, &[(0, 0, 1.0)])),
            [0.0]
        );
    }
}
