//! The folder of a cache: one file for each entry, in folders by the first digits of their names.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use citegraph::input::PARTIAL;
use citegraph::input::own_output::{CACHE_TAG, CACHE_TAG_TEXT, is_cache};

use super::super::output::{OutputFile, OverwriteGuard, visible};
use super::super::partials::Sha256Hex;
use super::entry::MAX_ENTRY_BYTES;

/// Digits of an entry's name that name its folder.
const SHARD_DIGITS: usize = 2;

/// The folder of a cache.
#[derive(Debug, Clone)]
pub(crate) struct CacheFolder {
    path: PathBuf,
    writes: Arc<WriteState>,
}

/// What became of writing into the folder.
#[derive(Debug, Default)]
struct WriteState {
    has_failed: AtomicBool,
    /// The first error, until it is reported.
    failure: Mutex<Option<String>>,
}

impl CacheFolder {
    /// Opens a cache, or makes a new one. What cannot be made is reported later, by [`take_failure`](Self::take_failure).
    ///
    /// # Errors
    /// Where something else stands there.
    pub(crate) fn open(path: &Path, guard: &OverwriteGuard) -> anyhow::Result<Self> {
        guard.check_folder(path)?;
        let folder = Self { path: path.to_owned(), writes: Arc::default() };
        let shown = visible(&path.display().to_string());
        let is_ready = match path.metadata() {
            Ok(there) if there.is_dir() => is_cache(path),
            Ok(_) => anyhow::bail!("{shown} is not a folder; choose another folder with --cache"),
            Err(_) => false,
        };
        if is_ready {
            return Ok(folder);
        }
        // Another run can have made it in between.
        anyhow::ensure!(
            is_empty(path) || is_cache(path),
            "{shown} is not a cache of citegraph and contains other files; choose a new or an empty folder with --cache"
        );
        if let Err(error) = folder.make() {
            folder.fail(&error);
        }
        Ok(folder)
    }

    fn make(&self) -> anyhow::Result<()> {
        fs::create_dir_all(&self.path)?;
        let mut tag = OutputFile::replace(&self.path.join(CACHE_TAG))?;
        tag.write_all(CACHE_TAG_TEXT.as_bytes())?;
        tag.finish()
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The bytes of an entry; `None` where there is none.
    pub(super) fn read(&self, name: &Sha256Hex) -> Option<Vec<u8>> {
        let path = self.entry_path(name);
        // A pipe would be waited for, and a link leads to what is not of the cache.
        let there = path.symlink_metadata().ok()?;
        if !there.is_file() || there.len() > MAX_ENTRY_BYTES {
            return None;
        }
        let mut bytes = Vec::with_capacity(there.len() as usize + 1);
        File::open(path).ok()?.take(MAX_ENTRY_BYTES + 1).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Writes an entry in place of an older one. After the first failure nothing more is written.
    pub(super) fn write(&self, name: &Sha256Hex, bytes: &[u8]) {
        if self.writes.has_failed.load(Ordering::Relaxed) {
            return;
        }
        if let Err(error) = self.write_entry(name, bytes) {
            self.fail(&error);
        }
    }

    fn write_entry(&self, name: &Sha256Hex, bytes: &[u8]) -> anyhow::Result<()> {
        let path = self.entry_path(name);
        let shard = path.parent().unwrap_or(&self.path);
        match fs::create_dir(shard) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => made?,
        }
        // Nothing is written through a link that somebody put there.
        let is_entry = |there: fs::Metadata| there.is_file();
        let is_ours =
            shard.symlink_metadata()?.is_dir() && path.symlink_metadata().map_or(true, is_entry);
        anyhow::ensure!(is_ours, "something in it is not an entry; delete the folder");
        let mut file = OutputFile::replace(&path)?;
        file.write_all(bytes)?;
        file.finish_unsynced()
    }

    fn entry_path(&self, name: &Sha256Hex) -> PathBuf {
        let (shard, rest) = name.as_str().split_at(SHARD_DIGITS);
        self.path.join(shard).join(format!("{rest}.jsonl"))
    }

    fn fail(&self, error: &anyhow::Error) {
        if !self.writes.has_failed.swap(true, Ordering::Relaxed) {
            let shown = visible(&self.path.display().to_string());
            let failure = format!("cannot write the cache {shown}: {}", error.root_cause());
            *self.writes.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
        }
    }

    /// Why something could not be written, once.
    pub(super) fn take_failure(&self) -> Option<String> {
        self.writes.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Whether nothing stands there but what another run has just begun to write.
fn is_empty(folder: &Path) -> bool {
    let is_begun = |entry: io::Result<fs::DirEntry>| {
        entry
            .is_ok_and(|entry| entry.file_name().as_encoded_bytes().starts_with(PARTIAL.as_bytes()))
    };
    fs::read_dir(folder).map_or(true, |mut entries| entries.all(is_begun))
}
