//! Many sources at once: loaded and extracted in parallel, handed on in their order.

use rayon::prelude::*;

use super::{ExtractOptions, Extractor};
use crate::article::{Article, Skipped};
use crate::input::{self, InputSource, Loaded};

/// How many sources are worked on before their results are handed on. Bounds memory; large enough
/// that waiting for the last one of a batch costs little.
const BATCH_SOURCES: usize = 256;

/// What became of a document.
#[derive(Debug)]
pub enum DocumentOutcome {
    /// It was understood.
    Article(Box<Article>),
    /// It had been understood before.
    Known(Box<Article>),
    /// It was not read, and why.
    Skipped(Skipped),
}

/// Loads and extracts `sources` on the current thread pool. `work` runs in parallel, `hand_on` in the
/// order of the sources and of the articles in each; the result is the same for any number of threads.
///
/// # Errors
/// The first error of `hand_on` stops the run.
pub fn each<T: Send, E>(
    sources: &[InputSource],
    read: &input::InputOptions,
    options: &ExtractOptions,
    work: impl Fn(DocumentOutcome) -> T + Sync,
    mut hand_on: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let extract = |extractor: &mut Extractor, loaded| -> Vec<T> {
        outcomes(loaded, extractor, options).into_iter().map(&work).collect()
    };
    each_loaded(sources, read, extract, |_, results| results.into_iter().try_for_each(&mut hand_on))
}

/// Loads `sources` as [`each`] does, and leaves to `work` what is done with what they hold.
///
/// # Errors
/// The first error of `hand_on` stops the run.
pub fn each_loaded<T: Send, E>(
    sources: &[InputSource],
    read: &input::InputOptions,
    work: impl Fn(&mut Extractor, Loaded) -> T + Sync,
    mut hand_on: impl FnMut(&InputSource, T) -> Result<(), E>,
) -> Result<(), E> {
    let mut rest = sources;
    while let Some(first) = rest.first() {
        if let Some(stream) = first.stream(read) {
            for part in stream {
                let results: Vec<T> = part
                    .into_par_iter()
                    .map_init(Extractor::default, |extractor, loaded| work(extractor, loaded))
                    .collect();
                results.into_iter().try_for_each(|result| hand_on(first, result))?;
            }
            rest = &rest[1..];
            continue;
        }
        let is_whole = |source: &&InputSource| !source.is_streamed(read);
        let batch = &rest[..rest.iter().take(BATCH_SOURCES).take_while(is_whole).count()];
        let results: Vec<Vec<T>> = batch
            .par_iter()
            .map_init(Extractor::default, |extractor, source| {
                let loaded = source.load(read).into_iter();
                loaded.map(|loaded| work(extractor, loaded)).collect()
            })
            .collect();
        for (source, results) in batch.iter().zip(results) {
            results.into_iter().try_for_each(|result| hand_on(source, result))?;
        }
        rest = &rest[batch.len()..];
    }
    Ok(())
}

fn outcomes(
    loaded: Loaded,
    extractor: &mut Extractor,
    options: &ExtractOptions,
) -> Vec<DocumentOutcome> {
    match loaded {
        Loaded::Document(document) => {
            vec![DocumentOutcome::Article(Box::new(extractor.extract(&document, options)))]
        }
        Loaded::Articles(articles) => {
            articles.into_iter().map(|article| DocumentOutcome::Known(Box::new(article))).collect()
        }
        Loaded::Skipped(skipped) => vec![DocumentOutcome::Skipped(skipped)],
    }
}
