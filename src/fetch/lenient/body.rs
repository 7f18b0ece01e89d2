//! The body of a response, read as leniently as browsers read it: chunks of odd forms, and packing that is not
//! what its header says. Pure.

use std::io::Read as _;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// The longest line between chunks, in bytes; that of Chromium.
const MAX_CHUNK_LINE_BYTES: usize = 16 << 10;

/// Chunks, taken apart as they come.
#[derive(Debug, Default)]
pub(super) struct ChunkReader {
    /// What the bytes to come are.
    next: ChunkPart,
    /// The line between chunks, as far as it came.
    line: Vec<u8>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum ChunkPart {
    /// A line with the size of the next chunk.
    #[default]
    Size,
    /// So many bytes of a chunk.
    Data(u64),
    /// The end of its last line.
    DataEnd,
    /// Lines behind the last chunk.
    Trailer,
    /// Nothing: all chunks came.
    Done,
    /// Nothing: what came is no chunk.
    Broken,
}

impl ChunkReader {
    /// Takes in bytes, and adds those of the body to `body`.
    pub(super) fn push(&mut self, mut bytes: &[u8], body: &mut Vec<u8>) {
        while !bytes.is_empty() && !self.is_done() && !self.is_broken() {
            if let ChunkPart::Data(left) = self.next {
                let count = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
                body.extend_from_slice(&bytes[..count]);
                bytes = &bytes[count..];
                let left = left - count as u64;
                self.next = if left == 0 { ChunkPart::DataEnd } else { ChunkPart::Data(left) };
                continue;
            }
            let Some(feed) = memchr::memchr(b'\n', bytes) else {
                self.line.extend_from_slice(bytes);
                if self.line.len() > MAX_CHUNK_LINE_BYTES {
                    self.next = ChunkPart::Broken;
                }
                return;
            };
            self.line.extend_from_slice(&bytes[..feed]);
            bytes = &bytes[feed + 1..];
            let line = std::mem::take(&mut self.line);
            self.next = behind(self.next, line.strip_suffix(b"\r").unwrap_or(&line));
        }
    }

    /// Whether all chunks came.
    pub(super) fn is_done(&self) -> bool {
        self.next == ChunkPart::Done
    }

    /// Whether something came that is no chunk.
    pub(super) fn is_broken(&self) -> bool {
        self.next == ChunkPart::Broken
    }
}

/// What follows a line.
fn behind(part: ChunkPart, line: &[u8]) -> ChunkPart {
    match part {
        ChunkPart::Size => match chunk_size(line) {
            Some(0) => ChunkPart::Trailer,
            Some(size) => ChunkPart::Data(size),
            None => ChunkPart::Broken,
        },
        ChunkPart::DataEnd if line.is_empty() => ChunkPart::Size,
        ChunkPart::DataEnd => ChunkPart::Broken,
        ChunkPart::Trailer if line.is_empty() => ChunkPart::Done,
        part => part,
    }
}

/// `1a3f ; extension`.
fn chunk_size(line: &[u8]) -> Option<u64> {
    let digits = line.split(|byte| *byte == b';').next()?.trim_ascii_end();
    let digits = std::str::from_utf8(digits).ok()?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u64::from_str_radix(digits, 16).ok().filter(|_| is_number)
}

/// A body unpacked, as far as it can be; at most `most` bytes. `codings` are those of `Content-Encoding`, in the
/// order in which they were applied. What is not packed as it says is taken as it is. `None` for a packing that
/// is not known here.
pub(in super::super) fn unpack(body: Vec<u8>, codings: &[String], most: u64) -> Option<Vec<u8>> {
    let mut body = body;
    for coding in codings.iter().rev() {
        body = match coding.as_str() {
            "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
                read_all(MultiGzDecoder::new(&body[..]), most)
            }
            "deflate" => {
                // Servers send either form under this name.
                let zlib = read_all(ZlibDecoder::new(&body[..]), most);
                let raw = || read_all(DeflateDecoder::new(&body[..]), most);
                let unpacked = if zlib.is_empty() { raw() } else { zlib };
                if unpacked.is_empty() || is_markup(&body) { body } else { unpacked }
            }
            "br" | "zstd" | "dcb" | "dcz" | "compress" | "x-compress" if !is_markup(&body) => {
                return None;
            }
            _ => body,
        };
    }
    Some(body)
}

fn is_markup(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// What can be read before something breaks.
fn read_all(from: impl std::io::Read, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What came before a fault stays in the buffer.
    let _ = from.take(most).read_to_end(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn chunks(text: &str) -> (String, bool, bool) {
        let mut whole = (ChunkReader::default(), Vec::new());
        whole.0.push(text.as_bytes(), &mut whole.1);
        // However the bytes come, the body is the same.
        let mut single = (ChunkReader::default(), Vec::new());
        text.bytes().for_each(|byte| single.0.push(&[byte], &mut single.1));
        assert_eq!((&whole.1, whole.0.next), (&single.1, single.0.next), "{text:?}");
        (String::from_utf8(whole.1).unwrap(), whole.0.is_done(), whole.0.is_broken())
    }

    #[test]
    fn chunks_of_odd_forms() {
        for (text, body, done, broken) in [
            ("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "abcde", true, false),
            ("3  \nabc\n0\n\n", "abc", true, false),
            ("3\r\nabc\r\n0\r\nX: y\r\n\r\nrest", "abc", true, false),
            ("3\r\nabc\r\n", "abc", false, false),
            ("3\r\nabcdef\r\n", "abc", false, true),
            ("0x3\r\nabc\r\n", "", false, true),
            ("<title>Plain</title>\n", "", false, true),
            ("fffffffffffffffff\r\n", "", false, true),
        ] {
            assert_eq!(chunks(text), (body.to_owned(), done, broken), "{text:?}");
        }
        let mut reader = ChunkReader::default();
        reader.push(&[b'1'; MAX_CHUNK_LINE_BYTES + 1], &mut Vec::new());
        assert!(reader.is_broken());
    }

    #[test]
    fn packing_that_is_not_as_told() {
        let text = b"<p>A page";
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        for to in [&mut gzip as &mut dyn std::io::Write, &mut zlib, &mut raw] {
            to.write_all(text).unwrap();
        }
        let (gzip, zlib, raw) =
            (gzip.finish().unwrap(), zlib.finish().unwrap(), raw.finish().unwrap());
        let plain = text.to_vec();
        let garbage = [&gzip[..], b"garbage"].concat();
        for (body, codings, expected) in [
            (&gzip, "gzip", Some(&plain)),
            (&gzip, "x-gzip", Some(&plain)),
            (&garbage, "gzip", Some(&plain)),
            (&plain, "gzip", Some(&plain)),
            (&zlib, "deflate", Some(&plain)),
            (&raw, "deflate", Some(&plain)),
            (&plain, "deflate", Some(&plain)),
            (&plain, "br", Some(&plain)),
            (&raw, "br", None),
            (&plain, "utf-8", Some(&plain)),
        ] {
            let found = unpack(body.clone(), &[codings.to_owned()], 1 << 16);
            assert_eq!(found.as_ref(), expected, "{codings}");
        }
        let cut = unpack(gzip[..gzip.len() - 6].to_vec(), &["gzip".into()], 1 << 16);
        assert_eq!(cut.as_deref(), Some(&text[..]));
        assert_eq!(unpack(gzip, &["gzip".into()], 3).as_deref(), Some(&b"<p>"[..]));
    }
}
