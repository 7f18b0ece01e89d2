//! International Standard Book Numbers in paths; only those with a right check digit count.

use super::{UrlParts, Work, is_number, stem};

const ISBN13_DIGITS: usize = 13;

/// Digits of an ISBN-10 whose check digit is an X.
const MIN_DIGITS: usize = 9;

/// A segment that is an ISBN-13, or an ISBN-10 behind `isbn`, with a right check digit.
pub(super) fn in_path(page: &UrlParts<'_>) -> Option<Work> {
    if digit_count(page.path) < MIN_DIGITS {
        return None;
    }
    let mut before = "";
    for word in page.segments() {
        let is_named = before.eq_ignore_ascii_case("isbn");
        let count = digit_count(word);
        if count != ISBN13_DIGITS && !(is_named && count >= MIN_DIGITS) {
            before = word;
            continue;
        }
        let digits: String = stem(word).chars().filter(|ch| *ch != '-').collect();
        let digits = digits.strip_prefix("isbn").map_or(digits.as_str(), |rest| rest);
        if is_isbn13(digits) {
            return Work::whole("isbn", digits);
        }
        if is_named && let Some(isbn) = isbn13_of(digits) {
            return Work::whole("isbn", &isbn);
        }
        before = word;
    }
    None
}

fn digit_count(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// The sum whose last digit is 0 in a right ISBN-13.
fn isbn13_sum(digits: &str) -> u32 {
    digits.bytes().zip([1, 3].into_iter().cycle()).map(|(byte, w)| u32::from(byte - b'0') * w).sum()
}

fn is_isbn13(digits: &str) -> bool {
    digits.len() == ISBN13_DIGITS
        && is_number(digits)
        && (digits.starts_with("978") || digits.starts_with("979"))
        && isbn13_sum(digits).is_multiple_of(10)
}

/// Turns an ISBN-10 with a right check digit into an ISBN-13.
pub(super) fn isbn13_of(isbn10: &str) -> Option<String> {
    let (body, check) = isbn10.split_at_checked(9)?;
    let check = match check {
        "X" | "x" => 10,
        _ => check.parse::<u32>().ok().filter(|_| check.len() == 1)?,
    };
    let weighted = is_number(body).then(|| body.bytes().zip((2..=10).rev()))?;
    let sum: u32 = weighted.map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    if !(sum + check).is_multiple_of(11) {
        return None;
    }
    let twelve = format!("978{body}");
    let digit = (10 - isbn13_sum(&twelve) % 10) % 10;
    Some(format!("{twelve}{digit}"))
}
