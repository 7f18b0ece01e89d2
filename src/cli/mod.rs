//! The command line. Only this room prints, and reads clock and environment.
//!
//! A verb is one file that has its name, or a folder whose `mod.rs` is the verb; the other files of such a folder belong
//! to it alone. It has its arguments and a `run`, which gathers what is shown; the library writes it. Verbs do not use
//! each other. What they share stands in the second list below: flags in `args`, where results and messages go in
//! `output`, and files that a run reads besides its inputs.

mod bibliography;
mod check;
mod completions;
mod config;
mod diff;
mod doctor;
mod explain;
mod extract;
mod fix;
mod graph;
mod impact;
mod ledger;
mod lint;
mod man;
mod merge;
mod report;
mod rules;
mod sheet;
mod stats;

mod args;
mod baseline_file;
mod cache;
mod clock;
mod configuration;
mod fetch;
mod interrupt;
mod ledger_file;
mod near;
mod network;
mod output;
mod partials;
mod report_folder;
mod side_file;
mod source_lines;
mod spool;
mod suffix;
mod tables;
mod usage;
mod version;

use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

/// Extract every outbound citation of articles, with its sentence and place, and report who is cited
#[derive(Debug, Parser)]
#[command(name = "citegraph", version, long_version = version::text(), arg_required_else_help = true)]
#[command(after_help = "First steps:
  citegraph report draft.md -o check      one draft: open check/index.html
  citegraph report https://example.org/a  an article on the web
  citegraph report posts/                 a whole site, into reports/posts/
  citegraph stats posts/                  only the numbers
  citegraph explain reuters.com posts/    every place that cites one domain

Exit codes: 0 fine, 1 a condition that you set is not met, 2 wrong usage, configuration or a missing input, 3 the run cannot be trusted (network, time limit, Ctrl-C), 4 a bug. `citegraph COMMAND --help` explains each command.")]
struct Cli {
    #[command(flatten)]
    global: args::GlobalArgs,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Report(report::ReportArgs),
    Extract(extract::ExtractArgs),
    Merge(merge::MergeArgs),
    Stats(stats::StatsArgs),
    Graph(graph::GraphArgs),
    Lint(lint::LintArgs),
    Check(Box<check::CheckArgs>),
    Ledger(ledger::LedgerArgs),
    Fix(fix::FixArgs),
    Rules(rules::RulesArgs),
    Sheet(Box<sheet::SheetArgs>),
    Explain(explain::ExplainArgs),
    Impact(impact::ImpactArgs),
    Diff(diff::DiffArgs),
    Doctor(doctor::DoctorArgs),
    Bibliography(bibliography::BibliographyArgs),
    Config(config::ConfigArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// How a run ended. These numbers are a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// All fine, also without any link.
    Fine = 0,
    /// A gate that the user asked for failed.
    Gate = 1,
    /// Wrong usage or configuration, a named input missing, our own files unwritable.
    Usage = 2,
    /// The run cannot be trusted, or did not come to its end.
    Untrusted = 3,
    /// A bug in citegraph.
    Internal = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs the command line of this process.
pub(crate) fn main() -> Exit {
    let words = check::expand_internal(std::env::args_os());
    let (color, width) = output::terminal::asked(&words);
    output::terminal::choose(color, width);
    let parsed = output::terminal::fit(Cli::command())
        .try_get_matches_from(&words)
        .and_then(|matches| Cli::from_arg_matches(&matches).map(|cli| (cli, matches)));
    let (cli, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return output::usage(&usage::explain(error)),
    };
    // What a panic says can hold text of a document.
    std::panic::set_hook(Box::new(|panic| {
        #[cfg(feature = "parquet")]
        if citegraph::input::contains_panics() {
            return;
        }
        output::eprint_line(&format!("internal error: {panic}"));
    }));
    // What a panic leaves half done is not looked at again.
    let run = std::panic::catch_unwind(AssertUnwindSafe(|| run(cli, &matches)));
    match run {
        Ok(Ok(exit)) => exit,
        Ok(Err(error)) => output::failure(&error),
        Err(_) => Exit::Internal,
    }
}

fn run(cli: Cli, matches: &clap::ArgMatches) -> anyhow::Result<Exit> {
    interrupt::watch()?;
    let env = args::CliContext::new(&cli.global, matches)?;
    match cli.verb {
        Verb::Report(args) => report::run(&args, &env),
        Verb::Extract(args) => extract::run(&args, &env),
        Verb::Merge(args) => merge::run(&args, &env),
        Verb::Stats(args) => stats::run(&args, &env),
        Verb::Graph(args) => graph::run(&args, &env),
        Verb::Lint(args) => lint::run(&args, &env),
        Verb::Check(args) => check::run(&args, &env),
        Verb::Ledger(args) => ledger::run(&args, &env),
        Verb::Fix(args) => fix::run(&args, &env),
        Verb::Rules(args) => rules::run(&args),
        Verb::Sheet(args) => sheet::run(&args, &env),
        Verb::Explain(args) => explain::run(&args, &env),
        Verb::Diff(args) => diff::run(&args, &env),
        Verb::Doctor(args) => doctor::run(&args, &env),
        Verb::Impact(args) => impact::run(&args, &env),
        Verb::Bibliography(args) => bibliography::run(&args, &env),
        Verb::Config(_) => config::run(&env),
        Verb::Completions(args) => completions::run(&args),
        Verb::Man(args) => man::run(&args, &env),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use clap::CommandFactory as _;

    #[test]
    fn the_flags_do_not_contradict_each_other() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn a_verb_is_a_file_or_a_folder_and_uses_no_other_verb() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
        let verbs: Vec<String> = super::Cli::command()
            .get_subcommands()
            .map(|verb| verb.get_name().to_owned())
            .collect();
        for verb in &verbs {
            let places = [folder.join(format!("{verb}.rs")), folder.join(verb).join("mod.rs")];
            let there: Vec<PathBuf> = places.into_iter().filter(|path| path.is_file()).collect();
            let [path] = there.as_slice() else { panic!("{verb} has {} files", there.len()) };
            let code = fs::read_to_string(path).expect("a source file");
            assert!(code.starts_with(&format!("//! `citegraph {verb}`")), "{}", path.display());
            for other in verbs.iter().filter(|other| *other != verb) {
                let is_used = [";", "::"].map(|end| code.contains(&format!("super::{other}{end}")));
                assert_eq!(is_used, [false; 2], "{verb} uses {other}");
            }
        }
    }
}
