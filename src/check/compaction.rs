//! Making a ledger smaller without changing a verdict.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::address::host_of_url;
use super::checks::informative_checks;
use super::drift;
use super::history::History;
use super::ledger::{Ledger, ObservationKey, RunEnd, key};
use super::observation::{Observation, SCHEMA};
use super::outcome::{Outcome, classify_observation};
use super::policy::Policy;
use super::verdict::break_before;

impl Ledger {
    /// Drops what is old: of each URL stay the latest [`Policy::keep`], the first, the last success, and
    /// the first after that, since which it has failed; and what verdicts on them need, which is all
    /// that was seen of their hosts in the same runs. Verdicts stay what they are, and doing it twice
    /// does no more than doing it once.
    pub fn compact(&mut self, policy: &Policy) {
        let history = History::new(self, policy);
        let ends = missing_ends(self, &history);
        let kept = retained_keys(&history, policy);
        let mut telling: BTreeSet<(&str, &str)> = BTreeSet::new();
        for seen in self.observations().filter(|seen| kept.contains(&key(seen))) {
            let of_run = (seen.run.clone(), seen.url.clone());
            let is_soft404 = history.host(&seen.url).soft404s.contains_key(&of_run);
            if is_soft404 || !classify_observation(seen).is_success() {
                telling.insert((host_of_url(&seen.url), &seen.run));
            }
        }
        let stays = |seen: &&Observation| {
            kept.contains(&key(seen)) || telling.contains(&(host_of_url(&seen.url), &*seen.run))
        };
        let gone: BTreeSet<ObservationKey> =
            self.observations().filter(|seen| !stays(seen)).map(key).collect();
        self.remove(&gone);
        ends.into_iter().for_each(|end| self.insert_run_end(end));
    }
}

/// The ends of the runs that have none: what is dropped may be what shows whether they can be trusted.
fn missing_ends(ledger: &Ledger, history: &History<'_>) -> Vec<RunEnd> {
    let last = ledger.observations().map(|seen| (seen.run.as_str(), seen.started.as_str()));
    let last: BTreeMap<&str, &str> = last.collect();
    let open = last.into_iter().filter(|(run, _)| ledger.run_end(run).is_none());
    let end = |(run, ended): (&str, &str)| RunEnd {
        schema: SCHEMA,
        run: run.to_owned(),
        ended: ended.to_owned(),
        valid: history.is_trusted(run),
    };
    open.map(end).collect()
}

/// The observations of each URL to keep. Inconclusive ones do not count towards the limit.
fn retained_keys(history: &History<'_>, policy: &Policy) -> BTreeSet<ObservationKey> {
    let least = policy.keep.max(policy.flaky_checks as usize).max(1);
    let mut kept = BTreeSet::new();
    for (url, all) in history.links() {
        let checks = informative_checks(all, history.host(url), Date::MAX);
        let observations: Vec<&Observation> = checks.iter().map(|one| one.observation).collect();
        let outcomes: Vec<Outcome> = checks.iter().map(|one| one.outcome).collect();
        let recent = &observations[observations.len().saturating_sub(least)..];
        let from = |index: Option<usize>| {
            index.map_or(&observations[..0], |index| {
                &observations[index..observations.len().min(index + 2)]
            })
        };
        let success = from(outcomes.iter().rposition(|outcome| outcome.is_success()));
        let broken = from(break_before(&outcomes));
        // Drift is told from the first page that came.
        let mut pages = checks.iter().filter(|one| one.outcome.is_success());
        let page = pages.find(|one| drift::comparable_page(one.observation).is_some());
        // What was seen from a place stands until something else is seen from there.
        let places: BTreeMap<Option<&str>, &Observation> =
            observations.iter().map(|seen| (seen.vantage.as_deref(), *seen)).collect();
        let places: Vec<&Observation> = places.into_values().collect();
        let stay = recent.iter().chain(observations.first()).chain(success).chain(broken);
        let stay = stay.chain(&places);
        let stay = stay.copied().chain(page.map(|one| one.observation));
        kept.extend(stay.chain(all.last().copied()).map(key));
    }
    kept
}
