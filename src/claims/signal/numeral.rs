//! Numbers as they are written: digits of any script with their groups and fractions, and dates of digits.

use std::ops::Range;

use crate::claims::byte_search::find_start;
use crate::claims::lexicon::Lexicon;

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Numeral {
    /// Bytes in the text.
    pub(super) range: Range<usize>,
    /// What it is worth, rounded down; words give their order of magnitude.
    pub(super) value: f64,
    /// How it is written.
    pub(super) form: NumeralForm,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumeralForm {
    /// Digits alone.
    Plain,
    /// Digits with groups or a fraction.
    Grouped,
    /// Day, month and year: `31.12.2019`, `2019-12-31`.
    Date,
    /// A version, an address, a time: `1.2.3`, `10:30`.
    Name,
    /// Words.
    Words,
}

/// The zeros of the scripts that write numbers by place.
const ZEROS: [char; 6] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}'];

/// Whether a character may be a digit, by its first bytes.
fn may_be_digit(first: u8, second: u8, third: u8) -> bool {
    (first.wrapping_sub(b'0') < 10)
        | (first == 0xd9)
        | (first == 0xdb)
        | (first == 0xe0)
        | ((first == 0xef) & (second == 0xbc) & (third.wrapping_sub(0x90) < 10))
}

/// The value of a digit of any script that writes numbers by place.
pub(super) fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    // The scripts between the last two of the zeros have no digits that are written by place.
    if matches!(c, '\u{e5a}'..='\u{ff0f}') {
        return None;
    }
    ZEROS.iter().map(|zero| (c as u32).wrapping_sub(*zero as u32)).find(|value| *value < 10)
}

/// The next number at or behind a byte.
pub(super) fn next_digits(text: &str, from: usize, lexicon: &Lexicon) -> Option<Numeral> {
    let mut start = from;
    loop {
        start += find_start(&text.as_bytes()[start..], may_be_digit)?;
        let c = text[start..].chars().next()?;
        if digit(c).is_some() {
            break;
        }
        start += c.len_utf8();
    }
    Some(date(text, start).unwrap_or_else(|| number(text, start, lexicon)))
}

/// Where the digits end that begin at a byte, with how many they are and what they are worth.
fn run(text: &str, start: usize) -> (usize, usize, f64) {
    let (mut end, mut count, mut value) = (start, 0, 0.0);
    for c in text[start..].chars() {
        let Some(digit) = digit(c) else { break };
        value = value * 10.0 + f64::from(digit);
        count += 1;
        end += c.len_utf8();
    }
    (end, count, value)
}

/// A date of digits: two of two digits and one of four, with the same sign between.
fn date(text: &str, start: usize) -> Option<Numeral> {
    let (first_end, first, _) = run(text, start);
    let sign = text[first_end..].chars().next().filter(|c| matches!(c, '.' | '/' | '-'))?;
    let (second_end, second, middle) = run(text, first_end + 1);
    let rest = text[second_end..].strip_prefix(sign)?;
    let (end, third, _) = run(text, second_end + 1);
    let lengths = matches!((first, third), (1..=2, 4) | (4, 1..=2)) && matches!(second, 1..=2);
    let is_date = lengths && (1.0..=31.0).contains(&middle) && !rest.is_empty();
    let range = start..end;
    is_date.then_some(Numeral { range, value: 0.0, form: NumeralForm::Date })
}

fn number(text: &str, start: usize, lexicon: &Lexicon) -> Numeral {
    let (mut end, head, mut value) = run(text, start);
    let mut form = NumeralForm::Plain;
    let mut group_sign = None;
    let mut has_fraction = false;
    while let Some(sign) = text[end..].chars().next().filter(|c| is_separator(*c)) {
        let next = end + sign.len_utf8();
        let (after, count, part) = run(text, next);
        if count == 0 {
            break;
        }
        // `2005,6` and `1998,99` are years beside each other.
        if sign == ','
            && head == 4
            && count < 3
            && group_sign.is_none()
            && is_comma_grouped(lexicon)
        {
            break;
        }
        let same = group_sign.is_none_or(|known| known == sign);
        let leads =
            head <= 3 && !has_fraction && !(head == 1 && value == 0.0 && group_sign.is_none());
        let groups =
            count == 3 && leads && same && is_grouping(sign, lexicon, group_sign.is_some());
        if groups {
            group_sign = Some(sign);
            value = value * 1000.0 + part;
            form = NumeralForm::Grouped;
        } else if is_decimal(sign) && !has_fraction && group_sign != Some(sign) {
            has_fraction = true;
            form = NumeralForm::Grouped;
        } else if matches!(sign, '.' | ':') {
            form = NumeralForm::Name;
        } else {
            break;
        }
        end = after;
    }
    Numeral { range: start..end, value, form }
}

/// Whether the comma separates groups in a language, so that no fraction stands behind one.
fn is_comma_grouped(lexicon: &Lexicon) -> bool {
    lexicon.decimal == '.' && !lexicon.code.is_empty()
}

fn is_separator(c: char) -> bool {
    is_decimal(c) || is_blank(c) || matches!(c, '\'' | '’' | '٬' | ':')
}

fn is_decimal(c: char) -> bool {
    matches!(c, '.' | ',' | '٫' | '،')
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// Whether a sign before three digits separates groups. `1.200` is more than a thousand where the comma
/// separates fractions.
fn is_grouping(sign: char, lexicon: &Lexicon, is_known: bool) -> bool {
    match sign {
        ' ' => lexicon.blank_groups,
        '.' | ',' => is_known || sign != lexicon.decimal,
        ':' | '٫' | '،' => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::byte_search::first_bytes;

    fn value(text: &str, language: &str) -> (f64, String) {
        let lexicon = Lexicon::of_language(language).expect("a table");
        let found = next_digits(text, 0, lexicon).expect("digits");
        (found.value, text[found.range].to_owned())
    }

    #[test]
    fn numbers_are_read_with_their_groups() {
        assert_eq!(value("1,234,567.8", "en"), (1_234_567.0, "1,234,567.8".to_owned()));
        assert_eq!(value("3.456 kg", "en"), (3.0, "3.456".to_owned()));
        assert_eq!(value("1’200 CHF", "en"), (1200.0, "1’200".to_owned()));
        assert_eq!(value("٤٥ شخصا", "en"), (45.0, "٤٥".to_owned()));
        assert_eq!(value("1\u{202f}200", "en"), (1200.0, "1\u{202f}200".to_owned()));
        assert_eq!(value("1 200", "en").0, 1.0);
        assert_eq!(value("2005,6", "en"), (2005.0, "2005".to_owned()));
        assert_eq!(value("2005,6", "de"), (2005.0, "2005,6".to_owned()));
    }

    #[test]
    fn every_digit_is_looked_for() {
        for c in '\0'..=char::MAX {
            let [first, second, third] = first_bytes(c);
            assert!(digit(c).is_none() || may_be_digit(first, second, third), "{c:?}");
        }
    }

    #[test]
    fn dates_and_names_are_no_numbers() {
        let form = |text| next_digits(text, 0, Lexicon::any()).expect("digits").form;
        assert_eq!(form("31.12.2019"), NumeralForm::Date);
        assert_eq!(form("2019-12-31"), NumeralForm::Date);
        assert_eq!(form("10:30"), NumeralForm::Name);
        assert_eq!(form("1.2.3"), NumeralForm::Name);
        assert_eq!(form("12.5"), NumeralForm::Grouped);
    }
}
