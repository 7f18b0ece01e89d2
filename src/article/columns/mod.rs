//! Articles, links and sentences as rows of typed columns: what the Parquet tables hold, whatever writes and reads them.
//!
//! Each column says how a row gets its value and, unless it only repeats what others hold, how the value is read back.
//! Names are those of the JSON lines; where the index of Common Crawl has a column of the same meaning, its name is used.

mod article_columns;
mod cell;
mod link_columns;
mod sentence_columns;

pub(crate) use self::article_columns::{ARTICLE_COLUMNS, ArticleRow, REPEATED_COLUMNS};
pub(crate) use self::cell::TableCell;
pub(crate) use self::link_columns::{LINK_COLUMNS, LinkRow};
pub(crate) use self::sentence_columns::{SENTENCE_COLUMNS, SentenceRow};

/// Under which key a file says which table it is.
pub(crate) const TABLE_KEY: &str = "citegraph.table";

/// Under which key it says the version of the schema.
pub(crate) const SCHEMA_KEY: &str = "citegraph.schema";

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    /// Text.
    Text,
    /// Whole numbers of 64 bits.
    Whole,
    /// True or false.
    Flag,
    /// Numbers.
    Double,
    /// Days.
    Date,
    /// Moments, in microseconds.
    Time,
    /// Lists of texts.
    Texts,
}

/// The name and the type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ColumnSpec {
    /// Its name in the file.
    pub(crate) name: &'static str,
    /// What stands in it.
    pub(crate) kind: ColumnKind,
    /// Whether every row has a value.
    pub(crate) is_required: bool,
}

impl ColumnSpec {
    /// A column in which every row has a value.
    pub(crate) const fn required(name: &'static str, kind: ColumnKind) -> Self {
        Self { name, kind, is_required: true }
    }

    /// A column in which rows may have none.
    pub(crate) const fn optional(name: &'static str, kind: ColumnKind) -> Self {
        Self { name, kind, is_required: false }
    }
}

/// Takes a value into a row; `None` if it is not one that the column can have.
pub(crate) type SetCell<T> = fn(&mut T, TableCell<'_>) -> Option<()>;

/// A column of rows that are made of `S` and read as `T`.
pub(crate) struct TableColumn<S, T> {
    /// Its name and type.
    pub(crate) spec: ColumnSpec,
    /// Its value.
    pub(crate) get: fn(&S) -> TableCell<'_>,
    /// Takes it back; `None` if other columns hold the same.
    pub(crate) set: Option<SetCell<T>>,
}

/// A row that belongs to an article.
pub(crate) trait ArticlePart {
    /// A row in which no column has been read.
    fn blank() -> Self;

    /// The number of its article.
    fn article_mut(&mut self) -> &mut u64;
}

/// The number of the article that a row belongs to: its row in the table of articles, from 0.
pub(crate) const ARTICLE_NUMBER: ColumnSpec = ColumnSpec::required("article", ColumnKind::Whole);

const fn column<S, T>(
    spec: ColumnSpec,
    get: fn(&S) -> TableCell<'_>,
    set: SetCell<T>,
) -> TableColumn<S, T> {
    TableColumn { spec, get, set: Some(set) }
}

/// A column that is not read back.
const fn derived<S, T>(spec: ColumnSpec, get: fn(&S) -> TableCell<'_>) -> TableColumn<S, T> {
    TableColumn { spec, get, set: None }
}

const fn text(name: &'static str) -> ColumnSpec {
    ColumnSpec::optional(name, ColumnKind::Text)
}

const fn whole(name: &'static str) -> ColumnSpec {
    ColumnSpec::optional(name, ColumnKind::Whole)
}

const fn required(name: &'static str, kind: ColumnKind) -> ColumnSpec {
    ColumnSpec::required(name, kind)
}
