//! Every view at every level: what adds up, what networkx says of projections, what is left out and
//! said.

use std::collections::BTreeSet;

use citegraph::article::{Article, Link, Place, Reason};
use citegraph::corpus::{Corpus, Facet, Selection, key};
use citegraph::export::{ColumnType, Network, column_list};
use citegraph::graph::date::DateSpan;
use citegraph::graph::metrics::{self, Metric};
use citegraph::graph::{
    Adjacency, Graph, GraphNotice, GraphPlan, Level, NodeKind, PagerankOptions, View, Weight,
    disparity, pagerank, weights_by_year,
};
use citegraph::source::Sources;
use petgraph::graph::NodeIndex;
use proptest::prelude::*;
use serde::Deserialize;

use crate::support::articles::{article, articles, citation};

fn plan<'a>(view: View, selection: &'a Selection, sources: &'a Sources) -> GraphPlan<'a> {
    GraphPlan::new(view, selection, sources)
}

fn build(corpus: &Corpus, view: View, level: Level) -> Graph {
    let (selection, sources) = (Selection::default(), Sources::default());
    Graph::new(&corpus.table(), &GraphPlan { level, ..plan(view, &selection, &sources) })
        .expect("a small graph")
}

fn names(graph: &Graph) -> Vec<&str> {
    graph.graph.raw_nodes().iter().map(|node| node.weight.name.as_str()).collect()
}

fn sum(graph: &Graph, weight: Weight) -> f64 {
    graph.weights(weight).sum()
}

fn close(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0)
}

/// Edges as `from -> to: articles`, in order.
fn edges(graph: &Graph) -> Vec<String> {
    let name = |end: usize| graph.graph[NodeIndex::new(end)].name.as_str();
    let edges = graph
        .edges()
        .map(|([from, to], edge)| (name(from), name(to), edge.weight(Weight::Articles)));
    edges.map(|(from, to, articles)| format!("{from} -> {to}: {articles}")).collect()
}

/// Lists of an article's nodes for tags and authors: how many times it is counted.
fn times(article: &Article, view: View) -> u64 {
    let names = match view {
        View::Tag => &article.tags,
        View::Author => &article.authors,
        _ => return 1,
    };
    let mut names: Vec<&str> =
        names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    names.len().max(1) as u64
}

proptest! {
    #![proptest_config(crate::properties::cases(64))]

    #[test]
    fn weights_add_up(mut articles in articles(), tags in proptest::collection::vec(0..3usize, 8)) {
        for (article, count) in articles.iter_mut().zip(tags) {
            article.tags = ["x", "y", " ", "x"].map(str::to_owned)[..count].to_vec();
            article.authors = ["Ann", "Bob"].map(str::to_owned)[..count.min(2)].to_vec();
        }
        let corpus: Corpus = articles.into_iter().collect();
        let selection = Selection::default();
        for view in [View::Bipartite, View::Source, View::Tag, View::Author] {
            let weighed = |article: &Article| selection.counted_links(article).count() as u64 * times(article, view);
            let counted: u64 = corpus.articles.iter().map(weighed).sum();
            let citing = |article: &&Article| selection.counted_links(article).next().is_some();
            let citing = corpus.articles.iter().filter(citing).count();
            for level in Level::ALL.iter().copied().filter(|level| *level != Level::Article) {
                let graph = build(&corpus, view, level);
                prop_assert!(close(sum(&graph, Weight::Citations), counted as f64), "{view:?} {level:?}");
                prop_assert!(close(sum(&graph, Weight::Fractional), citing as f64), "{view:?} {level:?}");
                for (_, edge) in graph.edges() {
                    let places: u64 = Place::ALL.into_iter().map(|place| edge.places.get(place)).sum();
                    prop_assert_eq!(places, edge.citations);
                    prop_assert!(edge.fractional > 0.0);
                }
                let cited: u64 = graph.graph.raw_nodes().iter().map(|one| one.weight.cited.citations).sum();
                prop_assert_eq!(cited, graph.counted);
            }
        }
    }

    #[test]
    fn pairs_add_up(articles in articles()) {
        let corpus: Corpus = articles.into_iter().collect();
        let selection = Selection::default();
        for level in [Level::Url, Level::Work, Level::Domain] {
            let name = |link: &Link| match level {
                Level::Url => key(link).to_owned(),
                Level::Work => Facet::Work.link_value(link).to_owned(),
                _ => Facet::Domain.link_value(link).to_owned(),
            };
            let (mut pairs, mut halves, mut products) = (0.0, 0.0, 0.0);
            for article in &corpus.articles {
                let mut counts = std::collections::BTreeMap::new();
                for link in selection.counted_links(article) {
                    *counts.entry(name(link)).or_insert(0.0) += 1.0;
                }
                let things = counts.len() as f64;
                pairs += things * (things - 1.0) / 2.0;
                halves += if things > 1.0 { things / 2.0 } else { 0.0 };
                let (all, squares) = counts
                    .values()
                    .fold((0.0, 0.0), |(all, squares): (f64, f64), one| (all + one, squares + one * one));
                products += (all * all - squares) / 2.0;
            }
            let graph = build(&corpus, View::Cocitation, level);
            prop_assert!(close(sum(&graph, Weight::Articles), pairs));
            prop_assert!(close(sum(&graph, Weight::Fractional), halves));
            prop_assert!(close(sum(&graph, Weight::Citations), products));
        }
    }

    #[test]
    fn times_side_by_side_are_the_whole(articles in articles()) {
        let corpus: Corpus = articles.into_iter().collect();
        let (selection, sources) = (Selection::default(), Sources::none());
        let whole = plan(View::Source, &selection, &sources);
        let of = |from: Option<&str>, to: Option<&str>| {
            let span = DateSpan::new(from, to).expect("dates");
            let graph = Graph::new(&corpus.table(), &GraphPlan { span, ..whole.clone() }).expect("no projection");
            sum(&graph, Weight::Citations)
        };
        let is_dated = |article: &&Article| {
            article.published_day().is_some()
        };
        let dated: usize =
            corpus.articles.iter().filter(is_dated).map(|one| selection.counted_links(one).count()).sum();
        prop_assert_eq!(of(None, Some("2021-05-05")) + of(Some("2021-05-06"), None), dated as f64);
        for weight in [Weight::Articles, Weight::Citations, Weight::Fractional] {
            let graph = Graph::new(&corpus.table(), &whole).expect("no projection");
            let years = weights_by_year(&corpus.table(), &whole, &graph, weight).expect("no projection");
            let undated = corpus.articles.iter().filter(|one| !is_dated(one)).cloned();
            let undated: Corpus = undated.collect();
            let rest = Graph::new(&undated.table(), &whole).expect("no projection");
            let all: f64 = years.iter().flatten().map(|period| period.weight).sum();
            prop_assert!(close(all + sum(&rest, weight), sum(&graph, weight)));
        }
    }

    #[test]
    fn filters_keep_what_they_say(articles in articles(), least in 0..4u32, alpha in 0.01..1.0f64) {
        let corpus: Corpus = articles.into_iter().collect();
        for &view in View::ALL {
            let mut graph = build(&corpus, view, view.level());
            let before = graph.clone();
            let kept = graph.drop_light(Weight::Articles, f64::from(least));
            prop_assert_eq!(kept.nodes, (graph.graph.node_count(), before.graph.node_count()));
            prop_assert_eq!(kept.edges, (graph.edge_count(), before.edge_count()));
            prop_assert_eq!(kept.weight, (sum(&graph, Weight::Articles), sum(&before, Weight::Articles)));
            let light = |weight: f64| weight < f64::from(least);
            let heavy = before.weights(Weight::Articles);
            prop_assert_eq!(kept.edges.0, heavy.filter(|weight| !light(*weight)).count());
            let lonely = |graph: &Graph| {
                let joined: BTreeSet<usize> = graph.edges().flat_map(|(ends, _)| ends).collect();
                graph.graph.node_count() - joined.len()
            };
            prop_assert_eq!(lonely(&graph), lonely(&before), "only nodes that lost an edge go");
            let mut all = before.clone();
            let kept = all.keep_backbone(Weight::Citations, alpha);
            let chances = disparity(&before.compact(Weight::Citations));
            prop_assert_eq!(kept.edges.0, chances.into_iter().filter(|chance| *chance < alpha).count());
        }
    }
}

#[derive(Deserialize)]
struct Expected {
    graphs: Vec<Disparity>,
    projections: Vec<Projections>,
}

#[derive(Deserialize)]
struct Disparity {
    name: String,
    nodes: usize,
    edges: Vec<(u32, u32, f64)>,
    disparity: Vec<f64>,
}

#[derive(Deserialize)]
struct Projections {
    name: String,
    articles: Vec<Vec<(u32, u32)>>,
    cocitation: Projection,
    coupling: Projection,
}

#[derive(Deserialize)]
struct Projection {
    edges: Vec<Joined>,
    pagerank: Vec<f64>,
    betweenness: Vec<f64>,
}

/// An edge, as a list of these.
#[derive(Deserialize)]
struct Joined {
    left: usize,
    right: usize,
    shared: u64,
    citation_pairs: u64,
    key_pairs: u64,
    newman: f64,
    jaccard: f64,
    cosine: f64,
}

fn expected() -> Expected {
    serde_json::from_str(include_str!("../../oracle/expected.json"))
        .expect("the oracle's own shape")
}

#[test]
fn the_backbone_is_that_of_the_formula() {
    for case in expected().graphs {
        let found = disparity(&Adjacency::from_sorted(case.nodes, &case.edges));
        assert_eq!(found.len(), case.disparity.len(), "{}", case.name);
        for (found, wanted) in found.iter().zip(&case.disparity) {
            assert!((found - wanted).abs() < 1e-10, "{}: {found} for {wanted}", case.name);
        }
    }
}

#[test]
fn projections_are_those_of_networkx() {
    for case in expected().projections {
        let cite = |(thing, page): &(u32, u32)| {
            citation(0, &format!("t{thing:02}.example"), &format!("{page}"))
        };
        let of = |(at, list): (usize, &Vec<(u32, u32)>)| {
            article(&format!("{at:02}.md"), None, list.iter().map(cite).collect())
        };
        let corpus: Corpus = case.articles.iter().enumerate().map(of).collect();
        for (view, wanted) in
            [(View::Cocitation, &case.cocitation), (View::Coupling, &case.coupling)]
        {
            let graph = build(&corpus, view, Level::Domain);
            assert_projection(&corpus, &graph, wanted, &format!("{} {view:?}", case.name));
        }
    }
}

fn assert_projection(corpus: &Corpus, graph: &Graph, wanted: &Projection, what: &str) {
    let found: Vec<_> = graph.edges().collect();
    let petgraph = graph.to_petgraph();
    let raw = petgraph.raw_edges().iter();
    let raw = raw.map(|one| ([one.source().index(), one.target().index()], one.weight.clone()));
    assert!(raw.eq(found.iter().cloned()), "{what}: the edges of petgraph");
    assert_eq!(found.len(), wanted.edges.len(), "{what}");
    let network = Network::new(&corpus.table(), graph, Weight::Articles);
    let rows: Vec<_> = network.rows().collect();
    let cell = |row: usize, name: &str| {
        let at = network.edge_columns.iter().position(|column| column.name == name);
        let cell = rows[row].cells[at.expect("a column")].as_ref().expect("a number");
        cell.text().parse::<f64>().expect("a number")
    };
    for (row, ((ends, edge), wanted)) in found.iter().zip(&wanted.edges).enumerate() {
        assert_eq!(*ends, [wanted.left, wanted.right], "{what}");
        let counts = (edge.articles, edge.citations, edge.keys);
        assert_eq!(counts, (wanted.shared, wanted.citation_pairs, wanted.key_pairs), "{what}");
        let columns = ["shared", "citation_pairs", "key_pairs"].map(|name| cell(row, name) as u64);
        assert_eq!(<(u64, u64, u64)>::from(columns), counts, "{what}: columns by their names");
        assert!(close(edge.fractional, wanted.newman), "{what}");
        assert!(close(cell(row, "jaccard"), wanted.jaccard), "{what}");
        assert!(close(cell(row, "cosine"), wanted.cosine), "{what}");
    }
    let compact = graph.compact(Weight::Articles);
    let ranks = pagerank(&compact, PagerankOptions::default()).values;
    let metrics::MetricColumn::Double(between) = metrics::compute(Metric::Betweenness, &compact)
    else {
        panic!("betweenness is a number")
    };
    for (found, wanted) in [(&ranks, &wanted.pagerank), (&between, &wanted.betweenness)] {
        assert_eq!(found.len(), wanted.len(), "{what}");
        assert!(found.iter().zip(wanted).all(|(one, two)| (one - two).abs() < 1e-8), "{what}");
    }
}

fn linked(input: &str, origin: &str, citations: Vec<Link>) -> Article {
    article(input, Some(origin), citations)
}

/// Three posts of two blogs that link to one another, one with an internal link.
fn blogs() -> Corpus {
    let inside = |ordinal, page: &str| Link {
        reason: Some(Reason::Internal),
        ..citation(ordinal, "a.example", page)
    };
    let mut first = linked("1.md", "https://www.a.example/1", vec![citation(0, "b.example", "1")]);
    first.rejects = vec![inside(1, "2"), inside(2, "about")];
    first.tags = vec!["war".to_owned(), "Peace".to_owned()];
    first.authors = vec!["Ann".to_owned()];
    let mut second = linked("2.md", "https://www.a.example/2", vec![citation(0, "b.example", "x")]);
    second.rejects = vec![Link { reason: Some(Reason::Itself), ..citation(1, "a.example", "2") }];
    let third = linked("3.md", "https://www.b.example/1", vec![citation(0, "a.example", "2")]);
    [first, second, third].into_iter().collect()
}

#[test]
fn links_inside_join_articles() {
    let graph = build(&blogs(), View::Internal, Level::Article);
    assert_eq!(edges(&graph), ["1.md -> 2.md: 1", "1.md -> 3.md: 1", "3.md -> 2.md: 1"]);
    // b.example/x is no article here, nor is a.example/about.
    assert_eq!(graph.notes, [GraphNotice::Elsewhere { links: 2 }]);
    let none = [linked("1.md", "https://a.example/1", vec![citation(0, "b.example", "x")])];
    let graph = build(&none.into_iter().collect(), View::Internal, Level::Article);
    assert_eq!((graph.graph.node_count(), graph.edge_count()), (1, 0));
    assert_eq!(graph.notes, [GraphNotice::NothingInside, GraphNotice::Elsewhere { links: 1 }]);
}

#[test]
fn levels_name_both_ends() {
    let corpus = blogs();
    let of = |level| edges(&build(&corpus, View::Source, level));
    assert_eq!(of(Level::Domain), ["a.example -> b.example: 2", "b.example -> a.example: 1"]);
    assert_eq!(of(Level::Host).len(), 2);
    assert_eq!(of(Level::Host)[0], "www.a.example -> www.b.example: 2");
    assert_eq!(
        of(Level::Url),
        [
            "a.example/1 -> b.example/1: 1",
            "a.example/2 -> b.example/x: 1",
            "b.example/1 -> a.example/2: 1"
        ]
    );
    assert_eq!(of(Level::Article), ["1.md -> 3.md: 1", "3.md -> 2.md: 1"]);
    let groups = [linked(
        "1.md",
        "https://www.wsj.com/articles/x",
        vec![
            citation(0, "wsj.com", "y"),
            citation(1, "thetimes.co.uk", "y"),
            citation(2, "a.example", "y"),
        ],
    )];
    let graph = build(&groups.into_iter().collect(), View::Source, Level::Group);
    assert_eq!(edges(&graph), ["News Corp -> News Corp: 1", "News Corp -> a.example: 1"]);
    let group = |name: &str| {
        let node = graph.graph.raw_nodes().iter().find(|node| node.weight.name == name);
        node.expect("a node").weight.facts.as_ref().and_then(|facts| facts.owner_group.clone())
    };
    assert_eq!(group("News Corp").as_deref(), Some("News Corp"));
    assert_eq!(group("a.example"), None, "a site stands for a group that nobody knows");
}

#[test]
fn tags_and_authors_cite_for_their_articles() {
    let tags = build(&blogs(), View::Tag, Level::Domain);
    assert_eq!(names(&tags), ["Peace", "war", "a.example", "b.example", "(no tag)"]);
    let wanted = [
        "Peace -> b.example: 1",
        "war -> b.example: 1",
        "(no tag) -> a.example: 1",
        "(no tag) -> b.example: 1",
    ];
    assert_eq!(edges(&tags), wanted);
    assert_eq!(tags.to_petgraph().raw_edges()[0].weight.fractional, 0.5);
    let authors = build(&blogs(), View::Author, Level::Domain);
    assert_eq!(edges(&authors)[0], "Ann -> b.example: 1");
    let none: Corpus = [linked("1.md", "https://a.example/", vec![citation(0, "b.example", "x")])]
        .into_iter()
        .collect();
    assert_eq!(
        build(&none, View::Tag, Level::Domain).notes,
        [GraphNotice::Unlisted { what: "tags" }]
    );
    assert!(tags.notes.is_empty() && authors.notes.is_empty());
}

#[test]
fn a_star_is_said_to_be_one() {
    let of = |origins: &[&str]| -> Corpus {
        let one = |(at, origin): (usize, &&str)| {
            let cited = (0..2).map(|number| citation(number, &format!("c{number}.example"), "x"));
            linked(&format!("{at}.md"), origin, cited.collect())
        };
        origins.iter().enumerate().map(one).collect()
    };
    let star = of(&["https://a.example/1", "https://a.example/2"]);
    let notes = build(&star, View::Source, Level::Domain).notes;
    assert_eq!(notes, [GraphNotice::Star { name: "a.example".to_owned() }]);
    assert!(notes[0].to_string().contains("this graph is a star"), "{}", notes[0]);
    assert!(build(&star, View::Bipartite, Level::Domain).notes.is_empty());
    let two = of(&["https://a.example/1", "https://b.example/2"]);
    assert!(build(&two, View::Source, Level::Domain).notes.is_empty());
}

#[test]
fn a_projection_says_how_large_it_would_be() {
    let long = |input: &str, things: u32| {
        let cited = (0..things).map(|at| citation(at, &format!("d{at:04}.example"), "x"));
        article(input, None, cited.collect())
    };
    let corpus: Corpus = [long("a.md", 1000), long("b.md", 3)].into_iter().collect();
    let (selection, sources) = (Selection::default(), Sources::none());
    let small = GraphPlan { max_pairs: 1000, ..plan(View::Cocitation, &selection, &sources) };
    let error = Graph::new(&corpus.table(), &small).expect_err("too many pairs");
    assert_eq!((error.pairs, error.longest, error.name.as_str()), (499_503, 1000, "a.md"));
    assert!(
        error.to_string().ends_with("a.md alone connects 1000 nodes with each other"),
        "{error}"
    );
    let graph = Graph::new(&corpus.table(), &GraphPlan { max_list_nodes: 10, ..small.clone() })
        .expect("small");
    assert_eq!(graph.edge_count(), 3);
    assert_eq!(graph.notes, [GraphNotice::LongLists { lists: 1, pairs: 499_500 }]);
    let coupling = Graph::new(
        &corpus.table(),
        &GraphPlan { level: Level::Domain, ..plan(View::Coupling, &selection, &sources) },
    );
    let coupling = coupling.expect("three shared domains");
    assert_eq!(edges(&coupling), ["a.md -> b.md: 3"]);
    let lonely = build(&[long("a.md", 1)].into_iter().collect(), View::Cocitation, Level::Domain);
    assert_eq!(lonely.notes, [GraphNotice::NothingShared]);
}

#[test]
fn an_edge_of_a_projection_is_dated() {
    let dated = |input: &str, date: Option<&str>| Article {
        published: date.map(str::to_owned),
        ..article(input, None, vec![citation(0, "x.example", "1"), citation(1, "y.example", "1")])
    };
    let corpus: Corpus =
        [dated("a.md", Some("2020")), dated("b.md", Some("2019-05-01")), dated("c.md", None)]
            .into_iter()
            .collect();
    let dates = |graph: &Graph| {
        graph.edges().map(|(_, edge)| (edge.first.clone(), edge.last.clone())).collect::<Vec<_>>()
    };
    let both = |first: &str, last: &str| (Some(first.into()), Some(last.into()));
    let cited = build(&corpus, View::Cocitation, Level::Domain);
    assert_eq!(dates(&cited), [both("2019-05-01", "2020")]);
    let coupled = build(&corpus, View::Coupling, Level::Domain);
    assert_eq!(dates(&coupled), [both("2020", "2020"), (None, None), (None, None)]);
}

#[test]
fn every_network_has_the_columns_that_are_listed() {
    let all = column_list::all();
    for &view in View::ALL {
        for &level in Level::ALL {
            let corpus = blogs();
            let graph = build(&corpus, view, level);
            let network = Network::new(&corpus.table(), &graph, Weight::Articles);
            for (class, columns) in
                [("node", &network.node_columns), ("edge", &network.edge_columns)]
            {
                for column in columns {
                    assert!(
                        all.contains(&(class, column.clone())),
                        "{view:?} {level:?} {}",
                        column.name
                    );
                }
            }
            let rows = network.nodes.iter().map(|row| (&row.cells, &network.node_columns));
            let edges: Vec<_> = network.rows().collect();
            let rows = rows.chain(edges.iter().map(|row| (&row.cells, &network.edge_columns)));
            for (cells, columns) in rows {
                assert_eq!(cells.len(), columns.len(), "{view:?} {level:?}");
                let numbers =
                    columns.iter().zip(cells).filter(|(one, _)| one.values != ColumnType::Text);
                assert!(numbers.into_iter().all(|(_, cell)| cell.is_some()), "{view:?} {level:?}");
            }
            let unknown =
                graph.graph.raw_nodes().iter().filter(|one| one.weight.kind == NodeKind::Unknown);
            assert!(unknown.count() <= 1);
        }
    }
}
