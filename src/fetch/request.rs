//! Sends one request, to an address that was judged, and reads what a chain needs of the answer.
//!
//! What the guard judged is what the connection is made to: the resolver that the HTTP client is given
//! knows nothing but the addresses of the request under way. With a proxy those are the proxy's, and
//! what it connects to is its own affair.

use core::net::{IpAddr, SocketAddr};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use tokio::time::{Instant, timeout, timeout_at};
use url::{Host, Url};

use super::content_type::ContentType;
use super::exchange::{BodyMode, HttpResponse, RequestPlan, RequestResult};
use super::resolver::Resolver;
use super::{FetchError, FetchOptions, fault, guard, page_facts, proxy};
use crate::check::observation::{ChainEnd, DnsFault, Method, ReadFault};
use crate::link::redact::redact_text;

const ACCEPT_HEADER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// Headers that tell something about an answer.
const KEPT_HEADERS: [&str; 12] = [
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
const MAX_HEADER_BYTES: usize = 300;

/// Bytes of a body that are read and thrown away, so that the connection can serve again.
const MAX_DRAINED_BYTES: u64 = 64 << 10;

/// How long a connection waits beyond the spacing of its host. Short: a run may meet thousands of
/// hosts, and a process may have but a thousand connections.
const IDLE_TIMEOUT: Duration = Duration::from_secs(2);

tokio::task_local! {
    /// Where the request under way may connect to.
    static ADDRESSES: Vec<SocketAddr>;
}

/// Gives the client the addresses that were judged, and nothing where there are none.
struct PinnedResolver;

impl Resolve for PinnedResolver {
    fn resolve(&self, _: Name) -> Resolving {
        let addresses = ADDRESSES.try_with(Clone::clone);
        Box::pin(async move {
            let addresses: Addrs = Box::new(addresses?.into_iter());
            Ok(addresses)
        })
    }
}

/// The clients of a run, which share no connections with those of another, and the names that it has
/// looked up.
pub(super) struct Sender {
    /// By proxy, if any.
    clients: BTreeMap<Option<Url>, Clients>,
    names: Resolver,
    named: BTreeMap<(String, u16), IpAddr>,
    /// Hosts whose HTTP/2 broke.
    broken: Mutex<BTreeSet<String>>,
    options: FetchOptions,
}

struct Clients {
    any: reqwest::Client,
    /// Speaks HTTP/1.1 alone; made when the first host breaks its HTTP/2, for that reads certificates again.
    old: OnceLock<Option<reqwest::Client>>,
}

/// What a request may connect to, and what knows how.
struct Route<'a> {
    client: &'a reqwest::Client,
    addresses: Vec<SocketAddr>,
    by_proxy: bool,
}

impl Sender {
    /// Clients that ask as `options` say.
    pub(super) fn new(options: &FetchOptions) -> Result<Self, FetchError> {
        options.validate()?;
        let proxies = options.proxies.each()?.into_iter().map(Some);
        let mut clients = BTreeMap::new();
        for proxy in proxies.chain([None]) {
            let any = client(options, proxy.as_ref())?.build();
            let any = any.map_err(|error| FetchError::Client(error.to_string()))?;
            clients.insert(proxy, Clients { any, old: OnceLock::new() });
        }
        let names = Resolver::new(options.lookup.clone());
        let (named, broken) = (options.resolve_overrides()?, Mutex::default());
        Ok(Self { clients, names, named, broken, options: options.clone() })
    }

    /// Whether a request goes by a proxy.
    pub(super) fn is_proxied(&self, url: &Url) -> bool {
        self.proxy(url).is_some()
    }

    /// Sends one request and reads the answer, within the time for one.
    pub(super) async fn send(&self, mut want: RequestPlan) -> RequestResult {
        let host = want.url.host_str().unwrap_or_default().to_owned();
        want.http1_only |= self.broken.lock().is_ok_and(|broken| broken.contains(&host));
        let shown = self.ask(want).await;
        if matches!(shown, RequestResult::Http2(_))
            && let Ok(mut broken) = self.broken.lock()
        {
            broken.insert(host);
        }
        shown
    }

    async fn ask(&self, want: RequestPlan) -> RequestResult {
        let start = Instant::now();
        let host = want.url.host_str().unwrap_or_default();
        let until = start + Duration::from_secs(self.options.timeout_for_host(host));
        let way = match timeout_at(until, self.route(&want)).await {
            Ok(Ok(way)) => way,
            Ok(Err(end)) => return RequestResult::Fault(end, ms(start)),
            Err(_) => return RequestResult::Fault(ChainEnd::Dns(DnsFault::Timeout), ms(start)),
        };
        let request = self.request(way.client, &want).send();
        let response = match timeout_at(until, ADDRESSES.scope(way.addresses, request)).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) if fault::is_http2(&error) => return RequestResult::Http2(ms(start)),
            Ok(Err(error)) => {
                let end = fault::from_request_error(&error);
                let unclear = way.by_proxy && matches!(end, ChainEnd::Connect(_));
                return RequestResult::Fault(
                    if unclear { ChainEnd::Proxy } else { end },
                    ms(start),
                );
            }
            Err(_) => return RequestResult::Fault(ChainEnd::Read(ReadFault::Timeout), ms(start)),
        };
        let mut answer = answer(&response);
        answer.elapsed_ms = ms(start);
        if way.by_proxy {
            answer.address = None;
        }
        // The address was judged before; this catches a connection that came about otherwise.
        if answer.address.is_some_and(|address| !self.may_ask(address, &want)) {
            return RequestResult::Fault(ChainEnd::Private, ms(start));
        }
        match timeout_at(until, self.read(response, &mut answer, &want)).await {
            Ok(Err(BodyFault::Http2)) => RequestResult::Http2(ms(start)),
            Ok(Err(BodyFault::Body(fault))) => RequestResult::Answer(Box::new(answer), Some(fault)),
            Ok(Ok(())) => RequestResult::Answer(Box::new(answer), None),
            Err(_) => RequestResult::Answer(Box::new(answer), Some(ReadFault::Timeout)),
        }
    }

    fn request(&self, client: &reqwest::Client, want: &RequestPlan) -> reqwest::RequestBuilder {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(ACCEPT_HEADER));
        let host = want.url.host_str().unwrap_or_default();
        let own = self.options.hosts.get(host).into_iter().flat_map(|own| &own.headers);
        let own = own.map(|(name, value)| (name.as_str(), value.as_str()));
        let secret = self.options.secrets.iter().filter_map(|secret| secret.sent_to(&want.url));
        let cookie = want.cookie.as_deref().map(|cookie| ("cookie", cookie));
        for (name, value) in own.chain(cookie).chain(secret) {
            // They were held to be plain before.
            let (name, value) = (HeaderName::try_from(name), HeaderValue::from_str(value));
            if let (Ok(name), Ok(value)) = (name, value) {
                headers.insert(name, value);
            }
        }
        let request = match want.method {
            Method::Get => client.get(want.url.clone()),
            Method::Head => client.head(want.url.clone()),
        };
        request.headers(headers)
    }

    fn proxy(&self, url: &Url) -> Option<Url> {
        proxy::parse_proxy(self.options.proxies.for_url(url)?)
    }

    /// How a request is sent, and to where.
    async fn route(&self, want: &RequestPlan) -> Result<Route<'_>, ChainEnd> {
        let proxy = self.proxy(&want.url);
        let addresses = match &proxy {
            Some(_) if !want.private && proxy::is_private_as_written(&want.url) => {
                return Err(ChainEnd::Private);
            }
            // Whoever named the proxy may name a private one.
            Some(proxy) => self.looked_up(proxy).await.map_err(|_| ChainEnd::Proxy)?,
            None => self.permitted_addresses(want).await?,
        };
        let by_proxy = proxy.is_some();
        let Clients { any, old } = self.clients.get(&proxy).ok_or(ChainEnd::Proxy)?;
        let older = || client(&self.options, proxy.as_ref()).ok()?.http1_only().build().ok();
        let older = want.http1_only.then(|| old.get_or_init(older).as_ref()).flatten();
        let client = older.unwrap_or(any);
        Ok(Route { client, addresses, by_proxy })
    }

    /// The addresses that a request may connect to.
    async fn permitted_addresses(&self, want: &RequestPlan) -> Result<Vec<SocketAddr>, ChainEnd> {
        if let Some(address) = self.named(&want.url) {
            let port = want.url.port_or_known_default().unwrap_or_default();
            return Ok(vec![SocketAddr::new(address, port)]);
        }
        let addresses = self.looked_up(&want.url).await?;
        // A name with both kinds is asked at its public addresses alone.
        let public: Vec<SocketAddr> =
            addresses.iter().copied().filter(|a| !guard::is_private(a.ip())).collect();
        match public.is_empty() {
            true if want.private => Ok(addresses),
            true => Err(ChainEnd::Private),
            false => Ok(public),
        }
    }

    async fn looked_up(&self, url: &Url) -> Result<Vec<SocketAddr>, ChainEnd> {
        let port = url.port_or_known_default().unwrap_or_default();
        let addresses = match url.host() {
            Some(Host::Ipv4(address)) => vec![IpAddr::V4(address)],
            Some(Host::Ipv6(address)) => vec![IpAddr::V6(address)],
            Some(Host::Domain(name)) => {
                let within = Duration::from_secs(self.options.timeout_for_host(name));
                self.names.look_up(name, within).await.map_err(ChainEnd::Dns)?
            }
            None => return Err(ChainEnd::Scheme),
        };
        Ok(addresses.into_iter().map(|address| SocketAddr::new(address, port)).collect())
    }

    fn may_ask(&self, address: IpAddr, want: &RequestPlan) -> bool {
        want.private || !guard::is_private(address) || self.named(&want.url) == Some(address)
    }

    fn named(&self, url: &Url) -> Option<IpAddr> {
        let key = (url.host_str()?.to_owned(), url.port_or_known_default()?);
        self.named.get(&key).copied()
    }

    /// Reads what is looked at of a body, and the rest if that is little.
    async fn read(
        &self,
        mut response: reqwest::Response,
        answer: &mut HttpResponse,
        want: &RequestPlan,
    ) -> Result<(), BodyFault> {
        let looks = !(300..400).contains(&answer.status) && want.method == Method::Get;
        let kind = answer.headers.get("content-type").map(String::as_str);
        let most = match want.body {
            _ if !looks => 0,
            BodyMode::Facts => self.options.body,
            BodyMode::Page { most } if ContentType::parse(kind).is_page() => most.saturating_add(1),
            BodyMode::Page { .. } => 0,
        };
        let (mut bytes, mut thrown, mut fault) = (Vec::new(), 0_u64, None);
        loop {
            let chunk = match response.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(error) if fault::is_http2(&error) => return Err(BodyFault::Http2),
                Err(error) => {
                    fault = Some(fault::from_body_error(&error));
                    break;
                }
            };
            let room = most.saturating_sub(bytes.len() as u64);
            let kept = chunk.len().min(usize::try_from(room).unwrap_or(usize::MAX));
            bytes.extend_from_slice(&chunk[..kept]);
            thrown += (chunk.len() - kept) as u64;
            if thrown > MAX_DRAINED_BYTES {
                break;
            }
        }
        match want.body {
            _ if !looks => {}
            BodyMode::Facts => {
                answer.page = Some(page_facts::facts(kind, &bytes));
                answer.body = self.options.keep_body.then_some(bytes);
            }
            BodyMode::Page { .. } => answer.body = Some(bytes),
        }
        fault.map_or(Ok(()), |fault| Err(BodyFault::Body(fault)))
    }
}

/// What kept a body from being read.
enum BodyFault {
    Body(ReadFault),
    Http2,
}

fn client(
    options: &FetchOptions,
    proxy: Option<&Url>,
) -> Result<reqwest::ClientBuilder, FetchError> {
    // Another part of the program may have chosen a provider first; it stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let unreadable = |error: reqwest::Error| FetchError::Authorities(error.to_string());
    let authorities = reqwest::Certificate::from_pem_bundle(&options.authorities);
    let client = reqwest::Client::builder()
        .user_agent(options.agent()?)
        .connect_timeout(Duration::from_secs(options.connect_timeout))
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        .dns_resolver(PinnedResolver)
        .tls_certs_merge(authorities.map_err(unreadable)?)
        .pool_max_idle_per_host(options.host_concurrency)
        .pool_idle_timeout(IDLE_TIMEOUT + options.pace().spacing);
    let Some(proxy) = proxy else { return Ok(client) };
    let proxy = reqwest::Proxy::all(proxy.clone());
    let proxy =
        proxy.map_err(|error| FetchError::Proxy(redact_text(&error.to_string()).into_owned()))?;
    Ok(client.proxy(proxy))
}

fn ms(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// The answer without its body.
fn answer(response: &reqwest::Response) -> HttpResponse {
    let headers = response.headers();
    let telling =
        KEPT_HEADERS.iter().filter_map(|name| Some(((*name).to_owned(), text(headers, name)?)));
    // Other links than the one of an archive to what it captured fill a ledger and tell nothing.
    let telling = telling.filter(|(name, value)| name != "link" || value.contains("original"));
    let cookies = headers.get_all(SET_COOKIE).iter();
    HttpResponse {
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
    let end = value.floor_char_boundary(MAX_HEADER_BYTES);
    Some(redact_text(&value[..end]).into_owned())
}

/// A `Location` as text; bytes that are not UTF-8 are percent-encoded, as browsers do.
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
pub(super) async fn with_timeout<T>(most: Duration, what: impl Future<Output = T>) -> Option<T> {
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
