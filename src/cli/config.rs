//! `citegraph config`: the options as they are after the configuration file.

use std::io::Write as _;

use super::Exit;
use super::args::CliContext;
use super::output::{OutputKind, Sink};

/// Print the options in effect, in the format of citegraph.toml
#[derive(Debug, clap::Args)]
pub(crate) struct ConfigArgs {}

/// Runs the verb.
pub(crate) fn run(env: &CliContext) -> anyhow::Result<Exit> {
    let mut sink = Sink::stdout(OutputKind::Text);
    sink.write_all(toml::to_string(&env.options)?.as_bytes())?;
    sink.finish()?;
    Ok(Exit::Fine)
}
