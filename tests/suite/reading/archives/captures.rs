//! `citegraph diff --captures`: which links changed between the captures of a page.

use serde_json::{Value, json};
use zip::CompressionMethod;

use super::writer::{http, members, record, wacz};
use crate::support::program::{folder, output, run};

/// The capture `id` of `url` on a day of 2024, with links to these hosts and some other text.
fn capture(id: &str, url: &str, day: &str, cited: &[&str], other: &str) -> Vec<u8> {
    let links = cited.iter().map(|host| format!(" <a href=\"https://{host}.example/a\">this</a>"));
    let html = format!(
        "<!DOCTYPE html><html><head><title>About a page</title></head><body><p>These are some words of an article \
         with some sources:{}. {other}</p></body></html>",
        links.collect::<String>()
    );
    let fields = [
        format!("WARC-Record-ID: <urn:test:{id}>"),
        format!("WARC-Target-URI: {url}"),
        if day.is_empty() {
            "WARC-Date:".into()
        } else {
            format!("WARC-Date: 2024-{day}T00:00:00Z")
        },
    ];
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    record(id, &fields, &http(&["Content-Type: text/html; charset=utf-8"], html.as_bytes()))
}

/// Captures of a page that changed and went back, of one whose links stayed, of one that stayed as it was, and of others.
fn records() -> Vec<Vec<u8>> {
    let page = "http://page.test/";
    vec![
        capture("b2", page, "03-01", &["two", "three"], ""),
        capture("text1", "http://text.test/", "01-01", &["one"], "Monday."),
        capture("a1", page, "01-01", &["one", "two"], ""),
        // A server that moved: the same page by its key.
        capture("a2", "https://www.page.test/", "02-01", &["one", "two"], ""),
        capture("b1", page, "02-15", &["two", "three"], ""),
        capture("text2", "http://text.test/", "01-02", &["one"], "Tuesday."),
        capture("same1", "http://same.test/", "01-01", &["one"], ""),
        capture("same2", "http://same.test/", "01-02", &["one"], ""),
        capture("once", "http://once.test/", "01-01", &["one"], ""),
        capture("undated", page, "", &["nine"], ""),
        capture("a3", page, "04-01", &["one", "two"], ""),
    ]
}

const TEXT: &str = "\
pages: 1 with changed links, 1 changed otherwise, 1 unchanged, 1 captured once
not compared: 1 capture without a date

http://page.test/ (5 captures)
  2024-02-01T00:00:00Z -> 2024-02-15T00:00:00Z: 1 added, 1 removed, 1 kept
    + three.example/a
    - one.example/a
  2024-03-01T00:00:00Z -> 2024-04-01T00:00:00Z: 1 added, 1 removed, 1 kept
    + one.example/a
    - three.example/a
";

/// What is shown of the records in these files, in one order and in the other.
#[track_caller]
fn shown(files: &[(&str, Vec<u8>)], more: &[&str]) -> String {
    let root = folder(&[]);
    for (name, bytes) in files {
        std::fs::write(root.path().join(name), bytes).expect("a file");
    }
    let run = |flags: &[&str], names: &[&str]| {
        let args = ["diff", "-q", "--no-config", "--captures"];
        output(root.path(), &[&args[..], flags, more, names].concat())
    };
    let mut names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let text = run(&[], &names);
    names.reverse();
    assert_eq!(run(&["-j", "1"], &names), text);
    text
}

#[test]
fn links_of_consecutive_captures_are_compared_wherever_they_are_stored() {
    let records = records();
    assert_eq!(shown(&[("a.warc", records.concat())], &[]), TEXT);
    let halves = records.split_at(5);
    let packed = wacz(&[("archive/b.warc.gz", &members(halves.1))], CompressionMethod::Stored);
    assert_eq!(shown(&[("a.warc.gz", members(halves.0)), ("b.wacz", packed)], &[]), TEXT);
    let each: Vec<(String, Vec<u8>)> = records
        .iter()
        .enumerate()
        .map(|(at, record)| (format!("{at}.warc"), record.clone()))
        .collect();
    let each: Vec<(&str, Vec<u8>)> =
        each.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    assert_eq!(shown(&each, &[]), TEXT);
}

#[test]
fn lines_and_reports_of_archives_keep_their_captures() {
    let root = folder(&[]);
    std::fs::write(root.path().join("a.warc"), records().concat()).expect("a file");
    output(root.path(), &["extract", "-q", "a.warc", "-o", "a.jsonl"]);
    output(root.path(), &["report", "-q", "a.warc", "-o", "out"]);
    for input in ["a.jsonl", "out"] {
        assert_eq!(output(root.path(), &["diff", "-q", "--captures", input]), TEXT, "{input}");
    }
}

#[test]
fn json_has_the_captures_and_all_links() {
    let text = shown(&[("a.warc", records().concat())], &["--format", "json"]);
    let all: Value = serde_json::from_str(&text).expect("JSON");
    let [page, other] = all["pages"].as_array().expect("a list").as_slice() else {
        panic!("{all}")
    };
    assert_eq!(page["url"], "http://page.test/");
    assert_eq!(page["captures"], 5);
    let change = &page["changes"][0];
    assert_eq!(change["added"], json!(["three.example/a"]));
    assert_eq!(change["removed"], json!(["one.example/a"]));
    assert_eq!(change["kept"], json!(["two.example/a"]));
    let before = &change["before"];
    assert_eq!(before["date"], "2024-02-01T00:00:00Z");
    assert_eq!(before["url"], "https://www.page.test/");
    assert_eq!([&before["input"], &before["part"]], ["a.warc", "urn:test:a2"]);
    assert_ne!(before["digest"], change["after"]["digest"]);
    assert_eq!(change["after"]["part"], "urn:test:b1");
    assert_eq!(page["changes"].as_array().map(Vec::len), Some(2));
    // Another text with the same links is a change too.
    assert_eq!(other["url"], "http://text.test/");
    assert_eq!(other["changes"][0]["kept"], json!(["one.example/a"]));
    let counts = ["unchanged", "captured_once", "undated", "other_articles"];
    assert_eq!(counts.map(|name| all[name].as_u64()), [1, 1, 1, 0].map(Some));
}

#[test]
fn captures_within_a_second_are_in_order() {
    let at = |id: &str, date: &str, cited: &str| {
        let record = capture(id, "http://page.test/", "01-01", &[cited], "");
        let text = String::from_utf8(record).expect("text");
        text.replace("2024-01-01T00:00:00Z", date).into_bytes()
    };
    let records = [
        at("3", "2024-01-01T00:00:00.75Z", "three"),
        at("1", "2024-01-01T00:00:00Z", "one"),
        at("2", "2024-01-01T00:00:00.5Z", "two"),
        at("0", "2024", "none"),
    ];
    let text = shown(&[("a.warc", records.concat())], &[]);
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("->")).collect();
    let expected = [
        "  2024 -> 2024-01-01T00:00:00Z: 1 added, 1 removed, 0 kept",
        "  2024-01-01T00:00:00Z -> 2024-01-01T00:00:00.5Z: 1 added, 1 removed, 0 kept",
        "  2024-01-01T00:00:00.5Z -> 2024-01-01T00:00:00.75Z: 1 added, 1 removed, 0 kept",
    ];
    assert_eq!(lines, expected, "{text}");
}

#[test]
fn long_lists_are_cut_and_all_are_shown_on_request() {
    let names: Vec<String> = (0..25).map(|number| format!("n{number:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let records: Vec<Vec<u8>> = (0..25)
        .flat_map(|page| {
            let url = format!("http://page{page:02}.test/");
            [
                capture(&format!("{page}-1"), &url, "01-01", &[], ""),
                capture(&format!("{page}-2"), &url, "01-02", &names, ""),
            ]
        })
        .collect();
    let files = [("a.warc", records.concat())];
    let text = shown(&files, &[]);
    assert!(text.contains("    and 5 more links; --all lists them\n"), "{text}");
    assert!(text.ends_with("\n\nand 5 more pages; --all lists them\n"), "{text}");
    let all = shown(&files, &["--all"]);
    assert!(!all.contains("more"), "{all}");
    assert_eq!(all.matches("+ n24.example/a").count(), 25);
}

#[test]
fn no_secret_of_an_address_is_shown() {
    let url = "http://page.test/?access_token=s3cret";
    let first = capture("1", url, "01-01", &[], "");
    let second = capture("2", url, "01-02", &["one.example/?access_token=s3cret&x="], "");
    let files = [("a.warc", [first, second].concat())];
    for form in ["text", "json"] {
        let shown = shown(&files, &["--format", form]);
        assert!(shown.contains("one.example") && !shown.contains("s3cret"), "{shown}");
    }
}

#[test]
fn what_has_no_captures_is_counted_and_what_has_no_graph_is_refused() {
    let root = folder(&[("a.md", "See [this](https://one.example/).\n")]);
    let text = output(root.path(), &["diff", "-q", "--captures", "a.md"]);
    assert!(
        text.ends_with(" 0 captured once\nnot compared: 1 article without captures\n"),
        "{text}"
    );
    for (args, what) in [
        (&["diff", "--captures", "a.md", "--format", "gexf"][..], "use --format text or json"),
        (&["diff", "--captures", "a.md", "-o", "x.gexf"], "use --format text or json"),
        (&["diff", "--captures", "a.md", "--view", "source"], "--captures"),
        (&["diff", "--captures", "a.md", "--weight", "keys"], "--captures"),
        (&["diff", "a.md", "a.md", "a.md"], "--captures"),
        (&["diff", "a.md"], "<NEW>"),
        (&["diff", "--captures"], "<OLD>"),
        (&["diff", "--captures", "none.warc"], "none.warc"),
    ] {
        let ran = run(root.path(), args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(what), "{args:?}: {}", ran.stderr);
    }
}
