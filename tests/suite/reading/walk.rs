//! What a run reads: what the user named, and nothing else; and that it says so where it did not.

use std::fs;
use std::path::Path;

use crate::support::program::{self, articles, command, ended, finish, output, run, run_with};

const POST: &str = "---\nfrom: https://a.example/1\n---\nSee [b](http://b.example/).\n";
/// Stands for what must not be shown.
const SECRET: &str = "hunter2-SECRET-4711";

fn skips(folder: &Path, args: &[&str]) -> Vec<(String, String)> {
    let list = tempfile::NamedTempFile::new().expect("a file for the list");
    let name = list.path().to_string_lossy().into_owned();
    let args: Vec<&str> = args.iter().copied().chain(["--skipped", &name]).collect();
    output(folder, &args);
    let rows = fs::read_to_string(&name).expect("the list");
    let row = |line| -> (String, String) {
        let row: serde_json::Value = serde_json::from_str(line).expect("a row");
        let text = |key: &str| row[key].as_str().expect("text").to_owned();
        (text("input"), text("reason"))
    };
    rows.lines().map(row).collect()
}

#[cfg(unix)]
#[test]
fn a_walk_reads_regular_files_of_its_folder() {
    use std::os::unix::fs::symlink;
    let elsewhere = program::folder(&[("secret.md", SECRET)]);
    let root = program::folder(&[
        ("posts/a.md", POST),
        ("posts/deep/c.md", POST),
        ("posts/fifos/x.md", POST),
    ]);
    let at = |name: &str| root.path().join("posts").join(name);
    let fifo = |name: &str| {
        let made = std::process::Command::new("mkfifo").arg(at(name)).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo is part of every Unix");
    };
    for name in ["notes.md", "data.json", "plain", "fifos/.gitignore"] {
        fifo(name);
    }
    let _socket = std::os::unix::net::UnixListener::bind(at("socket.md")).expect("a socket");
    for (target, name) in [
        ("/dev/stdin", "stdin.md"),
        ("/dev/zero", "zero.md"),
        ("/proc/self/environ", "environ.md"),
        ("..", "all"),
        ("deep", "again"),
        (".", "loop"),
        ("nowhere.md", "broken.md"),
        ("a.md", "same.md"),
        ("deep/c.md", "link.md"),
    ] {
        symlink(target, at(name)).expect("a link");
    }
    symlink(elsewhere.path().join("secret.md"), at("secret.md")).expect("a link");
    symlink(elsewhere.path(), at("elsewhere")).expect("a link");
    let mut reading = command(root.path(), &["extract", "--text", "posts"]);
    reading.env("PASSWORD", SECRET);
    let ran = ended(reading);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stdout.contains(SECRET) && !ran.stderr.contains(SECRET));
    let read: Vec<String> =
        articles(&ran.stdout).into_iter().map(|article| article.input).collect();
    assert_eq!(read, ["posts/a.md", "posts/deep/c.md"]);
    let mut rows = skips(root.path(), &["extract", "posts"]);
    rows.sort();
    let expected = [
        ("again", "link-to-folder"),
        ("all", "link-outside"),
        ("broken.md", "broken-link"),
        ("data.json", "special-file"),
        ("elsewhere", "link-outside"),
        ("environ.md", "link-outside"),
        ("fifos", "bad-ignore-file"),
        ("loop", "link-to-folder"),
        ("notes.md", "special-file"),
        ("plain", "special-file"),
        ("secret.md", "link-outside"),
        ("socket.md", "special-file"),
        ("stdin.md", "link-outside"),
        ("zero.md", "link-outside"),
    ];
    assert_eq!(rows, expected.map(|(name, why)| (format!("posts/{name}"), why.to_owned())));
    // What the user names is meant.
    let named = output(root.path(), &["extract", "posts/same.md"]);
    assert_eq!(articles(&named)[0].input, "posts/same.md");
}

#[cfg(unix)]
#[test]
fn fix_changes_nothing_outside_of_the_folder() {
    use std::os::unix::fs::symlink;
    let tracked = POST.replace("b.example/", "b.example/?utm_source=t");
    let elsewhere = program::folder(&[("a.md", &tracked)]);
    let root = program::folder(&[("posts/x.md", &tracked)]);
    symlink(elsewhere.path().join("a.md"), root.path().join("posts/a.md")).expect("a link");
    symlink(elsewhere.path(), root.path().join("posts/more")).expect("a link");
    output(root.path(), &["fix", "posts", "--write"]);
    let text = |path: &Path| fs::read_to_string(path).expect("a file");
    assert_eq!(text(&root.path().join("posts/x.md")), POST);
    assert_eq!(text(&elsewhere.path().join("a.md")), tracked);
    // Not even where the link itself is named, unless that is meant.
    let named = run(root.path(), &["fix", "posts/a.md", "--write"]);
    assert!(named.stderr.contains("it is a symbolic link"), "{}", named.stderr);
    assert_eq!(text(&elsewhere.path().join("a.md")), tracked);
    output(root.path(), &["fix", "posts/a.md", "--write", "--force"]);
    assert_eq!(text(&elsewhere.path().join("a.md")), POST);
    assert!(root.path().join("posts/a.md").is_symlink());
}

#[cfg(unix)]
#[test]
fn a_configuration_shows_nothing_of_the_files_it_names() {
    use std::os::unix::fs::symlink;
    let root = program::folder(&[
        ("site/a.md", POST),
        ("site/bad.toml", &format!("{SECRET} = 1\n")),
        ("site/torn.toml", &format!("x = 1\n  {SECRET}\n")),
        ("site/bad.csv", &format!("Record ID,OriginalPaperDOI\n\"{SECRET}\" x,\"\n")),
        ("outside.toml", &format!("{SECRET} = 1\n")),
        ("repo/site/.git/x", ""),
        ("repo/table.toml", "groups = [\n  { id = \"b\", name = \"B\", country = \"GB\" },\n]\n"),
    ]);
    let site = root.path().join("site");
    symlink("../outside.toml", site.join("link.toml")).expect("a link");
    let made = std::process::Command::new("mkfifo").arg(site.join("pipe.toml")).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo is part of every Unix");
    let configured = |config: &str, verb: &str| {
        fs::write(site.join("citegraph.toml"), config).expect("a configuration");
        let mut reading = command(&site, &[verb, "a.md"]);
        reading.env("PASSWORD", SECRET);
        ended(reading)
    };
    for (config, words) in [
        ("sources = \"/proc/self/environ\"", "is outside the repository"),
        ("sources = \"../outside.toml\"", "is outside the repository"),
        ("sources = \"link.toml\"", "is outside the repository"),
        ("sources = \"/dev/stdin\"", "is outside the repository"),
        ("sources = \"pipe.toml\"", "is not a regular file"),
        ("sources = \".\"", "is not a regular file"),
        ("sources = \"bad.toml\"", "bad.toml:1:1: "),
        ("sources = \"torn.toml\"", "torn.toml:2:"),
        ("sources = \"bad.csv\"", "bad.csv:1:"),
        ("retractions = \"/proc/self/environ\"", "is outside the repository"),
        ("retractions = \"pipe.toml\"", "is not a regular file"),
        ("retractions = \"torn.toml\"", "torn.toml cannot be used as a list of retractions"),
    ] {
        let ran = configured(config, "lint");
        assert_eq!(ran.code, 2, "{config}: {}", ran.stderr);
        assert!(ran.stderr.contains(words), "{config}: {}", ran.stderr);
        assert!(
            !ran.stderr.contains(SECRET) && !ran.stdout.contains(SECRET),
            "{config}: {}",
            ran.stderr
        );
    }
    // The user's own flag may name any file, and is told what is wrong with it.
    fs::remove_file(site.join("citegraph.toml")).expect("the configuration");
    let flag = run(&site, &["lint", "a.md", "--sources", "../outside.toml"]);
    assert!(flag.code == 2 && flag.stderr.contains(SECRET), "{}", flag.stderr);
    // Nor does a link in place of the configuration.
    for target in ["/proc/self/environ", "../outside.toml", "/dev/zero"] {
        let _ = fs::remove_file(site.join("citegraph.toml"));
        symlink(target, site.join("citegraph.toml")).expect("a link");
        let mut reading = command(&site, &["lint", "a.md"]);
        reading.env("PASSWORD", SECRET);
        let ran = ended(reading);
        assert_eq!(ran.code, 2, "{target}: {}", ran.stderr);
        assert!(!ran.stderr.contains(SECRET), "{target}: {}", ran.stderr);
    }
    // Anywhere in the same repository is fine.
    let repo = root.path().join("repo/site");
    fs::create_dir(root.path().join("repo/.git")).expect("a folder");
    fs::remove_dir_all(repo.join(".git")).expect("a folder");
    fs::write(repo.join("a.md"), POST).expect("a post");
    fs::write(repo.join("citegraph.toml"), "sources = \"../table.toml\"").expect("a configuration");
    let shown = run(&repo, &["stats", "a.md", "--facet", "owner"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
}

#[test]
fn a_named_input_that_was_not_read_is_an_error_after_all_else_was_done() {
    let old = "{\"schema\":99,\"input\":\"x.md\",\"part\":null}\n";
    let root = program::folder(&[
        ("good.md", POST),
        ("bad.docx", "no archive"),
        ("data.bin", "\0\0\0\0"),
        ("notes.tex", "\\documentclass{article} See https://x.example/."),
        ("main.rs", "fn main() {}"),
        ("odd.foo", "Some words and more words."),
        ("old.jsonl", old),
        ("large.md", &"x ".repeat(200)),
    ]);
    output(root.path(), &["report", "good.md", "-o", "out"]);
    for name in [
        "bad.docx",
        "data.bin",
        "notes.tex",
        "main.rs",
        "odd.foo",
        "old.jsonl",
        "large.md",
        "out/index.html",
    ] {
        for verb in [
            &["lint"][..],
            &["stats"],
            &["extract"],
            &["graph"],
            &["bibliography"],
            &["impact", "b.example"],
            &["explain", "b.example"],
            &["fix", "--check"],
        ] {
            let alone: Vec<&str> =
                verb.iter().copied().chain([name, "--max-size", "390", "-q"]).collect();
            let ran = run(root.path(), &alone);
            assert_eq!(ran.code, 2, "{alone:?}: {}", ran.stderr);
            assert!(
                ran.stderr.contains(name) && ran.stderr.contains("error: cannot read"),
                "{alone:?}: {}",
                ran.stderr
            );
            assert!(!ran.stdout.contains("no findings"), "{alone:?}: {}", ran.stdout);
        }
        let both = run(root.path(), &["extract", name, "good.md", "--max-size", "390"]);
        assert_eq!((both.code, articles(&both.stdout).len()), (2, 1), "{name}: {}", both.stderr);
    }
    // Of a folder it is a row, and --strict makes it a gate.
    let folder = run(root.path(), &["extract", "."]);
    assert_eq!(folder.code, 0, "{}", folder.stderr);
    assert_eq!(run(root.path(), &["extract", ".", "--strict"]).code, 1);
    // An unknown kind is read where its format is named.
    let forced = run(root.path(), &["extract", "odd.foo", "--format-in", "text"]);
    assert_eq!((forced.code, articles(&forced.stdout).len()), (0, 1), "{}", forced.stderr);
    let unknown = run(root.path(), &["lint", "notes.tex"]);
    assert!(
        unknown.stderr.contains("pandoc -t html") && unknown.stderr.contains("--format-in"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn lines_on_standard_input_have_no_common_limit() {
    let root = program::folder(&[("a.md", POST)]);
    let line = output(root.path(), &["extract", "--text", "a.md"]);
    let many = line.repeat(500);
    let limit = (line.len() + 10).to_string();
    assert!(many.len() > 100 * line.len());
    for verb in ["stats", "lint", "extract"] {
        let ran = run_with(root.path(), &[verb, "-", "--max-size", &limit], many.as_bytes());
        assert_eq!(ran.code, 0, "{verb}: {}", ran.stderr);
        if verb == "extract" {
            assert_eq!(articles(&ran.stdout).len(), 500);
        }
    }
    // A line that is too long is not passed over in silence, and those around it are read.
    let torn = format!("{line}{}\n{line}", line.trim_end().replace("See", &"See ".repeat(400)));
    let ran = run_with(root.path(), &["extract", "-", "--max-size", &limit], torn.as_bytes());
    assert_eq!((ran.code, articles(&ran.stdout).len()), (2, 2), "{}", ran.stderr);
    assert!(ran.stderr.contains("line 2 has more than"), "{}", ran.stderr);
    // Neither is a document.
    let document = run_with(root.path(), &["lint", "-", "--max-size", "10"], POST.as_bytes());
    assert!(document.code == 2 && !document.stdout.contains("no findings"), "{}", document.stderr);
}

#[test]
fn only_documents_of_a_folder_are_read() {
    let words = "Some words, and more words: https://x.example/1.\n";
    let texts = [
        "main.c",
        "main.rs",
        "script.py",
        "config.yml",
        "data.csv",
        "Cargo.lock",
        "Makefile",
        "justfile",
        "LICENSE",
        "LICENSE-MIT",
        "requirements.txt",
        "page.mhtml",
        "mail.eml",
        "paper.tex",
        "page.wiki",
        "paper.typ",
        "notes.rst",
        "notes.org",
        "notes.adoc",
        "build.gradle",
        "photo.foo",
        "index.php",
        "letter.rtf",
        "style.css",
        "feed.rss",
        "notes.md.bak",
    ];
    let read = ["a.md", "b.txt", "notes", "README", "1. First things"];
    let mut all: Vec<(&str, &str)> = texts.iter().chain(&read).map(|name| (*name, words)).collect();
    all.push(("run", "#!/bin/sh\necho some words and more words\n"));
    all.push(("table", "1,2,3\n4,5,6\n"));
    all.push(("page.php", "<!doctype html><p>See <a href=https://x.example/>x</a>"));
    all.push(("saved.txt", "MIME-Version: 1.0\nContent-Type: multipart/related\n"));
    let root = program::folder(&all);
    let found = output(root.path(), &["extract", "."]);
    let mut inputs: Vec<String> =
        articles(&found).into_iter().map(|article| article.input).collect();
    inputs.sort();
    assert_eq!(inputs, ["1. First things", "README", "a.md", "b.txt", "notes", "page.php"]);
    let rows = skips(root.path(), &["extract", "."]);
    assert!(rows.iter().all(|(_, reason)| reason == "unknown-format"), "{rows:?}");
    let told = run(root.path(), &["extract", "."]).stderr;
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.starts_with("skipped 29 files: 29 in an unsupported format ("), "{told}");
    assert!(told.contains("pandoc -t html"), "{told}");
}

/// The checkout of this project is a folder like any other.
#[test]
fn of_this_project_its_pages_are_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = output(root, &["extract", "."]);
    let odd: Vec<String> = articles(&found)
        .into_iter()
        .map(|article| article.input)
        .filter(|input| {
            !input.starts_with("data/sample/")
                && !input.ends_with(".md")
                && !input.ends_with(".html")
        })
        .collect();
    assert_eq!(odd, [""; 0]);
}

#[test]
fn a_full_disk_and_a_closed_pipe_end_every_verb_alike() {
    let root = program::folder(&[("a.md", POST), ("g.csv", "Source,Target\na,b\n")]);
    output(root.path(), &["sheet", "a.md", "-o", "s.csv"]);
    for args in [
        &["--help"][..],
        &["--version"],
        &["help", "report"],
        &["completions", "bash"],
        &["completions", "zsh"],
        &["man"],
        &["config"],
        &["rules"],
        &["rules", "home-page"],
        &["extract", "a.md"],
        &["extract", "--schema"],
        &["report", "--schema"],
        &["stats", "a.md"],
        &["stats", "a.md", "--format", "csv"],
        &["lint", "a.md"],
        &["lint", "a.md", "--format", "sarif"],
        &["graph", "a.md"],
        &["graph", "--edges", "g.csv"],
        &["diff", "a.md", "a.md"],
        &["explain", "b.example", "a.md"],
        &["impact", "b.example", "a.md", "--format", "csv"],
        &["bibliography", "a.md"],
        &["doctor", "--traps"],
        &["sheet", "a.md"],
        &["sheet", "status", "s.csv"],
        &["check", "--print-policy"],
    ] {
        #[cfg(target_os = "linux")]
        {
            let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
            let mut full_disk = command(root.path(), args);
            let ran = finish(full_disk.stdout(full).output().expect("citegraph runs"));
            assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
            assert!(ran.stderr.starts_with("error: "), "{args:?}: {}", ran.stderr);
        }
        let mut pipe = command(root.path(), args);
        let mut child = pipe
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("citegraph starts");
        drop(child.stdout.take());
        let ran = finish(child.wait_with_output().expect("citegraph ends"));
        assert_eq!(
            (ran.code, ran.stderr.contains("error")),
            (0, false),
            "{args:?}: {}",
            ran.stderr
        );
    }
}
