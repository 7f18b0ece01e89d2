//! How long a link was seen to live, for curves of survival.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{AuditContext, CheckRow, CheckedLinks};
use crate::check::checks::timeline;
use crate::check::history::History;
use crate::check::outcome::Outcome;
use crate::check::verdict::LinkState;

const SECONDS_A_DAY: f64 = 86_400.0;

/// The time for which a link was watched, from the first check that showed its page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Life {
    /// Days from the first check that showed the page to its death, else to the last check that showed it.
    pub days: f64,
    /// Whether it died: its verdict is DEAD. What is not dead, failing links and those behind walls
    /// included, was last known to live when its page last came.
    pub died: bool,
    /// Days within which the death lies: from the last check that showed the page to the first of those
    /// that make it dead. 0 for what is not dead.
    pub within: f64,
}

/// The lives of links, by request URL: of those whose page came and that were looked at again later with an
/// answer to whether it still does.
///
/// The clock starts at the first check that showed the page, not at the date of an article: a link that died
/// before anybody looked never comes into the ledger alive, so ages would leave out the short lives. A death
/// lies somewhere between the last check that showed the page and the first of those that make it dead; it is
/// put in the **middle**, since the later end would lengthen every life by half the time between checks. For
/// times that are shorter than those between checks a curve says more about the checks than about the links.
/// A page that came back lives. Runs that cannot be trusted count for nothing. Of a compacted ledger the
/// start may be later, where the very first check had failed.
pub fn lives(links: &CheckedLinks, run: AuditContext<'_>) -> BTreeMap<String, Life> {
    let history = History::new(run.ledger, run.policy);
    let life = |row: &CheckRow| {
        let checks = timeline(history.link(&row.url), history.host(&row.url), run.today);
        Some((row.url.clone(), observed_life(row, &checks)?))
    };
    links.rows().filter_map(life).collect()
}

fn observed_life(row: &CheckRow, checks: &[(Timestamp, Outcome)]) -> Option<Life> {
    let came = || checks.iter().filter(|(_, shown)| shown.is_success()).map(|(at, _)| *at);
    let (first, last) = (came().next()?, came().next_back()?);
    let days = |at: Timestamp| at.duration_since(first).as_secs_f64() / SECONDS_A_DAY;
    if row.verdict != LinkState::Dead {
        return (last > first).then(|| Life { days: days(last), died: false, within: 0.0 });
    }
    let failed: Timestamp = row.evidence.first()?.started.parse().ok()?;
    let (came, gone) = (days(last), days(failed));
    Some(Life { days: f64::midpoint(came, gone), died: true, within: gone - came })
}
