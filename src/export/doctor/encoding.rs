//! From bytes to text: by the byte order mark, by what the file declares, else by what the bytes look like.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::DiagnosisBuilder;

/// Bytes in which a declaration and the pattern of UTF-16 are looked for.
const MAX_HEAD_BYTES: usize = 1024;

/// The text of a file, without its byte order mark.
pub(super) fn decoded<'a>(bytes: &'a [u8], chart: &mut DiagnosisBuilder) -> Cow<'a, str> {
    if let Some(text) = wide(bytes) {
        chart.add_finding("not-utf-8", 1, "UTF-32");
        return Cow::Owned(text);
    }
    match Encoding::for_bom(bytes) {
        Some((encoding, length)) if encoding == UTF_8 => {
            chart.add_finding("byte-order-mark", 1, "");
            narrow(&bytes[length..], chart)
        }
        Some((encoding, _)) => {
            chart.add_finding("other-encoding", 1, encoding.name());
            encoding.decode_with_bom_removal(bytes).0
        }
        None => match unmarked_utf_16(bytes) {
            Some(encoding) => {
                let what = format!("{} without a byte order mark", encoding.name());
                chart.add_finding("not-utf-8", 1, what);
                encoding.decode_without_bom_handling(bytes).0
            }
            None => narrow(bytes, chart),
        },
    }
}

/// UTF-32 with its mark.
fn wide(bytes: &[u8]) -> Option<String> {
    let read: fn([u8; 4]) -> u32 = match bytes.get(..4)? {
        [0xff, 0xfe, 0, 0] => u32::from_le_bytes,
        [0, 0, 0xfe, 0xff] => u32::from_be_bytes,
        _ => return None,
    };
    let units = bytes[4..].as_chunks::<4>().0.iter();
    let text = units.map(|unit| char::from_u32(read(*unit)).unwrap_or('\u{fffd}'));
    Some(text.collect())
}

/// UTF-16 by the zeros of its ASCII.
fn unmarked_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(MAX_HEAD_BYTES)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    match head.len() / 4 {
        0 => None,
        least if low > least && high == 0 => Some(UTF_16LE),
        least if high > least && low == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Text whose ASCII is one byte a character.
fn narrow<'a>(bytes: &'a [u8], chart: &mut DiagnosisBuilder) -> Cow<'a, str> {
    let label = declared(bytes);
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    let utf_8 = std::str::from_utf8(bytes).ok();
    let is_wide = encoding.is_some_and(|one| one == UTF_16LE || one == UTF_16BE);
    if let Some(label) = label.filter(|_| encoding.is_none() || is_wide) {
        chart.add_finding("wrong-encoding", 1, label);
    }
    let other = encoding.filter(|one| *one != UTF_8 && !is_wide);
    let line = first_line(bytes);
    match (utf_8, other) {
        (Some(text), Some(other)) if !bytes.is_ascii() => {
            let what = format!("{} is declared, but the bytes are UTF-8", other.name());
            chart.add_finding("wrong-encoding", line, what);
            Cow::Borrowed(text)
        }
        (Some(text), _) => Cow::Borrowed(text),
        (None, Some(other)) => {
            chart.add_finding("other-encoding", 1, other.name());
            other.decode_without_bom_handling(bytes).0
        }
        (None, None) => {
            let found = detected(bytes);
            chart.add_finding("not-utf-8", line, format!("read as {}", found.name()));
            found.decode_without_bom_handling(bytes).0
        }
    }
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The line with the first byte that is not ASCII.
fn first_line(bytes: &[u8]) -> u64 {
    let end = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    1 + memchr::memchr_iter(b'\n', &bytes[..end]).count() as u64
}

/// The encoding that an XML declaration names.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = bytes[..bytes.len().min(MAX_HEAD_BYTES)].trim_ascii_start();
    let end =
        head.strip_prefix(b"<?xml").and_then(|_| head.windows(2).position(|it| it == b"?>"))?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?;
    let rest = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Vec<&'static str>) {
        let mut chart = DiagnosisBuilder::default();
        let text = decoded(bytes, &mut chart).into_owned();
        (text, chart.findings.iter().map(|finding| finding.trap).collect())
    }

    #[test]
    fn what_is_declared_or_detected_is_decoded() {
        let latin = b"<?xml version=\"1.0\" encoding='ISO-8859-1'?><gexf>M\xfcller</gexf>";
        let (text, traps) = read(latin);
        assert!(text.contains("M\u{fc}ller") && traps == ["other-encoding"], "{text} {traps:?}");
        let table = b"Id,Label\na,M\xfcller f\xfcr Gr\xf6\xdfe\nb,\xd1and\xfa\n";
        let (text, traps) = read(table);
        assert!(text.contains("M\u{fc}ller") && traps == ["not-utf-8"], "{text} {traps:?}");
        let wide: Vec<u8> = "Id,Label\na,b\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide), ("Id,Label\na,b\n".to_owned(), vec!["not-utf-8"]));
        let widest = "\u{feff}Id\na\u{1f600}\n".chars().flat_map(|c| (c as u32).to_be_bytes());
        assert_eq!(read(&widest.collect::<Vec<u8>>()).0, "Id\na\u{1f600}\n");
        for (declared, body, wanted) in [
            ("utf-16", "a", &["wrong-encoding"][..]),
            ("x-nothing", "a", &["wrong-encoding"]),
            ("latin1", "\u{fc}", &["wrong-encoding"]),
            ("latin1", "a", &[]),
            ("UTF-8", "\u{fc}", &[]),
        ] {
            let text =
                format!("<?xml version=\"1.0\" encoding=\"{declared}\"?><gexf>{body}</gexf>");
            assert_eq!(read(text.as_bytes()), (text.clone(), wanted.to_vec()), "{declared}");
        }
    }
}
