//! What people see in a terminal, whole: the help of every verb, the manual page, the options, the list of rules, and
//! the output about the sample. `just snapshots` writes them anew; read the difference before it is committed.

use std::path::Path;

use snapbox::{Assert, Data};

use crate::support::program::{Ran, folder, run};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Holds a text against `tests/snapshots/NAME.txt`.
fn assert_snapshot(name: &str, text: &str) {
    let path = root().join("tests/snapshots").join(name).with_extension("txt");
    let expected = Data::read_from(&path, None);
    Assert::new().action_env("SNAPSHOTS").eq(Data::text(text), expected.raw());
}

/// Everything a run shows, as it stands in a terminal, with its exit code.
fn shown(args: &[&str]) -> String {
    let Ran { code, stdout, stderr } = run(root(), args);
    format!("$ citegraph {}\n{stdout}{stderr}[exit code {code}]\n", args.join(" "))
}

/// The verbs that the help lists.
fn verbs() -> Vec<String> {
    let help = run(root(), &["--help"]).stdout;
    let list = help.split("Commands:\n").nth(1).expect("a list of verbs");
    let list = list.split("\n\n").next().expect("an end of the list");
    // The lines of a verb that is explained in two are further in.
    let verbs = list.lines().filter(|line| !line.starts_with("   "));
    verbs.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
}

#[test]
fn help_of_every_verb() {
    let verbs = verbs();
    assert!(verbs.len() > 15, "{verbs:?}");
    let mut all = shown(&["--help"]);
    for verb in verbs.iter().filter(|verb| *verb != "help") {
        all.push('\n');
        all.push_str(&shown(&[verb, "--help"]));
    }
    for nested in [
        ["ledger", "show"],
        ["ledger", "compact"],
        ["ledger", "merge"],
        ["sheet", "merge"],
        ["sheet", "status"],
    ] {
        all.push('\n');
        all.push_str(&shown(&[nested[0], nested[1], "--help"]));
    }
    assert_snapshot("help", &all);
}

#[test]
fn manual_page() {
    assert_snapshot("man", &shown(&["man"]));
}

#[test]
fn effective_options() {
    assert_snapshot("config", &shown(&["--no-config", "config"]));
}

#[test]
fn list_of_rules() {
    assert_snapshot("rules", &shown(&["--no-config", "rules"]));
}

#[test]
fn the_sample_in_a_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("report").display().to_string();
    let report = shown(&["--no-config", "report", "data/sample", "-o", &out]);
    let mut all = report.replace(&out, "OUT");
    for args in [
        &["--no-config", "stats", "data/sample"][..],
        &["--no-config", "lint", "data/sample", "--today", "2026-01-31"],
        &["--no-config", "explain", "noaa.gov", "data/sample"],
        &["--no-config", "impact", "noaa.gov", "data/sample"],
    ] {
        all.push('\n');
        all.push_str(&shown(args));
    }
    assert_snapshot("sample", &all);
}

/// An article with long addresses, wide letters and mistakes.
const ARTICLE: &str = "---
title: An article with a title that is longer than a narrow terminal is wide
from: https://mine.example/articles/2026/an-article
published: 2026-01-31
---
The [front page](https://example.org/) shows little, and [a page with a very long address](http://press.example.com/archive/2025/11/a-page-with-a-very-long-address-that-fits-no-terminal.html?utm_source=newsletter&utm_medium=email) shows more.

Most people agree with [click here](https://bit.ly/3abcdef), 据说这是一个没有空格的很长的中文句子用来测试终端的宽度请看[链接](https://example.net/%E9%93%BE%E6%8E%A5)的内容谢谢大家.

The [gone page](https://gone.example/page) and [a moved one](https://moved.example/old) are cited too.
";

/// Two checks of a page that is gone, and one of a page that has moved.
fn ledger() -> String {
    let line = |url: &str, day: &str, hops: &str| {
        format!(
            "{{\"schema\":1,\"url\":\"{url}\",\"started\":\"{day}T10:00:00Z\",\"run\":\"{day}\",\"method\":\"get\",\"hops\":[{hops}],\"end\":\"answered\"}}\n"
        )
    };
    let hop = |url: &str, status: u16| format!("{{\"url\":\"{url}\",\"status\":{status}}}");
    let gone = hop("https://gone.example/page", 404);
    let moved = format!(
        "{},{}",
        hop("https://moved.example/old", 301),
        hop("https://moved.example/a-new-address-that-is-rather-long-for-a-narrow-terminal", 200)
    );
    let days = ["2026-03-01", "2026-03-05"];
    let gone = days.map(|day| line("https://gone.example/page", day, &gone));
    gone.concat() + &line("https://moved.example/old", "2026-03-05", &moved)
}

#[test]
fn text_at_three_widths() {
    let root = folder(&[
        ("a.md", ARTICLE),
        ("b.md", "See [b](https://example.org/b).\n"),
        ("l.ndjson", &ledger()),
    ]);
    for width in ["40", "80", "200"] {
        let mut all = String::new();
        for line in [
            "report a.md -o out",
            "stats a.md b.md",
            "stats a.md b.md --by origin",
            "lint a.md --today 2026-01-31",
            "lint a.md --today 2026-01-31 --statistics",
            "check a.md --offline --ledger l.ndjson --today 2026-03-09",
            "explain https://gone.example/page a.md --ledger l.ndjson --today 2026-03-09",
            "explain example.org a.md b.md",
            "impact example.org a.md b.md",
            "diff b.md a.md",
            "ledger show --ledger l.ndjson",
            "rules link-dead",
            "doctor out/nodes.csv",
            "fix a.md",
        ] {
            let first = ["--no-config", "--width", width];
            let args: Vec<&str> = first.into_iter().chain(line.split(' ')).collect();
            let Ran { code, stdout, stderr } = run(root.path(), &args);
            let more = format!("{stdout}{stderr}[exit code {code}]\n");
            all.push_str(&format!("$ citegraph {line}\n{more}\n"));
        }
        assert_snapshot(&format!("width-{width}"), &all);
    }
}
