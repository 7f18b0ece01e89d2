//! How long, how far and how hard the network is asked.

use core::net::IpAddr;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Error;
use super::schedule::Pace;

/// Who asks.
const AGENT: &str = concat!("citegraph/", env!("CARGO_PKG_VERSION"), " (citation extractor)");

/// How long, how far and how hard the network is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
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
    /// The longest `Retry-After` that is waited for, in seconds; a host that asks for more is left
    /// alone for the rest of the run.
    pub longest_wait: u64,
    /// Requests under way at once.
    pub concurrency: usize,
    /// Requests under way at once at one host.
    pub host_concurrency: usize,
    /// Milliseconds between the starts of two requests at one host.
    pub host_spacing_ms: u64,
    /// Bytes that are read of a page.
    pub body: u64,
    /// Seconds that a run may take; `None` for as long as it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_time: Option<u64>,
    /// Requests that a run may send; `None` for as many as it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_requests: Option<u64>,
    /// Whether cited addresses may be private. A redirect to another private host stays refused.
    pub allow_private: bool,
    /// `HOST:PORT:ADDRESS`: names that are not looked up. Their addresses count as public.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resolve: Vec<String>,
    /// Where the owner of a site can reach who runs the checks: an address of mail or of a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// In place of our own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// Name of the run, written into each observation.
    #[serde(skip)]
    pub run: String,
    /// Whether observations hold what was read of the last answer's body, see [`Options::body`].
    #[serde(skip)]
    pub keep_body: bool,
    /// Stops the run from outside.
    #[serde(skip)]
    pub cancel: Cancel,
}

impl Default for Options {
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
            body: 64 << 10,
            max_time: None,
            max_requests: None,
            allow_private: false,
            resolve: Vec::new(),
            contact: None,
            user_agent: None,
            run: String::new(),
            keep_body: false,
            cancel: Cancel::default(),
        }
    }
}

impl Options {
    /// The pace of a run.
    pub fn pace(&self) -> Pace {
        Pace {
            all: self.concurrency,
            host: self.host_concurrency,
            spacing: Duration::from_millis(self.host_spacing_ms),
        }
    }

    /// The header `User-Agent`. Our own holds no word that sites refuse, such as `bot` or `link`.
    ///
    /// # Errors
    /// [`Error::Agent`] for what no header can hold.
    pub fn agent(&self) -> Result<String, Error> {
        let name = self.user_agent.as_deref().unwrap_or(AGENT);
        let agent = match &self.contact {
            Some(contact) => format!("{name} (+{contact})"),
            None => name.to_owned(),
        };
        let plain = agent.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        if plain { Ok(agent) } else { Err(Error::Agent(agent)) }
    }

    /// The names of [`Options::resolve`], each host and port with its address.
    ///
    /// # Errors
    /// [`Error::Resolve`] for an entry of another form.
    pub fn names(&self) -> Result<BTreeMap<(String, u16), IpAddr>, Error> {
        let read = |entry: &String| {
            let (host, rest) = entry.split_once(':')?;
            let (port, address) = rest.split_once(':')?;
            let address = address.trim_start_matches('[').trim_end_matches(']');
            let known = !host.is_empty();
            let key = (host.to_ascii_lowercase(), port.parse().ok()?);
            Some((key, address.parse().ok()?)).filter(|_| known)
        };
        let named = |entry| read(entry).ok_or_else(|| Error::Resolve(entry.clone()));
        self.resolve.iter().map(named).collect()
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
        let agent = Options::default().agent().unwrap().to_lowercase();
        for word in ["link", "check", "bot", "crawl", "spider", "scan"] {
            assert!(!agent.contains(word), "{agent}");
        }
        let with = |contact: &str| Options { contact: Some(contact.into()), ..Options::default() };
        assert!(with("mailto:a@b.example").agent().unwrap().ends_with("(+mailto:a@b.example)"));
        assert!(matches!(with("a\r\nHost: b").agent(), Err(Error::Agent(_))));
    }

    #[test]
    fn names_with_their_addresses() {
        let named =
            |entry: &str| Options { resolve: vec![entry.into()], ..Options::default() }.names();
        let names = named("A.example:80:127.0.0.1").unwrap();
        assert_eq!(names[&("a.example".to_owned(), 80)], "127.0.0.1".parse::<IpAddr>().unwrap());
        assert!(named("a.example:80:[::1]").is_ok() && named("a.example:80:::1").is_ok());
        for bad in ["", "a.example", "a.example:80", ":80:1.1.1.1", "a:x:1.1.1.1", "a:1:b"] {
            assert!(matches!(named(bad), Err(Error::Resolve(_))), "{bad}");
        }
    }
}
