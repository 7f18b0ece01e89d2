//! The effective options: defaults, then `citegraph.toml`, then flags.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::extract::NO_ORIGIN;
use citegraph::findings::Retractions;
use citegraph::source::Sources;
use citegraph::{check, extract, findings, input, report};
use serde::{Deserialize, Serialize};
use url::Url;

/// The name of the configuration file that is looked for in the current folder.
const FILE: &str = "citegraph.toml";

/// All options, one table a module. The command line is applied on top.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Options {
    /// The user's own table of sources.
    pub(crate) sources: Option<PathBuf>,
    /// The user's list of retractions.
    pub(crate) retractions: Option<PathBuf>,
    pub(crate) input: input::Options,
    pub(crate) check: check::Options,
    pub(crate) policy: check::policy::Policy,
    pub(crate) registry: check::registry::Endpoints,
    pub(crate) archive: check::archive::Endpoints,
    pub(crate) extract: extract::Options,
    pub(crate) report: report::Options,
    pub(crate) lint: findings::Options,
}

impl Options {
    /// These options, each number held within bounds. A file may come from whoever proposes a change.
    fn bounded(self) -> Self {
        // Every table is named, so that none is forgotten.
        let Self {
            sources,
            retractions,
            input,
            check,
            policy,
            registry,
            archive,
            extract,
            report,
            lint,
        } = self;
        Self {
            sources,
            retractions,
            input: input.bounded(),
            check: check.bounded(),
            policy: policy.bounded(),
            registry,
            archive: archive.bounded(),
            extract,
            report,
            lint,
        }
    }

    /// Reads the tables of sources: the user's own before ours.
    pub(crate) fn sources(&self) -> anyhow::Result<Sources> {
        let Some(path) = &self.sources else { return Ok(Sources::default()) };
        let text = std::fs::read_to_string(path).with_context(|| {
            format!("cannot read the table of sources {}; --sources names it", path.display())
        })?;
        let sources = Sources::default().overlay(&text);
        sources.with_context(|| format!("{} cannot be used", path.display()))
    }

    /// Reads the list of retractions, where there is one.
    pub(crate) fn retractions(&self) -> anyhow::Result<Option<Retractions>> {
        let Some(path) = &self.retractions else { return Ok(None) };
        let text = std::fs::read_to_string(path).with_context(|| {
            format!("cannot read {}; --retractions names a list", path.display())
        })?;
        let list = Retractions::read(&text);
        list.map(Some).with_context(|| format!("{} is no list of retractions", path.display()))
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
    let options: Options =
        toml::from_str(&text).with_context(|| format!("{} has a mistake", path.display()))?;
    check(&options).with_context(|| format!("{} has a mistake", path.display()))?;
    Ok(options.bounded())
}

/// What the types alone do not hold.
fn check(options: &Options) -> anyhow::Result<()> {
    if let Some(text) = &options.extract.origin {
        origin(text, "extract.origin =")?;
    }
    let report = &options.report;
    for (name, is_empty) in [
        ("report.selection.places", report.selection.places.is_empty()),
        ("report.selection.syntaxes", report.selection.syntaxes.is_empty()),
        ("report.facets", report.facets.is_empty()),
    ] {
        anyhow::ensure!(!is_empty, "{name} is empty; leave it out to have the default");
    }
    Ok(())
}

/// An origin that can be one: an absolute http(s) URL, or [`NO_ORIGIN`]. `named` is the flag or key.
pub(crate) fn origin<'a>(text: &'a str, named: &str) -> anyhow::Result<&'a str> {
    let url = Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    anyhow::ensure!(
        url || text == NO_ORIGIN,
        "{named} {text} is no absolute http(s) URL; write one, or {NO_ORIGIN}"
    );
    Ok(text)
}
