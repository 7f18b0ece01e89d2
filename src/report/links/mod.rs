//! Checked links for people and programs: a terminal, a page of Markdown, one JSON object a line.

pub mod markdown;
pub mod ndjson;
pub mod observation;
mod scope;
mod site_scope;
pub mod text;

pub use self::scope::{ExcludedLinks, asked};
pub use self::site_scope::SiteScope;
use crate::audit::CheckRow;
use crate::check::verdict::LinkState;
use crate::report::format::count;
use crate::report::style::Paint;
use crate::report::text::escape;

/// `DEAD 2, BLOCKED 13, ALIVE 1,204`, from bad to good; verdicts without a link are left out.
pub fn tally(rows: &[CheckRow]) -> String {
    let counts = LinkState::ALL
        .map(|state| (state, rows.iter().filter(|row| row.verdict == state).count() as u64));
    let some = counts.into_iter().filter(|(_, number)| *number > 0);
    let parts: Vec<String> =
        some.map(|(state, number)| format!("{} {}", state.name(), count(number))).collect();
    if parts.is_empty() { "no links".to_owned() } else { parts.join(", ") }
}

/// The colour of a verdict.
pub(crate) fn paint(state: LinkState) -> Paint {
    match state {
        LinkState::Dead => Paint::Error,
        LinkState::Failing | LinkState::Suspect | LinkState::Flaky => Paint::Warning,
        LinkState::Moved => Paint::Notice,
        LinkState::Alive => Paint::Good,
        LinkState::Skipped | LinkState::Blocked | LinkState::Unknown => Paint::Faint,
    }
}

/// What is known of a link in a few words: `gone.404, 1 of the 2 failures that make a link DEAD, since 2026-01-02`.
pub fn known(row: &CheckRow) -> String {
    let mut words = row.outcome.map_or("never checked", |outcome| outcome.code()).to_owned();
    if let Some((number, least)) = row.strikes {
        words += &format!(", {number} of the {least} failures that make a link DEAD");
    }
    if let Some(since) = &row.since {
        let comma = if row.strikes.is_some() { "," } else { "" };
        words += &format!("{comma} since {since}");
    }
    words
}

/// `no part named x, y`: what links ask for and the page has not.
pub(crate) fn missing(row: &CheckRow) -> Option<String> {
    let names = row.missing_fragments.iter().map(|name| escape(name));
    let names = names.collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| format!("no part named {names}"))
}

/// The address that a link leads to, where that is another one.
pub(crate) fn landed(row: &CheckRow) -> Option<&str> {
    row.final_url.as_deref().filter(|landed| row.hops.len() > 1 && *landed != row.url)
}

/// Rows from bad to good, then by address.
pub(crate) fn by_verdict(rows: &[CheckRow]) -> Vec<&CheckRow> {
    let mut sorted: Vec<&CheckRow> = rows.iter().collect();
    sorted.sort_by(|one, two| two.verdict.cmp(&one.verdict).then_with(|| one.url.cmp(&two.url)));
    sorted
}
