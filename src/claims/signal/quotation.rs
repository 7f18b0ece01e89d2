//! Quotations: what stands between quotation marks, if it is more than a word in scare quotes.

use std::ops::Range;

/// Opening marks with their closing ones. Straight quotes come in pairs.
const MARKS: [(char, char); 5] = [('“', '”'), ('"', '"'), ('「', '」'), ('『', '』'), ('«', '»')];

/// Words of a quotation in a script with blanks, and characters in one without.
const MIN_QUOTATION_WORDS: usize = 5;
const MIN_QUOTATION_CHARS: usize = 10;

/// The quotations of a sentence: each a run of at least five words (or ten characters of a script
/// without blanks), or two or more shorter ones that make as many words together.
pub(super) fn find(text: &str) -> impl Iterator<Item = Range<usize>> {
    let size = |range: &Range<usize>| QuotationSize::of(&text[range.clone()]);
    // Gone through twice instead of held: a text may consist of quotation marks.
    let (count, total) = quoted(text).fold((0, QuotationSize::default()), |(count, sum), range| {
        (count + 1, sum.plus(size(&range)))
    });
    let whole = count > 1 && total.is_enough();
    quoted(text).filter(move |range| whole || size(range).is_enough())
}

#[derive(Clone, Copy, Default)]
struct QuotationSize {
    words: usize,
    dense: usize,
}

impl QuotationSize {
    fn of(text: &str) -> Self {
        let dense = text.chars().filter(|c| ('\u{3041}'..='\u{9fff}').contains(c)).count();
        let words = if dense > 0 { 0 } else { text.split_whitespace().count() };
        Self { words, dense }
    }

    fn plus(self, other: Self) -> Self {
        Self { words: self.words + other.words, dense: self.dense + other.dense }
    }

    fn is_enough(self) -> bool {
        self.words >= MIN_QUOTATION_WORDS || self.dense >= MIN_QUOTATION_CHARS
    }
}

fn quoted(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut characters = text.char_indices();
    std::iter::from_fn(move || {
        let mut open: Option<(char, usize)> = None;
        for (at, c) in characters.by_ref() {
            match open {
                Some((close, start)) if c == close => return Some(start..at + c.len_utf8()),
                Some(_) => {}
                None => {
                    open = MARKS.iter().find(|(begin, _)| *begin == c).map(|(_, end)| (*end, at));
                }
            }
        }
        None
    })
}
