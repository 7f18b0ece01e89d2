//! The page of a graph: it has every node, edge and citation, and nothing gets out of its quotes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use citegraph::corpus::Corpus;
use citegraph::export::csv::guard;
use citegraph::export::{Colouring, Network, TableForm, csv, graph_page};
use citegraph::graph::{Graph, GraphPlan, View, Weight};
use citegraph::report::ReportOptions;
use citegraph::source::Sources;
use flate2::read::GzDecoder;
use scraper::{Html, Selector};
use serde_json::Value;

use crate::support::articles::{article, awkward, citation, sample};
use crate::support::program::{folder, output, run};

/// The network of a view with everything that its page shows.
fn network(corpus: &Corpus, view: View) -> Network {
    let (options, sources) = (ReportOptions::default(), Sources::default());
    let plan = GraphPlan::new(view, &options.selection, &sources);
    let graph = Graph::new(&corpus.table(), &plan).expect("a small graph");
    let mut network = Network::new(&corpus.table(), &graph, Weight::Articles);
    network.apply_layout(&graph.compact(Weight::Articles), Colouring::Community);
    network.add_citations(corpus, &corpus.table(), &graph, &plan);
    network
}

fn written(network: &Network) -> String {
    let mut bytes = Vec::new();
    graph_page::write(network, &mut bytes).expect("memory takes everything");
    String::from_utf8(bytes).expect("UTF-8")
}

/// The rows of all blocks by their kind; what is shared is one row.
fn unpacked(page: &str) -> BTreeMap<String, Vec<Value>> {
    let selector = Selector::parse("script[data-block]").expect("a selector");
    let mut rows: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for block in Html::parse_document(page).select(&selector) {
        let packed = STANDARD.decode(block.text().collect::<String>()).expect("base64");
        let mut text = String::new();
        GzDecoder::new(&packed[..]).read_to_string(&mut text).expect("gzip");
        let kind = block.value().attr("data-block").expect("a kind").to_owned();
        let own = match serde_json::from_str(&text).expect("JSON") {
            Value::Array(own) => own,
            shared => vec![shared],
        };
        rows.entry(kind).or_default().extend(own);
    }
    rows
}

fn rows<'a>(blocks: &'a BTreeMap<String, Vec<Value>>, kind: &str) -> &'a [Value] {
    blocks.get(kind).map_or(&[], Vec::as_slice)
}

/// The rows of a table as the page has them.
fn table(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Vec<Vec<String>> {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("memory takes everything");
    let mut reader = ::csv::Reader::from_reader(&bytes[..]);
    reader.records().map(|row| row.expect("CSV").iter().map(str::to_owned).collect()).collect()
}

fn is_same(cell: &Value, text: &str) -> bool {
    match cell {
        Value::Null => text.is_empty(),
        Value::String(own) => guard(own) == text,
        // The reader of JSON here rounds the last digit.
        number => number
            .as_f64()
            .zip(text.parse::<f64>().ok())
            .is_some_and(|(own, wanted)| (own - wanted).abs() <= 1e-12 * wanted.abs()),
    }
}

#[test]
fn the_page_has_every_node_and_edge_with_its_values() {
    let corpus = sample();
    for &view in View::ALL {
        let network = network(&corpus, view);
        let blocks = unpacked(&written(&network));
        let nodes = table(|out| csv::nodes(&network, TableForm::default(), out));
        let own = rows(&blocks, "nodes");
        assert_eq!(own.len(), nodes.len(), "{view:?}");
        for (own, row) in own.iter().zip(&nodes) {
            assert_eq!(format!("n{}", own[0]), row[0]);
            assert!(is_same(&own[1], &row[1]), "{own} {row:?}");
            for (at, text) in row[2..].iter().enumerate() {
                assert!(is_same(&own[6 + at], text), "{view:?} {at}: {own} {row:?}");
            }
        }
        let edges = table(|out| csv::edges(&network, TableForm::default(), out));
        let own = rows(&blocks, "edges");
        assert_eq!(own.len(), edges.len(), "{view:?}");
        for (own, row) in own.iter().zip(&edges) {
            let ends = [&own[1], &own[2]].map(|end| format!("n{end}"));
            assert_eq!(
                (&ends[0], &ends[1], format!("e{}", own[0])),
                (&row[0], &row[1], row[3].clone())
            );
            assert!(is_same(&own[3], &row[4]), "{own} {row:?}");
            for (at, text) in row[5..].iter().enumerate() {
                assert!(is_same(&own[4 + at], text), "{view:?} {at}: {own} {row:?}");
            }
        }
    }
}

#[test]
fn every_edge_leads_to_as_many_articles_as_it_weighs() {
    for corpus in [sample(), awkward()] {
        for &view in View::ALL {
            let blocks = unpacked(&written(&network(&corpus, view)));
            let citations = rows(&blocks, "citations");
            // By node: the articles or things that it is joined to others by.
            let mut lists: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
            for row in citations {
                let nodes = row[1].as_array().expect("nodes").iter().chain([&row[2]]);
                for node in nodes.filter_map(Value::as_u64) {
                    lists.entry(node).or_default().insert(row[3].as_u64().expect("a number"));
                }
            }
            for edge in rows(&blocks, "edges") {
                let weight = edge[3].as_f64().expect("a weight") as usize;
                let [source, target] = [1, 2].map(|at| edge[at].as_u64().expect("a node"));
                let articles: BTreeSet<u64> = match view.is_directed() {
                    true => citations
                        .iter()
                        .filter(|row| {
                            row[2] == target && row[1].as_array().unwrap().contains(&edge[1])
                        })
                        .map(|row| row[0].as_u64().expect("an article"))
                        .collect(),
                    false => lists[&source].intersection(&lists[&target]).copied().collect(),
                };
                assert_eq!(articles.len(), weight, "{view:?}: {edge}");
            }
        }
    }
}

#[test]
fn no_text_of_an_article_becomes_markup_and_no_secret_is_shown() {
    let title = "</script><img src=x onerror=alert(1)> \u{202e}gpj.exe ]]> &lt;b&gt; '\"";
    let mut one = article("a\"><b>.md", Some("https://a.example/?token=s3cret"), Vec::new());
    one.title = Some(title.to_owned());
    one.citations = vec![citation(0, "b.example", title)];
    let hostile: Corpus = [one].into_iter().collect();
    for corpus in [hostile, sample(), awkward()] {
        for &view in View::ALL {
            let page = written(&network(&corpus, view));
            let document = Html::parse_document(&page);
            let count = |selector: &str| {
                document.select(&Selector::parse(selector).expect("a selector")).count()
            };
            assert_eq!(count("img, iframe, b, [onerror], [src], link, a"), 0, "{view:?}");
            assert_eq!(count("script"), count("script[data-citegraph]"));
            let blocks = format!("{:?}", unpacked(&page));
            assert!(!page.contains("s3cret") && !blocks.contains("s3cret"), "{view:?}");
            assert!(!page.contains('\u{202e}') && !blocks.contains('\u{202e}'), "{view:?}");
        }
    }
}

#[test]
fn any_number_of_threads_writes_the_same_page() {
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| written(&network(&awkward(), View::Bipartite)))
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn a_graph_of_nothing_is_a_page() {
    for &view in View::ALL {
        let page = written(&network(&Corpus::default(), view));
        let blocks = unpacked(&page);
        assert_eq!(blocks.keys().collect::<Vec<_>>(), ["shared"]);
        assert!(page.contains("0 nodes and 0 edges"), "{page}");
    }
}

#[test]
fn the_rows_that_need_no_script_are_the_largest() {
    let page = written(&network(&sample(), View::Source));
    let document = Html::parse_document(&page);
    let first = Selector::parse("#table-box tbody th").expect("a selector");
    let names: Vec<String> = document.select(&first).map(|one| one.text().collect()).collect();
    let largest = unpacked(&page)["nodes"]
        .iter()
        .max_by(|one, two| one[4].as_f64().partial_cmp(&two[4].as_f64()).expect("numbers"))
        .map(|row| row[1].as_str().expect("a name").to_owned());
    assert_eq!(names.first(), largest.as_ref());
    assert_eq!(names.len(), unpacked(&page)["nodes"].len());
}

#[test]
fn pages_are_written_on_the_command_line() {
    let root = folder(&[
        (
            "a.md",
            "---\nfrom: https://a.example/1\ndate: 2020-02-03\n---\n[x](https://x.example/) [y](https://y.example/)\n",
        ),
        (
            "b.md",
            "---\nfrom: https://b.example/1\ndate: 2021-02-03\n---\n[x](https://x.example/)\n",
        ),
        ("edges.txt", "1 2\n2 3\n"),
    ]);
    let root = root.path();
    let page = output(root, &["graph", "a.md", "b.md", "--format", "html"]);
    assert_eq!(rows(&unpacked(&page), "citations").len(), 3);
    // What a selection drops is on the page neither as an edge nor as a citation.
    let page = output(root, &["graph", ".", "--keep", "top:1", "--format", "html"]);
    assert_eq!(["edges", "citations"].map(|kind| rows(&unpacked(&page), kind).len()), [2, 2]);
    let page = output(root, &["graph", "--edges", "edges.txt", "--format", "html"]);
    assert_eq!(rows(&unpacked(&page), "edges").len(), 2);
    let ran = run(
        root,
        &["graph", "a.md", "b.md", "--slices", "year", "--format", "html", "-o", "years"],
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let slice = std::fs::read_to_string(root.join("years/2020.html")).expect("a slice");
    assert_eq!(rows(&unpacked(&slice), "citations").len(), 2);
    let ran = run(root, &["graph", "a.md", "b.md", "-o", "graph.html"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}
