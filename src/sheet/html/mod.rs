//! The sheet as one page: the article on the left, what to check on the right, no network.
//!
//! Everything is in the markup, so that the page is whole without its script; the script keeps what
//! people write, and filters. Every text passes `report::html::escape::escape`, every address
//! `href`. The policy of the page names its own style and script by their hashes, so nothing else runs.

mod article;
mod card;
mod data;
mod fields;
mod frame;
mod mark;
mod view;

use std::io::{self, Write};

use self::view::SheetView;
use super::Sheet;

/// Writes the page: the same sheet, the same bytes.
///
/// # Errors
/// Where `out` fails.
pub fn write(sheet: &Sheet, out: &mut impl Write) -> io::Result<()> {
    let view = SheetView::new(sheet);
    frame::head(&view, out)?;
    frame::top(&view, out)?;
    writeln!(out, "<main id=\"main\">")?;
    article::write(&view, out)?;
    card::write(&view, out)?;
    writeln!(out, "</main>")?;
    frame::foot(&view, out)
}

#[cfg(test)]
mod tests;
