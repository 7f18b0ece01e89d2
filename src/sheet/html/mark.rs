//! Sentences with something marked in them: the anchors of sources, or the words to check.

use std::ops::Range;

use maud::{Markup, Render, html};

use crate::claims::SignalKind;
use crate::report::html::escape::escape_html;
use crate::sheet::{RowSignal, SheetCell};

/// Bytes shown before the first and after the last mark of an endless sentence.
const CONTEXT_BYTES: usize = 400;

/// No more bytes than this are shown of a sentence in a card.
const MAX_SENTENCE_BYTES: usize = 1800;

/// Words to check that are looked for in one sentence: an endless one has thousands.
const MAX_SIGNALS: usize = 500;

/// A part of a sentence that is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextMark {
    /// Its bytes in the sentence.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: MarkKind,
}

/// Why a part of a sentence is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// It is the text of a link to the source of this number.
    Anchor(u32),
    /// It can be checked.
    Signal(SignalKind),
}

impl TextMark {
    fn render(&self, text: &str) -> Markup {
        let inside = escape_html(&text[self.range.clone()]);
        match self.kind {
            MarkKind::Anchor(number) => html! { mark { (inside) } sup { (number) } },
            MarkKind::Signal(kind) => html! { b class="k" title=(kind.name()) { (inside) } },
        }
    }
}

/// A sentence with its marks.
pub(super) struct MarkedText<'a> {
    /// The sentence.
    pub(super) text: &'a str,
    /// In order of the sentence; those that overlap an earlier one are left out.
    pub(super) marks: &'a [TextMark],
    /// The bytes that are shown.
    pub(super) shown: Range<usize>,
}

impl Render for MarkedText<'_> {
    fn render_to(&self, page: &mut String) {
        let (text, shown) = (self.text, &self.shown);
        page.push_str(if shown.start > 0 { "… " } else { "" });
        let mut offset = shown.start;
        for mark in self.marks {
            let range = &mark.range;
            if range.start < offset || range.end > shown.end || range.is_empty() {
                continue;
            }
            escape_html(&text[offset..range.start]).render_to(page);
            mark.render(text).render_to(page);
            offset = range.end;
        }
        escape_html(&text[offset..shown.end]).render_to(page);
        page.push_str(if shown.end < text.len() { " …" } else { "" });
    }
}

/// What a card shows of a sentence: all of it, or the part around its marks.
pub(super) fn clip(text: &str, marks: &[TextMark]) -> Range<usize> {
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
pub(super) fn signals(text: &str, signals: &[SheetCell<RowSignal>]) -> Vec<TextMark> {
    let mut found: Vec<TextMark> = Vec::new();
    let mut from = 0;
    for signal in signals.iter().take(MAX_SIGNALS).filter_map(SheetCell::value) {
        let words = signal.words.as_str();
        let Some(first) = words.chars().next() else { continue };
        let Some(start) = text[from..].find(words).map(|start| start + from) else { continue };
        let range = start..start + words.len();
        // Signals come in the order of the text: the next one stands here or later.
        from = start + first.len_utf8();
        if found.last().is_some_and(|last| last.range.end >= range.end) {
            found.pop();
        }
        if found.last().is_none_or(|last| last.range.end <= range.start) {
            found.push(TextMark { range, kind: MarkKind::Signal(signal.kind) });
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
        let mark = |range: Range<usize>| TextMark { range, kind: MarkKind::Anchor(1) };
        assert_eq!(clip(&text, &[mark(4000..4010)]), 3600..4410);
        assert_eq!(clip(&text, &[]), 0..400);
        assert_eq!(clip(&text, &[mark(1..7000)]), 0..1800);
        let shown = MarkedText { text: &text, marks: &[], shown: 2..4 };
        assert_eq!(shown.render().into_string(), "… é …");
    }

    #[test]
    fn words_to_check_are_found_in_order() {
        let all = ["number 12", "quotation “12 of 22”", "number 12", "number 22", "date"];
        let all = all.map(|text| SheetCell::parse(text.to_owned()));
        let text = "12, and “12 of 22” …";
        let found: Vec<&str> =
            signals(text, &all).into_iter().map(|mark| &text[mark.range]).collect();
        assert_eq!(found, ["12", "12", "22"]);
    }
}
