//! Pages that are none, as several observations of one run show: one text, or one landing, for
//! addresses that should differ; or what an address got that nobody made. Such an address follows from
//! page and run, so the ledger alone tells which of its observations are of that kind.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use url::Url;

use super::address::{host_of_url, is_front_page};
use super::observation::{Observation, sign};
use super::outcome::{Outcome, classify_observation};
use super::policy::Policy;
use super::text_hash::has_similar_text;

/// Letters of a word that nobody made.
const PROBE_WORD_LETTERS: usize = 12;

/// The addresses of one run whose success is none, with what shows it. Expects observations of that
/// run alone. The front page of a host is never suspected: it is where others land.
pub fn find_soft404s<O: Borrow<Observation>>(
    run: &[O],
    policy: &Policy,
) -> BTreeMap<String, Outcome> {
    let mut hosts: BTreeMap<&str, Vec<&Observation>> = BTreeMap::new();
    // What a registry answered shows no page.
    let asked = run.iter().map(O::borrow).filter(|observation| observation.registry.is_none());
    let successes = asked.filter(|observation| classify_observation(observation).is_success());
    for observation in successes {
        hosts.entry(host_of_url(&observation.url)).or_default().push(observation);
    }
    let mut found = BTreeMap::new();
    for pages in hosts.values() {
        let (probes, pages) = partition_probes(pages);
        let of_landing = groups(&pages, |page| final_url(page).filter(|_| page.hops.len() > 1));
        let of_text = groups(&pages, |page| page.page.as_ref()?.text_hash.clone());
        for group in of_text.values().filter(|group| is_many(group, policy)) {
            let outcome = if is_shell(group) { Outcome::Shell } else { Outcome::SameText };
            mark(&mut found, group, outcome);
        }
        for group in of_landing.values().filter(|group| is_many(group, policy)) {
            mark(&mut found, group, Outcome::ManyToOne);
        }
        let front = pages.iter().find(|page| is_front_page(&page.url)).copied();
        for page in pages.iter().filter(|page| !is_front_page(&page.url)) {
            let shown = probes.iter().find_map(|probe| probe_outcome(page, probe, front));
            found.extend(shown.map(|outcome| (page.url.clone(), outcome)));
        }
    }
    found
}

/// The addresses of one run that nobody made, by [`probe_url`]: they are asked to see what a host sends
/// then, and stand in no article. Expects observations of that run alone.
pub fn synthetic_urls<O: Borrow<Observation>>(run: &[O]) -> BTreeSet<String> {
    let asked: BTreeSet<&str> = run.iter().map(|page| page.borrow().url.as_str()).collect();
    if !asked.iter().any(|url| may_be_synthetic(url)) {
        return BTreeSet::new();
    }
    let siblings = run.iter().map(O::borrow).filter_map(|page| probe_url(&page.url, &page.run));
    siblings.filter(|url| asked.contains(url.as_str())).collect()
}

/// Whether an address ends as those of [`sibling`] do. Few others do, so hashes are seldom needed.
fn may_be_synthetic(url: &str) -> bool {
    let end = url.rsplit('/').next().unwrap_or_default();
    end.len() == PROBE_WORD_LETTERS && end.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The addresses that nobody made, by [`sibling`], and all others.
fn partition_probes<'a>(pages: &[&'a Observation]) -> (Vec<&'a Observation>, Vec<&'a Observation>) {
    if !pages.iter().any(|page| may_be_synthetic(&page.url)) {
        return (Vec::new(), pages.to_vec());
    }
    let made: BTreeSet<String> =
        pages.iter().filter_map(|page| probe_url(&page.url, &page.run)).collect();
    pages.iter().partition(|page| made.contains(&page.url))
}

type DuplicateGroups<'a> = BTreeMap<String, Vec<&'a Observation>>;

fn groups<'a>(
    pages: &[&'a Observation],
    key: impl Fn(&Observation) -> Option<String>,
) -> DuplicateGroups<'a> {
    let mut groups = DuplicateGroups::new();
    for page in pages {
        if let Some(key) = key(page) {
            groups.entry(key).or_default().push(page);
        }
    }
    groups
}

/// Whether a group has enough addresses that should differ: other paths, not other parameters alone.
fn is_many(group: &[&Observation], policy: &Policy) -> bool {
    let paths: BTreeSet<String> = group.iter().filter_map(|page| path(&page.url)).collect();
    paths.len() >= policy.duplicate_threshold.max(2)
}

/// Whether the front page is in the group, or the pages wait for a script: then nobody can tell.
fn is_shell(group: &[&Observation]) -> bool {
    group.iter().any(|page| {
        let scripted =
            page.page.as_ref().is_some_and(|facts| facts.signs.iter().any(|s| s == sign::SCRIPTED));
        scripted || is_front_page(&page.url)
    })
}

fn mark(found: &mut BTreeMap<String, Outcome>, group: &[&Observation], outcome: Outcome) {
    for page in group.iter().filter(|page| !is_front_page(&page.url)) {
        found.insert(page.url.clone(), outcome);
    }
}

/// The address of the page that came.
fn final_url(page: &Observation) -> Option<String> {
    page.hops.last().map(|hop| hop.url.clone())
}

/// The path without a slash at its end, so that two spellings of one address are one.
fn path(url: &str) -> Option<String> {
    Url::parse(url).ok().map(|url| url.path().trim_end_matches('/').to_ascii_lowercase())
}

/// An address beside `url` that nobody has made: its last part is replaced by a word drawn from the
/// hash of address and run, and so is each with a digit, for many sites go by such a part and ignore
/// what follows. `None` for a front page, and for what is no URL with a path.
pub fn probe_url(url: &str, run: &str) -> Option<String> {
    let mut made = Url::parse(url).ok().filter(|_| !is_front_page(url))?;
    let digest = Sha256::digest(format!("{run}\n{url}").as_bytes());
    let word: String =
        digest.iter().take(PROBE_WORD_LETTERS).map(|byte| char::from(b'a' + byte % 26)).collect();
    made.set_query(None);
    made.set_fragment(None);
    let parts = made.path_segments()?.filter(|part| !part.is_empty());
    let mut parts: Vec<String> = parts.map(str::to_owned).collect();
    parts.pop();
    for part in parts.iter_mut().filter(|part| part.bytes().any(|byte| byte.is_ascii_digit())) {
        part.clone_from(&word);
    }
    parts.push(word);
    made.path_segments_mut().ok()?.clear().extend(parts);
    Some(made.into())
}

/// Whether an address made up by chance got the answer of the page: then the host sends that answer
/// to everything, and the page shows nothing. A front page that is alike too makes it a shell; `None`
/// where the answers differ.
pub fn probe_outcome(
    page: &Observation,
    sibling: &Observation,
    front: Option<&Observation>,
) -> Option<Outcome> {
    let same = |other: &Observation| {
        let landed =
            page.hops.len() > 1 && other.hops.len() > 1 && final_url(page) == final_url(other);
        classify_observation(other).is_success() && (has_similar_text(page, other) || landed)
    };
    // A server that mends the address leads back to the page: it knows which one is meant.
    let mended =
        page.hops.len() == 1 && sibling.hops.len() > 1 && final_url(page) == final_url(sibling);
    if !classify_observation(page).is_success() || !same(sibling) || mended {
        return None;
    }
    let shell = front.is_some_and(same) || is_shell(&[page]);
    Some(if shell { Outcome::Shell } else { Outcome::ProbeMatch })
}
