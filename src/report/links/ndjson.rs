//! One link a line, as JSON: the contract of `citegraph check --format ndjson`.

use std::io::{self, Write};

use crate::audit::CheckRow;

/// Writes one object a row.
///
/// # Errors
/// Where `out` fails.
pub fn write(rows: &[CheckRow], out: &mut impl Write) -> io::Result<()> {
    for row in rows {
        serde_json::to_writer(&mut *out, row)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
