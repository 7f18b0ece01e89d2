//! Rules about how many independent owners a claim or an article rests on.

use std::collections::{BTreeMap, BTreeSet};

use super::context::{ArticleContext, ParsedLink};
use super::draft::{FindingDraft, join_ids};
use super::rule_entry::RuleEntry;
use super::rule_id::RuleId;
use crate::article::SentenceId;
use crate::claims::{Claim, SupportKind};
use crate::corpus::LikelySite;
use crate::source::{PublisherType, Source, Sources};

/// The rules.
pub(crate) const RULES: &[RuleEntry] = &[
    RuleEntry::article(RuleId::SingleOwnerClaim, single_owner),
    RuleEntry::article(RuleId::SecondaryOnly, secondary_only),
    RuleEntry::article(RuleId::Concentration, concentration),
    RuleEntry::article(RuleId::AnchorMismatch, anchor_mismatch),
];

/// How many such claims are worth a word.
const MIN_SINGLE_OWNER_CLAIMS: usize = 3;

/// One finding a document: claims all of whose sources have one owner, with their list.
fn single_owner(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let is_cited = |claim: &&Claim| claim.support.kind == SupportKind::Cited;
    let cited: Vec<&Claim> = context.claims.iter().filter(is_cited).collect();
    let single = cited.iter().filter(|claim| claim.support.owners == Some(1));
    let single: Vec<&Claim> = single.copied().collect();
    if single.len() < MIN_SINGLE_OWNER_CLAIMS {
        return Vec::new();
    }
    let message = format!(
        "{} of the {} sentences with links cite only one owner each",
        single.len(),
        cited.len()
    );
    let ids: Vec<SentenceId> = single.iter().filter_map(|claim| claim.sentence_id).collect();
    let draft = FindingDraft::claim(single[0], message).evidence(join_ids(&ids));
    vec![draft.count(single.len() as u64).likely().subject("")]
}

/// Independent secondary sources that newsrooms ask for where there is no primary one.
const MIN_INDEPENDENT_OWNERS: u32 = 3;

fn secondary_only(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let thin = context.claims.iter().filter_map(|claim| {
        let owners =
            claim.support.owners.filter(|owners| (1..MIN_INDEPENDENT_OWNERS).contains(owners))?;
        let news = context
            .cited(claim)
            .all(|target| target.source.kind.is_some_and(PublisherType::is_news));
        let noun = if owners == 1 { "owner" } else { "owners" };
        let message = format!(
            "the claim cites only news, from {owners} independent {noun}; at least {MIN_INDEPENDENT_OWNERS} are \
             expected"
        );
        news.then(|| FindingDraft::claim(claim, message).likely())
    });
    thin.collect()
}

/// Below so many citations a share says nothing.
const MIN_SHARE_CITATIONS: usize = 10;

/// One finding a document whose largest owner has more than a quarter of its citations.
fn concentration(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let all = context.links.len();
    let mut groups: BTreeMap<&str, Vec<&ParsedLink<'_>>> = BTreeMap::new();
    for target in context.links.iter().filter(|target| !is_passage(target.source.kind)) {
        groups.entry(context.facts.owner(target.link)).or_default().push(target);
    }
    let largest = groups.iter().max_by_key(|(name, links)| (links.len(), std::cmp::Reverse(*name)));
    let Some((name, targets)) =
        largest.filter(|(_, links)| all >= MIN_SHARE_CITATIONS && links.len() * 4 > all)
    else {
        return Vec::new();
    };
    let domains: BTreeSet<&str> =
        targets.iter().filter_map(|target| target.link.domain()).collect();
    let domains: Vec<&str> = domains.into_iter().collect();
    // Of an article of unknown address it is most likely its own site, which is said elsewhere.
    let own = LikelySite::of_article(context.article);
    if own.is_some_and(|own| domains.contains(&own.domain.as_str())) {
        return Vec::new();
    }
    let links: Vec<_> = targets.iter().map(|target| target.link).collect();
    let message = format!("{} of {all} citations lead to one owner: {name}", links.len());
    vec![FindingDraft::links(&links, message).evidence(domains.join(", ")).likely().subject(*name)]
}

/// Whether such a publisher only leads to, keeps or carries the works of others.
fn is_passage(kind: Option<PublisherType>) -> bool {
    matches!(
        kind,
        Some(
            PublisherType::Shortener
                | PublisherType::WebArchive
                | PublisherType::Search
                | PublisherType::Hosting
                | PublisherType::LibraryArchive
                | PublisherType::Repository
        )
    )
}

/// Words after a name that belong to it in a link's text.
const KINDS: [&str; 8] =
    ["report", "reports", "reported", "article", "story", "study", "investigation", "says"];

/// Suffixes under which a name is looked for.
const SUFFIXES: [&str; 6] = ["com", "org", "co.uk", "net", "fr", "de"];

/// A link's text that is the name of a publisher, on a link to another one.
fn anchor_mismatch(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let sources = context.facts.sources;
    let found = context.links.iter().filter_map(|target| {
        let name = name_in(&target.link.anchor)?;
        let here = target.source.group?;
        let named = SUFFIXES.iter().map(|suffix| format!("{name}.{suffix}"));
        let there = named.filter_map(|domain| Some(of_publisher(sources, &domain)?.to_owned()));
        let there: Vec<String> = there.collect();
        let other = there.first().filter(|_| there.iter().all(|group| group != here))?;
        let message =
            format!("“{}” names {other}, but the link leads to {here}", target.link.anchor);
        Some(FindingDraft::link(target.link, message).guess())
    });
    found.collect()
}

/// The capitalised words of a link's text, as they would stand in a domain.
fn name_in(anchor: &str) -> Option<String> {
    let plain = anchor.trim_end_matches("’s").trim_end_matches("'s");
    let words = plain.split_whitespace().skip_while(|word| matches!(*word, "The" | "the" | "a"));
    let words: Vec<&str> = words.filter(|word| !KINDS.contains(word)).collect();
    let capital = |word: &&str| word.starts_with(char::is_uppercase);
    let name: String = words.concat().to_ascii_lowercase();
    let is_name = words.iter().all(capital) && (1..=4).contains(&words.len()) && name.len() >= 3;
    (is_name && name.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(name)
}

/// The group behind a domain that publishes for readers.
fn of_publisher<'a>(sources: &'a Sources, domain: &'a str) -> Option<&'a str> {
    let Source { kind, group, .. } = sources.lookup(domain, domain, domain, "/");
    let publishes = kind.is_some_and(PublisherType::is_news)
        || matches!(kind, Some(PublisherType::Journal | PublisherType::ThinkTank));
    group.filter(|_| publishes)
}
