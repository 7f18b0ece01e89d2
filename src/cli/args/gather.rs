//! From the inputs of a run to its articles: all of them, the table of their citations, or both apart.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use citegraph::article::{Article, ContentDigest, Skipped};
use citegraph::corpus::table::CitationTable;
use citegraph::corpus::{ArticleStore, Corpus};
use citegraph::extract::Extractor;
use citegraph::extract::batch::{self, DocumentOutcome, SourcePart};
use citegraph::input::InputSource;

use super::super::cache::StoredArticle;
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
        let mut corpus = Corpus::default();
        let skipped = self.articles(
            env,
            options,
            output,
            |article| article,
            |article| {
                corpus.ingest(article);
                Ok(())
            },
        )?;
        skipped.into_iter().for_each(|skipped| corpus.skip(skipped));
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
        let mut table = CitationTable::default();
        let work = |mut article: Article| {
            // Articles are told apart by what was read.
            let content = ContentDigest::of(&article);
            change(&mut article);
            (article, content)
        };
        let skipped = self.articles(env, options, output, work, |(article, content)| {
            table.ingest(&article, content);
            Ok(())
        })?;
        skipped.into_iter().for_each(|skipped| table.skip(skipped));
        Ok(table.finish())
    }

    /// Extracts everything into one table, and the articles into a store.
    pub(crate) fn stored(
        &self,
        env: &CliContext,
        options: &Config,
        output: Option<&Path>,
        store: &mut ArticleStore,
    ) -> anyhow::Result<CitationTable> {
        let mut table = CitationTable::default();
        let intake = store.intake();
        let work = |article: Article| {
            let (content, size) = ContentDigest::with_size(&article);
            (content, intake.prepare(article, size))
        };
        let skipped = self.articles(env, options, output, work, |(content, prepared)| {
            table.ingest(&prepared.article, content);
            Ok(store.add(prepared)?)
        })?;
        skipped.into_iter().for_each(|skipped| table.skip(skipped));
        let table = table.finish();
        store.arrange(&table)?;
        Ok(table)
    }

    /// Hands on every article with what `work` makes of it, in parallel, and returns what was skipped.
    fn articles<T: Send>(
        &self,
        env: &CliContext,
        options: &Config,
        output: Option<&Path>,
        work: impl Fn(Article) -> T + Sync,
        mut take: impl FnMut(T) -> anyhow::Result<()>,
    ) -> anyhow::Result<Vec<Skipped>> {
        let found = self.find_sources(env, options, output)?;
        let (mut skipped, mut notes) = (Vec::new(), Vec::new());
        let work = |outcome| match outcome {
            DocumentOutcome::Article(article) | DocumentOutcome::Known(article) => {
                let note = env.verbose.then(|| context::describe_article(&article));
                Ok((note, work(*article)))
            }
            DocumentOutcome::Skipped(row) => Err(row),
        };
        self.run(&found.sources, env, options, work, |outcome| {
            match outcome {
                Ok((note, article)) => {
                    notes.extend(note);
                    take(article)?;
                }
                Err(row) => skipped.push(row),
            }
            Ok(())
        })?;
        notes.into_iter().for_each(|note| env.explain(|| note));
        skipped.extend(found.skipped);
        if let Some(output) = output.and_then(|output| output.canonicalize().ok()) {
            skipped.retain(|row| !is_of_last_run(row, &output));
        }
        Ok(skipped)
    }

    /// Extracts from the sources in parallel, with progress on a terminal.
    pub(crate) fn run<T: Send>(
        &self,
        sources: &[InputSource],
        env: &CliContext,
        options: &Config,
        work: impl Fn(DocumentOutcome) -> T + Sync,
        hand_on: impl FnMut(T) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let stored =
            |stored: StoredArticle| Some(work(DocumentOutcome::Article(Box::new(stored.parse()?))));
        let work = OutcomeWork { fresh: &work, stored };
        self.run_stored(sources, env, options, work, hand_on)
    }

    /// The same, where articles of the cache are not parsed first.
    pub(crate) fn run_stored<T: Send>(
        &self,
        sources: &[InputSource],
        env: &CliContext,
        options: &Config,
        work: OutcomeWork<
            impl Fn(DocumentOutcome) -> T + Sync,
            impl Fn(StoredArticle) -> Option<T> + Sync,
        >,
        mut hand_on: impl FnMut(T) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut progress = output::Progress::new(sources.len(), env.quiet);
        let any_known = AtomicBool::new(false);
        let note = |outcome: DocumentOutcome| {
            if matches!(outcome, DocumentOutcome::Known(_)) {
                any_known.store(true, Ordering::Relaxed);
            }
            (work.fresh)(outcome)
        };
        let extract = self.extract_options(options);
        let cache = self.cache.for_options(env, options, &extract);
        let read = |extractor: &mut Extractor, part: SourcePart<'_>| -> Vec<T> {
            let outcomes = match (&cache, part) {
                (Some(cache), SourcePart::Whole(source)) => {
                    if let Some(result) = cache.recall(source, &work.stored) {
                        return vec![result];
                    }
                    cache.load(source, extractor)
                }
                (_, part) => part.extract(extractor, &options.input, &extract),
            };
            outcomes.into_iter().map(note).collect()
        };
        batch::each_part(sources, &options.input, read, |_, done| {
            progress.step();
            hand_on(done)
        })?;
        progress.finish();
        if let Some(cache) = &cache {
            cache.describe().into_iter().for_each(|note| env.explain(|| note));
            if let Some(failure) = cache.take_failure().filter(|_| !env.quiet) {
                output::eprint_line(&format!("warning: {failure}"));
            }
        }
        if any_known.into_inner() && self.shapes_documents() && !env.quiet {
            output::eprint_line(NO_EFFECT);
        }
        Ok(())
    }
}

/// What is made of the outcomes of documents.
pub(crate) struct OutcomeWork<F, S> {
    /// Of one that was read.
    pub(crate) fresh: F,
    /// Of an article of the cache; `None` where it cannot be used, and the document is read.
    pub(crate) stored: S,
}
