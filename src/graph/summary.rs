//! A graph in a few numbers, and whether its communities are more than chance makes.

use std::collections::BTreeSet;

use serde::Serialize;

use super::split_mix64::SplitMix64;
use super::{
    Adjacency, DegreeSide, LeidenOptions, UndirectedAdjacency, components, degree_assortativity,
    leiden_communities, modularity, reciprocity,
};

/// Graphs that communities are compared with.
const NULL_GRAPHS: u64 = 20;

/// From this many edges on there are fewer of them, and none where the second number is passed.
const MAX_NULL_EDGES: [usize; 2] = [20_000, 200_000];

/// Swaps for each edge of a null graph.
const SWAPS_PER_EDGE: usize = 10;

/// What a graph is, in numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GraphSummary {
    /// Whether edges have a direction.
    pub directed: bool,
    /// Nodes.
    pub nodes: u64,
    /// Edges.
    pub edges: u64,
    /// The sum of all weights.
    pub weight: f64,
    /// Edges from a node to itself.
    pub self_loops: u64,
    /// Nodes without an edge to another one.
    pub isolates: u64,
    /// Edges of all that there could be, self-loops not among the latter; `None` below two nodes.
    pub density: Option<f64>,
    /// Weak components.
    pub components: u64,
    /// Nodes of the largest component.
    pub largest_component: u64,
    /// See [`reciprocity`]; `None` without directions or without edges.
    pub reciprocity: Option<f64>,
    /// See [`degree_assortativity`]: of citing nodes by whom they cite and cited nodes by who cites them.
    pub assortativity: Option<f64>,
    /// Communities that Leiden finds by modularity, directions left aside.
    pub communities: u64,
    /// Modularity of these communities; `None` without edges.
    pub modularity: Option<f64>,
    /// The modularity that the same search finds in rewired graphs; `None` without edges, and for graphs with more
    /// than 200,000 of them.
    pub null: Option<NullModularity>,
}

/// Modularity in graphs of chance in which every node has the degrees that it has.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NullModularity {
    /// How many graphs.
    pub graphs: u64,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation.
    pub deviation: f64,
    /// How many deviations the graph lies above the mean; `None` where they do not differ.
    pub z: Option<f64>,
    /// The share of graphs, this one among them, whose modularity is at least as high: at best 1/(graphs + 1).
    pub p: f64,
}

impl GraphSummary {
    /// Measures a graph. Linear, but for the communities and the graphs they are compared with; the same graph gives
    /// the same numbers on any machine.
    pub fn new(graph: &Adjacency) -> Self {
        let (nodes, edges) = (graph.nodes(), graph.each().count());
        let all = graph.each().fold(0.0, |sum, (.., weight)| sum + weight);
        let self_loops = graph.each().filter(|(from, to, _)| from == to).count();
        let members = components(graph);
        let number = members.iter().max().map_or(0, |last| u64::from(*last) + 1);
        let flat = UndirectedAdjacency::from_graph(graph);
        let (found, quality) = communities(&flat);
        Self {
            directed: !graph.is_undirected,
            nodes: nodes as u64,
            edges: edges as u64,
            weight: all,
            self_loops: self_loops as u64,
            isolates: (0..nodes).filter(|node| flat.neighbours.degree(*node) == 0).count() as u64,
            density: density(graph, edges),
            components: number,
            largest_component: members.iter().filter(|member| **member == 0).count() as u64,
            reciprocity: if graph.is_undirected { None } else { reciprocity(graph) },
            assortativity: degree_assortativity(graph, DegreeSide::Out, DegreeSide::Into),
            communities: found,
            modularity: quality,
            null: quality.and_then(|quality| null(graph, quality)),
        }
    }
}

fn density(graph: &Adjacency, edges: usize) -> Option<f64> {
    let nodes = graph.nodes() as f64;
    let pairs = nodes * (nodes - 1.0) / if graph.is_undirected { 2.0 } else { 1.0 };
    (pairs > 0.0).then(|| edges as f64 / pairs)
}

/// How many communities there are, and their modularity.
fn communities(graph: &UndirectedAdjacency) -> (u64, Option<f64>) {
    let members = leiden_communities(graph, LeidenOptions::sized(graph)).membership;
    let number = members.iter().max().map_or(0, |last| u64::from(*last) + 1);
    (number, modularity(graph, &members, 1.0))
}

fn null(graph: &Adjacency, quality: f64) -> Option<NullModularity> {
    let edges: Vec<(u32, u32, f64)> =
        graph.each().map(|(from, to, weight)| (from as u32, to as u32, weight)).collect();
    let graphs = match edges.len() {
        0 => return None,
        few if few <= MAX_NULL_EDGES[0] => NULL_GRAPHS,
        some if some <= MAX_NULL_EDGES[1] => NULL_GRAPHS / 4,
        _ => return None,
    };
    let found = (0..graphs).map(|seed| {
        let rewired = rewired(graph, edges.clone(), seed);
        communities(&UndirectedAdjacency::from_graph(&rewired)).1.unwrap_or(0.0)
    });
    let found: Vec<f64> = found.collect();
    let mean = found.iter().sum::<f64>() / graphs as f64;
    let square = found.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    let deviation = (square / (graphs as f64 - 1.0)).sqrt();
    // Sums of other orders differ in their last digits.
    let at_least = found.iter().filter(|value| **value >= quality - 1e-12).count();
    Some(NullModularity {
        graphs,
        mean,
        deviation,
        z: (deviation > 1e-12).then(|| (quality - mean) / deviation),
        p: (at_least as f64 + 1.0) / (graphs as f64 + 1.0),
    })
}

/// The graph with the ends of its edges swapped by chance, so that every node keeps its degrees and every edge its
/// weight: `a→b` and `c→d` become `a→d` and `c→b`, unless one of these is there or leads to its own node.
///
/// Source: Maslov & Sneppen 2002. Nodes of two kinds stay of two kinds, since citing nodes stay citing.
pub(super) fn rewired(graph: &Adjacency, mut edges: Vec<(u32, u32, f64)>, seed: u64) -> Adjacency {
    let mut chance = SplitMix64::new(seed);
    let key = |from: u32, to: u32| match graph.is_undirected {
        true => (from.min(to), from.max(to)),
        false => (from, to),
    };
    let mut there: BTreeSet<(u32, u32)> =
        edges.iter().map(|(from, to, _)| key(*from, *to)).collect();
    for _ in 0..SWAPS_PER_EDGE * edges.len() {
        let (one, two) = (chance.below(edges.len()), chance.below(edges.len()));
        let ((a, b, _), (mut c, mut d, _)) = (edges[one], edges[two]);
        if graph.is_undirected && chance.below(2) == 1 {
            (c, d) = (d, c);
        }
        let is_loop = a == b || c == d || a == d || c == b;
        let (left, right) = (key(a, d), key(c, b));
        if one == two || is_loop || left == right || there.contains(&left) || there.contains(&right)
        {
            continue;
        }
        there.remove(&key(a, b));
        there.remove(&key(c, d));
        there.extend([left, right]);
        edges[one] = (a, d, edges[one].2);
        edges[two] = (c, b, edges[two].2);
    }
    let (ends, weights) = edges.into_iter().map(|(from, to, weight)| ((from, to), weight)).unzip();
    match graph.is_undirected {
        true => Adjacency::from_undirected_ends(graph.nodes(), ends, weights),
        false => Adjacency::from_ends(graph.nodes(), ends, weights),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::degrees;

    /// Two groups of six, all tied inside, with one tie between.
    fn groups() -> Adjacency {
        let inside = |first: u32| {
            (0..6).flat_map(move |one| (one + 1..6).map(move |two| (first + one, first + two, 1.0)))
        };
        let mut edges: Vec<_> = inside(0).chain(inside(6)).collect();
        edges.push((5, 6, 1.0));
        Adjacency::undirected(12, &edges)
    }

    #[test]
    fn groups_are_more_than_chance() {
        let summary = GraphSummary::new(&groups());
        assert_eq!((summary.nodes, summary.edges, summary.communities), (12, 31, 2));
        assert_eq!((summary.components, summary.largest_component, summary.isolates), (1, 12, 0));
        let null = summary.null.expect("edges");
        assert!(null.p < 0.05 && null.z.is_some_and(|z| z > 2.0), "{null:?}");
        assert_eq!(GraphSummary::new(&groups()), summary, "the same graph, the same numbers");
        let empty = GraphSummary::new(&Adjacency::from_sorted(0, &[]));
        assert_eq!(
            (empty.nodes, empty.density, empty.modularity, empty.null),
            (0, None, None, None)
        );
    }

    #[test]
    fn rewiring_keeps_degrees_and_weights() {
        let edges: Vec<_> = (0..40_u32)
            .flat_map(|at| [(at, (at * 7 + 1) % 40, 1.0), (at, (at * 11 + 3) % 40, 2.0)])
            .collect();
        let (ends, weights): (Vec<_>, Vec<f64>) =
            edges.iter().map(|(a, b, w)| ((*a, *b), *w)).unzip();
        for graph in [
            Adjacency::from_ends(40, ends.clone(), weights.clone()),
            Adjacency::from_undirected_ends(40, ends.clone(), weights.clone()),
        ] {
            let edges: Vec<_> = graph.each().map(|(a, b, w)| (a as u32, b as u32, w)).collect();
            let other = rewired(&graph, edges.clone(), 3);
            assert_ne!(other, graph);
            let counts = |graph: &Adjacency| {
                degrees(graph).iter().map(|one| (one.into, one.out)).collect::<Vec<_>>()
            };
            assert_eq!(counts(&other), counts(&graph));
            let sum = |graph: &Adjacency| graph.each().map(|(.., weight)| weight).sum::<f64>();
            assert_eq!(sum(&other), sum(&graph));
        }
    }
}
