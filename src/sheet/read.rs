//! Sheets as people bring them back: JSON, CSV of any spreadsheet, XLSX and ODS.

use std::io::Cursor;

use calamine::{Data, Reader as _, Sheets, open_workbook_auto_from_rs};

use super::csv::unguarded;
use super::{Note, Row, SCHEMA, Sheet, Work, csv, merge, table};

/// Why a file is no sheet.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A page or a list to read, which brings nothing back.
    #[error("it is {0}, which cannot be read back; {1}")]
    Form(&'static str, &'static str),
    /// Something else.
    #[error(
        "it is no sheet: no line has the columns claim_id and claim; name one that `citegraph sheet` wrote"
    )]
    Other,
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

/// How far into a text its form is looked for, in bytes.
const HEAD: usize = 4096;

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
        _ => of_text(start, bytes),
    }
}

/// The columns for people that a table lacks; none for other forms. Where one was renamed, what people
/// wrote under the new name is read as a column of their own.
pub fn missing(bytes: &[u8]) -> Vec<&'static str> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let tables = match start {
        [b'P', b'K', ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => tables(bytes).unwrap_or_default(),
        _ if start.trim_ascii_start().starts_with(b"{") => Vec::new(),
        _ => csv::table(bytes).map(|table| (String::new(), table)).into_iter().collect(),
    };
    let mut missing: Vec<&'static str> =
        tables.iter().flat_map(|(_, table)| table::missing(table)).collect();
    missing.dedup();
    missing
}

/// A table as text, or what is no table.
fn of_text(start: &[u8], bytes: &[u8]) -> Result<Sheet, Error> {
    let head = String::from_utf8_lossy(&start[..start.len().min(HEAD)]).to_lowercase();
    let head = head.trim_start();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return Err(Error::Form(
            "a page",
            "open it, export what you wrote as CSV, and name that file",
        ));
    }
    match csv::read(bytes) {
        Err(Error::Other) if head.starts_with("# ") || head.contains("\n- [") => {
            let remedy = "write the sheet as CSV or XLSX and copy your answers there";
            Err(Error::Form("a list in Markdown", remedy))
        }
        rows => Ok(of_rows(rows?, Vec::new())),
    }
}

fn json(bytes: &[u8]) -> Result<Sheet, Error> {
    let sheet: Sheet = serde_json::from_slice(bytes)?;
    if sheet.schema == SCHEMA { Ok(sheet) } else { Err(Error::Schema(sheet.schema)) }
}

/// The rows of every sheet with our header; those of the appendix apart.
fn workbook(bytes: &[u8]) -> Result<Sheet, Error> {
    let (mut rows, mut appendix, mut found) = (Vec::new(), Vec::new(), false);
    for (name, table) in tables(bytes)? {
        let read = table::rows(&table).map_err(Error::Column)?;
        if name == super::xlsx::APPENDIX {
            appendix.extend(read);
        } else {
            found = true;
            rows.extend(read);
        }
    }
    if found { Ok(of_rows(rows, appendix)) } else { Err(Error::Other) }
}

/// The name of a table, and its lines.
type Named = (String, Vec<Vec<String>>);

/// The tables of a workbook that have our header.
fn tables(bytes: &[u8]) -> Result<Vec<Named>, Error> {
    let mut book: Sheets<_> = open_workbook_auto_from_rs(Cursor::new(bytes))?;
    let mut tables = Vec::new();
    for name in book.sheet_names() {
        let table = book.worksheet_range(&name)?;
        let table: Vec<Vec<String>> =
            table.rows().map(|line| line.iter().map(text).collect()).collect();
        if table::header(&table).is_some() {
            tables.push((name, table));
        }
    }
    Ok(tables)
}

/// A cell as text: days and times as ISO 8601, numbers without `.0`, what is in error as it shows.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(at) if at.is_datetime() => moment(at),
        Data::DateTime(span) => span.as_f64().to_string(),
        Data::DateTimeIso(text) => text.trim_end_matches("T00:00:00").to_owned(),
        Data::Empty => String::new(),
        // Line ends are those of the table: one line feed. A spreadsheet that read our CSV shows the guards
        // of its cells as text.
        other => unguarded(&other.to_string().replace("\r\n", "\n")),
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
            cited: (**cited).clone(),
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
