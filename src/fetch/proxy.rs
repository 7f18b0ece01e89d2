//! Which requests go by a proxy, as the variables say that other programs read: `HTTP_PROXY` and
//! `HTTPS_PROXY` by scheme, `ALL_PROXY` for both, `NO_PROXY` for the hosts that are asked directly.

use core::net::IpAddr;
use std::fmt;

use url::{Host, Url};

use super::FetchError;
#[cfg(feature = "network")]
use super::guard;
use crate::link::redact::redact_url;

/// The proxies of a run. The library reads no environment: the caller hands in the values.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Proxies {
    /// `HTTP_PROXY`: for http.
    pub http: Option<String>,
    /// `HTTPS_PROXY`: for https.
    pub https: Option<String>,
    /// `ALL_PROXY`: for what has none of its own.
    pub all: Option<String>,
    /// `NO_PROXY`: hosts that are asked directly, separated by commas: a name stands for itself and
    /// all below it, an address may have a length (`10.0.0.0/8`), `*` is everything.
    pub none: Option<String>,
}

impl Proxies {
    /// The proxy that a request goes by; `None` where it goes directly.
    pub fn for_url(&self, url: &Url) -> Option<&str> {
        let own = if url.scheme() == "https" { &self.https } else { &self.http };
        let proxy = own.as_deref().or(self.all.as_deref()).filter(|proxy| !proxy.is_empty())?;
        let none = self.none.as_deref().unwrap_or_default();
        let direct = none.split(',').map(str::trim).any(|entry| matches(entry, url));
        (!direct).then_some(proxy)
    }

    /// Every proxy once.
    ///
    /// # Errors
    /// [`FetchError::Proxy`] for one that is no http or https proxy.
    pub fn each(&self) -> Result<Vec<Url>, FetchError> {
        let mut all: Vec<Url> = Vec::new();
        let named = [&self.http, &self.https, &self.all].into_iter().flatten();
        for name in named.filter(|name| !name.is_empty()) {
            let url = parse_proxy(name)
                .ok_or_else(|| FetchError::Proxy(redact_url(name).into_owned()))?;
            if !all.contains(&url) {
                all.push(url);
            }
        }
        Ok(all)
    }
}

/// The address of a proxy, which may be written without its scheme.
pub fn parse_proxy(proxy: &str) -> Option<Url> {
    let whole = if proxy.contains("://") { proxy.to_owned() } else { format!("http://{proxy}") };
    let url = Url::parse(&whole).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// Whether the host is private as it is written: nobody looks it up where a proxy is asked.
#[cfg(feature = "network")]
pub(super) fn is_private_as_written(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => guard::is_private(address.into()),
        Some(Host::Ipv6(address)) => guard::is_private(address.into()),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        None => true,
    }
}

/// Shows which there are, and no password.
impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |proxy: &Option<String>| proxy.as_deref().map(|p| redact_url(p).into_owned());
        f.debug_struct("Proxies")
            .field("http", &shown(&self.http))
            .field("https", &shown(&self.https))
            .field("all", &shown(&self.all))
            .field("none", &self.none)
            .finish()
    }
}

/// Whether an entry of `NO_PROXY` means the host of a URL.
fn matches(entry: &str, url: &Url) -> bool {
    if entry == "*" {
        return true;
    }
    let (entry, port) = match entry.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') => (name, port.parse().ok()),
        _ => (entry, None),
    };
    if entry.is_empty() || port.is_some_and(|port| url.port_or_known_default() != Some(port)) {
        return false;
    }
    match url.host() {
        Some(Host::Ipv4(address)) => is_within(address.into(), entry),
        Some(Host::Ipv6(address)) => is_within(address.into(), entry),
        Some(Host::Domain(name)) => {
            let (name, entry) = (name.trim_end_matches('.'), entry.to_ascii_lowercase());
            let entry = entry.trim_start_matches("*.").trim_start_matches('.');
            name.strip_suffix(entry).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        }
        None => false,
    }
}

fn is_within(address: IpAddr, entry: &str) -> bool {
    let (network, bits) = match entry.split_once('/') {
        Some((network, bits)) => (network, bits.parse().ok()),
        None => (entry, Some(128)),
    };
    let network = network.trim_matches(['[', ']']).parse::<IpAddr>();
    let (Ok(network), Some(bits)) = (network, bits) else { return false };
    let shift = |width: u32| width - std::cmp::min(bits, width);
    match (address, network) {
        (IpAddr::V4(one), IpAddr::V4(other)) => {
            (u32::from(one) ^ u32::from(other)).checked_shr(shift(32)).unwrap_or(0) == 0
        }
        (IpAddr::V6(one), IpAddr::V6(other)) => {
            (u128::from(one) ^ u128::from(other)).checked_shr(shift(128)).unwrap_or(0) == 0
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(proxies: &Proxies, url: &str) -> Option<String> {
        proxies.for_url(&Url::parse(url).unwrap()).map(str::to_owned)
    }

    #[test]
    fn a_proxy_by_scheme() {
        let one = |text: &str| Some(text.to_owned());
        let proxies = Proxies { http: one("a:1"), all: one("b:2"), ..Proxies::default() };
        assert_eq!(of(&proxies, "http://x.example/").as_deref(), Some("a:1"));
        assert_eq!(of(&proxies, "https://x.example/").as_deref(), Some("b:2"));
        assert_eq!(of(&Proxies { all: one(""), ..Proxies::default() }, "http://x/"), None);
        assert_eq!(of(&Proxies::default(), "http://x.example/"), None);
    }

    #[test]
    fn hosts_that_are_asked_directly() {
        let direct = |none: &str, url: &str| {
            let all = Some("p:1".to_owned());
            of(&Proxies { all, none: Some(none.into()), ..Proxies::default() }, url).is_none()
        };
        for (none, url) in [
            ("*", "http://a.example/"),
            ("b, a.example", "http://a.example/"),
            ("a.example", "http://www.a.example/"),
            (".a.example", "http://a.example/"),
            ("*.a.example", "http://www.a.example/"),
            ("A.Example:80", "http://a.example/"),
            ("10.0.0.0/8", "http://10.9.8.7/"),
            ("0.0.0.0/0", "http://10.9.8.7/"),
            ("::1", "http://[::1]:8080/"),
            ("fe80::/10", "http://[fe80::9]/"),
        ] {
            assert!(direct(none, url), "{none} {url}");
        }
        for (none, url) in [
            ("", "http://a.example/"),
            ("a.example", "http://ba.example/"),
            ("a.example:8080", "http://a.example/"),
            ("www.a.example", "http://a.example/"),
            ("10.0.0.0/8", "http://11.0.0.1/"),
            ("10.0.0.0/x", "http://10.0.0.1/"),
            ("10.0.0.1", "http://10.0.0.2/"),
        ] {
            assert!(!direct(none, url), "{none} {url}");
        }
    }

    #[test]
    fn proxies_that_are_none_and_passwords() {
        let with = |all: &str| Proxies { all: Some(all.into()), ..Proxies::default() };
        assert_eq!(with("p.example:3128").each().unwrap()[0].as_str(), "http://p.example:3128/");
        for bad in ["socks5://p.example", "http://", "file:///x"] {
            let error = with(bad).each().unwrap_err();
            assert!(matches!(error, FetchError::Proxy(_)), "{bad}: {error}");
        }
        assert!(!format!("{:?}", with("http://me:s3cret@p.example")).contains("s3cret"));
    }
}
