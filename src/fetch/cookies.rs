//! The cookies of one chain of redirects. They are kept as long as the chain lasts, for the host that
//! set them and, where it says so and may, for the other hosts of its domain.

use url::Url;

use crate::domain;

/// Cookies that one chain keeps, bytes in each, and bytes in all of them; what a server sends beyond that
/// is not kept. Servers refuse headers of more than about 8 KiB, and many chains may wait at once.
const MAX_CHAIN_COOKIES: usize = 50;
const MAX_COOKIE_BYTES: usize = 4096;
const MAX_JAR_BYTES: usize = 8 << 10;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Cookie {
    name: String,
    value: String,
    /// The host that set it, or the domain that it named.
    host: String,
    whole_domain: bool,
    path: String,
    secure: bool,
}

/// The cookies of one chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cookies {
    kept: Vec<Cookie>,
}

impl Cookies {
    /// Takes one `Set-Cookie` of an answer from `url`. Returns whether that changed anything.
    pub fn store(&mut self, url: &Url, header: &str) -> bool {
        let Some((cookie, gone)) = parse(url, header) else { return false };
        let same = |kept: &Cookie| {
            (&kept.name, &kept.host, &kept.path) == (&cookie.name, &cookie.host, &cookie.path)
        };
        let at = self.kept.iter().position(same);
        let others = self.bytes() - at.map_or(0, |at| self.kept[at].bytes());
        let has_room = others + cookie.bytes() <= MAX_JAR_BYTES;
        match at {
            Some(at) if gone => {
                self.kept.remove(at);
            }
            Some(at) if has_room && self.kept[at] != cookie => self.kept[at] = cookie,
            None if !gone && has_room && self.kept.len() < MAX_CHAIN_COOKIES => {
                self.kept.push(cookie);
            }
            _ => return false,
        }
        true
    }

    fn bytes(&self) -> usize {
        self.kept.iter().map(Cookie::bytes).sum()
    }

    /// The header `Cookie` for a request to `url`; `None` where no cookie is meant for it.
    pub fn header(&self, url: &Url) -> Option<String> {
        let fitting = self.kept.iter().filter(|cookie| cookie.is_for(url));
        let pairs: Vec<String> = fitting.map(|c| format!("{}={}", c.name, c.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

impl Cookie {
    fn bytes(&self) -> usize {
        [&self.name, &self.value, &self.host, &self.path].iter().map(|part| part.len()).sum()
    }

    fn is_for(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let of_domain = || host.strip_suffix(&self.host).is_some_and(|sub| sub.ends_with('.'));
        let under = url.path().strip_prefix(self.path.as_str());
        (host == self.host || (self.whole_domain && of_domain()))
            && under.is_some_and(|r| r.is_empty() || r.starts_with('/') || self.path.ends_with('/'))
            && (!self.secure || url.scheme() == "https")
    }
}

/// The cookie that a header sets, and whether it is a removal. `None` for what may not be set.
fn parse(url: &Url, header: &str) -> Option<(Cookie, bool)> {
    if header.len() > MAX_COOKIE_BYTES {
        return None;
    }
    let mut parts = header.split(';').map(str::trim);
    let (name, value) = parts.next()?.split_once('=')?;
    let clean = |text: &str| text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    if name.trim().is_empty() || !clean(name) || !clean(value) {
        return None;
    }
    let folder = url.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut cookie = Cookie {
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
        host: url.host_str()?.to_owned(),
        whole_domain: false,
        path: if folder.is_empty() { "/".into() } else { folder.to_owned() },
        secure: false,
    };
    let mut gone = false;
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        match key.trim().to_ascii_lowercase().as_str() {
            "domain" if !value.trim().is_empty() => {
                cookie.host = own_domain(&cookie.host, value.trim())?;
                cookie.whole_domain = true;
            }
            "path" if value.starts_with('/') => cookie.path = value.to_owned(),
            "secure" => cookie.secure = true,
            "max-age" => gone = value.trim().parse().is_ok_and(|age: i64| age <= 0),
            _ => {}
        }
    }
    Some((cookie, gone))
}

/// The domain that a host may set cookies for: itself, or one above it that is no public suffix.
fn own_domain(host: &str, named: &str) -> Option<String> {
    let named = named.trim_start_matches('.').to_ascii_lowercase();
    let above = host.strip_suffix(named.as_str()).is_some_and(|sub| sub.ends_with('.'));
    let shared = above && !is_address(host) && !domain::is_public_suffix(&named);
    (host == named || shared).then_some(named)
}

fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<core::net::Ipv4Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(from: &str, header: &str, to: &str) -> Option<String> {
        let mut cookies = Cookies::default();
        cookies.store(&Url::parse(from).unwrap(), header);
        cookies.header(&Url::parse(to).unwrap())
    }

    #[test]
    fn cookies_stay_with_their_host() {
        let from = "https://www.a.example/x/y";
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(sent(from, "k=v; Path=/", "https://www.a.example/z"), some("k=v"));
        assert_eq!(sent(from, "k=v", "https://www.a.example/x/z"), some("k=v"));
        assert_eq!(sent(from, "k=v; Domain=a.example; Path=/", "http://b.a.example/"), some("k=v"));
        for (header, to) in [
            ("k=v; Path=/", "https://a.example/"),
            ("k=v; Path=/", "https://evil.example/"),
            ("k=v; Path=/x", "https://www.a.example/xy"),
            ("k=v", "https://www.a.example/z"),
            ("k=v; Path=/; Secure", "http://www.a.example/"),
            ("k=v; Path=/; Domain=example", "https://b.example/"),
            ("k=v; Path=/; Domain=b.example", "https://b.example/"),
            ("k=v; Path=/; Max-Age=0", "https://www.a.example/"),
            ("k=v\u{1}; Path=/", "https://www.a.example/"),
            ("=v; Path=/", "https://www.a.example/"),
            ("k", "https://www.a.example/"),
        ] {
            assert_eq!(sent(from, header, to), None, "{header} for {to}");
        }
    }

    #[test]
    fn cookies_are_replaced_removed_and_bounded() {
        let url = Url::parse("http://a.example/").unwrap();
        let mut cookies = Cookies::default();
        assert!(cookies.store(&url, "k=1"));
        assert!(!cookies.store(&url, "k=1"));
        assert!(cookies.store(&url, "k=2"));
        assert_eq!(cookies.header(&url).as_deref(), Some("k=2"));
        assert!(cookies.store(&url, "k=; max-age=0"));
        assert_eq!(cookies.header(&url), None);
        for number in 0..200 {
            cookies.store(&url, &format!("k{number}=v"));
        }
        assert_eq!(cookies.kept.len(), MAX_CHAIN_COOKIES);
        assert!(!cookies.store(&url, &format!("long={}", "v".repeat(MAX_COOKIE_BYTES))));
        let mut cookies = Cookies::default();
        for number in 0..40 {
            cookies.store(&url, &format!("k{number}={}", "v".repeat(2000)));
        }
        assert!(cookies.bytes() <= MAX_JAR_BYTES && cookies.kept.len() == 4);
        // One that is known may change where there is no room for another.
        assert!(cookies.store(&url, "k0=w") && cookies.store(&url, "k0=; max-age=0"));
    }
}
