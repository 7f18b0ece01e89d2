//! The places that cite as JSON, one object a line.

use std::io::{self, Write};

use super::PlaceRow;

/// Writes one line.
///
/// # Errors
/// Where `out` fails.
pub fn write(place: &PlaceRow<'_>, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, place)?;
    out.write_all(b"\n")
}
