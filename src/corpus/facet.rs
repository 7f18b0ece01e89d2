//! The columns that citations can be counted by.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::Link;
use crate::source::{PublisherType, Source, Sources, UNKNOWN, path_of};

/// A column that citations can be counted by.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Facet {
    /// Registrable domain.
    Domain,
    /// The account or blog on a platform, or the domain if it is not a platform.
    Site,
    /// Host.
    Host,
    /// The cited work, or the key of the URL if it shows no work.
    Work,
    /// The owner of the source, or the site if the owner is not known.
    Owner,
    /// The group of the owner, or the site if the owner is not known.
    Group,
    /// Type of publisher.
    Type,
    /// Country of the publisher.
    Country,
    /// Main language of the publisher.
    Language,
}

impl Facet {
    /// Every facet, in the order of the documentation.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The word used in JSON and on the command line.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The value of this column for a link. Never missing, so that counts add up for any JSONL:
    /// a field that a citation lacks falls back to the nearest one, in the end to what is written.
    ///
    /// If the owner or the group is not known, the value is the site; if the type, the country or the language is not
    /// known, it is [`UNKNOWN`].
    pub fn value<'a>(self, link: &'a Link, sources: &'a Sources) -> &'a str {
        match self {
            Self::Domain | Self::Site | Self::Host | Self::Work => self.link_value(link),
            _ => self.address_value(Address::of_link(link), sources),
        }
    }

    /// The value of this column for a cited URL, as for a link that leads there.
    pub fn address_value<'a>(self, address: Address<'a>, sources: &'a Sources) -> &'a str {
        let source = || address.source(sources);
        let (column, unknown) = match self {
            Self::Domain => (None, address.domain),
            Self::Site => (None, address.site),
            Self::Host => (None, address.host),
            Self::Work => (None, address.work),
            Self::Owner => (source().owner, address.site),
            Self::Group => (source().group, address.site),
            Self::Type => (source().kind.map(PublisherType::name), UNKNOWN),
            Self::Country => (source().country, UNKNOWN),
            Self::Language => (source().language, UNKNOWN),
        };
        column.unwrap_or(unknown)
    }

    /// The value of this column where nothing is known about sources; for the columns of the link
    /// itself that is the value.
    pub fn link_value(self, link: &Link) -> &str {
        let domain = link.domain().or(link.host());
        let column = match self {
            Self::Domain => domain,
            Self::Site | Self::Owner | Self::Group => link.site().or(domain),
            Self::Type | Self::Country | Self::Language => Some(UNKNOWN),
            Self::Host => link.host().or(domain),
            Self::Work => link.work(),
        };
        column.unwrap_or_else(|| key(link))
    }
}

/// The columns of a cited URL by which citations are counted. None is missing: a column that a link lacks has the value
/// of the nearest one, as [`Facet::link_value`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address<'a> {
    /// Identity for comparing.
    pub key: &'a str,
    /// The cited work; the key where none is known.
    pub work: &'a str,
    /// Host.
    pub host: &'a str,
    /// Registrable domain.
    pub domain: &'a str,
    /// The account or blog on a platform; otherwise the domain.
    pub site: &'a str,
}

impl<'a> Address<'a> {
    /// The columns of a link.
    pub fn of_link(link: &'a Link) -> Self {
        Self {
            key: key(link),
            work: Facet::Work.link_value(link),
            host: Facet::Host.link_value(link),
            domain: Facet::Domain.link_value(link),
            site: Facet::Site.link_value(link),
        }
    }

    /// What is known about who stands behind it.
    pub fn source(self, sources: &'a Sources) -> Source<'a> {
        if self.domain == DOI_RESOLVER
            && let Some(doi) = self.work.strip_prefix("doi:")
        {
            return sources.registrant(doi);
        }
        sources.lookup(self.host, self.domain, self.site, path_of(self.key))
    }
}

/// What is known about who stands behind a cited address.
pub fn source<'a>(link: &'a Link, sources: &'a Sources) -> Source<'a> {
    Address::of_link(link).source(sources)
}

/// The domain of the resolver of DOIs.
const DOI_RESOLVER: &str = "doi.org";

/// Whether a link goes to the resolver of DOIs, under any of its hosts.
pub(crate) fn is_doi_resolver(link: &Link) -> bool {
    Facet::Domain.link_value(link) == DOI_RESOLVER
}

/// The identity of a cited URL.
pub fn key(link: &Link) -> &str {
    link.key().or(link.opened()).or(link.resolved.as_deref()).unwrap_or(&link.written)
}
