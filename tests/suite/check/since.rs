//! `check --since` over real repositories: what counts as added, and that nothing of a checkout is run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::program::{self, Ran, command, finish};

/// A ledger, so that nothing has to be asked.
const LEDGER: &str = r#"{"schema":1,"url":"https://none.example/","started":"2026-01-02T03:04:05Z","run":"r","method":"get","end":"answered"}"#;

/// Text enough to know a file by.
fn text(word: &str) -> String {
    (0..30).map(|n| format!("Something about {word} stands in line {n}.\n\n")).collect()
}

fn link(name: &str) -> String {
    format!("See [it](https://cited.example/{name}).\n")
}

fn git(folder: &Path, args: &[&str]) {
    let identity =
        ["user.name=t", "user.email=t@t.example", "commit.gpgsign=false", "core.autocrlf=false"];
    let mut git = Command::new("git");
    git.arg("-C").arg(folder);
    for setting in identity {
        git.args(["-c", setting]);
    }
    let run = git.args(args).output().expect("git is installed");
    assert!(run.status.success(), "{args:?}: {}", String::from_utf8_lossy(&run.stderr));
}

/// A repository with one commit of these files on `main`.
fn repository(files: &[(&str, &[u8])]) -> TempDir {
    let root = program::folder(&[("ledger.ndjson", LEDGER)]);
    git(root.path(), &["init", "-q", "-b", "main"]);
    for (name, bytes) in files {
        write(root.path(), name, bytes);
        git(root.path(), &["add", "--", name]);
    }
    git(root.path(), &["commit", "-q", "--allow-empty", "-m", "before"]);
    root
}

fn write(root: &Path, name: &str, bytes: &[u8]) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("a name inside")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

fn args<'a>(reference: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let fixed = ["check", ".", "--offline", "--ledger", "ledger.ndjson", "--format", "ndjson"];
    [&fixed[..], &["--since", reference], more].concat()
}

fn since(root: &Path, reference: &str) -> Ran {
    program::run(root, &args(reference, &[]))
}

/// Whether each cited page counts as added, by the last part of its address.
fn added(root: &Path) -> BTreeMap<String, bool> {
    let ran = since(root, "main");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let rows = ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    rows.map(|row| {
        let url = row["url"].as_str().expect("an address").to_owned();
        let places = row["cited_by"].as_array().expect("places");
        let added = places.iter().any(|place| place["added"] == true);
        (url.rsplit('/').next().unwrap_or_default().to_owned(), added)
    })
    .collect()
}

fn expect(root: &Path, expected: &[(&str, bool)]) {
    let expected: BTreeMap<String, bool> =
        expected.iter().map(|(name, is)| ((*name).to_owned(), *is)).collect();
    assert_eq!(added(root), expected);
}

#[test]
fn forms_of_one_text_are_not_changes() {
    let old = text("bread") + &link("old");
    let file = |name: &'static str| (name, old.as_bytes());
    let root = repository(&[file("crlf.md"), file("utf16.md"), file("same.md"), file("more.md")]);
    let path = root.path();
    write(path, "crlf.md", old.replace('\n', "\r\n").as_bytes());
    // As `working-tree-encoding=UTF-16` checks it out.
    let wide = "\u{feff}".to_owned() + &old;
    let wide: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
    write(path, "utf16.md", &wide);
    write(path, "more.md", (old.clone() + &link("new")).replace('\n', "\r\n").as_bytes());
    expect(path, &[("old", false), ("new", true)]);
}

#[test]
fn files_of_git_lfs_are_known_by_their_hash() {
    let old = link("old");
    // sha256 of that text.
    let pointer = |hash: &str| {
        let size = old.len();
        format!("version https://git-lfs.github.com/spec/v1\noid sha256:{hash}\nsize {size}\n")
    };
    let hash = hash(old.as_bytes());
    let other = hash.replace(|c: char| c.is_ascii_digit(), "0");
    let root = repository(&[
        ("same.md", pointer(&hash).as_bytes()),
        ("changed.md", pointer(&other).as_bytes()),
    ]);
    write(root.path(), "same.md", old.as_bytes());
    write(root.path(), "changed.md", link("new").as_bytes());
    expect(root.path(), &[("old", false), ("new", true)]);
}

fn hash(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn moved_files_are_found_again_whether_git_was_told_or_not() {
    let (one, two, three) = (text("one"), text("two"), text("three"));
    let root = repository(&[
        ("one.md", (one.clone() + &link("one")).as_bytes()),
        ("two.md", (two.clone() + &link("two")).as_bytes()),
        ("three.md", (three.clone() + &link("three")).as_bytes()),
        ("short.md", link("short").as_bytes()),
    ]);
    let path = root.path();
    git(path, &["mv", "one.md", "eins.md"]);
    write(path, "eins.md", (one + &link("one") + &link("new-in-one")).as_bytes());
    fs::create_dir(path.join("deep")).expect("a folder");
    fs::rename(path.join("two.md"), path.join("deep/zwei.md")).expect("a move");
    fs::rename(path.join("short.md"), path.join("deep/kurz.md")).expect("a move");
    // A copy of a file that is still there is new, and so is what resembles nothing.
    fs::copy(path.join("three.md"), path.join("copy.md")).expect("a copy");
    write(path, "other.md", (text("four") + &link("four")).as_bytes());
    let names = ["one", "two", "short"].map(|name| (name, false));
    let new = ["new-in-one", "three", "four"].map(|name| (name, true));
    expect(path, &[&names[..], &new[..]].concat());
}

#[test]
fn files_with_odd_names_and_links_to_files() {
    let names = ["-x.md", "a b.md", "ü\u{301}.md", "quote'.md", "deep/[x].md", "$(touch y).md"];
    let old: Vec<(&str, Vec<u8>)> =
        names.iter().map(|name| (*name, (text(name) + &link("old")).into_bytes())).collect();
    let files: Vec<(&str, &[u8])> = old.iter().map(|(name, text)| (*name, &**text)).collect();
    let root = repository(&files);
    for (name, text) in &old {
        write(root.path(), name, &[&text[..], link("new").as_bytes()].concat());
    }
    expect(root.path(), &[("old", false), ("new", true)]);
    assert!(!root.path().join("y").exists());
}

#[test]
fn an_unknown_commit_is_named_with_what_to_do() {
    let root = repository(&[("a.md", link("old").as_bytes())]);
    for reference in ["origin/mainx", "--help", "HEAD~9", "main:a.md", ""] {
        let ran = program::run(
            root.path(),
            &[
                "check",
                ".",
                "--offline",
                "--ledger",
                "ledger.ndjson",
                &format!("--since={reference}"),
            ],
        );
        assert_eq!(ran.code, 2, "{reference}: {}", ran.stderr);
        let said = ran.stderr.trim_end();
        assert!(said.contains("run `git fetch`"), "{reference}: {said}");
        assert!(!said.contains("git says") && !said.ends_with(':'), "{reference}: {said}");
    }
}

/// Every way that git has to start a program at the word of a repository.
#[cfg(unix)]
fn arm(root: &Path, sprung: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let touch = format!("touch {}; cat", sprung.display());
    let config = format!(
        "[core]\n\trepositoryformatversion = 1\n\tfsmonitor = \"{touch}\"\n\tpager = \"{touch}\"\n\
         \teditor = \"{touch}\"\n\taskPass = \"{touch}\"\n\tsshCommand = \"{touch}\"\n\tgitProxy = \"{touch}\"\n\
         \talternateRefsCommand = \"{touch}\"\n\thooksPath = hooks\n\tattributesFile = attributes\n\
         \tuntrackedCache = true\n\tautocrlf = true\n\
         [extensions]\n\tpartialClone = origin\n\
         [remote \"origin\"]\n\turl = \"ext::sh -c '{touch}'\"\n\tpromisor = true\n\tpartialclonefilter = blob:none\n\
         \tuploadpack = \"{touch}\"\n\tvcs = ext\n\
         [protocol]\n\tallow = always\n[protocol \"ext\"]\n\tallow = always\n\
         [filter \"x\"]\n\tclean = \"{touch}\"\n\tsmudge = \"{touch}\"\n\tprocess = \"{touch}\"\n\trequired = true\n\
         [diff]\n\texternal = \"{touch}\"\n\trenames = copies\n\
         [diff \"x\"]\n\ttextconv = \"{touch}\"\n\tcommand = \"{touch}\"\n[merge \"x\"]\n\tdriver = \"{touch}\"\n\
         [pager]\n\tcat-file = \"{touch}\"\n\tls-tree = \"{touch}\"\n\trev-parse = \"{touch}\"\n\tmerge-base = \"{touch}\"\n\
         [alias]\n\tcat-file = \"!{touch}\"\n\tls-tree = \"!{touch}\"\n\trev-parse = \"!{touch}\"\n\
         [gpg]\n\tprogram = \"{touch}\"\n[credential]\n\thelper = \"!{touch}\"\n\
         [uploadpack]\n\tpackObjectsHook = \"{touch}\"\n"
    );
    fs::write(root.join(".git/config"), config).expect("a file");
    let attributes = "* filter=x diff=x merge=x\n";
    for name in ["attributes", ".gitattributes", ".git/info/attributes"] {
        write(root, name, attributes.as_bytes());
    }
    for folder in ["hooks", ".git/hooks"] {
        for name in
            ["post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"]
        {
            write(root, &format!("{folder}/{name}"), format!("#!/bin/sh\n{touch}\n").as_bytes());
            let path = root.join(folder).join(name);
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
        }
    }
}

#[cfg(unix)]
#[test]
fn nothing_of_a_checkout_starts_a_program() {
    let old = text("bread") + &link("old");
    let root = repository(&[("a.md", old.as_bytes()), ("b.md", link("other").as_bytes())]);
    let path = root.path();
    let sprung = path.join("sprung");
    arm(path, &sprung);
    write(path, "a.md", (old + &link("new")).as_bytes());
    fs::rename(path.join("b.md"), path.join("c.md")).expect("a move");
    expect(path, &[("old", false), ("other", false), ("new", true)]);
    assert!(!sprung.exists(), "a program was run");
    only_git_is_started(path);
    // What the clone lacks is not fetched: the transport would be a program too.
    let objects = path.join(".git/objects");
    for (name, _) in program::files(&objects) {
        let object = objects.join(name);
        let zipped = fs::read(&object).expect("an object");
        let mut head = [0; 5];
        let mut unzipped = flate2::read::ZlibDecoder::new(zipped.as_slice());
        std::io::Read::read_exact(&mut unzipped, &mut head).expect("a head");
        if &head == b"blob " {
            fs::remove_file(object).expect("an object to remove");
        }
    }
    let ran = since(path, "main");
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("this clone is partial"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--refetch"), "{}", ran.stderr);
    assert!(!sprung.exists(), "a program was run");
}

/// What the system says about it, where there is a tool that can ask.
#[cfg(unix)]
fn only_git_is_started(root: &Path) {
    let log = root.join("started");
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-e", "trace=execve", "-o"]).arg(&log);
    traced.arg(env!("CARGO_BIN_EXE_citegraph")).args(args("main", &[])).current_dir(root);
    if !traced.output().is_ok_and(|run| run.status.success()) {
        crate::support::shared::skipped(
            "strace is missing or may not trace; the marks of programs are looked at",
        );
        return;
    }
    let text = fs::read_to_string(&log).expect("what strace wrote");
    let started = text.lines().filter(|line| line.contains("execve(") && line.ends_with("= 0"));
    let names: Vec<&str> =
        started.filter_map(|line| line.split('"').nth(1)?.rsplit('/').next()).collect();
    assert!(names.contains(&"git"), "{text}");
    assert!(names.iter().all(|name| ["git", "citegraph"].contains(name)), "{names:?}");
    fs::remove_file(log).expect("a file to remove");
}

/// One git hands out all files: their number makes no more processes.
#[cfg(unix)]
#[test]
fn the_number_of_processes_does_not_grow_with_the_number_of_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let files: Vec<(String, Vec<u8>)> =
        (0..60).map(|n| (format!("{n}.md"), link(&n.to_string()).into_bytes())).collect();
    let named: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let root = repository(&named);
    for (name, text) in &files {
        write(root.path(), name, &[&text[..], link("new").as_bytes()].concat());
    }
    let tools = tempfile::tempdir().expect("a folder");
    let log = tools.path().join("log");
    let path = std::env::var_os("PATH").expect("a path");
    let real =
        std::env::split_paths(&path).map(|folder| folder.join("git")).find(|git| git.exists());
    let script = format!(
        "#!/bin/sh\necho started >> '{}'\nexec '{}' \"$@\"\n",
        log.display(),
        real.expect("git").display()
    );
    let git = tools.path().join("git");
    fs::write(&git, script).expect("a script");
    fs::set_permissions(&git, fs::Permissions::from_mode(0o755)).expect("permissions");
    let path = std::env::join_paths(
        std::iter::once(tools.path().to_owned()).chain(std::env::split_paths(&path)),
    );
    let mut command = command(root.path(), &args("main", &[]));
    let ran =
        finish(command.env("PATH", path.expect("a path")).output().expect("citegraph starts"));
    assert_eq!((ran.code, ran.stdout.lines().count()), (0, 61), "{}", ran.stderr);
    let started = fs::read_to_string(log).expect("a log").lines().count();
    assert!(started <= 4, "{started} processes");
}
