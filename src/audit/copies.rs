//! For which pages a copy in an archive is wanted, and of which day.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use url::Url;

use super::{AuditContext, CheckRow, CheckTarget};
use crate::check::outcome::classify_observation;
use crate::check::verdict::LinkState;

/// A page that is gone, and the day before which a copy is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GonePage {
    /// Name of the subject.
    pub name: String,
    /// Its address.
    pub url: Url,
    /// When the citing article was published; `None` where it does not say.
    pub published: Option<Date>,
    /// When the page was last seen alive; `None` where it never was.
    pub alive: Option<Date>,
}

/// Dead pages, and new links to pages that are gone, of which no copy was looked for lately: one for
/// each day on which an article was published that cites the page.
pub fn gone(
    subjects: &[CheckTarget<'_>],
    rows: &[CheckRow],
    run: AuditContext<'_>,
) -> Vec<GonePage> {
    // A policy of the library's caller may hold any number, and a span may not.
    let days = i64::from(run.policy.bounded().dead_days);
    let oldest = run.today.saturating_sub(days.days()).to_string();
    let histories = run.ledger.histories();
    let mut wanted = BTreeMap::new();
    let pairs = subjects.iter().zip(rows);
    for (subject, _) in pairs.filter(|(_, row)| row.verdict == LinkState::Dead || row.new_dead) {
        let history = histories.get(subject.name.as_str()).map_or(&[][..], Vec::as_slice);
        let alive = history.iter().rev().find(|seen| classify_observation(seen).is_success());
        let alive = alive.and_then(|seen| seen.started.get(..10)?.parse().ok());
        for citing in &subject.citing {
            let published = citing.article.published_day();
            let day = published.map(|day| day.to_string());
            let known = run.ledger.snapshot(&subject.name, day.as_deref());
            if known.is_some_and(|known| known.copy.is_some() || known.looked_up_at > oldest) {
                continue;
            }
            let (name, url) = (subject.name.clone(), subject.url.clone());
            wanted.insert((name.clone(), day), GonePage { name, url, published, alive });
        }
    }
    wanted.into_values().collect()
}
