//! The head of a response, read as leniently as browsers read it. Pure.
//!
//! What browsers do is written down in Chromium's `net/http` and was tried: they take a status line that only
//! resembles one, fold continued lines, drop lines that are no header, and ignore a length that is no number.
//! They refuse a head with a NUL, one of more than 256 KiB, and one with two different lengths.

/// The largest head that is read, in bytes; that of Chromium.
pub(super) const MAX_HEAD_BYTES: usize = 256 << 10;

/// The most fields of a head that are kept.
const MAX_HEAD_FIELDS: usize = 4096;

/// Bytes of anything that may stand before the status line. Empty lines may be more.
const MAX_JUNK_BYTES: usize = 4;

/// Beginnings of a status line, in lower case. The second one is that of streams of radio stations.
const BEGINNINGS: [&[u8]; 2] = [b"http", b"icy "];

/// What the first bytes of a response show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HeadProgress {
    /// Not enough to tell.
    Partial,
    /// A whole head, and the index of the byte behind it.
    Whole(ResponseHead, usize),
    /// No head at all: what servers sent in 1991.
    Missing,
    /// A head that browsers refuse.
    Refused,
}

/// A head.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ResponseHead {
    pub(super) status: u16,
    /// Whether it claims a version before 1.1, which knows no chunks.
    pub(super) is_old: bool,
    /// Names as sent, and values without white space around them.
    pub(super) fields: Vec<(Vec<u8>, Vec<u8>)>,
}

/// How much body follows a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyLength {
    /// So many bytes.
    Bytes(u64),
    /// Chunks.
    Chunked,
    /// All until the connection ends.
    UntilClose,
}

impl ResponseHead {
    /// Every value of a field, in order.
    pub(super) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        let fields = self.fields.iter();
        let named = fields.filter(move |field| field.0.eq_ignore_ascii_case(name.as_bytes()));
        named.map(|field| field.1.as_slice())
    }

    /// The words of a field that is a list, in lower case.
    pub(super) fn words(&self, name: &str) -> Vec<String> {
        let words = self.values(name).flat_map(|value| value.split(|byte| *byte == b','));
        let words = words.map(|word| String::from_utf8_lossy(word).trim().to_ascii_lowercase());
        words.filter(|word| !word.is_empty()).collect()
    }

    /// How much body follows; `None` where two lengths contradict each other.
    pub(super) fn body_length(&self) -> Option<BodyLength> {
        if matches!(self.status, 204 | 304) {
            return Some(BodyLength::Bytes(0));
        }
        let is_chunked = self.words("transfer-encoding").iter().any(|word| word == "chunked");
        if is_chunked && !self.is_old {
            return Some(BodyLength::Chunked);
        }
        let lengths = self.words("content-length");
        let Some(first) = lengths.first() else { return Some(BodyLength::UntilClose) };
        if lengths.iter().any(|length| length != first) {
            return None;
        }
        let is_number = first.bytes().all(|byte| byte.is_ascii_digit());
        let length = first.parse().ok().filter(|_| is_number);
        Some(length.map_or(BodyLength::UntilClose, BodyLength::Bytes))
    }
}

/// Reads the head at the beginning of a response. `ended` says that nothing more comes: a head may end there.
pub(super) fn read_head(bytes: &[u8], ended: bool) -> HeadProgress {
    let Some(start) = start(bytes) else {
        let blank = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let longest = BEGINNINGS.iter().map(|beginning| beginning.len()).max().unwrap_or(0);
        let is_clear = ended || bytes.len() >= blank + MAX_JUNK_BYTES + longest;
        return if is_clear { HeadProgress::Missing } else { HeadProgress::Partial };
    };
    let end = match end(bytes, start) {
        Some(end) => end,
        None if ended => bytes.len(),
        None if bytes.len() > MAX_HEAD_BYTES => return HeadProgress::Refused,
        None => return HeadProgress::Partial,
    };
    if end - start > MAX_HEAD_BYTES || bytes[start..end].contains(&0) {
        return HeadProgress::Refused;
    }
    HeadProgress::Whole(parse(&bytes[start..end]), end)
}

/// Index of the status line.
fn start(bytes: &[u8]) -> Option<usize> {
    let blank = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    (0..=blank + MAX_JUNK_BYTES).find(|at| {
        let rest = bytes.get(*at..).unwrap_or_default();
        BEGINNINGS.iter().any(|beginning| {
            rest.get(..beginning.len()).is_some_and(|word| word.eq_ignore_ascii_case(beginning))
        })
    })
}

/// Index behind the empty line that ends a head; its lines may end in LF alone.
fn end(bytes: &[u8], start: usize) -> Option<usize> {
    let feeds = memchr::memchr_iter(b'\n', &bytes[start..]).map(|at| start + at + 1);
    feeds.into_iter().find_map(|behind| match bytes.get(behind..)? {
        [b'\n', ..] => Some(behind + 1),
        [b'\r', b'\n', ..] => Some(behind + 2),
        _ => None,
    })
}

fn parse(head: &[u8]) -> ResponseHead {
    let mut lines =
        head.split(|byte| matches!(byte, b'\r' | b'\n')).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let mut read =
        ResponseHead { status: status(first), is_old: is_old(first), fields: Vec::new() };
    let mut folds = false;
    for line in lines {
        if line[0] == b' ' || line[0] == b'\t' {
            if let Some(last) = read.fields.last_mut().filter(|_| folds) {
                last.1.push(b' ');
                last.1.extend_from_slice(line.trim_ascii());
            }
            continue;
        }
        let field = line.iter().position(|byte| *byte == b':').map(|colon| line.split_at(colon));
        let name = field.map_or(&b""[..], |field| field.0.trim_ascii());
        folds =
            !name.is_empty() && name.iter().all(is_token) && read.fields.len() < MAX_HEAD_FIELDS;
        if let Some((_, value)) = field.filter(|_| folds) {
            read.fields.push((name.to_vec(), value[1..].trim_ascii().to_vec()));
        }
    }
    read.fields.iter_mut().for_each(|field| field.1 = field.1.trim_ascii().to_vec());
    read
}

fn is_token(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte)
}

/// The digits behind the first blank; without any it is taken for a page.
fn status(line: &[u8]) -> u16 {
    let rest = line.iter().position(|byte| *byte == b' ').map_or(&b""[..], |at| &line[at..]);
    let rest = rest.trim_ascii_start();
    let digits = &rest[..rest.iter().take_while(|byte| byte.is_ascii_digit()).count()];
    let number = std::str::from_utf8(digits).unwrap_or_default();
    if number.is_empty() { 200 } else { number.parse().unwrap_or(u16::MAX) }
}

fn is_old(line: &[u8]) -> bool {
    let version = line.get(4..).and_then(|rest| rest.strip_prefix(b"/")).unwrap_or_default();
    match version {
        [major @ b'0'..=b'9', b'.', minor @ b'0'..=b'9', ..] => (*major, *minor) < (b'1', b'1'),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> ResponseHead {
        match read_head(text.as_bytes(), false) {
            HeadProgress::Whole(head, end) if end == text.len() => head,
            other => panic!("{text:?}: {other:?}"),
        }
    }

    fn value(head: &ResponseHead, name: &str) -> Option<String> {
        head.values(name).next().map(|value| String::from_utf8_lossy(value).into_owned())
    }

    #[test]
    fn status_lines_out_of_the_ordinary() {
        for (line, status) in [
            ("HTTP/1.1 200 OK", 200),
            ("HTTP/1.1 404", 404),
            ("HTTP/1.1 200OK", 200),
            ("HTTP/1.1   301   Moved", 301),
            ("HTTP/1.1", 200),
            ("HTTP/1.1 OK", 200),
            ("HTTP/2 410 Gone", 410),
            ("HTTP 503", 503),
            ("http/1.1 200 ok", 200),
            ("ICY 200 OK", 200),
            ("\r\n\r\n\n\nHTTP/1.1 200 OK", 200),
            ("abc\nHTTP/1.1 302 Found", 302),
            ("HTTP/1.1 99999999 OK", u16::MAX),
        ] {
            assert_eq!(whole(&format!("{line}\r\nA: b\r\n\r\n")).status, status, "{line:?}");
        }
        for (text, expected) in [
            ("<title>Old</title>", HeadProgress::Missing),
            ("hel", HeadProgress::Partial),
            ("\r\n\r\n\r\nHT", HeadProgress::Partial),
            ("HTTP/1.1 200 OK\r\nA: b\r\n", HeadProgress::Partial),
            ("HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n", HeadProgress::Refused),
        ] {
            assert_eq!(read_head(text.as_bytes(), false), expected, "{text:?}");
        }
        let long = format!("HTTP/1.1 200 OK\r\nA: {}", "a".repeat(MAX_HEAD_BYTES));
        assert_eq!(read_head(long.as_bytes(), false), HeadProgress::Refused);
    }

    #[test]
    fn lines_that_are_no_header() {
        let head = whole(
            "HTTP/1.1 200 OK\r\n lost\r\nA:\r\n one\r\n\ttwo\r\nX : y\r\ngarbage\r\n: z\r\nB C: d\r\n  e\r\n\
             É: f\r\nD: é\u{1}\u{7f}\r\n\r\n",
        );
        assert_eq!(value(&head, "a").as_deref(), Some("one two"));
        assert_eq!(value(&head, "x").as_deref(), Some("y"));
        assert_eq!(value(&head, "d").as_deref(), Some("é\u{1}\u{7f}"));
        assert_eq!(head.fields.len(), 3, "{head:?}");
        let many: String = (0..9000).map(|n| format!("X-{n}: y\n")).collect();
        assert_eq!(whole(&format!("HTTP/1.1 200\n{many}\n")).fields.len(), MAX_HEAD_FIELDS);
    }

    #[test]
    fn lengths() {
        use BodyLength::{Bytes, Chunked, UntilClose};
        for (fields, expected) in [
            ("Content-Length: 5", Some(Bytes(5))),
            ("Content-Length: 5, 5\r\ncontent-length: 5", Some(Bytes(5))),
            ("Content-Length: 5\r\nContent-Length: 6", None),
            ("Content-Length:", Some(UntilClose)),
            ("Content-Length: -5", Some(UntilClose)),
            ("Content-Length: +5", Some(UntilClose)),
            ("Content-Length: 5 bytes", Some(UntilClose)),
            ("Content-Length: 99999999999999999999999", Some(UntilClose)),
            ("Content-Length: 5\r\nTransfer-Encoding: gzip, Chunked", Some(Chunked)),
            ("A: b", Some(UntilClose)),
        ] {
            let head = whole(&format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n"));
            assert_eq!(head.body_length(), expected, "{fields}");
        }
        let old = whole("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        assert_eq!(old.body_length(), Some(UntilClose));
        assert_eq!(whole("HTTP/1.1 304 No\r\n\r\n").body_length(), Some(Bytes(0)));
    }

    #[test]
    fn a_head_may_end_with_the_connection() {
        let cut = read_head(b"HTTP/1.1 200 OK\r\nA: b", true);
        assert!(matches!(cut, HeadProgress::Whole(head, 21) if head.fields.len() == 1));
        assert_eq!(read_head(b"hi", true), HeadProgress::Missing);
    }

    #[test]
    fn any_bytes_end_somewhere() {
        let text = b"HTTP/1.1 200 OK\r\nA : b\r\n c\r\n\r\nHTTP".as_slice();
        for end in 0..text.len() {
            for byte in [0, b'\r', b'\n', b':', b' ', 0xff] {
                let mut other = text.to_vec();
                other[end] = byte;
                let _ = (read_head(&other, false), read_head(&other[..end], true));
            }
        }
    }
}
