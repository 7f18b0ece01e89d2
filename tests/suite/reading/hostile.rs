//! Input that wants to hang or to crash. Every case has to end, in every format; what is asserted is
//! what it holds, never how long it took.

use std::io::Write as _;

use citegraph::article::{Format, Reason};

use crate::support::program::{self, extract, links};

/// Name, text, and how many links a page of HTML with this text has: one `part`th of the full size.
pub(crate) fn pages(part: usize) -> Vec<(&'static str, String, usize)> {
    let link = |n: usize| format!("<a href=http://b.example/{n}>x</a> ");
    vec![
        ("a million open elements", "<div>".repeat(1_000_000 / part) + &link(0), 1),
        ("a million open formattings", "<b>".repeat(1_000_000 / part) + &link(0), 1),
        (
            "a million end tags",
            "<div>".repeat(1_000 / part) + &"</p>".repeat(1_000_000 / part) + &link(0),
            1,
        ),
        ("a million links", (0..1_000_000 / part).map(link).collect(), 1_000_000 / part),
        ("links that nobody closes", "<a href=http://b.example/ ".repeat(200_000 / part) + ">", 1),
        (
            "links that open in links",
            "<a href=http://b.example/>x".repeat(200_000 / part),
            200_000 / part,
        ),
        ("a line of five megabytes", format!("{}{}", "word ".repeat(1_000_000 / part), link(0)), 1),
        ("a word of five megabytes", format!("{} {}", "w".repeat(5_000_000 / part), link(0)), 1),
        ("ampersands", "&".repeat(1_000_000 / part) + &link(0), 1),
        ("references", "&amp".repeat(300_000 / part) + "&#99999999999999999999;" + &link(0), 1),
        (
            "a reference in an href",
            format!("<a href=\"http://b.example/{}\">x</a>", "&#".repeat(99_999 / part)),
            1,
        ),
        ("lower-than signs", "<".repeat(1_000_000 / part) + " " + &link(0), 1),
        ("a comment without end", "<!--".to_owned() + &link(0).repeat(10_000 / part), 0),
        ("comments without end", "<!-- - ".repeat(200_000 / part) + &link(0), 0),
        ("a script without end", "<script>".to_owned() + &"<!--<script>".repeat(100_000 / part), 0),
        ("frames without end", "<iframe>".repeat(200_000 / part), 0),
        (
            "attributes",
            format!("<a {} href=http://b.example/>x</a>", "b=c ".repeat(500_000 / part)),
            1,
        ),
        (
            "an attribute without end",
            "<a href=\"http://b.example/".to_owned() + &"x".repeat(999_999 / part),
            0,
        ),
        ("tables in tables", "<table><tr><td>".repeat(50_000 / part) + &link(0), 1),
        ("lists in lists", "<ul><li>".repeat(200_000 / part) + &link(0), 1),
        ("paragraphs", "<p>".repeat(500_000 / part) + &link(0), 1),
        ("SVG in SVG", "<svg><title>".repeat(100_000 / part) + &link(0), 1),
        (
            "cells and links",
            "<table><tr><td><a href=http://b.example/>".repeat(20_000 / part),
            20_000 / part,
        ),
        ("templates in the head", "<template>".repeat(20_000 / part) + &link(0), 1),
        ("bare schemes", "http://".repeat(200_000 / part), 0),
        (
            "links and bare addresses",
            (link(0) + "http://b.example/ ").repeat(50_000 / part),
            50_000 / part,
        ),
        ("NUL", "\0".repeat(1_000_000 / part) + &link(0), 1),
        ("nothing", String::new(), 0),
        ("blanks", " \n\t\r".repeat(500_000 / part), 0),
        ("full stops", "A. ".repeat(500_000 / part) + &link(0), 1),
    ]
}

#[test]
fn pages_end_and_hold_what_they_hold() {
    for (name, text, count) in pages(1) {
        let article = extract(Format::Html, &text);
        let found = links(&article).into_iter();
        let found = found.filter(|link| link.syntax == citegraph::article::Syntax::Html).count();
        assert_eq!(found, count, "{name}");
    }
}

#[test]
fn pages_end_in_other_formats_too() {
    for (name, text, _) in pages(10) {
        for format in [Format::Markdown, Format::Text] {
            let article = extract(format, &text);
            assert!(links(&article).len() <= 1_000_000, "{name}");
        }
    }
}

/// Markdown alike: name, text, and how many links it has at the least at full size.
pub(crate) fn markdown(part: usize) -> Vec<(&'static str, String, usize)> {
    vec![
        ("brackets", "[".repeat(50_000 / part) + "a](b)", 1),
        ("closing brackets", "[a".repeat(20_000 / part) + &"](b)".repeat(20_000 / part), 1),
        ("pictures", "![".repeat(50_000 / part) + "a](b)", 0),
        ("quotations", ">".repeat(10_000 / part) + " [a](b)", 1),
        ("lists", "- ".repeat(2_000 / part) + "[a](b)", 1),
        ("stars", "*a ".repeat(50_000 / part) + "[a](b)", 1),
        ("stars and lines", "*_".repeat(50_000 / part) + "[a](b)", 1),
        (
            "backticks",
            (1..500 / part).map(|n| "`".repeat(n) + " ").collect::<String>() + "[a](b)",
            1,
        ),
        ("braces", "{{ ".repeat(100_000 / part) + "[a](b)", 1),
        ("tags that open", "{% comment %}".repeat(20_000 / part) + "[a](b)", 1),
        ("autolinks", "<http://".repeat(100_000 / part), 0),
        ("tables", ["|a", "|-", "|b"].map(|cell| cell.repeat(20_000 / part)).join("\n"), 0),
        (
            "definitions",
            (0..50_000 / part).map(|n| format!("[r{n}]: http://b.example/{n}\n")).collect(),
            0,
        ),
        ("uses", "[r] ".repeat(50_000 / part) + "\n\n[r]: http://b.example/\n", 5_000),
        ("notes", "[^a]".repeat(50_000 / part) + "\n\n[^a]: [b](c)\n", 1),
        ("headings", "# ".repeat(50_000 / part) + "[a](b)", 1),
        ("blocks", "<div>\n\n".repeat(100_000 / part) + "[a](b)", 1),
    ]
}

#[test]
fn markdown_ends() {
    for (name, text, least) in markdown(1) {
        let article = extract(Format::Markdown, &text);
        let found = links(&article).len();
        assert!(found >= least, "{name}: {found} links");
    }
}

#[test]
fn front_matter_ends() {
    let mut bomb = "---\na0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for level in 1..30 {
        let items = vec![format!("*a{}", level - 1); 9].join(",");
        bomb.push_str(&format!("a{level}: &a{level} [{items}]\n"));
    }
    bomb.push_str("from: https://a.example/\n---\n[b](/c)\n");
    let article = extract(Format::Markdown, &bomb);
    assert_eq!(article.origin.as_deref(), Some("https://a.example/"));
    assert_eq!(article.rejects[0].reason, Some(Reason::Internal));
    for (name, text) in [
        ("deep YAML", format!("---\na: {}\n---\nx", "[".repeat(100_000))),
        ("deep YAML by indentation", {
            let lines: String = (0..3_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
            format!("---\n{lines}---\nx")
        }),
        ("deep TOML", format!("+++\na = {}\n+++\nx", "[".repeat(100_000))),
        ("deep JSON", format!("{{\"a\": {}", "[".repeat(100_000))),
        ("only front matter", "---\ntitle: x\n---\n".to_owned()),
        ("front matter that never ends", "---\n".to_owned() + &"a: b\n".repeat(200_000)),
    ] {
        assert!(links(&extract(Format::Markdown, &text)).is_empty(), "{name}");
    }
}

#[test]
fn any_bytes_are_a_document_or_a_skip() {
    let root = program::folder(&[("empty.md", ""), ("front.md", "---\ntitle: x\n---\n")]);
    let write = |name: &str, bytes: &[u8]| {
        let mut file = std::fs::File::create(root.path().join(name)).expect("a file");
        file.write_all(bytes).expect("room");
    };
    let mut bad = "café ".repeat(20).into_bytes();
    bad.extend(b"\xff [a](http://b.example/\xe9)");
    write("bad.md", &bad);
    write("nul.html", b"\0<p\0>\0<a href='http://b.example/\0'>x\0</a>");
    write("bytes.html", &(0..=255).collect::<Vec<u8>>().repeat(50));
    write("bytes", &(0..=255).collect::<Vec<u8>>().repeat(50));
    write("half.html", b"\xff\xfe<\0a\0 \0h");
    write("cut.md", "[a](http://b.example/日".as_bytes().split_last().expect("bytes").1);
    let lines =
        program::output(root.path(), &["--no-config", "extract", "--skipped", "skips", "."]);
    let articles = program::articles(&lines);
    let read: Vec<&str> = articles.iter().map(|article| article.input.as_str()).collect();
    let all = ["bad.md", "bytes.html", "cut.md", "empty.md", "front.md", "half.html", "nul.html"];
    assert_eq!(read, all);
    let skips = std::fs::read_to_string(root.path().join("skips")).expect("the list");
    assert!(skips.contains(r#""input":"bytes","part":null,"reason":"binary""#), "{skips}");
    let of = |name: &str| articles.iter().find(|article| article.input == name).expect("read");
    assert_eq!(of("bad.md").warnings[0].code, "undecodable-bytes");
    assert_eq!(of("bad.md").citations.len(), 1);
    let nul = &of("nul.html").citations[0];
    assert_eq!(nul.resolved.as_deref(), Some("http://b.example/%EF%BF%BD"));
    assert_eq!((nul.anchor.as_str(), nul.span), ("x", Some([15, 33])));
}

/// Names that no repository should hold.
#[cfg(unix)]
#[test]
fn file_names_may_be_anything() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let root = program::folder(&[]);
    let names: [&[u8]; 7] = [
        b"a\nb.md",
        b"c\xff\xfed.md",
        "\u{8}\u{200b}\u{3000}e .md".as_bytes(),
        b"f: ? \" * | g.md",
        "h\u{fffd}.md".as_bytes(),
        b"-i.md",
        b"%bytes:j.md",
    ];
    for name in names {
        let path = root.path().join(OsStr::from_bytes(name));
        std::fs::write(path, "[x](http://b.example/)").expect("a file");
    }
    let lines = program::output(root.path(), &["--no-config", "extract", "."]);
    let mut found: Vec<String> =
        program::articles(&lines).into_iter().map(|article| article.input).collect();
    found.sort();
    let mut wanted = [
        "a\nb.md",
        "%bytes:c%FF%FEd.md",
        "\u{8}\u{200b}\u{3000}e .md",
        "f: ? \" * | g.md",
        "h\u{fffd}.md",
        "-i.md",
        "%bytes:%25bytes:j.md",
    ];
    wanted.sort_unstable();
    assert_eq!(found, wanted);
    // All of them through a list, and through the whole report.
    let list: Vec<u8> = names.join(&0);
    std::fs::write(root.path().join("list"), list).expect("a file");
    let listed = program::output(root.path(), &["--no-config", "extract", "--files-from", "list"]);
    assert_eq!(listed.lines().count(), names.len());
    program::output(root.path(), &["--no-config", "report", "--files-from", "list", "-o", "out"]);
    let report = std::fs::read_to_string(root.path().join("out/report.json")).expect("a report");
    assert!(report.contains("%bytes:c%FF%FEd.md"));
}

#[test]
fn a_long_block_is_shown_around_its_links() {
    let text =
        format!("<pre>{}</pre>", "пояснение <a href=http://b.example/>ссылка</a>, ".repeat(3_000));
    let article = extract(Format::Html, &text);
    assert_eq!(article.citations.len(), 3_000);
    for link in &article.citations {
        let (sentence, at) = (link.sentence_text().unwrap(), link.anchor_at.unwrap());
        assert!(sentence.len() < 3_000, "{} bytes", sentence.len());
        let cut: String =
            sentence.chars().skip(at[0] as usize).take((at[1] - at[0]) as usize).collect();
        assert_eq!(cut, "ссылка");
        if !(10..100).contains(&link.ordinal) {
            assert_eq!(sentence.starts_with('…'), link.ordinal >= 100, "{}", link.ordinal);
        }
        if !(2_900..2_990).contains(&link.ordinal) {
            assert_eq!(sentence.ends_with('…'), link.ordinal < 2_900, "{}", link.ordinal);
        }
    }
    let whole = &article.sentences.unwrap()[0];
    assert_eq!(article.citations[9].sentence_id.as_ref(), Some(&whole.id));
    assert!(whole.text.len() > 90_000, "the text has it whole");
}
