//! CX2, the JSON that Cytoscape and NDEx exchange.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::columns::{Column, ColumnNaming, ColumnType};
use super::network::Network;
use super::node_link::values;
use crate::input::MARKER;

/// Writes a network as CX2. The label of a node is its `name`, as Cytoscape calls it, and edges without a direction are
/// written in the order of their nodes, since CX2 has none.
///
/// # Errors
/// Where `out` fails.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<()> {
    let about = json!({
        "name": network.description,
        "creator": format!("{MARKER} {}", env!("CARGO_PKG_VERSION")),
        "directed": network.is_directed,
        "weight": network.weight,
    });
    let mut nodes = declared(&network.node_columns);
    nodes.insert("name".to_owned(), json!({ "d": "string" }));
    let mut edges = declared(&network.edge_columns);
    edges.insert("weight".to_owned(), json!({ "d": "double" }));
    edges.insert("interaction".to_owned(), json!({ "d": "string" }));
    let declarations = json!([{
        "networkAttributes": {
            "name": { "d": "string" },
            "creator": { "d": "string" },
            "directed": { "d": "boolean" },
            "weight": { "d": "string" },
        },
        "nodes": nodes,
        "edges": edges,
    }]);
    writeln!(out, "[{},", json!({ "CXVersion": "2.0", "hasFragments": false }))?;
    writeln!(out, "{{\"attributeDeclarations\":{declarations}}},")?;
    writeln!(out, "{{\"networkAttributes\":[{about}]}},")?;
    write!(out, "{{\"nodes\":[")?;
    for (at, row) in network.node_rows().enumerate() {
        let mut own: Map<String, Value> =
            values(&network.node_columns, &row.cells, ColumnNaming::Gephi).collect();
        own.insert("name".to_owned(), json!(row.label));
        let mut line = json!({ "id": at, "v": own });
        if let (Some([x, y]), Some(line)) = (row.point, line.as_object_mut()) {
            line.insert("x".to_owned(), json!(super::unsigned_zero(x)));
            line.insert("y".to_owned(), json!(super::unsigned_zero(y)));
        }
        write!(out, "{}\n{line}", if at == 0 { "" } else { "," })?;
    }
    write!(out, "]}},\n{{\"edges\":[")?;
    let interaction = if network.is_directed { "cites" } else { "shares" };
    for (at, row) in network.rows().enumerate() {
        let mut own: Map<String, Value> =
            values(&network.edge_columns, &row.cells, ColumnNaming::Gephi).collect();
        own.insert("weight".to_owned(), json!(row.weight));
        own.insert("interaction".to_owned(), json!(interaction));
        let line = json!({ "id": at, "s": row.source, "t": row.target, "v": own });
        write!(out, "{}\n{line}", if at == 0 { "" } else { "," })?;
    }
    writeln!(out, "]}},")?;
    writeln!(out, "{}]", json!({ "status": [{ "success": true, "error": "" }] }))
}

fn declared(columns: &[Column]) -> Map<String, Value> {
    let kind = |values: ColumnType| match values {
        ColumnType::Text => "string",
        ColumnType::Whole => "long",
        ColumnType::Double => "double",
    };
    columns.iter().map(|one| (one.name.to_string(), json!({ "d": kind(one.values) }))).collect()
}
