//! What a file may say of itself before it is decoded.

use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};

use parquet::basic::Compression;
use parquet::file::metadata::ColumnChunkMetaData;

use super::super::table_files::MAGIC;
use super::panics::damaged;
use super::thrift::{I32, LIST, STRUCT, ThriftBytes};
use crate::article::SkipReason;
use crate::input::SkipCause;

/// The largest footer. Ours have about 5 KB for each 30,000 links.
const MAX_FOOTER_BYTES: u64 = 32 << 20;

/// The most types in a schema, nested ones included; ours have less than a hundred.
const MAX_SCHEMA_ELEMENTS: usize = 512;

/// The most row groups.
const MAX_ROW_GROUPS: usize = 1 << 16;

/// The most values of a column in a row group, those of lists included.
const MAX_GROUP_VALUES: i64 = 1 << 22;

/// The most bytes of pages that are open at once, one of each column and its dictionary.
const MAX_OPEN_BYTES: u64 = 512 << 20;

/// The encodings of values that are read: PLAIN, PLAIN_DICTIONARY, RLE and RLE_DICTIONARY. The library reserves memory for
/// the others by numbers inside of pages.
const ENCODINGS: [i64; 4] = [0, 2, 3, 8];

/// How much of a page is read for its header.
const MAX_PAGE_HEADER_BYTES: u64 = 64 << 10;

/// The bytes of the end of a file: the length of the footer, and the magic bytes.
const END_BYTES: u64 = 8;

/// Checks the footer of a file.
pub(super) fn check_footer(mut file: &File) -> Result<(), SkipCause> {
    let length = file.metadata().map_err(unreadable)?.len();
    let mut end = [0; END_BYTES as usize];
    let start = length.checked_sub(END_BYTES + MAGIC.len() as u64);
    start.ok_or_else(|| not_parquet(length))?;
    file.seek(SeekFrom::Start(length - END_BYTES)).map_err(unreadable)?;
    file.read_exact(&mut end).map_err(unreadable)?;
    if end[4..] != *MAGIC {
        return Err(not_parquet(length));
    }
    let bytes = u64::from(u32::from_le_bytes([end[0], end[1], end[2], end[3]]));
    if bytes > MAX_FOOTER_BYTES {
        let detail = format!("the Parquet file has a footer of more than {MAX_FOOTER_BYTES} bytes");
        return Err((SkipReason::BadParquet, detail));
    }
    let start = (length - END_BYTES).checked_sub(bytes);
    let start = start.ok_or_else(|| damaged("its footer is longer than the file"))?;
    let mut footer = Vec::with_capacity(bytes as usize);
    file.seek(SeekFrom::Start(start)).map_err(unreadable)?;
    file.take(bytes).read_to_end(&mut footer).map_err(unreadable)?;
    let plausible = has_plausible_footer(&footer);
    plausible.ok_or_else(|| damaged("its footer cannot be decoded"))
}

/// Whether lists are as long as they say, and types nest only so deep. The fields of `FileMetaData` and `SchemaElement`.
fn has_plausible_footer(footer: &[u8]) -> Option<()> {
    ThriftBytes::new(footer).fields(0, |thrift, id, kind| {
        let most = match id {
            2 => MAX_SCHEMA_ELEMENTS,
            4 => MAX_ROW_GROUPS,
            _ => return Some(false),
        };
        // The library does not look at the types of all fields, so others are refused.
        is(kind == LIST)?;
        let (items, count) = thrift.list()?;
        is(count <= most && items == STRUCT)?;
        for _ in 0..count {
            thrift.fields(1, |thrift, child, kind| {
                if (id, child) != (2, 5) {
                    return Some(false);
                }
                is(kind == I32)?;
                let children = usize::try_from(thrift.number()?).ok()?;
                is(children <= count)?;
                Some(true)
            })?;
        }
        Some(true)
    })
}

/// `None` unless it is so.
fn is(so: bool) -> Option<()> {
    so.then_some(())
}

/// Checks the pages of columns that are read together.
pub(super) fn check_pages<'a>(
    file: &File,
    columns: impl IntoIterator<Item = &'a ColumnChunkMetaData>,
) -> Result<(), SkipCause> {
    let mut open = 0_u64;
    for column in columns {
        open = open.saturating_add(open_bytes(file, column)?);
    }
    match open > MAX_OPEN_BYTES {
        true => {
            let detail = format!("the pages of a row group take more than {MAX_OPEN_BYTES} bytes");
            Err((SkipReason::BadParquet, detail))
        }
        false => Ok(()),
    }
}

/// The bytes of the largest page of a column and of its dictionary.
fn open_bytes(file: &File, column: &ColumnChunkMetaData) -> Result<u64, SkipCause> {
    let bad = || damaged("a page is not as its header says");
    if !matches!(column.compression(), Compression::SNAPPY | Compression::UNCOMPRESSED) {
        return Err(other_form("is not compressed with Snappy"));
    }
    let start = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
    let mut offset = u64::try_from(start).map_err(|_| bad())?;
    let length = u64::try_from(column.compressed_size()).map_err(|_| bad())?;
    let end = offset.checked_add(length).ok_or_else(bad)?;
    let (mut values, mut largest, mut dictionary) = (0, 0, 0);
    while offset < end {
        let page = page_at(file, offset).map_err(unreadable)?.ok_or_else(bad)?;
        if !ENCODINGS.contains(&page.encoding) {
            return Err(other_form("has an encoding other than PLAIN and RLE"));
        }
        offset = offset.checked_add(page.bytes).filter(|next| *next <= end).ok_or_else(bad)?;
        match page.is_dictionary {
            true => dictionary = page.decoded,
            false => {
                values += page.values;
                largest = largest.max(page.decoded);
            }
        }
        // Each value of a dictionary takes a byte at least.
        let is_short = page.is_dictionary && page.values.cast_unsigned() > page.decoded;
        if values > MAX_GROUP_VALUES || page.values > MAX_GROUP_VALUES || is_short {
            return Err(bad());
        }
    }
    Ok(largest.saturating_add(dictionary))
}

/// What the header of a page says.
#[derive(Default)]
struct PageFacts {
    /// Its bytes in the file, with the header.
    bytes: u64,
    /// Its bytes once it is unpacked.
    decoded: u64,
    values: i64,
    encoding: i64,
    is_dictionary: bool,
}

/// The fields of `PageHeader`. Of each of its three kinds of page, the first field is the number of values.
fn page_at(mut file: &File, offset: u64) -> io::Result<Option<PageFacts>> {
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(offset))?;
    file.take(MAX_PAGE_HEADER_BYTES).read_to_end(&mut head)?;
    Ok(page_facts(&head))
}

fn page_facts(head: &[u8]) -> Option<PageFacts> {
    let mut thrift = ThriftBytes::new(head);
    let mut page = PageFacts::default();
    let mut kinds_of_page = 0;
    thrift.fields(0, |thrift, id, kind| {
        match id {
            2 | 3 => {
                is(kind == I32)?;
                let bytes = thrift.number()?.try_into().ok()?;
                *(if id == 2 { &mut page.decoded } else { &mut page.bytes }) = bytes;
            }
            5 | 7 | 8 => {
                // Of several, the library takes one by another field.
                kinds_of_page += 1;
                is(kind == STRUCT && kinds_of_page == 1)?;
                page.is_dictionary = id == 7;
                let encoding = if id == 8 { 4 } else { 2 };
                thrift.fields(1, |thrift, field, kind| {
                    if field != 1 && field != encoding {
                        return Some(false);
                    }
                    is(kind == I32)?;
                    match field {
                        1 => page.values = thrift.number().filter(|all| *all >= 0)?,
                        _ => page.encoding = thrift.number()?,
                    }
                    Some(true)
                })?;
            }
            _ => return Some(false),
        }
        Some(true)
    })?;
    page.bytes = page.bytes.checked_add((head.len() - thrift.len()) as u64)?;
    Some(page)
}

pub(super) fn unreadable(error: io::Error) -> SkipCause {
    (SkipReason::Unreadable, error.to_string())
}

/// A file of another writer, in a form that is not read.
fn other_form(what: &str) -> SkipCause {
    (SkipReason::BadParquet, format!("the Parquet file {what}"))
}

fn not_parquet(length: u64) -> SkipCause {
    let detail = match length {
        0 => "the file is empty",
        _ => "it is not a Parquet file, or it is incomplete",
    };
    (SkipReason::BadParquet, detail.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The header of a page: its kind, 100 bytes that are 40 in the file, and of the structure of its kind the number of
    /// values and the second field.
    fn header(field: u8, values: u8) -> Vec<u8> {
        vec![
            0x15,
            0,
            0x15,
            200,
            1,
            0x15,
            80,
            (field - 3) << 4 | STRUCT,
            0x15,
            values,
            0x15,
            16,
            0,
            0,
            9,
            9,
        ]
    }

    #[test]
    fn headers_of_pages_say_how_much_there_is() {
        let data = page_facts(&header(5, 14)).expect("a header");
        assert_eq!((data.bytes, data.decoded, data.values, data.encoding), (40 + 14, 100, 7, 8));
        let dictionary = page_facts(&header(7, 14)).expect("a header");
        assert!(!data.is_dictionary && dictionary.is_dictionary);
        assert_eq!(page_facts(&header(8, 14)).expect("a header").encoding, 0, "nulls stand there");
        let two = [&header(5, 14)[..13], &header(5, 14)[7..]].concat();
        assert!(page_facts(&two).is_none(), "two kinds of page");
        let mut long = header(5, 14);
        long[2] = 0x16;
        assert!(page_facts(&long).is_none(), "a number of another type");
        assert!(page_facts(&header(8, 13)).is_none(), "less than no values");
        assert!(page_facts(&header(5, 14)[..12]).is_none(), "it ends early");
    }
}
