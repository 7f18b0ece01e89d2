//! Numbers of a workbook as text: what a format shows as a day or a time is one, in ISO 8601.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum NumberFormat {
    #[default]
    Number,
    /// A day, a time of day, or both.
    Moment,
    /// Hours that may be more than 24: `[h]:mm`.
    Span,
}

/// From which day a workbook counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum DateSystem {
    #[default]
    Of1900,
    /// Of older versions for the Macintosh.
    Of1904,
}

impl NumberFormat {
    /// The format with this number of those that every workbook has (ECMA-376, 18.8.30); East Asian ones
    /// are days and times as well.
    pub(super) fn built_in(id: &str) -> Self {
        match id.parse::<u32>() {
            Ok(14..=22 | 27..=36 | 45 | 47 | 50..=58) => Self::Moment,
            Ok(46) => Self::Span,
            _ => Self::Number,
        }
    }

    /// The format with this code, such as `yyyy-mm-dd;@`: judged by its first part, without what it
    /// quotes.
    pub(super) fn of_code(code: &str) -> Self {
        let mut chars = code.chars();
        let (mut half_day, mut bracket) = (false, None::<String>);
        while let Some(c) = chars.next() {
            if let Some(inside) = &mut bracket {
                if c != ']' {
                    inside.push(c.to_ascii_lowercase());
                    continue;
                }
                let of_time = |inside: &String| {
                    let first = inside.chars().next();
                    first.is_some_and(|first| {
                        matches!(first, 'h' | 'm' | 's') && inside.chars().all(|c| c == first)
                    })
                };
                if bracket.take().is_some_and(|inside| of_time(&inside)) {
                    return Self::Span;
                }
                continue;
            }
            match c.to_ascii_lowercase() {
                // The next character is shown as it is, or is a width.
                '\\' | '_' | '*' => _ = chars.next(),
                '"' => _ = chars.by_ref().find(|c| *c == '"'),
                ';' => return Self::Number,
                '[' => bracket = Some(String::new()),
                'd' | 'h' | 'm' | 's' | 'y' if !half_day => return Self::Moment,
                'p' | 'm' | '/' if half_day => return Self::Moment,
                'a' => half_day = true,
                _ => {}
            }
        }
        Self::Number
    }

    /// A number as this format means it.
    pub(super) fn text(self, number: f64, epoch: DateSystem) -> String {
        match self {
            Self::Moment => moment(number, epoch),
            Self::Number | Self::Span => number.to_string(),
        }
    }
}

/// A day, a time where the number is less than a day, or both.
fn moment(number: f64, epoch: DateSystem) -> String {
    let within = number.fract() * DAY;
    // Cut to seconds, but for what is a second but for less than half a millisecond.
    let up = (within.fract() * 1000.0).round() >= 1000.0;
    let mut second = within as u64 + u64::from(up);
    // What is out of range, or is no number, becomes the nearest day.
    let mut day = number.floor() as u64;
    if second >= DAY as u64 {
        (day, second) = (day.saturating_add(1), 0);
    }
    let time = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
    let day = match (epoch, day) {
        // Excel, as Lotus before it, knows a 29 February 1900.
        (DateSystem::Of1900, 60) => "1900-02-29".to_owned(),
        (DateSystem::Of1900, 61..) => after(date(1899, 12, 30), day),
        (DateSystem::Of1900, _) => after(date(1899, 12, 31), day),
        (DateSystem::Of1904, _) => after(date(1904, 1, 1), day),
    };
    match (number < 1.0, second) {
        (true, _) => time,
        (false, 0) => day,
        (false, _) => format!("{day}T{time}"),
    }
}

fn after(first: Date, days: u64) -> String {
    let days = i64::try_from(days).unwrap_or(i64::MAX).min(3_000_000);
    first.checked_add(days.days()).unwrap_or(Date::MAX).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_known_by_their_format() {
        for code in ["yyyy-mm-dd;@", "d/m/yy", "h:mm AM/PM", "DD\\.MM", "[$-409]d-mmm", "a/p"] {
            assert_eq!(NumberFormat::of_code(code), NumberFormat::Moment, "{code}");
        }
        for code in ["0.00", "General;d", "\"day\" 0", "\\d0", "0_d", "[Red]0", "#,##0 [$€-407]"]
        {
            assert_eq!(NumberFormat::of_code(code), NumberFormat::Number, "{code}");
        }
        for code in ["[h]:mm", "[HH]:mm:ss", "[mm]"] {
            assert_eq!(NumberFormat::of_code(code), NumberFormat::Span, "{code}");
        }
        assert_eq!(NumberFormat::built_in("14"), NumberFormat::Moment);
        assert_eq!(NumberFormat::built_in("46"), NumberFormat::Span);
        assert_eq!(NumberFormat::built_in("2"), NumberFormat::Number);
    }
}
