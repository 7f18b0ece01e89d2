//! Closed forms and laws of communities.

use super::*;
use crate::graph::Adjacency;

fn graph(nodes: usize, edges: &[(u32, u32)]) -> UndirectedAdjacency {
    let mut edges: Vec<_> = edges.iter().map(|(from, to)| (*from, *to, 1.0)).collect();
    edges.sort_by_key(|(from, to, _)| (*from, *to));
    UndirectedAdjacency::from_graph(&Adjacency::from_sorted(nodes, &edges))
}

/// `count` cliques of `size` nodes in a ring, one edge from each to the next.
fn ring_of_cliques(count: u32, size: u32) -> UndirectedAdjacency {
    let mut edges = Vec::new();
    for clique in 0..count {
        let first = clique * size;
        edges.extend((0..size).flat_map(|a| (0..a).map(move |b| (first + b, first + a))));
        edges.push((first, (first + size) % (count * size) + 1));
    }
    graph((count * size) as usize, &edges)
}

/// A graph with chance edges; more of them between nodes of equal remainder.
fn random(seed: u64, nodes: u64, edges: usize) -> UndirectedAdjacency {
    let mut chance = SplitMix64::new(seed);
    let mut draw = |limit| chance.below(limit as usize) as u32;
    let pairs = (0..edges).map(|_| {
        let (left, right) = (draw(nodes), draw(nodes));
        (left, if draw(4) > 0 { left % 7 + right / 7 * 7 } else { right })
    });
    graph(nodes as usize + 7, &pairs.collect::<Vec<_>>())
}

fn cliques(found: &Communities, size: usize) -> bool {
    found
        .membership
        .chunks(size)
        .enumerate()
        .all(|(at, clique)| clique.iter().all(|c| *c == at as u32))
}

#[test]
fn density_finds_every_clique_where_modularity_cannot() {
    let ring = ring_of_cliques(30, 5);
    let dense =
        LeidenOptions { quality: QualityFunction::Cpm, resolution: 0.5, ..Default::default() };
    let found = leiden_communities(&ring, dense);
    assert!(found.stable && cliques(&found, 5), "{found:?}");
    // 30 cliques of 10 edges; nothing is lost but the density.
    assert_eq!(cpm(&ring, &found.membership, 0.5), Some(30.0 * (10.0 - 0.5 * 10.0)));
    // Fortunato & Barthélemy 2007: modularity prefers pairs of cliques here.
    let single = modularity(&ring, &found.membership, 1.0).unwrap();
    assert!((single - (300.0 / 330.0 - 1.0 / 30.0)).abs() < 1e-12);
    let pairs = leiden_communities(&ring, LeidenOptions::default());
    assert!(modularity(&ring, &pairs.membership, 1.0).unwrap() > single);
}

#[test]
fn large_graphs_get_fewer_rounds() {
    assert_eq!(LeidenOptions::sized(&graph(3, &[(0, 1)])), LeidenOptions::default());
    let path: Vec<_> = (1..1_000_000).map(|node| (node - 1, node)).collect();
    assert_eq!(LeidenOptions::sized(&graph(1_000_000, &path)).rounds, 20);
}

#[test]
fn few_cliques_are_found_by_both() {
    let ring = ring_of_cliques(6, 6);
    assert!(cliques(&leiden_communities(&ring, LeidenOptions::default()), 6));
}

#[test]
fn loops_and_directions_count_in_modularity() {
    // One edge of weight 1 and a loop of weight 1: 2m = 4, strengths 3 and 1.
    let graph =
        UndirectedAdjacency::from_graph(&Adjacency::from_sorted(2, &[(0, 0, 1.0), (0, 1, 1.0)]));
    assert_eq!(modularity(&graph, &[0, 1], 1.0), Some(0.5 - 9.0 / 16.0 - 1.0 / 16.0));
    assert_eq!(modularity(&graph, &[0, 0], 1.0), Some(0.0));
    assert_eq!(modularity(&graph, &[0], 1.0), None);
}

#[test]
fn every_community_is_connected_for_any_seed() {
    for seed in 0..12 {
        let graph = random(seed, 150, 260);
        for quality in [QualityFunction::Modularity, QualityFunction::Cpm] {
            for resolution in [0.01, 0.3, 1.0, 2.0] {
                let options = LeidenOptions { quality, resolution, seed, ..Default::default() };
                let found = leiden_communities(&graph, options);
                let level = AggregateGraph::new(&graph, options);
                assert_eq!(
                    by_size(&connected(&level, &found.membership)),
                    found.membership,
                    "{options:?}"
                );
                assert_eq!(
                    leiden_communities(&graph, options),
                    found,
                    "the same seed, the same communities"
                );
            }
        }
    }
}

#[test]
fn no_single_move_gains() {
    for seed in 0..5 {
        let graph = random(seed, 120, 500);
        let found =
            leiden_communities(&graph, LeidenOptions { seed, rounds: 100, ..Default::default() });
        let best = modularity(&graph, &found.membership, 1.0).unwrap();
        for node in 0..graph.nodes() {
            for (other, _) in graph.neighbours.row(node) {
                let mut moved = found.membership.clone();
                moved[node] = found.membership[other];
                assert!(modularity(&graph, &moved, 1.0).unwrap() <= best + 1e-9);
            }
        }
    }
}

#[test]
fn awkward_graphs_and_numbers_are_divided_too() {
    let none = leiden_communities(&graph(0, &[]), LeidenOptions::default());
    assert!(none.membership.is_empty());
    assert_eq!(
        leiden_communities(&graph(3, &[(1, 1)]), LeidenOptions::default()).membership,
        [0, 1, 2]
    );
    for resolution in [f64::NAN, -1.0, f64::INFINITY, f64::MAX, 0.0] {
        for quality in [QualityFunction::Modularity, QualityFunction::Cpm] {
            let options = LeidenOptions { quality, resolution, ..Default::default() };
            let found = leiden_communities(&graph(3, &[(0, 1), (1, 2)]), options).membership;
            let wanted = if resolution > 0.0 { [0, 1, 2] } else { [0, 0, 0] };
            assert_eq!(found, wanted, "{options:?}");
        }
    }
}

#[test]
fn a_long_path_is_cut_into_pieces() {
    let nodes = 200_000;
    let edges: Vec<_> = (1..nodes).map(|node| (node - 1, node)).collect();
    let graph = graph(nodes as usize, &edges);
    let found = leiden_communities(&graph, LeidenOptions { rounds: 2, ..Default::default() });
    assert!(modularity(&graph, &found.membership, 1.0).unwrap() > 0.99);
}

#[test]
fn planted_communities_of_a_large_graph_are_found() {
    let (groups, nodes) = (32, 16_000);
    let mut chance = SplitMix64::new(7);
    let edges: Vec<_> = (0..560_000)
        .map(|_| {
            let (one, other) = (chance.below(nodes), chance.below(nodes));
            // Three of four edges stay in their group.
            let other =
                if chance.below(4) > 0 { one % groups + other / groups * groups } else { other };
            (one as u32, other as u32)
        })
        .collect();
    let graph = graph(nodes, &edges);
    assert!(graph.neighbours.edges() >= 1 << 20, "visited as large graphs are");
    let planted: Vec<u32> = (0..nodes).map(|node| (node % groups) as u32).collect();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            leiden_communities(&graph, LeidenOptions { rounds: 2, ..Default::default() })
        })
    };
    let found = on(1);
    assert_eq!(found, on(3));
    let [found, planted] =
        [&found.membership, &planted].map(|of| modularity(&graph, of, 1.0).unwrap());
    assert!(found >= planted - 1e-9, "{found} for {planted}");
}
