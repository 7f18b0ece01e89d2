//! Findings as JSON: an array, fields as in [`Finding`].

use std::io::{self, Write};

use crate::findings::Finding;

/// Writes the array.
///
/// # Errors
/// Where `out` fails.
pub fn write(findings: &[Finding], out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, findings)?;
    out.write_all(b"\n")
}
