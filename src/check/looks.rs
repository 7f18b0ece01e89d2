//! The looks at one link, oldest first, each with what it showed beside its neighbours.

use std::borrow::Borrow;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::drift;
use super::observation::Observation;
use super::outcome::{Outcome, outcome};
use super::verdict::HostView;

/// A look at the link, judged alone.
#[derive(Debug, Clone)]
pub(super) struct Look<'a> {
    pub(super) at: Timestamp,
    pub(super) observation: &'a Observation,
    pub(super) outcome: Outcome,
}

/// The looks until a day that say anything about a link, oldest first: when each was made, and what it showed
/// with what its neighbours showed.
pub fn timeline<O: Borrow<Observation>>(
    history: &[O],
    host: &HostView,
    today: Date,
) -> Vec<(Timestamp, Outcome)> {
    told(history, host, today).into_iter().map(|look| (look.at, look.outcome)).collect()
}

/// The looks of [`timeline`].
pub(super) fn told<'a, O: Borrow<Observation>>(
    history: &'a [O],
    host: &HostView,
    today: Date,
) -> Vec<Look<'a>> {
    let mut looks = looks(history, host, today);
    looks.retain(|look| tells(look, host));
    looks
}

/// The looks that count, oldest first.
pub(super) fn looks<'a, O: Borrow<Observation>>(
    history: &'a [O],
    host: &HostView,
    today: Date,
) -> Vec<Look<'a>> {
    let look = |observation: &'a Observation| {
        let at: Timestamp = observation.started.parse().ok()?;
        let outcome = seen(observation, host);
        (day(at) <= today).then_some(Look { at, observation, outcome })
    };
    let mut looks: Vec<Look> = history.iter().map(O::borrow).filter_map(look).collect();
    // Two lines of one start and run are the same look; should they differ, the better one holds.
    let key = |look: &Look<'a>| (look.at, look.observation.run.as_str());
    let rank = |look: &Look<'a>| (!look.outcome.is_success(), look.outcome);
    looks.sort_by(|a, b| key(a).cmp(&key(b)).then(rank(a).cmp(&rank(b))));
    looks.dedup_by(|a, b| key(a) == key(b));
    mark_drift(&mut looks, host);
    looks
}

/// Tells the looks that showed another page than the first one that showed a page. What a run saw that
/// cannot trust its network is no such page: it may be that of a portal.
fn mark_drift(looks: &mut [Look], host: &HostView) {
    let shows = |look: &Look| look.outcome.is_success() && tells(look, host);
    let first = looks.iter().find(|look| shows(look) && drift::telling(look.observation).is_some());
    let Some(first) = first.map(|look| look.observation) else { return };
    for look in looks.iter_mut().filter(|look| shows(look)) {
        if drift::is_another(first, look.observation) {
            look.outcome = Outcome::Drift;
        }
    }
}

/// What an observation shows, with what its neighbours show.
fn seen(observation: &Observation, host: &HostView) -> Outcome {
    let alone = outcome(observation);
    let key = (observation.run.clone(), observation.url.clone());
    host.alike.get(&key).copied().filter(|_| alone.is_success()).unwrap_or(alone)
}

/// Whether a look says anything about the link.
pub(super) fn tells(look: &Look, host: &HostView) -> bool {
    look.outcome.tells() && !host.invalid.contains(&look.observation.run)
}

/// Its day, in UTC.
pub(super) fn day(at: Timestamp) -> Date {
    Offset::UTC.to_datetime(at).date()
}
