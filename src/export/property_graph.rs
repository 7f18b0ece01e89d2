//! Tables for graph databases: Neo4j's headers, and Kùzu's with the statements that load them.

use std::io::{self, Write};

use super::columns::{Column, ColumnType};
use super::decimal;
use super::network::Network;
use super::row::CellValue;

/// A database that loads tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphDatabase {
    /// `neo4j-admin database import`: types stand in the header.
    Neo4j,
    /// `COPY`: the types are those of the statements in [`write_schema`].
    Kuzu,
}

/// Writes the nodes.
///
/// # Errors
/// Where `out` fails.
pub fn write_nodes(
    network: &Network,
    database: GraphDatabase,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    let own = match database {
        GraphDatabase::Neo4j => ["id:ID", "label:string", ":LABEL"].map(str::to_owned).to_vec(),
        GraphDatabase::Kuzu => ["id", "label"].map(str::to_owned).to_vec(),
    };
    rows.write_record(own.into_iter().chain(header(&network.node_columns, database)))?;
    for (at, row) in network.node_rows().enumerate() {
        let kind = (database == GraphDatabase::Neo4j).then(|| "Node".to_owned());
        let own = [format!("n{at}"), row.label.clone()].into_iter().chain(kind);
        rows.write_record(own.chain(row.cells.iter().map(cell)))?;
    }
    rows.flush()
}

/// Writes the edges.
///
/// # Errors
/// Where `out` fails.
pub fn write_edges(
    network: &Network,
    database: GraphDatabase,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    let own = match database {
        GraphDatabase::Neo4j => {
            [":START_ID", ":END_ID", "weight:double"].map(str::to_owned).to_vec()
        }
        GraphDatabase::Kuzu => ["from", "to", "weight"].map(str::to_owned).to_vec(),
    };
    let kind = (database == GraphDatabase::Neo4j).then(|| ":TYPE".to_owned());
    rows.write_record(own.into_iter().chain(kind).chain(header(&network.edge_columns, database)))?;
    let kind = if network.is_directed { "CITES" } else { "SHARES" };
    for row in network.rows() {
        let own = [format!("n{}", row.source), format!("n{}", row.target), decimal(row.weight)];
        let kind = (database == GraphDatabase::Neo4j).then(|| kind.to_owned());
        rows.write_record(own.into_iter().chain(kind).chain(row.cells.iter().map(cell)))?;
    }
    rows.flush()
}

/// Writes the statements by which Kùzu makes its tables and loads the two files.
///
/// # Errors
/// Where `out` fails.
pub fn write_schema(network: &Network, out: &mut impl Write) -> io::Result<()> {
    let columns = |columns: &[Column]| {
        let column =
            |one: &Column| format!(", `{}` {}", one.name.replace('`', ""), kuzu_type(one.values));
        columns.iter().map(column).collect::<String>()
    };
    let relation = if network.is_directed { "Cites" } else { "Shares" };
    let (nodes, edges) = (columns(&network.node_columns), columns(&network.edge_columns));
    writeln!(out, "CREATE NODE TABLE Node(id STRING, label STRING{nodes}, PRIMARY KEY(id));")?;
    writeln!(out, "CREATE REL TABLE {relation}(FROM Node TO Node, weight DOUBLE{edges});")?;
    writeln!(out, "COPY Node FROM 'nodes.csv' (HEADER=true);")?;
    writeln!(out, "COPY {relation} FROM 'edges.csv' (HEADER=true);")
}

fn header(columns: &[Column], database: GraphDatabase) -> impl Iterator<Item = String> + '_ {
    columns.iter().map(move |column| match database {
        GraphDatabase::Neo4j => {
            format!("{}:{}", column.name.replace(':', "_"), neo4j_type(column.values))
        }
        GraphDatabase::Kuzu => column.name.to_string(),
    })
}

fn neo4j_type(values: ColumnType) -> &'static str {
    match values {
        ColumnType::Text => "string",
        ColumnType::Whole => "long",
        ColumnType::Double => "double",
    }
}

fn kuzu_type(values: ColumnType) -> &'static str {
    match values {
        ColumnType::Text => "STRING",
        ColumnType::Whole => "INT64",
        ColumnType::Double => "DOUBLE",
    }
}

fn cell(cell: &Option<CellValue>) -> String {
    cell.as_ref().map_or_else(String::new, CellValue::text)
}
