//! The one place that reads the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// The day of a run, and the time in it. Another day than the real one moves the whole clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    today: Date,
    shift: SignedDuration,
}

impl Clock {
    /// The real clock, or one moved to the day that `--today` names.
    pub(crate) fn new(day: Option<&str>) -> anyhow::Result<Self> {
        let real = day_of(system());
        let Some(day) = day else { return Ok(Self { today: real, shift: SignedDuration::ZERO }) };
        let today: Date = day
            .parse()
            .ok()
            .filter(|date: &Date| date.to_string() == day)
            .context("--today needs a day such as 2026-01-31")?;
        let midnight = |day: Date| Offset::UTC.to_timestamp(day.at(0, 0, 0, 0));
        let day = midnight(today).context("--today is outside the supported range")?;
        let shift = day.duration_since(midnight(real)?);
        Ok(Self { today, shift })
    }

    /// The day on which the run began, in UTC.
    pub(crate) fn today(self) -> Date {
        self.today
    }

    /// The time in UTC, RFC 3339 with milliseconds.
    pub(crate) fn now(self) -> String {
        let now = system().saturating_add(self.shift).unwrap_or(Timestamp::MAX);
        format!("{now:.3}")
    }
}

/// The time of the system, as files have it.
#[expect(clippy::disallowed_methods, reason = "times of files are compared with it")]
pub(crate) fn system_time() -> SystemTime {
    SystemTime::now()
}

fn day_of(time: Timestamp) -> Date {
    Offset::UTC.to_datetime(time).date()
}

/// The time that observations and suppressions have.
fn system() -> Timestamp {
    let past = system_time().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millisecond(i64::try_from(past.as_millis()).unwrap_or_default())
        .unwrap_or_default()
}
