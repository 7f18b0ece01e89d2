//! A compact adjacency: two CSR arrays, one by citing and one by cited node.
//!
//! 12 bytes an edge and direction, in two flat arrays, or 4 where all edges weigh 1: a pass over all
//! edges is a linear scan.

/// One direction of an adjacency in compressed sparse rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Csr {
    offsets: Vec<usize>,
    neighbours: Vec<u32>,
    /// Empty where all weights are 1.
    weights: Vec<f64>,
}

impl Csr {
    /// The neighbours of a node with their weights, in node order.
    pub fn row(&self, node: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.offsets[node]..self.offsets[node + 1];
        let weights = self.weights.get(range.clone()).unwrap_or_default();
        let row = self.neighbours[range].iter().enumerate();
        row.map(|(at, other)| (*other as usize, weights.get(at).copied().unwrap_or(1.0)))
    }

    /// Number of neighbours of a node.
    pub fn degree(&self, node: usize) -> usize {
        self.offsets[node + 1] - self.offsets[node]
    }

    /// Whether a node has this neighbour; rows are in node order, so it is looked up by halves.
    pub fn has(&self, node: usize, other: usize) -> bool {
        let row = &self.neighbours[self.offsets[node]..self.offsets[node + 1]];
        row.binary_search_by(|one| (*one as usize).cmp(&other)).is_ok()
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Sum of the weights of a node's edges.
    pub fn strength(&self, node: usize) -> f64 {
        // Not `sum`, which makes -0 of nothing.
        self.row(node).fold(0.0, |sum, (_, weight)| sum + weight)
    }

    /// The same edges by their other end, in node order.
    pub(super) fn transposed(&self) -> Self {
        let nodes = self.nodes();
        let mut offsets = vec![0; nodes + 1];
        self.neighbours.iter().for_each(|other| offsets[*other as usize + 1] += 1);
        (0..nodes).for_each(|node| offsets[node + 1] += offsets[node]);
        let mut next = offsets.clone();
        let mut neighbours = vec![0; self.neighbours.len()];
        let mut weights = vec![0.0; self.weights.len()];
        for row in 0..nodes {
            for at in self.offsets[row]..self.offsets[row + 1] {
                let place = &mut next[self.neighbours[at] as usize];
                neighbours[*place] = row as u32;
                if let (Some(to), Some(weight)) = (weights.get_mut(*place), self.weights.get(at)) {
                    *to = *weight;
                }
                *place += 1;
            }
        }
        Self { offsets, neighbours, weights }
    }

    /// Puts every row into node order and makes one edge of those with the same ends; their weights
    /// are added in the order given.
    pub(super) fn tidied(mut self) -> Self {
        let (mut kept, mut row): (usize, Vec<(u32, f64)>) = (0, Vec::new());
        if self.weights.is_empty() && self.has_twins() {
            self.weights = vec![1.0; self.neighbours.len()];
        }
        if self.weights.is_empty() {
            return self;
        }
        for node in 0..self.nodes() {
            let range = self.offsets[node]..self.offsets[node + 1];
            row.clear();
            let ends = self.neighbours[range.clone()].iter().copied();
            row.extend(ends.zip(self.weights[range].iter().copied()));
            row.sort_by_key(|(other, _)| *other);
            self.offsets[node] = kept;
            for (other, weight) in row.drain(..) {
                if kept > self.offsets[node] && self.neighbours[kept - 1] == other {
                    self.weights[kept - 1] += weight;
                } else {
                    (self.neighbours[kept], self.weights[kept]) = (other, weight);
                    kept += 1;
                }
            }
        }
        let nodes = self.nodes();
        self.offsets[nodes] = kept;
        self.neighbours.truncate(kept);
        self.neighbours.shrink_to_fit();
        self.weights.truncate(kept);
        self.weights.shrink_to_fit();
        self
    }

    /// Sorts the rows and tells whether one has a neighbour twice. Only where all weights are 1.
    fn has_twins(&mut self) -> bool {
        let mut twins = false;
        for node in 0..self.nodes() {
            let row = &mut self.neighbours[self.offsets[node]..self.offsets[node + 1]];
            row.sort_unstable();
            twins |= row.windows(2).any(|pair| pair[0] == pair[1]);
        }
        twins
    }

    /// A counting sort of edges that may lack weights, in any order.
    pub(super) fn of_ends(nodes: usize, ends: &[(u32, u32)], given: &[f64]) -> Self {
        let mut offsets = vec![0; nodes + 1];
        ends.iter().for_each(|(row, _)| offsets[*row as usize + 1] += 1);
        (0..nodes).for_each(|node| offsets[node + 1] += offsets[node]);
        let mut next = offsets.clone();
        let mut neighbours = vec![0; ends.len()];
        let mut weights = vec![0.0; given.len()];
        for (at, (row, column)) in ends.iter().enumerate() {
            let place = &mut next[*row as usize];
            neighbours[*place] = *column;
            if let (Some(to), Some(weight)) = (weights.get_mut(*place), given.get(at)) {
                *to = *weight;
            }
            *place += 1;
        }
        Self { offsets, neighbours, weights }
    }

    /// A counting sort by row; edges of one row keep their order.
    pub(super) fn build(
        nodes: usize,
        edges: impl Iterator<Item = (u32, u32, f64)> + Clone,
    ) -> Self {
        let mut offsets = vec![0; nodes + 1];
        for (row, _, _) in edges.clone() {
            offsets[row as usize + 1] += 1;
        }
        for node in 0..nodes {
            offsets[node + 1] += offsets[node];
        }
        let mut next = offsets.clone();
        let mut neighbours = vec![0; offsets[nodes]];
        let mut weights = vec![0.0; offsets[nodes]];
        for (row, column, weight) in edges {
            let at = next[row as usize];
            next[row as usize] += 1;
            neighbours[at] = column;
            weights[at] = weight;
        }
        Self { offsets, neighbours, weights }
    }
}

/// A weighted directed graph for analytics.
#[derive(Debug, Clone, PartialEq)]
pub struct Compact {
    /// By citing node: whom it cites.
    pub out: Csr,
    /// By cited node: who cites it.
    pub into: Csr,
    /// Whether both directions of every edge are here because it has none.
    pub is_mutual: bool,
}

impl Compact {
    /// Builds both directions from edges sorted by (from, to).
    ///
    /// # Panics
    /// Where an end is not below `nodes`.
    pub fn from_sorted(nodes: usize, edges: &[(u32, u32, f64)]) -> Self {
        debug_assert!(edges.is_sorted_by_key(|(from, to, _)| (*from, *to)), "edges are sorted");
        let out = Csr::build(nodes, edges.iter().copied());
        let into = Csr::build(nodes, edges.iter().map(|(from, to, weight)| (*to, *from, *weight)));
        Self { out, into, is_mutual: false }
    }

    /// Builds a graph without directions, from edges of which each is given once, by its earlier
    /// node first: it stands in the rows of both of its ends.
    ///
    /// # Panics
    /// Where an end is not below `nodes`.
    pub fn undirected(nodes: usize, edges: &[(u32, u32, f64)]) -> Self {
        debug_assert!(edges.iter().all(|(from, to, _)| from <= to), "the earlier node comes first");
        let back = edges.iter().filter(|(from, to, _)| from != to);
        let back = back.map(|(from, to, weight)| (*to, *from, *weight));
        let mut both: Vec<_> = edges.iter().copied().chain(back).collect();
        both.sort_by_key(|(from, to, _)| (*from, *to));
        Self { is_mutual: true, ..Self::from_sorted(nodes, &both) }
    }

    /// Builds a graph from edges in any order; those with the same ends become one, and their weights
    /// are added. No weights at all mean 1 each. In a mutual graph the order of ends says nothing.
    ///
    /// At its peak the edges given, and half of the graph, are held: 12 bytes an edge without weights
    /// and 28 with.
    ///
    /// # Panics
    /// Where an end is not below `nodes`, or the number of weights is neither 0 nor that of edges.
    pub fn from_ends(nodes: usize, mut ends: Vec<(u32, u32)>, weights: Vec<f64>) -> Self {
        assert!(weights.is_empty() || weights.len() == ends.len(), "a weight for every edge");
        let out = Csr::of_ends(nodes, &ends, &weights);
        ends.clear();
        ends.shrink_to_fit();
        drop(weights);
        let out = out.tidied();
        Self { into: out.transposed(), out, is_mutual: false }
    }

    /// The same for edges without direction.
    ///
    /// # Panics
    /// As [`Compact::from_ends`].
    pub fn from_mutual_ends(nodes: usize, mut ends: Vec<(u32, u32)>, weights: Vec<f64>) -> Self {
        ends.iter_mut().for_each(|(one, two)| (*one, *two) = ((*one).min(*two), (*one).max(*two)));
        let half = Self::from_ends(nodes, ends, weights).out;
        let rows = (0..nodes).flat_map(|from| {
            half.row(from).map(move |(to, weight)| (from as u32, to as u32, weight))
        });
        Self::undirected(nodes, &rows.collect::<Vec<_>>())
    }

    /// Every edge once: its ends and its weight, in the order of the rows of `out`.
    pub fn each(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        (0..self.nodes()).flat_map(move |from| {
            let row = self.out.row(from).filter(move |(to, _)| !self.is_mutual || from <= *to);
            row.map(move |(to, weight)| (from, to, weight))
        })
    }

    /// Keeps the edges that are marked, in the order of [`Compact::each`], and the nodes that keep
    /// an edge or never had one. Gives the old number of every node that is left.
    #[must_use]
    pub fn keep(&self, marked: &[bool]) -> (Self, Vec<usize>) {
        let edges = || self.each().zip(marked).filter(|(_, kept)| **kept).map(|(edge, _)| edge);
        let mut stays: Vec<bool> = (0..self.nodes())
            .map(|node| self.out.degree(node) + self.into.degree(node) == 0)
            .collect();
        edges().for_each(|(from, to, _)| (stays[from], stays[to]) = (true, true));
        let left: Vec<usize> = (0..self.nodes()).filter(|node| stays[*node]).collect();
        let mut numbers = vec![0; self.nodes()];
        left.iter().enumerate().for_each(|(new, old)| numbers[*old] = new as u32);
        let edges: Vec<_> =
            edges().map(|(from, to, weight)| (numbers[from], numbers[to], weight)).collect();
        let graph = match self.is_mutual {
            true => Self::undirected(left.len(), &edges),
            false => Self::from_sorted(left.len(), &edges),
        };
        (graph, left)
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.out.nodes()
    }

    /// Number of edges in the rows of `out`; in a mutual graph all but self-loops stand there twice.
    pub fn edges(&self) -> usize {
        self.out.neighbours.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_hold_the_same_edges() {
        let edges = [(0, 1, 2.0), (0, 2, 1.0), (2, 1, 4.0), (2, 2, 8.0)];
        let graph = Compact::from_sorted(4, &edges);
        assert_eq!((graph.nodes(), graph.edges()), (4, 4));
        assert_eq!(graph.out.row(0).collect::<Vec<_>>(), [(1, 2.0), (2, 1.0)]);
        assert_eq!(graph.into.row(1).collect::<Vec<_>>(), [(0, 2.0), (2, 4.0)]);
        assert_eq!((graph.into.degree(2), graph.into.strength(2)), (2, 9.0));
        assert_eq!(graph.out.degree(3), 0);
        assert!(graph.out.strength(3).is_sign_positive());
    }

    #[test]
    fn edges_in_any_order_are_added_up() {
        let ends = vec![(2, 1), (0, 2), (2, 2), (0, 1), (0, 2)];
        let plain = Compact::from_ends(4, ends.clone(), Vec::new());
        assert_eq!(plain.out.row(0).collect::<Vec<_>>(), [(1, 1.0), (2, 2.0)]);
        assert_eq!(plain.into.row(2).collect::<Vec<_>>(), [(0, 2.0), (2, 1.0)]);
        let weighted = Compact::from_ends(4, ends.clone(), vec![4.0, 1.0, 8.0, 2.0, 0.5]);
        let wanted = Compact::from_sorted(4, &[(0, 1, 2.0), (0, 2, 1.5), (2, 1, 4.0), (2, 2, 8.0)]);
        assert_eq!(weighted, wanted);
        let mutual = Compact::from_mutual_ends(3, vec![(2, 1), (1, 2), (0, 0)], Vec::new());
        assert_eq!(mutual, Compact::undirected(3, &[(0, 0, 1.0), (1, 2, 2.0)]));
        assert_eq!(mutual.each().collect::<Vec<_>>(), [(0, 0, 1.0), (1, 2, 2.0)]);
        let single = Compact::from_ends(3, vec![(1, 0), (0, 2)], Vec::new());
        assert_eq!(single.each().collect::<Vec<_>>(), [(0, 2, 1.0), (1, 0, 1.0)]);
        assert!(single.out.weights.is_empty(), "no weights are kept where all are 1");
    }

    #[test]
    fn nodes_go_with_their_last_edge() {
        let graph = Compact::from_sorted(5, &[(0, 1, 2.0), (1, 2, 1.0), (3, 1, 5.0)]);
        let (kept, left) = graph.keep(&[true, false, true]);
        assert_eq!(left, [0, 1, 3, 4]);
        assert_eq!(kept, Compact::from_sorted(4, &[(0, 1, 2.0), (2, 1, 5.0)]));
    }
}
