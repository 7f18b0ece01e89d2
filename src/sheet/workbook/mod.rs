//! Workbooks that people bring back: XLSX (with or without macros) and ODS.
//!
//! Cells are read one by one from the XML. Nothing is as large as a workbook says it is: a table costs what
//! its cells hold, and all of a file together no more than [`SheetLimits`] allow.

mod archive;
mod number;
mod ods;
mod xlsx;
mod xml;

use std::ops::ControlFlow;

use self::archive::Archive;
use super::error::SheetError;
use super::grid::{CellBudget, Grid, GridCell};
use super::limits::{SheetLimits, TooLarge};
use super::table;

pub(super) use self::archive::COMPOUND;

/// When our workbooks say that they were made and changed: never, for equal sheets are equal files.
const CREATED: &str = "2000-01-01T00:00:00Z<";

/// The name of a table, and its cells.
pub(super) type NamedGrid = (String, Grid);

/// The tables of a workbook that have our header.
///
/// # Errors
/// Where the workbook is damaged or too large.
pub(super) fn tables(bytes: &[u8], limits: SheetLimits) -> Result<Vec<NamedGrid>, SheetError> {
    let mut tables = Vec::new();
    let each = |name: &str, table: TableBuilder| {
        if let Some(grid) = table.with_header() {
            tables.push((name.to_owned(), grid));
        }
    };
    read(Archive::open(bytes, limits)?, &mut CellBudget::new(limits), each)?;
    Ok(tables)
}

/// Gives every table of a workbook to `each`.
fn read(
    mut archive: Archive<'_>,
    budget: &mut CellBudget,
    mut each: impl FnMut(&str, TableBuilder),
) -> Result<(), SheetError> {
    if archive.has("content.xml") {
        return ods::read(&mut archive, budget, &mut each);
    }
    if archive.has("xl/workbook.bin") {
        return Err(damaged("it is a binary workbook (.xlsb)"));
    }
    xlsx::read(&mut archive, budget, &mut each)
}

/// Whether a workbook is as we wrote it: every other program that saves one notes when.
pub(super) fn is_as_written(bytes: &[u8]) -> bool {
    let archive = Archive::open(bytes, SheetLimits::default());
    let core = archive.and_then(|mut archive| archive.needed("docProps/core.xml"));
    let modified = core.ok().and_then(|core| {
        let (_, rest) = core.split_once("<dcterms:modified ")?;
        Some(rest.split_once('>')?.1.starts_with(CREATED))
    });
    modified.unwrap_or(false)
}

/// A workbook that cannot be read, and why.
fn damaged(why: impl Into<String>) -> SheetError {
    SheetError::Workbook(why.into())
}

/// A table while its cells are read.
#[derive(Debug, Default)]
struct TableBuilder {
    grid: Grid,
    /// Its first row that holds something.
    first: Option<u32>,
    /// Whether it has our header; `None` as long as that is open.
    judged: Option<bool>,
}

impl TableBuilder {
    /// Adds a cell. Breaks where no header of ours is near the top: then the rest is of no interest.
    fn push(
        &mut self,
        cell: GridCell,
        budget: &mut CellBudget,
    ) -> Result<ControlFlow<()>, TooLarge> {
        let first = *self.first.get_or_insert(cell.row);
        if self.judged.is_none() && table::is_below_header(cell.row, first) {
            self.judge();
        }
        if self.judged == Some(false) {
            return Ok(ControlFlow::Break(()));
        }
        self.grid.push(cell, budget)?;
        Ok(ControlFlow::Continue(()))
    }

    fn judge(&mut self) {
        self.grid.sort();
        self.judged = Some(table::header(&self.grid).is_some());
    }

    /// The cells, if they have a header of ours.
    fn with_header(mut self) -> Option<Grid> {
        if self.judged.is_none() {
            self.judge();
        }
        self.grid.sort();
        self.judged.filter(|ours| *ours).map(|_| self.grid)
    }
}

/// Text of a cell as sheets have it: line ends are one line feed, and what a spreadsheet kept of the guards of
/// our CSV is taken off.
fn plain(text: &str) -> String {
    super::csv::unguarded(&text.replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests;
