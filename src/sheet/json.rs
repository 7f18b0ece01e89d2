//! The sheet as JSON: the model itself, for programs and for the page.

use std::io;

use super::Sheet;

/// Writes a sheet as indented JSON with a newline at the end.
///
/// # Errors
/// Where `out` fails.
pub fn write(sheet: &Sheet, out: &mut impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, sheet)?;
    out.write_all(b"\n")
}
