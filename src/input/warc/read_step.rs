//! What reading on in an archive comes to.

/// What reading on came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ReadStep {
    /// More bytes.
    Bytes,
    /// The next bytes are of another gzip member, which begins with a record.
    Boundary,
    /// The gzip member of the bytes so far is damaged.
    Damaged(String),
    /// What follows the last gzip member is none that can be read.
    Garbage {
        /// Its offset in the file.
        offset: u64,
        why: String,
    },
    /// Reading failed with an I/O error.
    Failed(String),
    End,
}
