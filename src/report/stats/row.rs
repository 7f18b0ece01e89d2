//! One row: a group of articles, measured by one column.

use serde::Serialize;

use super::ComparisonCells;
use crate::corpus::Facet;
use crate::link::redact::redact_text;
use crate::report::format::{count, fixed, percent};
use crate::stats::{Chao1, Intervals, MIN_INDEX_CITATIONS, Measures};

/// The columns that people see.
pub(super) const HEAD: [&str; 11] = [
    "facet", "n", "richness", "hill1", "95%", "hill2", "shannon", "pielou", "gini", "top",
    "coverage",
];

/// A group of articles, measured by one column; one object of the JSON array.
#[derive(Debug, Clone, Serialize)]
pub struct StatsRow {
    /// The name of the group, without secrets.
    pub group: String,
    /// The column.
    pub facet: Facet,
    /// What was measured.
    #[serde(flatten)]
    pub measures: Measures,
    /// The intervals of the measures.
    #[serde(flatten)]
    pub intervals: Intervals,
    /// Estimates that are shown only where they are asked for.
    #[serde(flatten)]
    pub chao1: Option<Chao1>,
    /// The group beside the others; `None`, and absent from JSON and CSV, where there are no groups.
    #[serde(flatten)]
    pub beside: Option<ComparisonCells>,
}

impl StatsRow {
    /// A row of measures alone. Names of groups come from documents and may be addresses, so their secrets go
    /// here.
    pub fn new(group: &str, facet: Facet, measures: Measures, intervals: Intervals) -> Self {
        Self {
            group: redact_text(group).into_owned(),
            facet,
            measures,
            intervals,
            chao1: None,
            beside: None,
        }
    }

    /// The values below [`HEAD`]; a dash where one is undefined or would say nothing.
    pub(super) fn cells(&self) -> Vec<String> {
        let m = &self.measures;
        let known = |value: Option<f64>| value.filter(|_| m.n >= MIN_INDEX_CITATIONS);
        let number = |value: Option<f64>, decimals| {
            known(value).map_or_else(|| "-".to_owned(), |value| fixed(value, decimals))
        };
        let share = |value: Option<f64>| known(value).map_or_else(|| "-".to_owned(), percent);
        let interval = self.intervals.hill1.filter(|_| m.n >= MIN_INDEX_CITATIONS);
        let interval =
            interval.map(|ends| format!("{}-{}", fixed(ends.low, 1), fixed(ends.high, 1)));
        vec![
            self.facet.name().to_owned(),
            count(m.n),
            count(m.richness),
            number(m.hill1, 1),
            interval.unwrap_or_else(|| "-".to_owned()),
            number(m.hill2, 1),
            number(m.shannon, 2),
            number(m.pielou, 2),
            number(m.gini, 2),
            share(m.berger_parker),
            share(m.coverage),
        ]
    }
}

/// What is to be said of rows without indices; `None` where every row has them.
pub(super) fn few_citations(rows: &[StatsRow]) -> Option<String> {
    let few = rows.iter().any(|row| row.measures.n < MIN_INDEX_CITATIONS);
    few.then(|| {
        format!(
            "Below {MIN_INDEX_CITATIONS} citations, indices are left out, because they would mean little."
        )
    })
}
