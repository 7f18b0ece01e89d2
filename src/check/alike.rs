//! Pages that are none, as several observations of one run show: one text, or one landing, for
//! addresses that should differ.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use url::Url;

use super::host::host;
use super::observation::{Observation, sign};
use super::outcome::{Outcome, outcome};
use super::policy::Policy;

/// Bits in which the simhashes of one text with other dates and numbers differ at most.
const NEAR: u32 = 3;

/// The addresses of one run whose success is none, with what shows it. Expects observations of that
/// run alone. The front page of a host is never suspected: it is where others land.
pub fn alike<O: Borrow<Observation>>(run: &[O], policy: &Policy) -> BTreeMap<String, Outcome> {
    let mut hosts: BTreeMap<String, Vec<&Observation>> = BTreeMap::new();
    // What a registry answered shows no page.
    let asked = run.iter().map(O::borrow).filter(|observation| observation.registry.is_none());
    let successes = asked.filter(|observation| outcome(observation).is_success());
    for observation in successes {
        hosts.entry(host(&observation.url)).or_default().push(observation);
    }
    let mut found = BTreeMap::new();
    for pages in hosts.values() {
        let of_landing = groups(pages, |page| landing(page).filter(|_| page.hops.len() > 1));
        let of_text = groups(pages, |page| page.page.as_ref()?.text_hash.clone());
        for group in of_text.values().filter(|group| is_many(group, policy)) {
            let outcome = if is_shell(group) { Outcome::Shell } else { Outcome::SameText };
            mark(&mut found, group, outcome);
        }
        for group in of_landing.values().filter(|group| is_many(group, policy)) {
            mark(&mut found, group, Outcome::ManyToOne);
        }
    }
    found
}

type Groups<'a> = BTreeMap<String, Vec<&'a Observation>>;

fn groups<'a>(
    pages: &[&'a Observation],
    key: impl Fn(&Observation) -> Option<String>,
) -> Groups<'a> {
    let mut groups = Groups::new();
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
    paths.len() >= policy.alike_links.max(2)
}

/// Whether the front page is in the group, or the pages wait for a script: then nobody can tell.
fn is_shell(group: &[&Observation]) -> bool {
    group.iter().any(|page| {
        let scripted =
            page.page.as_ref().is_some_and(|facts| facts.signs.iter().any(|s| s == sign::SCRIPTED));
        scripted || is_front(&page.url)
    })
}

fn mark(found: &mut BTreeMap<String, Outcome>, group: &[&Observation], outcome: Outcome) {
    for page in group.iter().filter(|page| !is_front(&page.url)) {
        found.insert(page.url.clone(), outcome);
    }
}

/// The address of the page that came.
fn landing(page: &Observation) -> Option<String> {
    page.hops.last().map(|hop| hop.url.clone())
}

/// The path without a slash at its end, so that two spellings of one address are one.
fn path(url: &str) -> Option<String> {
    Url::parse(url).ok().map(|url| url.path().trim_end_matches('/').to_ascii_lowercase())
}

fn is_front(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.path() == "/" && url.query().is_none())
}

/// An address beside `url` that nobody has made: its last part is replaced by a word drawn from the
/// hash of address and run. `None` for a front page, and for what is no URL with a path.
pub fn sibling(url: &str, run: &str) -> Option<String> {
    let mut made = Url::parse(url).ok().filter(|_| !is_front(url))?;
    let digest = Sha256::digest(format!("{run}\n{url}").as_bytes());
    let word: String = digest.iter().take(12).map(|byte| char::from(b'a' + byte % 26)).collect();
    made.set_query(None);
    made.set_fragment(None);
    made.path_segments_mut().ok()?.pop_if_empty().pop().push(&word);
    Some(made.into())
}

/// Whether an address made up by chance got the answer of the page: then the host sends that answer
/// to everything, and the page shows nothing. A front page that is alike too makes it a shell; `None`
/// where the answers differ.
pub fn probed(
    page: &Observation,
    sibling: &Observation,
    front: Option<&Observation>,
) -> Option<Outcome> {
    let same = |other: &Observation| {
        let near = match (hash(page), hash(other)) {
            (Some(one), Some(two)) => (one ^ two).count_ones() <= NEAR,
            _ => false,
        };
        let landed = page.hops.len() > 1 && other.hops.len() > 1 && landing(page) == landing(other);
        outcome(other).is_success() && (near || landed)
    };
    if !outcome(page).is_success() || !same(sibling) {
        return None;
    }
    Some(if front.is_some_and(same) { Outcome::Shell } else { Outcome::ProbeMatch })
}

fn hash(observation: &Observation) -> Option<u64> {
    u64::from_str_radix(observation.page.as_ref()?.text_hash.as_deref()?, 16).ok()
}
