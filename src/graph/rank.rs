//! Weighted PageRank, plain and personalised.
//!
//! petgraph's own `page_rank` is not used: it ignores weights, and its link term and teleport term
//! exclude each other instead of adding up, so that its numbers are no PageRank (petgraph#960).

use rayon::prelude::*;

use super::Adjacency;
use super::CHUNK;

/// Parameters of [`pagerank`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PagerankOptions {
    /// Probability of following a link rather than jumping, in `[0, 1)`.
    pub damping: f64,
    /// Stops when the ranks of two rounds differ by less than this in sum.
    pub tolerance: f64,
    /// Stops after this many rounds in any case.
    pub rounds: u32,
}

impl Default for PagerankOptions {
    /// With damping .85 the error shrinks at least by .85 a round: 1e-12 takes some 170 rounds.
    fn default() -> Self {
        Self { damping: 0.85, tolerance: 1e-12, rounds: 1000 }
    }
}

/// The outcome of [`pagerank`].
#[derive(Debug, Clone, PartialEq)]
pub struct PagerankResult {
    /// One value a node, positive, summing to 1; empty for the empty graph.
    pub values: Vec<f64>,
    /// Rounds taken.
    pub rounds: u32,
    /// Whether the tolerance was reached.
    pub converged: bool,
}

/// PageRank of a weighted directed graph by power iteration.
///
/// `r(v) = (1-d)/N + d · ( Σ_u r(u) · w(u,v)/w(u) + D/N )`, where `w(u)` is the sum of the weights
/// that leave `u`, and `D` the rank of all nodes that nothing leaves: their rank is spread evenly.
/// Self-loops are links like others. The jump is uniform. Range: `((1-d)/N, 1]`.
///
/// A cited domain whose own pages were not read leaves nothing: that is unobserved rather than
/// dangling, so the numbers rank what *these articles* cite and say nothing about the web.
///
/// Source: Brin & Page 1998; Langville & Meyer 2006, section 4.5, for dangling nodes. The same
/// convention as igraph's `pagerank` and networkx's.
///
/// ```
/// use citegraph::graph::{Adjacency, PagerankOptions, pagerank};
/// let graph = Adjacency::from_sorted(2, &[(0, 1, 3.0)]);
/// let ranks = pagerank(&graph, PagerankOptions::default()).values;
/// assert!((ranks[0] - 1.0 / 2.85).abs() < 1e-9);
/// ```
pub fn pagerank(graph: &Adjacency, options: PagerankOptions) -> PagerankResult {
    let nodes = graph.nodes();
    power(graph, options, vec![1.0 / nodes as f64; nodes], |base, _| base / nodes as f64)
}

/// PageRank that jumps to some nodes only: `r(v) = (1-d) · t(v) + d · ( Σ_u … + D · t(v) )`.
///
/// `teleport` has one value a node; `t` is `teleport` divided by its sum. The rank of nodes that
/// nothing leaves goes to `t` as well. Everything else is as in [`pagerank`]. `None` where
/// `teleport` has another length, a value that is negative or not finite, or no positive sum.
///
/// Source: Haveliwala 2002; igraph's `personalized_pagerank` with `reset`.
pub fn personalised_pagerank(
    graph: &Adjacency,
    teleport: &[f64],
    options: PagerankOptions,
) -> Option<PagerankResult> {
    let sum: f64 = teleport.iter().sum();
    let usable = teleport.iter().all(|value| value.is_finite() && *value >= 0.0);
    if teleport.len() != graph.nodes() || !usable || !sum.is_normal() {
        return None;
    }
    let shares: Vec<f64> = teleport.iter().map(|value| value / sum).collect();
    Some(power(graph, options, shares.clone(), |base, node| base * shares[node]))
}

/// Rounds from `values` on, until they change no more. `jump` shares out what is not passed along
/// links: it gives the part of a node.
fn power(
    graph: &Adjacency,
    options: PagerankOptions,
    mut values: Vec<f64>,
    jump: impl Fn(f64, usize) -> f64 + Sync,
) -> PagerankResult {
    if values.is_empty() {
        return PagerankResult { values, rounds: 0, converged: true };
    }
    let strengths: Vec<f64> = (0..values.len()).map(|node| graph.outgoing.strength(node)).collect();
    let (mut shares, mut next) = (vec![0.0; values.len()], vec![0.0; values.len()]);
    for round in 1..=options.rounds {
        share_out(&mut shares, &values, &strengths);
        let stuck = values.iter().zip(&strengths).filter(|(_, strength)| **strength == 0.0);
        let stuck: f64 = stuck.map(|(value, _)| value).sum();
        let base = 1.0 - options.damping + options.damping * stuck;
        let jump = |node| jump(base, node);
        step(graph, &mut next, &shares, options.damping, &jump);
        let change: f64 = next.iter().zip(&values).map(|(new, old)| (new - old).abs()).sum();
        std::mem::swap(&mut values, &mut next);
        if change < options.tolerance {
            return PagerankResult { values, rounds: round, converged: true };
        }
    }
    PagerankResult { values, rounds: options.rounds, converged: false }
}

/// What every node passes along an edge of weight 1. Worked out once a node and round: an edge then
/// costs one look into one table.
fn share_out(shares: &mut [f64], values: &[f64], strengths: &[f64]) {
    let parts = values.par_iter().zip(strengths).map(|(value, strength)| value / strength);
    shares.par_iter_mut().with_min_len(CHUNK).zip(parts).for_each(|(share, part)| *share = part);
}

/// One round. Nodes are in parallel; each sum runs in node order on one thread, so it is the same
/// on every machine.
fn step(
    graph: &Adjacency,
    next: &mut [f64],
    shares: &[f64],
    damping: f64,
    jump: &(impl Fn(usize) -> f64 + Sync),
) {
    let inflow = |node| -> f64 {
        graph.incoming.row(node).fold(0.0, |sum, (from, weight)| sum + shares[from] * weight)
    };
    let nodes = next.par_iter_mut().with_min_len(CHUNK).enumerate();
    nodes.for_each(|(node, value)| *value = jump(node) + damping * inflow(node));
    // Rounding drifts by some 1e-16 a round; the sum is kept at 1.
    let sum: f64 = next.iter().sum();
    next.iter_mut().for_each(|value| *value /= sum);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(nodes: usize, edges: &[(u32, u32, f64)]) -> Vec<f64> {
        let ranked = pagerank(&Adjacency::from_sorted(nodes, edges), PagerankOptions::default());
        assert!(ranked.converged);
        ranked.values
    }

    #[test]
    fn edge_cases_are_defined() {
        assert!(ranks(0, &[]).is_empty());
        assert_eq!(ranks(1, &[]), [1.0]);
        assert_eq!(ranks(1, &[(0, 0, 5.0)]), [1.0]);
        assert_eq!(ranks(4, &[]), [0.25; 4]);
    }

    #[test]
    fn weights_share_out_the_rank() {
        let values = ranks(3, &[(0, 1, 3.0), (0, 2, 1.0)]);
        let lift = |at: usize| values[at] - values[0];
        assert!((lift(1) / lift(2) - 3.0).abs() < 1e-9, "{values:?}");
    }

    #[test]
    fn stops_at_the_last_round() {
        let options = PagerankOptions { rounds: 1, ..PagerankOptions::default() };
        let ranked = pagerank(&Adjacency::from_sorted(2, &[(0, 1, 1.0)]), options);
        assert_eq!((ranked.rounds, ranked.converged), (1, false));
    }

    #[test]
    fn a_jump_to_every_node_alike_is_the_plain_rank() {
        let graph = Adjacency::from_sorted(4, &[(0, 1, 2.0), (1, 2, 1.0), (1, 3, 5.0)]);
        let plain = pagerank(&graph, PagerankOptions::default()).values;
        let jumped = personalised_pagerank(&graph, &[7.0; 4], PagerankOptions::default()).unwrap();
        for (left, right) in plain.iter().zip(&jumped.values) {
            assert!((left - right).abs() < 1e-12, "{plain:?} {jumped:?}");
        }
    }

    #[test]
    fn rank_that_is_stuck_goes_where_jumps_go() {
        // 0 -> 1, and 1 leads nowhere: with t = (1, 0), r1 = d r0 and r0 + r1 = 1.
        let graph = Adjacency::from_sorted(2, &[(0, 1, 1.0)]);
        let ranks = personalised_pagerank(&graph, &[3.0, 0.0], PagerankOptions::default()).unwrap();
        assert!((ranks.values[0] - 1.0 / 1.85).abs() < 1e-12, "{ranks:?}");
    }

    #[test]
    fn a_jump_to_nowhere_is_refused() {
        let graph = Adjacency::from_sorted(2, &[(0, 1, 1.0)]);
        let bad: [&[f64]; 5] = [&[], &[1.0], &[0.0, 0.0], &[-1.0, 2.0], &[f64::INFINITY, 1.0]];
        for teleport in bad {
            assert!(personalised_pagerank(&graph, teleport, PagerankOptions::default()).is_none());
        }
    }
}
