//! Nodes: what they stand for, how they are cited, and how they cite.

use serde::{Deserialize, Serialize};

use super::Level;
use super::date_text::DateText;
use crate::source::SourceFacts;

/// What a node stands for. The order is the order of nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum NodeKind {
    /// An article.
    Article,
    /// A tag of articles.
    Tag,
    /// An author of articles.
    Author,
    /// The key of a URL.
    Url,
    /// A work.
    Work,
    /// A host.
    Host,
    /// A registrable domain, citing or cited.
    Domain,
    /// A site on a platform, or a domain.
    Site,
    /// A group of owners.
    Group,
    /// All articles without an origin, a tag or an author.
    Unknown,
}

impl NodeKind {
    /// The word used in files.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl From<Level> for NodeKind {
    fn from(level: Level) -> Self {
        match level {
            Level::Article => Self::Article,
            Level::Url => Self::Url,
            Level::Work => Self::Work,
            Level::Host => Self::Host,
            Level::Domain => Self::Domain,
            Level::Site => Self::Site,
            Level::Group => Self::Group,
        }
    }
}

/// A node.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it stands for.
    pub kind: NodeKind,
    /// The thing's own name; of an article its input (and part).
    pub name: String,
    /// Its number in the table, for an article.
    pub article: Option<usize>,
    /// How a source is cited.
    pub cited: Tally,
    /// How it cites.
    pub citing: Tally,
    /// In a projection: the articles that cite it, or the things that it cites; else 0.
    pub lists: u64,
    /// The registrable domain that contains it; `None` for what lies in none.
    pub domain: Option<String>,
    /// What is known of who stands behind it; nothing of articles, tags and authors.
    pub facts: Option<Box<SourceFacts>>,
}

/// Numbers of some citations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Citations.
    pub citations: u64,
    /// Articles that hold them.
    pub articles: u64,
    /// Distinct keys.
    pub keys: u64,
    /// Distinct works; if no work is known, the key counts as the work.
    pub works: u64,
    /// Distinct hosts.
    pub hosts: u64,
    /// Distinct sites.
    pub sites: u64,
    /// Date of the earliest of the articles, as precise as it says; `None` where none has a date.
    pub first: Option<DateText>,
    /// Date of the latest of the articles.
    pub last: Option<DateText>,
}
