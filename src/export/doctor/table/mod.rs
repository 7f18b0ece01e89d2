//! Tables of nodes or edges, adjacency lists and matrices, as Gephi's importer takes them.

mod columns;
mod edges;
mod header;
mod quotes;
mod times;

use std::collections::{BTreeMap, BTreeSet};

use super::form::{comment_lines, delimiter};
use super::{DiagnosisBuilder, DiagnosisError};
use crate::export::escape::{has_escape, without_escapes};
use crate::export::xml::is_forbidden;
use crate::report::plural;

/// What Gephi takes a table for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TableKind {
    Nodes,
    Edges,
    /// Every row a node and those that it cites.
    Adjacency,
    /// The first row and column are nodes, the cells weights.
    Matrix,
}

/// A table as it was read.
pub(super) struct Table {
    pub(super) kind: TableKind,
    /// The line on which a row begins, and its cells; the first row is the header.
    rows: Vec<(u64, Vec<String>)>,
    pub(super) copy: Vec<u8>,
}

impl Table {
    /// Which column has this name, in any case.
    fn column(&self, name: &str) -> Option<usize> {
        let (_, header) = self.rows.first()?;
        header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name))
    }

    fn body(&self) -> &[(u64, Vec<String>)] {
        self.rows.get(1..).unwrap_or_default()
    }

    /// The cells of a column with their lines; `None` for rows that are too short.
    fn cells(&self, column: usize) -> impl Iterator<Item = (u64, Option<&str>)> {
        self.body().iter().map(move |(line, row)| (*line, row.get(column).map(|cell| cell.trim())))
    }

    /// The ids of nodes.
    pub(super) fn ids(&self) -> BTreeSet<&str> {
        let cells = self.column("id").into_iter().flat_map(|column| self.cells(column));
        cells.filter_map(|(_, cell)| cell).filter(|cell| !cell.is_empty()).collect()
    }

    /// The ends of edges, with their lines.
    pub(super) fn ends(&self) -> impl Iterator<Item = (u64, &str)> {
        let columns = ["source", "target"].into_iter().filter_map(|name| self.column(name));
        let cells = columns.flat_map(|column| self.cells(column));
        cells.filter_map(|(line, cell)| Some((line, cell.filter(|cell| !cell.is_empty())?)))
    }
}

/// Looks at a table and gives a mended copy with it.
pub(super) fn examine(
    text: &str,
    most: usize,
    chart: &mut DiagnosisBuilder,
) -> Result<Table, DiagnosisError> {
    let text = without_forbidden(text, chart);
    let skipped = comment_lines(&text);
    if skipped > 0 {
        let first = text.lines().next().unwrap_or_default().chars().take(40).collect::<String>();
        chart.add_finding("comment-line", 1, first);
    }
    let start: usize = text.split_inclusive('\n').take(skipped).map(str::len).sum();
    let text = &text[start..];
    let mark = delimiter(text);
    // Before a row of a hundred million cells is read at once.
    let parts = |byte: &u8| usize::from(*byte == mark) + 3 * usize::from(*byte == b'\n');
    if text.as_bytes().iter().map(parts).sum::<usize>() > most {
        return Err(DiagnosisError::TooManyParts);
    }
    if mark == b'|' {
        chart.add_finding("delimiter", 1 + skipped as u64, "|");
    }
    quotes::examine(text, mark, skipped as u64, chart);
    let rows = rows(text, mark, skipped as u64);
    let kind = kind(rows.first().map_or(&[], |(_, row)| row));
    let mut table = Table { kind, rows, copy: Vec::new() };
    match kind {
        TableKind::Nodes | TableKind::Edges => {
            header::examine(&mut table, chart);
            ragged(&table, mark, chart);
            times::examine(&mut table, chart);
            columns::examine(&mut table, mark, chart);
            if kind == TableKind::Edges {
                edges::examine(&mut table, chart);
            } else {
                nodes(&table, chart);
            }
        }
        TableKind::Adjacency => header::adjacency(&table, chart),
        TableKind::Matrix => matrix(&table, mark, chart),
    }
    backslashes(&mut table, chart);
    table.copy = written(&table, if mark == b'|' { b',' } else { mark });
    Ok(table)
}

fn rows(text: &str, mark: u8, skipped: u64) -> Vec<(u64, Vec<String>)> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(mark)
        .from_reader(text.as_bytes());
    let rows = reader.records().flatten().map(|row| {
        let line = skipped + row.position().map_or(0, csv::Position::line);
        (line, row.iter().map(str::to_owned).collect())
    });
    rows.collect()
}

fn written(table: &Table, mark: u8) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().flexible(true).delimiter(mark).from_writer(Vec::new());
    for (_, row) in &table.rows {
        // Memory takes everything.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

/// The text without characters that end a file for some reader.
fn without_forbidden(text: &str, chart: &mut DiagnosisBuilder) -> String {
    for (line, part) in (1..).zip(text.split('\n')) {
        if let Some(found) = part.chars().find(|c| is_forbidden(*c)) {
            chart.add_finding("forbidden-character", line, found.escape_debug().to_string());
        }
    }
    text.chars().filter(|c| !is_forbidden(*c)).collect()
}

/// What Gephi takes a table for, by its first row.
fn kind(header: &[String]) -> TableKind {
    let has = |names: &[&str]| {
        header.iter().any(|cell| names.iter().any(|name| cell.trim().eq_ignore_ascii_case(name)))
    };
    match header.first() {
        _ if has(&["source", "target"]) => TableKind::Edges,
        _ if has(&["id", "label", "timeset"]) => TableKind::Nodes,
        Some(first) if first.trim().is_empty() && header.len() > 1 => TableKind::Matrix,
        _ => TableKind::Adjacency,
    }
}

/// Rows with more or fewer cells than the header, and rows with another mark between their cells.
fn ragged(table: &Table, mark: u8, chart: &mut DiagnosisBuilder) {
    let Some((_, header)) = table.rows.first() else { return };
    let is_split = |row: &[String]| {
        let marks = [b',', b';', b'\t', b'|'].into_iter().filter(|other| *other != mark);
        let cells = |other: u8| row[0].bytes().filter(|byte| *byte == other).count() + 1;
        row.len() == 1
            && header.len() > 1
            && marks.into_iter().any(|other| cells(other) == header.len())
    };
    for (line, row) in table.body().iter().filter(|(_, row)| row.len() != header.len()) {
        let trap = if is_split(row) { "mixed-delimiters" } else { "ragged-row" };
        chart.add_finding(
            trap,
            *line,
            format!(
                "{}, but the header has {}",
                plural(row.len() as u64, "cell", "cells"),
                header.len()
            ),
        );
    }
}

fn nodes(table: &Table, chart: &mut DiagnosisBuilder) {
    let Some(column) = table.column("id") else { return };
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    for (line, row) in table.body() {
        let Some(cell) = row.get(column) else { continue };
        let id = cell.trim();
        if id.is_empty() {
            chart.add_finding("missing-id", *line, "");
            continue;
        }
        if id != cell {
            chart.add_finding("blank-in-id", *line, format!("{cell:?}"));
        }
        if let Some(first) = seen.get(id) {
            chart.add_finding("twin-node", *line, format!("{id}, as on line {first}"));
        }
        seen.entry(id).or_insert(*line);
    }
}

/// A matrix has a row for each node and numbers in its cells.
fn matrix(table: &Table, mark: u8, chart: &mut DiagnosisBuilder) {
    ragged(table, mark, chart);
    for (line, row) in table.body() {
        let is_weight = |cell: &&String| {
            cell.trim().is_empty() || cell.trim().parse::<f64>().is_ok_and(f64::is_finite)
        };
        if let Some(wrong) = row.iter().skip(1).find(|cell| !is_weight(cell)) {
            chart.add_finding("matrix", *line, wrong.as_str());
        }
    }
    let mut names: BTreeMap<&str, u64> = BTreeMap::new();
    for (line, row) in table.body() {
        let name = row.first().map_or("", |name| name.trim());
        if let Some(first) = names.get(name).filter(|_| !name.is_empty()) {
            chart.add_finding("twin-node", *line, format!("{name}, as on line {first}"));
        }
        names.entry(name).or_insert(*line);
    }
}

fn backslashes(table: &mut Table, chart: &mut DiagnosisBuilder) {
    for (line, row) in &mut table.rows {
        for cell in row.iter_mut().filter(|cell| has_escape(cell)) {
            chart.add_finding("backslash", *line, cell.as_str());
            *cell = without_escapes(cell).into_owned();
        }
    }
}
