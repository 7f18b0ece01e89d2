//! The views with a citing and a cited end.

use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};

use super::edge::{Edge, EdgeBuilder};
use super::endpoints::{EndpointNames, NodeKey, node_facts};
use super::node::{Node, NodeKind, TallyBuilder};
use super::notice::GraphNotice;
use super::{Graph, GraphPlan, Level, View, document};
use crate::article::Link;
use crate::corpus::Corpus;

/// What a node is made from.
#[derive(Default)]
pub(super) struct NodeBuilder<'a> {
    cited: TallyBuilder<'a>,
    citing: TallyBuilder<'a>,
    /// The first link that cites it.
    link: Option<&'a Link>,
}

/// Nodes by their names, in the order of nodes.
pub(super) type NodeBuilders<'a> = BTreeMap<NodeKey<'a>, NodeBuilder<'a>>;

impl<'a> NodeBuilder<'a> {
    pub(super) fn is_cited(&mut self, at: usize, link: &'a Link) {
        self.cited.add(at, link);
        self.link.get_or_insert(link);
    }

    pub(super) fn cites(&mut self, at: usize, link: &'a Link) {
        self.citing.add(at, link);
    }

    pub(super) fn node(self, corpus: &Corpus, key: NodeKey<'_>, plan: &GraphPlan<'_>) -> Node {
        let article = key.article();
        let (facts, domain) = node_facts(key.kind, key.name, self.link, plan.sources);
        Node {
            kind: key.kind,
            name: article.map_or_else(|| key.name.to_owned(), |at| document(&corpus.articles[at])),
            article,
            cited: self.cited.tally(corpus),
            citing: self.citing.tally(corpus),
            lists: 0,
            domain,
            facts,
        }
    }
}

/// Builds a view that has directions. Linear, but for one sort of the distinct names.
pub(super) fn build(corpus: &Corpus, plan: &GraphPlan<'_>) -> Graph {
    let names = EndpointNames::new(corpus, plan);
    let mut nodes = NodeBuilders::new();
    let mut edges: BTreeMap<(NodeKey<'_>, NodeKey<'_>), EdgeBuilder<'_>> = BTreeMap::new();
    let (mut elsewhere, mut counted) = (0, 0);
    for (at, article) in plan.articles(corpus) {
        let citing = names.citing(at, article);
        if citing[0].kind == NodeKind::Article {
            nodes.entry(citing[0]).or_default();
        }
        let links = names.cited(article);
        let led = links.iter().filter(|(end, _)| end.is_some()).count();
        elsewhere += (links.len() - led) as u64;
        counted += led as u64;
        let part = 1.0 / (led * citing.len()) as f64;
        for (end, link) in links {
            let Some(end) = end else { continue };
            nodes.entry(end).or_default().is_cited(at, link);
            for from in &citing {
                nodes.entry(*from).or_default().cites(at, link);
                edges.entry((*from, end)).or_default().add(at, link, part);
            }
        }
    }
    let mut graph = DiGraph::with_capacity(nodes.len(), edges.len());
    let mut places: BTreeMap<NodeKey<'_>, NodeIndex> = BTreeMap::new();
    for (end, gathering) in nodes {
        places.insert(end, graph.add_node(gathering.node(corpus, end, plan)));
    }
    for ((from, to), gathered) in edges {
        graph.add_edge(places[&from], places[&to], gathered.edge(corpus));
    }
    let notes = notes(&graph, plan, elsewhere);
    Graph { counted, graph, ..plan.empty(notes, corpus) }
}

fn notes(graph: &DiGraph<Node, Edge>, plan: &GraphPlan<'_>, elsewhere: u64) -> Vec<GraphNotice> {
    let mut notes = Vec::new();
    let nodes = graph.raw_nodes().iter().map(|node| &node.weight);
    let citing: Vec<&Node> = nodes.filter(|node| node.citing.citations > 0).collect();
    let is_unlisted =
        citing.iter().all(|node| node.kind == NodeKind::Unknown) && !citing.is_empty();
    match (plan.view, plan.level) {
        (View::Source, level) if level != Level::Article => {
            if let ([only], true) = (&citing[..], graph.edge_count() > 1) {
                notes.push(GraphNotice::Star { name: only.name.clone() });
            }
        }
        (View::Internal, _) if graph.edge_count() == 0 => notes.push(GraphNotice::NothingInside),
        (View::Tag, _) if is_unlisted => notes.push(GraphNotice::Unlisted { what: "tags" }),
        (View::Author, _) if is_unlisted => notes.push(GraphNotice::Unlisted { what: "an author" }),
        _ => {}
    }
    if elsewhere > 0 {
        notes.push(GraphNotice::Elsewhere { links: elsewhere });
    }
    notes
}
