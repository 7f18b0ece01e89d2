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
    NoLook,
    /// What the last check shows, taken alone.
    LastLook,
    /// A failure that was doubtful at first was seen again.
    SeenAgain,
    /// All of the host failed alike for the first time.
    HostEvent,
    /// `flaky-looks`: it came and it failed.
    FlakyLooks,
    /// `gone-looks`, `gone-hours`: missing, while the rest of its host is there or its name is not.
    GoneLooks,
    /// `taken-away-looks`, `taken-away-hours`: taken away for good.
    TakenAwayLooks,
    /// `host-looks`, `host-days`: all of the host fails, or nothing is known about it.
    HostLooks,
    /// `need-vantage-points`: it failed often enough, but was asked from too few places.
    VantagePoints,
}

impl VerdictRule {
    /// What the rule says, for people.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::NoLook => "no check gave a result",
            Self::LastLook => "only the last check decides",
            Self::SeenAgain => "an unclear failure happened on at least two checks in a row",
            Self::HostEvent => {
                "most pages of its host were missing in one run, so a second check decides"
            }
            Self::FlakyLooks => "it both worked and failed in the latest checks (flaky-looks)",
            Self::GoneLooks => {
                "missing while the rest of its host works, or its host does not exist (gone-looks, \
                 gone-hours)"
            }
            Self::TakenAwayLooks => {
                "removed permanently, according to its host (taken-away-looks, taken-away-hours)"
            }
            Self::HostLooks => {
                "every link of its host fails, or nothing is known about the host (host-looks, host-days)"
            }
            Self::VantagePoints => {
                "it failed often enough, but it is dead only if it also fails from another place \
                 (need-vantage-points)"
            }
        }
    }
}
