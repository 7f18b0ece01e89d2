//! Who stands behind an address: owner, owner group, type of publisher, country and language.
//!
//! A [`Source`] is a fact with its evidence, never a verdict about reliability. Facts come from the
//! table `data/sources.toml`, from rules about suffixes in it, and from a table of the user's, which
//! wins. What no row says stays unknown.

mod alias;
mod country;
mod error;
mod facts;
mod host_names;
mod kind;
mod page;
mod registrant;
mod row;
mod table;

use std::sync::{Arc, LazyLock};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{bare, registrable};

pub use alias::{AliasError, Aliases};
pub use error::SourceTableError;
pub use facts::SourceFacts;
pub use kind::{PageKind, PublisherType};
pub(crate) use page::is_locale;
pub use page::page_kind;
pub use registrant::domains_of_prefix;
pub use table::MovedPublisher;

use row::SourceRow;
use table::SourceTable;

/// The table that is part of the program: `data/sources.toml`, which the build writes as JSON.
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/sources.json"));

/// What a facet says where nobody knows.
pub const UNKNOWN: &str = "unknown";

/// Who stands behind an address, as far as it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Source<'a> {
    /// The owner's name. `None` also on a platform, whose owner does not write its pages.
    pub owner: Option<&'a str>,
    /// Name of the group that the owner belongs to, which may be known alone (`.mil`); an owner without
    /// one is its own group.
    pub group: Option<&'a str>,
    /// Type of publisher.
    #[serde(rename = "type")]
    pub kind: Option<PublisherType>,
    /// ISO 3166 alpha-2, or `INT`.
    pub country: Option<&'a str>,
    /// BCP 47, the main language.
    pub language: Option<&'a str>,
    /// The owner of the platform that carries the page, where it is one.
    pub platform: Option<&'a str>,
    /// What the most specific row rests on.
    pub evidence: Option<Evidence>,
    /// When somebody last checked the facts: `YYYY-MM-DD`, or `never`.
    pub checked: Option<&'a str>,
}

/// The evidence for a fact about a source.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Evidence {
    /// A suffix that is given only to such publishers (`.gov`, `.ac.uk`).
    Suffix,
    /// The name of the host (`parliament.…`, `china-embassy.…`).
    HostName,
    /// Common knowledge about a well-known publisher.
    CommonKnowledge,
    /// The user's own table.
    User,
}

impl Evidence {
    /// The word used in JSON and reports.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A source while it is looked up, from the most specific row to the least.
#[derive(Default)]
struct SourceLookup<'a> {
    source: Source<'a>,
    /// A platform carries the page: what is known about the platform says nothing about its author.
    carried: bool,
    /// A host of this layer has a type of its own, so a platform above it is only its owner.
    apart: bool,
}

impl<'a> SourceLookup<'a> {
    /// Fills what is not known yet from a row.
    fn fill(&mut self, row: &'a SourceRow, layer: &'a SourceTable, path: &str) {
        let kind = row.kind_at(path);
        self.enter(kind, row.owner.as_deref(), row.is_site());
        self.own(row.owner.as_deref(), row.group.as_deref(), layer);
        let source = &mut self.source;
        source.kind = source.kind.or(kind);
        if !self.carried {
            source.country = source.country.or(row.country.as_deref());
            source.language = source.language.or(row.language.as_deref());
        }
        if source.evidence.is_none() {
            source.evidence = Some(row.evidence);
            source.checked = Some(&row.checked);
        }
    }

    /// Fills what is not known yet from rules about suffixes and labels.
    fn fill_by_suffix(&mut self, layer: &'a SourceTable, host: &'a str) {
        let Some(rule) = layer.suffix(host) else { return };
        self.enter(Some(rule.kind), rule.owner.as_deref(), false);
        self.own(rule.owner.as_deref(), rule.group.as_deref(), layer);
        let source = &mut self.source;
        let label = registrable(host).split('.').next().unwrap_or_default();
        let by_label = layer.label(label).filter(|_| rule.kind == PublisherType::Government);
        source.kind = source.kind.or(by_label).or(Some(rule.kind));
        if !self.carried {
            source.country = source.country.or_else(|| rule.country_of(host));
        }
        if source.evidence.is_none() {
            let by_name = by_label.map(|_| Evidence::HostName);
            source.evidence = by_name.or(Some(Evidence::Suffix));
            source.checked = Some(&rule.checked);
        }
    }

    /// Notes a platform. The row of an account is none, whatever type it gives.
    fn enter(&mut self, kind: Option<PublisherType>, owner: Option<&'a str>, is_site: bool) {
        let Some(kind) = kind.filter(|_| !is_site && !self.apart) else { return };
        if kind.is_platform() {
            self.carried = true;
            self.source.platform = self.source.platform.or(owner);
        }
        self.apart = !kind.is_platform();
    }

    /// Notes the owner and his group.
    fn own(&mut self, owner: Option<&'a str>, group: Option<&'a str>, layer: &'a SourceTable) {
        if !self.carried && self.source.group.is_none() {
            self.source.owner = owner;
            self.source.group = group.map(|id| layer.group(id)).or(owner);
        }
    }
}

/// The tables that sources are looked up in. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Sources {
    /// The most specific first: the user's own, then ours.
    layers: Vec<Arc<SourceTable>>,
}

impl Default for Sources {
    /// The table that is part of the program.
    fn default() -> Self {
        static OURS: LazyLock<Arc<SourceTable>> = LazyLock::new(|| {
            Arc::new(SourceTable::from_json(TABLE).expect("data/sources.toml is held by a test"))
        });
        Self { layers: vec![Arc::clone(&OURS)] }
    }
}

impl Sources {
    /// No table at all: everything is unknown.
    pub fn none() -> Self {
        Self { layers: Vec::new() }
    }

    /// Puts a table of the user's before all others. What its rows leave open is filled from ours.
    ///
    /// The form is that of `data/sources.toml`; `evidence` is `user` and `checked` is `never` where a
    /// row says nothing, and groups of our table may be named.
    ///
    /// ```
    /// use citegraph::source::Sources;
    /// let ours = Sources::default();
    /// let table = r#"sources = [{ domain = "example.com", owner = "Ann", type = "newsletter" }]"#;
    /// let sources = ours.overlay(table)?;
    /// let source = sources.lookup("www.example.com", "example.com", "example.com", "/");
    /// assert_eq!((source.owner, source.group), (Some("Ann"), Some("Ann")));
    /// # Ok::<_, citegraph::source::SourceTableError>(())
    /// ```
    pub fn overlay(&self, table: &str) -> Result<Self, SourceTableError> {
        let base = self.layers.first().map(AsRef::as_ref);
        let mut layers = vec![Arc::new(SourceTable::read(table, base)?)];
        layers.extend(self.layers.iter().cloned());
        Ok(Self { layers })
    }

    /// Returns what is known about who stands behind an address.
    ///
    /// `host`, `domain` and `site` are those of the cited URL, as in the table of citations; `path`
    /// stays percent-encoded. The site's row counts first, then the host's, then those of the names
    /// above it down to the registrable domain, then the suffix.
    ///
    /// ```
    /// use citegraph::source::{PublisherType, Sources};
    /// let sources = Sources::default();
    /// let source = sources.lookup("www.wsj.com", "wsj.com", "wsj.com", "/articles/x");
    /// assert_eq!(source.group, Some("News Corp"));
    /// let source = sources.lookup("medium.com", "medium.com", "medium.com/@ann", "/@ann/x");
    /// assert_eq!((source.kind, source.owner), (Some(PublisherType::Hosting), None));
    /// ```
    pub fn lookup<'a>(&'a self, host: &'a str, domain: &str, site: &str, path: &str) -> Source<'a> {
        let host = bare(host);
        let mut found = SourceLookup::default();
        for layer in &self.layers {
            found.apart = false;
            for row in layer.site(site).into_iter().chain(layer.rows_of(host, domain)) {
                found.fill(row, layer, path);
            }
            found.fill_by_suffix(layer, host);
        }
        found.source
    }

    /// Returns what is known of a domain as such; hosts, sites and paths in it may have rows of their own.
    pub fn lookup_domain<'a>(&'a self, domain: &'a str) -> Source<'a> {
        self.lookup(domain, domain, domain, "")
    }

    /// Returns what is known about the publisher that registered a DOI (`10.1038/x`): the resolver itself
    /// publishes nothing.
    pub fn registrant(&self, doi: &str) -> Source<'_> {
        let prefix = doi.split('/').next().unwrap_or_default();
        let first = domains_of_prefix(prefix).and_then(|mut domains| domains.next());
        first.map(|domain| self.lookup(domain, domain, domain, "/")).unwrap_or_default()
    }

    /// Returns the kind of a page, by the path rules of its row and then by those for all hosts.
    pub fn page_kind(&self, host: &str, domain: &str, path: &str) -> Option<PageKind> {
        let host = bare(host);
        let own = self
            .layers
            .iter()
            .find_map(|layer| layer.rows_of(host, domain).find_map(|row| row.page_kind_at(path)));
        own.or_else(|| page_kind(path))
    }

    /// Returns where a publisher has moved to from the domain of a host; `None` where it has not.
    pub fn moved(&self, host: &str) -> Option<&MovedPublisher> {
        let host = bare(host);
        self.layers.iter().find_map(|layer| layer.moved(host))
    }

    /// The rows of all tables, each list in its own order.
    pub fn len(&self) -> usize {
        self.layers.iter().map(|layer| layer.len()).sum()
    }

    /// Whether there is no row at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Returns the path of a URL or key; empty where it has none.
pub fn path_of(url: &str) -> &str {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    let path = after.find('/').map_or("", |at| &after[at..]);
    path.split(['?', '#']).next().unwrap_or_default()
}
