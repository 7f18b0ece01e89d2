//! The page, the Markdown and the terminal summary: complete, the same bytes, and only text.

use citegraph::article::{Article, Link, Place, Reason, Skipped, Via, Warning};
use citegraph::corpus::Corpus;
use citegraph::input::MARKER;
use citegraph::report::{Options, Report, html, markdown, text};
use proptest::prelude::*;
use scraper::{Html, Selector};

use crate::articles::{article, articles, awkward, citation, sample};

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
    let report = Report::new(corpus, &Options::default());
    let mut files = [Vec::new(), Vec::new(), Vec::new()];
    html::write(corpus, &report, &mut files[0]).expect("memory takes everything");
    markdown::write(corpus, &report, &mut files[1]).expect("memory takes everything");
    text::write(corpus, &report, &mut files[2]).expect("memory takes everything");
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
        sentence: Some(sentence.clone()),
        sentence_id: Some("P1.S0".to_owned()),
        anchor_at: Some([at, at + length]),
        ..citation(ordinal, "b.example", "x")
    };
    let broken = Link {
        opened: Some("javascript:alert(1)".to_owned()),
        key: hostile(),
        domain: hostile(),
        site: hostile(),
        host: hostile(),
        work: hostile(),
        sentence_id: hostile(),
        sentence: hostile(),
        anchor: HOSTILE.to_owned(),
        anchor_at: Some([7, 100_000]),
        changes: vec![format!("tracking:{HOSTILE}").into()],
        via: vec![Via {
            kind: HOSTILE.to_owned(),
            host: HOSTILE.to_owned(),
            domain: HOSTILE.to_owned(),
            timestamp: hostile(),
        }],
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
        line: None,
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
        reason: HOSTILE.to_owned(),
        detail: HOSTILE.to_owned(),
    });
    corpus.finish()
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
        let forbidden = ["script", "img", "iframe", "object", "embed", "base", "form"];
        // Charts are SVG, and need none of what can load or move there.
        let drawn = ["foreignobject", "use", "image", "animate", "set", "style"];
        let name = element.name().to_lowercase();
        let allowed = name == "style" && element.attrs().count() == 0;
        assert!(!forbidden.contains(&name.as_str()), "{element:?}");
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
    let report = Report::new(&corpus, &Options::default());
    let [html, markdown, text] = pages(&corpus);
    let page = Html::parse_document(&html);
    let totals = serde_json::to_value(&report.totals).unwrap();
    for (name, number) in
        totals.as_object().expect("an object").iter().filter(|(_, n)| !n.is_null())
    {
        assert_eq!(texts(&page, &format!("#n-{name}")), [number.to_string()], "{name}");
    }
    let names: Vec<&str> = report.domains.iter().map(|row| row.domain.as_str()).collect();
    assert_eq!(texts(&page, "#top-domains .bars a"), names);
    assert_eq!(texts(&page, "#domain-table tbody th"), names);
    let counts: Vec<String> = report.domains.iter().map(|row| row.citations.to_string()).collect();
    assert_eq!(texts(&page, "#domain-table tbody td:nth-child(4)"), counts);
    assert_eq!(texts(&page, ".article li").len() as u64, report.totals.citations);
    let headline = "8 of 8 links in 3 articles are citations, of which 7 count. These lead to";
    let summary = texts(&page, "#summary").join(" ");
    for page in [&summary, &markdown, &text.replace('\n', " ")] {
        assert!(page.contains(headline), "{page}");
        assert!(page.contains("With fewer than 10 citations"), "{page}");
    }
    for row in &report.domains {
        assert!(markdown.contains(&format!("| {} |", row.domain)) && text.contains(&row.domain));
    }
}

#[test]
fn long_lists_say_what_they_leave_out() {
    let long = "word ".repeat(280);
    let link = |ordinal: u32| Link {
        sentence: Some(format!("{ordinal} {long}")),
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
    assert!(html.contains("5,000 more domains: see"), "of 8,000 domains");
    assert!(html.contains("2,200 more internal links: see"), "of 2,400 rejects");
    assert!(
        html.contains("This page is full with ")
            && html.contains(" of 8,000 citations: all are in")
    );
    assert!(markdown.contains("7,980 more domains in `report.json`"));
    assert!(text.contains("7,990 more domains") && text.lines().count() <= 40, "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

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
