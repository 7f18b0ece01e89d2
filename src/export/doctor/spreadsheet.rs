//! Tables of nodes or edges in the form that Gephi's importer looks for.

use std::collections::BTreeSet;

use super::Chart;

/// Rows by which Gephi tells the type of a column.
const LOOKED_AT: usize = 25;

/// Looks at a table and gives a mended copy.
pub(super) fn examine(text: &str, chart: &mut Chart) -> Vec<u8> {
    let first = text.lines().next().unwrap_or_default();
    let mark = [b';', b'\t', b',']
        .into_iter()
        .max_by_key(|mark| first.bytes().filter(|it| it == mark).count());
    let mark = mark.unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(mark)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in reader.records().flatten() {
        rows.push(row.iter().map(str::to_owned).collect());
    }
    if let [header, body @ ..] = &mut rows[..] {
        headers(header, chart);
        for (at, row) in body.iter().enumerate().filter(|(_, row)| row.len() != header.len()) {
            let what = format!("{} cells for {}", row.len(), header.len());
            chart.note("ragged-row", at as u64 + 2, what);
        }
        (0..header.len()).for_each(|column| decimals(&header[column], column, body, chart));
        weights(header, body, chart);
    }
    let mut writer =
        csv::WriterBuilder::new().flexible(true).delimiter(mark).from_writer(Vec::new());
    for row in &rows {
        // Memory takes everything.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

fn headers(header: &mut [String], chart: &mut Chart) {
    let has =
        |header: &[String], name: &str| header.iter().any(|one| one.eq_ignore_ascii_case(name));
    let is_edges = has(header, "source") || has(header, "target");
    if is_edges && !(has(header, "source") && has(header, "target")) {
        chart.note("no-source-and-target", 1, "");
    }
    if !is_edges && !has(header, "id") {
        chart.note("no-id", 1, "");
    }
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for name in header {
        let lower = name.to_lowercase();
        if lower.contains("interval") || lower.contains("timestamp") {
            chart.note("time-header", 1, name.as_str());
            *name = lower.replace("interval", "period").replace("timestamp", "moment");
        }
        if !seen.insert(name.to_lowercase()) {
            chart.note("twin-header", 1, name.as_str());
            let free = (2..).map(|number| format!("{name}_{number}"));
            *name = free
                .into_iter()
                .find(|one| !seen.contains(&one.to_lowercase()))
                .unwrap_or_default();
            seen.insert(name.to_lowercase());
        }
    }
}

/// A column of numbers whose first decimals come late gets them from the first row on.
fn decimals(name: &str, column: usize, rows: &mut [Vec<String>], chart: &mut Chart) {
    let is_whole = |text: &str| !text.is_empty() && text.parse::<i64>().is_ok();
    let is_decimal = |text: &str| text.contains('.') && text.parse::<f64>().is_ok();
    let mut cells = rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty());
    if !cells.clone().all(|cell| is_whole(cell) || is_decimal(cell)) {
        return;
    }
    let late = cells.clone().skip(LOOKED_AT).any(|cell| is_decimal(cell));
    if late && cells.by_ref().take(LOOKED_AT).all(|cell| is_whole(cell)) {
        chart.note("late-decimals", 1, name);
        for cell in rows.iter_mut().filter_map(|row| row.get_mut(column)) {
            if is_whole(cell) {
                cell.push_str(".0");
            }
        }
    }
}

fn weights(header: &[String], rows: &[Vec<String>], chart: &mut Chart) {
    let Some(column) = header.iter().position(|name| name.eq_ignore_ascii_case("weight")) else {
        return;
    };
    for (at, row) in rows.iter().enumerate() {
        let Some(cell) = row.get(column).filter(|cell| !cell.is_empty()) else { continue };
        if !cell.parse().is_ok_and(|weight: f64| weight.is_finite() && weight > 0.0) {
            chart.note("weight", at as u64 + 2, cell.as_str());
        }
    }
}
