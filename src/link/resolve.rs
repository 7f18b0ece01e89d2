//! From an href to the absolute URL that a browser would request.

use url::{Host, ParseError, Position, Url};

/// Bytes of a name in the DNS, its root dot apart (RFC 1035, 2.3.4: 255 on the wire, with lengths).
const MAX_HOST_BYTES: usize = 253;

/// Bytes of a base up to its query. Every relative link repeats them, so that a few bytes of a document
/// become as many as the base has; addresses in sitemaps end here too.
const MAX_BASE_BYTES: usize = 2048;

/// What an href turns out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResolvedHref {
    /// An absolute http or https URL, its fragment kept.
    Web(Url),
    /// Nothing but white space.
    Empty,
    /// A place in the same page (`#x`).
    Fragment,
    /// Liquid or a shortcode, not yet filled in (`{{ site.url }}/x`).
    Template,
    /// Another scheme than http and https, in lower case.
    Scheme(String),
    /// Not a URL by the WHATWG parser (`http://x.com]word`), or its host is longer than the DNS allows.
    Invalid,
    /// Relative to a host, and there is no base.
    Unresolved,
}

/// Resolves an href, its entities decoded, against the URL that its page was published at.
///
/// Follows the WHATWG URL Standard through crate `url`: outer blanks, tabs and line ends vanish,
/// `\` is `/`, dot segments are walked, host names go to ASCII. Nothing is repaired: `ttps://x` is
/// scheme `ttps`. The standard leaves the length of a host to the DNS, which no browser gets past.
///
/// ```
/// use citegraph::link::{ResolvedHref, resolve_href};
/// let base = url::Url::parse("https://ex.com/a/b").unwrap();
/// let ResolvedHref::Web(url) = resolve_href(" ../c#d ", Some(&base)) else { panic!() };
/// assert_eq!(url.as_str(), "https://ex.com/c#d");
/// assert_eq!(resolve_href("mailto:a@ex.com", None), ResolvedHref::Scheme("mailto".into()));
/// assert_eq!(resolve_href("/c", None), ResolvedHref::Unresolved);
/// ```
pub fn resolve_href(written: &str, base: Option<&Url>) -> ResolvedHref {
    let written = written.trim_matches(|ch: char| ch <= ' ');
    if written.trim().is_empty() {
        return ResolvedHref::Empty;
    }
    if written.starts_with('#') {
        return ResolvedHref::Fragment;
    }
    if is_template(written) {
        return ResolvedHref::Template;
    }
    if let Some((scheme, after)) = scheme(written) {
        if !is_web(&scheme) {
            return ResolvedHref::Scheme(scheme);
        }
        if after.is_empty() {
            return ResolvedHref::Invalid;
        }
    }
    let base = base.filter(|base| is_base(base));
    let network = network_path(written, base);
    match Url::options().base_url(base).parse(network.as_deref().unwrap_or(written)) {
        Ok(url) if is_web(url.scheme()) && !has_possible_host(&url) => ResolvedHref::Invalid,
        Ok(url) if is_web(url.scheme()) => ResolvedHref::Web(url),
        Ok(url) => ResolvedHref::Scheme(url.scheme().to_owned()),
        Err(ParseError::RelativeUrlWithoutBase | ParseError::RelativeUrlWithCannotBeABaseBase) => {
            ResolvedHref::Unresolved
        }
        Err(_) => ResolvedHref::Invalid,
    }
}

/// An address that begins with slashes and a host, as browsers open it: more than two slashes are two, which
/// the crate takes for an empty host. Without a base the scheme is taken to be https. `None` where it is no
/// such address, or the parser reads it as it is.
fn network_path(written: &str, base: Option<&Url>) -> Option<String> {
    if base.is_some_and(|base| !is_web(base.scheme())) {
        return None;
    }
    let is_skipped = |c: char| matches!(c, '/' | '\\' | '\t' | '\n' | '\r');
    let host = written.trim_start_matches(is_skipped);
    let slashes = written[..written.len() - host.len()].matches(['/', '\\']).count();
    match base {
        None if slashes >= 2 => Some(format!("https://{host}")),
        Some(_) if slashes > 2 => Some(format!("//{host}")),
        _ => None,
    }
}

/// Whether the DNS can hold the host: a name of at most 253 bytes. Longer labels than the DNS has are left
/// to it, for browsers take them for hosts; they do no harm, as their number is small. Every address of
/// numbers is possible.
pub(crate) fn has_possible_host(url: &Url) -> bool {
    let Some(Host::Domain(name)) = url.host() else { return true };
    let name = name.strip_suffix('.').unwrap_or(name);
    name.len() <= MAX_HOST_BYTES
}

/// Whether relative links can stand on a URL.
fn is_base(url: &Url) -> bool {
    url[..Position::AfterPath].len() <= MAX_BASE_BYTES && has_possible_host(url)
}

/// Tells the schemes of the web.
pub(super) fn is_web(scheme: &str) -> bool {
    matches!(scheme, "http" | "https")
}

/// Splits off the scheme as the URL parser sees it: tabs and line ends inside do not count.
fn scheme(written: &str) -> Option<(String, &str)> {
    let colon = written.find(':')?;
    let name: String = written[..colon]
        .chars()
        .filter(|ch| !matches!(ch, '\t' | '\n' | '\r'))
        .map(|ch| ch.to_ascii_lowercase())
        .collect();
    let starts_well = name.starts_with(|ch: char| ch.is_ascii_lowercase());
    let is_scheme = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '+' | '-' | '.');
    (starts_well && name.chars().all(is_scheme)).then(|| (name, &written[colon + 1..]))
}

/// Whether an href holds `{{` or `{%`.
fn is_template(written: &str) -> bool {
    let bytes = written.as_bytes();
    memchr::memchr_iter(b'{', bytes).any(|at| matches!(bytes.get(at + 1), Some(b'{' | b'%')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn web(written: &str, base: Option<&str>) -> String {
        let base = base.map(|base| Url::parse(base).unwrap());
        match resolve_href(written, base.as_ref()) {
            ResolvedHref::Web(url) => url.into(),
            other => panic!("{written}: {other:?}"),
        }
    }

    #[test]
    fn absolute_urls_need_no_base() {
        for (written, expected) in [
            (" https://ex.com/a \n", "https://ex.com/a"),
            ("HTTPS://Ex.COM:443/a/../b", "https://ex.com/b"),
            ("http:\\\\ex.com\\a", "http://ex.com/a"),
            ("ht\ntp://ex.com/a", "http://ex.com/a"),
            ("http://黑客网络情报", "http://xn--ubt82jfubp11dyqa452m/"),
            ("https://例え.jp/中", "https://xn--r8jz45g.jp/%E4%B8%AD"),
        ] {
            assert_eq!(web(written, None), expected);
        }
    }

    #[test]
    fn relative_urls_take_the_base() {
        let base = Some("https://ex.com/a/b?c#d");
        for (written, expected) in [
            ("/x", "https://ex.com/x"),
            ("x", "https://ex.com/a/x"),
            ("?x", "https://ex.com/a/b?x"),
            ("//y.com/x", "https://y.com/x"),
            ("https:x", "https://ex.com/a/x"),
            ("中", "https://ex.com/a/%E4%B8%AD"),
        ] {
            assert_eq!(web(written, base), expected);
        }
        assert_eq!(resolve_href("/x", None), ResolvedHref::Unresolved);
    }

    #[test]
    fn slashes_before_a_host() {
        let base = Some("http://ex.com/a/b");
        for written in ["///y.com/x", "////y.com/x", "/\\/y.com/x", "\\\\y.com/x", "/\n//y.com/x"] {
            assert_eq!(web(written, base), "http://y.com/x", "{written}");
            assert_eq!(web(written, None), "https://y.com/x", "{written}");
        }
        assert_eq!(web("//y.com/x", None), "https://y.com/x");
        assert_eq!(web("///y.com:8080?a#b", base), "http://y.com:8080/?a#b");
        for written in ["//", "///", "//\\?a", "///#b"] {
            assert_eq!(resolve_href(written, None), ResolvedHref::Invalid, "{written}");
        }
        let file = Url::parse("file:///a/b").unwrap();
        assert_eq!(resolve_href("///c", Some(&file)), ResolvedHref::Scheme("file".to_owned()));
    }

    #[test]
    fn what_is_no_web_url_is_named() {
        let base = Url::parse("http://ex.com/a").unwrap();
        let scheme = |name: &str| ResolvedHref::Scheme(name.to_owned());
        for base in [None, Some(&base)] {
            for (written, expected) in [
                ("", ResolvedHref::Empty),
                (" \t\u{a0}\n", ResolvedHref::Empty),
                ("#", ResolvedHref::Fragment),
                (" #top", ResolvedHref::Fragment),
                ("{{ site.url }}/a", ResolvedHref::Template),
                ("/a{% link b.md %}", ResolvedHref::Template),
                ("{{< ref \"a.md\" >}}", ResolvedHref::Template),
                ("MailTo:a@ex.com", scheme("mailto")),
                ("javascript:void(0)", scheme("javascript")),
                ("java\nscript:void(0)", scheme("javascript")),
                ("ttps://ex.com/", scheme("ttps")),
                ("file:///G:/a", scheme("file")),
                ("about:blank", scheme("about")),
                ("channel:UC1", scheme("channel")),
                ("http:", ResolvedHref::Invalid),
                ("http://", ResolvedHref::Invalid),
                ("http://x.com]viagra", ResolvedHref::Invalid),
                ("http://x.com></a>", ResolvedHref::Invalid),
                ("http://https：//ex.com", ResolvedHref::Invalid),
                ("https://ex.com:99999/", ResolvedHref::Invalid),
            ] {
                assert_eq!(resolve_href(written, base), expected, "{written}");
            }
        }
    }

    #[test]
    fn a_host_that_the_dns_cannot_hold_is_invalid() {
        let label = |bytes: usize| "a".repeat(bytes);
        let name = |bytes: usize| {
            let last = 2 - bytes % 2;
            format!("{}{}.example", "a.".repeat((bytes - 8 - last) / 2), label(last))
        };
        assert_eq!((name(253).len(), label(63).len()), (253, 63));
        for (host, is_possible) in [
            (name(253), true),
            (name(253) + ".", true),
            (format!("a{}", name(253)), false),
            (name(195_000), false),
            (format!("{}.example", label(63)), true),
            (format!("{}.example", label(64)), true),
            (label(64), true),
            (format!("{}.example", "中".repeat(50)), true),
            (format!("{}.example", "中文".repeat(500)), false),
            ("a..example".to_owned(), true),
            ("127.0.0.1".to_owned(), true),
            ("[2001:db8::7]".to_owned(), true),
        ] {
            let base = Url::parse("https://ex.com/").unwrap();
            for written in [format!("https://{host}/a"), format!("//{host}:8080/a?b")] {
                let found = resolve_href(&written, Some(&base));
                assert_eq!(matches!(found, ResolvedHref::Web(_)), is_possible, "{host}: {found:?}");
                assert_eq!(found == ResolvedHref::Invalid, !is_possible, "{host}: {found:?}");
            }
        }
    }

    #[test]
    fn relative_links_do_not_repeat_a_base_without_end() {
        let base = |bytes: usize| Url::parse(&format!("https://ex.com/{}/", "a".repeat(bytes)));
        let resolved = |base: Url| matches!(resolve_href("b", Some(&base)), ResolvedHref::Web(_));
        assert!(resolved(base(2000).unwrap()));
        assert_eq!(resolve_href("b", base(3000).ok().as_ref()), ResolvedHref::Unresolved);
        // The query of a base is not repeated.
        let asked = Url::parse(&format!("https://ex.com/a?{}", "b".repeat(100_000))).unwrap();
        assert_eq!(
            resolve_href("c", Some(&asked)),
            ResolvedHref::Web("https://ex.com/c".parse().unwrap())
        );
        let host = Url::parse(&format!("https://{}example/", "a.".repeat(10_000))).unwrap();
        assert_eq!(resolve_href("b", Some(&host)), ResolvedHref::Unresolved);
    }

    #[test]
    fn a_base_that_holds_nothing_resolves_nothing() {
        let base = Url::parse("mailto:a@ex.com").unwrap();
        assert_eq!(resolve_href("b", Some(&base)), ResolvedHref::Unresolved);
        let base = Url::parse("file:///a/b").unwrap();
        assert_eq!(resolve_href("c", Some(&base)), ResolvedHref::Scheme("file".to_owned()));
    }
}
