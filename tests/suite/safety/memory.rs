//! The most memory that what there can be many of takes at one time: bytes a link of a paragraph, a byte of a sentence
//! without an end, a pair of a projection. Ordinary inputs can hold a hundred thousand of the first and of the second,
//! and `--max-pairs` allows twenty million of the third, so a constant of a few kilobytes is gigabytes there.

use std::io;

use allocation_counter::measure;
use citegraph::article::{Article, Format};
use citegraph::corpus::{Corpus, Selection};
use citegraph::export::{ColumnNaming, Network, TableForm, csv, gexf, graphml, graphology};
use citegraph::extract::{ExtractOptions, Extractor};
use citegraph::findings::LintOptions;
use citegraph::graph::{Graph, GraphPlan, Level, View, Weight};
use citegraph::input::{InputOptions, InputSource, Loaded};
use citegraph::sheet;
use citegraph::source::Sources;

use crate::findings::rules as lint;
use crate::reading::docx;
use crate::support::program;

/// A text of so many things.
type Text = fn(usize) -> String;

/// The most bytes that something takes, on one thread, whose blocks are counted.
fn peak(work: impl FnOnce() + Send) -> u64 {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    pool.install(|| measure(work)).bytes_max
}

/// What took more than it may: its name, the most bytes of one, and the bytes that one took.
fn too_much(used: Vec<(String, u64, u64)>) -> Vec<(String, u64, u64)> {
    used.into_iter().filter(|(_, most, bytes)| bytes > most).collect()
}

fn each(times: usize, part: impl Fn(usize) -> String) -> String {
    (0..times).map(part).collect()
}

fn linked(n: usize) -> String {
    format!("<a href=\"https://site{n}.example/a\">x{n}</a> and ")
}

/// Links that share a block of text or stand in blocks of their own, and the most bytes a link while they are read: 12 %
/// more than were measured.
const LINKS: [(&str, Format, u64, Text); 5] = [
    ("a paragraph of a page", Format::Html, 1_260, |n| format!("<p>{}.</p>", each(n, linked))),
    ("a list of a page", Format::Html, 1_990, |n| {
        format!("<ul>{}</ul>", each(n, |n| format!("<li>{}", linked(n))))
    }),
    ("a paragraph of Markdown", Format::Markdown, 1_450, |n| {
        each(n, |n| format!("[x{n}](https://site{n}.example/a) and "))
    }),
    ("cells of Markdown", Format::Markdown, 2_280, |n| {
        format!("|a|\n|-|\n{}", each(n, |n| format!("|[x{n}](https://site{n}.example/a)|\n")))
    }),
    ("bare addresses", Format::Text, 1_290, |n| {
        each(n, |n| format!("https://site{n}.example/a and "))
    }),
];

#[test]
fn a_link_takes_so_much_memory_while_it_is_read() {
    // So many that the memory that is kept from page to page counts little.
    const LINKS_EACH: usize = 20_000;
    // Tables that are built once are not counted.
    for (_, format, _, text) in LINKS {
        program::extract(format, &text(10));
    }
    let used = LINKS.map(|(name, format, most, text)| {
        let text = text(LINKS_EACH);
        let mut links = 0;
        let bytes = peak(|| links = program::links(&program::extract(format, &text)).len());
        assert_eq!(links, LINKS_EACH, "{name}");
        (name.to_owned(), most, bytes / LINKS_EACH as u64)
    });
    assert_eq!(too_much(used.into()), [], "of what, the most bytes a link, and what it took");
}

/// How a text becomes an article.
type Reading = fn(&str) -> Article;

/// What is made of an article.
type Making = fn(Article);

/// What reads whole sentences.
const MAKINGS: [(&str, Making); 3] = [
    ("the article", drop),
    ("findings", |article| {
        lint::run(&[article].into_iter().collect(), &LintOptions::default());
    }),
    ("a sheet", |article| {
        let made = sheet::build(&article, &Selection::default(), &Sources::default(), Vec::new());
        sheet::csv::write(&made, sheet::csv::CsvOptions::default(), &mut io::sink())
            .expect("written");
    }),
];

/// The article of a .docx file with one paragraph.
fn of_docx(text: &str) -> Article {
    let bytes = docx::docx(&format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.docx");
    std::fs::write(&path, bytes).expect("a file");
    let mut loaded = InputSource::File { path, named: true }.load(&InputOptions::default());
    let Loaded::Document(document) = loaded.remove(0) else { panic!("a document") };
    let options = ExtractOptions { text: true, ..ExtractOptions::default() };
    Extractor::default().extract(&document, &options)
}

#[test]
fn a_byte_of_a_sentence_without_an_end_takes_so_much_memory() {
    const WORDS: usize = 20_000;
    let text = "word and so on ".repeat(WORDS);
    // The most bytes a byte are one more than were measured, rounded up.
    let formats: [(&str, u64, Reading); 4] = [
        ("Markdown", 5, |text| program::extract(Format::Markdown, text)),
        ("text", 5, |text| program::extract(Format::Text, text)),
        ("a page", 6, |text| program::extract(Format::Html, &format!("<p>{text}</p>"))),
        (".docx", 7, of_docx),
    ];
    let mut used = Vec::new();
    for (format, most, read) in formats {
        for (name, make) in MAKINGS {
            make(read("word and so on"));
            let bytes = peak(|| make(read(&text)));
            used.push((format!("{name} of {format}"), most, bytes / text.len() as u64));
        }
    }
    assert_eq!(too_much(used), [], "of what, the most bytes a byte of text, and what it took");
}

/// Articles that all cite one page.
fn of_one_page(articles: usize) -> Corpus {
    let one = |n: usize| {
        let text =
            format!("---\nfrom: https://own.example/{n}\n---\n[a](https://b.example/a) rose.\n");
        Article { input: format!("{n}.md"), ..program::extract(Format::Markdown, &text) }
    };
    (0..articles).map(one).collect()
}

/// One article that cites so many pages of as many hosts.
fn of_one_article(pages: usize) -> Corpus {
    let text = each(pages, |n| format!("[a](https://b{n}.example/a) rose.\n\n"));
    [program::extract(Format::Markdown, &text)].into_iter().collect()
}

/// How the files of a network are written.
type Write = fn(&Network, &mut io::Sink);

/// Each file that a network with many edges is written to.
const FILES: [(&str, Write); 4] = [
    ("GEXF", |network, out| gexf::write(network, out).expect("written")),
    ("GraphML", |network, out| graphml::write(network, out).expect("written")),
    ("JSON", |network, out| {
        graphology::write(network, ColumnNaming::default(), out).expect("written");
    }),
    ("CSV", |network, out| csv::edges(network, TableForm::default(), out).expect("written")),
];

/// The most bytes a pair while pairs are counted, and while they are written: 12 % more than were measured.
const COUNTING: u64 = 40;
const WRITING: u64 = 12;

#[test]
fn a_pair_of_a_projection_takes_so_much_memory() {
    const NODES: usize = 700;
    const PAIRS: u64 = (NODES * (NODES - 1) / 2) as u64;
    let (selection, sources) = (Selection::default(), Sources::default());
    let mut used = Vec::new();
    for (name, view, level, corpus) in [
        ("coupling by works", View::Coupling, Level::Work, of_one_page(NODES)),
        ("coupling by domains", View::Coupling, Level::Domain, of_one_page(NODES)),
        ("co-citation of domains", View::Cocitation, Level::Domain, of_one_article(NODES)),
        ("co-citation of works", View::Cocitation, Level::Work, of_one_article(NODES)),
    ] {
        let table = corpus.table();
        let plan = GraphPlan { level, ..GraphPlan::new(view, &selection, &sources) };
        let mut graph = None;
        let bytes = peak(|| graph = Some(Graph::new(&table, &plan).expect("fewer pairs")));
        let graph = graph.expect("a graph");
        assert_eq!(graph.edge_count() as u64, PAIRS, "{name}");
        used.push((name.to_owned(), COUNTING, bytes / PAIRS));
        for (file, write) in FILES {
            let bytes = peak(|| {
                write(&Network::new(&table, &graph, Weight::default()), &mut io::sink());
            });
            used.push((format!("{name} as {file}"), WRITING, bytes / PAIRS));
        }
    }
    assert_eq!(too_much(used), [], "of what, the most bytes a pair, and what it took");
}
