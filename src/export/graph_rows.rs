//! The edges of a graph of citations: rows that are made as they are written, for all at once would take many times the
//! room of the graph.

use std::sync::Arc;

use jiff::civil::Date;
use petgraph::graph::{DiGraph, EdgeIndex};

use super::paired::PairRows;
use super::row::{CellValue, EdgeRow, counts, first_day};
use crate::article::Place;
use crate::graph::{Edge, Graph, Node, Period, Weight};

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
    graph: Arc<DiGraph<Node, Edge>>,
    weight: Weight,
    places: Vec<Place>,
    /// By edge; empty unless they were asked for.
    periods: Vec<Vec<Period>>,
}

impl GraphRows {
    pub(super) fn from_graph(graph: &Graph, weight: Weight) -> Self {
        match PairRows::from_graph(graph, weight) {
            Some(paired) => Self::Paired(paired),
            None => Self::Directed(DirectedRows {
                graph: Arc::clone(&graph.graph),
                weight,
                places: graph.places.clone(),
                periods: Vec::new(),
            }),
        }
    }

    /// How many edges there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Directed(rows) => rows.graph.edge_count(),
            Self::Paired(rows) => rows.len(),
        }
    }

    /// The edges, in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = EdgeRow> {
        (0..self.len()).filter_map(|at| self.row(at))
    }

    /// One edge.
    pub(super) fn row(&self, at: usize) -> Option<EdgeRow> {
        match self {
            Self::Directed(rows) => rows.row(at),
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
    fn row(&self, at: usize) -> Option<EdgeRow> {
        let (source, target) = self.graph.edge_endpoints(EdgeIndex::new(at))?;
        let edge = &self.graph[EdgeIndex::new(at)];
        let mut cells = Vec::with_capacity(6 + self.places.len());
        cells.extend(counts(edge));
        cells.extend([&edge.first, &edge.last].map(|day| day.as_deref().map(CellValue::date)));
        let places = self.places.iter().map(|place| edge.places.get(*place));
        cells.extend(places.map(|count| Some(CellValue::Whole(count))));
        Some(EdgeRow {
            source: source.index(),
            target: target.index(),
            weight: edge.weight(self.weight),
            start: edge.first.as_deref().and_then(first_day),
            cells,
            periods: self.periods.get(at).cloned().unwrap_or_default(),
        })
    }

    fn days(&self) -> impl Iterator<Item = ([usize; 2], Date)> {
        self.graph.raw_edges().iter().filter_map(|edge| {
            let day = first_day(edge.weight.first.as_deref()?)?;
            Some(([edge.source().index(), edge.target().index()], day))
        })
    }
}
