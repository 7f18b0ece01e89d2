//! Identifiers are checked where they are registered. A DOI whose publisher keeps robots out would look
//! blocked for ever; the registry of DOIs says whether it exists, and asks nobody else.
//!
//! Only addresses of a resolver, a registry or an archive are checked so: `doi.org/10.…`,
//! `arxiv.org/abs/…`, `pubmed.ncbi.nlm.nih.gov/…`, `web.archive.org/web/…`. A publisher's page is asked
//! itself. The registry's word is [`Outcome::Registered`] or [`Outcome::UnknownIdentifier`]; whatever is no clear
//! word of it is [`Outcome::Registry`] and never held against a link.
//!
//! A caller with a network hands its links to [`check_subjects`], which asks registries and pages in one run:
//!
//! ```no_run
//! use citegraph::fetch::{FetchOptions, registry};
//! let url = url::Url::parse("https://doi.org/10.1000/182").unwrap();
//! let subjects = [registry::RegistryLink { url: &url, work: Some("doi:10.1000/182") }];
//! let now = || "2026-03-01T10:00:00Z".to_owned();
//! let (options, endpoints) = (FetchOptions::default(), registry::RegistryEndpoints::default());
//! registry::check_subjects(&subjects, &options, &endpoints, &now, &mut |seen| println!("{}", seen.url)).unwrap();
//! ```
//!
//! The parts that ask nothing:
//!
//! ```
//! use citegraph::fetch::registry::{RegistryEndpoints, question};
//! let url = url::Url::parse("https://doi.org/10.1000/ABC%3C1%3E").unwrap();
//! let asked = question(&url, Some("doi:10.1000/abc<1>"), &RegistryEndpoints::default()).unwrap();
//! assert_eq!(asked.id, "10.1000/abc<1>");
//! assert_eq!(asked.ask.as_str(), "https://doi.org/api/handles/10.1000/abc%3C1%3E");
//! ```
//!
//! [`Outcome::Registered`]: crate::check::outcome::Outcome::Registered
//! [`Outcome::UnknownIdentifier`]: crate::check::outcome::Outcome::UnknownIdentifier
//! [`Outcome::Registry`]: crate::check::outcome::Outcome::Registry

mod answer;
mod feed;
mod github;
pub(super) mod index;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use url::Url;

pub use self::answer::observation_from_answer;
use super::endpoint::Endpoint;
use super::{CheckSummary, FetchError, FetchOptions};
use crate::check::observation::{ChainEnd, Observation, canonical_url};
use crate::check::outcome::{Outcome, classify_observation};
use crate::link::decode;

/// A paper that arXiv has kept since 1997. It is asked for beside others: an answer without it is no
/// list of what arXiv has.
const CONTROL: &str = "hep-th/9711200";

/// Identifiers that one request asks for, where a registry takes several. The summaries of so many fit
/// into what is read of an answer.
const MAX_BATCH_IDS: usize = 10;

/// Where registries are asked. Each is a template with the place `{id}`, for archives `{url}` and
/// `{timestamp}`; `off` has its addresses asked themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RegistryEndpoints {
    /// The Handle API of doi.org (one DOI a request).
    pub doi: Endpoint,
    /// The query API of arXiv, an Atom feed; takes identifiers with commas between.
    pub arxiv: Endpoint,
    /// ESummary of NCBI's E-utilities, as JSON; takes identifiers with commas between.
    pub pubmed: Endpoint,
    /// The index of the Wayback Machine (CDX server), as JSON.
    pub wayback: Endpoint,
    /// The API of GitHub, which is asked about pages of github.com; `None` asks the pages themselves. Not of a file:
    /// a token is sent there.
    #[serde(skip)]
    pub github: Option<Url>,
}

impl Default for RegistryEndpoints {
    fn default() -> Self {
        Self {
            doi: Endpoint::known("https://doi.org/api/handles/{id}"),
            arxiv: Endpoint::known(
                "https://export.arxiv.org/api/query?max_results=20&id_list={id}",
            ),
            pubmed: Endpoint::known(
                "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esummary.fcgi?db=pubmed&retmode=json&tool=citegraph&id={id}",
            ),
            wayback: Endpoint::known(
                "https://web.archive.org/cdx/search/cdx?url={url}&matchType=exact&output=json&fl=timestamp,original,statuscode&limit=1",
            ),
            github: None,
        }
    }
}

/// A registry of identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Registry {
    /// Digital object identifiers.
    Doi,
    /// Preprints.
    Arxiv,
    /// Medical papers.
    Pubmed,
    /// Snapshots of the Wayback Machine.
    Wayback,
    /// Pages of GitHub.
    Github,
}

impl Registry {
    /// The word that stands for it in the ledger.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A link to be checked.
#[derive(Debug, Clone, Copy)]
pub struct RegistryLink<'a> {
    /// The address that it leads to.
    pub url: &'a Url,
    /// Its work, as [`crate::link::CitedUrl::work`] tells it.
    pub work: Option<&'a str>,
}

/// What to ask a registry about one link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryQuery {
    /// The link's address.
    pub url: Url,
    /// Who is asked.
    pub registry: Registry,
    /// What for: the DOI in lower case, the number of the preprint or paper, the archived address.
    pub id: String,
    /// When the snapshot was made, as the link says: up to 14 digits; empty elsewhere.
    pub timestamp: String,
    /// The request; questions of one registry may share it.
    pub ask: Url,
}

/// A registry that did not answer: one event, however many links it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryOutage {
    /// The word of the registry.
    pub registry: String,
    /// Links that it was asked about.
    pub asked: usize,
    /// Those without a clear answer.
    pub unanswered: usize,
}

/// What to ask a registry about a link, alone; `None` where the link itself is to be asked.
pub fn question(
    url: &Url,
    work: Option<&str>,
    endpoints: &RegistryEndpoints,
) -> Option<RegistryQuery> {
    if let Some(api) = &endpoints.github
        && let Some(id) = github::resource(url)
    {
        let ask = api.join(&id).ok()?;
        let registry = Registry::Github;
        return Some(RegistryQuery {
            url: url.clone(),
            registry,
            id,
            timestamp: String::new(),
            ask,
        });
    }
    let (registry, id, timestamp) = identified(url, work)?;
    let ask = request(registry, &id, &timestamp, endpoints)?;
    Some(RegistryQuery { url: url.clone(), registry, id, timestamp, ask })
}

/// The questions about some links, in their order, those together that a registry takes together.
pub fn questions(
    subjects: &[RegistryLink<'_>],
    endpoints: &RegistryEndpoints,
) -> Vec<RegistryQuery> {
    let asked = subjects.iter().filter_map(|link| question(link.url, link.work, endpoints));
    let mut questions: Vec<RegistryQuery> = asked.collect();
    github::limit(&mut questions);
    for registry in [Registry::Arxiv, Registry::Pubmed] {
        let shared = shared(registry, &questions, endpoints);
        for question in questions.iter_mut().filter(|question| question.registry == registry) {
            if let Some(ask) = shared.get(&question.id) {
                question.ask = ask.clone();
            }
        }
    }
    questions
}

/// Checks every link once, at its registry where it has one, all in one run as [`super::check_urls`] makes
/// it, and hands over what each showed under the link's own address. One DOI is asked once, however it
/// is spelled. Addresses that differ in their fragments alone are one.
///
/// The sums count links, but for the requests.
///
/// # Errors
/// As [`super::check_urls`].
pub fn check_subjects(
    subjects: &[RegistryLink<'_>],
    options: &FetchOptions,
    endpoints: &RegistryEndpoints,
    now: &dyn Fn() -> String,
    each: &mut dyn FnMut(Observation),
) -> Result<CheckSummary, FetchError> {
    let subjects = distinct(subjects);
    let questions = questions(&subjects, endpoints);
    let put: FxHashSet<&Url> = questions.iter().map(|question| &question.url).collect();
    let plain: Vec<Url> =
        subjects.iter().map(|link| link.url).filter(|url| !put.contains(url)).cloned().collect();
    let mut urls: Vec<Url> = questions.iter().map(|question| question.ask.clone()).collect();
    urls.extend(plain.iter().cloned());
    let plain: FxHashSet<String> = plain.iter().map(|url| canonical_url(url.as_str())).collect();
    let mut by_ask: BTreeMap<String, Vec<RegistryQuery>> = BTreeMap::new();
    for question in questions {
        by_ask.entry(canonical_url(question.ask.as_str())).or_default().push(question);
    }
    let (mut addresses, mut unreached, mut put_off) = (0, 0, 0);
    let asking =
        FetchOptions { keep_body: options.keep_body || !by_ask.is_empty(), ..options.clone() };
    let summary = super::check_urls(&urls, &asking, now, &mut |mut seen| {
        let mut hand_over = |seen: Observation| {
            addresses += u64::from(seen.registry.is_some() || plain.contains(&seen.url));
            unreached += u64::from(seen.end == ChainEnd::Budget);
            put_off += u64::from(seen.end.is_postponed() && seen.end != ChainEnd::Budget);
            each(seen);
        };
        for question in by_ask.get(&seen.url).into_iter().flatten() {
            hand_over(observation_from_answer(question, &seen));
        }
        // What nobody asked for is a probe of the run.
        if plain.contains(&seen.url) || !by_ask.contains_key(&seen.url) {
            seen.body = seen.body.take().filter(|_| options.keep_body);
            hand_over(seen);
        }
    })?;
    Ok(CheckSummary { addresses, unreached, put_off, ..summary })
}

/// The registries of a run that left questions without a clear answer.
pub fn silences(run: &[Observation]) -> Vec<RegistryOutage> {
    let mut silences: BTreeMap<&str, RegistryOutage> = BTreeMap::new();
    for seen in run {
        let Some(answer) = &seen.registry else { continue };
        let silence = silences.entry(&answer.name).or_insert_with(|| RegistryOutage {
            registry: answer.name.clone(),
            asked: 0,
            unanswered: 0,
        });
        silence.asked += usize::from(!seen.end.is_postponed());
        silence.unanswered += usize::from(classify_observation(seen) == Outcome::Registry);
    }
    silences.into_values().filter(|silence| silence.unanswered > 0).collect()
}

/// The request for each identifier of a registry, each for several.
fn shared(
    registry: Registry,
    questions: &[RegistryQuery],
    endpoints: &RegistryEndpoints,
) -> BTreeMap<String, Url> {
    let ids = questions.iter().filter(|question| question.registry == registry);
    let ids: BTreeSet<&str> = ids.map(|question| question.id.as_str()).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let asks = ids.chunks(MAX_BATCH_IDS).filter_map(|batch| {
        let ask = request(registry, &batch.join(","), "", endpoints)?;
        Some(batch.iter().map(move |id| ((*id).to_owned(), ask.clone())))
    });
    asks.flatten().collect()
}

/// The first of each address, fragments left aside.
fn distinct<'a>(subjects: &[RegistryLink<'a>]) -> Vec<RegistryLink<'a>> {
    let mut seen = FxHashSet::default();
    let whole = |link: &RegistryLink<'a>| link.url.as_str().split('#').next();
    subjects.iter().filter(|link| seen.insert(whole(link))).copied().collect()
}

/// Which registry has the link, under which identifier, and for a snapshot of which time.
fn identified(url: &Url, work: Option<&str>) -> Option<(Registry, String, String)> {
    let host = url.host_str().filter(|_| matches!(url.scheme(), "http" | "https"))?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let named = |scheme: &str| Some(work?.strip_prefix(scheme)?.strip_prefix(':')?.to_owned());
    let path = url.path();
    let plain = |registry, id| Some((registry, id, String::new()));
    match host {
        "doi.org" | "dx.doi.org" => plain(Registry::Doi, doi(path)?),
        "arxiv.org" if path.starts_with("/abs/") || path.starts_with("/pdf/") => {
            plain(Registry::Arxiv, named("arxiv")?)
        }
        "pubmed.ncbi.nlm.nih.gov" => plain(Registry::Pubmed, named("pmid")?),
        "ncbi.nlm.nih.gov" if path.starts_with("/pubmed/") => {
            plain(Registry::Pubmed, named("pmid")?)
        }
        "web.archive.org" => {
            let (timestamp, original) = index::snapshot(url)?;
            Some((Registry::Wayback, original.into(), timestamp))
        }
        _ => None,
    }
}

/// The DOI that the resolver reads in a path; it takes capitals and small letters for the same.
fn doi(path: &str) -> Option<String> {
    let decoded = decode(path.strip_prefix('/')?)?.to_ascii_lowercase();
    let doi = decoded.strip_prefix("doi:").unwrap_or(&decoded);
    let (registrant, name) = doi.strip_prefix("10.")?.split_once('/')?;
    let plain = !doi.chars().any(char::is_control);
    (plain && !registrant.is_empty() && !name.is_empty()).then(|| doi.to_owned())
}

fn request(
    registry: Registry,
    ids: &str,
    timestamp: &str,
    endpoints: &RegistryEndpoints,
) -> Option<Url> {
    match registry {
        Registry::Doi => endpoints.doi.fill(&[("id", ids)]),
        Registry::Arxiv => endpoints.arxiv.fill(&[("id", &format!("{CONTROL},{ids}"))]),
        Registry::Pubmed => endpoints.pubmed.fill(&[("id", ids)]),
        Registry::Wayback => endpoints.wayback.fill(&[("url", ids), ("timestamp", timestamp)]),
        Registry::Github => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(url: &str) -> Option<String> {
        let url = Url::parse(url).unwrap();
        let work = crate::link::cite(&url).work;
        question(&url, work.as_deref(), &RegistryEndpoints::default())
            .map(|question| question.ask.into())
    }

    #[test]
    fn resolvers_are_asked_and_publishers_are_not() {
        let doi = "https://doi.org/api/handles/10.1000/";
        for (url, expected) in [
            ("https://doi.org/10.1000/ABC", "abc"),
            ("http://dx.doi.org/doi:10.1000/abc?x=1#y", "abc"),
            ("https://www.doi.org/10.1000/a%2Fb", "a/b"),
            ("https://doi.org/10.1000/a%23b%25c;d(e)%3Cf%3E", "a%23b%25c%3Bd%28e%29%3Cf%3E"),
            ("https://doi.org/10.1000/%C3%A9", "%C3%A9"),
            // As written, not as it was meant: a reader is sent there with the bracket.
            ("https://doi.org/10.1000/abc).", "abc%29."),
        ] {
            assert_eq!(ask(url).as_deref(), Some(&*format!("{doi}{expected}")), "{url}");
        }
        assert!(ask("https://doi.org/10.48550/arXiv.2001.01234").unwrap().contains("handles"));
        assert!(ask("https://arxiv.org/pdf/2001.01234v3.pdf").unwrap().ends_with(",2001.01234"));
        assert!(ask("https://arxiv.org/abs/hep-th/9901001").unwrap().ends_with("hep-th%2F9901001"));
        assert!(ask("https://pubmed.ncbi.nlm.nih.gov/123/").unwrap().ends_with("&id=123"));
        assert!(ask("https://www.ncbi.nlm.nih.gov/pubmed/123").unwrap().ends_with("&id=123"));
        let archived = ask("https://web.archive.org/web/2019id_/https://doi.org/10.1/x?y").unwrap();
        assert!(archived.contains("?url=https%3A%2F%2Fdoi.org%2F10.1%2Fx%3Fy&"), "{archived}");
        for url in [
            "https://doi.org/",
            "https://doi.org/the-identifier/resources/handbook",
            "https://doi.org/10.1000",
            "https://doi.org/10.1000/%FF",
            "https://doi.org/10.1000/a%0Ab",
            "https://doi.org/10.1000/a%2F..%2Fb",
            "https://arxiv.org/list/hep-th/new",
            "https://export.arxiv.org/abs/2001.01234",
            "https://www.science.org/doi/10.1126/science.abc1234",
            "https://journals.example/article/10.1000/abc",
            "https://web.archive.org/",
            "https://archive.ph/2019/http://a.example/",
            "ftp://doi.org/10.1000/abc",
        ] {
            assert_eq!(ask(url), None, "{url}");
        }
    }

    #[test]
    fn what_is_off_is_asked_itself() {
        let endpoints: RegistryEndpoints = toml::from_str("doi = 'off'").unwrap();
        let url = Url::parse("https://doi.org/10.1000/abc").unwrap();
        assert_eq!(question(&url, None, &endpoints), None);
        assert!(question(&url, None, &RegistryEndpoints::default()).is_some());
        assert!(toml::from_str::<RegistryEndpoints>("doi = 'x'").is_err());
        assert!(toml::from_str::<RegistryEndpoints>("handle = 'off'").is_err());
    }

    #[test]
    fn several_identifiers_share_a_request() {
        let urls: Vec<Url> = (0..25)
            .map(|n| Url::parse(&format!("https://pubmed.ncbi.nlm.nih.gov/{}", 100 + n)).unwrap())
            .collect();
        let works: Vec<String> = (0..25).map(|n| format!("pmid:{}", 100 + n)).collect();
        let subjects: Vec<RegistryLink<'_>> = urls
            .iter()
            .zip(&works)
            .map(|(url, work)| RegistryLink { url, work: Some(work) })
            .collect();
        let questions = questions(&subjects, &RegistryEndpoints::default());
        let asks: BTreeSet<&str> = questions.iter().map(|question| question.ask.as_str()).collect();
        assert_eq!((questions.len(), asks.len()), (25, 3));
        for question in &questions {
            let (_, ids) = question.ask.as_str().split_once("&id=").unwrap();
            assert!(ids.split(',').any(|id| id == question.id), "{ids}");
        }
    }
}
