//! The command line: exit codes, streams, help, configuration, what verbs read and skip.

use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;

use crate::support::program::{self, articles, output, run, run_with};

const VERBS: [(&str, &str); 12] = [
    ("report", "Write a folder with the report"),
    ("extract", "Write every link of every article"),
    ("merge", "Write one report from the results"),
    ("stats", "Measure how citations spread"),
    ("graph", "Write the graph of who cites which domain"),
    ("fix", "Repair addresses"),
    ("explain", "Show every place that cites"),
    ("bibliography", "Write the cited works"),
    ("impact", "Show which claims in which articles"),
    ("config", "Print the options in effect"),
    ("completions", "Print a completion script"),
    ("man", "Print the manual page"),
];

const POST: &str = "---\nfrom: https://a.example/1\n---\nSee [b](http://b.example/) and [c](/c).\n";

/// Articles, and documents that nobody can read.
fn mixed() -> tempfile::TempDir {
    program::folder(&[
        ("a.md", POST),
        ("b/feed.html", "<?xml version='1.0'?><rss><channel></channel></rss>"),
        ("b/good.html", "<p><a href=http://c.example/>c</a></p>"),
        ("bad.jsonl", "{\"schema\":1}\n"),
        ("empty.md", "Nothing here.\n"),
        ("picture.png", "\u{1}PNG"),
    ])
}

#[test]
fn exit_codes() {
    let root = mixed();
    std::fs::write(root.path().join("bad.toml"), "[extract]\norigins = []\n").expect("a file");
    std::fs::write(root.path().join("broken.toml"), "[extract\n").expect("a file");
    std::fs::write(root.path().join("origin.toml"), "[extract]\norigin = \"foo\"\n")
        .expect("a file");
    std::fs::write(root.path().join("empty.toml"), "[report.selection]\nplaces = []\n")
        .expect("a file");
    // Arguments, exit code, and words that standard error holds.
    let cases: &[(&[&str], i32, &[&str])] = &[
        (&["extract", "a.md"], 0, &[]),
        (&["extract", "."], 0, &["1 in feed format (", "b/feed.html"]),
        (&["extract", "empty.md"], 0, &["warning: no citation was found"]),
        (&["extract", "--quiet", "empty.md"], 0, &[]),
        (&["extract", "empty.md", "--fail-if-empty"], 1, &["no citation"]),
        (&["extract", "a.md", "--fail-if-empty"], 0, &[]),
        (&["extract", "--strict", "a.md"], 0, &[]),
        (&["extract", "--strict", "."], 1, &["feed"]),
        (
            &["extract", "--strict", "--max-size", "10", "a.md"],
            2,
            &["cannot read a.md", "--max-size"],
        ),
        (&["extract", "--strict", "bad.jsonl"], 2, &["lines that are not articles", "line 1"]),
        (&["extract", "a.md", "none.md"], 2, &["error: cannot read none.md", "check the name"]),
        (&["extract", "*.rst"], 2, &["*.rst"]),
        (&["extract", "[.md"], 2, &["bad pattern [.md"]),
        (&["extract"], 2, &["nothing to read"]),
        (&["extract", "--files-from", "none.list"], 2, &["none.list"]),
        (&["extract", "--bogus", "a.md"], 2, &["--bogus"]),
        (&["bogus"], 2, &["bogus", "--help"]),
        (&["extract", "a.md", "--origin", "a.example"], 2, &["--origin a.example"]),
        (&["extract", "a.md", "--origin", "http://"], 2, &["--origin http://"]),
        (&["extract", "a.md", "--origin", "https://exa mple"], 2, &["--origin https://exa mple"]),
        (&["extract", "a.md", "--dialect", "x"], 2, &["--dialect", "kramdown"]),
        (&["report", "a.md", "--place", "x"], 2, &["--place x", "body"]),
        (&["report", "a.md", "--place", ""], 2, &["--place has no value", "body"]),
        (&["stats", "a.md", "--facet", "x"], 2, &["--facet x", "domain"]),
        (&["explain", "no such thing", "a.md"], 2, &["no such thing"]),
        (&["extract", "a.md", "-o", "none/x.jsonl"], 2, &["none/x.jsonl", "-o"]),
        (&["extract", "none.md", "-o", "x.jsonl"], 2, &["none.md"]),
        (&["extract", "a.md", "--skipped", "none/x"], 2, &["none/x"]),
        (&["report", "a.md", "--skipped", "none/x"], 2, &["none/x"]),
        (&["explain", "http://b.example/", "a.md", "--skipped", "none/x"], 2, &["none/x"]),
        (&["extract", "a.md", "--skipped", "-"], 2, &["--skipped -", "give a file"]),
        (&["extract", "--strict", "a.md", "picture.png"], 2, &["picture.png"]),
        (&["extract", "--strict", "a.md", "picture.png", "-q"], 2, &["picture.png"]),
        (&["report", "a.md", "-o", "a.md/out"], 2, &["a.md/out", "-o"]),
        (&["--config", "bad.toml", "config"], 2, &["bad.toml", "origins"]),
        (&["--config", "broken.toml", "config"], 2, &["broken.toml"]),
        (&["--config", "origin.toml", "config"], 2, &["origin.toml", "extract.origin = foo"]),
        (&["--config", "empty.toml", "config"], 2, &["report.selection.places", "remove it"]),
        (&["--config", "none.toml", "config"], 2, &["none.toml", "--no-config"]),
        (&["man", "bogus"], 2, &["bogus"]),
        (&["--help"], 0, &[]),
        (&["--version"], 0, &[]),
    ];
    for (args, code, words) in cases {
        let ran = run(root.path(), args);
        assert_eq!(ran.code, *code, "{args:?}: {}", ran.stderr);
        for word in *words {
            assert!(ran.stderr.contains(word), "{args:?}: no {word} in {}", ran.stderr);
        }
        assert_eq!(ran.stderr.is_empty(), words.is_empty(), "{args:?}: {}", ran.stderr);
        // What could be read is printed all the same where another input could not.
        if *code == 2 && !args.contains(&"picture.png") {
            assert_eq!(ran.stdout, "", "{args:?}: a mistake prints no result");
        }
    }
    let left: Vec<_> = program::files(root.path()).into_keys().collect();
    assert!(!left.iter().any(|name| name.contains("-part-")), "{left:?}");
}

#[test]
fn results_go_to_standard_output_and_everything_else_does_not() {
    let root = mixed();
    let ran = run(root.path(), &["--no-config", "extract", "."]);
    assert_eq!(ran.code, 0, "one bad file never stops a run");
    let read: Vec<String> = articles(&ran.stdout).into_iter().map(|one| one.input).collect();
    assert_eq!(read, ["a.md", "b/good.html", "empty.md"]);
    assert!(ran.stdout.lines().all(|line| line.starts_with("{\"schema\":1,\"input\":")));
    assert!(ran.stderr.lines().all(|line| line.starts_with("skipped 3 files: ")), "{}", ran.stderr);
    let quiet = run(root.path(), &["--no-config", "-q", "extract", "."]);
    assert_eq!((quiet.stdout, quiet.stderr), (ran.stdout.clone(), String::new()));
    let file = run(root.path(), &["--no-config", "-q", "extract", ".", "-o", "../x.jsonl"]);
    assert_eq!(file.stdout, "");
    let _ = std::fs::remove_file(root.path().join("../x.jsonl"));
    let summary = output(root.path(), &["--no-config", "report", ".", "-o", "out"]);
    assert!(summary.contains("out/index.html"), "{summary}");
    assert!(output(root.path(), &["-q", "report", ".", "-o", "out"]).is_empty());
    for (args, begins) in [
        (&["stats", "a.md"][..], "1 citation leads to 1 work"),
        (&["stats", "a.md", "--by", "year"], "facet"),
        (&["stats", "a.md", "--format", "json"], "["),
        (&["graph", "a.md"], "<?xml"),
        (&["graph", "a.md", "--format", "graphml"], "<?xml"),
        (&["explain", "b.example", "a.md"], "a.md:4:"),
        (&["explain", "http://b.example/"], "resolved"),
    ] {
        let printed = output(root.path(), args);
        assert!(printed.starts_with(begins), "{args:?}: {printed}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let root = program::folder(&[]);
    let post = POST.repeat(3) + &"See [b](http://b.example/). ".repeat(5_000);
    std::fs::write(root.path().join("a.md"), post).expect("a file");
    for args in [&["extract", "a.md"][..], &["explain", "b.example", "a.md"]] {
        let mut command = program::command(root.path(), args);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut stdout = child.stdout.take().expect("a pipe was asked for");
        let mut first = [0; 10];
        stdout.read_exact(&mut first).expect("it prints");
        drop(stdout);
        let ended = child.wait_with_output().expect("it ends");
        assert_eq!(ended.status.code(), Some(0), "{args:?}");
        assert!(ended.stderr.is_empty(), "{args:?}: {}", String::from_utf8_lossy(&ended.stderr));
    }
}

#[test]
fn inputs_by_name_list_pattern_and_pipe() {
    let root = mixed();
    std::fs::write(root.path().join("list"), "b/good.html\r\n\na.md\n").expect("a file");
    let read = |args: &[&str]| -> Vec<String> {
        let args = [&["--no-config", "-q", "extract"], args].concat();
        articles(&output(root.path(), &args)).into_iter().map(|one| one.input).collect()
    };
    assert_eq!(read(&["b", "a.md"]), ["b/good.html", "a.md"]);
    assert_eq!(read(&["--files-from", "list"]), ["b/good.html", "a.md"]);
    assert_eq!(read(&["*.md", "b/*"]), ["a.md", "empty.md", "b/good.html"]);
    assert_eq!(read(&["**/*.html"]), ["b/good.html"]);
    assert_eq!(read(&["a.md", "./a.md", "a.md"]), ["a.md"]);
    assert_eq!(read(&["--format-in", "text", "a.md"]), ["a.md"]);

    let piped = run_with(root.path(), &["extract", "-"], POST.as_bytes());
    let piped = articles(&piped.stdout);
    assert_eq!((piped[0].input.as_str(), piped[0].citations.len()), ("-", 1));
    let names = run_with(root.path(), &["extract", "--files-from", "-"], b"a.md\0b/good.html\0");
    assert_eq!(articles(&names.stdout).len(), 2);
    let lines = output(root.path(), &["extract", "-q", "a.md"]);
    let again = run_with(root.path(), &["extract", "-"], lines.as_bytes());
    assert_eq!(again.stdout, lines, "JSON lines come out as they went in");
}

#[test]
fn lines_of_another_schema_or_with_a_mark_and_flags_that_come_late() {
    let root = program::folder(&[("a.md", POST)]);
    let lines = output(root.path(), &["extract", "a.md"]);
    let newer = lines.replace("{\"schema\":1", "{\"schema\":2,\"more\":[]");
    for (name, text) in [("new.jsonl", &newer), ("mark.jsonl", &format!("\u{feff}{lines}"))] {
        std::fs::write(root.path().join(name), text).expect("a file");
    }
    let ran = run(root.path(), &["extract", "new.jsonl", "--strict"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    for word in ["lines that are not articles", "schema 2", "extract the documents again"] {
        assert!(ran.stderr.contains(word), "{}", ran.stderr);
    }
    assert_eq!(output(root.path(), &["extract", "mark.jsonl"]), lines);
    let piped = run_with(root.path(), &["extract", "-"], format!("\u{feff}{lines}").as_bytes());
    assert_eq!(piped.stdout, lines);
    let late = run(root.path(), &["extract", "mark.jsonl", "--internal", "keep"]);
    assert_eq!((late.code, late.stdout), (0, lines));
    assert_eq!(late.stderr.matches("--internal, ").count(), 1, "one warning: {}", late.stderr);
    assert!(run(root.path(), &["extract", "a.md", "--internal", "keep"]).stderr.is_empty());
}

#[test]
fn skips_are_listed_with_their_reasons() {
    let root = mixed();
    output(root.path(), &["extract", ".", "--skipped", "../skips", "-o", "../lines"]);
    let rows = std::fs::read_to_string(root.path().join("../skips")).expect("the list");
    let mut found: Vec<(String, String)> = rows
        .lines()
        .map(|row| serde_json::from_str(row).expect("a row"))
        .map(|row: citegraph::article::Skipped| (row.input, row.reason.to_string()))
        .collect();
    found.sort();
    let wanted = [
        ("b/feed.html", "feed"),
        ("bad.jsonl", "jsonl-in-folder"),
        ("picture.png", "unknown-format"),
    ];
    assert_eq!(found, wanted.map(|(name, why)| (name.to_owned(), why.to_owned())));
    for name in ["../skips", "../lines"] {
        std::fs::remove_file(root.path().join(name)).expect("it was written");
    }
}

#[test]
fn own_outputs_are_skipped_when_met() {
    let root =
        program::folder(&[("x/a.md", POST), ("x/b.html", "<a href=http://c.example/>c</a>")]);
    let totals = |out: &str| {
        output(root.path(), &["--no-config", "report", "x", "-o", out]);
        let json = std::fs::read(root.path().join(out).join("report.json")).expect("a report");
        let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        (json["totals"].clone(), json["domains"].clone(), json["skipped"].clone())
    };
    let (mut first, domains, _) = totals("x/out");
    let (mut second, again, skipped) = totals("y");
    assert_eq!(domains, again);
    assert_eq!((first["skipped"].take(), second["skipped"].take()), (0.into(), 10.into()));
    assert_eq!(first, second);
    let own = skipped.as_array().unwrap().iter().filter(|row| row["reason"] == "own-output");
    assert_eq!(own.count(), 10, "{skipped}");
    // Met for the third time, and strictly: what was written here is no failure.
    assert_eq!(run(root.path(), &["extract", "--strict", "x"]).code, 0);
}

/// The value of an option in the printed configuration, as a flag would be given it.
fn printed(config: &toml::Table, path: &str) -> String {
    let mut value = &toml::Value::Table(config.clone());
    let mut found = value.clone();
    for name in path.split('.') {
        value = &found;
        found = value.get(name).unwrap_or_else(|| panic!("{path}")).clone();
    }
    match found {
        toml::Value::Array(items) => {
            let words: Vec<&str> = items.iter().filter_map(toml::Value::as_str).collect();
            words.join(",")
        }
        toml::Value::String(word) => word,
        other => other.to_string(),
    }
}

#[test]
fn defaults_in_the_help_are_those_of_the_configuration() {
    let root = program::folder(&[]);
    let config = output(root.path(), &["--no-config", "config"]);
    let config: toml::Table = config.parse().expect("config prints TOML");
    let verbs = [
        "report",
        "extract",
        "merge",
        "stats",
        "graph",
        "fix",
        "explain",
        "impact",
        "bibliography",
    ];
    for verb in verbs {
        let help = output(root.path(), &[verb, "--help"]);
        let words = help.split_whitespace().collect::<Vec<_>>().join(" ");
        let default = |flag: &str| -> Option<String> {
            let after = &words[words.find(&format!("{flag} <"))?..];
            let after = &after[after.find("[default: ")? + 10..];
            Some(after[..after.find(']')?].to_owned())
        };
        for (flag, path) in [
            ("--dialect", "extract.dialect"),
            ("--internal", "extract.internal"),
            ("--internal-by", "extract.internal-by"),
            ("--place", "report.selection.places"),
            ("--weight", "report.weight"),
        ] {
            if words.contains(&format!("{flag} <")) {
                assert_eq!(default(flag), Some(printed(&config, path)), "{verb} {flag}");
            }
        }
        if words.contains("--max-size <") && verb != "doctor" {
            assert_eq!(default("--max-size").as_deref(), Some("64MiB"));
            assert_eq!(printed(&config, "input.max-size"), (64 << 20).to_string());
        }
        if words.contains("--syntax <") {
            assert_eq!(default("--syntax").as_deref(), Some("all"));
            assert_eq!(printed(&config, "report.selection.syntaxes").split(',').count(), 5);
        }
    }
}

#[test]
fn printed_configuration_is_accepted_back() {
    let root = program::folder(&[("a.md", POST)]);
    let printed = output(root.path(), &["--no-config", "config"]);
    std::fs::write(root.path().join("citegraph.toml"), &printed).expect("a file");
    assert_eq!(output(root.path(), &["config"]), printed);
    assert_eq!(output(root.path(), &["--config", "citegraph.toml", "config"]), printed);
    // It is found in the current folder, it counts, flags win over it, and it can be left aside.
    let changed = printed.replace("internal = \"reject\"", "internal = \"keep\"");
    std::fs::write(root.path().join("citegraph.toml"), &changed).expect("a file");
    assert_eq!(output(root.path(), &["config"]), changed);
    let citations = |args: &[&str]| articles(&output(root.path(), args))[0].citations.len();
    assert_eq!(citations(&["extract", "a.md"]), 2);
    assert_eq!(citations(&["extract", "a.md", "--internal", "reject"]), 1);
    assert_eq!(citations(&["--no-config", "extract", "a.md"]), 1);
    let weighted = printed.replace("weight = \"articles\"", "weight = \"citations\"");
    let twice = format!("{POST}\nAgain [b](http://b.example/).\n");
    std::fs::write(root.path().join("a.md"), twice).expect("a file");
    std::fs::write(root.path().join("citegraph.toml"), &weighted).expect("a file");
    let graph = output(root.path(), &["graph", "a.md"]);
    assert!(graph.contains("weight=\"2.0\""), "the configuration weighs by citations: {graph}");
    let narrow = "[report]\nfacets = [\"host\"]\n";
    std::fs::write(root.path().join("citegraph.toml"), narrow).expect("a file");
    let facets =
        |args: &[&str]| output(root.path(), args).lines().filter(|l| l.contains(" - ")).count();
    assert_eq!(facets(&["stats", "a.md"]), 1, "the configuration chooses the columns");
    assert_eq!(facets(&["stats", "a.md", "--facet", "domain,site"]), 2);
    output(root.path(), &["report", "a.md", "-o", "out", "--weight", "citations"]);
    let graph = std::fs::read_to_string(root.path().join("out/graph.gexf")).expect("a graph");
    assert!(graph.contains("weight=\"2.0\""), "report weighs as the graph does: {graph}");
}

#[test]
fn help_says_what_each_verb_is_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let help = output(root, &["--help"]);
    for (verb, purpose) in VERBS {
        assert!(help.contains(&format!("{verb} ")) && help.contains(purpose), "{verb}: {help}");
        let own = output(root, &[verb, "--help"]);
        assert!(own.starts_with(purpose), "{verb}: {own}");
        assert!(own.contains(&format!("Usage: citegraph {verb}")), "{own}");
        assert!(own.lines().all(|line| line.chars().count() <= 110), "{own}");
        let page = output(root, &["man", verb]);
        assert!(page.contains(".SH NAME") && page.contains(verb), "{page}");
    }
    assert_eq!(output(root, &["-V"]), concat!("citegraph ", env!("CARGO_PKG_VERSION"), "\n"));
    assert!(output(root, &["man"]).contains("citegraph"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = output(root, &["completions", shell]);
        assert!(VERBS.iter().all(|(verb, _)| script.contains(verb)), "{shell}");
    }
    let bare = run(root, &[] as &[&str]);
    assert!(bare.code == 2 && bare.stderr.contains("Usage"), "{bare:?}");
}

#[test]
fn no_run_writes_over_the_article_that_it_reads() {
    let text = "[x](https://a.example.com/b)\n";
    let root = program::folder(&[("a.md", text)]);
    for verb in ["extract", "lint", "sheet", "stats", "graph", "bibliography"] {
        let ran = run(root.path(), &["--no-config", verb, "a.md", "-o", "./a.md"]);
        assert_eq!(ran.code, 2, "{verb}: {}", ran.stderr);
        assert!(ran.stderr.contains("choose another file"), "{verb}: {}", ran.stderr);
        let after = std::fs::read_to_string(root.path().join("a.md")).expect("it is there");
        assert_eq!(after, text, "{verb}");
    }
}

#[test]
fn a_filled_sheet_is_not_written_over_by_a_fresh_one() {
    let root = program::folder(&[("a.md", "It [grew](https://a.example.com/b) by 27 million.\n")]);
    let make = ["--no-config", "sheet", "a.md", "-o", "s.csv"];
    assert_eq!(run(root.path(), &make).code, 0);
    assert_eq!(run(root.path(), &make).code, 0, "nobody has written in it");
    let path = root.path().join("s.csv");
    let sheet = std::fs::read_to_string(&path).expect("it is there");
    let filled = sheet.replacen(",open,", ",ok,", 1);
    assert_ne!(sheet, filled);
    std::fs::write(&path, &filled).expect("room on the disk");
    let ran = run(root.path(), &make);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("sheet merge s.csv"), "{}", ran.stderr);
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), filled);
}

#[test]
fn a_baseline_does_not_take_the_place_of_an_article() {
    let root = program::folder(&[("a.md", "[x](https://bit.ly/1)\n")]);
    let ran = run(root.path(), &["--no-config", "lint", "a.md", "--write-baseline", "a.md"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    let after = std::fs::read_to_string(root.path().join("a.md")).expect("it is there");
    assert_eq!(after, "[x](https://bit.ly/1)\n");
}

#[test]
fn lint_shows_no_secret_of_an_address() {
    let text = "So [y](https://me:hunter2@a.example.com/s?token=abcdef123456789abc&mail=bob@b.example.org) it is.\n";
    let root = program::folder(&[("a.md", text)]);
    for format in ["text", "json", "sarif", "github", "junit", "markdown"] {
        let ran = run(root.path(), &["--no-config", "lint", "a.md", "--format", format]);
        for secret in ["hunter2", "abcdef123456789abc", "bob@"] {
            assert!(!ran.stdout.contains(secret), "{format} shows {secret}: {}", ran.stdout);
        }
    }
}

#[test]
fn another_address_of_a_lost_work_is_no_support() {
    let text = "So [one](https://www.nature.com/articles/s41586-020-2649-2) and \
                [two](https://doi.org/10.1038/s41586-020-2649-2) say.\n";
    let root = program::folder(&[("a.md", text)]);
    let out =
        output(root.path(), &["--no-config", "impact", "nature.com", "a.md", "--format", "json"]);
    let impact: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(impact["totals"]["unsupported"], 1, "{out}");
}

#[test]
fn metrics_are_named_on_the_command_line() {
    let root = program::folder(&[("a.md", POST)]);
    let plain = output(root.path(), &["graph", "a.md"]);
    assert!(!plain.contains("modularity_class"));
    let graph = output(root.path(), &["graph", "a.md", "--metrics", "leiden,pagerank,coreness"]);
    for column in ["modularity_class", "coreness", "pageranks"] {
        let declared = format!(r#"<attribute id="{column}""#);
        assert_eq!(graph.matches(&declared).count(), 1, "{column}");
    }
    let ran = run(root.path(), &["graph", "a.md", "--metrics", "louvain"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("--metrics louvain is not known; choose from pagerank"),
        "{}",
        ran.stderr
    );
}

#[test]
fn no_argument_steers_the_terminal() {
    let root = program::folder(&[("a.md", POST), ("\u{1b}[31mt.toml", "[[row]]\nx = 1\n")]);
    let odd = "\u{1b}[31m";
    for args in [
        vec!["lint", "a.md", "--retractions", odd],
        vec!["lint", "a.md", "--rule", odd],
        vec!["lint", "a.md", "--baseline", odd],
        vec!["report", "a.md", "--sources", "\u{1b}[31mt.toml"],
        vec!["explain", "\u{1b}[31m x", "a.md"],
        vec!["impact", "\u{1b}[31m x", "a.md"],
        vec!["rules", odd],
        vec!["sheet", "merge", odd, "a.md"],
        vec!["extract", "a.md", "--origin", odd],
        vec!["graph", "a.md", "--metrics", odd],
        vec!["extract", odd],
        vec![odd],
        vec!["--config", odd, "extract", "a.md"],
    ] {
        let ran = run(root.path(), &args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        assert!(!ran.stderr.contains('\u{1b}'), "{args:?}: {:?}", ran.stderr);
        // The parser of arguments leaves them out by itself.
        let is_shown = ran.stderr.contains(r"\u{1b}") || args == [odd];
        assert!(is_shown, "{args:?}: {:?}", ran.stderr);
    }
}

#[test]
fn one_thing_is_no_list() {
    let root = program::folder(&[("one.md", "One [thing](https://other.example/x).\n")]);
    let text = |args: &[&str]| {
        let all: Vec<&str> = ["--no-config"].iter().chain(args).copied().collect();
        let ran = run(root.path(), &all);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout
    };
    let report = text(&["report", "one.md", "-o", "r"]);
    assert!(report.starts_with("The only link in 1 article is a citation of 1 work on 1 domain"));
    assert!(report.contains("The only sentence of the text has a citation."), "{report}");
    assert!(
        text(&["stats", "one.md"]).contains("The only sentence with citations cites one owner.")
    );
    assert!(text(&["explain", "other.example", "one.md"]).contains("1 place cites other.example"));
    assert!(text(&["explain", "no.example", "one.md"]).contains("0 places cite no.example"));
    let page = std::fs::read_to_string(root.path().join("r/index.html")).expect("a page");
    assert!(page.contains("The only domain as a table") && !page.contains("All 1 "));
    let doctor = text(&["doctor", "r/graph.gexf"]);
    assert_eq!(doctor, "r/graph.gexf: no problems\n");
}

#[test]
fn explain_needs_no_input_for_what_it_knows() {
    let root = program::folder(&[]);
    let known = run(root.path(), &["--no-config", "explain", "reuters.com"]);
    assert_eq!((known.code, known.stderr.as_str()), (0, ""));
    assert!(known.stdout.contains("owner       "), "{}", known.stdout);
    for what in ["nobody-knows.example", "doi:10.1000/x", "a.example..b.example"] {
        let ran = run(root.path(), &["--no-config", "explain", what]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{what}");
        assert!(ran.stderr.starts_with("error: "), "{}", ran.stderr);
    }
}
