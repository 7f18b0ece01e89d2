//! A table of sources, read from TOML and checked.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::country::{country_of_label, is_country};
use super::names::{label_count, names};
use super::{Evidence, PageKind, PublisherType};
use crate::domain::{is_public_suffix, registrable};

/// Why a table of sources cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is no TOML of this form.
    #[error("the table of sources has a mistake; data/sources.toml shows the form")]
    Form(#[source] Box<toml::de::Error>),
    /// One row is wrong.
    #[error("row {row} of the table of sources: {fault}")]
    Row {
        /// What the row is about.
        row: String,
        /// What is wrong, and what to do about it.
        fault: String,
    },
}

/// One table, ready to be asked.
#[derive(Debug)]
pub(super) struct Layer {
    rows: Vec<Row>,
    /// Sites, hosts, domains and aliases to their row.
    names: FxHashMap<String, usize>,
    moved: FxHashMap<String, Moved>,
    groups: FxHashMap<String, String>,
    suffixes: FxHashMap<String, SuffixRule>,
    labels: FxHashMap<String, PublisherType>,
    /// Labels of the longest name and of the longest suffix: more of a host are never looked up.
    depth: Depth,
}

#[derive(Debug, Default)]
struct Depth {
    names: usize,
    suffixes: usize,
}

/// The table as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    groups: Vec<Group>,
    #[serde(default)]
    suffixes: Vec<SuffixRule>,
    #[serde(default)]
    labels: Vec<Label>,
    #[serde(default)]
    sources: Vec<Row>,
}

/// Owners that belong together.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    id: String,
    name: String,
    country: Option<String>,
}

/// All names under a suffix. A last label `*` is any country.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SuffixRule {
    suffix: String,
    #[serde(rename = "type")]
    pub(super) kind: PublisherType,
    country: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) group: Option<String>,
    #[serde(default = "never")]
    pub(super) checked: String,
}

/// The first label of a government's domain that names another power or office.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    label: String,
    #[serde(rename = "type")]
    kind: PublisherType,
}

/// What is known about one domain, host or site.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    domain: Option<String>,
    /// A host below a domain, with all hosts below it.
    host: Option<String>,
    /// An account on a platform.
    site: Option<String>,
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
    aliases: Vec<String>,
    /// Domains that the publisher has left.
    #[serde(default)]
    moved_from: Vec<MovedFrom>,
    #[serde(default)]
    paths: Vec<PathRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MovedFrom {
    domain: String,
    date: String,
}

/// Where a publisher has moved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The domain it has now.
    pub to: String,
    /// When it moved, as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: String,
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

fn never() -> String {
    "never".to_owned()
}

fn user() -> Evidence {
    Evidence::User
}

impl Row {
    /// What the row is about.
    fn name(&self) -> &str {
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

    fn fault(&self, fault: String) -> Error {
        Error::Row { row: self.name().to_owned(), fault }
    }

    /// Checks everything that can be checked without the other rows.
    fn check(&self) -> Result<(), Error> {
        let named = [&self.domain, &self.host, &self.site].into_iter().flatten().count();
        if named != 1 {
            return Err(self.fault("give exactly one of domain, host and site".to_owned()));
        }
        let left = self.moved_from.iter().map(|moved| &moved.domain);
        for domain in self.domain.iter().chain(&self.aliases).chain(left) {
            let whole = registrable(domain);
            if whole != domain || is_public_suffix(domain) || !is_lower(domain) {
                let remedy = format!("it is no registrable domain; write host = \"{domain}\"");
                return Err(
                    self.fault(format!("domain {domain}: {remedy}, or domain = \"{whole}\""))
                );
            }
        }
        if let Some(host) = self.host.as_ref().filter(|h| registrable(h) == *h || !is_lower(h)) {
            return Err(self.fault(format!("host {host}: write it in lower case, below a domain")));
        }
        if let Some(country) = self.country.as_ref().filter(|country| !is_country(country)) {
            let remedy = "write two capital letters as in ISO 3166, or INT";
            return Err(self.fault(format!("country {country} is not known; {remedy}")));
        }
        if let Some(language) = self.language.as_ref().filter(|language| !is_language(language)) {
            return Err(
                self.fault(format!("language {language} is none; write such as en or zh-Hant"))
            );
        }
        let dates = self.moved_from.iter().map(|moved| &moved.date);
        let checked = (self.checked != "never").then_some(&self.checked);
        if let Some(date) = dates.chain(checked).find(|date| !is_date(date)) {
            return Err(self.fault(format!("{date} is no date; write YYYY-MM-DD")));
        }
        Ok(())
    }
}

impl SuffixRule {
    /// The country of the rule, or the one that the host's last label stands for.
    pub(super) fn country_of(&self, host: &str) -> Option<&str> {
        match self.country.as_deref() {
            None if self.suffix.ends_with(".*") => country_of_label(host.rsplit('.').next()?),
            country => country,
        }
    }
}

impl Layer {
    /// Reads and checks a table; groups of `base` may be named too.
    pub(super) fn read(text: &str, base: Option<&Self>) -> Result<Self, Error> {
        let written: Written =
            toml::from_str(text).map_err(|fault| Error::Form(Box::new(fault)))?;
        let mut layer = Self {
            rows: written.sources,
            names: FxHashMap::default(),
            moved: FxHashMap::default(),
            groups: FxHashMap::default(),
            suffixes: FxHashMap::default(),
            labels: written.labels.into_iter().map(|row| (row.label, row.kind)).collect(),
            depth: Depth::default(),
        };
        layer.take_groups(written.groups, base)?;
        for rule in written.suffixes {
            layer.check_group(&rule.suffix, rule.group.as_deref())?;
            layer.suffixes.insert(rule.suffix.clone(), rule);
        }
        layer.take_names()?;
        layer.check_owners()?;
        layer.depth = Depth {
            names: layer.names.keys().map(|name| label_count(name)).max().unwrap_or_default(),
            suffixes: layer.suffixes.keys().map(|name| label_count(name)).max().unwrap_or_default(),
        };
        Ok(layer)
    }

    fn take_groups(&mut self, groups: Vec<Group>, base: Option<&Self>) -> Result<(), Error> {
        for group in groups {
            let fault = |fault: &str| Error::Row { row: group.id.clone(), fault: fault.to_owned() };
            if group.country.as_ref().is_some_and(|country| !is_country(country)) {
                return Err(fault("its country is not known; write ISO 3166 alpha-2 or INT"));
            }
            if self.groups.insert(group.id.clone(), group.name.clone()).is_some() {
                return Err(fault("the group is defined twice; keep one"));
            }
        }
        for (id, name) in base.into_iter().flat_map(|base| &base.groups) {
            self.groups.entry(id.clone()).or_insert_with(|| name.clone());
        }
        Ok(())
    }

    fn take_names(&mut self) -> Result<(), Error> {
        for (at, row) in self.rows.iter().enumerate() {
            row.check()?;
            self.check_group(row.name(), row.group.as_deref())?;
            let left = row.moved_from.iter().map(|moved| &moved.domain);
            let own = [&row.domain, &row.host, &row.site].into_iter().flatten();
            for name in own.chain(&row.aliases).chain(left) {
                if self.names.insert(name.clone(), at).is_some() {
                    return Err(row.fault(format!("{name} has two rows; keep one")));
                }
            }
            for from in &row.moved_from {
                let moved = Moved { to: row.name().to_owned(), date: from.date.clone() };
                self.moved.insert(from.domain.clone(), moved);
            }
        }
        Ok(())
    }

    fn check_group(&self, row: &str, group: Option<&str>) -> Result<(), Error> {
        match group.filter(|id| !self.groups.contains_key(*id)) {
            None => Ok(()),
            Some(id) => Err(Error::Row {
                row: row.to_owned(),
                fault: format!("group {id} is not defined; add it to groups"),
            }),
        }
    }

    /// One owner is in one group, whichever row says so.
    fn check_owners(&self) -> Result<(), Error> {
        let mut owners: FxHashMap<&str, Option<&str>> = FxHashMap::default();
        for row in &self.rows {
            let Some(owner) = &row.owner else { continue };
            let group = *owners.entry(owner).or_insert(row.group.as_deref());
            if group != row.group.as_deref() {
                return Err(row.fault(format!("{owner} is in two groups; keep one")));
            }
        }
        Ok(())
    }

    /// The name of a group that a row names.
    pub(super) fn group(&self, id: &str) -> &str {
        self.groups.get(id).map_or(super::UNKNOWN, String::as_str)
    }

    /// The row of an account on a platform.
    pub(super) fn site(&self, name: &str) -> Option<&Row> {
        self.row(name).filter(|row| row.is_site())
    }

    /// The rows of a host and of the names above it down to the domain, the most specific first.
    pub(super) fn rows_of(&self, host: &str, domain: &str) -> impl Iterator<Item = &Row> {
        let least = domain.len().min(host.len());
        let names = names(host, self.depth.names).take_while(move |name| name.len() >= least);
        names.filter_map(|name| self.row(name))
    }

    /// The row of a site, host or domain.
    fn row(&self, name: &str) -> Option<&Row> {
        self.names.get(name).map(|at| &self.rows[*at])
    }

    /// Where the publisher of a host has gone.
    pub(super) fn moved(&self, host: &str) -> Option<&Moved> {
        let least = registrable(host).len().min(host.len());
        let mut names = names(host, self.depth.names).take_while(|name| name.len() >= least);
        names.find_map(|name| self.moved.get(name))
    }

    /// The rule for the longest suffix of a host that has one.
    pub(super) fn suffix(&self, host: &str) -> Option<&SuffixRule> {
        names(host, self.depth.suffixes).find_map(|name| {
            let any_country = || {
                let (above, last) = name.rsplit_once('.')?;
                country_of_label(last)?;
                self.suffixes.get(&format!("{above}.*"))
            };
            self.suffixes.get(name).or_else(any_country)
        })
    }

    /// The type that the first label of a government's domain stands for.
    pub(super) fn label(&self, label: &str) -> Option<PublisherType> {
        self.labels.get(label).copied()
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_lookup_costs_does_not_depend_on_the_labels_of_a_host() {
        let table = r#"sources = [{ host = "www.a.example.com", owner = "Ann" }]
            [[suffixes]]
            suffix = "gov.*"
            type = "government""#;
        let layer = Layer::read(table, None).unwrap();
        assert_eq!((layer.depth.names, layer.depth.suffixes), (4, 2));
        let host = "a.".repeat(100_000) + "www.a.example.com";
        assert_eq!(names(&host, layer.depth.names).count(), 4);
        assert_eq!(layer.rows_of(&host, "example.com").count(), 1);
        let suffix = layer.suffix(&("a.".repeat(100_000) + "gov.fr"));
        assert!(suffix.is_some_and(|rule| rule.kind == PublisherType::Government));
    }
}
