//! The pages and the file of a workbook, in memory or beside it.

use std::io::{self, Cursor, Read, Seek, Write};

use rust_xlsxwriter::{Workbook, Worksheet};

use super::XlsxWriteError;
use super::link::unmasked;

/// Adds a page to the workbook. Where no temporary file can be made for a large one, memory has to do.
pub(super) fn add_page(book: &mut Workbook, is_large: bool) -> &mut Worksheet {
    let count = book.worksheets().len();
    if is_large {
        let _ = book.add_worksheet_with_constant_memory();
    }
    if book.worksheets().len() == count {
        book.add_worksheet();
    }
    let last = book.worksheets().len() - 1;
    &mut book.worksheets_mut()[last]
}

/// Writes the workbook to `out`, which is not read back. The archive of a large one waits in temporary files.
pub(super) fn save(
    book: Workbook,
    is_large: bool,
    out: &mut impl Write,
) -> Result<(), XlsxWriteError> {
    // Where no temporary file can be made, memory has to do.
    if is_large && let (Ok(archive), Ok(done)) = (tempfile::tempfile(), tempfile::tempfile()) {
        return save_through(book, archive, done, out);
    }
    save_through(book, Cursor::<Vec<u8>>::default(), Cursor::default(), out)
}

/// Puts the workbook together in `archive`, and again with its links as they are meant in `done`.
fn save_through<F: Read + Write + Seek + Send>(
    mut book: Workbook,
    mut archive: F,
    done: F,
    out: &mut impl Write,
) -> Result<(), XlsxWriteError> {
    book.save_to_writer(&mut archive)?;
    drop(book);
    let mut done = unmasked(archive, done)?;
    done.rewind()?;
    io::copy(&mut done, out)?;
    Ok(())
}
