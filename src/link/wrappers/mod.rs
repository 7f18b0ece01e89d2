//! Taking off what only leads on to another address: redirectors, proxies and web archives.
//!
//! The list is closed (`data/wrappers.tsv`): no other address is unwrapped, whatever its parameters
//! look like, and short addresses stay, because only the network knows where they lead.

mod proofpoint;
mod proxy;

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use url::{Position, Url};

use super::{percent, resolve, strip};
use crate::domain::{bare, has_known_suffix, registrable, table_rows};
use crate::link::Via;

/// The text of the wrapper table.
const TABLE: &str = include_str!("../../../data/wrappers.tsv");

/// How many wrappers around one another are taken off.
const MAX_DEPTH: usize = 5;

/// A URL without its wrappers.
pub(super) struct UnwrappedUrl {
    /// What is opened, archives kept; `None` for the URL itself.
    pub(super) opened: Option<Url>,
    /// What is cited, archives taken off; `None` for the URL itself.
    pub(super) cited: Option<Url>,
    /// `opened` is an archive's copy.
    pub(super) archived: bool,
    /// What was taken off, outermost first.
    pub(super) via: Vec<Via>,
}

/// Takes off up to five wrappers.
pub(super) fn remove_wrappers(url: &Url, host: &str, domain: &str) -> UnwrappedUrl {
    let mut done = UnwrappedUrl { opened: None, cited: None, archived: false, via: Vec::new() };
    let Some(mut layer) = layer(url, host, domain) else { return done };
    loop {
        done.archived |= layer.role == WrapperRole::Archive;
        if !done.archived {
            done.opened = Some(layer.inner.clone());
        }
        done.via.push(layer.via);
        let inner = done.cited.insert(layer.inner);
        let host = inner.host_str().unwrap_or_default();
        if done.via.len() == MAX_DEPTH {
            return done;
        }
        match self::layer(inner, host, registrable(host)) {
            Some(next) => layer = next,
            None => return done,
        }
    }
}

/// Takes off the outer wrappers of the wanted kinds; no archive.
pub(super) fn remove_outer_wrappers(url: &Url, wanted: impl Fn(&str) -> bool) -> Option<Url> {
    let mut inner = None;
    for _ in 0..MAX_DEPTH {
        let outer = inner.as_ref().unwrap_or(url);
        let host = outer.host_str().unwrap_or_default();
        let next = layer(outer, host, registrable(host));
        let goes =
            |layer: &WrapperLayer| layer.role != WrapperRole::Archive && wanted(&layer.via.kind);
        match next.filter(goes) {
            Some(layer) => inner = Some(layer.inner),
            None => break,
        }
    }
    inner
}

/// One wrapper taken off.
struct WrapperLayer {
    role: WrapperRole,
    via: Via,
    inner: Url,
}

fn layer(url: &Url, host: &str, domain: &str) -> Option<WrapperLayer> {
    let (wrapper, inner) = candidates(host, domain)?.iter().find_map(|wrapper| {
        let found = wrapper.is_at(url, host, domain).then(|| wrapper.target.inner(url, host))??;
        Some((wrapper, found))
    })?;
    let via = Via {
        kind: wrapper.kind.to_owned(),
        host: host.to_owned(),
        domain: domain.to_owned(),
        timestamp: inner.timestamp,
    };
    Some(WrapperLayer { role: wrapper.role, via, inner: inner.url })
}

/// What a wrapper does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WrapperRole {
    /// Forwards.
    Redirector,
    /// Serves the page under its own name.
    Proxy,
    /// Holds a copy.
    Archive,
}

/// Which hosts a row is for.
enum HostPattern {
    /// This host, also with `www.` or `m.`.
    Exact(&'static str),
    /// Every host under this one, written with its leading dot.
    Under(&'static str),
    /// Google under any country.
    Google,
    /// A library's proxy.
    Library,
}

/// One row of the table.
struct Wrapper {
    kind: &'static str,
    role: WrapperRole,
    host: HostPattern,
    path: &'static str,
    target: InnerUrlRule,
}

/// How the inner address is found.
enum InnerUrlRule {
    /// The first of these parameters that holds an absolute URL.
    Query(Vec<&'static str>),
    /// The whole query.
    WholeQuery,
    /// The path after the row's own: host and path, always https, without what AMP's viewers add.
    Path(&'static str),
    /// Time and address in the path.
    Snapshot,
    /// `q=cache:id:address words`.
    Cache,
    /// `url=` up to the end, or `qurl=` encoded.
    Login,
    /// The host, its dots written as hyphens.
    HyphenHost,
    /// Proofpoint's own encodings.
    ProofpointV2,
    /// Proofpoint's own encodings.
    ProofpointV3,
}

/// An inner address, with the time of the copy where there is one.
struct InnerUrl {
    url: Url,
    timestamp: Option<String>,
}

/// Rows by the last two labels of their host, with those that any host can have apart.
#[derive(Default)]
struct Wrappers {
    by_tail: FxHashMap<&'static str, Vec<Wrapper>>,
    google: Vec<Wrapper>,
    library: Vec<Wrapper>,
}

static WRAPPERS: LazyLock<Wrappers> = LazyLock::new(|| {
    let mut wrappers = Wrappers::default();
    for row in table_rows::<6>(TABLE) {
        let host = row[2];
        let wrapper = Wrapper::new(row);
        match wrapper.host {
            HostPattern::Google => wrappers.google.push(wrapper),
            HostPattern::Library => wrappers.library.push(wrapper),
            _ => wrappers.by_tail.entry(tail(host)).or_default().push(wrapper),
        }
    }
    wrappers
});

/// Returns the few rows that can be meant; looking here first is what keeps plain URLs cheap.
fn candidates(host: &str, domain: &str) -> Option<&'static [Wrapper]> {
    if let Some(wrappers) = WRAPPERS.by_tail.get(tail(bare(host))) {
        return Some(wrappers);
    }
    if domain.starts_with("google.") {
        return Some(&WRAPPERS.google);
    }
    host.contains(proxy::LABEL).then_some(&WRAPPERS.library)
}

/// The last two labels of a host.
fn tail(host: &str) -> &str {
    host.rmatch_indices('.').nth(1).map_or(host, |(dot, _)| &host[dot + 1..])
}

impl Wrapper {
    fn new([kind, role, host, path, target, _why]: [&'static str; 6]) -> Self {
        let role = match role {
            "archive" => WrapperRole::Archive,
            "proxy" => WrapperRole::Proxy,
            _ => WrapperRole::Redirector,
        };
        let host = match host {
            "google.*" => HostPattern::Google,
            "*ezproxy*" => HostPattern::Library,
            _ => host.strip_prefix('*').map_or(HostPattern::Exact(host), HostPattern::Under),
        };
        Self { kind, role, host, path, target: InnerUrlRule::parse(target, path) }
    }

    fn is_at(&self, url: &Url, host: &str, domain: &str) -> bool {
        let host = bare(host);
        let is_host = match self.host {
            HostPattern::Exact(name) => {
                let plain = host.strip_prefix("www.").or_else(|| host.strip_prefix("m."));
                host == name || plain == Some(name)
            }
            HostPattern::Under(ending) => host.len() > ending.len() && host.ends_with(ending),
            HostPattern::Google => is_google(domain),
            HostPattern::Library => proxy::has_label(host, domain),
        };
        is_host && self.is_path(url.path())
    }

    fn is_path(&self, path: &str) -> bool {
        match self.path {
            "*" => true,
            "/" if !matches!(self.target, InnerUrlRule::Snapshot) => path == "/",
            own => match own.strip_suffix('*').or_else(|| own.ends_with('/').then_some(own)) {
                Some(beginning) => path.starts_with(beginning),
                None => path == own,
            },
        }
    }
}

/// Tells Google's domains: `.com`, a country, or a country's `com` or `co`.
pub(super) fn is_google(domain: &str) -> bool {
    let Some(suffix) = domain.strip_prefix("google.") else { return false };
    let country = suffix.strip_prefix("com.").or_else(|| suffix.strip_prefix("co."));
    suffix == "com" || country.unwrap_or(suffix).len() == 2
}

impl InnerUrlRule {
    fn parse(words: &'static str, path: &'static str) -> Self {
        match words {
            "query" => Self::WholeQuery,
            "path" => Self::Path(path),
            "snapshot" => Self::Snapshot,
            "cache" => Self::Cache,
            "login" => Self::Login,
            "hyphen-host" => Self::HyphenHost,
            "proofpoint-v2" => Self::ProofpointV2,
            "proofpoint-v3" => Self::ProofpointV3,
            _ => Self::Query(words.trim_start_matches("query:").split(',').collect()),
        }
    }

    fn inner(&self, url: &Url, host: &str) -> Option<InnerUrl> {
        let found = match self {
            Self::Snapshot => return snapshot(url),
            Self::Query(names) => {
                names.iter().find_map(|name| absolute(&value(url.query()?, name)?))
            }
            Self::WholeQuery => absolute(url.query()?),
            Self::Path(own) => {
                let rest = url[Position::BeforePath..].strip_prefix(own)?;
                let mut url = public(&format!("https://{rest}"))?;
                proxy::drop_viewer(&mut url);
                return Some(InnerUrl { url, timestamp: None });
            }
            Self::Cache => return Some(InnerUrl { url: cached(url.query()?)?, timestamp: None }),
            Self::Login => proxy::after_login(url.query()?),
            Self::HyphenHost => proxy::unproxied(url, bare(host)),
            Self::ProofpointV2 => absolute(&proofpoint::decode_v2(&value(url.query()?, "u")?)?),
            Self::ProofpointV3 => absolute(&proofpoint::decode_v3(&url[Position::BeforePath..])?),
        }?;
        Some(InnerUrl { url: with_fragment_of(url, found), timestamp: None })
    }
}

/// Parses an absolute http(s) URL that a browser could open; one slash after the scheme is enough.
pub(super) fn absolute(text: &str) -> Option<Url> {
    let text = text.trim();
    let (scheme, rest) = text.split_once(':')?;
    let is_web = resolve::is_web(&scheme.to_ascii_lowercase()) && rest.starts_with('/');
    is_web.then(|| Url::parse(text).ok())?.filter(resolve::has_possible_host)
}

/// Parses an address whose host must be one that can exist publicly.
fn public(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(resolve::has_possible_host)?;
    url.host_str().is_some_and(has_known_suffix).then_some(url)
}

/// Parses what archives hold: an absolute URL, or host and path, which stand for http.
fn archived(text: &str) -> Option<Url> {
    absolute(text).or_else(|| public(&format!("http://{text}")))
}

/// The value of a parameter. A plus stays: a URL has no blanks that it could stand for.
pub(super) fn value(query: &str, name: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    percent::decode(value).map(Cow::into_owned)
}

/// Carries the wrapper's fragment over where the inner address has none, as a browser does.
fn with_fragment_of(url: &Url, mut inner: Url) -> Url {
    if inner.fragment().is_none() {
        inner.set_fragment(url.fragment().filter(|fragment| !strip::is_blank(fragment)));
    }
    inner
}

/// Reads `/web/20200101000000if_/http://…` and `/2020.01.01-000000/http://…`.
fn snapshot(url: &Url) -> Option<InnerUrl> {
    let rest = url[Position::BeforePath..].strip_prefix('/')?;
    let (rest, is_wayback) = match rest.strip_prefix("web/") {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let Some((time, target)) = rest.split_once('/').filter(|(time, _)| is_time(time)) else {
        let newest = is_wayback.then(|| absolute(rest))?;
        return newest.map(|url| InnerUrl { url, timestamp: None });
    };
    let digits = time.trim_end_matches(|ch: char| ch.is_ascii_lowercase() || ch == '_');
    Some(InnerUrl { url: archived(target)?, timestamp: Some(digits.to_owned()) })
}

/// Tells `20200101000000`, `2020`, `20200101000000id_` and `2020.01.01-000000`.
fn is_time(segment: &str) -> bool {
    let digits = segment
        .strip_suffix('_')
        .map_or(segment, |modified| modified.trim_end_matches(|ch: char| ch.is_ascii_lowercase()));
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    (4..=14).contains(&count)
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
}

/// Reads `q=cache:id:address+words`; the id is optional.
fn cached(query: &str) -> Option<Url> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("q="))?;
    let value = value.split(['+', ' ']).next()?.split("%20").next()?;
    let text = percent::decode(value)?;
    let text = text.strip_prefix("cache:")?;
    let is_id = |id: &str| {
        id.len() == 12
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let target = text.split_once(':').filter(|(id, _)| is_id(id)).map_or(text, |(_, rest)| rest);
    archived(target)
}

#[cfg(test)]
mod tests;
