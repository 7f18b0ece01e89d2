//! The cues that the words and the shape of a sentence are.

use super::reading::SentenceReading;
use super::{SignalKind, SignalSpan};
use crate::article::is_letter_or_digit;
use crate::claims::byte_search::find_start;
use crate::claims::cue::{Cue, CueSet};
use crate::claims::lexicon::{WordClass, is_dense};

/// From this number on one is large.
const LARGE: u32 = 1000;

/// Words of a short sentence, of a whole one and of a long one. Two characters of a script without blanks
/// are a word.
const SHORT_WORDS: usize = 5;
const WHOLE_WORDS: usize = 10;
const LONG_WORDS: usize = 18;

/// Cues that follow from the words of one class.
const OF_CLASSES: [(WordClass, Cue); 17] = [
    (WordClass::ReportWeak, Cue::WeakReportingVerb),
    (WordClass::Compare, Cue::Comparison),
    (WordClass::Change, Cue::Change),
    (WordClass::Absolute, Cue::Absolute),
    (WordClass::Cause, Cue::Cause),
    (WordClass::Law, Cue::Law),
    (WordClass::Title, Cue::Title),
    (WordClass::People, Cue::People),
    (WordClass::Age, Cue::Age),
    (WordClass::Multiple, Cue::Comparison),
    (WordClass::Opinion, Cue::Opinion),
    (WordClass::FirstPerson, Cue::FirstPerson),
    (WordClass::We, Cue::We),
    (WordClass::SecondPerson, Cue::SecondPerson),
    (WordClass::Future, Cue::Future),
    (WordClass::Courtesy, Cue::Courtesy),
    (WordClass::SuperlativeWeak, Cue::WeakSuperlative),
];

/// Adds what the words of a sentence are cues of.
pub(super) fn add_words(cues: &mut CueSet, reading: &SentenceReading<'_>) {
    for (class, cue) in OF_CLASSES {
        if reading.has(class) {
            cues.insert(cue);
        }
    }
    for numeral in &reading.numerals {
        let end = numeral.range.end;
        if reading.hit_after(end, WordClass::TimeUnit).is_some() {
            cues.insert(Cue::Duration);
        }
        if reading.hit_after(end, WordClass::Unit).is_some() {
            cues.insert(Cue::Distance);
        }
    }
    add_names(cues, reading);
}

/// Capitals inside a sentence, of scripts that have them and languages whose nouns do not.
fn add_names(cues: &mut CueSet, reading: &SentenceReading<'_>) {
    let text = reading.text;
    if next_capital(text, 0).is_none() {
        return;
    }
    let mut names = 0;
    let mut last_end = usize::MAX;
    let first = text.len() - text.trim_start().len();
    let mut at = word_end(text, first);
    // A third name is no other cue, and most words have no capital letter.
    while names < 2
        && let Some(start) = next_capital(text, at)
    {
        let end = word_end(text, start);
        let mut before = text[at..start].chars().rev().take_while(|c| !c.is_whitespace());
        let is_first = !before.any(is_letter_or_digit);
        at = end;
        let word = text[start..end].trim_end_matches(|c: char| !is_letter_or_digit(c));
        let is_acronym = || {
            let mut others = word.chars().skip(1);
            others.clone().next().is_some() && others.all(char::is_uppercase)
        };
        if is_first && word.len() > 1 && (!reading.lexicon.capital_nouns || is_acronym()) {
            // `Angela Merkel` is one name.
            if start != last_end.saturating_add(1) {
                names += 1;
            }
            last_end = start + word.len();
        }
    }
    if names > 0 {
        cues.insert(Cue::Name);
    }
    if names > 1 {
        cues.insert(Cue::SecondName);
    }
}

/// Where the word at a byte ends: at the next white space.
fn word_end(text: &str, start: usize) -> usize {
    text[start..].find(char::is_whitespace).map_or(text.len(), |end| start + end)
}

/// The next capital letter at or behind a byte.
fn next_capital(text: &str, from: usize) -> Option<usize> {
    let mut start = from;
    loop {
        start += find_start(&text.as_bytes()[start..], may_be_capital)?;
        let c = text[start..].chars().next()?;
        if c.is_uppercase() {
            return Some(start);
        }
        start += c.len_utf8();
    }
}

/// Whether a character may be a capital letter of some script, by its first bytes.
fn may_be_capital(first: u8, second: u8, third: u8) -> bool {
    (first.wrapping_sub(b'A') < 26)
        | (first.wrapping_sub(0xc3) < 0x13)
        | (first == 0xe1)
        | (first == 0xea)
        | (first >= 0xf0)
        | ((first == 0xe2) & (second >= 0x84))
        | ((first == 0xef) & (second == 0xbc) & (third >= 0xa1))
}

/// Adds the signals and the shape of the whole sentence.
pub(super) fn add_signals(cues: &mut CueSet, signals: &[SignalSpan], text: &str) {
    let mut numbers = 0;
    for signal in signals {
        let detail = signal.detail;
        cues.insert(match signal.kind {
            SignalKind::Number => Cue::Number,
            SignalKind::Money => Cue::Money,
            SignalKind::Percent => Cue::Percent,
            SignalKind::Date => Cue::Date,
            SignalKind::Quotation => Cue::Quotation,
            SignalKind::Superlative => Cue::Superlative,
            SignalKind::PluralAttribution => Cue::PluralAttribution,
            SignalKind::Attribution if detail.is_weak => Cue::ReportingVerb,
            SignalKind::Attribution => Cue::Attribution,
        });
        if matches!(signal.kind, SignalKind::Number | SignalKind::Money | SignalKind::Percent) {
            numbers += 1;
            if detail.value >= LARGE {
                cues.insert(Cue::LargeNumber);
            }
        }
    }
    if numbers > 1 {
        cues.insert(Cue::SecondNumber);
    }
    let words = count_words(text);
    if words >= WHOLE_WORDS {
        cues.insert(Cue::WholeSentence);
    }
    if words >= LONG_WORDS {
        cues.insert(Cue::LongSentence);
    }
    if words < SHORT_WORDS {
        cues.insert(Cue::ShortSentence);
    }
    let is_closer = |c| matches!(c, '"' | '”' | '’' | '»' | ')' | '）' | '」');
    let end = text.trim_end_matches(|c: char| is_closer(c) || c.is_whitespace());
    if end.ends_with(['?', '？', '؟']) {
        cues.insert(Cue::Question);
    }
    if end.ends_with(['!', '！']) {
        cues.insert(Cue::Exclamation);
    }
}

/// Words, up to those of a long sentence: nobody needs to know more.
fn count_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut spaced, mut dense) = (0, 0);
    let mut is_inside = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at)
        && spaced < LONG_WORDS
        && dense < LONG_WORDS * 2
    {
        let is_blank = match byte {
            0..=0x7f => {
                at += 1;
                char::from(*byte).is_whitespace()
            }
            // U+4000 to U+9FFF.
            0xe4..=0xe9 => {
                at += 3;
                dense += 1;
                false
            }
            _ => {
                let c = text[at..].chars().next().unwrap_or_default();
                at += c.len_utf8();
                dense += usize::from(is_dense(c));
                c.is_whitespace()
            }
        };
        spaced += usize::from(!is_blank && !is_inside);
        is_inside = !is_blank;
    }
    spaced.max(dense / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::byte_search::first_bytes;

    #[test]
    fn every_capital_is_looked_for() {
        for c in '\0'..=char::MAX {
            let [first, second, third] = first_bytes(c);
            assert!(!c.is_uppercase() || may_be_capital(first, second, third), "{c:?}");
        }
    }

    #[test]
    fn words_are_counted_up_to_those_of_a_long_sentence() {
        for (text, count) in [
            ("", 0),
            ("  one\u{a0}two\u{3000}three ", 3),
            ("四个字 在这里", 3),
            ("第一 one two three", 4),
        ] {
            assert_eq!(count_words(text), count, "{text}");
        }
        assert_eq!(count_words(&"a ".repeat(100)), LONG_WORDS);
        assert_eq!(count_words(&"字".repeat(100)), LONG_WORDS);
    }
}
