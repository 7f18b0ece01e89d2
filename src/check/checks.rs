//! The checks at one link, oldest first, each with what it showed beside its neighbours.

use std::borrow::Borrow;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::drift;
use super::host::HostHistory;
use super::observation::{Observation, sign};
use super::outcome::{Outcome, classify_observation};

/// A check at the link, judged alone.
#[derive(Debug, Clone)]
pub(super) struct Check<'a> {
    pub(super) timestamp: Timestamp,
    pub(super) observation: &'a Observation,
    pub(super) outcome: Outcome,
}

/// The checks until a day that say anything about a link, oldest first: when each was made, and what it showed
/// with what its neighbours showed.
pub fn timeline<O: Borrow<Observation>>(
    history: &[O],
    host: &HostHistory,
    today: Date,
) -> Vec<(Timestamp, Outcome)> {
    informative_checks(history, host, today)
        .into_iter()
        .map(|check| (check.timestamp, check.outcome))
        .collect()
}

/// The checks of [`timeline`].
pub(super) fn informative_checks<'a, O: Borrow<Observation>>(
    history: &'a [O],
    host: &HostHistory,
    today: Date,
) -> Vec<Check<'a>> {
    let mut checks = checks_until(history, host, today);
    checks.retain(|check| is_informative(check, host));
    checks
}

/// The checks that count, oldest first.
pub(super) fn checks_until<'a, O: Borrow<Observation>>(
    history: &'a [O],
    host: &HostHistory,
    today: Date,
) -> Vec<Check<'a>> {
    let check = |observation: &'a Observation| {
        let at: Timestamp = observation.started.parse().ok()?;
        let outcome = seen(observation, host);
        (day(at) <= today).then_some(Check { timestamp: at, observation, outcome })
    };
    let mut checks: Vec<Check> = history.iter().map(O::borrow).filter_map(check).collect();
    // Two lines of one start and run are the same check; should they differ, the better one holds.
    let key = |check: &Check<'a>| (check.timestamp, check.observation.run.as_str());
    let rank = |check: &Check<'a>| (!check.outcome.is_success(), check.outcome);
    checks.sort_by(|a, b| key(a).cmp(&key(b)).then(rank(a).cmp(&rank(b))));
    checks.dedup_by(|a, b| key(a) == key(b));
    mark_drift(&mut checks, host);
    checks
}

/// Tells the checks that showed another page than the first one that showed a page. Observations of
/// runs without a trusted network are left out: they may show a captive portal.
fn mark_drift(checks: &mut [Check], host: &HostHistory) {
    let shows = |check: &Check| check.outcome.is_success() && is_informative(check, host);
    let first = checks
        .iter()
        .find(|check| shows(check) && drift::comparable_page(check.observation).is_some());
    let Some(first) = first.map(|check| check.observation) else { return };
    // A shell is what nobody can tell, unless it stands where a page was.
    let shows_little =
        |check: &Check| check.outcome == Outcome::Shell && is_informative(check, host);
    for check in checks.iter_mut().filter(|check| shows(check) || shows_little(check)) {
        let now = check.observation;
        if drift::is_different_page(first, now) || drift::is_emptied(first, now) {
            let asks = |seen: &Observation| {
                seen.page.as_ref().is_some_and(|page| page.signs.iter().any(|s| s == sign::LOGIN))
            };
            let is_login = asks(now) && !asks(first);
            check.outcome = if is_login { Outcome::Auth } else { Outcome::Drift };
        }
    }
}

/// What an observation shows, with what its neighbours show.
fn seen(observation: &Observation, host: &HostHistory) -> Outcome {
    let alone = classify_observation(observation);
    let key = (observation.run.clone(), observation.url.clone());
    match alone {
        _ if alone.is_success() => host.soft404s.get(&key).copied().unwrap_or(alone),
        Outcome::ClientError | Outcome::ServerError if host.refusals.contains(&key) => {
            Outcome::Robots
        }
        _ => alone,
    }
}

/// Whether a check says anything about the link.
pub(super) fn is_informative(check: &Check, host: &HostHistory) -> bool {
    check.outcome.is_conclusive() && !host.invalid.contains(&check.observation.run)
}

/// Its day, in UTC.
pub(super) fn day(at: Timestamp) -> Date {
    Offset::UTC.to_datetime(at).date()
}
