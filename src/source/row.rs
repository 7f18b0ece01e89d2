//! One row of a table of sources: what it says of a domain, a host or an account, and whether it can be so.

use serde::Deserialize;

use super::country::is_country;
use super::error::SourceTableError;
use super::{Evidence, PageKind, PublisherType};
use crate::domain::{is_public_suffix, registrable};

/// What is known about one domain, host or site.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceRow {
    pub(super) domain: Option<String>,
    /// A host below a domain, with all hosts below it.
    pub(super) host: Option<String>,
    /// An account on a platform.
    pub(super) site: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) group: Option<String>,
    #[serde(rename = "type")]
    kind: Option<PublisherType>,
    pub(super) country: Option<String>,
    pub(super) language: Option<String>,
    #[serde(default = "user")]
    pub(super) evidence: Evidence,
    #[serde(default = "never")]
    pub(super) checked: String,
    /// Other domains with the same pages.
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    /// Domains that the publisher has left.
    #[serde(default)]
    pub(super) moved_from: Vec<MovedFrom>,
    #[serde(default)]
    paths: Vec<PathRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MovedFrom {
    pub(super) domain: String,
    pub(super) date: String,
}

/// A part of a host that is something else.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PathRule {
    prefix: String,
    #[serde(rename = "type")]
    kind: Option<PublisherType>,
    page: Option<PageKind>,
}

pub(super) fn never() -> String {
    "never".to_owned()
}

fn user() -> Evidence {
    Evidence::User
}

impl SourceRow {
    /// What the row is about.
    pub(super) fn name(&self) -> &str {
        let names = [&self.site, &self.host, &self.domain];
        names.into_iter().flatten().next().map_or("without domain", String::as_str)
    }

    /// Whether the row is about an account on a platform.
    pub(super) fn is_site(&self) -> bool {
        self.site.is_some()
    }

    /// The type of publisher of a page.
    pub(super) fn kind_at(&self, path: &str) -> Option<PublisherType> {
        self.rules(path).find_map(|rule| rule.kind).or(self.kind)
    }

    /// What a page is, by the row's own rules.
    pub(super) fn page_kind_at(&self, path: &str) -> Option<PageKind> {
        self.rules(path).find_map(|rule| rule.page)
    }

    fn rules(&self, path: &str) -> impl Iterator<Item = &PathRule> {
        self.paths.iter().filter(move |rule| path.starts_with(&rule.prefix))
    }

    pub(super) fn fault(&self, fault: String) -> SourceTableError {
        SourceTableError::Row { row: self.name().to_owned(), fault }
    }

    /// Checks everything that can be checked without the other rows.
    pub(super) fn check(&self) -> Result<(), SourceTableError> {
        let named = [&self.domain, &self.host, &self.site].into_iter().flatten().count();
        if named != 1 {
            return Err(self.fault("give exactly one of domain, host and site".to_owned()));
        }
        let left = self.moved_from.iter().map(|moved| &moved.domain);
        for domain in self.domain.iter().chain(&self.aliases).chain(left) {
            let whole = registrable(domain);
            if whole != domain || is_public_suffix(domain) || !is_lower(domain) {
                let remedy = format!("it is not a registrable domain; write host = \"{domain}\"");
                return Err(
                    self.fault(format!("domain {domain}: {remedy}, or domain = \"{whole}\""))
                );
            }
        }
        if let Some(host) = self.host.as_ref().filter(|h| registrable(h) == *h || !is_lower(h)) {
            return Err(self.fault(format!(
                "host {host}: write the name of a host below a domain, in lower case, such as \
                 news.example.org"
            )));
        }
        if let Some(country) = self.country.as_ref().filter(|country| !is_country(country)) {
            let remedy = "write two capital letters as in ISO 3166, or INT";
            return Err(self.fault(format!("country {country} is not known; {remedy}")));
        }
        if let Some(language) = self.language.as_ref().filter(|language| !is_language(language)) {
            return Err(self.fault(format!(
                "language {language} is not a language tag; write one such as en or \
                                    zh-Hant"
            )));
        }
        let dates = self.moved_from.iter().map(|moved| &moved.date);
        let checked = (self.checked != "never").then_some(&self.checked);
        if let Some(date) = dates.chain(checked).find(|date| !is_date(date)) {
            return Err(self.fault(format!("{date} is not a date; write YYYY-MM-DD")));
        }
        Ok(())
    }
}

fn is_lower(name: &str) -> bool {
    !name.is_empty() && !name.bytes().any(|b| b.is_ascii_uppercase() || b.is_ascii_whitespace())
}

/// Tells tags such as `en` and `zh-Hant`.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let main = parts.next().unwrap_or_default();
    (2..=3).contains(&main.len())
        && main.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|p| (2..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Tells `YYYY`, `YYYY-MM` and `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let widths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    matches!(widths[..], [4] | [4, 2] | [4, 2, 2])
        && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
}
