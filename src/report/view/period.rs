//! Articles by the time of their date: months, years, or some years together, so that a chart has few.

use jiff::civil::Date;

use crate::article::StatedDate;

/// Periods in a chart at most.
const MAX_PERIODS: i64 = 40;

/// More months than this are shown as years.
const MAX_MONTHS: i64 = 30;

/// Years that may be put together.
const YEARS: [i64; 10] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/// Periods of equal length without a gap, from the first that an article is of to the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Periods {
    /// Months or years.
    unit: PeriodUnit,
    /// The number of the first period.
    first: i64,
    /// How many there are.
    pub(in crate::report) length: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PeriodUnit {
    Months,
    Years(i64),
}

impl Periods {
    /// Those of some dates as stated; `None` where none of them is a date.
    pub(in crate::report) fn from_dates<'a>(stated: impl Iterator<Item = &'a str>) -> Option<Self> {
        let days: Vec<(Date, bool)> = stated.filter_map(day).collect();
        let coarse = days.iter().any(|(_, coarse)| *coarse);
        let days = days.iter().map(|(day, _)| *day);
        let (first, last) = (days.clone().min()?, days.max()?);
        let months = PeriodUnit::Months.of(last) - PeriodUnit::Months.of(first) + 1;
        let years =
            |step: i64| PeriodUnit::Years(step).of(last) - PeriodUnit::Years(step).of(first) + 1;
        // A year alone says no month.
        let unit = if months <= MAX_MONTHS && !coarse {
            PeriodUnit::Months
        } else {
            let fits = YEARS.into_iter().find(|step| years(*step) <= MAX_PERIODS);
            PeriodUnit::Years(fits.unwrap_or(1000))
        };
        let length = unit.of(last) - unit.of(first) + 1;
        Some(Self { unit, first: unit.of(first), length: length as usize })
    }

    /// The period of a date as stated, from 0; `None` where it is no date.
    pub(in crate::report) fn index_of(&self, stated: Option<&str>) -> Option<usize> {
        let (day, _) = day(stated?)?;
        usize::try_from(self.unit.of(day) - self.first).ok()
    }

    /// What a period is called, in short: a month, or its first year.
    pub(in crate::report) fn name(&self, at: usize) -> String {
        let number = self.first + at as i64;
        match self.unit {
            PeriodUnit::Months => {
                format!("{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1)
            }
            PeriodUnit::Years(step) => (number * step).to_string(),
        }
    }

    /// The same in full: from the first year to the last.
    pub(in crate::report) fn full_name(&self, at: usize) -> String {
        match self.unit {
            PeriodUnit::Years(step) if step > 1 => {
                let first = (self.first + at as i64) * step;
                format!("{first} – {}", first + step - 1)
            }
            _ => self.name(at),
        }
    }

    /// What the periods are, for a title.
    pub(in crate::report) fn unit(&self) -> String {
        match self.unit {
            PeriodUnit::Months => "month".to_owned(),
            PeriodUnit::Years(1) => "year".to_owned(),
            PeriodUnit::Years(step) => format!("{step} years"),
        }
    }
}

impl PeriodUnit {
    fn of(self, day: Date) -> i64 {
        let year = i64::from(day.year());
        match self {
            Self::Months => year * 12 + i64::from(day.month()) - 1,
            Self::Years(step) => year.div_euclid(step),
        }
    }
}

/// The first day that a stated date can mean, and whether it says no more than a year.
fn day(stated: &str) -> Option<(Date, bool)> {
    let date = StatedDate::parse(stated)?;
    Some((date.first_day(), date.is_year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn periods(dates: &[&str]) -> Option<(Vec<String>, Vec<Option<usize>>)> {
        let periods = Periods::from_dates(dates.iter().copied())?;
        let names = (0..periods.length).map(|at| periods.full_name(at)).collect();
        Some((names, dates.iter().map(|date| periods.index_of(Some(*date))).collect()))
    }

    #[test]
    fn few_months_are_months_and_more_are_years() {
        let (names, at) = periods(&["2021-11-05", "2022-01-31", "no date"]).unwrap();
        assert_eq!(names, ["2021-11", "2021-12", "2022-01"]);
        assert_eq!(at, [Some(0), Some(2), None]);
        let (names, _) = periods(&["2021-11-05", "2022"]).unwrap();
        assert_eq!(names, ["2021", "2022"], "2022 says no month");
        let (names, at) = periods(&["2010-01-01", "2013-05"]).unwrap();
        assert_eq!((names.len(), at), (4, vec![Some(0), Some(3)]));
        assert_eq!(periods(&["soon", ""]), None);
        assert_eq!(periods(&[]), None);
    }

    #[test]
    fn no_date_makes_an_endless_chart() {
        let (names, at) = periods(&["1650-01-01", "2021-01-01"]).unwrap();
        assert_eq!((names.len(), names[0].as_str()), (38, "1650 – 1659"));
        assert_eq!(at, [Some(0), Some(37)]);
        let (names, _) = periods(&["0001-01-01", "9999-12-31"]).unwrap();
        assert!(names.len() <= MAX_PERIODS as usize, "{names:?}");
    }
}
