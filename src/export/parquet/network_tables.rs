//! The nodes and edges of a network, with the plain names of columns.

use std::borrow::Cow;
use std::io::{self, Write};

use super::table_writer::TableWriter;
use crate::article::columns::{ColumnKind, ColumnSpec, TableCell};
use crate::export::{CellValue, Column, ColumnType, Network};

/// Writes the nodes, in the order of nodes.csv.
///
/// # Errors
/// Where `out` fails.
pub fn nodes(network: &Network, out: &mut (impl Write + Send)) -> io::Result<()> {
    let own = ["id", "label"].map(|name| ColumnSpec::required(name, ColumnKind::Text));
    let columns: Vec<ColumnSpec> = own.into_iter().chain(specs(&network.node_columns)).collect();
    let mut table = TableWriter::new("nodes", &columns, out)?;
    for (at, row) in network.node_rows().enumerate() {
        let own = [TableCell::Text(format!("n{at}").into()), TableCell::text(Some(&row.label))];
        table.add(own.into_iter().chain(row.cells.iter().map(cell)))?;
    }
    table.finish()?;
    Ok(())
}

/// Writes the edges, in the order of edges.csv.
///
/// # Errors
/// Where `out` fails.
pub fn edges(network: &Network, out: &mut (impl Write + Send)) -> io::Result<()> {
    let own = ["source", "target", "type", "id"];
    let own = own.map(|name| ColumnSpec::required(name, ColumnKind::Text));
    let weight = ColumnSpec::required("weight", ColumnKind::Double);
    let columns = own.into_iter().chain([weight]).chain(specs(&network.edge_columns));
    let mut table = TableWriter::new("edges", &columns.collect::<Vec<_>>(), out)?;
    let kind = if network.is_directed { "Directed" } else { "Undirected" };
    for (at, row) in network.rows().enumerate() {
        let text = |text: String| TableCell::Text(Cow::Owned(text));
        let [source, target] = [row.source, row.target].map(|end| text(format!("n{end}")));
        let id = text(format!("e{at}"));
        let own = [source, target, TableCell::text(Some(kind)), id, TableCell::Double(row.weight)];
        table.add(own.into_iter().chain(row.cells.iter().map(cell)))?;
    }
    table.finish()?;
    Ok(())
}

fn specs(columns: &[Column]) -> impl Iterator<Item = ColumnSpec> {
    columns.iter().filter_map(|column| {
        let kind = match column.values {
            ColumnType::Text => ColumnKind::Text,
            ColumnType::Whole => ColumnKind::Whole,
            ColumnType::Double => ColumnKind::Double,
        };
        let Cow::Borrowed(name) = column.plain else { return None };
        Some(ColumnSpec::optional(name, kind))
    })
}

fn cell(value: &Option<CellValue>) -> TableCell<'_> {
    match value {
        None => TableCell::Null,
        Some(CellValue::Text(text)) => TableCell::text(Some(text)),
        Some(CellValue::Whole(number)) => TableCell::whole(Some(*number)),
        Some(CellValue::Double(number)) => TableCell::Double(*number),
    }
}
