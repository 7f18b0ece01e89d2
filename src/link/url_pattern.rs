//! Patterns for hosts and for whole addresses, as people write them in flags and in the configuration.

use serde::{Deserialize, Serialize};
use url::Url;

/// A pattern: of a host (`example.org`, `*.example.org`, `example.org:8080`), or of an address
/// (`https://example.org/drafts/*`, `*/edit/*`), told by its slash. `*` stands for any characters.
///
/// ```
/// use citegraph::link::UrlPattern;
/// let url = url::Url::parse("https://docs.example.org/a/edit?x=1").unwrap();
/// for (pattern, expected) in [
///     ("docs.example.org", true),
///     ("*.example.org", true),
///     ("example.org", false),
///     ("docs.example.org:443", true),
///     ("docs.example.org:8080", false),
///     ("https://docs.example.org/a/*", true),
///     ("*/edit*", true),
///     ("*/edit", false),
/// ] {
///     assert_eq!(UrlPattern::parse(pattern).unwrap().matches(&url), expected, "{pattern}");
/// }
/// assert!(UrlPattern::parse("").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UrlPattern(String);

/// A text that is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not a pattern; write a host such as example.org, *.example.org or example.org:8080, or an address \
     such as https://example.org/drafts/*"
)]
pub struct UrlPatternError(String);

impl UrlPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`UrlPatternError`] for an empty text, or one with blanks.
    pub fn parse(text: &str) -> Result<Self, UrlPatternError> {
        let is_whole = !text.is_empty() && !text.contains(char::is_whitespace);
        if is_whole { Ok(Self(text.to_owned())) } else { Err(UrlPatternError(text.to_owned())) }
    }

    /// Reads a pattern of hosts.
    ///
    /// # Errors
    /// [`UrlPatternError`] for what is no pattern, or one of whole addresses.
    pub fn parse_host(text: &str) -> Result<Self, UrlPatternError> {
        let pattern = Self::parse(text)?;
        if pattern.is_of_hosts() { Ok(pattern) } else { Err(UrlPatternError(text.to_owned())) }
    }

    /// Whether it is one of hosts.
    pub fn is_of_hosts(&self) -> bool {
        !self.0.contains('/')
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is about an address. Capitals of hosts and schemes do not count; a fragment is no part of it.
    pub fn matches(&self, url: &Url) -> bool {
        if self.is_of_hosts() {
            let host = url.host_str().unwrap_or_default().trim_end_matches('.');
            return self.matches_host(host, url.port_or_known_default());
        }
        let whole = url.as_str().split('#').next().unwrap_or_default();
        is_match(self.0.as_bytes(), whole.as_bytes())
    }

    /// Whether it is about a host, at this port where the pattern names one.
    pub fn matches_host(&self, host: &str, port: Option<u16>) -> bool {
        let (name, wanted) = self.host_and_port();
        let name = name.to_ascii_lowercase();
        wanted.is_none_or(|wanted| Some(wanted) == port)
            && is_match(name.as_bytes(), host.to_ascii_lowercase().as_bytes())
    }

    fn host_and_port(&self) -> (&str, Option<u16>) {
        match self.0.rsplit_once(':').map(|(name, port)| (name, port.parse().ok())) {
            // The colons of a bare IPv6 address part no port off.
            Some((name, Some(port))) if !name.contains(':') || name.ends_with(']') => {
                (name, Some(port))
            }
            _ => (&self.0, None),
        }
    }

    /// How narrow it is: of two patterns about one host the narrower one holds.
    pub(crate) fn narrowness(&self) -> (bool, bool, usize) {
        let (name, port) = self.host_and_port();
        (!name.contains('*'), port.is_some(), name.len())
    }
}

impl TryFrom<String> for UrlPattern {
    type Error = UrlPatternError;

    fn try_from(text: String) -> Result<Self, UrlPatternError> {
        Self::parse(&text)
    }
}

impl From<UrlPattern> for String {
    fn from(pattern: UrlPattern) -> Self {
        pattern.0
    }
}

impl std::fmt::Display for UrlPattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a text is of a pattern with stars, in time that grows with both lengths and no more.
fn is_match(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut last_star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                last_star = Some((p, t));
                p += 1;
            }
            Some(byte) if *byte == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match last_star {
                Some((star, from)) => {
                    last_star = Some((star, from + 1));
                    p = star + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
            ("*.example.org", "example.org", false),
            ("*.example.org", "a.b.example.org", true),
            ("a", "ab", false),
        ] {
            assert_eq!(is_match(pattern.as_bytes(), text.as_bytes()), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn hosts_have_ports() {
        let is = |pattern: &str, host: &str, port| {
            UrlPattern::parse_host(pattern).unwrap().matches_host(host, port)
        };
        assert!(is("A.example:8080", "a.EXAMPLE", Some(8080)));
        assert!(!is("a.example:8080", "a.example", Some(443)));
        assert!(is("[::1]:80", "[::1]", Some(80)) && is("::1", "::1", Some(80)));
        assert!(UrlPattern::parse_host("https://a.example").is_err());
    }
}
