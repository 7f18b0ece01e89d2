//! What two graphs of one view do not have in common.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Edge, Graph, Kind, Node, View, Weight};

/// How a node or an edge of an older graph became one of a newer graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It is only in the newer graph.
    Born,
    /// It is only in the older graph.
    Gone,
    /// It counts more than before.
    Grown,
    /// It counts less than before.
    Shrunk,
    /// It counts as much as before.
    Same,
}

impl Change {
    /// Every change, in the order of the documentation.
    pub const ALL: [Self; 5] = [Self::Born, Self::Gone, Self::Grown, Self::Shrunk, Self::Same];

    /// The word used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Born => "born",
            Self::Gone => "gone",
            Self::Grown => "grown",
            Self::Shrunk => "shrunk",
            Self::Same => "same",
        }
    }

    fn of(before: Option<f64>, after: Option<f64>) -> Self {
        match (before, after) {
            (None, _) => Self::Born,
            (_, None) => Self::Gone,
            (Some(before), Some(after)) if before < after => Self::Grown,
            (Some(before), Some(after)) if before > after => Self::Shrunk,
            _ => Self::Same,
        }
    }
}

/// A node of either graph.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NodeChange {
    /// What it stands for.
    pub kind: Kind,
    /// Its name; of an article its input (and part).
    pub name: String,
    /// How it changed, by its citations.
    pub change: Change,
    /// Citations of it in the older graph, or by it, where it is what cites; `None` where it is not
    /// there.
    pub before: Option<u64>,
    /// The same in the newer graph.
    pub after: Option<u64>,
    /// Its places in the older and the newer graph.
    #[serde(skip)]
    pub at: [Option<usize>; 2],
}

/// An edge of either graph.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EdgeChange {
    /// Name of the citing node.
    pub source: String,
    /// Name of the cited node.
    pub target: String,
    /// How it changed, by its weight.
    pub change: Change,
    /// Its weight in the older graph; `None` where it is not there.
    pub before: Option<f64>,
    /// Its weight in the newer graph.
    pub after: Option<f64>,
    /// Places of its nodes in [`Difference::nodes`].
    #[serde(skip)]
    pub ends: [usize; 2],
    /// Its places in the older and the newer graph.
    #[serde(skip)]
    pub at: [Option<usize>; 2],
}

/// Every node and edge of two graphs, with how it changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Difference {
    /// By kind and name.
    pub nodes: Vec<NodeChange>,
    /// By the places of their ends.
    pub edges: Vec<EdgeChange>,
}

impl Difference {
    /// Compares two graphs of the same view and level. Nodes are known by kind and name, so an
    /// article that was moved is another one.
    pub fn of(older: &Graph, newer: &Graph, weight: Weight) -> Self {
        let mut nodes: BTreeMap<(Kind, &str), [Option<usize>; 2]> = BTreeMap::new();
        let mut edges: BTreeMap<[(Kind, &str); 2], [Option<usize>; 2]> = BTreeMap::new();
        for (side, graph) in [older, newer].into_iter().enumerate() {
            for (at, node) in graph.graph.raw_nodes().iter().enumerate() {
                nodes.entry(name(&node.weight)).or_default()[side] = Some(at);
            }
            for (at, edge) in graph.graph.raw_edges().iter().enumerate() {
                let mut ends = [edge.source(), edge.target()].map(|end| name(&graph.graph[end]));
                if !graph.view.is_directed() {
                    ends.sort_unstable();
                }
                edges.entry(ends).or_default()[side] = Some(at);
            }
        }
        let places: BTreeMap<(Kind, &str), usize> = nodes.keys().copied().zip(0..).collect();
        let graphs = [older, newer];
        let node_of = |((kind, name), at): (&(Kind, &str), &[Option<usize>; 2])| {
            let count = |side: usize| {
                let node = at[side].map(|at| &graphs[side].graph.raw_nodes()[at].weight);
                node.map(|node| citations(node, older.view))
            };
            let (before, after) = (count(0), count(1));
            let change = Change::of(before.map(|it| it as f64), after.map(|it| it as f64));
            NodeChange { kind: *kind, name: (*name).to_owned(), change, before, after, at: *at }
        };
        let edge_of = |([source, target], at): (&[(Kind, &str); 2], &[Option<usize>; 2])| {
            let weight = |side: usize| {
                let edge: Option<&Edge> =
                    at[side].map(|at| &graphs[side].graph.raw_edges()[at].weight);
                edge.map(|edge| edge.weight(weight))
            };
            let (before, after) = (weight(0), weight(1));
            EdgeChange {
                source: source.1.to_owned(),
                target: target.1.to_owned(),
                change: Change::of(before, after),
                before,
                after,
                ends: [places[source], places[target]],
                at: *at,
            }
        };
        Self {
            nodes: nodes.iter().map(node_of).collect(),
            edges: edges.iter().map(edge_of).collect(),
        }
    }

    /// Sources that are cited no more: gone, and no article of either run.
    pub fn lost(&self) -> impl Iterator<Item = &NodeChange> {
        self.cited().filter(|node| node.change == Change::Gone)
    }

    /// Sources that were not cited before.
    pub fn found(&self) -> impl Iterator<Item = &NodeChange> {
        self.cited().filter(|node| node.change == Change::Born)
    }

    fn cited(&self) -> impl Iterator<Item = &NodeChange> {
        self.nodes.iter().filter(|node| !is_citing(node.kind))
    }
}

fn name(node: &Node) -> (Kind, &str) {
    (node.kind, &node.name)
}

fn is_citing(kind: Kind) -> bool {
    matches!(kind, Kind::Article | Kind::Tag | Kind::Author | Kind::Unknown)
}

fn citations(node: &Node, view: View) -> u64 {
    match is_citing(node.kind) || view == View::Coupling {
        true => node.citing.citations,
        false => node.cited.citations,
    }
}
