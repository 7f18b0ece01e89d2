//! Articles that are named by their URLs: fetched, and kept for another run.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::fetch;
use citegraph::fetch::Client;
use citegraph::input::{InputSet, render_saved_page};
use citegraph::link::redact::redact_url;

use super::configuration::Config;
use super::network;
use super::output::{OutputFile, OverwriteGuard};

/// Fetches what arguments name by URL.
pub(crate) struct Fetcher<'a> {
    options: &'a Config,
    /// Where pages are kept; `None` for memory alone.
    folder: Option<&'a Path>,
    guard: &'a OverwriteGuard,
    /// Made for the first page.
    client: Option<Client>,
    asked: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl<'a> Fetcher<'a> {
    /// Fetches by `options` and keeps pages in `folder`.
    pub(crate) fn new(
        options: &'a Config,
        folder: Option<&'a Path>,
        guard: &'a OverwriteGuard,
    ) -> Self {
        Self {
            options,
            folder,
            guard,
            client: None,
            asked: BTreeSet::new(),
            names: BTreeSet::new(),
        }
    }

    /// Adds what an argument names, a URL or a path.
    pub(crate) fn add(&mut self, argument: &Path, found: &mut InputSet) -> anyhow::Result<()> {
        match argument.to_str().filter(|text| fetch::is_address(text)) {
            Some(url) => self.fetch(url, found),
            None => Ok(found.add(argument)?),
        }
    }

    fn fetch(&mut self, argument: &str, found: &mut InputSet) -> anyhow::Result<()> {
        let url = fetch::address(argument)?;
        if !self.asked.insert(url.to_string()) {
            return Ok(());
        }
        if self.client.is_none() {
            let mut options = self.options.check.clone();
            network::apply(&mut options);
            self.client = Some(Client::new(&options)?);
        }
        let Some(client) = &self.client else { return Ok(()) };
        let fetched = client.fetch(&url, self.options.input.max_size)?;
        let from = redact_url(fetched.url.as_str());
        let page = render_saved_page(&from, fetched.bytes, fetched.charset.as_deref());
        if let Some(folder) = self.folder {
            let path = folder.join(self.free_name(fetch::file_name(&url)));
            self.save(&path, &page)
                .with_context(|| format!("cannot save the page of {}", redact_url(url.as_str())))?;
        }
        found.add_page(redact_url(url.as_str()).into_owned(), page);
        Ok(())
    }

    /// The name of a file, numbered where an earlier page has it.
    fn free_name(&mut self, name: String) -> PathBuf {
        let mut free = name.clone();
        let mut number = 2;
        while !self.names.insert(free.clone()) {
            free = format!("{name}-{number}");
            number += 1;
        }
        format!("{free}.html").into()
    }

    /// Keeps a page. An earlier page of the same host may be replaced: nothing in it is anybody's work.
    fn save(&self, path: &Path, page: &str) -> anyhow::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let is_earlier = self.guard.is_page_of(path, page);
        let mut file = match is_earlier {
            true => OutputFile::replace(path)?,
            false => OutputFile::create(path, self.guard)?,
        };
        file.write_all(page.as_bytes())?;
        file.finish()
    }
}
