//! Graphs with fewer edges, and what went with those that are gone.

use std::sync::Arc;

use petgraph::graph::NodeIndex;

use super::{Graph, Node, Weight};

/// What was kept of a graph.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct FilterStats {
    /// Nodes that are left, of all.
    pub nodes: (usize, usize),
    /// Edges that are left, of all.
    pub edges: (usize, usize),
    /// Weight that is left, of all.
    pub weight: (f64, f64),
}

impl FilterStats {
    /// The part of the weight that is left, 0 to 1; `None` where there was none.
    pub fn share(&self) -> Option<f64> {
        (self.weight.1 > 0.0).then(|| self.weight.0 / self.weight.1)
    }
}

impl Graph {
    /// Drops the edges that weigh less than `least`, and the nodes that lose their last edge by it.
    pub fn drop_light(&mut self, weight: Weight, least: f64) -> FilterStats {
        let keep: Vec<bool> = self.weights(weight).map(|one| one >= least).collect();
        self.keep(&keep, weight)
    }

    /// Keeps the edges of the backbone by the disparity filter, and drops the nodes that lose
    /// their last edge by it; see [`disparity`](super::disparity).
    pub fn keep_backbone(&mut self, weight: Weight, alpha: f64) -> FilterStats {
        let chances = super::disparity(&self.compact(weight));
        let keep: Vec<bool> = chances.into_iter().map(|chance| chance < alpha).collect();
        self.keep(&keep, weight)
    }

    /// The sum of all weights; not `sum`, which makes -0 of nothing.
    fn all_weights(&self, weight: Weight) -> f64 {
        self.weights(weight).fold(0.0, |sum, one| sum + one)
    }

    /// Keeps the edges that are marked, and the nodes that keep an edge or never had one.
    fn keep(&mut self, marked: &[bool], weight: Weight) -> FilterStats {
        let lives = self.lives(marked);
        let nodes: Vec<bool> = lives.iter().map(|node| node.keeps || !node.had).collect();
        self.retain(&nodes, marked, weight)
    }

    /// Keeps the nodes that are marked, and the edges that are marked and keep both of their ends.
    ///
    /// # Panics
    /// Where there is not one mark a node and one an edge.
    pub fn retain(&mut self, nodes: &[bool], edges: &[bool], weight: Weight) -> FilterStats {
        let all = (self.graph.node_count(), self.edge_count());
        assert_eq!((nodes.len(), edges.len()), all, "a mark for every node and edge");
        let total = self.all_weights(weight);
        let marked: Vec<bool> = self
            .ends()
            .zip(edges)
            .map(|([from, to], kept)| *kept && nodes[from] && nodes[to])
            .collect();
        let mut next = 0..;
        let numbers: Vec<Option<u32>> =
            nodes.iter().map(|stays| if *stays { next.next() } else { None }).collect();
        Arc::make_mut(&mut self.pairs).keep(&marked, &numbers);
        let stays = |node: NodeIndex, one: &Node| nodes[node.index()].then(|| one.clone());
        self.graph = Arc::new(self.graph.filter_map(stays, |_, edge| Some(edge.clone())));
        FilterStats {
            nodes: (self.graph.node_count(), all.0),
            edges: (self.edge_count(), all.1),
            weight: (self.all_weights(weight), total),
        }
    }

    /// By node: whether it has an edge, and whether it keeps one.
    fn lives(&self, marked: &[bool]) -> Vec<NodeFate> {
        let mut lives = vec![NodeFate::default(); self.graph.node_count()];
        let mut see = |node: usize, keeps: bool| {
            lives[node] = NodeFate { had: true, keeps: lives[node].keeps || keeps };
        };
        for (ends, keeps) in self.ends().zip(marked) {
            ends.into_iter().for_each(|end| see(end, *keeps));
        }
        lives
    }
}

/// What is known of a node while edges go.
#[derive(Clone, Copy, Default)]
struct NodeFate {
    had: bool,
    keeps: bool,
}
