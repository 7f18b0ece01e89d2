//! A table of sources, read from TOML and checked.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::PublisherType;
use super::country::{country_of_label, is_country};
use super::error::SourceTableError;
use super::host_names::{host_and_parents, label_count};
use super::row::{SourceRow, never};
use crate::domain::registrable;

/// One table, ready to be asked.
#[derive(Debug)]
pub(super) struct SourceTable {
    rows: Vec<SourceRow>,
    /// Sites, hosts, domains and aliases to their row.
    names: FxHashMap<String, usize>,
    moved: FxHashMap<String, MovedPublisher>,
    groups: FxHashMap<String, String>,
    suffixes: FxHashMap<String, SuffixRule>,
    /// The rules for suffixes below any country, by what stands before it.
    country_suffixes: FxHashMap<String, SuffixRule>,
    labels: FxHashMap<String, PublisherType>,
    /// Labels of the longest name and of the longest suffix: more of a host are never looked up.
    depth: LabelDepth,
}

#[derive(Debug, Default)]
struct LabelDepth {
    names: usize,
    suffixes: usize,
}

/// The table as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceTableFile {
    #[serde(default)]
    groups: Vec<OwnerGroup>,
    #[serde(default)]
    suffixes: Vec<SuffixRule>,
    #[serde(default)]
    labels: Vec<GovernmentLabel>,
    #[serde(default)]
    sources: Vec<SourceRow>,
}

/// Owners that belong together.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnerGroup {
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
struct GovernmentLabel {
    label: String,
    #[serde(rename = "type")]
    kind: PublisherType,
}

/// Where a publisher has moved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedPublisher {
    /// The domain it has now.
    pub to: String,
    /// When it moved, as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: String,
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

impl SourceTable {
    /// Reads and checks a table; groups of `base` may be named too.
    pub(super) fn read(text: &str, base: Option<&Self>) -> Result<Self, SourceTableError> {
        let written =
            toml::from_str(text).map_err(|fault| SourceTableError::Form(Box::new(fault)))?;
        Self::new(written, base)
    }

    /// Reads the table that is part of the program; `None` where it has a mistake.
    pub(super) fn from_json(text: &str) -> Option<Self> {
        Self::new(serde_json::from_str(text).ok()?, None).ok()
    }

    fn new(written: SourceTableFile, base: Option<&Self>) -> Result<Self, SourceTableError> {
        let mut layer = Self {
            rows: written.sources,
            names: FxHashMap::default(),
            moved: FxHashMap::default(),
            groups: FxHashMap::default(),
            suffixes: FxHashMap::default(),
            country_suffixes: FxHashMap::default(),
            labels: written.labels.into_iter().map(|row| (row.label, row.kind)).collect(),
            depth: LabelDepth::default(),
        };
        layer.take_groups(written.groups, base)?;
        for rule in written.suffixes {
            layer.check_group(&rule.suffix, rule.group.as_deref())?;
            let (suffixes, suffix) = match rule.suffix.strip_suffix(".*") {
                Some(above) => (&mut layer.country_suffixes, above.to_owned()),
                None => (&mut layer.suffixes, rule.suffix.clone()),
            };
            suffixes.insert(suffix, rule);
        }
        layer.take_names()?;
        layer.check_owners()?;
        layer.depth = LabelDepth {
            names: layer.names.keys().map(|name| label_count(name)).max().unwrap_or_default(),
            suffixes: layer
                .suffix_rules()
                .map(|rule| label_count(&rule.suffix))
                .max()
                .unwrap_or_default(),
        };
        Ok(layer)
    }

    fn take_groups(
        &mut self,
        groups: Vec<OwnerGroup>,
        base: Option<&Self>,
    ) -> Result<(), SourceTableError> {
        for group in groups {
            let fault = |fault: &str| SourceTableError::Row {
                row: group.id.clone(),
                fault: fault.to_owned(),
            };
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

    fn take_names(&mut self) -> Result<(), SourceTableError> {
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
                let moved = MovedPublisher { to: row.name().to_owned(), date: from.date.clone() };
                self.moved.insert(from.domain.clone(), moved);
            }
        }
        Ok(())
    }

    fn check_group(&self, row: &str, group: Option<&str>) -> Result<(), SourceTableError> {
        match group.filter(|id| !self.groups.contains_key(*id)) {
            None => Ok(()),
            Some(id) => Err(SourceTableError::Row {
                row: row.to_owned(),
                fault: format!("group {id} is not defined; add it to groups"),
            }),
        }
    }

    /// One owner is in one group, whichever row says so.
    fn check_owners(&self) -> Result<(), SourceTableError> {
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
    pub(super) fn site(&self, name: &str) -> Option<&SourceRow> {
        self.row(name).filter(|row| row.is_site())
    }

    /// The rows of a host and of the names above it down to the domain, the most specific first.
    pub(super) fn rows_of(&self, host: &str, domain: &str) -> impl Iterator<Item = &SourceRow> {
        let least = domain.len().min(host.len());
        let names =
            host_and_parents(host, self.depth.names).take_while(move |name| name.len() >= least);
        names.filter_map(|name| self.row(name))
    }

    /// The row of a site, host or domain.
    fn row(&self, name: &str) -> Option<&SourceRow> {
        self.names.get(name).map(|at| &self.rows[*at])
    }

    /// Where the publisher of a host has gone.
    pub(super) fn moved(&self, host: &str) -> Option<&MovedPublisher> {
        let least = registrable(host).len().min(host.len());
        let mut names =
            host_and_parents(host, self.depth.names).take_while(|name| name.len() >= least);
        names.find_map(|name| self.moved.get(name))
    }

    /// The rule for the longest suffix of a host that has one.
    pub(super) fn suffix(&self, host: &str) -> Option<&SuffixRule> {
        host_and_parents(host, self.depth.suffixes).find_map(|name| {
            let any_country = || {
                let (above, last) = name.rsplit_once('.')?;
                self.country_suffixes.get(above).filter(|_| country_of_label(last).is_some())
            };
            self.suffixes.get(name).or_else(any_country)
        })
    }

    fn suffix_rules(&self) -> impl Iterator<Item = &SuffixRule> {
        self.suffixes.values().chain(self.country_suffixes.values())
    }

    /// The type that the first label of a government's domain stands for.
    pub(super) fn label(&self, label: &str) -> Option<PublisherType> {
        self.labels.get(label).copied()
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }
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
        let layer = SourceTable::read(table, None).unwrap();
        assert_eq!((layer.depth.names, layer.depth.suffixes), (4, 2));
        let host = "a.".repeat(100_000) + "www.a.example.com";
        assert_eq!(host_and_parents(&host, layer.depth.names).count(), 4);
        assert_eq!(layer.rows_of(&host, "example.com").count(), 1);
        let suffix = layer.suffix(&("a.".repeat(100_000) + "gov.fr"));
        assert!(suffix.is_some_and(|rule| rule.kind == PublisherType::Government));
    }
}
