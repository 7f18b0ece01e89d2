//! GraphML for igraph, Cytoscape, networkx, graphology and Gephi.
//!
//! All keys come before the graph, each for nodes or for edges alone; whole numbers are `int` or
//! `long`, since igraph rejects `integer`. Label and weight are keys here: Gephi knows them by name.
//! GraphML has no time; the dates are columns.

use std::io::{self, Write};

use super::columns::{Column, ColumnType};
use super::network::Network;
use super::row::CellValue;
use super::{decimal, xml};
use crate::input::MARKER;

/// Writes a network as GraphML.
///
/// # Errors
/// Where `out` fails.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, "<!-- {MARKER} {} -->", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#)?;
    key("node", "label", "string", out)?;
    keys("node", &network.node_columns, &network.int64_node_columns(), out)?;
    key("edge", "weight", "double", out)?;
    keys("edge", &network.edge_columns, &network.int64_edge_columns(), out)?;
    let kind = if network.is_directed { "directed" } else { "undirected" };
    writeln!(out, r#"  <graph edgedefault="{kind}">"#)?;
    for (at, row) in network.node_rows().enumerate() {
        writeln!(out, r#"    <node id="n{at}">"#)?;
        data("node", "label", &row.label, out)?;
        values("node", &network.node_columns, &row.cells, out)?;
        writeln!(out, "    </node>")?;
    }
    for (at, row) in network.rows().enumerate() {
        let (source, target) = (row.source, row.target);
        writeln!(out, r#"    <edge id="e{at}" source="n{source}" target="n{target}">"#)?;
        data("edge", "weight", &decimal(row.weight), out)?;
        values("edge", &network.edge_columns, &row.cells, out)?;
        writeln!(out, "    </edge>")?;
    }
    writeln!(out, "  </graph>\n</graphml>")
}

fn keys(
    class: &str,
    columns: &[Column],
    are_long: &[bool],
    out: &mut impl Write,
) -> io::Result<()> {
    for (Column { name, values, .. }, is_long) in columns.iter().zip(are_long) {
        let kind = match values {
            ColumnType::Text => "string",
            ColumnType::Double => "double",
            ColumnType::Whole if *is_long => "long",
            ColumnType::Whole => "int",
        };
        key(class, name, kind, out)?;
    }
    Ok(())
}

/// Ids carry their class: nodes and edges have columns of one name.
fn key(class: &str, name: &str, kind: &str, out: &mut impl Write) -> io::Result<()> {
    let name = xml::escape_verbatim(name);
    let id = format!("{class}_{name}");
    writeln!(out, r#"  <key id="{id}" for="{class}" attr.name="{name}" attr.type="{kind}"/>"#)
}

fn values(
    class: &str,
    columns: &[Column],
    cells: &[Option<CellValue>],
    out: &mut impl Write,
) -> io::Result<()> {
    for (Column { name, .. }, cell) in columns.iter().zip(cells) {
        if let Some(cell) = cell {
            data(class, name, &cell.text(), out)?;
        }
    }
    Ok(())
}

fn data(class: &str, name: &str, value: &str, out: &mut impl Write) -> io::Result<()> {
    let (name, value) = (xml::escape_verbatim(name), xml::escape_verbatim(value));
    writeln!(out, r#"      <data key="{class}_{name}">{value}</data>"#)
}
