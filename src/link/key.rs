//! The key: what two addresses of one page have in common. It is compared, never opened.
//!
//! The key drops the scheme, user and password, the root dot, `www.`, known mobile hosts, session
//! ids, `index.html`, one trailing slash, listed parameters and ordinary fragments; it sorts
//! parameters by name and writes percent-encoding in one form. It keeps everything else: the case
//! of the path, `%2F`, `//`, `+`, unknown ports and parameters, empty values, routes in fragments.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use url::Url;

use super::{UrlView, note, percent, prune, strip};
use crate::domain::{bare, registrable, table_rows};

/// The text of the table of mobile hosts.
const MOBILE_TABLE: &str = include_str!("../../data/mobile-hosts.tsv");

/// A key, and the places inside the work that it left out.
pub(super) struct KeyParts {
    /// Host, path, query and hash route.
    pub(super) key: String,
    /// `t=93`, `#sec2`: parameters first, then the fragment.
    pub(super) locators: Vec<String>,
}

/// Returns the key of a web URL.
pub(super) fn canonical_key(
    address: &UrlView<'_>,
    changes: &mut Vec<Cow<'static, str>>,
) -> KeyParts {
    let UrlView { url, host, domain, .. } = *address;
    if url.scheme() == "http" {
        note(changes, "scheme");
    }
    if !url.username().is_empty() || url.password().is_some() {
        note(changes, "userinfo");
    }
    let mut keyed =
        KeyParts { key: String::with_capacity(url.as_str().len()), locators: Vec::new() };
    push_host(&mut keyed.key, host, domain, changes);
    push_port(&mut keyed.key, url, changes);
    let query = url.query().map(|query| kept_query(query, host, &mut keyed.locators, changes));
    let query = query.unwrap_or_default();
    push_path(&mut keyed.key, address, &query, changes);
    if !query.is_empty() {
        keyed.key.push('?');
        keyed.key.push_str(&query);
    }
    if let Some(fragment) = url.fragment() {
        let whole_site = address.path.as_ref() == "/" && query.is_empty();
        let is_route = is_route(fragment, whole_site) || strip::is_route(fragment, host);
        push_fragment(&mut keyed, fragment, is_route, changes);
    }
    keyed
}

/// Whether a front page's own script reads a fragment as the address of a page: anything with a path in it.
fn is_route(fragment: &str, whole_site: bool) -> bool {
    let named = fragment.split(":~:").next().unwrap_or_default();
    whole_site && named.contains('/')
}

/// The host as keys have it: the usual one for small screens' hosts, without `www.` and a root dot.
pub(super) fn plain_host<'a>(host: &'a str, domain: &str) -> Cow<'a, str> {
    let name = bare(host);
    if let Some(desktop) = desktop_host(name, domain) {
        return desktop;
    }
    Cow::Borrowed(without_www(name, domain).unwrap_or(name))
}

/// What is left without `www.` must still hold the registrable domain: `www.gov.cn` is one itself.
fn without_www<'a>(name: &'a str, domain: &str) -> Option<&'a str> {
    let plain = name.strip_prefix("www.").or_else(|| name.strip_prefix("www2."));
    plain.filter(|plain| plain.len() >= domain.len())
}

fn push_host(key: &mut String, host: &str, domain: &str, changes: &mut Vec<Cow<'static, str>>) {
    let name = bare(host);
    if name.len() < host.len() {
        note(changes, "root-dot");
    }
    if let Some(desktop) = desktop_host(name, domain) {
        note(changes, "mobile-host");
        key.push_str(&desktop);
        return;
    }
    match without_www(name, domain) {
        Some(plain) => {
            note(changes, "www");
            key.push_str(plain);
        }
        None => key.push_str(name),
    }
}

/// Mobile hosts by registrable domain: the ending of the host, and what stands for it.
static MOBILE: LazyLock<FxHashMap<&'static str, Vec<(&'static str, &'static str)>>> =
    LazyLock::new(|| {
        let mut mobile: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for [host, desktop, _why] in table_rows(MOBILE_TABLE) {
            mobile.entry(registrable(host)).or_default().push((host, desktop));
        }
        mobile
    });

fn desktop_host(host: &str, domain: &str) -> Option<Cow<'static, str>> {
    MOBILE.get(domain)?.iter().find_map(|(mobile, desktop)| {
        match (mobile.strip_prefix('*'), desktop.strip_prefix('*')) {
            (Some(mobile), Some(desktop)) => {
                let label = host.strip_suffix(mobile).filter(|label| !label.is_empty())?;
                Some(Cow::Owned(format!("{label}{desktop}")))
            }
            _ => (host == *mobile).then_some(Cow::Borrowed(*desktop)),
        }
    })
}

/// Without the scheme, 443 names what no port names.
fn push_port(key: &mut String, url: &Url, changes: &mut Vec<Cow<'static, str>>) {
    match url.port() {
        None => {}
        Some(443) => note(changes, "port"),
        Some(port) => {
            key.push(':');
            key.push_str(&port.to_string());
        }
    }
}

/// Notes what was done to the percent-encoding.
fn note_percent(done: percent::Normalization, changes: &mut Vec<Cow<'static, str>>) {
    if done.strict {
        note(changes, "percent");
    }
    if done.soft {
        note(changes, "percent-soft");
    }
}

fn push_path(
    key: &mut String,
    address: &UrlView<'_>,
    query: &str,
    changes: &mut Vec<Cow<'static, str>>,
) {
    note_percent(address.normalized, changes);
    let path = without_session(&address.path);
    if matches!(path, Cow::Owned(_)) {
        note(changes, "session-id");
    }
    let mut path = path.as_ref();
    let index = ["index.html", "index.htm"].into_iter().find_map(|name| path.strip_suffix(name));
    if let Some(folder) = index.filter(|folder| query.is_empty() && folder.ends_with('/')) {
        note(changes, "index");
        path = folder;
    }
    if let Some(rest) = path.strip_suffix('/') {
        if !rest.is_empty() {
            note(changes, "trailing-slash");
        }
        path = rest;
    }
    key.push_str(path);
}

/// Leaves out `;jsessionid=…`; borrowed where there is none.
fn without_session(path: &str) -> Cow<'_, str> {
    let sessions: Vec<_> = prune::sessions(path).collect();
    if sessions.is_empty() {
        Cow::Borrowed(path)
    } else {
        Cow::Owned(prune::without(path, &sessions))
    }
}

/// Returns the parameters that name the page, sorted by name; those of one name keep their order.
fn kept_query(
    query: &str,
    host: &str,
    locators: &mut Vec<String>,
    changes: &mut Vec<Cow<'static, str>>,
) -> String {
    let (query, done) = percent::normalize(query);
    note_percent(done, changes);
    let mut kept = Vec::new();
    for pair in query.split('&') {
        if pair.is_empty() {
            note(changes, "empty-pairs");
            continue;
        }
        kept.extend(strip::rest(pair, host, |kind, pair| {
            note(changes, kind.reason_for(pair));
            if kind == strip::ParameterKind::Locator {
                let behind = strip::behind(pair).map_or(0, |rest| rest.len() + 1);
                locators.push(pair[..pair.len() - behind].to_owned());
            }
            true
        }));
    }
    if !kept.is_sorted_by_key(|pair| strip::name(pair)) {
        note(changes, "sorted");
        kept.sort_by_key(|pair| strip::name(pair));
    }
    kept.join("&")
}

/// Routes of a page's own script stay in the key; anchors and text directives become locators.
fn push_fragment(
    keyed: &mut KeyParts,
    fragment: &str,
    is_route: bool,
    changes: &mut Vec<Cow<'static, str>>,
) {
    if strip::is_blank(fragment) {
        note(changes, "blank-fragment");
        return;
    }
    if !is_route {
        note(changes, "fragment");
        keyed.locators.push(format!("#{fragment}"));
        return;
    }
    let (route, directive) = fragment.split_at(fragment.find(":~:").unwrap_or(fragment.len()));
    if !directive.is_empty() {
        note(changes, "fragment");
        keyed.locators.push(format!("#{directive}"));
    }
    let (route, done) = percent::normalize(route);
    note_percent(done, changes);
    keyed.key.push('#');
    keyed.key.push_str(&route);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyed(url: &str) -> (String, String, String) {
        let url = Url::parse(url).unwrap();
        let host = url.host_str().unwrap();
        let mut changes = Vec::new();
        let keyed = canonical_key(&UrlView::new(&url, host, registrable(host)), &mut changes);
        (keyed.key, keyed.locators.join(" "), changes.join(" "))
    }

    #[test]
    fn what_is_no_identity_goes_with_a_reason() {
        for (url, key, changes) in [
            ("https://ex.com/", "ex.com", ""),
            ("http://ex.com/a", "ex.com/a", "scheme"),
            ("https://u:p@ex.com/a", "ex.com/a", "userinfo"),
            ("https://ex.com./a", "ex.com/a", "root-dot"),
            ("https://www.ex.com/a", "ex.com/a", "www"),
            ("https://www2.ex.com/a", "ex.com/a", "www"),
            ("https://www.gov.cn/a", "www.gov.cn/a", ""),
            ("https://www.github.io/a", "www.github.io/a", ""),
            ("https://www.localhost/a", "www.localhost/a", ""),
            ("https://en.m.wikipedia.org/wiki/A", "en.wikipedia.org/wiki/A", "mobile-host"),
            ("https://m.youtube.com/watch?v=a", "youtube.com/watch?v=a", "mobile-host"),
            ("http://ex.com:443/", "ex.com", "scheme port"),
            ("https://ex.com/a;jsessionid=AB/b;JSESSIONID=C", "ex.com/a/b", "session-id"),
            ("https://ex.com/a/index.htm", "ex.com/a", "index trailing-slash"),
            ("https://ex.com/index.html", "ex.com", "index"),
            ("https://ex.com/a//", "ex.com/a/", "trailing-slash"),
            ("https://ex.com/%7e%28", "ex.com/~(", "percent percent-soft"),
            ("https://ex.com/a?&b=1&", "ex.com/a?b=1", "empty-pairs"),
            ("https://ex.com/a?b=2&a=1&b=1", "ex.com/a?a=1&b=2&b=1", "sorted"),
            ("https://ex.com/index.html?utm_id=1", "ex.com", "tracking:utm_id index"),
        ] {
            assert_eq!(keyed(url), (key.to_owned(), String::new(), changes.to_owned()), "{url}");
        }
    }

    #[test]
    fn everything_else_stays() {
        for key in [
            "ex.com/AbC//d%2Fe+f%2B%20g;h=1",
            "ex.com:8443/a",
            "ex.com/index.php?id=3",
            "ex.com/index.html?a=1",
            "ex.com/myindex.html",
            "ex.com/a?=&b=&ref=x&s=1",
            "m.ex.com/a",
            "m.wikipedia.org/wiki/A",
            "ww2.ex.com/a",
            "ex.com#/route/1",
            "ex.com/a#!b",
            "ex.com#narrow/channel/1-dev",
            "ex.com#map=12/50.45/30.52",
            "[::1]:8080/a",
        ] {
            assert_eq!(keyed(&format!("https://{key}")), (key.into(), "".into(), "".into()));
        }
    }

    #[test]
    fn places_inside_the_work_become_locators() {
        for (url, key, locator) in [
            ("https://ex.com/a#sec%202", "ex.com/a", "#sec%202"),
            ("https://ex.com/a#b:~:text=c", "ex.com/a", "#b:~:text=c"),
            ("https://ex.com/#b:~:text=c/d", "ex.com", "#b:~:text=c/d"),
            ("https://ex.com/node/1#map=12/50.45/30.52", "ex.com/node/1", "#map=12/50.45/30.52"),
            ("https://ex.com/a#:~:text=c", "ex.com/a", "#:~:text=c"),
            ("https://ex.com/#/a:~:text=c", "ex.com#/a", "#:~:text=c"),
            ("https://www.youtube.com/watch?t=93&v=a#b", "youtube.com/watch?v=a", "t=93 #b"),
            ("https://ex.com/a#%20", "ex.com/a", ""),
        ] {
            let (found, locators, _) = keyed(url);
            assert_eq!((found.as_str(), locators.as_str()), (key, locator), "{url}");
        }
    }

    #[test]
    fn the_table_of_mobile_hosts_is_sorted_and_complete() {
        let rows: Vec<[&str; 3]> = table_rows(MOBILE_TABLE).collect();
        assert!(rows.is_sorted_by(|a, b| a[0] < b[0]), "sorted, no host twice");
        for [host, desktop, why] in rows {
            assert_eq!(host.starts_with("*."), desktop.starts_with("*."), "{host}");
            assert!(!desktop.starts_with("www.") && !why.is_empty(), "{host}");
            let [mobile, usual] = [host, desktop].map(|host| host.replace('*', "en"));
            assert_eq!(keyed(&format!("https://{mobile}/a/b")).0, format!("{usual}/a/b"));
            assert_ne!(keyed(&format!("https://x{mobile}/a/b")).0, format!("{usual}/a/b"));
        }
    }
}
