//! The values of one column, some rows at a time.

use std::borrow::Cow;

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::{ParquetError, Result};

use super::panics::damaged;
use crate::article::columns::TableCell;
use crate::input::SkipCause;

/// Where the values of a column are, and what its levels mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct ColumnShape {
    /// Its number among the columns of the file that hold values.
    pub(super) leaf: usize,
    /// The level at which a value is there.
    pub(super) value: i16,
    /// In a list, the level at which the list is there.
    pub(super) list: Option<i16>,
}

/// Values of some rows, without the rows that have none.
#[derive(Default)]
pub(super) struct ColumnBatch {
    values: ReadValues,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
    next_value: usize,
    next_level: usize,
}

#[derive(Default)]
enum ReadValues {
    #[default]
    None,
    Whole(Vec<i64>),
    Texts(Vec<ByteArray>),
}

impl ColumnBatch {
    /// Reads the next `rows` rows. Fewer are an error.
    pub(super) fn read(reader: &mut ColumnReader, rows: usize) -> Result<Self> {
        let mut batch = Self::default();
        batch.values = match reader {
            ColumnReader::Int32ColumnReader(reader) => {
                let numbers: Vec<i32> = batch.take(reader, rows)?;
                ReadValues::Whole(numbers.into_iter().map(i64::from).collect())
            }
            ColumnReader::Int64ColumnReader(reader) => ReadValues::Whole(batch.take(reader, rows)?),
            ColumnReader::ByteArrayColumnReader(reader) => {
                ReadValues::Texts(batch.take(reader, rows)?)
            }
            _ => return Err(ParquetError::General("another type of column".into())),
        };
        Ok(batch)
    }

    fn take<T: DataType>(
        &mut self,
        reader: &mut ColumnReaderImpl<T>,
        rows: usize,
    ) -> Result<Vec<T::T>> {
        let mut values = Vec::new();
        let (definitions, repetitions) = (&mut self.definitions, &mut self.repetitions);
        let (read, ..) =
            reader.read_records(rows, Some(definitions), Some(repetitions), &mut values)?;
        match read == rows {
            true => Ok(values),
            false => Err(ParquetError::General("a column has fewer rows than others".into())),
        }
    }

    /// The value of the next row.
    pub(super) fn next(
        &mut self,
        shape: ColumnShape,
    ) -> std::result::Result<TableCell<'_>, SkipCause> {
        let cut = || damaged("a column has fewer values than rows");
        if let Some(list) = shape.list {
            return self.next_list(shape, list);
        }
        // Where every row has a value, there are no levels.
        let is_there = shape.value == 0 || {
            let level = *self.definitions.get(self.next_level).ok_or_else(cut)?;
            level == shape.value
        };
        self.next_level += 1;
        if !is_there {
            return Ok(TableCell::Null);
        }
        let at = self.next_value;
        self.next_value += 1;
        match &self.values {
            ReadValues::Whole(numbers) => {
                numbers.get(at).map(|number| TableCell::Whole(*number)).ok_or_else(cut)
            }
            ReadValues::Texts(texts) => Ok(TableCell::Text(utf8(texts.get(at).ok_or_else(cut)?)?)),
            ReadValues::None => Err(cut()),
        }
    }

    fn next_list(
        &mut self,
        shape: ColumnShape,
        list: i16,
    ) -> std::result::Result<TableCell<'_>, SkipCause> {
        let cut = || damaged("a column has fewer values than rows");
        let ReadValues::Texts(values) = &self.values else { return Err(cut()) };
        let first = *self.definitions.get(self.next_level).ok_or_else(cut)?;
        let mut texts = Vec::new();
        let mut level = first;
        loop {
            if level == shape.value {
                texts.push(utf8(values.get(self.next_value).ok_or_else(cut)?)?);
                self.next_value += 1;
            } else if level > list {
                return Err(damaged("a list has a value that is null"));
            }
            self.next_level += 1;
            match (self.repetitions.get(self.next_level), self.definitions.get(self.next_level)) {
                (Some(repetition), Some(next)) if *repetition > 0 => level = *next,
                _ => break,
            }
        }
        Ok(if first < list { TableCell::Null } else { TableCell::Texts(texts) })
    }
}

fn utf8(bytes: &ByteArray) -> std::result::Result<Cow<'_, str>, SkipCause> {
    let text = simdutf8::basic::from_utf8(bytes.data());
    text.map(Cow::Borrowed).map_err(|_| damaged("a text is not UTF-8"))
}
