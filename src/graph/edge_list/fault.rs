//! What can be wrong with a list, and how much of one is read.

use super::weight::WeightFault;

/// Bytes of a line. Two names and a weight are far shorter; what has no line ends is not a list.
pub const MAX_LINE_BYTES: usize = 1 << 20;

/// Edges that are read unless another limit is set: 1.6 GB of them with weights, before those with the same
/// ends are merged.
pub const MAX_EDGES: u64 = 100_000_000;

/// Bytes of a name that a message shows.
const MAX_SHOWN_BYTES: usize = 60;

/// How much of a list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EdgeListLimits {
    /// Edges.
    pub edges: u64,
    /// Nodes. They take more room than edges, and graphs have fewer of them.
    pub nodes: u64,
    /// Bytes of all names that are text.
    pub name_bytes: u64,
}

impl EdgeListLimits {
    /// The limits of a list of up to `edges` edges.
    pub fn for_edges(edges: u64) -> Self {
        let nodes = edges.div_ceil(2).max(1 << 20);
        Self { edges, nodes, name_bytes: nodes.saturating_mul(32) }
    }
}

impl Default for EdgeListLimits {
    fn default() -> Self {
        Self::for_edges(MAX_EDGES)
    }
}

/// Why a list of edges cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum EdgeListError {
    /// The list cannot be read on.
    #[error("line {line}: {error}")]
    Unreadable {
        /// The line after the last that was read, from 1.
        line: u64,
        /// What the system said.
        error: std::io::Error,
    },
    /// A line is not an edge, or there is no room for it.
    #[error("line {line}: {fault}")]
    Line {
        /// The line, from 1.
        line: u64,
        /// What is wrong with it, and what to do.
        fault: LineFault,
    },
}

impl EdgeListError {
    /// Whether the list is larger than the limits that were set.
    pub fn is_limit(&self) -> bool {
        use LineFault::{TooManyEdges, TooManyNameBytes, TooManyNodes};
        let Self::Line { fault, .. } = self else { return false };
        matches!(fault, TooManyEdges(_) | TooManyNodes(_) | TooManyNameBytes(_))
    }
}

/// What is wrong with a line of a list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// It is not an edge.
    #[error("{0}")]
    Shape(&'static str),
    /// Its weight cannot be used.
    #[error("the edge from {source_name} to {target_name} has the weight {weight}: {fault}")]
    Weight {
        /// The name of its first end.
        source_name: String,
        /// The name of its second end.
        target_name: String,
        /// The weight as written.
        weight: String,
        /// What is wrong with it.
        fault: WeightFault,
    },
    /// It does not end.
    #[error(
        "the line has more than {MAX_LINE_BYTES} bytes, so this is not a list with one edge per line"
    )]
    TooLong,
    /// There are more edges than are read.
    #[error("the list has more than {0} edges")]
    TooManyEdges(u64),
    /// There are more nodes than are read.
    #[error("the list has more than {0} nodes")]
    TooManyNodes(u64),
    /// The names are longer than is held.
    #[error("the names of the nodes have more than {0} bytes together")]
    TooManyNameBytes(u64),
}

impl LineFault {
    /// A weight that cannot be used, with its edge.
    pub(super) fn weight([source, target, weight]: [&[u8]; 3], fault: WeightFault) -> Self {
        let [source_name, target_name, weight] = [source, target, weight].map(shown);
        Self::Weight { source_name, target_name, weight, fault }
    }
}

impl From<&'static str> for LineFault {
    fn from(fault: &'static str) -> Self {
        Self::Shape(fault)
    }
}

fn shown(name: &[u8]) -> String {
    let is_long = name.len() > MAX_SHOWN_BYTES;
    let text = String::from_utf8_lossy(&name[..name.len().min(MAX_SHOWN_BYTES)]);
    let text = text.trim_end_matches(if is_long { '\u{fffd}' } else { '\0' });
    format!("“{text}{}”", if is_long { "…" } else { "" })
}
