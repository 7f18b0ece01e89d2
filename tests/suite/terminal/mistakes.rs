//! Typical mistakes, one a row: each ends with its exit code and a message that names what was wrong and what to do.

use std::path::Path;

use crate::support::program::{Ran, folder, run, run_with};

/// What is typed, the exit code, and words of the message: what was wrong, and the remedy.
type Mistake = (&'static [&'static str], i32, &'static [&'static str]);

const MISTAKES: [Mistake; 70] = [
    // Verbs.
    (&["a.md"], 2, &["'a.md'", "`citegraph report a.md`"]),
    (&["posts"], 2, &["'posts'", "`citegraph report posts`"]),
    (
        &["https://a.example/b"],
        2,
        &["'https://a.example/b'", "`citegraph report https://a.example/b`"],
    ),
    (&["none.docx"], 2, &["'none.docx'", "`citegraph report none.docx`"]),
    (&["reprot", "a.md"], 2, &["'reprot'", "'report'"]),
    (&["version"], 2, &["'version'", "`citegraph --version`"]),
    (&["validate", "posts"], 2, &["'validate'", "`citegraph check FOLDER`"]),
    (&["metrics", "posts"], 2, &["'metrics'", "`citegraph stats FOLDER`"]),
    (&["init"], 2, &["'init'", "`citegraph report FOLDER`"]),
    (&[], 2, &["Usage: citegraph", "citegraph report draft.md"]),
    (&["report"], 2, &["nothing to read", "`citegraph report FOLDER`"]),
    (&["lint"], 2, &["nothing to read", "`citegraph lint FOLDER`"]),
    (&["explain", "b.example.invalid"], 2, &["nothing to read", "`citegraph explain WHAT FOLDER`"]),
    (&["explain"], 2, &["<WHAT>", "--help"]),
    (&["diff", "a.jsonl"], 2, &["<NEW>", "--help"]),
    (&["sheet", "merge"], 2, &["--help"]),
    (&["ledger"], 2, &["Usage: citegraph ledger", "show"]),
    (&["man", "repotr"], 2, &["repotr", "did you mean report?"]),
    (&["completions", "ksh"], 2, &["'ksh'", "bash"]),
    // Flags.
    (&["lint", "a.md", "--formt", "json"], 2, &["'--formt'", "'--format'"]),
    (&["lint", "a.md", "--json"], 2, &["'--json'", "--format json"]),
    (&["check", "a.md", "--sarif"], 2, &["'--sarif'", "--format sarif"]),
    (&["report", "a.md", "--html"], 2, &["'--html'", "index.html"]),
    (&["report", "posts", "--recursive"], 2, &["'--recursive'", "always read"]),
    (&["report", "posts", "--exclude", "x"], 2, &["'--exclude'", ".gitignore"]),
    (&["lint", "a.md", "--no-color"], 2, &["'--no-color'", "--color never"]),
    (&["lint", "a.md", "--color", "sometimes"], 2, &["'sometimes'", "--color", "always"]),
    (&["lint", "a.md", "-q", "-v"], 2, &["--quiet", "--verbose"]),
    (&["lint", "a.md", "--format", "xml"], 2, &["'xml'", "sarif"]),
    (&["lint", "a.md", "--format", "jsno"], 2, &["'jsno'", "'json'"]),
    (&["lint", "a.md", "--format", "json="], 2, &["json=", "--format json=FILE"]),
    (
        &["lint", "a.md", "--format", "json", "--format", "sarif"],
        2,
        &["both be printed", "--format sarif=FILE"],
    ),
    (&["lint", "a.md", "--severity", "warn"], 2, &["'warn'", "'warning'"]),
    (
        &["lint", "a.md", "--rule", "homepage"],
        2,
        &["homepage", "did you mean home-page?", "citegraph rules"],
    ),
    (&["lint", "a.md", "--no-rule", "zzz"], 2, &["unknown rule zzz", "citegraph rules"]),
    (&["fix", "a.md", "--rule", "homepage"], 2, &["homepage", "choose from"]),
    (&["rules", "link-ded"], 2, &["link-ded", "did you mean link-dead?"]),
    (&["stats", "a.md", "--facet", "domian"], 2, &["--facet domian", "did you mean domain?"]),
    (&["stats", "a.md", "--by", "autor"], 2, &["'autor'", "author"]),
    (
        &["graph", "a.md", "--metrics", "pagernk"],
        2,
        &["--metrics pagernk", "did you mean pagerank?"],
    ),
    (&["report", "a.md", "--place", "bdoy"], 2, &["--place bdoy", "did you mean body?"]),
    (
        &["report", "a.md", "--syntax", "markdwon"],
        2,
        &["--syntax markdwon", "did you mean markdown?"],
    ),
    (&["extract", "a.md", "--max-size", "10XB"], 2, &["'10XB'", "10MB, 64MiB"]),
    (&["extract", "a.md", "--max-size", "ten"], 2, &["'ten'", "10MB, 64MiB"]),
    (&["lint", "a.md", "--today", "31.1.2026"], 2, &["--today", "2026-01-31"]),
    (&["graph", "a.md", "--from", "May 2020"], 2, &["--from May 2020", "YYYY-MM-DD"]),
    (&["graph", "a.md", "--backbone", "5"], 2, &["--backbone 5", "0.05"]),
    (
        &["extract", "a.md", "--origin", "example.org"],
        2,
        &["--origin example.org", "absolute http(s) URL"],
    ),
    (&["lint", "a.md", "-j", "many"], 2, &["'many'", "--threads"]),
    (&["fix", "a.md", "--rule", "link-moved"], 2, &["link-moved", "--ledger"]),
    // Inputs.
    (&["report", "none.md"], 2, &["none.md", "check the name"]),
    (&["lint", "*.rst"], 2, &["*.rst", "matches no file"]),
    (&["lint", "[.md"], 2, &["[.md"]),
    (&["lint", "a.pdf"], 2, &["a.pdf", "convert"]),
    (&["lint", "picture.png"], 2, &["picture.png", "convert"]),
    (&["lint", "--files-from", "none.list"], 2, &["none.list"]),
    (&["lint", "a.md", "--baseline", "none.json"], 2, &["none.json", "--write-baseline"]),
    (&["lint", "a.md", "--baseline", "a.md"], 2, &["a.md is not a baseline"]),
    (
        &["check", "a.md", "--offline", "--ledger", "none.ndjson"],
        2,
        &["none.ndjson", "without --offline"],
    ),
    (&["ledger", "show", "--ledger", "none.ndjson"], 2, &["none.ndjson", "citegraph check"]),
    (&["doctor", "a.md"], 2, &["a.md", "graph file"]),
    (&["doctor", "none.gexf"], 2, &["none.gexf", "graph file"]),
    (&["sheet", "status", "a.md"], 2, &["a.md"]),
    (&["stats", "a.md", "--alias", "none.tsv"], 2, &["none.tsv", "--alias"]),
    // Outputs and configuration.
    (&["report", "a.md", "-o", "a.md"], 2, &["a.md", "another"]),
    (&["graph", "a.md", "-o", "x.gefx"], 2, &["x.gefx", ".gexf"]),
    (&["stats", "a.md", "-o", "x.pdf"], 2, &["x.pdf", ".csv"]),
    (&["extract", "a.md", "-o", "a.md"], 2, &["a.md", "--force"]),
    (&["--config", "bad.toml", "lint", "a.md"], 2, &["bad.toml", "line 2"]),
    (&["--config", "none.toml", "lint", "a.md"], 2, &["none.toml", "--no-config"]),
];

fn material() -> tempfile::TempDir {
    folder(&[
        ("a.md", "See [b](http://b.example/).\n"),
        ("posts/a.md", "See [b](http://b.example/).\n"),
        ("a.jsonl", ""),
        ("a.pdf", "%PDF-1.7\n\u{1}\u{2}"),
        ("picture.png", "\u{1}PNG"),
        ("bad.toml", "[lint]\nfail_on = \"error\"\n"),
    ])
}

/// Words of programs and not of people.
const JARGON: [&str; 8] = [
    "os error",
    "IO error",
    "invalid digit",
    "entity not found",
    "panicked",
    "called `",
    "None",
    "Err(",
];

fn judge(folder: &Path, mistake: &Mistake) -> Result<(), String> {
    let (args, code, words) = mistake;
    let Ran { code: ended, stdout, stderr } = run(folder, args);
    let message = stderr.replace("\n       ", " ").replace("\n  ", " ");
    let missing: Vec<_> = words.iter().filter(|word| !message.contains(**word)).collect();
    let jargon: Vec<_> = JARGON.iter().filter(|word| message.contains(**word)).collect();
    if ended == *code && missing.is_empty() && jargon.is_empty() && stdout.is_empty() {
        return Ok(());
    }
    Err(format!(
        "citegraph {}: exit {ended} instead of {code}, without {missing:?}, with {jargon:?}:\n{stdout}{stderr}",
        args.join(" ")
    ))
}

#[test]
fn every_mistake_is_named_with_its_remedy() {
    let root = material();
    let faults: Vec<String> =
        MISTAKES.iter().filter_map(|mistake| judge(root.path(), mistake).err()).collect();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), MISTAKES.len(), faults.join("\n"));
}

#[test]
fn what_cannot_be_opened_is_explained() {
    let root = material();
    let missing = run(root.path(), &["lint", "none.md"]);
    assert!(missing.stderr.starts_with("error: cannot read none.md: "), "{}", missing.stderr);
    let empty = run_with(root.path(), &["stats", "-"], b"");
    assert_eq!(empty.code, 0, "{}", empty.stderr);
    assert!(empty.stderr.contains("no citation was found"), "{}", empty.stderr);
}

#[test]
fn a_name_that_nobody_cites_gets_near_names() {
    let root = material();
    for verb in ["explain", "impact"] {
        let ran = run(root.path(), &[verb, "b.exampl", "a.md"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(
            ran.stdout.contains("Similar names that are cited: b.example."),
            "{verb}: {}",
            ran.stdout
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported() {
    use crate::support::program::{command, finish};
    let root = material();
    let full = std::fs::File::create("/dev/full").expect("a device");
    let output = command(root.path(), &["lint", "a.md"]).stdout(full).output().expect("a run");
    let ran = finish(output);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.starts_with("error: "), "{}", ran.stderr);
}
