//! Degrees, strengths and weak components.

use super::Adjacency;

/// How many edges a node has, and what they weigh. A self-loop counts on both sides.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Degree {
    /// Nodes that cite it.
    pub into: u64,
    /// Nodes that it cites.
    pub out: u64,
    /// Sum of the weights of incoming edges.
    pub strength_in: f64,
    /// Sum of the weights of outgoing edges.
    pub strength_out: f64,
}

/// Degree and strength of every node.
pub fn degrees(graph: &Adjacency) -> Vec<Degree> {
    (0..graph.nodes()).map(|node| degree(graph, node)).collect()
}

/// Degree and strength of one node.
pub fn degree(graph: &Adjacency, node: usize) -> Degree {
    Degree {
        into: graph.incoming.degree(node) as u64,
        out: graph.outgoing.degree(node) as u64,
        strength_in: graph.incoming.strength(node),
        strength_out: graph.outgoing.strength(node),
    }
}

/// The weak component of every node: 0 is the largest; of equal ones, that of the first node.
///
/// Union by the smaller root with path halving, in a loop: a path of a million nodes costs no
/// stack, as recursion would.
pub fn components(graph: &Adjacency) -> Vec<u32> {
    let nodes = graph.nodes();
    let mut parents: Vec<u32> = (0..nodes as u32).collect();
    for from in 0..nodes {
        join(&mut parents, from as u32, graph.outgoing.others(from).iter().copied());
    }
    let roots: Vec<u32> = (0..nodes as u32).map(|node| root(&mut parents, node)).collect();
    by_size(&roots)
}

/// Numbers groups from 0: the largest first, of equal ones that of the first node. `groups` names
/// the group of every node by any number below the number of nodes.
pub(super) fn by_size(groups: &[u32]) -> Vec<u32> {
    let mut sizes = vec![(0_usize, usize::MAX); groups.len()];
    for (node, group) in groups.iter().enumerate() {
        let (size, first) = sizes[*group as usize];
        sizes[*group as usize] = (size + 1, first.min(node));
    }
    let mut order: Vec<usize> = (0..groups.len()).filter(|group| sizes[*group].0 > 0).collect();
    order.sort_by_key(|group| (std::cmp::Reverse(sizes[*group].0), sizes[*group].1));
    let mut numbers = vec![0; groups.len()];
    for (number, group) in order.iter().enumerate() {
        numbers[*group] = number as u32;
    }
    groups.iter().map(|group| numbers[*group as usize]).collect()
}

/// Makes one set of those that a node and others are in.
pub(super) fn join(parents: &mut [u32], node: u32, others: impl Iterator<Item = u32>) {
    let mut own = root(parents, node);
    for other in others {
        let other = root(parents, other);
        parents[own.max(other) as usize] = own.min(other);
        own = own.min(other);
    }
}

/// The node that stands for the set that a node is in.
pub(super) fn root(parents: &mut [u32], mut node: u32) -> u32 {
    while parents[node as usize] != node {
        parents[node as usize] = parents[parents[node as usize] as usize];
        node = parents[node as usize];
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_component_is_zero() {
        let graph = Adjacency::from_sorted(6, &[(0, 1, 1.0), (3, 2, 1.0), (4, 3, 1.0)]);
        assert_eq!(components(&graph), [1, 1, 0, 0, 0, 2]);
    }

    #[test]
    fn a_long_path_costs_no_stack() {
        let nodes = 300_000;
        let edges: Vec<_> = (0..nodes - 1).map(|node| (node, node + 1, 1.0)).collect();
        let graph = Adjacency::from_sorted(nodes as usize, &edges);
        assert!(components(&graph).iter().all(|number| *number == 0));
    }

    #[test]
    fn a_loop_counts_on_both_sides() {
        let degree = degrees(&Adjacency::from_sorted(1, &[(0, 0, 2.0)]))[0];
        assert_eq!(degree, Degree { into: 1, out: 1, strength_in: 2.0, strength_out: 2.0 });
    }
}
