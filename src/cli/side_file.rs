//! Files beside the articles that options name: tables, lists, baselines. One that a configuration file
//! names may have been named by whoever proposes a change, so it must lie in the repository, and nothing
//! that it holds is shown.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::output::visible;

/// The largest that is read: the list of all retractions has about 60 MB.
const MAX_SIDE_FILE_BYTES: u64 = 256 << 20;

/// A file that an option names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "PathBuf", into = "PathBuf")]
pub(crate) struct SideFile {
    path: PathBuf,
    named_by: PathOrigin,
}

/// Who names a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PathOrigin {
    User,
    Configuration,
}

impl From<PathBuf> for SideFile {
    fn from(path: PathBuf) -> Self {
        Self { path, named_by: PathOrigin::Configuration }
    }
}

impl From<SideFile> for PathBuf {
    fn from(file: SideFile) -> Self {
        file.path
    }
}

impl SideFile {
    /// A file that a flag names.
    pub(crate) fn from_flag(path: &Path) -> Self {
        Self { path: path.to_owned(), named_by: PathOrigin::User }
    }

    /// Reads the path as one beside a file in `folder`.
    pub(crate) fn lies_in(&mut self, folder: &Path) {
        self.path = folder.join(&self.path);
    }

    /// Its text. `what` says what it should be, and `root` is the folder in which a configuration may
    /// name files.
    ///
    /// # Errors
    /// Where it cannot be read, is too large, or lies where it may not.
    pub(crate) fn read(&self, what: &str, root: Option<&Path>) -> anyhow::Result<String> {
        let name = self.name();
        if self.named_by == PathOrigin::Configuration {
            let real = self.path.canonicalize();
            let real = real.with_context(|| format!("cannot read {name}, given as {what}"))?;
            anyhow::ensure!(
                root.is_some_and(|root| real.starts_with(root)),
                "{name} is outside the repository, so a configuration file cannot set it as {what}; give it \
                 on the command line"
            );
            anyhow::ensure!(
                fs::metadata(&real).is_ok_and(|there| there.is_file()),
                "{name} is not a regular file, so a configuration file cannot set it as {what}"
            );
        }
        read_text(&self.path).with_context(|| format!("cannot read {name}, given as {what}"))
    }

    /// Why its text cannot be used: in full for who named it on the command line, else the place alone.
    pub(crate) fn unusable(
        &self,
        what: &str,
        error: impl Into<anyhow::Error>,
        text: &str,
    ) -> anyhow::Error {
        let (name, error) = (self.name(), error.into());
        if self.named_by == PathOrigin::User {
            return error.context(format!("{name} cannot be used as {what}"));
        }
        match place(&error, text) {
            Some((line, column)) => {
                anyhow::anyhow!("{name}:{line}:{column}: the file cannot be used as {what}")
            }
            None => anyhow::anyhow!("{name} cannot be used as {what}"),
        }
    }

    fn name(&self) -> String {
        visible(&self.path.to_string_lossy())
    }
}

/// Reads a file of UTF-8 text within the bound.
pub(crate) fn read_text(path: &Path) -> anyhow::Result<String> {
    String::from_utf8(read_bytes(path)?).ok().context("it is not UTF-8 text")
}

/// Reads a file within the bound.
pub(crate) fn read_bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_SIDE_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    anyhow::ensure!(
        bytes.len() as u64 <= MAX_SIDE_FILE_BYTES,
        "it has more than {MAX_SIDE_FILE_BYTES} bytes"
    );
    Ok(bytes)
}

/// Line and column of a mistake, from 1, where the error knows them.
fn place(error: &anyhow::Error, text: &str) -> Option<(usize, usize)> {
    error.chain().find_map(|cause| {
        let boxed = cause.downcast_ref::<Box<toml::de::Error>>().map(|error| &**error);
        if let Some(error) = boxed.or_else(|| cause.downcast_ref::<toml::de::Error>()) {
            let before = text.get(..error.span()?.start)?;
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next()?.chars().count() + 1;
            return Some((line, column));
        }
        let position = cause.downcast_ref::<csv::Error>()?.position()?;
        Some((usize::try_from(position.line()).ok()?, 1))
    })
}
