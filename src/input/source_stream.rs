//! Sources that are read piece by piece, whatever their size.

use std::fs::File;
use std::io::{self, Read};

use super::jsonl::JsonlStream;
#[cfg(feature = "parquet")]
use super::parquet::ParquetStream;
use super::sniff::{self, FileKind};
use super::warc::{self, ArchiveInput, ArchiveKind, ArchiveStream};
use super::{InputOptions, InputSource, Loaded};
use crate::article::SkipReason;

/// Bytes by which standard input is recognised.
const PEEKED_BYTES: u64 = 8192;

/// A source that is read piece by piece.
pub(crate) enum SourceStream<'a> {
    /// Articles that were extracted before, or standard input, which may be a document as well.
    Jsonl(JsonlStream<'a>),
    /// A web archive.
    Archive(Box<ArchiveStream<'a>>),
    /// Parquet tables.
    #[cfg(feature = "parquet")]
    Tables(ParquetStream<'a>),
}

impl<'a> SourceStream<'a> {
    /// Opens a source, if it is read piece by piece.
    pub(super) fn open(source: &'a InputSource, options: &InputOptions) -> Option<Self> {
        let options = *options;
        match (source, kind(source, options)?) {
            (
                InputSource::File { path, .. } | InputSource::Records { path, .. },
                FileKind::Archive(kind),
            ) => {
                let index = match source {
                    InputSource::Records { index, .. } => Some(index),
                    _ => None,
                };
                let archive = match File::open(path) {
                    Ok(file) => ArchiveStream::open(source, file, kind, index, options),
                    Err(error) => {
                        let cause = (SkipReason::Unreadable, error.to_string());
                        ArchiveStream::unreadable(source, cause, options)
                    }
                };
                Some(Self::Archive(Box::new(archive)))
            }
            #[cfg(feature = "parquet")]
            (InputSource::File { path, .. }, FileKind::Tables) => {
                Some(Self::Tables(ParquetStream::new(source, path, options)))
            }
            (InputSource::File { path, .. }, _) => {
                let file = File::open(path).ok()?;
                Some(Self::Jsonl(JsonlStream::articles(source, Box::new(file), options)))
            }
            (InputSource::Blob { bytes, .. }, _) => {
                let input = ArchiveInput::Stream(Box::new(io::Cursor::new(bytes.clone())));
                Some(Self::Archive(Box::new(ArchiveStream::new(source, input, options))))
            }
            _ => Some(Self::of_stdin(source, options)),
        }
    }

    /// Whether a source is read piece by piece.
    pub(super) fn exists(source: &InputSource, options: &InputOptions) -> bool {
        match (source, kind(source, *options)) {
            (InputSource::File { path, .. }, Some(FileKind::Jsonl)) => File::open(path).is_ok(),
            (_, kind) => kind.is_some(),
        }
    }

    /// Standard input: its first bytes decide. What cannot be read is found out again by the reader.
    fn of_stdin(source: &'a InputSource, options: InputOptions) -> Self {
        let mut head = Vec::new();
        let _ = io::stdin().take(PEEKED_BYTES).read_to_end(&mut head);
        let is_archive = warc::is_archive(&head);
        let whole: Box<dyn Read + Send> = Box::new(io::Cursor::new(head).chain(io::stdin()));
        match is_archive {
            true => {
                let input = ArchiveInput::Stream(whole);
                Self::Archive(Box::new(ArchiveStream::new(source, input, options)))
            }
            false => Self::Jsonl(JsonlStream::new(source, whole, options)),
        }
    }
}

/// What a source is read as piece by piece; `None` where it is read as a whole.
fn kind(source: &InputSource, options: InputOptions) -> Option<FileKind> {
    match source {
        InputSource::Stdin => Some(FileKind::Text),
        InputSource::File { named, .. } | InputSource::Records { named, .. } => {
            match sniff::by_name(&source.name(), *named) {
                FileKind::Jsonl if *named && options.format.is_none() => Some(FileKind::Jsonl),
                #[cfg(feature = "parquet")]
                FileKind::Tables if *named && options.format.is_none() => Some(FileKind::Tables),
                FileKind::Archive(kind) => Some(FileKind::Archive(kind)),
                _ => None,
            }
        }
        // A ZIP archive is read from a file.
        InputSource::Blob { name, .. } => match sniff::by_name(name, true) {
            FileKind::Archive(ArchiveKind::Warc) => Some(FileKind::Archive(ArchiveKind::Warc)),
            _ => None,
        },
        InputSource::Page { .. } => None,
    }
}

impl Iterator for SourceStream<'_> {
    type Item = Vec<Loaded>;

    fn next(&mut self) -> Option<Vec<Loaded>> {
        match self {
            Self::Jsonl(lines) => lines.next(),
            Self::Archive(records) => records.next(),
            #[cfg(feature = "parquet")]
            Self::Tables(tables) => tables.next(),
        }
    }
}
