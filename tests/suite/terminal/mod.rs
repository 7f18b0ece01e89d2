//! What a terminal shows: lines that fit, colours where they are wanted, and nothing of it anywhere else.

use std::path::Path;
use std::process::Command;

use crate::support::program::{self, Ran, command, finish, run};
use crate::support::shared::has_python;

mod completions;
mod configuration;
mod manual;
mod mistakes;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Columns of a line, as far as the sample needs them: letters of East Asia take two.
fn columns(line: &str) -> usize {
    line.chars()
        .map(|c| if matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{ff00}'..='\u{ff60}') { 2 } else { 1 })
        .sum()
}

/// Whether a line may be longer than the width: it holds an address or a place in a file, and nothing else that could
/// stand on another line.
fn is_one_address(line: &str) -> bool {
    let is_marked = line.trim_start().starts_with("--> ");
    let line =
        line.trim().trim_start_matches("--> ").trim_start_matches("-> ").trim_start_matches("= ");
    let is_position = (is_marked || line.contains(".md:"))
        && line.ends_with(|c: char| c.is_ascii_digit() || c == ':');
    (line.contains("://") && !line.contains(' '))
        || is_position
        || line.ends_with(".html")
        || line.ends_with(".md")
}

/// Every verb with text for people, on the sample.
fn verbs() -> Vec<Vec<&'static str>> {
    [
        "report data/sample",
        "stats data/sample",
        "stats data/sample --by origin",
        "stats data/sample --all-indices",
        "lint data/sample --today 2026-01-31 --fail-on never",
        "lint data/sample --today 2026-01-31 --fail-on never --statistics",
        "explain noaa.gov data/sample",
        "explain https://doi.org/10.1000/182",
        "impact noaa.gov data/sample",
        "diff data/sample data/sample",
        "fix data/sample",
        "rules",
        "rules home-page",
        "doctor --traps",
        "doctor reports/sample/nodes.csv",
    ]
    .into_iter()
    .map(|line| line.split(' ').collect())
    .collect()
}

fn shown(width: &str, args: &[&str], more: &[&str]) -> Ran {
    let first = ["--no-config", "-q", "--width", width];
    let all: Vec<&str> = first.iter().chain(args).chain(more).copied().collect();
    run(root(), &all)
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out").display().to_string();
    for width in ["40", "80", "200"] {
        let room: usize = width.parse().expect("a number");
        for args in verbs() {
            let is_report = args[0] == "report";
            // The summary is a note, which -q leaves out.
            let ran = if is_report {
                run(root(), &["--no-config", "--width", width, "report", "data/sample", "-o", &out])
            } else {
                shown(width, &args, &[])
            };
            assert_eq!(ran.code, 0, "{args:?}: {}", ran.stderr);
            assert!(!ran.stdout.is_empty() || args[0] == "fix", "{args:?}");
            for line in ran.stdout.lines() {
                let fits = columns(line) <= room || is_one_address(line);
                assert!(fits, "{args:?} at {width} columns: {} in {line:?}", columns(line));
            }
        }
    }
}

#[test]
fn help_breaks_no_line_twice() {
    for verb in ["report", "lint", "check", "diff", "graph", "fix", "sheet", "explain"] {
        for width in ["60", "80", "100"] {
            let help = shown(width, &[verb], &["--help"]).stdout;
            let room: usize = width.parse().expect("a number");
            let lines: Vec<&str> = help.lines().collect();
            for pair in lines.windows(2) {
                let is_running = |line: &str| {
                    line.starts_with(|c: char| c.is_alphanumeric()) && !line.ends_with(':')
                };
                let word = pair[1].split(' ').next().unwrap_or_default();
                // The next word would have fitted: somebody broke the line by hand.
                let is_broken = pair.iter().all(|line| is_running(line))
                    && columns(pair[0]) + 1 + columns(word) < room;
                assert!(!is_broken, "{verb} at {width} columns: {pair:?}");
            }
        }
    }
}

#[test]
fn what_is_not_a_terminal_has_eighty_columns_and_no_colour() {
    let args = ["--no-config", "lint", "data/sample", "--today", "2026-01-31"];
    let plain = run(root(), &args).stdout;
    assert!(plain.lines().any(|line| columns(line) > 70), "{plain}");
    for (name, value) in [("COLUMNS", "200"), ("COLUMNS", "30"), ("TERM", "xterm-256color")] {
        let ran = finish(command(root(), &args).env(name, value).output().expect("a run"));
        assert_eq!(ran.stdout, plain, "{name}={value}");
    }
    let help = run(root(), &["check", "--help"]).stdout;
    let ran = command(root(), &["check", "--help"]).env("COLUMNS", "200").output();
    assert_eq!(finish(ran.expect("a run")).stdout, help);
    assert!(help.lines().all(|line| columns(line) <= 80), "{help}");
}

/// A text without the sequences of colours.
fn without_colours(text: &str) -> String {
    let mut plain = String::new();
    for (at, part) in text.split('\u{1b}').enumerate() {
        let rest = if at == 0 { part } else { part.split_once('m').expect("a colour").1 };
        plain.push_str(rest);
    }
    plain
}

#[test]
fn colours_come_when_they_are_asked_for() {
    let coloured = |more: &[&str], env: &[(&str, &str)]| {
        let first = ["--no-config", "lint", "data/sample", "--today", "2026-01-31"];
        let all: Vec<&str> = first.iter().chain(more).copied().collect();
        let mut command = command(root(), &all);
        command.envs(env.iter().copied());
        finish(command.output().expect("a run")).stdout
    };
    let plain = coloured(&[], &[]);
    assert!(!plain.contains('\u{1b}'));
    let always = coloured(&["--color", "always"], &[]);
    assert!(always.contains("\u{1b}[1m\u{1b}[31merror\u{1b}[0m["), "{always}");
    assert_eq!(without_colours(&always), plain);
    assert_eq!(coloured(&[], &[("CLICOLOR_FORCE", "1")]), always);
    assert_eq!(coloured(&["--color=always"], &[("NO_COLOR", "1")]), always);
    for env in [&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")][..], &[("CLICOLOR_FORCE", "0")]] {
        assert_eq!(coloured(&[], env), plain, "{env:?}");
    }
    assert_eq!(coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]), plain);
    // A program gets no colour, whatever is asked for.
    assert!(!coloured(&["--color", "always", "--format", "json"], &[]).contains('\u{1b}'));
    for args in verbs().into_iter().filter(|args| args[0] != "report") {
        let plain = shown("80", &args, &[]).stdout;
        let coloured = shown("80", &args, &["--color", "always"]).stdout;
        assert_eq!(without_colours(&coloured), plain, "{args:?}");
    }
}

/// Runs the program in a pseudo terminal of so many columns, and prints what appears there.
const IN_A_TERMINAL: &str = r"
import fcntl, os, pty, struct, sys, termios
width, program = int(sys.argv[1]), sys.argv[2:]
child, master = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, width, 0, 0))
    os.execv(program[0], program)
shown = b''
while True:
    try:
        part = os.read(master, 65536)
    except OSError:
        break
    if not part:
        break
    shown += part
os.waitpid(child, 0)
sys.stdout.buffer.write(shown.replace(b'\r\n', b'\n'))
";

fn in_a_terminal(width: &str, args: &[&str], env: &[(&str, &str)]) -> String {
    let mut python = Command::new("python3");
    python.current_dir(root()).args(["-c", IN_A_TERMINAL, width, env!("CARGO_BIN_EXE_citegraph")]);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "CITEGRAPH_CONFIG"] {
        python.env_remove(name);
    }
    python.args(args).env("TERM", "xterm-256color").envs(env.iter().copied());
    finish(python.output().expect("python3 starts")).stdout
}

#[cfg(unix)]
#[test]
fn a_terminal_has_colours_and_its_own_width() {
    if !has_python() {
        return;
    }
    let args = ["--no-config", "-q", "lint", "data/sample", "--today", "2026-01-31"];
    for width in [50, 120] {
        let shown = in_a_terminal(&width.to_string(), &args, &[("COLUMNS", "33")]);
        assert!(shown.contains("\u{1b}[1m\u{1b}[31merror\u{1b}[0m["), "{shown}");
        let plain = without_colours(&shown);
        let widest = plain.lines().filter(|line| !is_one_address(line)).map(columns).max();
        assert!(widest.is_some_and(|widest| widest <= width && widest > width - 12), "{widest:?}");
    }
    assert!(!in_a_terminal("80", &args, &[("NO_COLOR", "1")]).contains('\u{1b}'));
    assert!(!in_a_terminal("80", &args, &[("TERM", "dumb")]).contains('\u{1b}'));
    let usage = in_a_terminal("80", &["lint", "--bogus"], &[]);
    assert!(usage.contains("\u{1b}[31merror:\u{1b}[0m"), "{usage:?}");
    let missing = in_a_terminal("80", &["lint", "none.md"], &[]);
    assert!(missing.contains("\u{1b}[31merror:\u{1b}[0m cannot read none.md"), "{missing:?}");
}

#[test]
fn quiet_and_verbose_mean_the_same_everywhere() {
    let post = "See [b](http://b.example/) and [c](/c).\n";
    let folder =
        program::folder(&[("posts/a.md", post), ("posts/x.png", "\u{1}"), ("citegraph.toml", "")]);
    for verb in ["extract", "stats", "lint", "fix", "bibliography", "sheet", "graph"] {
        let input = if verb == "sheet" { "posts/a.md" } else { "posts" };
        let quiet = run(folder.path(), &["-q", verb, input]);
        assert_eq!(quiet.stderr, "", "{verb}");
        let verbose = run(folder.path(), &["-v", verb, input]);
        assert_eq!(verbose.stdout, quiet.stdout, "{verb}");
        let said = verbose.stderr;
        assert!(said.contains("note: configuration: citegraph.toml\n"), "{verb}: {said}");
        assert!(said.contains("note: read posts/a.md"), "{verb}: {said}");
        let skipped = "note: skipped posts/x.png: in an unsupported format";
        assert!(said.contains(skipped) || verb == "sheet", "{verb}: {said}");
    }
    let both = run(folder.path(), &["-q", "-v", "stats", "posts"]);
    assert_eq!(both.code, 2);
    let none = run(folder.path(), &["-v", "--no-config", "config"]);
    assert_eq!(none.stderr, "note: configuration: none\n");
}
