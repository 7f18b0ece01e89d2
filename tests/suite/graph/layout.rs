//! Where nodes stand: the same for any number of threads, in bounds, apart, near what they belong to.

use citegraph::export::{Colouring, Network, gexf, svg};
use citegraph::graph::layout::{LayoutOptions, Point, force_atlas2};
use citegraph::graph::{Adjacency, View, Weight};
use proptest::prelude::*;

use crate::graph::exports::graph;
use crate::support::articles::{awkward, sample};
use crate::support::program::{folder, output};

fn far([ax, ay]: Point, [bx, by]: Point) -> f64 {
    (ax - bx).hypot(ay - by)
}

/// Two cliques of ten that one edge joins, a pair, and a node alone.
fn cliques() -> Adjacency {
    let mut edges = Vec::new();
    for group in [0, 10] {
        for one in 0..10 {
            edges.extend((one + 1..10).map(|two| (group + one, group + two)));
        }
    }
    edges.extend([(0, 10), (20, 21)]);
    Adjacency::from_undirected_ends(23, edges, Vec::new())
}

fn overlaps(points: &[Point], radii: &[f64]) -> usize {
    let pairs = (0..points.len()).flat_map(|one| (0..one).map(move |two| (one, two)));
    pairs.filter(|(one, two)| far(points[*one], points[*two]) < radii[*one] + radii[*two]).count()
}

#[test]
fn communities_stand_together_and_apart() {
    let radii = [4.0; 23];
    let points = force_atlas2(&cliques(), &radii, LayoutOptions::default());
    let mean = |nodes: std::ops::Range<usize>, others: std::ops::Range<usize>| {
        let pairs = nodes.flat_map(|one| others.clone().map(move |two| (one, two)));
        let all: Vec<f64> = pairs
            .filter(|(one, two)| one != two)
            .map(|(one, two)| far(points[one], points[two]))
            .collect();
        all.iter().sum::<f64>() / all.len() as f64
    };
    let (inside, between) = (mean(0..10, 0..10), mean(0..10, 10..20));
    assert!(between > 1.5 * inside, "{inside} inside, {between} between");
    assert_eq!(overlaps(&points, &radii), 0);
    for axis in 0..2 {
        let sum: f64 = points.iter().map(|point| point[axis]).sum();
        assert!(sum.abs() < 1e-6, "the centroid is in the middle");
    }
}

#[test]
fn any_number_of_threads_gives_the_same_picture() {
    let nodes: u32 = 1500;
    let ends = (1..nodes)
        .map(|node| (node / 3, node))
        .chain((0..nodes).map(|node| (node, node * 7 % nodes)));
    let graph = Adjacency::from_undirected_ends(nodes as usize, ends.collect(), Vec::new());
    let radii: Vec<f64> = (0..nodes).map(|node| 4.0 + f64::from(node % 5)).collect();
    let options = LayoutOptions { steps: 20, ..LayoutOptions::default() };
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| force_atlas2(&graph, &radii, options))
    };
    assert_eq!(with(1), with(3));
}

proptest! {
    #![proptest_config(crate::properties::cases(32))]

    #[test]
    fn every_node_has_a_place(
        nodes in 1..60usize,
        ends in proptest::collection::vec((any::<u32>(), any::<u32>()), 0..80),
        size in 1.0..100.0f64,
    ) {
        let within = |end: u32| end % nodes as u32;
        let ends = ends.into_iter().map(|(one, two)| (within(one), within(two))).collect();
        let graph = Adjacency::from_ends(nodes, ends, Vec::new());
        for (is_linlog, dissuades_hubs) in [(true, false), (false, true)] {
            let options = LayoutOptions { is_linlog, dissuades_hubs, steps: 50, ..LayoutOptions::default() };
            let points = force_atlas2(&graph, &vec![size; nodes], options);
            prop_assert_eq!(points.len(), nodes);
            prop_assert!(points.iter().flatten().all(|at| at.is_finite() && at.abs() <= 5000.0));
        }
    }
}

#[test]
fn a_placed_network_is_a_picture() {
    for corpus in [sample(), awkward(), citegraph::corpus::Corpus::default()] {
        for view in [View::Source, View::Cocitation] {
            let graph = graph(&corpus, view);
            let mut network = Network::new(&corpus.table(), &graph, Weight::Articles);
            network.apply_layout(&graph.compact(Weight::Articles), Colouring::Community);
            let legend: usize = network.legend.iter().map(|line| line.nodes).sum();
            assert_eq!(legend, network.nodes.len(), "every node is in the legend");
            let mut picture = Vec::new();
            svg::write(&network, &mut picture).expect("memory takes everything");
            let picture = String::from_utf8(picture).expect("UTF-8");
            let mut joined = std::collections::BTreeSet::new();
            let edges = graph.edges().filter(|([from, to], _)| from != to);
            edges.for_each(|(ends, _)| joined.extend(ends));
            let drawn = if joined.is_empty() { network.nodes.len() } else { joined.len() };
            assert_eq!(picture.matches("<circle ").count(), drawn + network.legend.len());
            let hidden = format!("{} nodes without an edge", network.nodes.len() - drawn);
            assert_eq!(picture.contains(&hidden), drawn < network.nodes.len());
            assert!(!picture.contains("<script") && !picture.contains("href"), "{picture}");
            let mut text = Vec::new();
            gexf::write(&network, &mut text).expect("memory takes everything");
            let text = String::from_utf8(text).expect("UTF-8");
            assert_eq!(text.matches("<viz:position ").count(), network.nodes.len());
            let found =
                citegraph::export::doctor::examine(text.as_bytes()).expect("a graph file").findings;
            let found: Vec<_> = found.iter().filter(|one| one.trap != "infinity-text").collect();
            assert!(found.is_empty(), "{found:?}");
        }
    }
}

#[test]
fn pictures_are_drawn_on_the_command_line() {
    let root = folder(&[
        (
            "a.md",
            "---\nfrom: https://a.example/1\n---\n[x](https://nytimes.com/) [y](https://y.example/)\n",
        ),
        ("edges.txt", "1 2\n2 3\n"),
    ]);
    let svg = output(root.path(), &["graph", "a.md", "--format", "svg", "--colour", "type"]);
    assert!(svg.contains("<title>nytimes.com</title>") && svg.contains(">newspaper ("), "{svg}");
    let gexf = output(root.path(), &["graph", "a.md", "--layout"]);
    assert_eq!(gexf.matches("<viz:position ").count(), 3, "{gexf}");
    let json =
        output(root.path(), &["graph", "--edges", "edges.txt", "--layout", "--format", "json"]);
    assert_eq!(json.matches("\"x\":").count(), 3, "{json}");
}

#[test]
fn the_legend_of_a_picture_counts_what_is_drawn() {
    let root = folder(&[
        ("p/1.md", "Bread of [x](https://one.example/a) and [y](https://two.example/b) rose.\n"),
        ("p/2.md", "Bread of [x](https://alone.example/a) rose.\n"),
    ]);
    let svg = output(root.path(), &["graph", "-q", "p", "--view", "cocitation", "--format", "svg"]);
    assert!(svg.contains("1 node without an edge is not drawn"), "{svg}");
    assert!(svg.contains(">one.example (2)<") && !svg.contains("all others"), "{svg}");
}
