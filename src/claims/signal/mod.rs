//! What in a sentence a checker would check: numbers, money, dates, quotations, superlatives …

use std::ops::Range;

use serde::Serialize;

use super::script::Script;
use super::words::{Word, words};

mod attribution;
mod quantity;
mod quotation;

/// A kind of thing to check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
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

impl Kind {
    /// The word used in JSON and in sheets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Date => "date",
            Self::Quotation => "quotation",
            Self::Superlative => "superlative",
            Self::PluralAttribution => "plural-attribution",
            Self::Attribution => "attribution",
        }
    }
}

/// One thing to check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// What it is.
    pub kind: Kind,
    /// Its words.
    pub text: String,
    /// `[start, end)` in the sentence, in Unicode scalars.
    pub at: [u32; 2],
}

/// All signals of a sentence, in order.
pub(super) fn of(text: &str, script: Script) -> Vec<Signal> {
    let spaced = words(text);
    let mut found = quantity::find(text, &spaced, script);
    found.extend(quotation::find(text).into_iter().map(|range| (Kind::Quotation, range)));
    match script {
        Script::Latin => {
            found.extend(superlatives(&spaced));
            found.extend(attribution::english(&spaced));
        }
        Script::Han => found.extend(attribution::chinese(text)),
        _ => {}
    }
    found.sort_by_key(|(kind, range)| (range.start, range.end, *kind));
    found.into_iter().map(|(kind, range)| signal(text, kind, range)).collect()
}

/// A kind, and its bytes in the sentence.
type Found = (Kind, Range<usize>);

fn signal(text: &str, kind: Kind, range: Range<usize>) -> Signal {
    let before = text[..range.start].chars().count() as u32;
    let inside = &text[range];
    let at = [before, before + inside.chars().count() as u32];
    Signal { kind, text: inside.to_owned(), at }
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

fn superlatives(words: &[Word]) -> impl Iterator<Item = Found> + '_ {
    words.windows(3).filter_map(|three| {
        let [before, word, after] = three else { return None };
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
        (after_the && !idiom && SUPERLATIVES.contains(&word.lower.as_str()))
            .then_some((Kind::Superlative, before.start..after.end))
    })
}
