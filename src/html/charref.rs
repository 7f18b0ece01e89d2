//! Character references by WHATWG HTML 13.2.5.72 to 13.2.5.80, in text and in attribute values.

use std::borrow::Cow;

use markup5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use memchr::memchr;

/// Where a reference stands: in an attribute `&copy=1` stays as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CharRefContext {
    Text,
    Attribute,
}

/// The longest name of the table, `CounterClockwiseContourIntegral;`, has 32 bytes.
const MAX_NAME_BYTES: usize = 32;

/// Decodes one reference that begins with the `&` of `input`: what it stands for, and its length.
/// `None` where the ampersand is only an ampersand.
pub(crate) fn decode_one(input: &str, context: CharRefContext) -> Option<(CharRef, usize)> {
    let bytes = input.as_bytes();
    match bytes.get(1)? {
        b'#' => numeric(bytes),
        byte if byte.is_ascii_alphanumeric() => named(input, context),
        _ => None,
    }
}

/// One or two characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct CharRef(char, Option<char>);

impl CharRef {
    pub(crate) fn push_to(self, text: &mut String) {
        text.push(self.0);
        text.extend(self.1);
    }

    /// Whether it is white space that collapses.
    pub(crate) fn is_space(self) -> bool {
        self.0.is_ascii_whitespace()
    }
}

/// Decodes all references of an attribute's value; NUL becomes U+FFFD. Borrows where there are none.
pub(crate) fn decode_attribute(value: &str) -> Cow<'_, str> {
    match decode(value, CharRefContext::Attribute) {
        value if memchr(0, value.as_bytes()).is_some() => {
            Cow::Owned(value.replace('\0', "\u{fffd}"))
        }
        value => value,
    }
}

/// Decodes all references of running text. Borrows where there are none.
pub(crate) fn decode_text(text: &str) -> Cow<'_, str> {
    decode(text, CharRefContext::Text)
}

fn decode(input: &str, context: CharRefContext) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', input.as_bytes()) else { return Cow::Borrowed(input) };
    let mut out = String::with_capacity(input.len());
    out.push_str(&input[..first]);
    let mut rest = &input[first..];
    while !rest.is_empty() {
        let length = match decode_one(rest, context) {
            Some((decoded, length)) => {
                decoded.push_to(&mut out);
                length
            }
            None => {
                out.push('&');
                1
            }
        };
        rest = &rest[length..];
        let next = memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Cow::Owned(out)
}

fn numeric(bytes: &[u8]) -> Option<(CharRef, usize)> {
    let (radix, start) = match bytes.get(2)? {
        b'x' | b'X' => (16, 3),
        _ => (10, 2),
    };
    let digits = bytes[start..].iter().take_while(|byte| (**byte as char).is_digit(radix)).count();
    if digits == 0 {
        return None;
    }
    let code = bytes[start..start + digits].iter().fold(0_u32, |code, byte| {
        let digit = (*byte as char).to_digit(radix).unwrap_or(0);
        code.saturating_mul(radix).saturating_add(digit)
    });
    let end = start + digits;
    let semicolon = usize::from(bytes.get(end) == Some(&b';'));
    Some((CharRef(scalar(code), None), end + semicolon))
}

/// The character of a numeric reference: NUL, surrogates and what lies beyond Unicode become U+FFFD,
/// and the C1 controls what windows-1252 means by them.
fn scalar(code: u32) -> char {
    let replaced = match code {
        0 => None,
        0x80..=0x9f => C1_REPLACEMENTS[code as usize - 0x80].or(char::from_u32(code)),
        _ => char::from_u32(code),
    };
    replaced.unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The longest name of the table that the input begins with.
fn named(input: &str, context: CharRefContext) -> Option<(CharRef, usize)> {
    let bytes = input.as_bytes();
    let letters = bytes[1..]
        .iter()
        .take(MAX_NAME_BYTES)
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    let semicolon = bytes.get(1 + letters) == Some(&b';');
    for length in (2..=letters + usize::from(semicolon)).rev() {
        // The table holds every prefix of a name with the code 0.
        let Some(&(first, second)) = NAMED_ENTITIES.get(&input[1..=length]) else { continue };
        if first == 0 {
            continue;
        }
        let end = 1 + length;
        let next = bytes.get(end).copied().unwrap_or(b' ');
        if context == CharRefContext::Attribute
            && bytes[length] != b';'
            && (next == b'=' || next.is_ascii_alphanumeric())
        {
            return None;
        }
        let second = char::from_u32(second).filter(|_| second != 0);
        return Some((CharRef(char::from_u32(first)?, second), end));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_keep_ampersands_that_begin_parameters() {
        assert_eq!(decode_attribute("?lang=en&center=1&copy=2"), "?lang=en&center=1&copy=2");
        assert_eq!(decode_attribute("?a=1&amp;b=2&amp"), "?a=1&b=2&");
        assert_eq!(decode_attribute("?embed=1&amp%3Bx=1"), "?embed=1&%3Bx=1");
        assert_eq!(decode_attribute("?a&timestamp=3&times;"), "?a&timestamp=3×");
    }

    #[test]
    fn text_decodes_names_without_semicolon() {
        assert_eq!(decode_text("&copy=2 &notit; &notin; &NotEqualTilde;"), "©=2 ¬it; ∉ ≂̸");
        assert_eq!(decode_text("AT&T &; & &x; &#; &#x;"), "AT&T &; & &x; &#; &#x;");
    }

    #[test]
    fn numeric_references() {
        assert_eq!(
            decode_text("&#38;&#x26;&#0;&#xD800;&#x80;&#1114112;&#65"),
            "&&\u{fffd}\u{fffd}€\u{fffd}A"
        );
    }
}
