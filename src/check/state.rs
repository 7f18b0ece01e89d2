//! What a link can be worth, and the rules that say so.

use serde::{Deserialize, Serialize};

/// The state of a link, from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[derive(strum::IntoStaticStr)]
#[strum(serialize_all = "UPPERCASE")]
pub enum LinkState {
    /// The page is there.
    Alive,
    /// The page is permanently at another address.
    Moved,
    /// Nothing was asked, on purpose.
    Skipped,
    /// Something stands in front of the page, so nobody can tell.
    Blocked,
    /// Nothing is known, or too little.
    Unknown,
    /// The page comes and goes.
    Flaky,
    /// Something was sent, probably not the page.
    Suspect,
    /// The page did not come; too early to say more.
    Failing,
    /// The page is gone, as several checks confirm.
    Dead,
}

impl LinkState {
    /// Every state, from bad to good.
    pub const ALL: [Self; 9] = [
        Self::Dead,
        Self::Failing,
        Self::Suspect,
        Self::Flaky,
        Self::Unknown,
        Self::Blocked,
        Self::Skipped,
        Self::Moved,
        Self::Alive,
    ];

    /// The word used in JSON and reports.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What a verdict follows from. The names of numbers are those of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictRule {
    /// No check says anything.
    NoCheck,
    /// What the last check shows, taken alone.
    LastCheck,
    /// A failure that was doubtful at first was seen again.
    SeenAgain,
    /// All of the host failed alike for the first time.
    HostEvent,
    /// `flaky-checks`: it came and it failed.
    FlakyChecks,
    /// `gone-checks`, `gone-hours`: missing, while the rest of its host is there or its name is not.
    GoneChecks,
    /// `taken-away-checks`, `taken-away-hours`: taken away for good.
    TakenAwayChecks,
    /// `host-checks`, `host-days`: all of the host fails, or nothing is known about it.
    HostChecks,
    /// `need-vantage-points`: it failed often enough, but was asked from too few places.
    VantagePoints,
}

impl VerdictRule {
    /// What the rule says, for people.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::NoCheck => "no check gave a result",
            Self::LastCheck => "the verdict depends only on the last check",
            Self::SeenAgain => {
                "at least two checks in a row failed for a reason that can be temporary"
            }
            Self::HostEvent => {
                "most pages of the host were missing in one run, so the verdict waits for a second check"
            }
            Self::FlakyChecks => {
                "the link both worked and failed in the latest checks (flaky-checks)"
            }
            Self::GoneChecks => {
                "the page is missing while other pages of its host work, or the host does not exist \
                 (gone-checks, gone-hours)"
            }
            Self::TakenAwayChecks => {
                "the page was removed permanently, according to its host or registry \
                 (taken-away-checks, taken-away-hours)"
            }
            Self::HostChecks => {
                "the host does not answer, or the page is missing and nothing is known about the host \
                 (host-checks, host-days)"
            }
            Self::VantagePoints => {
                "the link failed often enough, but it counts as dead only after it has also failed from \
                 another machine or network (need-vantage-points)"
            }
        }
    }
}
