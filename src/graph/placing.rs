//! Edges put into rows by counting, without any sorting.

use rayon::prelude::*;

/// Edges that one task puts in place, in a part of the arrays that stays near the processor; every task goes through all
/// edges, so smaller parts cost more than they save (1 << 20: 5% more of the processor for a list of ten million).
const PART: usize = 1 << 22;

/// Puts every edge into the rows of both of its ends. Edges come in the order of their ends, so a row gets
/// its earlier nodes before its own edges, and is in node order.
pub(super) fn place_both_ends<W: Copy + Default>(
    offsets: &[usize],
    edges: impl Iterator<Item = (u32, u32, W)>,
) -> (Vec<u32>, Vec<W>) {
    let all = offsets.last().copied().unwrap_or(0);
    let (mut neighbours, mut weights) = (vec![0; all], vec![W::default(); all]);
    let mut next = offsets.to_vec();
    let mut put = |row: u32, other: u32, weight: W| {
        let place = &mut next[row as usize];
        (neighbours[*place], weights[*place]) = (other, weight);
        *place += 1;
    };
    for (from, to, weight) in edges {
        put(from, to, weight);
        if from != to {
            put(to, from, weight);
        }
    }
    (neighbours, weights)
}

/// A counting sort of edges by their first ends, a part of the rows at a time: every task goes
/// through all edges and places those of its rows, in their order.
pub(super) fn counting_sort<W, E>(
    nodes: usize,
    edges: usize,
    each: impl Fn() -> E + Sync,
) -> (Vec<usize>, Vec<u32>, Vec<W>)
where
    W: Copy + Default + Send,
    E: Iterator<Item = (u32, u32, W)>,
{
    let mut offsets = vec![0; nodes + 1];
    each().for_each(|(row, ..)| offsets[row as usize + 1] += 1);
    (0..nodes).for_each(|node| offsets[node + 1] += offsets[node]);
    let mut neighbours = vec![0; edges];
    let mut weights = vec![W::default(); edges];
    let mut parts = Vec::new();
    let (mut others, mut rest, mut first) = (&mut neighbours[..], &mut weights[..], 0);
    while first < nodes {
        let start = offsets[first];
        let last = offsets.partition_point(|offset| *offset <= start + PART).max(first + 2) - 1;
        let (own, after) = others.split_at_mut(offsets[last] - start);
        let (own_weights, after_weights) = rest.split_at_mut(offsets[last] - start);
        parts.push((first..last, own, own_weights));
        (others, rest, first) = (after, after_weights, last);
    }
    parts.into_par_iter().for_each(|(rows, neighbours, weights)| {
        let start = offsets[rows.start];
        let mut next: Vec<usize> = offsets[rows.clone()].iter().map(|at| at - start).collect();
        each().for_each(|(row, other, weight)| {
            let Some(place) = next.get_mut((row as usize).wrapping_sub(rows.start)) else { return };
            (neighbours[*place], weights[*place]) = (other, weight);
            *place += 1;
        });
    });
    (offsets, neighbours, weights)
}
