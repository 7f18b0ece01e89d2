//! Splitting groups into well connected parts, which are then kept together.

use super::dense;
use super::level::{Groups, Level, Near};
use crate::graph::chance::Chance;

/// The part of every node, numbered without gaps, and how many parts there are.
///
/// Within its group a node that is still alone joins the part that gains most, if both the node and
/// the part are well connected with the rest of the group: by more weight than their sizes cost.
/// So no part reaches beyond its group, and every part is connected.
pub(super) fn parts(level: &Level, groups: &Groups, chance: &mut Chance) -> (Vec<usize>, usize) {
    let mut parts = Groups::singletons(level);
    let mut near = Near::new(level.nodes());
    let inside = |node: usize| {
        level.edges.row(node).filter(move |(other, _)| groups.of[*other] == groups.of[node])
    };
    // The weight between a part and the rest of its group.
    let mut ties: Vec<f64> = (0..level.nodes())
        .map(|node| inside(node).fold(0.0, |sum, (_, weight)| sum + weight))
        .collect();
    let mut order: Vec<usize> = (0..level.nodes()).collect();
    chance.shuffle(&mut order);
    for node in order {
        let (own, whole) = (parts.of[node], groups.sizes[groups.of[node]]);
        let joined = |part: usize, parts: &Groups| {
            level.gain(ties[part], parts.sizes[part], whole - parts.sizes[part]) >= 0.0
        };
        if parts.members[own] != 1 || !joined(own, &parts) {
            continue;
        }
        near.gather(&parts.of, inside(node));
        let gain =
            |part: usize| level.gain(near.weight(part), level.sizes[node], parts.sizes[part]);
        let mut best = (own, 0.0);
        for &part in near.groups.iter().filter(|part| **part != own && joined(**part, &parts)) {
            let gained = gain(part);
            if gained > best.1 {
                best = (part, gained);
            }
        }
        if best.0 != own {
            let shared = near.weight(best.0);
            ties[best.0] += ties[own] - 2.0 * shared;
            parts.take(level, node);
            parts.put(level, node, best.0);
        }
    }
    dense(&parts.of)
}
