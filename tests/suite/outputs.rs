//! The files that a run writes: where they go, and what becomes of what stood there.

use crate::program::{self, files, output};

const POST: &str = "---\nfrom: https://a.example/1\n---\nSee [b](http://b.example/) and [c](/c).\n";

#[test]
fn a_file_appears_complete_and_nothing_else_is_touched() {
    let root = program::folder(&[("a.md", POST), ("x.jsonl.part", "mine"), ("x.jsonl", "old")]);
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
fn links_are_followed_and_pipes_are_written_to() {
    use std::os::unix::fs::{FileTypeExt as _, symlink};
    let root = program::folder(&[("a.md", POST), ("real/x.jsonl", "old")]);
    let at = |name: &str| root.path().join(name);
    let lines = output(root.path(), &["extract", "a.md"]);
    symlink("real/x.jsonl", at("link")).expect("a link");
    symlink("real/new.jsonl", at("dangling")).expect("a link");
    for (name, written) in [("link", "real/x.jsonl"), ("dangling", "real/new.jsonl")] {
        output(root.path(), &["extract", "a.md", "-o", name]);
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
