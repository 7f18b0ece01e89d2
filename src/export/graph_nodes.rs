//! The nodes of a graph of citations: rows that are made as they are written, for all at once would take several times
//! the room of the graph.

use std::sync::Arc;

use jiff::civil::Date;
use petgraph::graph::DiGraph;

use super::columns;
use super::node_measures::NodeMeasures;
use super::row::{CellValue, NetworkLabel, NodeRow, first_day};
use super::style::{colour, sizes};
use super::xml;
use crate::corpus::table::{ArticleRecord, CitationTable};
use crate::graph::{Adjacency, Edge, Graph, Node, NodeKind, Tally, View, date, degrees};
use crate::link::redact::redact_url;

/// What the rows of nodes are made from.
#[derive(Debug, Clone)]
pub(super) struct GraphNodes {
    graph: Arc<DiGraph<Node, Edge>>,
    articles: Arc<Vec<ArticleRecord>>,
    view: View,
    counted: u64,
    has_domains: bool,
    has_articles: bool,
    measured: NodeMeasures,
    sizes: Vec<f64>,
    /// The first day of each, that of its edges included.
    starts: Vec<Option<Date>>,
}

/// What the rows could not show as it is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CleaningLosses {
    /// Characters that no XML file can hold and that were left out.
    pub(super) removed: u64,
    /// Text cells with `INF`, which Gephi shows as `Infinity`.
    pub(super) infinities: u64,
}

impl GraphNodes {
    /// The nodes of a graph that was built from this table, and what all of their rows lose.
    pub(super) fn new(
        table: &CitationTable,
        graph: &Graph,
        compact: &Adjacency,
    ) -> (Self, CleaningLosses) {
        let nodes = Self {
            graph: Arc::clone(&graph.graph),
            articles: table.shared_articles(),
            view: graph.view,
            counted: graph.counted,
            has_domains: columns::has_domains(graph),
            has_articles: columns::has_articles(graph),
            measured: NodeMeasures::from_graph(compact),
            sizes: sizes(&degrees(compact)),
            starts: Vec::new(),
        };
        let mut lost = CleaningLosses::default();
        let starts = (0..nodes.len()).map(|at| nodes.row_with(at, &mut lost).start).collect();
        (Self { starts, ..nodes }, lost)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.graph.node_count()
    }

    /// The nodes, in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = NodeRow> {
        (0..self.len()).map(|at| {
            let row = self.row_with(at, &mut CleaningLosses::default());
            NodeRow { start: self.starts[at], ..row }
        })
    }

    /// The first day of each.
    pub(super) fn starts_mut(&mut self) -> &mut Vec<Option<Date>> {
        &mut self.starts
    }

    /// One row, with the first day that the node has alone.
    fn row_with(&self, at: usize, lost: &mut CleaningLosses) -> NodeRow {
        let node = &self.graph.raw_nodes()[at].weight;
        let article = node.article.map(|at| &self.articles[at]);
        let class = class(node, self.view);
        let published = article.and_then(|article| article.published());
        let own = [node.citing.first.as_deref(), node.citing.last.as_deref(), published];
        let (first, last) = date::range(own.into_iter().flatten());
        let is_cited = node.cited.citations > 0 && node.kind != NodeKind::Article;
        let shown = match is_cited {
            true => [node.cited.first.as_deref(), node.cited.last.as_deref()],
            false => [first.as_deref(), last.as_deref()],
        };
        let mut cells = vec![Some(CellValue::Text(class.to_owned()))];
        if self.view != View::Coupling {
            cells.extend(cited(&node.cited, self.counted));
        }
        cells.extend(shown.map(|day| lost.cell(day)));
        if self.view != View::Cocitation {
            cells.push(Some(CellValue::Whole(node.citing.citations)));
        }
        cells.extend(self.measured.cells(at));
        let facts = node.facts.as_ref().map(|facts| facts.values()).unwrap_or_default();
        cells.extend(facts.map(|value| lost.cell(value)));
        if self.has_domains {
            cells.push(lost.cell(node.domain.as_deref()));
        }
        if self.has_articles {
            cells.push(article.and_then(|article| lost.input_cell(article.input())));
            let origin = article.and_then(|article| article.origin()).map(redact_url);
            cells.push(lost.cell(origin.as_deref()));
        }
        let (label, raw) = lost.label(node, article);
        let (size, colour) = (self.sizes[at], colour(class));
        let start = first.as_deref().and_then(first_day);
        NodeRow { label, raw, start, size, colour, point: None, cells }
    }
}

impl CleaningLosses {
    /// What people see of a node: the title of an article, else the name.
    fn label(&mut self, node: &Node, article: Option<&ArticleRecord>) -> (String, Option<String>) {
        let title = article.and_then(|article| article.title());
        let title = title.filter(|title| !xml::clean(title).text.is_empty());
        let label = NetworkLabel::new(title.unwrap_or(&node.name));
        self.removed += label.removed;
        (label.text, label.raw)
    }

    /// A text cell. Empty text and the word `null` are read as no value by some, so none is written.
    fn cell(&mut self, text: Option<&str>) -> Option<CellValue> {
        let clean = xml::clean(text?);
        self.removed += clean.removed;
        let text = clean.text;
        self.infinities += u64::from(text.contains("INF"));
        let none = text.is_empty() || text.eq_ignore_ascii_case("null");
        (!none).then(|| CellValue::Text(text.into_owned()))
    }

    /// The name of an input with every blank that it has, so that tables can be joined by it.
    fn input_cell(&mut self, input: &str) -> Option<CellValue> {
        let kept: String = input.chars().filter(|c| !xml::is_forbidden(*c)).collect();
        self.cell(Some(input))?;
        Some(CellValue::Text(kept))
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
