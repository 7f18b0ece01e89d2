//! Sends one request, to an address that was judged, and reads what a chain needs of the answer.
//!
//! A name is looked up once a run. What the guard judged is what the connection is made to: the
//! resolver that the HTTP client is given knows nothing but the addresses of the request under way.

use core::net::{IpAddr, SocketAddr};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use tokio::time::{Instant, timeout, timeout_at};
use url::{Host, Url};

use super::chain::{Answer, Shown, Want};
use super::observation::{DnsFault, End, ReadFault};
use super::{Error, Options, fault, guard, page_facts};
use crate::link::redact::redact_text;

const WANTED: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// Headers that tell something about an answer.
const TELLING: [&str; 12] = [
    "cf-mitigated",
    "content-language",
    "content-type",
    "last-modified",
    "link",
    "memento-datetime",
    "retry-after",
    "server",
    "www-authenticate",
    "x-datadome",
    "x-robots-tag",
    "x-amzn-waf-action",
];

/// The longest header that is kept, in bytes.
const LONGEST: usize = 300;

/// Bytes of a body that are read and thrown away, so that the connection can serve again.
const DRAINED: u64 = 64 << 10;

/// How long a connection waits beyond the spacing of its host. Short: a run may meet thousands of
/// hosts, and a process may have but a thousand connections.
const IDLE: Duration = Duration::from_secs(2);

tokio::task_local! {
    /// Where the request under way may connect to.
    static ADDRESSES: Vec<SocketAddr>;
}

/// Gives the client the addresses that were judged, and nothing where there are none.
struct Judged;

impl Resolve for Judged {
    fn resolve(&self, _: Name) -> Resolving {
        let addresses = ADDRESSES.try_with(Clone::clone);
        Box::pin(async move {
            let addresses: Addrs = Box::new(addresses?.into_iter());
            Ok(addresses)
        })
    }
}

/// The one client of a run, and the names that it has looked up.
pub(super) struct Sender {
    http: reqwest::Client,
    named: BTreeMap<(String, u16), IpAddr>,
    found: Mutex<BTreeMap<String, Result<Vec<IpAddr>, DnsFault>>>,
    timeout: Duration,
    body: u64,
    keep_body: bool,
}

impl Sender {
    /// A client that asks as `options` say. It knows no proxy: that would connect for us, to
    /// addresses that nobody judges.
    pub(super) fn new(options: &Options) -> Result<Self, Error> {
        let named = options.names()?;
        // Another part of the program may have chosen a provider first; it stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .user_agent(options.agent()?)
            .connect_timeout(Duration::from_secs(options.connect_timeout))
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .dns_resolver(Judged)
            .pool_max_idle_per_host(options.host_concurrency)
            .pool_idle_timeout(IDLE + options.pace().spacing)
            .build()
            .map_err(|error| Error::Client(error.to_string()))?;
        let timeout = Duration::from_secs(options.timeout);
        Ok(Self {
            http,
            named,
            found: Mutex::default(),
            timeout,
            body: options.body,
            keep_body: options.keep_body,
        })
    }

    /// Sends one request and reads the answer, within the time for one.
    pub(super) async fn send(&self, want: Want) -> Shown {
        let start = Instant::now();
        let until = start + self.timeout;
        let addresses = match timeout_at(until, self.addresses(&want)).await {
            Ok(Ok(addresses)) => addresses,
            Ok(Err(end)) => return Shown::Fault(end, ms(start)),
            Err(_) => return Shown::Fault(End::Dns(DnsFault::Timeout), ms(start)),
        };
        let asking = ADDRESSES.scope(addresses, self.request(&want).send());
        let response = match timeout_at(until, asking).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Shown::Fault(fault::of_request(&error), ms(start)),
            Err(_) => return Shown::Fault(End::Read(ReadFault::Timeout), ms(start)),
        };
        let mut answer = answer(&response);
        answer.elapsed_ms = ms(start);
        // The address was judged before; this catches a connection that came about otherwise.
        if answer.address.is_some_and(|address| !self.may_ask(address, &want)) {
            return Shown::Fault(End::Private, ms(start));
        }
        let read = self.read(response, &mut answer);
        let fault = match timeout_at(until, read).await {
            Ok(read) => read.err(),
            Err(_) => Some(ReadFault::Timeout),
        };
        Shown::Answer(Box::new(answer), fault)
    }

    fn request(&self, want: &Want) -> reqwest::RequestBuilder {
        let request = self.http.get(want.url.clone()).header(ACCEPT, WANTED);
        match &want.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }

    /// The addresses that a request may connect to.
    async fn addresses(&self, want: &Want) -> Result<Vec<SocketAddr>, End> {
        let port = want.url.port_or_known_default().unwrap_or_default();
        let addresses = match want.url.host() {
            Some(Host::Ipv4(address)) => vec![IpAddr::V4(address)],
            Some(Host::Ipv6(address)) => vec![IpAddr::V6(address)],
            Some(Host::Domain(name)) => match self.named(&want.url) {
                Some(address) => return Ok(vec![SocketAddr::new(address, port)]),
                None => self.look_up(name).await.map_err(End::Dns)?,
            },
            None => return Err(End::Scheme),
        };
        // A name with both kinds is asked at its public addresses alone.
        let public: Vec<IpAddr> =
            addresses.iter().copied().filter(|address| !guard::is_private(*address)).collect();
        let chosen = match public.is_empty() {
            true if want.private => addresses,
            true => return Err(End::Private),
            false => public,
        };
        Ok(chosen.into_iter().map(|address| SocketAddr::new(address, port)).collect())
    }

    fn may_ask(&self, address: IpAddr, want: &Want) -> bool {
        want.private || !guard::is_private(address) || self.named(&want.url) == Some(address)
    }

    fn named(&self, url: &Url) -> Option<IpAddr> {
        let key = (url.host_str()?.to_owned(), url.port_or_known_default()?);
        self.named.get(&key).copied()
    }

    /// The addresses of a name, looked up once; a fault that may pass is not kept.
    async fn look_up(&self, name: &str) -> Result<Vec<IpAddr>, DnsFault> {
        let kept = self.found.lock().ok().and_then(|found| found.get(name).cloned());
        if let Some(kept) = kept {
            return kept;
        }
        let looked = tokio::net::lookup_host((name, 0)).await;
        let found = match looked {
            Ok(addresses) => Ok(addresses.map(|address| address.ip()).collect::<Vec<_>>()),
            Err(error) => Err(fault::of_lookup(&error)),
        };
        let found = found
            .and_then(|list| if list.is_empty() { Err(DnsFault::NoAddress) } else { Ok(list) });
        if found != Err(DnsFault::Servfail)
            && let Ok(mut kept) = self.found.lock()
        {
            // The first answer stays, so that no name changes its address between two hops.
            return kept.entry(name.to_owned()).or_insert(found).clone();
        }
        found
    }

    /// Reads what is looked at of a body, and the rest if that is little.
    async fn read(
        &self,
        mut response: reqwest::Response,
        answer: &mut Answer,
    ) -> Result<(), ReadFault> {
        let looks = !(300..400).contains(&answer.status);
        let (mut bytes, mut thrown, mut fault) = (Vec::new(), 0_u64, None);
        loop {
            let chunk = match response.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(error) => {
                    fault = Some(fault::of_body(&error));
                    break;
                }
            };
            let room = if looks { self.body.saturating_sub(bytes.len() as u64) } else { 0 };
            let kept = chunk.len().min(usize::try_from(room).unwrap_or(usize::MAX));
            bytes.extend_from_slice(&chunk[..kept]);
            thrown += (chunk.len() - kept) as u64;
            if thrown > DRAINED {
                break;
            }
        }
        if looks {
            let kind = answer.headers.get("content-type").map(String::as_str);
            answer.page = Some(page_facts::facts(kind, &bytes));
            answer.body = self.keep_body.then_some(bytes);
        }
        fault.map_or(Ok(()), Err)
    }
}

fn ms(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// The answer without its body.
fn answer(response: &reqwest::Response) -> Answer {
    let headers = response.headers();
    let telling =
        TELLING.iter().filter_map(|name| Some(((*name).to_owned(), text(headers, name)?)));
    // Other links than the one of an archive to what it captured fill a ledger and tell nothing.
    let telling = telling.filter(|(name, value)| name != "link" || value.contains("original"));
    let cookies = headers.get_all(SET_COOKIE).iter();
    Answer {
        address: response.remote_addr().map(|address| address.ip()),
        status: response.status().as_u16(),
        location: headers.get(LOCATION).map(|value| written(value.as_bytes())),
        cookies: cookies.filter_map(|value| Some(value.to_str().ok()?.to_owned())).collect(),
        headers: telling.collect(),
        date: text(headers, "date"),
        page: None,
        body: None,
        elapsed_ms: 0,
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = String::from_utf8_lossy(headers.get(name)?.as_bytes()).into_owned();
    let end = value.floor_char_boundary(LONGEST);
    Some(redact_text(&value[..end]).into_owned())
}

/// A `Location` as text; bytes that are no UTF-8 are percent-encoded, as browsers do.
fn written(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes
            .iter()
            .map(|byte| match byte {
                0x21..0x7f => char::from(*byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect(),
    }
}

/// Waits at most `most` for something.
pub(super) async fn within<T>(most: Duration, what: impl Future<Output = T>) -> Option<T> {
    timeout(most, what).await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_of_any_bytes() {
        assert_eq!(written("/é".as_bytes()), "/é");
        assert_eq!(written(b"/\xe9?a b"), "/%E9?a%20b");
    }
}
