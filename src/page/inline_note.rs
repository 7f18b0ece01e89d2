//! Notes that are written where their mark stands: `^[See [the report](https://…), p. 3.]` (Pandoc, markdown-it).
//!
//! The parser knows no such notes. So each becomes a mark and a definition behind the document, which lead back to where
//! the author wrote them.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// How an inline note begins.
const OPENER: &str = "^[";

/// Finds the inline notes of a text, in ascending order, from `^` to `]`. None where the text ends in code or HTML, for
/// no definition can stand behind it.
pub(super) fn find(text: &str, options: Options) -> Vec<Range<usize>> {
    let mut notes = Vec::new();
    if !text.contains(OPENER) {
        return notes;
    }
    let end = text.trim_end().len();
    let mut open: Option<OpenNote> = None;
    let mut ends_raw = false;
    let mut images = 0_usize;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Text(shown) if images == 0 && text.get(range.clone()) == Some(&*shown) => {
                brackets(text, range, &mut open, &mut notes);
            }
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images = images.saturating_sub(1),
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => {
                ends_raw |= range.end >= end;
                open = None;
            }
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell,
            ) => open = None,
            _ => {}
        }
    }
    if ends_raw { Vec::new() } else { notes }
}

/// A note that has begun.
struct OpenNote {
    start: usize,
    /// How many brackets are open in it.
    depth: usize,
}

/// Reads the brackets of a stretch of text.
fn brackets(
    text: &str,
    range: Range<usize>,
    open: &mut Option<OpenNote>,
    notes: &mut Vec<Range<usize>>,
) {
    let bytes = text.as_bytes();
    for at in range {
        let escaped = at > 0 && bytes[at - 1] == b'\\';
        match (bytes[at], open.as_mut()) {
            (b'[', Some(note)) if !escaped => note.depth += 1,
            (b'[', None) if begins(text, at) => {
                *open = Some(OpenNote { start: at - 1, depth: 0 });
            }
            (b']', Some(note)) if !escaped && note.depth > 0 => note.depth -= 1,
            (b']', Some(note)) if !escaped => {
                let found = note.start..at + 1;
                *open = None;
                if is_note(&text[found.start + OPENER.len()..at]) {
                    notes.push(found);
                }
            }
            _ => {}
        }
    }
}

/// Whether the bracket at `at` opens a note; `[^[` and `\^[` do not.
fn begins(text: &str, at: usize) -> bool {
    let before = &text[..at];
    before.ends_with('^') && !before.ends_with("[^") && !before.ends_with("\\^")
}

/// Whether a text is worth a note: `x^[2]` is a power.
fn is_note(content: &str) -> bool {
    let content = content.trim();
    content.contains(char::is_whitespace) || content.contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text, Options::ENABLE_FOOTNOTES).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn notes_are_found_with_their_links() {
        let text = "It rose.^[See [a](b), [c] and `]`.] It fell^[at https://d.example/].\n";
        assert_eq!(found(text), ["^[See [a](b), [c] and `]`.]", "^[at https://d.example/]"]);
    }

    #[test]
    fn other_brackets_are_none() {
        for text in [
            "`x^[a b]`",
            "    x^[a b]\n",
            "x^[2]",
            "[^[a b]]",
            "\\^[a b]",
            "x^[a b",
            "a^[b\n\nc d]",
            "x^[a b]\n\n```\ncode\n",
            "x^[a b]\n\n<div>\n",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
