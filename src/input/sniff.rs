//! What a document is: by its name, and by its content where the name does not tell.

use std::sync::LazyLock;

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::SkipCause;
use super::docx;
use super::warc::ArchiveKind;
use crate::article::{Format, SkipReason};

/// The table of formats: see its head.
const TABLE: &str = include_str!("../../data/formats.tsv");

/// How much of a file is judged.
const MAX_HEAD_BYTES: usize = 8192;

/// How much of a file without an ending has to be text with words.
const MAX_PROSE_BYTES: usize = 4096;

/// A longer ending that no row of the table has is part of the name.
const MAX_ENDING_BYTES: usize = 8;

/// Whether bytes are read as a .docx: by order, by name, or by their first ones.
pub(crate) fn is_docx(bytes: &[u8], kind: FileKind, ordered: Option<Format>) -> bool {
    match (ordered, kind) {
        (Some(format), _) => format == Format::Docx,
        (None, FileKind::Document(format)) => format == Format::Docx,
        (None, _) => docx::is(bytes),
    }
}

/// What to do with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// Read it as a document.
    Document(Format),
    /// Read articles from it, one JSON object a line.
    Jsonl,
    /// Read articles from Parquet tables.
    Tables,
    /// Read the pages of a web archive.
    Archive(ArchiveKind),
    /// Text: decide when its content is known.
    Text,
    /// A file whose name says nothing: read it if it is text with words.
    Unnamed,
    /// Source or data that may turn out to be a page: read it if it begins like one.
    Page,
    /// Do not read it.
    Unread(UnsupportedFile),
}

/// A kind of file that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UnsupportedFile {
    /// What it is; `None` where nobody knows.
    what: Option<&'static str>,
    remedy: Remedy,
}

/// What the owner of a file can do to have it read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Remedy {
    /// pandoc reads it.
    Convert,
    /// Its program writes HTML.
    Save,
    /// It is a web archive in another form.
    Archive,
    /// Nothing: it is not an article.
    None,
}

impl UnsupportedFile {
    /// A file of a kind that the table does not know.
    const UNKNOWN: Self = Self { what: None, remedy: Remedy::None };

    /// Why it is not read, and the way out.
    pub(crate) fn detail(self) -> String {
        let what = self.what.unwrap_or("this kind of file");
        match self.remedy {
            Remedy::Convert => {
                format!("{what} is not supported yet; convert it: pandoc -t html -o FILE.html FILE")
            }
            Remedy::Archive => {
                format!("{what} is not supported; convert it to .warc or .warc.gz")
            }
            Remedy::Save => format!("{what} is not supported; save or export it as HTML"),
            Remedy::None => "unsupported format".into(),
        }
    }
}

/// The rows of the table by their first column.
static ROWS: LazyLock<FxHashMap<&str, FileKind>> = LazyLock::new(|| table().collect());

/// The rows that are about how files begin.
static SIGNATURES: LazyLock<Vec<(&str, FileKind)>> = LazyLock::new(|| {
    table().filter_map(|(key, kind)| Some((key.strip_prefix('^')?, kind))).collect()
});

fn table() -> impl Iterator<Item = (&'static str, FileKind)> {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let (key, reads, what) = (cells.next()?, cells.next()?, cells.next());
        let unread = |remedy| FileKind::Unread(UnsupportedFile { what, remedy });
        let kind = match reads {
            "markdown" => FileKind::Document(Format::Markdown),
            "html" => FileKind::Document(Format::Html),
            "docx" => FileKind::Document(Format::Docx),
            "notebook" => FileKind::Document(Format::Notebook),
            "articles" => FileKind::Jsonl,
            "tables" => FileKind::Tables,
            "warc" => FileKind::Archive(ArchiveKind::Warc),
            "wacz" => FileKind::Archive(ArchiveKind::Wacz),
            "text" => FileKind::Text,
            "page" => FileKind::Page,
            "convert" => unread(Remedy::Convert),
            "save" => unread(Remedy::Save),
            "archive" => unread(Remedy::Archive),
            _ => unread(Remedy::None),
        };
        Some((key, kind))
    })
}

/// Judges a file by its name. A user who names the very file wants it read whatever it is called, as long
/// as its ending does not tell that it cannot be.
pub(crate) fn by_name(path: &str, is_named: bool) -> FileKind {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    // While a document is open, Word keeps the name of who edits it in a file beside it.
    if name.starts_with("~$") {
        return FileKind::Unread(UnsupportedFile::UNKNOWN);
    }
    if let Some(kind) = double_ending(&name) {
        return kind;
    }
    let by_ending = match ending(&name) {
        Some(ending) => ROWS
            .get(format!("*.{ending}").as_str())
            .copied()
            .unwrap_or(FileKind::Unread(UnsupportedFile::UNKNOWN)),
        None => FileKind::Unnamed,
    };
    if is_named || !matches!(by_ending, FileKind::Unnamed | FileKind::Text) {
        return by_ending;
    }
    let stem = name.split(['.', '-', '_']).next().unwrap_or_default();
    [name.as_str(), stem].iter().find_map(|name| ROWS.get(name).copied()).unwrap_or(by_ending)
}

/// The ending of a name: letters and digits behind its last full stop, also where a query was kept in the
/// name of a page.
fn ending(name: &str) -> Option<&str> {
    let (stem, rest) = name.rsplit_once('.')?;
    let ending = rest.split(['?', '@']).next()?;
    let is_word =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_number = ending.bytes().all(|byte| byte.is_ascii_digit());
    if stem.is_empty() || !is_word(ending) {
        return None;
    }
    let is_known = || ROWS.contains_key(format!("*.{ending}").as_str());
    (is_known() || (ending.len() <= MAX_ENDING_BYTES && !is_number)).then_some(ending)
}

/// What the table says of an ending of two words, such as `.warc.gz`.
fn double_ending(name: &str) -> Option<FileKind> {
    let (stem, last) = name.rsplit_once('.')?;
    let (stem, first) = stem.rsplit_once('.')?;
    ROWS.get(format!("*.{first}.{last}").as_str()).copied().filter(|_| !stem.is_empty())
}

/// The format of a text whose name does not tell, or why it is not read.
pub(crate) fn by_content(text: &str, kind: FileKind) -> Result<Format, SkipCause> {
    let judged = || "recognized by its first bytes".to_owned();
    if super::notebook::is(text) {
        return Ok(Format::Notebook);
    }
    let head = &text.as_bytes()[..text.len().min(MAX_HEAD_BYTES)];
    let lower = head.trim_ascii_start().to_ascii_lowercase();
    let has = |word: &str| memmem::find(&lower, word.as_bytes()).is_some();
    if lower.starts_with(b"<?xml") || lower.starts_with(b"<rss") || lower.starts_with(b"<feed") {
        return match () {
            () if has("<html") => Ok(Format::Html),
            () if is_feed(text) => Err((SkipReason::Feed, judged())),
            () => Err((SkipReason::UnknownFormat, judged())),
        };
    }
    if is_binary(head) {
        return Err((SkipReason::Binary, judged()));
    }
    let signature = SIGNATURES.iter().find(|(start, _)| head.starts_with(start.as_bytes()));
    if let Some((_, FileKind::Unread(unread))) = signature {
        return Err((SkipReason::UnknownFormat, unread.detail()));
    }
    if let Some((_, FileKind::Archive(_))) = signature {
        let detail = "a web archive; give it a name that ends with .warc";
        return Err((SkipReason::UnknownFormat, detail.into()));
    }
    let is_page = lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html");
    if is_page || (has("<head") && kind != FileKind::Page) {
        return Ok(Format::Html);
    }
    let is_read = match kind {
        FileKind::Page => false,
        FileKind::Unnamed => is_prose(text),
        _ => true,
    };
    if !is_read {
        return Err((SkipReason::UnknownFormat, judged()));
    }
    let front_matter = lower.starts_with(b"---\n") || lower.starts_with(b"---\r");
    let front_matter = front_matter || lower.starts_with(b"+++\n") || lower.starts_with(b"+++\r");
    let markup = ["<p>", "<p ", "<div", "<a href", "](http", "](/", "]: http", "\n# ", "\n## "];
    let markup = markup.iter().any(|word| has(word)) || lower.starts_with(b"# ");
    Ok(if front_matter || markup { Format::Markdown } else { Format::Text })
}

/// Whether a text without a telling name is meant to be read by people: no program, and mostly words.
fn is_prose(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(MAX_PROSE_BYTES)];
    let (mut letters, mut others) = (0_usize, 0_usize);
    for letter in head.chars().filter(|letter| !letter.is_whitespace()) {
        match letter.is_alphabetic() {
            true => letters += 1,
            false => others += 1,
        }
    }
    let has_words = head.split_whitespace().filter(|word| is_word(word)).take(2).count() == 2
        || head.chars().filter(|letter| is_syllabic(*letter)).take(4).count() == 4;
    !head.starts_with("#!") && letters > others && has_words
}

/// Two letters or more, with punctuation around them at most.
fn is_word(text: &str) -> bool {
    let text = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    text.chars().nth(1).is_some()
        && text.chars().all(|letter| letter.is_alphabetic() || "'’-".contains(letter))
}

/// Letters of scripts that put no blanks between words.
fn is_syllabic(letter: char) -> bool {
    matches!(letter, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether the text is a feed or a sitemap: lists of articles, not articles.
pub(crate) fn is_feed(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(MAX_HEAD_BYTES)];
    let roots = ["<rss", "<feed", "<urlset", "<sitemapindex", "<rdf:RDF", "<opml"];
    let root = roots.iter().filter_map(|root| memmem::find(head, root.as_bytes())).min();
    // Most pages have no such root, and need no copy.
    let html = || memmem::find(&head.to_ascii_lowercase(), b"<html");
    head.trim_ascii_start().starts_with(b"<")
        && root.is_some_and(|root| html().is_none_or(|html| root < html))
}

/// Whether bytes that were read as text hold more than text.
fn is_binary(head: &[u8]) -> bool {
    let odd = head
        .iter()
        .filter(|byte| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x08))
        .count();
    head.starts_with(b"%PDF-") || head.starts_with(b"PK\x03\x04") || odd * 20 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_has_no_row_twice() {
        let keys: Vec<&str> = table().map(|(key, _)| key).collect();
        assert!(keys.is_sorted_by(|left, right| left < right));
        assert!(keys.len() > 500);
        let words = [
            "archive", "articles", "convert", "docx", "html", "markdown", "none", "notebook",
            "page", "save", "tables", "text", "wacz", "warc",
        ];
        for row in TABLE.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let cells: Vec<&str> = row.split('\t').collect();
            assert!(cells.len() == 3 && words.contains(&cells[1]), "{row}");
        }
    }

    #[test]
    fn names() {
        let unread = |name: &str| matches!(by_name(name, false), FileKind::Unread(_));
        assert_eq!(by_name("a/b.MD", false), FileKind::Document(Format::Markdown));
        assert_eq!(by_name("a/.html", false), FileKind::Unnamed);
        assert_eq!(by_name("a.b/README", false), FileKind::Unnamed);
        assert_eq!(by_name("a/1. The beginning", false), FileKind::Unnamed);
        assert_eq!(by_name("a/notes.2024", false), FileKind::Unnamed);
        assert_eq!(by_name("a/page.html?id=3", false), FileKind::Document(Format::Html));
        assert_eq!(by_name("notes.txt", false), FileKind::Text);
        let warc = FileKind::Archive(ArchiveKind::Warc);
        assert_eq!([by_name("a/b.warc.GZ", false), by_name("b.c.warc", true)], [warc, warc]);
        assert_eq!(by_name("b.wacz", false), FileKind::Archive(ArchiveKind::Wacz));
        let by_name_of = |name: &str| match by_name(name, true) {
            FileKind::Unread(file) => file.detail(),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            by_name_of("a.warc.zst"),
            "a web archive in Zstandard is not supported; convert it to .warc or .warc.gz"
        );
        assert!(by_name_of("a.ARC.gz").starts_with("an ARC file is not supported"));
        assert_eq!(by_name_of("a.txt.zst"), "unsupported format");
        for name in ["x.tar.gz", "x.foo", "Makefile", "LICENSE-MIT", "requirements.txt", "~$a.docx"]
        {
            assert!(unread(name), "{name}");
        }
        assert_eq!(by_name("LICENSE-MIT", true), FileKind::Unnamed);
        assert_eq!(by_name("requirements.txt", true), FileKind::Text);
        assert!(matches!(by_name("x.foo", true), FileKind::Unread(_)));
    }

    #[test]
    fn contents() {
        let text = |text: &str| by_content(text, FileKind::Text);
        assert_eq!(text("---\ntitle: x\n---\n"), Ok(Format::Markdown));
        assert_eq!(text("see http://example.org"), Ok(Format::Text));
        assert_eq!(text("<!DOCTYPE html><p>"), Ok(Format::Html));
        assert_eq!(text(""), Ok(Format::Text));
        let why = |text: &str, kind| by_content(text, kind).unwrap_err().0;
        assert_eq!(why("<?xml version='1.0'?><rss>", FileKind::Text), SkipReason::Feed);
        assert_eq!(why("%PDF-1.4", FileKind::Text), SkipReason::Binary);
        assert_eq!(
            why("MIME-Version: 1.0\nContent-Type: multipart/related", FileKind::Text),
            SkipReason::UnknownFormat
        );
        assert_eq!(by_content("<!doctype html><p>x", FileKind::Page), Ok(Format::Html));
        assert_eq!(why("<?php echo '<head>'; ?>", FileKind::Page), SkipReason::UnknownFormat);
    }

    #[test]
    fn a_file_without_an_ending_is_read_where_it_holds_words() {
        let unnamed = |text: &str| by_content(text, FileKind::Unnamed);
        for prose in [
            "Two words.",
            "Дом стоит.",
            "面包的价格上涨了",
            "# Notes\n\nSee [a](https://a.example/).",
        ] {
            assert!(unnamed(prose).is_ok(), "{prose}");
        }
        for other in [
            "#!/bin/sh\necho one two three\n",
            "1,2,3\n4,5,6\n",
            "",
            "https://a.example/1\n",
            "{\"a\":1}",
        ] {
            assert!(unnamed(other).is_err(), "{other}");
        }
    }
}
