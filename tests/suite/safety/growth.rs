//! What a document costs grows as the document does: for each shape, twice and four times the text take
//! about twice and four times the memory, and not four and sixteen times.
//!
//! Work is counted in bytes and blocks that are asked of the allocator, on one thread, so that a run's result
//! does not depend on the machine. What compares without allocating is counted where it happens
//! (`sheet::work`); `tests/instructions` counts all of it, shape by shape, under callgrind.

use std::fmt::Write as _;
use std::hint::black_box;
use std::rc::Rc;

use allocation_counter::measure;
use citegraph::article::{Article, Format, Reason};
use citegraph::check::ledger::Ledger;
use citegraph::check::policy::Policy;
use citegraph::corpus::{Corpus, Selection};
use citegraph::export::doctor::examine;
use citegraph::findings::LintOptions;

use citegraph::extract::{self, Extractor};
use citegraph::graph::{Direction, EdgeList, Graph, GraphPlan, View};
use citegraph::input::{self, Document, InputSource, Loaded};
use citegraph::link::redact::redact_text;
use citegraph::report::findings::text;
use citegraph::report::style::TextStyle;
use citegraph::report::{self, Report};
use citegraph::sheet::{self, Sheet, csv, html, xlsx};
use citegraph::source::Sources;

use crate::findings::rules as lint;
use crate::reading::docx;
use crate::reading::hostile;
use crate::sheet::rows as sheets;
use crate::support::program;

/// One sentence with so many links, each to another work.
fn linked(links: usize) -> String {
    let link = |n: usize| format!("[number {n}](https://site{n}.example/a) and 27 million ");
    format!("Begin {}end.", (0..links).map(link).collect::<String>())
}

/// One paragraph full of what can be checked, without a full stop.
fn checkable(times: usize) -> String {
    let part = "In May 3,000 people said “this is a long quotation here” by June and 5 percent, ";
    format!("{}end.", part.repeat(times))
}

/// Sentences with a link each.
fn sentences(times: usize) -> String {
    each(times, |n| format!("Many studies say 27 million [so](https://site{n}.example/a?x=1&). "))
}

/// One text out of so many parts.
fn each(times: usize, part: impl Fn(usize) -> String) -> String {
    (0..times).map(part).collect()
}

fn article(text: &str) -> Article {
    program::extract(Format::Markdown, text)
}

fn csv_of(sheet: &Sheet) -> Vec<u8> {
    let mut out = Vec::new();
    csv::write(sheet, csv::CsvOptions::default(), &mut out).expect("memory takes everything");
    out
}

/// A shape: its name, and what is done with it at a size of 1, 2 or 4.
struct Shape {
    name: String,
    work: Box<dyn Fn(usize) + Send + Sync>,
}

impl Shape {
    fn new(name: impl Into<String>, work: impl Fn(usize) + Send + Sync + 'static) -> Self {
        Self { name: name.into(), work: Box::new(work) }
    }

    /// A text that goes the whole way of an article.
    fn of_text(
        name: impl Into<String>,
        format: Format,
        text: impl Fn(usize) -> String + Send + Sync + 'static,
    ) -> Self {
        Self::new(name, move |size| whole(program::extract(format, &text(size))))
    }
}

/// The whole way of an article: findings, sheet, graph, report.
fn whole(article: Article) {
    let corpus: Corpus = [article.clone()].into_iter().collect();
    black_box(lint::run(&corpus, &LintOptions::default()).findings.len());
    black_box(csv_of(&sheets::sheet(article)));
    of_corpus(&corpus);
}

/// What is made of many articles.
fn of_corpus(corpus: &Corpus) {
    let (selection, sources) = (Selection::default(), Sources::default());
    let graph = Graph::new(&corpus.table(), &GraphPlan::new(View::Bipartite, &selection, &sources));
    black_box(graph.expect("no pairs").edge_count());
    let report = Report::new(&corpus.table(), &report::ReportOptions::default());
    let mut out = Vec::new();
    report::json::write(&report, &mut out).expect("memory takes everything");
    black_box(out.len());
}

/// Shapes with one sentence of many links. Up to a limit a row of a sheet holds its whole sentence and grows with
/// it; so these are only extracted, and `links in one sentence` goes the whole way beyond that limit.
const OF_ONE_SENTENCE: [&str; 5] = [
    "a million links",
    "links that open in links",
    "cells and links",
    "links and bare addresses",
    "uses",
];

/// Documents that want to hang a parser, in each format.
fn documents() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (index, (name, ..)) in hostile::pages(1_000).into_iter().enumerate() {
        for format in [Format::Html, Format::Markdown, Format::Text] {
            let text = move |size| hostile::pages(800 / size).swap_remove(index).1;
            shapes.push(document(name, format, text));
        }
    }
    for (index, (name, ..)) in hostile::markdown(1_000).into_iter().enumerate() {
        // The only one whose text is the square of its size.
        if name != "backticks" {
            let text = move |size| hostile::markdown(80 / size).swap_remove(index).1;
            shapes.push(document(name, Format::Markdown, text));
        }
    }
    shapes
}

fn document(
    name: &str,
    format: Format,
    text: impl Fn(usize) -> String + Send + Sync + 'static,
) -> Shape {
    let full_name = format!("{name} ({format:?})");
    if OF_ONE_SENTENCE.contains(&name) {
        return Shape::new(full_name, move |size| {
            black_box(program::extract(format, &text(size)));
        });
    }
    Shape::of_text(full_name, format, text)
}

/// Name, size, and how a text of Markdown of a size is made.
type Text = (&'static str, usize, fn(usize) -> String);

/// Texts of many links, claims and findings.
const TEXTS: [Text; 30] = [
    ("links in one sentence", 200, linked),
    ("signals in one sentence", 200, checkable),
    ("sentences with links", 100, sentences),
    ("paragraphs with links", 100, |n| {
        each(n, |n| format!("It rose [so](https://a{n}.example/).\n\n"))
    }),
    ("nested links", 4_000, |n| "[a".repeat(n) + &"](b)".repeat(n)),
    ("nested pictures", 4_000, |n| "![a".repeat(n) + &"](b)".repeat(n)),
    ("marks of notes", 4_000, |n| "a.[ ".repeat(n)),
    ("notes", 100, |n| {
        each(n, |n| format!("It rose.[^{n}]\n\n[^{n}]: [b](https://b{n}.example/)\n\n"))
    }),
    ("marks of one note", 400, |n| {
        "It rose.[^a] ".repeat(n) + "\n\n[^a]: [b](https://b.example/)\n"
    }),
    ("marks of one note with many links", 200, |n| {
        "It rose.[^a] ".repeat(n) + "\n\n[^a]: " + &"[b](https://b.example/) ".repeat(n)
    }),
    ("inline notes", 200, |n| "It rose.^[See [b](https://b.example/), p. 3.] ".repeat(n)),
    ("notes in notes", 200, |n| {
        each(n, |n| format!("It rose.[^{n}]\n\n[^{n}]: [b](https://b.example/) [^{}]\n\n", n + 1))
    }),
    ("marks in HTML", 200, |n| {
        let marks =
            each(n, |n| format!("It rose.<sup><a href=\"#fn{n}\">[{n}–{}]</a></sup> ", n + 9));
        let notes = each(n, |n| format!("<li id=\"fn{n}\"><a href=\"https://b.example/\">b</a>"));
        format!("<div><p>{marks}<ol>{notes}</ol></div>\n")
    }),
    ("abbreviations and initials", 400, |n| "Das gilt z. B. für J. K. Nr. 5 im 3. ".repeat(n)),
    ("quotations without an end", 400, |n| "「そうだ。「違う。« Oui. »Ja. „Nein. ".repeat(n)),
    ("one work in many sentences", 100, |n| {
        "It rose by 3 percent [so](https://b.example/a). ".repeat(n)
    }),
    ("equal paragraphs", 100, |n| "It rose by 3 percent [so](https://b.example/a).\n\n".repeat(n)),
    ("headings", 200, |n| {
        each(n, |n| format!("# Part {n}\n\nIt [rose](https://b.example/{n}).\n\n"))
    }),
    ("definitions and uses", 200, |n| {
        each(n, |n| format!("[a][{n}] rose.\n\n[{n}]: https://b.example/{n}\n\n"))
    }),
    ("lists in the head", 200, |n| {
        format!("---\ntags:\n{}---\nx\n", each(n, |n| format!("- tag {n}\n")))
    }),
    ("comments that ignore", 50, |n| {
        "<!-- citegraph: ignore bare-url reason=\"so\" -->\nhttp://bit.ly/1\n\n".repeat(n)
    }),
    ("labels of a host", 4_000, |n| format!("[x](https://{}example/b)", "a.".repeat(n))),
    ("pairs of a query", 1_000, |n| format!("[x](https://b.example/?{})", "a=1&".repeat(n))),
    ("pairs that go", 1_000, |n| format!("[x](https://b.example/?{})", "utm_a=1&".repeat(n))),
    ("steps of a path", 2_000, |n| format!("[x](https://b.example/{})", "a/../".repeat(n))),
    ("a long base", 1_000, |n| {
        format!(
            "<base href=\"https://b.example/{}/\">\n\n{}",
            "a".repeat(n),
            "[x](r) is so.\n\n".repeat(9)
        )
    }),
    ("an address in an address", 200, |n| format!("[x]({}a)", "https://href.li/?".repeat(n))),
    ("pages of one slug", 100, |n| {
        each(n, |n| format!("[x](https://a.example/one-two-three-four-{n}) is so.\n\n"))
    }),
    ("quotations", 500, |n| "“It rose”, she said, ‘and fell’. ".repeat(n)),
    ("cells with links", 200, |n| format!("|a|\n|-|\n{}", "|[b](https://b.example/)|\n".repeat(n))),
];

/// What is made of many articles and of many findings.
fn of_many() -> Vec<Shape> {
    let corpus = |articles: usize, text: fn(usize) -> String| -> Corpus {
        let options = extract::ExtractOptions { text: true, ..extract::ExtractOptions::default() };
        let one = |n: usize| {
            let document = Document::new(&format!("{n}.md"), Format::Markdown, &text(n));
            Extractor::default().extract(&document, &options)
        };
        (0..articles).map(one).collect()
    };
    vec![
        Shape::new("articles that cite one page", move |size| {
            of_corpus(&corpus(50 * size, |_| "[a](https://b.example/a) rose.\n".into()));
        }),
        Shape::new("articles that cite a page each", move |size| {
            of_corpus(&corpus(50 * size, |n| format!("[a](https://b{n}.example/a) rose.\n")));
        }),
        Shape::new("findings of a line", |size| {
            let text = format!("[x](http://127.0.0.1/a) {}", "and so on ".repeat(60));
            let text = text.repeat(50 * size);
            let corpus: Corpus = [article(&text)].into_iter().collect();
            let only = LintOptions { only: vec!["local-url".to_owned()], ..LintOptions::default() };
            let findings = lint::run(&corpus, &only).findings;
            assert_eq!(findings.len(), 50 * size);
            let line: Rc<str> = Rc::from(text.as_str());
            let mut out = Vec::new();
            text::write(&findings, &|_| Some(Rc::clone(&line)), TextStyle::default(), &mut out)
                .expect("memory");
        }),
    ]
}

/// Sheets, as they are written, read and merged.
fn of_sheets() -> Vec<Shape> {
    vec![
        Shape::new("a sheet as a page", |size| {
            let mut out = Vec::new();
            html::write(&sheets::sheet(article(&sentences(100 * size))), &mut out).expect("memory");
        }),
        Shape::new("a sheet as a workbook, and back", |size| {
            let mut out = Vec::new();
            let sheet = sheets::sheet(article(&sentences(100 * size)));
            xlsx::write(&sheet, &xlsx::XlsxOptions::default(), &mut out).expect("memory");
            black_box(sheet::read(&out).expect("a sheet").rows.len());
        }),
        Shape::new("a sheet as CSV, and back", |size| {
            let sheet = sheets::sheet(article(&sentences(100 * size)));
            black_box(sheet::read(&csv_of(&sheet)).expect("a sheet").rows.len());
        }),
        Shape::new("a sheet of equal rows, merged", |size| {
            let text = "It rose by 3 percent [so](https://b.example/a).\n\n".repeat(100 * size);
            let sheet = sheets::sheet(article(&text));
            black_box(sheet::merge_sheets(&sheet, &sheet).rows.len());
        }),
    ]
}

/// Addresses in text, lists of edges, ledgers and graph files.
fn of_side_files() -> Vec<Shape> {
    vec![
        Shape::new("addresses in addresses, redacted", |size| {
            black_box(redact_text(&"https://a.example/[b](".repeat(2_000 * size)));
        }),
        Shape::new("parameters, redacted", |size| {
            let (path, query) = ("b/".repeat(2_000 * size), "c=d&".repeat(2_000 * size));
            black_box(redact_text(&format!("https://a.example/{path}?{query}")));
        }),
        Shape::new("values, redacted", |size| {
            black_box(redact_text(&"a=https://b.example/".repeat(2_000 * size)));
        }),
        Shape::new("a list of edges", |size| {
            let list = each(1_000 * size, |n| format!("a{n},b{}\n", n / 2));
            black_box(
                EdgeList::read(list.as_bytes(), Direction::Directed).expect("a list").names.count(),
            );
        }),
        Shape::new("a ledger, compacted", |size| {
            let look = |n: usize| {
                format!(
                    "{{\"schema\":1,\"url\":\"https://a.example/{}\",\"started\":\"2026-01-{:02}T00:00:00Z\",\"run\":\"r\",\"method\":\"get\",\"end\":{{\"connect\":\"refused\"}}}}\n",
                    n / 9,
                    1 + n % 9
                )
            };
            let (mut ledger, notes) = Ledger::read(&each(200 * size, look));
            assert!(notes.is_empty() && ledger.observations().len() == 200 * size);
            ledger.compact(&Policy::default());
        }),
        Shape::new("a graph file of many nodes", |size| {
            let nodes = each(500 * size, |n| format!("<node id=\"{n}\" label=\"a\"/>"));
            let edges = each(500 * size, |n| format!("<edge source=\"{n}\" target=\"0\"/>"));
            black_box(diagnosed(&format!("<nodes>{nodes}</nodes><edges>{edges}</edges>")));
        }),
        Shape::new("a graph file of many columns", |size| {
            let columns = each(500 * size, |n| {
                format!("<attribute id=\"{n}\" title=\"{n}\" type=\"string\"/>")
            });
            let values = each(500 * size, |n| format!("<attvalue for=\"{n}\" value=\"a\"/>"));
            black_box(diagnosed(&format!(
                "<attributes class=\"node\">{columns}</attributes><nodes><node id=\"a\">\
                 <attvalues>{values}</attvalues></node></nodes><edges/>"
            )));
        }),
    ]
}

/// Whole pages, whose content region has to be found.
fn of_pages() -> Vec<Shape> {
    const PROSE: &str = "The board met on Monday evening and heard from nine people who live \
        beside the eastern wall of the harbour. ";
    let page = |name, text: fn(usize) -> String| {
        Shape::of_text(name, Format::Html, move |size| format!("<html><body>{}", text(200 * size)))
    };
    vec![
        page("prose in nested elements", |n| format!("<div><p>{PROSE}").repeat(n)),
        page("prose behind nested elements", |n| {
            format!("{}{}", "<div>".repeat(n), format!("{PROSE}</div>").repeat(n))
        }),
        page("prose in nested inline elements", |n| format!("<span>{PROSE}<br><br>").repeat(n)),
        page("prose and boxes of links", |n| {
            format!("<p>{PROSE}</p><ul><li><a href=x>another story</a></ul>").repeat(n)
        }),
        page("sources in nested elements", |n| {
            format!("<p>{PROSE}</p>{}", "<div><h2>Sources</h2><a href=x>one</a>".repeat(n))
        }),
        page("tables in tables", |n| {
            format!("<p>{PROSE}</p>{}", "<table><tr><th>one<td><a href=x>two</a>".repeat(n))
        }),
        page("posts in posts", |n| {
            format!("<div class=twitter-tweet>{PROSE}<a href=x>so</a>").repeat(n)
        }),
        page("leads", |n| format!("<p>{PROSE}</p><p>Read also: <a href=x>so</a></p>").repeat(n)),
    ]
}

/// Documents of other kinds.
fn of_other_kinds() -> Vec<Shape> {
    vec![
        Shape::new("paragraphs of a .docx", |size| {
            let body = each(200 * size, |n| {
                format!("<w:p><w:r><w:t>It rose at https://b{n}.example/ today.</w:t></w:r></w:p>")
            });
            loaded("a.docx", docx::docx(&body));
        }),
        Shape::new("cells of a notebook", |size| {
            let cells = each(200 * size, |n| {
                let comma = if n == 0 { "" } else { "," };
                format!(
                    "{comma}{{\"cell_type\":\"markdown\",\"source\":[\"[a](https://b{n}.example/)\"]}}"
                )
            });
            let text = format!(
                "{{\"cells\":[{cells}],\"metadata\":{{}},\"nbformat\":4,\"nbformat_minor\":5}}"
            );
            loaded("a.ipynb", text.into_bytes());
        }),
        Shape::new("lines of JSON", |size| {
            let mut lines = String::new();
            let one =
                serde_json::to_string(&article("[a](https://b.example/) rose.\n")).expect("JSON");
            (0..100 * size).for_each(|_| writeln!(lines, "{one}").expect("memory"));
            loaded("a.jsonl", lines.into_bytes());
        }),
    ]
}

/// How many traps a graph file of this content has.
fn diagnosed(content: &str) -> usize {
    let head = "<?xml version=\"1.0\"?><gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">";
    let file = format!("{head}<graph defaultedgetype=\"directed\">{content}</graph></gexf>");
    examine(file.as_bytes()).expect("a graph file").findings.len()
}

/// Reads a file of this name and goes the whole way with what is in it.
fn loaded(name: &str, bytes: impl AsRef<[u8]>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file");
    let source = InputSource::File { path, named: true };
    for loaded in source.load(&input::InputOptions::default()) {
        match loaded {
            Loaded::Document(document) => {
                let options =
                    extract::ExtractOptions { text: true, ..extract::ExtractOptions::default() };
                whole(Extractor::default().extract(&document, &options));
            }
            Loaded::Articles(articles) => of_corpus(&articles.into_iter().collect()),
            Loaded::Skipped(skipped) => panic!("{name}: {skipped:?}"),
        }
    }
}

fn shapes() -> Vec<Shape> {
    let mut shapes = documents();
    shapes.extend(TEXTS.map(|(name, times, text)| {
        Shape::of_text(name, Format::Markdown, move |size| text(times * size))
    }));
    shapes.extend(of_pages());
    shapes.extend(of_many());
    shapes.extend(of_sheets());
    shapes.extend(of_side_files());
    shapes.extend(of_other_kinds());
    shapes
}

/// What is held against growth: bytes and blocks in all, and bytes at one time.
fn work(shape: &Shape, size: usize) -> [u64; 3] {
    let used = measure(|| (shape.work)(size));
    [used.bytes_total, used.count_total, used.bytes_max]
}

#[test]
fn every_shape_grows_as_its_text_does() {
    // What any text costs; without it the ratios of small shapes say nothing.
    const SLACK: [u64; 3] = [300_000, 1_000, 100_000];
    // Tables that are built once are not counted.
    let shapes = shapes();
    shapes.iter().for_each(|shape| (shape.work)(1));
    // On one thread, whose blocks are counted.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let mut failed = String::new();
    for shape in &shapes {
        let [once, twice, four] = pool.install(|| [1, 2, 4].map(|size| work(shape, size)));
        let grows = (0..3).any(|at| {
            // 2.5 and 5 times.
            twice[at] * 2 > once[at] * 5 + SLACK[at] || four[at] > once[at] * 5 + SLACK[at]
        });
        if grows {
            writeln!(failed, "{}: {once:?}, {twice:?}, {four:?}", shape.name).expect("memory");
        }
    }
    assert!(
        failed.is_empty(),
        "bytes, blocks and most bytes at once at 1, 2 and 4 times:\n{failed}"
    );
}

/// One shape at one size, for `tests/instructions`, which names them.
#[test]
#[ignore = "only tests/instructions says which shape"]
#[expect(clippy::print_stdout, reason = "the script reads the names of the shapes")]
fn one_shape_at_one_size() {
    let asked = |name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    let Some(wanted) = asked("CITEGRAPH_SHAPE") else {
        shapes().iter().for_each(|shape| println!("shape: {}", shape.name));
        return;
    };
    let size = asked("CITEGRAPH_SIZE").and_then(|size| size.parse().ok()).expect("a size");
    let shapes = shapes();
    // Any other name shows what a run costs that does nothing.
    let Some(shape) = shapes.iter().find(|shape| shape.name == wanted) else { return };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    pool.install(|| (shape.work)(size));
}

#[test]
fn a_row_of_an_endless_sentence_shows_the_part_around_its_link() {
    let made = sheets::sheet(article(&linked(400)));
    assert_eq!(made.rows.len(), 400);
    for row in &made.rows {
        let anchor = &row.source.as_ref().unwrap().anchor;
        let claim = row.claim.to_cell();
        assert!(claim.contains(&format!("«{anchor}»")), "{anchor}: {claim}");
        assert!(claim.len() < 4096 && claim.contains('…'), "{}", claim.len());
        assert!(row.signals.iter().all(|signal| signal.to_string().ends_with("7 million")));
        assert!((5..90).contains(&row.signals.len()), "{}", row.signals.len());
        assert_eq!((row.sentence.as_str(), &row.claim_id), ("P1.S0", &made.rows[0].claim_id));
    }
    let whole = sheets::sheet(article(&linked(10)));
    assert!(
        whole.rows.iter().all(|row| !row.claim.text().contains('…')),
        "a short one is shown whole"
    );
}

#[test]
fn a_sheet_grows_with_its_links() {
    let size = |links| csv_of(&sheets::sheet(article(&linked(links)))).len();
    let (once, twice) = (size(500), size(1000));
    assert!(twice < once * 9 / 4, "{once} bytes for 500 links, {twice} for 1000");
}

/// Bytes of everything that is kept of an article's links.
fn kept(article: &Article) -> usize {
    program::links(article).iter().map(|link| serde_json::to_vec(link).expect("JSON").len()).sum()
}

#[test]
fn a_host_that_no_name_server_can_hold_is_rejected_before_anything_asks_about_it() {
    for host in ["a.".repeat(50_000) + "example", "a".repeat(250) + ".example"] {
        let redirector = format!("https://www.google.com/url?q=https://{host}/b");
        let article =
            article(&format!("[x](https://{host}/b) or [y]({redirector}) or https://{host}/c .\n"));
        let [one, wrapped, bare] = program::links(&article)[..] else { panic!("three links") };
        for link in [one, bare] {
            assert_eq!(link.reason, Some(Reason::Invalid));
            assert_eq!((&link.resolved, &link.cited), (&None, &None));
            assert!(link.written.contains(&host));
        }
        // A redirector to nowhere leads nowhere else.
        assert_eq!(wrapped.host(), Some("www.google.com"));
    }
    let origin = format!(
        "---\nfrom: https://{}example/\n---\n[x](/a) [y](https://b.example/)\n",
        "a.".repeat(9000)
    );
    assert_eq!(article(&origin).origin, None);
}

#[test]
fn relative_links_do_not_multiply_a_long_base() {
    let with = |base: usize, links: usize| {
        let text = format!("<base href=\"https://b.example/{}/\">\n\n", "a".repeat(base));
        kept(&article(&(text + &"[x](r) is so.\n\n".repeat(links))))
    };
    let (short, long) = (with(10, 100), with(100_000, 100));
    assert!(long < 2 * short, "{short} bytes with a short base, {long} with a long one");
}

#[test]
fn a_query_without_end_is_kept_once() {
    for pair in ["utm_a;", "utm_a=1;", "utm_a&", "at_a=1&", "a;", "ref_src=1;"] {
        let size = |times: usize| {
            kept(&article(&format!("[x](https://www.bbc.com/?{}=1) grew.\n", pair.repeat(times))))
        };
        let (once, more) = (size(2_000), size(8_000));
        assert!(more < once * 9 / 2, "{pair}: {once} bytes for 2000, {more} for 8000");
    }
}

#[test]
fn pages_that_share_a_slug_are_found_among_many() {
    let links = |n: usize| {
        let one = |at: usize| format!("[x](https://a.example/one-two-three-four-{at}) is so.\n\n");
        (0..n).map(one).collect::<String>()
            + "[y](https://a.example/so-three-four-7-eight-nine) is.\n"
    };
    let text = links(3_000) + "[z](https://a.example/three-four-7-eight) is.\n";
    let corpus: Corpus = [article(&text)].into_iter().collect();
    let only = LintOptions { only: vec!["related-slug".to_owned()], ..LintOptions::default() };
    let found = lint::run(&corpus, &only).findings;
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("`three-four-7-eight`") && found[0].count == 2);
}
