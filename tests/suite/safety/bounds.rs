//! Every number of a configuration file is held within bounds: whatever a file says, runs end, and
//! neither panic nor fill the memory.
#![cfg(feature = "network")]

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::check::faults::manifest::{always, answer, html, moved};
use crate::check::faults::server::Server;
use crate::support::program::{self, Ran};

/// Numbers that are left out of the printed defaults because they have none.
const UNSET: &str = "[check]\nmax-time = 1\nmax-requests = 1\n\
                     [check.hosts.\"127.0.0.1\"]\ntimeout = 1\nconcurrency = 1\nspacing-ms = 1\n";

/// What a file may say, the largest first that is tried.
const LARGE: [i64; 3] = [i64::MAX, u32::MAX as i64, u16::MAX as i64];

/// Address space for one run, in kilobytes: far more than it needs, far less than a number can ask for.
const MEMORY_KB: u64 = 16 << 20;

/// The paths of all numbers of a configuration.
fn numbers(table: &Table, above: &[String], found: &mut Vec<Vec<String>>) {
    for (name, value) in table {
        let path = [above, std::slice::from_ref(name)].concat();
        match value {
            Value::Table(table) => numbers(table, &path, found),
            Value::Integer(_) | Value::Float(_) => found.push(path),
            _ => {}
        }
    }
}

fn set(table: &mut Table, path: &[String], number: i64) {
    let (last, folders) = path.split_last().expect("a name");
    let mut at = table;
    for folder in folders {
        at = at[folder.as_str()].as_table_mut().expect("a table");
    }
    at.insert(last.clone(), Value::Integer(number));
}

fn get(table: &Table, path: &[String]) -> Option<i64> {
    let (last, folders) = path.split_last()?;
    let folder = folders.iter().try_fold(table, |at, name| at.get(name)?.as_table())?;
    folder.get(last)?.as_integer()
}

/// The defaults as the program prints them, and the numbers that have no default.
fn defaults(root: &Path) -> Table {
    let printed = program::output(root, &["--no-config", "config"]);
    let mut table: Table = printed.parse().expect("TOML");
    let unset: Table = UNSET.parse().expect("TOML");
    let check = table["check"].as_table_mut().expect("a table");
    check.extend(unset["check"].as_table().expect("a table").clone());
    // Nothing beyond the machine is asked.
    for (name, values) in [
        ("registry", ["doi", "arxiv", "pubmed", "wayback"].as_slice()),
        ("archive", ["before", "after", "snapshot"].as_slice()),
    ] {
        for value in values {
            table[name].as_table_mut().expect("a table").insert((*value).into(), "off".into());
        }
    }
    table["policy"].as_table_mut().expect("a table").insert("canary".into(), "".into());
    table
}

fn write(root: &Path, table: &Table) {
    fs::write(root.join("citegraph.toml"), table.to_string()).expect("a file");
}

/// Runs a verb within bounds of time and memory.
fn run(root: &Path, args: &[&str]) -> Ran {
    program::ended(program::limited(root, args, MEMORY_KB))
}

fn server() -> Server {
    let busy = answer("503 Busy", "Retry-After: 99999999999999999999\r\n", "");
    let pages = [
        ("/a", always(html("<title>T</title><p>See <a href='http://cited.example/x'>this</a>."))),
        ("/busy", always(busy)),
        ("/circle", moved("/circle")),
    ];
    Server::start(&pages, &[])
}

/// What a run does with a configuration: it ends, and says what it has to say.
fn survives(root: &Path, server: &Server, what: &str) {
    let page = format!("http://{}/a", server.address);
    let check = ["check", "post.md", "--allow-private", "--max-time", "1", "--archive", "suggest"];
    let days: [&[&str]; 3] =
        [&["--today", "2026-03-01"], &["--today", "2026-03-02"], &["--today", "2026-05-02"]];
    let mut verbs: Vec<Vec<&str>> = days.iter().map(|day| [&check[..], day].concat()).collect();
    verbs.push(vec!["check", "post.md", "--offline", "--format", "markdown", "--fail-on", "never"]);
    verbs.push(vec!["ledger", "compact"]);
    verbs.push(vec!["lint", "post.md", "--ledger", ".citegraph/ledger.ndjson"]);
    verbs.push(vec!["report", "post.md", "-o", "report"]);
    verbs.push(vec!["stats", "post.md"]);
    verbs.push(vec!["graph", "post.md"]);
    verbs.push(vec!["explain", "cited.example", "post.md"]);
    verbs.push(vec!["extract", &page]);
    for args in verbs {
        let ran = run(root, &args);
        assert!((0..=3).contains(&ran.code), "{what}: {args:?}: {}: {}", ran.code, ran.stderr);
        assert!(!ran.stderr.contains("panicked"), "{what}: {args:?}: {}", ran.stderr);
    }
}

#[test]
fn whatever_numbers_a_file_holds_runs_end() {
    let server = server();
    let links: Vec<String> = ["a", "gone", "busy", "circle"]
        .iter()
        .map(|name| format!("[{name}](http://{}/{name})", server.address))
        .collect();
    let post =
        format!("---\ndate: 2019-03-04\n---\n{}, [c](http://cited.example./y)\n", links.join(", "));
    let root = program::folder(&[("post.md", &post)]);
    let path = root.path();
    let table = defaults(path);
    let mut all = Vec::new();
    numbers(&table, &[], &mut all);
    assert!(all.len() >= 35, "{all:?}");
    let (mut large, mut small, mut zero) = (table.clone(), table.clone(), table.clone());
    for number in &all {
        set(&mut small, number, 1);
        set(&mut zero, number, 0);
        // The largest that its type takes: what no type takes is a mistake of the file, with its line.
        let taken = LARGE.into_iter().find(|most| {
            let mut one = table.clone();
            set(&mut one, number, *most);
            write(path, &one);
            let ran = run(path, &["config"]);
            assert!(ran.code == 0 || (ran.code == 2 && ran.stderr.contains("citegraph.toml")));
            ran.code == 0
        });
        set(
            &mut large,
            number,
            taken.unwrap_or_else(|| panic!("{number:?} takes no large number")),
        );
    }
    for (what, table) in [("large", &large), ("small", &small), ("zero", &zero)] {
        write(path, table);
        survives(path, &server, what);
        // What is printed is what holds: no number is left as the file has it.
        let held: Table = run(path, &["config"]).stdout.parse().expect("TOML");
        if what == "large" {
            for number in &all {
                assert_ne!(get(&held, number), get(table, number), "{number:?} has no bound");
            }
        }
        let _ = fs::remove_dir_all(path.join(".citegraph"));
    }
}
