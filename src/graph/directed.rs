//! The views with a citing and a cited end.

use std::sync::Arc;

use petgraph::graph::{DiGraph, NodeIndex};

use super::date_ranks::DateRanks;
use super::edge::Edge;
use super::endpoints::EndpointNames;
use super::incidence::{Incidence, Joint, citations, distinct};
use super::node::{Node, NodeKind};
use super::node_tallies::NodeTallies;
use super::notice::GraphNotice;
use super::{Graph, GraphPlan, Level, View};
use crate::corpus::table::{CitationRef, CitationTable};

/// Builds a view that has directions. Linear, but for the sorting of ends and citations.
pub(super) fn build(table: &CitationTable, plan: &GraphPlan<'_>) -> Graph {
    let names = EndpointNames::new(table, plan);
    let incidence = Incidence::new(&names, table, plan);
    let dates = DateRanks::new(table.articles().iter().map(|one| one.published.as_deref()));
    let mut tallies = NodeTallies::new(incidence.keys.len());
    tallies.count_cited(table, &incidence.joints, &dates, |joint| joint.to);
    tallies.count_citing(table, &incidence.joints, &dates, |joint| joint.from);
    let edge_count = incidence.joints.chunk_by(same_ends).count();
    let mut graph = DiGraph::with_capacity(incidence.keys.len(), edge_count);
    // An article whose links all lead elsewhere is a node; anything else has a citation.
    for (key, tallies) in incidence.keys.iter().zip(tallies.into_nodes()) {
        graph.add_node(tallies.node(table, *key, plan));
    }
    for joints in incidence.joints.chunk_by(same_ends) {
        let [from, to] = [joints[0].from, joints[0].to].map(|end| NodeIndex::new(end as usize));
        graph.add_edge(from, to, edge(table, joints, &incidence.parts, &dates));
    }
    let notes = notes(&graph, plan, incidence.elsewhere);
    Graph { counted: incidence.counted, graph: Arc::new(graph), ..plan.empty(notes, table) }
}

fn same_ends(one: &Joint, other: &Joint) -> bool {
    (one.from, one.to) == (other.from, other.to)
}

/// The edge of all citations that join its ends, which are in the order of the table.
fn edge(table: &CitationTable, joints: &[Joint], parts: &[f64], dates: &DateRanks) -> Edge {
    let articles = || joints.chunk_by(|one, other| one.article == other.article);
    let (first, last) = dates.range(articles().map(|joints| joints[0].article as usize));
    let cited = citations(table, joints);
    Edge {
        citations: joints.len() as u64,
        articles: articles().count() as u64,
        keys: distinct(cited.clone().map(CitationRef::key_id), &mut Vec::new()),
        fractional: joints.iter().fold(0.0, |sum, joint| sum + parts[joint.article as usize]),
        places: cited.map(CitationRef::place).collect(),
        first,
        last,
    }
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
