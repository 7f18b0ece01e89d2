//! Every number behind a verdict, as one table that a user can print and change.

use serde::{Deserialize, Serialize};

/// What a verdict needs, and when a link is checked again. The `…-checks` keys were once spelled `…-looks`; files with
/// the old spelling are still read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Policy {
    /// Checks of a missing page (404, unknown host) after which it is dead, while other pages of its host work. This and
    /// the other counts of checks are at least 2.
    #[serde(alias = "gone-looks")]
    pub gone_checks: u32,
    /// Hours that lie at least between the first and the last of them.
    pub gone_hours: u32,
    /// The same for a page that was removed permanently (410), or that its registry does not know.
    #[serde(alias = "taken-away-looks")]
    pub taken_away_checks: u32,
    /// Hours that lie at least between the first and the last of them.
    pub taken_away_hours: u32,
    /// The same for a host that does not answer, or for a missing page if nothing is known about its host.
    #[serde(alias = "host-looks")]
    pub host_checks: u32,
    /// Days that lie at least between the first and the last of them.
    pub host_days: u32,
    /// Places from which a failure has to be seen before it makes a link dead: a host may refuse one network and
    /// serve all others.
    pub need_vantage_points: u32,
    /// How many of the latest checks are searched for both a success and a failure, which make the link flaky.
    #[serde(alias = "flaky-looks")]
    pub flaky_checks: u32,
    /// Percentage of a host's links that fail alike when the host is at fault.
    pub host_alike_percent: u32,
    /// Percentage of the hosts last seen alive that may stay silent before the run itself is at fault.
    pub run_failure_percent: u32,
    /// Hosts last seen alive that have to stay silent at least for that; also how many of them are
    /// asked where no other host answers.
    pub canaries: usize,
    /// Days for which a host counts as last seen alive.
    pub canary_days: u32,
    /// The address that is asked where nothing answers and no host is known to be alive.
    pub canary: String,
    /// Links of one host with one text, or one landing, that tell of a page that is none.
    #[serde(rename = "alike-links")]
    pub duplicate_threshold: usize,
    /// Days until a link is looked at again that was found alive once.
    pub alive_days: u32,
    /// The same for one that was found alive again and again.
    pub alive_most_days: u32,
    /// The same for one that is blocked, skipped or suspect.
    pub blocked_days: u32,
    /// The same for one that fails, is flaky or could not be judged.
    pub failing_days: u32,
    /// The same for one that is dead.
    pub dead_days: u32,
    /// Percentage by which these days are shifted, by the hash of the URL, so that not all fall due at once.
    pub jitter_percent: u32,
    /// Latest observations of a link that the ledger keeps, beside the first and the last success.
    pub keep: usize,
}

/// The most checks that a verdict may wait for.
const MAX_CHECKS: u32 = 1000;

/// The most places that a verdict may wait for.
const MAX_VANTAGE_POINTS: u32 = 100;

/// The longest time in a policy: ten years.
const MAX_DAYS: u32 = 3660;

/// The most observations of one link that a ledger keeps.
const MAX_KEPT_OBSERVATIONS: usize = 10_000;

/// The most links that have to look the same.
const MAX_DUPLICATE_THRESHOLD: usize = 1000;

/// The most hosts that are asked where nothing answers.
const MAX_CANARIES: usize = 50;

impl Policy {
    /// This policy, each number within what makes sense of it: dates stay dates, a percentage is one.
    #[must_use]
    pub fn bounded(&self) -> Self {
        // Every field is named, so that none is forgotten.
        Self {
            gone_checks: self.gone_checks.min(MAX_CHECKS),
            gone_hours: self.gone_hours.min(MAX_DAYS * 24),
            taken_away_checks: self.taken_away_checks.min(MAX_CHECKS),
            taken_away_hours: self.taken_away_hours.min(MAX_DAYS * 24),
            host_checks: self.host_checks.min(MAX_CHECKS),
            host_days: self.host_days.min(MAX_DAYS),
            need_vantage_points: self.need_vantage_points.clamp(1, MAX_VANTAGE_POINTS),
            flaky_checks: self.flaky_checks.min(MAX_CHECKS),
            host_alike_percent: self.host_alike_percent.clamp(1, 100),
            run_failure_percent: self.run_failure_percent.clamp(1, 100),
            canaries: self.canaries.min(MAX_CANARIES),
            canary_days: self.canary_days.min(MAX_DAYS),
            canary: self.canary.clone(),
            duplicate_threshold: self.duplicate_threshold.min(MAX_DUPLICATE_THRESHOLD),
            alive_days: self.alive_days.min(MAX_DAYS),
            alive_most_days: self.alive_most_days.min(MAX_DAYS),
            blocked_days: self.blocked_days.min(MAX_DAYS),
            failing_days: self.failing_days.min(MAX_DAYS),
            dead_days: self.dead_days.min(MAX_DAYS),
            jitter_percent: self.jitter_percent.min(100),
            keep: self.keep.min(MAX_KEPT_OBSERVATIONS),
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            gone_checks: 2,
            gone_hours: 24,
            taken_away_checks: 2,
            taken_away_hours: 1,
            host_checks: 3,
            host_days: 6,
            need_vantage_points: 1,
            flaky_checks: 8,
            host_alike_percent: 80,
            run_failure_percent: 30,
            canaries: 3,
            canary_days: 14,
            canary: "https://www.iana.org/".into(),
            duplicate_threshold: 3,
            alive_days: 7,
            alive_most_days: 30,
            blocked_days: 14,
            failing_days: 1,
            dead_days: 30,
            jitter_percent: 20,
            keep: 8,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_prints_and_reads_back() {
        let printed = toml::to_string(&Policy::default()).unwrap();
        assert!(printed.contains("gone-hours = 24"), "{printed}");
        assert_eq!(toml::from_str::<Policy>(&printed).unwrap(), Policy::default());
        assert_eq!(toml::from_str::<Policy>("keep = 8").unwrap(), Policy::default());
        assert!(toml::from_str::<Policy>("gone-days = 1").is_err());
    }

    #[test]
    fn the_old_spelling_of_a_key_is_read() {
        let old = "gone-looks = 4\ntaken-away-looks = 5\nhost-looks = 6\nflaky-looks = 7";
        let new = old.replace("-looks", "-checks");
        let read: Policy = toml::from_str(old).unwrap();
        assert_eq!(
            (read.gone_checks, read.taken_away_checks, read.host_checks, read.flaky_checks),
            (4, 5, 6, 7)
        );
        assert_eq!(read, toml::from_str(&new).unwrap());
        assert!(!toml::to_string(&read).unwrap().contains("looks"));
    }

    #[test]
    fn numbers_are_held_within_bounds() {
        assert_eq!(Policy::default().bounded(), Policy::default());
        let table: toml::Table =
            toml::from_str(&toml::to_string(&Policy::default()).unwrap()).unwrap();
        let most = table.into_iter().map(|(name, value)| match value {
            toml::Value::Integer(_) => (name, toml::Value::Integer(u32::MAX.into())),
            value => (name, value),
        });
        let most = Policy::deserialize(toml::Value::Table(most.collect())).unwrap().bounded();
        assert_eq!(
            (most.dead_days, most.jitter_percent, most.keep),
            (MAX_DAYS, 100, MAX_KEPT_OBSERVATIONS)
        );
        assert_eq!(most.bounded(), most);
    }
}
