//! The rows as a JSON array.

use std::io::{self, Write};

use super::StatsRow;

/// Writes one object a row; `null` where a measure or its interval is undefined.
///
/// # Errors
/// Where `out` fails.
pub fn write(rows: &[StatsRow], out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, rows)?;
    out.write_all(b"\n")
}
