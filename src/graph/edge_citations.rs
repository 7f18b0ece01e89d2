//! The citations behind a graph: which links of which articles join its nodes.

use std::collections::{BTreeMap, BTreeSet};

use super::endpoints::{EndpointNames, NodeKey};
use super::{Graph, GraphPlan, View};
use crate::article::Link;
use crate::corpus::Corpus;

/// A citation with the nodes of a graph that it joins.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeCitation<'a> {
    /// The index of its article in the corpus.
    pub article: usize,
    /// The link.
    pub link: &'a Link,
    /// The nodes that cite; none in co-citation.
    pub citing: Vec<usize>,
    /// The node that is cited; `None` in coupling.
    pub cited: Option<usize>,
    /// In a projection, the number of what joins nodes: two nodes are joined by the lists that both are in. 0
    /// where edges have a direction.
    pub list: usize,
}

/// A citation by the names of its ends.
struct NamedCitation<'n, 'a> {
    article: usize,
    link: &'a Link,
    citing: Vec<NodeKey<'n>>,
    cited: NodeKey<'n>,
}

impl<'n> NamedCitation<'n, '_> {
    /// What joins nodes in a projection, and the node.
    fn list_and_node(&self, view: View) -> (NodeKey<'n>, NodeKey<'n>) {
        let article = NodeKey::from_article(self.article);
        if view == View::Coupling { (self.cited, article) } else { (article, self.cited) }
    }
}

impl Graph {
    /// The citations that join the nodes of this graph, in the order of the corpus. The corpus and the plan must be
    /// those that the graph was built from; nodes and edges may have been dropped since.
    pub fn citations<'a>(&self, corpus: &'a Corpus, plan: &GraphPlan<'_>) -> Vec<EdgeCitation<'a>> {
        let names = EndpointNames::new(corpus, plan);
        let mut named = Vec::new();
        for (at, article) in plan.articles(corpus) {
            let citing = names.citing(at, article);
            let links = names.cited(article).into_iter();
            named.extend(links.filter_map(|(cited, link)| {
                Some(NamedCitation { article: at, link, citing: citing.clone(), cited: cited? })
            }));
        }
        let nodes = self.keys();
        match self.view.is_directed() {
            true => self.directed_citations(&named, &nodes),
            false => self.listed_citations(&named, &nodes, plan.max_list_nodes),
        }
    }

    /// The places of nodes by what they are known by.
    fn keys(&self) -> BTreeMap<NodeKey<'_>, usize> {
        let nodes = self.graph.raw_nodes().iter();
        nodes.map(|node| NodeKey::from_node(&node.weight)).zip(0..).collect()
    }

    fn directed_citations<'a>(
        &self,
        named: &[NamedCitation<'_, 'a>],
        nodes: &BTreeMap<NodeKey<'_>, usize>,
    ) -> Vec<EdgeCitation<'a>> {
        let citation = |one: &NamedCitation<'_, 'a>| {
            let cited = *nodes.get(&one.cited)?;
            let citing = one.citing.iter().filter_map(|key| nodes.get(key).copied());
            let citing: Vec<usize> =
                citing.filter(|citing| self.find_edge([*citing, cited]).is_some()).collect();
            let is_joined = !citing.is_empty();
            is_joined.then_some(EdgeCitation {
                article: one.article,
                link: one.link,
                citing,
                cited: Some(cited),
                list: 0,
            })
        };
        named.iter().filter_map(citation).collect()
    }

    fn listed_citations<'a>(
        &self,
        named: &[NamedCitation<'_, 'a>],
        nodes: &BTreeMap<NodeKey<'_>, usize>,
        max_list_nodes: usize,
    ) -> Vec<EdgeCitation<'a>> {
        let is_coupling = self.view == View::Coupling;
        let mut members: BTreeMap<_, BTreeSet<NodeKey<'_>>> = BTreeMap::new();
        for one in named {
            let (list, node) = one.list_and_node(self.view);
            members.entry(list).or_default().insert(node);
        }
        let numbers = members.into_iter().zip(0..);
        let lists: BTreeMap<_, _> = numbers
            .filter(|((_, members), _)| members.len() <= max_list_nodes)
            .map(|((list, _), number)| (list, number))
            .collect();
        let citation = |one: &NamedCitation<'_, 'a>| {
            let (list, node) = one.list_and_node(self.view);
            let (list, node) = (*lists.get(&list)?, *nodes.get(&node)?);
            let (citing, cited) =
                if is_coupling { (vec![node], None) } else { (Vec::new(), Some(node)) };
            Some(EdgeCitation { article: one.article, link: one.link, citing, cited, list })
        };
        named.iter().filter_map(citation).collect()
    }
}
