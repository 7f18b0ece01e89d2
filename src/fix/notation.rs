//! How an address is written in a file: what each byte of it stands for, and how to write another.

use std::ops::Range;

use crate::article::{Format, Syntax};
use crate::html::charref::{CharRefContext, decode_one};

/// A notation that addresses are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// Every byte stands for itself.
    Plain,
    /// CommonMark: backslashes before punctuation, character references with their semicolon.
    Markdown,
    /// The value of an HTML attribute.
    Attribute,
    /// Running text of HTML.
    Text,
}

impl Notation {
    /// The notation of a link.
    pub(super) fn for_syntax(syntax: Syntax, format: Format) -> Self {
        match (syntax, format) {
            (Syntax::Html, _) => Self::Attribute,
            (Syntax::Markdown | Syntax::Reference, _) => Self::Markdown,
            (Syntax::Bare, Format::Markdown) => Self::Markdown,
            (Syntax::Bare, Format::Html) => Self::Text,
            (Syntax::Autolink | Syntax::Bare, _) => Self::Plain,
        }
    }

    /// Every notation, this one first.
    pub(super) fn first(self) -> impl Iterator<Item = Self> {
        let all = [Self::Plain, Self::Markdown, Self::Attribute, Self::Text];
        [self].into_iter().chain(all.into_iter().filter(move |other| *other != self))
    }

    /// Reads what is written.
    pub(super) fn read(self, written: &str) -> DecodedChars {
        let mut letters = DecodedChars::default();
        let mut at = 0;
        while at < written.len() {
            letters.starts.push((letters.text.len(), at));
            at += self.read_one(&written[at..], &mut letters.text);
        }
        letters.starts.push((letters.text.len(), at));
        letters
    }

    /// Reads one character; the length of what is written for it.
    fn read_one(self, rest: &str, text: &mut String) -> usize {
        let reference = match self {
            Self::Plain => None,
            Self::Attribute => decode_one(rest, CharRefContext::Attribute),
            Self::Text => decode_one(rest, CharRefContext::Text),
            Self::Markdown => {
                if let [b'\\', mark, ..] = rest.as_bytes()
                    && mark.is_ascii_punctuation()
                {
                    text.push(char::from(*mark));
                    return 2;
                }
                let found = decode_one(rest, CharRefContext::Text);
                found.filter(|(_, length)| rest[..*length].ends_with(';'))
            }
        };
        match (reference, rest.chars().next()) {
            (Some((decoded, length)), _) if rest.starts_with('&') => {
                decoded.push_to(text);
                length
            }
            (_, Some(plain)) => {
                text.push(plain);
                plain.len_utf8()
            }
            (_, None) => rest.len(),
        }
    }

    /// Ways to write a piece of an address, the least changed first; where `&` was written as a
    /// reference before, that one.
    pub(super) fn spellings(self, piece: &str, before: &str) -> Vec<String> {
        let amps = [piece.to_owned(), piece.replace('&', "&amp;")];
        let mut ways: Vec<String> = match self {
            Self::Plain => vec![piece.to_owned()],
            Self::Attribute | Self::Text => amps.map(|piece| quoted(&piece)).into(),
            Self::Markdown => amps.iter().flat_map(|piece| bracketed(piece)).collect(),
        };
        if before.to_ascii_lowercase().contains("&amp;") {
            ways.reverse();
        }
        ways
    }

    /// Whether brackets may stand as they do: a destination in Markdown ends at one too many.
    pub(super) fn balances(self, written: &str) -> bool {
        let (mut depth, mut escaped) = (0_i64, false);
        for byte in written.bytes() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth < 0 {
                break;
            }
        }
        self != Self::Markdown || depth == 0
    }
}

/// With references for what ends an attribute or begins a tag.
fn quoted(piece: &str) -> String {
    let piece = piece.replace('\'', "&#39;").replace('"', "&quot;");
    piece.replace('<', "&lt;").replace('>', "&gt;")
}

/// As it is, and with backslashes before brackets.
fn bracketed(piece: &str) -> [String; 2] {
    let piece = piece.replace('\\', "\\\\");
    let escaped = piece.replace('(', "\\(").replace(')', "\\)");
    [piece, escaped]
}

/// What is written, read character by character.
#[derive(Debug, Default)]
pub(super) struct DecodedChars {
    /// What it stands for.
    pub(super) text: String,
    /// Where each character begins in the text and as written, and both ends.
    starts: Vec<(usize, usize)>,
}

impl DecodedChars {
    /// The bytes as written that a stretch of the text comes from; `None` inside of a character.
    pub(super) fn written(&self, text: Range<usize>) -> Option<Range<usize>> {
        let at = |byte: usize| {
            let found = self.starts.binary_search_by_key(&byte, |(text, _)| *text).ok()?;
            Some(self.starts[found].1)
        };
        Some(at(text.start)?..at(text.end)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_leads_back() {
        for (notation, written, text) in [
            (Notation::Plain, r"a&amp;b\_", r"a&amp;b\_"),
            (Notation::Attribute, "a&amp;b&copy=1&#x26;c&", "a&b&copy=1&c&"),
            (Notation::Text, "a&copy=1", "a©=1"),
            (Notation::Markdown, r"a\_b\\&amp;&copy=1\c中", r"a_b\&&copy=1\c中"),
        ] {
            let letters = notation.read(written);
            assert_eq!(letters.text, text);
            assert_eq!(letters.written(0..text.len()), Some(0..written.len()));
        }
        let letters = Notation::Attribute.read("a&amp;b中c");
        assert_eq!(letters.written(1..2), Some(1..6));
        assert_eq!(letters.written(3..6), Some(7..10));
        assert_eq!(letters.written(4..6), None);
    }

    #[test]
    fn ways_of_writing() {
        assert_eq!(Notation::Plain.spellings("a&b", "x&amp;y"), ["a&b"]);
        assert_eq!(Notation::Attribute.spellings("a'&b", "x"), ["a&#39;&b", "a&#39;&amp;b"]);
        assert_eq!(Notation::Attribute.spellings("a&b", "x&AMP;y"), ["a&amp;b", "a&b"]);
        assert_eq!(Notation::Markdown.spellings("(", ""), ["(", "\\(", "(", "\\("]);
        for (written, balanced) in [("a(b)", true), ("a)(", false), (r"a\)", true), ("(", false)] {
            assert_eq!(Notation::Markdown.balances(written), balanced, "{written}");
        }
        assert!(Notation::Attribute.balances(")"));
    }
}
