//! `citegraph diff`, and what two graphs do not have in common.

use citegraph::corpus::Corpus;
use citegraph::export::{CellValue, Network};
use citegraph::graph::{Change, Difference, View, Weight};
use proptest::prelude::*;

use crate::graph::exports::graph;
use crate::support::articles::{article, articles, citation};
use crate::support::program::{folder, output};

fn blog(posts: &[(&str, &[&str])]) -> Corpus {
    let post = |(input, cited): &(&str, &[&str])| {
        let cited = cited.iter().map(|domain| citation(0, domain, "x")).collect();
        article(input, Some("https://blog.example/"), cited)
    };
    posts.iter().map(post).collect()
}

fn changes(older: &Corpus, newer: &Corpus, view: View) -> Difference {
    Difference::between(&graph(older, view), &graph(newer, view), Weight::Articles)
}

#[test]
fn nodes_and_edges_are_born_gone_grown_and_shrunk() {
    let older = blog(&[
        ("1.md", &["gone.example", "less.example", "same.example"]),
        ("2.md", &["less.example"]),
    ]);
    let newer = blog(&[("1.md", &["less.example", "same.example"]), ("3.md", &["born.example"])]);
    let difference = changes(&older, &newer, View::Source);
    let edges: Vec<_> =
        difference.edges.iter().map(|edge| (difference.names(edge)[1], edge.change)).collect();
    let wanted = [
        ("born.example", Change::Born),
        ("gone.example", Change::Gone),
        ("less.example", Change::Shrunk),
        ("same.example", Change::Same),
    ];
    assert_eq!(edges, wanted);
    let names = |nodes: Vec<&citegraph::graph::NodeChange>| {
        nodes.into_iter().map(|node| node.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(difference.lost().collect()), ["gone.example"]);
    assert_eq!(names(difference.found().collect()), ["born.example"]);
    let back = changes(&newer, &older, View::Source);
    assert!(
        back.edges
            .iter()
            .any(|edge| edge.change == Change::Grown && back.names(edge)[1] == "less.example")
    );
}

#[test]
fn a_network_tells_what_changed() {
    let older = blog(&[("1.md", &["gone.example", "same.example"])]);
    let newer = blog(&[("1.md", &["same.example", "born.example"])]);
    let graphs = [graph(&older, View::Source), graph(&newer, View::Source)];
    let networks = [
        Network::new(&older.table(), &graphs[0], Weight::Articles),
        Network::new(&newer.table(), &graphs[1], Weight::Articles),
    ];
    let difference = Difference::between(&graphs[0], &graphs[1], Weight::Articles);
    let network = Network::changed(networks, difference);
    let at = network.node_columns.iter().position(|column| column.name == "change");
    let told: Vec<_> = network
        .nodes
        .iter()
        .map(|row| (row.label.as_str(), row.cells[at.expect("a column")].clone()))
        .collect();
    let text = |word: &str| Some(CellValue::Text(word.to_owned()));
    let wanted = [
        ("blog.example", text("same")),
        ("born.example", text("born")),
        ("gone.example", text("gone")),
        ("same.example", text("same")),
    ];
    assert_eq!(told, wanted);
    assert!(network.nodes.iter().all(|row| row.cells.len() == network.node_columns.len()));
    assert!(network.rows().all(|row| row.cells.len() == network.edge_columns.len()));
    let ends: Vec<_> = network.rows().map(|row| (row.source, row.target)).collect();
    assert_eq!(ends, [(0, 1), (0, 2), (0, 3)]);
}

proptest! {
    #![proptest_config(crate::properties::cases(48))]

    #[test]
    fn differences_add_up(older in articles(), newer in articles()) {
        let (older, newer): (Corpus, Corpus) =
            (older.into_iter().collect(), newer.into_iter().collect());
        for &view in View::ALL {
            let graphs = [graph(&older, view), graph(&newer, view)];
            let difference = Difference::between(&graphs[0], &graphs[1], Weight::Articles);
            for (side, graph) in graphs.iter().enumerate() {
                let nodes = difference.nodes.iter().filter(|node| node.indices[side].is_some()).count();
                let edges: Vec<f64> = difference.edges.iter()
                    .filter_map(|edge| if side == 0 { edge.before } else { edge.after })
                    .collect();
                // One input twice in a corpus, with two contents, is one name.
                prop_assert!(nodes <= graph.graph.node_count());
                prop_assert!(edges.len() <= graph.edge_count());
            }
            let same = Difference::between(&graphs[0], &graphs[0], Weight::Articles);
            prop_assert!(same.nodes.iter().all(|node| node.change == Change::Same));
            prop_assert!(same.edges.iter().all(|edge| edge.change == Change::Same));
        }
    }
}

#[test]
fn two_runs_are_compared_on_the_command_line() {
    let post = |body: &str| format!("---\nfrom: https://blog.example/1\n---\n{body}\n");
    let root = folder(&[
        (
            "old/1.md",
            &post("[a](https://one.example/) [b](https://two.example/?access_token=s3cret)"),
        ),
        ("new/1.md", &post("[a](https://one.example/) [a](https://one.example/b)")),
    ]);
    for side in ["old", "new"] {
        output(root.path(), &["report", "--quiet", side, "-o", &format!("{side}-run")]);
    }
    let args = ["diff", "old-run", "new-run", "--view", "source", "--quiet"];
    let text = output(root.path(), &args);
    assert!(text.contains("edges: 0 added, 1 removed, 0 grown, 0 shrunk, 1 same"), "{text}");
    assert!(text.contains("no longer cited (1)\n  two.example: 1\n"), "{text}");
    let folders = ["diff", "old", "new", "--view", "source", "--quiet"];
    assert_eq!(output(root.path(), &folders), text, "articles are read as their report is");
    let keys = output(root.path(), &[&args[..], &["--weight", "keys"]].concat());
    assert!(keys.contains("edges grown (1)\n  blog.example -> one.example: 1 -> 2\n"), "{keys}");
    let json = output(root.path(), &[&args[..], &["--format", "json", "--level", "url"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["edges"].as_array().expect("a list").len(), 3, "{json}");
    assert!(!json.to_string().contains("s3cret"), "{json}");
    let gexf = output(root.path(), &[&args[..], &["--format", "gexf"]].concat());
    assert!(gexf.contains(r#"<attvalue for="change" value="gone"/>"#), "{gexf}");
    assert!(gexf.contains(r#"<attvalue for="weight_before" value="1.0"/>"#), "{gexf}");
}
