//! The rows of one table, in order.

use std::path::Path;

use parquet::column::reader::{ColumnReader, get_column_reader};
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::FileReader as _;

use super::columns::ColumnBatch;
use super::limits::check_pages;
use super::open_table::{OpenTable, ReadColumn};
use super::panics::{contained, damaged};
use crate::article::columns::{ColumnSpec, SetCell, TableCell};
use crate::input::SkipCause;

/// Rows that are decoded together.
const BATCH_ROWS: usize = 1024;

/// What a value takes in memory beside its text, about, and less than the name of its field in JSON.
const VALUE_BYTES: u64 = 8;

/// Rows that are read one after the other.
pub(super) struct TableRows<T> {
    table: OpenTable,
    columns: Vec<ReadColumn<T>>,
    next_group: usize,
    readers: Vec<ColumnReader>,
    /// Rows of the open group that are not decoded yet.
    left: usize,
    batches: Vec<ColumnBatch>,
    /// Rows that are decoded and not read yet.
    decoded: usize,
}

impl<T> TableRows<T> {
    /// Opens the table of this name.
    pub(super) fn open(
        path: &Path,
        name: &str,
        columns: impl IntoIterator<Item = (ColumnSpec, SetCell<T>)>,
    ) -> Result<Self, SkipCause> {
        let table = OpenTable::open(path, name)?;
        let columns = table.columns(columns)?;
        Ok(Self {
            table,
            columns,
            next_group: 0,
            readers: Vec::new(),
            left: 0,
            batches: Vec::new(),
            decoded: 0,
        })
    }

    /// Whether there is another row.
    pub(super) fn has_next(&mut self) -> Result<bool, SkipCause> {
        while self.decoded == 0 {
            if self.left == 0 && !self.open_group()? {
                return Ok(false);
            }
            if self.left > 0 {
                self.decode()?;
            }
        }
        Ok(true)
    }

    /// Reads the next row into `row` and says how many bytes its values take; `None` after the last one. Texts beyond
    /// `limit` bytes are not kept.
    pub(super) fn read(&mut self, row: &mut T, limit: u64) -> Result<Option<u64>, SkipCause> {
        if !self.has_next()? {
            return Ok(None);
        }
        self.decoded -= 1;
        let mut bytes = 0_u64;
        for (column, batch) in self.columns.iter().zip(&mut self.batches) {
            let cell = batch.next(column.shape)?;
            bytes = bytes.saturating_add(cell_bytes(&cell));
            // Numbers take no room of their own, and tell where the next rows belong.
            if bytes > limit && !matches!(cell, TableCell::Whole(_)) {
                continue;
            }
            (column.set)(row, cell).ok_or_else(|| {
                damaged(&format!("the column `{}` has an impossible value", column.spec.name))
            })?;
        }
        Ok(Some(bytes))
    }

    /// Opens the next row group; `false` after the last one.
    fn open_group(&mut self) -> Result<bool, SkipCause> {
        let metadata = self.table.reader.metadata();
        if self.next_group >= metadata.num_row_groups() {
            return Ok(false);
        }
        let group = metadata.row_group(self.next_group);
        self.left = usize::try_from(group.num_rows())
            .map_err(|_| damaged("the number of rows is negative"))?;
        let leaves: Vec<usize> = self.columns.iter().map(|column| column.shape.leaf).collect();
        if leaves.iter().any(|leaf| *leaf >= group.num_columns()) {
            return Err(damaged("a row group lacks columns"));
        }
        check_pages(&self.table.file, leaves.iter().map(|leaf| group.column(*leaf)))?;
        let number = self.next_group;
        self.readers = contained(|| {
            let reader = self.table.reader.get_row_group(number)?;
            let open = |leaf: &usize| {
                let pages = reader.get_column_page_reader(*leaf)?;
                Ok(get_column_reader(descriptor(reader.metadata(), *leaf), pages))
            };
            leaves.iter().map(open).collect()
        })?;
        self.next_group += 1;
        Ok(true)
    }

    fn decode(&mut self) -> Result<(), SkipCause> {
        let rows = self.left.min(BATCH_ROWS);
        let readers = &mut self.readers;
        self.batches = contained(|| {
            readers.iter_mut().map(|reader| ColumnBatch::read(reader, rows)).collect()
        })?;
        (self.left, self.decoded) = (self.left - rows, rows);
        Ok(())
    }
}

fn descriptor(group: &RowGroupMetaData, leaf: usize) -> parquet::schema::types::ColumnDescPtr {
    group.schema_descr().column(leaf)
}

fn cell_bytes(cell: &TableCell<'_>) -> u64 {
    match cell {
        TableCell::Text(text) => text.len() as u64 + VALUE_BYTES,
        TableCell::Texts(texts) => {
            texts.iter().map(|text| text.len() as u64 + VALUE_BYTES).sum::<u64>()
        }
        _ => VALUE_BYTES,
    }
}
