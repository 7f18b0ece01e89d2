//! A ledger read once: which of its runs count, and what they show of each link and of each host.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use super::address::host_of_url;
use super::host::{HostHistory, HostState, host_states};
use super::ledger::Ledger;
use super::observation::Observation;
use super::policy::Policy;
use super::run_validity::{LiveHosts, is_valid, runs};
use super::{refusal, soft404};

/// What a ledger shows by a policy.
#[derive(Debug)]
pub struct History<'a> {
    invalid: BTreeSet<String>,
    hosts: BTreeMap<String, HostHistory>,
    links: BTreeMap<&'a str, Vec<&'a Observation>>,
    /// That of a host which the ledger does not know.
    unknown: HostHistory,
}

impl<'a> History<'a> {
    /// Reads a ledger.
    pub fn new(ledger: &'a Ledger, policy: &Policy) -> Self {
        let all: Vec<&Observation> = ledger.observations().collect();
        let invalid = invalid_runs(ledger, &all, policy);
        let hosts = host_histories(&all, &invalid, policy);
        Self { invalid, hosts, links: ledger.histories(), unknown: HostHistory::default() }
    }

    /// Whether the observations of a run count. Those of a run do not that could not trust its own
    /// network: it was found so when it ended, or shows it where it has no end, as a killed one.
    pub fn is_trusted(&self, run: &str) -> bool {
        !self.invalid.contains(run)
    }

    /// The observations of a link, oldest first, by its request URL.
    pub fn link(&self, url: &str) -> &[&'a Observation] {
        self.links.get(url).map_or(&[], Vec::as_slice)
    }

    /// All links with their observations, by request URL.
    pub fn links(&self) -> impl Iterator<Item = (&'a str, &[&'a Observation])> {
        self.links.iter().map(|(url, observations)| (*url, observations.as_slice()))
    }

    /// What is known of the host of a URL.
    pub fn host(&self, url: &str) -> &HostHistory {
        self.hosts.get(host_of_url(url)).unwrap_or(&self.unknown)
    }
}

fn invalid_runs(ledger: &Ledger, all: &[&Observation], policy: &Policy) -> BTreeSet<String> {
    let mut invalid = BTreeSet::new();
    let mut alive = LiveHosts::default();
    let runs = runs(all);
    // Who was alive matters to runs without an end alone.
    let last_open = runs.iter().rposition(|(run, _)| ledger.run_end(run).is_none()).unwrap_or(0);
    for (index, (run, observations)) in runs.into_iter().enumerate() {
        let valid = ledger
            .run_end(run)
            .map_or_else(|| is_valid(&observations, &alive, policy), |end| end.valid);
        if !valid {
            invalid.insert(run.to_owned());
        } else if index < last_open {
            alive.see(&observations, policy);
        }
    }
    invalid
}

/// What observations show about each host, for [`super::verdict::judge_link`]. `invalid` names the runs
/// that cannot be trusted; their observations say nothing about hosts.
pub fn host_histories<O: Borrow<Observation>>(
    observations: &[O],
    invalid: &BTreeSet<String>,
    policy: &Policy,
) -> BTreeMap<String, HostHistory> {
    let mut hosts: BTreeMap<String, HostHistory> = BTreeMap::new();
    for (run, observations) in runs(observations) {
        let bad = invalid.contains(run);
        for (host, state) in host_states(&observations, policy) {
            let history = hosts.entry(host.to_owned()).or_default();
            let runs = match state {
                _ if bad => &mut history.invalid,
                HostState::Alive => &mut history.alive,
                HostState::Down(_) => &mut history.down,
                HostState::Unclear => continue,
            };
            runs.insert(run.to_owned());
        }
        for (url, outcome) in soft404::find_soft404s(&observations, policy) {
            let history = hosts.entry(host_of_url(&url).to_owned()).or_default();
            history.soft404s.insert((run.to_owned(), url), outcome);
        }
        for url in refusal::find_refusals(&observations) {
            let history = hosts.entry(host_of_url(&url).to_owned()).or_default();
            history.refusals.insert((run.to_owned(), url));
        }
    }
    hosts
}
