//! How hosts did, in one run and over all of them.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use super::address::host_of_url;
use super::observation::{ChainEnd, ConnectFault, Observation};
use super::outcome::{Class, Outcome, classify_observation};
use super::policy::Policy;

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

/// What is known of the host of a link, run by run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostHistory {
    /// Runs in which other answers of the host came as they should.
    pub alive: BTreeSet<String>,
    /// Runs in which every link of the host failed in the same way.
    pub down: BTreeSet<String>,
    /// Runs that cannot trust their own network; their observations count for nothing.
    pub invalid: BTreeSet<String>,
    /// By run and URL, what only several observations together show (see [`super::soft404`]). It takes
    /// the place of a success.
    pub soft404s: BTreeMap<(String, String), Outcome>,
    /// By run and URL, answers that every address of the host got (see [`super::refusal`]).
    pub refusals: BTreeSet<(String, String)>,
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
        of_host.up |= !observation.hops.is_empty() || is_connected(observation.end);
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
    /// Whether anything was answered, or a connection stood.
    up: bool,
    /// What else its addresses showed.
    failed: BTreeMap<&'a str, Outcome>,
}

impl HostStats<'_> {
    fn state(&self, policy: &Policy) -> HostState {
        match state(self.failed.values().copied(), policy) {
            _ if self.alive => HostState::Alive,
            // A host that answers anything can be reached.
            HostState::Down(fault) if fault.class() == Class::Net && self.up => HostState::Unclear,
            state => state,
        }
    }
}

/// Whether somebody took the connection.
fn is_connected(end: ChainEnd) -> bool {
    matches!(end, ChainEnd::Read(_) | ChainEnd::Tls(_) | ChainEnd::Connect(ConnectFault::Reset))
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
                && (n > 1 || outcome.is_host_wide()) =>
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

/// Whether an outcome speaks against the host.
fn fails(outcome: Outcome) -> bool {
    // A name that its registry does not know says nothing of the host that stands in the address.
    outcome.class().is_failure()
        && !matches!(outcome, Outcome::ClientError | Outcome::UnknownIdentifier)
}

/// The outcome that stands for all faults of its kind: a host that refuses one connection and lets
/// the next one time out is silent all the same.
fn group(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Gone => Outcome::NotFound,
        Outcome::ConnectTimeout => Outcome::Refused,
        outcome => outcome,
    }
}
