//! When a work was published, as far as its address says.

use crate::article::Link;
use crate::corpus::key;
use crate::source::path_of;

/// A day, a month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssuedDate {
    /// The year.
    pub year: i16,
    /// From 1.
    pub month: Option<i8>,
    /// From 1.
    pub day: Option<i8>,
}

impl IssuedDate {
    /// `2020`, `2020-02` or `2020-02-10`.
    pub fn to_iso(self) -> String {
        let two = |number: Option<i8>| number.map_or_else(String::new, |it| format!("-{it:02}"));
        format!("{:04}{}{}", self.year, two(self.month), two(self.day))
    }

    /// The day, or the month where `day` is no number of a day.
    fn of(year: &str, month: &str, day: &str) -> Option<Self> {
        let year: i16 = number(year, 4..=4)?;
        let month = month_of(month)?;
        let start = jiff::civil::Date::new(year, month, 1).ok()?;
        let recent = (1990..2100).contains(&year);
        let day = number::<i8>(day, 1..=2).filter(|day| (1..=start.days_in_month()).contains(day));
        recent.then_some(Self { year, month: Some(month), day })
    }
}

/// A number of so many digits.
fn number<T: std::str::FromStr>(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<T> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    (plain && digits.contains(&text.len())).then(|| text.parse().ok())?
}

/// A month by its number or the beginning of its English name, as in `/2021/mar/04/`.
fn month_of(text: &str) -> Option<i8> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let named = || Some(NAMES.iter().position(|name| *name == text)? as i8 + 1);
    number(text, 1..=2).filter(|month| (1..=12).contains(month)).or_else(named)
}

/// Works whose addresses are dated as pages are; elsewhere such numbers are those of volumes and acts.
const DATED: [&str; 16] = [
    "",
    "abc-au",
    "ap",
    "bbc",
    "businesswire",
    "cbc",
    "heise",
    "lemonde",
    "naver",
    "npr",
    "nzz",
    "reuters",
    "spiegel",
    "us-fr-doc",
    "wapo",
    "welt",
];

/// When a work was published: by its number in arXiv, else by the day in its address. A copy in an archive
/// is dated by the address that it is a copy of.
pub(super) fn date_of_issue(link: &Link, scheme: &str, id: &str) -> Option<IssuedDate> {
    if scheme == "arxiv" {
        // Since April 2007: year and month, a stop, a number.
        let (digits, _) = id.split_once('.')?;
        let (year, month) = digits.split_at_checked(2)?;
        return IssuedDate::of(&format!("20{year}"), month, "");
    }
    if !DATED.contains(&scheme) {
        return None;
    }
    in_path(path_of(key(link)))
}

/// `/2020/02/10/`, `/2021/mar/04/`, `2020-02-10-title`; year and month alone only before words.
fn in_path(path: &str) -> Option<IssuedDate> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let spread = || {
        segments.windows(3).find_map(|three| {
            let [year, month, day] = three else { return None };
            let date = IssuedDate::of(year, month, day)?;
            let is_words = !day.starts_with(|c: char| c.is_ascii_digit());
            (date.day.is_some() || is_words).then_some(date)
        })
    };
    let joined = || {
        segments.iter().find_map(|segment| {
            let head = segment.get(..10)?;
            let ends = segment.as_bytes().get(10).is_none_or(|byte| !byte.is_ascii_digit());
            let mut parts = head.split('-');
            let date = IssuedDate::of(parts.next()?, parts.next()?, parts.next()?)?;
            (ends && date.day.is_some()).then_some(date)
        })
    };
    spread().or_else(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_addresses() {
        for (path, date) in [
            ("/2020/02/10/us/dams-safety.html", "2020-02-10"),
            ("/environment/2021/mar/04/dam-removal", "2021-03-04"),
            ("/economie/article/2019/05/07/dans-ses_5459325_3234.html", "2019-05-07"),
            ("/news/2020-02-10-a-title", "2020-02-10"),
            ("/2020/02/a-title", "2020-02"),
        ] {
            assert_eq!(in_path(path).map(IssuedDate::to_iso).as_deref(), Some(date), "{path}");
        }
        for path in [
            "/eli/reg/2016/679/oj",
            "/2020/13/01/a",
            "/2020/02/30",
            "/2020/report",
            "/a/2020-02-301",
        ] {
            assert_eq!(in_path(path), None, "{path}");
        }
    }
}
