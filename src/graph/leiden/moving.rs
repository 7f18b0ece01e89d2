//! Moving nodes, one at a time, to the group that gains most.

use std::collections::VecDeque;

use super::level::{Groups, Level, Near};
use crate::graph::chance::Chance;

/// A move must gain this share of the weights at its node, so that rounding cannot move a node to
/// and fro for ever.
const MARGIN: f64 = 1e-11;

/// Moves nodes until no single move gains. All are visited once in an order of chance, and again
/// when a neighbour went elsewhere.
pub(super) fn settle(level: &Level<'_>, groups: &mut Groups, chance: &mut Chance) {
    let nodes = level.nodes() as u32;
    let mut order: Vec<u32> = (0..nodes).collect();
    chance.shuffle(&mut order);
    let mut queue = VecDeque::from(order);
    let mut waits = vec![true; level.nodes()];
    let mut near = Near::new(level.nodes());
    let mut empty: Vec<u32> =
        (0..nodes).rev().filter(|group| groups.members(*group) == 0).collect();
    while let Some(node) = queue.pop_front() {
        let node = node as usize;
        waits[node] = false;
        let from = groups.of(node);
        near.clear();
        near.gather(&groups.of, level.edges.row(node));
        groups.take(level, node);
        let to = best(level, groups, &near, (node, empty.last().copied()));
        groups.put(level, node, to);
        if to == from {
            continue;
        }
        if empty.last() == Some(&to) {
            empty.pop();
        }
        if groups.members(from) == 0 {
            empty.push(from);
        }
        for &other in level.edges.others(node) {
            let waits = &mut waits[other as usize];
            if !*waits && groups.of(other as usize) != to {
                *waits = true;
                queue.push_back(other);
            }
        }
    }
}

/// The group that gains most by a node that was taken out: its own unless another is better.
fn best(
    level: &Level<'_>,
    groups: &Groups,
    near: &Near,
    (node, empty): (usize, Option<u32>),
) -> u32 {
    let size = level.sizes[node];
    let gain = |group: u32| level.gain(near.weight(group), size, groups.size(group));
    let own = groups.of(node);
    let margin = MARGIN * near.groups.iter().map(|group| near.weight(*group)).sum::<f64>();
    let mut found = (own, gain(own) + margin);
    for group in near.groups.iter().copied().chain(empty) {
        let gained = gain(group);
        if gained > found.1 {
            found = (group, gained);
        }
    }
    found.0
}
