//! The articles of tables, put together from their rows.

use std::path::{Path, PathBuf};

use super::super::table_files::{CITATIONS_FILE, SENTENCES_FILE};
use super::panics::damaged;
use super::table_rows::TableRows;
use crate::article::columns::{
    ARTICLE_COLUMNS, ARTICLE_NUMBER, ArticleRow, ColumnSpec, LINK_COLUMNS, LinkRow,
    SENTENCE_COLUMNS, SentenceRow, SetCell, TableCell, TableColumn,
};
use crate::article::{Article, Link, Sentence, SkipReason};
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

/// An article of the tables.
enum ReadArticle {
    /// With the bytes that its values take.
    Whole(Box<Article>, u64),
    /// The number of one that takes more than the limit.
    TooLarge(u64),
}

impl ArticleTablesReader {
    fn open(path: &Path) -> Result<Self, SkipCause> {
        let articles = TableRows::open(path, "articles", read_back(&ARTICLE_COLUMNS))?;
        let number: SetCell<LinkRow> = |row, cell| set_number(&mut row.article, &cell);
        let wanted = [(ARTICLE_NUMBER, number)].into_iter().chain(read_back(&LINK_COLUMNS));
        let links = TableRows::open(&path.with_file_name(CITATIONS_FILE), "citations", wanted)
            .map_err(|cause| in_file(CITATIONS_FILE, cause))?;
        let sentences_path = path.with_file_name(SENTENCES_FILE);
        Ok(Self { articles, links, sentences_path, sentences: None, next: 0 })
    }

    /// The next article; `None` after the last one.
    fn next(&mut self, limit: u64) -> Result<Option<ReadArticle>, SkipCause> {
        let mut row = ArticleRow::blank();
        let Some(mut bytes) = self.articles.read(&mut row, limit)? else {
            return self.ensure_all_read().map(|()| None);
        };
        let number = self.next;
        self.next += 1;
        let ArticleRow { mut article, citations, rejects, sentences } = row;
        // What is beyond the limit is read for its place in the tables and not kept.
        for (list, count) in [(&mut article.citations, citations), (&mut article.rejects, rejects)]
        {
            self.links(number, count, list, &mut bytes, limit)
                .map_err(|cause| in_file(CITATIONS_FILE, cause))?;
        }
        if let Some(count) = sentences {
            let list = article.sentences.insert(Vec::new());
            if count > 0 {
                self.sentences(number, count, list, &mut bytes, limit)
                    .map_err(|cause| in_file(SENTENCES_FILE, cause))?;
            }
        }
        Ok(Some(match bytes > limit {
            true => ReadArticle::TooLarge(number),
            false => ReadArticle::Whole(Box::new(article), bytes),
        }))
    }

    fn links(
        &mut self,
        number: u64,
        count: u64,
        list: &mut Vec<Link>,
        bytes: &mut u64,
        limit: u64,
    ) -> Result<(), SkipCause> {
        for _ in 0..count {
            let mut row = LinkRow::blank();
            let rest = limit.saturating_sub(*bytes);
            let read = self.links.read(&mut row, rest)?.ok_or_else(other_run)?;
            if row.article != number {
                return Err(other_run());
            }
            *bytes = bytes.saturating_add(read);
            if *bytes <= limit {
                list.push(row.into_link());
            }
        }
        Ok(())
    }

    fn sentences(
        &mut self,
        number: u64,
        count: u64,
        list: &mut Vec<Sentence>,
        bytes: &mut u64,
        limit: u64,
    ) -> Result<(), SkipCause> {
        let table = match &mut self.sentences {
            Some(table) => table,
            None => {
                let set: SetCell<SentenceRow> = |row, cell| set_number(&mut row.article, &cell);
                let wanted =
                    [(ARTICLE_NUMBER, set)].into_iter().chain(read_back(&SENTENCE_COLUMNS));
                let table = TableRows::open(&self.sentences_path, "sentences", wanted)?;
                self.sentences.insert(table)
            }
        };
        for _ in 0..count {
            let mut row = SentenceRow::blank();
            let rest = limit.saturating_sub(*bytes);
            let read = table.read(&mut row, rest)?.ok_or_else(other_run)?;
            if row.article != number {
                return Err(other_run());
            }
            *bytes = bytes.saturating_add(read);
            if *bytes <= limit {
                list.push(row.sentence);
            }
        }
        Ok(())
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

fn set_number(number: &mut u64, cell: &TableCell<'_>) -> Option<()> {
    let TableCell::Whole(value) = cell else { return None };
    *number = (*value).try_into().ok()?;
    Some(())
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
