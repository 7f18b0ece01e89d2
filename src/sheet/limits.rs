//! How much of a sheet is read. A file of some kilobytes can unpack to gigabytes, name a cell a million rows
//! away, or repeat one cell a million times.

use std::fmt;

use serde::Deserializer;
use serde::de::{Error as _, SeqAccess, Visitor};

use super::SheetRow;
use crate::report::format::count;

/// The most cells of a sheet that are read or written: those of our columns in each row, and those of the
/// columns that people added.
pub const MAX_CELLS: u64 = 5_000_000;

/// How much of a sheet is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetLimits {
    /// The largest file, the most that it may unpack to, and the most text that its cells may hold, each
    /// in bytes.
    pub max_bytes: u64,
}

impl Default for SheetLimits {
    fn default() -> Self {
        Self { max_bytes: 64 << 20 }
    }
}

/// What is larger than a sheet may be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TooLarge {
    /// The file.
    #[error("it has more than {} bytes; remove what is not part of the sheet", count(*.0))]
    File(u64),
    /// What it unpacks to.
    #[error(
        "it has more than {} bytes after decompression; save only the sheet as a new file",
        count(*.0)
    )]
    Unpacked(u64),
    /// The text of its cells.
    #[error(
        "the cells up to {cell} have more than {} bytes of text together; shorten them",
        count(*.limit)
    )]
    Text {
        /// The first cell that is too much.
        cell: String,
        /// The most bytes.
        limit: u64,
    },
    /// The number of its cells.
    #[error(
        "the file has more than {} cells, counted up to {cell}; delete the rows and columns that are not part of \
         the sheet",
        count(MAX_CELLS)
    )]
    Cells {
        /// The first cell that is too much.
        cell: String,
    },
    /// The number of cells once every row has a cell in each column that people added.
    #[error(
        "{} rows of {} columns are more than {} cells; delete the rows and columns that are not needed",
        count(*.rows), count(*.columns), count(MAX_CELLS)
    )]
    Table {
        /// Its rows.
        rows: u64,
        /// Its columns, ours included.
        columns: u64,
    },
    /// The names of the columns that people added, which every row repeats.
    #[error(
        "the names of the added columns are repeated in each of the {} rows and take too much space; shorten them",
        count(*.0)
    )]
    Names(u64),
}

/// Checks that a table of rows with these added columns can be held.
pub(super) fn check_table(
    rows: usize,
    added: impl ExactSizeIterator<Item = usize>,
    limits: SheetLimits,
) -> Result<(), TooLarge> {
    let (rows, columns) = (rows as u64, (super::COLUMNS.len() + added.len()) as u64);
    if rows.saturating_mul(columns) > MAX_CELLS {
        return Err(TooLarge::Table { rows, columns });
    }
    let names: usize = added.sum();
    if rows.saturating_mul(names as u64) > limits.max_bytes.saturating_mul(2) {
        return Err(TooLarge::Names(rows));
    }
    Ok(())
}

/// Reads rows from JSON, as many as can be held: an empty one is two bytes there and hundreds here.
pub(super) fn rows<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<SheetRow>, D::Error> {
    struct RowsVisitor;
    impl<'de> Visitor<'de> for RowsVisitor {
        type Value = Vec<SheetRow>;

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("a list of rows")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<SheetRow>, A::Error> {
            let mut rows = Vec::new();
            while let Some(row) = list.next_element()? {
                if rows.len() as u64 >= MAX_CELLS / super::COLUMNS.len() as u64 {
                    return Err(A::Error::custom(format!(
                        "more than {} rows",
                        count(rows.len() as u64)
                    )));
                }
                rows.push(row);
            }
            Ok(rows)
        }
    }
    from.deserialize_seq(RowsVisitor)
}

/// The name of a cell in a spreadsheet, by its row and column from 0: `XFD1048576`.
pub(super) fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_a_spreadsheet() {
        let names = [(0, 0), (9, 25), (0, 26), (0, 701), (0, 702), (1_048_575, 16_383)];
        let names = names.map(|(row, column)| cell_name(row, column));
        assert_eq!(names, ["A1", "Z10", "AA1", "ZZ1", "AAA1", "XFD1048576"]);
        assert!(cell_name(u32::MAX, u32::MAX).ends_with("4294967296"));
    }

    #[test]
    fn a_table_is_as_large_as_its_rows_times_its_columns() {
        let check = |rows, added: &[usize]| {
            check_table(rows, added.iter().copied(), SheetLimits { max_bytes: 1000 })
        };
        assert_eq!(check(10, &[3; 8000]), Err(TooLarge::Names(10)));
        assert_eq!(check(10, &[100; 2]), Ok(()));
        assert!(matches!(check(1000, &[0; 5000]), Err(TooLarge::Table { rows: 1000, .. })));
        assert!(matches!(check(200_000, &[]), Err(TooLarge::Table { columns: 36, .. })));
    }
}
