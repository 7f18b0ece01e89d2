//! Which subjects are asked in a run.

use std::collections::BTreeMap;

use jiff::civil::Date;
use url::Url;

use super::{CheckRow, CheckTarget};
use crate::check::address::{front_page_url, host_of_url, is_front_page};
use crate::check::history::History;
use crate::check::ledger::Ledger;
use crate::check::observation::{ChainEnd, Observation};
use crate::check::outcome::{Class, Outcome, classify_observation};
use crate::check::policy::Policy;
use crate::check::run_validity::last_alive;
use crate::check::verdict::LinkState;

/// What a run asks, beside what is due.
#[derive(Default)]
pub struct DueOptions<'a> {
    /// Everything.
    pub all: bool,
    /// Nothing but what a change added: nobody is to be blamed for the rest.
    pub only_added: bool,
    /// Whether a private address may be asked now; `None` where none may.
    pub permits_private: Option<&'a dyn Fn(&Url) -> bool>,
}

/// What is asked on a day: what was never looked at, then what is due, longest ago first. `rows` are those
/// of `subjects`, as they are known before the run. A private address is due as soon as it may be asked.
///
/// Where a link that failed is looked at again and nothing else of its host is, one page of the host
/// that was alive is asked too: it tells a page that is gone from a host that is.
pub fn due_urls(
    subjects: &[CheckTarget<'_>],
    rows: &[CheckRow],
    wish: &DueOptions<'_>,
    today: Date,
) -> Vec<Url> {
    let today = today.to_string();
    let pairs = || subjects.iter().zip(rows).filter(|(_, row)| !wish.only_added || is_added(row));
    // What an earlier run did not reach, or could not tell for want of a network, is still to do; and
    // what a change added is judged by what this run sees.
    let is_due = |subject: &CheckTarget<'_>, row: &CheckRow| {
        let doubtful = is_added(row) && !is_alive(row);
        let permitted = || wish.permits_private.is_some_and(|permits| permits(&subject.url));
        wish.all
            || doubtful
            || row.evidence.is_empty()
            || row.next <= today
            || (was_refused(row) && permitted())
    };
    let order = |row: &CheckRow| (!row.evidence.is_empty(), row.observed.clone(), row.url.clone());
    let mut asked: Vec<_> = pairs().filter(|(subject, row)| is_due(subject, row)).collect();
    asked.sort_by_cached_key(|(_, row)| order(row));
    let mut hosts: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for (subject, row) in &asked {
        let (failed, alive) = hosts.entry(host_of_url(&subject.name)).or_default();
        let doubtful = row.verdict == LinkState::Unknown && !row.evidence.is_empty();
        *failed |= row.verdict >= LinkState::Flaky || doubtful;
        *alive |= is_alive(row);
    }
    let mut urls: Vec<Url> = asked.iter().map(|(subject, _)| subject.url.clone()).collect();
    for (subject, _) in pairs().filter(|(one, row)| is_alive(row) && !is_due(one, row)) {
        if let Some((true, alive @ false)) = hosts.get_mut(host_of_url(&subject.name)) {
            urls.push(subject.url.clone());
            *alive = true;
        }
    }
    urls
}

/// Front pages of hosts of which something failed and nothing came, where they were not asked already:
/// whether the host is there tells a fault of one page from one of the host. Not those of hosts of which links were
/// put off: whoever is left alone is asked for no front page either.
pub fn controls(run: &[&Observation], postponed: &BTreeMap<String, ChainEnd>) -> Vec<Url> {
    let mut hosts: BTreeMap<&str, (bool, Option<Url>)> = BTreeMap::new();
    for seen in run {
        let (came, front) = hosts.entry(host_of_url(&seen.url)).or_default();
        let told = classify_observation(seen);
        *came |= told.is_success() || is_front_page(&seen.url);
        let fails = match told {
            // The name says the same of every page below it.
            Outcome::NxDomain | Outcome::NoAddress | Outcome::DnsTemporary => false,
            _ => told.class().is_failure() && seen.registry.is_none(),
        };
        if fails && front.is_none() {
            *front = front_page_url(&seen.url).and_then(|url| Url::parse(&url).ok());
        }
    }
    postponed.keys().for_each(|url| _ = hosts.remove(host_of_url(url)));
    let silent = hosts.into_values().filter(|(came, _)| !came);
    silent.filter_map(|(_, front)| front).collect()
}

/// Hosts that were alive when last seen, each with the address that showed it.
pub(super) fn alive_hosts(
    ledger: &Ledger,
    policy: &Policy,
    today: Date,
) -> BTreeMap<String, String> {
    let history = History::new(ledger, policy);
    let trusted = ledger.observations().filter(|seen| history.is_trusted(&seen.run));
    last_alive(&trusted.collect::<Vec<_>>(), policy, today)
}

/// What is asked once more in the same run: links that a change added and that are gone.
pub fn to_confirm(subjects: &[CheckTarget<'_>], rows: &[CheckRow]) -> Vec<Url> {
    let gone =
        |row: &CheckRow| row.asked && row.outcome.is_some_and(|seen| seen.class() == Class::Gone);
    let pairs = subjects.iter().zip(rows);
    pairs.filter(|(_, row)| gone(row) && is_added(row)).map(|(one, _)| one.url.clone()).collect()
}

/// Whether the link itself leads to a private address. Behind a redirect none may be asked in any case.
fn was_refused(row: &CheckRow) -> bool {
    row.outcome == Some(Outcome::Private) && row.hops.is_empty()
}

fn is_added(row: &CheckRow) -> bool {
    row.cited_by.iter().any(|place| place.added == Some(true))
}

fn is_alive(row: &CheckRow) -> bool {
    matches!(row.verdict, LinkState::Alive | LinkState::Moved)
}
