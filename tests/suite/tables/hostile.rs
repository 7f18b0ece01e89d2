//! Files that are not what they say: a reason in place of a panic, and bounded work.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use citegraph::article::{Article, Skipped};
use parquet::basic::Encoding;
use parquet::column::writer::{ColumnWriter, ColumnWriterImpl};
use parquet::data_type::{ByteArrayType, DataType};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::round_trip::{put, read, tables};
use crate::support::articles::{article, citation};
use crate::support::program::{folder, run};

fn articles() -> Vec<Article> {
    let one = |number: u32| Article {
        sentences: Some(Vec::new()),
        authors: vec![format!("A {number}")],
        ..article(
            &format!("{number}.md"),
            None,
            (0..3).map(|at| citation(at, "b.example", "x")).collect(),
        )
    };
    (0..4).map(one).collect()
}

/// What becomes of tables of which one was changed.
fn damaged(at: usize, table: Vec<u8>) -> (Vec<Article>, Vec<Skipped>) {
    let root = tempfile::tempdir().expect("a folder");
    let mut all = tables(&articles());
    all[at] = table;
    put(root.path(), &all);
    read(root.path(), 64 << 20)
}

fn refused(at: usize, table: Vec<u8>, word: &str) {
    let (_, skipped) = damaged(at, table);
    let [row] = skipped.as_slice() else { panic!("{word}: {skipped:?}") };
    assert!(row.detail.contains(word), "{word}: {row:?}");
}

#[test]
fn a_table_that_was_cut_is_refused() {
    let whole = tables(&articles());
    for (at, table) in whole.iter().enumerate().take(2) {
        for length in (0..table.len()).step_by(97) {
            let (read, skipped) = damaged(at, table[..length].to_vec());
            assert!(read.is_empty() && skipped.len() == 1, "{length} bytes: {skipped:?}");
        }
    }
}

/// Whatever a byte becomes, articles are read or there is a reason; the library's panics stay inside.
#[test]
fn no_changed_byte_is_a_panic() {
    let whole = tables(&articles());
    for (at, table) in whole.iter().enumerate().take(2) {
        for (round, position) in (0..table.len()).step_by(5).enumerate() {
            let mut changed = table.clone();
            changed[position] ^= [0x01, 0x80, 0xff, 0x10][round % 4];
            let (read, skipped) = damaged(at, changed);
            assert!(skipped.len() <= 1 && read.len() <= 4, "{position}: {skipped:?}");
        }
    }
}

#[test]
fn other_tables_are_refused_with_the_reason() {
    let [articles, citations, sentences] = tables(&articles());
    refused(0, citations.clone(), "contains the table `citations`; pass articles.parquet");
    refused(1, articles.clone(), "citations.parquet: it contains the table `articles`");
    refused(1, sentences, "citations.parquet: it contains the table `sentences`");
    let one = &[article("x.md", None, vec![citation(0, "b.example", "x")])];
    let [fewer_articles, fewer_links, _] = tables(one);
    refused(1, fewer_links, "do not belong to the articles");
    refused(0, fewer_articles, "do not belong to the articles");
    refused(0, b"title: x".to_vec(), "not a Parquet file");
    refused(0, Vec::new(), "the file is empty");
}

/// A table of one text column, with these facts in its footer.
fn foreign(schema: &str, facts: &[(&str, &str)]) -> Vec<u8> {
    let facts = facts.iter().map(|(key, value)| {
        parquet::file::metadata::KeyValue::new((*key).to_owned(), (*value).to_owned())
    });
    let properties =
        WriterProperties::builder().set_key_value_metadata(Some(facts.collect())).build();
    let schema = parse_message_type(schema).expect("a schema");
    let mut file =
        SerializedFileWriter::new(Vec::new(), schema.into(), properties.into()).expect("memory");
    let mut group = file.next_row_group().expect("a group");
    let mut column = group.next_column().expect("a column").expect("a column");
    column.typed::<ByteArrayType>().write_batch(&["x.md".into()], None, None).expect("memory");
    column.close().expect("memory");
    group.close().expect("memory");
    file.into_inner().expect("memory")
}

#[test]
fn tables_of_others_and_of_other_versions_are_refused() {
    let schema = "message m { required binary input (STRING); }";
    refused(0, foreign(schema, &[]), "did not write this Parquet file");
    let table = ("citegraph.table", "articles");
    refused(0, foreign(schema, &[table]), "this version reads schema 1");
    refused(0, foreign(schema, &[table, ("citegraph.schema", "2")]), "schema 2, but");
    let own = [table, ("citegraph.schema", "1")];
    refused(0, foreign(schema, &own), "no column `part` of the right type");
    let other = "message m { required binary input (STRING); }"
        .replace("binary input (STRING)", "binary part (STRING)");
    refused(0, foreign(&other, &own), "no column `input` of the right type");
    let nested = "message m { required group input { required binary x; } }";
    refused(0, foreign(nested, &own), "no column `input` of the right type");
}

/// A file that is a footer alone.
fn footer(thrift: &[u8]) -> Vec<u8> {
    let length = u32::try_from(thrift.len()).expect("a short footer").to_le_bytes();
    [b"PAR1", thrift, &length, b"PAR1"].concat()
}

/// The start of a footer with a schema of groups, each of which holds the next one.
fn nested(groups: usize) -> Vec<u8> {
    let mut thrift = vec![0x15, 0x02, 0x19, 0xfc];
    varint(&mut thrift, groups as u64);
    for _ in 0..groups {
        // 3: optional, 4: the name, 5: one child.
        thrift.extend([0x35, 0x02, 0x18, 1, b'a', 0x15, 0x02, 0]);
    }
    thrift
}

fn varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[test]
fn counts_that_would_take_memory_or_stack_are_refused() {
    for groups in [3, 500] {
        refused(0, footer(&[nested(groups), vec![0]].concat()), "damaged");
    }
    for groups in [1000, 100_000] {
        refused(0, footer(&[nested(groups), vec![0]].concat()), "its footer cannot be decoded");
    }
    // One type with 2^30 children, and 2^30 row groups.
    let mut children = vec![0x15, 0x02, 0x19, 0x1c, 0x48, 1, b'a', 0x15];
    varint(&mut children, 1 << 31);
    refused(0, footer(&[&children[..], &[0, 0]].concat()), "its footer cannot be decoded");
    let mut groups = vec![0x15, 0x02, 0x19, 0x1c, 0x48, 1, b'a', 0, 0x29, 0xfc];
    varint(&mut groups, 1 << 30);
    refused(0, footer(&[&groups[..], &[0, 0]].concat()), "its footer cannot be decoded");
    let mut long = b"PAR1".to_vec();
    long.extend([0xff, 0xff, 0xff, 0x7f]);
    long.extend(b"PAR1");
    refused(0, long, "has a footer of more than");
}

/// Five million texts that take a few bytes in the file.
#[test]
fn lists_have_a_limit() {
    let many =
        Article { authors: vec![String::new(); 5_000_000], ..article("a.md", None, Vec::new()) };
    let table = tables(&[many])[0].clone();
    assert!(table.len() < 1 << 20, "{} bytes", table.len());
    refused(0, table, "a page is not as its header says");
}

#[test]
fn a_named_table_that_is_damaged_ends_with_exit_code_2() {
    let root = folder(&[("a.md", "See [b](https://b.example/).\n")]);
    assert_eq!(run(root.path(), &["extract", "a.md", "--format", "parquet", "-o", "t"]).code, 0);
    let articles = root.path().join("t/articles.parquet");
    let whole = fs::read(&articles).expect("a table");
    let cut = |path: &Path| fs::write(path, &whole[..whole.len() / 2]).expect("a file");
    cut(&articles);
    let ran = run(root.path(), &["stats", "t/articles.parquet"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("not a Parquet file, or it is incomplete"), "{}", ran.stderr);
    fs::write(&articles, &whole).expect("a table");
    fs::remove_file(root.path().join("t/citations.parquet")).expect("a file");
    let ran = run(root.path(), &["stats", "t"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("citations.parquet"), "{}", ran.stderr);
    // A panic inside is not told as a bug.
    assert!(!ran.stderr.contains("internal error"), "{}", ran.stderr);
}

/// One value where a column must have one, else none.
fn write_one(column: &mut ColumnWriter<'_>) {
    let written = match column {
        ColumnWriter::ByteArrayColumnWriter(out) => write_value(out, "x".into()),
        ColumnWriter::Int64ColumnWriter(out) => write_value(out, 0),
        ColumnWriter::Int32ColumnWriter(out) => write_value(out, 0),
        _ => panic!("no table of articles has such a column"),
    };
    written.expect("memory");
}

fn write_value<T: DataType>(
    out: &mut ColumnWriterImpl<'_, T>,
    value: T::T,
) -> parquet::errors::Result<usize> {
    let (definition, repetition) =
        (out.get_descriptor().max_def_level(), out.get_descriptor().max_rep_level());
    match definition {
        0 => out.write_batch(&[value], None, None),
        _ => out.write_batch(&[], Some(&[0]), (repetition > 0).then_some(&[0])),
    }
}

/// A table of one article in which a column has this encoding.
fn encoded(column: &str, encoding: Encoding) -> Vec<u8> {
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(&tables(&articles())[0]).expect("a file");
    let reader = SerializedFileReader::new(file).expect("a table");
    let metadata = reader.metadata().file_metadata();
    let properties = WriterProperties::builder()
        .set_dictionary_enabled(false)
        .set_column_encoding(column.into(), encoding)
        .set_key_value_metadata(metadata.key_value_metadata().cloned())
        .build();
    let schema = metadata.schema_descr().root_schema_ptr();
    let mut file =
        SerializedFileWriter::new(Vec::new(), schema, properties.into()).expect("memory");
    let mut group = file.next_row_group().expect("a group");
    while let Some(mut column) = group.next_column().expect("a column") {
        write_one(column.untyped());
        column.close().expect("memory");
    }
    group.close().expect("memory");
    file.into_inner().expect("memory")
}

/// The library would reserve memory for other encodings by numbers in the page.
#[test]
fn other_encodings_are_refused() {
    refused(0, encoded("input", Encoding::PLAIN), "the column `format` has an impossible value");
    for encoding in [Encoding::DELTA_LENGTH_BYTE_ARRAY, Encoding::DELTA_BYTE_ARRAY] {
        refused(0, encoded("input", encoding), "an encoding other than PLAIN and RLE");
    }
}
