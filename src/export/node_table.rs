//! A user's table of nodes, joined to a network: its columns become columns of the graph.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{Column, ColumnType};
use super::network::Network;
use super::row::CellValue;
use super::xml;
use crate::report::plural;

/// The names of the column by which rows are joined, the first that there is.
const KEYS: [&str; 9] = ["id", "domain", "name", "node", "label", "input", "url", "site", "host"];

/// Columns of a table that are joined; graph files have a few dozen of their own.
pub const MAX_TABLE_COLUMNS: usize = 200;

/// A table of nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeTable {
    /// The column by which rows are joined.
    pub key: String,
    /// The other columns.
    pub columns: Vec<String>,
    /// Cells by what the key says, in lower case.
    rows: BTreeMap<String, Vec<String>>,
    /// What the keys say, in the order of the table.
    keys: Vec<String>,
}

/// Why a table cannot be joined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NodeTableError {
    /// It has no column to join by.
    #[error("it has no column called {}; the columns in its first row are {found}", KEYS.join(", "))]
    NoKey {
        /// The columns that it has.
        found: String,
    },
    /// Two rows are about one node.
    #[error("line {line}: {key} already has a row above; keep one of the two")]
    Twice {
        /// The line, from 1.
        line: u64,
        /// The key of the row.
        key: String,
    },
    /// It has more columns than are joined.
    #[error("it has more than {MAX_TABLE_COLUMNS} columns")]
    TooManyColumns,
    /// It is not a table.
    #[error("line {line}: {what}")]
    NotTable {
        /// The line, from 1.
        line: u64,
        /// What is wrong there.
        what: String,
    },
}

/// What came of a join.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JoinReport {
    /// Nodes that have a row.
    pub matched_nodes: u64,
    /// The keys of rows that no node has, in the order of the table.
    pub unmatched_rows: Vec<String>,
    /// The columns by their names in the graph.
    pub columns: Vec<String>,
}

impl NodeTable {
    /// Reads a table with commas, semicolons or tabs and names of columns in its first row. Hyphe's list of web
    /// entities and minet's tables are such.
    ///
    /// # Errors
    /// Where it has no column to join by, or two rows for one node.
    pub fn parse(text: &str) -> Result<Self, NodeTableError> {
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().next().unwrap_or_default();
        let count = |mark: &u8| first.bytes().filter(|byte| byte == mark).count();
        let mark = [b';', b'\t', b','].into_iter().max_by_key(count).unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new().delimiter(mark).from_reader(text.as_bytes());
        let header: Vec<String> = reader
            .headers()
            .map_err(|error| not_table(&error))?
            .iter()
            .map(|name| xml::clean(name).text.into_owned())
            .collect();
        if header.len() > MAX_TABLE_COLUMNS {
            return Err(NodeTableError::TooManyColumns);
        }
        let place = |key: &&str| header.iter().position(|name| name.eq_ignore_ascii_case(key));
        let Some(at) = KEYS.iter().find_map(place) else {
            return Err(NodeTableError::NoKey { found: header.join(", ") });
        };
        let (mut rows, mut keys) = (BTreeMap::new(), Vec::new());
        for record in reader.records() {
            let record = record.map_err(|error| not_table(&error))?;
            let line = record.position().map_or(0, csv::Position::line);
            let key = record.get(at).unwrap_or_default().trim().to_owned();
            if key.is_empty() {
                keys.push(format!("(line {line}, without a name)"));
                continue;
            }
            let others = record.iter().enumerate().filter(|(column, _)| *column != at);
            let cells = others.map(|(_, cell)| xml::clean(cell).text.into_owned()).collect();
            if rows.insert(key.to_lowercase(), cells).is_some() {
                return Err(NodeTableError::Twice { line, key });
            }
            keys.push(key);
        }
        let mut columns = header;
        let key = columns.remove(at);
        Ok(Self { key, columns, rows, keys })
    }

    /// The type of a column: numbers where all of its cells are.
    fn values(&self, column: usize) -> ColumnType {
        let cells =
            || self.rows.values().map(|row| row[column].as_str()).filter(|cell| !cell.is_empty());
        let is_plain = |cell: &str| cell == "0" || !cell.starts_with('0');
        let is_whole =
            |cell: &str| is_plain(cell) && !cell.starts_with('+') && cell.parse::<u64>().is_ok();
        let is_number = |cell: &str| {
            cell.parse::<f64>().is_ok_and(f64::is_finite) && (is_plain(cell) || cell.contains('.'))
        };
        match cells().next() {
            Some(_) if cells().all(is_whole) => ColumnType::Whole,
            Some(_) if cells().all(is_number) => ColumnType::Double,
            _ => ColumnType::Text,
        }
    }
}

fn not_table(error: &csv::Error) -> NodeTableError {
    let line = error.position().map_or(1, csv::Position::line);
    let what = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            let cells = plural(*len, "cell", "cells");
            format!("the row has {cells}, but the first row has {expected_len}")
        }
        other => format!("{other:?}"),
    };
    NodeTableError::NotTable { line, what }
}

impl Network {
    /// Adds the columns of a table. A row belongs to the node of that name, id (`n0`) or label, in any case; a name that
    /// the graph has already gets a number behind it.
    pub fn join(&mut self, table: &NodeTable, names: &[String]) -> JoinReport {
        self.fill();
        let mut report = JoinReport::default();
        let first = self.node_columns.len();
        let types: Vec<ColumnType> = (0..table.columns.len()).map(|at| table.values(at)).collect();
        for (name, values) in table.columns.iter().zip(&types) {
            let name = self.free_name(name);
            report.columns.push(name.clone());
            self.node_columns.push(Column::of_user(name, *values));
        }
        let mut used: BTreeSet<String> = BTreeSet::new();
        for (at, row) in self.nodes.iter_mut().enumerate() {
            let own = names.get(at).map(|name| name.to_lowercase());
            let keys = own.into_iter().chain([format!("n{at}"), row.label.to_lowercase()]);
            let found = keys.into_iter().find_map(|key| table.rows.get_key_value(&key));
            let cells: Vec<Option<CellValue>> = match found {
                Some((key, cells)) => {
                    used.insert(key.clone());
                    report.matched_nodes += 1;
                    cells.iter().zip(&types).map(|(cell, values)| value(cell, *values)).collect()
                }
                None => vec![None; types.len()],
            };
            row.cells.truncate(first);
            row.cells.extend(cells);
        }
        let is_unused = |key: &&String| !used.contains(&key.to_lowercase());
        report.unmatched_rows = table.keys.iter().filter(is_unused).cloned().collect();
        report
    }

    /// A name that no column and no reader has.
    fn free_name(&self, name: &str) -> String {
        const RESERVED: &str =
            "label weight kind color size x y z id source target start end interval timeset type";
        let name = if name.is_empty() { "column" } else { name };
        let is_taken = |wanted: &str| {
            let is = |own: &str| own.eq_ignore_ascii_case(wanted);
            RESERVED.split(' ').any(is)
                || self.node_columns.iter().any(|column| is(&column.name) || is(&column.plain))
        };
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let mut free = std::iter::once(name.to_owned()).chain(numbered);
        free.find(|name| !is_taken(name)).unwrap_or_default()
    }
}

fn value(cell: &str, values: ColumnType) -> Option<CellValue> {
    match values {
        _ if cell.is_empty() || cell.eq_ignore_ascii_case("null") => None,
        ColumnType::Whole => cell.parse().ok().map(CellValue::Whole),
        ColumnType::Double => cell.parse().ok().and_then(CellValue::number),
        ColumnType::Text => Some(CellValue::Text(cell.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Direction, EdgeList};

    #[test]
    fn columns_come_with_their_types_and_rows_without_a_node_are_told() {
        let list =
            EdgeList::read(&b"a.example b.example\nb.example c.example\n"[..], Direction::Directed);
        let list = list.expect("a list");
        let names: Vec<String> = (0..3).map(|at| list.names.get(at).into_owned()).collect();
        let mut network = Network::from_edge_list(list.graph, list.names);
        let table =
            "Domain;tone;reach;share;component\nA.example;left;3;0.5;x\nz.example;right;4;1;y\n";
        let table = NodeTable::parse(table).expect("a table");
        let report = network.join(&table, &names);
        assert_eq!(report.matched_nodes, 1);
        assert_eq!(report.unmatched_rows, ["z.example"]);
        assert_eq!(report.columns, ["tone", "reach", "share", "component_2"]);
        let cells = &network.nodes[0].cells[network.nodes[0].cells.len() - 4..];
        let wanted = [
            CellValue::Text("left".to_owned()),
            CellValue::Whole(3),
            CellValue::Double(0.5),
            CellValue::Text("x".to_owned()),
        ];
        assert_eq!(cells, wanted.map(Some));
        assert!(network.nodes[1].cells.iter().rev().take(4).all(Option::is_none));
    }

    #[test]
    fn a_table_without_a_key_or_with_twins_is_refused() {
        assert!(matches!(NodeTable::parse("tone,reach\nx,1\n"), Err(NodeTableError::NoKey { .. })));
        let twice = NodeTable::parse("id,x\na,1\nA,2\n");
        assert_eq!(twice, Err(NodeTableError::Twice { line: 3, key: "A".to_owned() }));
        let ragged = NodeTable::parse("id,x\na\n").expect_err("ragged").to_string();
        assert_eq!(ragged, "line 2: the row has 1 cell, but the first row has 2");
    }
}
