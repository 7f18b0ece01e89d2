//! What `check` does with files that are named to it: ledgers, lists of addresses, configurations.
#![cfg(feature = "network")]

use std::fs;
use std::path::Path;

use crate::check::faults::manifest::{always, page};
use crate::check::faults::server::Server;
use crate::support::program::{self, run};

/// Enough for loopback, and short enough for tests. No canary beyond the machine.
const CONFIG: &str = "[check]\ntimeout = 2\nconnect-timeout = 1\nretries = 0\nhost-spacing-ms = 0\n\
                      probe-below = 0\n[policy]\ncanary = \"\"\n";

const LINE: &str = r#"{"schema":1,"url":"https://a.example/","started":"2026-01-02T03:04:05Z","run":"r1","method":"get","end":"answered"}"#;

fn server() -> Server {
    Server::start(&[("/a", always(page())), ("/b", always(page()))], &[])
}

/// A folder with a post that links pages of a server on a private address.
fn desk(server: &Server) -> tempfile::TempDir {
    let port = server.address.port();
    let post = format!(
        "See [a](http://127.0.0.1:{port}/a), [b](http://127.0.0.1:{port}/b), [own](/x), [bad](http://[x/).\n"
    );
    program::folder(&[("citegraph.toml", CONFIG), ("a.md", &post)])
}

fn read(root: &Path, name: &str) -> String {
    fs::read_to_string(root.join(name)).expect(name)
}

#[test]
fn a_file_that_is_not_a_ledger_stays_as_it_is() {
    let server = server();
    let root = desk(&server);
    let path = root.path();
    let post = read(path, "a.md");
    program::output(path, &["extract", "a.md", "-o", "a.jsonl"]);
    let lines = read(path, "a.jsonl");
    for ledger in ["a.md", "a.jsonl", "citegraph.toml"] {
        for args in [
            &["check", "a.md", "--ledger", ledger][..],
            &["check", "a.md", "--ledger", ledger, "--offline"],
            &["ledger", "compact", "--ledger", ledger],
            &["ledger", "merge", ledger],
            &["lint", "a.md", "--ledger", ledger],
            &["report", "a.md", "--ledger", ledger, "-o", "out"],
            &["explain", "http://127.0.0.1/a", "--ledger", ledger],
        ] {
            let ran = run(path, args);
            assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
            assert!(ran.stderr.contains("is not a ledger"), "{args:?}: {}", ran.stderr);
        }
    }
    assert_eq!((read(path, "a.md"), read(path, "a.jsonl")), (post, lines));
    assert_eq!(read(path, "citegraph.toml"), CONFIG);
    assert_eq!(server.connections(), 0, "nothing was asked");
}

#[cfg(unix)]
#[test]
fn a_checkout_cannot_lead_the_ledger_to_another_file() {
    use std::os::unix::fs::symlink;
    let server = server();
    for (link, to) in [
        (".citegraph/ledger.ndjson", "../victim"),
        (".citegraph/ledger.ndjson.lock", "../victim"),
        (".citegraph/ledger.ndjson.new", "../victim"),
        (".citegraph", "victims"),
    ] {
        let root = desk(&server);
        let path = root.path();
        fs::create_dir(path.join("victims")).expect("a folder");
        fs::write(path.join("victims/ledger.ndjson"), format!("{LINE}\n")).expect("a file");
        fs::write(path.join("victim"), format!("{LINE}\n")).expect("a file");
        if link != ".citegraph" {
            fs::create_dir(path.join(".citegraph")).expect("a folder");
        }
        if !link.ends_with("ndjson") && link != ".citegraph" {
            fs::write(path.join(".citegraph/ledger.ndjson"), format!("{LINE}\n")).expect("a file");
        }
        symlink(to, path.join(link)).expect("a link");
        let compacted = run(path, &["ledger", "compact"]);
        assert_eq!(compacted.code, 2, "{link}: {}", compacted.stderr);
        assert!(compacted.stderr.contains("link") || compacted.stderr.contains("regular file"));
        let checked = run(path, &["check", "a.md"]);
        let expected = if link.ends_with("new") { 0 } else { 2 };
        assert_eq!(checked.code, expected, "{link}: {}", checked.stderr);
        for victim in ["victim", "victims/ledger.ndjson"] {
            assert_eq!(read(path, victim), format!("{LINE}\n"), "{link}");
        }
        assert_eq!(fs::read_dir(path.join("victims")).expect("a folder").count(), 1, "{link}");
        let there = fs::symlink_metadata(path.join(".citegraph/ledger.ndjson"));
        let became_link = there.is_ok_and(|there| there.is_symlink());
        assert_eq!(became_link, link.ends_with("ndjson"), "{link}");
    }
}

/// A ledger may be committed; what a run needs beside it while it runs is not to be.
#[cfg(unix)]
#[test]
fn no_run_leaves_anything_beside_the_ledger() {
    let server = server();
    let root = desk(&server);
    let path = root.path();
    fs::write(path.join("other.ndjson"), format!("{LINE}\n")).expect("a ledger");
    for args in [
        &["check", "a.md"][..],
        &["check", "a.md", "--allow-private"],
        &["check", "a.md", "--offline"],
        &["ledger", "compact"],
        &["ledger", "merge", "other.ndjson"],
        &["lint", "a.md", "--ledger", ".citegraph/ledger.ndjson"],
        &["check", "a.md", "--since", "no-such-commit"],
    ] {
        run(path, args);
        let left = program::files(&path.join(".citegraph"));
        assert_eq!(left.keys().collect::<Vec<_>>(), ["ledger.ndjson"], "{args:?}");
    }
}

#[test]
fn a_private_address_is_due_as_soon_as_it_may_be_asked() {
    let server = server();
    let root = desk(&server);
    let path = root.path();
    let first = run(path, &["check", "a.md"]);
    assert_eq!((first.code, server.connections()), (0, 0), "{}", first.stderr);
    assert!(first.stdout.contains("SKIPPED 2"), "{}", first.stdout);
    let second = run(path, &["check", "a.md", "--allow-private"]);
    assert_eq!((second.code, server.count("/a")), (0, 1), "{}", second.stdout);
    assert!(second.stdout.contains("ALIVE 2"), "{}", second.stdout);
    // Once is enough; and a name of one's own opens the same.
    run(path, &["check", "a.md", "--allow-private"]);
    assert_eq!(server.count("/a"), 1);
    let root = desk(&server);
    run(root.path(), &["check", "a.md"]);
    let resolve = format!("127.0.0.1:{}:127.0.0.1", server.address.port());
    let named = run(root.path(), &["check", "a.md", "--resolve", &resolve]);
    assert!(named.stdout.contains("ALIVE 2"), "{}", named.stdout);
}

#[test]
fn a_summary_says_what_was_asked_and_what_was_left_out() {
    let server = server();
    let root = desk(&server);
    let path = root.path();
    let left_out = "Not checked: 1 with an invalid address, 1 relative in an article without a \
                    known address";
    let ran = run(path, &["check", "a.md"]);
    assert!(ran.stdout.contains("2 links, 0 checked (2 private)\n"), "{}", ran.stdout);
    let unwrapped = ran.stdout.replace('\n', " ");
    assert!(unwrapped.ends_with(&format!("{left_out} ")), "{}", ran.stdout);
    let summary = ["check", "a.md", "--offline", "--format", "markdown"];
    let ran = run(path, &summary);
    assert!(ran.stdout.contains("# Links\n\n2 links, 0 checked (2 private).\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains(&format!("\n{left_out}.\n")), "{}", ran.stdout);
    assert!(ran.stderr.contains(left_out), "{}", ran.stderr);
    run(path, &["check", "a.md", "--allow-private"]);
    let ran = run(path, &summary);
    assert!(ran.stdout.contains("# Links\n\n2 links, 2 checked.\n"), "{}", ran.stdout);
    // A run that finds nothing to ask says so.
    let ran = run(path, &["check", "a.md", "--allow-private"]);
    assert!(
        ran.stdout.contains("2 links, 0 checked (2 known from earlier checks)\n"),
        "{}",
        ran.stdout
    );
    let rows = run(path, &["check", "a.md", "--offline", "--format", "ndjson"]).stdout;
    assert_eq!(rows.lines().count(), 2, "rows are for programs: {rows}");
}

#[test]
fn lists_of_addresses_are_read_whole_or_with_a_word() {
    let server = server();
    let port = server.address.port();
    let root = program::folder(&[("citegraph.toml", CONFIG)]);
    let path = root.path();
    let list = format!(
        "http://127.0.0.1:{port}/a\nnonsense\nhttp://127.0.0.1:{port}/b\nftp://x.example/\n"
    );
    let wide: Vec<u8> =
        format!("\u{feff}{list}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(path.join("plain"), &list).expect("a file");
    fs::write(path.join("marked"), format!("\u{feff}{list}")).expect("a file");
    fs::write(path.join("wide"), wide).expect("a file");
    for name in ["plain", "marked", "wide"] {
        let ledger = format!("{name}.ndjson");
        let args = ["check", "--urls", name, "--ledger", &ledger, "--allow-private"];
        let ran = run(path, &args);
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        assert!(ran.stdout.contains("ALIVE 2"), "{name}: {}", ran.stdout);
        for line in ["2: nonsense is not", "4: ftp://x.example/ is not"] {
            assert!(ran.stderr.contains(&format!("warning: {name}:{line}")), "{}", ran.stderr);
        }
    }
    fs::write(path.join("none"), "nonsense\nmore\n").expect("a file");
    let ran = run(path, &["check", "--urls", "none", "--quiet"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("write one address per line"), "{}", ran.stderr);
}
