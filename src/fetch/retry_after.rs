//! The header `Retry-After` in every form that servers send: seconds, the three forms of a date in
//! HTTP, and spans such as `1m30s`.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A year: nobody means more, and sums of it cannot overflow.
const MAX_WAIT_SECONDS: u64 = 366 * 24 * 3600;

/// The forms of a date in HTTP: today's, RFC 850's, and that of `asctime`.
const DATES: [&str; 3] = ["%a, %d %b %Y %H:%M:%S", "%A, %d-%b-%y %H:%M:%S", "%a %b %e %H:%M:%S %Y"];

/// How long to wait, counted from `now`, a time as HTTP or RFC 3339 write it; best the `Date` of the
/// same answer, so that the server's clock alone matters.
///
/// `None` for what is no time. A time in the past is no wait at all.
pub fn parse(value: &str, now: &str) -> Option<Duration> {
    let value = value.trim();
    let seconds = seconds(value).or_else(|| {
        let (until, now) = (date(value)?, date(now.trim())?);
        Some(u64::try_from(until.as_second() - now.as_second()).unwrap_or(0))
    })?;
    Some(Duration::from_secs(seconds.min(MAX_WAIT_SECONDS)))
}

/// `120`, `1.5`, `3s`, `1m30s`; parts of a second count as one.
fn seconds(value: &str) -> Option<u64> {
    let number = |text: &str| {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let rest = u64::from(part.bytes().any(|byte| byte != b'0'));
        (digits(whole) && digits(part)).then(|| {
            whole.parse().unwrap_or(MAX_WAIT_SECONDS).min(MAX_WAIT_SECONDS).saturating_add(rest)
        })
    };
    if let Some(seconds) = number(value) {
        return Some(seconds);
    }
    let (mut sum, mut rest) = (0_u64, value);
    while !rest.is_empty() {
        let unit = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let size = match rest[unit..].chars().next()?.to_ascii_lowercase() {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            _ => return None,
        };
        sum = sum.saturating_add(number(&rest[..unit])?.saturating_mul(size));
        rest = &rest[unit + 1..];
    }
    (!value.is_empty()).then_some(sum)
}

/// The moment of a date as HTTP or RFC 3339 write it.
pub(super) fn date(value: &str) -> Option<Timestamp> {
    if let Ok(time) = value.parse() {
        return Some(time);
    }
    let plain = value.strip_suffix("GMT").or_else(|| value.strip_suffix("UTC")).unwrap_or(value);
    let read = |form| DateTime::strptime(form, plain.trim_end()).ok();
    let time = DATES.into_iter().find_map(read)?;
    TimeZone::UTC.to_timestamp(time).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-03-01T10:00:00Z";

    fn waits(value: &str) -> Option<u64> {
        parse(value, NOW).map(|wait| wait.as_secs())
    }

    #[test]
    fn every_form_of_a_wait() {
        for (value, seconds) in [
            ("0", 0),
            ("120", 120),
            (" 7 ", 7),
            ("1.5", 2),
            ("3s", 3),
            ("1m30s", 90),
            ("1h", 3600),
            ("Sun, 01 Mar 2026 10:00:30 GMT", 30),
            ("Sunday, 01-Mar-26 10:01:00 GMT", 60),
            ("Sun Mar  1 10:00:05 2026", 5),
            ("Sun, 01 Mar 1970 10:00:30 GMT", 0),
            ("2026-03-01T10:00:09Z", 9),
            ("99999999999999999999999", MAX_WAIT_SECONDS),
            ("Thu, 31 Dec 9998 23:59:59 GMT", MAX_WAIT_SECONDS),
        ] {
            assert_eq!(waits(value), Some(seconds), "{value}");
        }
    }

    #[test]
    fn what_is_no_wait() {
        for value in
            ["", " ", "-5", "soon", "1x", "m", "1e9", "NaN", "Sun, 99 Mar 2026", "٣", "5 é"]
        {
            assert_eq!(waits(value), None, "{value}");
        }
    }

    #[test]
    fn the_servers_own_clock_counts() {
        let date = "Sun, 01 Mar 2020 10:00:00 GMT";
        let wait = parse("Sun, 01 Mar 2020 10:00:10 GMT", date);
        assert_eq!(wait, Some(Duration::from_secs(10)));
    }
}
