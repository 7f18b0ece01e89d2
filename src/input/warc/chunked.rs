//! The chunked transfer coding of HTTP.

use memchr::memchr;

/// The longest line with the length of a chunk and its extensions.
const MAX_CHUNK_LINE_BYTES: usize = 4096;

/// What a body in chunks holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unchunked {
    /// It has no chunks: crawlers write bodies without them, and leave the header as it was.
    Whole,
    Joined(Vec<u8>),
    /// It ends early or goes on with something else.
    Broken,
}

/// Joins the chunks of a body. What follows the last one is left out.
pub(super) fn unchunk(body: &[u8]) -> Unchunked {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let Some((length, after)) = chunk_line(rest) else {
            return if joined.is_empty() && rest.len() == body.len() {
                Unchunked::Whole
            } else {
                Unchunked::Broken
            };
        };
        if length == 0 {
            return Unchunked::Joined(joined);
        }
        let Some((chunk, after)) = after.split_at_checked(length) else { return Unchunked::Broken };
        joined.extend_from_slice(chunk);
        rest = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
    }
}

/// The length in the line at the beginning, and what follows the line.
fn chunk_line(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = memchr(b'\n', &bytes[..bytes.len().min(MAX_CHUNK_LINE_BYTES)])?;
    let line = bytes[..end].split(|byte| *byte == b';').next()?.trim_ascii();
    let line = std::str::from_utf8(line).ok()?;
    let is_length = !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_hexdigit());
    let length = usize::from_str_radix(line, 16).ok().filter(|_| is_length)?;
    Some((length, &bytes[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined() {
        let joined = |body: &str| match unchunk(body.as_bytes()) {
            Unchunked::Joined(bytes) => String::from_utf8(bytes).unwrap(),
            other => format!("{other:?}"),
        };
        assert_eq!(joined("3\r\nabc\r\n2;x=\"y\"\r\nde\r\n0\r\n\r\n"), "abcde");
        assert_eq!(joined("0003\nabc\n0\n"), "abc");
        assert_eq!(joined("3 \r\nabc\r\n0\r\nTrailer: x\r\n\r\nmore"), "abc");
        assert_eq!(joined("0\r\n\r\n"), "");
        for whole in ["<p>no chunks\n</p>", "", "-3\r\nabc", "+3\r\nabc", "\r\n", "\u{e9}\n"] {
            assert_eq!(joined(whole), "Whole", "{whole:?}");
        }
        for broken in [
            "3\r\nabc",
            "3\r\nabc\r\n",
            "3\r\nabcd\r\n0\r\n",
            "ffffffffffffffff\r\nabc",
            "5\r\nabc",
        ] {
            assert_eq!(joined(broken), "Broken", "{broken:?}");
        }
        assert_eq!(joined("fffffffffffffffff\r\nabc"), "Whole");
    }
}
