//! The folder of a cache: what it may be, who else uses it, and what somebody else put into it.

use std::fs;
use std::path::Path;

use super::{assert_same, cached, entries, site, unchanged};
use crate::support::program::{self, command, files, finish, run};

#[test]
fn what_is_not_a_cache_is_refused() {
    let root = program::folder(&[
        ("a.md", "See [it](https://one.example/)."),
        ("notes/mine.txt", "mine"),
        ("tagged/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n"),
        ("tagged/object.o", "x"),
        ("file", "x"),
    ]);
    let before = files(root.path());
    for (folder, words) in [
        ("notes", "is not a cache of citegraph and contains other files"),
        ("tagged", "is not a cache of citegraph and contains other files"),
        ("file", "is not a folder"),
    ] {
        for args in
            [&["extract", "a.md"][..], &["stats", "a.md", "--force"], &["diff", "a.md", "a.md"]]
        {
            let ran = run(root.path(), &[args, &["--cache", folder]].concat());
            assert_eq!(ran.code, 2, "{folder}: {}", ran.stderr);
            assert!(ran.stderr.contains(words), "{folder}: {}", ran.stderr);
            assert!(ran.stderr.contains("--cache"), "{folder}: {}", ran.stderr);
        }
    }
    assert_eq!(files(root.path()), before);
    fs::create_dir(root.path().join("empty")).expect("a folder");
    assert_eq!(run(root.path(), &["extract", "a.md", "--cache", "empty"]).code, 0);
    let output = run(root.path(), &["extract", "a.md", "--cache", "x", "-o", "x"]);
    assert_eq!(output.code, 2, "{}", output.stderr);
}

#[test]
fn no_configuration_names_a_cache() {
    for text in
        ["cache = \"kept\"\n", "[input]\ncache = \"kept\"\n", "[extract]\ncache = \"kept\"\n"]
    {
        let root = program::folder(&[("citegraph.toml", text), ("a.md", "Text")]);
        let ran = run(root.path(), &["extract", "a.md"]);
        assert_eq!(ran.code, 2, "{text}: {}", ran.stderr);
        assert!(!root.path().join("kept").exists());
    }
}

#[test]
fn a_cache_in_the_folder_that_is_read_holds_no_documents() {
    let root = site();
    let walk = ["extract", "."];
    let plain = run(root.path(), &walk);
    for _ in 0..2 {
        assert_same(&plain, &cached(root.path(), &walk), "a cache in the folder");
        assert_same(&plain, &cached(root.path(), &["extract", ".", "--force"]), "with --force");
    }
    // A run that does not know it says why it reads nothing there.
    let other = run(root.path(), &["-v", "extract", "."]);
    assert_eq!(other.stdout, plain.stdout);
    assert!(other.stderr.contains("skipped kept: "), "{}", other.stderr);
    assert!(!other.stderr.contains("kept/"), "{}", other.stderr);
    // Without its tag an entry is still known for what it is.
    fs::remove_file(root.path().join("kept/CACHEDIR.TAG")).expect("a tag");
    assert_eq!(run(root.path(), &walk).stdout, plain.stdout);
}

#[test]
fn runs_at_once_share_a_cache() {
    let root = site();
    let plain = run(root.path(), &["extract", "site"]);
    for _ in 0..3 {
        let _ = fs::remove_dir_all(root.path().join("kept"));
        let start = |_| {
            let args = ["extract", "site", "--cache", "kept"];
            let mut command = command(root.path(), &args);
            command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
            command.spawn().expect("citegraph starts")
        };
        let children: Vec<_> = (0..6).map(start).collect();
        for child in children {
            let ran = finish(child.wait_with_output().expect("citegraph ends"));
            assert_same(&plain, &ran, "one of six runs");
        }
    }
    let articles = entries(root.path()).len() as u64;
    assert_eq!(unchanged(root.path(), &["extract", "site"]).0, articles);
    let left = files(&root.path().join("kept")).into_keys();
    let begun: Vec<String> = left.filter(|name| name.contains(".citegraph-part-")).collect();
    assert!(begun.is_empty(), "{begun:?}");
}

#[test]
fn a_cache_that_cannot_be_written_is_a_warning() {
    let root = site();
    let plain = run(root.path(), &["diff", "older", "site"]);
    for place in ["older/a.md/kept", "kept"] {
        if place == "kept" {
            // An entry cannot be written where a file has the name of its folder.
            cached(root.path(), &["extract", "site"]);
            for shard in 0..256 {
                let shard = root.path().join(format!("kept/{shard:02x}"));
                let _ = fs::remove_dir_all(&shard);
                fs::write(shard, "").expect("a file");
            }
        }
        let args = ["diff", "older", "site", "--cache", place];
        let ran = run(root.path(), &args);
        assert_eq!((ran.code, &ran.stdout), (plain.code, &plain.stdout), "{}", ran.stderr);
        let warning = format!("warning: cannot write the cache {place}: ");
        assert_eq!(ran.stderr.matches(&warning).count(), 1, "{}", ran.stderr);
        let quiet = run(root.path(), &[&["-q"], &args[..]].concat());
        assert!(!quiet.stderr.contains("cache"), "{}", quiet.stderr);
    }
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_a_cache_lead_nowhere() {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    let root = site();
    let plain = run(root.path(), &["extract", "site"]);
    cached(root.path(), &["extract", "site"]);
    fs::write(root.path().join("mine"), "mine").expect("a file");
    fs::create_dir(root.path().join("folder")).expect("a folder");
    let shard = |path: &Path| path.parent().expect("a folder").to_owned();
    for kind in ["file", "folder", "pipe"] {
        for path in entries(root.path()).into_iter().take(3) {
            fs::remove_file(&path).expect("an entry");
            match kind {
                "file" => symlink(root.path().join("mine"), &path).expect("a link"),
                "folder" => {
                    fs::remove_dir_all(shard(&path)).expect("a folder");
                    symlink(root.path().join("folder"), shard(&path)).expect("a link");
                }
                _ => {
                    let made = Command::new("mkfifo").arg(&path).status();
                    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
                }
            }
        }
        let ran = program::ended(command(root.path(), &["extract", "site", "--cache", "kept"]));
        assert_eq!((ran.code, &ran.stdout), (0, &plain.stdout), "{kind}: {}", ran.stderr);
        assert!(ran.stderr.contains("is not an entry"), "{kind}: {}", ran.stderr);
        assert_eq!(fs::read_to_string(root.path().join("mine")).expect("a file"), "mine");
        assert!(files(&root.path().join("folder")).is_empty(), "{kind}");
        fs::remove_dir_all(root.path().join("kept")).expect("a cache");
        cached(root.path(), &["extract", "site"]);
    }
    fs::create_dir(root.path().join("real")).expect("a folder");
    symlink("real", root.path().join("link")).expect("a link");
    let ran = run(root.path(), &["extract", "site", "--cache", "link"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(files(&root.path().join("real")).is_empty());
}

#[cfg(unix)]
#[test]
fn what_a_pipe_holds_is_not_kept() {
    let root = program::folder(&[]);
    let pipe = root.path().join("pipe.md");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo is part of every Unix");
    for number in 0..2 {
        let pipe = pipe.clone();
        let writer = std::thread::spawn(move || {
            fs::write(pipe, format!("See [it](https://x{number}.example/).\n"))
        });
        let args = ["extract", "pipe.md", "--cache", "kept", "--cache-verify"];
        let ran = program::ended(command(root.path(), &args));
        writer.join().expect("the writer ends").expect("a pipe can be written");
        assert!(ran.stdout.contains(&format!("https://x{number}.example/")), "{}", ran.stderr);
    }
    assert!(entries(root.path()).is_empty());
}
