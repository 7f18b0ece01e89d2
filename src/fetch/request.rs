//! Sends one request, to an address that was judged, and reads what a chain needs of the answer.
//!
//! What the guard judged is what the connection is made to: the resolver that the HTTP client is given
//! knows nothing but the addresses of the request under way. With a proxy those are the proxy's, and
//! what it connects to is its own affair.

use core::net::SocketAddr;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_ENCODING, HeaderMap, HeaderName, HeaderValue, USER_AGENT,
};
use reqwest::redirect::Policy;
use tokio::time::{Instant, timeout, timeout_at};
use url::Url;

use super::content_type::ContentType;
use super::exchange::{BodyMode, HttpResponse, RequestPlan, RequestResult, ResponseReader};
use super::language::accept_language;
use super::lenient::{self, LenientRequest};
use super::response_head::parse_head;
use super::route::{Route, Router};
use super::{FetchError, FetchOptions, fault, page_facts};
use crate::check::observation::{ChainEnd, DnsFault, Method, ReadFault};
use crate::link::redact::redact_text;

const ACCEPT_HEADER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

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
    router: Router,
    /// Hosts whose HTTP/2 broke.
    broken: Mutex<BTreeSet<String>>,
    /// TLS of the lenient reader; made when the first host needs it, for that reads certificates again.
    lenient_tls: OnceLock<Option<Arc<rustls::ClientConfig>>>,
    options: FetchOptions,
}

struct Clients {
    any: reqwest::Client,
    /// Speaks HTTP/1.1 alone; made when the first host breaks its HTTP/2, for that reads certificates again.
    old: OnceLock<Option<reqwest::Client>>,
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
        let (router, broken) = (Router::new(options)?, Mutex::default());
        let lenient_tls = OnceLock::new();
        Ok(Self { clients, router, broken, lenient_tls, options: options.clone() })
    }

    /// Whether a request goes by a proxy.
    pub(super) fn is_proxied(&self, url: &Url) -> bool {
        self.router.proxy(url).is_some()
    }

    /// Sends one request and reads the answer, within the time for one.
    pub(super) async fn send(&self, mut want: RequestPlan) -> RequestResult {
        let host = want.url.host_str().unwrap_or_default().to_owned();
        if self.broken.lock().is_ok_and(|broken| broken.contains(&host)) {
            want.reader = want.reader.max(ResponseReader::Http1);
        }
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
        let way = match timeout_at(until, self.router.route(&want)).await {
            Ok(Ok(way)) => way,
            Ok(Err(end)) => return RequestResult::Fault(end, ms(start)),
            Err(_) => return RequestResult::Fault(ChainEnd::Dns(DnsFault::Timeout), ms(start)),
        };
        match want.reader {
            ResponseReader::Lenient => self.ask_leniently(&way, &want, start, until).await,
            ResponseReader::Any | ResponseReader::Http1 => {
                self.ask_client(way, &want, start, until).await
            }
        }
    }

    /// Asks by the HTTP client.
    async fn ask_client(
        &self,
        way: Route,
        want: &RequestPlan,
        start: Instant,
        until: Instant,
    ) -> RequestResult {
        let by_proxy = way.proxy.is_some();
        let Some(client) = self.client(&way, want) else {
            return RequestResult::Fault(ChainEnd::Proxy, ms(start));
        };
        let request = self.request(client, want).send();
        let response = match timeout_at(until, ADDRESSES.scope(way.addresses, request)).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) if fault::is_http2(&error) => return RequestResult::Http2(ms(start)),
            Ok(Err(error)) => {
                let end = fault::from_request_error(&error);
                let unclear = by_proxy && matches!(end, ChainEnd::Connect(_));
                return RequestResult::Fault(
                    if unclear { ChainEnd::Proxy } else { end },
                    ms(start),
                );
            }
            Err(_) => return RequestResult::Fault(ChainEnd::Read(ReadFault::Timeout), ms(start)),
        };
        let address = response.remote_addr().map(|address| address.ip());
        let mut answer = parse_head(response.status().as_u16(), response.headers());
        answer.elapsed_ms = ms(start);
        answer.address = address.filter(|_| !by_proxy);
        // The address was judged before; this catches a connection that came about otherwise.
        if answer.address.is_some_and(|address| !self.router.may_ask(address, want)) {
            return RequestResult::Fault(ChainEnd::Private, ms(start));
        }
        match self.read(response, &mut answer, want, until).await {
            Err(BodyFault::Http2) => RequestResult::Http2(ms(start)),
            Err(BodyFault::Body(fault)) => RequestResult::Answer(Box::new(answer), Some(fault)),
            Ok(()) => RequestResult::Answer(Box::new(answer), None),
        }
    }

    /// Asks by our own reader, which takes what the client refuses.
    async fn ask_leniently(
        &self,
        way: &Route,
        want: &RequestPlan,
        start: Instant,
        until: Instant,
    ) -> RequestResult {
        let mut headers = self.headers(want);
        if !headers.contains_key(USER_AGENT)
            && let Some(agent) =
                self.options.agent().ok().and_then(|agent| HeaderValue::try_from(agent).ok())
        {
            headers.insert(USER_AGENT, agent);
        }
        let request = LenientRequest {
            url: &want.url,
            headers,
            addresses: &way.addresses,
            proxy: way.proxy.as_ref(),
            tls: self.lenient_tls(),
            connect_timeout: Duration::from_secs(self.options.connect_timeout),
            until,
        };
        let response = match lenient::send(request).await {
            Ok(response) => response,
            Err(end) => return RequestResult::Fault(end, ms(start)),
        };
        let mut answer = parse_head(response.status, &response.headers);
        answer.address = response.address;
        answer.elapsed_ms = ms(start);
        if answer.address.is_some_and(|address| !self.router.may_ask(address, want)) {
            return RequestResult::Fault(ChainEnd::Private, ms(start));
        }
        let Some(most) = self.body_limit(&answer, want) else {
            return RequestResult::Answer(Box::new(answer), None);
        };
        let body = response.read(most, until).await;
        let bytes = match (body.bytes, body.fault) {
            (Some(bytes), _) => bytes,
            (None, None) => Vec::new(),
            (None, Some(fault)) => return RequestResult::Fault(ChainEnd::Read(fault), ms(start)),
        };
        self.keep_body(&mut answer, bytes, want);
        RequestResult::Answer(Box::new(answer), body.fault)
    }

    fn lenient_tls(&self) -> Option<Arc<rustls::ClientConfig>> {
        let made = || lenient::tls_config(&self.options.authorities).ok().map(Arc::new);
        self.lenient_tls.get_or_init(made).clone()
    }

    fn request(&self, client: &reqwest::Client, want: &RequestPlan) -> reqwest::RequestBuilder {
        let request = match want.method {
            Method::Get => client.get(want.url.clone()),
            Method::Head => client.head(want.url.clone()),
        };
        request.headers(self.headers(want))
    }

    /// The headers of a request, beside those of every request.
    fn headers(&self, want: &RequestPlan) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(ACCEPT_HEADER));
        headers.insert(ACCEPT_LANGUAGE, accept_language(want.language.as_deref()));
        let host = want.url.host_str().unwrap_or_default();
        let own = self.options.overrides(host).into_iter().flat_map(|own| &own.headers);
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
        headers
    }

    /// The client that knows how a request is sent.
    fn client(&self, way: &Route, want: &RequestPlan) -> Option<&reqwest::Client> {
        let Clients { any, old } = self.clients.get(&way.proxy)?;
        let older = || client(&self.options, way.proxy.as_ref()).ok()?.http1_only().build().ok();
        let is_older = want.reader == ResponseReader::Http1;
        Some(is_older.then(|| old.get_or_init(older).as_ref()).flatten().unwrap_or(any))
    }

    /// Bytes that are read of a body; `None` where nothing of it is looked at.
    fn body_limit(&self, answer: &HttpResponse, want: &RequestPlan) -> Option<u64> {
        let looks = !(300..400).contains(&answer.status) && want.method == Method::Get;
        let kind = answer.headers.get("content-type").map(String::as_str);
        looks.then(|| match want.body {
            BodyMode::Facts => self.options.body,
            BodyMode::Page { most } if ContentType::of_answer(kind).is_page() => {
                most.saturating_add(1)
            }
            BodyMode::Page { .. } => 0,
        })
    }

    /// Keeps what is wanted of a body.
    fn keep_body(&self, answer: &mut HttpResponse, bytes: Vec<u8>, want: &RequestPlan) {
        let kind = answer.headers.get("content-type").map(String::as_str);
        match want.body {
            BodyMode::Facts => {
                answer.page = Some(page_facts::facts(kind, &bytes));
                answer.body = self.options.keep_body.then_some(bytes);
            }
            BodyMode::Page { .. } => answer.body = Some(bytes),
        }
    }

    /// Reads what is looked at of a body, and the rest if that is little.
    async fn read(
        &self,
        mut response: reqwest::Response,
        answer: &mut HttpResponse,
        want: &RequestPlan,
        until: Instant,
    ) -> Result<(), BodyFault> {
        let limit = self.body_limit(answer, want);
        let most = limit.unwrap_or_default();
        // The client unpacks what it asks for; servers send other packings unasked.
        let codings = response.headers().get(CONTENT_ENCODING).map(|value| {
            let words = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
            words.split(',').map(|word| word.trim().to_owned()).collect::<Vec<_>>()
        });
        let (mut bytes, mut thrown, mut fault) = (Vec::new(), 0_u64, None);
        loop {
            let chunk = match timeout_at(until, response.chunk()).await {
                Ok(Ok(Some(chunk))) => chunk,
                Ok(Ok(None)) => break,
                Ok(Err(error)) if fault::is_http2(&error) => return Err(BodyFault::Http2),
                Ok(Err(error)) => {
                    fault = Some(fault::from_body_error(&error));
                    break;
                }
                // What came may be the page.
                Err(_) => {
                    fault = Some(ReadFault::Timeout);
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
        if limit.is_some() {
            if let Some(codings) = codings {
                bytes = lenient::unpack(bytes, &codings, most).unwrap_or_default();
            }
            self.keep_body(answer, bytes, want);
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
        // Browsers take all of these.
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http1_ignore_invalid_headers_in_responses(true)
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

/// Waits at most `most` for something.
pub(super) async fn with_timeout<T>(most: Duration, what: impl Future<Output = T>) -> Option<T> {
    timeout(most, what).await.ok()
}
