//! The graph as data for the page's script: nodes, edges and citations in packed blocks.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;
use serde_json::{Value, json};

use crate::export::columns::{Column, ColumnType};
use crate::export::drawing::{DrawnNode, drawn};
use crate::export::network::Network;
use crate::export::network_citations::{CitationRow, NetworkCitations};
use crate::export::row::{CellValue, EdgeRow, NodeRow};
use crate::export::unsigned_zero;
use crate::report::html::block::{pack, sanitize};
use crate::report::words;

/// Nodes and edges on a page at most.
const MAX_NODES: usize = 20_000;
const MAX_EDGES: usize = 100_000;

/// Rows of one block: unpacking it must not hold up the page.
const BLOCK_ROWS: usize = 2000;

/// The blocks of a page, and how much they hold.
pub(super) struct Payload {
    /// Kind and content.
    pub(super) blocks: Vec<(&'static str, String)>,
    /// By node of the network, whether the page has it.
    pub(super) has_node: Vec<bool>,
    /// Nodes, edges and citations on the page, and of the graph.
    pub(super) nodes: Shown,
    pub(super) edges: Shown,
    pub(super) citations: Shown,
    /// Nodes that are in the table and not in the picture.
    pub(super) undrawn: usize,
}

/// How many of how many are on the page.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(super) struct Shown {
    pub(super) shown: usize,
    pub(super) all: usize,
}

impl Shown {
    pub(super) fn left_out(self) -> usize {
        self.all - self.shown
    }
}

/// What all rows share.
#[derive(Serialize)]
struct PayloadShared<'a> {
    directed: bool,
    weight: &'a str,
    /// Name, whether numbers stand in it, and meaning of each column.
    node_columns: Vec<(&'a str, &'static str, &'static str)>,
    edge_columns: Vec<(&'a str, &'static str, &'static str)>,
    /// Name, nodes and colour of each group.
    legend: Vec<(String, usize, String)>,
    /// Codes of types and countries in words.
    types: BTreeMap<String, String>,
    countries: BTreeMap<String, String>,
    nodes: Shown,
    edges: Shown,
    citations: Shown,
    /// Title, input, date and address of the citing articles.
    articles: Vec<(&'a str, &'a str, Option<&'a str>, Option<&'a str>)>,
}

impl Payload {
    /// Packs a network in the order of its rows.
    pub(super) fn from_network(network: &Network) -> io::Result<Self> {
        let sizes: Vec<f64> = network.node_rows().map(|row| row.size).collect();
        let has_node = largest(&sizes, MAX_NODES);
        let weights: Vec<f64> = network.rows().map(|row| row.weight).collect();
        let has_edge = largest(&weights, MAX_EDGES);
        // A node's place among those of the page.
        let mut places = vec![None; has_node.len()];
        let kept = (0..has_node.len()).filter(|at| has_node[*at]);
        kept.zip(0..).for_each(|(at, place)| places[at] = Some(place));
        let edges = network.rows().zip(has_edge).enumerate();
        let edges = edges.filter(|(_, (_, is_kept))| *is_kept);
        let edges = edges.filter_map(|(at, (row, _))| edge(at, &row, &places));
        let (edge_blocks, edges) = blocks("edges", edges)?;
        let drawn = drawn(network);
        let undrawn = drawn.iter().zip(&has_node).filter(|(one, is)| one.is_none() && **is).count();
        let rows = network.node_rows().zip(&drawn).enumerate();
        let rows = rows.filter(|(at, _)| has_node[*at]);
        let rows = rows.map(|(at, (row, drawn))| node(at, &row, drawn.as_ref(), network));
        let (node_blocks, nodes) = blocks("nodes", rows)?;
        let citations = network.citations.as_deref();
        let rows = citations.iter().flat_map(|citations| &citations.rows);
        let (citation_blocks, rows) =
            blocks("citations", rows.filter_map(|row| citation(row, &places)))?;
        let mut payload = Self {
            blocks: Vec::new(),
            nodes: Shown { shown: nodes, all: has_node.len() },
            edges: Shown { shown: edges, all: weights.len() },
            citations: Shown { shown: rows, all: citations.map_or(0, |citations| citations.all) },
            has_node,
            undrawn,
        };
        payload.blocks.push(("shared", pack(&payload.shared(network, citations))?));
        payload.blocks.extend(node_blocks.into_iter().chain(edge_blocks).chain(citation_blocks));
        Ok(payload)
    }

    fn shared<'a>(
        &self,
        network: &'a Network,
        citations: Option<&'a NetworkCitations>,
    ) -> PayloadShared<'a> {
        let legend = network.legend.iter().map(|row| {
            let [red, green, blue] = row.colour;
            (sanitize(&row.name), row.nodes, format!("#{red:02x}{green:02x}{blue:02x}"))
        });
        let articles = citations.iter().flat_map(|citations| &citations.articles);
        let articles = articles.map(|one| {
            (one.title.as_str(), one.input.as_str(), one.date.as_deref(), one.href.as_deref())
        });
        PayloadShared {
            directed: network.is_directed,
            weight: network.weight,
            node_columns: network.node_columns.iter().map(head).collect(),
            edge_columns: network.edge_columns.iter().map(head).collect(),
            legend: legend.collect(),
            types: words_of(network, "source_type", |code| {
                words::publisher_type(code).into_owned()
            }),
            countries: words_of(network, "country", |code| words::country(code).into_owned()),
            nodes: self.nodes,
            edges: self.edges,
            citations: self.citations,
            articles: articles.collect(),
        }
    }
}

/// Which of some numbers are among the largest ones; of equal ones the first.
fn largest(numbers: &[f64], most: usize) -> Vec<bool> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    if order.len() > most {
        order.sort_by(|one, two| numbers[*two].total_cmp(&numbers[*one]).then(one.cmp(two)));
        order.truncate(most);
    }
    let mut kept = vec![false; numbers.len()];
    order.into_iter().for_each(|at| kept[at] = true);
    kept
}

/// Rows in packed blocks, and how many there are.
fn blocks(
    kind: &'static str,
    mut rows: impl Iterator<Item = Value>,
) -> io::Result<(Vec<(&'static str, String)>, usize)> {
    let (mut blocks, mut count) = (Vec::new(), 0);
    loop {
        let block: Vec<Value> = rows.by_ref().take(BLOCK_ROWS).collect();
        if block.is_empty() {
            return Ok((blocks, count));
        }
        count += block.len();
        blocks.push((kind, pack(&block)?));
    }
}

fn head(column: &Column) -> (&str, &'static str, &'static str) {
    let kind = if column.is_date() { "date" } else { column.values.name() };
    (&column.name, kind, column.meaning)
}

/// The values of a column of nodes, in words where they are codes.
fn words_of(
    network: &Network,
    name: &str,
    words: impl Fn(&str) -> String,
) -> BTreeMap<String, String> {
    let at = network.node_columns.iter().position(|column| column.name == name);
    let Some(at) = at.filter(|at| network.node_columns[*at].values == ColumnType::Text) else {
        return BTreeMap::new();
    };
    let cells = network.nodes.iter().filter_map(|row| match row.cells.get(at)? {
        Some(CellValue::Text(code)) => Some(code.as_str()),
        _ => None,
    });
    let pairs = cells.map(|code| (sanitize(code), sanitize(&words(code))));
    pairs.filter(|(code, words)| code != words).collect()
}

/// Number, label, x, y, radius, group, and the values of the columns; places are `null` for a node that is not drawn.
fn node(at: usize, row: &NodeRow, drawn: Option<&DrawnNode<'_>>, network: &Network) -> Value {
    let group = network.legend.iter().position(|entry| entry.colour == row.colour);
    let places = match drawn {
        Some(DrawnNode { point: [x, y], radius, .. }) => [*x, *y, *radius].map(tenth),
        None => [Value::Null, Value::Null, Value::Null],
    };
    let mut cells = vec![json!(at), json!(sanitize(&row.label))];
    cells.extend(places);
    cells.push(json!(group));
    cells.extend(row.cells.iter().map(|cell| value(cell.as_ref())));
    Value::Array(cells)
}

/// Number, ends by their place on the page, weight, and the values of the columns; `None` without both ends.
fn edge(at: usize, row: &EdgeRow, places: &[Option<usize>]) -> Option<Value> {
    let (source, target) = (places[row.source]?, places[row.target]?);
    let mut cells = vec![json!(at), json!(source), json!(target), json!(row.weight)];
    cells.extend(row.cells.iter().map(|cell| value(cell.as_ref())));
    Some(Value::Array(cells))
}

/// Article, citing nodes, cited node, list, sentence, mark, anchor, address, and 1 if the address may be a link.
fn citation(row: &CitationRow, places: &[Option<usize>]) -> Option<Value> {
    let citing: Vec<usize> = row.citing.iter().filter_map(|at| places[*at]).collect();
    let cited = row.cited.and_then(|at| places[at]);
    if citing.is_empty() && cited.is_none() {
        return None;
    }
    let linked = u8::from(row.is_linked);
    Some(json!([
        row.article,
        citing,
        cited,
        row.list,
        row.sentence,
        row.mark,
        row.anchor,
        row.url,
        linked
    ]))
}

fn value(cell: Option<&CellValue>) -> Value {
    match cell {
        None => Value::Null,
        Some(CellValue::Text(text)) => json!(sanitize(text)),
        Some(CellValue::Whole(number)) => json!(number),
        Some(CellValue::Double(number)) => json!(number),
    }
}

/// A coordinate, as exact as a picture needs.
fn tenth(number: f64) -> Value {
    json!(unsigned_zero((number * 10.0).round() / 10.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_stay_and_of_equal_ones_the_first() {
        assert_eq!(largest(&[1.0, 3.0, 3.0, 2.0], 2), [false, true, true, false]);
        assert_eq!(largest(&[1.0, 1.0, 1.0], 2), [true, true, false]);
        assert!(largest(&[], 2).is_empty());
    }
}
