//! Dates as articles state them: `YYYY-MM-DD`, or only `YYYY-MM` or `YYYY`.
//!
//! Gephi reads full days only, so a coarser date is completed to compare and to place it in time,
//! and kept as stated wherever it is shown.

use std::collections::BTreeSet;

use jiff::civil::Date;

/// The first day that a stated date can mean; `None` where it is no date.
///
/// ```
/// use citegraph::graph::date::first_day;
/// assert_eq!(first_day("2021-05").as_deref(), Some("2021-05-01"));
/// assert_eq!(first_day("May 2021"), None);
/// ```
pub fn first_day(stated: &str) -> Option<String> {
    parse(stated).map(|(day, _)| day.to_string())
}

/// The last day that a stated date can mean; `None` where it is no date.
pub fn last_day(stated: &str) -> Option<String> {
    parse(stated).map(|(_, day)| day.to_string())
}

/// The earliest and the latest of these dates, as stated.
///
/// Of dates that begin (or end) on one day the more precise is kept. What is no date is ignored.
pub fn range<'a>(stated: impl Iterator<Item = &'a str>) -> (Option<String>, Option<String>) {
    let dates: Vec<_> = stated.filter_map(|text| Some((parse(text)?, text))).collect();
    let first = dates.iter().min_by_key(|((first, last), text)| (*first, *last, *text));
    let last = dates.iter().max_by_key(|((first, last), text)| (*last, *first, *text));
    (first.map(|(_, text)| (*text).to_owned()), last.map(|(_, text)| (*text).to_owned()))
}

/// A time from one day to another, both included; open where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateSpan {
    from: Option<Date>,
    to: Option<Date>,
}

impl DateSpan {
    /// A time by two stated dates, of which a coarse one is meant whole: from its first day, to its
    /// last. `None` where one is no date.
    ///
    /// ```
    /// use citegraph::graph::date::DateSpan;
    /// let span = DateSpan::new(Some("2021"), Some("2021-05")).expect("two dates");
    /// assert!(span.holds(Some("2021-05-31")) && span.holds(Some("2021")));
    /// assert!(!span.holds(Some("2021-06")) && !span.holds(None));
    /// assert!(DateSpan::default().holds(None));
    /// ```
    pub fn new(from: Option<&str>, to: Option<&str>) -> Option<Self> {
        let from = from.map(|text| parse(text).ok_or(()).map(|days| days.0)).transpose().ok()?;
        let to = to.map(|text| parse(text).ok_or(()).map(|days| days.1)).transpose().ok()?;
        Some(Self { from, to })
    }

    /// The part of this time that is in a year.
    pub(super) fn within(&self, year: i16) -> Self {
        let (first, last) = (Date::new(year, 1, 1).ok(), Date::new(year, 12, 31).ok());
        Self { from: self.from.max(first), to: self.to.into_iter().chain(last).min() }
    }

    /// Whether the first day that a stated date can mean is in this time, so that of two times side
    /// by side one holds it. What has no date is in no time but the open one.
    pub fn holds(&self, stated: Option<&str>) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let day = stated.and_then(parse).map(|(first, _)| first);
        day.is_some_and(|day| {
            self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
        })
    }
}

/// The years in which stated dates begin, each once, in order.
pub(super) fn years<'a>(stated: impl Iterator<Item = &'a str>) -> BTreeSet<i16> {
    stated.filter_map(parse).map(|(first, _)| first.year()).collect()
}

/// Distinct dates, the first to begin first, and the same, the first to end first: the order in which
/// [`range`] prefers them. What is no date is left out.
pub(super) fn orders<'a>(stated: impl Iterator<Item = &'a str>) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut dates: Vec<_> = stated.filter_map(|text| Some((parse(text)?, text))).collect();
    dates.sort_unstable();
    dates.dedup();
    let earliest = dates.iter().map(|(_, text)| *text).collect();
    dates.sort_unstable_by_key(|((first, last), text)| (*last, *first, *text));
    (earliest, dates.iter().map(|(_, text)| *text).collect())
}

/// The first and last day that a stated date can mean.
fn parse(stated: &str) -> Option<(Date, Date)> {
    let parts: Vec<&str> = stated.split('-').collect();
    let widths = parts.iter().map(|part| part.len());
    let digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if !digits || parts.len() > 3 || !widths.eq([4, 2, 2].into_iter().take(parts.len())) {
        return None;
    }
    let part = |at: usize| parts.get(at).map_or(Some(1), |part| part.parse::<i8>().ok());
    let year = parts[0].parse().ok()?;
    let first = Date::new(year, part(1)?, part(2)?).ok()?;
    let last = match parts.len() {
        1 => first.last_of_year(),
        2 => first.last_of_month(),
        _ => first,
    };
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coarse_dates_are_completed_and_kept_as_stated() {
        let dates = ["2021-05", "2021-05-01", "2020", "nonsense", "2021-02-30"];
        let (first, last) = range(dates.into_iter());
        assert_eq!(first.as_deref(), Some("2020"));
        assert_eq!(last.as_deref(), Some("2021-05"), "it may mean the 31st");
        assert_eq!(first_day("2020").as_deref(), Some("2020-01-01"));
        assert_eq!(range(["-123", "--------"].into_iter()), (None, None));
    }
}
