//! The graph at one level, and a division of its nodes into groups.

use super::{LeidenOptions, Quality};
use crate::graph::undirected::merged;
use crate::graph::{Csr, Undirected};

/// A graph whose nodes are parts of the graph that was given.
#[derive(Debug)]
pub(super) struct Level {
    /// Weights between different nodes.
    pub(super) edges: Csr,
    /// What counts against a merge: a node's strength, or how many nodes it holds.
    pub(super) sizes: Vec<f64>,
    /// What the product of two sizes costs, in units of edge weight.
    penalty: f64,
}

impl Level {
    /// The graph itself.
    pub(super) fn new(graph: &Undirected, options: LeidenOptions) -> Self {
        // `max` takes the other one if one is no number, which `clamp` alone would keep.
        let resolution = options.resolution.max(0.0).clamp(0.0, 1e100);
        let strengths: Vec<f64> = (0..graph.nodes()).map(|node| graph.strength(node)).collect();
        let sum: f64 = strengths.iter().sum();
        let (sizes, penalty) = match options.quality {
            Quality::Cpm => (vec![1.0; graph.nodes()], resolution),
            Quality::Modularity if sum > 0.0 => (strengths, resolution / sum),
            Quality::Modularity => (strengths, 0.0),
        };
        Self { edges: graph.neighbours.clone(), sizes, penalty }
    }

    pub(super) fn nodes(&self) -> usize {
        self.sizes.len()
    }

    /// What is gained by joining two parts with these sizes and this weight between them.
    pub(super) fn gain(&self, weight: f64, left: f64, right: f64) -> f64 {
        weight - self.penalty * left * right
    }

    /// The graph whose nodes are the `count` parts of this one.
    pub(super) fn aggregate(&self, parts: &[usize], count: usize) -> Self {
        let mut sizes = vec![0.0; count];
        let mut edges = Vec::new();
        for (node, part) in parts.iter().enumerate() {
            sizes[*part] += self.sizes[node];
            let row = self.edges.row(node).map(|(other, weight)| (parts[other], weight));
            let outside = row.filter(|(other, _)| other != part);
            edges.extend(outside.map(|(other, weight)| (*part as u32, other as u32, weight)));
        }
        Self { edges: merged(count, edges), sizes, penalty: self.penalty }
    }
}

/// A division of a level's nodes. Groups are named by numbers below the number of nodes.
#[derive(Debug)]
pub(super) struct Groups {
    /// The group of every node.
    pub(super) of: Vec<usize>,
    /// Sum of sizes by group.
    pub(super) sizes: Vec<f64>,
    /// Number of nodes by group.
    pub(super) members: Vec<usize>,
}

impl Groups {
    pub(super) fn new(level: &Level, of: Vec<usize>) -> Self {
        let nodes = level.nodes();
        let mut groups = Self { of, sizes: vec![0.0; nodes], members: vec![0; nodes] };
        for node in 0..nodes {
            groups.put(level, node, groups.of[node]);
        }
        groups
    }

    /// Every node alone.
    pub(super) fn singletons(level: &Level) -> Self {
        Self::new(level, (0..level.nodes()).collect())
    }

    pub(super) fn put(&mut self, level: &Level, node: usize, group: usize) {
        self.of[node] = group;
        self.sizes[group] += level.sizes[node];
        self.members[group] += 1;
    }

    /// Takes a node out of its group; it must be put somewhere then. An empty group has size 0
    /// whatever rounding left of it.
    pub(super) fn take(&mut self, level: &Level, node: usize) {
        let group = self.of[node];
        self.members[group] -= 1;
        self.sizes[group] -= level.sizes[node];
        if self.members[group] == 0 {
            self.sizes[group] = 0.0;
        }
    }
}

/// The weight between one node and the groups around it.
#[derive(Debug)]
pub(super) struct Near {
    weights: Vec<f64>,
    /// Groups with a neighbour, in the order of the neighbours.
    pub(super) groups: Vec<usize>,
}

impl Near {
    pub(super) fn new(nodes: usize) -> Self {
        Self { weights: vec![0.0; nodes], groups: Vec::new() }
    }

    /// Adds up the weights to the groups of `neighbours`; all of them are above 0.
    pub(super) fn gather(&mut self, of: &[usize], neighbours: impl Iterator<Item = (usize, f64)>) {
        for group in self.groups.drain(..) {
            self.weights[group] = 0.0;
        }
        for (other, weight) in neighbours.filter(|(_, weight)| *weight > 0.0) {
            let group = of[other];
            if self.weights[group] == 0.0 {
                self.groups.push(group);
            }
            self.weights[group] += weight;
        }
    }

    pub(super) fn weight(&self, group: usize) -> f64 {
        self.weights[group]
    }
}
