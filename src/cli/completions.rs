//! `citegraph completions`: scripts by which shells complete what is typed.

use std::io::Write as _;

use clap::builder::PossibleValue;
use clap::{Command, CommandFactory as _};
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
    let mut command = Cli::command();
    clap_complete::generate(args.shell, &mut command, "citegraph", &mut script);
    if args.shell == Shell::Fish {
        add_positionals(&command, &mut script)?;
    }
    let mut sink = Sink::stdout(OutputKind::Data);
    sink.write_all(&script)?;
    sink.finish()?;
    Ok(Exit::Fine)
}

/// The values of arguments without a flag, which the generator leaves out for fish.
fn add_positionals(command: &Command, script: &mut Vec<u8>) -> std::io::Result<()> {
    for verb in command.get_subcommands() {
        for argument in verb.get_positionals() {
            let values = argument.get_possible_values();
            let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
            if !names.is_empty() {
                writeln!(
                    script,
                    "complete -c citegraph -n \"__fish_citegraph_using_subcommand {}\" -f -a \"{}\"",
                    verb.get_name(),
                    names.join(" ")
                )?;
            }
        }
    }
    Ok(())
}
