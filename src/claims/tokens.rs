//! Words of a text with blanks between them, and where they stand.

use std::ops::Range;

use compact_str::CompactString;

use crate::article::is_letter_or_digit;

/// How many words of a text are held at a time. Most sentences have fewer; one without an end may have
/// millions.
const MAX_STRETCH_WORDS: usize = 4096;

/// How far a rule looks back, and ahead, from the word that it is about.
const LOOKBEHIND_WORDS: usize = 4;
const LOOKAHEAD_WORDS: usize = 16;

/// A word: letters and digits, with apostrophes and hyphens inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// In lower case.
    pub(super) lower: CompactString,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
    /// Bytes in the text.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word> {
    let mut characters = text.char_indices().chain([(text.len(), ' ')]);
    let mut start = None;
    std::iter::from_fn(move || {
        for (at, c) in characters.by_ref() {
            let inside = is_letter_or_digit(c) || (start.is_some() && joins(text, at, c));
            match (start, inside) {
                (None, true) => start = Some(at),
                (Some(begin), false) => {
                    start = None;
                    return Some(word(text, begin, at));
                }
                _ => {}
            }
        }
        None
    })
}

/// Calls `each` with stretches of the words of a text: words, and which of them are new. Those before and
/// behind them are there to be looked at, so no rule sees where a stretch ends. The first word of the text
/// is the first of the first stretch, and of no other.
pub(super) fn stretches(text: &str, mut each: impl FnMut(&[Word], Range<usize>)) {
    let mut words = words(text);
    let mut held: Vec<Word> = Vec::new();
    let mut own = 0;
    loop {
        let wanted = own + MAX_STRETCH_WORDS + LOOKAHEAD_WORDS;
        held.extend(words.by_ref().take(wanted - held.len()));
        let is_last = held.len() < wanted;
        let end = if is_last { held.len() } else { own + MAX_STRETCH_WORDS };
        each(&held, own..end);
        if is_last {
            return;
        }
        held.drain(..end - LOOKBEHIND_WORDS);
        own = LOOKBEHIND_WORDS;
    }
}

/// Whether a character between two letters or digits does not part them.
fn joins(text: &str, at: usize, c: char) -> bool {
    let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
    let before = text[..at].chars().next_back();
    match c {
        '\'' | '’' | '-' | '\u{2011}' => next.is_some_and(char::is_alphanumeric),
        '.' | ',' => [before, next].iter().all(|c| c.is_some_and(|c| c.is_ascii_digit())),
        _ => false,
    }
}

fn word(text: &str, start: usize, end: usize) -> Word {
    let written = &text[start..end];
    let capital = written.chars().next().is_some_and(char::is_uppercase);
    let mut lower = CompactString::from_str_to_lowercase(written);
    if lower.contains('’') {
        lower = lower.replace('’', "'").into();
    }
    Word { lower, capital, start, end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_stay_whole() {
        let lower = |text| words(text).map(|word| word.lower).collect::<Vec<_>>();
        assert_eq!(lower("China’s $1,234.5 U.S.-led,"), ["china's", "1,234.5", "u", "s", "led"]);
        assert_eq!(lower("COVID-19 – 27"), ["covid-19", "27"]);
        assert_eq!(lower(""), [""; 0]);
    }

    #[test]
    fn stretches_hold_every_word_once_with_its_neighbours() {
        for count in [
            0,
            1,
            LOOKAHEAD_WORDS,
            MAX_STRETCH_WORDS,
            MAX_STRETCH_WORDS + LOOKAHEAD_WORDS,
            3 * MAX_STRETCH_WORDS,
        ] {
            for count in [count.saturating_sub(1), count, count + 1] {
                let text: String = (0..count).map(|n| format!("{n} ")).collect();
                let mut next = 0;
                stretches(&text, |words, own| {
                    assert!(words.len() <= LOOKBEHIND_WORDS + MAX_STRETCH_WORDS + LOOKAHEAD_WORDS);
                    let first = next - own.start;
                    assert!(own.start == LOOKBEHIND_WORDS || first == 0, "{count}: {own:?}");
                    assert!(
                        own.end + LOOKAHEAD_WORDS == words.len() || first + words.len() == count
                    );
                    for (at, word) in words.iter().enumerate() {
                        assert_eq!(word.lower, (first + at).to_string());
                    }
                    next += own.len();
                });
                assert_eq!(next, count);
            }
        }
    }
}
