//! One link a line, as JSON: the contract of `citegraph check --format ndjson`.

use std::io::{self, Write};

use serde::Serialize;

use super::scope::unasked;
use crate::audit::CheckRow;

/// A row, and why nothing was sent to it in this run.
#[derive(Serialize)]
struct RowWithScope<'a> {
    #[serde(flatten)]
    row: &'a CheckRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_asked: Option<&'static str>,
}

/// Writes one object a row.
///
/// # Errors
/// Where `out` fails.
pub fn write(rows: &[CheckRow], out: &mut impl Write) -> io::Result<()> {
    for row in rows {
        let row = RowWithScope { row, not_asked: unasked(row) };
        serde_json::to_writer(&mut *out, &row)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
