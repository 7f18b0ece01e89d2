//! What people see in a terminal, whole: the help of every verb, the manual page, the options, the list of rules, and
//! the output about the sample. `just snapshots` writes them anew; read the difference before it is committed.

use std::path::Path;

use snapbox::{Assert, Data};

use crate::support::program::{Ran, run};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Holds a text against `tests/snapshots/NAME.txt`.
fn assert_snapshot(name: &str, text: &str) {
    let path = root().join("tests/snapshots").join(name).with_extension("txt");
    let expected = Data::read_from(&path, None);
    Assert::new().action_env("SNAPSHOTS").eq(Data::text(text), expected.raw());
}

/// Everything a run shows, as it stands in a terminal, with its exit code.
fn shown(args: &[&str]) -> String {
    let Ran { code, stdout, stderr } = run(root(), args);
    format!("$ citegraph {}\n{stdout}{stderr}[exit code {code}]\n", args.join(" "))
}

/// The verbs that the help lists.
fn verbs() -> Vec<String> {
    let help = run(root(), &["--help"]).stdout;
    let list = help.split("Commands:\n").nth(1).expect("a list of verbs");
    let list = list.split("\n\n").next().expect("an end of the list");
    // The lines of a verb that is explained in two are further in.
    let verbs = list.lines().filter(|line| !line.starts_with("   "));
    verbs.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
}

#[test]
fn help_of_every_verb() {
    let verbs = verbs();
    assert!(verbs.len() > 15, "{verbs:?}");
    let mut all = shown(&["--help"]);
    for verb in verbs.iter().filter(|verb| *verb != "help") {
        all.push('\n');
        all.push_str(&shown(&[verb, "--help"]));
    }
    for nested in [
        ["ledger", "show"],
        ["ledger", "compact"],
        ["ledger", "merge"],
        ["sheet", "merge"],
        ["sheet", "status"],
    ] {
        all.push('\n');
        all.push_str(&shown(&[nested[0], nested[1], "--help"]));
    }
    assert_snapshot("help", &all);
}

#[test]
fn manual_page() {
    assert_snapshot("man", &shown(&["man"]));
}

#[test]
fn effective_options() {
    assert_snapshot("config", &shown(&["--no-config", "config"]));
}

#[test]
fn list_of_rules() {
    assert_snapshot("rules", &shown(&["--no-config", "rules"]));
}

#[test]
fn the_sample_in_a_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("report").display().to_string();
    let report = shown(&["--no-config", "report", "data/sample", "-o", &out]);
    let mut all = report.replace(&out, "OUT");
    for args in [
        &["--no-config", "stats", "data/sample"][..],
        &["--no-config", "lint", "data/sample", "--today", "2026-01-31"],
        &["--no-config", "explain", "noaa.gov", "data/sample"],
        &["--no-config", "impact", "noaa.gov", "data/sample"],
    ] {
        all.push('\n');
        all.push_str(&shown(args));
    }
    assert_snapshot("sample", &all);
}
