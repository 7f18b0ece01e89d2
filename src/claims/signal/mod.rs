//! What in a sentence a checker would check: numbers, money, dates, quotations, superlatives …

use std::ops::Range;

use serde::Serialize;

use super::script::Script;
use super::tokens::{Word, stretches};

mod attribution;
mod quantity;
mod quotation;

/// A kind of thing to check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum SignalKind {
    /// A number of substance: no year, no name (`COVID-19`), no label.
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
    /// "According to X".
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
    pub text: String,
    /// `[start, end)` in the sentence, in Unicode scalars.
    pub at: [u32; 2],
}

/// All signals of a sentence, in order.
pub(super) fn find_signals(text: &str, script: Script) -> Vec<Signal> {
    let quotations = quotation::find(text).map(|range| (SignalKind::Quotation, range));
    let mut found: Vec<SignalSpan> = quotations.collect();
    match script {
        Script::Latin => stretches(text, |words, own| {
            found.extend(quantity::spaced(text, words, own.clone()));
            found.extend(superlatives(words, own.clone()));
            found.extend(attribution::english(words, own));
        }),
        Script::Cyrillic | Script::Other => {
            stretches(text, |words, own| found.extend(quantity::spaced(text, words, own)));
        }
        Script::Han => {
            found.extend(quantity::dense(text));
            found.extend(attribution::chinese(text));
        }
        Script::Kana => found.extend(quantity::dense(text)),
        Script::Hangul | Script::Arabic => {}
    }
    found.sort_by_key(|(kind, range)| (range.start, range.end, *kind));
    placed(text, found)
}

/// A kind, and its bytes in the sentence.
type SignalSpan = (SignalKind, Range<usize>);

/// What was found, which is in order, with its place in characters: counted on from one to the next, so
/// that a sentence of a megabyte is gone through once.
fn placed(text: &str, found: Vec<SignalSpan>) -> Vec<Signal> {
    let (mut byte, mut first) = (0, 0);
    let signal = |(kind, range): SignalSpan| {
        first += text[byte..range.start].chars().count() as u32;
        byte = range.start;
        let inside = &text[range];
        let at = [first, first + inside.chars().count() as u32];
        Signal { kind, text: inside.to_owned(), at }
    };
    found.into_iter().map(signal).collect()
}

/// Superlatives that follow "the": without it "first" is an order, and "most" a share.
const SUPERLATIVES: [&str; 26] = [
    "best",
    "biggest",
    "cheapest",
    "deadliest",
    "earliest",
    "fastest",
    "first",
    "fewest",
    "greatest",
    "highest",
    "largest",
    "last",
    "least",
    "longest",
    "lowest",
    "newest",
    "oldest",
    "only",
    "poorest",
    "richest",
    "safest",
    "shortest",
    "smallest",
    "strongest",
    "worst",
    "youngest",
];

/// Words before "the last" that make it the previous one: since the last visit, in the last war.
const OF_TIME: [&str; 14] = [
    "after", "at", "before", "by", "during", "for", "from", "in", "on", "over", "since", "through",
    "until", "within",
];

/// Words after "the last" that make it the previous one: what comes again and again.
const RECURRING: [&str; 32] = [
    "autumn",
    "century",
    "chapter",
    "day",
    "days",
    "edition",
    "election",
    "elections",
    "episode",
    "hour",
    "hours",
    "issue",
    "meeting",
    "minute",
    "minutes",
    "month",
    "months",
    "night",
    "page",
    "paragraph",
    "quarter",
    "round",
    "season",
    "section",
    "session",
    "spring",
    "summer",
    "visit",
    "week",
    "weekend",
    "weeks",
    "winter",
];

fn superlatives(words: &[Word], own: Range<usize>) -> impl Iterator<Item = SignalSpan> + '_ {
    own.filter_map(|at| {
        let [before, word, after, ..] = &words[at..] else { return None };
        let preposition = at.checked_sub(1).map(|at| words[at].lower.as_str());
        let is_previous = word.lower == "last"
            && (RECURRING.contains(&after.lower.as_str())
                || preposition.is_some_and(|word| OF_TIME.contains(&word)));
        let after_the = matches!(before.lower.as_str(), "the" | "world's" | "country's");
        // "The first time", "the last year", "the best way" are idioms or orders.
        let idiom = matches!(
            after.lower.as_str(),
            "time"
                | "step"
                | "place"
                | "thing"
                | "way"
                | "few"
                | "part"
                | "half"
                | "two"
                | "three"
                | "year"
                | "years"
                | "decade"
                | "decades"
                | "one"
                | "and"
                | "of"
                | "to"
                | "is"
        );
        (after_the && !idiom && !is_previous && SUPERLATIVES.contains(&word.lower.as_str()))
            .then_some((SignalKind::Superlative, before.start..after.end))
    })
}
