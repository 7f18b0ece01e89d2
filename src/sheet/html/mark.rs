//! Sentences with something marked in them: the anchors of sources, or the words to check.

use std::fmt::Write as _;
use std::ops::Range;

use crate::report::html::escape::escape_html;

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

/// Where the anchors stand that `claim`, the same sentence, has in `«…»`; nothing where it is another
/// sentence. Guillemets of the text itself are text.
pub(super) fn anchors(text: &str, claim: &str) -> Vec<Range<usize>> {
    let (mut found, mut start) = (Vec::new(), None);
    let mut rest = text.char_indices().peekable();
    for c in claim.chars() {
        if rest.next_if(|(_, own)| *own == c).is_some() {
            continue;
        }
        let at = rest.peek().map_or(text.len(), |(at, _)| *at);
        match (c, start) {
            ('«', None) => start = Some(at),
            ('»', Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => return Vec::new(),
        }
    }
    if start.is_none() && rest.next().is_none() { found } else { Vec::new() }
}

/// Where the words of the signals stand, in order; of two that share a word the later one is
/// left out, and one that holds another.
pub(super) fn signals(text: &str, signals: &[String]) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut from = 0;
    for signal in signals.iter().take(MAX_SIGNALS) {
        let Some((kind, words)) = signal.split_once(' ').filter(|(_, words)| !words.is_empty())
        else {
            continue;
        };
        let Some(at) = text[from..].find(words).map(|at| at + from) else { continue };
        let range = at..at + words.len();
        // Signals come in the order of the text: the next one stands here or later.
        from = at + words.chars().next().map_or(1, char::len_utf8);
        if found.last().is_some_and(|(last, _)| last.end >= range.end) {
            found.pop();
        }
        if found.last().is_none_or(|(last, _)| last.end <= range.start) {
            found.push((range, kind.to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_where_guillemets_were_added() {
        let words = |text: &'static str, claim: &str| {
            anchors(text, claim).into_iter().map(|at| &text[at]).collect::<Vec<_>>()
        };
        assert_eq!(words("It sank twice.", "It «sank» «twice»."), ["sank", "twice"]);
        assert_eq!(words("面包的价格", "面包的«价格»"), ["价格"]);
        assert_eq!(words("£5 sank", "«£5» sank"), ["£5"]);
        assert_eq!(words("all", "«all»"), ["all"]);
        // The text's own mark is taken for its own first: one character more is no harm.
        assert_eq!(words("It «sank» twice.", "It ««sank»» twice."), ["sank»"]);
        for other in ["It sank.", "It «rose».", "It «sank.", "It sank»."] {
            assert!(words("It sank.", other).is_empty(), "{other}");
        }
    }

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
        let all = all.map(str::to_owned);
        let text = "12, and “12 of 22” …";
        let found: Vec<&str> = signals(text, &all).into_iter().map(|(at, _)| &text[at]).collect();
        assert_eq!(found, ["12", "12", "22"]);
    }
}
