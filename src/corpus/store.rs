//! The articles of a run with their text: in memory while they are few, in a temporary file where they are many.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::table::CitationTable;
use crate::article::Article;

/// A temporary file; whoever opens it sees to it that it goes.
pub trait Spool: Read + Write + Seek + Send {}

impl<T: Read + Write + Seek + Send> Spool for T {}

/// Opens an empty temporary file.
pub type OpenSpool = fn() -> io::Result<Box<dyn Spool>>;

/// How many bytes an article takes in memory for each byte of its content: 1.7 was measured on posts.
const MEMORY_FACTOR: u64 = 2;

/// Bytes of lines that are read before they are parsed, in parallel.
const CHUNK_BYTES: usize = 4 << 20;

/// Articles of one run. They are added one by one, put in the order of their table, and read again as often as needed.
pub struct ArticleStore {
    /// Bytes of articles that are held in memory at most.
    limit: u64,
    open: OpenSpool,
    held: u64,
    articles: Articles,
    intake: ArticleIntake,
}

/// Prepares articles for a store, on any thread.
#[derive(Debug, Clone, Default)]
pub struct ArticleIntake {
    /// Whether the store keeps lines in a file.
    is_spooled: Arc<AtomicBool>,
}

/// An article on its way into a store.
#[derive(Debug)]
pub struct PreparedArticle {
    /// The article.
    pub article: Article,
    /// Bytes of its content.
    size: u64,
    /// Its JSON line, if the store needs one.
    line: Option<Vec<u8>>,
}

impl ArticleIntake {
    /// Prepares an article. `size` is the size of its content in bytes, from [`ContentDigest::with_size`].
    ///
    /// [`ContentDigest::with_size`]: crate::article::ContentDigest::with_size
    pub fn prepare(&self, article: Article, size: u64) -> PreparedArticle {
        let line = self.is_spooled.load(Ordering::Relaxed).then(|| line(&article));
        PreparedArticle { article, size, line }
    }
}

enum Articles {
    InMemory(Vec<Article>),
    Spooled(SpooledLines),
}

/// JSON lines in a temporary file.
struct SpooledLines {
    file: Box<dyn Spool>,
    /// Where the file stands, and its end.
    position: u64,
    end: u64,
    /// By article: where its line begins and how long it is.
    lines: Vec<(u64, u32)>,
    buffer: Vec<u8>,
}

impl ArticleStore {
    /// A store of at most `limit` bytes in memory; the file that is opened for more holds all articles.
    pub fn new(limit: u64, open: OpenSpool) -> Self {
        let articles = Articles::InMemory(Vec::new());
        Self { limit, open, held: 0, articles, intake: ArticleIntake::default() }
    }

    /// Prepares articles for this store, also while others are added.
    pub fn intake(&self) -> ArticleIntake {
        self.intake.clone()
    }

    /// Adds an article.
    ///
    /// # Errors
    /// Where the temporary file cannot be written.
    pub fn add(&mut self, prepared: PreparedArticle) -> io::Result<()> {
        let PreparedArticle { article, size, line: known } = prepared;
        let articles = match &mut self.articles {
            Articles::Spooled(spooled) => {
                return spooled.add(&known.unwrap_or_else(|| line(&article)));
            }
            Articles::InMemory(articles) => articles,
        };
        articles.push(article);
        self.held += size * MEMORY_FACTOR;
        if self.held > self.limit {
            let mut spooled = SpooledLines::new((self.open)()?);
            for article in std::mem::take(articles) {
                spooled.add(&line(&article))?;
            }
            self.articles = Articles::Spooled(spooled);
            self.intake.is_spooled.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Keeps the articles of a table that was filled from the same articles in the same order, in its order.
    ///
    /// # Errors
    /// Where the temporary file cannot be written.
    pub fn arrange(&mut self, table: &CitationTable) -> io::Result<()> {
        let numbers = table.articles().iter().map(|article| article.ingested());
        match &mut self.articles {
            Articles::InMemory(articles) => {
                let mut all: Vec<Option<Article>> =
                    std::mem::take(articles).into_iter().map(Some).collect();
                articles.extend(numbers.filter_map(|number| all[number].take()));
                for (article, record) in articles.iter_mut().zip(table.articles()) {
                    article.captures = record.captures().to_vec();
                }
            }
            Articles::Spooled(spooled) => {
                spooled.flush()?;
                spooled.lines = numbers.map(|number| spooled.lines[number]).collect();
            }
        }
        Ok(())
    }

    /// Works on every article in parallel and hands on what comes of it, in order.
    ///
    /// # Errors
    /// Those of `hand_on`, and where the temporary file cannot be read.
    pub fn each<T: Send>(
        &mut self,
        table: &CitationTable,
        work: impl Fn(usize, &Article) -> T + Sync,
        mut hand_on: impl FnMut(T) -> io::Result<()>,
    ) -> io::Result<()> {
        match &mut self.articles {
            Articles::InMemory(articles) => {
                const CHUNK_ARTICLES: usize = 256;
                for (number, chunk) in articles.chunks(CHUNK_ARTICLES).enumerate() {
                    let start = number * CHUNK_ARTICLES;
                    let all = chunk.par_iter().enumerate();
                    let done: Vec<T> = all.map(|(at, one)| work(start + at, one)).collect();
                    done.into_iter().try_for_each(&mut hand_on)?;
                }
            }
            Articles::Spooled(spooled) => {
                let mut next = 0;
                while next < spooled.lines.len() {
                    let lines = spooled.chunk(next)?;
                    let start = next;
                    next += lines.len();
                    let all = lines.par_iter().enumerate();
                    let done = all
                        .map(|(at, line)| Ok(work(start + at, &parse(line, table, start + at)?)));
                    let done: io::Result<Vec<T>> = done.collect();
                    done?.into_iter().try_for_each(&mut hand_on)?;
                }
            }
        }
        Ok(())
    }

    /// Some of the articles, by their numbers in the table.
    ///
    /// # Errors
    /// Where the temporary file cannot be read.
    pub fn some(
        &mut self,
        table: &CitationTable,
        numbers: BTreeSet<usize>,
    ) -> io::Result<BTreeMap<usize, Cow<'_, Article>>> {
        let spooled = match &mut self.articles {
            Articles::InMemory(articles) => {
                let lent = numbers.into_iter().map(|at| (at, Cow::Borrowed(&articles[at])));
                return Ok(lent.collect());
            }
            Articles::Spooled(spooled) => spooled,
        };
        let read = numbers.into_iter().map(|at| {
            let article = parse(&spooled.line(at)?, table, at)?;
            Ok((at, Cow::Owned(article)))
        });
        read.collect()
    }
}

fn line(article: &Article) -> Vec<u8> {
    serde_json::to_vec(article).expect("an article holds strings and integers only")
}

/// An article from its line, with all captures of its page.
fn parse(line: &[u8], table: &CitationTable, number: usize) -> io::Result<Article> {
    let mut article: Article = serde_json::from_slice(line)?;
    article.captures = table.articles()[number].captures().to_vec();
    Ok(article)
}

impl SpooledLines {
    fn new(file: Box<dyn Spool>) -> Self {
        Self { file, position: 0, end: 0, lines: Vec::new(), buffer: Vec::new() }
    }

    fn add(&mut self, line: &[u8]) -> io::Result<()> {
        let length = u32::try_from(line.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        self.lines.push((self.end, length));
        self.end += line.len() as u64;
        self.buffer.extend_from_slice(line);
        if self.buffer.len() >= CHUNK_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.write_all(&self.buffer)?;
        self.file.flush()?;
        self.position = self.end;
        self.buffer = Vec::new();
        Ok(())
    }

    /// The lines of the next articles.
    fn chunk(&mut self, first: usize) -> io::Result<Vec<Vec<u8>>> {
        let (mut lines, mut bytes) = (Vec::new(), 0);
        while first + lines.len() < self.lines.len() && bytes < CHUNK_BYTES {
            let line = self.line(first + lines.len())?;
            bytes += line.len();
            lines.push(line);
        }
        Ok(lines)
    }

    fn line(&mut self, number: usize) -> io::Result<Vec<u8>> {
        let (start, length) = self.lines[number];
        if self.position != start {
            self.file.seek(SeekFrom::Start(start))?;
        }
        let mut line = vec![0; length as usize];
        self.file.read_exact(&mut line)?;
        self.position = start + line.len() as u64;
        Ok(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ContentDigest, Format};
    use crate::extract::{ExtractOptions, Extractor};
    use crate::input::Document;

    fn memory() -> io::Result<Box<dyn Spool>> {
        Ok(Box::new(io::Cursor::new(Vec::new())))
    }

    fn article(number: usize) -> Article {
        let text = format!("# A {number}\n\nSee [x](https://a{number}.example/) and 12 of it.\n");
        let options = ExtractOptions { text: true, ..ExtractOptions::default() };
        let document = Document::new(&format!("{number}.md"), Format::Markdown, &text);
        Extractor::default().extract(&document, &options)
    }

    /// The articles of a store of a size, in order, and some of them by number.
    fn stored(limit: u64) -> (Vec<Article>, BTreeMap<usize, Article>) {
        let (mut table, mut store) = (CitationTable::default(), ArticleStore::new(limit, memory));
        for number in [7, 3, 11, 3, 0, 25, 4] {
            let article = article(number);
            let (content, size) = ContentDigest::with_size(&article);
            table.ingest(&article, content);
            store.add(store.intake().prepare(article, size)).expect("memory");
        }
        let table = table.finish();
        store.arrange(&table).expect("memory");
        let mut all = Vec::new();
        for _ in 0..2 {
            all.clear();
            let pass = store.each(
                &table,
                |number, one| (number, one.clone()),
                |(number, one)| {
                    assert_eq!(number, all.len());
                    all.push(one);
                    Ok(())
                },
            );
            pass.expect("memory");
        }
        let some = store.some(&table, BTreeSet::from([0, 2, 5])).expect("memory");
        let some = some.into_iter().map(|(at, one)| (at, one.into_owned())).collect();
        (all, some)
    }

    #[test]
    fn articles_come_back_in_order_whatever_the_limit() {
        let (held, some) = stored(u64::MAX);
        let names: Vec<&str> = held.iter().map(|one| one.input.as_str()).collect();
        assert_eq!(names, ["0.md", "11.md", "25.md", "3.md", "4.md", "7.md"], "each once, by name");
        assert_eq!(some.values().collect::<Vec<_>>(), [&held[0], &held[2], &held[5]]);
        for limit in [0, 1000, 4000] {
            assert_eq!(stored(limit), (held.clone(), some.clone()), "{limit}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_opened_is_an_error() {
        let mut store = ArticleStore::new(0, || Err(io::ErrorKind::StorageFull.into()));
        let added = store.add(store.intake().prepare(article(1), 1));
        assert_eq!(added.map_err(|error| error.kind()), Err(io::ErrorKind::StorageFull));
    }

    #[test]
    fn an_article_that_is_read_from_its_line_has_the_same_content() {
        let article = article(1);
        let again: Article = serde_json::from_slice(&line(&article)).expect("a line");
        assert_eq!(ContentDigest::of(&again), ContentDigest::of(&article));
    }
}
