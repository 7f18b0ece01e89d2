//! The edges of a projection: rows that are made as they are written, for all at once would take many times
//! the room of the graph.

use std::sync::Arc;

use jiff::civil::Date;

use super::row::{CellValue, EdgeRow, counts, first_day};
use crate::graph::{Graph, Pairs, Period, Weight};

/// What the rows of edges are made from.
#[derive(Debug, Clone)]
pub(super) struct PairRows {
    pairs: Arc<Pairs>,
    weight: Weight,
    /// By node: the articles that cite it, or the things that it cites.
    lists: Vec<u64>,
    /// The first day that dates can mean, by their ranks.
    starts: Vec<Option<Date>>,
    /// By edge; empty unless they were asked for.
    pub(super) periods: Vec<Vec<Period>>,
}

impl PairRows {
    /// The edges of a projection; `None` for a graph with directions.
    pub(super) fn from_graph(graph: &Graph, weight: Weight) -> Option<Self> {
        let pairs = (!graph.view.is_directed()).then(|| Arc::clone(&graph.pairs))?;
        let lists = graph.graph.raw_nodes().iter().map(|node| node.weight.lists).collect();
        let starts = starts(&pairs);
        Some(Self { pairs, weight, lists, starts, periods: Vec::new() })
    }

    /// How many edges there are.
    pub(super) fn len(&self) -> usize {
        self.pairs.len()
    }

    /// One edge.
    pub(super) fn row(&self, at: usize) -> EdgeRow {
        self.row_of(at, self.pairs.ends_of(at))
    }

    /// The pairs of nodes.
    pub(super) fn pairs(&self) -> &Pairs {
        &self.pairs
    }

    /// One edge, whose ends are known.
    pub(super) fn row_of(&self, at: usize, ends: (u32, u32)) -> EdgeRow {
        let edge = self.pairs.edge(at);
        let [source, target] = [ends.0, ends.1].map(|end| end as usize);
        // In the order of the columns: what is shared comes first.
        let [citations, shared, keys, fractional] = counts(&edge);
        let mut cells = vec![shared, citations, keys, fractional];
        cells.extend(similarity(edge.articles, [source, target].map(|end| self.lists[end])));
        cells.extend([edge.first, edge.last].map(|day| day.as_deref().map(CellValue::date)));
        EdgeRow {
            source,
            target,
            weight: self.pairs.weight(at, self.weight),
            start: self.start(at),
            cells,
            periods: self.periods.get(at).cloned().unwrap_or_default(),
        }
    }

    fn start(&self, at: usize) -> Option<Date> {
        self.starts[self.pairs.first_rank(at)?]
    }

    /// Every edge's places of nodes and its first day.
    pub(super) fn days(&self) -> impl Iterator<Item = ([usize; 2], Date)> {
        let ends = self.pairs.ends().enumerate();
        ends.filter_map(|(at, (from, to))| Some(([from as usize, to as usize], self.start(at)?)))
    }

    /// The largest numbers of the columns of edges that hold whole numbers, which come first.
    pub(super) fn most(&self) -> [u64; 3] {
        let [citations, shared, keys] = self.pairs.most();
        [shared, citations, keys]
    }
}

/// The first day that dates can mean, by their ranks.
pub(super) fn starts(pairs: &Pairs) -> Vec<Option<Date>> {
    pairs.days().earliest.iter().map(|day| first_day(day)).collect()
}

/// How much two nodes share of what each has: Jaccard's index, and Salton's cosine.
fn similarity(shared: u64, [left, right]: [u64; 2]) -> [Option<CellValue>; 2] {
    let (shared, left, right) = (shared as f64, left as f64, right as f64);
    let jaccard = shared / (left + right - shared);
    [jaccard, shared / (left * right).sqrt()].map(CellValue::number)
}
