//! `citegraph man`: the manual pages.

use clap::CommandFactory as _;

use super::output::{OutputKind, Sink};
use super::{Cli, Exit};

/// Print the manual page of citegraph or of one verb (troff)
#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    /// The verb
    verb: Option<String>,
}

/// Runs the verb.
pub(crate) fn run(args: &ManArgs) -> anyhow::Result<Exit> {
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
