//! Betweenness: how many shortest ways between others lead through a node.

use rayon::prelude::*;

use super::search::BreadthFirstSearch;
use super::split_mix64::SplitMix64;
use super::{Adjacency, Csr};

/// Sources that one task sums up in a row. Fixed, so that sums are the same for any thread count.
const TASK_SOURCES: usize = 32;

/// Tasks that are under way together; each holds one number a node.
const MAX_CONCURRENT_TASKS: usize = 16;

/// Betweenness of every node: `b(v) = Σ_{s≠v≠t} σ(s,t|v) / σ(s,t)`, where `σ(s,t)` counts the
/// shortest ways from `s` to `t` and `σ(s,t|v)` those of them through `v`.
///
/// Directed, by hops: weights say how often is cited and not how far away it is, so they are not
/// used. Not normalised: divide by `(N-1)(N-2)` for a share. Self-loops have no effect, for no
/// shortest way uses one. O(N·M): minutes from some 50,000 nodes on; see [`sampled_betweenness_centrality`].
///
/// Source: Brandes 2001. The convention of igraph's `betweenness` and of networkx with
/// `normalized=False`.
pub fn betweenness_centrality(graph: &Adjacency) -> Vec<f64> {
    let sources: Vec<usize> = (0..graph.nodes()).collect();
    dependencies(graph, &sources)
}

/// Betweenness as estimated from `samples` different sources, drawn by `seed`; exact where there
/// are no more nodes than that.
///
/// The sum over the drawn sources times `N / samples`, which is unbiased. With `k` samples all
/// estimates divided by `N(N-2)` are within `sqrt(ln(2N/δ) / 2k)` of the truth with probability
/// `1-δ` (Hoeffding; drawing without return does no worse).
///
/// Source: Brandes & Pich 2007, uniform pivots.
pub fn sampled_betweenness_centrality(graph: &Adjacency, samples: usize, seed: u64) -> Vec<f64> {
    let nodes = graph.nodes();
    let mut sources: Vec<usize> = (0..nodes).collect();
    if samples >= nodes {
        return dependencies(graph, &sources);
    }
    SplitMix64::new(seed).shuffle(&mut sources);
    sources.truncate(samples);
    let mut found = dependencies(graph, &sources);
    let scale = nodes as f64 / samples.max(1) as f64;
    found.iter_mut().for_each(|value| *value *= scale);
    found
}

/// The sum over these sources of what each depends on every node. Tasks run in parallel, and their
/// sums are added in the order of the sources.
fn dependencies(graph: &Adjacency, sources: &[usize]) -> Vec<f64> {
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

fn partial_dependencies(graph: &Adjacency, sources: &[usize]) -> Vec<f64> {
    let mut sums = vec![0.0; graph.nodes()];
    let mut ways = ShortestPaths::new(graph.nodes());
    for &source in sources {
        ways.find(graph, source);
        for &node in &ways.search.order {
            if node != source {
                sums[node] += ways.depends[node];
            }
        }
    }
    sums
}

/// The shortest ways from one source.
struct ShortestPaths {
    search: BreadthFirstSearch,
    /// Number of shortest ways to a node.
    count: Vec<f64>,
    /// The share of all ways to other nodes that lead through a node, summed over those nodes.
    depends: Vec<f64>,
}

impl ShortestPaths {
    fn new(nodes: usize) -> Self {
        Self {
            search: BreadthFirstSearch::new(nodes),
            count: vec![0.0; nodes],
            depends: vec![0.0; nodes],
        }
    }

    fn find(&mut self, graph: &Adjacency, source: usize) {
        self.search.run(&graph.outgoing, [source]);
        let Self { search, count, depends } = self;
        for &node in &search.order {
            let sum: f64 = before(search, &graph.incoming, node).map(|other| count[other]).sum();
            count[node] = if node == source { 1.0 } else { sum };
        }
        for &node in search.order.iter().rev() {
            let share = |next: usize| match count[next].is_finite() {
                true => count[node] / count[next] * (1.0 + depends[next]),
                // More ways than a number can count: those that end the same way share evenly.
                false => {
                    (1.0 + depends[next]) / before(search, &graph.incoming, next).count() as f64
                }
            };
            depends[node] = after(search, &graph.outgoing, node).map(share).sum();
        }
    }
}

/// The nodes just before one on its shortest ways.
fn before(search: &BreadthFirstSearch, into: &Csr, node: usize) -> impl Iterator<Item = usize> {
    let hops = search.hops[node];
    let is_before = move |other: &usize| search.reached(*other) && search.hops[*other] + 1 == hops;
    into.row(node).map(|(other, _)| other).filter(is_before)
}

/// The nodes just after one on shortest ways.
fn after(search: &BreadthFirstSearch, out: &Csr, node: usize) -> impl Iterator<Item = usize> {
    let hops = search.hops[node] + 1;
    out.row(node).map(|(other, _)| other).filter(move |other| search.hops[*other] == hops)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(nodes: u32) -> Adjacency {
        let edges: Vec<_> = (1..nodes).map(|node| (node - 1, node, 1.0)).collect();
        Adjacency::from_sorted(nodes as usize, &edges)
    }

    #[test]
    fn on_a_path_all_before_go_to_all_behind() {
        let found = betweenness_centrality(&path(100));
        let wanted: Vec<f64> = (0..100).map(|at| f64::from(at * (99 - at))).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn the_middle_of_a_star_lies_between_all_leaves() {
        let mut edges: Vec<_> = (1..6).flat_map(|n| [(0, n, 9.0), (n, 0, 1.0)]).collect();
        edges.sort_by_key(|(from, to, _)| (*from, *to));
        let found = betweenness_centrality(&Adjacency::from_sorted(6, &edges));
        assert_eq!(found, [20.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn more_ways_than_a_number_can_count_stay_finite() {
        // Diamonds in a row: 2^1200 shortest ways from end to end.
        let diamond = |at: u32| [(at, at + 1), (at, at + 2), (at + 1, at + 3), (at + 2, at + 3)];
        let edges: Vec<_> = (0..1200).flat_map(|at| diamond(3 * at)).collect();
        let edges: Vec<_> = edges.into_iter().map(|(from, to)| (from, to, 1.0)).collect();
        let graph = Adjacency::from_sorted(3601, &edges);
        let found = sampled_betweenness_centrality(&graph, 1, 0);
        assert!(found.iter().all(|value| value.is_finite() && *value >= 0.0));
        let mut ways = ShortestPaths::new(3601);
        ways.find(&graph, 0);
        assert!((ways.depends[3] - 3597.0).abs() < 1e-6, "all ways lead through the first joint");
    }

    #[test]
    fn a_sample_of_all_is_exact() {
        let graph = path(50);
        assert_eq!(sampled_betweenness_centrality(&graph, 50, 7), betweenness_centrality(&graph));
        assert_eq!(sampled_betweenness_centrality(&graph, 0, 7), vec![0.0; 50]);
    }
}
