//! One entry of the cache: a line of what it was made of, the article as `extract` writes it, and the hash of both.

use std::io::{self, Write};
use std::ops::Range;

use citegraph::article::{Article, SCHEMA};
use citegraph::export::jsonl;
use serde::{Deserialize, Serialize};

use super::super::partials::{Sha256Hex, program};
use super::stamp::FileStamp;

/// Version of the form of entries.
const FORMAT: u32 = 1;

/// The largest entry. A few hundred are held before they are handed on.
pub(super) const MAX_ENTRY_BYTES: u64 = 8 << 20;

/// The last line: the hash of all before.
const DIGEST_BYTES: usize = 65;

/// What an entry was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct EntryHeader {
    schema: u32,
    tool: EntryTool,
    cache: u32,
    /// The build that made it.
    build: Sha256Hex,
    /// Input, path and options, which also name the entry.
    key: Sha256Hex,
    /// The input, for people.
    input: String,
    /// The document.
    pub(super) document: DocumentIdentity,
    /// How many citations the article has.
    citations: usize,
}

/// Begins what citegraph writes, so that it is known for that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct EntryTool {
    name: String,
    version: String,
}

/// What a document was when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DocumentIdentity {
    pub(super) bytes: u64,
    pub(super) sha256: Sha256Hex,
    /// `None` if it could have changed again under the same stamp.
    pub(super) stamp: Option<FileStamp>,
}

/// What has to be the same for an entry to be used, besides the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EntryKey {
    pub(super) build: Sha256Hex,
    pub(super) key: Sha256Hex,
}

/// An article that an earlier run extracted.
#[derive(Debug)]
pub(crate) struct StoredArticle {
    entry: Vec<u8>,
    line: Range<usize>,
    /// How many citations it has.
    pub(crate) citations: usize,
}

impl StoredArticle {
    /// Its line of JSON, with the end of the line.
    pub(crate) fn line(&self) -> &[u8] {
        &self.entry[self.line.clone()]
    }

    /// The article; `None` where the line holds none.
    pub(crate) fn parse(&self) -> Option<Article> {
        let article: Article = serde_json::from_slice(self.line()).ok()?;
        (article.schema == SCHEMA).then_some(article)
    }
}

/// The bytes of an entry; `None` for an article that is too large for one.
pub(super) fn to_bytes(
    key: &EntryKey,
    document: DocumentIdentity,
    article: &Article,
) -> Option<Vec<u8>> {
    let EntryKey { build, key } = key.clone();
    let header = EntryHeader {
        schema: 1,
        tool: EntryTool { name: "citegraph".into(), version: program() },
        cache: FORMAT,
        build,
        key,
        input: article.input.clone(),
        document,
        citations: article.citations.len(),
    };
    let mut entry = BoundedBytes(Vec::with_capacity(1 << 14));
    serde_json::to_writer(&mut entry, &header).ok()?;
    entry.write_all(b"\n").ok()?;
    jsonl::write([article], &mut entry).ok()?;
    let mut bytes = entry.0;
    let digest = Sha256Hex::from_bytes(&bytes);
    bytes.extend_from_slice(digest.as_str().as_bytes());
    bytes.push(b'\n');
    Some(bytes)
}

/// The article of an entry; `None` where it is not whole or not of this key, and where its document is another.
pub(super) fn from_bytes(
    entry: Vec<u8>,
    key: &EntryKey,
    is_document: impl FnOnce(&DocumentIdentity) -> bool,
) -> Option<StoredArticle> {
    let end = entry.len().checked_sub(DIGEST_BYTES)?;
    let begin = memchr::memchr(b'\n', &entry[..end])? + 1;
    let header: EntryHeader = serde_json::from_slice(&entry[..begin]).ok()?;
    let is_current = header.cache == FORMAT && header.build == key.build && header.key == key.key;
    if !is_current || !is_document(&header.document) {
        return None;
    }
    let digest = Sha256Hex::from_bytes(&entry[..end]);
    let is_whole = entry[end..].strip_suffix(b"\n") == Some(digest.as_str().as_bytes());
    is_whole.then_some(StoredArticle { entry, line: begin..end, citations: header.citations })
}

/// Takes as many bytes as an entry may have.
struct BoundedBytes(Vec<u8>);

impl Write for BoundedBytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.0.len() + bytes.len() + DIGEST_BYTES;
        if length as u64 > MAX_ENTRY_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use citegraph::article::Format;
    use citegraph::extract::{ExtractOptions, Extractor};
    use citegraph::input::Document;

    use super::*;

    fn article(text: &str) -> Article {
        let options = ExtractOptions { text: true, ..ExtractOptions::default() };
        Extractor::default().extract(&Document::new("a.md", Format::Markdown, text), &options)
    }

    fn key(build: &str) -> EntryKey {
        let hash = |text: &str| Sha256Hex::from_bytes(text.as_bytes());
        EntryKey { build: hash(build), key: hash("key") }
    }

    fn document() -> DocumentIdentity {
        DocumentIdentity { bytes: 3, sha256: Sha256Hex::from_bytes(b"abc"), stamp: None }
    }

    #[test]
    fn an_entry_gives_the_same_article_back_and_no_other_key_does() {
        let article = article(
            "---\nfrom: https://a.example/\n---\nIt is [so](https://b.example/?utm_source=x). And so.",
        );
        let bytes = to_bytes(&key("one"), document(), &article).unwrap();
        let stored = from_bytes(bytes.clone(), &key("one"), |there| *there == document()).unwrap();
        assert_eq!((stored.parse(), stored.citations), (Some(article.clone()), 1));
        let mut line = Vec::new();
        jsonl::write([&article], &mut line).unwrap();
        assert_eq!(stored.line(), line);
        assert!(from_bytes(bytes.clone(), &key("two"), |_| true).is_none());
        assert!(from_bytes(bytes, &key("one"), |_| false).is_none());
    }

    #[test]
    fn an_entry_with_any_damage_is_none() {
        let bytes = to_bytes(&key("one"), document(), &article("[b](https://b.example/)")).unwrap();
        let read = |bytes: &[u8]| from_bytes(bytes.to_owned(), &key("one"), |_| true);
        assert!(read(&bytes).is_some());
        for at in 0..bytes.len() {
            assert!(read(&bytes[..at]).is_none(), "cut at {at}");
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert!(read(&other).is_none(), "bit of {at}");
        }
        assert!(read(&[&bytes[..], b"\n"].concat()).is_none());
    }

    #[test]
    fn a_large_article_has_no_entry() {
        let mut large = article("Text");
        large.title = Some("x".repeat(MAX_ENTRY_BYTES as usize));
        assert!(to_bytes(&key("one"), document(), &large).is_none());
    }
}
