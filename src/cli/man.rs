//! `citegraph man`: the manual pages.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::input::MARKER;
use citegraph::report::plural;
use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use super::args::{CliContext, name_list};
use super::output::{OutputFile, OutputKind, Sink, eprint_line};
use super::{Cli, Exit, near};

/// What every page ends with. `.TP` begins an item of a list, `.B` is bold.
const SECTIONS: &str = r#".SH "EXIT STATUS"
.TP
.B 0
Success. A run that finds no links is a success, too.
.TP
.B 1
A condition that you set is not met: \-\-check, \-\-fail\-on, \-\-gate, \-\-strict, \-\-fail\-if\-empty, \-\-min\-effective or \-\-max\-share.
.TP
.B 2
Wrong usage or configuration, an input that cannot be read, nothing to read, or an output that cannot be written.
.TP
.B 3
The run cannot be trusted or did not finish, because of the network, the time limit or Ctrl\-C.
.TP
.B 4
A bug in citegraph.
.SH FILES
.TP
.B citegraph.toml
The configuration. citegraph looks in the folder of the first input and in its parent folders, then in the current folder and in its parent folders, and reads the first file that it finds. It does not look above the root of a git work tree. \fBcitegraph config\fR prints the options in effect.
.TP
.B .citegraph/ledger.ndjson
The ledger: the result of every check that \fBcitegraph check\fR made.
.TP
.B reports/NAME/
The report of the input NAME, unless \-o sets another folder.
.SH ENVIRONMENT
.TP
.B CITEGRAPH_CONFIG
The configuration file to read, as with \-\-config.
.TP
.B CITEGRAPH_HEADERS
HTTP headers, one per line. Each line begins with a URL, and its header is sent only to the host of this URL, with the same scheme and port, as with \fBcitegraph check \-\-header\fR.
.TP
.B NO_COLOR, CLICOLOR_FORCE, CLICOLOR
NO_COLOR turns colours off. CLICOLOR_FORCE turns them on everywhere. CLICOLOR=0 turns them off in a terminal.
.TP
.B HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY
The proxies through which requests are sent, and the hosts to which requests are sent directly.
"#;

/// Print the manual page of citegraph or of one command (troff), or write all pages
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph man | man -l -
  citegraph man -o ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    /// The command whose page is printed
    #[arg(value_name = "COMMAND", hide_possible_values = true, value_parser = name_list(VERBS))]
    verb: Option<String>,
    /// Write the pages of citegraph and of all commands into this folder
    #[arg(short, long, value_name = "DIR", conflicts_with = "verb", help_heading = "Output")]
    output: Option<PathBuf>,
}

/// The verbs, for completion. A test holds them against the command line.
const VERBS: [&str; 19] = [
    "report",
    "extract",
    "merge",
    "stats",
    "graph",
    "lint",
    "check",
    "ledger",
    "fix",
    "rules",
    "sheet",
    "explain",
    "impact",
    "diff",
    "doctor",
    "bibliography",
    "config",
    "completions",
    "man",
];

/// Runs the verb.
pub(crate) fn run(args: &ManArgs, env: &CliContext) -> anyhow::Result<Exit> {
    let mut command = command();
    if let Some(folder) = &args.output {
        return write_all(&command, folder, env);
    }
    if let Some(verb) = &args.verb {
        let found = command.find_subcommand(verb).cloned();
        command = found.ok_or_else(|| {
            let near = near::suggestion(verb, VERBS);
            anyhow::anyhow!(
                "unknown command {verb}{near}\nhelp: `citegraph --help` lists the commands"
            )
        })?;
    }
    let mut sink = Sink::stdout(OutputKind::Data);
    write_page(command, &mut sink)?;
    sink.finish()?;
    Ok(Exit::Fine)
}

/// The command line without what a build has of its own.
fn command() -> Command {
    let version = env!("CARGO_PKG_VERSION");
    let mut command = Cli::command().version(version).long_version(version);
    command = command.disable_help_subcommand(true);
    command.build();
    command
}

fn write_page(command: Command, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, ".\\\" {MARKER} {}", env!("CARGO_PKG_VERSION"))?;
    Man::new(command).render(out)?;
    out.write_all(SECTIONS.as_bytes())
}

/// Writes a page for the program, for each verb, and for each verb of a verb.
fn write_all(command: &Command, folder: &Path, env: &CliContext) -> anyhow::Result<Exit> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot create {}; choose another folder", folder.display()))?;
    let mut pages = vec![command];
    let mut written = 0;
    while let Some(page) = pages.pop() {
        pages.extend(page.get_subcommands().filter(|verb| !verb.is_hide_set()));
        let path = folder.join(Man::new(page.clone()).get_filename());
        let mut file = OutputFile::create(&path, &env.guard)?;
        write_page(page.clone(), &mut file)?;
        file.finish()?;
        written += 1;
    }
    if !env.quiet {
        let pages = plural(written, "page", "pages");
        eprint_line(&format!("wrote {pages} into {}", folder.display()));
    }
    Ok(Exit::Fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_is_completed() {
        let command = Cli::command();
        let verbs: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        assert_eq!(verbs, VERBS);
    }
}
