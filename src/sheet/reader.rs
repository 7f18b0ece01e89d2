//! Sheets as people bring them back: JSON, CSV of any spreadsheet, XLSX and ODS.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::columns::AddedColumns;
use super::error::SheetError;
use super::limits::{SheetLimits, TooLarge, check_table};
use super::turn_count::turn;
use super::{
    SCHEMA, Sheet, SheetFinding, SheetRow, SheetWork, columns, csv, merge, table, workbook,
};

/// How far into a text its form is looked for, in bytes.
const MAX_HEAD_BYTES: usize = 4096;

/// Reads a sheet in any of its forms, within the usual limits; the bytes tell which.
///
/// Tables give rows and appendix alone: sources and findings are gathered from the rows, and there is
/// no text of the article.
///
/// # Errors
/// Where the bytes are no sheet, with what is missing, or more than is read.
pub fn read(bytes: &[u8]) -> Result<Sheet, SheetError> {
    read_within(bytes, SheetLimits::default())
}

/// Reads a sheet as [`read`] does, within these limits.
///
/// # Errors
/// Where the bytes are no sheet, with what is missing, or more than is read.
pub fn read_within(bytes: &[u8], limits: SheetLimits) -> Result<Sheet, SheetError> {
    if bytes.len() as u64 > limits.max_bytes {
        return Err(TooLarge::File(limits.max_bytes).into());
    }
    match SheetFileKind::detect(bytes) {
        SheetFileKind::Workbook => of_workbook(bytes, limits),
        SheetFileKind::Json => json(without_mark(bytes), limits),
        SheetFileKind::Page => Err(SheetError::Form(
            "a page",
            "open it, export what you wrote as CSV, and give that file",
        )),
        SheetFileKind::Text => of_text(bytes, limits),
    }
}

/// The columns for people that a table lacks; none for other forms. Where one was renamed, what people
/// wrote under the new name is read as a column of their own.
pub fn missing(bytes: &[u8]) -> Vec<&'static str> {
    let tables = match SheetFileKind::detect(bytes) {
        SheetFileKind::Workbook => {
            workbook::tables(bytes, SheetLimits::default()).unwrap_or_default()
        }
        SheetFileKind::Json | SheetFileKind::Page => Vec::new(),
        SheetFileKind::Text => {
            csv::head_of(bytes).map(|table| (String::new(), table)).into_iter().collect()
        }
    };
    let mut missing: Vec<&'static str> =
        tables.iter().flat_map(|(_, table)| table::missing(table)).collect();
    missing.dedup();
    missing
}

/// The form of a sheet, by how it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SheetFileKind {
    /// A workbook of any program.
    Workbook,
    Json,
    Page,
    /// A table or a list.
    Text,
}

impl SheetFileKind {
    pub(super) fn detect(bytes: &[u8]) -> Self {
        let start = without_mark(bytes);
        if start.starts_with(b"PK") || start.starts_with(workbook::COMPOUND) {
            return Self::Workbook;
        }
        if start.trim_ascii_start().starts_with(b"{") {
            return Self::Json;
        }
        let head = head(start);
        let head = head.trim_start();
        let page = head.starts_with("<!doctype html") || head.starts_with("<html");
        if page { Self::Page } else { Self::Text }
    }
}

/// Bytes without the byte order mark of UTF-8.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// How a text begins, in lower case.
fn head(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_HEAD_BYTES)]).to_lowercase()
}

/// A table as text, or what is no table.
fn of_text(bytes: &[u8], limits: SheetLimits) -> Result<Sheet, SheetError> {
    match csv::read(bytes, limits) {
        Err(SheetError::Other) if is_list(bytes) => {
            let remedy = "write the sheet as CSV or XLSX and copy your answers there";
            Err(SheetError::Form("a list in Markdown", remedy))
        }
        rows => Ok(of_rows(rows?, Vec::new())),
    }
}

/// Whether a text looks like a list in Markdown.
pub(super) fn is_list(bytes: &[u8]) -> bool {
    let head = head(without_mark(bytes));
    let head = head.trim_start();
    head.starts_with("# ") || head.contains("\n- [")
}

fn json(bytes: &[u8], limits: SheetLimits) -> Result<Sheet, SheetError> {
    let mut sheet: Sheet = serde_json::from_slice(bytes)?;
    if sheet.schema != SCHEMA {
        return Err(SheetError::Schema(sheet.schema));
    }
    sheet.rows.iter_mut().chain(&mut sheet.appendix).for_each(columns::tell_apart);
    check_size(&[&sheet], limits)?;
    find_anchors(&mut sheet);
    Ok(sheet)
}

/// Finds the anchors of claims by their sentences in the text.
fn find_anchors(sheet: &mut Sheet) {
    let passages = sheet.passages.iter();
    let sentences: FxHashMap<&str, &Arc<str>> =
        passages.filter_map(|passage| Some((passage.claim.as_deref()?, &passage.text))).collect();
    for row in &mut sheet.rows {
        let sentence = sentences.get(row.claim_id.as_str());
        if let Some((sentence, cited)) = sentence.zip(row.source.as_ref()) {
            row.claim.find_anchors(sentence, &cited.anchor);
        }
    }
}

/// Checks that sheets can be held together: all their rows, each with all columns that people added to
/// any of them. So large is what merging them makes.
///
/// # Errors
/// Where that is more than is read.
pub fn check_size(sheets: &[&Sheet], limits: SheetLimits) -> Result<(), TooLarge> {
    let rows = sheets.iter().map(|sheet| sheet.rows.len() + sheet.appendix.len()).sum();
    let added = AddedColumns::from_sheets(sheets);
    check_table(rows, added.names().iter().map(|name| name.len()), limits)
}

/// The rows of every sheet with our header; those of the appendix apart.
fn of_workbook(bytes: &[u8], limits: SheetLimits) -> Result<Sheet, SheetError> {
    let (mut rows, mut appendix, mut found) = (Vec::new(), Vec::new(), false);
    for (name, table) in workbook::tables(bytes, limits)? {
        let read = table::rows(&table, limits)?;
        if name == super::xlsx::APPENDIX {
            appendix.extend(read);
        } else {
            found = true;
            rows.extend(read);
        }
    }
    if !found {
        return Err(SheetError::Other);
    }
    let sheet = of_rows(rows, appendix);
    check_size(&[&sheet], limits)?;
    Ok(sheet)
}

/// A sheet of rows from a table; those that are marked as gone are the appendix.
fn of_rows(rows: Vec<SheetRow>, mut appendix: Vec<SheetRow>) -> Sheet {
    let (gone, rows): (Vec<SheetRow>, Vec<SheetRow>) =
        rows.into_iter().partition(|row| merge::is_gone(&row.change));
    appendix.extend(gone);
    Sheet {
        schema: SCHEMA,
        sources: sources(&rows),
        findings: notes(&rows),
        rows,
        appendix,
        ..Sheet::default()
    }
}

fn sources(rows: &[SheetRow]) -> Vec<SheetWork> {
    let mut works: BTreeMap<u32, SheetWork> = BTreeMap::new();
    let mut seen: FxHashSet<(u32, &str)> = FxHashSet::default();
    for row in rows {
        turn();
        let Some(cited) = row.source.as_ref().filter(|cited| cited.number > 0) else { continue };
        let work = works.entry(cited.number).or_insert_with(|| SheetWork {
            number: cited.number,
            cited: (**cited).clone(),
            ..SheetWork::default()
        });
        work.citations += 1;
        if seen.insert((cited.number, &row.sentence)) {
            work.claims.push(row.sentence.clone());
        }
    }
    works.into_values().collect()
}

fn notes(rows: &[SheetRow]) -> Vec<SheetFinding> {
    let cells = rows.iter().flat_map(|row| row.findings.iter().map(move |cell| (row, cell)));
    let notes = cells.filter_map(|(row, cell)| {
        let finding = cell.value()?;
        Some(SheetFinding {
            rule: finding.rule.clone(),
            severity: finding.severity.into(),
            message: Arc::clone(&finding.message),
            sentence: Some(row.sentence.clone()),
            line: row.line,
            ..SheetFinding::default()
        })
    });
    notes.collect()
}
