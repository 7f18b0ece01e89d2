//! How far a check is: counts by status, and what a gate would not let pass.

use std::collections::BTreeMap;
use std::io::{self, Write};

use compact_str::CompactString;
use serde::Serialize;

use crate::findings::Severity;
use crate::report::format::{count, count_noun};
use crate::report::style::{Paint, TextStyle};

use super::turn_count::turn;
use super::{RowFinding, RowStatus, Sheet, SheetCell, SheetRow, unsettled_fields};

/// Rows that are named one by one.
const MAX_NAMED_ROWS: usize = 50;

/// From which severity on an undone row fails a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum SheetGate {
    /// Rows with an error.
    Error,
    /// Rows with at least a warning.
    Warning,
    /// Every row.
    All,
}

/// How far the check of a sheet is. Its JSON form is a contract; fields are only added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetProgress {
    /// Version of the form.
    pub schema: u32,
    /// Rows.
    pub rows: u64,
    /// Rows with nothing left to do.
    pub done: u64,
    /// Rows by status: our own in their order, then what people wrote, by the word.
    pub statuses: Vec<StatusCount>,
    /// Rows of the appendix.
    pub appendix: u64,
    /// Rows not done that have a finding of severity warning or error, in the sheet's order.
    pub waiting: Vec<WaitingRow>,
    /// Rows that a merge left to people, in the sheet's order: to be checked again, or with two answers.
    pub unsettled: Vec<UnsettledRow>,
}

/// A row that a merge left to people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnsettledRow {
    /// Id of the claim.
    pub claim_id: CompactString,
    /// `P2.S4`.
    pub sentence: CompactString,
    /// Line in the file, from 1.
    pub line: Option<u32>,
    /// Its status.
    pub status: String,
    /// What changed in the claim.
    pub change: String,
    /// The columns with two answers.
    pub conflicts: Vec<String>,
}

/// How many rows have a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusCount {
    /// The status.
    pub status: String,
    /// Its rows.
    pub rows: u64,
}

/// A row that is not done though something was found about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WaitingRow {
    /// Id of the claim.
    pub claim_id: CompactString,
    /// `P2.S4`.
    pub sentence: CompactString,
    /// Line in the file, from 1.
    pub line: Option<u32>,
    /// Its status.
    pub status: String,
    /// Error or warning.
    pub severity: Severity,
    /// What was found.
    pub findings: Vec<SheetCell<RowFinding>>,
}

impl SheetProgress {
    /// Counts the rows of a sheet.
    pub fn from_sheet(sheet: &Sheet) -> Self {
        let done = sheet.rows.iter().filter(|row| row.human.status.is_done()).count();
        Self {
            schema: super::SCHEMA,
            rows: sheet.rows.len() as u64,
            done: done as u64,
            statuses: statuses(&sheet.rows),
            appendix: sheet.appendix.len() as u64,
            waiting: sheet.rows.iter().filter_map(waiting).collect(),
            unsettled: sheet.rows.iter().filter_map(unsettled).collect(),
        }
    }

    /// `23 rows, 5 done; open 15, ok 5, re-check 3; 2 in the appendix`.
    pub fn line(&self) -> String {
        let counts = self.statuses.iter().map(|one| format!("{} {}", one.status, one.rows));
        let counts = counts.collect::<Vec<_>>().join(", ");
        let mut line = format!("{}, {} done", count_noun(self.rows, "row"), self.done);
        if !counts.is_empty() {
            line.push_str(&format!("; {counts}"));
        }
        if self.appendix > 0 {
            line.push_str(&format!("; {} in the appendix", self.appendix));
        }
        line
    }
}

/// How many rows of a sheet a gate does not let pass.
pub fn failing(sheet: &Sheet, gate: SheetGate) -> u64 {
    sheet.rows.iter().filter(|row| fails(row, gate)).count() as u64
}

fn fails(row: &SheetRow, gate: SheetGate) -> bool {
    let grave = match gate {
        SheetGate::Error => row.severity() == Some(Severity::Error),
        SheetGate::Warning => row.severity() >= Some(Severity::Warning),
        SheetGate::All => true,
    };
    (grave && !row.human.status.is_done()) || is_unsettled(row)
}

/// Whether a merge left a row to people: what was checked has changed, or two answers differ.
fn is_unsettled(row: &SheetRow) -> bool {
    row.human.status == RowStatus::Recheck || !unsettled_fields(row).is_empty()
}

fn unsettled(row: &SheetRow) -> Option<UnsettledRow> {
    is_unsettled(row).then(|| UnsettledRow {
        claim_id: row.claim_id.clone(),
        sentence: row.sentence.clone(),
        line: row.line,
        status: row.human.status.name().to_owned(),
        change: row.change.to_string(),
        conflicts: unsettled_fields(row).into_iter().map(str::to_owned).collect(),
    })
}

fn statuses(rows: &[SheetRow]) -> Vec<StatusCount> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows {
        turn();
        *counts.entry(row.human.status.name()).or_default() += 1;
    }
    let usual = RowStatus::LIST.into_iter().filter_map(|word| counts.remove_entry(word));
    let usual: Vec<(&str, u64)> = usual.collect();
    let all = usual.into_iter().chain(counts);
    all.map(|(word, rows)| StatusCount { status: word.to_owned(), rows }).collect()
}

fn waiting(row: &SheetRow) -> Option<WaitingRow> {
    let is_grave = |severity: &Severity| *severity >= Severity::Warning;
    let severity = row.severity().filter(is_grave).filter(|_| !row.human.status.is_done())?;
    Some(WaitingRow {
        claim_id: row.claim_id.clone(),
        sentence: row.sentence.clone(),
        line: row.line,
        status: row.human.status.name().to_owned(),
        severity,
        findings: row.findings.clone(),
    })
}

/// Writes a summary for a terminal.
///
/// # Errors
/// Where `out` fails.
pub fn write_text(
    summary: &SheetProgress,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    style.text().painted(Paint::Strong, &summary.line()).write(out)?;
    write_unsettled(&summary.unsettled, style, out)?;
    let waiting = &summary.waiting;
    if waiting.is_empty() {
        return writeln!(out, "no row with an error or warning is open");
    }
    writeln!(
        out,
        "not done, with an error or warning: {}",
        count_noun(waiting.len() as u64, "row")
    )?;
    for row in waiting.iter().take(MAX_NAMED_ROWS) {
        let line = row.line.map_or_else(String::new, |line| format!(" line {line}"));
        let heading = format!("{}{line} ({})", row.sentence, row.status);
        style.text().indented(2, 4).plain(&heading).write(out)?;
        for finding in &row.findings {
            style.text().indented(4, 6).plain(&finding.to_string()).write(out)?;
        }
    }
    match waiting.len().saturating_sub(MAX_NAMED_ROWS) as u64 {
        0 => Ok(()),
        more => writeln!(out, "  and {} more; the JSON output lists all of them", count(more)),
    }
}

fn write_unsettled(
    rows: &[UnsettledRow],
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "to check again after a merge, or with two answers to choose from: {}",
        count_noun(rows.len() as u64, "row")
    )?;
    for row in rows.iter().take(MAX_NAMED_ROWS) {
        let line = row.line.map_or_else(String::new, |line| format!(" line {line}"));
        let why = match row.conflicts.as_slice() {
            [] => row.change.clone(),
            columns => format!("two answers in the columns: {}", columns.join(", ")),
        };
        let status = if row.conflicts.is_empty() { &*row.status } else { "conflict" };
        let text = format!("{}{line} ({status}) {why}", row.sentence);
        style.text().indented(2, 4).plain(&text).write(out)?;
    }
    match rows.len().saturating_sub(MAX_NAMED_ROWS) as u64 {
        0 => Ok(()),
        more => writeln!(out, "  and {} more; the JSON output lists all of them", count(more)),
    }
}

/// Writes a summary as indented JSON with a newline at the end.
///
/// # Errors
/// Where `out` fails.
pub fn write_json(summary: &SheetProgress, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, summary)?;
    out.write_all(b"\n")
}
