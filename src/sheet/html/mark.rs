//! Sentences with something marked in them: the anchors of sources, or the words to check.

use std::fmt::Write as _;
use std::ops::Range;

use crate::claims::SignalKind;
use crate::report::html::escape::escape_html;
use crate::sheet::{RowSignal, SheetCell};

/// Bytes shown before the first and after the last mark of an endless sentence.
const CONTEXT_BYTES: usize = 400;

/// No more bytes than this are shown of a sentence in a card.
const MAX_SENTENCE_BYTES: usize = 1800;

/// Words to check that are looked for in one sentence: an endless one has thousands.
const MAX_SIGNALS: usize = 500;

/// A part of a sentence, in bytes, and what stands before and behind it in the markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MarkupSpan {
    pub(super) range: Range<usize>,
    pub(super) open: String,
    pub(super) close: String,
}

/// The sentence in markup; marks that overlap an earlier one are left out.
pub(super) fn marked(text: &str, marks: &[MarkupSpan], shown: Range<usize>) -> String {
    let mut out = String::with_capacity(shown.len() + 64);
    out.push_str(if shown.start > 0 { "… " } else { "" });
    let mut at = shown.start;
    for mark in marks {
        if mark.range.start < at || mark.range.end > shown.end || mark.range.is_empty() {
            continue;
        }
        let (before, inside) = (&text[at..mark.range.start], &text[mark.range.clone()]);
        let _ = write!(
            out,
            "{}{}{}{}",
            escape_html(before),
            mark.open,
            escape_html(inside),
            mark.close
        );
        at = mark.range.end;
    }
    let _ = write!(out, "{}", escape_html(&text[at..shown.end]));
    out.push_str(if shown.end < text.len() { " …" } else { "" });
    out
}

/// What a card shows of a sentence: all of it, or the part around its marks.
pub(super) fn clip(text: &str, marks: &[MarkupSpan]) -> Range<usize> {
    if text.len() <= MAX_SENTENCE_BYTES {
        return 0..text.len();
    }
    let first = marks.first().map_or(0, |mark| mark.range.start);
    let last = marks.iter().map(|mark| mark.range.end).max().unwrap_or(0);
    let from = first.saturating_sub(CONTEXT_BYTES);
    let to = (last + CONTEXT_BYTES).min(from + MAX_SENTENCE_BYTES);
    text.floor_char_boundary(from)..text.floor_char_boundary(to)
}

/// Where the words of the signals stand, in order; of two that share a word the later one is
/// left out, and one that holds another.
pub(super) fn signals(
    text: &str,
    signals: &[SheetCell<RowSignal>],
) -> Vec<(Range<usize>, SignalKind)> {
    let mut found: Vec<(Range<usize>, SignalKind)> = Vec::new();
    let mut from = 0;
    for signal in signals.iter().take(MAX_SIGNALS).filter_map(SheetCell::value) {
        let words = signal.words.as_str();
        let Some(first) = words.chars().next() else { continue };
        let Some(start) = text[from..].find(words).map(|start| start + from) else { continue };
        let range = start..start + words.len();
        // Signals come in the order of the text: the next one stands here or later.
        from = start + first.len_utf8();
        if found.last().is_some_and(|(last, _)| last.end >= range.end) {
            found.pop();
        }
        if found.last().is_none_or(|(last, _)| last.end <= range.start) {
            found.push((range, signal.kind));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_sentence_is_cut_around_its_anchors() {
        let text = "é".repeat(4000);
        let mark =
            |at: Range<usize>| MarkupSpan { range: at, open: String::new(), close: String::new() };
        assert_eq!(clip(&text, &[mark(4000..4010)]), 3600..4410);
        assert_eq!(clip(&text, &[]), 0..400);
        assert_eq!(clip(&text, &[mark(1..7000)]), 0..1800);
        let shown = marked(&text, &[], 2..4);
        assert_eq!(shown, "… é …");
    }

    #[test]
    fn words_to_check_are_found_in_order() {
        let all = ["number 12", "quotation “12 of 22”", "number 12", "number 22", "date"];
        let all = all.map(|text| SheetCell::parse(text.to_owned()));
        let text = "12, and “12 of 22” …";
        let found: Vec<&str> = signals(text, &all).into_iter().map(|(at, _)| &text[at]).collect();
        assert_eq!(found, ["12", "12", "22"]);
    }
}
