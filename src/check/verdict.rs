//! The judgement on a link: a pure function of its history, of what is known of its host, of the
//! policy and of today.
//!
//! One check never makes a link dead, and a success never makes a verdict worse. Walls, pages that
//! only look wrong and faults of certificates stay what they are, however often they are seen.

use std::borrow::Borrow;
use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};

use super::checks::{Check, checks_until, day, is_informative};
use super::host::HostHistory;
use super::next_check::{interval, jittered, later};
use super::observation::Observation;
use super::outcome::{Class, Outcome};
use super::policy::Policy;
pub use super::state::{LinkState, VerdictRule};

/// An observation that a verdict rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictEvidence {
    /// When it was made, as in [`Observation::started`].
    pub started: String,
    /// Its run.
    pub run: String,
    /// What it showed.
    pub outcome: Outcome,
}

/// The judgement on a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The state.
    pub state: LinkState,
    /// The rule that it follows from.
    pub rule: VerdictRule,
    /// The observations that it rests on, oldest first; empty where there is none.
    pub evidence: Vec<VerdictEvidence>,
    /// Day (UTC) of the first of them; `None` where there is none.
    #[serde(serialize_with = "write_optional")]
    pub since: Option<Date>,
    /// Looks that failed, of those that make a link dead; `None` where no number of them would.
    pub strikes: Option<(u32, u32)>,
    /// The day from which it should be looked at again.
    #[serde(serialize_with = "write")]
    pub next: Date,
}

/// What the failures of one kind can lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FailureKind {
    /// There is no such page.
    Gone,
    /// Nothing useful came from the host. Only its silence can make a link dead, see [`is_silence`].
    Down,
    /// Everything else.
    Other,
}

/// Judges one link. `history` holds its observations in any order; those of later days than `today`
/// and repeated ones (same URL, start and run) count for nothing.
pub fn judge_link<O: Borrow<Observation>>(
    history: &[O],
    host: &HostHistory,
    policy: &Policy,
    today: Date,
) -> Verdict {
    let checks = checks_until(history, host, today);
    let telling: Vec<&Check> = checks.iter().filter(|check| is_informative(check, host)).collect();
    let Some(last) = telling.last() else { return no_evidence(&checks, policy, today) };
    let streak = streak(&telling);
    let strikes = strikes(&streak, host, policy);
    let (state, rule) = match strikes {
        Some(Strikes { dead: true, rule, .. }) => (LinkState::Dead, rule),
        _ => state(&telling, &streak, host, policy),
    };
    let days = interval(state, streak.len(), policy);
    Verdict {
        state,
        rule: strikes.filter(|_| state == LinkState::Failing).map_or(rule, |strikes| strikes.rule),
        evidence: streak.iter().map(|check| evidence(check)).collect(),
        since: streak.first().map(|check| day(check.timestamp)),
        strikes: strikes.filter(|_| state >= LinkState::Failing).map(|strikes| strikes.shown),
        next: later(day(last.timestamp), jittered(&last.observation.url, days, policy)),
    }
}

fn write<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(date)
}

fn write_optional<S: Serializer>(date: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
    date.map(|date| date.to_string()).serialize(to)
}

/// The verdict where no check says anything.
fn no_evidence(checks: &[Check], policy: &Policy, today: Date) -> Verdict {
    let next =
        checks.last().map_or(today, |check| later(day(check.timestamp), policy.failing_days));
    Verdict {
        state: LinkState::Unknown,
        rule: VerdictRule::NoCheck,
        evidence: Vec::new(),
        since: None,
        strikes: None,
        next,
    }
}

/// The latest checks that agree with the last one. What the resolver could not tell neither agrees
/// nor disagrees.
fn streak<'a, 'b>(telling: &[&'b Check<'a>]) -> Vec<&'b Check<'a>> {
    let Some(last) = telling.last() else { return Vec::new() };
    let decisive = telling.iter().rev().find(|check| check.outcome != Outcome::DnsTemporary);
    let decisive = decisive.unwrap_or(last).outcome;
    let passes =
        |check: &&&Check| check.outcome == Outcome::DnsTemporary || agrees(check.outcome, decisive);
    let mut streak: Vec<&Check> = telling.iter().rev().take_while(passes).copied().collect();
    // A resolver's silence before the first of them is no part of it.
    while streak.len() > 1 && streak.last().is_some_and(|l| l.outcome == Outcome::DnsTemporary) {
        streak.pop();
    }
    streak.reverse();
    streak
}

/// Index of the last check that ends the streak at the end of a history; `None` where all agree.
pub(super) fn break_before(outcomes: &[Outcome]) -> Option<usize> {
    let last = outcomes.iter().rev().find(|outcome| **outcome != Outcome::DnsTemporary)?;
    outcomes.iter().rposition(|one| *one != Outcome::DnsTemporary && !agrees(*one, *last))
}

fn agrees(one: Outcome, other: Outcome) -> bool {
    match kind(one) {
        FailureKind::Other => {
            one.first_state() == other.first_state() && kind(other) == FailureKind::Other
        }
        kind_of_one => kind_of_one == kind(other),
    }
}

fn kind(outcome: Outcome) -> FailureKind {
    match outcome.class() {
        Class::Gone => FailureKind::Gone,
        Class::Net | Class::Server => match outcome {
            Outcome::DnsTemporary | Outcome::ClientError => FailureKind::Other,
            _ => FailureKind::Down,
        },
        Class::Ok
        | Class::Moved
        | Class::Legal
        | Class::Blocked
        | Class::Tls
        | Class::Redirect
        | Class::Soft
        | Class::Unknown
        | Class::Skipped => FailureKind::Other,
    }
}

/// Whether nobody is there, or a front says so of what stands behind it. A host that answers anything, or takes the
/// connection and cuts it, is there: it may well serve others.
fn is_silence(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Refused | Outcome::ConnectTimeout | Outcome::NoAddress | Outcome::OriginDown
    )
}

/// What the failed checks of a streak come to.
#[derive(Debug, Clone, Copy)]
struct Strikes {
    /// Whether they make the link dead.
    dead: bool,
    /// How many of how many there are.
    shown: (u32, u32),
    /// The rule that makes it dead, or is the nearest to it.
    rule: VerdictRule,
}

/// What the checks of a streak come to; `None` where no number of them would make the link dead.
fn strikes<'a>(streak: &[&Check<'a>], host: &HostHistory, policy: &Policy) -> Option<Strikes> {
    let kind =
        streak.iter().map(|check| kind(check.outcome)).find(|kind| *kind != FailureKind::Other)?;
    let run = |check: &Check, runs: &BTreeSet<String>| runs.contains(&check.observation.run);
    let slow_hours = i64::from(policy.host_days) * 24;
    // Two checks of one run count as one.
    let of_run = |at: usize| streak.get(at + 1).is_none_or(|next| !same_run(next, streak[at]));
    let one_per_run: Vec<&Check> =
        (0..streak.len()).filter(|at| of_run(*at)).map(|at| streak[at]).collect();
    let all = |wanted: &dyn Fn(&Check) -> bool| -> Vec<&Check> {
        let decisive = one_per_run.iter().filter(|check| check.outcome != Outcome::DnsTemporary);
        decisive.filter(|check| wanted(check)).copied().collect()
    };
    let rules: Vec<StrikeRule> = match kind {
        FailureKind::Gone => vec![
            StrikeRule {
                checks: all(&|l| matches!(l.outcome, Outcome::Gone | Outcome::UnknownIdentifier)),
                least: policy.taken_away_checks,
                hours: policy.taken_away_hours.into(),
                rule: VerdictRule::TakenAwayChecks,
            },
            // A name that does not exist says the same of every page below it.
            StrikeRule {
                checks: all(&|l| l.outcome == Outcome::NxDomain || run(l, &host.alive)),
                least: policy.gone_checks,
                hours: policy.gone_hours.into(),
                rule: VerdictRule::GoneChecks,
            },
            StrikeRule {
                checks: all(&|_| true),
                least: policy.host_checks,
                hours: slow_hours,
                rule: VerdictRule::HostChecks,
            },
        ],
        // Other pages of the host came: this one is broken, and that may be mended.
        _ => vec![StrikeRule {
            checks: trailing(&one_per_run, |check| {
                is_silence(check.outcome) && run(check, &host.down)
            }),
            least: policy.host_checks,
            hours: slow_hours,
            rule: VerdictRule::HostChecks,
        }],
    };
    let sure: Vec<&StrikeRule> = rules.iter().filter(|rule| rule.is_confirmed()).collect();
    if let Some(dead) =
        sure.iter().find(|rule| rule.vantages() >= policy.need_vantage_points.max(1))
    {
        return Some(dead.strikes(true));
    }
    if let Some(near) = sure.first() {
        // Seen often enough, but all from one place.
        return Some(Strikes { rule: VerdictRule::VantagePoints, ..near.strikes(false) });
    }
    let begun = rules.iter().filter(|rule| !rule.checks.is_empty()).map(|rule| rule.strikes(false));
    begun.min_by_key(|strikes| strikes.shown.1 - strikes.shown.0)
}

/// A rule that makes a link dead, and the checks that count for it, oldest first.
struct StrikeRule<'a, 'b> {
    checks: Vec<&'b Check<'a>>,
    least: u32,
    /// Hours that lie at least between the first and the last check.
    hours: i64,
    rule: VerdictRule,
}

impl StrikeRule<'_, '_> {
    /// Whether the checks are enough in number and far enough apart. Never fewer than two.
    fn is_confirmed(&self) -> bool {
        let (Some(first), Some(last)) = (self.checks.first(), self.checks.last()) else {
            return false;
        };
        let apart = last.timestamp.as_second().saturating_sub(first.timestamp.as_second());
        self.checks.len() >= self.least.max(2) as usize && apart >= self.hours.saturating_mul(3600)
    }

    /// From how many places they were made.
    fn vantages(&self) -> u32 {
        let places = self.checks.iter().map(|check| check.observation.vantage.as_deref());
        u32::try_from(places.collect::<BTreeSet<_>>().len()).unwrap_or(u32::MAX)
    }

    fn strikes(&self, dead: bool) -> Strikes {
        let least = self.least.max(2);
        let count = u32::try_from(self.checks.len()).unwrap_or(u32::MAX);
        let most = if dead { least } else { least - 1 };
        Strikes { dead, shown: (count.min(most), least), rule: self.rule }
    }
}

fn same_run(one: &Check, other: &Check) -> bool {
    one.observation.run == other.observation.run
}

/// The latest checks in a row that all are as wanted.
fn trailing<'a, 'b>(
    streak: &[&'b Check<'a>],
    wanted: impl Fn(&Check) -> bool,
) -> Vec<&'b Check<'a>> {
    let decisive = streak.iter().rev().filter(|check| check.outcome != Outcome::DnsTemporary);
    let mut checks: Vec<_> = decisive.take_while(|check| wanted(check)).copied().collect();
    checks.reverse();
    checks
}

/// The state of a link that is not dead, and the rule that it follows from.
fn state(
    telling: &[&Check],
    streak: &[&Check],
    host: &HostHistory,
    policy: &Policy,
) -> (LinkState, VerdictRule) {
    let Some(last) = telling.last() else { return (LinkState::Unknown, VerdictRule::NoCheck) };
    let again = streak.iter().filter(|check| check.outcome != Outcome::DnsTemporary).count() > 1;
    let judged = match last.outcome.first_state() {
        // A whole host that lost all of its pages at once deserves a second check first.
        LinkState::Failing
            if !again
                && host.down.contains(&last.observation.run)
                && last.outcome == Outcome::NotFound =>
        {
            (LinkState::Unknown, VerdictRule::HostEvent)
        }
        LinkState::Unknown if again && worsens(last.outcome) => {
            (LinkState::Failing, VerdictRule::SeenAgain)
        }
        state => (state, VerdictRule::LastCheck),
    };
    if judged.0 < LinkState::Flaky && is_flaky(telling, policy) {
        (LinkState::Flaky, VerdictRule::FlakyChecks)
    } else {
        judged
    }
}

/// Whether what is unknown after one check is a failure when it is seen again.
fn worsens(outcome: Outcome) -> bool {
    kind(outcome) == FailureKind::Down
        || matches!(outcome, Outcome::RedirectLimit | Outcome::TlsHandshake)
}

/// Whether a success was followed by a failure within the latest checks. A failure before the first
/// success was the observer's bad luck or has been mended.
fn is_flaky(telling: &[&Check], policy: &Policy) -> bool {
    let start = telling.len().saturating_sub(policy.flaky_checks as usize);
    let recent = telling[start..].iter().map(|check| check.outcome);
    let mut after = recent.skip_while(|outcome| !outcome.is_success());
    after.any(|outcome| outcome.first_state() == LinkState::Failing)
}

fn evidence(check: &Check) -> VerdictEvidence {
    let Observation { started, run, .. } = check.observation;
    VerdictEvidence { started: started.clone(), run: run.clone(), outcome: check.outcome }
}
