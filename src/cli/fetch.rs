//! Articles that are named by their URLs: fetched, and kept for another run.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::check::{self, Client};
use citegraph::input::{Found, saved_page};
use citegraph::link::redact::redact;

use super::config::Options;
use super::network;
use super::output::{Guard, Output};

/// Fetches what arguments name by URL.
pub(crate) struct Fetcher<'a> {
    options: &'a Options,
    /// Where pages are kept; `None` for memory alone.
    folder: Option<&'a Path>,
    guard: &'a Guard,
    /// Made for the first page.
    client: Option<Client>,
    asked: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl<'a> Fetcher<'a> {
    /// Fetches by `options` and keeps pages in `folder`.
    pub(crate) fn new(options: &'a Options, folder: Option<&'a Path>, guard: &'a Guard) -> Self {
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
    pub(crate) fn add(&mut self, argument: &Path, found: &mut Found) -> anyhow::Result<()> {
        match argument.to_str().filter(|text| check::is_address(text)) {
            Some(url) => self.fetch(url, found),
            None => Ok(found.add(argument)?),
        }
    }

    fn fetch(&mut self, argument: &str, found: &mut Found) -> anyhow::Result<()> {
        let url = check::address(argument)?;
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
        let from = redact(fetched.url.as_str());
        let page = saved_page(&from, fetched.bytes, fetched.charset.as_deref());
        if let Some(folder) = self.folder {
            let path = folder.join(self.free_name(check::file_name(&url)));
            self.keep(&path, &page)
                .with_context(|| format!("cannot keep the page of {}", redact(url.as_str())))?;
        }
        found.add_page(redact(url.as_str()).into_owned(), page);
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
    fn keep(&self, path: &Path, page: &str) -> anyhow::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let is_earlier = self.guard.is_page_of(path, page);
        let mut file = match is_earlier {
            true => Output::replace(path)?,
            false => Output::create(path, self.guard)?,
        };
        file.write_all(page.as_bytes())?;
        file.finish()
    }
}
