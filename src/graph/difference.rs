//! What two graphs of one view do not have in common.

use std::collections::BTreeMap;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::{Graph, Node, NodeKind, View, Weight};

/// How a node or an edge of an older graph became one of a newer graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
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
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The word used in files.
    pub fn name(self) -> &'static str {
        self.into()
    }

    fn from_counts(before: Option<f64>, after: Option<f64>) -> Self {
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
    pub kind: NodeKind,
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
    pub indices: [Option<usize>; 2],
}

/// An edge of either graph. Its ends are named by [`Difference::nodes`]: two graphs of projections have millions
/// of edges, and a name of its own for each end would take more than all else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EdgeChange {
    /// Places of the citing and the cited node in [`Difference::nodes`].
    pub ends: [u32; 2],
    /// How it changed, by its weight.
    pub change: Change,
    /// Its weight in the older graph; `None` where it is not there.
    pub before: Option<f64>,
    /// Its weight in the newer graph.
    pub after: Option<f64>,
    /// Its places in the older and the newer graph.
    pub indices: [Option<u32>; 2],
}

/// Every node and edge of two graphs, with how it changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Difference {
    /// By kind and name.
    pub nodes: Vec<NodeChange>,
    /// By the places of their ends.
    pub edges: Vec<EdgeChange>,
}

impl Difference {
    /// Compares two graphs of the same view and level. Nodes are known by kind and name, so an
    /// article that was moved is another one.
    pub fn between(older: &Graph, newer: &Graph, weight: Weight) -> Self {
        let graphs = [older, newer];
        let mut nodes: BTreeMap<(NodeKind, &str), [Option<usize>; 2]> = BTreeMap::new();
        for (side, graph) in graphs.into_iter().enumerate() {
            for (at, node) in graph.graph.raw_nodes().iter().enumerate() {
                nodes.entry(name(&node.weight)).or_default()[side] = Some(at);
            }
        }
        let places: BTreeMap<(NodeKind, &str), u32> = nodes.keys().copied().zip(0..).collect();
        let node_of = |((kind, name), at): (&(NodeKind, &str), &[Option<usize>; 2])| {
            let count = |side: usize| {
                let node = at[side].map(|at| &graphs[side].graph.raw_nodes()[at].weight);
                node.map(|node| citations(node, older.view))
            };
            let (before, after) = (count(0), count(1));
            let change = Change::from_counts(before.map(|it| it as f64), after.map(|it| it as f64));
            NodeChange {
                kind: *kind,
                name: (*name).to_owned(),
                change,
                before,
                after,
                indices: *at,
            }
        };
        let weight_of =
            |side: usize, at: Option<u32>| at.map(|at| graphs[side].weight_of(at as usize, weight));
        let edge_of = |(ends, at): ([u32; 2], [Option<u32>; 2])| {
            let (before, after) = (weight_of(0, at[0]), weight_of(1, at[1]));
            EdgeChange {
                ends,
                change: Change::from_counts(before, after),
                before,
                after,
                indices: at,
            }
        };
        Self {
            nodes: nodes.iter().map(node_of).collect(),
            edges: joined(graphs.map(|graph| edges(graph, &places))).map(edge_of).collect(),
        }
    }

    /// The name of the citing and of the cited node of an edge.
    pub fn names(&self, edge: &EdgeChange) -> [&str; 2] {
        edge.ends.map(|end| self.nodes[end as usize].name.as_str())
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

/// The edges of a graph with the places of their ends in both graphs, sorted by these. One input twice in a
/// corpus, with two contents, is one name: of edges with the same ends the last counts.
fn edges(graph: &Graph, places: &BTreeMap<(NodeKind, &str), u32>) -> Vec<([u32; 2], u32)> {
    let nodes = graph.graph.raw_nodes().iter();
    let places: Vec<u32> = nodes.map(|node| places[&name(&node.weight)]).collect();
    let mut edges: Vec<([u32; 2], u32)> = Vec::with_capacity(graph.edge_count());
    for (ends, at) in graph.ends().zip(0..) {
        let mut ends = ends.map(|end| places[end]);
        if !graph.view.is_directed() {
            ends.sort_unstable();
        }
        edges.push((ends, at));
    }
    edges.sort_unstable();
    edges.dedup_by(|later, earlier| {
        let is_same = later.0 == earlier.0;
        if is_same {
            earlier.1 = later.1;
        }
        is_same
    });
    edges
}

/// The edges that either list has, with their places.
fn joined(
    [older, newer]: [Vec<([u32; 2], u32)>; 2],
) -> impl Iterator<Item = ([u32; 2], [Option<u32>; 2])> {
    let (mut older, mut newer) = (older.into_iter().peekable(), newer.into_iter().peekable());
    std::iter::from_fn(move || {
        let ends = older.peek().into_iter().chain(newer.peek()).map(|edge| edge.0).min()?;
        let at = [older.next_if(|edge| edge.0 == ends), newer.next_if(|edge| edge.0 == ends)];
        Some((ends, at.map(|edge| edge.map(|edge| edge.1))))
    })
}

/// An edge as it is written, with the names of its ends.
#[derive(Serialize)]
struct NamedChange<'a> {
    source: &'a str,
    target: &'a str,
    change: Change,
    before: Option<f64>,
    after: Option<f64>,
}

impl Serialize for Difference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct NamedEdges<'a>(&'a Difference);
        impl Serialize for NamedEdges<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.0.edges.iter().map(|edge| {
                    let [source, target] = self.0.names(edge);
                    let EdgeChange { change, before, after, .. } = *edge;
                    NamedChange { source, target, change, before, after }
                }))
            }
        }
        let mut fields = serializer.serialize_struct("Difference", 2)?;
        fields.serialize_field("nodes", &self.nodes)?;
        fields.serialize_field("edges", &NamedEdges(self))?;
        fields.end()
    }
}

fn name(node: &Node) -> (NodeKind, &str) {
    (node.kind, &node.name)
}

fn is_citing(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Article | NodeKind::Tag | NodeKind::Author | NodeKind::Unknown)
}

fn citations(node: &Node, view: View) -> u64 {
    match is_citing(node.kind) || view == View::Coupling {
        true => node.citing.citations,
        false => node.cited.citations,
    }
}
