//! The effective options: defaults, then `citegraph.toml`, then flags.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::source::Sources;
use citegraph::{extract, input, report};
use serde::{Deserialize, Serialize};

/// The name of the configuration file that is looked for in the current folder.
const FILE: &str = "citegraph.toml";

/// All options, one table a module. The command line is applied on top.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Options {
    /// The user's own table of sources.
    pub(crate) sources: Option<PathBuf>,
    pub(crate) input: input::Options,
    pub(crate) extract: extract::Options,
    pub(crate) report: report::Options,
}

impl Options {
    /// Reads the tables of sources: the user's own before ours.
    pub(crate) fn sources(&self) -> anyhow::Result<Sources> {
        let Some(path) = &self.sources else { return Ok(Sources::default()) };
        let text = std::fs::read_to_string(path).with_context(|| {
            format!("cannot read the table of sources {}; --sources names it", path.display())
        })?;
        let sources = Sources::default().overlay(&text);
        sources.with_context(|| format!("{} cannot be used", path.display()))
    }
}

/// Which configuration file is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Choice {
    /// `citegraph.toml` in the current folder, if there is one.
    Found,
    /// This one.
    File(PathBuf),
    /// None at all.
    Nothing,
}

/// Reads the configuration. Unknown keys are errors that name the file.
pub(crate) fn read(choice: &Choice) -> anyhow::Result<Options> {
    let path = match choice {
        Choice::Nothing => return Ok(Options::default()),
        Choice::Found if !Path::new(FILE).exists() => return Ok(Options::default()),
        Choice::Found => Path::new(FILE),
        Choice::File(path) => path,
    };
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read {}; --no-config goes without", path.display()))?;
    toml::from_str(&text).with_context(|| format!("{} has a mistake", path.display()))
}
