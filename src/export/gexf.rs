//! GEXF 1.3 in the one profile that Gephi, Gephi Lite (graphology) and networkx read alike.
//!
//! Each rule here answers a reader that trips otherwise: columns are declared before the nodes, in
//! one block a class (graphology keeps the last); a column's id is its title; weight is the edge's
//! own attribute; a size's `value` comes first; colours are r, g, b; there are no lists, no
//! positions (all zero, Gephi draws lots), no schema location, and no times on a single day.

use std::io::{self, Write};

use super::network::{Cell, Column, EdgeRow, Network, NodeRow};
use super::{decimal, xml};
use crate::graph::Level;

/// Writes a network as GEXF.
///
/// # Errors
/// Where `out` fails.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<()> {
    let time = network.has_time();
    head(network, out)?;
    let mode = match time {
        true => r#"mode="dynamic" timeformat="date" timerepresentation="interval" timezone="UTC""#,
        false => r#"mode="static""#,
    };
    writeln!(out, r#"  <graph defaultedgetype="directed" {mode} idtype="string">"#)?;
    let cells = network.nodes.iter().map(|node| &node.cells);
    columns("node", &network.node_columns, cells, out)?;
    let cells = network.edges.iter().map(|edge| &edge.cells);
    columns("edge", &network.edge_columns, cells, out)?;
    writeln!(out, "    <nodes>")?;
    for (at, row) in network.nodes.iter().enumerate() {
        node(network, at, row, time, out)?;
    }
    writeln!(out, "    </nodes>\n    <edges>")?;
    for (at, row) in network.edges.iter().enumerate() {
        edge(network, at, row, time, out)?;
    }
    writeln!(out, "    </edges>\n  </graph>\n</gexf>")
}

fn head(network: &Network, out: &mut impl Write) -> io::Result<()> {
    let modified = match &network.newest {
        Some(day) => format!(r#" lastmodifieddate="{day}""#),
        None => String::new(),
    };
    let ends = match network.level {
        Level::Article => "articles and the domains that they cite",
        Level::Origin => "domains of articles and the domains that they cite",
    };
    writeln!(
        out,
        r#"<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
  <meta{modified}>
    <creator>citegraph {version}</creator>
    <keywords>citations, domains</keywords>
    <description>{ends}; weight = {weight}</description>
  </meta>"#,
        version = env!("CARGO_PKG_VERSION"),
        weight = network.weight.name(),
    )
}

/// Declares columns. `integer` is Java's, of 32 bits: a column with a larger value is `long`.
fn columns<'a>(
    class: &str,
    columns: &[(&str, Column)],
    rows: impl Iterator<Item = &'a Vec<Option<Cell>>> + Clone,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, r#"    <attributes class="{class}" mode="static">"#)?;
    for (at, (name, column)) in columns.iter().enumerate() {
        let kind = match column {
            Column::Text => "string",
            Column::Double => "double",
            Column::Whole if is_long(rows.clone().map(|cells| &cells[at])) => "long",
            Column::Whole => "integer",
        };
        writeln!(out, r#"      <attribute id="{name}" title="{name}" type="{kind}"/>"#)?;
    }
    writeln!(out, "    </attributes>")
}

/// Whether a value exceeds 32 bits.
pub(super) fn is_long<'a>(mut cells: impl Iterator<Item = &'a Option<Cell>>) -> bool {
    let limit = i32::MAX as u64;
    cells.any(|cell| matches!(cell, Some(Cell::Whole(number)) if *number > limit))
}

fn node(
    network: &Network,
    at: usize,
    row: &NodeRow,
    time: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let start = start(&row.start, time);
    writeln!(out, r#"      <node id="n{at}" label="{}"{start}>"#, xml::escape(&row.label))?;
    values(&network.node_columns, &row.cells, out)?;
    let [red, green, blue] = row.colour;
    writeln!(out, r#"        <viz:color r="{red}" g="{green}" b="{blue}"/>"#)?;
    writeln!(out, r#"        <viz:size value="{}"/>"#, decimal(row.size))?;
    writeln!(out, "      </node>")
}

fn edge(
    network: &Network,
    at: usize,
    row: &EdgeRow,
    time: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let EdgeRow { source, target, .. } = row;
    let (weight, start) = (decimal(row.weight), start(&row.start, time));
    let ends = format!(r#"source="n{source}" target="n{target}""#);
    writeln!(out, r#"      <edge id="e{at}" {ends} weight="{weight}"{start}>"#)?;
    values(&network.edge_columns, &row.cells, out)?;
    writeln!(out, "      </edge>")
}

fn start(day: &Option<String>, time: bool) -> String {
    match day {
        Some(day) if time => format!(r#" start="{day}""#),
        _ => String::new(),
    }
}

fn values(
    columns: &[(&str, Column)],
    cells: &[Option<Cell>],
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, "        <attvalues>")?;
    for ((name, _), cell) in columns.iter().zip(cells) {
        if let Some(cell) = cell {
            let value = xml::escape(&cell.text());
            writeln!(out, r#"          <attvalue for="{name}" value="{value}"/>"#)?;
        }
    }
    writeln!(out, "        </attvalues>")
}
