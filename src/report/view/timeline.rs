//! Articles and citations by the date of the article.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Periods;
use crate::corpus::Selection;
use crate::corpus::table::CitationTable;

/// How many articles, and how many counted citations in them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PeriodTally {
    /// Articles.
    pub articles: u64,
    /// Counted citations in these articles.
    pub citations: u64,
}

/// One period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PeriodRow {
    /// Its name in full: `2021-03`, `2021`, or `2020 – 2029`.
    pub name: String,
    /// The name in short: a month, or the first year.
    pub short: String,
    /// What falls into it.
    #[serde(flatten)]
    pub tally: PeriodTally,
}

/// Periods of equal length without a gap, from the first date to the last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Timeline {
    /// What a period is: `month`, `year`, or `10 years`; `None` where no article has a date.
    pub unit: Option<String>,
    /// The periods in their order.
    pub periods: Vec<PeriodRow>,
    /// Articles without a date.
    pub undated: PeriodTally,
}

impl Timeline {
    /// The periods of a corpus.
    pub(super) fn new(table: &CitationTable, selection: &Selection) -> Self {
        let dates = table.articles().iter().filter_map(|article| article.published());
        let periods = Periods::from_dates(dates);
        let length = periods.as_ref().map_or(0, |periods| periods.length);
        let mut tallies = vec![PeriodTally::default(); length];
        let mut undated = PeriodTally::default();
        for article in table.articles() {
            let index = periods.as_ref().and_then(|periods| periods.index_of(article.published()));
            let tally = index.and_then(|at| tallies.get_mut(at)).unwrap_or(&mut undated);
            tally.articles += 1;
            tally.citations += table.counted_of(article, selection).count() as u64;
        }
        let Some(periods) = periods else {
            return Self { undated, ..Self::default() };
        };
        let row =
            |(at, tally)| PeriodRow { name: periods.full_name(at), short: periods.name(at), tally };
        let rows = tallies.into_iter().enumerate().map(row).collect();
        Self { unit: Some(periods.unit()), periods: rows, undated }
    }
}
