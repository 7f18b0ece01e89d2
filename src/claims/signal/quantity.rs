//! Numbers of substance, money, percentages, dates.

use std::ops::Range;

use super::{SignalKind, SignalSpan, Word};
use crate::claims::relative::MONTHS;

/// Words that make the number before them large.
const MAGNITUDES: [&str; 12] = [
    "thousand",
    "million",
    "millions",
    "billion",
    "billions",
    "trillion",
    "trillions",
    "bn",
    "mn",
    "crore",
    "lakh",
    "milliarden",
];

/// What stands before or behind an amount of money.
const CURRENCIES: [&str; 14] = [
    "dollar", "dollars", "euro", "euros", "pounds", "yuan", "renminbi", "rmb", "yen", "rupees",
    "usd", "eur", "gbp", "francs",
];

/// Units of Chinese and Japanese that make the number before them large.
const LARGE: [char; 3] = ['万', '亿', '億'];

/// All quantities and dates of a text with blanks between its words: those that begin with one of `own`.
pub(super) fn spaced(text: &str, words: &[Word], own: Range<usize>) -> Vec<SignalSpan> {
    let mut found = Vec::new();
    for at in own {
        let word = &words[at];
        let next = words.get(at + 1).filter(|next| is_gap(&text[word.end..next.start]));
        let previous = at.checked_sub(1).map(|at| &words[at]);
        if MONTHS.contains(&word.lower.as_str()) && word.capital {
            let day = next.is_some_and(|next| is_number(&next.lower));
            let end = if day { next.map_or(word.end, |next| next.end) } else { word.end };
            found.push((SignalKind::Date, word.start..end));
            continue;
        }
        if !is_number(&word.lower) {
            continue;
        }
        let after_month = previous.is_some_and(|word| MONTHS.contains(&word.lower.as_str()));
        if let Some(quantity) = parse_quantity(text, word, next).filter(|_| !after_month) {
            found.push(quantity);
        } else if is_year(&word.lower) && !after_month {
            found.push((SignalKind::Date, word.start..word.end));
        }
    }
    found
}

/// What the number `word` counts, if it counts anything.
fn parse_quantity(text: &str, word: &Word, next: Option<&Word>) -> Option<SignalSpan> {
    let before = text[..word.start].chars().next_back();
    let after = text[word.end..].trim_start().chars().next();
    let unit = next.map(|next| next.lower.as_str()).unwrap_or_default();
    let large = MAGNITUDES.contains(&unit);
    let end = if large { next.map_or(word.end, |next| next.end) } else { word.end };
    if matches!(after, Some('%' | '％')) {
        let end = word.end + text[word.end..].find(['%', '％'])?;
        let sign = text[end..].chars().next().map_or(0, char::len_utf8);
        return Some((SignalKind::Percent, word.start..end + sign));
    }
    if matches!(unit, "percent" | "pct" | "prozent" | "percentage") {
        return Some((SignalKind::Percent, word.start..next?.end));
    }
    if matches!(before, Some('$' | '€' | '£' | '¥' | '₹')) {
        let sign = before.map_or(0, char::len_utf8);
        return Some((SignalKind::Money, word.start - sign..end));
    }
    if CURRENCIES.contains(&unit) {
        return Some((SignalKind::Money, word.start..next?.end));
    }
    let glued = matches!(before, Some('#' | '/' | '-' | '.' | '_' | '=' | ':' | '+'));
    let name = matches!(after, Some('/' | '_' | '=' | ':')) && !large;
    let substantial = large || value(&word.lower) >= 1000.0;
    (substantial && !glued && !name && !is_year(&word.lower))
        .then_some((SignalKind::Number, word.start..end))
}

/// Only blanks stand between two words.
fn is_gap(between: &str) -> bool {
    between.len() <= 3 && between.chars().all(char::is_whitespace)
}

/// Digits with separators: `1,234.5`, and no name such as `covid-19` or `3d`.
fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

fn value(number: &str) -> f64 {
    // A number without separators of more than three digits is as often a label as a count.
    let grouped = number.contains(',')
        && number.split(',').skip(1).all(|part| part.split('.').next().map(str::len) == Some(3));
    if grouped { number.replace(',', "").parse().unwrap_or_default() } else { 0.0 }
}

fn is_year(number: &str) -> bool {
    number.len() == 4 && number.parse().is_ok_and(|year: u32| (1000..2200).contains(&year))
}

/// Text without blanks: `2.3万`, `百分之五`, `85%`, `2019年`, `12月3日`.
pub(super) fn dense(text: &str) -> Vec<SignalSpan> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(|c: char| c.is_ascii_digit()).map(|at| at + rest) {
        let length = text[start..].find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','));
        let end = start + length.unwrap_or(text.len() - start);
        rest = end;
        let number = text[start..end].trim_end_matches(['.', ',']);
        let unit = text[end..].trim_start().chars().next();
        let stop =
            end + unit.map_or(0, |_| text[end..].find(|c: char| !c.is_whitespace()).unwrap_or(0));
        let with_unit = start..stop + unit.map_or(0, char::len_utf8);
        let before = text[..start].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '_')) {
            continue;
        }
        match unit {
            Some('%' | '％') => found.push((SignalKind::Percent, with_unit)),
            Some('年') if is_year(number) => found.push((SignalKind::Date, with_unit)),
            Some('月' | '日' | '号') => found.push((SignalKind::Date, with_unit)),
            Some(unit) if LARGE.contains(&unit) => {
                let money = matches!(
                    text[with_unit.end..].chars().next(),
                    Some('元' | '美' | '欧' | '日' | '円')
                );
                found.push((if money { SignalKind::Money } else { SignalKind::Number }, with_unit));
            }
            Some('元' | '円') => found.push((SignalKind::Money, with_unit)),
            _ if value(number) >= 1000.0 => {
                found.push((SignalKind::Number, start..start + number.len()));
            }
            _ => {}
        }
    }
    for (start, marker) in text.match_indices("百分之") {
        let tail = &text[start + marker.len()..];
        let digits = tail.find(|c: char| !"零一二三四五六七八九十百点两0123456789.".contains(c));
        let end = start + marker.len() + digits.unwrap_or(tail.len());
        found.push((SignalKind::Percent, start..end));
    }
    found
}
