//! Percent-encoding: the form that the key compares, and decoding of values inside URLs.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// What [`normalize`] did; each is a reason of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Normalization {
    /// Hexadecimal digits were raised, or unreserved characters decoded.
    pub(super) strict: bool,
    /// One of `! ' ( ) * ,` was decoded, which publishers write in both forms.
    pub(super) soft: bool,
}

/// Raises hexadecimal digits and decodes unreserved characters (RFC 3986, 6.2.2.1 and 6.2.2.2),
/// and also `! ' ( ) * ,`.
///
/// An escape is left alone where its character would become part of a new escape, so that the
/// result is stable. Nothing is allocated where there is nothing to do.
pub(super) fn normalize(text: &str) -> (Cow<'_, str>, Normalization) {
    let mut done = Normalization::default();
    if is_normal(text.as_bytes()) {
        return (Cow::Borrowed(text), done);
    }
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    // What is written so far stands before `copied`.
    let (mut copied, mut from) = (0, 0);
    while let Some(at) = next_escape(bytes, from) {
        let Some(byte) = escape(&bytes[at..]) else {
            from = at + 1;
            continue;
        };
        from = at + 3;
        if is_plain(byte) {
            out.push_str(&text[copied..at]);
            copied = at;
            if !completes_escape(&out, byte) {
                out.push(char::from(byte));
                done.strict |= !is_soft(byte);
                done.soft |= is_soft(byte);
                copied = from;
                continue;
            }
        }
        let digits = &bytes[at + 1..from];
        if digits.iter().any(u8::is_ascii_lowercase) {
            out.push_str(&text[copied..at]);
            out.push('%');
            out.extend(digits.iter().map(|digit| char::from(digit.to_ascii_uppercase())));
            done.strict = true;
            copied = from;
        }
    }
    out.push_str(&text[copied..]);
    (Cow::Owned(out), done)
}

/// Where the next percent sign stands. Escapes usually follow each other: a character outside ASCII has several.
fn next_escape(bytes: &[u8], from: usize) -> Option<usize> {
    match bytes.get(from) {
        Some(b'%') => Some(from),
        _ => memchr::memchr(b'%', &bytes[from..]).map(|at| from + at),
    }
}

/// Whether no escape needs a change: most have none, or spell non-ASCII text in capitals.
fn is_normal(text: &[u8]) -> bool {
    let mut from = 0;
    while let Some(at) = next_escape(text, from) {
        from = at + 1;
        if let Some(byte) = escape(&text[at..]) {
            from = at + 3;
            if is_plain(byte) || text[at + 1..from].iter().any(u8::is_ascii_lowercase) {
                return false;
            }
        }
    }
    true
}

/// Decodes every escape; `None` if the result is not UTF-8. `+` stays a plus.
pub(crate) fn decode(text: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(text).decode_utf8().ok()
}

/// Reads the escape that the bytes start with.
fn escape(bytes: &[u8]) -> Option<u8> {
    match bytes {
        [b'%', high, low, ..] => Some(hex(*high)? << 4 | hex(*low)?),
        _ => None,
    }
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// Tells characters that are the same encoded or not.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') || is_soft(byte)
}

fn is_soft(byte: u8) -> bool {
    matches!(byte, b'!' | b'\'' | b'(' | b')' | b'*' | b',')
}

/// Tells whether `byte` at the end of `out` would be a digit of an unfinished escape there.
fn completes_escape(out: &str, byte: u8) -> bool {
    let out = out.as_bytes();
    byte.is_ascii_hexdigit()
        && (out.ends_with(b"%") || matches!(out, [.., b'%', digit] if digit.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn normalizing_decodes_only_what_is_the_same() {
        for (text, expected, strict, soft) in [
            ("/a-b", "/a-b", false, false),
            ("/%7euser", "/~user", true, false),
            ("/%e4%b8%ad", "/%E4%B8%AD", true, false),
            ("/%E4%B8%AD", "/%E4%B8%AD", false, false),
            ("/a%2Fb%3F%23%20%2B", "/a%2Fb%3F%23%20%2B", false, false),
            ("/a%28b%29%2c", "/a(b),", false, true),
            ("/100%", "/100%", false, false),
            ("/%zz%4", "/%zz%4", false, false),
            ("/%4%31", "/%4%31", false, false),
            ("/%%34%31", "/%%341", true, false),
        ] {
            let (text, done) = normalize(text);
            assert_eq!(text, expected);
            assert_eq!(done, Normalization { strict, soft }, "{expected}");
        }
    }

    #[test]
    fn decoding_needs_utf8() {
        for (text, decoded) in [
            ("a%2Fb+c", Some("a/b+c")),
            ("%E4%B8%AD%", Some("中%")),
            ("%e4%b8%ad%4", Some("中%4")),
            ("中%20文", Some("中 文")),
            ("%%34%31%zz%2", Some("%41%zz%2")),
            ("%2541%00", Some("%41\0")),
            ("", Some("")),
            ("%FF", None),
            ("%E4%B8", None),
            ("%C0%AF", None),
            ("%ED%A0%80", None),
        ] {
            assert_eq!(decode(text).as_deref(), decoded, "{text}");
        }
    }

    proptest! {
        #![proptest_config(crate::properties::cases(2000))]

        /// The definition, escape by escape.
        #[test]
        fn normalizing_changes_one_escape_after_another(text in "(%[0-9a-fA-F]{2}|%[0-9a-zA-Z%]?|[a-f0-9+é]){0,12}") {
            let (bytes, mut index) = (text.as_bytes(), 0);
            let (mut expected, mut done) = (Vec::new(), Normalization::default());
            while index < bytes.len() {
                let Some(byte) = escape(&bytes[index..]) else {
                    expected.push(bytes[index]);
                    index += 1;
                    continue;
                };
                let before = String::from_utf8_lossy(&expected).into_owned();
                if is_plain(byte) && !completes_escape(&before, byte) {
                    expected.push(byte);
                    done.strict |= !is_soft(byte);
                    done.soft |= is_soft(byte);
                } else {
                    let written = &bytes[index..index + 3];
                    expected.extend(written.to_ascii_uppercase());
                    done.strict |= written.iter().any(u8::is_ascii_lowercase);
                }
                index += 3;
            }
            let expected = String::from_utf8(expected).unwrap();
            prop_assert_eq!(normalize(&text), (Cow::Owned(expected), done));
        }

        /// The definition, byte by byte.
        #[test]
        fn decoding_replaces_every_escape_once(text in "(%[0-9a-fA-F]{2}|%[0-9a-zA-Z%]?|[a-f0-9+é]){0,12}") {
            let (bytes, mut expected, mut index) = (text.as_bytes(), Vec::new(), 0);
            while index < bytes.len() {
                let byte = escape(&bytes[index..]);
                expected.push(byte.unwrap_or(bytes[index]));
                index += if byte.is_some() { 3 } else { 1 };
            }
            prop_assert_eq!(decode(&text).map(Cow::into_owned), String::from_utf8(expected).ok());
        }
    }
}
