//! Rules about dates and origins, and about articles among each other.

use super::Severity;
use super::context::{ArticleContext, ParsedLink};
use super::draft::FindingDraft;
use super::missing::speaks_of_now;
use super::pages;
use super::relations::{ArticleRelations, EarlierCopy, MutualCitation};
use super::rule_entry::RuleEntry;
use super::rule_id::RuleId;
use crate::article::StatedDate;
use crate::corpus::LikelySite;

/// The rules.
pub(crate) const RULES: &[RuleEntry] = &[
    RuleEntry::related(RuleId::CircularCitation, circular),
    RuleEntry::article(RuleId::DateImpossible, date_impossible),
    RuleEntry::article(RuleId::StaleSource, stale),
    RuleEntry::related(RuleId::DuplicateDocument, duplicates),
    RuleEntry::article(RuleId::OrphanOrigin, orphan),
];

/// Pairs of articles that cite each other; one finding a pair, at the first article's link.
fn circular(context: &ArticleContext<'_>, relations: ArticleRelations<'_>) -> Vec<FindingDraft> {
    let draft = |other: &MutualCitation| {
        let link = context.article.link(other.link)?;
        let message = format!("this article and {} cite each other", other.input);
        Some(FindingDraft::link(link, message))
    };
    relations.mutual.iter().filter_map(draft).collect()
}

/// Days between an address's date and an article's that time zones can explain.
const MAX_DATE_SLACK_DAYS: i32 = 2;

/// Words in an address by which a page announces what is still to come; its date is that of the event.
const EVENT_WORDS: [&str; 34] = [
    "agenda",
    "calendar",
    "calendario",
    "conference",
    "conferences",
    "concert",
    "concerts",
    "esemenyek",
    "etkinlik",
    "etkinlikler",
    "evenement",
    "evenements",
    "evenementen",
    "event",
    "events",
    "eventi",
    "evento",
    "eventos",
    "kalender",
    "meetup",
    "meetups",
    "meeting",
    "meetings",
    "schedule",
    "seminar",
    "termine",
    "tickets",
    "veranstaltung",
    "veranstaltungen",
    "webinar",
    "webinars",
    "workshop",
    "workshops",
    "wydarzenia",
];

/// Whether a page announces an event.
fn announces(target: &ParsedLink<'_>) -> bool {
    let host = target.host().split('.');
    let is_event = |word: &str| EVENT_WORDS.contains(&word.to_ascii_lowercase().as_str());
    host.chain(target.segments()).any(is_event)
}

fn date_impossible(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let Some(stated) = context.article.published.as_deref().filter(|day| day.len() == 10) else {
        return Vec::new();
    };
    let Some(published) = context.article.published_day() else { return Vec::new() };
    let drafts = context.links.iter().filter(|target| !announces(target)).filter_map(|target| {
        let date = pages::date(target)?;
        let days = StatedDate::parse(&date)?.first_day().since(published).ok()?.get_days();
        let message =
            format!("the date in the address is {date}, but the date of the article is {stated}");
        (days >= MAX_DATE_SLACK_DAYS).then(|| FindingDraft::link(target.link, message).likely())
    });
    drafts.collect()
}

/// Years after which a source for "now" is old.
const MAX_FRESH_YEARS: i16 = 3;

fn stale(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let Some(published) = context.article.published_day() else {
        return Vec::new();
    };
    let now = context.claims.iter().filter(|claim| speaks_of_now(claim));
    let old = |target: &ParsedLink<'_>| -> Option<FindingDraft> {
        let date = pages::date(target)?;
        let years = published.year() - StatedDate::parse(&date)?.first_day().year();
        let message =
            format!("the sentence is about the present, but the date in the address is {date}");
        (years >= MAX_FRESH_YEARS).then(|| FindingDraft::link(target.link, message).guess())
    };
    now.flat_map(|claim| context.cited(claim).filter_map(old).collect::<Vec<_>>()).collect()
}

/// Articles with an origin or a text that an earlier one has.
fn duplicates(_: &ArticleContext<'_>, relations: ArticleRelations<'_>) -> Vec<FindingDraft> {
    let draft = |EarlierCopy { what, input }: &EarlierCopy| {
        let draft = FindingDraft::article(format!("{input} has the same {what}"));
        draft.count(2).subject(format!("{what} of {input}"))
    };
    relations.copy.map(draft).into_iter().collect()
}

fn orphan(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    if context.article.origin.is_some() {
        return Vec::new();
    }
    let message = "the article does not say where it was published";
    let draft = match LikelySite::of_article(context.article) {
        Some(LikelySite { domain, links, of }) => FindingDraft::article(format!(
            "{message}, and {links} of its {of} citations lead to {domain}, which is probably its own site"
        ))
        .severity(Severity::Warning),
        None => FindingDraft::article(message),
    };
    vec![draft]
}
