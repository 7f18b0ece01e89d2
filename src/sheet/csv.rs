//! The sheet as CSV: UTF-8, comma, RFC 4180; the appendix below the rows, marked in `change`.

use std::io;

use csv_core::ReadFieldResult;

use crate::export::csv::guard;
use crate::input::decode;

use super::columns::AddedColumns;
use super::error::SheetError;
use super::grid::{CellBudget, Grid, GridCell};
use super::limits::{SheetLimits, TooLarge};
use super::{COLUMNS, Sheet, SheetRow, columns, table};

/// How the table is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct CsvOptions {
    /// Begin with a byte order mark, by which older versions of Excel know UTF-8.
    pub bom: bool,
}

/// Writes a sheet, one row a line. Text that a spreadsheet would take for a formula is guarded.
///
/// # Errors
/// Where `out` fails.
pub fn write(sheet: &Sheet, options: CsvOptions, out: &mut impl io::Write) -> io::Result<()> {
    if options.bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut lines =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
    let added = AddedColumns::from_sheets(&[sheet]);
    let names = COLUMNS.iter().chain(added.names());
    lines.write_record(names.map(|name| guard(name)))?;
    for row in sheet.rows.iter().chain(&sheet.appendix) {
        let extra = added.values(row).into_iter().map(guard);
        lines.write_record(columns::cells(row).iter().map(|cell| guard(cell)).chain(extra))?;
    }
    lines.flush()
}

/// Reads rows, whatever program wrote them: comma, semicolon or tab, any encoding, with or without a
/// byte order mark.
pub(super) fn read(bytes: &[u8], limits: SheetLimits) -> Result<Vec<SheetRow>, SheetError> {
    let text = decode(bytes).text;
    let (delimiter, head) = head(&text)?;
    if table::header(&head).is_none() && !table::has_some(&head) {
        return Err(SheetError::Other);
    }
    table::rows(&parse(&text, delimiter, u32::MAX, &mut CellBudget::new(limits))?, limits)
}

/// The lines near the top, among which the header is.
pub(super) fn head_of(bytes: &[u8]) -> Result<Grid, SheetError> {
    Ok(head(&decode(bytes).text)?.1)
}

/// The separator that has our header, and the lines near the top by it; by commas where none has.
fn head(text: &str) -> Result<(u8, Grid), SheetError> {
    let mut first = None;
    for delimiter in [b',', b';', b'\t'] {
        let mut budget = CellBudget::new(SheetLimits { max_bytes: text.len() as u64 });
        let head = parse(text, delimiter, table::MAX_HEADER_ROWS, &mut budget)?;
        if table::header(&head).is_some() {
            return Ok((delimiter, head));
        }
        first.get_or_insert(head);
    }
    Ok((b',', first.unwrap_or_default()))
}

/// The cells of the first so many lines. They are read one by one: a record of a million empty fields
/// costs nothing.
fn parse(text: &str, delimiter: u8, lines: u32, budget: &mut CellBudget) -> Result<Grid, TooLarge> {
    let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    let mut input = text.as_bytes();
    let mut field = vec![0; 1024];
    let (mut grid, mut length) = (Grid::default(), 0);
    let (mut row, mut column) = (0_u32, 0_u32);
    while row < lines {
        let (result, taken, given) = reader.read_field(input, &mut field[length..]);
        input = &input[taken..];
        length += given;
        match result {
            ReadFieldResult::InputEmpty => {}
            ReadFieldResult::OutputFull => field.resize(field.len() * 2, 0),
            ReadFieldResult::End => break,
            ReadFieldResult::Field { record_end } => {
                let text = unguarded(&String::from_utf8_lossy(&field[..length]));
                grid.push(GridCell { row, column, text }, budget)?;
                length = 0;
                (row, column) = match record_end {
                    true => (row.saturating_add(1), 0),
                    false => (row, column.saturating_add(1)),
                };
            }
        }
    }
    Ok(grid)
}

/// The text that [`guard`] was given, control characters apart.
pub(super) fn unguarded(cell: &str) -> String {
    let rest = cell.strip_prefix('\'').filter(|rest| guard(rest) != **rest);
    rest.unwrap_or(cell).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guard_is_taken_off_again() {
        for text in ["=1+1", "'=1", "''=1", "'tis", "", "'", "+49", "-", "@x", "\tx", "\nx"] {
            assert_eq!(unguarded(&guard(text)), text);
        }
    }
}
