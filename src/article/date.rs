//! Dates as articles state them: a day, or only a month or a year.

use jiff::civil::Date;

/// A date as stated: `YYYY-MM-DD`, with a time of day that is not looked at, `YYYY-MM` or `YYYY`.
///
/// A coarse date is completed to compare and to place it in time, and kept as stated wherever it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatedDate {
    first: Date,
    last: Date,
}

impl StatedDate {
    /// Reads a stated date; `None` where it is none.
    ///
    /// ```
    /// use citegraph::article::StatedDate;
    /// use jiff::civil::date;
    ///
    /// let month = StatedDate::parse("2021-05").expect("a month");
    /// assert_eq!(month.first_day(), date(2021, 5, 1));
    /// assert_eq!(month.last_day(), date(2021, 5, 31));
    /// let day = StatedDate::parse("2021-05-03T10:00:00Z").expect("a day");
    /// assert_eq!(day.first_day(), date(2021, 5, 3));
    /// assert_eq!(StatedDate::parse("May 2021"), None);
    /// ```
    pub fn parse(stated: &str) -> Option<Self> {
        let day = stated.split_once(['T', 't', ' ']).map_or(stated, |(day, _)| day);
        let parts: Vec<&str> = day.split('-').collect();
        let widths = parts.iter().map(|part| part.len());
        let digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        // Only a whole day has a time.
        let is_whole = parts.len() == 3 || (parts.len() < 3 && day.len() == stated.len());
        if !digits || !is_whole || !widths.eq([4, 2, 2].into_iter().take(parts.len())) {
            return None;
        }
        let part = |at: usize| parts.get(at).map_or(Some(1), |part| part.parse::<i8>().ok());
        let first = Date::new(parts[0].parse().ok()?, part(1)?, part(2)?).ok()?;
        let last = match parts.len() {
            1 => first.last_of_year(),
            2 => first.last_of_month(),
            _ => first,
        };
        Some(Self { first, last })
    }

    /// The first day that it can mean.
    pub fn first_day(self) -> Date {
        self.first
    }

    /// The last day that it can mean.
    pub fn last_day(self) -> Date {
        self.last
    }

    /// Whether it says the year alone.
    pub fn is_year(self) -> bool {
        self.last == self.first.last_of_year() && self.first == self.first.first_of_year()
    }

    /// Whether it says the day.
    pub fn is_day(self) -> bool {
        self.first == self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_date() {
        let texts = [
            "",
            "-123",
            "--------",
            "2021-02-30",
            "2021-5",
            "21-05-03",
            "2021T10:00",
            "2021-05-03x",
            "+021",
        ];
        for text in texts {
            assert_eq!(StatedDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn how_much_is_said() {
        let said = |text| StatedDate::parse(text).map(|date| (date.is_year(), date.is_day()));
        assert_eq!(said("2021"), Some((true, false)));
        assert_eq!(said("2021-01"), Some((false, false)));
        assert_eq!(said("2021-12-31 23:59"), Some((false, true)));
    }
}
