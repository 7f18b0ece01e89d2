//! What a graph is made of: which things are nodes, what joins them, and what an edge weighs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::DateSpan;
use crate::corpus::Selection;
use crate::source::{Aliases, Sources};

/// Pairs of nodes that a projection may count, unless another bound is asked for. At 56 bytes a distinct pair
/// at most, from the first count to the last line of a file, a run stays well below a gigabyte.
pub const MAX_PAIRS: u64 = 10_000_000;

/// What connects two nodes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
// `--help` shows the first line about a member, or its message, here and in the other sets with messages.
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum View {
    /// An article cites a thing, such as a domain.
    Bipartite,
    /// The site that published the article cites another site; --level applies to both.
    #[default]
    Source,
    /// Two things are cited by the same article.
    Cocitation,
    /// Two articles cite the same thing.
    Coupling,
    /// An article links to another article of the corpus.
    Internal,
    /// Articles with a tag cite a thing.
    Tag,
    /// Articles by an author cite a thing.
    Author,
}

impl View {
    /// Every view, in the order of the documentation.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The word used in JSON and on the command line.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether an edge has a citing and a cited end; the two projections have none.
    pub fn is_directed(self) -> bool {
        !matches!(self, Self::Cocitation | Self::Coupling)
    }

    /// The level that things have unless another is asked for: links inside lead to articles, and
    /// articles that share a domain as large as a video platform share nothing.
    pub fn level(self) -> Level {
        match self {
            Self::Internal => Level::Article,
            Self::Coupling => Level::Work,
            _ => Level::Domain,
        }
    }
}

/// What a cited thing is. In [`View::Source`] what articles are published at is one too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum Level {
    /// An article of the corpus, identified by its address (origin).
    /// Links that lead elsewhere are left out.
    Article,
    /// A URL; addresses that differ only in tracking or similar parts are one node.
    Url,
    /// A document with an identifier in its URL, such as a DOI; otherwise the URL itself.
    Work,
    /// A host.
    // `--help` shows the word alone.
    #[strum(message = "")]
    Host,
    /// A registrable domain.
    #[default]
    Domain,
    /// An account or blog on a platform, or the domain if it is not a platform.
    Site,
    /// The group of the owner, or the site if no owner is known.
    Group,
}

impl Level {
    /// Every level, the finest first.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The word used in JSON and on the command line.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Several of them, in a sentence.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Article => "articles",
            Self::Url => "URLs",
            Self::Work => "works",
            Self::Host => "hosts",
            Self::Domain => "domains",
            Self::Site => "sites",
            Self::Group => "owner groups",
        }
    }
}

/// What the weight of an edge is. In the views `cocitation` and `coupling`, an edge means that two nodes share
/// something, and the weights count what they share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum Weight {
    /// The articles that cite; an article with ten links counts once. If nodes share something: the articles that cite
    /// both, or the things that both cite.
    #[strum(message = "Citing articles")]
    #[default]
    Articles,
    /// The citations. In the view `cocitation`, each article that cites both nodes adds the number of its citations of
    /// one node times the number of its citations of the other; in the view `coupling`, each thing that both nodes
    /// cite adds the number of citations by one node times the number by the other.
    #[strum(message = "Citations")]
    Citations,
    /// The distinct keys that are cited. In the view `cocitation`, each article that cites both nodes adds the number
    /// of its distinct keys of one node times the number of its distinct keys of the other; in the view `coupling`,
    /// each thing that both nodes cite adds the number of its distinct keys that one node cites times the number that
    /// the other cites.
    #[strum(message = "Distinct URLs")]
    Keys,
    /// Each article has weight 1, divided equally among its citations. If nodes share something: what `k` nodes share
    /// adds 1/(k - 1) to each pair of them (Newman 2001).
    #[strum(message = "Each article has weight 1, divided equally among its citations")]
    Fractional,
}

impl Weight {
    /// Every weight, in the order of the documentation.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The word used in JSON and on the command line.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What a graph is built by.
#[derive(Debug, Clone)]
pub struct GraphPlan<'a> {
    /// What connects two nodes.
    pub view: View,
    /// What the cited things are.
    pub level: Level,
    /// Which citations count.
    pub selection: &'a Selection,
    /// Who stands behind an address, for groups and for what is known of nodes.
    pub sources: &'a Sources,
    /// Names that stand for one thing: nodes of such names are one.
    pub aliases: Option<&'a Aliases>,
    /// When the articles were published.
    pub span: DateSpan,
    /// How many pairs a projection may count.
    pub max_pairs: u64,
    /// What joins more nodes than this is left out of a projection.
    pub max_list_nodes: usize,
}

impl<'a> GraphPlan<'a> {
    /// The view at its own level, of all articles, with the usual bounds.
    pub fn new(view: View, selection: &'a Selection, sources: &'a Sources) -> Self {
        Self {
            view,
            level: view.level(),
            selection,
            sources,
            aliases: None,
            span: DateSpan::default(),
            max_pairs: MAX_PAIRS,
            max_list_nodes: usize::MAX,
        }
    }
}
