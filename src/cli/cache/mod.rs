//! `--cache`: articles that earlier runs extracted, for documents that have not changed since.
//!
//! Only what one document alone decides is kept: nothing that a run computes of its articles is.

mod build;
mod entry;
mod folder;
mod stamp;

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context as _;
use citegraph::extract::batch::DocumentOutcome;
use citegraph::extract::{ExtractOptions, Extractor};
use citegraph::input::{InputOptions, InputSource};
use citegraph::report::plural;
use serde::Serialize;

pub(crate) use self::entry::StoredArticle;
use self::entry::{DocumentIdentity, EntryKey};
pub(crate) use self::folder::CacheFolder;
use self::stamp::FileStamp;
use super::clock::system_time;
use super::configuration::Config;
use super::output::visible;
use super::partials::{Sha256Hex, file_digest, options_value};

/// How a document is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocumentCheck {
    /// By what the file system says of it.
    Stamp,
    /// By its bytes.
    Digest,
}

/// The cache of one run with one set of options.
pub(crate) struct ArticleCache<'a> {
    folder: &'a CacheFolder,
    check: DocumentCheck,
    build: Sha256Hex,
    options_sha256: Sha256Hex,
    reading: InputOptions,
    extract: &'a ExtractOptions,
    /// Documents that were asked for, and those that were there.
    asked: AtomicU64,
    found: AtomicU64,
}

/// What decides on an article beside the bytes of its document and the build.
#[derive(Serialize)]
struct KeyFacts<'a> {
    /// The file, wherever the run was started.
    path: &'a str,
    /// Its name in the outputs.
    input: &'a str,
    /// Files that are named themselves are read under more names.
    is_named: bool,
    options_sha256: &'a Sha256Hex,
    /// The folders of `--base-url`.
    folders: &'a [String],
}

impl<'a> ArticleCache<'a> {
    /// The cache in `folder` for these options.
    ///
    /// # Errors
    /// Where nothing tells this program from other builds.
    pub(crate) fn new(
        folder: &'a CacheFolder,
        check: DocumentCheck,
        options: &Config,
        extract: &'a ExtractOptions,
    ) -> anyhow::Result<Self> {
        let build = build::build_digest().context("cannot read the file of this program")?;
        let value = options_value(options)?;
        Ok(Self {
            folder,
            check,
            build,
            options_sha256: Sha256Hex::from_bytes(value.to_string().as_bytes()),
            reading: options.input,
            extract,
            asked: AtomicU64::new(0),
            found: AtomicU64::new(0),
        })
    }

    /// What `accept` makes of the stored article of a source; `None` where there is none, or `accept` cannot use it.
    pub(crate) fn recall<T>(
        &self,
        source: &InputSource,
        accept: impl FnOnce(StoredArticle) -> Option<T>,
    ) -> Option<T> {
        let InputSource::File { path, .. } = source else { return None };
        self.asked.fetch_add(1, Ordering::Relaxed);
        let there = path.metadata().ok().filter(fs::Metadata::is_file)?;
        let key = self.key(source)?;
        let is_same = |document: &DocumentIdentity| match self.check {
            _ if there.len() != document.bytes => false,
            DocumentCheck::Stamp => {
                document.stamp.is_some() && document.stamp == FileStamp::new(&there)
            }
            DocumentCheck::Digest => {
                file_digest(path).is_ok_and(|(_, sha256)| sha256 == document.sha256)
            }
        };
        let accepted = accept(entry::from_bytes(self.folder.read(&key.key)?, &key, is_same)?)?;
        self.found.fetch_add(1, Ordering::Relaxed);
        Some(accepted)
    }

    /// Extracts from a source, and keeps the article of a file.
    pub(crate) fn load(
        &self,
        source: &InputSource,
        extractor: &mut Extractor,
    ) -> Vec<DocumentOutcome> {
        let (before, mut seen) = (system_time(), None);
        let loaded = source.load_observed(&self.reading, &mut |file, bytes| {
            // A pipe gives something else every time.
            let Some(there) = file.metadata().ok().filter(fs::Metadata::is_file) else { return };
            let stamp = FileStamp::new(&there).filter(|stamp| stamp.is_settled(before));
            seen = Some(DocumentIdentity {
                bytes: bytes.len() as u64,
                sha256: Sha256Hex::from_bytes(bytes),
                stamp,
            });
        });
        let outcomes: Vec<DocumentOutcome> = loaded
            .into_iter()
            .flat_map(|one| DocumentOutcome::from_loaded(one, extractor, self.extract))
            .collect();
        // Lines of an earlier extraction are many articles, and what is skipped costs little to read again.
        if let ([DocumentOutcome::Article(article)], Some(document)) = (outcomes.as_slice(), seen)
            && let Some(key) = self.key(source)
            && let Some(bytes) = entry::to_bytes(&key, document, article)
        {
            self.folder.write(&key.key, &bytes);
        }
        outcomes
    }

    /// How much came from the cache, for `-v`; `None` where it could hold nothing of this run.
    pub(crate) fn describe(&self) -> Option<String> {
        let (found, asked) =
            (self.found.load(Ordering::Relaxed), self.asked.load(Ordering::Relaxed));
        let folder = visible(&self.folder.path().display().to_string());
        let files = plural(asked, "file", "files");
        (asked > 0).then(|| format!("{found} of {files} came from the cache {folder}"))
    }

    /// Why nothing more could be kept; said once for all runs of a process.
    pub(crate) fn take_failure(&self) -> Option<String> {
        self.folder.take_failure()
    }

    fn key(&self, source: &InputSource) -> Option<EntryKey> {
        let InputSource::File { path, named } = source else { return None };
        let path = std::path::absolute(path).ok()?;
        // A path that is not Unicode has a name that says all of its bytes.
        let facts = KeyFacts {
            path: &path.to_string_lossy(),
            input: &source.name(),
            is_named: *named,
            options_sha256: &self.options_sha256,
            folders: self.extract.base_url.as_ref().map_or(&[], |_| &self.extract.base_folders),
        };
        let facts = serde_json::to_vec(&facts).ok()?;
        Some(EntryKey { build: self.build.clone(), key: Sha256Hex::from_bytes(&facts) })
    }
}
