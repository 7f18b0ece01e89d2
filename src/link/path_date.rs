//! Dates in the paths of addresses.

use jiff::civil::Date;
use url::Url;

/// English names of months, as far as addresses have them.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A full date of the web's years, as `YYYY-MM-DD`, from its parts in digits.
pub(crate) fn full_day(year: &str, month: &str, day: &str) -> Option<String> {
    let number = |text: &str, length: usize| -> Option<i16> {
        let digits = text.len() <= length && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits && !text.is_empty())
    };
    let year = number(year, 4).filter(|year| (1990..2100).contains(year))?;
    let (month, day) = (number(month, 2)?.try_into().ok()?, number(day, 2)?.try_into().ok()?);
    Some(Date::new(year, month, day).ok()?.to_string())
}

/// The day that the path of an address is dated: `/2022/03/22/`, `/2022/mar/22/`, `/2022-03/22/`, `/2022/0322/`,
/// `/2022-03-22-slug`, `/20220322/`. `None` for a month or a year alone, and for numbers that go on.
///
/// A number of eight digits counts as a whole segment only: elsewhere it is as often an identifier.
pub(crate) fn day_in_path(url: &Url) -> Option<String> {
    let segments: Vec<&str> = url.path_segments()?.collect();
    let spread = segments.windows(3).find_map(|three| {
        let month = three[1].get(..3).map(str::to_ascii_lowercase).filter(|_| three[1].is_ascii());
        let named = month.and_then(|month| MONTHS.iter().position(|known| *known == month));
        let named = named.map(|at| (at + 1).to_string());
        full_day(three[0], named.as_deref().unwrap_or(three[1]), three[2])
    });
    let paired = || {
        segments.windows(2).find_map(|two| match two[0].split_once('-') {
            Some((year, month)) => full_day(year, month, two[1]),
            None if two[1].len() == 4 => full_day(two[0], two[1].get(..2)?, two[1].get(2..)?),
            None => None,
        })
    };
    let single = |segment: &&str| {
        if segment.len() == 8 {
            return full_day(segment.get(..4)?, segment.get(4..6)?, segment.get(6..)?);
        }
        let head = segment.get(..10)?;
        let ends = segment.as_bytes().get(10).is_none_or(|byte| !byte.is_ascii_digit());
        let mut parts = head.split(['-', '_']);
        full_day(parts.next()?, parts.next()?, parts.next()?).filter(|_| ends)
    };
    spread.or_else(paired).or_else(|| segments.iter().find_map(single))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_paths() {
        let day =
            |path: &str| day_in_path(&Url::parse(&format!("https://a.example{path}")).unwrap());
        for path in [
            "/2022/03/22/bread",
            "/2022/3/22/",
            "/2022/mar/22/bread",
            "/a/2022-03/22/content_1.htm",
            "/2022/0322/c1-2.html",
            "/blog/2022-03-22-bread.html",
            "/20220322/bread",
        ] {
            assert_eq!(day(path).as_deref(), Some("2022-03-22"), "{path}");
        }
        for path in [
            "/",
            "/2022/03/",
            "/2022/03/bread",
            "/2022-03-221",
            "/20220322123/",
            "/2022/13/22/",
            "/2022/march-of-time/22x",
            "/art20220322.html",
            "/1889/03/22/",
            "/report-2022-03-22",
        ] {
            assert_eq!(day(path), None, "{path}");
        }
    }
}
