//! The table of hosts, `[check.hosts]`: which key is about which address.

use url::Url;

use super::host_config::HostOverrides;
use super::options::FetchOptions;
use crate::link::UrlPattern;

impl FetchOptions {
    /// How a host is asked: by the narrowest key that fits it. Keys with a port are those of
    /// [`FetchOptions::for_hosts_of`].
    pub fn overrides(&self, host: &str) -> Option<&HostOverrides> {
        let by_pattern = || {
            let fits = |key: &&String| {
                key.contains('*')
                    && UrlPattern::parse_host(key).is_ok_and(|key| key.matches_host(host, None))
            };
            let keys = self.hosts.keys().filter(fits);
            self.hosts.get(keys.max_by_key(|key| key.len())?)
        };
        self.hosts.get(host).or_else(by_pattern)
    }

    /// These options, with a key for each host of some addresses that a pattern or a key with a port fits.
    #[must_use]
    pub fn for_hosts_of<'a>(&self, urls: impl Iterator<Item = &'a Url>) -> Self {
        let keys: Vec<(UrlPattern, &HostOverrides)> = self
            .hosts
            .iter()
            .filter_map(|(key, own)| Some((UrlPattern::parse_host(key).ok()?, own)))
            .collect();
        let mut found = self.clone();
        if keys.iter().all(|(key, _)| !key.as_str().contains(['*', ':'])) {
            return found;
        }
        for url in urls {
            let fits = keys.iter().filter(|(key, _)| key.matches(url));
            let best = fits.max_by_key(|(key, _)| key.narrowness());
            if let (Some((_, own)), Some(host)) = (best, url.host_str()) {
                found.hosts.insert(host.trim_end_matches('.').to_owned(), (*own).clone());
            }
        }
        found
    }

    /// Keys of the table of hosts that fit none of some addresses, in their order.
    pub fn unused_hosts<'a>(&self, urls: impl Iterator<Item = &'a Url> + Clone) -> Vec<&str> {
        let is_unused = |key: &&String| {
            let pattern = UrlPattern::parse_host(key);
            pattern.is_ok_and(|pattern| !urls.clone().any(|url| pattern.matches(url)))
        };
        self.hosts.keys().filter(is_unused).map(String::as_str).collect()
    }

    /// Whether a page belongs to an owner whose pages are private, by the user's table.
    pub fn is_of_private_owner(&self, url: &Url) -> bool {
        let owner = url.path_segments().and_then(|mut parts| parts.next()).unwrap_or_default();
        let fits = |key: &str| UrlPattern::parse_host(key).is_ok_and(|key| key.matches(url));
        !owner.is_empty()
            && self.hosts.iter().filter(|(_, own)| !own.private.is_empty()).any(|(key, own)| {
                own.private.iter().any(|name| name.eq_ignore_ascii_case(owner)) && fits(key)
            })
    }
}
