//! The accumulator and its totals.

use citegraph::article::{Article, Link, Place, Reason, Sentence, Syntax};
use citegraph::corpus::{Corpus, Selection, Totals};
use citegraph::report::{Report, ReportOptions};

use crate::support::articles::{article, citation};

fn sentence(id: &str) -> Sentence {
    Sentence {
        id: id.parse().expect("an id"),
        place: Place::Body,
        text: "See.".into(),
        span: None,
        at: None,
        marks: Vec::new(),
        code: Vec::new(),
    }
}

#[test]
fn the_same_input_twice_is_one_document() {
    let one = article("a.md", Some("https://a.example/"), vec![citation(0, "b.example", "x")]);
    let elsewhere = Article { input: "b.md".to_owned(), ..one.clone() };
    let changed = Article { title: None, ..one.clone() };
    let corpus: Corpus = [elsewhere, one.clone(), changed, one].into_iter().collect();
    let inputs: Vec<&str> = corpus.articles.iter().map(|article| article.input.as_str()).collect();
    assert_eq!(inputs, ["a.md", "a.md", "b.md"], "one origin may have two inputs");
}

#[test]
fn inputs_are_sorted_as_bytes_and_parts_below_them() {
    let part = |input: &str, part: Option<&str>| Article {
        part: part.map(str::to_owned),
        ..article(input, None, Vec::new())
    };
    let given = [part("é", None), part("a", Some("1")), part("a/b", None), part("a", None)];
    let corpus: Corpus = given.into_iter().collect();
    let names = corpus.articles.iter().map(|one| (one.input.as_str(), one.part.as_deref()));
    let wanted = [("a", None), ("a", Some("1")), ("a/b", None), ("é", None)];
    assert_eq!(names.collect::<Vec<_>>(), wanted);
}

#[test]
fn sentences_are_counted_in_body_paragraphs_only() {
    let mut one = article(
        "a.md",
        None,
        vec![
            citation(0, "b.example", "x"),
            citation(3, "b.example", "y"),
            Link { place: Place::Comment, ..citation(1, "b.example", "z") },
            Link { sentence_id: "H1.S0".parse().ok(), ..citation(4, "b.example", "z") },
        ],
    );
    one.sentences =
        Some(["P1.S0", "P1.S1", "P1.S2", "C1.S0", "H1.S0", "B1.S0"].map(sentence).to_vec());
    let totals = |corpus: &Corpus| {
        let totals = Totals::of(&corpus.table(), &Selection::default());
        (totals.sentences, totals.cited_sentences)
    };
    let mut corpus: Corpus = [one].into_iter().collect();
    assert_eq!(totals(&corpus), (Some(3), Some(1)), "a comment's citation does not count");
    corpus.ingest(article("b.md", None, Vec::new()));
    assert_eq!(totals(&corpus.finish()), (None, None), "one article came without its text");
}

#[test]
fn what_is_left_out_is_counted_once() {
    let links = vec![
        citation(0, "b.example", "x"),
        Link { place: Place::Comment, syntax: Syntax::Bare, ..citation(1, "b.example", "x") },
        Link { syntax: Syntax::Bare, ..citation(2, "b.example", "x") },
    ];
    let mut one = article("a.md", None, links);
    one.rejects.push(Link { reason: Some(Reason::Itself), ..citation(3, "a.example", "") });
    let corpus: Corpus = [one].into_iter().collect();
    let selection = Selection { syntaxes: vec![Syntax::Markdown], ..Selection::default() };
    let report =
        Report::new(&corpus.table(), &ReportOptions { selection, ..ReportOptions::default() });
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["excluded"], serde_json::json!({ "comment": 1 }));
    assert_eq!(json["excluded_syntax"], serde_json::json!({ "bare": 1 }));
    assert_eq!(json["rejects"], serde_json::json!({ "self": 1 }));
    assert_eq!((report.totals.links, report.totals.counted), (4, 1));
}

#[test]
fn report_json_has_the_published_shape() {
    let report =
        Report::new(&crate::support::articles::sample().table(), &ReportOptions::default());
    let json = serde_json::to_value(&report).unwrap();
    let names = |value: &serde_json::Value| -> Vec<String> {
        let mut names: Vec<String> =
            value.as_object().expect("an object").keys().cloned().collect();
        names.sort();
        names
    };
    let sorted = |names: &[&str]| {
        let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        names.sort();
        names
    };
    let top = [
        "schema",
        "tool",
        "options",
        "totals",
        "diversity",
        "intervals",
        "spread",
        "domains",
        "articles",
        "rejects",
        "excluded",
        "excluded_syntax",
        "skipped",
        "views",
    ];
    assert_eq!(names(&json), sorted(&top));
    let totals = [
        "articles",
        "skipped",
        "links",
        "citations",
        "counted",
        "keys",
        "works",
        "hosts",
        "domains",
        "sites",
        "sentences",
        "cited_sentences",
    ];
    assert_eq!(names(&json["totals"]), sorted(&totals));
    let measures = [
        "n",
        "richness",
        "shannon",
        "hill1",
        "hill2",
        "hillinf",
        "gini_simpson",
        "gini_simpson_unbiased",
        "hhi",
        "pielou",
        "heip",
        "berger_parker",
        "gini",
        "cr4",
        "coverage",
        "good",
    ];
    assert_eq!(names(&json["diversity"]["domain"]), sorted(&measures));
}
