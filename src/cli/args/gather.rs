//! From the inputs of a run to its articles: all of them, or the table of their citations.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use citegraph::article::{Article, ContentDigest};
use citegraph::corpus::Corpus;
use citegraph::corpus::table::CitationTable;
use citegraph::extract::batch::{self, DocumentOutcome};
use citegraph::input::InputSource;

use super::super::configuration::Config;
use super::super::output;
use super::{CliContext, InputArgs, NO_EFFECT, context, is_of_last_run};

impl InputArgs {
    /// Extracts everything into one corpus.
    pub(crate) fn corpus(
        &self,
        env: &CliContext,
        options: &Config,
        output: Option<&Path>,
    ) -> anyhow::Result<Corpus> {
        let found = self.find_sources(env, options, output)?;
        let mut corpus = Corpus::default();
        self.run(
            &found.sources,
            env,
            options,
            |outcome| outcome,
            |outcome| {
                match outcome {
                    DocumentOutcome::Article(article) | DocumentOutcome::Known(article) => {
                        corpus.ingest(*article);
                    }
                    DocumentOutcome::Skipped(skipped) => corpus.skip(skipped),
                }
                Ok(())
            },
        )?;
        corpus
            .articles
            .iter()
            .for_each(|article| env.explain(|| context::describe_article(article)));
        found.skipped.into_iter().for_each(|skipped| corpus.skip(skipped));
        if let Some(output) = output.and_then(|output| output.canonicalize().ok()) {
            corpus.skipped.retain(|row| !is_of_last_run(row, &output));
        }
        Ok(corpus.finish())
    }

    /// Extracts everything into one table, article by article, so that no text is held. `change` changes an article before
    /// it is counted.
    pub(crate) fn table(
        &self,
        env: &CliContext,
        options: &Config,
        output: Option<&Path>,
        change: impl Fn(&mut Article) + Sync,
    ) -> anyhow::Result<CitationTable> {
        let found = self.find_sources(env, options, output)?;
        let (mut table, mut notes) = (CitationTable::default(), Vec::new());
        self.run(
            &found.sources,
            env,
            options,
            |outcome| match outcome {
                DocumentOutcome::Article(mut article) | DocumentOutcome::Known(mut article) => {
                    // Articles are told apart by what was read.
                    let content = ContentDigest::of(&article);
                    change(&mut article);
                    Ok((article, content))
                }
                DocumentOutcome::Skipped(skipped) => Err(skipped),
            },
            |outcome| {
                match outcome {
                    Ok((article, content)) => {
                        notes.extend(env.verbose.then(|| context::describe_article(&article)));
                        table.ingest(&article, content);
                    }
                    Err(skipped) => table.skip(skipped),
                }
                Ok(())
            },
        )?;
        notes.into_iter().for_each(|note| env.explain(|| note));
        found.skipped.into_iter().for_each(|skipped| table.skip(skipped));
        if let Some(output) = output.and_then(|output| output.canonicalize().ok()) {
            table.retain_skipped(|row| !is_of_last_run(row, &output));
        }
        Ok(table.finish())
    }

    /// Extracts from the sources in parallel, with progress on a terminal.
    pub(crate) fn run<T: Send>(
        &self,
        sources: &[InputSource],
        env: &CliContext,
        options: &Config,
        work: impl Fn(DocumentOutcome) -> T + Sync,
        mut hand_on: impl FnMut(T) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut progress = output::Progress::new(sources.len(), env.quiet);
        let any_known = AtomicBool::new(false);
        let note = |outcome: DocumentOutcome| {
            if matches!(outcome, DocumentOutcome::Known(_)) {
                any_known.store(true, Ordering::Relaxed);
            }
            work(outcome)
        };
        let extract = self.extract_options(options);
        batch::each(sources, &options.input, &extract, note, |done| {
            progress.step();
            hand_on(done)
        })?;
        progress.finish();
        if any_known.into_inner() && self.shapes_documents() && !env.quiet {
            output::eprint_line(NO_EFFECT);
        }
        Ok(())
    }
}
