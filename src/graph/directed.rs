//! The views with a citing and a cited end.

use std::sync::Arc;

use petgraph::graph::DiGraph;

use super::date_ranks::DateRanks;
use super::edge::Edge;
use super::endpoints::EndpointNames;
use super::incidence::{Incidence, Joint, citations, distinct};
use super::node::{Node, NodeKind};
use super::node_tallies::{NodeOf, NodeTallies};
use super::notice::GraphNotice;
use super::pairs::{Pair, Pairs};
use super::{Graph, GraphPlan, Level, View};
use crate::corpus::table::{CitationRef, CitationTable};

/// Builds a view that has directions. Linear, but for the sorting of ends and citations.
pub(super) fn build(table: &CitationTable, plan: &GraphPlan<'_>) -> Graph {
    let names = EndpointNames::new(table, plan);
    let incidence = Incidence::new(&names, table, plan);
    let dates = DateRanks::new(table.articles().iter().map(|one| one.published()));
    let ends: [Option<NodeOf<'_>>; 2] = [Some(&|joint| joint.to), Some(&|joint| joint.from)];
    let mut tallies = NodeTallies::new(table, &dates, &incidence.joints, ends);
    let mut graph = DiGraph::with_capacity(incidence.keys.len(), 0);
    // An article whose links all lead elsewhere is a node; anything else has a citation.
    for (end, key) in (0..).zip(&incidence.keys) {
        graph.add_node(tallies.next(end).node(table, *key, plan));
    }
    drop(tallies);
    let pairs = edges(table, &incidence, dates);
    let notes = notes(&graph, pairs.len(), plan, incidence.elsewhere);
    let (graph, pairs) = (Arc::new(graph), Arc::new(pairs));
    Graph { counted: incidence.counted, graph, pairs, ..plan.empty(notes, table) }
}

/// The edges of all citations.
fn edges(table: &CitationTable, incidence: &Incidence<'_>, dates: DateRanks) -> Pairs {
    let edges = || incidence.joints.chunk_by(same_ends);
    let nodes = incidence.keys.len();
    let mut pairs = Pairs::new(nodes, edges().count());
    let mut open = 0;
    for joints in edges() {
        (open..joints[0].from).for_each(|_| pairs.close_row());
        open = joints[0].from;
        let places = citations(table, joints).map(CitationRef::place).collect();
        pairs.push_placed(joints[0].to, pair(table, joints, &incidence.parts, &dates), places);
    }
    (open as usize..nodes).for_each(|_| pairs.close_row());
    pairs.with_dates(dates.into_dates())
}

fn same_ends(one: &Joint, other: &Joint) -> bool {
    (one.from, one.to) == (other.from, other.to)
}

/// What joins two ends: all citations between them, which are in the order of the table.
fn pair(table: &CitationTable, joints: &[Joint], parts: &[f64], dates: &DateRanks) -> Pair {
    let articles = || joints.chunk_by(|one, other| one.article == other.article);
    let keys = citations(table, joints).map(CitationRef::key_id);
    Pair {
        lists: articles().count() as u32,
        citations: joints.len() as u64,
        keys: distinct(keys, &mut Vec::new()),
        fractional: joints.iter().fold(0.0, |sum, joint| sum + parts[joint.article as usize]),
        dates: dates.span(articles().map(|joints| joints[0].article as usize)),
    }
}

fn notes(
    graph: &DiGraph<Node, Edge>,
    edges: usize,
    plan: &GraphPlan<'_>,
    elsewhere: u64,
) -> Vec<GraphNotice> {
    let mut notes = Vec::new();
    let nodes = graph.raw_nodes().iter().map(|node| &node.weight);
    let citing: Vec<&Node> = nodes.filter(|node| node.citing.citations > 0).collect();
    let is_unlisted =
        citing.iter().all(|node| node.kind == NodeKind::Unknown) && !citing.is_empty();
    match (plan.view, plan.level) {
        (View::Source, level) if level != Level::Article => {
            if let ([only], true) = (&citing[..], edges > 1) {
                notes.push(GraphNotice::Star { name: only.name.clone() });
            }
        }
        (View::Internal, _) if edges == 0 => notes.push(GraphNotice::NothingInside),
        (View::Tag, _) if is_unlisted => notes.push(GraphNotice::Unlisted { what: "tags" }),
        (View::Author, _) if is_unlisted => notes.push(GraphNotice::Unlisted { what: "an author" }),
        _ => {}
    }
    if elsewhere > 0 {
        notes.push(GraphNotice::Elsewhere { links: elsewhere });
    }
    notes
}
