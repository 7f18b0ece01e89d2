//! Pipes where a run looks for a file of its own or of the checkout: whoever proposes a change can put them there, and
//! nothing waits for what nobody writes.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::program::{self, Ran, command, ended};

const POST: &str =
    "---\nfrom: https://a.example/1\n---\nSee [b](http://b.example/?utm_source=t).\n";

fn run(root: &Path, args: &[&str]) -> Ran {
    ended(command(root, args))
}

fn pipe(path: &Path) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo is part of every Unix");
}

/// Where a pipe stands, what is run beside it, its exit code, and a word on standard error.
type Case = (&'static str, &'static [&'static str], i32, &'static str);

const NOT_REGULAR: &str = "is not a regular file";

const CASES: [Case; 17] = [
    ("posts/b.md", &["fix", "posts", "--write"], 0, "special type"),
    ("posts/b.md", &["diff", "posts", "a.md"], 0, "special type"),
    ("posts/b.md", &["sheet", "posts"], 0, "special type"),
    ("posts/deep/.ignore", &["lint", "posts", "--fail-on", "never"], 0, "posts/deep"),
    // Configuration, and what it names.
    ("citegraph.toml", &["lint", "a.md"], 2, NOT_REGULAR),
    // The ledger, and what stands beside it.
    (".citegraph/ledger.ndjson", &["ledger", "show"], 2, NOT_REGULAR),
    (".citegraph/ledger.ndjson", &["check", "a.md", "--offline"], 2, NOT_REGULAR),
    (".citegraph/ledger.ndjson.lock", &["ledger", "compact"], 2, NOT_REGULAR),
    (".citegraph/ledger.ndjson.new", &["ledger", "compact"], 2, NOT_REGULAR),
    // What is opened to see whose it is, before it is replaced.
    ("reports/posts/index.html", &["report", "posts"], 0, ""),
    ("out/manifest.json", &["report", "a.md", "-o", "out"], 0, ""),
    ("out/nodes.csv", &["report", "a.md", "-o", "out"], 0, ""),
    ("out/nodes.csv", &["graph", "a.md", "--format", "csv", "-o", "out"], 0, ""),
    // What another run might have left.
    (".citegraph-part-1-0", &["extract", "a.md", "-o", "x.jsonl"], 0, ""),
    // Partials, which may come from another machine.
    ("parts/a/manifest.json", &["merge", "parts", "-o", "out"], 2, "parts/a"),
    ("parts/manifest.json", &["merge", "parts", "-o", "out"], 2, "no partials"),
    // Sheets that are to be merged.
    ("s.csv", &["sheet", "merge", "s.csv", "a.md"], 2, "not a regular file"),
];

#[test]
fn no_pipe_is_waited_for() {
    for (name, args, code, word) in CASES {
        let root = program::folder(&[("a.md", POST), ("posts/a.md", POST)]);
        if let Some(ledger) = name.strip_suffix(".lock").or(name.strip_suffix(".new")) {
            let ledger = root.path().join(ledger);
            fs::create_dir(ledger.parent().expect("a folder")).expect("a folder");
            fs::write(ledger, "").expect("a ledger");
        }
        pipe(&root.path().join(name));
        let ran = run(root.path(), args);
        assert_eq!(ran.code, code, "{name}: {args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(word), "{name}: {args:?}: {}", ran.stderr);
    }
}

/// Git itself would wait for the file of a name that it knows, and for the attributes of a path.
#[test]
fn no_pipe_is_waited_for_where_a_change_is_compared() {
    for name in ["posts/a.md", "posts/.gitattributes", ".git/info/attributes", ".git/info/exclude"]
    {
        let root = program::folder(&[("posts/a.md", POST), ("posts/b.md", POST), ("l.ndjson", "")]);
        for args in [
            &["init", "-q", "-b", "main"][..],
            &["add", "posts"],
            &["-c", "user.name=t", "-c", "user.email=t@t.example", "commit", "-qm", "x"],
        ] {
            let git = Command::new("git").arg("-C").arg(root.path()).args(args).output();
            assert!(git.is_ok_and(|git| git.status.success()), "{args:?}");
        }
        let _ = fs::remove_file(root.path().join(name));
        pipe(&root.path().join(name));
        let args = ["check", "posts", "--offline", "--ledger", "l.ndjson", "--since", "main"];
        let ran = run(root.path(), &args);
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
    }
}
