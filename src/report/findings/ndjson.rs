//! Findings as JSON, one a line, fields as in [`Finding`].

use std::io::{self, Write};

use crate::findings::Finding;

/// Writes one object a finding.
///
/// # Errors
/// Where `out` fails.
pub fn write(findings: &[Finding], out: &mut impl Write) -> io::Result<()> {
    for finding in findings {
        serde_json::to_writer(&mut *out, finding)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
