//! Templates that are filled piece by piece, so that no page is held as a whole: one of 32 MB of text has
//! hundreds of megabytes.

use std::io::{self, Write};

use maud::{Markup, PreEscaped};

/// Stands in a template for what is written later. A noncharacter: escaped text has none.
pub(super) const SLOT: PreEscaped<&str> = PreEscaped("\u{fdd1}");

/// Writes a piece of the page.
pub(super) fn put(piece: Markup, out: &mut impl Write) -> io::Result<()> {
    out.write_all(piece.into_string().as_bytes())
}

/// Writes a template, and in its slot what `inside` writes.
pub(super) fn fill<W: Write>(
    template: Markup,
    out: &mut W,
    inside: impl FnOnce(&mut W) -> io::Result<()>,
) -> io::Result<()> {
    let template = template.into_string();
    let (before, behind) = template.split_once(SLOT.0).unwrap_or((&template, ""));
    out.write_all(before.as_bytes())?;
    inside(out)?;
    out.write_all(behind.as_bytes())
}

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;
    use crate::report::html::escape::escape_html;

    #[test]
    fn a_slot_is_filled_and_text_has_none() {
        let mut page = Vec::new();
        let hostile = SLOT.0.to_owned();
        let template = html! { p title=(escape_html(&hostile)) { (SLOT) "." } };
        fill(template, &mut page, |out| put(html! { b { "x" } }, out)).unwrap();
        assert_eq!(String::from_utf8(page).unwrap(), "<p title=\"\u{fffd}\"><b>x</b>.</p>");
    }
}
