//! A compact adjacency: two CSR arrays, one by citing and one by cited node.
//!
//! 8 bytes an edge where all edges weigh 1, 10 where weights are small whole numbers, and else 24.

use std::borrow::Cow;
use std::sync::Arc;

use super::Csr;

/// A weighted directed graph for analytics.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjacency {
    /// By citing node: whom it cites.
    pub outgoing: Arc<Csr>,
    /// By cited node: who cites it. Of a graph without directions, the same rows as `out`.
    pub incoming: Arc<Csr>,
    /// Whether both directions of every edge are here because it has none.
    pub is_undirected: bool,
}

impl Adjacency {
    /// Builds both directions from edges sorted by (from, to).
    ///
    /// # Panics
    /// Where an end is not below `nodes`.
    pub fn from_sorted(nodes: usize, edges: &[(u32, u32, f64)]) -> Self {
        debug_assert!(edges.is_sorted_by_key(|(from, to, _)| (*from, *to)), "edges are sorted");
        Self::from_rows_of(nodes, edges.len(), edges.iter().copied())
    }

    /// The same of `count` edges that are made one at a time.
    pub(super) fn from_rows_of(
        nodes: usize,
        count: usize,
        edges: impl Iterator<Item = (u32, u32, f64)>,
    ) -> Self {
        Self::directed(Csr::from_sorted(nodes, count, edges))
    }

    /// Builds a graph without directions, from edges of which each is given once, by its earlier
    /// node first: it stands in the rows of both of its ends.
    ///
    /// # Panics
    /// Where an end is not below `nodes`.
    pub fn undirected(nodes: usize, edges: &[(u32, u32, f64)]) -> Self {
        let mut edges = Cow::Borrowed(edges);
        if !edges.is_sorted_by_key(|(from, to, _)| (*from, *to)) {
            edges.to_mut().sort_by_key(|(from, to, _)| (*from, *to));
        }
        Self::from_pairs(nodes, || edges.iter().copied())
    }

    /// The same of edges that come in the order of their first and then of their second ends, as often as
    /// they are asked for: nothing is held besides the graph.
    ///
    /// # Panics
    /// Where an end is not below `nodes`.
    pub(super) fn from_pairs<E>(nodes: usize, edges: impl Fn() -> E) -> Self
    where
        E: Iterator<Item = (u32, u32, f64)>,
    {
        debug_assert!(edges().all(|(from, to, _)| from <= to), "the earlier node comes first");
        Self::from_rows(Csr::from_pairs(nodes, edges))
    }

    fn directed(out: Csr) -> Self {
        Self { incoming: Arc::new(out.transposed()), outgoing: Arc::new(out), is_undirected: false }
    }

    /// Both directions of every edge stand in the same rows.
    fn from_rows(rows: Csr) -> Self {
        let rows = Arc::new(rows);
        Self { incoming: Arc::clone(&rows), outgoing: rows, is_undirected: true }
    }

    /// Builds a graph from edges in any order; those with the same ends become one, and their weights
    /// are added. No weights at all mean 1 each. In a mutual graph the order of ends says nothing.
    ///
    /// At its peak the edges given, and half of the graph, are held: 12 bytes an edge without weights
    /// and 28 with.
    ///
    /// # Panics
    /// Where an end is not below `nodes`, or the number of weights is neither 0 nor that of edges.
    pub fn from_ends(nodes: usize, ends: Vec<(u32, u32)>, weights: Vec<f64>) -> Self {
        assert!(weights.is_empty() || weights.len() == ends.len(), "a weight for every edge");
        Self::directed(Csr::from_edges(nodes, ends, weights))
    }

    /// The same for edges without direction.
    ///
    /// # Panics
    /// As [`Adjacency::from_ends`].
    pub fn from_undirected_ends(
        nodes: usize,
        mut ends: Vec<(u32, u32)>,
        weights: Vec<f64>,
    ) -> Self {
        ends.iter_mut().for_each(|(one, two)| (*one, *two) = ((*one).min(*two), (*one).max(*two)));
        let half = Self::from_ends(nodes, ends, weights);
        // A self-loop is in both.
        Self::from_rows(
            half.outgoing.zip_rows(&half.incoming, |_, left, right| Some(left.max(right))),
        )
    }

    /// Every edge once: its ends and its weight, in the order of the rows of `out`.
    pub fn each(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        (0..self.nodes()).flat_map(move |from| {
            let row =
                self.outgoing.row(from).filter(move |(to, _)| !self.is_undirected || from <= *to);
            row.map(move |(to, weight)| (from, to, weight))
        })
    }

    /// Keeps the edges that are marked, in the order of [`Adjacency::each`], and the nodes that keep
    /// an edge or never had one. Gives the old number of every node that is left.
    #[must_use]
    pub fn filter_edges(&self, marked: &[bool]) -> (Self, Vec<usize>) {
        let edges = || self.each().zip(marked).filter(|(_, kept)| **kept).map(|(edge, _)| edge);
        let mut stays: Vec<bool> = (0..self.nodes())
            .map(|node| self.outgoing.degree(node) + self.incoming.degree(node) == 0)
            .collect();
        edges().for_each(|(from, to, _)| (stays[from], stays[to]) = (true, true));
        self.retain(&stays, marked)
    }

    /// Keeps the nodes that are marked, and of the edges, in the order of [`Adjacency::each`], those that are
    /// marked and keep both of their ends. Gives the old number of every node that is left.
    #[must_use]
    pub fn retain(&self, stays: &[bool], marked: &[bool]) -> (Self, Vec<usize>) {
        let edges = || {
            let edges = self.each().zip(marked).filter(|(_, kept)| **kept).map(|(edge, _)| edge);
            edges.filter(|(from, to, _)| stays[*from] && stays[*to])
        };
        let left: Vec<usize> = (0..self.nodes()).filter(|node| stays[*node]).collect();
        let mut numbers = vec![0; self.nodes()];
        left.iter().enumerate().for_each(|(new, old)| numbers[*old] = new as u32);
        let edges: Vec<_> =
            edges().map(|(from, to, weight)| (numbers[from], numbers[to], weight)).collect();
        let graph = match self.is_undirected {
            true => Self::undirected(left.len(), &edges),
            false => Self::from_sorted(left.len(), &edges),
        };
        (graph, left)
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.outgoing.nodes()
    }

    /// Number of edges in the rows of `out`; in a mutual graph all but self-loops stand there twice.
    pub fn edges(&self) -> usize {
        self.outgoing.edges()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_hold_the_same_edges() {
        let edges = [(0, 1, 2.0), (0, 2, 1.0), (2, 1, 4.0), (2, 2, 8.0)];
        let graph = Adjacency::from_sorted(4, &edges);
        assert_eq!((graph.nodes(), graph.edges()), (4, 4));
        assert_eq!(graph.outgoing.row(0).collect::<Vec<_>>(), [(1, 2.0), (2, 1.0)]);
        assert_eq!(graph.incoming.row(1).collect::<Vec<_>>(), [(0, 2.0), (2, 4.0)]);
        assert_eq!((graph.incoming.degree(2), graph.incoming.strength(2)), (2, 9.0));
        assert_eq!(graph.outgoing.degree(3), 0);
        assert!(graph.outgoing.strength(3).is_sign_positive());
    }

    #[test]
    fn edges_in_any_order_are_added_up() {
        let ends = vec![(2, 1), (0, 2), (2, 2), (0, 1), (0, 2)];
        let plain = Adjacency::from_ends(4, ends.clone(), Vec::new());
        assert_eq!(plain.outgoing.row(0).collect::<Vec<_>>(), [(1, 1.0), (2, 2.0)]);
        assert_eq!(plain.incoming.row(2).collect::<Vec<_>>(), [(0, 2.0), (2, 1.0)]);
        let weighted = Adjacency::from_ends(4, ends.clone(), vec![4.0, 1.0, 8.0, 2.0, 0.5]);
        let wanted =
            Adjacency::from_sorted(4, &[(0, 1, 2.0), (0, 2, 1.5), (2, 1, 4.0), (2, 2, 8.0)]);
        assert_eq!(weighted, wanted);
        let mutual = Adjacency::from_undirected_ends(3, vec![(2, 1), (1, 2), (0, 0)], Vec::new());
        assert_eq!(mutual, Adjacency::undirected(3, &[(0, 0, 1.0), (1, 2, 2.0)]));
        assert_eq!(mutual.each().collect::<Vec<_>>(), [(0, 0, 1.0), (1, 2, 2.0)]);
        let single = Adjacency::from_ends(3, vec![(1, 0), (0, 2)], Vec::new());
        assert_eq!(single.each().collect::<Vec<_>>(), [(0, 2, 1.0), (1, 0, 1.0)]);
    }

    #[test]
    fn nodes_go_with_their_last_edge() {
        let graph = Adjacency::from_sorted(5, &[(0, 1, 2.0), (1, 2, 1.0), (3, 1, 5.0)]);
        let (kept, left) = graph.filter_edges(&[true, false, true]);
        assert_eq!(left, [0, 1, 3, 4]);
        assert_eq!(kept, Adjacency::from_sorted(4, &[(0, 1, 2.0), (2, 1, 5.0)]));
    }
}
