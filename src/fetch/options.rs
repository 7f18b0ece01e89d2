//! How long, how far and how hard the network is asked.

use core::net::{IpAddr, SocketAddr};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use super::FetchError;
use super::host_config::{HostOverrides, SecretHeader};
use super::proxy::Proxies;
use super::rate_limit::RateLimits;
use crate::check::observation::Method;
use crate::link::UrlPattern;

/// Who asks.
const USER_AGENT: &str = concat!("citegraph/", env!("CARGO_PKG_VERSION"), " (citation extractor)");

/// The longest that one request or connection may take, in seconds.
const MAX_REQUEST_SECONDS: u64 = 600;

/// The longest wait between two requests, in seconds.
const MAX_WAIT_SECONDS: u64 = 3600;

/// The longest run, in seconds.
const MAX_RUN_SECONDS: u64 = 24 * 3600;

const MAX_REDIRECTS: usize = 50;
const MAX_HOST_FAILURES: u32 = 1000;
const MAX_RETRIES: u32 = 10;
const MAX_CONCURRENCY: usize = 512;
const MAX_HOST_CONCURRENCY: usize = 32;
const MAX_BODY_BYTES: u64 = 16 << 20;
const MAX_RUN_REQUESTS: u64 = 100_000_000;

/// More text than a page may have that is asked about anew, in Unicode scalars.
const MAX_PROBE_CHARS: u64 = 1 << 20;

/// How long, how far and how hard the network is asked.
///
/// A configuration file may come from whoever proposes a change to a repository, so it cannot widen
/// what may be reached or trusted, nor say where a request goes: those fields are set by flags alone
/// and are unknown in a file. What it can say is held within [`FetchOptions::bounded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct FetchOptions {
    /// Seconds that one fetch may take, redirects included; when checking, that one request may.
    pub timeout: u64,
    /// Redirects that are followed.
    pub redirects: usize,
    /// Seconds that a connection may take.
    pub connect_timeout: u64,
    /// How often a request is repeated after a fault that may pass.
    pub retries: u32,
    /// Milliseconds before the first repetition; each further one waits twice as long.
    pub first_wait_ms: u64,
    /// The longest that a host is waited for in a run, in seconds, counted from its first complaint; one that asks
    /// for more is left alone for the rest of the run.
    pub longest_wait: u64,
    /// Requests under way at once.
    pub concurrency: usize,
    /// Requests under way at once at one host.
    pub host_concurrency: usize,
    /// Milliseconds between the starts of two requests at one host.
    pub host_spacing_ms: u64,
    /// Links of a host that may fail in one way, one after the other, before the rest of its links is put off to
    /// the next run; 0 for any number.
    pub host_failures: u32,
    /// Bytes that are read of a page.
    pub body: u64,
    /// Seconds that a run may take; `None` for as long as it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_time: Option<u64>,
    /// Requests that a run may send; `None` for as many as it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_requests: Option<u64>,
    /// Whether cited addresses may be private. A redirect to another private host stays refused. Not
    /// of a file.
    #[serde(skip)]
    pub allow_private: bool,
    /// `HOST:PORT:ADDRESS`: names that are not looked up. Their addresses count as public. Not of a
    /// file.
    #[serde(skip)]
    pub resolve: Vec<String>,
    /// Who looks names up. Not of a file.
    #[serde(skip)]
    pub lookup: Lookup,
    /// Certificates of authorities that are trusted beside those of the system, as PEM. Not of a file.
    #[serde(skip)]
    pub authorities: Vec<u8>,
    /// Proxies. What goes by one is judged by its address as written alone: the proxy looks names up.
    /// Not of a file.
    #[serde(skip)]
    pub proxies: Proxies,
    /// Headers with secrets, each for one origin. Not of a file.
    #[serde(skip)]
    pub secrets: Vec<SecretHeader>,
    /// Of a host whose page has less text than this, in Unicode scalars, one address that nobody made
    /// is asked too, at most once a run: if it gets the same answer, the page shows nothing. 0 asks none.
    pub probe_below: u64,
    /// Where the owner of a site can reach who runs the checks: an address of mail or of a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// In place of our own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// Addresses that are not asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<UrlPattern>,
    /// Addresses that are asked although `exclude` fits them; without `exclude`, the only ones that are asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<UrlPattern>,
    /// Hosts that are asked in another way, by name or pattern.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub hosts: BTreeMap<String, HostOverrides>,
    /// Name of the run, written into each observation.
    #[serde(skip)]
    pub run: String,
    /// Where the run asks from, written into each observation; `None` where nobody named it.
    #[serde(skip)]
    pub vantage: Option<String>,
    /// Languages of the articles that cite an address, by the address without its fragment: a BCP 47 tag. Pages are
    /// asked for in that language.
    #[serde(skip)]
    pub languages: BTreeMap<String, String>,
    /// Whether observations hold what was read of the last answer's body, see [`FetchOptions::body`].
    #[serde(skip)]
    pub keep_body: bool,
    /// Stops the run from outside.
    #[serde(skip)]
    pub cancel: Cancel,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            timeout: 30,
            redirects: 10,
            connect_timeout: 10,
            retries: 2,
            first_wait_ms: 1000,
            longest_wait: 60,
            concurrency: 64,
            host_concurrency: 2,
            host_spacing_ms: 250,
            host_failures: 3,
            body: 64 << 10,
            max_time: None,
            max_requests: None,
            allow_private: false,
            resolve: Vec::new(),
            lookup: Lookup::default(),
            authorities: Vec::new(),
            proxies: Proxies::default(),
            secrets: Vec::new(),
            probe_below: 1500,
            contact: None,
            user_agent: None,
            exclude: Vec::new(),
            include: Vec::new(),
            hosts: BTreeMap::new(),
            run: String::new(),
            vantage: None,
            languages: BTreeMap::new(),
            keep_body: false,
            cancel: Cancel::default(),
        }
    }
}

/// Who looks names up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// The system. Where it finds nothing, these servers of the domain name system are asked whether
    /// the name exists; without one its word holds. [`super::dns::parse_resolv_conf`] reads them of a file.
    System(Vec<SocketAddr>),
    /// These servers alone, each in its turn.
    Servers(Vec<SocketAddr>),
}

impl Default for Lookup {
    fn default() -> Self {
        Self::System(Vec::new())
    }
}

impl FetchOptions {
    /// The pace of a run.
    pub fn pace(&self) -> RateLimits {
        RateLimits {
            concurrency: self.concurrency,
            host_concurrency: self.host_concurrency,
            spacing: Duration::from_millis(self.host_spacing_ms),
        }
    }

    /// The pace at one host.
    pub fn pace_for_host(&self, host: &str) -> RateLimits {
        let (all, own) = (self.pace(), self.overrides(host));
        RateLimits {
            host_concurrency: own.and_then(|own| own.concurrency).unwrap_or(all.host_concurrency),
            spacing: own.and_then(|own| own.spacing_ms).map_or(all.spacing, Duration::from_millis),
            ..all
        }
    }

    /// How a page of a host is asked for.
    pub fn method(&self, host: &str) -> Method {
        self.overrides(host).and_then(|own| own.method).unwrap_or(Method::Get)
    }

    /// Whether a status counts as the page being there, by the user's table.
    pub fn accepts(&self, host: &str, status: u16) -> bool {
        self.overrides(host).is_some_and(|own| own.accept.contains(&status))
    }

    /// Seconds that one request to a host may take.
    pub fn timeout_for_host(&self, host: &str) -> u64 {
        self.overrides(host).and_then(|own| own.timeout).unwrap_or(self.timeout)
    }

    /// Holds what the types do not.
    ///
    /// # Errors
    /// Those of [`FetchOptions::agent`], [`FetchOptions::resolve_overrides`], [`HostOverrides::validate`] and [`Proxies::each`].
    pub fn validate(&self) -> Result<(), FetchError> {
        self.agent()?;
        self.resolve_overrides()?;
        self.proxies.each()?;
        self.hosts.iter().try_for_each(|(host, manners)| manners.validate(host))
    }

    /// These options, names of hosts in lower case and each number within what a run can bear: no wait of
    /// hours, no more requests at once than a machine has connections for or a host can be asked to bear,
    /// no page that fills the memory.
    #[must_use]
    pub fn bounded(&self) -> Self {
        // Every field is named, so that none is forgotten.
        Self {
            timeout: self.timeout.clamp(1, MAX_REQUEST_SECONDS),
            redirects: self.redirects.min(MAX_REDIRECTS),
            connect_timeout: self.connect_timeout.clamp(1, MAX_REQUEST_SECONDS),
            retries: self.retries.min(MAX_RETRIES),
            first_wait_ms: self.first_wait_ms.min(MAX_WAIT_SECONDS * 1000),
            longest_wait: self.longest_wait.min(MAX_WAIT_SECONDS),
            concurrency: self.concurrency.clamp(1, MAX_CONCURRENCY),
            host_concurrency: self.host_concurrency.clamp(1, MAX_HOST_CONCURRENCY),
            host_spacing_ms: self.host_spacing_ms.min(MAX_WAIT_SECONDS * 1000),
            host_failures: self.host_failures.min(MAX_HOST_FAILURES),
            body: self.body.min(MAX_BODY_BYTES),
            max_time: self.max_time.map(|seconds| seconds.min(MAX_RUN_SECONDS)),
            max_requests: self.max_requests.map(|most| most.min(MAX_RUN_REQUESTS)),
            allow_private: self.allow_private,
            resolve: self.resolve.clone(),
            lookup: self.lookup.clone(),
            authorities: self.authorities.clone(),
            proxies: self.proxies.clone(),
            secrets: self.secrets.clone(),
            probe_below: self.probe_below.min(MAX_PROBE_CHARS),
            contact: self.contact.clone(),
            user_agent: self.user_agent.clone(),
            exclude: self.exclude.clone(),
            include: self.include.clone(),
            hosts: self
                .hosts
                .iter()
                .map(|(host, own)| (host.to_ascii_lowercase(), bounded(own)))
                .collect(),
            run: self.run.clone(),
            vantage: self.vantage.clone(),
            languages: self.languages.clone(),
            keep_body: self.keep_body,
            cancel: self.cancel.clone(),
        }
    }

    /// Whether the user allowed to ask this address although it may be private.
    pub fn permits_private(&self, url: &Url) -> bool {
        let named = || self.resolve_overrides().is_ok_and(|names| names.contains_key(&name(url)));
        self.allow_private || (!self.resolve.is_empty() && named())
    }

    /// The header `User-Agent`. Our own holds no word that sites refuse, such as `bot` or `link`.
    ///
    /// # Errors
    /// [`FetchError::Agent`] for what no header can hold.
    pub fn agent(&self) -> Result<String, FetchError> {
        let name = self.user_agent.as_deref().unwrap_or(USER_AGENT);
        let agent = match &self.contact {
            Some(contact) => format!("{name} (+{contact})"),
            None => name.to_owned(),
        };
        let plain = agent.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        if plain { Ok(agent) } else { Err(FetchError::Agent(agent)) }
    }

    /// The names of [`FetchOptions::resolve`], each host and port with its address.
    ///
    /// # Errors
    /// [`FetchError::Resolve`] for an entry of another form.
    pub fn resolve_overrides(&self) -> Result<BTreeMap<(String, u16), IpAddr>, FetchError> {
        let read = |entry: &String| {
            let (host, rest) = entry.split_once(':')?;
            let (port, address) = rest.split_once(':')?;
            let address = address.trim_start_matches('[').trim_end_matches(']');
            let known = !host.is_empty();
            let key = (host.to_ascii_lowercase(), port.parse().ok()?);
            Some((key, address.parse().ok()?)).filter(|_| known)
        };
        let named = |entry| read(entry).ok_or_else(|| FetchError::Resolve(entry.clone()));
        self.resolve.iter().map(named).collect()
    }
}

/// Host and port of an address, as [`FetchOptions::names`] has them.
fn name(url: &Url) -> (String, u16) {
    let port = url.port_or_known_default().unwrap_or_default();
    (url.host_str().unwrap_or_default().to_owned(), port)
}

fn bounded(own: &HostOverrides) -> HostOverrides {
    HostOverrides {
        timeout: own.timeout.map(|seconds| seconds.clamp(1, MAX_REQUEST_SECONDS)),
        concurrency: own.concurrency.map(|most| most.clamp(1, MAX_HOST_CONCURRENCY)),
        spacing_ms: own.spacing_ms.map(|ms| ms.min(MAX_WAIT_SECONDS * 1000)),
        method: own.method,
        accept: own.accept.clone(),
        headers: own.headers.clone(),
        private: own.private.clone(),
    }
}

/// A switch that stops a run; its copies are one switch.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Stops the run soon: nothing more is asked, and what is under way is dropped.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the run is to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl PartialEq for Cancel {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.is_cancelled() == other.is_cancelled()
    }
}

impl Eq for Cancel {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_name_has_no_word_that_is_refused() {
        let agent = FetchOptions::default().agent().unwrap().to_lowercase();
        for word in ["link", "check", "bot", "crawl", "spider", "scan"] {
            assert!(!agent.contains(word), "{agent}");
        }
        let with = |contact: &str| FetchOptions {
            contact: Some(contact.into()),
            ..FetchOptions::default()
        };
        assert!(with("mailto:a@b.example").agent().unwrap().ends_with("(+mailto:a@b.example)"));
        assert!(matches!(with("a\r\nHost: b").agent(), Err(FetchError::Agent(_))));
    }

    #[test]
    fn a_file_cannot_say_what_may_be_reached() {
        for line in [
            "allow-private = true",
            "resolve = ['a.example:443:127.0.0.1']",
            "lookup = 'x'",
            "authorities = []",
            "proxies = {}",
            "secrets = []",
            "run = 'x'",
            "keep-body = true",
        ] {
            let error = toml::from_str::<FetchOptions>(line).unwrap_err().to_string();
            assert!(error.contains("unknown field"), "{line}: {error}");
        }
        let printed =
            toml::to_string(&FetchOptions { allow_private: true, ..FetchOptions::default() });
        assert!(!printed.unwrap().contains("private"));
    }

    #[test]
    fn one_host_is_asked_in_its_own_way() {
        let text = "[hosts.'A.example']\ntimeout = 5\nconcurrency = 900\nspacing-ms = 2000\n\
             method = 'head'\naccept = [403]\n";
        let options = toml::from_str::<FetchOptions>(text).unwrap().bounded();
        let pace = options.pace_for_host("a.example");
        assert_eq!((pace.host_concurrency, pace.spacing.as_secs()), (32, 2));
        assert_eq!(
            (options.timeout_for_host("a.example"), options.timeout_for_host("b.example")),
            (5, 30)
        );
        assert_eq!(options.method("a.example"), Method::Head);
        assert_eq!(options.pace_for_host("b.example"), options.pace());
        assert!(options.accepts("a.example", 403) && !options.accepts("b.example", 403));
        assert_eq!(
            toml::from_str::<FetchOptions>(&toml::to_string(&options).unwrap()).unwrap(),
            options
        );
        let bad = toml::from_str::<FetchOptions>("[hosts.a.headers]\ncookie = 'x'").unwrap();
        assert!(matches!(bad.validate(), Err(FetchError::Header { .. })));
    }

    #[test]
    fn numbers_are_held_within_bounds() {
        let most = "timeout = 9223372036854775807\nredirects = 9000000\nretries = 4000000\n\
             first-wait-ms = 9223372036854775807\nlongest-wait = 9223372036854775807\n\
             concurrency = 100000\nhost-concurrency = 100000\nbody = 9223372036854775807\n\
             host-spacing-ms = 9223372036854775807\nconnect-timeout = 9223372036854775807";
        let options = toml::from_str::<FetchOptions>(most).unwrap().bounded();
        assert_eq!(
            (options.timeout, options.longest_wait),
            (MAX_REQUEST_SECONDS, MAX_WAIT_SECONDS)
        );
        assert!(options.retries <= 10 && options.redirects <= 50 && options.body <= 16 << 20);
        assert!(options.concurrency <= 512 && options.host_concurrency <= 32);
        let least =
            FetchOptions { timeout: 0, concurrency: 0, ..FetchOptions::default() }.bounded();
        assert_eq!((least.timeout, least.concurrency), (1, 1));
        assert_eq!(FetchOptions::default().bounded(), FetchOptions::default());
    }

    #[test]
    fn names_with_their_addresses() {
        let named = |entry: &str| {
            FetchOptions { resolve: vec![entry.into()], ..FetchOptions::default() }
                .resolve_overrides()
        };
        let names = named("A.example:80:127.0.0.1").unwrap();
        assert_eq!(names[&("a.example".to_owned(), 80)], "127.0.0.1".parse::<IpAddr>().unwrap());
        assert!(named("a.example:80:[::1]").is_ok() && named("a.example:80:::1").is_ok());
        for bad in ["", "a.example", "a.example:80", ":80:1.1.1.1", "a:x:1.1.1.1", "a:1:b"] {
            assert!(matches!(named(bad), Err(FetchError::Resolve(_))), "{bad}");
        }
    }
}
