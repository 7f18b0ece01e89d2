//! Which claims lose support if a source goes.

use serde_json::{Value, json};

use crate::support::program::{self, output, run};

const A: &str = "\
# Trees

Ash [falls](https://www.reuters.com/a?token=0123456789abcdef0123). \
Oak [stands](https://www.reuters.com/b) and [so](https://www.bbc.com/news/world-12345678) it goes. \
Elm [fell](https://uk.reuters.com/c), [twice](https://www.reuters.com/c2).

Yew [is old](https://doi.org/10.1038/nature12373) and [older](https://www.nature.com/articles/nature12373).
";

const B: &str = "Fir is [green\u{1b}[31m](https://www.bbc.co.uk/news/world-12345678).\n";

/// Two domains of one owner are no second source.
const MINE: &str = r#"
sources = [
  { domain = "bbc.com", owner = "One", group = "one" },
  { domain = "reuters.com", owner = "Two", group = "one" },
]
groups = [{ id = "one", name = "One Group" }]
"#;

fn folder() -> tempfile::TempDir {
    program::folder(&[("a.md", A), ("b.md", B), ("mine.toml", MINE)])
}

fn impact(root: &tempfile::TempDir, args: &[&str]) -> Value {
    let args = [&["impact"], args, &["a.md", "b.md", "--format", "json"]].concat();
    serde_json::from_str(&output(root.path(), &args)).expect("JSON")
}

fn totals(impact: &Value) -> [u64; 4] {
    ["citations", "claims", "unsupported", "articles"]
        .map(|name| impact["totals"][name].as_u64().expect("a number"))
}

#[test]
fn claims_with_nothing_else_come_first_and_add_up() {
    let root = folder();
    let found = impact(&root, &["reuters.com"]);
    assert_eq!(totals(&found), [4, 3, 2, 1]);
    let claims = found["articles"][0]["claims"].as_array().expect("claims");
    let ids: Vec<&str> = claims.iter().map(|one| one["sentence_id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["P1.S0", "P1.S2", "P1.S1"]);
    assert_eq!(claims[0]["remains"], json!({ "works": [], "groups": [] }));
    assert_eq!(claims[1]["citations"].as_array().map(Vec::len), Some(2));
    assert_eq!(claims[2]["remains"]["works"], json!(["bbc:world-12345678"]));
    assert_eq!(claims[2]["citations"][0]["line"], 3);
    assert_eq!(found["near"], json!([]));
    // One owner behind both: another work remains, no other owner.
    let grouped = impact(&root, &["reuters.com", "--sources", "mine.toml"]);
    let claims = &grouped["articles"][0]["claims"];
    assert_eq!(claims[2]["remains"]["groups"], json!([]));
    assert_eq!(claims[2]["remains"]["works"], json!(["bbc:world-12345678"]));
}

#[test]
fn a_subject_is_a_host_a_url_or_a_work() {
    let root = folder();
    assert_eq!(totals(&impact(&root, &["uk.reuters.com"])), [1, 1, 0, 1]);
    // The page and the resolver are one work: nothing else is left of the sentence.
    let work = [2, 1, 1, 1];
    for subject in
        ["doi:10.1038/NATURE12373", "10.1038/nature12373", "https://doi.org/10.1038/nature12373"]
    {
        assert_eq!(totals(&impact(&root, &[subject])), work, "{subject}");
    }
    // The resolver's address of the same work is no other source.
    assert_eq!(totals(&impact(&root, &["nature.com"])), [1, 1, 1, 1]);
    assert_eq!(totals(&impact(&root, &["https://bbc.com/news/world-12345678"])), [2, 2, 1, 2]);
}

#[test]
fn where_nothing_is_cited_near_names_are_told_and_a_gate_can_fail() {
    let root = folder();
    let none = impact(&root, &["reuter.com"]);
    assert_eq!(totals(&none), [0, 0, 0, 0]);
    assert_eq!(none["near"][0], "reuters.com");
    let ran = run(root.path(), &["-q", "impact", "reuter.com", "a.md"]);
    let near = "Similar names that are cited: reuters.com.";
    assert!(
        ran.stdout.starts_with("No counted citation of reuter.com was found.\n"),
        "{}",
        ran.stdout
    );
    assert!(ran.code == 0 && ran.stdout.contains(near), "{}", ran.stdout);
    let gate = ["-q", "impact", "reuter.com", "a.md", "--fail-if-empty"];
    assert_eq!(run(root.path(), &gate).code, 1);
    assert_eq!(
        run(root.path(), &["-q", "impact", "reuters.com", "a.md", "--fail-if-empty"]).code,
        0
    );
    let wrong = run(root.path(), &["impact", "no such thing", "a.md"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("no such thing"), "{}", wrong.stderr);
}

#[test]
fn every_form_tells_the_same_without_secrets_and_commands() {
    let root = folder();
    let form = |what: &str, format: &str| {
        let wide = ["--width", "300", "impact", what, "b.md", "a.md", "--format", format];
        output(root.path(), &wide)
    };
    for format in ["text", "json", "csv", "markdown"] {
        let shown = form("reuters.com", format);
        assert!(!shown.contains("0123456789abcdef"), "{format}: {shown}");
        assert!(shown.contains("P1.S0") || format == "markdown", "{format}: {shown}");
        if format != "json" {
            assert!(!form("bbc.co.uk", format).contains('\u{1b}'), "{format}");
        }
        assert_eq!(
            shown,
            output(
                root.path(),
                &[
                    "-j",
                    "1",
                    "--width",
                    "300",
                    "impact",
                    "reuters.com",
                    "a.md",
                    "b.md",
                    "--format",
                    format
                ]
            ),
            "{format}: the order of the input is no matter"
        );
    }
    let text = form("reuters.com", "text");
    assert!(text.starts_with("a.md:3:13: P1.S0 (body): no other source\n"), "{text}");
    let end = "4 citations of reuters.com in 3 claims of 1 article; 2 claims would have no source left.\n";
    assert!(text.ends_with(end), "{text}");
    let mut rows =
        csv::Reader::from_reader(form("reuters.com", "csv").into_bytes().leak() as &[u8]);
    let bare: Vec<String> = rows.records().map(|row| row.expect("a row")[12].to_owned()).collect();
    assert_eq!(bare, ["true", "true", "true", "false"]);
}

#[test]
fn the_sample_is_told_in_full() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sample");
    let rows = |args: &[&str]| -> Value {
        serde_json::from_str(&output(root.as_ref(), args)).expect("JSON")
    };
    let found = rows(&["-q", "--no-config", "impact", "arxiv.org", ".", "--format", "json"]);
    let explained = output(
        root.as_ref(),
        &["-q", "--no-config", "explain", "arxiv.org", ".", "--format", "json"],
    );
    let counted = explained.lines().filter(|line| line.contains("\"counted\":true")).count();
    assert!(counted > 0);
    assert_eq!(found["totals"]["citations"], counted, "as many places as explain counts");
}
