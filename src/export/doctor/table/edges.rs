//! The rows of a table of edges.

use std::collections::BTreeMap;

use super::Table;
use crate::export::doctor::DiagnosisBuilder;

/// Looks at the ends, ids, types and weights of edges.
pub(super) fn examine(table: &mut Table, chart: &mut DiagnosisBuilder) {
    ends(table, chart);
    types(table, chart);
    ids(table, chart);
    weights(table, chart);
}

fn ends(table: &Table, chart: &mut DiagnosisBuilder) {
    let (Some(source), Some(target)) = (table.column("source"), table.column("target")) else {
        return;
    };
    let [type_column, kind] = ["type", "kind"].map(|name| table.column(name));
    let mut pairs: BTreeMap<[&str; 3], u64> = BTreeMap::new();
    for (line, row) in table.body() {
        let cell = |column: usize| row.get(column).map_or("", |cell| cell.trim());
        let mut ends = [cell(source), cell(target), kind.map_or("", cell)];
        for (end, name) in [(ends[0], "source"), (ends[1], "target")] {
            if end.is_empty() {
                chart.add_finding("missing-end", *line, name);
            }
        }
        if type_column.is_some_and(|column| cell(column).eq_ignore_ascii_case("undirected")) {
            ends[..2].sort_unstable();
        }
        if let Some(first) = pairs.get(&ends) {
            let what = format!("{} to {}, as on line {first}", ends[0], ends[1]);
            chart.add_finding("twin-edges", *line, what);
        }
        pairs.entry(ends).or_insert(*line);
    }
}

fn types(table: &Table, chart: &mut DiagnosisBuilder) {
    let Some(column) = table.column("type") else { return };
    let mut first: Option<String> = None;
    for (line, cell) in table.cells(column) {
        let kind = cell.unwrap_or_default().to_lowercase();
        match kind.as_str() {
            "" => {}
            "directed" | "undirected" => {
                if first.as_ref().is_some_and(|first| *first != kind) {
                    chart.add_finding("mixed-directions", line, kind.as_str());
                }
                first.get_or_insert(kind);
            }
            other => chart.add_finding("edge-type", line, other),
        }
    }
}

/// Ids that are there twice are removed from the copy: readers give such an edge an id of their own.
fn ids(table: &mut Table, chart: &mut DiagnosisBuilder) {
    let Some(column) = table.column("id") else { return };
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for (line, row) in table.rows.iter_mut().skip(1) {
        let Some(cell) = row.get_mut(column) else { continue };
        let id = cell.trim();
        if id.is_empty() {
            continue;
        }
        if let Some(first) = seen.get(id) {
            chart.add_finding("twin-edge-id", *line, format!("{id}, as on line {first}"));
            cell.clear();
        } else {
            seen.insert(id.to_owned(), *line);
        }
    }
}

fn weights(table: &Table, chart: &mut DiagnosisBuilder) {
    let Some(column) = table.column("weight") else { return };
    let is_decimal_comma = chart.findings.iter().any(|finding| {
        finding.trap == "decimal-comma" && finding.what.trim().eq_ignore_ascii_case("weight")
    });
    for (line, cell) in table.cells(column) {
        let Some(cell) = cell.filter(|cell| !cell.is_empty()) else { continue };
        let is_weight = cell.parse().is_ok_and(|weight: f64| weight.is_finite() && weight > 0.0);
        if !is_weight && !is_decimal_comma {
            chart.add_finding("weight", line, cell);
        }
    }
}
