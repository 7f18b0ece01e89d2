//! `citegraph config`, `completions` and `man`: what the tool says of itself.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use super::args::CliContext;
use super::output::{OutputKind, Sink};
use super::{Cli, Exit};

/// Print the effective options, in the form of citegraph.toml
#[derive(Debug, clap::Args)]
pub(crate) struct ConfigArgs {}

/// Print a completion script
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Print the manual page of citegraph or of one verb (troff)
#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    /// The verb
    verb: Option<String>,
}

/// Prints the options.
pub(crate) fn config(env: &CliContext) -> anyhow::Result<Exit> {
    let mut sink = Sink::stdout(OutputKind::Text);
    sink.write_all(toml::to_string(&env.options)?.as_bytes())?;
    sink.finish()?;
    Ok(Exit::Fine)
}

/// Prints a completion script.
pub(crate) fn completions(args: &CompletionsArgs) -> anyhow::Result<Exit> {
    // The generator panics where its output fails.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "citegraph", &mut script);
    let mut sink = Sink::stdout(OutputKind::Data);
    sink.write_all(&script)?;
    sink.finish()?;
    Ok(Exit::Fine)
}

/// Prints a manual page.
pub(crate) fn man(args: &ManArgs) -> anyhow::Result<Exit> {
    let mut command = Cli::command();
    command.build();
    if let Some(verb) = &args.verb {
        let found = command.find_subcommand(verb).cloned();
        command = found.ok_or_else(|| anyhow::anyhow!("there is no verb {verb}; see --help"))?;
    }
    let mut sink = Sink::stdout(OutputKind::Data);
    clap_mangen::Man::new(command).render(&mut sink)?;
    sink.finish()?;
    Ok(Exit::Fine)
}
