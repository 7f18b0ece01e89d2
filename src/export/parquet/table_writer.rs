//! One table of typed columns, written row by row.
//!
//! Rows wait until there are enough for a row group, so memory has a bound whatever the number of rows.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use super::io_error;
use crate::article::SCHEMA;
use crate::article::columns::{ColumnKind, ColumnSpec, SCHEMA_KEY, TABLE_KEY, TableCell};

/// Rows of a row group, at most.
const MAX_GROUP_ROWS: usize = 1 << 16;

/// Bytes that the rows of a row group take while they wait, but for those of the last row.
const MAX_GROUP_BYTES: usize = 32 << 20;

/// Bytes of a value that is not text, and of where a text ends.
const VALUE_BYTES: usize = 8;

/// A table that is being written.
pub(super) struct TableWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    columns: Vec<ColumnBuffer>,
    rows: usize,
    bytes: usize,
}

/// The values of a column that wait for their row group.
struct ColumnBuffer {
    spec: ColumnSpec,
    values: WaitingValues,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
}

/// Values without the rows that have none.
enum WaitingValues {
    Flags(Vec<bool>),
    Days(Vec<i32>),
    Whole(Vec<i64>),
    Doubles(Vec<f64>),
    /// All texts in a row, and where each ends.
    Texts(Vec<u8>, Vec<usize>),
}

impl<W: Write + Send> TableWriter<W> {
    /// Begins a table.
    pub(super) fn new(name: &str, columns: &[ColumnSpec], out: W) -> io::Result<Self> {
        let schema = parse_message_type(&message(name, columns)).map_err(io_error)?;
        let fact = |key: &str, value: String| KeyValue::new(key.to_owned(), value);
        let facts = vec![fact(TABLE_KEY, name.to_owned()), fact(SCHEMA_KEY, SCHEMA.to_string())];
        let properties = WriterProperties::builder()
            .set_created_by(format!("citegraph version {}", env!("CARGO_PKG_VERSION")))
            .set_key_value_metadata(Some(facts))
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .build();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties));
        let columns = columns.iter().map(|spec| ColumnBuffer::new(*spec)).collect();
        Ok(Self { file: file.map_err(io_error)?, columns, rows: 0, bytes: 0 })
    }

    /// Adds a row, one cell a column.
    pub(super) fn add<'a>(
        &mut self,
        cells: impl IntoIterator<Item = TableCell<'a>>,
    ) -> io::Result<()> {
        let mut cells = cells.into_iter();
        for column in &mut self.columns {
            self.bytes += column.add(cells.next().unwrap_or(TableCell::Null));
        }
        debug_assert!(cells.next().is_none(), "more cells than columns");
        self.rows += 1;
        if self.rows >= MAX_GROUP_ROWS || self.bytes >= MAX_GROUP_BYTES {
            self.write_group()?;
        }
        Ok(())
    }

    fn write_group(&mut self) -> io::Result<()> {
        (self.rows, self.bytes) = (0, 0);
        let mut group = self.file.next_row_group().map_err(io_error)?;
        for column in &mut self.columns {
            let writer = group.next_column().map_err(io_error)?;
            let mut writer = writer.expect("as many columns as the schema has");
            column.write(&mut writer).and_then(|()| writer.close()).map_err(io_error)?;
        }
        group.close().map_err(io_error)?;
        Ok(())
    }

    /// Writes what waits and the footer, and hands back what was written to.
    pub(super) fn finish(mut self) -> io::Result<W> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.file.into_inner().map_err(io_error)
    }
}

impl ColumnBuffer {
    fn new(spec: ColumnSpec) -> Self {
        let values = match spec.kind {
            ColumnKind::Flag => WaitingValues::Flags(Vec::new()),
            ColumnKind::Date => WaitingValues::Days(Vec::new()),
            ColumnKind::Whole | ColumnKind::Time => WaitingValues::Whole(Vec::new()),
            ColumnKind::Double => WaitingValues::Doubles(Vec::new()),
            ColumnKind::Text | ColumnKind::Texts => WaitingValues::Texts(Vec::new(), Vec::new()),
        };
        Self { spec, values, definitions: Vec::new(), repetitions: Vec::new() }
    }

    /// Adds a value and returns the bytes that it takes.
    fn add(&mut self, cell: TableCell<'_>) -> usize {
        // How deep a value is defined: a column that may lack one has a level more, and so has a list.
        let own = i16::from(!self.spec.is_required);
        let is_there = match (&mut self.values, cell) {
            (WaitingValues::Texts(..), TableCell::Texts(texts)) => return self.add_list(&texts),
            (WaitingValues::Texts(bytes, ends), TableCell::Text(text)) => {
                bytes.extend_from_slice(text.as_bytes());
                ends.push(bytes.len());
                self.definitions.push(own);
                return text.len() + VALUE_BYTES;
            }
            (WaitingValues::Flags(flags), TableCell::Flag(flag)) => push(flags, flag),
            (WaitingValues::Days(days), TableCell::Date(day)) => push(days, day),
            (WaitingValues::Whole(all), TableCell::Whole(one) | TableCell::Time(one)) => {
                push(all, one)
            }
            (WaitingValues::Doubles(all), TableCell::Double(one)) => push(all, one),
            _ => false,
        };
        debug_assert!(is_there || !self.spec.is_required, "no value in {}", self.spec.name);
        self.definitions.push(if is_there { own } else { 0 });
        if self.spec.kind == ColumnKind::Texts {
            self.repetitions.push(0);
        }
        VALUE_BYTES
    }

    fn add_list(&mut self, texts: &[std::borrow::Cow<'_, str>]) -> usize {
        let WaitingValues::Texts(bytes, ends) = &mut self.values else { return 0 };
        let own = i16::from(!self.spec.is_required);
        if texts.is_empty() {
            self.definitions.push(own);
            self.repetitions.push(0);
        }
        for (at, text) in texts.iter().enumerate() {
            bytes.extend_from_slice(text.as_bytes());
            ends.push(bytes.len());
            self.definitions.push(own + 1);
            self.repetitions.push(i16::from(at > 0));
        }
        texts.iter().map(|text| text.len() + VALUE_BYTES).sum::<usize>() + VALUE_BYTES
    }

    /// Writes the values of a row group and forgets them.
    fn write(&mut self, out: &mut SerializedColumnWriter<'_>) -> Result<()> {
        let definitions = std::mem::take(&mut self.definitions);
        let repetitions = std::mem::take(&mut self.repetitions);
        let is_list = self.spec.kind == ColumnKind::Texts;
        let definitions = (is_list || !self.spec.is_required).then_some(&definitions[..]);
        let repetitions = is_list.then_some(&repetitions[..]);
        match &mut self.values {
            WaitingValues::Flags(all) => {
                let all = std::mem::take(all);
                out.typed::<BoolType>().write_batch(&all, definitions, repetitions)
            }
            WaitingValues::Days(all) => {
                let all = std::mem::take(all);
                out.typed::<Int32Type>().write_batch(&all, definitions, repetitions)
            }
            WaitingValues::Whole(all) => {
                let all = std::mem::take(all);
                out.typed::<Int64Type>().write_batch(&all, definitions, repetitions)
            }
            WaitingValues::Doubles(all) => {
                let all = std::mem::take(all);
                out.typed::<DoubleType>().write_batch(&all, definitions, repetitions)
            }
            WaitingValues::Texts(bytes, ends) => {
                let all = split(std::mem::take(bytes), &std::mem::take(ends));
                out.typed::<ByteArrayType>().write_batch(&all, definitions, repetitions)
            }
        }?;
        Ok(())
    }
}

fn push<T>(values: &mut Vec<T>, value: T) -> bool {
    values.push(value);
    true
}

/// The texts, all in one piece of memory.
fn split(bytes: Vec<u8>, ends: &[usize]) -> Vec<ByteArray> {
    let whole = ByteArray::from(bytes);
    let mut start = 0;
    let text = |end: &usize| {
        let text = whole.slice(start, end - start);
        start = *end;
        text
    };
    ends.iter().map(text).collect()
}

/// The schema in Parquet's notation.
fn message(name: &str, columns: &[ColumnSpec]) -> String {
    let mut text = format!("message {name} {{");
    for ColumnSpec { name, kind, is_required } in columns {
        let repetition = if *is_required { "required" } else { "optional" };
        let type_and_meaning = match kind {
            ColumnKind::Text => ("binary", " (STRING)"),
            ColumnKind::Whole => ("int64", ""),
            ColumnKind::Flag => ("boolean", ""),
            ColumnKind::Double => ("double", ""),
            ColumnKind::Date => ("int32", " (DATE)"),
            ColumnKind::Time => ("int64", " (TIMESTAMP(MICROS,true))"),
            ColumnKind::Texts => {
                let list = "repeated group list { required binary element (STRING); }";
                let _ = write!(text, " {repetition} group {name} (LIST) {{ {list} }}");
                continue;
            }
        };
        let (physical, meaning) = type_and_meaning;
        let _ = write!(text, " {repetition} {physical} {name}{meaning};");
    }
    text.push_str(" }");
    text
}
