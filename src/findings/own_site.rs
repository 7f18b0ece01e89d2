//! The site that an article of unknown address most likely stands on.

use std::collections::BTreeMap;

use crate::article::{Article, Link};

/// How many links an article has at least before one site among them can be its own.
const MIN_LINKS: u64 = 8;

/// The domain that most links of an article lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LikelySite {
    /// The registrable domain.
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
        for domain in article.citations.iter().filter_map(Link::domain) {
            *domains.entry(domain).or_default() += 1;
        }
        let (domain, links) = domains.into_iter().max_by_key(|(_, links)| *links)?;
        (links * 2 > of).then(|| Self { domain: domain.to_owned(), links, of })
    }
}
