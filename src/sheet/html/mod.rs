//! The sheet as one page: the article on the left, what to check on the right, no network.
//!
//! Everything is in the markup, so that the page is whole without its script; the script keeps what
//! people write, and filters. Templates escape what is put into them. Every text of the sheet passes
//! `report::html::escape::escape_html` too, which takes out what steers the screen, and every address `href`.
//! The policy of the page names its own style and script by their hashes, so nothing else runs.

mod article;
mod card;
mod data;
mod fields;
mod frame;
mod link;
mod mark;
mod row;
mod stream;
mod view;

use std::io::{self, Write};

use maud::html;

use self::stream::{SLOT, fill, put};
use self::view::SheetView;
use super::Sheet;

/// Writes the page: the same sheet, the same bytes.
///
/// # Errors
/// Where `out` fails.
pub fn write(sheet: &Sheet, out: &mut impl Write) -> io::Result<()> {
    let view = SheetView::new(sheet);
    fill(frame::page(&view), out, |out| {
        let main = html! { main id="main" { "\n" (SLOT) } "\n" };
        fill(main, out, |out| {
            article::write(&view, out)?;
            card::write(&view, out)
        })?;
        put(frame::foot(), out)?;
        fill(data::element(&sheet.article), out, |out| {
            data::json(sheet, out).map_err(io::Error::other)
        })?;
        put(frame::scripts(), out)
    })
}

#[cfg(test)]
mod tests;
