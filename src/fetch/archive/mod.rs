//! An archive's snapshot in place of a page that is gone: the one nearest before the day on which the
//! article was published, which shows what its author saw.
//!
//! The archive's index is asked for captures with status 200 up to that day, then, if there is none, for
//! those after it. What it promises is asked itself: the snapshot has to come, to be of the promised time
//! and address, and to be a page (no capture of an error page or of a redirect). Where the index gives no
//! answer the archive's TimeGate (RFC 7089) is asked once.
//!
//! Nothing is asked about private addresses, about archives, and about addresses with secrets in them.
//!
//! ```no_run
//! use citegraph::fetch::{FetchOptions, archive};
//! let url = url::Url::parse("https://a.example/story").unwrap();
//! let published = Some(jiff::civil::date(2019, 3, 1));
//! let wanted = [archive::SnapshotRequest { url: &url, published, alive: None }];
//! let now = || "2026-03-01T10:00:00Z".to_owned();
//! let (options, endpoints) = (FetchOptions::default(), archive::ArchiveEndpoints::default());
//! let found = archive::find_snapshots(&wanted, &options, &endpoints, &now).unwrap();
//! assert!(found[0].as_ref().is_none_or(|snapshot| snapshot.url.contains("/web/")));
//! ```
//!
//! What is asked for one address is decided by [`SnapshotSearch`], which asks nothing itself:
//!
//! ```
//! use citegraph::fetch::archive::{ArchiveEndpoints, SnapshotSearch, SnapshotRequest};
//! let (url, endpoints) = (url::Url::parse("https://a.example/?x=1").unwrap(), ArchiveEndpoints::default());
//! let published = Some(jiff::civil::date(2019, 3, 1));
//! let search = SnapshotSearch::new(&SnapshotRequest { url: &url, published, alive: None }, &endpoints);
//! let ask = search.ask().unwrap().as_str();
//! assert!(ask.starts_with("https://web.archive.org/cdx/search/cdx?url=https%3A%2F%2Fa.example%2F%3Fx%3D1&"));
//! assert!(ask.contains("&to=20190301235959&"));
//! ```

mod memento;
mod search;

use core::net::IpAddr;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::{Host, Url};

pub use self::search::SnapshotSearch;
use super::endpoint::Endpoint;
use super::guard;
use super::registry::index;
use super::{FetchError, FetchOptions};
use crate::check::observation::{Observation, canonical_url};
use crate::check::outcome::{Outcome, classify_observation};
use crate::domain::registrable;
use crate::link::redact::redact_url;

/// Domains of web archives, whose pages need no archive.
const ARCHIVES: [&str; 13] = [
    "archive-it.org",
    "archive.fo",
    "archive.is",
    "archive.li",
    "archive.md",
    "archive.org",
    "archive.ph",
    "archive.today",
    "archive.vn",
    "arquivo.pt",
    "perma.cc",
    "webarchive.org.uk",
    "webcitation.org",
];

/// Addresses that are asked in one go. An archive that has had enough is asked no more than these.
const MAX_ROUND_REQUESTS: usize = 10;

/// Endings of names that no public host has (RFC 6761, RFC 6762 and ICANN's `internal`).
const LOCAL_SUFFIXES: [&str; 8] =
    ["home.arpa", "internal", "invalid", "lan", "local", "localhost", "onion", "test"];

/// Requests that archives are asked in one run, at most.
const MAX_REQUESTS: u64 = 10_000;

/// Where an archive is asked. Each is a template with the places `{url}` and `{timestamp}`, or `off`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ArchiveEndpoints {
    /// The index: the last captures up to the time. Answers as the CDX server of the Wayback Machine
    /// or as its availability API.
    pub before: Endpoint,
    /// The index: the first captures from the time on.
    pub after: Endpoint,
    /// A snapshot; with a time of which there is none the TimeGate, which forwards to the nearest.
    pub snapshot: Endpoint,
    /// Requests that may be sent to archives in one run.
    pub requests: u64,
}

impl Default for ArchiveEndpoints {
    fn default() -> Self {
        Self {
            before: Endpoint::known(
                "https://web.archive.org/cdx/search/cdx?url={url}&matchType=exact&output=json&fl=timestamp,original,statuscode&filter=statuscode:200&to={timestamp}&limit=-3",
            ),
            after: Endpoint::known(
                "https://web.archive.org/cdx/search/cdx?url={url}&matchType=exact&output=json&fl=timestamp,original,statuscode&filter=statuscode:200&from={timestamp}&limit=3",
            ),
            snapshot: Endpoint::known("https://web.archive.org/web/{timestamp}/{+url}"),
            requests: 300,
        }
    }
}

impl ArchiveEndpoints {
    /// These endpoints, with no more requests than an archive can be asked to bear.
    #[must_use]
    pub fn bounded(&self) -> Self {
        Self {
            before: self.before.clone(),
            after: self.after.clone(),
            snapshot: self.snapshot.clone(),
            requests: self.requests.min(MAX_REQUESTS),
        }
    }
}

/// A page for which a snapshot is wanted.
#[derive(Debug, Clone, Copy)]
pub struct SnapshotRequest<'a> {
    /// Its address.
    pub url: &'a Url,
    /// When the article was published that cites it.
    pub published: Option<Date>,
    /// When the page was last seen alive, which counts where the article has no date.
    pub alive: Option<Date>,
}

/// On which side of the wanted day a snapshot lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nearest {
    /// On the day or before it; the nearest that is a page.
    Before,
    /// After it, for none of those before is a page.
    After,
    /// The oldest of all, where no day was known.
    Oldest,
}

/// A snapshot that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snapshot {
    /// Its address.
    pub url: String,
    /// The day (UTC) on which it was taken.
    #[serde(serialize_with = "write")]
    pub taken: Date,
    /// Where it lies.
    pub nearest: Nearest,
    /// The address that was captured.
    pub original: String,
}

/// Looks for a snapshot of each page, politely, and gives one or `None` for each, in their order. One
/// page that several articles of one day cite is looked for once.
///
/// An archive that complains about too many requests is asked nothing more in this run.
/// [`FetchOptions::max_requests`] and [`FetchOptions::max_time`] hold for all of it; `now` is RFC 3339.
///
/// # Errors
/// As [`super::check_urls`].
pub fn find_snapshots(
    wanted: &[SnapshotRequest<'_>],
    options: &FetchOptions,
    endpoints: &ArchiveEndpoints,
    now: &dyn Fn() -> String,
) -> Result<Vec<Option<Snapshot>>, FetchError> {
    let mut searches: Vec<SnapshotSearch> =
        wanted.iter().map(|page| SnapshotSearch::new(page, endpoints)).collect();
    let mut budget = RequestBudget::new(options, endpoints, &now());
    let mut angry: BTreeSet<String> = BTreeSet::new();
    loop {
        let asked = asked(&searches, &angry);
        let urls: Vec<Url> = asked.values().map(|(url, _)| url.clone()).collect();
        let Some(options) = budget.round(options, &now()).filter(|_| !urls.is_empty()) else {
            break;
        };
        let summary = super::check_urls(&urls, &options, now, &mut |seen: Observation| {
            if classify_observation(&seen) == Outcome::RateLimit {
                angry.extend(seen.hops.last().and_then(|hop| host(&hop.url)));
            }
            for search in asked.get(&seen.url).map_or(&[][..], |(_, all)| all) {
                searches[*search].handle_answer(&seen, endpoints);
            }
        })?;
        budget.requests = budget.requests.saturating_sub(summary.requests);
        if summary.cancelled {
            break;
        }
    }
    Ok(searches.into_iter().map(SnapshotSearch::found).collect())
}

/// What may still be spent.
struct RequestBudget {
    requests: u64,
    /// When the time is over; `None` where there is enough.
    end: Option<Timestamp>,
}

impl RequestBudget {
    fn new(options: &FetchOptions, endpoints: &ArchiveEndpoints, now: &str) -> Self {
        let requests = options.max_requests.unwrap_or(u64::MAX).min(endpoints.bounded().requests);
        let end = options.max_time.and_then(|most| {
            now.parse::<Timestamp>().ok()?.checked_add(Duration::from_secs(most)).ok()
        });
        Self { requests, end }
    }

    /// The options of the next round; `None` when all is spent.
    fn round(&self, options: &FetchOptions, now: &str) -> Option<FetchOptions> {
        let left = self.end.and_then(|end| {
            let now = now.parse::<Timestamp>().ok()?;
            Some(u64::try_from(end.as_second() - now.as_second()).unwrap_or(0))
        });
        let max_time = left.or(options.max_time);
        let (keep_body, max_requests) = (true, Some(self.requests));
        (self.requests > 0 && max_time != Some(0)).then(|| FetchOptions {
            keep_body,
            max_requests,
            max_time,
            // An archive has a page for every address, if only to say that it has none.
            probe_below: 0,
            ..options.clone()
        })
    }
}

/// What is asked next, by address as observations have it, and for which searches.
fn asked(
    searches: &[SnapshotSearch],
    angry: &BTreeSet<String>,
) -> BTreeMap<String, (Url, Vec<usize>)> {
    let mut asked: BTreeMap<String, (Url, Vec<usize>)> = BTreeMap::new();
    for (at, search) in searches.iter().enumerate() {
        let Some(url) = search.ask() else { continue };
        let key = canonical_url(url.as_str());
        let has_room = asked.len() < MAX_ROUND_REQUESTS || asked.contains_key(&key);
        if has_room && !url.host_str().is_some_and(|host| angry.contains(host)) {
            asked.entry(key).or_insert_with(|| (url.clone(), Vec::new())).1.push(at);
        }
    }
    asked
}

fn host(url: &str) -> Option<String> {
    Some(Url::parse(url).ok()?.host_str()?.to_owned())
}

/// Whether an archive may be asked about an address, which tells it to a stranger.
fn may_ask(url: &Url) -> bool {
    let is_public = match url.host() {
        Some(Host::Domain(name)) => is_public_name(name),
        Some(Host::Ipv4(address)) => !guard::is_private(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => !guard::is_private(IpAddr::V6(address)),
        None => false,
    };
    let is_archive = ARCHIVES.contains(&registrable(url.host_str().unwrap_or_default()))
        || index::snapshot(url).is_some();
    let is_web = matches!(url.scheme(), "http" | "https");
    is_web && is_public && !is_archive && redact_url(url.as_str()) == url.as_str()
}

fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let under = |end: &str| name.strip_suffix(end).is_some_and(|rest| rest.ends_with('.'));
    name.contains('.') && !LOCAL_SUFFIXES.iter().any(|end| under(end))
}

fn write<S: serde::Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_archive_is_told() {
        for url in [
            "http://127.0.0.1/x",
            "http://[::1]/",
            "http://10.1.2.3/",
            "http://localhost/",
            "http://intranet/x",
            "http://printer.local./",
            "http://a.internal/",
            "https://me:pw@a.example/",
            "https://a.example/?access_token=k3y",
            "https://web.archive.org/web/2019/http://a.example/",
            "https://archive.ph/AbCdE",
            "https://vefsafn.is/web/20190101000000/http://a.example/",
            "ftp://a.example/",
        ] {
            assert!(!may_ask(&Url::parse(url).unwrap()), "{url}");
        }
        for url in ["https://a.example/?id=7", "http://8.8.8.8/", "https://local.example/web/x"] {
            assert!(may_ask(&Url::parse(url).unwrap()), "{url}");
        }
    }
}
