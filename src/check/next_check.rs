//! When a link is looked at again.

use jiff::ToSpan as _;
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::policy::Policy;
use super::state::LinkState;

/// Days until the next check, given how many checks agree with the last one.
pub(super) fn interval(state: LinkState, checks: usize, policy: &Policy) -> u32 {
    match state {
        LinkState::Alive | LinkState::Moved => {
            let doublings = u32::try_from(checks.saturating_sub(1)).unwrap_or(u32::MAX);
            let factor = 2_u32.checked_pow(doublings).unwrap_or(u32::MAX);
            policy.alive_days.saturating_mul(factor).min(policy.alive_most_days)
        }
        LinkState::Skipped | LinkState::Blocked | LinkState::Suspect => policy.blocked_days,
        LinkState::Unknown | LinkState::Flaky | LinkState::Failing => policy.failing_days,
        LinkState::Dead => policy.dead_days,
    }
}

/// Days shifted by the hash of the URL, the same for every run and machine. At least one.
pub(super) fn jittered(url: &str, days: u32, policy: &Policy) -> u32 {
    let digest = Sha256::digest(url.as_bytes());
    let hash = digest.iter().take(4).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let width = u64::from(days) * u64::from(policy.jitter_percent.min(100)) / 100;
    let shifted = u64::from(days) - width + hash % (2 * width + 1);
    u32::try_from(shifted).unwrap_or(u32::MAX).max(1)
}

pub(super) fn later(day: Date, days: u32) -> Date {
    day.saturating_add(i64::from(days.min(36_500)).days())
}
