//! The cues that the words and the shape of a sentence are.

use super::reading::SentenceReading;
use super::{SignalKind, SignalSpan};
use crate::article::is_letter_or_digit;
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
    for hit in &reading.hits {
        for (class, cue) in OF_CLASSES {
            if hit.class == class {
                cues.insert(cue);
            }
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
    let mut names = 0;
    let mut last_end = usize::MAX;
    let words = reading.text.split_whitespace().skip(1);
    for word in words {
        let word = word.trim_matches(|c: char| !is_letter_or_digit(c));
        let mut letters = word.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let mut is_acronym = || letters.clone().next().is_some() && letters.all(char::is_uppercase);
        let is_name = capital && (!reading.lexicon.capital_nouns || is_acronym());
        if is_name && word.len() > 1 {
            let start = word.as_ptr() as usize - reading.text.as_ptr() as usize;
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
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || "\"”’»)）」".contains(c));
    if end.ends_with(['?', '？', '؟']) {
        cues.insert(Cue::Question);
    }
    if end.ends_with(['!', '！']) {
        cues.insert(Cue::Exclamation);
    }
}

/// Words, up to those of a long sentence: nobody needs to know more.
fn count_words(text: &str) -> usize {
    let spaced = text.split_whitespace().take(LONG_WORDS).count();
    if spaced >= LONG_WORDS {
        return spaced;
    }
    let dense = text.chars().filter(|c| is_dense(*c)).take(LONG_WORDS * 2).count();
    spaced.max(dense / 2)
}
