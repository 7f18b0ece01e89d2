//! The partials of some folders, found and held against each other before anything is read of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::article::Skipped;
use citegraph::input::PARTIAL;
use serde_json::Value;

use super::super::configuration::{self, ConfigChoice};
use super::super::output::{PAGES_FOLDER, visible};
use super::super::side_file::read_bytes;
use super::record::program;
use super::{
    ARTICLES, ConfigRecord, PartialFacts, PartialName, PartialRecord, SKIPPED, file_digest,
};

/// The manifest of a partial.
const MANIFEST: &str = "manifest.json";

/// Inputs that are named where their partials are missing.
const MAX_SHOWN_INPUTS: usize = 5;

/// Options that are shown where partials were made with different ones.
const MAX_SHOWN_OPTIONS: usize = 3;

/// One partial: its folder, and what its manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PartialFolder {
    /// The folder.
    pub(crate) path: PathBuf,
    /// What its manifest says.
    pub(crate) record: PartialRecord,
}

/// Partials that belong together: one program and one set of options made all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PartialSet {
    /// By input, then by folder.
    pub(crate) partials: Vec<PartialFolder>,
}

impl PartialSet {
    /// Finds the partials in folders. A folder may also be a partial itself.
    ///
    /// # Errors
    /// Where a folder has none, where something in it is not a partial, and where they do not belong together.
    pub(crate) fn open(folders: &[PathBuf]) -> anyhow::Result<Self> {
        let mut partials = Vec::new();
        for folder in folders {
            let found = partials_in(folder)?;
            anyhow::ensure!(
                !found.is_empty(),
                "{} has no partials; write them with `citegraph extract --partial DIR INPUT...`",
                shown(folder)
            );
            partials.extend(found);
        }
        partials.sort_by(|left, right| {
            (&left.record.input, &left.path).cmp(&(&right.record.input, &right.path))
        });
        let set = Self { partials };
        set.ensure_one_program()?;
        set.ensure_same_options()?;
        Ok(set)
    }

    fn ensure_one_program(&self) -> anyhow::Result<()> {
        let program = program();
        let other = self.partials.iter().find(|one| one.record.program != program);
        let Some(other) = other else { return Ok(()) };
        anyhow::bail!(
            "{} was written by citegraph {}, and this is citegraph {program}; extract {} again with this version",
            shown(&other.path),
            visible(&other.record.program),
            visible(&other.record.input)
        )
    }

    fn ensure_same_options(&self) -> anyhow::Result<()> {
        let Some((first, rest)) = self.partials.split_first() else { return Ok(()) };
        let record =
            |one: &PartialFolder| (one.record.options_sha256.clone(), one.record.options.clone());
        let Some(other) = rest.iter().find(|one| record(one) != record(first)) else {
            return Ok(());
        };
        let differences = differences(&first.record.options, &other.record.options);
        let differences: Vec<String> = differences
            .into_iter()
            .take(MAX_SHOWN_OPTIONS)
            .map(|(key, [one, two])| format!("{key} is {one} in the first and {two} in the second"))
            .collect();
        anyhow::bail!(
            "{} and {} were made with different options: {}; extract {} or {} again, with the same options",
            shown(&first.path),
            shown(&other.path),
            visible(&differences.join(", ")),
            visible(&first.record.input),
            visible(&other.record.input)
        )
    }

    /// Fails where one of these inputs has no partial.
    pub(crate) fn ensure_inputs(&self, inputs: &[PathBuf]) -> anyhow::Result<()> {
        let there: BTreeSet<&str> =
            self.partials.iter().map(|one| one.record.input.as_str()).collect();
        let mut missing = Vec::new();
        for input in inputs {
            let name = PartialName::new(input)?.input;
            if !there.contains(name.as_str()) {
                missing.push(visible(&name));
            }
        }
        let more = missing.len().saturating_sub(MAX_SHOWN_INPUTS);
        missing.truncate(MAX_SHOWN_INPUTS);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        anyhow::ensure!(
            missing.is_empty(),
            "found no partial of {}{more}; write it with `citegraph extract --partial DIR INPUT...`",
            missing.join(", ")
        );
        Ok(())
    }

    /// The configuration that the partials were made with, so that `merge` reads the same.
    ///
    /// # Errors
    /// Where there are several, or where it is not what it was.
    pub(crate) fn configuration(&self) -> anyhow::Result<ConfigChoice> {
        let by_hash: BTreeMap<_, &PartialFolder> = self
            .partials
            .iter()
            .map(|one| (one.record.configuration.as_ref().map(|config| &config.sha256), one))
            .collect();
        let made: Vec<&PartialFolder> = by_hash.into_values().collect();
        const REMEDY: &str = "choose one with --config FILE, or none with --no-config";
        match made.as_slice() {
            [] => Ok(ConfigChoice::Nothing),
            [one] => match &one.record.configuration {
                None => Ok(ConfigChoice::Nothing),
                Some(config) => found(config).with_context(|| {
                    format!(
                        "cannot use the configuration that {} was made with; {REMEDY}",
                        shown(&one.path)
                    )
                }),
            },
            [first, second, ..] => anyhow::bail!(
                "{} was made with {}, and {} with {}; {REMEDY}",
                shown(&first.path),
                named(first.record.configuration.as_ref()),
                shown(&second.path),
                named(second.record.configuration.as_ref())
            ),
        }
    }
}

/// The configuration file of a record, where it is still the same. Its text is not looked at before, for the record
/// may be somebody else's.
fn found(config: &ConfigRecord) -> anyhow::Result<ConfigChoice> {
    let file = visible(&config.file);
    let Some(from) = &config.searched_from else {
        anyhow::bail!("{file} was named on the command line");
    };
    let choice = ConfigChoice::Found((!from.is_empty()).then(|| PathBuf::from(from)));
    let path = configuration::file_of(&choice);
    let path = path.with_context(|| format!("{file} not found"))?;
    let (_, sha256) = file_digest(&path).with_context(|| format!("cannot read {file}"))?;
    anyhow::ensure!(sha256 == config.sha256, "{file} has changed since the partial was made");
    Ok(choice)
}

fn named(config: Option<&ConfigRecord>) -> String {
    config.map_or_else(|| "no configuration".to_owned(), |config| visible(&config.file))
}

/// The partials of one folder, which may be a partial itself.
fn partials_in(folder: &Path) -> anyhow::Result<Vec<PartialFolder>> {
    if let Some(partial) = PartialFolder::read(folder)? {
        return Ok(vec![partial]);
    }
    let failed = || format!("cannot read {}", shown(folder));
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        // Somebody still writes it, or a killed run left it.
        let is_unfinished = entry.file_name().as_encoded_bytes().starts_with(PARTIAL.as_bytes());
        if is_unfinished || !entry.path().is_dir() {
            continue;
        }
        let partial = PartialFolder::read(&entry.path())?;
        found.push(partial.with_context(|| {
            format!(
                "{} is not a partial, or its manifest is missing; extract its input again, or remove the folder",
                shown(&entry.path())
            )
        })?);
    }
    Ok(found)
}

impl PartialFolder {
    /// Reads the manifest of a folder; `None` where it has none, or one that is not of a partial.
    ///
    /// # Errors
    /// Where the manifest of a partial cannot be understood.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Option<Self>> {
        let path = folder.join(MANIFEST);
        if !path.is_file() {
            return Ok(None);
        }
        let failed = || format!("cannot read {}; extract its input again", shown(&path));
        let bytes = read_bytes(&path).with_context(failed)?;
        let manifest: Value = serde_json::from_slice(&bytes).with_context(failed)?;
        if manifest.get("partial").is_none() {
            return Ok(None);
        }
        let facts: PartialFacts = serde_json::from_value(manifest).with_context(failed)?;
        Ok(Some(Self { path: folder.to_owned(), record: facts.partial }))
    }

    /// Its table of skips.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(crate) fn skipped(&self) -> anyhow::Result<Vec<Skipped>> {
        let path = self.path.join(SKIPPED);
        let failed = || format!("cannot read {}", shown(&path));
        let lines = BufReader::new(File::open(&path).with_context(failed)?).lines();
        let row = |line: io::Result<String>| {
            serde_json::from_str(&line.with_context(failed)?).with_context(failed)
        };
        lines.map(row).collect()
    }

    /// Fails where a table is not what the manifest says.
    pub(crate) fn ensure_whole(&self) -> anyhow::Result<()> {
        let remedy = || format!("extract {} again", visible(&self.record.input));
        let is_complete =
            [ARTICLES, SKIPPED].iter().all(|name| self.record.tables.contains_key(*name));
        anyhow::ensure!(is_complete, "{} lists no tables; {}", shown(&self.path), remedy());
        for (name, table) in &self.record.tables {
            let path = self.path.join(name);
            let is_file = path.symlink_metadata().is_ok_and(|there| there.is_file());
            anyhow::ensure!(
                is_file && is_table(name),
                "{} is missing or is not a file of a partial; {}",
                shown(&path),
                remedy()
            );
            let (bytes, sha256) = file_digest(&path)
                .with_context(|| format!("cannot read {}; {}", shown(&path), remedy()))?;
            anyhow::ensure!(
                (bytes, &sha256) == (table.bytes, &table.sha256),
                "{} is damaged: its SHA-256 is {}, and the manifest says {}; {}",
                shown(&path),
                sha256.as_str(),
                visible(table.sha256.as_str()),
                remedy()
            );
        }
        Ok(())
    }
}

/// Whether a partial has files of this name: its tables, and the pages that it fetched. A manifest may be somebody
/// else's, and leads nowhere else.
fn is_table(name: &str) -> bool {
    let page = name.strip_prefix(PAGES_FOLDER).and_then(|rest| rest.strip_prefix('/'));
    [ARTICLES, SKIPPED].contains(&name)
        || page.is_some_and(|page| !page.contains(['/', '\\']) && page.ends_with(".html"))
}

fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}

/// Where two sets of options differ: the dotted key, and both values.
fn differences(one: &Value, two: &Value) -> Vec<(String, [String; 2])> {
    let (mut left, mut right) = (BTreeMap::new(), BTreeMap::new());
    flatten(String::new(), one, &mut left);
    flatten(String::new(), two, &mut right);
    let value = |of: &BTreeMap<String, String>, key: &str| {
        of.get(key).cloned().unwrap_or_else(|| "not set".to_owned())
    };
    let mut keys: Vec<&String> = left.keys().chain(right.keys()).collect();
    keys.sort();
    keys.dedup();
    let pairs = keys.into_iter().map(|key| (key.clone(), [value(&left, key), value(&right, key)]));
    pairs.filter(|(_, [one, two])| one != two).collect()
}

fn flatten(key: String, value: &Value, into: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                flatten(key, value, into);
            }
        }
        _ => {
            into.insert(key, value.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_the_keys_of_the_configuration() {
        let one = serde_json::json!({"input": {"max-size": 1}, "extract": {"internal": "keep"}});
        let two = serde_json::json!({"input": {"max-size": 2}, "extract": {"internal": "keep", "origin": "x"}});
        assert_eq!(
            differences(&one, &two),
            [
                ("extract.origin".to_owned(), ["not set".to_owned(), "\"x\"".to_owned()]),
                ("input.max-size".to_owned(), ["1".to_owned(), "2".to_owned()]),
            ]
        );
    }
}
