//! The JSON of graphology: Gephi Lite, sigma, ipysigma, pelote.
//!
//! It holds what the GEXF holds, without the traps of XML: `label` is the label of the other files
//! and `label_raw` the same before it was cleaned, and dates are `start`, as days.

use std::io::{self, Write};

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::columns::{Column, ColumnNaming};
use super::network::Network;
use super::row::{CellValue, EdgeRow, NodeRow};
use super::unsigned_zero;
use crate::input::MARKER;

/// Writes a network as graphology's JSON: one node or edge a line.
///
/// # Errors
/// Where `out` fails.
pub fn write(network: &Network, names: ColumnNaming, out: &mut impl Write) -> io::Result<()> {
    let kind = if network.is_directed { "directed" } else { "undirected" };
    let options = json!({ "type": kind, "multi": false, "allowSelfLoops": true });
    let creator = format!("{MARKER} {}", env!("CARGO_PKG_VERSION"));
    let about = json!({
        "creator": creator,
        "description": network.description,
        "weight": network.weight,
    });
    write!(out, "{{\"attributes\":{about},\"options\":{options},\n\"nodes\":[")?;
    for (at, row) in network.node_rows().enumerate() {
        let line = json!({ "key": format!("n{at}"), "attributes": node(network, &row, names) });
        write!(out, "{}\n{line}", if at == 0 { "" } else { "," })?;
    }
    write!(out, "],\n\"edges\":[")?;
    for (at, row) in network.rows().enumerate() {
        let line = json!({
            "key": format!("e{at}"),
            "source": format!("n{}", row.source),
            "target": format!("n{}", row.target),
            "undirected": !network.is_directed,
            "attributes": edge(network, &row, names),
        });
        write!(out, "{}\n{line}", if at == 0 { "" } else { "," })?;
    }
    writeln!(out, "]}}")
}

fn node(network: &Network, row: &NodeRow, names: ColumnNaming) -> Map<String, Value> {
    let [red, green, blue] = row.colour;
    let mut attributes = Map::new();
    attributes.insert("label".to_owned(), json!(row.label));
    attributes.insert("label_raw".to_owned(), json!(row.raw.as_ref().unwrap_or(&row.label)));
    attributes.insert("size".to_owned(), json!(unsigned_zero(row.size)));
    attributes.insert("color".to_owned(), json!(format!("#{red:02x}{green:02x}{blue:02x}")));
    if let Some([x, y]) = row.point {
        attributes.insert("x".to_owned(), json!(unsigned_zero(x)));
        attributes.insert("y".to_owned(), json!(unsigned_zero(-y)));
    }
    attributes.extend(start(row.start));
    attributes.extend(values(&network.node_columns, &row.cells, names));
    attributes
}

fn edge(network: &Network, row: &EdgeRow, names: ColumnNaming) -> Map<String, Value> {
    let mut attributes = Map::new();
    attributes.insert("weight".to_owned(), json!(row.weight));
    attributes.extend(start(row.start));
    attributes.extend(values(&network.edge_columns, &row.cells, names));
    attributes
}

fn start(day: Option<Date>) -> Option<(String, Value)> {
    day.map(|day| ("start".to_owned(), json!(day.to_string())))
}

fn values<'a>(
    columns: &'a [Column],
    cells: &'a [Option<CellValue>],
    names: ColumnNaming,
) -> impl Iterator<Item = (String, Value)> + 'a {
    columns.iter().zip(cells).filter_map(move |(column, cell)| {
        let value = match cell.as_ref()? {
            CellValue::Text(text) => json!(text),
            CellValue::Whole(number) => json!(number),
            CellValue::Double(number) => json!(number),
        };
        Some((column.named(names).to_owned(), value))
    })
}
