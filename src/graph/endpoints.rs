//! Which nodes a citation joins: the names of its citing and cited ends.

use rustc_hash::FxHashMap;
use url::Url;

use super::article_origins::ArticleOrigins;
use super::node::{Node, NodeKind};
use super::{GraphPlan, Level, NO_AUTHOR, NO_ORIGIN, NO_TAG, View, origin_domain};
use crate::corpus::table::{ArticleRecord, CitationRef, CitationTable};
use crate::corpus::{Address, Facet};
use crate::domain::registrable;
use crate::link::cite;
use crate::source::{SourceFacts, Sources, path_of};

/// What a node is known by. The order of the fields is the order of nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NodeKey<'a> {
    pub(super) kind: NodeKind,
    /// The article that it is; 0 for anything else.
    article: usize,
    /// Its name; empty for an article.
    pub(super) name: &'a str,
}

impl<'a> NodeKey<'a> {
    /// The node of an article, by its index in the corpus.
    pub(super) fn from_article(article: usize) -> Self {
        Self { kind: NodeKind::Article, article, name: "" }
    }

    fn from_name(kind: NodeKind, name: &'a str) -> Self {
        Self { kind, article: 0, name }
    }

    /// The key of a node of a finished graph.
    pub(super) fn from_node(node: &'a Node) -> Self {
        match node.article {
            Some(article) => Self::from_article(article),
            None => Self::from_name(node.kind, &node.name),
        }
    }

    /// The index of the article that the node is.
    pub(super) fn article(self) -> Option<usize> {
        (self.kind == NodeKind::Article).then_some(self.article)
    }
}

/// The names that one corpus gives to the ends of its citations.
pub(super) struct EndpointNames<'a> {
    plan: &'a GraphPlan<'a>,
    /// What every article is published at, by the level; empty where the view does not ask.
    origins: ArticleOrigins,
    /// Every article by the key of its origin, the first of several; empty but at article level.
    articles: FxHashMap<String, usize>,
}

impl<'a> EndpointNames<'a> {
    pub(super) fn new(table: &CitationTable, plan: &'a GraphPlan<'a>) -> Self {
        let asks = plan.view == View::Source && plan.level != Level::Article;
        let of = |article: &ArticleRecord| origin(article, plan.level, plan.sources);
        let origins = if asks { ArticleOrigins::new(table, of) } else { ArticleOrigins::default() };
        let mut articles = FxHashMap::default();
        if plan.level == Level::Article {
            for (at, article) in table.articles().iter().enumerate() {
                if let Some(key) = origin(article, Level::Url, plan.sources) {
                    articles.entry(key).or_insert(at);
                }
            }
        }
        Self { plan, origins, articles }
    }

    /// The nodes that cite for an article; never none.
    pub(super) fn citing<'n>(&'n self, at: usize, article: &'n ArticleRecord) -> Vec<NodeKey<'n>> {
        let listed = |kind, mut names: Vec<&'n str>, none| {
            names.iter_mut().for_each(|name| *name = name.trim());
            names.retain(|name| !name.is_empty());
            names.sort_unstable();
            names.dedup();
            match names.is_empty() {
                true => vec![NodeKey::from_name(NodeKind::Unknown, none)],
                false => names.into_iter().map(|name| NodeKey::from_name(kind, name)).collect(),
            }
        };
        match self.plan.view {
            View::Tag => listed(NodeKind::Tag, article.tags().collect(), NO_TAG),
            View::Author => listed(NodeKind::Author, article.authors().collect(), NO_AUTHOR),
            View::Source if self.plan.level != Level::Article => match self.origins.name(at) {
                Some(name) => vec![NodeKey::from_name(self.plan.level.into(), self.named(name))],
                None => vec![NodeKey::from_name(NodeKind::Unknown, NO_ORIGIN)],
            },
            _ => vec![NodeKey::from_article(at)],
        }
    }

    /// Whether a link counts. In the view of links inside, those of the own site do too.
    pub(super) fn selects(&self, link: CitationRef<'_>) -> bool {
        (link.is_citation() || self.plan.view == View::Internal)
            && self.plan.selection.selects(link.place(), link.syntax())
    }

    /// The name that stands for a thing.
    fn named<'n>(&'n self, name: &'n str) -> &'n str {
        self.plan.aliases.map_or(name, |aliases| aliases.name(name))
    }

    /// The node of a cited URL; `None` for one that leads to no article of the table.
    pub(super) fn end<'n>(&'n self, address: Address<'n>) -> Option<NodeKey<'n>> {
        let name = match self.plan.level {
            Level::Article => {
                return self.articles.get(address.key).copied().map(NodeKey::from_article);
            }
            Level::Url => address.key,
            Level::Work => address.work,
            Level::Host => address.host,
            Level::Domain => address.domain,
            Level::Site => address.site,
            Level::Group => Facet::Group.address_value(address, self.plan.sources),
        };
        Some(NodeKey::from_name(self.plan.level.into(), self.named(name)))
    }
}

/// What an article is published at; `None` without an origin that can be read.
fn origin(article: &ArticleRecord, level: Level, sources: &Sources) -> Option<String> {
    if level == Level::Domain {
        return origin_domain(article.origin());
    }
    let cited = cite(&Url::parse(article.origin()?).ok()?);
    if cited.host.is_empty() {
        return None;
    }
    Some(match level {
        Level::Article | Level::Url => cited.key,
        Level::Work => cited.work.unwrap_or(cited.key),
        Level::Host => cited.host,
        Level::Domain => cited.domain,
        Level::Site => cited.site,
        Level::Group => {
            let path = path_of(&cited.key);
            let source = sources.lookup(&cited.host, &cited.domain, &cited.site, path);
            source.group.unwrap_or(&cited.site).to_owned()
        }
    })
}

/// What is known of who stands behind a node, and the domain that it lies in. `cited` is the first URL by which it is
/// cited; a node that is not cited is judged by its name.
pub(super) fn node_facts(
    kind: NodeKind,
    name: &str,
    cited: Option<Address<'_>>,
    sources: &Sources,
) -> (Option<Box<SourceFacts>>, Option<String>) {
    let host = name.split('/').next().unwrap_or(name);
    let domain = registrable(host);
    let by_name = |site: &str| SourceFacts::from(sources.lookup(host, domain, site, ""));
    let by_link = || cited.map(|address| SourceFacts::from(address.source(sources)));
    let (facts, domain) = match kind {
        NodeKind::Domain => (sources.lookup_domain(name).into(), None),
        NodeKind::Host => (by_name(domain), Some(domain.to_owned())),
        NodeKind::Site => (by_name(name), Some(domain.to_owned())),
        NodeKind::Url | NodeKind::Work => {
            let domain = cited.map(|address| address.domain.to_owned());
            (by_link().unwrap_or_default(), domain)
        }
        NodeKind::Group => {
            let known = by_link().and_then(|facts| facts.owner_group);
            let owner_group = known.filter(|group| group == name);
            (SourceFacts { owner_group, ..SourceFacts::default() }, None)
        }
        NodeKind::Article | NodeKind::Tag | NodeKind::Author | NodeKind::Unknown => {
            return (None, None);
        }
    };
    (Some(Box::new(facts)), domain)
}
