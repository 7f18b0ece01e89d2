//! Graphs with fewer edges, and what went with those that are gone.

use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef as _;

use super::{Graph, Weight};

/// What was kept of a graph.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Kept {
    /// Nodes that are left, of all.
    pub nodes: (usize, usize),
    /// Edges that are left, of all.
    pub edges: (usize, usize),
    /// Weight that is left, of all.
    pub weight: (f64, f64),
}

impl Kept {
    /// The part of the weight that is left, 0 to 1; `None` where there was none.
    pub fn share(&self) -> Option<f64> {
        (self.weight.1 > 0.0).then(|| self.weight.0 / self.weight.1)
    }
}

impl Graph {
    /// Drops the edges that weigh less than `least`, and the nodes that lose their last edge by it.
    pub fn drop_light(&mut self, weight: Weight, least: f64) -> Kept {
        let keep: Vec<bool> = self.weights(weight).map(|one| one >= least).collect();
        self.keep(&keep, weight)
    }

    /// Keeps the edges of the backbone by the disparity filter, and drops the nodes that lose
    /// their last edge by it; see [`disparity`](super::disparity).
    pub fn keep_backbone(&mut self, weight: Weight, alpha: f64) -> Kept {
        let chances = super::disparity(&self.compact(weight));
        let keep: Vec<bool> = chances.into_iter().map(|chance| chance < alpha).collect();
        self.keep(&keep, weight)
    }

    fn weights(&self, weight: Weight) -> impl Iterator<Item = f64> {
        self.graph.raw_edges().iter().map(move |edge| edge.weight.weight(weight))
    }

    /// Keeps the edges that are marked, and the nodes that keep an edge or never had one.
    fn keep(&mut self, marked: &[bool], weight: Weight) -> Kept {
        let all = (self.graph.node_count(), self.graph.edge_count());
        let total: f64 = self.weights(weight).sum();
        let is_kept = |edge: EdgeIndex| marked.get(edge.index()).copied().unwrap_or(true);
        // By node: whether it had an edge, and whether it keeps one.
        let mut lives = vec![(false, false); all.0];
        for edge in self.graph.edge_references() {
            for end in [edge.source(), edge.target()] {
                let (_, keeps) = lives[end.index()];
                lives[end.index()] = (true, keeps || is_kept(edge.id()));
            }
        }
        self.graph = self.graph.filter_map(
            |node, one| {
                let (had, keeps) = lives[node.index()];
                (keeps || !had).then(|| one.clone())
            },
            |edge, one| is_kept(edge).then(|| one.clone()),
        );
        Kept {
            nodes: (self.graph.node_count(), all.0),
            edges: (self.graph.edge_count(), all.1),
            weight: (self.weights(weight).sum(), total),
        }
    }
}
