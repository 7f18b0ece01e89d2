//! What a question is about: a domain, a host or site, one URL, or one work.

use std::collections::BTreeSet;

use url::Url;

use crate::article::Link;
use crate::link::{self, CitedUrl};

/// Names shown where nothing is cited under the one that was asked for.
const MAX_SUGGESTIONS: usize = 5;

/// The fewest characters that two names must begin with alike to be near.
const MIN_COMMON_PREFIX_CHARS: usize = 4;

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// One URL, and how it is read.
    Url(Box<Url>, Box<CitedUrl>),
    /// A registrable domain, host or site.
    Name(String),
    /// A work, `scheme:id`.
    Work(String),
}

/// Why a text names no subject.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubjectError {
    /// It begins like a URL.
    #[error("{0} is not a URL; write https://example.org/page")]
    Url(String),
    /// It is nothing else either.
    #[error("{0} is not a domain; write example.org, a URL, or a work such as doi:10.1000/1")]
    Name(String),
}

impl Subject {
    /// Reads `https://…`, `example.org`, `medium.com/@ann`, `doi:10.…`, `10.…/…` or any other
    /// `scheme:id` of a work.
    ///
    /// # Errors
    /// Where the text is none of these.
    ///
    /// ```
    /// use citegraph::claims::subject::Subject;
    /// let work = Subject::Work("doi:10.1000/a".to_owned());
    /// assert_eq!(Subject::parse("10.1000/A").unwrap(), work);
    /// assert_eq!(Subject::parse("doi:10.1000/A").unwrap(), work);
    /// assert_eq!(Subject::parse("Example.ORG").unwrap(), Subject::Name("example.org".to_owned()));
    /// assert!(Subject::parse("no such thing").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, SubjectError> {
        if text.contains("://") {
            let url = Url::parse(text).map_err(|_| SubjectError::Url(text.to_owned()))?;
            let cited = link::cite(&url);
            return Ok(Self::Url(Box::new(url), Box::new(cited)));
        }
        if let Some(work) = work(text) {
            return Ok(Self::Work(work));
        }
        name(text).map(Self::Name).ok_or_else(|| SubjectError::Name(text.to_owned()))
    }

    /// Whether a link cites it. URLs are compared by key, and by work where they name one.
    pub fn is_cited_by(&self, link: &Link) -> bool {
        match self {
            Self::Url(_, cited) => {
                let same_work = cited.work.is_some() && cited.work.as_deref() == link.work();
                same_work || link.key() == Some(&cited.key)
            }
            Self::Name(name) => is_called(link, name),
            Self::Work(work) => link.work() == Some(work),
        }
    }

    /// Names among the links that look like this one, the most alike first; for a question that
    /// nothing answers.
    pub fn similar_names<'a>(&self, links: impl Iterator<Item = &'a Link>) -> Vec<String> {
        let (wanted, of): (&str, fn(&Link) -> Vec<&str>) = match self {
            Self::Url(_, cited) => (&cited.key, |link| link.key().into_iter().collect()),
            Self::Work(work) => (work, |link| link.work().into_iter().collect()),
            Self::Name(name) => (name, |link| {
                [link.domain(), link.host(), link.site()].into_iter().flatten().collect()
            }),
        };
        let names: BTreeSet<&str> = links.flat_map(of).collect();
        let mut near: Vec<(usize, &str)> = names
            .into_iter()
            .map(|name| (similarity(wanted, name), name))
            .filter(|(alike, _)| *alike > 0)
            .collect();
        near.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        near.into_iter().take(MAX_SUGGESTIONS).map(|(_, name)| name.to_owned()).collect()
    }
}

/// Whether a link leads to a registrable domain, host or site of this name.
pub fn is_called(link: &Link, name: &str) -> bool {
    [link.domain(), link.host(), link.site()].contains(&Some(name))
}

/// Reads the name of a host in the form that links have, or `host/account` for a site.
pub fn name(text: &str) -> Option<String> {
    let (host, account) = text.split_once('/').unwrap_or((text, ""));
    let url = Url::parse(&format!("http://{host}/")).ok()?;
    let host = url.host_str().filter(|_| !text.contains(char::is_whitespace))?;
    let account = account.trim_end_matches('/');
    Some(if account.is_empty() { host.to_owned() } else { format!("{host}/{account}") })
}

/// Reads a work. What has an address of its own is read as that address is.
fn work(text: &str) -> Option<String> {
    let is_doi = text.starts_with("10.") && text.contains('/');
    let (scheme, id) = if is_doi { ("doi", text) } else { text.split_once(':')? };
    let is_scheme = !scheme.is_empty()
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    // A host with a port has a dot, or a number behind the colon of `localhost`.
    if !is_scheme || id.is_empty() || scheme == "localhost" {
        return None;
    }
    let scheme = scheme.to_ascii_lowercase();
    let address = match scheme.as_str() {
        "doi" => Some("https://doi.org/"),
        "arxiv" => Some("https://arxiv.org/abs/"),
        _ => None,
    };
    let read =
        address.and_then(|start| link::cite(&Url::parse(&format!("{start}{id}")).ok()?).work);
    Some(read.unwrap_or_else(|| format!("{scheme}:{id}")))
}

/// How much two names have in common; 0 is too little to be worth showing.
fn similarity(wanted: &str, name: &str) -> usize {
    let alike = wanted.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
    let behind = wanted.chars().rev().zip(name.chars().rev()).take_while(|(a, b)| a == b).count();
    let least = MIN_COMMON_PREFIX_CHARS.max(wanted.chars().count() / 2);
    let most = alike.max(behind);
    if most >= least { most } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_read_as_links_are() {
        let read = |text: &str| Subject::parse(text).expect(text);
        for (text, work) in [
            ("doi:10.48550/arXiv.2001.01234", "arxiv:2001.01234"),
            ("arXiv:2001.01234v2", "arxiv:2001.01234"),
            ("pmid:25910392", "pmid:25910392"),
            ("us-bill:117-s-1744", "us-bill:117-s-1744"),
        ] {
            assert_eq!(read(text), Subject::Work(work.to_owned()));
        }
        assert_eq!(read("Medium.com/@ann/"), Subject::Name("medium.com/@ann".to_owned()));
        assert_eq!(read("localhost:80"), Subject::Name("localhost".to_owned()));
        assert_eq!(read("a.example:8080"), Subject::Name("a.example".to_owned()));
        for text in ["", "a b", "http://", "https://[x"] {
            assert!(Subject::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn near_names_begin_or_end_alike() {
        assert!(similarity("reuter.com", "reuters.com") > 0);
        assert!(similarity("www.reuters.com", "reuters.com") > 0);
        assert_eq!(similarity("reuters.com", "bbc.com"), 0);
        assert_eq!(similarity("", ""), 0);
    }
}
