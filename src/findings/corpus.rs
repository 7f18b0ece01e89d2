//! Rules about dates and origins, and about articles among each other.

use std::collections::BTreeMap;

use ::url::Url;

use super::Severity;
use super::context::{ArticleContext, ParsedLink};
use super::draft::FindingDraft;
use super::missing::speaks_of_now;
use super::pages;
use super::rule_entry::RuleEntry;
use super::rule_id::RuleId;
use crate::article::{Article, StatedDate};
use crate::claims::stable_hash;
use crate::corpus::{Corpus, LikelySite, Selection, key};
use crate::link;

/// The rules.
pub(crate) const RULES: &[RuleEntry] = &[
    RuleEntry::corpus(RuleId::CircularCitation, circular),
    RuleEntry::article(RuleId::DateImpossible, date_impossible),
    RuleEntry::article(RuleId::StaleSource, stale),
    RuleEntry::corpus(RuleId::DuplicateDocument, duplicates),
    RuleEntry::article(RuleId::OrphanOrigin, orphan),
];

/// The identity of an article's own address.
fn own_key(article: &Article) -> Option<String> {
    let url = Url::parse(article.origin.as_deref()?).ok()?;
    Some(link::cite(&url).key)
}

/// Pairs of articles that cite each other; one finding a pair, at the first article's link.
fn circular(corpus: &Corpus, selection: &Selection) -> Vec<(usize, FindingDraft)> {
    let keys: Vec<Option<String>> = corpus.articles.iter().map(own_key).collect();
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, own) in keys.iter().enumerate() {
        if let Some(own) = own {
            owners.entry(own).or_insert(at);
        }
    }
    let mut edges: BTreeMap<(usize, usize), &crate::article::Link> = BTreeMap::new();
    for (from, link) in corpus.counted(selection) {
        if let Some(&to) = owners.get(key(link)).filter(|to| **to != from) {
            edges.entry((from, to)).or_insert(link);
        }
    }
    let pairs =
        edges.iter().filter(|((from, to), _)| from < to && edges.contains_key(&(*to, *from)));
    pairs
        .map(|((from, to), link)| {
            let other = &corpus.articles[*to].input;
            (*from, FindingDraft::link(link, format!("this article and {other} cite each other")))
        })
        .collect()
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
fn duplicates(corpus: &Corpus, _: &Selection) -> Vec<(usize, FindingDraft)> {
    let mut origins: BTreeMap<String, usize> = BTreeMap::new();
    let mut texts: BTreeMap<u64, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, article) in corpus.articles.iter().enumerate() {
        let same_origin = own_key(article).and_then(|own| first(&mut origins, own, at));
        let same_text = text_hash(article).and_then(|hash| first(&mut texts, hash, at));
        let (what, other) = match (same_origin, same_text) {
            (Some(other), _) => ("origin", other),
            (None, Some(other)) => ("text", other),
            (None, None) => continue,
        };
        let other = &corpus.articles[other].input;
        let draft = FindingDraft::article(format!("{other} has the same {what}"));
        found.push((at, draft.count(2).subject(format!("{what} of {other}"))));
    }
    found
}

/// Who had this key first; `None` if nobody had.
fn first<K: Ord>(seen: &mut BTreeMap<K, usize>, key: K, at: usize) -> Option<usize> {
    let first = *seen.entry(key).or_insert(at);
    (first != at).then_some(first)
}

/// A hash of an article's sentences; `None` for less text than could meet by chance.
fn text_hash(article: &Article) -> Option<u64> {
    let sentences = article.sentences.as_ref()?;
    let texts: Vec<&str> = sentences.iter().map(|sentence| &*sentence.text).collect();
    let text = texts.join("\n");
    (text.len() >= 200).then(|| stable_hash(&text))
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
