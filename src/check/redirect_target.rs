//! Where redirects lead: to the page at a new address, or away from it. And titles that say so.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use url::Url;

use crate::domain::{registrable, table_rows};

/// Domains of resolvers, whose addresses stand for pages elsewhere: leaving them is no move.
const RESOLVERS: [&str; 6] =
    ["ark.org", "doi.org", "handle.net", "n2t.net", "purl.org", "w3id.org"];

/// Hosts of short addresses, for which the same holds.
static SHORTENERS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let rows = table_rows(include_str!("../../data/shorteners.tsv"));
    rows.map(|[host, _why]| host).collect()
});

/// Segments of paths that lead to a page for signing in or for consent.
const LOGINS: [&str; 12] = [
    "auth",
    "authenticate",
    "consent",
    "log-in",
    "login",
    "login.aspx",
    "login.html",
    "login.php",
    "oauth",
    "sign-in",
    "signin",
    "sso",
];

/// First labels of hosts that do nothing else.
const LOGIN_HOSTS: [&str; 7] = ["accounts", "auth", "consent", "idp", "login", "signin", "sso"];

/// Segments of paths of error pages, without their ending.
const ERRORS: [&str; 11] = [
    "404",
    "404-not-found",
    "404error",
    "404notfound",
    "error",
    "error-404",
    "error404",
    "errorpage",
    "not-found",
    "notfound",
    "page-not-found",
];

/// Parts of titles, in lower case and in letters and digits alone, that say that there is no page.
const NOT_FOUND_TITLES: [&str; 31] = [
    "404",
    "404 error",
    "404 not found",
    "404 page",
    "404 page not found",
    "error 404",
    "error 404 not found",
    "error 404 not found 1",
    "file not found",
    "http 404 not found",
    "no longer available",
    "not found",
    "object not found",
    "page cannot be found",
    "page does not exist",
    "page introuvable",
    "page no longer available",
    "page not available",
    "page not found",
    "page not found 404",
    "page unavailable",
    "pagina non trovata",
    "pagina niet gevonden",
    "página no encontrada",
    "página não encontrada",
    "seite nicht gefunden",
    "the page cannot be found",
    "this page cannot be found",
    "страница не найдена",
    "找不到页面",
    "页面不存在",
];

/// Where redirects lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RedirectTarget {
    /// To another address of the same domain, or to the one that was asked for.
    Same,
    /// To the same address over https.
    Https,
    /// From a resolver or short address to what it stands for.
    Resolved,
    /// To another registrable domain.
    Offdomain,
    /// From a page to the front page of a site.
    Root,
    /// To an error page.
    Error,
    /// To a page for signing in or for consent.
    Login,
}

/// Where a chain leads that asked for one address and came to another.
pub(super) fn classify_redirect(asked: &Url, came: &Url) -> RedirectTarget {
    let leaves = domain(asked) != domain(came);
    let resolver = is_resolver(asked);
    if is_login(came) && !is_login(asked) {
        RedirectTarget::Login
    } else if is_error(came) && !is_error(asked) {
        RedirectTarget::Error
    } else if is_front(came) && depth(asked) > usize::from(leaves) && !resolver && !is_front(asked)
    {
        RedirectTarget::Root
    } else if resolver && leaves {
        RedirectTarget::Resolved
    } else if leaves {
        RedirectTarget::Offdomain
    } else if asked.scheme() == "http" && came.scheme() == "https" && same_but_scheme(asked, came) {
        RedirectTarget::Https
    } else {
        RedirectTarget::Same
    }
}

/// Whether a title says that there is no such page. A part of it has to say that and nothing else:
/// an article about error 404 has more words.
pub(super) fn is_error_title(title: &str) -> bool {
    let parts = title.split(['|', '–', '—', '·', '»', '•', ':']).flat_map(|part| part.split(" - "));
    parts.map(bare).any(|part| NOT_FOUND_TITLES.contains(&part.as_str()))
}

/// The words of a text in lower case.
fn bare(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        bare.push_str(if bare.is_empty() { "" } else { " " });
        bare.extend(word.chars().flat_map(char::to_lowercase));
    }
    bare
}

fn domain(url: &Url) -> &str {
    registrable(url.host_str().unwrap_or_default())
}

fn is_resolver(url: &Url) -> bool {
    let short = url.host_str().is_some_and(|host| SHORTENERS.contains(host));
    short || RESOLVERS.contains(&domain(url))
}

fn segments(url: &Url) -> impl Iterator<Item = String> {
    let path = url.path().to_ascii_lowercase();
    path.split('/')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Parts of the path that say which page is meant; a query counts as one.
fn depth(url: &Url) -> usize {
    segments(url).count() + usize::from(url.query().is_some())
}

/// Whether an address is the front page of a site, or of its edition in one language.
fn is_front(url: &Url) -> bool {
    let mut parts = segments(url);
    let language = |part: &str| {
        let (main, region) = part.split_once(['-', '_']).unwrap_or((part, "xx"));
        [main, region]
            .iter()
            .all(|word| word.len() == 2 && word.bytes().all(|b| b.is_ascii_lowercase()))
    };
    let first = parts.next();
    let front = first.is_none_or(|part| {
        language(&part)
            || stem(&part) == "index"
            || stem(&part) == "home"
            || stem(&part) == "default"
    });
    front && parts.next().is_none() && url.query().is_none()
}

fn stem(part: &str) -> &str {
    part.split('.').next().unwrap_or_default()
}

fn is_error(url: &Url) -> bool {
    segments(url).last().is_some_and(|part| ERRORS.contains(&stem(&part)))
}

fn is_login(url: &Url) -> bool {
    let label = url.host_str().unwrap_or_default().split('.').next().unwrap_or_default();
    LOGIN_HOSTS.contains(&label) || segments(url).any(|part| LOGINS.contains(&part.as_str()))
}

fn same_but_scheme(one: &Url, other: &Url) -> bool {
    one.host() == other.host() && one.path() == other.path() && one.query() == other.query()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(asked: &str, came: &str) -> RedirectTarget {
        classify_redirect(&Url::parse(asked).unwrap(), &Url::parse(came).unwrap())
    }

    #[test]
    fn ways() {
        let a = "https://a.example/news/2019/story";
        for (asked, came, expected) in [
            (a, "https://a.example/story", RedirectTarget::Same),
            ("http://a.example/x", "https://a.example/x", RedirectTarget::Https),
            (a, "https://a.example/", RedirectTarget::Root),
            (a, "https://www.a.example/en-gb/", RedirectTarget::Root),
            (a, "https://a.example/index.html", RedirectTarget::Root),
            (a, "https://b.example/", RedirectTarget::Root),
            ("https://a.example/x", "https://b.example/", RedirectTarget::Offdomain),
            ("https://a.example/", "https://a.example/en/", RedirectTarget::Same),
            ("https://a.example/de", "https://a.example/", RedirectTarget::Same),
            (a, "https://a.example/?p=7", RedirectTarget::Same),
            (a, "https://b.example/story", RedirectTarget::Offdomain),
            ("https://bit.ly/2x", "https://b.example/", RedirectTarget::Resolved),
            ("https://doi.org/10.1/x", "https://b.example/", RedirectTarget::Resolved),
            (a, "https://a.example/404.html", RedirectTarget::Error),
            (a, "https://a.example/errors-of-history", RedirectTarget::Same),
            (a, "https://a.example/login?next=x", RedirectTarget::Login),
            (a, "https://login.b.example/x", RedirectTarget::Login),
            ("https://a.example/login", "https://a.example/sso/login", RedirectTarget::Same),
        ] {
            assert_eq!(way(asked, came), expected, "{asked} -> {came}");
        }
    }

    #[test]
    fn titles() {
        for title in
            ["404", "Page Not Found | Example", "Error 404 (Not Found)!!1", "Not found - A"]
        {
            assert!(is_error_title(title), "{title}");
        }
        for title in
            ["HTTP 404 - Wikipedia", "404 Media", "The lost page: not found in the archive"]
        {
            assert!(!is_error_title(title), "{title}");
        }
    }
}
