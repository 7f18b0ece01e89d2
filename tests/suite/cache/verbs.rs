//! Every verb that reads documents, without a cache, with an empty one and with a full one.

use std::fs;
use std::path::Path;

use super::{assert_same, cached, entries, site, unchanged};
use crate::support::program::{Ran, files, run};

/// Runs that read the site; `out` is what they write.
const RUNS: [&[&str]; 17] = [
    &["extract", "site"],
    &["extract", "site", "--text"],
    &["extract", "site", "--redact", "--text"],
    &["extract", "site", "-o", "out"],
    &["extract", "site", "--partial", "out"],
    &["extract", "site", "site/a.md", "site/picture.png", "--skipped", "out"],
    &["report", "site", "-o", "out", "--today", "2026-03-09", "--text", "--place", "all"],
    &["stats", "site", "--format", "json"],
    &["graph", "site", "-o", "out", "--format", "gexf"],
    &["sheet", "site/a.md", "-o", "out", "--format", "csv"],
    &["lint", "site", "--format", "json", "--fail-on", "never"],
    &["check", "site", "--offline"],
    &["diff", "older", "site", "--view", "source"],
    &["explain", "one.example", "site"],
    &["impact", "one.example", "site"],
    &["bibliography", "site"],
    &["fix", "site", "-q"],
];

/// What a run shows and writes.
fn result(root: &Path, run: impl FnOnce() -> Ran) -> (Ran, Vec<(String, Vec<u8>)>) {
    let out = root.join("out");
    let _ = fs::remove_dir_all(&out);
    let _ = fs::remove_file(&out);
    let ran = run();
    let written = match fs::read(&out) {
        Ok(bytes) => vec![(String::new(), bytes)],
        Err(_) if out.is_dir() => files(&out).into_iter().collect(),
        Err(_) => Vec::new(),
    };
    (ran, written)
}

#[test]
fn every_verb_shows_and_writes_the_same() {
    let root = site();
    for args in RUNS {
        let what = args.join(" ");
        let (plain, written) = result(root.path(), || run(root.path(), args));
        assert!(args.contains(&"out") != written.is_empty(), "{what}: {plain:?}");
        for (state, threads) in [("empty", "1"), ("full", "3"), ("full", "1")] {
            if state == "empty" {
                let _ = fs::remove_dir_all(root.path().join("kept"));
            }
            let args = [args, &["-j", threads]].concat();
            let (ran, same) = result(root.path(), || cached(root.path(), &args));
            assert_same(&plain, &ran, &format!("{what}, {state} cache"));
            assert!(written == same, "{what}, {state} cache: other files");
        }
        // `fix` reads all documents, and a partial that is up to date is kept.
        if args[0] != "fix" && !args.contains(&"--partial") {
            let (found, _) = unchanged(root.path(), args);
            assert!(found > 0, "{what}: nothing came from the cache");
        }
    }
}

#[test]
fn runs_with_different_options_do_not_meet() {
    let root = site();
    let options: [&[&str]; 7] = [
        &[],
        &["--text"],
        &["--internal", "keep"],
        &["--base-url", "https://site.example/"],
        &["--origin", "none"],
        &["--dialect", "kramdown"],
        &["--format-in", "text"],
    ];
    let plain: Vec<Ran> =
        options.map(|more| run(root.path(), &[&["extract", "site"], more].concat())).into();
    for _ in 0..2 {
        for (more, plain) in options.iter().zip(&plain) {
            let ran = cached(root.path(), &[&["extract", "site"], *more].concat());
            assert_same(plain, &ran, &format!("{more:?}"));
        }
    }
    let all: std::collections::BTreeSet<&str> = plain.iter().map(|ran| &*ran.stdout).collect();
    assert_eq!(all.len(), plain.len(), "every option shows in the lines");
}

#[test]
fn one_file_has_an_entry_for_each_of_its_names() {
    let root = site();
    let inputs: [&[&str]; 5] = [
        &["site"],
        &["site", "site/deep"],
        &["./site"],
        &["site/a.md", "site/requirements.txt"],
        &["site/../site/d.txt"],
    ];
    let bases: [&[&str]; 2] = [&["extract"], &["extract", "--base-url", "https://site.example/"]];
    for base in [bases, bases].concat() {
        for input in inputs {
            let plain = run(root.path(), &[base, input].concat());
            assert_same(&plain, &cached(root.path(), &[base, input].concat()), &input.join(" "));
        }
    }
    // The same relative name in another folder is another file, and has its own entry.
    let before = entries(root.path()).len();
    fs::copy(root.path().join("site/b.md"), root.path().join("a.md")).expect("a copy");
    for _ in 0..2 {
        run(&root.path().join("site"), &["extract", "a.md", "--cache", "../kept"]);
        let plain = run(root.path(), &["extract", "a.md"]);
        assert_same(&plain, &cached(root.path(), &["extract", "a.md"]), "a.md of two folders");
    }
    assert_eq!(entries(root.path()).len(), before + 2);
}

#[test]
fn a_verb_that_needs_all_documents_says_so() {
    let root = site();
    let ran = cached(root.path(), &["fix", "site"]);
    assert!(ran.stderr.contains("--cache has no effect on `fix`"), "{}", ran.stderr);
}
