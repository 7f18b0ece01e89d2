//! Analytics of graphs agree with networkx and igraph, as `tests/oracle/make_expected.py` wrote it
//! down, and are the same for any number of threads.

use citegraph::graph::{
    Adjacency, DegreeSide, LeidenOptions, PagerankOptions, QualityFunction, UndirectedAdjacency,
    betweenness_centrality, bow_tie, core_numbers, cpm, degree_assortativity, harmonic_centrality,
    hubs_and_authorities, leiden_communities, mixing_by_group, modularity, personalised_pagerank,
    reciprocity, sampled_betweenness_centrality, strong_components,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    graphs: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    nodes: usize,
    edges: Vec<(u32, u32, f64)>,
    personalised: Vec<f64>,
    authorities: Option<Vec<f64>>,
    hubs: Option<Vec<f64>>,
    betweenness: Vec<f64>,
    harmonic: Vec<f64>,
    coreness: Vec<u32>,
    strong: Vec<u32>,
    bow_tie: Option<Vec<String>>,
    reciprocity: Option<f64>,
    assortativity: Option<f64>,
    ei: (f64, f64),
    leiden_modularity: Option<f64>,
    leiden_cpm: Option<f64>,
}

impl Case {
    fn graph(&self) -> Adjacency {
        Adjacency::from_sorted(self.nodes, &self.edges)
    }

    fn without_loops(&self) -> UndirectedAdjacency {
        let edges: Vec<_> = self.edges.iter().copied().filter(|edge| edge.0 != edge.1).collect();
        UndirectedAdjacency::from_graph(&Adjacency::from_sorted(self.nodes, &edges))
    }
}

fn cases() -> Vec<Case> {
    let text = include_str!("../../oracle/expected.json");
    let found = serde_json::from_str::<Expected>(text).expect("the oracle's own shape").graphs;
    assert!(found.len() >= 15, "the oracle has its graphs");
    found
}

/// Values relative to their size, from 1 up.
fn assert_close(found: &[f64], wanted: &[f64], what: &str) {
    assert_eq!(found.len(), wanted.len(), "{what}");
    for (node, (found, wanted)) in found.iter().zip(wanted).enumerate() {
        let close = (found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0);
        assert!(close, "{what}, node {node}: {found} for {wanted}");
    }
}

fn assert_same(found: Option<f64>, wanted: Option<f64>, what: &str) {
    assert_eq!(found.is_some(), wanted.is_some(), "{what}: {found:?} for {wanted:?}");
    assert_close(&[found.unwrap_or(0.0)], &[wanted.unwrap_or(0.0)], what);
}

#[test]
fn ranks_agree() {
    let mut with_hubs = 0;
    for case in cases() {
        let graph = case.graph();
        let teleport: Vec<f64> = (1..=case.nodes).map(|node| node as f64).collect();
        let ranked = personalised_pagerank(&graph, &teleport, PagerankOptions::default());
        let ranks = ranked.map(|ranked| ranked.values).unwrap_or_default();
        let distance: f64 = ranks.iter().zip(&case.personalised).map(|(a, b)| (a - b).abs()).sum();
        assert!(distance < 1e-9 && ranks.len() == case.nodes, "{}: {distance}", case.name);
        let (Some(authorities), Some(hubs)) = (&case.authorities, &case.hubs) else { continue };
        with_hubs += 1;
        let found = hubs_and_authorities(&graph);
        assert_close(&found.authorities, authorities, &case.name);
        assert_close(&found.hubs, hubs, &case.name);
    }
    assert!(with_hubs >= 5, "{with_hubs} graphs have one largest eigenvalue");
}

#[test]
fn ways_through_and_to_nodes_agree() {
    for case in cases() {
        let graph = case.graph();
        assert_close(&betweenness_centrality(&graph), &case.betweenness, &case.name);
        assert_close(&harmonic_centrality(&graph), &case.harmonic, &case.name);
    }
}

#[test]
fn a_sample_is_within_its_bound() {
    for case in cases().into_iter().filter(|case| case.nodes > 100) {
        let (graph, nodes, samples) = (case.graph(), case.nodes as f64, 60);
        let bound =
            ((2.0 * nodes / 1e-6).ln() / (2.0 * samples as f64)).sqrt() * nodes * (nodes - 2.0);
        for seed in 0..5 {
            let found = sampled_betweenness_centrality(&graph, samples, seed);
            let errors = found.iter().zip(&case.betweenness).map(|(a, b)| (a - b).abs());
            assert!(errors.fold(0.0, f64::max) < bound, "{}", case.name);
            let (sum, wanted) = (found.iter().sum::<f64>(), case.betweenness.iter().sum::<f64>());
            assert!((sum - wanted).abs() <= 0.5 * wanted, "{}: {sum} for {wanted}", case.name);
        }
    }
}

#[test]
fn structure_agrees() {
    for case in cases() {
        let graph = case.graph();
        assert_eq!(
            core_numbers(&UndirectedAdjacency::from_graph(&graph)),
            case.coreness,
            "{}",
            case.name
        );
        assert_eq!(strong_components(&graph), case.strong, "{}", case.name);
        let parts = bow_tie(&graph).map(|parts| parts.iter().map(|part| part.name()).collect());
        assert_eq!(
            parts,
            case.bow_tie.as_ref().map(|p| p.iter().map(String::as_str).collect::<Vec<_>>()),
            "{}",
            case.name
        );
    }
}

#[test]
fn mixing_agrees() {
    for case in cases() {
        let graph = case.graph();
        assert_same(reciprocity(&graph), case.reciprocity, &case.name);
        let found = degree_assortativity(&graph, DegreeSide::Out, DegreeSide::Into);
        assert_same(found, case.assortativity, &case.name);
        let group = |node: u32| (node % 7 != 6).then_some(node % 3);
        let groups: Vec<_> = (0..case.nodes as u32).map(group).collect();
        let all = mixing_by_group(&graph, &groups).all;
        assert_eq!((all.external, all.internal), case.ei, "{}", case.name);
    }
}

#[test]
fn communities_are_as_good_as_those_of_igraph() {
    // Of one seed to the next the modularity differs by 0.0035, which ten of them would not even out.
    let mean = |quality: &dyn Fn(u64) -> f64| (0..60).map(quality).sum::<f64>() / 60.0;
    for case in cases() {
        let graph = case.without_loops();
        let of = |options| leiden_communities(&graph, options).membership;
        if let Some(wanted) = case.leiden_modularity {
            let found = mean(&|seed| {
                let options = LeidenOptions { seed, ..Default::default() };
                modularity(&graph, &of(options), 1.0).unwrap()
            });
            assert!(found >= wanted - 0.001, "{}: {found} for {wanted}", case.name);
        }
        if let Some(wanted) = case.leiden_cpm {
            let found = mean(&|seed| {
                let quality = QualityFunction::Cpm;
                let options =
                    LeidenOptions { quality, resolution: 0.5, seed, ..Default::default() };
                cpm(&graph, &of(options), 0.5).unwrap()
            });
            assert!(found >= wanted * 0.99, "{}: {found} for {wanted}", case.name);
        }
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let all = |case: &Case| {
        let graph = case.graph();
        let found = hubs_and_authorities(&graph);
        let ranks = citegraph::graph::pagerank(&graph, PagerankOptions::default()).values;
        let columns = [
            ranks,
            found.authorities,
            found.hubs,
            betweenness_centrality(&graph),
            sampled_betweenness_centrality(&graph, 90, 3),
            harmonic_centrality(&graph),
        ];
        columns.map(|column| column.into_iter().map(f64::to_bits).collect::<Vec<_>>())
    };
    for case in cases() {
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| all(&case))
        };
        let one = with(1);
        assert!(one == with(2) && one == with(7), "{}", case.name);
    }
}
