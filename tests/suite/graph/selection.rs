//! Parts of graphs, joins with tables, merged names, slices of time, and the graph in numbers.

use std::collections::BTreeSet;
use std::path::Path;

use citegraph::corpus::{Corpus, Selection};
use citegraph::export::Network;
use citegraph::export::selection::{Condition, SelectionStep};
use citegraph::graph::{
    Adjacency, Graph, GraphPlan, GraphSummary, View, Weight, nodes_within,
    weighted_betweenness_centrality, weighted_closeness_centrality,
};
use citegraph::source::{Aliases, Sources};
use proptest::prelude::*;
use serde::Deserialize;

use crate::support::articles::articles;
use crate::support::program::{folder, output, run};

#[derive(Deserialize)]
struct PathCase {
    name: String,
    weighted_betweenness: Vec<f64>,
    weighted_closeness: Vec<f64>,
    density: Option<f64>,
    isolates: u64,
    ego: Vec<Vec<usize>>,
}

#[derive(Deserialize)]
struct Graphs {
    graphs: Vec<GraphOfCase>,
}

#[derive(Deserialize)]
struct GraphOfCase {
    name: String,
    nodes: usize,
    edges: Vec<(u32, u32, f64)>,
    reciprocity: Option<f64>,
}

#[test]
fn ways_neighbourhoods_and_sizes_are_those_of_networkx() {
    let cases: Vec<PathCase> =
        serde_json::from_str(include_str!("../../oracle/paths.json")).expect("the oracle's shape");
    let graphs: Graphs = serde_json::from_str(include_str!("../../oracle/expected.json"))
        .expect("the oracle's shape");
    assert_eq!(cases.len(), graphs.graphs.len());
    for (case, of) in cases.iter().zip(graphs.graphs) {
        assert_eq!(case.name, of.name);
        let graph = Adjacency::from_sorted(of.nodes, &of.edges);
        let close = |found: &[f64], wanted: &[f64]| {
            assert_eq!(found.len(), wanted.len(), "{}", case.name);
            for (at, (found, wanted)) in found.iter().zip(wanted).enumerate() {
                let far = (found - wanted).abs();
                assert!(
                    far <= 1e-9 * wanted.abs().max(1.0),
                    "{} {at}: {found} for {wanted}",
                    case.name
                );
            }
        };
        close(&weighted_betweenness_centrality(&graph), &case.weighted_betweenness);
        close(&weighted_closeness_centrality(&graph), &case.weighted_closeness);
        for (depth, wanted) in (0..).zip(&case.ego) {
            let found = nodes_within(&graph, 0, depth);
            let found: Vec<usize> = (0..of.nodes).filter(|node| found[*node]).collect();
            assert_eq!(found, *wanted, "{} to depth {depth}", case.name);
        }
        let summary = GraphSummary::new(&graph);
        assert_eq!(summary.isolates, case.isolates, "{}", case.name);
        let same = |one: Option<f64>, two: Option<f64>| match (one, two) {
            (Some(one), Some(two)) => (one - two).abs() < 1e-9,
            (one, two) => one == two,
        };
        assert!(same(summary.density, case.density), "{}: {:?}", case.name, summary.density);
        assert!(
            same(summary.reciprocity, of.reciprocity),
            "{}: {:?}",
            case.name,
            summary.reciprocity
        );
    }
}

fn built(corpus: &Corpus, view: View) -> Graph {
    let (selection, sources) = (Selection::default(), Sources::none());
    Graph::new(&corpus.table(), &GraphPlan::new(view, &selection, &sources)).expect("a small graph")
}

fn names(graph: &Graph) -> Vec<String> {
    graph.graph.raw_nodes().iter().map(|node| node.weight.name.clone()).collect()
}

fn sum(graph: &Graph) -> f64 {
    graph.weights(Weight::Citations).sum()
}

proptest! {
    #![proptest_config(crate::properties::cases(64))]

    /// What is kept and what is dropped is the whole; an edge goes only with an end or by its own mark.
    #[test]
    fn what_a_step_keeps_and_drops_is_the_whole(list in articles(), least in 1..4u64) {
        let corpus: Corpus = list.into_iter().collect();
        for &view in View::ALL {
            let graph = built(&corpus, view);
            let network = Network::new(&corpus.table(), &graph, Weight::Citations);
            let compact = graph.compact(Weight::Citations);
            let names = names(&graph);
            let mut steps = vec![
                SelectionStep::LargestComponent,
                SelectionStep::Top(3),
                SelectionStep::Connected,
                SelectionStep::Filter(Condition::parse(&format!("edge.weight>={least}")).expect("a condition")),
                SelectionStep::Filter(Condition::parse("label~d0").expect("a condition")),
            ];
            steps.extend(names.first().map(|name| SelectionStep::Ego { name: name.clone(), depth: 1 }));
            for step in steps {
                let kept = step.keep(&network, &compact, &names).expect("a step");
                let mut part = graph.clone();
                let stats = part.retain(&kept.nodes, &kept.edges, Weight::Citations);
                prop_assert_eq!(part.graph.node_count(), kept.nodes.iter().filter(|one| **one).count());
                let stays = |([from, to], marked): ([usize; 2], bool)| marked && kept.nodes[from] && kept.nodes[to];
                let ends = graph.edges().map(|(ends, _)| ends).zip(kept.edges.iter().copied());
                let weights = graph.weights(Weight::Citations);
                let wanted: f64 = ends.zip(weights).filter(|(edge, _)| stays(*edge)).map(|(_, weight)| weight).sum();
                prop_assert!((sum(&part) - wanted).abs() < 1e-9, "{step}");
                prop_assert!((stats.weight.0 - wanted).abs() < 1e-9 && (stats.weight.1 - sum(&graph)).abs() < 1e-9);
            }
        }
    }

    /// One name for some domains changes no sum.
    #[test]
    fn merged_names_keep_every_sum(list in articles()) {
        let corpus: Corpus = list.into_iter().collect();
        let aliases = Aliases::parse("d00.example\tone\nd01.example\tone\nd02.example\tone\n").expect("a table");
        let (selection, sources) = (Selection::default(), Sources::none());
        for view in [View::Bipartite, View::Source, View::Tag] {
            let plain = GraphPlan::new(view, &selection, &sources);
            let before = Graph::new(&corpus.table(), &plain).expect("no projection");
            let plan = GraphPlan { aliases: Some(&aliases), ..plain };
            let after = Graph::new(&corpus.table(), &plan).expect("no projection");
            for weight in [Weight::Citations, Weight::Fractional] {
                let all = |graph: &Graph| graph.weights(weight).sum::<f64>();
                prop_assert!((all(&before) - all(&after)).abs() < 1e-9);
            }
            let merged = ["d00.example", "d01.example", "d02.example"];
            let cited: BTreeSet<String> = names(&after).into_iter().collect();
            prop_assert!(view != View::Source || merged.iter().all(|name| !cited.contains(*name)));
        }
    }
}

/// Three posts of two years, and one without a date.
fn posts() -> tempfile::TempDir {
    let post = |date: &str, links: &[&str]| {
        let links: String =
            links.iter().map(|host| format!("Bread of [x](https://{host}/a) rose.\n\n")).collect();
        format!("---\ntitle: T {}\n{date}---\n\n{links}", date.replace(':', "").trim())
    };
    folder(&[
        ("p/1.md", &post("date: 2020-02-03\n", &["nytimes.com", "reuters.com", "one.example"])),
        ("p/2.md", &post("date: 2020-11-03\n", &["nytimes.com", "two.example"])),
        ("p/3.md", &post("date: 2021-01-09\n", &["nytimes.com", "reuters.com"])),
        ("p/4.md", &post("", &["lonely.example"])),
    ])
}

fn json(root: &Path, args: &[&str]) -> serde_json::Value {
    let text = output(root, &[&["graph", "-q", "p", "--format", "node-link"], args].concat());
    serde_json::from_str(&text).expect("JSON")
}

fn labels(graph: &serde_json::Value) -> BTreeSet<String> {
    let nodes = graph["nodes"].as_array().expect("nodes");
    nodes.iter().map(|node| node["label"].as_str().expect("a label").to_owned()).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn parts_are_chosen_by_flags() {
    let root = posts();
    let of = |args: &[&str]| labels(&json(root.path(), args));
    let two = ["--view", "cocitation"];
    assert_eq!(
        of(&[&two[..], &["--ego", "two.example"]].concat()),
        set(&["two.example", "nytimes.com"])
    );
    assert_eq!(of(&[&two[..], &["--ego", "TWO.example:2"]].concat()).len(), 4);
    assert!(of(&[&two[..], &["--keep", "largest-component"]].concat()).contains("one.example"));
    assert!(!of(&[&two[..], &["--drop-isolates"]].concat()).contains("lonely.example"));
    assert!(of(&two).contains("lonely.example"));
    let top = of(&["--keep", "top:1"]);
    assert!(top.contains("nytimes.com") && top.len() == 4, "the node and who cites it: {top:?}");
    let named = of(&["--filter", "label~example"]);
    assert_eq!(named, set(&["one.example", "two.example", "lonely.example"]));
    let cited = of(&["--view", "source", "--filter", "citations >= 2"]);
    assert!(cited.contains("nytimes.com") && !cited.contains("two.example"), "{cited:?}");
    let late = json(root.path(), &["--filter", "edge.first>=2021"]);
    assert_eq!(late["edges"].as_array().map(Vec::len), Some(2), "{late}");
    let press = of(&["--filter", "type=newspaper"]);
    assert!(press.contains("nytimes.com") && !press.contains("one.example"), "{press:?}");
    assert_eq!(press.iter().filter(|name| name.starts_with("T ")).count(), 3, "{press:?}");
}

#[test]
fn what_cannot_be_chosen_is_said_with_names_like_it() {
    let root = posts();
    for (args, word) in [
        (&["--filter", "contry=US"][..], "unknown column contry; did you mean country?"),
        (&["--filter", "citations=many"], "citations contains numbers, but “many” is not a number"),
        (&["--filter", "newspapers"], "“newspapers” is not a condition"),
        (&["--ego", "nytimes.co"], "no node is called nytimes.co; did you mean nytimes.com?"),
        (&["--keep", "best"], "--keep best is not a selection"),
        (&["--nodes", "none.csv"], "cannot read none.csv"),
        (&["--slices", "year"], "give a folder with -o"),
        (&["--summary", "--format", "gexf"], "--summary is printed as text"),
    ] {
        let ran = run(root.path(), &[&["graph", "p"], args].concat());
        assert!(ran.code == 2 && ran.stderr.contains(word), "{args:?}: {}", ran.stderr);
    }
    let told = run(root.path(), &["graph", "p", "--view", "cocitation", "--drop-isolates"]).stderr;
    assert!(
        told.contains(
            "note: nodes with an edge kept 4 of 4 edges with 100.0% of the weight, and 4 of 5 nodes"
        ),
        "{told}"
    );
}

#[test]
fn a_table_adds_columns_and_its_rows_without_a_node_are_told() {
    let root = posts();
    std::fs::write(
        root.path().join("mine.csv"),
        "domain,tone,reach\nnytimes.com,calm,9\nelsewhere.example,loud,3\n",
    )
    .expect("a file");
    let ran = run(root.path(), &["graph", "p", "--nodes", "mine.csv", "--format", "node-link"]);
    assert!(
        ran.stderr.contains("note: --nodes adds the columns tone, reach to 1 of 9 nodes"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("warning: 1 row matches no node in the graph: elsewhere.example"),
        "{}",
        ran.stderr
    );
    let graph: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let paper = graph["nodes"]
        .as_array()
        .and_then(|nodes| nodes.iter().find(|node| node["label"] == "nytimes.com"));
    assert!(paper.is_some_and(|paper| paper["tone"] == "calm" && paper["reach"] == 9), "{graph}");
    let calm = json(root.path(), &["--nodes", "mine.csv", "--filter", "reach>5"]);
    assert_eq!(labels(&calm).len(), 4, "{calm}");
    std::fs::write(root.path().join("names.tsv"), "one.example\tsmall\ntwo.example\tsmall\n")
        .expect("a file");
    let merged = json(root.path(), &["--view", "cocitation", "--alias", "names.tsv"]);
    assert_eq!(labels(&merged), set(&["nytimes.com", "reuters.com", "small", "lonely.example"]));
    for form in ["gexf", "graphml", "csv"] {
        let out = format!("out-{form}");
        assert_eq!(
            run(root.path(), &["graph", "p", "--nodes", "mine.csv", "--format", form, "-o", &out])
                .code,
            0
        );
    }
    let gexf = std::fs::read_to_string(root.path().join("out-gexf")).expect("a file");
    assert!(gexf.contains(r#"<attribute id="reach" title="reach" type="integer"/>"#), "{gexf}");
}

#[test]
fn slices_add_up_to_the_whole() {
    let root = posts();
    let ran = run(
        root.path(),
        &[
            "graph",
            "p",
            "--view",
            "source",
            "--weight",
            "citations",
            "--slices",
            "quarter",
            "--format",
            "node-link",
            "-o",
            "s",
        ],
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr.contains(
            "note: wrote 3 slices and dynamic.gexf; 1 article has no date and is only in dynamic.gexf"
        ),
        "{}",
        ran.stderr
    );
    let mut weight = 0.0;
    for name in ["2020-Q1", "2020-Q4", "2021-Q1"] {
        let text =
            std::fs::read_to_string(root.path().join(format!("s/{name}.json"))).expect("a slice");
        let slice: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let edges = slice["edges"].as_array().expect("edges");
        weight += edges.iter().filter_map(|edge| edge["weight"].as_f64()).sum::<f64>();
    }
    assert_eq!(weight, 7.0, "all dated citations");
    let dynamic = std::fs::read_to_string(root.path().join("s/dynamic.gexf")).expect("a file");
    assert!(dynamic.contains(r#"value="1.0" start="2020-10-01" end="2020-12-31""#), "{dynamic}");
    assert!(
        dynamic.contains(r#"value="1.0" start="2020-01-01" end="2021-03-31""#),
        "the undated one: {dynamic}"
    );
    let tables =
        run(root.path(), &["graph", "p", "--slices", "month", "--format", "csv", "-o", "t"]);
    assert!(
        tables.code == 0 && root.path().join("t/2020-02-nodes.csv").exists(),
        "{}",
        tables.stderr
    );
}

#[test]
fn a_graph_is_summed_up_in_text_and_json() {
    let root = posts();
    let text = output(root.path(), &["graph", "-q", "p", "--view", "cocitation", "--summary"]);
    assert!(
        text.starts_with("nodes              5 nodes\nedges              4 edges, undirected\n"),
        "{text}"
    );
    assert!(text.contains("modularity") && text.contains("by chance"), "{text}");
    let json = output(
        root.path(),
        &["graph", "-q", "p", "--view", "cocitation", "--summary", "--format", "json"],
    );
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        (&json["nodes"], &json["isolates"], &json["components"]),
        (&5.into(), &1.into(), &2.into())
    );
    assert_eq!(json["reciprocity"], serde_json::Value::Null);
    std::fs::write(root.path().join("l.csv"), "source;target;weight\na;b;1,5\nb;a;1\n")
        .expect("a file");
    let list =
        output(root.path(), &["graph", "-q", "--edges", "l.csv", "--summary", "--format", "json"]);
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!((&list["weight"], &list["reciprocity"]), (&2.5.into(), &1.0.into()), "{list}");
    let ego = output(
        root.path(),
        &["graph", "-q", "--edges", "l.csv", "--ego", "a:0", "--format", "node-link"],
    );
    assert!(ego.contains("\"label\":\"a\"") && !ego.contains("\"label\":\"b\""), "{ego}");
}

/// Every form of a graph is written; their readers compare them in `tests/readers/interchange.py`.
#[test]
fn every_form_is_written() {
    let root = posts();
    for (form, path, holds) in [
        ("node-link", "a.json", "\"multigraph\":false"),
        ("gml", "a.gml", "source_type \"news"),
        ("pajek", "a.net", "*Arcs"),
        ("cx2", "a.cx2", "\"CXVersion\":\"2.0\""),
        ("neo4j", "neo/nodes.csv", "id:ID,label:string,:LABEL,node_class:string,citations:long"),
        (
            "kuzu",
            "kuzu/schema.cypher",
            "CREATE NODE TABLE Node(id STRING, label STRING, `node_class` STRING",
        ),
    ] {
        let target = path.split('/').next().expect("a name");
        let ran = run(root.path(), &["graph", "p", "--format", form, "-o", target]);
        assert_eq!(ran.code, 0, "{form}: {}", ran.stderr);
        let text = std::fs::read_to_string(root.path().join(path)).expect("a file");
        assert!(text.contains(holds), "{form}: {text}");
    }
    assert_eq!(run(root.path(), &["graph", "p", "--format", "kuzu"]).code, 2);
    assert!(output(root.path(), &["graph", "-q", "p", "--format", "gml"]).starts_with("Creator"));
}
