//! The content codings of HTTP: gzip, deflate and br, undone with a limit.

use std::borrow::Cow;
use std::io::{self, Read};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::article::SkipReason;
use crate::input::SkipCause;

/// The mark of gzip. Nothing that is read begins with it.
const MAGIC: &[u8] = b"\x1f\x8b";

/// The most codings that are undone, one in the other.
const MAX_CODINGS: usize = 4;

/// Undoes the codings that the header `Content-Encoding` lists, in the order in which they were applied. No more than
/// `limit` bytes come out of each.
///
/// A body that is not what the header says is taken as it is: crawlers undo codings, and leave the header as it
/// was. One that is still gzip was compressed twice.
pub(super) fn decode<'a>(
    mut body: Cow<'a, [u8]>,
    codings: &[String],
    limit: u64,
) -> Result<Cow<'a, [u8]>, SkipCause> {
    if codings.len() > MAX_CODINGS {
        return Err(bad(format!("its body has more than {MAX_CODINGS} content codings")));
    }
    for coding in codings.iter().rev() {
        body = match coding.as_str() {
            "identity" | "none" | "utf-8" => body,
            "gzip" | "x-gzip" if body.starts_with(MAGIC) => gunzip(&body, limit)?.into(),
            "gzip" | "x-gzip" => body,
            "deflate" => inflate(body, limit)?,
            "br" => unbrotli(body, limit)?,
            // Text begins with none of the bytes of these codings.
            other if may_be_text(&body) => {
                let _ = other;
                body
            }
            other => {
                let other = super::record::shortened(other);
                return Err(bad(format!("the content coding {other} is not supported")));
            }
        };
    }
    for _ in 0..MAX_CODINGS {
        if !body.starts_with(MAGIC) {
            break;
        }
        body = gunzip(&body, limit)?.into();
    }
    Ok(body)
}

fn gunzip(body: &[u8], limit: u64) -> Result<Vec<u8>, SkipCause> {
    let (bytes, error) = read(MultiGzDecoder::new(body), limit)?;
    match error {
        None => Ok(bytes),
        // What follows a whole member may be anything.
        Some(_) => match read(flate2::read::GzDecoder::new(body), limit)? {
            (bytes, None) => Ok(bytes),
            (_, Some(error)) => Err(bad(format!("its gzip body is damaged: {error}"))),
        },
    }
}

/// With the head of zlib, as the standard says, or without it, as some servers do.
fn inflate(body: Cow<'_, [u8]>, limit: u64) -> Result<Cow<'_, [u8]>, SkipCause> {
    if let (bytes, None) = read(ZlibDecoder::new(&*body), limit)? {
        return Ok(bytes.into());
    }
    match read(DeflateDecoder::new(&*body), limit)? {
        (bytes, None) => Ok(bytes.into()),
        (_, Some(_)) if may_be_text(&body) => Ok(body),
        (_, Some(error)) => Err(bad(format!("its deflate body is damaged: {error}"))),
    }
}

fn unbrotli(body: Cow<'_, [u8]>, limit: u64) -> Result<Cow<'_, [u8]>, SkipCause> {
    match read(brotli_decompressor::Decompressor::new(&*body, 1 << 12), limit)? {
        (bytes, None) => Ok(bytes.into()),
        (_, Some(_)) if may_be_text(&body) => Ok(body),
        (_, Some(error)) => Err(bad(format!("its brotli body is damaged: {error}"))),
    }
}

/// What comes out, up to the first fault.
fn read(reader: impl Read, limit: u64) -> Result<(Vec<u8>, Option<io::Error>), SkipCause> {
    let mut bytes = Vec::new();
    let error = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes).err();
    if bytes.len() as u64 > limit {
        let detail = format!("more than {limit} bytes after decompression");
        return Err((SkipReason::TooLarge, detail));
    }
    Ok((bytes, error))
}

/// Whether a body is not compressed after all.
fn may_be_text(body: &[u8]) -> bool {
    let head = &body[..body.len().min(1024)];
    let is_text = |byte: &u8| *byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c);
    let valid = head.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
    head.iter().all(is_text) && valid + 4 > head.len()
}

fn bad(detail: String) -> SkipCause {
    (SkipReason::BadRecord, detail)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const PAGE: &[u8] = b"<p>A page with a few words, a few words, a few words.";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn decoded(body: &[u8], codings: &[&str]) -> Result<Vec<u8>, SkipReason> {
        let codings: Vec<String> = codings.iter().map(|&coding| coding.to_owned()).collect();
        let decoded = decode(body.into(), &codings, 1000);
        decoded.map(Cow::into_owned).map_err(|(reason, _)| reason)
    }

    #[test]
    fn codings_are_undone() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(PAGE).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        raw.write_all(PAGE).unwrap();
        // `A page.`, stored, as the reference encoder writes it.
        let brotli = b"\x0b\x03\x80A page.\x03";
        let page = || Ok(PAGE.to_vec());
        assert_eq!(decoded(PAGE, &[]), page());
        assert_eq!(decoded(PAGE, &["identity"]), page());
        assert_eq!(decoded(&gzip(PAGE), &["gzip"]), page());
        assert_eq!(decoded(&gzip(PAGE), &["x-gzip", "identity"]), page());
        assert_eq!(decoded(&zlib.finish().unwrap(), &["deflate"]), page());
        assert_eq!(decoded(&raw.finish().unwrap(), &["deflate"]), page());
        assert_eq!(decoded(brotli, &["br"]), Ok(b"A page.".to_vec()));
        assert_eq!(decoded(&gzip(&gzip(PAGE)), &["gzip", "gzip"]), page());
    }

    #[test]
    fn a_wrong_header_does_not_matter() {
        for coding in ["gzip", "deflate", "br", "zstd", "unknown"] {
            assert_eq!(decoded(PAGE, &[coding]), Ok(PAGE.to_vec()), "{coding}");
        }
        assert_eq!(decoded(&gzip(PAGE), &[]), Ok(PAGE.to_vec()));
        assert_eq!(decoded(&gzip(&gzip(PAGE)), &["gzip"]), Ok(PAGE.to_vec()));
        assert_eq!(decoded(&[gzip(PAGE), b"more".to_vec()].concat(), &["gzip"]), Ok(PAGE.to_vec()));
    }

    #[test]
    fn damage_and_bombs_are_no_pages() {
        let whole = gzip(PAGE);
        assert_eq!(decoded(&whole[..whole.len() - 9], &["gzip"]), Err(SkipReason::BadRecord));
        assert_eq!(decoded(b"\xff\xfe\0\x01", &["br"]), Err(SkipReason::BadRecord));
        assert_eq!(decoded(b"\x28\xb5\x2f\xfd\0", &["zstd"]), Err(SkipReason::BadRecord));
        assert_eq!(decoded(PAGE, &["gzip"; 5]), Err(SkipReason::BadRecord));
        let bomb = gzip(&vec![b' '; 1 << 20]);
        assert_eq!(decoded(&bomb, &["gzip"]), Err(SkipReason::TooLarge));
        assert_eq!(decoded(&gzip(&bomb), &[]), Err(SkipReason::TooLarge));
    }
}
