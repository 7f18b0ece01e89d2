//! Splitting groups into well connected parts, which are then kept together.

use std::ops::Range;

use rayon::prelude::*;

use super::dense;
use super::level::{AggregateGraph, Members, NeighbourGroups, NodePartition};
use crate::graph::split_mix64::SplitMix64;

/// The part of every node, numbered without gaps, and how many parts there are.
///
/// Within its group a node that is still alone joins a part, if both the node and the part are well
/// connected with the rest of the group: by more weight than their sizes cost. Chance prefers the
/// part that gains more. So no part reaches beyond its group, and every part is connected.
///
/// A group minds no other, and has chance of its own: groups are split on all threads.
pub(super) fn parts(
    level: &AggregateGraph<'_>,
    groups: &NodePartition,
    chance: &mut SplitMix64,
) -> (Vec<u32>, usize) {
    let members = Members::new(&groups.membership, level.nodes());
    let mut places = vec![0; level.nodes()];
    members.nodes().iter().enumerate().for_each(|(at, node)| places[*node as usize] = at as u32);
    let (seed, mut named) = (chance.next(), places.clone());
    let split = |block: Range<usize>| -> Vec<u32> {
        let group = |group: usize| {
            // Neighbouring seeds give neighbouring numbers, but not after one draw.
            let mut chance =
                SplitMix64::new(SplitMix64::new(seed.wrapping_add(group as u64)).next());
            let (nodes, size) = (members.members_of(group), groups.size(group as u32));
            let first = nodes.first().map_or(0, |node| places[*node as usize]);
            let of = match nodes.len() {
                0 | 1 => vec![0; nodes.len()],
                _ => Refinement::new(level, GroupNodes { nodes, places: &places, first, size })
                    .split(&mut chance),
            };
            of.into_iter().map(move |part| first + part)
        };
        block.flat_map(group).collect()
    };
    let blocks = members.blocks(|node| level.edges.degree(node)).into_par_iter().map(split);
    let found: Vec<Vec<u32>> = blocks.collect();
    for (node, part) in members.nodes().iter().zip(found.into_iter().flatten()) {
        named[*node as usize] = part;
    }
    dense(&named)
}

/// The nodes of one group.
#[derive(Clone, Copy)]
struct GroupNodes<'a> {
    nodes: &'a [u32],
    /// Where every node of the level stands among the nodes sorted by groups.
    places: &'a [u32],
    /// Where the first of this group stands.
    first: u32,
    /// The sum of their sizes.
    size: f64,
}

/// One group and its parts so far. Nodes and parts have numbers of their own, from 0.
struct Refinement<'a> {
    level: &'a AggregateGraph<'a>,
    group: GroupNodes<'a>,
    /// The part of every node, named by one of its nodes.
    of: Vec<u32>,
    sizes: Vec<f64>,
    members: Vec<u32>,
    /// The weight between a part and the rest of its group.
    ties: Vec<f64>,
    near: NeighbourGroups,
    /// Parts that gain, with what they gain.
    gains: Vec<(u32, f64)>,
}

impl<'a> Refinement<'a> {
    /// Every node alone.
    fn new(level: &'a AggregateGraph<'a>, group: GroupNodes<'a>) -> Self {
        let count = group.nodes.len();
        let ties = |node| group.inside(level, node).fold(0.0, |sum, (_, weight)| sum + weight);
        Self {
            level,
            of: (0..count as u32).collect(),
            sizes: group.nodes.iter().map(|node| level.sizes[*node as usize]).collect(),
            members: vec![1; count],
            ties: (0..count).map(ties).collect(),
            near: NeighbourGroups::new(count),
            gains: Vec::new(),
            group,
        }
    }

    /// The part of every node.
    fn split(mut self, chance: &mut SplitMix64) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.of.len() as u32).collect();
        chance.shuffle(&mut order);
        for node in order.into_iter().map(|node| node as usize) {
            if let Some(part) = self.choice(node, chance) {
                self.join(node, part as usize);
            }
        }
        self.of
    }

    /// The part that a node joins; `None` where it stays as it is. A part is drawn with the share
    /// that its gain has in all gains.
    fn choice(&mut self, node: usize, chance: &mut SplitMix64) -> Option<u32> {
        let own = self.of[node];
        if self.members[own as usize] != 1 || !self.is_well_connected(own) {
            return None;
        }
        self.near.clear();
        self.near.gather(&self.of, self.group.inside(self.level, node));
        self.gains.clear();
        let size = self.sizes[own as usize];
        for &part in self.near.groups.iter().filter(|part| **part != own) {
            let gain = self.level.gain(self.near.weight(part), size, self.sizes[part as usize]);
            if gain > 0.0 && self.is_well_connected(part) {
                self.gains.push((part, gain));
            }
        }
        let sum = self.gains.iter().fold(0.0, |sum, (_, gain)| sum + gain);
        let mut rest = chance.share(sum);
        let drawn = self.gains.iter().find(|(_, gain)| {
            rest -= gain;
            rest < 0.0
        });
        drawn.or(self.gains.last()).map(|(part, _)| *part)
    }

    fn is_well_connected(&self, part: u32) -> bool {
        let size = self.sizes[part as usize];
        self.level.gain(self.ties[part as usize], size, self.group.size - size) >= 0.0
    }

    /// Takes a node that is alone into a part.
    fn join(&mut self, node: usize, part: usize) {
        let own = self.of[node] as usize;
        self.ties[part] += self.ties[own] - 2.0 * self.near.weight(part as u32);
        self.sizes[part] += self.sizes[own];
        self.members[part] += 1;
        self.members[own] -= 1;
        self.of[node] = part as u32;
    }
}

impl<'a> GroupNodes<'a> {
    /// The neighbours of a node in its own group.
    fn inside(
        self,
        level: &'a AggregateGraph<'a>,
        node: usize,
    ) -> impl Iterator<Item = (usize, f64)> + use<'a> {
        let row = level.edges.row(self.nodes[node] as usize);
        row.filter_map(move |(other, weight)| {
            let other = self.places[other].wrapping_sub(self.first) as usize;
            (other < self.nodes.len()).then_some((other, weight))
        })
    }
}
