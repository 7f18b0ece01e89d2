//! `citegraph completions`: scripts by which shells complete what is typed.

use std::io::Write as _;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::output::{OutputKind, Sink};
use super::{Cli, Exit};

/// Print a completion script
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Runs the verb.
pub(crate) fn run(args: &CompletionsArgs) -> anyhow::Result<Exit> {
    // The generator panics where its output fails.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "citegraph", &mut script);
    let mut sink = Sink::stdout(OutputKind::Data);
    sink.write_all(&script)?;
    sink.finish()?;
    Ok(Exit::Fine)
}
