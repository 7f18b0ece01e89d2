//! Parquet tables for data frames and databases: articles, their links and sentences, and the nodes and edges of graphs.
//!
//! The bytes depend on the rows and the version of citegraph alone. URLs stay as they were found, as in `citations.jsonl`;
//! nodes and edges are those of every graph file.

mod article_tables;
mod network_tables;
mod report_columns;
mod table_writer;

use std::io;

use ::parquet::errors::ParquetError;

pub use self::article_tables::{ArticleTableFiles, ArticleTables};
pub use self::network_tables::{edges, nodes};

/// The file of the nodes of a graph.
pub const NODES_FILE: &str = "nodes.parquet";

/// The file of its edges.
pub const EDGES_FILE: &str = "edges.parquet";

/// What the writer of the file says, if that is why the format's library failed.
fn io_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
