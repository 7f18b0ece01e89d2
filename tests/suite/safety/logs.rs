//! Nothing that a verb prints starts a command in the log of a CI job, whatever its inputs are called and hold.

use std::path::Path;

use crate::support::program::{self, Ran, command, finish, run};

/// What the text of a hostile file holds; the last one is a line of its own.
const COMMANDS: [&str; 4] = [
    "##[stop-commands]tok",
    "##vso[task.setvariable variable=x]y",
    "##teamcity[message text='x']",
    "::add-mask::e",
];

/// Names of hostile files.
const NAMES: [&str; 3] = ["::add-mask::x.md", " ::set-output name=a::b.md", "##[add-mask]e.md"];

/// The commands that `citegraph lint --format github` prints itself.
const OURS: [&str; 3] = ["error", "warning", "notice"];

/// What GitHub's runner takes a line for (`ActionCommand.TryParseV2`, then `TryParse`), and the commands of
/// Azure Pipelines and TeamCity.
fn parsed(line: &str) -> Option<String> {
    if let Some(rest) = line.trim_start().strip_prefix("::")
        && let Some((name, _)) = rest.split_once("::")
    {
        return Some(name.split(' ').next().unwrap_or_default().to_owned());
    }
    let marks = ["##[", "##vso[", "##teamcity["];
    let (mark, at) = marks.iter().find_map(|mark| Some((*mark, line.find(mark)?)))?;
    let rest = &line[at + mark.len()..];
    Some(rest.split([' ', ']']).next().unwrap_or_default().to_owned())
}

/// The lines that a runner would obey; it ends lines at CR too.
fn obeyed(text: &str) -> Vec<&str> {
    text.split(['\n', '\r']).filter(|line| parsed(line).is_some()).collect()
}

#[track_caller]
fn holds_no_command(args: &[&str], ran: &Ran) {
    assert_eq!(obeyed(&ran.stdout), [""; 0], "{args:?}");
    assert_eq!(obeyed(&ran.stderr), [""; 0], "{args:?}");
}

/// An article full of commands: in its title, its text, its addresses, its notes.
fn article() -> String {
    let mut text = format!("---\ntitle: \"{0}\"\nfrom: https://own.example/a\n---\n", COMMANDS[0]);
    for (at, command) in COMMANDS.iter().enumerate() {
        text.push_str(&format!(
            "\n{command} says [{command}](https://site{at}.example/?utm_source={command}#{command}), and \
             [more](http://10.0.0.1/{at}{command}) <!-- citegraph: ignore {command} -->\n"
        ));
    }
    text + "\n    ::add-mask::code\n\n[was so](https://bit.ly/3abc) ##[x]\n"
}

fn folder() -> tempfile::TempDir {
    let text = article();
    let suppress = "[[lint.suppress]]\nrule = \"no-such\"\nreason = \"##[x]\"\ninput = \"##[x]\"\n";
    let mut files: Vec<(String, &str)> =
        NAMES.iter().map(|name| (format!("posts/{name}"), text.as_str())).collect();
    files.extend(NAMES.iter().map(|name| ((*name).to_owned(), text.as_str())));
    files.push(("broken.toml".to_owned(), "##[add-mask]x = ::\n::add-mask::y::\n"));
    files.push(("suppress.toml".to_owned(), suppress));
    files.push(("l.ndjson".to_owned(), ""));
    files.push((
        "a.csv".to_owned(),
        "Source,Target,##[x]\n::add-mask::a,##[y],1\n::add-mask::a,##[y],2\n",
    ));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    program::folder(&files)
}

fn graph_file(folder: &Path) -> &'static str {
    let made = run(folder, &["--no-config", "graph", "posts", "-o", "g.gexf"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    "g.gexf"
}

#[test]
fn the_model_of_the_runner_finds_what_it_has_to() {
    for command in COMMANDS.iter().chain(&NAMES) {
        assert!(parsed(command).is_some(), "{command}");
    }
    assert_eq!(parsed("\u{a0} ::error file=a::b").as_deref(), Some("error"));
    assert_eq!(parsed("a ## [b] :: c"), None);
}

#[test]
#[cfg_attr(windows, ignore = "Windows has no such names of files")]
fn no_text_of_any_verb_holds_a_command() {
    let root = folder();
    let graph = graph_file(root.path());
    let made = run(root.path(), &["--no-config", "sheet", "::add-mask::x.md", "-o", "s.csv"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let mut all: Vec<Vec<&str>> = vec![
        vec!["report", "posts", "-o", "out"],
        vec!["stats", "posts"],
        vec!["stats", "posts", "--by", "article"],
        vec!["stats", "posts", "--by", "article", "--format", "markdown"],
        vec!["lint", "posts"],
        vec!["lint", "posts", "--format", "markdown"],
        vec!["lint", "posts", "--format", "oneline"],
        vec!["lint", "::add-mask::x.md", "--format", "oneline"],
        vec!["lint", "posts", "--statistics"],
        vec!["lint", "posts", "--format", "sarif=::add-mask::x.sarif"],
        vec!["fix", "posts"],
        vec!["lint", "posts", "--write-baseline", "::add-mask::known.json"],
        vec!["lint", "posts", "--baseline", "##[x]::"],
        vec!["lint", "--rule", "##[x]", "posts"],
        vec!["check", "posts", "--ledger", "l.ndjson", "--offline"],
        vec!["ledger", "show", "--ledger", "::x::"],
        vec!["explain", "site0.example", "posts"],
        vec!["explain", "https://site0.example/?a=##[x]", "posts"],
        vec!["explain", "##[x]y"],
        vec!["impact", "site1.example", "posts"],
        vec!["impact", "site1.example", "posts", "--format", "markdown"],
        vec!["impact", "##vso[x]y"],
        vec!["diff", "posts", "::add-mask::x.md"],
        vec!["doctor", graph],
        vec!["doctor", "a.csv"],
        vec!["sheet", "##[add-mask]e.md"],
        vec!["sheet", "status", "s.csv"],
        vec!["fix", "posts", "--write"],
        vec!["rules", "::x::"],
        vec!["extract", "##[no such]::", "-o", "x.jsonl"],
        vec!["bibliography", "::no::such", "-o", "x.bib"],
        vec!["graph", "::no::such"],
        vec!["man", "::x::"],
        vec!["::add-mask::verb"],
    ];
    for name in NAMES {
        all.push(vec!["explain", "bit.ly", name]);
    }
    for args in all {
        let full: Vec<&str> = ["--no-config"].iter().chain(&args).copied().collect();
        holds_no_command(&args, &run(root.path(), &full));
    }
    for config in ["broken.toml", "suppress.toml", "::no::such.toml"] {
        for verb in [&["config"][..], &["lint", "posts"]] {
            let full: Vec<&str> = ["--config", config].iter().chain(verb).copied().collect();
            holds_no_command(&full, &run(root.path(), &full));
        }
    }
}

#[test]
#[cfg_attr(windows, ignore = "Windows has no such names of files")]
fn text_shows_what_it_does_not_let_start() {
    let root = folder();
    let ran = run(root.path(), &["--no-config", "explain", "bit.ly", "::add-mask::x.md"]);
    assert!(ran.stdout.contains("\n:\\u{3a}add-mask::x.md:"), "{}", ran.stdout);
    assert!(ran.stdout.contains("was so ##\\u{5b}x]"), "{}", ran.stdout);
    // What programs read keeps every byte.
    let json = run(
        root.path(),
        &["--no-config", "explain", "bit.ly", "::add-mask::x.md", "--format", "json"],
    );
    assert!(json.stdout.contains("\"::add-mask::x.md\"") && json.stdout.contains("##[x]"));
    let lines = run(root.path(), &["--no-config", "extract", "::add-mask::x.md"]);
    assert!(lines.stdout.contains("##[stop-commands]tok"));
}

#[test]
#[cfg_attr(windows, ignore = "Windows has no such names of files")]
fn the_commands_for_github_are_ours_alone() {
    let root = folder();
    let ran = run(root.path(), &["--no-config", "lint", "posts", "--format", "github"]);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(lines.len() > 5 && !ran.stdout.contains('\r'));
    for line in lines {
        let name = parsed(line).expect("a command");
        assert!(OURS.contains(&name.as_str()), "{line}");
        // Its end is the second `::`: none in a property ends it before.
        let data = line.split("::").nth(1).expect("properties");
        assert!(data.contains(",title="), "{line}");
    }
}

/// The standard output of `fix --diff` where the environment says that a CI job runs, and where it does not.
fn fixed(folder: &Path, in_job: bool, args: &[&str]) -> Ran {
    let full: Vec<&str> = ["--no-config", "fix", "--diff"].iter().chain(args).copied().collect();
    let mut command = command(folder, &full);
    for name in ["CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"] {
        command.env_remove(name);
    }
    if in_job {
        command.env("TF_BUILD", "True");
    }
    finish(command.output().expect("citegraph starts"))
}

#[test]
fn a_diff_is_escaped_in_a_log_and_exact_elsewhere() {
    let link = "[x](https://a.example/b?utm_source=c) grew.\n";
    let hostile = format!("::add-mask::y\n\nIt {link}\n##[add-mask]z\n");
    let root =
        program::folder(&[("hostile.md", &hostile), ("plain.md", &format!(":::note\n\n{link}"))]);
    let exact = fixed(root.path(), false, &["hostile.md", "plain.md"]);
    assert!(exact.stdout.contains("\n ::add-mask::y\n"), "{}", exact.stdout);
    let shown = fixed(root.path(), true, &["hostile.md", "plain.md"]);
    holds_no_command(&["fix"], &shown);
    assert!(shown.stdout.contains("\n :\\u{3a}add-mask::y\n"), "{}", shown.stdout);
    assert!(shown.stderr.contains("hostile.md: 2 lines of its diff are shown escaped"));
    // Where there is nothing to escape, a log gets what `git apply` takes.
    let plain = |in_job| fixed(root.path(), in_job, &["plain.md"]).stdout;
    assert!(plain(true).contains("\n :::note\n") && plain(true) == plain(false));
    let to_file = fixed(root.path(), true, &["hostile.md", "plain.md", "-o", "a.patch"]);
    assert_eq!((to_file.code, to_file.stdout.as_str()), (0, ""));
    let patch = std::fs::read_to_string(root.path().join("a.patch")).expect("a patch");
    assert_eq!(patch, exact.stdout);
}

#[test]
fn an_address_that_would_be_a_command_is_left_alone_in_a_log() {
    let text = "[x](https://www.google.com/url?q=https%3A%2F%2Fa.example%2Fb%23%23%23%5Bc)\n";
    let root = program::folder(&[("a.md", text)]);
    let exact = fixed(root.path(), false, &["a.md"]);
    assert!(exact.stdout.contains("##["), "{}", exact.stdout);
    let shown = fixed(root.path(), true, &["a.md"]);
    assert_eq!(shown.stdout, "");
    assert!(shown.stderr.contains("not fixed: a.md"), "{}", shown.stderr);
    assert_eq!(fixed(root.path(), true, &["a.md", "--check"]).code, 1);
}
