//! `--cache`: the same results whatever it holds, and a folder that harms nobody.

mod changes;
mod folder;
mod verbs;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::support::program::{self, Ran, run};

/// After this a file has settled: a later change of it gets another time.
const SETTLED: Duration = Duration::from_millis(2_100);

/// Documents of several formats, with warnings, secrets, and files that are skipped for several reasons.
const SITE: [(&str, &str); 14] = [
    (
        "site/a.md",
        "---\nfrom: https://own.example/a\ntitle: [bad\n---\nIn 2020 it cost [9 million](https://one.example/?utm_source=x).\n\n\
         Nobody else says so. See [a](/b) and [it](https://one.example/x?access_token=abcdef0123456789abcdef).\n",
    ),
    (
        "site/b.md",
        "---\nfrom: https://own.example/b\ndate: 2025-03-04\n---\nThe largest[^1] bridge.\n\n[^1]: [Two](https://two.example/2).\n",
    ),
    (
        "site/deep/c.html",
        "<!doctype html><html lang=de><head><link rel=canonical href='https://own.example/c'><title>C</title></head>\
         <body><article><p>Ein Satz mit <a href=https://three.example/a href=x>einem Link</a>. Noch einer.</p></article></body></html>",
    ),
    ("site/deep/f.md", "It is [here](/x) and [there](https://seven.example/).\n"),
    ("site/d.txt", "Read https://four.example/d and then https://one.example/x again.\n"),
    (
        "site/e.ipynb",
        "{\"cells\":[{\"cell_type\":\"markdown\",\"metadata\":{},\"source\":[\"See [n](https://five.example/n).\\n\"]}],\
         \"metadata\":{},\"nbformat\":4,\"nbformat_minor\":5}",
    ),
    ("site/latin.html", "<p>caf\u{e9} <a href='https://six.example/'>six</a></p>"),
    // Read only where it is named itself.
    ("site/requirements.txt", "See https://eight.example/ for more words.\n"),
    ("site/picture.png", "\u{1}PNG"),
    ("site/feed.html", "<?xml version='1.0'?><rss><channel></channel></rss>"),
    ("site/broken.docx", "no archive"),
    ("site/broken.ipynb", "{"),
    ("site/.hidden.md", "See [x](https://x.example/)."),
    (
        "older/a.md",
        "---\nfrom: https://own.example/a\n---\nIt cost [8 million](https://one.example/).\n",
    ),
];

/// The documents in a folder, settled.
fn site() -> tempfile::TempDir {
    let root = program::folder(&SITE);
    std::thread::sleep(SETTLED);
    root
}

/// Runs with the cache `kept`.
fn cached(root: &Path, args: &[&str]) -> Ran {
    run(root, &[args, &["--cache", "kept"]].concat())
}

/// How many of how many files came from the cache, by the note of `-v`.
fn unchanged(root: &Path, args: &[&str]) -> (u64, u64) {
    let ran = cached(root, &[&["-v"], args].concat());
    let note = ran.stderr.lines().find(|line| line.contains("came from the cache"));
    let note = note.unwrap_or_else(|| panic!("no note in {}", ran.stderr));
    let words: Vec<&str> = note.split(' ').collect();
    let number = |at: usize| words[at].parse().unwrap_or_else(|_| panic!("no number in {note}"));
    (number(1), number(3))
}

/// The entries of the cache.
fn entries(root: &Path) -> Vec<PathBuf> {
    let names = program::files(&root.join("kept")).into_keys();
    names.filter(|name| name.contains('/')).map(|name| root.join("kept").join(name)).collect()
}

/// Asserts that two runs show the same.
#[track_caller]
fn assert_same(one: &Ran, two: &Ran, what: &str) {
    assert_eq!(one.stdout, two.stdout, "{what}: standard output");
    assert_eq!(one.stderr, two.stderr, "{what}: standard error");
    assert_eq!(one.code, two.code, "{what}: exit code");
}

#[test]
fn a_file_that_has_just_changed_is_read_again() {
    let root = program::folder(&SITE[..2]);
    let extract = ["extract", "site"];
    cached(root.path(), &extract);
    assert_eq!(entries(root.path()).len(), 2);
    assert_eq!(unchanged(root.path(), &extract), (0, 2), "it could change within one tick");
    assert_eq!(unchanged(root.path(), &["extract", "site", "--cache-verify"]), (2, 2));
    std::thread::sleep(SETTLED);
    assert_eq!(unchanged(root.path(), &extract), (0, 2));
    assert_eq!(unchanged(root.path(), &extract), (2, 2));
}

#[test]
fn a_copy_is_known_by_its_bytes() {
    let root = site();
    let text = fs::read(root.path().join("site/a.md")).expect("a file");
    let read = unchanged(root.path(), &["extract", "site"]).1;
    let articles = entries(root.path()).len() as u64;
    assert!(articles >= 6 && articles < read, "{articles} of {read}");
    assert_eq!(unchanged(root.path(), &["extract", "site"]), (articles, read));
    // As a checkout leaves it: the same bytes in a new file.
    fs::remove_file(root.path().join("site/a.md")).expect("a file");
    fs::write(root.path().join("site/a.md"), text).expect("a file");
    let verify = ["extract", "site", "--cache-verify"];
    assert_eq!(unchanged(root.path(), &verify), (articles, read));
    assert_eq!(unchanged(root.path(), &["extract", "site"]), (articles - 1, read));
}

#[test]
fn a_changed_file_replaces_its_entry() {
    let root = site();
    cached(root.path(), &["extract", "site"]);
    let before = entries(root.path());
    for number in 0..3 {
        let text = format!("See [it](https://x{number}.example/).");
        fs::write(root.path().join("site/a.md"), text).expect("a file");
        cached(root.path(), &["extract", "site"]);
    }
    assert_eq!(entries(root.path()), before);
    cached(root.path(), &["extract", "site", "--text"]);
    assert_eq!(entries(root.path()).len(), 2 * before.len(), "other options, other entries");
}
