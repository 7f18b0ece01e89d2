//! Tables of nodes or edges in the form that Gephi's importer looks for.

use super::form::delimiter;
use super::unique_names::UniqueNames;
use super::{DiagnosisBuilder, DiagnosisError};

/// Rows by which Gephi tells the type of a column.
const TYPE_SAMPLE_ROWS: usize = 25;

/// Looks at a table and gives a mended copy.
pub(super) fn examine(
    text: &str,
    most: usize,
    chart: &mut DiagnosisBuilder,
) -> Result<Vec<u8>, DiagnosisError> {
    let mark = delimiter(text);
    // Before a row of a hundred million cells is read at once.
    let parts = |byte: &u8| usize::from(*byte == mark) + 3 * usize::from(*byte == b'\n');
    if text.as_bytes().iter().map(parts).sum::<usize>() > most {
        return Err(DiagnosisError::TooManyParts);
    }
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
            chart.add_finding("ragged-row", at as u64 + 2, what);
        }
        decimals(header, body, chart);
        weights(header, body, chart);
    }
    let mut writer =
        csv::WriterBuilder::new().flexible(true).delimiter(mark).from_writer(Vec::new());
    for row in &rows {
        // Memory takes everything.
        let _ = writer.write_record(row);
    }
    Ok(writer.into_inner().unwrap_or_default())
}

fn headers(header: &mut [String], chart: &mut DiagnosisBuilder) {
    let has =
        |header: &[String], name: &str| header.iter().any(|one| one.eq_ignore_ascii_case(name));
    let is_edges = has(header, "source") || has(header, "target");
    if is_edges && !(has(header, "source") && has(header, "target")) {
        chart.add_finding("no-source-and-target", 1, "");
    }
    if !is_edges && !has(header, "id") {
        chart.add_finding("no-id", 1, "");
    }
    let mut seen = UniqueNames::default();
    for name in header {
        let lower = name.to_lowercase();
        if lower.contains("interval") || lower.contains("timestamp") {
            chart.add_finding("time-header", 1, name.as_str());
            *name = lower.replace("interval", "period").replace("timestamp", "moment");
        }
        if !seen.insert(name.to_lowercase()) {
            chart.add_finding("twin-header", 1, name.as_str());
            *name = seen.free(name, str::to_lowercase);
        }
    }
}

/// What the cells of a column are.
#[derive(Clone)]
struct ColumnProfile {
    /// Cells that are not empty.
    count: usize,
    are_numbers: bool,
    has_early_decimals: bool,
    has_late_decimals: bool,
}

impl ColumnProfile {
    const NONE: Self =
        Self { count: 0, are_numbers: true, has_early_decimals: false, has_late_decimals: false };

    fn add(&mut self, cell: &str) {
        match is_decimal(cell) {
            true if self.count < TYPE_SAMPLE_ROWS => self.has_early_decimals = true,
            true => self.has_late_decimals = true,
            false => self.are_numbers &= is_whole(cell),
        }
        self.count += 1;
    }

    fn are_late(&self) -> bool {
        self.are_numbers && self.has_late_decimals && !self.has_early_decimals
    }
}

fn is_whole(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

fn is_decimal(text: &str) -> bool {
    text.contains('.') && text.parse::<f64>().is_ok()
}

/// Columns of numbers whose first decimals come late get them from the first row on. Goes through the cells
/// that are there: a header may be far longer than all rows.
fn decimals(header: &[String], rows: &mut [Vec<String>], chart: &mut DiagnosisBuilder) {
    let mut columns = vec![ColumnProfile::NONE; header.len()];
    for row in rows.iter() {
        let cells = row.iter().zip(&mut columns).filter(|(cell, _)| !cell.is_empty());
        cells.for_each(|(cell, column)| column.add(cell));
    }
    let late = header.iter().zip(&columns).filter(|(_, column)| column.are_late());
    late.for_each(|(name, _)| chart.add_finding("late-decimals", 1, name.as_str()));
    for row in rows {
        let cells = row.iter_mut().zip(&columns).filter(|(_, column)| column.are_late());
        for (cell, _) in cells.filter(|(cell, _)| is_whole(cell)) {
            cell.push_str(".0");
        }
    }
}

fn weights(header: &[String], rows: &[Vec<String>], chart: &mut DiagnosisBuilder) {
    let Some(column) = header.iter().position(|name| name.eq_ignore_ascii_case("weight")) else {
        return;
    };
    for (at, row) in rows.iter().enumerate() {
        let Some(cell) = row.get(column).filter(|cell| !cell.is_empty()) else { continue };
        if !cell.parse().is_ok_and(|weight: f64| weight.is_finite() && weight > 0.0) {
            chart.add_finding("weight", at as u64 + 2, cell.as_str());
        }
    }
}
