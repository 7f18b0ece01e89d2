//! Sheets as people bring them back: JSON, CSV of any spreadsheet, XLSX and ODS.

use std::io::Cursor;

use calamine::{Data, Reader as _, Sheets, open_workbook_auto_from_rs};

use super::{Note, Row, SCHEMA, Sheet, Work, csv, merge, table};

/// Why a file is no sheet.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A table lacks a column.
    #[error("the column {0} is missing; put it back, or take it from a fresh sheet")]
    Column(&'static str),
    /// JSON that is no sheet.
    #[error("it is no sheet as JSON: {0}; `citegraph sheet` writes one")]
    Json(#[from] serde_json::Error),
    /// A sheet of another version.
    #[error("it has schema {0}, and {SCHEMA} is read here; write the sheet again")]
    Schema(u32),
    /// CSV that cannot be parsed.
    #[error("it is no CSV: {0}; save it again as CSV or XLSX")]
    Csv(#[from] ::csv::Error),
    /// A workbook that cannot be opened.
    #[error("it is no workbook that can be read: {0}; save it again as XLSX or CSV")]
    Workbook(#[from] calamine::Error),
}

/// Reads a sheet in any of its forms; the bytes tell which.
///
/// Tables give rows and appendix alone: sources and findings are gathered from the rows, and there is
/// no text of the article.
///
/// # Errors
/// Where the bytes are no sheet, with what is missing.
pub fn read(bytes: &[u8]) -> Result<Sheet, Error> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match start {
        [b'P', b'K', ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => workbook(bytes),
        _ if start.trim_ascii_start().starts_with(b"{") => json(start),
        _ => Ok(of_rows(csv::read(bytes)?, Vec::new())),
    }
}

fn json(bytes: &[u8]) -> Result<Sheet, Error> {
    let sheet: Sheet = serde_json::from_slice(bytes)?;
    if sheet.schema == SCHEMA { Ok(sheet) } else { Err(Error::Schema(sheet.schema)) }
}

/// The rows of every sheet with our header; those of the appendix apart.
fn workbook(bytes: &[u8]) -> Result<Sheet, Error> {
    let mut book: Sheets<_> = open_workbook_auto_from_rs(Cursor::new(bytes))?;
    let (mut rows, mut appendix, mut found) = (Vec::new(), Vec::new(), false);
    for name in book.sheet_names() {
        let table = book.worksheet_range(&name)?;
        let table: Vec<Vec<String>> =
            table.rows().map(|line| line.iter().map(text).collect()).collect();
        if table::header(&table).is_none() {
            continue;
        }
        let read = table::rows(&table).map_err(Error::Column)?;
        if name == super::xlsx::APPENDIX {
            appendix.extend(read);
        } else {
            found = true;
            rows.extend(read);
        }
    }
    if !found {
        table::rows(&[]).map_err(Error::Column)?;
    }
    Ok(of_rows(rows, appendix))
}

/// A cell as text: days and times as ISO 8601, numbers without `.0`, what is in error as it shows.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(at) if at.is_datetime() => moment(at),
        Data::DateTime(span) => span.as_f64().to_string(),
        Data::DateTimeIso(text) => text.trim_end_matches("T00:00:00").to_owned(),
        Data::Empty => String::new(),
        // Line ends are those of the table: one line feed.
        other => other.to_string().replace("\r\n", "\n"),
    }
}

fn moment(at: &calamine::ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match (at.as_f64() < 1.0, time.as_str()) {
        (true, _) => time,
        (false, "00:00:00") => date,
        (false, _) => format!("{date}T{time}"),
    }
}

/// A sheet of rows from a table; those that are marked as gone are the appendix.
fn of_rows(rows: Vec<Row>, mut appendix: Vec<Row>) -> Sheet {
    let (gone, rows): (Vec<Row>, Vec<Row>) =
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

fn sources(rows: &[Row]) -> Vec<Work> {
    let mut works: std::collections::BTreeMap<u32, Work> = std::collections::BTreeMap::new();
    for row in rows {
        let Some(cited) = row.source.as_ref().filter(|cited| cited.number > 0) else { continue };
        let work = works.entry(cited.number).or_insert_with(|| Work {
            number: cited.number,
            cited: cited.clone(),
            ..Work::default()
        });
        work.citations += 1;
        if !work.claims.contains(&row.sentence) {
            work.claims.push(row.sentence.clone());
        }
    }
    works.into_values().collect()
}

fn notes(rows: &[Row]) -> Vec<Note> {
    let told = rows.iter().flat_map(|row| row.findings.iter().map(move |told| (row, told)));
    let notes = told.filter_map(|(row, told)| {
        let (head, message) = told.split_once(": ")?;
        let (severity, rule) = head.split_once(' ')?;
        Some(Note {
            rule: rule.to_owned(),
            severity: severity.to_owned(),
            message: message.to_owned(),
            sentence: Some(row.sentence.clone()),
            line: row.line,
            ..Note::default()
        })
    });
    notes.collect()
}
