//! The graph at one level, and a division of its nodes into groups.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

use super::{LeidenOptions, QualityFunction};
use crate::graph::csr::CsrBuilder;
use crate::graph::{Csr, UndirectedAdjacency};

/// Edges that one task goes through.
const BLOCK: usize = 1 << 18;

/// Tasks whose rows are held at once.
const AT_ONCE: usize = 16;

/// A graph whose nodes are parts of the graph that was given.
#[derive(Debug)]
pub(super) struct AggregateGraph<'a> {
    /// Weights between different nodes.
    pub(super) edges: Cow<'a, Csr>,
    /// What counts against a merge: a node's strength, or how many nodes it holds.
    pub(super) sizes: Vec<f64>,
    /// What the product of two sizes costs, in units of edge weight.
    penalty: f64,
}

impl<'a> AggregateGraph<'a> {
    /// The graph itself.
    pub(super) fn new(graph: &'a UndirectedAdjacency, options: LeidenOptions) -> Self {
        // `max` takes the other one if one is no number, which `clamp` alone would keep.
        let resolution = options.resolution.max(0.0).clamp(0.0, 1e100);
        let strengths: Vec<f64> = (0..graph.nodes()).map(|node| graph.strength(node)).collect();
        let sum: f64 = strengths.iter().sum();
        let (sizes, penalty) = match options.quality {
            QualityFunction::Cpm => (vec![1.0; graph.nodes()], resolution),
            QualityFunction::Modularity if sum > 0.0 => (strengths, resolution / sum),
            QualityFunction::Modularity => (strengths, 0.0),
        };
        Self { edges: Cow::Borrowed(&graph.neighbours), sizes, penalty }
    }

    pub(super) fn nodes(&self) -> usize {
        self.sizes.len()
    }

    /// What is gained by joining two parts with these sizes and this weight between them.
    pub(super) fn gain(&self, weight: f64, left: f64, right: f64) -> f64 {
        weight - self.penalty * left * right
    }

    /// The graph whose nodes are the `count` parts of this one. The weights of an edge are added in the
    /// order of the nodes and their rows.
    pub(super) fn aggregate(&self, parts: &[u32], count: usize) -> AggregateGraph<'static> {
        let members = Members::new(parts, count);
        let mut sizes = vec![0.0; count];
        parts.iter().zip(&self.sizes).for_each(|(part, size)| sizes[*part as usize] += size);
        let mut rows = CsrBuilder::new(count, self.edges.edges());
        // Some at a time, so that little is held twice.
        for blocks in members.blocks(|node| self.edges.degree(node)).chunks(AT_ONCE) {
            let block = |block: &Range<usize>| self.rows(parts, &members, block.clone(), count);
            let found: Vec<Csr> = blocks.par_iter().map(block).collect();
            found.iter().for_each(|found| rows.append(found));
        }
        AggregateGraph { edges: Cow::Owned(rows.finish(count)), sizes, penalty: self.penalty }
    }

    /// The rows of some parts.
    fn rows(&self, parts: &[u32], members: &Members, block: Range<usize>, count: usize) -> Csr {
        let mut rows = CsrBuilder::new(block.len(), 0);
        let mut near = NeighbourGroups::new(count);
        for (row, part) in block.clone().enumerate() {
            near.clear();
            for &node in members.members_of(part) {
                near.gather(parts, self.edges.row(node as usize));
            }
            near.groups.sort_unstable();
            for &other in near.groups.iter().filter(|other| **other as usize != part) {
                rows.push(row, other, near.weight(other));
            }
        }
        rows.finish(block.len())
    }
}

/// The nodes of every part, or of every group.
pub(super) struct Members {
    /// Sorted by their parts.
    nodes: Vec<u32>,
    /// Where those of a part start.
    starts: Vec<usize>,
}

impl Members {
    pub(super) fn new(parts: &[u32], count: usize) -> Self {
        let mut starts = vec![0; count + 1];
        parts.iter().for_each(|part| starts[*part as usize + 1] += 1);
        (0..count).for_each(|part| starts[part + 1] += starts[part]);
        let (mut next, mut nodes) = (starts.clone(), vec![0; parts.len()]);
        for (node, part) in parts.iter().enumerate() {
            nodes[next[*part as usize]] = node as u32;
            next[*part as usize] += 1;
        }
        Self { nodes, starts }
    }

    /// All nodes, sorted by their parts.
    pub(super) fn nodes(&self) -> &[u32] {
        &self.nodes
    }

    pub(super) fn members_of(&self, part: usize) -> &[u32] {
        &self.nodes[self.starts[part]..self.starts[part + 1]]
    }

    /// Parts in a row that together have about [`BLOCK_BYTES`] edges.
    pub(super) fn blocks(&self, degree: impl Fn(usize) -> usize) -> Vec<Range<usize>> {
        let (mut blocks, mut first, mut edges) = (Vec::new(), 0, 0);
        let count = self.starts.len() - 1;
        for part in 0..count {
            edges += self.members_of(part).iter().map(|node| degree(*node as usize)).sum::<usize>();
            if edges >= BLOCK || part + 1 == count {
                blocks.push(first..part + 1);
                (first, edges) = (part + 1, 0);
            }
        }
        blocks
    }
}

/// A division of a level's nodes. Groups are named by numbers below the number of nodes.
#[derive(Debug)]
pub(super) struct NodePartition {
    /// The group of every node.
    pub(super) membership: Vec<u32>,
    /// Sum of sizes by group.
    sizes: Vec<f64>,
    /// Number of nodes by group.
    members: Vec<u32>,
}

impl NodePartition {
    pub(super) fn new(level: &AggregateGraph<'_>, of: Vec<u32>) -> Self {
        let nodes = level.nodes();
        let mut groups = Self { membership: of, sizes: vec![0.0; nodes], members: vec![0; nodes] };
        for node in 0..nodes {
            groups.put(level, node, groups.membership[node]);
        }
        groups
    }

    /// The group of a node.
    pub(super) fn group_of(&self, node: usize) -> u32 {
        self.membership[node]
    }

    /// The sum of the sizes of a group.
    pub(super) fn size(&self, group: u32) -> f64 {
        self.sizes[group as usize]
    }

    /// How many nodes a group has.
    pub(super) fn members(&self, group: u32) -> u32 {
        self.members[group as usize]
    }

    pub(super) fn put(&mut self, level: &AggregateGraph<'_>, node: usize, group: u32) {
        self.membership[node] = group;
        self.sizes[group as usize] += level.sizes[node];
        self.members[group as usize] += 1;
    }

    /// Takes a node out of its group; it must be put somewhere then. An empty group has size 0
    /// whatever rounding left of it.
    pub(super) fn take(&mut self, level: &AggregateGraph<'_>, node: usize) {
        let group = self.membership[node] as usize;
        self.members[group] -= 1;
        self.sizes[group] -= level.sizes[node];
        if self.members[group] == 0 {
            self.sizes[group] = 0.0;
        }
    }
}

/// The weight between some nodes and the groups around them.
#[derive(Debug)]
pub(super) struct NeighbourGroups {
    weights: Vec<f64>,
    /// Groups with a neighbour, in the order of the neighbours.
    pub(super) groups: Vec<u32>,
    next: Vec<(u32, f64)>,
}

impl NeighbourGroups {
    pub(super) fn new(nodes: usize) -> Self {
        Self { weights: vec![0.0; nodes], groups: Vec::new(), next: Vec::new() }
    }

    pub(super) fn clear(&mut self) {
        for group in self.groups.drain(..) {
            self.weights[group as usize] = 0.0;
        }
    }

    /// Adds the weights to the groups of `neighbours`; those of 0 say nothing.
    pub(super) fn gather(&mut self, of: &[u32], neighbours: impl Iterator<Item = (usize, f64)>) {
        let Self { weights, groups, next } = self;
        next.clear();
        next.reserve(neighbours.size_hint().1.unwrap_or(0));
        neighbours.for_each(|(other, weight)| next.push((of[other], weight)));
        next.iter().for_each(|&(group, weight)| {
            let sum = &mut weights[group as usize];
            if *sum == 0.0 && weight > 0.0 {
                groups.push(group);
            }
            *sum += weight.max(0.0);
        });
    }

    pub(super) fn weight(&self, group: u32) -> f64 {
        self.weights[group as usize]
    }
}
