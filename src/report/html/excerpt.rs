//! A sentence with the anchors of its citations marked.

use maud::{Markup, html};

use super::escape::escape_html;
use crate::article::Link;
use crate::link::redact::redact_text;

/// Characters shown before the first and after the last anchor of an endless sentence.
const CONTEXT_CHARS: usize = 300;

/// No more characters than this are shown of one sentence.
const MAX_SENTENCE_CHARS: usize = 1500;

/// A part of the sentence, in characters, and the number of its citation among those of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CitationMark {
    start: usize,
    end: usize,
    number: usize,
}

/// A sentence as HTML.
pub(super) struct MarkedSentence {
    pub(super) markup: Markup,
    /// Whether there is no text.
    pub(super) is_empty: bool,
    /// Which of its links could be marked.
    pub(super) is_marked: Vec<bool>,
}

/// The sentence that `links` share, each anchor in `<mark>`, numbered where there are several.
pub(super) fn sentence(links: &[&Link]) -> MarkedSentence {
    let original = &*links[0].sentence_text().unwrap_or_default();
    let sentence = redact_text(original);
    let chars: Vec<char> = sentence.chars().collect();
    let marks =
        if sentence == original { stated(links, chars.len()) } else { searched(links, &sentence) };
    let (from, to) = clip(&marks, chars.len());
    let mut is_marked = vec![false; links.len()];
    let text = |start: usize, end: usize| chars[start..end].iter().collect::<String>();
    let mut parts = Vec::new();
    let mut at = from;
    for mark in marks {
        // Anchors do not overlap, unless somebody edited the rows.
        if mark.start < at || mark.end > to || mark.start >= mark.end {
            continue;
        }
        parts.push(html! {
            (escape_html(&text(at, mark.start))) mark { (escape_html(&text(mark.start, mark.end))) }
            @if links.len() > 1 { sup { (mark.number + 1) } }
        });
        is_marked[mark.number] = true;
        at = mark.end;
    }
    let markup = html! {
        @if from > 0 { "… " }
        @for part in &parts { (part) }
        (escape_html(&text(at, to)))
        @if to < chars.len() { " …" }
    };
    MarkedSentence { markup, is_empty: chars.is_empty(), is_marked }
}

/// The marks as the rows state them, in order.
fn stated(links: &[&Link], length: usize) -> Vec<CitationMark> {
    let marks = links.iter().enumerate().filter_map(|(number, link)| {
        let [start, end] = link.anchor_at?;
        let (start, end) = (start as usize, end as usize);
        (start <= end && end <= length).then_some(CitationMark { start, end, number })
    });
    let mut marks: Vec<CitationMark> = marks.collect();
    marks.sort_by_key(|mark| (mark.start, mark.end));
    marks
}

/// The marks in a sentence whose positions have moved, since a secret was taken out of it.
fn searched(links: &[&Link], sentence: &str) -> Vec<CitationMark> {
    let mut marks = Vec::new();
    let mut behind = 0;
    for (number, link) in links.iter().enumerate() {
        let anchor = redact_text(&link.anchor);
        let found = sentence[behind..].find(&*anchor).filter(|_| !anchor.is_empty());
        let Some(at) = found.map(|at| at + behind) else { continue };
        behind = at + anchor.len();
        let start = sentence[..at].chars().count();
        marks.push(CitationMark { start, end: start + anchor.chars().count(), number });
    }
    marks
}

/// What is shown of a sentence of `length` characters: all of it, or the part around its marks.
fn clip(marks: &[CitationMark], length: usize) -> (usize, usize) {
    if length <= MAX_SENTENCE_CHARS {
        return (0, length);
    }
    let first = marks.first().map_or(0, |mark| mark.start);
    let last = marks.iter().map(|mark| mark.end).max().unwrap_or(0);
    let from = first.saturating_sub(CONTEXT_CHARS);
    (from, length.min(last + CONTEXT_CHARS).min(from + MAX_SENTENCE_CHARS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_sentence_is_cut_around_its_anchors() {
        let mark = |start, end| CitationMark { start, end, number: 0 };
        assert_eq!(clip(&[mark(3, 5)], 1500), (0, 1500));
        assert_eq!(clip(&[mark(5000, 5010)], 9000), (4700, 5310));
        assert_eq!(clip(&[mark(0, 10), mark(8000, 8010)], 9000), (0, 1500));
        assert_eq!(clip(&[], 9000), (0, 300));
    }
}
