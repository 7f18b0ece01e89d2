//! Months, with the day and the year beside them.

use std::ops::Range;

use super::numeral::{Numeral, NumeralForm};
use super::reading::SentenceReading;
use super::{SignalDetail, SignalKind, SignalSpan};
use crate::claims::lexicon::{WordClass, WordHit};

/// What may stand between a day or year and its month.
const BETWEEN: [&str; 12] =
    ["", " ", ". ", ".", "er ", "º ", "st ", "th ", "nd ", "rd ", " de ", " of "];

/// The months of a sentence.
pub(super) fn find(reading: &SentenceReading<'_>) -> Vec<SignalSpan> {
    let sure =
        reading.of(WordClass::Month).map(|hit| around(reading, hit).unwrap_or(hit.start..hit.end));
    let unsure = reading.of(WordClass::MonthUnsure).filter_map(|hit| {
        let dated = || reading.hit_before(hit.start, WordClass::DateBefore).is_some();
        around(reading, hit).or_else(|| dated().then_some(hit.start..hit.end))
    });
    let spans = sure.chain(unsure);
    spans.map(|range| SignalSpan::new(SignalKind::Date, range, SignalDetail::default())).collect()
}

/// A month with the number beside it, if there is one.
fn around(reading: &SentenceReading<'_>, hit: &WordHit) -> Option<Range<usize>> {
    let next = reading.numerals.partition_point(|numeral| numeral.range.start < hit.end);
    let is_near = |between: &str| BETWEEN.contains(&between) || between == ", ";
    let is_day = |numeral: &&Numeral| {
        numeral.form == NumeralForm::Plain && (1.0..2200.0).contains(&numeral.value)
    };
    let after = reading
        .numerals
        .get(next)
        .filter(is_day)
        .filter(|numeral| is_near(&reading.lower[hit.end..numeral.range.start]));
    let before = next.checked_sub(1).map(|at| &reading.numerals[at]).filter(is_day);
    let before = before.filter(|numeral| {
        numeral.range.end <= hit.start && is_near(&reading.lower[numeral.range.end..hit.start])
    });
    (after.is_some() || before.is_some()).then(|| {
        let start = before.map_or(hit.start, |numeral| numeral.range.start);
        start..after.map_or(hit.end, |numeral| numeral.range.end)
    })
}
