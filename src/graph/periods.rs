//! What edges weigh slice by slice of time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Graph, GraphPlan, Node, TooManyPairs, Weight};
use crate::article::StatedDate;
use crate::corpus::table::CitationTable;

/// The weight of one edge in one slice of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    /// The first day of the slice.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// What the edge would weigh if articles of no other time were there.
    pub weight: f64,
}

/// How long the slices of time are.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    strum::VariantArray,
    strum::IntoStaticStr,
    strum::EnumMessage,
)]
#[strum(serialize_all = "kebab-case")]
pub enum TimeSlice {
    /// Calendar years.
    #[default]
    Year,
    /// Quarters of years.
    Quarter,
    /// Months.
    Month,
}

impl TimeSlice {
    /// The slice that a day is in: its first and its last day.
    pub fn around(self, day: Date) -> (Date, Date) {
        let months = match self {
            Self::Year => 12,
            Self::Quarter => 3,
            Self::Month => 1,
        };
        let first = (day.month() - 1) / months * months + 1;
        let from = Date::new(day.year(), first, 1).unwrap_or(day);
        let to = Date::new(day.year(), first + months - 1, 1).map_or(day, Date::last_of_month);
        (from, to)
    }

    /// What a slice is called by its first day: `2021`, `2021-Q2`, `2021-05`.
    pub fn name(self, from: Date) -> String {
        let (year, month) = (from.year(), from.month());
        match self {
            Self::Year => format!("{year:04}"),
            Self::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
            Self::Month => format!("{year:04}-{month:02}"),
        }
    }
}

/// The slices in which some article of the wanted time was published, in order: their first and last days. A coarse date
/// is in the slice of the first day that it can mean; an article without a date is in none.
pub fn slices(
    table: &CitationTable,
    plan: &GraphPlan<'_>,
    slice: TimeSlice,
) -> BTreeSet<(Date, Date)> {
    let stated = table.articles().iter().map(|article| article.published());
    let stated = stated.filter(|stated| plan.span.holds(*stated)).flatten();
    let days = stated.filter_map(StatedDate::parse).map(StatedDate::first_day);
    days.map(|day| slice.around(day)).collect()
}

/// The years of every edge; see [`weights_by_slice`].
///
/// # Errors
/// As [`Graph::new`].
pub fn weights_by_year(
    table: &CitationTable,
    plan: &GraphPlan<'_>,
    graph: &Graph,
    weight: Weight,
) -> Result<Vec<Vec<Period>>, TooManyPairs> {
    weights_by_slice(table, plan, graph, weight, TimeSlice::Year)
}

/// The slices of every edge of a graph, in the order of its edges, the earliest first; articles
/// without a date have none. Weights of slices add up to the weight of the edge, but for distinct
/// keys, of which one may recur.
///
/// # Errors
/// As [`Graph::new`].
pub fn weights_by_slice(
    table: &CitationTable,
    plan: &GraphPlan<'_>,
    graph: &Graph,
    weight: Weight,
    slice: TimeSlice,
) -> Result<Vec<Vec<Period>>, TooManyPairs> {
    let mut periods: Vec<Vec<Period>> = vec![Vec::new(); graph.edge_count()];
    for (from, to) in slices(table, plan, slice) {
        let part = Graph::new(table, &plan.within(from, to))?;
        for (at, weight) in part.places_in(graph).into_iter().zip(part.weights(weight)) {
            if let Some(at) = at {
                periods[at].reserve_exact(1);
                periods[at].push(Period { from, to, weight });
            }
        }
    }
    Ok(periods)
}

impl<'a> GraphPlan<'a> {
    /// The same plan for the part of its time between two days, both included.
    #[must_use]
    pub fn within(&self, from: Date, to: Date) -> Self {
        GraphPlan { span: self.span.within(from, to), ..self.clone() }
    }
}

impl Graph {
    /// By edge: where the same edge stands in a graph of more articles; `None` where it does not have it.
    fn places_in(&self, whole: &Self) -> Vec<Option<usize>> {
        let places = self.nodes_in(whole);
        let ends = self.ends();
        ends.map(|[from, to]| whole.find_edge([places[from]?, places[to]?])).collect()
    }

    /// By node: where the same node stands in a graph of more articles.
    fn nodes_in(&self, whole: &Self) -> Vec<Option<usize>> {
        let nodes = whole.graph.raw_nodes().iter().map(|node| name(&node.weight));
        let nodes: BTreeMap<_, _> = nodes.zip(0..).collect();
        let own = self.graph.raw_nodes().iter();
        own.map(|node| nodes.get(&name(&node.weight)).copied()).collect()
    }

    /// Keeps the nodes and edges that another graph of the same table has.
    pub fn retain_of(&mut self, whole: &Self, weight: Weight) {
        let nodes: Vec<bool> = self.nodes_in(whole).iter().map(Option::is_some).collect();
        let edges: Vec<bool> = self.places_in(whole).iter().map(Option::is_some).collect();
        self.retain(&nodes, &edges, weight);
    }
}

/// What a node is known by in every graph of one table.
fn name(node: &Node) -> (super::NodeKind, Option<usize>, &str) {
    (node.kind, node.article, &node.name)
}
