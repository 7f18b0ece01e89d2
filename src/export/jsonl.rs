//! `citations.jsonl`: the articles as `citegraph extract` writes them, one a line.

use std::io;

use crate::article::Article;

/// Writes articles as JSON lines.
///
/// # Errors
/// Where `out` fails.
pub fn write<'a>(
    articles: impl IntoIterator<Item = &'a Article>,
    out: &mut impl io::Write,
) -> io::Result<()> {
    for article in articles {
        serde_json::to_writer(&mut *out, article)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
