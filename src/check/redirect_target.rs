//! Where redirects lead: to the page at a new address, or away from it. And titles that say so.

use url::Url;

use crate::domain::registrable;
use crate::link::is_shortener;

/// Domains of resolvers, whose addresses stand for pages elsewhere: leaving them is no move.
const RESOLVERS: [&str; 6] =
    ["ark.org", "doi.org", "handle.net", "n2t.net", "purl.org", "w3id.org"];

/// Segments of paths that lead to a page for signing in, without their ending.
const LOGINS: [&str; 25] = [
    "accedi",
    "account-login",
    "anmelden",
    "anmeldung",
    "authwall",
    "connexion",
    "einloggen",
    "iniciar-sesion",
    "inloggen",
    "log-in",
    "log_in",
    "loggain",
    "login",
    "loginpage",
    "logon",
    "member-login",
    "sign-in",
    "sign-on",
    "sign_in",
    "signin",
    "signon",
    "user-login",
    "userlogin",
    "wp-login",
    "zaloguj",
];

/// Segments that lead there too, and stand in addresses of pages about these things.
const DOUBTFUL_LOGINS: [&str; 9] =
    ["adfs", "auth", "authenticate", "authorize", "consent", "oauth", "oauth2", "saml", "sso"];

/// Beginnings of parameters that hold the address to come back to.
const RETURNS: [&str; 12] = [
    "back", "continue", "dest", "from", "goto", "next", "redir", "ref", "return", "service",
    "source", "target",
];

/// Segments of paths of searches, without their ending.
const SEARCHES: [&str; 10] = [
    "busca",
    "buscar",
    "cerca",
    "find",
    "recherche",
    "search",
    "search-results",
    "sok",
    "suche",
    "zoeken",
];

/// Parameters that hold what is searched for.
const SEARCH_PARAMETERS: [&str; 7] = ["keyword", "keywords", "q", "query", "s", "search", "term"];

/// Parameters of a front page that show a page of its own.
const PAGE_PARAMETERS: [&str; 22] = [
    "a",
    "action",
    "article",
    "attachment_id",
    "cat",
    "content",
    "doc",
    "document",
    "id",
    "item",
    "module",
    "n",
    "news",
    "node",
    "option",
    "p",
    "page",
    "page_id",
    "post",
    "story",
    "title",
    "view",
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
    /// From a page to a search.
    Search,
}

/// Where a chain leads that asked for one address and came to another.
pub(super) fn classify_redirect(asked: &Url, came: &Url) -> RedirectTarget {
    let leaves = domain(asked) != domain(came);
    let resolver = is_resolver(asked);
    if is_login(came) && !is_login(asked) {
        RedirectTarget::Login
    } else if is_error(came) && !is_error(asked) {
        RedirectTarget::Error
    } else if is_search(came) && !is_search(asked) && !resolver && !is_front(asked) {
        RedirectTarget::Search
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
pub(crate) fn is_error_title(title: &str) -> bool {
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
    url.host_str().is_some_and(is_shortener) || RESOLVERS.contains(&domain(url))
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
    let mut names = url.query_pairs().map(|(name, _)| name.to_lowercase());
    // Whatever else a front page is told, it stays the front page.
    front && parts.next().is_none() && !names.any(|name| PAGE_PARAMETERS.contains(&name.as_str()))
}

/// Whether an address is a search of a site.
fn is_search(url: &Url) -> bool {
    let asks = url
        .query_pairs()
        .any(|(name, _)| SEARCH_PARAMETERS.contains(&name.to_lowercase().as_str()));
    let last = segments(url).last().unwrap_or_default();
    let is_named = SEARCHES.contains(&stem(&last));
    (is_named && url.query().is_some()) || (asks && (last.is_empty() || stem(&last) == "index"))
}

fn stem(part: &str) -> &str {
    part.split('.').next().unwrap_or_default()
}

fn is_error(url: &Url) -> bool {
    let parts: Vec<String> = segments(url).collect();
    let Some((last, before)) = parts.split_last() else { return false };
    let word = stem(last);
    // Below a list of errors stands a page about one.
    let is_listed = word == "error" && before.last().is_some_and(|part| part == "errors");
    ERRORS.contains(&word) && !is_listed
}

/// Whether an address is one for signing in. Pages about such things have addresses of the same words: what is
/// doubtful counts where it says whereto one comes back.
fn is_login(url: &Url) -> bool {
    let label = url.host_str().unwrap_or_default().split('.').next().unwrap_or_default();
    let returns = url.query_pairs().any(|(name, value)| {
        let name = name.to_lowercase();
        RETURNS.iter().any(|word| name.starts_with(word))
            || value.contains("://")
            || value.starts_with('/')
    });
    let is_named = |words: &[&str]| {
        let parts: Vec<String> = segments(url).collect();
        let last = parts.len().saturating_sub(2);
        // What follows a login is its step or realm, not the title of a page.
        parts[last..].iter().any(|part| words.contains(&stem(part)))
    };
    LOGIN_HOSTS.contains(&label)
        || is_named(&LOGINS)
        || (returns && segments(url).any(|part| DOUBTFUL_LOGINS.contains(&stem(&part))))
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
            (a, "https://a.example/?from=story", RedirectTarget::Root),
            (a, "https://a.example/?utm_source=404", RedirectTarget::Root),
            (a, "https://a.example/index.php?lang=en", RedirectTarget::Root),
            (a, "https://a.example/search?q=story", RedirectTarget::Search),
            (a, "https://a.example/suche.html?begriff=story", RedirectTarget::Search),
            (a, "https://a.example/?s=story", RedirectTarget::Search),
            ("https://a.example/?s=x", "https://a.example/search?q=x", RedirectTarget::Same),
            (a, "https://a.example/research/story", RedirectTarget::Same),
            (a, "https://a.example/docs/auth/overview", RedirectTarget::Same),
            (a, "https://a.example/consent/", RedirectTarget::Same),
            (a, "https://a.example/2024/consent/story", RedirectTarget::Same),
            (a, "https://a.example/reference/errors/error", RedirectTarget::Same),
            (a, "https://a.example/wp-login.php?redirect_to=x", RedirectTarget::Login),
            (a, "https://a.example/users/sign_in", RedirectTarget::Login),
            (
                a,
                "https://a.example/_layouts/15/Authenticate.aspx?Source=%2Fx",
                RedirectTarget::Login,
            ),
            (a, "https://a.example/oauth/authorize?client=1&next=%2Fx", RedirectTarget::Login),
            (a, "https://a.example/authwall?trk=x", RedirectTarget::Login),
            (a, "https://a.example/anmelden", RedirectTarget::Login),
            (a, "https://a.example/login/identifier", RedirectTarget::Login),
            (a, "https://a.example/login/guide/how-it-works", RedirectTarget::Same),
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
