//! From an href to the absolute URL that a browser would request.

use url::{ParseError, Url};

/// What an href turns out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
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
    /// No URL by the WHATWG parser (`http://x.com]word`).
    Invalid,
    /// Relative, and there is no base.
    Unresolved,
}

/// Resolves an href, its entities decoded, against the URL that its page was published at.
///
/// Follows the WHATWG URL Standard through crate `url`: outer blanks, tabs and line ends vanish,
/// `\` is `/`, dot segments are walked, host names go to ASCII. Nothing is repaired: `ttps://x` is
/// scheme `ttps`.
///
/// ```
/// use citegraph::link::{Resolved, resolve};
/// let base = url::Url::parse("https://ex.com/a/b").unwrap();
/// let Resolved::Web(url) = resolve(" ../c#d ", Some(&base)) else { panic!() };
/// assert_eq!(url.as_str(), "https://ex.com/c#d");
/// assert_eq!(resolve("mailto:a@ex.com", None), Resolved::Scheme("mailto".into()));
/// assert_eq!(resolve("/c", None), Resolved::Unresolved);
/// ```
pub fn resolve(written: &str, base: Option<&Url>) -> Resolved {
    let written = written.trim_matches(|ch: char| ch <= ' ');
    if written.trim().is_empty() {
        return Resolved::Empty;
    }
    if written.starts_with('#') {
        return Resolved::Fragment;
    }
    if is_template(written) {
        return Resolved::Template;
    }
    if let Some((scheme, after)) = scheme(written) {
        if !is_web(&scheme) {
            return Resolved::Scheme(scheme);
        }
        if after.is_empty() {
            return Resolved::Invalid;
        }
    }
    match Url::options().base_url(base).parse(written) {
        Ok(url) if is_web(url.scheme()) => Resolved::Web(url),
        Ok(url) => Resolved::Scheme(url.scheme().to_owned()),
        Err(ParseError::RelativeUrlWithoutBase | ParseError::RelativeUrlWithCannotBeABaseBase) => {
            Resolved::Unresolved
        }
        Err(_) => Resolved::Invalid,
    }
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
        match resolve(written, base.as_ref()) {
            Resolved::Web(url) => url.into(),
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
        assert_eq!(resolve("/x", None), Resolved::Unresolved);
        assert_eq!(resolve("//y.com/x", None), Resolved::Unresolved);
    }

    #[test]
    fn what_is_no_web_url_is_named() {
        let base = Url::parse("http://ex.com/a").unwrap();
        let scheme = |name: &str| Resolved::Scheme(name.to_owned());
        for base in [None, Some(&base)] {
            for (written, expected) in [
                ("", Resolved::Empty),
                (" \t\u{a0}\n", Resolved::Empty),
                ("#", Resolved::Fragment),
                (" #top", Resolved::Fragment),
                ("{{ site.url }}/a", Resolved::Template),
                ("/a{% link b.md %}", Resolved::Template),
                ("{{< ref \"a.md\" >}}", Resolved::Template),
                ("MailTo:a@ex.com", scheme("mailto")),
                ("javascript:void(0)", scheme("javascript")),
                ("java\nscript:void(0)", scheme("javascript")),
                ("ttps://ex.com/", scheme("ttps")),
                ("file:///G:/a", scheme("file")),
                ("about:blank", scheme("about")),
                ("channel:UC1", scheme("channel")),
                ("http:", Resolved::Invalid),
                ("http://", Resolved::Invalid),
                ("http://x.com]viagra", Resolved::Invalid),
                ("http://x.com></a>", Resolved::Invalid),
                ("http://https：//ex.com", Resolved::Invalid),
                ("https://ex.com:99999/", Resolved::Invalid),
            ] {
                assert_eq!(resolve(written, base), expected, "{written}");
            }
        }
    }

    #[test]
    fn a_base_that_holds_nothing_resolves_nothing() {
        let base = Url::parse("mailto:a@ex.com").unwrap();
        assert_eq!(resolve("b", Some(&base)), Resolved::Unresolved);
        let base = Url::parse("file:///a/b").unwrap();
        assert_eq!(resolve("c", Some(&base)), Resolved::Scheme("file".to_owned()));
    }
}
