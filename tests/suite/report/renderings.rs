//! The page, the Markdown and the terminal summary: complete, the same bytes, and only text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use citegraph::article::{
    Article, CitedUrl, Link, Place, Reason, SkipReason, Skipped, Via, Warning,
};
use citegraph::corpus::Corpus;
use citegraph::input::MARKER;
use citegraph::report::style::TextStyle;
use citegraph::report::{Report, ReportOptions, html, markdown, text};
use flate2::read::GzDecoder;
use proptest::prelude::*;
use scraper::{Html, Selector};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::support::articles::{article, articles, awkward, citation, sample};

/// Text that tries to leave every sink at once.
const HOSTILE: &str = "</title></script><script>window.__hostile=1</script>\"'><img src=x onerror=alert(1)>\
    | `code` [x](javascript:alert(1)) \u{1b}[2J\u{9b}31m \u{202e}gnp.exe\u{2066} \0\u{200b}\n# - 1. &lt;";

/// The files that lie beside the page.
const BESIDE: [&str; 8] = [
    "report.md",
    "report.json",
    "citations.csv",
    "citations.jsonl",
    "graph.gexf",
    "graph.graphml",
    "nodes.csv",
    "edges.csv",
];

/// Page, Markdown and summary of a corpus.
fn pages(corpus: &Corpus) -> [String; 3] {
    let report = Report::new(&corpus.table(), &ReportOptions::default());
    let mut files = [Vec::new(), Vec::new(), Vec::new()];
    html::write(corpus, &report, &mut files[0]).expect("memory takes everything");
    markdown::write(&corpus.table(), &report, &mut files[1]).expect("memory takes everything");
    text::write(&report, TextStyle::default(), &mut files[2]).expect("memory takes everything");
    files.map(|bytes| String::from_utf8(bytes).expect("pages are UTF-8"))
}

fn page(corpus: &Corpus) -> Html {
    Html::parse_document(&pages(corpus)[0])
}

/// Texts of the elements that match, in order.
fn texts(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).map(|element| element.text().collect()).collect()
}

/// A corpus in which every text is hostile.
fn hostile() -> Corpus {
    let hostile = || Some(HOSTILE.to_owned());
    let sentence = format!("{HOSTILE} and {HOSTILE}.");
    let length = HOSTILE.chars().count() as u32;
    let marked = |ordinal: u32, at: u32| Link {
        anchor: HOSTILE.to_owned(),
        sentence: Some(sentence.as_str().into()),
        sentence_id: "P1.S0".parse().ok(),
        anchor_at: Some([at, at + length]),
        ..citation(ordinal, "b.example", "x")
    };
    let broken = Link {
        cited: Some(CitedUrl {
            opened: "javascript:alert(1)".to_owned(),
            key: HOSTILE.to_owned(),
            domain: HOSTILE.to_owned(),
            site: HOSTILE.to_owned(),
            host: HOSTILE.to_owned(),
            work: hostile(),
            locator: None,
            changes: vec![format!("tracking:{HOSTILE}").into()],
            via: vec![Via {
                kind: HOSTILE.to_owned(),
                host: HOSTILE.to_owned(),
                domain: HOSTILE.to_owned(),
                timestamp: hostile(),
            }],
        }),
        sentence_id: None,
        sentence: Some(HOSTILE.into()),
        anchor: HOSTILE.to_owned(),
        anchor_at: Some([7, 100_000]),
        ..citation(2, "c.example", "x")
    };
    let mut one = article("a.md", None, vec![marked(0, 0), marked(1, length + 5), broken]);
    one.citations.push(Link { place: Place::Share, ..marked(3, 0) });
    one.rejects.push(Link {
        written: HOSTILE.to_owned(),
        reason: Some(Reason::Invalid),
        ..marked(4, 0)
    });
    one.warnings.push(Warning {
        code: HOSTILE.to_owned(),
        message: HOSTILE.to_owned(),
        ..Warning::default()
    });
    let one = Article {
        title: hostile(),
        published: hostile(),
        language: hostile(),
        origin: Some(format!("https://a.example/{HOSTILE}")),
        part: hostile(),
        ..one
    };
    let mut corpus: Corpus = [one, article(HOSTILE, None, Vec::new())].into_iter().collect();
    corpus.skip(Skipped {
        input: HOSTILE.to_owned(),
        part: hostile(),
        reason: SkipReason::Unreadable,
        detail: HOSTILE.to_owned(),
    });
    corpus.finish()
}

/// The blocks of rows in a page as JSON, the first with what rows share.
fn blocks(page: &Html) -> Vec<Value> {
    let texts = texts(page, "script[data-block]");
    let unpacked = texts.iter().map(|block| {
        let packed = STANDARD.decode(block).expect("base64");
        serde_json::from_reader(GzDecoder::new(&*packed)).expect("JSON")
    });
    unpacked.collect()
}

/// What the policy of a page lets run are the scripts that are in it, and no others.
fn assert_policy(text: &str) {
    let page = Html::parse_document(text);
    let selector = Selector::parse("meta[http-equiv=Content-Security-Policy]").expect("a selector");
    let policy = page.select(&selector).next().and_then(|meta| meta.attr("content"));
    let policy = policy.expect("a policy");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(policy.contains("require-trusted-types-for 'script'"), "{policy}");
    let scripts = texts(&page, "script:not([type])");
    let named = policy.matches("'sha256-").count();
    assert!(!scripts.is_empty() && named >= scripts.len(), "{policy}");
    for script in scripts {
        let hash = STANDARD.encode(Sha256::digest(script.as_bytes()));
        assert!(policy.contains(&format!("'sha256-{hash}'")), "{policy}");
    }
}

/// Everything that must hold for any page.
fn assert_harmless(text: &str) {
    let page = Html::parse_document(text);
    let head: String = text.chars().take(512).collect();
    assert!(head.contains(MARKER), "the page is known as ours");
    let all = Selector::parse("*").expect("a selector");
    let mut ids = Vec::new();
    let mut inside = Vec::new();
    for element in page.select(&all).map(|element| element.value()) {
        let forbidden = ["img", "iframe", "object", "embed", "base", "form"];
        // Charts are SVG, and need none of what can load or move there.
        let drawn = ["foreignobject", "use", "image", "animate", "set", "style"];
        let name = element.name().to_lowercase();
        let allowed = name == "style" && element.attrs().count() == 0;
        assert!(!forbidden.contains(&name.as_str()), "{element:?}");
        assert!(name != "script" || element.attr("data-citegraph").is_some());
        assert!(allowed || !drawn.contains(&name.as_str()), "{element:?}");
        ids.extend(element.id());
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on") && !["src", "action", "srcset"].contains(&name));
            if name == "href" {
                let web = value.starts_with("https://") || value.starts_with("http://");
                assert!(web || value.starts_with('#') || BESIDE.contains(&value), "{value}");
                assert!(!web || element.attr("rel") == Some("noreferrer noopener nofollow"));
                inside.extend(value.strip_prefix('#'));
            }
        }
    }
    let known = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), known, "every id is given once");
    for id in inside {
        assert!(ids.binary_search(&id).is_ok(), "#{id} leads somewhere");
    }
    assert_no_controls(text);
    assert_policy(text);
}

fn assert_no_controls(text: &str) {
    let control = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let found: String = text.chars().filter(|c| control(*c)).collect();
    assert!(found.is_empty(), "{found:?}");
}

/// Cells of every table row of Markdown, table by table.
fn tables(markdown: &str) -> Vec<Vec<usize>> {
    let mut tables = vec![Vec::new()];
    for line in markdown.lines() {
        if line.starts_with('|') {
            let cells = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            tables.last_mut().expect("never empty").push(cells);
        } else if !tables.last().expect("never empty").is_empty() {
            tables.push(Vec::new());
        }
    }
    tables.retain(|table| !table.is_empty());
    tables
}

fn assert_markdown(text: &str) {
    assert!(text.starts_with(&format!("<!-- {MARKER} ")), "{text}");
    let tables = tables(text);
    assert!(tables.len() >= 4, "{text}");
    for table in tables {
        assert!(table.iter().all(|cells| *cells == table[0]), "{table:?}\n{text}");
    }
    assert_no_controls(text);
    let rendered: String = text.lines().skip(1).collect();
    assert!(!rendered.replace("\\<", "").contains('<'), "no HTML behind the first line:\n{text}");
}

fn assert_terminal(text: &str) {
    assert_no_controls(text);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(text.ends_with('\n'));
}

#[test]
fn hostile_text_stays_text() {
    for corpus in [hostile(), awkward(), sample(), Corpus::default()] {
        let [page, markdown, text] = pages(&corpus);
        assert_harmless(&page);
        assert_markdown(&markdown);
        assert_terminal(&text);
    }
    let page = page(&hostile());
    let titles = texts(&page, "#articles th bdi");
    let whole = |title: &String| title.starts_with("</title></script><script>window.__hostile=1");
    assert!(titles.iter().any(whole), "{titles:?}");
}

#[test]
fn every_citation_is_a_row_of_the_table() {
    for corpus in [hostile(), awkward(), sample()] {
        let page = page(&corpus);
        let blocks = blocks(&page);
        let rows: Vec<&Value> =
            blocks[1..].iter().flat_map(|block| block.as_array().unwrap()).collect();
        let articles = corpus.articles.iter().enumerate();
        let all = articles.flat_map(|(at, one)| one.citations.iter().map(move |link| (at, link)));
        let all: Vec<_> = all.collect();
        assert_eq!(rows.len(), all.len());
        assert_eq!(blocks[0]["rows"], rows.len());
        for (row, (at, link)) in rows.iter().zip(all) {
            assert_eq!((&row[1], &row[8]), (&Value::from(at), &Value::from(link.ordinal)));
            let is_linked = row[3].as_u64().unwrap() & 2 != 0;
            let url = row[7].as_str().unwrap();
            let is_web = url.starts_with("https://") || url.starts_with("http://");
            assert!(is_web || !is_linked, "{url}");
        }
        let text = blocks.iter().map(Value::to_string).collect::<String>();
        assert_no_controls(&text);
        assert!(!text.contains("s3cret"), "{text}");
    }
    let shared = &blocks(&page(&hostile()))[0];
    let title = shared["articles"][0]["title"].as_str().unwrap();
    assert!(title.contains("</title></script><script>window.__hostile=1"), "{title}");
    let one = Corpus::default();
    assert!(blocks(&page(&one)).is_empty() && texts(&page(&one), "#citations").is_empty());
}

#[test]
fn the_table_holds_what_counts_and_says_what_it_leaves_out() {
    let other =
        |ordinal: u32| Link { place: Place::Comment, ..citation(ordinal, "b.example", "x") };
    let links = |at: u32| {
        (0..12).map(move |n| if n < at { other(n) } else { citation(n, "a.example", "x") })
    };
    // 21,600 citations, of which 19,800 count.
    let article = |at: u32| article(&format!("{at:04}.md"), None, links(at % 3).collect());
    let corpus: Corpus = (0..1800).map(article).collect();
    let [html, ..] = pages(&corpus);
    assert!(html.contains("The table holds 20,000 of 21,600 citations: all are in"));
    let blocks = blocks(&Html::parse_document(&html));
    let rows: Vec<&Value> =
        blocks[1..].iter().flat_map(|block| block.as_array().unwrap()).collect();
    let counted = rows.iter().filter(|row| row[3].as_u64().unwrap() & 1 == 1).count();
    assert_eq!((rows.len(), counted), (20_000, 19_800));
    assert!(
        rows.is_sorted_by_key(|row| (row[1].as_u64(), row[8].as_u64())),
        "in the order of the corpus"
    );
}

#[test]
fn the_map_shows_the_most_cited_domains() {
    let links =
        |at: u32| (0..4).map(move |n| citation(n, &format!("d{}.example", (at + n) % 200), "x"));
    let corpus: Corpus =
        (0..400).map(|at| article(&format!("{at:04}.md"), None, links(at).collect())).collect();
    let page = page(&corpus);
    assert_eq!(texts(&page, "#map .spots a").len(), 120);
    assert_eq!(texts(&page, "#map .labels text").len(), 120);
    assert!(texts(&page, "#map > p")[0].contains("The 80 least cited domains are left out."));
    let first = &texts(&page, "#map .spots a title")[0];
    assert_eq!(first, "d0.example: 8 citations in 8 articles");
    let edges = texts(&page, "#map .edges path").len();
    assert!((120..=360).contains(&edges), "{edges}");
    let legend = texts(&page, "#map .groups li");
    assert!(legend.len() > 1 && legend[0].contains(" more domains"), "{legend:?}");

    let lone = corpus.articles[0].clone();
    assert!(texts(&self::page(&std::iter::once(lone).collect()), "#map").is_empty());
}

#[test]
fn anchors_are_marked_in_their_sentences() {
    let page = page(&hostile());
    let shown =
        "</title></script><script>window.__hostile=1</script>\"'><img src=x onerror=alert(1)>";
    let marks = texts(&page, ".article p mark");
    assert_eq!(marks.len(), 3, "two in the shared sentence, one in what does not count");
    assert!(marks.iter().all(|mark| mark.starts_with(shown)));
    assert_eq!(texts(&page, ".article p sup"), ["1", "2"]);
    let lone = texts(&page, ".article li > mark");
    assert_eq!(lone.len(), 1, "a position outside of the sentence: the anchor stands by itself");

    let moved = texts(&self::page(&sample()), "#c1-3");
    assert!(moved[0].contains("c.example/x?access_token=REDACTED"), "{moved:?}");
    let marks = texts(&self::page(&sample()), ".s:has(#c1-3) mark");
    assert_eq!(marks, ["x?access_token=REDACTED"], "found again where the secret was");
}

#[test]
fn secrets_are_for_no_reader() {
    for text in pages(&sample()) {
        assert!(!text.contains("s3cret"), "{text}");
    }
}

#[test]
fn the_numbers_are_those_of_the_report() {
    let corpus = sample();
    let report = Report::new(&corpus.table(), &ReportOptions::default());
    let [html, markdown, text] = pages(&corpus);
    let page = Html::parse_document(&html);
    let owners = report.views.owners.len() as u64;
    let totals = &report.totals;
    let figures = [("counted", totals.counted), ("domains", totals.domains), ("owners", owners)];
    for (name, number) in figures {
        assert_eq!(texts(&page, &format!("#n-{name}")), [number.to_string()], "{name}");
    }
    let names: Vec<&str> = report.domains.iter().map(|row| row.domain.as_str()).collect();
    assert_eq!(texts(&page, "#top-domains .bars a"), names);
    assert_eq!(texts(&page, "#domains tbody th"), names);
    let counts: Vec<String> = report.domains.iter().map(|row| row.citations.to_string()).collect();
    assert_eq!(texts(&page, "#domains tbody td:nth-child(3)"), counts);
    assert_eq!(texts(&page, ".article li").len() as u64, report.totals.citations);
    let summary = texts(&page, "#summary").join(" ");
    assert!(summary.contains("7 citations lead to") && summary.contains("too few"), "{summary}");
    let headline = "8 of 8 links in 3 articles are citations; 7 of them count. These lead to";
    for page in [&markdown, &text.replace('\n', " ")] {
        assert!(page.contains(headline), "{page}");
        assert!(page.contains("Below 10 citations, only counts are shown"), "{page}");
    }
    for row in &report.domains {
        assert!(markdown.contains(&format!("| {} |", row.domain)) && text.contains(&row.domain));
    }
}

#[test]
fn long_lists_say_what_they_leave_out() {
    let long = "word ".repeat(280);
    let link = |ordinal: u32| Link {
        sentence: Some(format!("{ordinal} {long}").as_str().into()),
        ..citation(ordinal, &format!("d{ordinal}.example"), "x")
    };
    let article = |at: u32| {
        let mut one =
            article(&format!("{at:04}.md"), None, (at * 10..at * 10 + 10).map(link).collect());
        one.rejects = (0..3).map(|n| Link { reason: Some(Reason::Internal), ..link(n) }).collect();
        one
    };
    let corpus: Corpus = (0..800).map(article).collect();
    let [html, markdown, text] = pages(&corpus);
    assert!(html.len() < 15 << 20, "{} bytes", html.len());
    assert_harmless(&html);
    assert!(html.contains("7,950 more domains: see"), "of 8,000 domains, without the script");
    assert!(html.contains("2,200 more links: see"), "of 2,400 rejects");
    assert!(html.contains("7,950 more citations: see"), "of 8,000, without the script");
    assert_eq!(blocks(&Html::parse_document(&html))[0]["rows"], 8_000, "all with it");
    assert!(markdown.contains("7,980 more domains in `report.json`"));
    assert!(text.contains("7,990 more domains") && text.lines().count() <= 36, "{text}");
}

proptest! {
    #![proptest_config(crate::properties::cases(64))]

    #[test]
    fn any_order_gives_the_same_harmless_pages(list in articles()) {
        let forward: Corpus = list.iter().cloned().collect();
        let backward: Corpus = list.into_iter().rev().collect();
        let files = pages(&forward);
        prop_assert_eq!(&files, &pages(&backward));
        assert_harmless(&files[0]);
        assert_markdown(&files[1]);
        assert_terminal(&files[2]);
    }
}
