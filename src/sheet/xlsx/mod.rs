//! The sheet as a workbook: Claims, Sources, Findings, Appendix, About.
//!
//! Text is always written as text, so no cell is a formula. The same sheet gives the same bytes: the
//! workbook bears no clock.

mod about;
mod archive;
mod cell;
mod link;
mod style;

use std::borrow::Borrow;
use std::io::{self, Write};

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Workbook, Worksheet,
    XlsxError,
};

use self::cell::{ONE_LINE_POINTS, height, limited, sanitize, set_height};
use self::link::open;
use self::style::WorkbookFormats;
use super::columns::AddedColumns;
use super::{COLUMNS, CitedSource, FIRST_HUMAN, RowStatus, Sheet, SheetRow, columns};

/// Name of the sheet with rows of an earlier sheet.
pub const APPENDIX: &str = "Appendix";

/// Rows below the header, columns and links of a sheet, as far as spreadsheets go.
const MAX_ROWS: usize = 1_048_575;
const MAX_COLUMNS: usize = 16_384;
const MAX_LINKS: usize = 65_530;

/// What stays in view: the header, and the columns up to the claim.
const FROZEN: (u32, u16) = (1, 5);

/// Widths of [`COLUMNS`], in characters.
const WIDTHS: [u8; COLUMNS.len()] = [
    9, 6, 8, 6, 56, 20, 10, 8, 10, 20, 28, 18, 18, 34, 22, 22, 14, 12, 8, 9, 16, 8, 18, 40, 9, 24,
    40, 13, 30, 10, 12, 24, 28, 28, 12, 12,
];

/// Columns that are folded away at first: first and last of each group.
const FOLDED: [(u16, u16); 6] = [(0, 1), (12, 12), (14, 16), (18, 20), (22, 22), (26, 26)];

/// What else the workbook says.
#[derive(Debug, Clone, Default)]
pub struct XlsxOptions {
    /// The day of writing, for the sheet About; `None` leaves it out.
    pub today: Option<String>,
}

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
pub enum XlsxWriteError {
    /// A cell that somebody wrote is longer than a spreadsheet allows.
    #[error(
        "{column} of {sentence} has more than 32,767 characters, the limit of XLSX; write csv or json"
    )]
    Long {
        /// The column.
        column: String,
        /// The sentence.
        sentence: String,
    },
    /// More rows than a spreadsheet allows.
    #[error("there are {0} rows, but XLSX can have only 1,048,575; write csv or json")]
    Rows(usize),
    /// More columns than a spreadsheet allows.
    #[error("there are {0} columns, but XLSX can have only 16,384; write csv or json")]
    Columns(usize),
    /// The workbook cannot be made.
    #[error("the workbook cannot be made: {0}; write csv or json")]
    Workbook(#[from] XlsxError),
    /// The output fails.
    #[error(transparent)]
    Output(#[from] io::Error),
}

/// Rows of a page that are held in memory until the workbook is written, at some 3 KB each. Those of a larger page
/// wait in a temporary file with their texts in place: a table of all texts would take more memory than the sheet. The
/// archive of such a workbook is put together in temporary files too.
const MAX_ROWS_IN_MEMORY: usize = 20_000;

/// Writes the workbook. A sheet that is handed over is dropped before the workbook is put together, which takes as
/// much memory again.
///
/// # Errors
/// Where the sheet does not fit into one, or `out` fails.
pub fn write(
    sheet: impl Borrow<Sheet>,
    options: &XlsxOptions,
    out: &mut impl Write,
) -> Result<(), XlsxWriteError> {
    write_within(sheet, options, MAX_ROWS_IN_MEMORY, out)
}

fn write_within(
    sheet: impl Borrow<Sheet>,
    options: &XlsxOptions,
    rows_in_memory: usize,
    out: &mut impl Write,
) -> Result<(), XlsxWriteError> {
    let book = pages(sheet.borrow(), options, rows_in_memory)?;
    let is_large = longest_page(sheet.borrow()) > rows_in_memory;
    drop(sheet);
    archive::save(book, is_large, out)
}

fn longest_page(sheet: &Sheet) -> usize {
    let pages = [&sheet.rows, &sheet.appendix].map(Vec::len);
    pages.into_iter().chain([sheet.findings.len(), sheet.sources.len()]).max().unwrap_or_default()
}

/// The workbook with all of its pages.
fn pages(
    sheet: &Sheet,
    options: &XlsxOptions,
    rows_in_memory: usize,
) -> Result<Workbook, XlsxWriteError> {
    fits(sheet)?;
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let look = WorkbookFormats::new();
    let is_large = |rows: usize| rows > rows_in_memory;
    let page = archive::add_page(&mut book, is_large(sheet.rows.len()));
    claims(sheet, &sheet.rows, page.set_name("Claims")?, &look)?;
    let page = archive::add_page(&mut book, is_large(sheet.sources.len()));
    sources(sheet, page.set_name("Sources")?, &look)?;
    let page = archive::add_page(&mut book, is_large(sheet.findings.len()));
    findings(sheet, page.set_name("Findings")?, &look)?;
    if !sheet.appendix.is_empty() {
        let page = archive::add_page(&mut book, is_large(sheet.appendix.len()));
        claims(sheet, &sheet.appendix, page.set_name(APPENDIX)?, &look)?;
    }
    about::write(sheet, options, book.add_worksheet().set_name("About")?, &look)?;
    Ok(book)
}

/// Nothing that a person wrote may be cut off.
fn fits(sheet: &Sheet) -> Result<(), XlsxWriteError> {
    let most = longest_page(sheet);
    if most > MAX_ROWS {
        return Err(XlsxWriteError::Rows(most));
    }
    let added = AddedColumns::from_sheets(&[sheet]);
    let width = COLUMNS.len() + added.names().len();
    if width > MAX_COLUMNS {
        return Err(XlsxWriteError::Columns(width));
    }
    if let Some(name) = added.names().iter().find(|name| sanitize(name) != limited(name)) {
        let column: String = name.chars().take(40).chain(['…']).collect();
        return Err(XlsxWriteError::Long { column, sentence: "the header".to_owned() });
    }
    for row in sheet.rows.iter().chain(&sheet.appendix) {
        let cells = columns::cells(row);
        let own = COLUMNS.iter().copied().zip(&cells).skip(FIRST_HUMAN);
        let extra = row.extra.iter().map(|(name, value)| (name.as_str(), value));
        if let Some((column, _)) =
            own.chain(extra).find(|(_, text)| sanitize(text) != limited(text))
        {
            let (column, sentence) = (column.to_owned(), row.sentence.to_string());
            return Err(XlsxWriteError::Long { column, sentence });
        }
    }
    Ok(())
}

/// A header, and what every sheet has.
fn header(page: &mut Worksheet, names: &[&str], look: &WorkbookFormats) -> Result<(), XlsxError> {
    page.set_default_row_height(ONE_LINE_POINTS);
    for (at, name) in names.iter().enumerate() {
        page.write_string_with_format(0, at as u16, limited(name), &look.header)?;
    }
    page.set_row_height(0, 28)?;
    page.set_repeat_rows(0, 0)?.set_landscape().set_paper_size(8).set_print_fit_to_pages(1, 0);
    page.set_footer("&L&A&R&P / &N").set_margins(0.4, 0.4, 0.4, 0.6, 0.3, 0.3);
    Ok(())
}

/// The rows of the sheet or of its appendix.
fn claims(
    sheet: &Sheet,
    rows: &[SheetRow],
    page: &mut Worksheet,
    look: &WorkbookFormats,
) -> Result<(), XlsxError> {
    let added = AddedColumns::from_sheets(&[sheet]);
    let names: Vec<&str> = COLUMNS.iter().chain(added.names()).copied().collect();
    header(page, &names, look)?;
    for (at, name) in names.iter().enumerate().skip(FIRST_HUMAN) {
        page.write_string_with_format(0, at as u16, limited(name), &look.human_header)?;
    }
    for (at, width) in WIDTHS.into_iter().chain(added.names().iter().map(|_| 20)).enumerate() {
        page.set_column_width(at as u16, width)?;
    }
    for (first, last) in FOLDED {
        page.group_columns_collapsed(first, last)?;
    }
    let mut links = 0;
    for (at, row) in rows.iter().enumerate() {
        let line = at as u32 + 1;
        write_row(page, line, row, look)?;
        for (at, text) in added.values(row).into_iter().enumerate() {
            let at = (COLUMNS.len() + at) as u16;
            page.write_string_with_format(line, at, limited(text), &look.human)?;
        }
        if let Some(source) = &row.source {
            write_link(page, line, 13, source, &mut links, look)?;
        }
    }
    let (last, width) = (rows.len() as u32, names.len() as u16 - 1);
    page.set_freeze_panes(FROZEN.0, FROZEN.1)?.autofilter(0, 0, last, width)?;
    page.add_data_validation(1, FIRST_HUMAN as u16, last.max(1), FIRST_HUMAN as u16, &choice()?)?;
    Ok(())
}

fn write_row(
    page: &mut Worksheet,
    line: u32,
    row: &SheetRow,
    look: &WorkbookFormats,
) -> Result<(), XlsxError> {
    let cells = columns::cells(row);
    // One below the other.
    let findings = columns::joined(&row.findings, "\n");
    for (at, cell) in cells.iter().enumerate() {
        let format = look.cell_format(COLUMNS[at], row);
        let text = if COLUMNS[at] == "findings" { &findings } else { cell };
        let is_number = ["line", "owners", "source_no", "machine_priority"].contains(&COLUMNS[at]);
        match cell.parse::<u32>() {
            Ok(number) if is_number => {
                page.write_number_with_format(line, at as u16, number, format)?;
            }
            _ => {
                page.write_string_with_format(line, at as u16, limited(text), format)?;
            }
        }
    }
    let texts = cells.iter().map(String::as_str).zip(WIDTHS).enumerate();
    // A link stays on one line.
    let apart = |at: usize| is_folded(at) || ["findings", "url_to_open"].contains(&COLUMNS[at]);
    let texts = texts.filter(|(at, _)| !apart(*at));
    let texts = texts.map(|(_, text)| text).chain([(findings.as_str(), WIDTHS[23])]);
    set_height(page, line, height(texts))
}

fn is_folded(at: usize) -> bool {
    FOLDED.iter().any(|(first, last)| (usize::from(*first)..=usize::from(*last)).contains(&at))
}

/// The address to open, as a link where a spreadsheet takes it.
fn write_link(
    page: &mut Worksheet,
    line: u32,
    at: u16,
    source: &CitedSource,
    links: &mut usize,
    look: &WorkbookFormats,
) -> Result<(), XlsxError> {
    if let Some(url) = open(&source.open).filter(|_| *links < MAX_LINKS) {
        *links += 1;
        page.write_url_with_format(line, at, url, &look.link)?;
    }
    Ok(())
}

/// The words of a status; others are warned of and kept.
fn choice() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_strings(&RowStatus::LIST)?
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("Status")?
        .set_error_message("This is not one of the known words. The row counts as not done.")
}

const SOURCE_COLUMNS: [(&str, u8); 13] = [
    ("source_no", 9),
    ("source_label", 34),
    ("owner", 24),
    ("owner_group", 24),
    ("category", 16),
    ("primary_secondary", 12),
    ("country", 9),
    ("language", 9),
    ("claims", 30),
    ("citations", 9),
    ("url_to_open", 50),
    ("work_id", 34),
    ("evidence", 26),
];

fn sources(sheet: &Sheet, page: &mut Worksheet, look: &WorkbookFormats) -> Result<(), XlsxError> {
    header(page, &SOURCE_COLUMNS.map(|(name, _)| name), look)?;
    for (at, (_, width)) in SOURCE_COLUMNS.into_iter().enumerate() {
        page.set_column_width(at as u16, width)?;
    }
    let mut links = 0;
    for (at, work) in sheet.sources.iter().enumerate() {
        let (line, cited) = (at as u32 + 1, &work.cited);
        let claims = work.claims.join(", ");
        let cells: [(u16, &str); 11] = [
            (1, &cited.label),
            (2, &cited.owner),
            (3, &cited.group),
            (4, &cited.kind),
            (5, &cited.primary),
            (6, &cited.country),
            (7, &cited.language),
            (8, &claims),
            (10, &cited.open),
            (11, &cited.work),
            (12, &cited.evidence),
        ];
        page.write_number_with_format(line, 0, work.number, &look.number)?;
        page.write_number_with_format(line, 9, work.citations as f64, &look.number)?;
        for (at, text) in cells {
            page.write_string_with_format(line, at, limited(text), &look.plain)?;
        }
        write_link(page, line, 10, cited, &mut links, look)?;
        let width = |at: u16| SOURCE_COLUMNS[usize::from(at)].1;
        set_height(page, line, height(cells.iter().map(|(at, text)| (*text, width(*at)))))?;
    }
    finish(page, sheet.sources.len(), SOURCE_COLUMNS.len())
}

const FINDING_COLUMNS: [(&str, u8); 7] = [
    ("severity", 10),
    ("rule", 26),
    ("sent", 9),
    ("line", 7),
    ("message", 60),
    ("evidence", 60),
    ("fix", 50),
];

fn findings(sheet: &Sheet, page: &mut Worksheet, look: &WorkbookFormats) -> Result<(), XlsxError> {
    header(page, &FINDING_COLUMNS.map(|(name, _)| name), look)?;
    for (at, (_, width)) in FINDING_COLUMNS.into_iter().enumerate() {
        page.set_column_width(at as u16, width)?;
    }
    for (at, note) in sheet.findings.iter().enumerate() {
        let line = at as u32 + 1;
        let severity = look.severity(note.severity.value().copied());
        page.write_string_with_format(line, 0, limited(&note.severity.to_string()), severity)?;
        page.write_string_with_format(line, 1, limited(&note.rule), &look.plain)?;
        if let Some(number) = note.line {
            page.write_number_with_format(line, 3, number, &look.number)?;
        }
        let texts = [
            (2, note.sentence.as_deref().unwrap_or_default()),
            (4, &*note.message),
            (5, note.evidence.as_deref().unwrap_or_default()),
            (6, note.fix.as_deref().unwrap_or_default()),
        ];
        for (at, text) in texts {
            page.write_string_with_format(line, at, limited(text), &look.plain)?;
        }
        let width = |at: u16| FINDING_COLUMNS[usize::from(at)].1;
        set_height(page, line, height(texts.iter().map(|(at, text)| (*text, width(*at)))))?;
    }
    finish(page, sheet.findings.len(), FINDING_COLUMNS.len())
}

fn finish(page: &mut Worksheet, rows: usize, width: usize) -> Result<(), XlsxError> {
    page.set_freeze_panes(1, 0)?.autofilter(0, 0, rows as u32, width as u16 - 1)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::SheetCell;
    use super::*;

    #[test]
    fn a_large_sheet_has_the_cells_of_a_small_one() {
        let row = |number: usize| SheetRow {
            claim_id: format!("{number}-0").into(),
            sentence: format!("P{number}.S0").into(),
            claim: format!("It rose by {number} percent.").into(),
            findings: ["error a-rule: one", "info b-rule: two"]
                .map(|text| SheetCell::parse(text.to_owned()))
                .into(),
            extra: vec![("Own".into(), format!("x{number}"))].into(),
            source: Some(Box::new(CitedSource {
                open: format!("https://a.example/{number}?b=%20c"),
                ..CitedSource::default()
            })),
            ..SheetRow::default()
        };
        let sheet = Sheet {
            rows: (0..300).map(row).collect(),
            appendix: (300..310).map(row).collect(),
            ..Sheet::default()
        };
        let written = |rows_in_memory: usize| {
            let mut out = Vec::new();
            write_within(&sheet, &XlsxOptions::default(), rows_in_memory, &mut out).unwrap();
            out
        };
        // A large one has its texts in the cells and not in a table, so bytes differ.
        let [small, large] =
            [usize::MAX, 0].map(|rows| crate::sheet::read(&written(rows)).unwrap());
        assert_eq!(small.rows.len(), 300);
        assert!(small == large, "the same cells");
    }
}
