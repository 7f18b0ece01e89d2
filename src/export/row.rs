//! A row of the table: a node or an edge with its values.

use jiff::civil::Date;

use super::xml;
use crate::article::StatedDate;
use crate::graph::layout::Point;
use crate::graph::{Edge, Period};
use crate::link::redact::redact_text;

/// A value; cells without one are absent.
#[derive(Debug, Clone, PartialEq)]
pub enum CellValue {
    /// Text, cleaned, neither empty nor `null`.
    Text(String),
    /// A whole number.
    Whole(u64),
    /// A finite number.
    Double(f64),
}

impl CellValue {
    /// A number; `None` where it is not one that files can hold. 0 has no sign.
    pub fn number(number: f64) -> Option<Self> {
        number.is_finite().then(|| Self::Double(super::unsigned_zero(number)))
    }

    /// A stated date, which has digits and hyphens alone.
    pub(super) fn date(stated: &str) -> Self {
        Self::Text(stated.to_owned())
    }

    /// The value in digits or letters, neither quoted nor escaped.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Whole(number) => number.to_string(),
            Self::Double(number) => super::decimal(*number),
        }
    }
}

/// A node: `n` and its position are its id.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeRow {
    /// What people see; never empty.
    pub label: String,
    /// The same before it was cleaned for XML; `None` where nothing was to be cleaned.
    pub raw: Option<String>,
    /// The first day that it has a part in.
    pub start: Option<Date>,
    /// Size of its circle, from 4 to 100.
    pub size: f64,
    /// Red, green, blue.
    pub colour: [u8; 3],
    /// Where it stands, x to the right and y down; `None` unless
    /// [`Network::apply_layout`](super::Network::apply_layout) was asked.
    pub point: Option<Point>,
    /// Values by [`Network::node_columns`](super::Network::node_columns).
    pub cells: Vec<Option<CellValue>>,
}

/// An edge: `e` and its position are its id.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeRow {
    /// Position of the citing node; the earlier one, where edges have no direction.
    pub source: usize,
    /// Position of the cited node.
    pub target: usize,
    /// Always above 0.
    pub weight: f64,
    /// The first day of the earliest citing article.
    pub start: Option<Date>,
    /// Values by [`Network::edge_columns`](super::Network::edge_columns).
    pub cells: Vec<Option<CellValue>>,
    /// Its weight year by year; empty unless [`Network::add_periods`](super::Network::add_periods) was
    /// asked.
    pub periods: Vec<Period>,
}

/// The label of a node.
pub(super) struct NetworkLabel {
    /// The name, redacted and cleaned.
    pub(super) text: String,
    /// The redacted name before it was cleaned, where it says more.
    pub(super) raw: Option<String>,
    /// How many characters were removed.
    pub(super) removed: u64,
}

impl NetworkLabel {
    pub(super) fn new(name: &str) -> Self {
        let name = redact_text(name);
        let xml::XmlText { text, removed } = xml::clean(&name);
        let text = if text.is_empty() { "(no name)".to_owned() } else { text.into_owned() };
        let raw = (text != name).then(|| name.into_owned());
        Self { text, raw, removed }
    }
}

pub(super) fn counts(edge: &Edge) -> [Option<CellValue>; 4] {
    let [citations, articles, keys] =
        [edge.citations, edge.articles, edge.keys].map(|number| Some(CellValue::Whole(number)));
    [citations, articles, keys, CellValue::number(edge.fractional)]
}

/// The first day that a stated date can mean.
pub(super) fn first_day(stated: &str) -> Option<Date> {
    StatedDate::parse(stated).map(StatedDate::first_day)
}
