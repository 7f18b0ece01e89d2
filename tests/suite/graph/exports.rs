//! What the files for other programs hold. Their own readers check them in `tests/readers`.

use citegraph::corpus::Corpus;
use citegraph::export::{
    CellValue, ColumnNaming, Network, TableForm, csv, dot, gexf, graphml, graphology, jsonl,
};
use citegraph::graph::metrics::Metric;
use citegraph::graph::{Graph, GraphPlan, View, Weight, weights_by_year};
use citegraph::report::{Report, ReportOptions, json};
use citegraph::source::Sources;

use crate::support::articles::{article, awkward, citation, sample};

/// The graph of a view, with all that is known of sources.
pub(crate) fn graph(corpus: &Corpus, view: View) -> Graph {
    let (options, sources) = (ReportOptions::default(), Sources::default());
    Graph::new(&corpus.table(), &GraphPlan::new(view, &options.selection, &sources))
        .expect("a small graph")
}

/// Every file of a corpus, by name.
pub(crate) fn files(corpus: &Corpus, view: View) -> Vec<(&'static str, String)> {
    let options = ReportOptions::default();
    let sources = Sources::default();
    let network = Network::new(&corpus.table(), &graph(corpus, view), options.weight);
    let selection = &options.selection;
    let mut files = graph_files(&network);
    files.push(("citations.csv", written(|out| csv::citations(corpus, selection, &sources, out))));
    files.push(("citations.jsonl", written(|out| jsonl::write(&corpus.articles, out))));
    if matches!(view, View::Source | View::Bipartite) {
        let report = Report::new(&corpus.table(), &options);
        files.push(("report.json", written(|out| json::write(&report, out))));
    }
    files
}

/// Every file of a graph, by name.
fn graph_files(network: &Network) -> Vec<(&'static str, String)> {
    vec![
        ("graph.gexf", written(|out| gexf::write(network, out))),
        ("graph.graphml", written(|out| graphml::write(network, out))),
        ("graph.json", written(|out| graphology::write(network, ColumnNaming::Gephi, out))),
        ("graph.dot", written(|out| dot::write(network, out))),
        ("nodes.csv", written(|out| csv::nodes(network, TableForm::default(), out))),
        ("edges.csv", written(|out| csv::edges(network, TableForm::default(), out))),
    ]
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("memory takes everything");
    String::from_utf8(bytes).expect("files are UTF-8")
}

fn file(corpus: &Corpus, name: &str) -> String {
    let files = files(corpus, View::Source);
    files.into_iter().find(|(other, _)| *other == name).expect("a file of that name").1
}

/// The awkward corpus with a title of a megabyte, one of every plane of Unicode, and links inside.
fn large() -> Corpus {
    let planes =
        (0..17_u32).flat_map(|plane| (0..64).map(move |at| (plane << 16) + 0x3400 + at * 7));
    let planes: String = planes.filter_map(char::from_u32).collect();
    let mut corpus = awkward();
    for (at, title) in ["x".repeat(1 << 20), planes].into_iter().enumerate() {
        let origin = format!("https://d{at:02}.example/large");
        let cited = vec![citation(0, "d00.example", "large"), citation(1, "d05.example", "x")];
        let mut one = article(&format!("large{at}.md"), Some(&origin), cited);
        one.tags = vec!["]]>".to_owned(), "null".to_owned(), title.clone()];
        one.authors = vec!["INF\u{1}".to_owned()];
        one.title = Some(title);
        corpus.ingest(one);
    }
    corpus.finish()
}

/// Writes folders of files where `CITEGRAPH_EXPORTS` says, for the readers in `tests/readers`.
#[test]
fn all_files_can_be_written() {
    for (name, corpus) in [("sample", sample()), ("awkward", large()), ("none", Corpus::default())]
    {
        for &view in View::ALL {
            let files = files(&corpus, view);
            let Some(root) = std::env::var_os("CITEGRAPH_EXPORTS") else { continue };
            let folder = std::path::Path::new(&root).join(format!("{name}-{}", view.name()));
            std::fs::create_dir_all(&folder).unwrap();
            for (name, text) in files {
                std::fs::write(folder.join(name), text).unwrap();
            }
        }
    }
}

#[test]
fn no_file_for_people_holds_a_secret() {
    let all = View::ALL.iter().copied().flat_map(|view| files(&sample(), view));
    for (name, text) in all {
        let kept = name == "citations.jsonl";
        assert_eq!(text.contains("s3cret"), kept, "{name}");
    }
}

#[test]
fn json_lines_hold_secrets_unless_asked_not_to() {
    let redacted: Vec<_> = sample().articles.iter().map(jsonl::redacted).collect();
    let text = written(|out| jsonl::write(&redacted, out));
    assert!(!text.contains("s3cret") && text.contains("access_token=REDACTED"));
    let links = redacted.iter().flat_map(|article| &article.citations);
    let moved = links.filter(|link| link.anchor_at.is_none());
    assert_eq!(moved.count(), 1, "only the changed sentence loses its position");
}

#[test]
fn a_single_day_is_no_time() {
    let mut one = article("a.md", Some("https://a.example/"), vec![citation(0, "b.example", "x")]);
    one.published = Some("2021-05".to_owned());
    let gexf = file(&[one.clone()].into_iter().collect(), "graph.gexf");
    assert!(gexf.contains(r#"mode="static""#) && !gexf.contains("start="), "{gexf}");
    assert!(gexf.contains(r#"lastmodifieddate="2021-05-01""#), "{gexf}");

    let two = citegraph::article::Article {
        input: "b.md".to_owned(),
        published: Some("2022-01-02".to_owned()),
        citations: vec![citation(0, "c.example", "x")],
        ..one.clone()
    };
    let gexf = file(&[one, two].into_iter().collect(), "graph.gexf");
    assert!(gexf.contains(r#"mode="dynamic" timeformat="date""#), "{gexf}");
    assert_eq!(gexf.matches(r#"start="2021-05-01""#).count(), 3, "a, b and their edge:\n{gexf}");
}

/// The tables of a corpus for Gephi alone.
fn tables_for_gephi(network: &Network) -> [String; 2] {
    let form = TableForm { profile: gexf::Profile::Gephi, ..TableForm::default() };
    [written(|out| csv::nodes(network, form, out)), written(|out| csv::edges(network, form, out))]
}

#[test]
fn an_input_keeps_every_blank_of_its_name() {
    let input = " two  blanks\tand\u{85}more .md ";
    let one = article(input, Some("https://a.example/"), vec![citation(0, "b.example", "x")]);
    let corpus: Corpus = [one].into_iter().collect();
    for (name, text) in files(&corpus, View::Bipartite) {
        let wanted = match name {
            "graph.gexf" | "graph.graphml" => " two  blanks&#9;and&#133;more .md ",
            "graph.json" => r#"" two  blanks\tand\u{85}more .md ""#,
            "nodes.csv" => input,
            _ => continue,
        };
        let wanted = wanted.replace(r"\u{85}", "\u{85}");
        assert!(text.contains(&wanted), "{name}:\n{text}");
    }
}

#[test]
fn a_backslash_that_gephi_acts_on_is_replaced_in_tables_alone() {
    let title = r#"C:\new "a\" \d"#;
    let mut one = article("a.md", Some("https://a.example/"), vec![citation(0, "b.example", "x")]);
    one.title = Some(title.to_owned());
    let mut two = article("b.md", Some("https://b.example/"), vec![citation(0, "b.example", "y")]);
    two.title = Some(r"\d+".to_owned());
    let corpus: Corpus = [one, two].into_iter().collect();
    let network = Network::new(&corpus.table(), &graph(&corpus, View::Bipartite), Weight::Articles);
    assert_eq!(network.replaced_backslashes(), 1);
    let nodes = written(|out| csv::nodes(&network, TableForm::default(), out));
    assert!(nodes.contains("\"C:\u{ff3c}new \"\"a\u{ff3c}\"\" \u{ff3c}d\""), "{nodes}");
    assert!(nodes.contains(r"\d+"), "{nodes}");
    let json = written(|out| graphology::write(&network, ColumnNaming::Gephi, out));
    assert!(json.contains(r#"C:\\new \"a\\\" \\d"#), "{json}");
}

#[test]
fn tables_for_gephi_say_when_rows_are_there() {
    let dated = |input: &str, day: Option<&str>, cited: &str| {
        let origin = format!("https://{input}.example/");
        let mut one = article(input, Some(&origin), vec![citation(0, cited, "x")]);
        one.published = day.map(str::to_owned);
        one
    };
    let corpus: Corpus = [
        dated("a", Some("2020-05-01"), "x.example"),
        dated("b", Some("2021-02-03"), "y.example"),
        dated("c", None, "z.example"),
    ]
    .into_iter()
    .collect();
    let network = Network::new(&corpus.table(), &graph(&corpus, View::Source), Weight::Articles);
    let [nodes, edges] = tables_for_gephi(&network);
    assert!(nodes.starts_with("Id,Label,Timeset,"), "{nodes}");
    assert!(edges.starts_with("Source,Target,Type,Id,Weight,Timeset,"), "{edges}");
    assert!(nodes.contains("x.example,\"<[2020-05-01, 2021-02-03]>\","), "{nodes}");
    assert!(nodes.contains("z.example,,"), "{nodes}");
    assert!(edges.contains(",2020/05/01,2020/05/01,"), "Gephi takes ISO dates for times: {edges}");
    let plain = written(|out| csv::edges(&network, TableForm::default(), out));
    assert!(plain.contains(",2020-05-01,2020-05-01,") && !plain.contains("Timeset"), "{plain}");
}

#[test]
fn an_undated_edge_keeps_its_weight_in_every_year() {
    let dated = |input: &str, day: Option<&str>| {
        let origin = format!("https://{input}.example/");
        let mut one = article(input, Some(&origin), vec![citation(0, "x.example", "x")]);
        one.published = day.map(str::to_owned);
        one
    };
    let corpus: Corpus =
        [dated("a", Some("2020-05-01")), dated("b", Some("2022")), dated("c", None)]
            .into_iter()
            .collect();
    let (options, sources) = (ReportOptions::default(), Sources::default());
    let plan = GraphPlan::new(View::Source, &options.selection, &sources);
    let graph = Graph::new(&corpus.table(), &plan).expect("a small graph");
    let mut network = Network::new(&corpus.table(), &graph, Weight::Articles);
    let periods = weights_by_year(&corpus.table(), &plan, &graph, Weight::Articles).expect("small");
    network.add_periods(periods);
    let text = written(|out| gexf::write_for(&network, gexf::Profile::Gephi, out));
    let weights = text.matches(r#"<attvalue for="weight" value="1.0" start="#).count();
    assert_eq!(weights, 3, "{text}");
    assert!(text.contains(r#"value="1.0" start="2020-01-01" end="2022-12-31"/>"#), "{text}");
}

#[test]
fn sizes_span_what_gephi_leaves_alone() {
    let gexf = file(&sample(), "graph.gexf");
    assert!(
        gexf.contains(r#"<viz:size value="4.0"/>"#)
            && gexf.contains(r#"<viz:size value="100.0"/>"#)
    );
}

#[test]
fn an_empty_corpus_gives_valid_files() {
    for (name, text) in View::ALL.iter().copied().flat_map(|view| files(&Corpus::default(), view)) {
        assert_eq!(text.is_empty(), name == "citations.jsonl", "{name}");
    }
}

#[test]
fn edges_csv_is_what_gephi_looks_for() {
    let edges = file(&sample(), "edges.csv");
    let mut lines = edges.lines();
    let header = "Source,Target,Type,Id,Weight,citations,articles,keys,fractional,first,last,n_body,n_note,\
                  n_caption,n_byline";
    assert_eq!(lines.next(), Some(header));
    // a.example cites b.example three times in one article, two keys.
    assert_eq!(
        lines.next(),
        Some("n0,n1,Directed,e0,1.0,3,1,2,0.75,2021-05-06,2021-05-06,3,0,0,0")
    );
}

#[test]
fn metrics_are_more_columns_in_every_file() {
    let corpus = sample();
    let graph = graph(&corpus, View::Source);
    let mut network = Network::new(&corpus.table(), &graph, Weight::Articles);
    let before = network.clone();
    network.add_metrics(&graph.compact(Weight::Articles), &[Metric::Pagerank, Metric::Component]);
    assert_eq!(
        network.node_columns, before.node_columns,
        "what is there already is not there twice"
    );
    network.add_metrics(&graph.compact(Weight::Articles), Metric::ALL);
    network.add_metrics(&graph.compact(Weight::Articles), &[Metric::Leiden]);
    let more = Metric::ALL.len() - 2;
    assert_eq!(network.node_columns.len(), before.node_columns.len() + more);
    for (node, old) in network.nodes.iter().zip(&before.nodes) {
        assert_eq!(node.cells.len(), network.node_columns.len());
        assert_eq!(node.cells[..old.cells.len()], old.cells[..]);
    }
    let at = network.node_columns.iter().position(|column| column.name == "bow_tie");
    let parts = network.nodes.iter().map(|node| node.cells[at.expect("a column")].clone());
    let wanted =
        ["core", "core", "out", "tendril"].map(|part| Some(CellValue::Text(part.to_owned())));
    assert!(parts.eq(wanted));
    let text = written(|out| gexf::write(&network, out));
    assert!(
        text.contains(
            r#"<attribute id="modularity_class" title="modularity_class" type="integer"/>"#
        )
    );
    assert!(text.contains(r#"<attvalue for="coreness" value="2"/>"#), "{text}");
    let text = written(|out| graphml::write(&network, out));
    assert!(text.contains(r#"attr.name="betweenesscentrality" attr.type="double""#), "{text}");
    let head = written(|out| csv::nodes(&network, TableForm::default(), out));
    assert!(
        head.lines().next().is_some_and(|line| line.contains("strongcompnum,bow_tie")),
        "{head}"
    );
}
