//! Text in XML 1.0: the one place that cleans and escapes.

use std::borrow::Cow;

/// White space in some parser's eyes: first that of XML 1.0, then the line ends of XML 1.1.
const SPACES: [char; 6] = [' ', '\t', '\n', '\r', '\u{85}', '\u{2028}'];

/// Text as an XML attribute can hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XmlText<'a> {
    /// Without forbidden characters; white space collapsed and trimmed.
    pub text: Cow<'a, str>,
    /// How many characters were forbidden.
    pub removed: u64,
}

/// Removes what XML 1.0 cannot hold even as a reference, since networkx, Gephi and all that build on
/// expat reject such a file; and collapses white space, as parsers do to line ends in attributes.
/// xmldom, below Gephi Lite, takes the line ends of XML 1.1 for such too.
pub fn clean(text: &str) -> XmlText<'_> {
    let removed = text.chars().filter(|c| is_forbidden(*c)).count() as u64;
    let plain = removed == 0
        && !text.contains(&SPACES[1..])
        && !text.contains("  ")
        && text.trim_matches(' ') == text;
    if plain {
        return XmlText { text: Cow::Borrowed(text), removed };
    }
    let kept: String = text.chars().filter(|c| !is_forbidden(*c)).collect();
    let words: Vec<&str> = kept.split(SPACES).filter(|word| !word.is_empty()).collect();
    XmlText { text: Cow::Owned(words.join(" ")), removed }
}

/// Cleans text and escapes it for an attribute or an element.
///
/// ```
/// use citegraph::export::xml::escape;
/// assert_eq!(escape("R&D\n \"<1\u{1}>\""), "R&amp;D &quot;&lt;1&gt;&quot;");
/// ```
pub fn escape(text: &str) -> String {
    escape_verbatim(&clean(text).text)
}

/// Escapes text so that a parser reads this very text back; it must hold no forbidden character.
pub(super) fn escape_verbatim(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' => {
                escaped.push_str(&format!("&#{};", c as u32));
            }
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Characters outside the Char production of XML 1.0. Rust's `char` holds no surrogates.
pub(crate) fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a text has a character that [`is_forbidden`].
pub(crate) fn has_forbidden(text: &str) -> bool {
    // Bytes are looked at first, since most texts have none of these.
    let may_be = |byte: u8| (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0xef;
    text.bytes().any(may_be) && text.contains(is_forbidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_are_removed_and_counted() {
        let found = clean("a\u{0}b\u{b}\u{fffe}c\u{ffff}\u{1f}");
        assert_eq!((found.text.as_ref(), found.removed), ("abc", 5));
        let kept = "\u{a0}\u{7f}\u{10ffff}\u{fffd}\u{1f600}\u{202e}";
        assert_eq!(clean(kept), XmlText { text: Cow::Borrowed(kept), removed: 0 });
    }

    #[test]
    fn white_space_is_collapsed() {
        assert_eq!(clean(" a\r\n\tb \u{85} c\u{2028}").text, "a b c");
        assert_eq!(clean(" \u{1} ").text, "");
        assert_eq!(escape("]]>"), "]]&gt;");
    }
}
