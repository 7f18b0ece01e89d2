//! Hubs and authorities: who cites well-cited nodes, and who is cited by such nodes.

use rayon::prelude::*;

use super::{Adjacency, CHUNK, Csr};

/// Stops when the authorities of two rounds differ by less than this in sum.
const TOLERANCE: f64 = 1e-14;

/// Stops after this many rounds in any case.
const MAX_ROUNDS: u32 = 10_000;

/// The outcome of [`hubs_and_authorities`].
#[derive(Debug, Clone, PartialEq)]
pub struct Hits {
    /// How much the good hubs cite a node; sums to 1, or all 0 where there is no edge.
    pub authorities: Vec<f64>,
    /// How much a node cites good authorities; sums to 1, or all 0 where there is no edge.
    pub hubs: Vec<f64>,
    /// Whether the rounds came to rest.
    pub converged: bool,
}

/// HITS by power iteration: `a(v) = Σ_u w(u,v) · h(u)` and `h(u) = Σ_v w(u,v) · a(v)`.
///
/// Weights count, self-loops are links like others, and each vector is scaled to the sum 1. It
/// starts from equal hubs, so where several parts of a graph share the largest eigenvalue each gets
/// its share of them; a solver that starts elsewhere may find another of the many solutions.
///
/// Source: Kleinberg 1999. The convention of networkx's `hits`; igraph scales to the maximum 1.
pub fn hubs_and_authorities(graph: &Adjacency) -> Hits {
    let nodes = graph.nodes();
    if graph.edges() == 0 {
        return Hits { authorities: vec![0.0; nodes], hubs: vec![0.0; nodes], converged: true };
    }
    let mut hubs = vec![1.0 / nodes as f64; nodes];
    let mut authorities = vec![0.0; nodes];
    for _ in 0..MAX_ROUNDS {
        let next = gathered(&graph.incoming, &hubs);
        hubs = gathered(&graph.outgoing, &next);
        let change: f64 = next.iter().zip(&authorities).map(|(new, old)| (new - old).abs()).sum();
        authorities = next;
        if change < TOLERANCE {
            return Hits { authorities, hubs, converged: true };
        }
    }
    Hits { authorities, hubs, converged: false }
}

/// What flows into every node along `rows`, scaled to the sum 1. Each sum runs on one thread.
fn gathered(rows: &Csr, values: &[f64]) -> Vec<f64> {
    // Not `sum`, which makes -0 of nothing.
    let sum_of =
        |node| rows.row(node).fold(0.0, |sum, (other, weight)| sum + values[other] * weight);
    let nodes = (0..values.len()).into_par_iter().with_min_len(CHUNK);
    let mut found: Vec<f64> = nodes.map(sum_of).collect();
    let sum: f64 = found.iter().sum();
    if sum > 0.0 {
        found.iter_mut().for_each(|value| *value /= sum);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_has_one_hub() {
        let edges: Vec<_> = (1..5).map(|node| (0, node, f64::from(node))).collect();
        let found = hubs_and_authorities(&Adjacency::from_sorted(5, &edges));
        assert!(found.converged);
        assert_eq!(found.hubs, [1.0, 0.0, 0.0, 0.0, 0.0]);
        let all = found.hubs.iter().chain(&found.authorities);
        assert!(all.clone().all(|value| value.is_sign_positive()), "{found:?}");
        for (node, wanted) in [0.0, 0.1, 0.2, 0.3, 0.4].into_iter().enumerate() {
            assert!((found.authorities[node] - wanted).abs() < 1e-15, "{found:?}");
        }
    }

    #[test]
    fn without_edges_nobody_is_either() {
        assert_eq!(hubs_and_authorities(&Adjacency::from_sorted(2, &[])).hubs, [0.0, 0.0]);
        assert!(hubs_and_authorities(&Adjacency::from_sorted(0, &[])).authorities.is_empty());
    }
}
