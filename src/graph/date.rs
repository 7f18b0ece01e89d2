//! Dates of articles on the axis of time: spans, and the earliest and latest of many.

use jiff::civil::Date;

use crate::article::StatedDate;

/// The earliest and the latest of these dates, as stated.
///
/// Of dates that begin (or end) on one day the more precise is kept. What is no date is ignored.
pub fn range<'a>(stated: impl Iterator<Item = &'a str>) -> (Option<String>, Option<String>) {
    let dates: Vec<_> = stated.filter_map(|text| Some((StatedDate::parse(text)?, text))).collect();
    let first = dates.iter().min();
    let last = dates.iter().max_by_key(|(date, text)| (date.last_day(), date.first_day(), *text));
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
        let day = |text: Option<&str>| {
            text.map(|text| StatedDate::parse(text).ok_or(())).transpose().ok()
        };
        Some(Self {
            from: day(from)?.map(StatedDate::first_day),
            to: day(to)?.map(StatedDate::last_day),
        })
    }

    /// The part of this time that is between two days, both included.
    pub(super) fn within(&self, first: Date, last: Date) -> Self {
        Self { from: self.from.max(Some(first)), to: self.to.into_iter().chain([last]).min() }
    }

    /// Whether the first day that a stated date can mean is in this time, so that of two times side
    /// by side one holds it. What has no date is in no time but the open one.
    pub fn holds(&self, stated: Option<&str>) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let day = stated.and_then(StatedDate::parse).map(StatedDate::first_day);
        day.is_some_and(|day| {
            self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
        })
    }
}

/// Distinct dates, the first to begin first, and the same, the first to end first: the order in which
/// [`range`] prefers them. What is no date is left out.
pub(super) fn orders<'a>(stated: impl Iterator<Item = &'a str>) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut dates: Vec<_> =
        stated.filter_map(|text| Some((StatedDate::parse(text)?, text))).collect();
    dates.sort_unstable();
    dates.dedup();
    let earliest = dates.iter().map(|(_, text)| *text).collect();
    dates.sort_unstable_by_key(|(date, text)| (date.last_day(), date.first_day(), *text));
    (earliest, dates.iter().map(|(_, text)| *text).collect())
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
        assert_eq!(range(["-123", "--------"].into_iter()), (None, None));
    }
}
