//! Dates of publication as documents write them.

use jiff::civil::Date;

/// English month names, as far as three letters tell them apart.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a date as `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` where no more is said. Times are dropped, and
/// the day is the one written, whatever its time zone. `None` where there is no date.
///
/// Reads ISO 8601 with `-`, `/`, `.` or nothing between the numbers, `2 January 2020`,
/// `January 2, 2020`, and the dates of mail (`Thu, 02 Jan 2020 …`).
pub(crate) fn read(text: &str) -> Option<String> {
    let text = text.trim();
    numeric(text).or_else(|| worded(text))
}

fn numeric(text: &str) -> Option<String> {
    let digits = |from: usize, length: usize| {
        let part = text.get(from..from + length)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i16>().ok()).flatten()
    };
    let year = digits(0, 4).filter(|year| (1500..=2999).contains(year))?;
    let rest = &text[4..];
    if rest.is_empty() {
        return Some(format!("{year:04}"));
    }
    if let (Some(month), Some(day)) = (digits(4, 2), digits(6, 2)) {
        return day_of(year, month, day);
    }
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | '年'))?;
    let mut parts = rest[separator.len_utf8()..].split(|c: char| !c.is_ascii_digit());
    let month: i16 = parts.next()?.parse().ok()?;
    match parts.next().and_then(|day| day.parse().ok()) {
        Some(day) => day_of(year, month, day),
        None => (1..=12).contains(&month).then(|| format!("{year:04}-{month:02}")),
    }
}

fn worded(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(6)
        .collect();
    let at = words.iter().position(|word| month_of(word).is_some())?;
    let month = month_of(words[at])?;
    let number =
        |word: Option<&&str>| word?.trim_end_matches(char::is_alphabetic).parse::<i16>().ok();
    let before = at.checked_sub(1).and_then(|before| number(words.get(before)));
    let (day, year) = match (before, number(words.get(at + 1)), number(words.get(at + 2))) {
        (Some(day), Some(year), _) if year > 31 => (day, year),
        (_, Some(day), Some(year)) => (day, year),
        _ => return None,
    };
    day_of(year, month, day)
}

fn month_of(word: &str) -> Option<i16> {
    let start = word.get(..3)?.to_ascii_lowercase();
    MONTHS.iter().position(|month| *month == start).map(|at| at as i16 + 1)
}

fn day_of(year: i16, month: i16, day: i16) -> Option<String> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(date.to_string())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn many_ways_to_write_one_day() {
        for text in [
            "2020-01-02T23:30:00-05:00",
            "2020-01-02 10:00:00 +0800",
            "2020/1/2",
            "20200102",
            "2020年1月2日",
            "January 2, 2020",
            "2nd Jan 2020",
            "Thu, 02 Jan 2020 10:00:00 GMT",
        ] {
            assert_eq!(read(text).as_deref(), Some("2020-01-02"), "{text}");
        }
        assert_eq!(read("2020-05").as_deref(), Some("2020-05"));
        assert_eq!(read("2020").as_deref(), Some("2020"));
    }

    #[test]
    fn what_is_no_date() {
        for text in ["", "2020-13-01", "2020-02-30", "yesterday", "May", "20", "1.2.3"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
