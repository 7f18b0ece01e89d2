//! Where it is worth asking an address that nobody made: a host whose pages look like what it may
//! send to every address. At most one such address a host, and its front page where that matches.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::address::{front_page_url, host_of_url, is_front_page};
use crate::check::observation::{Method, Observation, canonical_url, sign};
use crate::check::outcome::{Outcome, classify_observation};
use crate::check::soft404::{probe_outcome, probe_url};
use crate::check::text_hash::has_similar_text;

/// Pages of a host that are compared with each new one.
const MAX_COMPARED_PAGES: usize = 32;

/// Letters of a word that tells what a page is about.
const MIN_WORD_LETTERS: usize = 4;

/// What the pages of a run have shown of each host.
#[derive(Debug, Default)]
pub struct Soft404Probes {
    hosts: BTreeMap<String, HostProbe>,
}

#[derive(Debug, Default)]
struct HostProbe {
    /// The page with the least text, by address where there are several.
    suspect: Option<Observation>,
    pages: Vec<Observation>,
    asked_front: bool,
    /// The address that nobody made, once its answer came.
    probe: Option<Observation>,
}

impl Soft404Probes {
    /// Takes in what an address showed. A page is suspected if it has less than `below` Unicode scalars
    /// of text, or that of another page, or stands at another address than the one asked for.
    pub fn add_page(&mut self, seen: &Observation, below: u64) {
        let host = self.hosts.entry(host_of_url(&seen.url).to_owned()).or_default();
        host.asked_front |= is_front_page(&seen.url);
        let Some(facts) = &seen.page else { return };
        let is_page = seen.method == Method::Get && facts.text_hash.is_some();
        if !classify_observation(seen).is_success()
            || seen.accepted
            || !is_page
            || is_front_page(&seen.url)
        {
            return;
        }
        let seen = Observation { body: None, ..seen.clone() };
        let alike = host.pages.iter().any(|page| has_similar_text(page, &seen));
        let rank = |page: &Observation| {
            (page.page.as_ref().map_or(0, |facts| facts.text_chars), page.url.clone())
        };
        let is_least = host.suspect.as_ref().is_none_or(|least| rank(&seen) < rank(least));
        let doubtful = alike || facts_below(&seen, below) || went_elsewhere(&seen);
        if is_least && (doubtful || (below > 0 && is_mismatch(&seen))) {
            host.suspect = Some(seen.clone());
        }
        if host.pages.len() < MAX_COMPARED_PAGES {
            host.pages.push(seen);
        }
    }

    /// Addresses that nobody made, at most one a host.
    pub fn probe_urls(&self) -> Vec<String> {
        let suspects = self.hosts.values().filter_map(|host| host.suspect.as_ref());
        // An address with a secret is written without it, and is another one.
        let open = suspects.filter(|page| canonical_url(&page.url) == page.url);
        open.filter_map(|page| probe_url(&page.url, &page.run)).collect()
    }

    /// Takes in what an address of [`Soft404Probes::probe_urls`] showed.
    pub fn add_probe(&mut self, seen: &Observation) {
        self.hosts.entry(host_of_url(&seen.url).to_owned()).or_default().probe = Some(seen.clone());
    }

    /// Front pages that tell whether a host sends one shell to everything, which a script then fills.
    pub fn front_pages(&self) -> BTreeSet<String> {
        let matched = self.hosts.values().filter(|host| !host.asked_front).filter_map(|host| {
            let (page, probe) = (host.suspect.as_ref()?, host.probe.as_ref()?);
            (probe_outcome(page, probe, None)? == Outcome::ProbeMatch)
                .then(|| front_page_url(&page.url))?
        });
        matched.collect()
    }
}

fn facts_below(seen: &Observation, below: u64) -> bool {
    seen.page.as_ref().is_some_and(|facts| facts.text_chars < below)
}

/// Whether a page does not look like what its address names, or its title: no longer word of the address stands in
/// the title, or none of the title in the text.
fn is_mismatch(seen: &Observation) -> bool {
    let Some(facts) = &seen.page else { return false };
    let title = facts.title.as_deref().unwrap_or_default().to_lowercase();
    if title.is_empty() || !title.is_ascii() {
        return false;
    }
    let path = seen.url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let words: Vec<&str> = last
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| word.len() >= MIN_WORD_LETTERS)
        .collect();
    let is_unnamed = words.len() >= 2 && !words.iter().any(|word| title.contains(word));
    is_unnamed || facts.signs.iter().any(|shown| shown == sign::MISMATCH)
}

/// Whether the same host sent the reader to another page.
fn went_elsewhere(seen: &Observation) -> bool {
    let moved =
        matches!(classify_observation(seen), Outcome::MovedPermanent | Outcome::MovedTemporary);
    moved && seen.hops.last().is_some_and(|hop| host_of_url(&hop.url) == host_of_url(&seen.url))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(url: &str, status: u16, page: (&str, u64)) -> Observation {
        let (hash, chars) = page;
        let line = format!(
            r#"{{"schema":1,"url":"{url}","started":"2026-03-01T10:00:00Z","run":"r","method":"get","hops":[{{"url":"{url}","status":{status}}}],"end":"answered","page":{{"bytes":9,"text_chars":{chars},"text_hash":"{hash}"}}}}"#
        );
        serde_json::from_str(&line).unwrap()
    }

    const ONE: &str = "00000000000000ff";
    const OTHER: &str = "ffffffff00000000";

    #[test]
    fn one_address_a_host_and_only_where_it_may_tell() {
        let mut all = Soft404Probes::default();
        for page in [
            seen("https://a.example/x", 200, (ONE, 300)),
            seen("https://a.example/y", 200, (ONE, 200)),
            seen("https://long.example/x", 200, (ONE, 90_000)),
            seen("https://long.example/y", 200, (OTHER, 90_000)),
            seen("https://twin.example/x", 200, (ONE, 90_000)),
            seen("https://twin.example/y", 200, (ONE, 90_000)),
            seen("https://front.example/", 200, (ONE, 20)),
            seen("https://gone.example/x", 404, (ONE, 20)),
            seen("https://key.example/x?access_token=0badc0de", 200, (ONE, 20)),
        ] {
            all.add_page(&page, 1500);
        }
        let expected = ["https://a.example/y", "https://twin.example/y"];
        let of = |url: &&str| probe_url(url, "r").unwrap();
        let (mut found, mut expected) =
            (all.probe_urls(), expected.iter().map(of).collect::<Vec<_>>());
        found.retain(|url| !url.contains("key.example"));
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        let mut none = Soft404Probes::default();
        none.add_page(&seen("https://a.example/x", 200, (ONE, 300)), 0);
        assert!(none.probe_urls().is_empty());
    }

    #[test]
    fn the_front_page_is_asked_where_the_answers_match() {
        for (probe, asked_front, expected) in [
            ((200, ONE), false, 1),
            ((200, ONE), true, 0),
            ((200, OTHER), false, 0),
            ((404, ONE), false, 0),
        ] {
            let mut all = Soft404Probes::default();
            all.add_page(&seen("https://a.example/x/y", 200, (ONE, 300)), 1500);
            if asked_front {
                all.add_page(&seen("https://a.example/", 200, (OTHER, 300)), 1500);
            }
            let made = all.probe_urls().remove(0);
            all.add_probe(&seen(&made, probe.0, (probe.1, 300)));
            let fronts = all.front_pages();
            assert_eq!(fronts.len(), expected, "{probe:?}");
            assert!(fronts.iter().all(|front| front == "https://a.example/"));
        }
    }
}
