//! `citegraph extract --format parquet`: the tables of articles, links and sentences in a folder.

use std::path::Path;

use super::super::Exit;
use super::super::args::{CliContext, InputArgs};
use super::super::configuration::Config;
use super::super::tables;

/// Writes the tables into `folder`.
#[cfg(feature = "parquet")]
pub(super) fn write(
    inputs: &InputArgs,
    folder: Option<&Path>,
    redact: bool,
    options: &Config,
    env: &CliContext,
) -> anyhow::Result<Exit> {
    use citegraph::export::jsonl;
    use citegraph::extract::batch::DocumentOutcome;

    use super::super::output::OutputFolder;

    let folder = folder.filter(|folder| *folder != Path::new("-"));
    let Some(folder) = folder else {
        anyhow::bail!("--format parquet writes several files; give a folder with -o DIR");
    };
    let out = OutputFolder::create(folder, &tables::ARTICLE_TABLES, &env.guard)?;
    let found = inputs.find_sources(env, options, Some(folder))?;
    InputArgs::explain_sources(env, &found.sources);
    let (mut skipped, mut citations) = (found.skipped, 0);
    let mut written = tables::open(&out, None)?;
    let work = |outcome| match outcome {
        DocumentOutcome::Article(article) | DocumentOutcome::Known(article) if redact => {
            Ok(Box::new(jsonl::redacted(&article)))
        }
        DocumentOutcome::Article(article) | DocumentOutcome::Known(article) => Ok(article),
        DocumentOutcome::Skipped(row) => Err(row),
    };
    inputs.run(&found.sources, env, options, work, |outcome| {
        match outcome {
            Ok(article) => {
                citations += article.citations.len();
                written.add(&article)?;
            }
            Err(row) => skipped.push(row),
        }
        Ok(())
    })?;
    tables::finish(written)?;
    out.finish()?;
    inputs.finish_run(env, &skipped, citations)
}

/// Says that this build cannot write tables.
#[cfg(not(feature = "parquet"))]
pub(super) fn write(
    _inputs: &InputArgs,
    _folder: Option<&Path>,
    _redact: bool,
    _options: &Config,
    _env: &CliContext,
) -> anyhow::Result<Exit> {
    tables::ensure_supported().map(|()| Exit::Fine)
}
