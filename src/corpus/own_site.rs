//! The site that an article of unknown address most likely stands on.

use std::collections::BTreeMap;

use super::is_doi_resolver;
use crate::article::{Article, Link};
use crate::domain::is_platform;
use crate::link::{is_shortener, is_web_archive};

/// How many links an article has at least before one site among them can be its own.
const MIN_LINKS: u64 = 8;

/// The domain that most links of an article lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LikelySite {
    /// The registrable domain, or the account on a platform.
    pub domain: String,
    /// How many citations lead to it, whatever their place.
    pub links: u64,
    /// How many citations the article has.
    pub of: u64,
}

impl LikelySite {
    /// The domain that more than half of the links lead to, in an article that does not say where it was published:
    /// then links to its own site look like citations. `None` where the address is known, or no domain stands out.
    pub fn of_article(article: &Article) -> Option<Self> {
        let of = article.citations.len() as u64;
        if article.origin.is_some() || of < MIN_LINKS {
            return None;
        }
        let mut domains: BTreeMap<&str, u64> = BTreeMap::new();
        let own = |link: &&Link| !is_passed_through(link) && !is_common(link);
        for link in article.citations.iter().filter(own) {
            let site = link.site().or(link.domain()).unwrap_or_default();
            *domains.entry(site).or_default() += 1;
        }
        let (domain, links) = domains.into_iter().max_by_key(|(_, links)| *links)?;
        (links * 2 > of).then(|| Self { domain: domain.to_owned(), links, of })
    }
}

/// Works of very many authors, which are the own site of few articles and cited by all others.
const COMMON_WORKS: [&str; 9] = [
    "archive.org",
    "arxiv.org",
    "imdb.com",
    "mediawiki.org",
    "wikidata.org",
    "wikimedia.org",
    "wikipedia.org",
    "wikisource.org",
    "wiktionary.org",
];

/// Whether a link goes to a collective work, or to a page of a platform that belongs to no account.
fn is_common(link: &Link) -> bool {
    let domain = link.domain().unwrap_or_default();
    COMMON_WORKS.contains(&domain) || (is_platform(domain) && link.site() == Some(domain))
}

/// First labels of hosts that count clicks and pass readers on, as newsletters have them.
const COUNTERS: [&str; 14] = [
    "click",
    "clicks",
    "email",
    "go",
    "link",
    "links",
    "lnk",
    "mailing",
    "newsletter",
    "redirect",
    "track",
    "tracking",
    "trk",
    "url",
];

/// Whether a link goes to a counter of clicks, a short address, the resolver of DOIs or an archive, which are nobody's own
/// site.
fn is_passed_through(link: &Link) -> bool {
    let (Some(host), Some(domain)) = (link.host(), link.domain()) else { return true };
    let label = host.split('.').next().unwrap_or_default();
    // `links.example` is a site; `links.news.example` counts.
    let counts = host != domain && COUNTERS.contains(&label);
    counts
        || is_shortener(host)
        || is_shortener(domain)
        || is_doi_resolver(link)
        || link.via().iter().any(|via| is_web_archive(&via.kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Format;
    use crate::extract::{ExtractOptions, Extractor};
    use crate::input::Document;

    fn likely(address: &str) -> Option<String> {
        let links = (0..9).map(|n| format!("[page {n}]({address}{n}) says so. "));
        let document = Document::new("a.md", Format::Markdown, &links.collect::<String>());
        let article = Extractor::default().extract(&document, &ExtractOptions::default());
        LikelySite::of_article(&article).map(|site| site.domain)
    }

    #[test]
    fn a_site_that_most_links_lead_to_is_the_own_one() {
        assert_eq!(likely("https://www.a.example/p").as_deref(), Some("a.example"));
        assert_eq!(likely("https://links.example/p").as_deref(), Some("links.example"));
        assert_eq!(likely("https://medium.com/@ann/p-").as_deref(), Some("medium.com/@ann"));
        assert_eq!(likely("https://medium.com/@ann0"), None);
    }

    #[test]
    fn counters_are_not() {
        for address in [
            "https://click.news.example.com/c",
            "https://bit.ly/a",
            "https://t.co/a",
            "https://doi.org/10.1000/a",
        ] {
            assert_eq!(likely(address), None, "{address}");
        }
    }
}
