//! Rules about works: two addresses of one, versions, identifiers.

use std::collections::BTreeMap;

use ::url::Url;

use super::context::{ArticleContext, ParsedLink};
use super::draft::FindingDraft;
use super::rule_entry::RuleEntry;
use super::rule_id::RuleId;
use super::{Fix, malformed, slugs};
use crate::article::Link;
use crate::link;

/// The rules.
pub(crate) const RULES: &[RuleEntry] = &[
    RuleEntry::article(RuleId::SameWorkTwoUrls, same_work),
    RuleEntry::article(RuleId::SupersededDocument, superseded),
    RuleEntry::link(RuleId::PreferDoi, prefer_doi),
    RuleEntry::article(RuleId::RelatedSlug, slugs::related),
];

/// Links by a column, in the order of its values.
pub(crate) fn groups<'a, K: Ord>(
    links: &'a [ParsedLink<'a>],
    column: impl Fn(&'a ParsedLink<'a>) -> Option<K>,
) -> BTreeMap<K, Vec<&'a Link>> {
    let mut groups: BTreeMap<K, Vec<&Link>> = BTreeMap::new();
    for target in links {
        if let Some(key) = column(target) {
            groups.entry(key).or_default().push(target.link);
        }
    }
    groups
}

fn same_work(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let works = groups(&context.links, |target| target.link.work());
    let mut drafts = Vec::new();
    for (work, links) in works {
        let mut keys: Vec<&str> = links.iter().map(|link| crate::corpus::key(link)).collect();
        keys.sort_unstable();
        keys.dedup();
        if keys.len() > 1 {
            let message = format!("{work} is cited under {} addresses", keys.len());
            drafts
                .push(FindingDraft::links(&links, message).evidence(keys.join("\n")).subject(work));
        }
    }
    drafts
}

/// The pre-publication copy of a federal document; a version of a preprint whose later one is cited.
fn superseded(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let mut newest: BTreeMap<&str, u32> = BTreeMap::new();
    for link in context.links.iter().map(|target| target.link) {
        if let (Some(work), Some(version)) = (link.work(), version(link)) {
            newest.entry(work).and_modify(|known| *known = version.max(*known)).or_insert(version);
        }
    }
    let drafts = context.links.iter().filter_map(|target| {
        if target.host() == "public-inspection.federalregister.gov" {
            let message = "this is a preliminary copy from the Federal Register (public inspection); cite the published document";
            return Some(FindingDraft::link(target.link, message));
        }
        let version = version(target.link)?;
        let newest = newest.get(target.link.work()?).filter(|newest| **newest > version)?;
        let message =
            format!("this is version {version} of the work, and version {newest} is cited too");
        Some(FindingDraft::link(target.link, message))
    });
    drafts.collect()
}

/// `v2` among the places of a link.
fn version(link: &Link) -> Option<u32> {
    let words = link.locator()?.split(' ');
    words.filter_map(|word| word.strip_prefix('v')?.parse().ok()).next()
}

/// An address that spells a DOI and is not the resolver's. A publisher's own number (`PII…`) is
/// another name, and so is a number that a table turns into a DOI.
fn prefer_doi(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let repaired = || {
        let repaired = malformed::fault(target.link.opened()?)?.repaired?;
        link::cite(&Url::parse(&repaired).ok()?).work
    };
    let work = target.link.work().map(str::to_owned).or_else(repaired)?;
    let doi = work.strip_prefix("doi:")?;
    let path = target.page.as_ref()?.path().to_ascii_lowercase();
    let query = target.page.as_ref()?.query().unwrap_or_default().to_ascii_lowercase();
    let suffix = doi.split_once('/').map_or(doi, |(_, suffix)| suffix);
    let by_number = path.contains("/pii") || !(path.contains(suffix) || query.contains(suffix));
    let resolver = crate::corpus::is_doi_resolver(target.link);
    let draft = || {
        // Elsewhere the page may only be about the paper.
        let fix = match link::is_paper_host(target.host()) {
            true => Fix::Suggested(format!("https://doi.org/{doi}")),
            false => Fix::None,
        };
        FindingDraft::link(
            target.link,
            format!("doi.org/{doi} is the permanent address of the work"),
        )
        .fix(fix)
    };
    (!by_number && !resolver).then(draft)
}
