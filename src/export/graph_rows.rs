//! The edges of a graph of citations: rows that are made as they are written, for all at once would take many times the
//! room of the graph.

use std::sync::Arc;

use jiff::civil::Date;

use super::paired::{PairRows, starts};
use super::row::{CellValue, EdgeRow, counts};
use crate::article::Place;
use crate::graph::{Graph, Pairs, Period, Weight};

/// What the rows of edges are made from.
#[derive(Debug, Clone)]
pub(super) enum GraphRows {
    /// A view with directions.
    Directed(DirectedRows),
    /// A projection.
    Paired(PairRows),
}

/// The edges of a view with directions.
#[derive(Debug, Clone)]
pub(super) struct DirectedRows {
    pairs: Arc<Pairs>,
    weight: Weight,
    places: Vec<Place>,
    /// The first day that dates can mean, by their ranks.
    starts: Vec<Option<Date>>,
    /// By edge; empty unless they were asked for.
    periods: Vec<Vec<Period>>,
}

impl GraphRows {
    pub(super) fn from_graph(graph: &Graph, weight: Weight) -> Self {
        match PairRows::from_graph(graph, weight) {
            Some(paired) => Self::Paired(paired),
            None => Self::Directed(DirectedRows {
                pairs: Arc::clone(&graph.pairs),
                weight,
                places: graph.places.clone(),
                starts: starts(&graph.pairs),
                periods: Vec::new(),
            }),
        }
    }

    /// How many edges there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Directed(rows) => rows.pairs.len(),
            Self::Paired(rows) => rows.len(),
        }
    }

    /// The edges, in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = EdgeRow> {
        let pairs = match self {
            Self::Directed(rows) => &*rows.pairs,
            Self::Paired(rows) => rows.pairs(),
        };
        pairs.ends().enumerate().map(|(at, ends)| match self {
            Self::Directed(rows) => rows.row_of(at, ends),
            Self::Paired(rows) => rows.row_of(at, ends),
        })
    }

    /// One edge.
    pub(super) fn row(&self, at: usize) -> Option<EdgeRow> {
        match self {
            Self::Directed(rows) => (at < rows.pairs.len()).then(|| rows.row(at)),
            Self::Paired(rows) => (at < rows.len()).then(|| rows.row(at)),
        }
    }

    /// The nodes of every edge that has a first day, and that day.
    pub(super) fn days(&self) -> impl Iterator<Item = ([usize; 2], Date)> {
        let (directed, paired) = match self {
            Self::Directed(rows) => (Some(rows.days()), None),
            Self::Paired(rows) => (None, Some(rows.days())),
        };
        directed.into_iter().flatten().chain(paired.into_iter().flatten())
    }

    /// The weights of slices of time, by edge; empty unless they were asked for.
    pub(super) fn periods(&self) -> &[Vec<Period>] {
        match self {
            Self::Directed(rows) => &rows.periods,
            Self::Paired(rows) => &rows.periods,
        }
    }

    /// Sets the weights of slices of time, one list an edge.
    pub(super) fn set_periods(&mut self, periods: Vec<Vec<Period>>) {
        match self {
            Self::Directed(rows) => rows.periods = periods,
            Self::Paired(rows) => rows.periods = periods,
        }
    }
}

impl DirectedRows {
    fn row(&self, at: usize) -> EdgeRow {
        self.row_of(at, self.pairs.ends_of(at))
    }

    /// One edge, whose ends are known.
    fn row_of(&self, at: usize, ends: (u32, u32)) -> EdgeRow {
        let edge = self.pairs.edge(at);
        let mut cells = Vec::with_capacity(6 + self.places.len());
        cells.extend(counts(&edge));
        cells.extend([&edge.first, &edge.last].map(|day| day.as_deref().map(CellValue::date)));
        let places = self.places.iter().map(|place| edge.places.get(*place));
        cells.extend(places.map(|count| Some(CellValue::Whole(count))));
        EdgeRow {
            source: ends.0 as usize,
            target: ends.1 as usize,
            weight: edge.weight(self.weight),
            start: self.start(at),
            cells,
            periods: self.periods.get(at).cloned().unwrap_or_default(),
        }
    }

    fn start(&self, at: usize) -> Option<Date> {
        self.starts[self.pairs.first_rank(at)?]
    }

    fn days(&self) -> impl Iterator<Item = ([usize; 2], Date)> {
        let ends = self.pairs.ends().enumerate();
        ends.filter_map(|(at, (from, to))| Some(([from as usize, to as usize], self.start(at)?)))
    }
}
