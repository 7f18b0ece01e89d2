//! What can be wrong with a table of sources.

/// Why a table of sources cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SourceTableError {
    /// It is no TOML of this form.
    #[error("the table of sources has a mistake; data/sources.toml shows the format")]
    Form(#[source] Box<toml::de::Error>),
    /// One row is wrong.
    #[error("row {row} of the table of sources: {fault}")]
    Row {
        /// What the row is about.
        row: String,
        /// What is wrong, and what to do about it.
        fault: String,
    },
}
