//! How good a division into communities is.

use std::collections::BTreeMap;

use crate::graph::UndirectedAdjacency;

/// Modularity: `Q = Σ_c [ L_c / 2m - γ (K_c / 2m)² ]`, where `L_c` is the weight inside community
/// `c` counted from both ends, `K_c` the strength of its nodes, and `2m` that of all; `None` where
/// nothing weighs anything, or `communities` has not one value a node.
///
/// A self-loop counts twice, in `L` and in `K`. Range `[-1/2, 1]` for `γ = 1`.
///
/// Source: Newman & Girvan 2004; Reichardt & Bornholdt 2006 for `γ`. The convention of igraph's
/// and networkx's `modularity` of an undirected graph.
pub fn modularity(
    graph: &UndirectedAdjacency,
    communities: &[u32],
    resolution: f64,
) -> Option<f64> {
    let sums = sums(graph, communities)?;
    let all: f64 = sums.iter().map(|sum| sum.strength).sum();
    let share = |sum: &GroupSums| sum.inside / all - resolution * (sum.strength / all).powi(2);
    (all > 0.0).then(|| sums.iter().map(share).sum())
}

/// The constant Potts model: `Σ_c [ W_c - γ n_c (n_c - 1) / 2 ]`, where `W_c` is the weight inside
/// community `c`, each edge once, and `n_c` its number of nodes; `None` where `communities` has not
/// one value a node.
///
/// Source: Traag, Van Dooren & Nesterov 2011. The convention of leidenalg's `CPMVertexPartition`.
pub fn cpm(graph: &UndirectedAdjacency, communities: &[u32], resolution: f64) -> Option<f64> {
    let value =
        |sum: &GroupSums| sum.inside / 2.0 - resolution * sum.nodes * (sum.nodes - 1.0) / 2.0;
    Some(sums(graph, communities)?.iter().map(value).sum())
}

#[derive(Default, Clone)]
struct GroupSums {
    nodes: f64,
    strength: f64,
    /// Weight inside, from both ends.
    inside: f64,
}

/// Sums by community, in the order of their numbers.
fn sums(graph: &UndirectedAdjacency, communities: &[u32]) -> Option<Vec<GroupSums>> {
    if communities.len() != graph.nodes() {
        return None;
    }
    let mut found: BTreeMap<u32, GroupSums> = BTreeMap::new();
    for (node, community) in communities.iter().enumerate() {
        let sum = found.entry(*community).or_default();
        let row = graph.neighbours.row(node);
        let inside = row.filter(|(other, _)| communities[*other] == *community);
        sum.nodes += 1.0;
        sum.strength += graph.strength(node);
        sum.inside += inside.fold(2.0 * graph.loops[node], |sum, (_, weight)| sum + weight);
    }
    Some(found.into_values().collect())
}
