//! What in a sentence a checker would check: numbers, money, dates, quotations, superlatives …

use std::ops::Range;

use compact_str::CompactString;
use serde::Serialize;

use super::cue::CueSet;
use super::language::ArticleLanguage;
use super::lexicon::{Lexicon, fold_case};
use super::script::Script;

mod attribution;
mod cues;
mod month;
mod numeral;
mod quantity;
mod quotation;
mod reading;
mod superlative;

use self::reading::SentenceReading;

/// How much of a text is read at a time. Most sentences are shorter; one without an end may have megabytes.
const MAX_READING_BYTES: usize = 1 << 14;

/// A kind of thing to check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum SignalKind {
    /// A number that counts something: no year, no name (`COVID-19`), no label.
    Number,
    /// A sum of money.
    Money,
    /// A share.
    Percent,
    /// A day, month or year.
    Date,
    /// Words of somebody else.
    Quotation,
    /// First, only, largest.
    Superlative,
    /// "Studies show", "experts say": more than one is promised.
    PluralAttribution,
    /// "According to X", and verbs that report.
    Attribution,
}

impl SignalKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Number,
        Self::Money,
        Self::Percent,
        Self::Date,
        Self::Quotation,
        Self::Superlative,
        Self::PluralAttribution,
        Self::Attribution,
    ];

    /// The word used in JSON and in sheets.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// One thing to check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// What it is.
    pub kind: SignalKind,
    /// Its words.
    pub text: CompactString,
    /// `[start, end)` in the sentence, in Unicode scalars.
    pub at: [u32; 2],
    /// What rules know of it besides.
    #[serde(skip)]
    pub(crate) detail: SignalDetail,
}

/// What rules know of a signal besides its words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct SignalDetail {
    /// What a number is worth, rounded down, at most what fits; of a number in words, its order of magnitude.
    pub(crate) value: u32,
    /// Whether a number counts people, or deaths, votes and jobs of people.
    pub(crate) is_of_people: bool,
    /// Of an attribution: a verb alone. Of a superlative: nothing says among what.
    pub(crate) is_weak: bool,
}

/// What was found in a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Analysis {
    /// The language whose words were looked for; `None` where it is not known or has no table.
    pub(crate) language: Option<&'static str>,
    /// What can be checked, in the order of the text.
    pub(crate) signals: Vec<Signal>,
    /// What speaks for checking it sooner or later.
    pub(crate) cues: CueSet,
}

impl Analysis {
    /// Reads a text once.
    pub(crate) fn new(text: &str, script: Script, language: ArticleLanguage) -> Self {
        let lower = fold_case(text);
        let language = language.of_sentence(&lower, script);
        let lexicon = language.and_then(Lexicon::of_language).unwrap_or_else(Lexicon::any);
        let quotations = quotation::find(text);
        let mut spans: Vec<SignalSpan> = quotations
            .map(|range| SignalSpan::new(SignalKind::Quotation, range, SignalDetail::default()))
            .collect();
        let mut all = CueSet::default();
        let mut start = 0;
        while start < text.len() {
            let end = part_end(text, start);
            let reading = SentenceReading::new(&text[start..end], &lower[start..end], lexicon);
            let mut found = quantity::find(&reading);
            found.extend(month::find(&reading));
            found.extend(superlative::find(&reading));
            found.extend(attribution::find(&reading));
            cues::add_words(&mut all, &reading);
            spans.extend(found.into_iter().map(|span| span.moved(start)));
            start = end;
        }
        spans.sort_by_key(|span| (span.range.start, usize::MAX - span.range.end, span.kind));
        // The 3 of 3 October is no count; a phrase that holds another is one signal.
        spans.dedup_by(|next, last| {
            let is_same = next.kind == last.kind || next.kind == SignalKind::Number;
            is_same && last.kind != SignalKind::Quotation && next.range.end <= last.range.end
        });
        cues::add_signals(&mut all, &spans, text);
        Self { language, signals: placed(text, spans), cues: all }
    }
}

/// Where the part of a text ends that is read at once: at its end, or at the last blank of a long one.
fn part_end(text: &str, start: usize) -> usize {
    let most = text.floor_char_boundary(start + MAX_READING_BYTES);
    if most == text.len() {
        return most;
    }
    text[start..most].rfind(char::is_whitespace).filter(|at| *at > 0).map_or(most, |at| start + at)
}

/// A kind, and its bytes in the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SignalSpan {
    kind: SignalKind,
    range: Range<usize>,
    detail: SignalDetail,
}

impl SignalSpan {
    fn new(kind: SignalKind, range: Range<usize>, detail: SignalDetail) -> Self {
        Self { kind, range, detail }
    }

    fn moved(self, by: usize) -> Self {
        Self { range: self.range.start + by..self.range.end + by, ..self }
    }
}

/// What was found, which is in order, with its place in characters: counted on from one to the next, so
/// that a sentence of a megabyte is gone through once.
fn placed(text: &str, found: Vec<SignalSpan>) -> Vec<Signal> {
    let (mut byte, mut first) = (0, 0);
    let signal = |span: SignalSpan| {
        first += text[byte..span.range.start].chars().count() as u32;
        byte = span.range.start;
        let inside = &text[span.range];
        let at = [first, first + inside.chars().count() as u32];
        Signal { kind: span.kind, text: inside.into(), at, detail: span.detail }
    };
    found.into_iter().map(signal).collect()
}

/// Gives signals, in the order of the text, the words of a sentence whose code they were read without.
pub(super) fn show_code(signals: &mut [Signal], sentence: &str) {
    let bytes = |text: &str, scalars: u32| {
        text.char_indices().nth(scalars as usize).map_or(text.len(), |(at, _)| at)
    };
    let (mut byte, mut scalar) = (0, 0);
    for Signal { text, at: [start, end], .. } in signals {
        byte += bytes(&sentence[byte..], *start - scalar);
        scalar = *start;
        let length = bytes(&sentence[byte..], *end - *start);
        *text = sentence[byte..byte + length].into();
    }
}

#[cfg(test)]
mod tests;
