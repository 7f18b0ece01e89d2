//! Arguments to documents: walking, decoding, sniffing, size limits.
//!
//! This room reads files; what it cannot read becomes a [`Skipped`] row and stops nothing.

mod docx;
mod encoding;
mod file_tree;
mod jsonl;
mod media_type;
mod name;
mod notebook;
pub mod own_output;
#[cfg(feature = "parquet")]
mod parquet;
mod rules;
mod saved_page;
mod sniff;
mod source_map;
mod source_stream;
mod span_map;
mod table_files;
mod walk;
mod warc;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use self::encoding::{DecodedText, decode};
pub use self::file_tree::{FileTree, TreeEntry};
use self::jsonl::JsonlStream;
pub use self::media_type::{MediaType, MediaTypes};
#[cfg(feature = "parquet")]
pub use self::parquet::contains_panics;
pub(crate) use self::saved_page::saved_from;
pub use self::saved_page::{render_saved_page, saved_page_url};
pub(crate) use self::source_map::{CellKind, LineMap, Notebook, NotebookCell, SourceMap};
pub(crate) use self::source_stream::SourceStream;
pub(crate) use self::span_map::SpanMap;
pub use self::table_files::{ARTICLES_FILE, CITATIONS_FILE, SENTENCES_FILE};
pub use self::walk::{InputSet, listed};
pub use self::warc::RecordIndex;
use crate::article::{Article, Capture, Format, SkipReason, Skipped};

/// What is read, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct InputOptions {
    /// The largest document that is read, in bytes.
    pub max_size: u64,
    /// Read every document as this, whatever its name says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// The types that are read from web archives.
    pub mime: MediaTypes,
}

impl Default for InputOptions {
    fn default() -> Self {
        Self { max_size: 64 << 20, format: None, mime: MediaTypes::default() }
    }
}

/// The largest document that a configuration can ask for, in bytes: offsets in a text have 32 bits.
const MAX_DOCUMENT_BYTES: u64 = 2 << 30;

impl InputOptions {
    /// These options, with no larger documents than offsets can tell.
    #[must_use]
    pub fn bounded(&self) -> Self {
        Self { max_size: self.max_size.min(MAX_DOCUMENT_BYTES), ..*self }
    }
}

/// What stops a run: an argument that names nothing.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// A file, folder or glob that does not exist.
    #[error("cannot read {input}: {error}; check the name, or use - for standard input")]
    Missing {
        /// The argument.
        input: String,
        /// What the system said.
        error: io::Error,
    },
    /// A glob that no file matches.
    #[error("{pattern} matches no file; check the pattern")]
    NoMatch {
        /// The argument.
        pattern: String,
    },
    /// A file that is named as input and as output.
    #[error(
        "{input} is an input of this run and would be replaced; choose another file for the output"
    )]
    Overwritten {
        /// The argument.
        input: String,
    },
    /// A glob that cannot be understood.
    #[error("bad pattern {pattern}: {error}; quote special characters with [ ]")]
    Glob {
        /// The argument.
        pattern: String,
        /// What is wrong with it.
        error: globset::Error,
    },
}

/// A document: text, and where it came from.
#[derive(Debug, Clone)]
pub struct Document {
    /// A path with `/`, or `-`.
    pub input: String,
    /// The member or record inside `input`.
    pub part: Option<String>,
    /// What it is read as.
    pub format: Format,
    /// Its text, and the way back to its bytes: for a page of a web archive those that the server sent, without the
    /// codings of HTTP.
    pub decoded: DecodedText,
    /// When and where it was captured, if it is of a web archive.
    pub capture: Option<Capture>,
}

impl Document {
    /// A document held in memory.
    pub fn new(input: &str, format: Format, text: &str) -> Self {
        let decoded = DecodedText::utf8(text.to_owned());
        Self { input: input.into(), part: None, format, decoded, capture: None }
    }
}

/// Something that holds documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputSource {
    /// A file; `named` if the arguments name it itself and not a folder above it.
    File {
        /// Where it is.
        path: PathBuf,
        /// Whether the user asked for this very file.
        named: bool,
    },
    /// Those records of a web archive that an index names.
    Records {
        /// Where the archive is.
        path: PathBuf,
        /// Whether the user asked for this very file.
        named: bool,
        /// The index.
        index: Arc<RecordIndex>,
    },
    /// Standard input.
    Stdin,
    /// A page that was fetched.
    Page {
        /// The address, without secrets.
        name: String,
        /// The page as it is kept.
        bytes: Arc<[u8]>,
    },
    /// A file as it once was, read by its name.
    Blob {
        /// The name of the file.
        name: String,
        /// What it held.
        bytes: Arc<[u8]>,
    },
}

/// What a source held.
#[derive(Debug)]
pub enum Loaded {
    /// A document to extract from.
    Document(Box<Document>),
    /// Articles that were extracted before.
    Articles(Vec<Article>),
    /// Nothing that can be read.
    Skipped(Skipped),
}

impl InputSource {
    /// Its name in every output.
    pub fn name(&self) -> String {
        match self {
            Self::File { path, .. } | Self::Records { path, .. } => name::from_path(path),
            Self::Stdin => "-".into(),
            Self::Page { name, .. } | Self::Blob { name, .. } => name.clone(),
        }
    }

    /// Whether the user asked for this very source, not for a folder that holds it.
    pub fn is_named(&self) -> bool {
        !matches!(self, Self::File { named: false, .. } | Self::Records { named: false, .. })
    }

    /// The files that are read for it.
    pub fn files(&self) -> Vec<PathBuf> {
        match self {
            Self::File { path, named }
                if sniff::by_name(&self.name(), *named) == sniff::FileKind::Tables =>
            {
                table_files::files_of(path)
            }
            Self::File { path, .. } | Self::Records { path, .. } => vec![path.clone()],
            Self::Stdin | Self::Page { .. } | Self::Blob { .. } => Vec::new(),
        }
    }

    /// Reads the source. Whatever goes wrong is a [`Skipped`].
    pub fn load(&self, options: &InputOptions) -> Vec<Loaded> {
        self.load_observed(options, &mut |_, _| {})
    }

    /// Reads the source as [`load`](Self::load) does. `observe` sees a file and its bytes when they were read and before
    /// they are understood; it is not called for anything else.
    pub fn load_observed(
        &self,
        options: &InputOptions,
        observe: &mut dyn FnMut(&File, &[u8]),
    ) -> Vec<Loaded> {
        if let Some(stream) = self.stream(options) {
            return stream.flatten().collect();
        }
        let loaded = match self {
            Self::Stdin => Err((SkipReason::Unreadable, "it was already read".into())),
            Self::Page { bytes, .. } => {
                self.parse(bytes.to_vec(), sniff::FileKind::Document(Format::Html), options)
            }
            Self::Blob { name, bytes } => {
                self.parse(bytes.to_vec(), sniff::by_name(name, true), options)
            }
            Self::File { path, named } | Self::Records { path, named, .. } => {
                self.load_file(path, *named, options, observe)
            }
        };
        loaded.unwrap_or_else(|(reason, detail)| vec![self.skip(reason, detail)])
    }

    /// Reads the source as [`load`](Self::load) does, with little of a large one in memory.
    pub fn pieces<'a>(&'a self, options: &InputOptions) -> Box<dyn Iterator<Item = Loaded> + 'a> {
        match self.stream(options) {
            Some(stream) => Box::new(stream.flatten()),
            None => Box::new(self.load(options).into_iter()),
        }
    }

    /// What can be read piece by piece, whatever its size: standard input, articles that were extracted before, and
    /// web archives. `None` for all else.
    pub(crate) fn stream(&self, options: &InputOptions) -> Option<SourceStream<'_>> {
        SourceStream::open(self, options)
    }

    /// Whether [`stream`](Self::stream) has something.
    pub(crate) fn is_streamed(&self, options: &InputOptions) -> bool {
        SourceStream::exists(self, options)
    }

    fn load_file(
        &self,
        path: &Path,
        named: bool,
        options: &InputOptions,
        observe: &mut dyn FnMut(&File, &[u8]),
    ) -> Result<Vec<Loaded>, SkipCause> {
        let name = self.name();
        let kind = match sniff::by_name(&name, named) {
            _ if options.format.is_some() => sniff::FileKind::Text,
            sniff::FileKind::Unread(_) | sniff::FileKind::Jsonl if is_own(path, &name) => {
                return Err(own_output_cause());
            }
            sniff::FileKind::Unread(unread) => {
                return Err((SkipReason::UnknownFormat, unread.detail()));
            }
            sniff::FileKind::Tables => return Err(table_files::unread(path, named)),
            sniff::FileKind::Jsonl if !named => {
                return Err((
                    SkipReason::JsonlInFolder,
                    "pass it by name to read articles from it".into(),
                ));
            }
            kind => kind,
        };
        let file = File::open(path).map_err(|error| (SkipReason::Unreadable, error.to_string()))?;
        let expected = file.metadata().map_or(0, |metadata| metadata.len());
        let bytes = read_all(&file, expected, options.max_size)?;
        observe(&file, &bytes);
        self.parse(bytes, kind, options)
    }

    fn parse(
        &self,
        bytes: Vec<u8>,
        kind: sniff::FileKind,
        options: &InputOptions,
    ) -> Result<Vec<Loaded>, SkipCause> {
        let is_open = matches!(kind, sniff::FileKind::Text | sniff::FileKind::Unnamed);
        if is_open && own_output::is_jsonl(&bytes) {
            let stream = JsonlStream::articles(self, Box::new(io::Cursor::new(bytes)), *options);
            return Ok(stream.flatten().collect());
        }
        if sniff::is_docx(&bytes, kind, options.format) {
            let (decoded, part) = docx::read(bytes, options.max_size)?;
            return Ok(vec![self.document(decoded, Some(part), Format::Docx)]);
        }
        let decoded = decode(bytes);
        if own_output::is(decoded.text.as_bytes()) {
            return Err(own_output_cause());
        }
        let format = match (options.format, kind) {
            (Some(format), _) => format,
            (None, sniff::FileKind::Document(Format::Html)) if sniff::is_feed(&decoded.text) => {
                return Err((SkipReason::Feed, "a list of articles, not an article".into()));
            }
            (None, sniff::FileKind::Document(format)) => format,
            (None, sniff::FileKind::Unread(unread)) => {
                return Err((SkipReason::UnknownFormat, unread.detail()));
            }
            (None, sniff::FileKind::Archive(_)) => {
                let detail = "a web archive, which is read only from a file".into();
                return Err((SkipReason::UnknownFormat, detail));
            }
            (None, sniff::FileKind::Tables) => {
                let detail = "Parquet tables, which are read only from files".into();
                return Err((SkipReason::UnknownFormat, detail));
            }
            (None, kind) => sniff::by_content(&decoded.text, kind)?,
        };
        let decoded = if format == Format::Notebook { notebook::read(decoded)? } else { decoded };
        Ok(vec![self.document(decoded, None, format)])
    }

    fn document(&self, decoded: DecodedText, part: Option<String>, format: Format) -> Loaded {
        let input = self.name();
        Loaded::Document(Box::new(Document { input, part, format, decoded, capture: None }))
    }

    fn skip(&self, reason: SkipReason, detail: String) -> Loaded {
        Loaded::Skipped(Skipped { input: self.name(), part: None, reason, detail })
    }
}

/// Why a document is not read, and the facts.
type SkipCause = (SkipReason, String);

fn read_all(reader: impl Read, expected: u64, limit: u64) -> Result<Vec<u8>, SkipCause> {
    // One byte more, so that the end is found without growing.
    let mut bytes = Vec::with_capacity(expected.min(limit) as usize + 1);
    let read = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| (SkipReason::Unreadable, error.to_string()))?;
    if bytes.len() as u64 > limit {
        return Err((SkipReason::TooLarge, format!("more than {limit} bytes")));
    }
    Ok(bytes)
}

/// Whether a file that is not read is ours. What cannot be opened here is left alone for its name.
fn is_own(path: &Path, name: &str) -> bool {
    let mut head = Vec::new();
    let mut read = || File::open(path)?.take(own_output::HEAD_BYTES).read_to_end(&mut head);
    own_output::may_be(name) && read().is_ok() && own_output::is(&head)
}

fn own_output_cause() -> SkipCause {
    (SkipReason::OwnOutput, "written by citegraph".into())
}

/// Begins the names of files that are not complete yet. A walk passes them over.
pub const PARTIAL: &str = ".citegraph-part-";

/// Words in the head of every page, text and graph that we write.
pub const MARKER: &str = "generated by citegraph";

#[cfg(test)]
mod tests {
    use super::*;

    fn load(name: &str, bytes: &[u8], options: &InputOptions) -> Loaded {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        InputSource::File { path, named: true }.load(options).remove(0)
    }

    fn reason(name: &str, bytes: &[u8]) -> String {
        let small = InputOptions { max_size: 100, ..InputOptions::default() };
        match load(name, bytes, &small) {
            Loaded::Skipped(skipped) => skipped.reason.to_string(),
            Loaded::Document(document) => format!("{:?}", document.format),
            Loaded::Articles(articles) => format!("{} articles", articles.len()),
        }
    }

    #[test]
    fn every_file_is_read_or_has_a_reason() {
        assert_eq!(reason("a.md", b"# x"), "Markdown");
        assert_eq!(reason("a.txt", b"plain"), "Text");
        assert_eq!(reason("a.html", b"<p>"), "Html");
        assert_eq!(reason("a.html", b"<?xml version='1.0'?><feed>"), "feed");
        assert_eq!(reason("a", b"\x00\x01\x02\x03\x00\x01\x02"), "binary");
        assert_eq!(reason("a.pdf", b"x"), "unknown-format");
        assert_eq!(reason("a.tex", b"x"), "unknown-format");
        assert_eq!(reason("a.docx", b"x"), "bad-archive");
        assert_eq!(reason("~$a.docx", b"x"), "unknown-format");
        assert_eq!(reason("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "encrypted");
        assert_eq!(reason("a.ipynb", b"x"), "bad-notebook");
        assert_eq!(reason("a.ipynb", b"{\"cells\":[]}"), "Notebook");
        assert_eq!(reason("a", b"{\"nbformat\":4,\"cells\":[]}"), "Notebook");
        assert_eq!(reason("a.md", &[b'x'; 101]), "too-large");
        assert_eq!(reason("a.md", format!("<!-- {MARKER} -->").as_bytes()), "own-output");
        assert_eq!(reason("a.jsonl", b"x\n"), "bad-jsonl");
        assert_eq!(reason("a.foo", b"Two words."), "unknown-format");
    }
}
