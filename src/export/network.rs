//! The one table of nodes and edges that every graph file writes.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::xml;
use crate::corpus::Corpus;
use crate::graph::{
    Degree, Graph, Kind, Level, Node, RankOptions, Weight, components, date, degrees, pagerank,
};
use crate::link::redact::{redact, redact_text};
use crate::report::{DomainRow, Report};
use crate::source::{Facts, Sources};

/// The type of a column, as narrow as every reader allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Text.
    Text,
    /// Whole numbers from 0.
    Whole,
    /// Numbers.
    Double,
}

/// A value; cells without one are absent.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text, cleaned, neither empty nor `null`.
    Text(String),
    /// A whole number.
    Whole(u64),
    /// A finite number.
    Double(f64),
}

impl Cell {
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
    /// The first day that it has a part in.
    pub start: Option<String>,
    /// Size of its circle, from 4 to 100.
    pub size: f64,
    /// Red, green, blue.
    pub colour: [u8; 3],
    /// Values by [`Network::node_columns`].
    pub cells: Vec<Option<Cell>>,
}

/// An edge: `e` and its position are its id.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeRow {
    /// Position of the citing node.
    pub source: usize,
    /// Position of the cited node.
    pub target: usize,
    /// Always above 0.
    pub weight: f64,
    /// The first day of the earliest citing article.
    pub start: Option<String>,
    /// Values by [`Network::edge_columns`].
    pub cells: Vec<Option<Cell>>,
}

/// A graph with its columns, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// What the citing ends are.
    pub level: Level,
    /// What weights are.
    pub weight: Weight,
    /// Names and types of node columns; a name is the column's id in every format.
    pub node_columns: Vec<(&'static str, Column)>,
    /// Names and types of edge columns.
    pub edge_columns: Vec<(&'static str, Column)>,
    /// Nodes.
    pub nodes: Vec<NodeRow>,
    /// Edges.
    pub edges: Vec<EdgeRow>,
    /// The newest date of an article, as a day.
    pub newest: Option<String>,
    /// Characters that no XML file can hold and that were left out.
    pub removed: u64,
    /// Text cells with `INF`, which Gephi shows as `Infinity`.
    pub infinities: u64,
}

/// Columns of all nodes. None is named like something that a reader keeps for itself (`label`,
/// `weight`, `size`, `start`, `type`, …); `pageranks` is Gephi's own name.
///
/// `citations` to `share` and the dates tell how a node is cited, `cites` how it cites; a node that
/// is not cited has the dates of its own articles.
const NODE_COLUMNS: [(&str, Column); 17] = [
    ("node_class", Column::Text),
    ("citations", Column::Whole),
    ("articles", Column::Whole),
    ("keys", Column::Whole),
    ("works", Column::Whole),
    ("hosts", Column::Whole),
    ("sites", Column::Whole),
    ("share", Column::Double),
    ("first", Column::Text),
    ("last", Column::Text),
    ("cites", Column::Whole),
    ("in_degree", Column::Whole),
    ("out_degree", Column::Whole),
    ("in_strength", Column::Double),
    ("out_strength", Column::Double),
    ("pageranks", Column::Double),
    ("component", Column::Whole),
];

/// What is known of who stands behind a domain, in the order of [`Facts::COLUMNS`]; `type` is
/// a name that readers keep for themselves.
const SOURCE_COLUMNS: [(&str, Column); 8] = [
    ("owner", Column::Text),
    ("owner_group", Column::Text),
    ("publisher_type", Column::Text),
    ("country", Column::Text),
    ("language", Column::Text),
    ("platform", Column::Text),
    ("evidence", Column::Text),
    ("checked", Column::Text),
];

/// More columns where articles are nodes.
const ARTICLE_COLUMNS: [(&str, Column); 2] = [("input", Column::Text), ("origin", Column::Text)];

const EDGE_COLUMNS: [(&str, Column); 5] = [
    ("citations", Column::Whole),
    ("articles", Column::Whole),
    ("keys", Column::Whole),
    ("first", Column::Text),
    ("last", Column::Text),
];

impl Network {
    /// Joins a graph with the rows of its report. The graph must come from the same corpus, with
    /// the report's selection; its weight is the report's. `sources` tell who stands behind domains.
    pub fn new(corpus: &Corpus, report: &Report, graph: &Graph, sources: &Sources) -> Self {
        let mut network = Self {
            level: graph.level,
            weight: report.options.weight,
            node_columns: NODE_COLUMNS.into_iter().chain(SOURCE_COLUMNS).collect(),
            edge_columns: EDGE_COLUMNS.to_vec(),
            nodes: Vec::new(),
            edges: Vec::new(),
            newest: newest(corpus),
            removed: 0,
            infinities: 0,
        };
        if graph.level == Level::Article {
            network.node_columns.extend(ARTICLE_COLUMNS);
        }
        network.add_edges(graph);
        network.add_nodes(corpus, (report, sources), graph);
        network
    }

    /// Whether there are two different days: on one alone, Gephi's timeline has no length.
    pub fn has_time(&self) -> bool {
        let nodes = self.nodes.iter().map(|node| &node.start);
        let starts = nodes.chain(self.edges.iter().map(|edge| &edge.start));
        starts.flatten().collect::<BTreeSet<_>>().len() > 1
    }

    fn add_edges(&mut self, graph: &Graph) {
        for raw in graph.graph.raw_edges() {
            let edge = &raw.weight;
            let cells = vec![
                Some(Cell::Whole(edge.citations)),
                Some(Cell::Whole(edge.articles)),
                Some(Cell::Whole(edge.keys)),
                self.cell(edge.first.as_deref()),
                self.cell(edge.last.as_deref()),
            ];
            self.edges.push(EdgeRow {
                source: raw.source().index(),
                target: raw.target().index(),
                weight: edge.weight(self.weight) as f64,
                start: edge.first.as_deref().and_then(date::first_day),
                cells,
            });
        }
    }

    fn add_nodes(
        &mut self,
        corpus: &Corpus,
        (report, sources): (&Report, &Sources),
        graph: &Graph,
    ) {
        let compact = graph.compact(self.weight);
        let ranks = pagerank(&compact, RankOptions::default()).values;
        let components = components(&compact);
        let degrees = degrees(&compact);
        let own = citing(graph);
        let cited: FxHashMap<&str, &DomainRow> =
            report.domains.iter().map(|row| (row.domain.as_str(), row)).collect();
        let sizes = sizes(&degrees);
        for (at, raw) in graph.graph.raw_nodes().iter().enumerate() {
            let node = &raw.weight;
            let row = (node.kind == Kind::Domain).then(|| cited.get(node.name.as_str())).flatten();
            let published = node.article.and_then(|at| corpus.articles[at].published.as_deref());
            let dates = own[at].dates.iter().map(String::as_str).chain(published);
            let (first, last) = date::range(dates);
            let shown = row.map_or((&first, &last), |row| (&row.first, &row.last));
            let class = class(node, degrees[at]);
            let mut cells = vec![Some(Cell::Text(class.to_owned()))];
            cells.extend(counts(row.copied()));
            cells.extend([self.cell(shown.0.as_deref()), self.cell(shown.1.as_deref())]);
            cells.push(Some(Cell::Whole(own[at].citations)));
            cells.extend(measures(degrees[at], ranks[at], components[at]));
            let facts = (node.kind == Kind::Domain).then(|| sources.of_domain(&node.name).into());
            cells.extend(facts.unwrap_or_else(Facts::default).values().map(|it| self.cell(it)));
            if self.level == Level::Article {
                let article = node.article.map(|at| &corpus.articles[at]);
                cells.push(self.cell(article.map(|article| article.input.as_str())));
                let origin = article.and_then(|article| article.origin.as_deref()).map(redact);
                cells.push(self.cell(origin.as_deref()));
            }
            let label = self.label(corpus, node);
            let row = NodeRow { label, start: None, size: sizes[at], colour: colour(class), cells };
            self.nodes.push(NodeRow { start: first.as_deref().and_then(date::first_day), ..row });
        }
        self.start_with_edges();
    }

    /// A node starts with its earliest edge: Gephi hides an edge whose ends are not there yet.
    fn start_with_edges(&mut self) {
        for edge in &self.edges {
            for end in [edge.source, edge.target] {
                let node = &mut self.nodes[end].start;
                let earliest = [node.take(), edge.start.clone()].into_iter().flatten().min();
                *node = earliest;
            }
        }
    }

    fn label(&mut self, corpus: &Corpus, node: &Node) -> String {
        let title = node.article.and_then(|at| corpus.articles[at].title.clone());
        let cleaned = self.clean(&redact_text(title.as_deref().unwrap_or_default()));
        let name = redact_text(&node.name);
        let label = if cleaned.is_empty() { self.clean(&name) } else { cleaned };
        if label.is_empty() { "(no name)".to_owned() } else { label }
    }

    /// A text cell. Empty text and the word `null` are read as no value by some, so none is written.
    fn cell(&mut self, text: Option<&str>) -> Option<Cell> {
        let text = self.clean(text?);
        self.infinities += u64::from(text.contains("INF"));
        let none = text.is_empty() || text.eq_ignore_ascii_case("null");
        (!none).then_some(Cell::Text(text))
    }

    fn clean(&mut self, text: &str) -> String {
        let clean = xml::clean(text);
        self.removed += clean.removed;
        clean.text.into_owned()
    }
}

/// What a node cites itself.
#[derive(Default, Clone)]
struct Citing {
    citations: u64,
    dates: Vec<String>,
}

fn citing(graph: &Graph) -> Vec<Citing> {
    let mut nodes = vec![Citing::default(); graph.graph.node_count()];
    for edge in graph.graph.raw_edges() {
        let node = &mut nodes[edge.source().index()];
        node.citations += edge.weight.citations;
        node.dates.extend(edge.weight.first.clone());
        node.dates.extend(edge.weight.last.clone());
    }
    nodes
}

fn counts(row: Option<&DomainRow>) -> [Option<Cell>; 7] {
    let count = |of: fn(&DomainRow) -> u64| Some(Cell::Whole(row.map_or(0, of)));
    [
        count(|row| row.citations),
        count(|row| row.articles),
        count(|row| row.keys),
        count(|row| row.works),
        count(|row| row.hosts),
        count(|row| row.sites),
        Some(Cell::Double(row.map_or(0.0, |row| row.share))),
    ]
}

fn measures(degree: Degree, rank: f64, component: u32) -> [Option<Cell>; 6] {
    [
        Some(Cell::Whole(degree.into)),
        Some(Cell::Whole(degree.out)),
        Some(Cell::Double(degree.strength_in)),
        Some(Cell::Double(degree.strength_out)),
        Some(Cell::Double(rank)),
        Some(Cell::Whole(u64::from(component))),
    ]
}

fn class(node: &Node, degree: Degree) -> &'static str {
    match (node.kind, degree.into, degree.out) {
        (Kind::Article | Kind::Unknown, _, _) => node.kind.name(),
        (Kind::Domain, _, 0) => "cited",
        (Kind::Domain, 0, _) => "citing",
        (Kind::Domain, _, _) => "both",
    }
}

/// Okabe and Ito's palette, told apart by colour-blind readers too.
fn colour(class: &str) -> [u8; 3] {
    match class {
        "cited" => [0, 114, 178],
        "both" => [0, 158, 115],
        "unknown" => [153, 153, 153],
        _ => [230, 159, 0],
    }
}

/// Areas by incoming weight, scaled to 4…100: with this range Gephi's import leaves sizes alone.
fn sizes(degrees: &[Degree]) -> Vec<f64> {
    let largest = degrees.iter().map(|degree| degree.strength_in).fold(0.0, f64::max);
    let smallest = degrees.iter().map(|degree| degree.strength_in).fold(largest, f64::min);
    let (low, range) = (smallest.sqrt(), largest.sqrt() - smallest.sqrt());
    let size = |degree: &Degree| match range > 0.0 {
        true => 4.0 + 96.0 * ((degree.strength_in.sqrt() - low) / range),
        false => 4.0,
    };
    degrees.iter().map(size).collect()
}

fn newest(corpus: &Corpus) -> Option<String> {
    let dates = corpus.articles.iter().filter_map(|article| article.published.as_deref());
    dates.filter_map(date::first_day).max()
}
