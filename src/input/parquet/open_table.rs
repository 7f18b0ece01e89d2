//! A file of one of our tables, checked before its rows are read.

use std::fs::File;
use std::path::Path;

use parquet::basic::Repetition;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::schema::types::SchemaDescriptor;

use super::columns::ColumnShape;
use super::limits::{check_footer, unreadable};
use super::panics::{contained, damaged};
use crate::article::columns::{ColumnKind, ColumnSpec, SCHEMA_KEY, SetCell, TABLE_KEY};
use crate::article::{SCHEMA, SkipReason};
use crate::input::{ARTICLES_FILE, SkipCause};

/// The table that an input names.
pub(super) const ARTICLES: &str = "articles";

/// A column that is read, and what takes its values.
pub(super) struct ReadColumn<T> {
    pub(super) spec: ColumnSpec,
    pub(super) shape: ColumnShape,
    pub(super) set: SetCell<T>,
}

/// An open file.
pub(super) struct OpenTable {
    /// For checks of pages; its position is that of `reader` too, which seeks before it reads.
    pub(super) file: File,
    pub(super) reader: SerializedFileReader<File>,
}

impl OpenTable {
    /// Opens a file that holds the table of this name.
    pub(super) fn open(path: &Path, table: &str) -> Result<Self, SkipCause> {
        // To open a pipe would wait for who writes it.
        if !path.metadata().map_err(unreadable)?.is_file() {
            return Err((SkipReason::SpecialFile, "it is not a regular file".into()));
        }
        let file = File::open(path).map_err(unreadable)?;
        check_footer(&file)?;
        let again = file.try_clone().map_err(unreadable)?;
        let reader = contained(|| SerializedFileReader::new(again))?;
        let open = Self { file, reader };
        open.check_table(table)?;
        Ok(open)
    }

    fn fact(&self, key: &str) -> Option<&str> {
        let facts = self.reader.metadata().file_metadata().key_value_metadata()?;
        facts.iter().find(|fact| fact.key == key)?.value.as_deref()
    }

    fn check_table(&self, table: &str) -> Result<(), SkipCause> {
        let bad = |detail: String| (SkipReason::BadParquet, detail);
        match self.fact(TABLE_KEY) {
            Some(own) if own == table => {}
            Some(own) if table == ARTICLES => {
                let detail =
                    format!("it contains the table `{own}`; pass {ARTICLES_FILE}, or its folder");
                return Err((SkipReason::OwnOutput, detail));
            }
            Some(own) => {
                return Err(bad(format!("it contains the table `{own}`, not the table `{table}`")));
            }
            None => {
                let only =
                    "citegraph did not write this Parquet file, and reads only tables of its own";
                return Err(bad(only.into()));
            }
        }
        let schema = self.fact(SCHEMA_KEY).unwrap_or_default();
        if schema != SCHEMA.to_string() {
            return Err(bad(format!(
                "schema {schema}, but this version reads schema {SCHEMA}; extract the documents again"
            )));
        }
        Ok(())
    }

    /// Finds the columns that are read.
    pub(super) fn columns<T>(
        &self,
        wanted: impl IntoIterator<Item = (ColumnSpec, SetCell<T>)>,
    ) -> Result<Vec<ReadColumn<T>>, SkipCause> {
        let schema = self.reader.metadata().file_metadata().schema_descr();
        let found = wanted.into_iter().map(|(spec, set)| {
            let shape = contained(|| Ok(shape(schema, spec)))?;
            let shape = shape.ok_or_else(|| {
                damaged(&format!("it has no column `{}` of the right type", spec.name))
            })?;
            Ok(ReadColumn { spec, shape, set })
        });
        found.collect()
    }
}

/// Where a column is; `None` if the file has none of this name and type.
fn shape(schema: &SchemaDescriptor, spec: ColumnSpec) -> Option<ColumnShape> {
    use parquet::basic::Type::{BYTE_ARRAY, INT32, INT64};
    let is_list = spec.kind == ColumnKind::Texts;
    let mut leaves = (0..schema.num_columns()).filter(|leaf| {
        schema.column(*leaf).path().parts().first().is_some_and(|first| first == spec.name)
    });
    let (leaf, other) = (leaves.next()?, leaves.next());
    let column = schema.column(leaf);
    let is_type = match spec.kind {
        ColumnKind::Text | ColumnKind::Texts => column.physical_type() == BYTE_ARRAY,
        ColumnKind::Whole => matches!(column.physical_type(), INT32 | INT64),
        _ => false,
    };
    let is_flat = column.path().parts().len() == 1;
    let fits =
        if is_list { column.max_rep_level() == 1 } else { is_flat && column.max_rep_level() == 0 };
    if other.is_some() || !is_type || !fits {
        return None;
    }
    let root = schema.get_column_root(leaf).get_basic_info();
    let own = i16::from(root.has_repetition() && root.repetition() == Repetition::OPTIONAL);
    Some(ColumnShape { leaf, value: column.max_def_level(), list: is_list.then_some(own) })
}
