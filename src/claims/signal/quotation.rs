//! Quotations: what stands between quotation marks, if it is more than a word in scare quotes.

use std::ops::Range;

use crate::claims::byte_search::find_start;
use crate::claims::lexicon::is_dense;

/// Opening marks with the marks that close them. Straight quotes come in pairs.
const MARKS: [(char, &[char]); 12] = [
    ('“', &['”']),
    ('„', &['“', '”', '"', '‟']),
    ('”', &['”']),
    ('"', &['"']),
    ('＂', &['＂']),
    ('«', &['»']),
    ('»', &['«', '»']),
    ('‘', &['’']),
    ('‚', &['‘', '’']),
    ('\'', &['\'']),
    ('「', &['」']),
    ('『', &['』']),
];

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
    let again = (count > 0).then(|| quoted(text)).into_iter().flatten();
    again.filter(move |range| whole || size(range).is_enough())
}

#[derive(Clone, Copy, Default)]
struct QuotationSize {
    words: usize,
    dense: usize,
}

impl QuotationSize {
    fn of(text: &str) -> Self {
        let dense = text.chars().filter(|c| ('\u{3041}'..='\u{9fff}').contains(c)).count();
        let is_word = |word: &&str| word.contains(char::is_alphanumeric);
        let words = if dense > 0 { 0 } else { text.split_whitespace().filter(is_word).count() };
        Self { words, dense }
    }

    fn plus(self, other: Self) -> Self {
        Self { words: self.words + other.words, dense: self.dense + other.dense }
    }

    fn is_enough(self) -> bool {
        self.words >= MIN_QUOTATION_WORDS || self.dense >= MIN_QUOTATION_CHARS
    }
}

/// The quotations of a text, with their marks.
pub(super) fn quoted(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some((start, open, closing)) = opening(text, from) {
            from = start + open.len_utf8();
            if let Some(end) = end_of(text, from, closing) {
                from = end;
                return Some(start..end);
            }
            if !matches!(open, '\'' | '‘' | '‚') {
                // The marks behind one that is left open belong to it.
                return None;
            }
        }
        None
    })
}

/// The marks that close a quotation.
type ClosingMarks = &'static [char];

/// Longest quotation between single marks, in bytes: an apostrophe that opens nothing is given up soon.
const MAX_SINGLE_BYTES: usize = 2048;

/// The next opening mark. Single ones have to stand before a word, for they are apostrophes too.
fn opening(text: &str, from: usize) -> Option<(usize, char, ClosingMarks)> {
    let mut next = from;
    std::iter::from_fn(move || {
        // Most characters are letters, which need no look at the marks.
        let start = next + find_start(&text.as_bytes()[next..], may_be_mark)?;
        let c = text[start..].chars().next()?;
        next = start + c.len_utf8();
        Some((start, c))
    })
    .find_map(|(start, c)| {
        let (open, closing) = MARKS.iter().find(|(open, _)| *open == c)?;
        let before = text[..start].chars().next_back();
        let after = text[start + c.len_utf8()..].chars().next();
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_dense(c));
        let may_open = match c {
            // In code a straight mark stands behind brackets and signs.
            '\'' => {
                before.is_none_or(|c| c.is_whitespace() || "“\"«„—".contains(c)) && is_word(after)
            }
            '”' if closes_one_elsewhere(&text[start + c.len_utf8()..]) => false,
            '‘' | '‚' | '”' | '»' => {
                !is_word(before) && after.is_some_and(|c| !c.is_whitespace())
            }
            _ => true,
        };
        may_open.then_some((start, *open, *closing))
    })
}

/// Whether a character may be an opening mark, by its first bytes.
fn may_be_mark(first: u8, second: u8, third: u8) -> bool {
    (first == b'"')
        | (first == b'\'')
        | ((first == 0xc2) & ((second == 0xab) | (second == 0xbb)))
        | ((first == 0xe2) & (second == 0x80) & (third.wrapping_sub(0x98) < 7))
        | ((first == 0xe3) & (second == 0x80) & ((third == 0x8c) | (third == 0x8e)))
        | ((first == 0xef) & (second == 0xbc) & (third == 0x82))
}

/// Whether `“` stands between `”` and the next one, which thus closes another quotation.
fn closes_one_elsewhere(behind: &str) -> bool {
    let next = behind.find('”').unwrap_or(behind.len());
    behind[..next].contains('“')
}

/// Where the mark that closes ends. An apostrophe inside a word closes nothing.
fn end_of(text: &str, from: usize, closing: ClosingMarks) -> Option<usize> {
    let is_single = closing.iter().any(|close| matches!(close, '\'' | '’' | '‘'));
    let room =
        if is_single { text.floor_char_boundary(from + MAX_SINGLE_BYTES) } else { text.len() };
    text[from..room].char_indices().find_map(|(at, c)| {
        let end = from + at + c.len_utf8();
        let inside = || {
            let before = text[..from + at].chars().next_back();
            let after = text[end..].chars().next();
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            is_word(after) || before.is_none_or(char::is_whitespace)
        };
        (closing.contains(&c) && !(is_single && inside())).then_some(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::byte_search::first_bytes;

    #[test]
    fn every_mark_is_looked_for() {
        for (open, _) in MARKS {
            let [first, second, third] = first_bytes(open);
            assert!(may_be_mark(first, second, third), "{open}");
        }
    }

    fn quotations(text: &str) -> Vec<&str> {
        find(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn every_pair_of_marks_quotes() {
        let words = "we have never seen such a thing";
        for (open, close) in [
            ("“", "”"),
            ("„", "“"),
            ("„", "”"),
            ("»", "«"),
            ("«", "»"),
            ("”", "”"),
            ("‘", "’"),
            ("'", "'"),
            ("\"", "\""),
            ("‚", "‘"),
            ("« ", " »"),
            ("「", "」"),
        ] {
            let text = format!("She said {open}{words}{close} to us.");
            assert_eq!(quotations(&text), [format!("{open}{words}{close}")], "{text}");
        }
    }

    #[test]
    fn a_closing_mark_whose_opening_one_is_elsewhere_opens_nothing() {
        let text = "It was never told to any of us”，she said，“and we have never seen it again”.";
        assert_eq!(quotations(text), ["“and we have never seen it again”"]);
        let text = "我们从未被告知过这件事”，她说，“而且后来我们再也没有见过他”。";
        assert_eq!(quotations(text), ["“而且后来我们再也没有见过他”"]);
        let text = "她说：”我们从未见过这样的大坝漏水”，又走了。";
        assert_eq!(quotations(text), ["”我们从未见过这样的大坝漏水”"]);
    }

    #[test]
    fn apostrophes_and_single_words_do_not() {
        assert!(
            quotations("It's the dogs' day and the cats' night, isn't it, and that's all")
                .is_empty()
        );
        assert!(quotations("L’homme qui l’a vu n’a rien dit d’autre, c’est tout").is_empty());
        assert!(quotations("the so-called “experts” of the town").is_empty());
        assert_eq!(quotations("‘We’ve never lost a parcel this year,’ he wrote.").len(), 1);
    }
}
