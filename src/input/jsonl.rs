//! Articles that were extracted before, one JSON object a line: read line by line, with a few of them in
//! memory, whatever the size of the whole.

use std::io::{self, BufRead as _, BufReader, Read};

use rayon::prelude::*;
use serde::Deserialize;

use super::{InputOptions, InputSource, Loaded, own_output, read_all, sniff};
use crate::article::{Article, SCHEMA, SkipReason};

/// Lines that are read before they are parsed, in parallel.
const MAX_PART_LINES: usize = 256;

/// Bytes after which no more lines are read before that.
const MAX_PART_BYTES: usize = 8 << 20;

/// Articles that are handed on together.
const GROUP_ARTICLES: usize = 16;

/// How many times the limit of a line is passed over before the rest of the source is given up: an endless
/// line has no next one.
const MAX_PASSED_LIMITS: u64 = 16;

/// Bytes by which standard input is recognised.
const PEEKED_BYTES: u64 = 8192;

type LineReader = BufReader<Box<dyn Read + Send>>;

/// A source that is read piece by piece.
pub(crate) struct JsonlStream<'a> {
    source: &'a InputSource,
    options: InputOptions,
    state: StreamState,
    /// Lines so far, and how many of them hold an article or a mistake.
    lines: usize,
    articles: usize,
    mistakes: usize,
}

/// Where a stream is.
enum StreamState {
    /// Nothing was read yet, and it may be a document as well.
    Unopened(Box<dyn Read + Send>),
    /// Lines of articles are left.
    Lines(LineReader),
    Ended,
}

impl<'a> JsonlStream<'a> {
    /// A stream of articles, or one document: its first bytes decide.
    pub(super) fn new(
        source: &'a InputSource,
        reader: Box<dyn Read + Send>,
        options: InputOptions,
    ) -> Self {
        Self {
            source,
            options,
            state: StreamState::Unopened(reader),
            lines: 0,
            articles: 0,
            mistakes: 0,
        }
    }

    /// A stream of articles.
    pub(super) fn articles(
        source: &'a InputSource,
        reader: Box<dyn Read + Send>,
        options: InputOptions,
    ) -> Self {
        let lines = StreamState::Lines(BufReader::with_capacity(1 << 16, reader));
        Self { state: lines, ..Self::new(source, Box::new(io::empty()), options) }
    }

    /// Finds out what the source holds.
    fn open(&mut self, mut reader: Box<dyn Read + Send>) -> Vec<Loaded> {
        let mut head = Vec::new();
        if let Err(error) = reader.by_ref().take(PEEKED_BYTES).read_to_end(&mut head) {
            return vec![self.source.skip(SkipReason::Unreadable, error.to_string())];
        }
        let is_articles = self.options.format.is_none() && own_output::is_jsonl(&head);
        let whole: Box<dyn Read + Send> = Box::new(io::Cursor::new(head).chain(reader));
        if is_articles {
            return self.read_part(BufReader::with_capacity(1 << 16, whole));
        }
        let loaded = read_all(whole, 0, self.options.max_size)
            .and_then(|bytes| self.source.parse(bytes, sniff::FileKind::Text, &self.options));
        loaded.unwrap_or_else(|(reason, detail)| vec![self.source.skip(reason, detail)])
    }

    /// Reads some lines and parses them.
    fn read_part(&mut self, mut reader: LineReader) -> Vec<Loaded> {
        let (mut lines, mut skipped, mut bytes) = (Vec::new(), Vec::new(), 0);
        let ended = loop {
            if lines.len() == MAX_PART_LINES || bytes >= MAX_PART_BYTES {
                break false;
            }
            let mut line = Vec::new();
            match next_line(&mut reader, &mut line, self.options.max_size) {
                Ok(LineEnd::Source) => break true,
                Ok(LineEnd::Line) if line.trim_ascii().is_empty() => self.lines += 1,
                Ok(LineEnd::Line) => {
                    self.lines += 1;
                    bytes += line.len();
                    lines.push((self.lines, line));
                }
                Ok(LineEnd::TooLong { is_last }) => {
                    self.lines += 1;
                    let limit = self.options.max_size;
                    let line = format!("line {} has more than {limit} bytes", self.lines);
                    let rest = if is_last { ", and the rest is not read" } else { "" };
                    skipped.push(self.source.skip(SkipReason::TooLarge, format!("{line}{rest}")));
                    if is_last {
                        break true;
                    }
                }
                Err(error) => {
                    skipped.push(self.source.skip(SkipReason::Unreadable, error.to_string()));
                    break true;
                }
            }
        };
        let mut loaded = self.parse(&lines, skipped);
        if ended {
            loaded.extend(self.nothing_read());
        } else {
            self.state = StreamState::Lines(reader);
        }
        loaded
    }

    /// The articles of the lines, then what is wrong with others.
    fn parse(&mut self, lines: &[(usize, Vec<u8>)], skipped: Vec<Loaded>) -> Vec<Loaded> {
        let parsed: Vec<Result<Article, (usize, String)>> = lines
            .par_iter()
            .map(|(number, line)| parse_line(line).map_err(|why| (*number, why)))
            .collect();
        let (mut articles, mut mistakes) = (Vec::new(), Vec::new());
        for line in parsed {
            match line {
                Ok(article) => articles.push(article),
                Err((number, why)) => {
                    mistakes.push(
                        self.source.skip(SkipReason::BadJsonl, format!("line {number}: {why}")),
                    );
                }
            }
        }
        self.articles += articles.len();
        self.mistakes += mistakes.len() + skipped.len();
        let mut loaded = Vec::new();
        while !articles.is_empty() {
            let rest = articles.split_off(articles.len().min(GROUP_ARTICLES));
            loaded.push(Loaded::Articles(std::mem::replace(&mut articles, rest)));
        }
        loaded.extend(mistakes);
        loaded.extend(skipped);
        loaded
    }

    /// Where lines were read and none of them is an article, the source as a whole was not read.
    fn nothing_read(&self) -> Option<Loaded> {
        let is_nothing = self.articles == 0 && self.mistakes > 0;
        is_nothing
            .then(|| self.source.skip(SkipReason::NoArticles, "it contains no articles".into()))
    }
}

impl Iterator for JsonlStream<'_> {
    type Item = Vec<Loaded>;

    fn next(&mut self) -> Option<Vec<Loaded>> {
        match std::mem::replace(&mut self.state, StreamState::Ended) {
            StreamState::Unopened(reader) => Some(self.open(reader)),
            StreamState::Lines(reader) => Some(self.read_part(reader)),
            StreamState::Ended => None,
        }
    }
}

/// How a line ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    Line,
    /// It was passed over; `is_last` where its end was not found.
    TooLong {
        is_last: bool,
    },
    /// There is no more line.
    Source,
}

/// Reads one line of at most `limit` bytes, without its end.
fn next_line(reader: &mut LineReader, line: &mut Vec<u8>, limit: u64) -> io::Result<LineEnd> {
    let read = reader.by_ref().take(limit.saturating_add(1)).read_until(b'\n', line)?;
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(LineEnd::Line);
    }
    if read == 0 {
        return Ok(LineEnd::Source);
    }
    if read as u64 <= limit {
        return Ok(LineEnd::Line);
    }
    line.clear();
    let mut passed = 0_u64;
    while passed / MAX_PASSED_LIMITS < limit {
        let buffer = reader.fill_buf()?;
        let end = memchr::memchr(b'\n', buffer);
        let count = end.map_or(buffer.len(), |end| end + 1);
        if count == 0 || end.is_some() {
            reader.consume(count);
            return Ok(LineEnd::TooLong { is_last: false });
        }
        reader.consume(count);
        passed += count as u64;
    }
    Ok(LineEnd::TooLong { is_last: true })
}

/// The part of a line that says how the rest is to be read.
#[derive(Deserialize)]
struct SchemaVersion {
    schema: u32,
}

fn parse_line(line: &[u8]) -> Result<Article, String> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let article = match serde_json::from_slice::<Article>(line) {
        Ok(article) if article.schema == SCHEMA => return Ok(article),
        article => article,
    };
    match serde_json::from_slice::<SchemaVersion>(line) {
        Ok(SchemaVersion { schema }) if schema != SCHEMA => Err(format!(
            "schema {schema}, but this version reads schema {SCHEMA}; extract the documents \
                         again"
        )),
        _ => article.map_err(|error| error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Skipped;

    const LINE: &str = r#"{"schema":99}"#;

    fn rows(text: &[u8], limit: u64) -> Vec<String> {
        let options = InputOptions { max_size: limit, ..InputOptions::default() };
        let reader = Box::new(io::Cursor::new(text.to_vec()));
        let loaded = JsonlStream::articles(&InputSource::Stdin, reader, options).flatten();
        let shown = |loaded| match loaded {
            Loaded::Articles(articles) => format!("{} articles", articles.len()),
            Loaded::Document(_) => "a document".into(),
            Loaded::Skipped(Skipped { reason, detail, .. }) => format!("{reason} {detail}"),
        };
        loaded.map(shown).collect()
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_the_next_one_read() {
        let text = format!("{}\n\n{LINE}\n", "x".repeat(200));
        assert_eq!(
            rows(text.as_bytes(), 100),
            [
                "bad-jsonl line 3: schema 99, but this version reads schema 1; extract the documents again",
                "too-large line 1 has more than 100 bytes",
                "no-articles it contains no articles",
            ]
        );
    }

    #[test]
    fn an_endless_line_is_given_up() {
        struct Endless(u64);
        impl Read for Endless {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0 += buffer.len() as u64;
                assert!(self.0 < 1 << 20, "{} bytes were read of a line of 1000", self.0);
                buffer.fill(0);
                Ok(buffer.len())
            }
        }
        let options = InputOptions { max_size: 1000, ..InputOptions::default() };
        let stream = JsonlStream::articles(&InputSource::Stdin, Box::new(Endless(0)), options);
        let loaded: Vec<Loaded> = stream.flatten().collect();
        assert_eq!(loaded.len(), 2);
    }

    #[test]
    fn an_empty_source_has_no_mistake() {
        assert_eq!(rows(b"\n", 100), [""; 0]);
    }
}
