//! No secret of an address reaches a reader: whole folders of reports, and what verbs print.

use std::fmt::Write as _;

use crate::support::program::{self, files, output};

/// Addresses with a secret, `@@` in its place.
const ADDRESSES: [&str; 26] = [
    "https://b.example/x?access_token=@@&a=b",
    "https://b.example/x?token=@@",
    "https://b.example/x?X-Amz-Signature=@@#top",
    "https://b.example/x?api_key=@@",
    "https://maps.googleapis.com/maps/api/js?key=@@&v=3",
    "https://b.example/x?session=@@",
    "https://b.example/x?sessionid=@@",
    "https://b.example/x?sid=@@",
    "https://b.example/cb?code=@@&state=1",
    "https://b.example/x?pw=@@",
    "https://b.example/x?passwd=@@",
    "https://b.example/x?pwd=@@",
    "https://b.example/x?hash=@@",
    "https://b.example/x;jsessionid=@@?a=b",
    "https://me:@@@b.example/x",
    "https://@@@b.example/x",
    "https://b.example/x#access_token=@@&a=b",
    "https://b.example/x#/page?token=@@",
    "https://hooks.slack.com/services/T0/B0/@@",
    "https://api.telegram.org/bot12:@@/getMe",
    "https://discord.com/api/webhooks/12/@@",
    "https://b.example/x?u=https%3A%2F%2Fx.example%2F%3Ftoken%3D@@",
    "https://www.google.com/url?q=https://x.example/%3Ftoken%3D@@",
    "https://web.archive.org/web/20200101000000/https://me:@@@x.example/",
    "https://web.archive.org/web/20200101000000/https://x.example/?sig=@@",
    "https://b.example/x?who=@@%40mail.example",
];

/// Begins every secret and nothing else.
const SEED: &str = "s3cretQp2Lm9Zt";

/// A post that holds each address as a link, in running text and as the text of a link.
fn post() -> String {
    let mut number = 0;
    let mut secret = |template: &str| {
        number += 1;
        template.replace("@@", &format!("{SEED}{number:03}"))
    };
    let mut post = format!(
        "---\ntitle: {}\nfrom: {}\nauthor: {}\ntags: [\"{}\"]\n---\n\n",
        secret("\"About https://t.example/?token=@@，and more\""),
        secret("https://me:@@@a.example/1?auth=@@"),
        secret("\"Ann https://t.example/?token=@@\""),
        secret("https://t.example/?token=@@"),
    );
    for address in ADDRESSES {
        let linked = secret(address);
        let (shown, bare, cjk) = (secret(address), secret(address), secret(address));
        let _ =
            writeln!(post, "See [it]({linked}), [{shown}](https://c.example/), and {bare} too.\n");
        let _ = writeln!(post, "见{cjk}，后面还有[它](https://d.example/)。\n");
        let _ = writeln!(
            post,
            "Two: {},{} in [a word](https://c.example/).\n",
            secret(address),
            secret(address)
        );
        let _ = writeln!(post, "<p><a href=\"{}\">x</a></p>\n", secret(address));
    }
    let _ = writeln!(
        post,
        "[own](/x?token={0}) [none](javascript:x?token={0}) [bad](https://[x?sig={0})",
        secret("@@")
    );
    post
}

#[test]
fn no_file_for_people_and_no_terminal_shows_one() {
    let root = program::folder(&[("a.md", &post())]);
    let shown = output(root.path(), &["report", "a.md", "-o", "out"]);
    assert!(!shown.contains(SEED), "{shown}");
    let whole = files(&root.path().join("out"));
    assert_eq!(whole.len(), 10);
    for (name, bytes) in &whole {
        let text = String::from_utf8_lossy(bytes);
        if name == "citations.jsonl" {
            assert!(text.matches(SEED).count() > 100, "programs join by what was found");
        } else {
            assert_eq!(first(&text), "", "{name}");
        }
    }
    for args in [
        &["explain", "b.example", "a.md"][..],
        &["explain", "c.example", "a.md", "--format", "json"],
        &["explain", "d.example", "out/citations.jsonl"],
        &["impact", "b.example", "a.md"],
        &["bibliography", "a.md"],
        &["bibliography", "a.md", "--format", "bibtex"],
        &["bibliography", "a.md", "--format", "csv"],
        &["impact", "c.example", "a.md", "--format", "json"],
        &["impact", "c.example", "a.md", "--format", "csv"],
        &["impact", "d.example", "a.md", "--format", "markdown"],
        &["graph", "a.md", "--view", "source"],
        &["stats", "a.md"],
    ] {
        assert_eq!(first(&output(root.path(), args)), "", "{args:?}");
    }
    for address in ADDRESSES {
        let url = address.replace("@@", &format!("{SEED}000"));
        assert_eq!(first(&output(root.path(), &["explain", &url])), "", "{url}");
    }
}

#[test]
fn redacted_lines_hold_none_either() {
    let root = program::folder(&[("a.md", &post())]);
    output(root.path(), &["report", "a.md", "-o", "out", "--redact", "--text"]);
    let lines = std::fs::read_to_string(root.path().join("out/citations.jsonl")).expect("lines");
    assert_eq!(first(&lines), "");
    let lines = output(root.path(), &["extract", "a.md", "--redact", "--text"]);
    assert_eq!(first(&lines), "");
}

/// The first secret of a text with what stands before it; empty where there is none.
fn first(text: &str) -> String {
    let Some(at) = text.find(SEED) else { return String::new() };
    let mut start = at.saturating_sub(200);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    text[start..at + SEED.len()].to_owned()
}
