//! The sheet as CSV: UTF-8, comma, RFC 4180; the appendix below the rows, marked in `change`.

use std::io;

use crate::export::csv::guard;
use crate::input::decode;

use super::read::Error;
use super::{COLUMNS, Row, Sheet, columns, table};

/// How the table is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Begin with a byte order mark, by which older versions of Excel know UTF-8.
    pub bom: bool,
}

/// Writes a sheet, one row a line. Text that a spreadsheet would take for a formula is guarded.
///
/// # Errors
/// Where `out` fails.
pub fn write(sheet: &Sheet, options: Options, out: &mut impl io::Write) -> io::Result<()> {
    if options.bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut lines =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
    let added = columns::added(sheet);
    let names = COLUMNS.iter().copied().chain(added.iter().map(String::as_str));
    lines.write_record(names.map(guard))?;
    for row in sheet.rows.iter().chain(&sheet.appendix) {
        let extra = added.iter().map(|name| guard(columns::value(row, name)));
        lines.write_record(columns::cells(row).iter().map(|cell| guard(cell)).chain(extra))?;
    }
    lines.flush()
}

/// Reads rows, whatever program wrote them: comma, semicolon or tab, any encoding, with or without a
/// byte order mark.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>, Error> {
    let table = table(bytes)?;
    if table::header(&table).is_none() && !table::has_some(&table) {
        return Err(Error::Other);
    }
    table::rows(&table).map_err(Error::Column)
}

/// The table by whichever separator has our header; by commas where none has.
pub(super) fn table(bytes: &[u8]) -> Result<Vec<Vec<String>>, Error> {
    let text = decode(bytes.to_vec()).text;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut first = None;
    for delimiter in [b',', b';', b'\t'] {
        let table = parse(text, delimiter)?;
        if table::header(&table).is_some() {
            return Ok(table);
        }
        first.get_or_insert(table);
    }
    Ok(first.unwrap_or_default())
}

fn parse(text: &str, delimiter: u8) -> Result<Vec<Vec<String>>, ::csv::Error> {
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let lines = reader.records().map(|line| Ok(line?.iter().map(unguarded).collect()));
    lines.collect()
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
