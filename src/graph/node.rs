//! Nodes: what they stand for, how they are cited, and how they cite.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::{Level, date};
use crate::article::Link;
use crate::corpus::{Corpus, Facet, key};
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
    /// Index in [`Corpus::articles`], for an article.
    pub article: Option<usize>,
    /// How it is cited.
    pub cited: Tally,
    /// How it cites.
    pub citing: Tally,
    /// In a projection: the articles that cite it, or the things that it cites; else 0.
    pub lists: u64,
    /// The registrable domain that contains it; `None` for what lies in none.
    pub domain: Option<String>,
    /// What is known of who stands behind it.
    pub facts: SourceFacts,
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
    /// Distinct works, a key standing for itself where no work is known.
    pub works: u64,
    /// Distinct hosts.
    pub hosts: u64,
    /// Distinct sites.
    pub sites: u64,
    /// Date of the earliest of the articles, as precise as it says; `None` where none has a date.
    pub first: Option<String>,
    /// Date of the latest of the articles.
    pub last: Option<String>,
}

/// What a [`Tally`] is made from.
#[derive(Debug, Default)]
pub(super) struct TallyBuilder<'a> {
    citations: u64,
    articles: Vec<usize>,
    keys: FxHashSet<&'a str>,
    works: FxHashSet<&'a str>,
    hosts: FxHashSet<&'a str>,
    sites: FxHashSet<&'a str>,
}

impl<'a> TallyBuilder<'a> {
    /// Articles come in corpus order, so the same article can only repeat at the end.
    pub(super) fn add(&mut self, article: usize, link: &'a Link) {
        self.citations += 1;
        if self.articles.last() != Some(&article) {
            self.articles.push(article);
        }
        self.keys.insert(key(link));
        self.works.insert(Facet::Work.link_value(link));
        self.hosts.insert(Facet::Host.link_value(link));
        self.sites.insert(Facet::Site.link_value(link));
    }

    pub(super) fn tally(self, corpus: &Corpus) -> Tally {
        let (first, last) = dates(corpus, &self.articles);
        Tally {
            citations: self.citations,
            articles: self.articles.len() as u64,
            keys: self.keys.len() as u64,
            works: self.works.len() as u64,
            hosts: self.hosts.len() as u64,
            sites: self.sites.len() as u64,
            first,
            last,
        }
    }
}

/// The earliest and the latest date of some articles, as stated.
pub(super) fn dates(corpus: &Corpus, articles: &[usize]) -> (Option<String>, Option<String>) {
    let stated = articles.iter().filter_map(|at| corpus.articles[*at].published.as_deref());
    date::range(stated)
}
