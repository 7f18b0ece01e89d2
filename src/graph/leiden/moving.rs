//! Moving nodes, one at a time, to the group that gains most.

use std::collections::VecDeque;

use super::level::{AggregateGraph, NeighbourGroups, NodePartition};
use crate::graph::split_mix64::SplitMix64;

/// A move must gain this share of the weights at its node, so that rounding cannot move a node to
/// and fro for ever.
const MARGIN: f64 = 1e-11;

/// Row entries from which on nodes are visited again only where it can matter.
const MANY: usize = 1 << 20;

/// Moves nodes until no single move gains. All are visited once in an order of chance, and again
/// when a neighbour went elsewhere.
///
/// In a large graph a node is visited again only when neighbours of so much weight went elsewhere that
/// another group may be better now, which spares half of the way along edges. That does not mind
/// that groups grow and shrink meanwhile; small graphs are worth the visits (0.0005 of modularity).
pub(super) fn settle(
    level: &AggregateGraph<'_>,
    groups: &mut NodePartition,
    chance: &mut SplitMix64,
) {
    let nodes = level.nodes() as u32;
    let mut order: Vec<u32> = (0..nodes).collect();
    chance.shuffle(&mut order);
    let is_large = level.edges.edges() >= MANY;
    let mut queue = VecDeque::from(order);
    let mut waits = vec![true; level.nodes()];
    // How much more a node gained where it was put than it would have anywhere else, at least.
    let mut leads = vec![0.0; level.nodes()];
    let mut near = NeighbourGroups::new(level.nodes());
    let mut empty: Vec<u32> =
        (0..nodes).rev().filter(|group| groups.members(*group) == 0).collect();
    while let Some(node) = queue.pop_front() {
        let node = node as usize;
        waits[node] = false;
        let from = groups.group_of(node);
        near.clear();
        near.gather(&groups.membership, level.edges.row(node));
        groups.take(level, node);
        let (to, lead) = best(level, groups, &near, node, empty.last().copied());
        groups.put(level, node, to);
        leads[node] = lead;
        if to == from {
            continue;
        }
        if empty.last() == Some(&to) {
            empty.pop();
        }
        if groups.members(from) == 0 {
            empty.push(from);
        }
        level.edges.row(node).for_each(|(other, weight)| {
            let (group, weight, lead) =
                (groups.group_of(other), weight.max(0.0), &mut leads[other]);
            *lead += match group {
                _ if group == to => weight,
                _ if group == from => -2.0 * weight,
                _ => -weight,
            };
            if (*lead <= 0.0 || !is_large) && group != to && !waits[other] {
                waits[other] = true;
                queue.push_back(other as u32);
            }
        });
    }
}

/// The group that gains most by a node that was taken out, its own unless another is better, and how
/// much more than the next.
fn best(
    level: &AggregateGraph<'_>,
    groups: &NodePartition,
    near: &NeighbourGroups,
    node: usize,
    empty: Option<u32>,
) -> (u32, f64) {
    let size = level.sizes[node];
    let gain = |group: u32| level.gain(near.weight(group), size, groups.size(group));
    let own = groups.group_of(node);
    let margin = MARGIN * near.groups.iter().map(|group| near.weight(*group)).sum::<f64>();
    // No group without a neighbour gains more than nothing.
    let (mut found, mut most, mut next) = (own, gain(own) + margin, 0.0_f64);
    for group in near.groups.iter().copied().chain(empty).filter(|group| *group != own) {
        let gained = gain(group);
        if gained > most {
            (found, most, next) = (group, gained, most);
        } else {
            next = next.max(gained);
        }
    }
    (found, most - next)
}
