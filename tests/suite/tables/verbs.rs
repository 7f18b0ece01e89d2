//! Every command makes the same of tables as of the JSON lines of the same articles.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::program::{self, files, output, run};

/// A check of a link of the sample.
const LEDGER: &str = "{\"schema\":1,\"url\":\"https://doi.org/10.1000/182\",\"started\":\"2026-03-01T06:00:00Z\",\
    \"run\":\"r1\",\"method\":\"get\",\"hops\":[{\"url\":\"https://doi.org/10.1000/182\",\"status\":404}],\"end\":\"answered\"}\n";

const DAY: [&str; 2] = ["--today", "2026-03-09"];

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample")
}

/// The sample with all its sentences, as lines and as tables.
fn extracted() -> tempfile::TempDir {
    let root = program::folder(&[("looks.ndjson", LEDGER)]);
    let sample = sample().display().to_string();
    output(root.path(), &["extract", "--text", &sample, "-o", "in.jsonl"]);
    output(root.path(), &["extract", "--text", &sample, "--format", "parquet", "-o", "tables"]);
    root
}

/// Runs a command with each input, and compares what it prints and writes.
fn same(root: &Path, args: &[&str]) {
    let ran = |input: &str| {
        let out = root.join("out");
        let _ = fs::remove_dir_all(&out);
        let args: Vec<&str> =
            args.iter().map(|arg| if *arg == "IN" { input } else { arg }).collect();
        let ran = run(root, &args);
        let written = if out.is_dir() { files(&out) } else { Default::default() };
        (ran, written)
    };
    let (lines, want) = ran("in.jsonl");
    assert!(lines.code <= 1, "{args:?}: {}", lines.stderr);
    let is_silent = lines.stdout.is_empty() && want.is_empty();
    // Nothing is fixed in articles that were extracted before.
    assert!(!is_silent || args[0] == "fix", "{args:?} says nothing");
    for input in ["tables", "tables/articles.parquet", "tables/citations.parquet"] {
        let (tables, made) = ran(input);
        assert_eq!(tables.code, lines.code, "{args:?} of {input}: {}", tables.stderr);
        assert!(tables.stdout == lines.stdout, "{args:?} of {input} prints something else");
        assert_eq!(made.keys().collect::<Vec<_>>(), want.keys().collect::<Vec<_>>(), "{args:?}");
        for (name, bytes) in &made {
            assert!(bytes == &want[name], "{args:?} of {input}: {name} differs");
        }
    }
}

#[test]
fn every_command_reads_tables_as_lines() {
    let root = extracted();
    let verbs: [&[&str]; 13] = [
        &["extract", "IN"],
        &["extract", "IN", "--format", "parquet", "-o", "out"],
        &["report", "IN", "-o", "out", "--text", "--parquet", "--ledger", "looks.ndjson"],
        &["stats", "IN", "--format", "json"],
        &["graph", "IN", "--format", "gexf"],
        &["graph", "IN", "--format", "csv", "-o", "out"],
        &["lint", "IN", "--format", "json", "--fail-on", "never"],
        &[
            "check",
            "IN",
            "--offline",
            "--ledger",
            "looks.ndjson",
            "--format",
            "ndjson",
            "--fail-on",
            "never",
        ],
        &["explain", "doi.org", "IN"],
        &["impact", "doi.org", "IN"],
        &["bibliography", "IN"],
        &["diff", "IN", "IN", "--format", "json"],
        &["fix", "IN"],
    ];
    for args in verbs {
        let is_dated = matches!(args[0], "report" | "lint" | "check");
        let args = [args, if is_dated { &DAY } else { &[] }].concat();
        same(root.path(), &args);
    }
}

#[test]
fn a_sheet_of_one_article_is_the_same() {
    let root = program::folder(&[]);
    let post = sample().join("street-trees.md").display().to_string();
    output(root.path(), &["extract", "--text", &post, "-o", "in.jsonl"]);
    output(root.path(), &["extract", "--text", &post, "--format", "parquet", "-o", "tables"]);
    same(root.path(), &["sheet", "IN", "--format", "csv"]);
}

#[test]
fn tables_of_documents_and_of_lines_have_the_same_bytes() {
    let root = extracted();
    output(root.path(), &["extract", "in.jsonl", "--format", "parquet", "-o", "again"]);
    for name in ["articles.parquet", "citations.parquet", "sentences.parquet"] {
        let read = |folder: &str| fs::read(root.path().join(folder).join(name)).expect("a table");
        assert!(read("tables") == read("again"), "{name}");
    }
    let lines = output(root.path(), &["extract", "tables"]);
    let want = fs::read_to_string(root.path().join("in.jsonl")).expect("lines");
    assert!(lines == want, "lines of tables differ");
}

#[test]
fn threads_leave_no_trace() {
    let root = extracted();
    for threads in ["1", "3"] {
        let mut command =
            program::command(root.path(), &["report", "in.jsonl", "--parquet", "-o", threads]);
        let ran =
            program::finish(command.env("RAYON_NUM_THREADS", threads).output().expect("it runs"));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    assert!(files(&root.path().join("1")) == files(&root.path().join("3")), "tables differ");
}

#[test]
fn the_folder_is_ours_and_can_be_replaced() {
    let root = extracted();
    let write = ["extract", "in.jsonl", "--format", "parquet", "-o", "tables"];
    assert_eq!(run(root.path(), &write).code, 0, "tables of an earlier run are replaced");
    fs::write(root.path().join("tables/citations.parquet"), "My own words.\n").expect("a file");
    let refused = run(root.path(), &write);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(
        refused.stderr.contains("citations.parquet was not written by citegraph"),
        "{}",
        refused.stderr
    );
}

#[test]
fn no_output_replaces_the_tables_that_are_read() {
    let root = extracted();
    let before = files(&root.path().join("tables"));
    for args in [
        &["extract", "tables", "--format", "parquet", "-o", "tables"][..],
        &["extract", "tables/articles.parquet", "-o", "tables/citations.parquet"],
        &["extract", "tables", "-o", "tables/sentences.parquet"],
        &["report", "tables", "--parquet", "-o", "tables"],
    ] {
        let ran = run(root.path(), args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("input of this run"), "{args:?}: {}", ran.stderr);
        assert!(files(&root.path().join("tables")) == before, "{args:?} changes a file");
    }
    let nowhere = run(root.path(), &["extract", "in.jsonl", "--format", "parquet"]);
    assert!(nowhere.code == 2 && nowhere.stderr.contains("-o DIR"), "{}", nowhere.stderr);
}

#[test]
fn a_walk_passes_tables_over() {
    let root = extracted();
    fs::write(root.path().join("a.md"), "See [b](https://b.example/).\n").expect("a post");
    fs::remove_file(root.path().join("in.jsonl")).expect("a file");
    let ran = run(root.path(), &["stats", ".", "--skipped", "skips.ndjson"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let skips = fs::read_to_string(root.path().join("skips.ndjson")).expect("a list");
    for name in ["articles", "citations", "sentences"] {
        let row = skips.lines().find(|line| line.contains(&format!("{name}.parquet")));
        assert!(row.is_some_and(|row| row.contains("own-output")), "{name}: {skips}");
    }
}

/// A partial of tables is made again when one of their files changes.
#[test]
fn partials_know_all_files_of_tables() {
    let root = extracted();
    let extract = ["-v", "extract", "tables", "--partial", "parts"];
    assert_eq!(run(root.path(), &extract).code, 0);
    let kept = run(root.path(), &extract);
    assert!(kept.stderr.contains("is up to date"), "{}", kept.stderr);
    output(root.path(), &["extract", "in.jsonl", "--redact", "--format", "parquet", "-o", "other"]);
    let links = "citations.parquet";
    fs::copy(root.path().join("other").join(links), root.path().join("tables").join(links))
        .expect("a table");
    let made = run(root.path(), &extract);
    assert!(!made.stderr.contains("is up to date"), "{}", made.stderr);
}

#[test]
fn merge_writes_the_tables_of_one_report() {
    let root = program::folder(&[]);
    let sample = sample().display().to_string();
    output(root.path(), &["-q", "report", &sample, "--parquet", "-o", "whole"]);
    output(root.path(), &["-q", "extract", &sample, "--partial", "parts"]);
    output(root.path(), &["-q", "merge", "parts", "--parquet", "-o", "merged"]);
    let tables = |folder: &str| {
        let mut files = files(&root.path().join(folder));
        files.retain(|name, _| name.ends_with(".parquet"));
        files
    };
    assert_eq!(tables("whole").len(), 5);
    assert!(tables("whole") == tables("merged"), "tables differ");
}
