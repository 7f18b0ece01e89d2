//! What shells complete: verbs, and the names that flags and verbs take.

use std::path::Path;
use std::process::Command;

use crate::support::program::{Ran, finish, folder, output};
use crate::support::shared::skipped;

/// Words on a line of which the last one is to be completed, and one of the words that are offered.
const CASES: [(&[&str], &str); 6] = [
    (&["lint", "--rule", "home"], "home-page"),
    (&["stats", "--facet", "dom"], "domain"),
    (&["graph", "--metrics", "page"], "pagerank"),
    (&["report", "--place", "cap"], "caption"),
    (&["rules", "home"], "home-page"),
    (&["man", "bibl"], "bibliography"),
];

fn is_here(shell: &str) -> bool {
    let found = Command::new(shell).args(["-c", "true"]).output().is_ok();
    let required = std::env::var_os("CITEGRAPH_REQUIRE_ALL").is_some();
    assert!(found || !required, "{shell} is not installed, and nothing may be left out");
    if !found {
        skipped(&format!("no {shell}"));
    }
    found
}

/// What a shell prints that has read the script of completions, with the program in its path.
fn shell(shell: &str, args: &[&str], script: &str) -> String {
    let root = folder(&[]);
    let name = root.path().join(if shell == "zsh" { "_citegraph" } else { "completions" });
    std::fs::write(&name, output(root.path(), &["completions", shell])).expect("a file");
    let program = Path::new(env!("CARGO_BIN_EXE_citegraph")).parent().expect("a folder");
    let path = std::env::join_paths(
        [program.to_owned()]
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").expect("a path"))),
    );
    let mut command = Command::new(shell);
    command.current_dir(root.path()).args(args).args(["-c", script]);
    command.env("PATH", path.expect("a path")).env("HOME", root.path()).env("COMPLETIONS", &name);
    let Ran { code, stdout, stderr } = finish(command.output().expect("the shell starts"));
    assert_eq!(code, 0, "{stderr}");
    stdout
}

#[test]
fn bash_completes_names() {
    if !is_here("bash") {
        return;
    }
    for (words, expected) in CASES {
        let (last, before) = (words[words.len() - 1], words[words.len() - 2]);
        let line = words.join(" ");
        let script = format!(
            "source \"$COMPLETIONS\"; COMP_WORDS=(citegraph {line}); COMP_CWORD={}; \
             _citegraph citegraph '{last}' '{before}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            words.len()
        );
        let offered = shell("bash", &["--norc"], &script);
        assert!(offered.lines().any(|word| word == expected), "{line}: {offered}");
    }
}

#[test]
fn fish_completes_names() {
    if !is_here("fish") {
        return;
    }
    for (words, expected) in CASES {
        let line = words.join(" ");
        let script = format!("source $COMPLETIONS; complete -C 'citegraph {line}'");
        let offered = shell("fish", &["--no-config"], &script);
        let mut names = offered.lines().map(|row| row.split('\t').next().unwrap_or_default());
        assert!(names.any(|word| word == expected), "{line}: {offered}");
    }
}

/// Presses the tabulator in a shell inside a pseudo terminal of zsh's own, and prints what appears.
const ZSH: &str = r#"
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; fpath=($PWD \$fpath); autoload -U compinit; compinit -u; zstyle ':completion:*' list-prompt ''"
zpty -w shell "print begun"
zpty -r shell seen '*begun*begun*'
zpty -n -w shell "citegraph LINE"$'\t'
sleep 3
zpty -n -w shell $'\C-u'"print -r -- ended"$'\n'
zpty -r shell seen '*ended*'
print -r -- $seen
zpty -d shell
"#;

#[test]
fn zsh_completes_names() {
    if !is_here("zsh") {
        return;
    }
    for (words, expected) in CASES {
        let line = words.join(" ");
        let offered = shell("zsh", &["-f"], &ZSH.replace("LINE", &line));
        assert!(offered.contains(expected), "{line}: {offered}");
    }
}
