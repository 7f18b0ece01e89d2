//! What somebody can put into a change that is proposed: no verb shows a secret that lies beside the
//! checkout, changes a file outside of it, or starts a program.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use crate::support::program::{Ran, command, ended, files};

/// Stands for what lies beside the checkout and in the environment of the runner.
const SECRET: &str = "hunter2-SECRET-4711";

const POST: &str =
    "---\nfrom: https://a.example/1\n---\nSee [b](http://b.example/?utm_source=t).\n";

fn git(folder: &Path, args: &[&str]) {
    let identity =
        ["-c", "user.name=t", "-c", "user.email=t@t.example", "-c", "commit.gpgsign=false"];
    let run = Command::new("git").arg("-C").arg(folder).args(identity).args(args).output();
    assert!(run.is_ok_and(|run| run.status.success()), "{args:?}");
}

/// Programs that leave a mark where they are started.
fn fakes(folder: &Path, sprung: &Path) {
    fs::create_dir(folder).expect("a folder");
    for name in
        ["sh", "bash", "python3", "ssh", "curl", "less", "touch", "cat", "gpg", "git-lfs", "env"]
    {
        let path = folder.join(name);
        fs::write(&path, format!("#!/bin/sh\n: > {}\n", sprung.display())).expect("a program");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
    }
}

/// A checkout with everything in it that a change can bring, beside a folder of secrets.
fn checkout(root: &Path, sprung: &Path) {
    let (repo, secrets) = (root.join("repo"), root.join("secrets"));
    fs::create_dir_all(repo.join("posts")).expect("a folder");
    fs::create_dir(&secrets).expect("a folder");
    for name in ["token", "notes.md", "table.toml", "ledger.ndjson", "index.html"] {
        let text = format!("{SECRET} [x](https://secret.example/{SECRET}?utm_source=t)\n");
        fs::write(secrets.join(name), text).expect("a secret");
    }
    let write = |name: &str, text: &str| {
        let path = repo.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    let link = |target: &str, name: &str| {
        let path = repo.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        symlink(target, path).expect("a link");
    };
    write("posts/a.md", POST);
    git(root, &["init", "-q", "-b", "main", "repo"]);
    git(&repo, &["add", "."]);
    git(&repo, &["commit", "-qm", "before"]);
    // Names and texts that would command a runner or a terminal.
    write("posts/::add-mask::x.md", POST);
    write("posts/##[group]x.md", POST);
    write(
        "posts/\u{1b}[2Jx.md",
        &format!("{POST}\n::set-output name=x::y\n##vso[task.setvariable]z\n"),
    );
    write("posts/-o.md", POST);
    write("posts/$(touch sprung).md", POST);
    // Links out of the checkout, to files and folders, and into the process.
    link("../../secrets/notes.md", "posts/notes.md");
    link("../../secrets", "posts/more");
    link("/proc/self/environ", "posts/environ.md");
    link("/dev/stdin", "posts/stdin.md");
    link("../secrets/ledger.ndjson", ".citegraph/ledger.ndjson.new");
    link("../secrets/index.html", "reports/posts/index.html");
    // Ignore files that would wait, never end, or lead out.
    link("/dev/zero", "posts/zero/.gitignore");
    write("posts/zero/z.md", POST);
    link("../../../secrets/token", "posts/led/.ignore");
    write("posts/led/z.md", POST);
    let fifo = repo.join("posts/waits/.gitignore");
    write("posts/waits/z.md", POST);
    let made = Command::new("mkfifo").arg(fifo).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo is part of every Unix");
    let touch = format!("sh -c ': > {}'", sprung.display());
    write(
        ".git/config",
        &format!(
            "[core]\n\trepositoryformatversion = 0\n\tfsmonitor = \"{touch}\"\n\tpager = \"{touch}\"\n\
             [filter \"x\"]\n\tclean = \"{touch}\"\n\tsmudge = \"{touch}\"\n\trequired = true\n\
             [alias]\n\tcat-file = \"!{touch}\"\n\tls-tree = \"!{touch}\"\n"
        ),
    );
    write(".gitattributes", "* filter=x\n");
}

/// Every verb that a CI job runs over a change.
const JOBS: [&[&str]; 5] = [
    &["lint", "posts", "--fail-on", "never"],
    &["fix", "posts", "--check", "--diff"],
    &[
        "check",
        "posts",
        "--offline",
        "--ledger",
        "seen.ndjson",
        "--since",
        "main",
        "--fail-on",
        "never",
    ],
    &["report", "posts"],
    &["report", "posts", "-o", "out"],
];

fn job(root: &Path, args: &[&str]) -> Ran {
    let repo = root.join("repo");
    let git = Command::new("sh").args(["-c", "command -v git"]).output().expect("a shell");
    let git = String::from_utf8_lossy(&git.stdout).trim().to_owned();
    let path = root.join("bin");
    let real = path.join("git");
    if !real.exists() {
        symlink(git, real).expect("a link to git");
    }
    let mut job = command(&repo, args);
    job.env("PATH", path).env("PASSWORD", SECRET);
    ended(job)
}

#[test]
fn a_hostile_change_gets_nothing() {
    let configurations = [
        "",
        "sources = \"/proc/self/environ\"\n",
        "sources = \"../secrets/table.toml\"\n",
        "retractions = \"../secrets/token\"\n",
        "sources = \"posts/environ.md\"\n",
    ];
    for configuration in configurations {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path();
        let sprung = root.join("sprung");
        fakes(&root.join("bin"), &sprung);
        checkout(root, &sprung);
        fs::write(root.join("repo/citegraph.toml"), configuration).expect("a configuration");
        fs::write(root.join("repo/seen.ndjson"), "").expect("a ledger");
        let secrets = files(&root.join("secrets"));
        for args in JOBS {
            let ran = job(root, args);
            let said = [ran.stdout.as_str(), ran.stderr.as_str()].concat();
            assert!(!said.contains(SECRET), "{configuration}{args:?}: {said}");
            assert!(!said.contains('\u{1b}'), "{args:?}: {said}");
            assert!(!sprung.exists(), "{configuration}{args:?} started a program");
            assert!(files(&root.join("secrets")) == secrets, "{args:?} changed a file outside");
            if configuration.is_empty() {
                // The report that lies behind a link is refused; all else does its work.
                let refused = args == ["report", "posts"];
                let code = if refused { 2 } else { i32::from(args[0] == "fix") };
                assert_eq!(ran.code, code, "{args:?}: {}", ran.stderr);
            } else if ["lint", "report"].contains(&args[0]) {
                assert_eq!(ran.code, 2, "{configuration}{args:?}: {}", ran.stderr);
            }
        }
        let out = root.join("repo/out");
        let written = if out.exists() { files(&out) } else { Default::default() };
        assert_eq!(written.is_empty(), !configuration.is_empty(), "{configuration}");
        for (name, bytes) in written {
            assert!(!String::from_utf8_lossy(&bytes).contains(SECRET), "{name} shows a secret");
        }
    }
}

/// The links of a checkout are those of whoever proposed the change: `--write` leaves their targets alone.
#[test]
fn a_hostile_change_has_nothing_fixed_outside() {
    let root = tempfile::tempdir().expect("a folder");
    let sprung = root.path().join("sprung");
    fakes(&root.path().join("bin"), &sprung);
    checkout(root.path(), &sprung);
    let secrets = files(&root.path().join("secrets"));
    let ran = job(root.path(), &["fix", "posts", "--write"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(files(&root.path().join("secrets")) == secrets && !sprung.exists());
    let fixed = fs::read_to_string(root.path().join("repo/posts/a.md")).expect("a post");
    assert_eq!(fixed, POST.replace("?utm_source=t", ""));
    let compact = job(root.path(), &["ledger", "compact", "--ledger", ".citegraph/ledger.ndjson"]);
    assert!(
        compact.code == 2 && files(&root.path().join("secrets")) == secrets,
        "{}",
        compact.stderr
    );
}
