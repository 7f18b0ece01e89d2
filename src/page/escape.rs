//! Text as element content and attributes hold it.

use std::ops::Range;

use super::SpanMap;

/// Escapes text for element content, and for an attribute where `quoted`.
pub(super) fn escape_text(html: &mut String, text: &str, quoted: bool) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' if quoted => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}

pub(super) fn escape_attribute(html: &mut String, text: &str) {
    escape_text(html, text, true);
}

/// Adds a template tag of a document as an attribute's value holds it.
pub(super) fn push_escaped(html: &mut String, map: &mut SpanMap, doc: &str, range: Range<usize>) {
    for (offset, c) in doc[range.clone()].char_indices() {
        let (at, page) = (range.start + offset, html.len());
        match sign(c) {
            Some(escaped) => html.push_str(escaped),
            None => html.push(c),
        }
        map.push(page, html.len() - page, at, c.len_utf8());
    }
}

/// A character of a template tag as an attribute's value holds it.
fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => return None,
    })
}
