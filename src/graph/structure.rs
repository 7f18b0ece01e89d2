//! Degrees, strengths and weak components.

use super::Compact;

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
pub fn degrees(graph: &Compact) -> Vec<Degree> {
    let degree = |node| Degree {
        into: graph.into.degree(node) as u64,
        out: graph.out.degree(node) as u64,
        strength_in: graph.into.strength(node),
        strength_out: graph.out.strength(node),
    };
    (0..graph.nodes()).map(degree).collect()
}

/// The weak component of every node: 0 is the largest; of equal ones, that of the first node.
///
/// Union by the smaller root with path halving, in a loop: a path of a million nodes costs no
/// stack, as recursion would.
pub fn components(graph: &Compact) -> Vec<u32> {
    let nodes = graph.nodes();
    let mut parents: Vec<usize> = (0..nodes).collect();
    for from in 0..nodes {
        for (to, _) in graph.out.row(from) {
            let (left, right) = (root(&mut parents, from), root(&mut parents, to));
            parents[left.max(right)] = left.min(right);
        }
    }
    let roots: Vec<usize> = (0..nodes).map(|node| root(&mut parents, node)).collect();
    by_size(&roots)
}

/// Numbers groups from 0: the largest first, of equal ones that of the first node. `groups` names
/// the group of every node by any number below the number of nodes.
pub(super) fn by_size(groups: &[usize]) -> Vec<u32> {
    let mut sizes = vec![(0_usize, usize::MAX); groups.len()];
    for (node, group) in groups.iter().enumerate() {
        let (size, first) = sizes[*group];
        sizes[*group] = (size + 1, first.min(node));
    }
    let mut order: Vec<usize> = (0..groups.len()).filter(|group| sizes[*group].0 > 0).collect();
    order.sort_by_key(|group| (std::cmp::Reverse(sizes[*group].0), sizes[*group].1));
    let mut numbers = vec![0; groups.len()];
    for (number, group) in order.iter().enumerate() {
        numbers[*group] = number as u32;
    }
    groups.iter().map(|group| numbers[*group]).collect()
}

/// The node that stands for the set that a node is in.
pub(super) fn root(parents: &mut [usize], mut node: usize) -> usize {
    while parents[node] != node {
        parents[node] = parents[parents[node]];
        node = parents[node];
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_component_is_zero() {
        let graph = Compact::from_sorted(6, &[(0, 1, 1.0), (3, 2, 1.0), (4, 3, 1.0)]);
        assert_eq!(components(&graph), [1, 1, 0, 0, 0, 2]);
    }

    #[test]
    fn a_long_path_costs_no_stack() {
        let nodes = 300_000;
        let edges: Vec<_> = (0..nodes - 1).map(|node| (node, node + 1, 1.0)).collect();
        let graph = Compact::from_sorted(nodes as usize, &edges);
        assert!(components(&graph).iter().all(|number| *number == 0));
    }

    #[test]
    fn a_loop_counts_on_both_sides() {
        let degree = degrees(&Compact::from_sorted(1, &[(0, 0, 2.0)]))[0];
        assert_eq!(degree, Degree { into: 1, out: 1, strength_in: 2.0, strength_out: 2.0 });
    }
}
