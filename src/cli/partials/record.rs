//! What the manifest of a partial says about it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context as _;
use citegraph::article::Article;
use citegraph::extract::ExtractOptions;
use citegraph::input::InputOptions;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::configuration::{Config, ConfigChoice};
use super::super::side_file::read_bytes;
use super::super::version;
use super::Sha256Hex;

/// The part of a manifest that only a partial has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PartialFacts {
    /// The partial.
    pub(crate) partial: PartialRecord,
}

/// What a partial was made of, by what, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PartialRecord {
    /// The argument, by the name that outputs have for it.
    pub(crate) input: String,
    /// The bytes of all its files.
    pub(crate) bytes: u64,
    /// Of a file its SHA-256; of a folder that of its listing, one line for each file and each skip.
    pub(crate) sha256: Sha256Hex,
    /// The program, with the commit where it is known.
    pub(crate) program: String,
    /// The options that decide what is extracted.
    pub(crate) options: Value,
    /// Their hash.
    pub(crate) options_sha256: Sha256Hex,
    /// The configuration file; `None` where there was none.
    pub(crate) configuration: Option<ConfigRecord>,
    /// How much it holds.
    pub(crate) counts: PartialCounts,
    /// The names that are inputs of the command line themselves: that one of them cannot be read is an error.
    pub(crate) named: BTreeSet<String>,
    /// The tables by their file names.
    pub(crate) tables: BTreeMap<String, TableRecord>,
}

/// How much a partial holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PartialCounts {
    /// Articles.
    pub(crate) articles: u64,
    /// Those of them that came from lines of an earlier extraction.
    pub(crate) known: u64,
    /// Citations.
    pub(crate) citations: u64,
    /// Other links.
    pub(crate) rejects: u64,
    /// Files that were skipped.
    pub(crate) skipped: u64,
}

impl PartialCounts {
    /// Counts an article.
    pub(crate) fn add(&mut self, article: &Article) {
        self.articles += 1;
        self.citations += article.citations.len() as u64;
        self.rejects += article.rejects.len() as u64;
    }
}

/// One table of a partial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TableRecord {
    /// Its length.
    pub(crate) bytes: u64,
    /// Its hash.
    pub(crate) sha256: Sha256Hex,
}

/// Which configuration file a run read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct ConfigRecord {
    /// Its path.
    pub(crate) file: String,
    /// The hash of its bytes.
    pub(crate) sha256: Sha256Hex,
    /// The input from which it was searched; `None` where the command line or the environment names it.
    pub(crate) searched_from: Option<String>,
}

/// The options that decide what is extracted.
#[derive(Serialize)]
struct ExtractionOptions<'a> {
    input: InputOptions,
    extract: &'a ExtractOptions,
}

/// The same options as JSON. Keys are sorted.
///
/// # Errors
/// Where they cannot be written as JSON, which does not happen.
pub(crate) fn options_value(options: &Config) -> anyhow::Result<Value> {
    let shown = ExtractionOptions { input: options.input, extract: &options.extract };
    Ok(serde_json::to_value(shown)?)
}

/// This program, with its commit where it is known.
pub(crate) fn program() -> String {
    version::text().lines().next().unwrap_or_default().to_owned()
}

impl PartialRecord {
    /// Whether a partial of this record can stand for one that would be made now: the input, the program and the
    /// options are the same.
    pub(crate) fn is_current(&self, now: &Self) -> bool {
        let made_of = |one: &Self| Self {
            counts: PartialCounts::default(),
            tables: BTreeMap::new(),
            ..one.clone()
        };
        made_of(self) == made_of(now)
    }
}

impl ConfigRecord {
    /// The file that a run read by this choice.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(crate) fn new(choice: &ConfigChoice, file: Option<&Path>) -> anyhow::Result<Option<Self>> {
        let Some(file) = file else { return Ok(None) };
        let bytes = read_bytes(file).with_context(|| format!("cannot read {}", file.display()))?;
        let searched_from = match choice {
            ConfigChoice::Found(input) => {
                Some(input.as_deref().map(Path::to_string_lossy).unwrap_or_default().into_owned())
            }
            ConfigChoice::File(_) | ConfigChoice::Nothing => None,
        };
        let file = file.to_string_lossy().into_owned();
        Ok(Some(Self { file, sha256: Sha256Hex::from_bytes(&bytes), searched_from }))
    }
}
