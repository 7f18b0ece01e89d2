//! Taking off what only leads on to another address: redirectors, proxies and web archives.
//!
//! The list is closed (`data/wrappers.tsv`): no other address is unwrapped, whatever its parameters
//! look like, and short addresses stay, because only the network knows where they lead.

mod address;
mod inner;
mod proofpoint;
mod proxy;

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

pub(super) use self::address::value;
use self::inner::InnerUrlRule;
use crate::domain::{bare, registrable, table_rows};
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
    /// An archive's list of copies: it cites the page's site, and is a page of its own.
    pub(super) listed: Option<Url>,
    /// What was taken off, outermost first.
    pub(super) via: Vec<Via>,
}

/// Takes off up to five wrappers.
pub(super) fn remove_wrappers(url: &Url, host: &str, domain: &str) -> UnwrappedUrl {
    let mut done =
        UnwrappedUrl { opened: None, cited: None, archived: false, listed: None, via: Vec::new() };
    let Some(mut layer) = layer(url, host, domain) else { return done };
    loop {
        done.archived |= layer.role == WrapperRole::Archive;
        if layer.is_list {
            done.listed = Some(done.cited.as_ref().unwrap_or(url).clone());
        }
        if !done.archived {
            done.opened = Some(layer.inner.clone());
        }
        done.via.push(layer.via);
        let inner = done.cited.insert(layer.inner);
        let host = inner.host_str().unwrap_or_default();
        if done.via.len() == MAX_DEPTH || done.listed.is_some() {
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
    /// The wrapper lists copies of the page.
    is_list: bool,
}

/// Whether a kind of wrapper is a web archive, whose copy is found by its exact address. A search engine's
/// copy is none: it lasts for days.
pub(crate) fn is_web_archive(kind: &str) -> bool {
    static KINDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
        let archives = table_rows::<6>(TABLE).filter(|row| row[1] == "archive");
        archives.map(|row| row[0]).filter(|kind| *kind != "google-cache").collect()
    });
    KINDS.contains(kind)
}

fn layer(url: &Url, host: &str, domain: &str) -> Option<WrapperLayer> {
    let (wrapper, inner) = candidates(url, host, domain)?.iter().find_map(|wrapper| {
        let found = wrapper.is_at(url, host, domain).then(|| wrapper.target.inner(url, host))??;
        Some((wrapper, found))
    })?;
    let via = Via {
        kind: wrapper.kind.to_owned(),
        host: host.to_owned(),
        domain: domain.to_owned(),
        timestamp: inner.timestamp,
    };
    Some(WrapperLayer { role: wrapper.role, via, inner: inner.url, is_list: inner.is_list })
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
    /// Every host: the path says what it is.
    Any,
}

/// One row of the table.
struct Wrapper {
    kind: &'static str,
    role: WrapperRole,
    host: HostPattern,
    path: &'static str,
    target: InnerUrlRule,
}

/// Rows by the last two labels of their host, with those that any host can have apart.
#[derive(Default)]
struct Wrappers {
    by_tail: FxHashMap<&'static str, Vec<Wrapper>>,
    google: Vec<Wrapper>,
    library: Vec<Wrapper>,
    anywhere: Vec<Wrapper>,
}

static WRAPPERS: LazyLock<Wrappers> = LazyLock::new(|| {
    let mut wrappers = Wrappers::default();
    for row in table_rows::<6>(TABLE) {
        let host = row[2];
        let wrapper = Wrapper::new(row);
        match wrapper.host {
            HostPattern::Google => wrappers.google.push(wrapper),
            HostPattern::Library => wrappers.library.push(wrapper),
            HostPattern::Any => wrappers.anywhere.push(wrapper),
            _ => wrappers.by_tail.entry(tail(host)).or_default().push(wrapper),
        }
    }
    wrappers
});

/// Returns the few rows that can be meant; looking here first is what keeps plain URLs cheap.
fn candidates(url: &Url, host: &str, domain: &str) -> Option<&'static [Wrapper]> {
    if url.path().ends_with(inner::PDF_VIEWER) {
        return Some(&WRAPPERS.anywhere);
    }
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
            "*" => HostPattern::Any,
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
            HostPattern::Any => true,
        };
        is_host && self.is_path(url.path())
    }

    fn is_path(&self, path: &str) -> bool {
        match self.path {
            "*" => true,
            "/" if self.target.is_in_query() => path == "/",
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

#[cfg(test)]
mod tests;
