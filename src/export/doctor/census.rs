//! What a copy holds, counted by reading it again: nothing may be lost but what is reported.

use serde::Serialize;

use super::tree::{self, XmlElement};

/// The numbers of parts in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Census {
    /// Nodes.
    pub nodes: i64,
    /// Edges.
    pub edges: i64,
    /// Values of nodes and edges.
    pub values: i64,
}

/// What repairs add and remove, each of them reported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Changes {
    pub(super) added_nodes: i64,
    pub(super) added_edges: i64,
    pub(super) removed_values: i64,
    /// Values that came with edges which were added.
    pub(super) added_values: i64,
}

impl Census {
    pub(super) fn of_tree(root: &XmlElement) -> Self {
        let mut census = Self::default();
        census.count(root);
        census
    }

    /// The depth of the tree is bounded, so this may call itself.
    fn count(&mut self, element: &XmlElement) {
        match element.local() {
            "node" => self.nodes += 1,
            "edge" => self.edges += 1,
            "attvalue" => self.values += 1,
            "data" if !element.children.is_empty() || element.get("key").is_some() => {
                self.values += 1;
            }
            _ => {}
        }
        element.children.iter().for_each(|child| self.count(child));
    }

    pub(super) fn after(self, changes: Changes) -> Self {
        Self {
            nodes: self.nodes + changes.added_nodes,
            edges: self.edges + changes.added_edges,
            values: self.values + changes.added_values - changes.removed_values,
        }
    }

    /// What a copy holds; `None` where it cannot be read.
    pub(super) fn of_copy(copy: &[u8], max_parts: usize) -> Option<Self> {
        let text = std::str::from_utf8(copy).ok()?;
        // The declaration and new columns are a few parts more than the file had.
        let root = tree::parse(text, max_parts.saturating_mul(2)).ok()?;
        Some(Self::of_tree(&root))
    }
}
