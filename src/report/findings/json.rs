//! Findings as JSON: an array, fields as in [`Finding`].

use std::io::{self, BufWriter, Write};

use crate::findings::Finding;

/// Writes the array.
///
/// # Errors
/// Where `out` fails.
pub fn write(findings: &[Finding], out: &mut impl Write) -> io::Result<()> {
    // Buffered, because a finding is written in about a hundred pieces.
    let mut out = BufWriter::with_capacity(1 << 16, out);
    serde_json::to_writer_pretty(&mut out, findings)?;
    out.write_all(b"\n")?;
    out.flush()
}
