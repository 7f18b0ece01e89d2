//! The most memory that the citations of a run take at one time, in bytes a citation: as a table, while they are
//! counted, and as a graph that is written.
//!
//! 100 bytes here are 954 MiB for ten million citations (decision 75).

use std::io;

use allocation_counter::measure;
use citegraph::article::{Article, ContentDigest};
use citegraph::corpus::Selection;
use citegraph::corpus::table::CitationTable;
use citegraph::export::{Network, gexf};
use citegraph::graph::{Graph, Weight};
use citegraph::source::Sources;
use citegraph::stats::{Aliases, ArticleGroup, Basis, CountingOptions, DiversitySummary};

use crate::support::articles::{article, citation};

const ARTICLES: u32 = 3_200;
const PER_ARTICLE: u32 = 10;
const CITATIONS: u32 = ARTICLES * PER_ARTICLE;

/// URLs, of which 20 are on a domain.
const URLS: u32 = CITATIONS * 2 / 5;

/// Bytes a citation at most: an eighth more than were measured.
const TABLE: u64 = 100;
const COUNTING: u64 = 60;
const GRAPH: u64 = 140;

fn made(number: u32) -> Article {
    let first = number * PER_ARTICLE;
    let link = |at: u32| {
        let url = (first + at) * 7919 % URLS;
        citation(at, &format!("site{}.example", url / 20), &format!("2020/page-{url}"))
    };
    let origin = format!("https://paper{}.example/{number}", number % 50);
    let links = (0..PER_ARTICLE).map(link).collect();
    let made = article(&format!("posts/{number}.md"), Some(&origin), links);
    Article { published: Some(format!("20{:02}-05-06", number % 16 + 10)), ..made }
}

fn table(articles: u32) -> CitationTable {
    let mut table = CitationTable::default();
    for article in (0..articles).map(made) {
        table.ingest(&article, ContentDigest::of(&article));
    }
    table.finish()
}

fn count(table: &CitationTable) {
    let (selection, sources, aliases) =
        (Selection::default(), Sources::default(), Aliases::default());
    let (sources, aliases) = (&sources, &aliases);
    let counting =
        CountingOptions { selection: &selection, sources, aliases, basis: Basis::Citations };
    let all = ArticleGroup::all(table);
    assert!(DiversitySummary::from_articles(all.articles(), counting).links > 0);
}

fn write_graph(table: &CitationTable) {
    let graph = Graph::bipartite(table, &Selection::default());
    let network = Network::new(table, &graph, Weight::default());
    drop(graph);
    gexf::write(&network, &mut io::sink()).expect("written");
}

#[test]
fn a_citation_takes_so_much_memory() {
    // Tables that are built once are not counted.
    let few = table(3);
    count(&few);
    write_graph(&few);
    let a_citation = |bytes: u64| bytes / u64::from(CITATIONS);
    let mut all = CitationTable::default();
    let held = a_citation(measure(|| all = table(ARTICLES)).bytes_current.unsigned_abs());
    let used = [
        ("the table", TABLE, held),
        ("counting", COUNTING, a_citation(measure(|| count(&all)).bytes_max)),
        ("a graph", GRAPH, a_citation(measure(|| write_graph(&all)).bytes_max)),
    ];
    let failed: Vec<_> = used.iter().filter(|(_, most, bytes)| bytes > most).collect();
    assert!(failed.is_empty(), "of what, the most bytes a citation, and what it took: {used:?}");
}
