//! The citation graph at its two levels.

use citegraph::article::{Article, Place};
use citegraph::corpus::{Corpus, Selection};
use citegraph::graph::{
    Edge, Graph, NO_ORIGIN, NodeKind, PlaceCounts, View, Weight, origin_domain,
};

use crate::support::articles::{article, citation, sample};

fn build(corpus: &Corpus, view: View) -> Graph {
    match view {
        View::Source => Graph::source(&corpus.table(), &Selection::default()),
        _ => Graph::bipartite(&corpus.table(), &Selection::default()),
    }
}

fn names(graph: &Graph) -> Vec<&str> {
    graph.graph.raw_nodes().iter().map(|node| node.weight.name.as_str()).collect()
}

#[test]
fn nodes_stand_in_a_fixed_order() {
    let corpus = sample();
    let origins = build(&corpus, View::Source);
    assert_eq!(names(&origins), ["a.example", "b.example", "c.example", NO_ORIGIN]);
    let articles = build(&corpus, View::Bipartite);
    let wanted =
        ["posts/1.md", "posts/2.md", "posts/INF.md", "a.example", "b.example", "c.example"];
    assert_eq!(names(&articles), wanted);
    for graph in [origins, articles] {
        for node in graph.graph.node_indices() {
            let one = &graph.graph[node];
            let found = graph.domain(&one.name);
            assert_eq!(found, (one.kind == NodeKind::Domain).then_some(node), "{}", one.name);
        }
    }
}

#[test]
fn an_edge_gathers_articles_citations_keys_and_dates() {
    let dated = |input: &str, date: Option<&str>, pages: &[&str]| Article {
        published: date.map(str::to_owned),
        ..article(
            input,
            Some("https://blog.a.example/"),
            pages.iter().map(|page| citation(0, "b.example", page)).collect(),
        )
    };
    let corpus: Corpus = [
        dated("1.md", Some("2021-05"), &["x", "x", "y"]),
        dated("2.md", Some("2020-07-08"), &["x"]),
        dated("3.md", Some("yesterday"), &["z"]),
        dated("4.md", None, &[]),
    ]
    .into_iter()
    .collect();
    let graph = build(&corpus, View::Source);
    let (_, edge) = graph.edges().next().expect("an edge");
    let edge = &edge;
    let wanted = Edge {
        citations: 5,
        articles: 3,
        keys: 3,
        fractional: 3.0,
        places: PlaceCounts::One(Place::Body, 5),
        first: Some("2020-07-08".into()),
        last: Some("2021-05".into()),
    };
    assert_eq!(edge, &wanted);
    assert_eq!(
        Vec::from_iter(Weight::ALL.iter().map(|weight| edge.weight(*weight))),
        [3.0, 5.0, 3.0, 3.0]
    );
}

#[test]
fn articles_without_citations_are_nodes_among_articles_only() {
    let corpus: Corpus =
        [article("a.md", Some("https://a.example/"), Vec::new())].into_iter().collect();
    assert_eq!(build(&corpus, View::Bipartite).graph.node_count(), 1);
    assert_eq!(build(&corpus, View::Source).graph.node_count(), 0);
}

#[test]
fn kept_internal_links_are_a_loop() {
    let corpus: Corpus =
        [article("a.md", Some("https://www.a.example/"), vec![citation(0, "a.example", "x")])]
            .into_iter()
            .collect();
    let graph = build(&corpus, View::Source);
    assert_eq!((graph.graph.node_count(), graph.edge_count()), (1, 1));
}

#[test]
fn origins_have_registrable_domains() {
    let cases = [
        (Some("https://blog.example.co.uk/x"), Some("example.co.uk")),
        (Some("https://me.github.io/x"), Some("me.github.io")),
        (Some("http://127.0.0.1:4000/"), Some("127.0.0.1")),
        (Some("http://[::1]/"), Some("[::1]")),
        (Some("http://localhost/"), Some("localhost")),
        (Some("not a url"), None),
        (None, None),
    ];
    for (origin, domain) in cases {
        let found = origin_domain(origin);
        assert_eq!(found.as_deref(), domain, "{origin:?}");
    }
}
