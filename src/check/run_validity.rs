//! Whether a run can trust its own network: by the hosts that were alive before.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan as _};

use super::address::host_of_url;
use super::host::{HostState, host_states};
use super::observation::Observation;
use super::outcome::{Outcome, classify_observation};
use super::policy::Policy;

/// Whether the observations of a run can be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunValidity {
    /// They can.
    Valid,
    /// Too little is known: these hosts, last seen alive, have to be asked, and the question put
    /// again with what they answer. Never empty.
    NeedsCanary(Vec<String>),
    /// They cannot: most likely the network of the observer is at fault. Nothing is held against links.
    Invalid {
        /// Hosts that count and did not answer.
        failed: usize,
        /// Hosts that count.
        asked: usize,
    },
}

/// Whether a run can be trusted, given the hosts that were alive when last seen. A caller without
/// such a history may name hosts that it trusts in their place.
///
/// Any host that answers anything shows that the network stands; hosts never seen alive may be dead
/// for years, so what fails among them says nothing. Only where several of those that were alive stay
/// silent at once is the network doubted although others answer.
pub fn validity<O: Borrow<Observation>>(
    run: &[O],
    last_alive: &BTreeSet<String>,
    policy: &Policy,
) -> RunValidity {
    let least = policy.canaries.max(1);
    let reached = reached(run);
    let known = reached.iter().filter(|(host, _)| last_alive.contains(**host));
    let known: Vec<bool> = known.map(|(_, came)| *came).collect();
    let silent = known.iter().filter(|came| !**came).count();
    if silent >= least && silent * 100 >= known.len() * policy.run_failure_percent as usize {
        return invalid(&known);
    }
    if reached.is_empty() || reached.values().any(|came| *came) {
        return RunValidity::Valid;
    }
    let canaries = last_alive.iter().filter(|host| !reached.contains_key(host.as_str()));
    let canaries: Vec<String> = canaries.take(least).cloned().collect();
    if canaries.is_empty() {
        let all: Vec<bool> = reached.into_values().collect();
        invalid(&all)
    } else {
        RunValidity::NeedsCanary(canaries)
    }
}

/// By host: whether a server of any kind answered anything.
fn reached<O: Borrow<Observation>>(run: &[O]) -> BTreeMap<&str, bool> {
    let mut reached = BTreeMap::new();
    for observation in run.iter().map(O::borrow) {
        let seen = classify_observation(observation);
        if matches!(seen, Outcome::Budget | Outcome::Private | Outcome::Scheme) {
            continue;
        }
        let answered = !observation.hops.is_empty();
        *reached.entry(host_of_url(&observation.url)).or_insert(false) |= answered;
    }
    reached
}

fn invalid(came: &[bool]) -> RunValidity {
    RunValidity::Invalid { failed: came.iter().filter(|came| !**came).count(), asked: came.len() }
}

/// The hosts that were alive when last seen before or on a day, each with the address that showed it.
/// Expects the observations of trusted runs; what is older than [`Policy::canary_days`] counts no more.
pub fn last_alive<O: Borrow<Observation>>(
    ledger: &[O],
    policy: &Policy,
    today: Date,
) -> BTreeMap<String, String> {
    let mut alive = LiveHosts::default();
    for (_, observations) in runs(ledger) {
        alive.see(&observations, policy);
    }
    alive.on(today, policy)
}

/// The observations of each run, the runs in the order in which they began.
pub(super) fn runs<O: Borrow<Observation>>(ledger: &[O]) -> Vec<(&str, Vec<&Observation>)> {
    let mut runs: BTreeMap<&str, Vec<&Observation>> = BTreeMap::new();
    for observation in ledger.iter().map(O::borrow) {
        runs.entry(&observation.run).or_default().push(observation);
    }
    let mut runs: Vec<_> = runs.into_iter().collect();
    let start = |observations: &[&Observation]| {
        observations.iter().map(|observation| observation.started.clone()).min()
    };
    runs.sort_by_cached_key(|(run, observations)| (start(observations), (*run).to_owned()));
    runs
}

/// Whether a run that has no end can be trusted, by the hosts that were alive before it.
pub(super) fn is_valid(run: &[&Observation], alive: &LiveHosts, policy: &Policy) -> bool {
    let began = run.iter().filter_map(|seen| seen.started.parse::<Timestamp>().ok()).min();
    let Some(began) = began else { return false };
    let alive = alive.on(Offset::UTC.to_datetime(began).date(), policy);
    validity(run, &alive.into_keys().collect(), policy) == RunValidity::Valid
}

/// Hosts that were alive when last seen: the latest success of each, and the address that showed it.
#[derive(Debug, Default)]
pub(super) struct LiveHosts(BTreeMap<String, (String, String)>);

impl LiveHosts {
    /// Takes in a run that can be trusted.
    pub(super) fn see(&mut self, run: &[&Observation], policy: &Policy) {
        let down = host_states(run, policy).into_iter();
        for (host, _) in down.filter(|(_, state)| matches!(state, HostState::Down(_))) {
            self.0.remove(host);
        }
        for seen in run.iter().filter(|seen| classify_observation(seen).is_success()) {
            self.0.insert(
                host_of_url(&seen.url).to_owned(),
                (seen.started.clone(), seen.url.clone()),
            );
        }
    }

    /// Those of which the success is not too old, each with its address.
    pub(super) fn on(&self, today: Date, policy: &Policy) -> BTreeMap<String, String> {
        let days = i64::from(policy.canary_days.min(36_500));
        let oldest = today.saturating_sub(days.days()).to_string();
        let fresh = self.0.iter().filter(|(_, (started, _))| *started >= oldest);
        fresh.map(|(host, (_, url))| (host.clone(), url.clone())).collect()
    }
}
