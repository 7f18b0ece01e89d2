//! Flags of the cache of articles.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use citegraph::extract::ExtractOptions;
use clap::Args;

use super::super::cache::{ArticleCache, CacheFolder, DocumentCheck};
use super::super::configuration::Config;
use super::super::output::{self, OverwriteGuard};
use super::CliContext;

/// Where extracted articles are kept between runs.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct CacheArgs {
    /// Keep extracted articles in this folder, and take them from there while their files are unchanged. Results are
    /// the same with and without it, and it can be deleted at any time
    #[arg(long, value_name = "DIR", help_heading = "Input")]
    cache: Option<PathBuf>,
    /// Recognize unchanged files by their SHA-256 instead of size, times and inode, which differ in copies and checkouts
    #[arg(long, requires = "cache", help_heading = "Input")]
    cache_verify: bool,
    /// The folder, once it was opened.
    #[arg(skip)]
    folder: OnceLock<CacheFolder>,
}

impl CacheArgs {
    /// Opens the folder that the arguments name. Fails where it is something else than a cache.
    pub(crate) fn open(&self, guard: &OverwriteGuard) -> anyhow::Result<()> {
        if let Some(path) = &self.cache {
            let folder = CacheFolder::open(path, guard)?;
            self.folder.get_or_init(|| folder);
        }
        Ok(())
    }

    /// The folder that the arguments name.
    pub(super) fn path(&self) -> Option<&Path> {
        self.cache.as_deref()
    }

    /// Says that a verb reads all documents, whatever was kept.
    pub(crate) fn warn_unused(&self, env: &CliContext) {
        if self.cache.is_some() && !env.quiet {
            output::eprint_line(&format!(
                "warning: --cache has no effect on `{}`, which needs the text of all documents",
                env.verb
            ));
        }
    }

    /// The cache for a run with these options; `None` where there is none.
    pub(super) fn for_options<'a>(
        &'a self,
        env: &CliContext,
        options: &Config,
        extract: &'a ExtractOptions,
    ) -> Option<ArticleCache<'a>> {
        let check = match self.cache_verify || cfg!(not(unix)) {
            true => DocumentCheck::Digest,
            false => DocumentCheck::Stamp,
        };
        let cache = ArticleCache::new(self.folder.get()?, check, options, extract);
        if let Err(error) = &cache
            && !env.quiet
        {
            output::eprint_line(&format!("warning: --cache has no effect: {error:#}"));
        }
        cache.ok()
    }
}
