//! The looks at one link, oldest first, each with what it showed beside its neighbours.

use std::borrow::Borrow;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::drift;
use super::host::HostHistory;
use super::observation::Observation;
use super::outcome::{Outcome, classify_observation};

/// A look at the link, judged alone.
#[derive(Debug, Clone)]
pub(super) struct Check<'a> {
    pub(super) timestamp: Timestamp,
    pub(super) observation: &'a Observation,
    pub(super) outcome: Outcome,
}

/// The looks until a day that say anything about a link, oldest first: when each was made, and what it showed
/// with what its neighbours showed.
pub fn timeline<O: Borrow<Observation>>(
    history: &[O],
    host: &HostHistory,
    today: Date,
) -> Vec<(Timestamp, Outcome)> {
    informative_checks(history, host, today)
        .into_iter()
        .map(|look| (look.timestamp, look.outcome))
        .collect()
}

/// The looks of [`timeline`].
pub(super) fn informative_checks<'a, O: Borrow<Observation>>(
    history: &'a [O],
    host: &HostHistory,
    today: Date,
) -> Vec<Check<'a>> {
    let mut looks = checks_until(history, host, today);
    looks.retain(|look| is_informative(look, host));
    looks
}

/// The looks that count, oldest first.
pub(super) fn checks_until<'a, O: Borrow<Observation>>(
    history: &'a [O],
    host: &HostHistory,
    today: Date,
) -> Vec<Check<'a>> {
    let look = |observation: &'a Observation| {
        let at: Timestamp = observation.started.parse().ok()?;
        let outcome = seen(observation, host);
        (day(at) <= today).then_some(Check { timestamp: at, observation, outcome })
    };
    let mut looks: Vec<Check> = history.iter().map(O::borrow).filter_map(look).collect();
    // Two lines of one start and run are the same look; should they differ, the better one holds.
    let key = |look: &Check<'a>| (look.timestamp, look.observation.run.as_str());
    let rank = |look: &Check<'a>| (!look.outcome.is_success(), look.outcome);
    looks.sort_by(|a, b| key(a).cmp(&key(b)).then(rank(a).cmp(&rank(b))));
    looks.dedup_by(|a, b| key(a) == key(b));
    mark_drift(&mut looks, host);
    looks
}

/// Tells the looks that showed another page than the first one that showed a page. What a run saw that
/// cannot trust its network is no such page: it may be that of a portal.
fn mark_drift(looks: &mut [Check], host: &HostHistory) {
    let shows = |look: &Check| look.outcome.is_success() && is_informative(look, host);
    let first =
        looks.iter().find(|look| shows(look) && drift::comparable_page(look.observation).is_some());
    let Some(first) = first.map(|look| look.observation) else { return };
    for look in looks.iter_mut().filter(|look| shows(look)) {
        if drift::is_different_page(first, look.observation) {
            look.outcome = Outcome::Drift;
        }
    }
}

/// What an observation shows, with what its neighbours show.
fn seen(observation: &Observation, host: &HostHistory) -> Outcome {
    let alone = classify_observation(observation);
    let key = (observation.run.clone(), observation.url.clone());
    host.soft404s.get(&key).copied().filter(|_| alone.is_success()).unwrap_or(alone)
}

/// Whether a look says anything about the link.
pub(super) fn is_informative(look: &Check, host: &HostHistory) -> bool {
    look.outcome.is_conclusive() && !host.invalid.contains(&look.observation.run)
}

/// Its day, in UTC.
pub(super) fn day(at: Timestamp) -> Date {
    Offset::UTC.to_datetime(at).date()
}
