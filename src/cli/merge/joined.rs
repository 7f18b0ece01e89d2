//! Partials as one corpus, and their pages in one folder.

use std::collections::BTreeSet;
use std::fs;
use std::hash::BuildHasher as _;

use anyhow::Context as _;
use citegraph::article::{ContentDigest, Skipped};
use citegraph::corpus::ArticleStore;
use citegraph::corpus::table::CitationTable;
use citegraph::extract::ExtractOptions;
use citegraph::extract::batch::{self, DocumentOutcome};
use citegraph::input::{InputOptions, InputSource};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::super::args::{CliContext, is_of_last_run};
use super::super::output::{self, OutputFolder, PAGES_FOLDER, visible};
use super::super::partials::{ARTICLES, PartialFolder, PartialSet};

/// Reads all partials as the table of one run, and their articles into a store.
///
/// # Errors
/// Where a table is damaged, and where two partials have different articles of one document.
pub(super) fn table(
    set: &PartialSet,
    folder: &OutputFolder,
    env: &CliContext,
    store: &mut ArticleStore,
) -> anyhow::Result<CitationTable> {
    let mut joined = JoinedPartials::default();
    let mut progress = output::Progress::new(set.partials.len(), env.quiet);
    for (number, partial) in set.partials.iter().enumerate() {
        partial.ensure_whole()?;
        joined.add(partial, number, store)?;
        copy_pages(partial, folder, &mut joined.pages)?;
        progress.step();
    }
    progress.finish();
    let table = joined.finish(set, folder)?;
    store.arrange(&table)?;
    Ok(table)
}

/// The articles of partials, and which partial each is from.
#[derive(Default)]
struct JoinedPartials {
    table: CitationTable,
    skipped: Vec<Skipped>,
    /// The first partial with an article, by the hash of its input and part.
    first: FxHashMap<u64, usize>,
    /// Two partials that have an article of one input and part.
    shared: FxHashMap<u64, [usize; 2]>,
    /// Names of pages that are taken.
    pages: BTreeSet<String>,
}

impl JoinedPartials {
    fn add(
        &mut self,
        partial: &PartialFolder,
        number: usize,
        store: &mut ArticleStore,
    ) -> anyhow::Result<()> {
        let path = partial.path.join(ARTICLES);
        let table = [InputSource::File { path, named: true }];
        // Lines were bounded when they were written.
        let options = InputOptions { max_size: u64::MAX, ..InputOptions::default() };
        let intake = store.intake();
        let work = |outcome| match outcome {
            DocumentOutcome::Article(article) | DocumentOutcome::Known(article) => {
                let (content, size) = ContentDigest::with_size(&article);
                Ok((content, intake.prepare(*article, size)))
            }
            DocumentOutcome::Skipped(row) => Err(row),
        };
        batch::each(&table, &options, &ExtractOptions::default(), work, |outcome| match outcome {
            Ok((content, prepared)) => {
                let article = &prepared.article;
                self.note(&article.input, article.part.as_deref(), number);
                self.table.ingest(article, content);
                Ok(store.add(prepared)?)
            }
            Err(row) => Err(anyhow::anyhow!(
                "{}: {}; extract {} again",
                visible(&row.input),
                visible(&row.detail),
                visible(&partial.record.input)
            )),
        })?;
        self.skipped.extend(partial.skipped()?);
        Ok(())
    }

    fn note(&mut self, input: &str, part: Option<&str>, number: usize) {
        let key = key(input, part);
        let first = *self.first.entry(key).or_insert(number);
        if first != number {
            self.shared.entry(key).or_insert([first, number]);
        }
    }

    fn finish(self, set: &PartialSet, folder: &OutputFolder) -> anyhow::Result<CitationTable> {
        let (mut table, mut skipped) = (self.table, self.skipped);
        if let Ok(output) = folder.path().canonicalize() {
            skipped.retain(|row| !is_of_last_run(row, &output));
        }
        skipped.into_iter().for_each(|row| table.skip(row));
        let table = table.finish();
        for pair in table.articles().windows(2) {
            let [one, two] = pair else { continue };
            if (one.input(), one.part()) != (two.input(), two.part()) {
                continue;
            }
            let Some([first, second]) = self.shared.get(&key(one.input(), one.part())) else {
                continue;
            };
            let partials = [&set.partials[*first], &set.partials[*second]];
            // Lines of an earlier extraction may say two things of one document in one run too.
            if partials.iter().any(|partial| partial.record.counts.known > 0) {
                continue;
            }
            let [first, second] = partials.map(|one| visible(&one.path.display().to_string()));
            anyhow::bail!(
                "{} is not the same in {first} and in {second}; extract both inputs again, or leave one out",
                visible(one.input())
            );
        }
        Ok(table)
    }
}

/// The hash of what identifies an article.
fn key(input: &str, part: Option<&str>) -> u64 {
    FxBuildHasher.hash_one((input, part))
}

/// Copies the pages that a partial fetched, under names that no other page has.
fn copy_pages(
    partial: &PartialFolder,
    folder: &OutputFolder,
    taken: &mut BTreeSet<String>,
) -> anyhow::Result<()> {
    let pages = partial.record.tables.keys();
    let pages = pages.filter_map(|name| name.strip_prefix(PAGES_FOLDER)?.strip_prefix('/'));
    for page in pages {
        let stem = page.strip_suffix(".html").unwrap_or(page);
        let mut name = stem.to_owned();
        let mut number = 2;
        while !taken.insert(name.clone()) {
            name = format!("{stem}-{number}");
            number += 1;
        }
        let into = folder.stage_path().join(PAGES_FOLDER);
        let copied = fs::create_dir_all(&into).and_then(|()| {
            let from = partial.path.join(PAGES_FOLDER).join(page);
            fs::copy(from, into.join(format!("{name}.html")))
        });
        copied.with_context(|| format!("cannot copy the page {}", visible(page)))?;
    }
    Ok(())
}
