//! Parts of a network: by conditions on its columns, around a node, the largest parts.

mod condition;
mod near;

use std::collections::BTreeSet;
use std::fmt;

use super::network::Network;
use super::row::{CellValue, NodeRow};
use crate::graph::{Adjacency, components, degrees, nodes_within};

pub use condition::{ColumnComparison, Condition, ConditionError, ConditionSide};
use near::near_name;

/// One way to choose a part of a network.
#[derive(Debug, Clone, PartialEq)]
pub enum SelectionStep {
    /// Nodes or edges whose column meets a condition.
    Filter(Condition),
    /// A node and all that are this many edges away from it, in either direction.
    Ego {
        /// The name or the label of the node, in any case.
        name: String,
        /// How many edges.
        depth: u32,
    },
    /// The largest weak component; of equal ones, that of the first node.
    LargestComponent,
    /// The nodes with the largest incoming weight; without directions, the largest weight.
    Top(usize),
    /// Nodes with an edge to another node.
    Connected,
}

/// What a step keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptParts {
    /// By node.
    pub nodes: Vec<bool>,
    /// By edge; one that loses an end goes with it.
    pub edges: Vec<bool>,
}

/// Why a part cannot be chosen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    /// No node has the name.
    #[error("no node is called {name}{}", suggestion(near))]
    NoNode {
        /// The name.
        name: String,
        /// A name like it.
        near: Option<String>,
    },
    /// A condition cannot be tested.
    #[error(transparent)]
    Condition(#[from] ConditionError),
}

fn suggestion(near: &Option<String>) -> String {
    near.as_ref().map_or_else(String::new, |near| format!("; did you mean {near}?"))
}

impl fmt::Display for SelectionStep {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Filter(condition) => write!(out, "the filter {condition}"),
            Self::Ego { name, depth } => {
                write!(out, "the neighbourhood of {name} to depth {depth}")
            }
            Self::LargestComponent => write!(out, "the largest component"),
            Self::Top(count) => write!(out, "the {count} nodes with the largest weight"),
            Self::Connected => write!(out, "nodes with an edge"),
        }
    }
}

impl SelectionStep {
    /// What this step keeps of a network whose graph and names of nodes these are.
    ///
    /// Where some nodes can only cite, as articles do in most views, a condition on a column that none of them has and
    /// the choice of the largest are about the other nodes; a citing node stays as long as it cites one that stays.
    ///
    /// # Errors
    /// Where a node or a column does not exist, or a value is not of the column's kind.
    pub fn keep(
        &self,
        network: &Network,
        graph: &Adjacency,
        names: &[String],
    ) -> Result<KeptParts, SelectionError> {
        let edges = vec![true; network.edge_count()];
        let nodes = match self {
            Self::Filter(condition) => return filtered(condition, network),
            Self::Ego { name, depth } => nodes_within(graph, find(network, names, name)?, *depth),
            Self::LargestComponent => {
                components(graph).into_iter().map(|component| component == 0).collect()
            }
            Self::Top(count) => largest(network, graph, *count),
            Self::Connected => {
                let mut connected = vec![false; graph.nodes()];
                for (from, to, _) in graph.each().filter(|(from, to, _)| from != to) {
                    (connected[from], connected[to]) = (true, true);
                }
                connected
            }
        };
        Ok(KeptParts { nodes, edges })
    }
}

/// The node with this name or label.
fn find(network: &Network, names: &[String], wanted: &str) -> Result<usize, SelectionError> {
    let is = |name: &str| name.eq_ignore_ascii_case(wanted);
    let by_name = names.iter().position(|name| is(name));
    let found = by_name.or_else(|| network.node_rows().position(|row| is(&row.label)));
    found.ok_or_else(|| {
        let near = near_name(wanted, names.iter().map(String::as_str));
        SelectionError::NoNode { name: wanted.to_owned(), near }
    })
}

/// By node: whether it can only cite, as an article, a tag or an author beside other things does.
fn only_cites(network: &Network) -> Vec<bool> {
    let column = network.node_columns.iter().position(|column| column.name == "node_class");
    let is_citing = |row: &NodeRow| {
        let cell = column.and_then(|column| row.cells[column].as_ref());
        let class = match cell {
            Some(CellValue::Text(class)) => class.as_str(),
            _ => "",
        };
        matches!(class, "article" | "tag" | "author" | "unknown")
    };
    let found: Vec<bool> = network.node_rows().map(|row| is_citing(&row)).collect();
    // Where all nodes are articles, they are what is asked for.
    if found.iter().all(|one| *one) { vec![false; found.len()] } else { found }
}

/// Adds the nodes that only cite and have an edge to a node that stays.
fn with_citing(network: &Network, mut nodes: Vec<bool>, citing: &[bool]) -> Vec<bool> {
    let stays = nodes.clone();
    for row in network.rows() {
        for (one, other) in [(row.source, row.target), (row.target, row.source)] {
            if citing[one] && stays[other] && !citing[other] {
                nodes[one] = true;
            }
        }
    }
    nodes
}

fn largest(network: &Network, graph: &Adjacency, count: usize) -> Vec<bool> {
    let citing = only_cites(network);
    let weights = degrees(graph);
    let mut order: Vec<usize> = (0..graph.nodes()).filter(|node| !citing[*node]).collect();
    order.sort_by(|one, two| weights[*two].strength_in.total_cmp(&weights[*one].strength_in));
    let chosen: BTreeSet<usize> = order.into_iter().take(count).collect();
    let nodes = (0..graph.nodes()).map(|node| chosen.contains(&node)).collect();
    with_citing(network, nodes, &citing)
}

fn filtered(condition: &Condition, network: &Network) -> Result<KeptParts, SelectionError> {
    let test = condition.resolve(network)?;
    let (mut nodes, mut edges) =
        (vec![true; network.node_count()], vec![true; network.edge_count()]);
    if test.side == ConditionSide::Edge {
        edges = network.rows().map(|row| test.edge(&row)).collect();
        return Ok(KeptParts { nodes, edges });
    }
    let citing = only_cites(network);
    let mut has_value = false;
    for ((row, kept), only_cites) in network.node_rows().zip(&mut nodes).zip(&citing) {
        *kept = test.node(&row);
        has_value |= *only_cites && test.has_value(&row);
    }
    if !has_value && citing.contains(&true) {
        nodes.iter_mut().zip(&citing).for_each(|(kept, citing)| *kept &= !citing);
        nodes = with_citing(network, nodes, &citing);
    }
    Ok(KeptParts { nodes, edges })
}
