//! The share of dead links by the age of the articles that cite them.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CitedLink;
use crate::check::verdict::LinkState;
use crate::report::MIN_INDEX_CITATIONS;
use crate::stats::{Interval, wilson};

/// Where classes begin, in whole years.
const CLASSES: [u32; 7] = [0, 1, 2, 3, 5, 10, 15];

/// Links of one age class: the age is that of the earliest article that cites the link.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgeRow {
    /// The least age in whole years.
    pub from: u32,
    /// The first age above the class; `None` for the oldest class.
    pub until: Option<u32>,
    /// Checked links.
    pub checked: u64,
    /// How many of the checked links are dead.
    pub dead: u64,
    /// `dead` divided by `checked`; 0 to 1. `None` below [`MIN_INDEX_CITATIONS`] links.
    pub dead_share: Option<f64>,
    /// Wilson's interval of 95 % of that share, which takes links for independent of each other; links of
    /// one host die together more often. `None` below [`MIN_INDEX_CITATIONS`] links.
    #[serde(flatten)]
    pub interval: Option<Interval>,
}

/// A row for each class up to the oldest that has a link, and how many links have no date.
pub(super) fn rows<'a, 'b: 'a>(
    links: impl Iterator<Item = &'a CitedLink<'b>>,
    today: Date,
) -> (Vec<AgeRow>, u64) {
    let mut counts = [AgeCounts::default(); CLASSES.len()];
    let mut undated = 0;
    for link in links.filter(|link| link.is_checked()) {
        let Some(first) = link.first else {
            undated += 1;
            continue;
        };
        let class = CLASSES.partition_point(|from| *from <= years(first, today)) - 1;
        counts[class].checked += 1;
        counts[class].dead += u64::from(link.verdict() == LinkState::Dead);
    }
    let used = counts.iter().rposition(|class| class.checked > 0).map_or(0, |last| last + 1);
    ((0..used).map(|class| row(class, counts[class])).collect(), undated)
}

/// Links of one class.
#[derive(Clone, Copy, Default)]
struct AgeCounts {
    checked: u64,
    dead: u64,
}

/// The row of a class, by its index in [`CLASSES`].
fn row(class: usize, counts: AgeCounts) -> AgeRow {
    let AgeCounts { checked, dead } = counts;
    let enough = checked >= MIN_INDEX_CITATIONS;
    AgeRow {
        from: CLASSES[class],
        until: CLASSES.get(class + 1).copied(),
        checked,
        dead,
        dead_share: enough.then(|| dead as f64 / checked as f64),
        interval: wilson(dead, checked).filter(|_| enough),
    }
}

/// Whole years between two days, by the calendar.
fn years(first: Date, today: Date) -> u32 {
    let day = |date: Date| (date.month(), date.day());
    let years = today.year() - first.year() - i16::from(day(today) < day(first));
    u32::try_from(years).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn years_are_those_of_birthdays() {
        let born = date(2020, 2, 29);
        let ages = [date(2020, 3, 1), date(2021, 2, 28), date(2021, 3, 1), date(2036, 2, 29)];
        assert_eq!(ages.map(|day| years(born, day)), [0, 0, 1, 16]);
    }

    #[test]
    fn few_links_have_no_share() {
        assert_eq!(row(0, AgeCounts { checked: 9, dead: 9 }).dead_share, None);
        let ten = row(0, AgeCounts { checked: 10, dead: 3 });
        assert_eq!(ten.dead_share, Some(0.3));
        assert!(ten.interval.unwrap().low < 0.3);
    }
}
