//! One direction of an adjacency, in compressed sparse rows.
//!
//! 4 bytes an edge where all edges weigh 1, 5 where weights are small whole numbers, and else 12, in flat
//! arrays: a pass over all edges is a linear scan.

use std::iter::Peekable;
use std::ops::Range;
use std::slice::Iter;

use super::placing::{counting_sort, place_both_ends};
use super::weights::{self, EdgeWeights};

/// One direction of an adjacency.
#[derive(Debug, Clone, PartialEq)]
pub struct Csr {
    offsets: Vec<usize>,
    neighbours: Vec<u32>,
    weights: EdgeWeights,
}

impl Csr {
    /// The neighbours of a node with their weights, in node order.
    pub fn row(&self, node: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.offsets[node]..self.offsets[node + 1];
        let weights = match &self.weights {
            EdgeWeights::Ones => RowWeights::Ones,
            EdgeWeights::Small(weights) => RowWeights::Small(weights[range.clone()].iter()),
            EdgeWeights::Wide(weights) => RowWeights::Wide(weights[range.clone()].iter()),
        };
        CsrRow { neighbours: self.neighbours[range].iter(), weights }
    }

    /// The neighbours of a node, in node order.
    pub(super) fn others(&self, node: usize) -> &[u32] {
        &self.neighbours[self.offsets[node]..self.offsets[node + 1]]
    }

    /// Number of neighbours of a node.
    pub fn degree(&self, node: usize) -> usize {
        self.offsets[node + 1] - self.offsets[node]
    }

    /// Whether a node has this neighbour; rows are in node order, so it is looked up by halves.
    pub fn has(&self, node: usize, other: usize) -> bool {
        self.others(node).binary_search_by(|one| (*one as usize).cmp(&other)).is_ok()
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Number of edges in all rows.
    pub(super) fn edges(&self) -> usize {
        self.neighbours.len()
    }

    /// Sum of the weights of a node's edges.
    pub fn strength(&self, node: usize) -> f64 {
        match &self.weights {
            EdgeWeights::Ones => self.degree(node) as f64,
            // Not `sum`, which makes -0 of nothing.
            _ => self.row(node).fold(0.0, |sum, (_, weight)| sum + weight),
        }
    }

    /// Edges in any order as rows: those with the same ends become one, and their weights are added in
    /// the order given. No weights mean 1 each.
    pub(super) fn from_edges(nodes: usize, ends: Vec<(u32, u32)>, weights: Vec<f64>) -> Self {
        // By the second ends and then by the first: the rows are in node order without any sorting.
        let by_second = match weights.is_empty() {
            true => {
                let each = || ends.iter().map(|(from, to)| (*to, *from, ()));
                let (offsets, neighbours, _) = counting_sort(nodes, ends.len(), each);
                Self { offsets, neighbours, weights: EdgeWeights::Ones }
            }
            false => {
                let each = || ends.iter().zip(&weights).map(|((from, to), one)| (*to, *from, *one));
                let (offsets, neighbours, weights) = counting_sort(nodes, ends.len(), each);
                Self { offsets, neighbours, weights: EdgeWeights::Wide(weights) }
            }
        };
        drop((ends, weights));
        by_second.transposed().merge_parallel()
    }

    /// `count` edges that are sorted by their first ends.
    pub(super) fn from_sorted(
        nodes: usize,
        count: usize,
        edges: impl Iterator<Item = (u32, u32, f64)>,
    ) -> Self {
        let mut rows = CsrBuilder::new(nodes, count);
        for (row, other, weight) in edges {
            rows.push(row as usize, other, weight);
        }
        rows.finish(nodes)
    }

    /// Edges without directions, each given once by its earlier node first, in the order of their ends: every
    /// edge stands in the rows of both of its ends. The edges are gone through three times and never held.
    pub(super) fn from_pairs<E>(nodes: usize, edges: impl Fn() -> E) -> Self
    where
        E: Iterator<Item = (u32, u32, f64)>,
    {
        let mut offsets = vec![0; nodes + 1];
        let (mut are_ones, mut are_small) = (true, true);
        for (from, to, weight) in edges() {
            offsets[from as usize + 1] += 1;
            offsets[to as usize + 1] += usize::from(from != to);
            are_ones &= weight == 1.0;
            are_small &= weights::small(weight).is_some();
        }
        (0..nodes).for_each(|node| offsets[node + 1] += offsets[node]);
        let (neighbours, weights) = match (are_ones, are_small) {
            (true, _) => (
                place_both_ends(&offsets, edges().map(|(from, to, _)| (from, to, ()))).0,
                EdgeWeights::Ones,
            ),
            (_, true) => {
                let small = |weight| weights::small(weight).unwrap_or_default();
                let edges = edges().map(|(from, to, weight)| (from, to, small(weight)));
                let (neighbours, weights) = place_both_ends(&offsets, edges);
                (neighbours, EdgeWeights::Small(weights))
            }
            _ => {
                let (neighbours, weights) = place_both_ends(&offsets, edges());
                (neighbours, EdgeWeights::Wide(weights))
            }
        };
        Self { offsets, neighbours, weights }
    }

    /// The same edges by their other end, in node order.
    pub(super) fn transposed(&self) -> Self {
        let (offsets, neighbours, weights) = match &self.weights {
            EdgeWeights::Ones => {
                let (offsets, neighbours, _) = self.transpose(&vec![(); self.edges()]);
                (offsets, neighbours, EdgeWeights::Ones)
            }
            EdgeWeights::Small(weights) => {
                let (offsets, neighbours, weights) = self.transpose(weights);
                (offsets, neighbours, EdgeWeights::Small(weights))
            }
            EdgeWeights::Wide(weights) => {
                let (offsets, neighbours, weights) = self.transpose(weights);
                (offsets, neighbours, EdgeWeights::Wide(weights))
            }
        };
        Self { offsets, neighbours, weights }
    }

    fn transpose<W: Copy + Default + Send + Sync>(
        &self,
        weights: &[W],
    ) -> (Vec<usize>, Vec<u32>, Vec<W>) {
        let each = || {
            (0..self.nodes()).flat_map(|row| {
                let range = self.offsets[row]..self.offsets[row + 1];
                let others = self.neighbours[range.clone()].iter().zip(&weights[range]);
                others.map(move |(other, weight)| (*other, row as u32, *weight))
            })
        };
        counting_sort(self.nodes(), self.edges(), each)
    }

    /// Makes one edge of those that have the same ends, which must stand side by side.
    fn merge_parallel(mut self) -> Self {
        let longest = self.runs().map(|run| run.len()).max();
        self.weights = match std::mem::replace(&mut self.weights, EdgeWeights::Ones) {
            EdgeWeights::Ones if longest <= Some(1) => return self,
            EdgeWeights::Ones if longest <= Some(255) => {
                EdgeWeights::from_small(self.runs().map(|run| run.len() as u8).collect())
            }
            EdgeWeights::Ones => {
                EdgeWeights::from_wide(self.runs().map(|run| run.len() as f64).collect())
            }
            EdgeWeights::Small(small) => {
                let sum = |run: Range<usize>| small[run].iter().copied().map(f64::from).sum();
                EdgeWeights::from_wide(self.runs().map(sum).collect())
            }
            EdgeWeights::Wide(wide) => {
                EdgeWeights::from_wide(self.runs().map(|run| wide[run].iter().sum()).collect())
            }
        };
        let mut kept = 0;
        for node in 0..self.nodes() {
            let range = self.offsets[node]..self.offsets[node + 1];
            self.offsets[node] = kept;
            for at in range {
                if kept == self.offsets[node] || self.neighbours[kept - 1] != self.neighbours[at] {
                    self.neighbours[kept] = self.neighbours[at];
                    kept += 1;
                }
            }
        }
        self.offsets.pop();
        self.offsets.push(kept);
        self.neighbours.truncate(kept);
        self.neighbours.shrink_to_fit();
        self
    }

    /// Where the edges with the same ends stand, row by row.
    fn runs(&self) -> impl Iterator<Item = Range<usize>> {
        (0..self.nodes()).flat_map(|node| {
            let start = self.offsets[node];
            let mut next = start;
            self.others(node).chunk_by(|one, other| one == other).map(move |run| {
                next += run.len();
                next - run.len()..next
            })
        })
    }

    /// The rows of two graphs with the same nodes as one. `weigh` is given the ends of an edge that
    /// either has and its weight in both, 0 where it is missing, and tells what the edge weighs, or
    /// `None` where it is to be left out.
    pub(super) fn zip_rows(
        &self,
        other: &Self,
        weigh: impl Fn((usize, usize), f64, f64) -> Option<f64>,
    ) -> Self {
        let nodes = self.nodes();
        let mut rows = CsrBuilder::new(nodes, self.edges() + other.edges());
        for node in 0..nodes {
            let (mut left, mut right) = (self.row(node).peekable(), other.row(node).peekable());
            loop {
                let (one, two) = (left.peek(), right.peek());
                let to = match (one, two) {
                    (Some((one, _)), Some((two, _))) => *one.min(two),
                    (Some((to, _)), None) | (None, Some((to, _))) => *to,
                    (None, None) => break,
                };
                let (one, two) = (taken(&mut left, to), taken(&mut right, to));
                if let Some(weight) = weigh((node, to), one, two) {
                    rows.push(node, to as u32, weight);
                }
            }
        }
        rows.finish(nodes)
    }
}

/// Takes what leads to a node off the front of a row, and gives its weight.
fn taken(row: &mut Peekable<impl Iterator<Item = (usize, f64)>>, to: usize) -> f64 {
    let mut sum = 0.0;
    while let Some((_, weight)) = row.next_if(|(other, _)| *other == to) {
        sum += weight;
    }
    sum
}

/// A row with its weights. It knows which form they have before it begins, so that a loop over it by
/// `for_each`, `fold` or `sum` need not ask at every edge.
struct CsrRow<'a> {
    neighbours: Iter<'a, u32>,
    weights: RowWeights<'a>,
}

enum RowWeights<'a> {
    Ones,
    Small(Iter<'a, u8>),
    Wide(Iter<'a, f64>),
}

impl Iterator for CsrRow<'_> {
    type Item = (usize, f64);

    fn next(&mut self) -> Option<Self::Item> {
        let other = *self.neighbours.next()? as usize;
        let weight = match &mut self.weights {
            RowWeights::Ones => 1.0,
            RowWeights::Small(weights) => f64::from(*weights.next()?),
            RowWeights::Wide(weights) => *weights.next()?,
        };
        Some((other, weight))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.neighbours.size_hint()
    }

    fn fold<B, F: FnMut(B, Self::Item) -> B>(self, first: B, mut each: F) -> B {
        let others = self.neighbours.map(|other| *other as usize);
        match self.weights {
            RowWeights::Ones => others.fold(first, |sum, other| each(sum, (other, 1.0))),
            RowWeights::Small(weights) => others
                .zip(weights)
                .fold(first, |sum, (other, weight)| each(sum, (other, f64::from(*weight)))),
            RowWeights::Wide(weights) => {
                others.zip(weights).fold(first, |sum, (other, weight)| each(sum, (other, *weight)))
            }
        }
    }
}

/// Rows that are filled one after another.
pub(super) struct CsrBuilder {
    offsets: Vec<usize>,
    neighbours: Vec<u32>,
    weights: EdgeWeights,
}

impl CsrBuilder {
    /// No rows yet, and room for `edges`.
    pub(super) fn new(nodes: usize, edges: usize) -> Self {
        let mut offsets = Vec::with_capacity(nodes + 1);
        offsets.push(0);
        Self { offsets, neighbours: Vec::with_capacity(edges), weights: EdgeWeights::Ones }
    }

    /// Adds an edge to a row that is the last one, or comes after it.
    pub(super) fn push(&mut self, row: usize, other: u32, weight: f64) {
        self.fill(row);
        self.weights.push(self.neighbours.len(), weight);
        self.neighbours.push(other);
    }

    /// Adds the rows of a graph after the last one.
    pub(super) fn append(&mut self, graph: &Csr) {
        let edges = self.neighbours.len();
        self.offsets.extend(graph.offsets[1..].iter().map(|offset| edges + offset));
        self.neighbours.extend_from_slice(&graph.neighbours);
        self.weights.append(edges, &graph.weights, graph.edges());
    }

    /// The rows of so many nodes.
    pub(super) fn finish(mut self, nodes: usize) -> Csr {
        self.fill(nodes);
        self.neighbours.shrink_to_fit();
        self.weights.shrink();
        Csr { offsets: self.offsets, neighbours: self.neighbours, weights: self.weights }
    }

    fn fill(&mut self, row: usize) {
        while self.offsets.len() <= row {
            self.offsets.push(self.neighbours.len());
        }
    }
}
