//! Dates as articles state them: `YYYY-MM-DD`, or only `YYYY-MM` or `YYYY`.
//!
//! Gephi reads full days only, so a coarser date is completed to compare and to place it in time,
//! and kept as stated wherever it is shown.

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

/// The earliest and the latest of these dates, as stated.
///
/// Of dates that begin (or end) on one day the more precise is kept. What is no date is ignored.
pub fn range<'a>(stated: impl Iterator<Item = &'a str>) -> (Option<String>, Option<String>) {
    let dates: Vec<_> = stated.filter_map(|text| Some((parse(text)?, text))).collect();
    let first = dates.iter().min_by_key(|((first, last), text)| (*first, *last, *text));
    let last = dates.iter().max_by_key(|((first, last), text)| (*last, *first, *text));
    (first.map(|(_, text)| (*text).to_owned()), last.map(|(_, text)| (*text).to_owned()))
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
