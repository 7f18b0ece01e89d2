//! What the observations of one run show together about hosts, and about the run itself.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan as _};

use super::ledger::Ledger;
use super::observation::{ChainEnd, Observation};
use super::outcome::{Outcome, classify_observation};
use super::policy::Policy;
use super::soft404;
use super::verdict::HostHistory;

/// How a host did in one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HostState {
    /// At least one page came.
    Alive,
    /// Nothing that came tells about the host: walls, single failures.
    Unclear,
    /// All of it failed alike: one event, however many links it has.
    Down(Outcome),
}

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

/// The host of an address, with its port where that is not the usual one; the whole text where there
/// is none.
pub fn host_of_url(url: &str) -> &str {
    // The URLs of a ledger are written as browsers write them, so there is nothing to parse.
    let web = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    let Some(rest) = web else { return url };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let named = authority.rsplit('@').next().unwrap_or_default();
    if named.is_empty() { url } else { named }
}

/// How each host did in one run, by [`host_of_url`] of the addresses that were asked for. Expects the
/// observations of that run alone; what was not reached says nothing.
pub fn host_states<'a, O: Borrow<Observation>>(
    run: &'a [O],
    policy: &Policy,
) -> BTreeMap<&'a str, HostState> {
    let mut hosts: BTreeMap<&str, HostStats<'_>> = BTreeMap::new();
    for observation in run.iter().map(O::borrow) {
        let seen = if answered(observation) {
            Outcome::DeadEnd
        } else {
            classify_observation(observation)
        };
        let of_host = hosts.entry(host_of_url(&observation.url)).or_default();
        of_host.up |= !observation.hops.is_empty();
        let says_nothing = matches!(seen, Outcome::Budget | Outcome::Private | Outcome::Scheme);
        if seen.is_success() {
            of_host.alive = true;
        } else if !says_nothing && seen != Outcome::Registry {
            // One that has shown a page is alive, whatever else it showed.
            of_host.failed.entry(&observation.url).or_insert(seen);
        }
    }
    let told = hosts.into_iter().filter(|(_, seen)| seen.alive || !seen.failed.is_empty());
    told.map(|(host, seen)| (host, seen.state(policy))).collect()
}

/// What one run saw of a host.
#[derive(Default)]
struct HostStats<'a> {
    /// Whether a page came.
    alive: bool,
    /// Whether anything was answered.
    up: bool,
    /// What else its addresses showed.
    failed: BTreeMap<&'a str, Outcome>,
}

impl HostStats<'_> {
    fn state(&self, policy: &Policy) -> HostState {
        match state(self.failed.values().copied(), policy) {
            _ if self.alive => HostState::Alive,
            // A host that answers anything can be reached.
            HostState::Down(fault) if fault.class() == "net" && self.up => HostState::Unclear,
            state => state,
        }
    }
}

/// How a host did that showed no page.
fn state(outcomes: impl ExactSizeIterator<Item = Outcome>, policy: &Policy) -> HostState {
    let n = outcomes.len();
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    for outcome in outcomes.filter(|outcome| fails(*outcome)) {
        *counts.entry(group(outcome)).or_default() += 1;
    }
    let most =
        counts.into_iter().max_by_key(|(outcome, count)| (*count, std::cmp::Reverse(*outcome)));
    match most {
        Some((outcome, count))
            if count * 100 >= n * policy.host_alike_percent as usize
                && (n > 1 || is_host_wide(outcome)) =>
        {
            HostState::Down(outcome)
        }
        _ => HostState::Unclear,
    }
}

/// Whether an answer was given before a later hop failed: that says nothing bad about this host.
fn answered(observation: &Observation) -> bool {
    let broke =
        matches!(observation.end, ChainEnd::Dns(_) | ChainEnd::Connect(_) | ChainEnd::Tls(_));
    broke && !observation.hops.is_empty()
}

fn fails(outcome: Outcome) -> bool {
    // A name that its registry does not know says nothing of the host that stands in the address.
    matches!(outcome.class(), "gone" | "net" | "server")
        && !matches!(outcome, Outcome::ClientError | Outcome::UnknownIdentifier)
}

/// The outcome that stands for all faults of its kind: a host that refuses one connection and lets
/// the next one time out is down all the same.
fn group(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Gone => Outcome::NotFound,
        Outcome::Reset | Outcome::ConnectTimeout | Outcome::Unreachable => Outcome::Refused,
        Outcome::OriginDown => Outcome::ServerError,
        outcome => outcome,
    }
}

/// Whether one address is enough to tell about its host: no path was read.
fn is_host_wide(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::NxDomain | Outcome::NoAddress | Outcome::Refused | Outcome::DnsTemporary
    )
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
fn runs<O: Borrow<Observation>>(ledger: &[O]) -> Vec<(&str, Vec<&Observation>)> {
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

/// The runs that cannot be trusted: those that were found so when they ended, and of those that have
/// no end, which a killed run has not, those of which it shows.
pub fn invalid_runs(ledger: &Ledger, policy: &Policy) -> BTreeSet<String> {
    let mut invalid = BTreeSet::new();
    let all: Vec<&Observation> = ledger.observations().collect();
    let mut alive = LiveHosts::default();
    let runs = runs(&all);
    // Who was alive matters to runs without an end alone.
    let last_open = runs.iter().rposition(|(run, _)| ledger.run_end(run).is_none()).unwrap_or(0);
    for (at, (run, observations)) in runs.into_iter().enumerate() {
        let valid = ledger
            .run_end(run)
            .map_or_else(|| is_valid(&observations, &alive, policy), |end| end.valid);
        if !valid {
            invalid.insert(run.to_owned());
        } else if at < last_open {
            alive.see(&observations, policy);
        }
    }
    invalid
}

fn is_valid(run: &[&Observation], alive: &LiveHosts, policy: &Policy) -> bool {
    let began = run.iter().filter_map(|seen| seen.started.parse::<Timestamp>().ok()).min();
    let Some(began) = began else { return false };
    let alive = alive.on(Offset::UTC.to_datetime(began).date(), policy);
    validity(run, &alive.into_keys().collect(), policy) == RunValidity::Valid
}

/// Hosts that were alive when last seen: the latest success of each, and the address that showed it.
#[derive(Debug, Default)]
struct LiveHosts(BTreeMap<String, (String, String)>);

impl LiveHosts {
    /// Takes in a run that can be trusted.
    fn see(&mut self, run: &[&Observation], policy: &Policy) {
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
    fn on(&self, today: Date, policy: &Policy) -> BTreeMap<String, String> {
        let days = i64::from(policy.canary_days.min(36_500));
        let oldest = today.saturating_sub(days.days()).to_string();
        let fresh = self.0.iter().filter(|(_, (started, _))| *started >= oldest);
        fresh.map(|(host, (_, url))| (host.clone(), url.clone())).collect()
    }
}

/// What the whole ledger shows about each host, for [`super::verdict::judge_link`]. `invalid` names the
/// runs that were found so when they were made; their observations say nothing about hosts.
pub fn host_histories<O: Borrow<Observation>>(
    ledger: &[O],
    invalid: &BTreeSet<String>,
    policy: &Policy,
) -> BTreeMap<String, HostHistory> {
    let mut views: BTreeMap<String, HostHistory> = BTreeMap::new();
    for (run, observations) in runs(ledger) {
        let bad = invalid.contains(run);
        for (host, state) in host_states(&observations, policy) {
            let view = views.entry(host.to_owned()).or_default();
            let runs = match state {
                _ if bad => &mut view.invalid,
                HostState::Alive => &mut view.alive,
                HostState::Down(_) => &mut view.down,
                HostState::Unclear => continue,
            };
            runs.insert(run.to_owned());
        }
        for (url, outcome) in soft404::find_soft404s(&observations, policy) {
            let view = views.entry(host_of_url(&url).to_owned()).or_default();
            view.soft404s.insert((run.to_owned(), url), outcome);
        }
    }
    views
}
