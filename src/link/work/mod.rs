//! Which work a URL names, as `scheme:id`, from the URL alone.
//!
//! Two addresses of one work get one id: the page and the PDF, the preprint server and its DOI, the
//! bill at two offices. Where an id would need a registry the answer is `None`, and nothing is
//! repaired: an address with a stray `%20` before the id names no work. In doubt there is no work:
//! two ids of one document are a blemish, one id of two documents is a false statement.

mod code;
mod doi;
mod handle;
mod isbn;
mod journal;
mod law;
mod library;
mod press;
mod repository;
mod standard;

use super::{UrlView, strip, wrappers};
use crate::domain::bare;

pub(super) use doi::is_paper_host;

/// A work, and the part or version of it that the URL asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Work {
    /// `scheme:id`.
    pub(super) id: String,
    /// `v2` of a preprint, `is` of a bill, `section/3` of an act.
    pub(super) locator: Option<String>,
}

impl Work {
    /// The work `scheme:id` as a whole.
    pub(super) fn whole(scheme: &str, id: &str) -> Option<Self> {
        (!id.is_empty()).then(|| Self { id: format!("{scheme}:{id}"), locator: None })
    }

    /// The same with a place or version; an empty one is none.
    pub(super) fn at(scheme: &str, id: &str, locator: &str) -> Option<Self> {
        let locator = (!locator.is_empty()).then(|| locator.to_owned());
        Self::whole(scheme, id).map(|work| Self { locator, ..work })
    }
}

/// A URL as the rules read it: percent-encoding in its normal form.
pub(super) struct UrlParts<'a> {
    pub(super) host: &'a str,
    pub(super) path: &'a str,
    query: Option<&'a str>,
}

impl<'a> UrlParts<'a> {
    /// The path's segments from the first on; a slash at the end adds none.
    pub(super) fn segments(&self) -> impl Iterator<Item = &'a str> {
        self.path.split('/').filter(|segment| !segment.is_empty())
    }

    /// The first segments as a fixed number of words, empty where the path is shorter.
    pub(super) fn words<const N: usize>(&self) -> [&'a str; N] {
        let mut segments = self.segments();
        std::array::from_fn(|_| segments.next().unwrap_or_default())
    }

    /// The segment after one of this name.
    pub(super) fn after(&self, name: &str) -> Option<&'a str> {
        let mut segments = self.segments();
        segments.find(|segment| *segment == name)?;
        segments.next()
    }

    /// Whether every parameter that names the page, as against the way to it, is one of `names`.
    pub(super) fn asks_only(&self, names: &[&str]) -> bool {
        let mut pairs = self.query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        pairs.all(|pair| {
            names.contains(&strip::name(pair)) || strip::classify(pair, self.host).is_some()
        })
    }

    /// Whether it has parameters.
    pub(super) fn has_query(&self) -> bool {
        self.query.is_some()
    }

    /// The decoded value of a parameter.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        wrappers::value(self.query?, name)
    }
}

/// Returns the work that a cited URL names.
///
/// Behind a route of the page's own script (`#/media/…`) stands another document, so there is none.
pub(super) fn identify_work(address: &UrlView<'_>) -> Option<Work> {
    if address.url.fragment().is_some_and(|fragment| strip::is_route(fragment, address.host)) {
        return None;
    }
    let page =
        UrlParts { host: bare(address.host), path: &address.path, query: address.url.query() };
    let numbered = || {
        let id = super::forms::numbered_work(address.url, address.host, address.domain)?;
        Some(Work { id, locator: None })
    };
    by_domain(&page, address.domain)
        .or_else(numbered)
        .or_else(|| doi::in_page(&page))
        .or_else(|| handle::in_page(&page))
        .or_else(|| journal::article_pii(&page))
        .or_else(|| isbn::in_path(&page))
}

fn by_domain(page: &UrlParts<'_>, domain: &str) -> Option<Work> {
    if domain == "doi.org" {
        return doi::resolver(page);
    }
    let rules: [fn(&UrlParts<'_>, &str) -> Option<Work>; 6] = [
        journal::by_domain,
        repository::by_domain,
        law::by_domain,
        standard::by_domain,
        library::by_domain,
        press::by_domain,
    ];
    rules.into_iter().find_map(|rule| rule(page, domain))
}

/// Tells words of digits alone.
pub(super) fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}
/// Tells numbers as people write them: no zero in front, at most so many digits.
pub(super) fn is_count(word: &str, digits: usize) -> bool {
    is_number(word) && !word.starts_with('0') && word.len() <= digits
}

/// Tells words of so many hexadecimal digits.
pub(super) fn is_hex(word: &str, digits: usize) -> bool {
    word.len() == digits && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Tells words of letters and digits, and of these other characters.
pub(super) fn is_plain(word: &str, others: &str) -> bool {
    !word.is_empty() && word.chars().all(|ch| ch.is_ascii_alphanumeric() || others.contains(ch))
}

/// Without the endings that only choose a form of the document.
pub(super) fn stem(word: &str) -> &str {
    const FORMS: [&str; 11] = [
        ".abstract",
        ".epdf",
        ".extract",
        ".full",
        ".full-text",
        ".htm",
        ".html",
        ".long",
        ".pdf",
        ".pdf+html",
        ".short",
    ];
    let mut word = word;
    while let Some(rest) = FORMS.iter().find_map(|form| word.strip_suffix(form)) {
        word = rest;
    }
    word
}

#[cfg(test)]
mod tests;
