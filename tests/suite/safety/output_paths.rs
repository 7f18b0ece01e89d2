//! The files that a run writes: where they go, and what becomes of what stood there.

use crate::support::program::{self, files, output};

const POST: &str = "---\nfrom: https://a.example/1\n---\nSee [b](http://b.example/) and [c](/c).\n";

#[test]
fn a_file_appears_complete_and_nothing_else_is_touched() {
    let root = program::folder(&[("a.md", POST), ("x.jsonl.part", "mine"), ("x.jsonl", "")]);
    let lines = output(root.path(), &["extract", "a.md"]);
    output(root.path(), &["extract", "a.md", "-o", "x.jsonl"]);
    output(root.path(), &["extract", "a.md", "--skipped", "skips"]);
    let left = files(root.path());
    let names: Vec<&str> = left.keys().map(String::as_str).collect();
    assert_eq!(names, ["a.md", "skips", "x.jsonl", "x.jsonl.part"]);
    assert_eq!((&left["x.jsonl.part"][..], &left["x.jsonl"][..]), (&b"mine"[..], lines.as_bytes()));
}

#[cfg(unix)]
#[test]
fn links_are_followed_where_that_is_meant_and_pipes_are_written_to() {
    use std::os::unix::fs::{FileTypeExt as _, symlink};
    let root = program::folder(&[("a.md", POST), ("real/x.jsonl", "old")]);
    let at = |name: &str| root.path().join(name);
    let lines = output(root.path(), &["extract", "a.md"]);
    symlink("real/x.jsonl", at("link")).expect("a link");
    symlink("real/new.jsonl", at("dangling")).expect("a link");
    for (name, written) in [("link", "real/x.jsonl"), ("dangling", "real/new.jsonl")] {
        output(root.path(), &["extract", "a.md", "-o", name, "--force"]);
        assert!(at(name).is_symlink(), "{name}");
        assert_eq!(std::fs::read_to_string(at(written)).expect("a file"), lines, "{name}");
    }
    let made = std::process::Command::new("mkfifo").arg(at("pipe")).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo is part of every Unix");
    let reader = std::thread::spawn({
        let pipe = at("pipe");
        move || std::fs::read_to_string(pipe).expect("a pipe can be read")
    });
    output(root.path(), &["extract", "a.md", "-o", "pipe"]);
    assert_eq!(reader.join().expect("the reader ends"), lines);
    let kind = std::fs::symlink_metadata(at("pipe")).expect("it is still there").file_type();
    assert!(kind.is_fifo());
    let shown = output(root.path(), &["extract", "a.md", "-o", "/dev/stdout"]);
    assert_eq!(shown, lines);
}

#[test]
fn a_second_run_writes_the_same_folder() {
    let others = [("a.md", POST), ("b/c.html", "<a href=http://c.example/>c</a>"), ("d.csv", "x")];
    let runs: [&[&str]; 5] = [
        &["report", "."],
        &["report", ".", "-o", "b/out", "--skipped", "skips"],
        &["report", ".", "-o", "."],
        &["report", "b", "-o", "b/out"],
        &["extract", ".", "-o", "b/lines.jsonl", "--skipped", "skips"],
    ];
    for args in runs {
        let root = program::folder(&others);
        output(root.path(), args);
        let first = files(root.path());
        output(root.path(), args);
        let second = files(root.path());
        assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>(), "{args:?}");
        for (name, bytes) in &first {
            let text = String::from_utf8_lossy(&second[name]);
            assert!(*bytes == second[name], "{args:?}: {name} differs: {text}");
        }
    }
}

#[test]
fn every_file_of_ours_is_known_as_such() {
    let root = program::folder(&[("a.md", POST), ("b.png", "x")]);
    output(root.path(), &["report", ".", "-o", "x/report"]);
    output(root.path(), &["extract", ".", "-o", "x/lines.jsonl", "--skipped", "x/skips.jsonl"]);
    output(root.path(), &["stats", "a.md", "--format", "json", "-o", "x/stats.json"]);
    output(root.path(), &["graph", "a.md", "-o", "x/graph.gexf"]);
    let written = files(&root.path().join("x")).len();
    output(root.path(), &["report", ".", "-o", "y"]);
    let json = std::fs::read(root.path().join("y/report.json")).expect("a report");
    let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    let rows = json["skipped"].as_array().expect("rows");
    let own = rows.iter().filter(|row| row["reason"] == "own-output").count();
    assert_eq!((own, rows.len()), (written, written + 1), "{rows:?}");
}
