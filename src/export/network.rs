//! The one table of nodes and edges that every graph file writes.

use jiff::civil::Date;

use super::change_rows::ChangeRows;
use super::columns::{self, Column};
use super::edge_list_rows::EdgeListRows;
use super::graph_rows::GraphRows;
use super::legend::LegendEntry;
use super::network_citations::NetworkCitations;
use super::node_measures::NodeMeasures;
use super::row::{CellValue, NetworkLabel, NodeRow, first_day};
use super::style::{colour, sizes};
use super::xml;
use crate::corpus::table::{ArticleRecord, CitationTable};
use crate::graph::{
    Adjacency, Graph, Level, Node, NodeKind, Period, Tally, View, Weight, date, degrees,
};
use crate::link::redact::redact_url;

/// A graph with its columns, ready to be written.
#[derive(Debug, Clone)]
pub struct Network {
    /// What the graph shows, in a few words.
    pub description: String,
    /// Whether edges have a direction.
    pub is_directed: bool,
    /// The word for what weights are.
    pub weight: &'static str,
    /// The columns of nodes.
    pub node_columns: Vec<Column>,
    /// The columns of edges.
    pub edge_columns: Vec<Column>,
    /// Nodes; those of a list are here once they were placed. [`Network::node_rows`] has all.
    pub nodes: Vec<NodeRow>,
    /// The graph of citations from which the rows of edges are made; [`Network::rows`] has them.
    pub(super) graph: Option<GraphRows>,
    /// The edges of two networks that were compared.
    pub(super) changed: Option<Box<ChangeRows>>,
    /// The graph of a list, from which its rows are made.
    pub(super) listed: Option<EdgeListRows>,
    /// The citations behind the edges; `None` unless [`Network::add_citations`] was asked.
    pub(super) citations: Option<Box<NetworkCitations>>,
    /// What colours mean; empty unless [`Network::apply_layout`] was asked.
    pub legend: Vec<LegendEntry>,
    /// The newest date of an article, as a day.
    pub newest: Option<Date>,
    /// Characters that no XML file can hold and that were left out.
    pub removed: u64,
    /// Text cells with `INF`, which Gephi shows as `Infinity`.
    pub infinities: u64,
}

impl Network {
    /// Makes the rows of a graph that was built from this table.
    pub fn new(table: &CitationTable, graph: &Graph, weight: Weight) -> Self {
        let mut network = Self {
            description: description(graph),
            is_directed: graph.view.is_directed(),
            weight: weight.name(),
            node_columns: columns::node_columns(graph),
            edge_columns: columns::edge_columns(graph),
            nodes: Vec::new(),
            graph: Some(GraphRows::from_graph(graph, weight)),
            changed: None,
            listed: None,
            citations: None,
            legend: Vec::new(),
            newest: newest(table),
            removed: 0,
            infinities: 0,
        };
        network.add_nodes(table, graph, &graph.compact(weight));
        network
    }

    /// Whether there are two different days: on one alone, Gephi's timeline has no length.
    pub fn has_time(&self) -> bool {
        let mut days = self
            .nodes
            .iter()
            .filter_map(|node| node.start)
            .chain(self.edge_days().map(|(_, day)| day));
        let first = days.next();
        days.any(|day| Some(day) != first)
    }

    /// The nodes of every edge that has a first day, and that day.
    fn edge_days(&self) -> impl Iterator<Item = ([usize; 2], Date)> {
        let edges = self.graph.iter().flat_map(GraphRows::days);
        let changed = self.changed.iter().flat_map(|changed| changed.rows());
        let changed = changed.filter_map(|edge| Some(([edge.source, edge.target], edge.start?)));
        edges.chain(changed)
    }

    /// Adds the weights of slices of time, one list an edge.
    pub fn add_periods(&mut self, periods: Vec<Vec<Period>>) {
        if let Some(graph) = &mut self.graph {
            graph.set_periods(periods);
        }
    }

    /// The weights of slices of time of every edge that has some.
    fn periods(&self) -> impl Iterator<Item = &Vec<Period>> {
        self.graph.iter().flat_map(GraphRows::periods)
    }

    /// The first and the last day of which some edge has a weight.
    pub(super) fn time_of_weights(&self) -> Option<[Date; 2]> {
        let first = self.periods().flatten().map(|period| period.from).min()?;
        Some([first, self.periods().flatten().map(|period| period.to).max()?])
    }

    /// Whether some edge has weights of years.
    pub(super) fn has_periods(&self) -> bool {
        self.periods().any(|periods| !periods.is_empty())
    }

    fn add_nodes(&mut self, table: &CitationTable, graph: &Graph, compact: &Adjacency) {
        let measured = NodeMeasures::from_graph(compact);
        let sizes = sizes(&degrees(compact));
        for (at, raw) in graph.graph.raw_nodes().iter().enumerate() {
            let node = &raw.weight;
            let class = class(node, graph.view);
            let published = node.article.and_then(|at| table.articles()[at].published.as_deref());
            let own = [node.citing.first.as_deref(), node.citing.last.as_deref(), published];
            let (first, last) = date::range(own.into_iter().flatten());
            let is_cited = node.cited.citations > 0 && node.kind != NodeKind::Article;
            let shown = match is_cited {
                true => [node.cited.first.as_deref(), node.cited.last.as_deref()],
                false => [first.as_deref(), last.as_deref()],
            };
            let mut cells = vec![Some(CellValue::Text(class.to_owned()))];
            if graph.view != View::Coupling {
                cells.extend(cited(&node.cited, graph.counted));
            }
            cells.extend(shown.map(|day| self.cell(day)));
            if graph.view != View::Cocitation {
                cells.push(Some(CellValue::Whole(node.citing.citations)));
            }
            cells.extend(measured.cells(compact, at));
            let facts = node.facts.as_ref().map(|facts| facts.values()).unwrap_or_default();
            cells.extend(facts.map(|value| self.cell(value)));
            if columns::has_domains(graph) {
                cells.push(self.cell(node.domain.as_deref()));
            }
            if columns::has_articles(graph) {
                let article = node.article.map(|at| &table.articles()[at]);
                let input = article.and_then(|article| self.input_cell(&article.input));
                cells.push(input);
                let origin = article.and_then(|article| article.origin.as_deref()).map(redact_url);
                cells.push(self.cell(origin.as_deref()));
            }
            let (label, raw) = self.label(table, node);
            let (size, colour) = (sizes[at], colour(class));
            let start = first.as_deref().and_then(first_day);
            let point = None;
            self.nodes.push(NodeRow { label, raw, start, size, colour, point, cells });
        }
        self.start_with_edges();
    }

    /// A node starts with its earliest edge: Gephi hides an edge whose ends are not there yet.
    pub(super) fn start_with_edges(&mut self) {
        let mut starts: Vec<Option<Date>> = self.nodes.iter().map(|node| node.start).collect();
        for (ends, day) in self.edge_days() {
            for end in ends {
                if starts[end].is_none_or(|start| day < start) {
                    starts[end] = Some(day);
                }
            }
        }
        self.nodes.iter_mut().zip(starts).for_each(|(node, start)| node.start = start);
    }

    /// What people see of a node: the title of an article, else the name.
    fn label(&mut self, table: &CitationTable, node: &Node) -> (String, Option<String>) {
        let title = node.article.and_then(|at| table.articles()[at].title.as_deref());
        let title = title.filter(|title| !xml::clean(title).text.is_empty());
        self.named(title.unwrap_or(&node.name))
    }

    fn named(&mut self, name: &str) -> (String, Option<String>) {
        let label = NetworkLabel::new(name);
        self.removed += label.removed;
        (label.text, label.raw)
    }

    /// A text cell. Empty text and the word `null` are read as no value by some, so none is written.
    fn cell(&mut self, text: Option<&str>) -> Option<CellValue> {
        let text = self.clean(text?);
        self.infinities += u64::from(text.contains("INF"));
        let none = text.is_empty() || text.eq_ignore_ascii_case("null");
        (!none).then_some(CellValue::Text(text))
    }

    /// The name of an input with every blank that it has, so that tables can be joined by it.
    fn input_cell(&mut self, input: &str) -> Option<CellValue> {
        let kept: String = input.chars().filter(|c| !xml::is_forbidden(*c)).collect();
        self.cell(Some(input))?;
        Some(CellValue::Text(kept))
    }

    fn clean(&mut self, text: &str) -> String {
        let clean = xml::clean(text);
        self.removed += clean.removed;
        clean.text.into_owned()
    }
}

/// What the graph shows, without a word of any document.
fn description(graph: &Graph) -> String {
    let things = graph.level.plural();
    match (graph.view, graph.level) {
        (View::Bipartite, level) => format!("articles and the {} that they cite", level.plural()),
        (View::Source, Level::Article) => "articles and the articles that they cite".to_owned(),
        (View::Source, _) => format!("{things} of articles and the {things} that they cite"),
        (View::Cocitation, _) => format!("{things} that articles cite together"),
        (View::Coupling, _) => format!("articles that cite the same {things}"),
        (View::Internal, _) => "articles and the articles that they link to".to_owned(),
        (View::Tag, _) => format!("tags of articles and the {things} that they cite"),
        (View::Author, _) => format!("authors of articles and the {things} that they cite"),
    }
}

fn cited(tally: &Tally, all: u64) -> [Option<CellValue>; 7] {
    let share = if all == 0 { 0.0 } else { tally.citations as f64 / all as f64 };
    [
        Some(CellValue::Whole(tally.citations)),
        Some(CellValue::Whole(tally.articles)),
        Some(CellValue::Whole(tally.keys)),
        Some(CellValue::Whole(tally.works)),
        Some(CellValue::Whole(tally.hosts)),
        Some(CellValue::Whole(tally.sites)),
        CellValue::number(share),
    ]
}

fn class(node: &Node, view: View) -> &'static str {
    match (node.kind, node.cited.citations, node.citing.citations) {
        (NodeKind::Article | NodeKind::Tag | NodeKind::Author | NodeKind::Unknown, ..) => {
            node.kind.name()
        }
        _ if view == View::Cocitation => "cited",
        (_, _, 0) => "cited",
        (_, 0, _) => "citing",
        _ => "both",
    }
}

fn newest(table: &CitationTable) -> Option<Date> {
    table.articles().iter().filter_map(ArticleRecord::published_day).max()
}
