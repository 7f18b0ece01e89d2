//! Bytes to text: byte order mark, UTF-8, declaration, detection, in this order.
//!
//! Text that is not plainly UTF-8 keeps its bytes, so that every position in it can be led back to
//! the file as it is on disk.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use memchr::{memchr, memmem};

use super::source_map::SourceMap;

/// How far a declaration is looked for, as browsers do, with room for a long head.
const PRESCAN_BYTES: usize = 4096;

/// The byte order mark of UTF-8.
const UTF_8_MARK: &[u8] = b"\xef\xbb\xbf";

/// A document's text and the way back to its bytes.
#[derive(Debug, Clone)]
pub struct DecodedText {
    /// The text without byte order mark; undecodable bytes are U+FFFD.
    pub text: String,
    /// The encoding it was read with.
    pub encoding: &'static Encoding,
    /// Whether some bytes had no meaning in `encoding`.
    pub lossy: bool,
    pub(crate) source_map: SourceMap,
}

impl DecodedText {
    /// Text that needs no decoding.
    pub fn utf8(text: String) -> Self {
        Self {
            text,
            encoding: UTF_8,
            lossy: false,
            source_map: SourceMap::File { bom: 0, bytes: None },
        }
    }

    /// The bytes that it was decoded from, byte order mark included. `None` where the text was put
    /// together and is not that of the file.
    pub fn bytes(&self) -> Option<Cow<'_, [u8]>> {
        match &self.source_map {
            SourceMap::File { bytes: Some(bytes), .. } => Some(Cow::Borrowed(bytes)),
            SourceMap::File { bom: 0, .. } => Some(Cow::Borrowed(self.text.as_bytes())),
            SourceMap::File { .. } => Some(Cow::Owned([UTF_8_MARK, self.text.as_bytes()].concat())),
            SourceMap::Notebook(_) | SourceMap::Lines(_) => None,
        }
    }

    /// Text that was put together from what a file holds.
    pub(super) fn from_parts(text: String, way: SourceMap) -> Self {
        Self { source_map: way, ..Self::utf8(text) }
    }

    /// The text that lines and columns count in: of the file, not of what was made of it. `None` where
    /// the file is no text.
    pub fn file_text(&self) -> Option<&str> {
        match &self.source_map {
            SourceMap::File { .. } => Some(&self.text),
            SourceMap::Notebook(notebook) => Some(&notebook.file),
            SourceMap::Lines(_) => None,
        }
    }

    /// Where on disk each of `offsets` (ascending bytes of [`DecodedText::file_text`]) stands.
    ///
    /// Positions in UTF-8 are moved by the byte order mark. Any other text is decoded again byte by
    /// byte, which is slow and right for every encoding, stateful ones included.
    pub fn on_disk(&self, offsets: &[u32]) -> Vec<u64> {
        let (bom, bytes) = match &self.source_map {
            SourceMap::File { bom, bytes } => (*bom, bytes.as_ref()),
            SourceMap::Notebook(notebook) => (notebook.bom, None),
            SourceMap::Lines(_) => (0, None),
        };
        let Some(bytes) = bytes else {
            return offsets.iter().map(|&offset| u64::from(offset) + bom as u64).collect();
        };
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let mut scratch = [0; 32];
        let (mut decoded, mut at) = (0, bom);
        // A character begins where the last finished one ended, also if its text comes late.
        let mut begin = at;
        let mut found = Vec::with_capacity(offsets.len());
        for &offset in offsets {
            while decoded < offset as usize && at < bytes.len() {
                let last = at + 1 == bytes.len();
                let (_, _, written, _) =
                    decoder.decode_to_utf8(&bytes[at..=at], &mut scratch, last);
                at += 1;
                decoded += written;
                if written > 0 {
                    begin = at;
                }
            }
            found.push(if decoded == offset as usize { begin } else { at } as u64);
        }
        found
    }
}

/// Decodes a whole document.
pub fn decode<'a>(bytes: impl Into<Cow<'a, [u8]>>) -> DecodedText {
    let bytes = bytes.into();
    let text = simdutf8::basic::from_utf8(&bytes).ok();
    decode_checked(&bytes, text).unwrap_or_else(|(encoding, bom)| with(encoding, bytes, bom))
}

/// Decodes a whole document that comes with a word about its encoding, such as a server's. The document
/// is believed before the word where it is plainly UTF-8 or has a byte order mark.
pub(super) fn decode_as<'a>(bytes: impl Into<Cow<'a, [u8]>>, label: Option<&str>) -> DecodedText {
    let Some(encoding) = label.and_then(|label| Encoding::for_label(label.as_bytes())) else {
        return decode(bytes);
    };
    let bytes = bytes.into();
    let text = simdutf8::basic::from_utf8(&bytes).ok();
    let looks_like_ascii = [ISO_2022_JP, UTF_16LE, UTF_16BE].contains(&encoding);
    let is_utf8 = !looks_like_ascii && text.is_some();
    let decoded = match is_utf8 || Encoding::for_bom(&bytes).is_some() {
        true => decode_checked(&bytes, text),
        false => Err((encoding, 0)),
    };
    decoded.unwrap_or_else(|(encoding, bom)| with(encoding, bytes, bom))
}

/// The text of plain UTF-8, or else how the bytes are to be decoded: an encoding, and the length of the byte order mark.
/// `text` is all of them if they are UTF-8, the mark included.
fn decode_checked(
    bytes: &[u8],
    text: Option<&str>,
) -> Result<DecodedText, (&'static Encoding, usize)> {
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        let text = text.filter(|_| encoding == UTF_8).ok_or((encoding, bom))?;
        let source_map = SourceMap::File { bom, bytes: None };
        return Ok(DecodedText::from_parts(text[bom..].to_owned(), source_map));
    }
    if memchr(0x1b, bytes).is_some() && is_iso_2022_jp(bytes) {
        return Err((ISO_2022_JP, 0));
    }
    if let Some(encoding) = bare_utf16(bytes) {
        return Err((encoding, 0));
    }
    // Checking and copying costs a fifth of `String::from_utf8` on Chinese text (19 MB of posts).
    if let Some(text) = text {
        return Ok(DecodedText::utf8(text.to_owned()));
    }
    Err((if is_mostly_utf8(bytes) { UTF_8 } else { guess(bytes) }, 0))
}

fn with(encoding: &'static Encoding, bytes: Cow<'_, [u8]>, bom: usize) -> DecodedText {
    let (text, lossy) = encoding.decode_without_bom_handling(&bytes[bom..]);
    let text = text.into_owned();
    let bytes = Some(bytes.into_owned());
    DecodedText { text, encoding, lossy, source_map: SourceMap::File { bom, bytes } }
}

/// What the document declares, else what its bytes look like.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = declared(&bytes[..bytes.len().min(PRESCAN_BYTES)]) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// The label of an XML declaration or of the first `charset=`, where it names an encoding that ASCII
/// markup can be written in.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let xml = head.starts_with(b"<?xml").then(|| label_after(head, b"encoding=")).flatten();
    let encoding = xml.or_else(|| label_after(head, b"charset="))?;
    (encoding != UTF_16LE && encoding != UTF_16BE).then_some(encoding)
}

fn label_after(head: &[u8], word: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    memmem::find_iter(&lower, word).find_map(|at| {
        let rest = &lower[at + word.len()..];
        let quoted = usize::from(matches!(rest.first(), Some(b'"' | b'\'')));
        let label = &rest[quoted..];
        let end = label
            .iter()
            .position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_' | b':'))
            .unwrap_or(label.len());
        Encoding::for_label(&label[..end])
    })
}

/// ISO-2022-JP is ASCII with escape sequences; nothing else that people write holds them.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let escapes: [&[u8]; 3] = [b"\x1b$B", b"\x1b$@", b"\x1b(J"];
    bytes.is_ascii() && escapes.iter().any(|escape| memmem::find(bytes, escape).is_some())
}

/// UTF-16 without a mark: nearly every other byte of ASCII markup is NUL.
fn bare_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512)];
    memchr(0, head)?;
    let zeros =
        |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let enough = head.len() / 4;
    match (zeros(0), zeros(1)) {
        (even, odd) if odd > enough && even * 8 < odd => Some(UTF_16LE),
        (even, odd) if even > enough && odd * 8 < even => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether the text is UTF-8 with a few bad bytes: far more sequences fit than fail.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && good >= bad * 8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character's place on disk, cut out and decoded, is that character.
    fn check(encoding: &'static Encoding, text: &str) {
        let (bytes, _, _) = encoding.encode(text);
        let head = format!("<meta charset={}>", encoding.name());
        let bytes = [head.as_bytes(), &bytes].concat();
        let decoded = decode(bytes.clone());
        assert_eq!(decoded.bytes().unwrap(), bytes);
        assert_eq!(decoded.text, format!("{head}{text}"), "{}", encoding.name());
        let mut offsets: Vec<u32> = decoded.text.char_indices().map(|(at, _)| at as u32).collect();
        offsets.push(decoded.text.len() as u32);
        let disk = decoded.on_disk(&offsets);
        for (at, window) in disk.windows(2).enumerate() {
            let cut = &bytes[window[0] as usize..window[1] as usize];
            let (back, _) = encoding.decode_without_bom_handling(cut);
            let want = &decoded.text[offsets[at] as usize..offsets[at + 1] as usize];
            assert_eq!(back, want, "{}", encoding.name());
        }
    }

    #[test]
    fn legacy_encodings_lead_back_to_their_bytes() {
        check(encoding_rs::GB18030, "引用 https://example.org/中文 𠀀 ok");
        check(encoding_rs::BIG5, "引用 <a href=\"http://example.org/\">這裡</a>");
        check(encoding_rs::SHIFT_JIS, "引用ソース http://example.org/表 能");
        check(encoding_rs::EUC_KR, "인용 http://example.org/ 끝");
        check(encoding_rs::WINDOWS_1251, "Ссылка http://example.org/ конец");
    }

    #[test]
    fn marks_and_lone_bytes() {
        let marked = decode(b"\xef\xbb\xbfab".to_vec());
        assert_eq!((marked.text.as_str(), marked.on_disk(&[0, 2])), ("ab", vec![3, 5]));
        assert_eq!(&*marked.bytes().unwrap(), b"\xef\xbb\xbfab");
        let wide = decode(b"\xff\xfea\0b\0".to_vec());
        assert_eq!((wide.text.as_str(), wide.on_disk(&[0, 1, 2])), ("ab", vec![2, 4, 6]));
        let bad = decode("für\u{e9}é é é é é é é é é é".as_bytes().to_vec());
        assert!(!bad.lossy);
        let mut bytes = "éééééééééé x".as_bytes().to_vec();
        bytes.insert(4, 0xff);
        let lossy = decode(bytes);
        assert!(lossy.lossy && lossy.encoding == UTF_8);
        assert_eq!(lossy.on_disk(&[4, 7, 9]), vec![4, 5, 7]);
    }

    #[test]
    fn detection_without_declaration() {
        let (bytes, _, _) = ISO_2022_JP.encode("日本語のテキストです。");
        assert_eq!(decode(bytes.into_owned()).encoding, ISO_2022_JP);
        let (bytes, _, _) = encoding_rs::GBK.encode("这是一个没有声明编码的中文网页，内容很普通。");
        assert!(decode(bytes.into_owned()).text.starts_with("这是一个"));
        assert_eq!(decode(b"a\0b\0c\0d\0e\0".to_vec()).encoding, UTF_16LE);
    }
}
