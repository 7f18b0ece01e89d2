//! Quotations: what stands between quotation marks, if it is more than a word in scare quotes.

use std::ops::Range;

/// Opening marks with their closing ones. Straight quotes come in pairs.
const MARKS: [(char, char); 5] = [('“', '”'), ('"', '"'), ('「', '」'), ('『', '』'), ('«', '»')];

/// Words of a quotation in a script with blanks, and characters in one without.
const SHORTEST_WORDS: usize = 5;
const SHORTEST_CHARS: usize = 10;

/// The quotations of a sentence: each a run of at least five words (or ten characters of a script
/// without blanks), or two or more shorter ones that make as many words together.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let quoted = quoted(text);
    let sizes: Vec<Size> = quoted.iter().map(|range| Size::of(&text[range.clone()])).collect();
    let total = sizes.iter().fold(Size::default(), |sum, size| sum.plus(*size));
    if quoted.len() > 1 && total.is_enough() {
        return quoted;
    }
    let kept = quoted.into_iter().zip(sizes).filter(|(_, size)| size.is_enough());
    kept.map(|(range, _)| range).collect()
}

#[derive(Clone, Copy, Default)]
struct Size {
    words: usize,
    dense: usize,
}

impl Size {
    fn of(text: &str) -> Self {
        let dense = text.chars().filter(|c| ('\u{3041}'..='\u{9fff}').contains(c)).count();
        let words = if dense > 0 { 0 } else { text.split_whitespace().count() };
        Self { words, dense }
    }

    fn plus(self, other: Self) -> Self {
        Self { words: self.words + other.words, dense: self.dense + other.dense }
    }

    fn is_enough(self) -> bool {
        self.words >= SHORTEST_WORDS || self.dense >= SHORTEST_CHARS
    }
}

fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    for (at, c) in text.char_indices() {
        match open {
            Some((close, start)) if c == close => {
                found.push(start..at + c.len_utf8());
                open = None;
            }
            Some(_) => {}
            None => open = MARKS.iter().find(|(begin, _)| *begin == c).map(|(_, end)| (*end, at)),
        }
    }
    found
}
