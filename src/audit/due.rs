//! Which subjects are asked in a run.

use std::collections::BTreeMap;

use jiff::civil::Date;
use url::Url;

use super::{Row, Subject};
use crate::check::host::host;
use crate::check::verdict::State;

/// What is asked on a day: what was never looked at, then what is due, longest ago first. `all` asks
/// everything. `rows` are those of `subjects`, as they are known before the run.
///
/// Where a link that failed is looked at again and nothing else of its host is, one page of the host
/// that was alive is asked too: it tells a page that is gone from a host that is.
pub fn due(subjects: &[Subject<'_>], rows: &[Row], all: bool, today: Date) -> Vec<Url> {
    let today = today.to_string();
    let pairs = || subjects.iter().zip(rows);
    // What an earlier run did not reach, or could not tell for want of a network, is still to do; and
    // what a change added is judged by what this run sees.
    let is_due = |row: &Row| {
        let doubtful = is_added(row) && !is_alive(row);
        all || doubtful || row.evidence.is_empty() || row.next <= today
    };
    let order = |row: &Row| (!row.evidence.is_empty(), row.observed.clone(), row.url.clone());
    let mut asked: Vec<_> = pairs().filter(|(_, row)| is_due(row)).collect();
    asked.sort_by_cached_key(|(_, row)| order(row));
    let mut hosts: BTreeMap<String, (bool, bool)> = BTreeMap::new();
    for (subject, row) in &asked {
        let (failed, alive) = hosts.entry(host(&subject.name)).or_default();
        let doubtful = row.verdict == State::Unknown && !row.evidence.is_empty();
        *failed |= row.verdict >= State::Flaky || doubtful;
        *alive |= is_alive(row);
    }
    let mut urls: Vec<Url> = asked.iter().map(|(subject, _)| subject.url.clone()).collect();
    for (subject, _) in pairs().filter(|(_, row)| is_alive(row) && !is_due(row)) {
        if let Some((true, alive @ false)) = hosts.get_mut(&host(&subject.name)) {
            urls.push(subject.url.clone());
            *alive = true;
        }
    }
    urls
}

/// What is asked once more in the same run: links that a change added and that are gone.
pub fn to_confirm(subjects: &[Subject<'_>], rows: &[Row]) -> Vec<Url> {
    let gone = |row: &Row| row.asked && row.outcome.is_some_and(|seen| seen.class() == "gone");
    let pairs = subjects.iter().zip(rows);
    pairs.filter(|(_, row)| gone(row) && is_added(row)).map(|(one, _)| one.url.clone()).collect()
}

fn is_added(row: &Row) -> bool {
    row.cited_by.iter().any(|place| place.added == Some(true))
}

fn is_alive(row: &Row) -> bool {
    matches!(row.verdict, State::Alive | State::Moved)
}
