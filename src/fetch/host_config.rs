//! How one host is asked, where that differs from all others: `[check.hosts."example.org"]`.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use url::{Origin, Url};

use super::FetchError;
use crate::check::observation::{Method, Observation};
use crate::link::UrlPattern;

/// Headers that a configuration file may set. None of them proves who asks or says where a request
/// goes; whatever does comes by a flag, see [`SecretHeader`].
const OPEN: [&str; 5] = ["accept", "accept-language", "cache-control", "referer", "user-agent"];

/// How one host is asked. What is not set is as for all others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct HostOverrides {
    /// Seconds that one request may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<u64>,
    /// Requests under way at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<usize>,
    /// Milliseconds between the starts of two requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spacing_ms: Option<u64>,
    /// `head` asks for the headers alone, and for the page where they are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// Status codes that count as the page being there, such as 403 where robots are refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<u16>,
    /// Owners whose pages nobody else sees, by the first part of their path: what a forge says is missing is then
    /// out of reach, not gone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub private: Vec<String>,
    /// Headers in place of ours, or beside them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
}

impl HostOverrides {
    /// Holds what the types do not.
    ///
    /// # Errors
    /// [`FetchError::Header`] for a header that no file may set, or with a value that no header can have;
    /// [`FetchError::Accept`] for a number that is not an error status; [`FetchError::Host`] for a key that is no
    /// host.
    pub fn validate(&self, host: &str) -> Result<(), FetchError> {
        UrlPattern::parse_host(host).map_err(|_| FetchError::Host(host.to_owned()))?;
        for (name, value) in &self.headers {
            if !OPEN.contains(&name.to_ascii_lowercase().as_str()) || !is_plain(value) {
                return Err(FetchError::Header { host: host.to_owned(), name: name.clone() });
            }
        }
        match self.accept.iter().find(|status| !(400..1000).contains(*status)) {
            Some(status) => Err(FetchError::Accept { host: host.to_owned(), status: *status }),
            None => Ok(()),
        }
    }
}

/// A header with a secret, such as a token, for one origin; never of a file. It is sent to no other
/// origin, whatever redirects say.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretHeader {
    origin: Origin,
    name: String,
    value: String,
}

impl SecretHeader {
    /// A header for the origin of `url`: `Authorization: token x`.
    ///
    /// # Errors
    /// [`FetchError::Secret`] for what is no header; its message does not hold it.
    pub fn new(url: &Url, header: &str) -> Result<Self, FetchError> {
        let wrong = || FetchError::Secret(url.host_str().unwrap_or_default().to_owned());
        let (name, value) = header.split_once(':').ok_or_else(wrong)?;
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if name.is_empty() || !name.bytes().all(is_token) || !is_plain(value) || !url.has_host() {
            return Err(wrong());
        }
        let (name, value) = (name.to_ascii_lowercase(), value.trim().to_owned());
        Ok(Self { origin: url.origin(), name, value })
    }

    /// A text without the secret, which a server may have sent back.
    fn masked(&self, text: &str) -> String {
        let word = self.value.rsplit(' ').next().unwrap_or_default();
        // A short word stands in any text.
        let parts = [self.value.as_str(), word].into_iter().filter(|part| part.len() >= 6);
        parts.fold(text.to_owned(), |text, part| text.replace(part, "REDACTED"))
    }

    /// Name and value, where the header belongs to the origin of `url`.
    pub fn sent_to(&self, url: &Url) -> Option<(&str, &str)> {
        (url.origin() == self.origin).then_some((&self.name, &self.value))
    }
}

/// Takes secrets out of what a server sent back: addresses, headers and the title.
pub fn mask(seen: &mut Observation, secrets: &[SecretHeader]) {
    for secret in secrets {
        for hop in &mut seen.hops {
            hop.url = secret.masked(&hop.url);
            hop.location = hop.location.as_deref().map(|location| secret.masked(location));
            hop.headers.values_mut().for_each(|value| *value = secret.masked(value));
        }
        if let Some(page) = &mut seen.page {
            page.title = page.title.as_deref().map(|title| secret.masked(title));
        }
    }
}

/// Shows whose it is, and not what it is.
impl fmt::Debug for SecretHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} at {})", self.name, self.origin.ascii_serialization())
    }
}

fn is_plain(value: &str) -> bool {
    value.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> HostOverrides {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn a_file_sets_no_header_that_proves_or_steers() {
        assert!(read("headers = {Accept-Language = 'de'}").validate("a.example").is_ok());
        for name in ["Authorization", "cookie", "host", "X-Api-Key", "transfer-encoding", "a b"] {
            let error = read(&format!("headers = {{'{name}' = 'x'}}")).validate("a.example");
            assert!(matches!(error, Err(FetchError::Header { .. })), "{name}");
        }
        assert!(read("headers = {referer = \"a\\r\\nHost: b\"}").validate("a.example").is_err());
    }

    #[test]
    fn statuses_that_may_count_as_fine() {
        assert!(read("accept = [403, 999]").validate("a.example").is_ok());
        for bad in ["accept = [200]", "accept = [302]", "accept = [1000]"] {
            assert!(
                matches!(read(bad).validate("a.example"), Err(FetchError::Accept { .. })),
                "{bad}"
            );
        }
        assert_eq!(read("method = 'head'").method, Some(Method::Head));
        assert!(toml::from_str::<HostOverrides>("method = 'post'").is_err());
    }

    #[test]
    fn secrets_stay_at_their_origin_and_are_not_shown() {
        let url = |text: &str| Url::parse(text).unwrap();
        let secret = SecretHeader::new(&url("https://a.example/x"), "Authorization: token s3cret");
        let secret = secret.unwrap();
        let sent = secret.sent_to(&url("https://a.example/y"));
        assert_eq!(sent, Some(("authorization", "token s3cret")));
        for other in ["http://a.example/", "https://www.a.example/", "https://a.example:8443/"] {
            assert_eq!(secret.sent_to(&url(other)), None, "{other}");
        }
        assert!(!format!("{secret:?}").contains("s3cret"));
        for bad in ["s3cret", "a b: s3cret", "x: s3cret\r\ny: z", ": s3cret"] {
            let error = SecretHeader::new(&url("https://a.example/"), bad).unwrap_err().to_string();
            assert!(!error.contains("s3cret"), "{error}");
        }
    }
}
