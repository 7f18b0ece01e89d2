//! Who cites whom of what kind: reciprocity, assortativity, and ties inside and between groups.

use std::collections::BTreeMap;

use super::Adjacency;

/// Share of edges that are answered by the edge in the other direction; `None` without edges.
///
/// Self-loops are left out, weights are not used. A graph of articles and domains has 0.
///
/// Source: Garlaschelli & Loffredo 2004, equation 2. The convention of igraph's `reciprocity`.
pub fn reciprocity(graph: &Adjacency) -> Option<f64> {
    let (mut edges, mut answered) = (0_u64, 0_u64);
    for from in 0..graph.nodes() {
        for (to, _) in graph.outgoing.row(from).filter(|(to, _)| *to != from) {
            edges += 1;
            answered += u64::from(graph.outgoing.has(to, from));
        }
    }
    (edges > 0).then(|| answered as f64 / edges as f64)
}

/// Which of its degrees a node is compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DegreeSide {
    /// How many nodes cite it.
    Into,
    /// How many nodes it cites.
    Out,
}

/// Pearson's correlation, over all edges, of a degree of the citing and one of the cited node;
/// `None` where one of them does not vary.
///
/// Edges count once whatever they weigh; self-loops count as edges and in degrees. All sums are
/// whole numbers, so only the last division rounds. Range `[-1, 1]`.
///
/// Source: Newman 2003, equation 26; with `Out` and `Into` as in igraph's `assortativity_degree` and
/// networkx's `degree_pearson_correlation_coefficient`.
pub fn degree_assortativity(
    graph: &Adjacency,
    citing: DegreeSide,
    cited: DegreeSide,
) -> Option<f64> {
    let degree = |side, node| match side {
        DegreeSide::Into => graph.incoming.degree(node) as i128,
        DegreeSide::Out => graph.outgoing.degree(node) as i128,
    };
    let (mut sum, mut square, mut product) = ((0, 0), (0, 0), 0);
    for from in 0..graph.nodes() {
        let left = degree(citing, from);
        for (to, _) in graph.outgoing.row(from) {
            let right = degree(cited, to);
            sum = (sum.0 + left, sum.1 + right);
            square = (square.0 + left * left, square.1 + right * right);
            product += left * right;
        }
    }
    let edges = graph.edges() as i128;
    let spread = |sum: i128, square: i128| (edges * square - sum * sum) as f64;
    let spreads = spread(sum.0, square.0).sqrt() * spread(sum.1, square.1).sqrt();
    (spreads > 0.0).then(|| (edges * product - sum.0 * sum.1) as f64 / spreads)
}

/// Weights of the ties of a group, or of a whole graph.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Ties {
    /// Weight of ties that lead to another group.
    pub external: f64,
    /// Weight of ties that stay in the group.
    pub internal: f64,
}

impl Ties {
    /// The EI index `(E-I)/(E+I)`: 1 where all ties lead outside, -1 where none does; `None`
    /// without ties.
    pub fn index(self) -> Option<f64> {
        let sum = self.external + self.internal;
        (sum > 0.0).then(|| (self.external - self.internal) / sum)
    }
}

/// Ties inside and between the groups of an attribute.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mixing {
    /// All ties, each once.
    pub all: Ties,
    /// Ties by group: a tie between two groups is an external one of both, in either direction.
    /// Groups without ties are absent.
    pub groups: BTreeMap<u32, Ties>,
}

/// Counts the ties between groups for the EI index. `groups` has one value a node.
///
/// A tie weighs what its edge weighs. Self-loops are no ties, for they join nobody. An edge that
/// has an end without a group (`None`, or past the end of `groups`) is left out: nobody knows
/// whether it is internal.
///
/// Source: Krackhardt & Stern 1988.
pub fn mixing_by_group(graph: &Adjacency, groups: &[Option<u32>]) -> Mixing {
    let group = |node: usize| groups.get(node).copied().flatten();
    let mut found = Mixing::default();
    for from in 0..graph.nodes() {
        for (to, weight) in graph.outgoing.row(from).filter(|(to, _)| *to != from) {
            let (Some(left), Some(right)) = (group(from), group(to)) else { continue };
            if left == right {
                found.all.internal += weight;
                found.groups.entry(left).or_default().internal += weight;
            } else {
                found.all.external += weight;
                found.groups.entry(left).or_default().external += weight;
                found.groups.entry(right).or_default().external += weight;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(nodes: usize, edges: &[(u32, u32)]) -> Adjacency {
        let edges: Vec<_> = edges.iter().map(|(from, to)| (*from, *to, 1.0)).collect();
        Adjacency::from_sorted(nodes, &edges)
    }

    #[test]
    fn answers_are_counted_without_loops() {
        let edges = [(0, 0), (0, 1), (1, 0), (1, 2), (2, 3)];
        assert_eq!(reciprocity(&graph(4, &edges)), Some(0.5));
        assert_eq!(reciprocity(&graph(1, &[(0, 0)])), None);
    }

    #[test]
    fn degrees_that_do_not_vary_have_no_correlation() {
        let by = |graph: &Adjacency| degree_assortativity(graph, DegreeSide::Out, DegreeSide::Into);
        assert_eq!(by(&graph(3, &[(0, 1), (1, 2), (2, 0)])), None);
        assert_eq!(by(&graph(3, &[])), None);
        // One cites two that nobody else cites; two cite one that both cite.
        let opposite = graph(6, &[(0, 1), (0, 2), (3, 5), (4, 5)]);
        assert_eq!(by(&opposite), Some(-1.0));
    }

    #[test]
    fn ties_are_external_internal_or_unknown() {
        let edges =
            [(0, 0, 9.0), (0, 1, 3.0), (1, 2, 1.0), (2, 0, 2.0), (2, 3, 50.0), (3, 4, 70.0)];
        let found =
            mixing_by_group(&Adjacency::from_sorted(5, &edges), &[Some(7), Some(7), Some(2), None]);
        assert_eq!(found.all, Ties { external: 3.0, internal: 3.0 });
        assert_eq!(found.all.index(), Some(0.0));
        assert_eq!(found.groups[&7].index(), Some(0.0));
        assert_eq!(found.groups[&2].index(), Some(1.0));
        assert_eq!(found.groups.len(), 2);
        assert_eq!(Ties::default().index(), None);
    }
}
