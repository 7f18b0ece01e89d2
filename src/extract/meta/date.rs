//! Dates of publication as documents write them, in the languages of `data/months.tsv`.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::date_words::{DateOrder, DateWord, DateWords};

/// Years that a document can state.
const YEARS: std::ops::RangeInclusive<i16> = 1500..=2999;

/// Years that a line of a page can be dated: before, there were no pages.
const WEB_YEARS: std::ops::RangeInclusive<i16> = 1990..=2099;

/// The longest text in which a date is looked for, in bytes.
const MAX_DATE_TEXT_BYTES: usize = 400;

/// Reads a date as `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` where no more is said. Times are dropped, and
/// the day is the one written, whatever its time zone. `None` where there is no date.
///
/// Reads ISO 8601 with `-`, `/`, `.` or nothing between the numbers, seconds since 1970, and what
/// [`find`] finds. `language` is the tag of the page's.
pub(super) fn read(text: &str, language: Option<&str>) -> Option<String> {
    let text = text.trim();
    numeric(text).or_else(|| from_epoch(text)).or_else(|| {
        let dates = DateText::new(text, language);
        dates.all(&YEARS).into_iter().next().map(|found| found.day)
    })
}

/// A date in a line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundDate {
    /// `YYYY-MM-DD`.
    pub(super) day: String,
    /// Where it stands, in bytes of the text.
    pub(super) range: Range<usize>,
}

/// The full dates of a line, in their order: `3 May 2020`, `May 3, 2020`, `3.5.2020`, `2020年5月3日`. Numbers that
/// could be read as two dates are none.
pub(super) fn find(text: &str, language: Option<&str>) -> Vec<FoundDate> {
    DateText::new(text, language).all(&WEB_YEARS)
}

/// A line with a bar in place of each date.
pub(super) fn without_dates(line: &str, language: Option<&str>) -> String {
    let (mut kept, mut end) = (String::new(), 0);
    for found in find(line, language) {
        kept.push_str(&line[end..found.range.start]);
        kept.push_str(" | ");
        end = found.range.end;
    }
    kept.push_str(&line[end..]);
    kept
}

fn numeric(text: &str) -> Option<String> {
    let digits = |from: usize, length: usize| {
        let part = text.get(from..from + length)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i16>().ok()).flatten()
    };
    let year = digits(0, 4).filter(|year| YEARS.contains(year))?;
    let rest = &text[4..];
    if rest.is_empty() {
        return Some(format!("{year:04}"));
    }
    if let (Some(month), Some(day)) = (digits(4, 2), digits(6, 2)) {
        let is_whole =
            !text[8..].starts_with(|c: char| c.is_ascii_digit()) || digits(8, 4).is_some();
        return day_of(year, month, day).filter(|_| is_whole);
    }
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | '年'))?;
    let mut parts = rest[separator.len_utf8()..].split(|c: char| !c.is_ascii_digit());
    let month: i16 = parts.next()?.parse().ok()?;
    match parts.next().and_then(|day| day.parse().ok()) {
        Some(day) => day_of(year, month, day),
        None => (1..=12).contains(&month).then(|| format!("{year:04}-{month:02}")),
    }
}

/// Seconds or milliseconds since 1970, as programs write them; the day is that of UTC.
fn from_epoch(text: &str) -> Option<String> {
    let number: i64 = text.parse().ok().filter(|_| matches!(text.len(), 10 | 13))?;
    let seconds = if text.len() == 13 { number / 1000 } else { number };
    let date = TimeZone::UTC.to_datetime(Timestamp::from_second(seconds).ok()?).date();
    WEB_YEARS.contains(&date.year()).then(|| date.to_string())
}

/// A text as numbers, words and what stands between them.
struct DateText<'a> {
    text: &'a str,
    tokens: Vec<DateToken>,
    words: DateWords<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lexeme {
    /// A number of so many digits.
    Number(i16, usize),
    /// The name of a month.
    Month(i16),
    /// A word that may stand inside a date, such as `de`; or the ending of an ordinal.
    Filler,
    /// The sign that follows a year, a month or a day in East Asia.
    Sign,
    /// Any other word.
    Other,
}

#[derive(Debug, Clone)]
struct DateToken {
    lexeme: Lexeme,
    range: Range<usize>,
}

impl<'a> DateText<'a> {
    fn new(text: &'a str, language: Option<&'a str>) -> Self {
        let text = &text[..text.floor_char_boundary(MAX_DATE_TEXT_BYTES)];
        let mut dates = Self { text, tokens: Vec::new(), words: DateWords::new(language) };
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            let is_number = digit_of(c).is_some();
            let is_sign = matches!(c, '年' | '月' | '日' | '号' | '號' | '년' | '월' | '일');
            if !is_number && !c.is_alphabetic() {
                continue;
            }
            let mut end = start + c.len_utf8();
            while let Some(&(at, next)) = chars.peek() {
                let same = if is_number {
                    digit_of(next).is_some()
                } else {
                    !is_sign && is_word_char(next)
                };
                if !same {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
            let lexeme = if is_sign { Lexeme::Sign } else { dates.lexeme(start..end, is_number) };
            dates.tokens.push(DateToken { lexeme, range: start..end });
        }
        dates
    }

    fn lexeme(&self, range: Range<usize>, is_number: bool) -> Lexeme {
        let word = &self.text[range];
        if is_number {
            let digits: Vec<u32> = word.chars().filter_map(digit_of).collect();
            let value =
                digits.iter().fold(0_i64, |sum, digit| (sum * 10 + i64::from(*digit)).min(9999));
            return Lexeme::Number(i16::try_from(value).unwrap_or(i16::MAX), digits.len());
        }
        match self.words.meaning(word) {
            DateWord::Month(month) => Lexeme::Month(month),
            DateWord::Filler => Lexeme::Filler,
            DateWord::Other => Lexeme::Other,
        }
    }

    fn all(&self, years: &std::ops::RangeInclusive<i16>) -> Vec<FoundDate> {
        let (mut found, mut at) = (Vec::new(), 0);
        while at < self.tokens.len() {
            match self.date_at(at, years) {
                Some((day, last)) => {
                    let range = self.tokens[at].range.start..self.tokens[last].range.end;
                    found.push(FoundDate { day, range });
                    at = last + 1;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The date that begins at a token, and the token that it ends with.
    fn date_at(&self, at: usize, years: &std::ops::RangeInclusive<i16>) -> Option<(String, usize)> {
        let is_cut = at > 0 && self.is_joined(at - 1);
        let parts = self.parts(at)?;
        let [(first, _), (second, _), (third, last)] = parts;
        let is_cut = is_cut || self.is_joined(last);
        let plain = |lexeme| match lexeme {
            Lexeme::Number(value, digits) => Some((value, digits)),
            _ => None,
        };
        let is_year = |lexeme| {
            plain(lexeme).is_some_and(|(value, digits)| digits == 4 && years.contains(&value))
        };
        let number =
            |lexeme| plain(lexeme).filter(|(_, digits)| *digits <= 2).map(|(value, _)| value);
        let day = match (first, second, third) {
            (Lexeme::Month(month), day, year) if is_year(year) => {
                day_of(plain(year)?.0, month, number(day)?)
            }
            (day, Lexeme::Month(month), year) if is_year(year) && number(day).is_some() => {
                day_of(plain(year)?.0, month, number(day)?)
            }
            (year, Lexeme::Month(month), day) if is_year(year) => {
                day_of(plain(year)?.0, month, number(day)?)
            }
            (year, month, day) if is_year(year) && !is_cut => {
                day_of(plain(year)?.0, number(month)?, number(day)?)
            }
            (one, two, year) if !is_cut => {
                self.by_order(number(one)?, number(two)?, plain(year)?, years)
            }
            _ => None,
        };
        Some((day?, last))
    }

    /// Two numbers and a year: the day first, but in the United States, where the month is. `None` where the page
    /// may be either.
    fn by_order(
        &self,
        one: i16,
        two: i16,
        year: (i16, usize),
        years: &std::ops::RangeInclusive<i16>,
    ) -> Option<String> {
        let (value, digits) = year;
        let value = match digits {
            4 => value,
            // In East Asia, Hungary and elsewhere the first number is the year.
            2 if self.words.may_begin_with_year() => return None,
            2 if value >= 90 => 1900 + value,
            2 => 2000 + value,
            _ => return None,
        };
        if !years.contains(&value) {
            return None;
        }
        match self.words.order() {
            _ if one > 12 => day_of(value, two, one),
            _ if two > 12 => day_of(value, one, two),
            _ if one == two => day_of(value, two, one),
            Some(DateOrder::DayFirst) => day_of(value, two, one),
            Some(DateOrder::MonthFirst) => day_of(value, one, two),
            None => None,
        }
    }

    /// The three parts of a date that begins at a token, with their tokens: fillers and signs between them are left
    /// out, and nothing else stands there.
    fn parts(&self, at: usize) -> Option<[(Lexeme, usize); 3]> {
        let mut parts = [(Lexeme::Other, at); 3];
        let (mut count, mut index, mut skipped) = (0, at, 0);
        while count < 3 {
            let token = self.tokens.get(index)?;
            match token.lexeme {
                Lexeme::Number(..) | Lexeme::Month(_) => {
                    if let Some(&(last, at)) = parts[..count].last() {
                        let is_number = |lexeme: &Lexeme| matches!(lexeme, Lexeme::Number(..));
                        // In `May 3, 2020` the month stands before both.
                        let are_numbers = is_number(&token.lexeme)
                            && is_number(&last)
                            && parts[..count].iter().all(|(lexeme, _)| is_number(lexeme));
                        let between = self.between(at, index);
                        let is_bare = are_numbers && skipped == 0;
                        let gap = if is_bare { DateGap::Numbers } else { DateGap::Words };
                        if !may_stand_between(between, gap) {
                            return None;
                        }
                    }
                    parts[count] = (token.lexeme, index);
                    count += 1;
                    skipped = 0;
                }
                Lexeme::Filler | Lexeme::Sign if count > 0 && skipped < 2 => skipped += 1,
                _ => return None,
            }
            index += 1;
        }
        Some(parts)
    }

    /// What stands between two tokens, those between them left out.
    fn between(&self, from: usize, to: usize) -> &str {
        match self.tokens[from + 1..to].first() {
            Some(first) => &self.text[self.tokens[from].range.end..first.range.start],
            None => &self.text[self.tokens[from].range.end..self.tokens[to].range.start],
        }
    }

    /// Whether a number is joined to the one after it by what joins the numbers of a date.
    fn is_joined(&self, at: usize) -> bool {
        let Some(next) = self.tokens.get(at + 1) else { return false };
        let both = [&self.tokens[at], next].map(|token| matches!(token.lexeme, Lexeme::Number(..)));
        let between = &self.text[self.tokens[at].range.end..next.range.start];
        both == [true; 2] && matches!(between, "-" | "/" | ".")
    }
}

/// What stands on both sides of a text between two parts of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DateGap {
    /// Numbers, and no word between them: `27 2012` is not a date, nor is `18:16 17`.
    Numbers,
    /// A name of a month or a word such as `de`.
    Words,
}

/// Whether a text may stand between two parts of a date.
fn may_stand_between(between: &str, gap: DateGap) -> bool {
    let trimmed = between.trim();
    if gap == DateGap::Numbers {
        return matches!(trimmed, "-" | "/" | "." | "–" | "‐") && between.len() <= 3;
    }
    matches!(trimmed, "" | "," | "." | "-" | "/" | ".," | "'" | "’" | "،" | "º" | "°" | "ª")
        && between.len() <= 4
}

fn is_word_char(c: char) -> bool {
    // Combining marks belong to their letter.
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{97f}')
}

/// The value of a decimal digit, in any script that dates are written in.
fn digit_of(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '０'..='９' => '０',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    Some(c as u32 - zero as u32)
}

fn day_of(year: i16, month: i16, day: i16) -> Option<String> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str, language: &str) -> Option<String> {
        let mut all = find(text, Some(language));
        (!all.is_empty()).then(|| all.remove(0).day)
    }

    #[test]
    fn many_ways_to_write_one_day() {
        for text in [
            "2020-01-02T23:30:00-05:00",
            "2020-01-02 10:00:00 +0800",
            "2020/1/2",
            "20200102",
            "202001021030",
            "2020年1月2日",
            "January 2, 2020",
            "2nd Jan 2020",
            "Thu, 02 Jan 2020 10:00:00 GMT",
            "1577923200",
            "1577923200000",
        ] {
            assert_eq!(read(text, None).as_deref(), Some("2020-01-02"), "{text}");
        }
        assert_eq!(read("2020-05", None).as_deref(), Some("2020-05"));
        assert_eq!(read("2020", None).as_deref(), Some("2020"));
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "2020-13-01",
            "2020-02-30",
            "yesterday",
            "May",
            "20",
            "1.2.3",
            "0001-01-01T00:00:00Z",
        ] {
            assert_eq!(read(text, None), None, "{text}");
        }
    }

    #[test]
    fn days_in_many_languages() {
        for (language, text) in [
            ("en", "Published: January 17, 2012 9:26 AM"),
            ("en", "posted 17th of January 2012"),
            ("en", "Jan. 17, 2012 -- A test"),
            ("ru", "18:16 17 января 2012 г."),
            ("ru", "1:27, 17 января, 2012"),
            ("ru", "17.01.2012 18:16 ПЛН"),
            ("uk", "17 січня 2012"),
            ("pl", "Wtorek, 17 stycznia 2012 (13:54)"),
            ("cs", "17. ledna 2012"),
            ("el", "Δευτέρα, 17 Ιαν 2012 19:05"),
            ("el", "ΔΗΜΟΣΙΕΥΣΗ: 17/01/2012 14:51"),
            ("el", "17-01-12"),
            ("de", "Dienstag, 17. Januar 2012"),
            ("fr", "mardi 17 janvier 2012"),
            ("es", "17 de enero de 2012"),
            ("pt", "terça-feira, 17 de janeiro de 2012 às 0:13"),
            ("it", "17 Gen 2012"),
            ("hu", "2012. január 17."),
            ("lt", "2012 m. sausio 17 d."),
            ("tr", "17 Ocak 2012 Salı"),
            ("zh", "发布时间：2012-01-17 10:20"),
            ("zh", "2012年01月17日15:37"),
            ("ja", "２０１２年１月１７日"),
            ("ko", "2012년 1월 17일"),
            ("ar", "17 يناير 2012"),
            ("he", "17 בינואר 2012"),
            ("hi", "17 जनवरी 2012"),
            ("vi", "17/01/2012"),
        ] {
            assert_eq!(day(text, language).as_deref(), Some("2012-01-17"), "{text}");
        }
    }

    #[test]
    fn lines_without_a_date() {
        for text in [
            "© 2012 The Paper",
            "17 January",
            "January 2012",
            "Version 1.17.2012.3",
            "192.168.1.2012",
            "Call 555-17-2012-3",
            "17 people in January of the year 2012",
            "In 1812, on 3 May 1812",
            "18:17 2012",
        ] {
            assert_eq!(day(text, "en"), None, "{text}");
        }
    }

    #[test]
    fn numbers_that_may_be_two_days_are_none() {
        assert_eq!(day("01/02/2012", "en"), None);
        assert_eq!(day("01/02/2012", "en-US").as_deref(), Some("2012-01-02"));
        assert_eq!(day("01/02/2012", "en-GB").as_deref(), Some("2012-02-01"));
        assert_eq!(day("01/02/2012", "fr").as_deref(), Some("2012-02-01"));
        assert_eq!(day("11/18/2019", "en").as_deref(), Some("2019-11-18"));
        assert_eq!(day("11/18/19 11:04 PM", "en").as_deref(), Some("2019-11-18"));
        assert_eq!(day("11-01-17", "zh"), None);
    }

    #[test]
    fn a_month_of_two_languages_counts_in_the_language_of_the_page() {
        assert_eq!(day("3 listopada 2011", "pl").as_deref(), Some("2011-11-03"));
        assert_eq!(day("3 listopada 2011", "hr").as_deref(), Some("2011-10-03"));
        assert_eq!(find("3 listopada 2011", None), []);
        assert_eq!(day("3 May 2011", "pl").as_deref(), Some("2011-05-03"));
    }
}
