//! `citegraph extract --partial`: every input into a folder of its own, which appears when it is complete.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::article::Skipped;
use citegraph::export::jsonl;
use citegraph::extract::batch::DocumentOutcome;
use citegraph::input::InputSet;

use super::super::Exit;
use super::super::args::{CliContext, InputArgs};
use super::super::configuration::Config;
use super::super::output::{self, OutputFile, OutputFolder, visible};
use super::super::partials::{
    ARTICLES, PartialCounts, PartialFacts, PartialFolder, PartialName, PartialRecord, SKIPPED,
    Sha256Hex, TableRecord, file_digest, options_value, program,
};
use super::input_digest::InputDigest;

/// Writes a partial of every input into `folder`.
pub(super) fn write(
    inputs: &InputArgs,
    folder: &Path,
    mut options: Config,
    env: &CliContext,
) -> anyhow::Result<Exit> {
    // What is left out cannot be brought back, and `merge` has flags for that.
    options.extract.text = true;
    let mut run = PartialRun { folder, options, env, skipped: Vec::new(), citations: 0 };
    let mut named = BTreeSet::new();
    let each = inputs.each()?;
    anyhow::ensure!(!each.is_empty(), "nothing to read; give files or folders");
    for input in &each {
        run.write(input)?;
        named.extend(input.named());
    }
    inputs.name_all(named);
    inputs.finish_run(env, &run.skipped, run.citations)
}

/// A run that writes partials.
struct PartialRun<'a> {
    folder: &'a Path,
    options: Config,
    env: &'a CliContext,
    skipped: Vec<Skipped>,
    citations: usize,
}

impl PartialRun<'_> {
    /// Writes the partial of one input, unless there is one that would be the same.
    fn write(&mut self, input: &InputArgs) -> anyhow::Result<()> {
        let argument = input.first_name().map_or(Path::new(""), PathBuf::as_path);
        let PartialName { input: name, folder } = PartialName::new(argument)?;
        let path = self.folder.join(folder);
        let out = OutputFolder::create(&path, &[ARTICLES, SKIPPED], &self.env.guard)?;
        input.keep_pages(out.stage_path().join(output::PAGES_FOLDER));
        let found = input.find_sources(self.env, &self.options, Some(self.folder))?;
        let record = self.record(name, input, &found)?;
        let old = PartialFolder::read(&path).ok().flatten();
        let is_same =
            |old: &PartialFolder| old.record.is_current(&record) && old.ensure_whole().is_ok();
        if let Some(old) = old.filter(is_same) {
            self.env.explain(|| {
                format!("{} is up to date and is kept", visible(&path.display().to_string()))
            });
            return self.take_over(&old);
        }
        InputArgs::explain_sources(self.env, &found.sources);
        self.extract(input, found, out, record)
    }

    /// What the manifest says before anything is extracted.
    fn record(
        &self,
        input: String,
        args: &InputArgs,
        found: &InputSet,
    ) -> anyhow::Result<PartialRecord> {
        let InputDigest { bytes, sha256 } = InputDigest::new(found);
        let options = options_value(&self.options)?;
        let options_sha256 = Sha256Hex::from_bytes(options.to_string().as_bytes());
        Ok(PartialRecord {
            input,
            bytes,
            sha256,
            program: program(),
            options,
            options_sha256,
            configuration: self.env.configuration.clone(),
            counts: PartialCounts::default(),
            named: args.named(),
            tables: BTreeMap::new(),
        })
    }

    /// Extracts an input into its folder.
    fn extract(
        &mut self,
        input: &InputArgs,
        found: InputSet,
        out: OutputFolder,
        mut record: PartialRecord,
    ) -> anyhow::Result<()> {
        let mut skipped = found.skipped;
        let counts = &mut record.counts;
        out.file(ARTICLES, |table: &mut OutputFile| {
            let work = |outcome| outcome;
            input.run(&found.sources, self.env, &self.options, work, |outcome| {
                match outcome {
                    DocumentOutcome::Skipped(row) => skipped.push(row),
                    DocumentOutcome::Article(article) => {
                        counts.add(&article);
                        jsonl::write([&*article], table)?;
                    }
                    DocumentOutcome::Known(article) => {
                        counts.known += 1;
                        counts.add(&article);
                        jsonl::write([&*article], table)?;
                    }
                }
                Ok(())
            })
        })?;
        skipped.sort();
        skipped.dedup();
        counts.skipped = skipped.len() as u64;
        out.file(SKIPPED, |table| write_skips(&skipped, table))?;
        record.tables = tables(out.stage_path())?;
        self.citations += record.counts.citations as usize;
        self.skipped.extend(skipped);
        out.finish_with(&PartialFacts { partial: record })
    }

    /// Counts what a partial holds that stays as it is.
    fn take_over(&mut self, old: &PartialFolder) -> anyhow::Result<()> {
        self.citations += old.record.counts.citations as usize;
        self.skipped.extend(old.skipped()?);
        Ok(())
    }
}

fn write_skips(skipped: &[Skipped], table: &mut OutputFile) -> anyhow::Result<()> {
    for row in skipped {
        serde_json::to_writer(&mut *table, row)?;
        table.write_all(b"\n")?;
    }
    Ok(())
}

/// The files of a partial with their hashes.
fn tables(stage: &Path) -> anyhow::Result<BTreeMap<String, TableRecord>> {
    let mut tables = BTreeMap::new();
    let mut names: Vec<String> = [ARTICLES, SKIPPED].map(str::to_owned).into();
    if let Ok(pages) = std::fs::read_dir(stage.join(output::PAGES_FOLDER)) {
        for page in pages {
            let name = page?.file_name().to_string_lossy().into_owned();
            names.push(format!("{}/{name}", output::PAGES_FOLDER));
        }
    }
    for name in names {
        let digest = file_digest(&stage.join(&name));
        let (bytes, sha256) = digest.with_context(|| format!("cannot read {name} again"))?;
        tables.insert(name, TableRecord { bytes, sha256 });
    }
    Ok(tables)
}
