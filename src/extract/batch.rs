//! Many sources at once: loaded and extracted in parallel, handed on in their order.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{ExtractOptions, Extractor};
use crate::article::{Article, Skipped};
use crate::input::{self, InputSource, Loaded};

/// How many sources a thread works on, and all of them at most, before the results are handed on. Few enough that the
/// results of one thread stay in its cache; enough that waiting for the last one of a batch costs little.
const SOURCES_PER_THREAD: usize = 64;
const MAX_BATCH_SOURCES: usize = 256;

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

impl DocumentOutcome {
    /// What becomes of something that was loaded: one outcome, or one for each of its articles.
    pub fn from_loaded(
        loaded: Loaded,
        extractor: &mut Extractor,
        options: &ExtractOptions,
    ) -> Vec<Self> {
        match loaded {
            Loaded::Document(document) => {
                vec![Self::Article(Box::new(extractor.extract(&document, options)))]
            }
            Loaded::Articles(articles) => {
                articles.into_iter().map(|article| Self::Known(Box::new(article))).collect()
            }
            Loaded::Skipped(skipped) => vec![Self::Skipped(skipped)],
        }
    }
}

/// What a thread works on at once.
#[derive(Debug)]
pub enum SourcePart<'a> {
    /// A source that is read as a whole, and was not read yet.
    Whole(&'a InputSource),
    /// A piece of a source that is read piece by piece.
    Piece(Loaded),
}

impl SourcePart<'_> {
    /// What it holds, read where it was not read yet.
    pub fn load(self, options: &input::InputOptions) -> Vec<Loaded> {
        match self {
            Self::Whole(source) => source.load(options),
            Self::Piece(loaded) => vec![loaded],
        }
    }

    /// What becomes of what it holds.
    pub fn extract(
        self,
        extractor: &mut Extractor,
        read: &input::InputOptions,
        options: &ExtractOptions,
    ) -> Vec<DocumentOutcome> {
        let loaded = self.load(read).into_iter();
        loaded.flat_map(|one| DocumentOutcome::from_loaded(one, extractor, options)).collect()
    }
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
    let extract = |extractor: &mut Extractor, part: SourcePart<'_>| -> Vec<T> {
        part.extract(extractor, read, options).into_iter().map(&work).collect()
    };
    each_part(sources, read, extract, |_, result| hand_on(result))
}

/// Loads `sources` as [`each`] does, and leaves to `work` what is done with what they hold.
///
/// # Errors
/// The first error of `hand_on` stops the run.
pub fn each_loaded<T: Send, E>(
    sources: &[InputSource],
    read: &input::InputOptions,
    work: impl Fn(&mut Extractor, Loaded) -> T + Sync,
    hand_on: impl FnMut(&InputSource, T) -> Result<(), E>,
) -> Result<(), E> {
    let load = |extractor: &mut Extractor, part: SourcePart<'_>| -> Vec<T> {
        part.load(read).into_iter().map(|loaded| work(extractor, loaded)).collect()
    };
    each_part(sources, read, load, hand_on)
}

/// Goes through `sources` as [`each`] does, and leaves to `work` whether and how one that is read as a whole is read.
///
/// # Errors
/// The first error of `hand_on` stops the run.
pub fn each_part<T: Send, E>(
    sources: &[InputSource],
    read: &input::InputOptions,
    work: impl Fn(&mut Extractor, SourcePart<'_>) -> Vec<T> + Sync,
    mut hand_on: impl FnMut(&InputSource, T) -> Result<(), E>,
) -> Result<(), E> {
    let pool = ExtractorPool::default();
    let batch_sources = (SOURCES_PER_THREAD * rayon::current_num_threads()).min(MAX_BATCH_SOURCES);
    let mut rest = sources;
    while let Some(first) = rest.first() {
        if let Some(stream) = first.stream(read) {
            for part in stream {
                let results: Vec<Vec<T>> = part
                    .into_par_iter()
                    .map_init(
                        || pool.take(),
                        |extractor, loaded| work(extractor, SourcePart::Piece(loaded)),
                    )
                    .collect();
                results.into_iter().flatten().try_for_each(|result| hand_on(first, result))?;
            }
            rest = &rest[1..];
            continue;
        }
        let is_whole = |source: &&InputSource| !source.is_streamed(read);
        let batch = &rest[..rest.iter().take(batch_sources).take_while(is_whole).count()];
        let results: Vec<Vec<T>> = batch
            .par_iter()
            .map_init(
                || pool.take(),
                |extractor, source| work(extractor, SourcePart::Whole(source)),
            )
            .collect();
        for (source, results) in batch.iter().zip(results) {
            results.into_iter().try_for_each(|result| hand_on(source, result))?;
        }
        rest = &rest[batch.len()..];
    }
    Ok(())
}

/// Extractors between two pieces of work: they keep their memory, and what they learned of hrefs.
#[derive(Default)]
struct ExtractorPool {
    idle: Mutex<Vec<Extractor>>,
}

impl ExtractorPool {
    /// The one that was used last, or a new one.
    fn take(&self) -> PooledExtractor<'_> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        PooledExtractor { extractor: idle.unwrap_or_default(), pool: self }
    }
}

/// An extractor that goes back to its pool.
struct PooledExtractor<'a> {
    extractor: Extractor,
    pool: &'a ExtractorPool,
}

impl Deref for PooledExtractor<'_> {
    type Target = Extractor;

    fn deref(&self) -> &Extractor {
        &self.extractor
    }
}

impl DerefMut for PooledExtractor<'_> {
    fn deref_mut(&mut self) -> &mut Extractor {
        &mut self.extractor
    }
}

impl Drop for PooledExtractor<'_> {
    fn drop(&mut self) {
        let mut extractor = std::mem::take(&mut self.extractor);
        extractor.forget_large_page();
        self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(extractor);
    }
}
