//! The articles of tables, put together from their rows.

use std::path::{Path, PathBuf};

use super::super::table_files::{CITATIONS_FILE, SENTENCES_FILE};
use super::open_table::ARTICLES;
use super::panics::damaged;
use super::table_rows::TableRows;
use crate::article::columns::{
    ARTICLE_COLUMNS, ARTICLE_NUMBER, ArticlePart, ArticleRow, ColumnSpec, LINK_COLUMNS, LinkRow,
    SENTENCE_COLUMNS, SentenceRow, SetCell, TableCell, TableColumn,
};
use crate::article::{Article, SkipReason};
use crate::input::{InputOptions, InputSource, Loaded, SkipCause};

/// Articles that are put together before they are handed on.
const MAX_PART_ARTICLES: usize = 256;

/// Bytes after which no more articles are read before that.
const MAX_PART_BYTES: u64 = 8 << 20;

/// Articles that are handed on together.
const GROUP_ARTICLES: usize = 16;

/// Tables that are read piece by piece.
pub(crate) struct ParquetStream<'a> {
    source: &'a InputSource,
    limit: u64,
    state: TableState,
}

/// Where a stream is.
enum TableState {
    Unopened(PathBuf),
    Open(Box<ArticleTablesReader>),
    Ended,
}

impl<'a> ParquetStream<'a> {
    /// The tables with these articles.
    pub(crate) fn new(source: &'a InputSource, articles: &Path, options: InputOptions) -> Self {
        let state = TableState::Unopened(articles.to_owned());
        Self { source, limit: options.max_size, state }
    }

    /// Reads some articles.
    fn read_part(&mut self, mut tables: Box<ArticleTablesReader>) -> Vec<Loaded> {
        let (mut loaded, mut articles, mut bytes) = (Vec::new(), Vec::new(), 0);
        let mut is_last = false;
        while articles.len() < MAX_PART_ARTICLES && bytes < MAX_PART_BYTES {
            match tables.next(self.limit) {
                Ok(Some(ReadArticle::Whole(article, size))) => {
                    articles.push(*article);
                    bytes = bytes.saturating_add(size);
                }
                Ok(Some(ReadArticle::TooLarge(number))) => {
                    let detail = format!("article {number} has more than {} bytes", self.limit);
                    loaded.push(self.source.skip(SkipReason::TooLarge, detail));
                }
                Ok(None) => is_last = true,
                Err((reason, detail)) => {
                    loaded.push(self.source.skip(reason, detail));
                    is_last = true;
                }
            }
            if is_last {
                break;
            }
        }
        let mut groups = Vec::new();
        while !articles.is_empty() {
            let rest = articles.split_off(articles.len().min(GROUP_ARTICLES));
            groups.push(Loaded::Articles(std::mem::replace(&mut articles, rest)));
        }
        if !is_last {
            self.state = TableState::Open(tables);
        }
        groups.into_iter().chain(loaded).collect()
    }
}

impl Iterator for ParquetStream<'_> {
    type Item = Vec<Loaded>;

    fn next(&mut self) -> Option<Vec<Loaded>> {
        match std::mem::replace(&mut self.state, TableState::Ended) {
            TableState::Unopened(path) => Some(match ArticleTablesReader::open(&path) {
                Ok(tables) => self.read_part(Box::new(tables)),
                Err((reason, detail)) => vec![self.source.skip(reason, detail)],
            }),
            TableState::Open(tables) => Some(self.read_part(tables)),
            TableState::Ended => None,
        }
    }
}

/// The tables, read in step.
struct ArticleTablesReader {
    articles: TableRows<ArticleRow>,
    links: TableRows<LinkRow>,
    /// Where the sentences are, until an article has some.
    sentences_path: PathBuf,
    sentences: Option<TableRows<SentenceRow>>,
    /// The number of the next article.
    next: u64,
}

/// How many bytes the values of an article take, and may take.
struct ArticleBudget {
    bytes: u64,
    limit: u64,
}

impl ArticleBudget {
    fn rest(&self) -> u64 {
        self.limit.saturating_sub(self.bytes)
    }

    fn spend(&mut self, bytes: u64) {
        self.bytes = self.bytes.saturating_add(bytes);
    }

    fn is_spent(&self) -> bool {
        self.bytes > self.limit
    }
}

/// An article of the tables.
enum ReadArticle {
    /// With the bytes that its values take.
    Whole(Box<Article>, u64),
    /// The number of one that takes more than the limit.
    TooLarge(u64),
}

impl ArticleTablesReader {
    fn open(path: &Path) -> Result<Self, SkipCause> {
        let articles = TableRows::open(path, ARTICLES, read_back(&ARTICLE_COLUMNS))?;
        let columns = columns_of_parts(&LINK_COLUMNS);
        let links = TableRows::open(&path.with_file_name(CITATIONS_FILE), "citations", columns)
            .map_err(|cause| in_file(CITATIONS_FILE, cause))?;
        let sentences_path = path.with_file_name(SENTENCES_FILE);
        Ok(Self { articles, links, sentences_path, sentences: None, next: 0 })
    }

    /// The next article; `None` after the last one. What is beyond the limit is read for its place in the tables and not kept.
    fn next(&mut self, limit: u64) -> Result<Option<ReadArticle>, SkipCause> {
        let mut row = ArticleRow::blank();
        let Some(bytes) = self.articles.read(&mut row, limit)? else {
            return self.ensure_all_read().map(|()| None);
        };
        let number = self.next;
        self.next += 1;
        let mut budget = ArticleBudget { bytes, limit };
        let ArticleRow { mut article, citations, rejects, sentences } = row;
        for (list, count) in [(&mut article.citations, citations), (&mut article.rejects, rejects)]
        {
            let rows = parts_of(&mut self.links, number, count, &mut budget)
                .map_err(|cause| in_file(CITATIONS_FILE, cause))?;
            *list = rows.into_iter().map(LinkRow::into_link).collect();
        }
        if let Some(count) = sentences {
            let rows = self
                .sentences(number, count, &mut budget)
                .map_err(|cause| in_file(SENTENCES_FILE, cause))?;
            article.sentences = Some(rows.into_iter().map(|row| row.sentence).collect());
        }
        Ok(Some(match budget.is_spent() {
            true => ReadArticle::TooLarge(number),
            false => ReadArticle::Whole(Box::new(article), budget.bytes),
        }))
    }

    fn sentences(
        &mut self,
        number: u64,
        count: u64,
        budget: &mut ArticleBudget,
    ) -> Result<Vec<SentenceRow>, SkipCause> {
        let table = match &mut self.sentences {
            Some(table) => table,
            None if count == 0 => return Ok(Vec::new()),
            None => {
                let columns = columns_of_parts(&SENTENCE_COLUMNS);
                self.sentences.insert(TableRows::open(&self.sentences_path, "sentences", columns)?)
            }
        };
        parts_of(table, number, count, budget)
    }

    /// Rows of articles that are not there belong to another run.
    fn ensure_all_read(&mut self) -> Result<(), SkipCause> {
        let more = |cause| in_file(CITATIONS_FILE, cause);
        if self.links.has_next().map_err(more)? {
            return Err(in_file(CITATIONS_FILE, other_run()));
        }
        let Some(sentences) = &mut self.sentences else { return Ok(()) };
        match sentences.has_next().map_err(|cause| in_file(SENTENCES_FILE, cause))? {
            true => Err(in_file(SENTENCES_FILE, other_run())),
            false => Ok(()),
        }
    }
}

/// The columns that are read back.
fn read_back<S: 'static, T: 'static>(
    columns: &'static [TableColumn<S, T>],
) -> impl Iterator<Item = (ColumnSpec, SetCell<T>)> {
    columns.iter().filter_map(|column| Some((column.spec, column.set?)))
}

/// The same, and first the number of the article.
fn columns_of_parts<S: 'static, T: ArticlePart + 'static>(
    columns: &'static [TableColumn<S, T>],
) -> impl Iterator<Item = (ColumnSpec, SetCell<T>)> {
    let set: SetCell<T> = |part, cell| {
        let TableCell::Whole(number) = cell else { return None };
        *part.article_mut() = number.try_into().ok()?;
        Some(())
    };
    [(ARTICLE_NUMBER, set)].into_iter().chain(read_back(columns))
}

/// The next rows of a table, which belong to an article.
fn parts_of<T: ArticlePart>(
    table: &mut TableRows<T>,
    number: u64,
    count: u64,
    budget: &mut ArticleBudget,
) -> Result<Vec<T>, SkipCause> {
    let mut parts = Vec::new();
    for _ in 0..count {
        let mut part = T::blank();
        let bytes = table.read(&mut part, budget.rest())?.ok_or_else(other_run)?;
        if *part.article_mut() != number {
            return Err(other_run());
        }
        budget.spend(bytes);
        match budget.is_spent() {
            true => parts.clear(),
            false => parts.push(part),
        }
    }
    Ok(parts)
}

/// A cause that names one of the other files.
fn in_file(name: &str, cause: SkipCause) -> SkipCause {
    (cause.0, format!("{name}: {}", cause.1))
}

fn other_run() -> SkipCause {
    damaged(
        "its rows do not belong to the articles of articles.parquet; extract the documents again",
    )
}
