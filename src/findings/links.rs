//! Whether a link still leads to its page, as the ledger shows.

use ::url::Url;
use rustc_hash::FxHashSet;

use super::context::{ArticleContext, ParsedLink};
use super::draft::FindingDraft;
use super::rule_entry::RuleEntry;
use super::rule_id::RuleId;
use super::{Fix, Severity};
use crate::article::Reason;
use crate::audit::CheckRow;
use crate::check::ledger::ArchiveCopy;
use crate::check::outcome::Outcome;
use crate::check::verdict::LinkState;
use crate::link::redact::redact_url;

/// The rules of this file.
pub(super) const RULES: &[RuleEntry] = &[
    RuleEntry::article(RuleId::LinkDead, dead),
    RuleEntry::article(RuleId::LinkFailing, |context| {
        found(context, &|row| row.verdict == LinkState::Failing && !row.new_dead)
    }),
    RuleEntry::article(RuleId::LinkFragment, fragments),
    RuleEntry::article(RuleId::LinkSuspect, |context| {
        found(context, &|row| row.verdict == LinkState::Suspect || is_elsewhere(row))
    }),
    RuleEntry::article(RuleId::LinkMoved, |context| {
        found(context, &|row| row.verdict == LinkState::Moved && !is_elsewhere(row))
    }),
    RuleEntry::article(RuleId::LinkBlocked, |context| {
        let open = [LinkState::Blocked, LinkState::Unknown, LinkState::Flaky];
        found(context, &|row| open.contains(&row.verdict))
    }),
];

/// Whether the page is on somebody else's domain now.
fn is_elsewhere(row: &CheckRow) -> bool {
    row.verdict == LinkState::Moved && row.outcome == Some(Outcome::MovedOffdomain)
}

/// The links whose row is wanted, each with what is known of it.
fn found(context: &ArticleContext<'_>, wanted: &dyn Fn(&&CheckRow) -> bool) -> Vec<FindingDraft> {
    let Some(links) = context.facts.links else { return Vec::new() };
    let rows = context.links.iter().map(|target| (target, links.row(target.link)));
    let rows = rows.filter_map(|(target, row)| Some((target, row.filter(wanted)?)));
    rows.map(|(target, row)| draft(target, row, links.copy(row, context.article))).collect()
}

/// Dead links, those that a change added and that are gone, and those it added that nothing can open.
fn dead(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let mut drafts = found(context, &|row| row.verdict == LinkState::Dead || row.new_dead);
    let Some(added) = context.facts.links.and_then(|links| links.added.as_ref()) else {
        return drafts;
    };
    let broken = context.broken.iter().map(|target| target.link);
    let broken = broken.filter(|link| link.reason == Some(Reason::Invalid));
    let broken = broken.filter(|link| added.holds(context.article, link));
    drafts.extend(broken.map(|link| {
        FindingDraft::link(link, "this change adds the link, but browsers cannot open it")
    }));
    drafts
}

/// Links to parts of pages that the pages have not.
fn fragments(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let Some(links) = context.facts.links else { return Vec::new() };
    let drafts = context.links.iter().filter_map(|target| {
        let row = links.row(target.link)?;
        let name = target.url.as_ref()?.fragment()?;
        let came = matches!(row.verdict, LinkState::Alive | LinkState::Moved);
        let is_missing = came && row.missing_fragments.iter().any(|missing| missing == name);
        let message = || format!("{} exists, but no part of it is named {name}", row.url);
        is_missing.then(|| FindingDraft::link(target.link, message()).likely())
    });
    drafts.collect()
}

fn draft(target: &ParsedLink<'_>, row: &CheckRow, copy: Option<&ArchiveCopy>) -> FindingDraft {
    let gone = row.verdict == LinkState::Dead || row.new_dead;
    let copy = copy.filter(|_| gone).and_then(|found| Some((found.copy.as_ref()?, found)));
    let draft = match copy {
        Some((address, found)) => {
            let taken = found.taken.as_deref().unwrap_or("an unknown day");
            let message = format!("{}; an archive has a copy from {taken}", message(row));
            FindingDraft::link(target.link, message).fix(Fix::Suggested(address.clone()))
        }
        None => FindingDraft::link(target.link, message(row)).fix(fix(target, row)),
    };
    match row.verdict {
        // A human has to look: what was sent may be the page.
        LinkState::Suspect => draft.guess(),
        LinkState::Dead | LinkState::Moved => draft,
        // It is new, and the author can still mend it.
        LinkState::Failing if row.new_dead => draft.severity(Severity::Error),
        _ => draft.likely(),
    }
}

/// `DEAD https://a.example/ (gone.404): the server says that there is no such page; 2 of the 2 failures
/// that make a link DEAD, since 2026-01-02`.
fn message(row: &CheckRow) -> String {
    let code = row.outcome.map_or("", Outcome::code);
    let why = row.outcome.map_or("it was never checked", Outcome::meaning);
    let mut message = format!("{} {} ({code}): {why}", row.verdict.name(), row.url);
    if row.new_dead && row.verdict != LinkState::Dead {
        return message
            + "; this change adds the link, and the page was gone on both checks of this run";
    }
    if let Some((count, least)) = row.strikes {
        message += &format!("; {count} of the {least} failures that make a link DEAD");
    }
    if let Some(since) = &row.since {
        let comma = if row.strikes.is_some() { "," } else { "" };
        message += &format!("{comma} since {since}");
    }
    if let (Some(landed), true) = (&row.final_url, row.hops.len() > 1) {
        message += &format!("; leads to {landed}");
    }
    match row.forge_remedy() {
        Some(remedy) => format!("{message}; {remedy}"),
        None => message,
    }
}

/// Whether an address has a parameter that the cited one has not: it may be of one visit alone.
fn is_of_session(target: &ParsedLink<'_>, moved: &Url) -> bool {
    let cited: FxHashSet<String> = target.url.iter().flat_map(names).collect();
    names(moved).any(|name| !cited.contains(&name))
}

fn names(url: &Url) -> impl Iterator<Item = String> {
    url.query_pairs().map(|(name, _)| name.into_owned())
}

/// The new address of a page that moved for good. The place in it stays, as in a browser.
fn fix(target: &ParsedLink<'_>, row: &CheckRow) -> Fix {
    let place = target.url.as_ref().and_then(Url::fragment);
    let moved = matches!(row.outcome, Some(Outcome::MovedPermanent | Outcome::MovedHttps));
    match row.final_url.as_deref().and_then(|url| Url::parse(url).ok()) {
        // A secret that the ledger does not hold would be missing from the address.
        Some(mut url)
            if moved
                && redact_url(url.as_str()) == url.as_str()
                && !is_of_session(target, &url) =>
        {
            if url.fragment().is_none() {
                url.set_fragment(place);
            }
            Fix::Suggested(url.into())
        }
        _ => Fix::None,
    }
}
