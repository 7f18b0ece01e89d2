//! Whose page it is: the registrable domain of a host, and the account or blog on a platform.
//!
//! Domains follow the Public Suffix List with its private section, so `a.github.io` and
//! `b.github.io` are two domains. Platforms that the list does not split are split by the table
//! `data/platforms.tsv`.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Endings of first path segments that are scripts or pages of the platform, not accounts.
const PAGE_ENDINGS: [&str; 6] = [".php", ".html", ".htm", ".aspx", ".jsp", ".xml"];

/// Returns the registrable domain of a host: one label more than its public suffix.
///
/// An IP address, a host without a dot and a host that is itself a public suffix are returned
/// whole. Unknown top-level domains follow the list's default rule `*`. A port and the root dot
/// are left out. Expects the lower-case ASCII form that a parsed URL has.
///
/// Source: the algorithm at <https://publicsuffix.org/list/>.
///
/// ```
/// use citegraph::domain::registrable;
/// assert_eq!(registrable("public-inspection.federalregister.gov"), "federalregister.gov");
/// assert_eq!(registrable("www.gov.cn"), "www.gov.cn");
/// assert_eq!(registrable("a.github.io"), "a.github.io");
/// assert_eq!(registrable("127.0.0.1:8080"), "127.0.0.1");
/// ```
pub fn registrable(host: &str) -> &str {
    let host = bare(host);
    if is_address(host) { host } else { psl::domain_str(host).unwrap_or(host) }
}

/// Tells whether a host is a public suffix, so that nobody can own it as a whole (`gov.cn`, `com`).
///
/// A host without a dot is one by the default rule, known or not. An IP address is none.
///
/// ```
/// use citegraph::domain::is_public_suffix;
/// assert!(is_public_suffix("gov.cn"));
/// assert!(!is_public_suffix("www.gov.cn"));
/// ```
pub fn is_public_suffix(host: &str) -> bool {
    let host = bare(host);
    !is_address(host) && psl::suffix_str(host) == Some(host)
}

/// Tells whether a host lies under a suffix that the list names, so that it can exist publicly.
pub(crate) fn has_known_suffix(host: &str) -> bool {
    !is_address(host)
        && psl::domain(host.as_bytes()).is_some_and(|domain| domain.suffix().is_known())
}

/// Returns the registrable domain of a host by the list's section of registries (ICANN) alone, so that `a.github.io`
/// belongs to `github.io`; `None` for an address, a host without a dot and a host that is itself a suffix.
///
/// Common Crawl's index has this in `url_host_registered_domain`.
#[cfg(feature = "parquet")]
pub(crate) fn registered_by_icann(host: &str) -> Option<&str> {
    let host = bare(host);
    if is_address(host) {
        return None;
    }
    let mut rest = host;
    loop {
        let suffix = psl::suffix(rest.as_bytes())?;
        let name = &rest[rest.len() - suffix.as_bytes().len()..];
        if suffix.typ() != Some(psl::Type::Private) {
            let before = host.strip_suffix(name)?.strip_suffix('.')?;
            let label = before.rfind('.').map_or(0, |dot| dot + 1);
            return Some(&host[label..]);
        }
        rest = name.split_once('.')?.1;
    }
}

/// Returns the account or blog that a page belongs to on a platform, else `domain`.
///
/// `host` and `path` are those of the cited URL, `domain` is [`registrable`] of `host`. The path
/// stays percent-encoded.
///
/// ```
/// use citegraph::domain::site;
/// assert_eq!(site("medium.com", "medium.com", "/@ann/on-links-1a2b"), "medium.com/@ann");
/// assert_eq!(site("ann.wordpress.com", "wordpress.com", "/2020/"), "ann.wordpress.com");
/// assert_eq!(site("twitter.com", "twitter.com", "/intent/tweet"), "twitter.com");
/// ```
pub fn site<'a>(host: &str, domain: &'a str, path: &str) -> Cow<'a, str> {
    PLATFORMS
        .get(domain)
        .into_iter()
        .flatten()
        .find_map(|platform| platform.site(bare(host), path))
        .map_or(Cow::Borrowed(domain), Cow::Owned)
}

/// Tells whether a domain gives accounts or blogs to others, by the table of platforms.
pub(crate) fn is_platform(domain: &str) -> bool {
    PLATFORMS.contains_key(domain)
}

/// Returns the host without its port and root dot, as an address without a port if it is one.
pub(crate) fn bare(host: &str) -> &str {
    let host = match host.bytes().position(|byte| byte == b':') {
        None => host,
        Some(_) if host.starts_with('[') => {
            return host.find(']').map_or(host, |end| &host[..=end]);
        }
        Some(colon) if host[colon + 1..].contains(':') => return host,
        Some(colon) => &host[..colon],
    };
    let bare = host.trim_end_matches('.');
    if bare.is_empty() { host } else { bare }
}

/// Tells an IPv4 or IPv6 address from a name: a last label of digits alone is never a name.
fn is_address(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or(host);
    host.contains(':') || (!last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Yields the rows of a table in `data/`: tab-separated, `#` comments and the header left out.
pub(crate) fn table_rows<const N: usize>(
    text: &'static str,
) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).skip(1).map(|line| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    })
}

/// The text of the platform table.
const PLATFORM_TABLE: &str = include_str!("../data/platforms.tsv");

/// Platforms by registrable domain, each list in the table's order.
static PLATFORMS: LazyLock<FxHashMap<&'static str, Vec<Platform>>> = LazyLock::new(|| {
    let mut platforms: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for [pattern, site, case, reserved, _why] in table_rows(PLATFORM_TABLE) {
        let platform = Platform::new(pattern, site, case, reserved);
        platforms.entry(registrable(platform.host)).or_default().push(platform);
    }
    platforms
});

/// One row of the platform table.
struct Platform {
    /// The host, without the `*.` of a platform that gives subdomains.
    host: &'static str,
    /// The account is the label left of `host`, not a segment of the path.
    by_label: bool,
    /// Segments of the path up to the account; one of them holds the `*`.
    path: Vec<&'static str>,
    /// How the site is written; its `*` is the account.
    site: &'static str,
    /// Accounts are the same in upper and lower case.
    fold: bool,
    /// Lower-case names that are pages of the platform; `<digits>` stands for any number.
    reserved: Vec<&'static str>,
}

impl Platform {
    fn new(
        pattern: &'static str,
        site: &'static str,
        case: &'static str,
        reserved: &'static str,
    ) -> Self {
        let (host, path) = pattern.split_once('/').unwrap_or((pattern, ""));
        Self {
            host: host.trim_start_matches("*."),
            by_label: host.starts_with("*."),
            path: path.split('/').filter(|part| !part.is_empty()).collect(),
            site,
            fold: case == "fold",
            reserved: reserved.split(',').filter(|name| !name.is_empty()).collect(),
        }
    }

    /// Returns the site, or `None` where the page is no account's.
    fn site(&self, host: &str, path: &str) -> Option<String> {
        let account = if self.by_label {
            host.strip_suffix(self.host)?.strip_suffix('.')?.rsplit('.').next()?
        } else {
            if host != self.host && plain_host(host) != self.host {
                return None;
            }
            self.account_in(path)?
        };
        if self.is_reserved(account) {
            return None;
        }
        let account = if self.fold { account.to_ascii_lowercase() } else { account.to_owned() };
        Some(self.site.replacen('*', &account, 1))
    }

    /// Returns what stands for the `*` of the row's path.
    fn account_in<'a>(&self, path: &'a str) -> Option<&'a str> {
        let mut account = None;
        let mut segments = path.split('/').skip(1);
        for part in &self.path {
            let segment = segments.next()?;
            match part.strip_suffix('*') {
                Some(prefix) => account = Some(segment.strip_prefix(prefix)?),
                None if segment.eq_ignore_ascii_case(part) => {}
                None => return None,
            }
        }
        account
    }

    fn is_reserved(&self, account: &str) -> bool {
        let is = |name: &str| account.eq_ignore_ascii_case(name);
        let digits = || account.bytes().all(|byte| byte.is_ascii_digit());
        account.is_empty()
            || self.reserved.iter().any(|name| is(name) || (*name == "<digits>" && digits()))
            || (!self.by_label && PAGE_ENDINGS.iter().any(|ending| account.ends_with(ending)))
    }
}

/// Returns the host without a leading label that only chooses language or device.
fn plain_host(host: &str) -> &str {
    match host.split_once('.') {
        Some(("www" | "m" | "mobile" | "web" | "old" | "touch", rest)) => rest,
        Some((label, rest)) if is_locale(label) => rest,
        _ => host,
    }
}

/// Tells labels such as `de` and `zh-cn`.
fn is_locale(label: &str) -> bool {
    matches!(label.as_bytes(), [a, b] | [a, b, b'-', _, _]
        if a.is_ascii_lowercase() && b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    #[cfg(feature = "parquet")]
    #[test]
    fn domains_by_registries_alone() {
        use super::registered_by_icann;
        for (host, domain) in [
            ("www.example.co.uk", Some("example.co.uk")),
            ("a.b.github.io", Some("github.io")),
            ("github.io", Some("github.io")),
            ("x.s3.amazonaws.com", Some("amazonaws.com")),
            ("a.example", Some("a.example")),
            ("co.uk", None),
            ("localhost", None),
            ("127.0.0.1", None),
            ("[::1]", None),
            ("", None),
        ] {
            assert_eq!(registered_by_icann(host), domain, "{host}");
        }
    }

    use super::*;

    fn site_of(url: &str) -> String {
        let url = url::Url::parse(url).unwrap();
        let host = url.host_str().unwrap();
        site(host, registrable(host), url.path()).into_owned()
    }

    #[test]
    fn domains_follow_the_list_with_its_private_section() {
        for (host, domain) in [
            ("www.nature.com", "nature.com"),
            ("cotton.senate.gov", "senate.gov"),
            ("www.bbc.co.uk", "bbc.co.uk"),
            ("www.aspi.org.au", "aspi.org.au"),
            ("www.gov.cn", "www.gov.cn"),
            ("gov.cn", "gov.cn"),
            ("www.most.gov.cn", "most.gov.cn"),
            ("x.y.github.io", "y.github.io"),
            ("github.io", "github.io"),
            ("a.b.kobe.jp", "a.b.kobe.jp"),
            ("x.city.kobe.jp", "city.kobe.jp"),
            ("www.ck", "www.ck"),
            ("static1.squarespace.com", "squarespace.com"),
            ("xn--8a.xn--fiqs8s", "xn--8a.xn--fiqs8s"),
            ("www.xn--8a.xn--55qx5d.cn", "xn--8a.xn--55qx5d.cn"),
        ] {
            assert_eq!(registrable(host), domain, "{host}");
        }
    }

    #[test]
    fn hosts_without_a_domain_are_themselves() {
        for host in ["localhost", "com", "192.168.0.1", "[::1]", "[2001:db8::7]", "xn--6qq", "."] {
            assert_eq!(registrable(host), host);
        }
        assert_eq!(registrable("a.b.nosuchtld"), "b.nosuchtld");
    }

    #[test]
    fn ports_and_root_dots_are_no_part_of_a_domain() {
        for (host, domain) in [
            ("www.ex.com:8443", "ex.com"),
            ("[::1]:80", "[::1]"),
            ("10.0.0.1:80", "10.0.0.1"),
            ("ex.com.", "ex.com"),
            ("::1", "::1"),
        ] {
            assert_eq!(registrable(host), domain);
        }
    }

    #[test]
    fn public_suffixes_are_known() {
        assert!(
            is_public_suffix("com") && is_public_suffix("gov.cn") && is_public_suffix("github.io")
        );
        assert!(!is_public_suffix("www.gov.cn") && !is_public_suffix("10.0.0.1"));
        assert!(has_known_suffix("a.com") && !has_known_suffix("com") && !has_known_suffix("a.bc"));
    }

    #[test]
    fn accounts_and_blogs_are_sites() {
        for (url, site) in [
            ("https://medium.com/@Ann/x-1", "medium.com/@ann"),
            ("https://medium.com/the-blog/x-1", "medium.com/the-blog"),
            ("https://ann.medium.com/x-1", "ann.medium.com"),
            ("https://www.ann.wordpress.com/2020/", "ann.wordpress.com"),
            (
                "https://static1.squarespace.com/static/5a9c/t/a.pdf",
                "static1.squarespace.com/static/5a9c",
            ),
            ("https://github.com/Rust-Lang/rust", "github.com/rust-lang"),
            ("https://www.youtube.com/@Chan/videos", "youtube.com/@chan"),
            ("https://www.youtube.com/channel/UCabc", "youtube.com/channel/UCabc"),
            ("https://mobile.twitter.com/Ann/status/1", "twitter.com/ann"),
            ("https://x.com/Ann", "x.com/ann"),
            ("https://t.me/s/chan/12", "t.me/chan"),
            ("https://zh-cn.facebook.com/RFAChinese/videos/1", "facebook.com/rfachinese"),
            ("https://a.github.io/b", "a.github.io"),
        ] {
            assert_eq!(site_of(url), site, "{url}");
        }
    }

    #[test]
    fn pages_of_the_platform_are_no_accounts() {
        for (url, site) in [
            ("https://twitter.com/share?url=x", "twitter.com"),
            ("https://twitter.com/i/web/status/1", "twitter.com"),
            ("https://twitter.com/intent/tweet", "twitter.com"),
            ("https://twitter.com/", "twitter.com"),
            ("https://github.com/about", "github.com"),
            ("https://medium.com/media/abc", "medium.com"),
            ("https://www.facebook.com/sharer/sharer.php?u=x", "facebook.com"),
            ("https://www.facebook.com/profile.php?id=1", "facebook.com"),
            ("https://www.youtube.com/watch?v=abc", "youtube.com"),
            ("https://vimeo.com/123456", "vimeo.com"),
            ("https://en.wordpress.com/tag/x", "wordpress.com"),
            ("https://www.wordpress.com/", "wordpress.com"),
            ("https://static1.squarespace.com/other", "squarespace.com"),
            ("https://www.reuters.com/a", "reuters.com"),
        ] {
            assert_eq!(site_of(url), site, "{url}");
        }
    }

    #[test]
    fn the_platform_table_is_sorted_and_complete() {
        let rows: Vec<[&str; 5]> = table_rows(PLATFORM_TABLE).collect();
        assert!(rows.is_sorted_by(|a, b| a[0] < b[0]), "sorted by pattern, no pattern twice");
        for [pattern, site, case, reserved, why] in rows {
            assert!(
                pattern.matches('*').count() == 1 && site.matches('*').count() == 1,
                "{pattern}"
            );
            assert!(matches!(case, "fold" | "keep") && !why.is_empty(), "{pattern}");
            assert_eq!(reserved, reserved.to_ascii_lowercase(), "{pattern}");
            let host = pattern.trim_start_matches("*.").split('/').next().unwrap();
            assert!(!is_public_suffix(host), "{pattern}: the list splits it already");
        }
    }
}
