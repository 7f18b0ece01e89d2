//! What a link points to: resolved, opened and compared URLs, and the identity of the work.
//!
//! Everything here is a function of the URL alone: nothing is looked up, and nothing is repaired.
//! The tables behind it are in `data/`: wrappers, parameters, mobile hosts, other forms of a page's
//! address, routes in fragments, and where a parameter holds a paper's DOI.

mod forms;
mod key;
mod lost_scheme;
mod path_date;
mod percent;
mod prune;
mod reason;
pub mod redact;
mod resolve;
mod secret;
mod shortener;
mod strip;
mod url_filter;
mod url_pattern;
mod via;
mod work;
mod wrappers;

use std::borrow::Cow;

use url::Url;

use crate::domain::{registrable, site};

pub(crate) use lost_scheme::misaddressed;
pub(crate) use path_date::{day_in_path, full_day};
pub(crate) use percent::decode;
pub(crate) use prune::ACCESS_REQUEST;
pub use prune::{UrlCut, cuts, without};
pub use reason::{REASONS, ReasonKind, explain};
pub(crate) use resolve::has_possible_host;
pub use resolve::{ResolvedHref, resolve_href};
pub(crate) use secret::{Credential, access_right};
pub(crate) use shortener::is_shortener;
pub use url_filter::{UrlFilter, UrlRemap, UrlRemapError};
pub use url_pattern::{UrlPattern, UrlPatternError};
pub use via::{Via, wrapper_name};
pub(crate) use wrappers::is_web_archive;

/// Whether the DOI in an address on this host names the page's own work, as at its publisher's. Elsewhere a
/// page with a DOI in its address can be about the work.
///
/// ```
/// assert!(citegraph::link::is_paper_host("link.springer.com"));
/// assert!(!citegraph::link::is_paper_host("blog.example"));
/// ```
pub fn is_paper_host(host: &str) -> bool {
    work::is_paper_host(host)
}

/// What a link cites.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct CitedUrl {
    /// The URL to open: `resolved` without redirectors, proxies, tracking and access parameters and
    /// without a blank fragment. Web archives stay. Every other byte is that of `resolved`.
    pub opened: String,
    /// Identity for comparing, never for opening: no scheme, no `www.`, archives unwrapped.
    pub key: String,
    /// `scheme:id` of the work, where the URL alone tells it.
    pub work: Option<String>,
    /// Places inside the work, separated by blanks: `t=93`, `v2`, `#sec2`.
    pub locator: Option<String>,
    /// Host of the cited URL, without its port.
    pub host: String,
    /// Registrable domain of `host`.
    pub domain: String,
    /// The account or blog on a platform, or `domain` if the host is not a platform.
    pub site: String,
    /// The redirectors, proxies and archives that were removed, the outermost first.
    pub via: Vec<Via>,
    /// A reason for every difference between the URL, `opened` and `key`, in the order of the
    /// steps; their kinds are [`REASONS`].
    pub changes: Vec<Cow<'static, str>>,
}

/// Tells what a resolved URL cites.
///
/// Total: a URL of another scheme, or without a host, is its own key, with empty host, domain and
/// site. The order of the steps and every rule of the key are documented in the submodules.
///
/// ```
/// let url = url::Url::parse("http://www.ex.com/a/?utm_source=x#sec2").unwrap();
/// let cited = citegraph::link::cite(&url);
/// assert_eq!(cited.opened, "http://www.ex.com/a/#sec2");
/// assert_eq!(cited.key, "ex.com/a");
/// assert_eq!(cited.locator.as_deref(), Some("#sec2"));
/// assert_eq!(cited.changes, ["tracking:utm_source", "scheme", "www", "trailing-slash", "fragment"]);
/// ```
pub fn cite(url: &Url) -> CitedUrl {
    let host = url.host_str().unwrap_or_default();
    if host.is_empty() || !resolve::is_web(url.scheme()) {
        return uncited(url);
    }
    let domain = registrable(host);
    let unwrapped = wrappers::remove_wrappers(url, host, domain);
    let mut changes = Vec::new();
    for via in &unwrapped.via {
        note(&mut changes, format!("unwrap:{}", via.kind));
    }
    let opened = match (&unwrapped.opened, unwrapped.archived) {
        // An archive's copy is found by its exact address, parameters and all.
        (inner, true) => strip::archived(inner.as_ref().unwrap_or(url), &mut changes),
        (Some(inner), false) => strip::opened(inner, web_host(inner), &mut changes),
        (None, false) => strip::opened(url, host, &mut changes),
    };
    let address = match &unwrapped.cited {
        Some(inner) => UrlView::new(inner, web_host(inner), registrable(web_host(inner))),
        None => UrlView::new(url, host, domain),
    };
    let listed = unwrapped.listed.as_ref();
    let listed = listed.map(|url| UrlView::new(url, web_host(url), registrable(web_host(url))));
    named(&address, listed.as_ref(), CitationDraft { opened, changes, via: unwrapped.via })
}

/// What stands in an address's outer wrappers, for as long as they are of a wanted kind, such as
/// `google-url`; `None` where the outermost is none. A web archive's copy is never left.
///
/// ```
/// let url = url::Url::parse("https://www.google.com/url?q=https://ex.com/a").unwrap();
/// let inner = citegraph::link::unwrapped(&url, |kind| kind == "google-url").unwrap();
/// assert_eq!(inner.as_str(), "https://ex.com/a");
/// assert_eq!(citegraph::link::unwrapped(&url, |kind| kind == "safelinks"), None);
/// ```
pub fn unwrapped(url: &Url, wanted: impl Fn(&str) -> bool) -> Option<Url> {
    wrappers::remove_outer_wrappers(url, wanted)
}

/// A web URL with what every rule asks of it.
struct UrlView<'a> {
    url: &'a Url,
    host: &'a str,
    domain: &'a str,
    /// The path with percent-encoding in its normal form, and what that took.
    path: Cow<'a, str>,
    normalized: percent::Normalization,
}

impl<'a> UrlView<'a> {
    fn new(url: &'a Url, host: &'a str, domain: &'a str) -> Self {
        let (path, normalized) = percent::normalize(url.path());
        Self { url, host, domain, path, normalized }
    }
}

/// What is known of a citation before its cited URL is named.
struct CitationDraft {
    opened: String,
    changes: Vec<Cow<'static, str>>,
    via: Vec<Via>,
}

/// Names the cited URL: key, work, and whose page it is. An archive's list of copies is a page of its own,
/// and no work.
fn named(address: &UrlView<'_>, listed: Option<&UrlView<'_>>, known: CitationDraft) -> CitedUrl {
    let CitationDraft { opened, mut changes, via } = known;
    let given = listed.unwrap_or(address);
    let usual = forms::usual_page(given.url, given.domain);
    if usual.is_some() {
        note(&mut changes, "page-form");
    }
    let usual =
        usual.as_ref().map(|url| UrlView::new(url, web_host(url), registrable(web_host(url))));
    let page = usual.as_ref().or(listed).unwrap_or(address);
    let key::KeyParts { key, mut locators } = key::canonical_key(page, &mut changes);
    let work = work::identify_work(page).filter(|_| listed.is_none()).map(|work| {
        locators.extend(work.locator);
        work.id
    });
    CitedUrl {
        opened,
        key,
        work,
        locator: (!locators.is_empty()).then(|| locators.join(" ")),
        host: address.host.to_owned(),
        domain: address.domain.to_owned(),
        site: site(address.host, address.domain, &address.path).into_owned(),
        via,
        changes,
    }
}

/// What stands for a URL that is no address on the web.
fn uncited(url: &Url) -> CitedUrl {
    CitedUrl {
        opened: url.as_str().to_owned(),
        key: url.as_str().to_owned(),
        work: None,
        locator: None,
        host: String::new(),
        domain: String::new(),
        site: String::new(),
        via: Vec::new(),
        changes: Vec::new(),
    }
}

/// The host of a web URL, which always has one.
fn web_host(url: &Url) -> &str {
    url.host_str().unwrap_or_default()
}

/// Up to how many reasons are looked through for a repetition. A URL of a megabyte can have 10^5
/// parameters, and looking back over all of them would take minutes.
const MAX_COMPARED_REASONS: usize = 64;

/// Adds a reason, once (as long as there are few).
fn note(changes: &mut Vec<Cow<'static, str>>, reason: impl Into<Cow<'static, str>>) {
    let reason = reason.into();
    let few = &changes[..changes.len().min(MAX_COMPARED_REASONS)];
    if !few.contains(&reason) {
        changes.push(reason);
    }
}

#[cfg(test)]
mod tests;
