//! Articles from Parquet tables: a few rows at a time, whatever the size of the files.
//!
//! The library of the format trusts what files say of themselves in some places: it reserves memory by it, follows nested
//! types without a limit, and panics. So the numbers of a file are checked before it gets them, and a panic in it is
//! contained: the file is damaged then.

mod columns;
mod limits;
mod open_table;
mod panics;
mod stream;
mod table_rows;
mod thrift;

pub use self::panics::contains_panics;
pub(super) use self::stream::ParquetStream;
