//! Harmonic closeness: how near a node is to all others.

use rayon::prelude::*;

use super::search::BreadthFirstSearch;
use super::{Adjacency, Csr};

/// Nodes that one task searches from with one memory.
const TASK: usize = 64;

/// Harmonic closeness of every cited node: `h(v) = Σ_{u≠v} 1 / d(u,v)`, where `d(u,v)` counts the
/// hops from `u` to `v`, and a `u` from which no way leads adds 0.
///
/// Incoming: near is who is cited by many, or by those who are. By hops; weights are not used.
/// Self-loops have no effect. Not normalised: divide by `N-1` for a share. Nodes are counted by
/// distance before anything is divided, so equal neighbourhoods give equal bits. O(N·M).
///
/// Source: Marchiori & Latora 2000; Boldi & Vigna 2014. The convention of networkx's
/// `harmonic_centrality`, and of igraph's with `mode="in"` times `N-1`.
pub fn harmonic_centrality(graph: &Adjacency) -> Vec<f64> {
    let nodes: Vec<usize> = (0..graph.nodes()).collect();
    let parts = nodes.par_chunks(TASK).map(|task| {
        let mut search = BreadthFirstSearch::new(graph.nodes());
        task.iter().map(|node| closeness(&mut search, &graph.incoming, *node)).collect::<Vec<_>>()
    });
    parts.collect::<Vec<_>>().concat()
}

fn closeness(search: &mut BreadthFirstSearch, rows: &Csr, node: usize) -> f64 {
    search.run(rows, [node]);
    let by_hops = search.order[1..].chunk_by(|a, b| search.hops[*a] == search.hops[*b]);
    by_hops.fold(0.0, |sum, ring| sum + ring.len() as f64 / f64::from(search.hops[ring[0]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_gives_harmonic_numbers() {
        let edges: Vec<_> = (1..200).map(|node| (node - 1, node, 2.0)).collect();
        let found = harmonic_centrality(&Adjacency::from_sorted(200, &edges));
        let mut wanted = 0.0;
        for (at, value) in found.into_iter().enumerate() {
            assert_eq!(value, wanted, "{at}");
            wanted += 1.0 / (at + 1) as f64;
        }
    }

    #[test]
    fn loops_and_loneliness_add_nothing() {
        assert_eq!(harmonic_centrality(&Adjacency::from_sorted(2, &[(0, 0, 1.0)])), [0.0, 0.0]);
        assert!(harmonic_centrality(&Adjacency::from_sorted(0, &[])).is_empty());
    }
}
