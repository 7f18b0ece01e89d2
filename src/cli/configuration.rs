//! The effective options: defaults, then `citegraph.toml`, then flags. The file is found from the first input, or from
//! the current folder, upwards to the root of the work tree.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::extract::NO_ORIGIN;
use citegraph::findings::Retractions;
use citegraph::source::Sources;
use citegraph::{check, extract, fetch, findings, input, report};
use serde::{Deserialize, Serialize};
use url::Url;

use super::side_file::{SideFile, read_text};

/// The name of the configuration file that is looked for.
const FILE: &str = "citegraph.toml";

/// The variable of the environment that names a configuration file, as `--config` does.
pub(crate) const CONFIG_VARIABLE: &str = "CITEGRAPH_CONFIG";

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
    /// `citegraph.toml` in the folder of this input or above it, otherwise in the current folder or above it.
    Found(Option<PathBuf>),
    /// This one.
    File(PathBuf),
    /// None at all.
    Nothing,
}

/// The options, and where they come from.
#[derive(Debug, Clone)]
pub(crate) struct ConfigRead {
    pub(crate) options: Config,
    /// The file, where there is one.
    pub(crate) file: Option<PathBuf>,
    /// The folders that were searched for one.
    pub(crate) searched: Vec<PathBuf>,
}

/// Reads the configuration. Unknown keys are errors that name the file.
pub(crate) fn read(choice: &ConfigChoice) -> anyhow::Result<ConfigRead> {
    let mut searched = Vec::new();
    let path = search(choice, &mut searched);
    let options = match &path {
        Some(path) => read_file(path, choice)?,
        None => Config::default(),
    };
    Ok(ConfigRead { options, file: path, searched })
}

/// The file that a choice leads to.
pub(crate) fn file_of(choice: &ConfigChoice) -> Option<PathBuf> {
    search(choice, &mut Vec::new())
}

fn search(choice: &ConfigChoice, searched: &mut Vec<PathBuf>) -> Option<PathBuf> {
    match choice {
        ConfigChoice::Nothing => None,
        ConfigChoice::Found(input) => find(input.as_deref(), searched),
        ConfigChoice::File(path) => Some(path.clone()),
    }
}

fn read_file(path: &Path, choice: &ConfigChoice) -> anyhow::Result<Config> {
    let unread = || format!("cannot read {}; --no-config runs without it", path.display());
    let root = repository(path).with_context(unread)?;
    let is_found = matches!(choice, ConfigChoice::Found(_));
    if is_found {
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
    let mistake = || format!("{} has a mistake", path.display());
    let mut options: Config = toml::from_str(&text).with_context(mistake)?;
    options.root = Some(root);
    if is_found {
        // What a file that was found names lies beside it, wherever the run was started.
        let folder = path.parent().unwrap_or(Path::new(""));
        let files = [&mut options.sources, &mut options.retractions];
        files.into_iter().flatten().for_each(|file| file.lies_in(folder));
    }
    check(&options).with_context(mistake)?;
    Ok(options.bounded())
}

/// The file that holds for a run: the nearest one at the input or above it, else at the current folder or above it.
fn find(input: Option<&Path>, searched: &mut Vec<PathBuf>) -> Option<PathBuf> {
    let of_input = input.map(|input| match input.is_dir() {
        true => input,
        false => input.parent().unwrap_or(Path::new("")),
    });
    of_input.into_iter().chain([Path::new("")]).find_map(|folder| find_above(folder, searched))
}

/// The nearest file in a folder and those above it, as far as they belong together: up to the root of the work tree,
/// or, outside of a work tree, while the folders have one owner. What lies above may be anybody's.
fn find_above(folder: &Path, searched: &mut Vec<PathBuf>) -> Option<PathBuf> {
    let named = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let real = named.canonicalize().ok()?;
    let work_tree = real.ancestors().position(|above| above.join(".git").exists());
    let belonging = match work_tree {
        Some(steps) => steps + 1,
        None => real.ancestors().take_while(|above| has_same_owner(above, &real)).count(),
    };
    for (steps, above) in real.ancestors().take(belonging.max(1)).enumerate() {
        if !searched.contains(&above.to_owned()) {
            searched.push(above.to_owned());
        }
        if above.join(FILE).symlink_metadata().is_ok() {
            // The name that the user would write, where that is short.
            let here = std::env::current_dir().and_then(|here| here.canonicalize()).ok();
            return Some(match steps {
                _ if here.as_deref() == Some(above) => PathBuf::from(FILE),
                0 => folder.join(FILE),
                _ => above.join(FILE),
            });
        }
    }
    None
}

#[cfg(unix)]
fn has_same_owner(folder: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let owner = |path: &Path| path.metadata().ok().map(|there| there.uid());
    owner(folder).is_some_and(|uid| Some(uid) == owner(other))
}

#[cfg(not(unix))]
fn has_same_owner(folder: &Path, other: &Path) -> bool {
    folder == other
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
    if let Some(text) = &options.extract.base_url {
        base_url(text, "extract.base-url =")?;
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

/// The URL of a folder: an absolute http(s) URL. `named` is the flag or key.
pub(crate) fn base_url<'a>(text: &'a str, named: &str) -> anyhow::Result<&'a str> {
    let is_web = Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    anyhow::ensure!(
        is_web,
        "{named} {text} is not an absolute http(s) URL; write one such as https://example.org/"
    );
    Ok(text)
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_nearest_file_of_the_work_tree_holds() {
        let root = tempfile::tempdir().expect("a folder");
        let posts = root.path().join("repo/posts/old");
        fs::create_dir_all(&posts).expect("a folder");
        fs::create_dir(root.path().join("repo/.git")).expect("a folder");
        fs::write(root.path().join(FILE), "").expect("a file");
        fs::write(posts.join("a.md"), "").expect("a file");
        let found = |input: &Path| find_above(input, &mut Vec::new());
        assert_eq!(found(&posts), None, "nothing above the work tree");
        let repo = root.path().join("repo").canonicalize().expect("a folder");
        fs::write(repo.join(FILE), "").expect("a file");
        assert_eq!(found(&posts), Some(repo.join(FILE)));
        fs::write(posts.join(FILE), "").expect("a file");
        assert_eq!(found(&posts), Some(posts.join(FILE)));
        let mut searched = Vec::new();
        assert_eq!(find(Some(&posts.join("a.md")), &mut searched), Some(posts.join(FILE)));
        assert_eq!(searched.len(), 1);
    }
}
