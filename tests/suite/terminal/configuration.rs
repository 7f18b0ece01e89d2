//! Which configuration holds: found upwards, named by the environment, or none.

use std::fs;

use crate::support::program::{command, finish, folder, run};

const POST: &str = "See [b](http://b.example/).\n";

#[test]
fn a_file_is_found_upwards_to_the_root_of_the_work_tree() {
    let root = folder(&[
        ("citegraph.toml", "broken ="),
        ("repo/.git/HEAD", ""),
        ("repo/posts/2026/a.md", POST),
        ("other/b.md", POST),
    ]);
    let repo = root.path().join("repo");
    // Nothing above the work tree is read.
    let ran = run(&repo.join("posts"), &["-v", "stats", "2026/a.md"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("note: no configuration: citegraph.toml not found in "),
        "{}",
        ran.stderr
    );
    fs::write(repo.join("citegraph.toml"), "[extract]\norigin = \"https://c.example/\"\n")
        .expect("a file");
    for (from, input) in
        [("repo", "posts"), ("repo/posts", "2026"), ("other", "../repo/posts/2026/a.md")]
    {
        let ran = run(&root.path().join(from), &["-v", "extract", input]);
        assert_eq!(ran.code, 0, "{from}: {}", ran.stderr);
        assert!(ran.stderr.contains("repo/citegraph.toml\n") || from == "repo", "{}", ran.stderr);
        assert!(ran.stdout.contains("\"origin\":\"https://c.example/\""), "{from}: {}", ran.stdout);
    }
    // The one of the input comes before the one of the current folder.
    fs::write(root.path().join("other/citegraph.toml"), "[extract]\norigin = \"none\"\n")
        .expect("a file");
    let ran = run(&root.path().join("other"), &["extract", "../repo/posts/2026/a.md"]);
    assert!(ran.stdout.contains("https://c.example/"), "{}", ran.stdout);
}

#[test]
fn files_that_a_found_file_names_lie_beside_it() {
    let root = folder(&[
        ("repo/.git/HEAD", ""),
        ("repo/citegraph.toml", "retractions = \"lists/dois.txt\"\n"),
        ("repo/lists/dois.txt", "10.1000/182\n"),
        ("repo/posts/a.md", "See [b](https://doi.org/10.1000/182).\n"),
    ]);
    let ran = run(&root.path().join("repo/posts"), &["lint", "a.md", "--format", "oneline"]);
    assert!(ran.stdout.contains("retract"), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn the_environment_names_a_file_and_flags_win() {
    let root = folder(&[
        ("a.md", POST),
        ("one.toml", "[extract]\norigin = \"https://one.example/\"\n"),
        ("two.toml", "[extract]\norigin = \"https://two.example/\"\n"),
    ]);
    let with = |args: &[&str]| {
        let mut command = command(root.path(), args);
        finish(command.env("CITEGRAPH_CONFIG", "one.toml").output().expect("a run"))
    };
    assert!(with(&["extract", "a.md"]).stdout.contains("https://one.example/"));
    assert!(
        with(&["--config", "two.toml", "extract", "a.md"]).stdout.contains("https://two.example/")
    );
    assert!(!with(&["--no-config", "extract", "a.md"]).stdout.contains("https://one.example/"));
    fs::remove_file(root.path().join("one.toml")).expect("it is there");
    let missing = with(&["extract", "a.md"]);
    assert_eq!(missing.code, 2, "{}", missing.stderr);
    assert!(missing.stderr.contains("one.toml"), "{}", missing.stderr);
}
