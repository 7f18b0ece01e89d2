//! Splitting groups into well connected parts, which are then kept together.

use rayon::prelude::*;

use super::dense;
use super::level::{Groups, Level, Near};
use crate::graph::chance::Chance;

/// The part of every node, numbered without gaps, and how many parts there are.
///
/// Within its group a node that is still alone joins a part, if both the node and the part are well
/// connected with the rest of the group: by more weight than their sizes cost. Chance prefers the
/// part that gains more. So no part reaches beyond its group, and every part is connected.
pub(super) fn parts(level: &Level<'_>, groups: &Groups, chance: &mut Chance) -> (Vec<u32>, usize) {
    let mut refining = Refining::new(level, groups);
    let mut order: Vec<u32> = (0..level.nodes() as u32).collect();
    chance.shuffle(&mut order);
    for node in order.into_iter().map(|node| node as usize) {
        if let Some(part) = refining.choice(node, chance) {
            refining.join(node, part);
        }
    }
    dense(&refining.parts.of)
}

struct Refining<'a> {
    level: &'a Level<'a>,
    groups: &'a Groups,
    parts: Groups,
    /// The weight between a part and the rest of its group.
    ties: Vec<f64>,
    near: Near,
    /// Parts that gain, with what they gain.
    gains: Vec<(u32, f64)>,
}

impl<'a> Refining<'a> {
    fn new(level: &'a Level<'a>, groups: &'a Groups) -> Self {
        let sum = |node| inside(level, groups, node).fold(0.0, |sum, (_, weight)| sum + weight);
        Self {
            level,
            groups,
            parts: Groups::singletons(level),
            ties: (0..level.nodes()).into_par_iter().map(sum).collect(),
            near: Near::new(level.nodes()),
            gains: Vec::new(),
        }
    }

    /// The part that a node joins; `None` where it stays as it is. A part is drawn with the share
    /// that its gain has in all gains.
    fn choice(&mut self, node: usize, chance: &mut Chance) -> Option<u32> {
        let (own, group) = (self.parts.of(node), self.groups.of(node));
        if self.parts.members(own) != 1 || !self.is_well_connected(own, group) {
            return None;
        }
        self.near.clear();
        self.near.gather(&self.parts.of, inside(self.level, self.groups, node));
        self.gains.clear();
        for &part in self.near.groups.iter().filter(|part| **part != own) {
            let (weight, size) = (self.near.weight(part), self.parts.size(part));
            let gain = self.level.gain(weight, self.level.sizes[node], size);
            if gain > 0.0 && self.is_well_connected(part, group) {
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

    fn is_well_connected(&self, part: u32, group: u32) -> bool {
        let size = self.parts.size(part);
        self.level.gain(self.ties[part as usize], size, self.groups.size(group) - size) >= 0.0
    }

    /// Takes a node that is alone into a part.
    fn join(&mut self, node: usize, part: u32) {
        let own = self.parts.of(node) as usize;
        self.ties[part as usize] += self.ties[own] - 2.0 * self.near.weight(part);
        self.parts.take(self.level, node);
        self.parts.put(self.level, node, part);
    }
}

/// The neighbours of a node in its own group.
fn inside<'a>(
    level: &'a Level<'a>,
    groups: &'a Groups,
    node: usize,
) -> impl Iterator<Item = (usize, f64)> + 'a {
    level.edges.row(node).filter(move |(other, _)| groups.of(*other) == groups.of(node))
}
