//! GML for igraph, networkx, Gephi and Cytoscape.
//!
//! Names of columns have letters, digits and `_` alone. Text is ASCII with character references, as networkx asks;
//! igraph shows those by number as they stand. A whole number of more than 32 bits is written with a point, for GML's
//! whole numbers have no more.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::columns::Column;
use super::decimal;
use super::network::Network;
use super::row::CellValue;
use crate::input::MARKER;

/// Writes a network as GML.
///
/// # Errors
/// Where `out` fails.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "Creator \"{MARKER} {}\"", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "graph [\n  directed {}", u8::from(network.is_directed))?;
    let nodes = keys(&network.node_columns, &["id", "label"]);
    for (at, row) in network.node_rows().enumerate() {
        writeln!(out, "  node [\n    id {at}\n    label {}", quoted(&row.label))?;
        values(&nodes, &row.cells, out)?;
        writeln!(out, "  ]")?;
    }
    let edges = keys(&network.edge_columns, &["source", "target", "weight", "label"]);
    for row in network.rows() {
        let (source, target) = (row.source, row.target);
        writeln!(out, "  edge [\n    source {source}\n    target {target}")?;
        writeln!(out, "    weight {}", decimal(row.weight))?;
        values(&edges, &row.cells, out)?;
        writeln!(out, "  ]")?;
    }
    writeln!(out, "]")
}

/// The keys of columns: letters, digits and `_`, the first a letter, each once.
fn keys(columns: &[Column], own: &[&str]) -> Vec<String> {
    let mut taken: BTreeSet<String> = own.iter().map(|name| (*name).to_owned()).collect();
    let mut keys = Vec::new();
    for column in columns {
        let plain: String =
            column.name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let plain = if plain.starts_with(|c: char| c.is_ascii_alphabetic()) {
            plain
        } else {
            format!("c{plain}")
        };
        let numbered = (2..).map(|number| format!("{plain}{number}"));
        let mut free = std::iter::once(plain.clone()).chain(numbered);
        let key = free.find(|key| taken.insert(key.clone())).unwrap_or_default();
        keys.push(key);
    }
    keys
}

fn values(keys: &[String], cells: &[Option<CellValue>], out: &mut impl Write) -> io::Result<()> {
    for (key, cell) in keys.iter().zip(cells) {
        let value = match cell {
            None => continue,
            Some(CellValue::Text(text)) => quoted(text),
            Some(CellValue::Whole(number)) if i32::try_from(*number).is_ok() => number.to_string(),
            Some(CellValue::Whole(number)) => decimal(*number as f64),
            Some(CellValue::Double(number)) => decimal(*number),
        };
        writeln!(out, "    {key} {value}")?;
    }
    Ok(())
}

/// Text in quotes: a reference for what is not printable ASCII, for a quote and for `&`.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("&quot;"),
            '&' => quoted.push_str("&amp;"),
            ' '..='~' => quoted.push(c),
            c => quoted.push_str(&format!("&#{};", c as u32)),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_ascii_with_references() {
        assert_eq!(quoted("R&D \"é\"\n😀"), "\"R&amp;D &quot;&#233;&quot;&#10;&#128512;\"");
    }
}
