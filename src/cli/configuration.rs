//! The effective options: defaults, then `citegraph.toml`, then flags.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::extract::NO_ORIGIN;
use citegraph::findings::Retractions;
use citegraph::source::Sources;
use citegraph::{check, extract, fetch, findings, input, report};
use serde::{Deserialize, Serialize};
use url::Url;

use super::side_file::{SideFile, read_text};

/// The name of the configuration file that is looked for in the current folder.
const FILE: &str = "citegraph.toml";

/// All options, one table a module. The command line is applied on top.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Config {
    /// The user's own table of sources.
    pub(crate) sources: Option<SideFile>,
    /// The user's list of retractions.
    pub(crate) retractions: Option<SideFile>,
    /// Files that the configuration names must lie in this folder.
    #[serde(skip)]
    root: Option<PathBuf>,
    pub(crate) input: input::InputOptions,
    pub(crate) check: fetch::FetchOptions,
    pub(crate) policy: check::policy::Policy,
    pub(crate) registry: fetch::registry::RegistryEndpoints,
    pub(crate) archive: fetch::archive::ArchiveEndpoints,
    pub(crate) extract: extract::ExtractOptions,
    pub(crate) report: report::ReportOptions,
    pub(crate) lint: findings::LintOptions,
}

impl Config {
    /// These options, each number held within bounds. A file may come from whoever proposes a change.
    fn bounded(self) -> Self {
        // Every table is named, so that none is forgotten.
        let Self {
            sources,
            retractions,
            root,
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
            root,
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
        let Some(file) = &self.sources else { return Ok(Sources::default()) };
        let what = "a table of sources";
        let text = file.read(what, self.root.as_deref())?;
        Sources::default().overlay(&text).map_err(|error| file.unusable(what, error, &text))
    }

    /// Reads the list of retractions, where there is one.
    pub(crate) fn retractions(&self) -> anyhow::Result<Option<Retractions>> {
        let Some(file) = &self.retractions else { return Ok(None) };
        let what = "a list of retractions";
        let text = file.read(what, self.root.as_deref())?;
        Retractions::parse(&text).map(Some).map_err(|error| file.unusable(what, error, &text))
    }
}

/// Which configuration file is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ConfigChoice {
    /// `citegraph.toml` in the current folder, if there is one.
    Found,
    /// This one.
    File(PathBuf),
    /// None at all.
    Nothing,
}

/// Reads the configuration. Unknown keys are errors that name the file.
pub(crate) fn read(choice: &ConfigChoice) -> anyhow::Result<Config> {
    let path = match choice {
        ConfigChoice::Nothing => return Ok(Config::default()),
        ConfigChoice::Found if !Path::new(FILE).exists() => return Ok(Config::default()),
        ConfigChoice::Found => Path::new(FILE),
        ConfigChoice::File(path) => path,
    };
    let unread = || format!("cannot read {}; --no-config runs without it", path.display());
    let root = repository(path).with_context(unread)?;
    if *choice == ConfigChoice::Found {
        // It came with the folder, and what it leads to would be shown with its mistakes.
        let is_own =
            path.canonicalize().is_ok_and(|real| real.starts_with(&root) && real.is_file());
        anyhow::ensure!(
            is_own,
            "{} is not a regular file of this folder; --no-config runs without it",
            path.display()
        );
    }
    let text = read_text(path).with_context(unread)?;
    let mut options: Config =
        toml::from_str(&text).with_context(|| format!("{} has a mistake", path.display()))?;
    options.root = Some(root);
    check(&options).with_context(|| format!("{} has a mistake", path.display()))?;
    Ok(options.bounded())
}

/// The folder in which a configuration may name files: the work tree around it, else its own folder.
fn repository(path: &Path) -> std::io::Result<PathBuf> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let folder = folder.canonicalize()?;
    let root = folder.ancestors().find(|above| above.join(".git").exists());
    Ok(root.unwrap_or(&folder).to_owned())
}

/// What the types alone do not hold.
fn check(options: &Config) -> anyhow::Result<()> {
    if let Some(text) = &options.extract.origin {
        origin(text, "extract.origin =")?;
    }
    for (key, selectors) in
        [("content", &options.extract.content), ("exclude", &options.extract.exclude)]
    {
        for host in selectors.keys() {
            let is_host = Url::parse(&format!("https://{host}/"))
                .is_ok_and(|url| url.host_str() == Some(host) && url.path() == "/");
            anyhow::ensure!(
                is_host,
                "extract.{key} has the key {host:?}, which is not a host; write it as \"example.org\""
            );
        }
    }
    let report = &options.report;
    for (name, is_empty) in [
        ("report.selection.places", report.selection.places.is_empty()),
        ("report.selection.syntaxes", report.selection.syntaxes.is_empty()),
        ("report.facets", report.facets.is_empty()),
    ] {
        anyhow::ensure!(!is_empty, "{name} is empty; remove it to get the default");
    }
    Ok(())
}

/// An origin that can be one: an absolute http(s) URL, or [`NO_ORIGIN`]. `named` is the flag or key.
pub(crate) fn origin<'a>(text: &'a str, named: &str) -> anyhow::Result<&'a str> {
    let url = Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    anyhow::ensure!(
        url || text == NO_ORIGIN,
        "{named} {text} is not an absolute http(s) URL; write one, or {NO_ORIGIN}"
    );
    Ok(text)
}
