//! Node-link JSON, as networkx's `node_link_graph` and D3 read it.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::columns::{Column, ColumnNaming};
use super::network::Network;
use super::row::CellValue;
use crate::input::MARKER;

/// Writes a network as node-link JSON: one node or edge a line. The list of edges is called `edges`, as networkx does
/// from version 3.4 on.
///
/// # Errors
/// Where `out` fails.
pub fn write(network: &Network, names: ColumnNaming, out: &mut impl Write) -> io::Result<()> {
    let about = json!({
        "creator": format!("{MARKER} {}", env!("CARGO_PKG_VERSION")),
        "description": network.description,
        "weight": network.weight,
    });
    write!(
        out,
        "{{\"directed\":{},\"multigraph\":false,\"graph\":{about},\n\"nodes\":[",
        network.is_directed
    )?;
    for (at, row) in network.node_rows().enumerate() {
        let mut line = Map::new();
        line.insert("id".to_owned(), json!(format!("n{at}")));
        line.insert("label".to_owned(), json!(row.label));
        line.extend(row.start.map(|day| ("start".to_owned(), json!(day.to_string()))));
        line.extend(values(&network.node_columns, &row.cells, names));
        write!(out, "{}\n{}", if at == 0 { "" } else { "," }, Value::Object(line))?;
    }
    write!(out, "],\n\"edges\":[")?;
    for (at, row) in network.rows().enumerate() {
        let mut line = Map::new();
        line.insert("id".to_owned(), json!(format!("e{at}")));
        line.insert("source".to_owned(), json!(format!("n{}", row.source)));
        line.insert("target".to_owned(), json!(format!("n{}", row.target)));
        line.insert("weight".to_owned(), json!(row.weight));
        line.extend(row.start.map(|day| ("start".to_owned(), json!(day.to_string()))));
        line.extend(values(&network.edge_columns, &row.cells, names));
        write!(out, "{}\n{}", if at == 0 { "" } else { "," }, Value::Object(line))?;
    }
    writeln!(out, "]}}")
}

/// The values of a row by their columns.
pub(super) fn values<'a>(
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
