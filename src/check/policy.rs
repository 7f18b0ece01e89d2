//! Every number behind a verdict, as one table that a user can print and change.

use serde::{Deserialize, Serialize};

/// What a verdict needs, and when a link is looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Policy {
    /// Looks at a missing page (404, no such host) that make it dead while the rest of its host is
    /// alive. This and the other counts of checks are never taken for less than 2.
    pub gone_looks: u32,
    /// Hours that lie at least between the first and the last of them.
    pub gone_hours: u32,
    /// Looks at a page that was taken away for good (410), or that its registry does not know.
    pub taken_away_looks: u32,
    /// Hours that lie at least between the first and the last of them.
    pub taken_away_hours: u32,
    /// Looks at a host of which nothing answers, or at a missing page where nothing is known about its host.
    pub host_looks: u32,
    /// Days that lie at least between the first and the last of them.
    pub host_days: u32,
    /// Places from which a failure has to be seen before it makes a link dead: a host may refuse one network and
    /// serve all others.
    pub need_vantage_points: u32,
    /// The latest checks that are searched for success and failure both: the link is flaky then.
    pub flaky_looks: u32,
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
            gone_looks: self.gone_looks.min(MAX_CHECKS),
            gone_hours: self.gone_hours.min(MAX_DAYS * 24),
            taken_away_looks: self.taken_away_looks.min(MAX_CHECKS),
            taken_away_hours: self.taken_away_hours.min(MAX_DAYS * 24),
            host_looks: self.host_looks.min(MAX_CHECKS),
            host_days: self.host_days.min(MAX_DAYS),
            need_vantage_points: self.need_vantage_points.clamp(1, MAX_VANTAGE_POINTS),
            flaky_looks: self.flaky_looks.min(MAX_CHECKS),
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
            gone_looks: 2,
            gone_hours: 24,
            taken_away_looks: 2,
            taken_away_hours: 1,
            host_looks: 3,
            host_days: 6,
            need_vantage_points: 1,
            flaky_looks: 8,
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
