//! Text and addresses as a workbook can hold them.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::export::csv::guard;
use crate::export::xml::is_forbidden;

/// Most UTF-16 units of a cell.
const MAX_CELL_UNITS: usize = 32_767;

/// Points of a line of text, and of the tallest row.
const LINE: f64 = 12.0;
const MAX_ROW_POINTS: f64 = 409.0;

/// What stands at the end of a cell that was cut.
const CUT: &str = "… [cut]";

/// Text without control characters; a line end is one line feed. What looks like a guard of our CSV gets
/// one, for a guard is taken off where workbooks are read.
pub(super) fn sanitize(text: &str) -> String {
    let plain = text.replace("\r\n", "\n").replace('\r', "\n");
    if plain.starts_with('\'') {
        return guard(&plain);
    }
    plain.chars().filter(|c| !is_forbidden(*c)).collect()
}

/// The same, cut with a mark where it is too long for a cell.
pub(super) fn limited(text: &str) -> String {
    let shown = sanitize(text);
    if shown.encode_utf16().count() <= MAX_CELL_UNITS {
        return shown;
    }
    let most = MAX_CELL_UNITS - CUT.encode_utf16().count();
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= most
    };
    shown.chars().take_while(fits).chain(CUT.chars()).collect()
}

/// Height of a row in points so that its texts show whole, each in a column of so many characters. An
/// estimate: spreadsheets do not agree on the size of letters, nor on growing rows by themselves.
pub(super) fn height<'a>(cells: impl Iterator<Item = (&'a str, u8)>) -> f64 {
    let lines = cells.map(|(text, width)| lines(text, f64::from(width))).fold(1.0, f64::max);
    (lines * LINE + 4.0).min(MAX_ROW_POINTS)
}

/// The height of a row whose texts are one line each.
pub(super) const ONE_LINE_POINTS: f64 = LINE + 4.0;

/// The most rows of a page that are as high as their texts. Nobody reads more of them one below the other, and the
/// writer keeps each explicit height in memory until the workbook is saved.
const MAX_TALL_ROWS: u32 = 100_000;

/// Sets the height of a row with more than one line. Other rows have the default height of the page.
pub(super) fn set_height(page: &mut Worksheet, line: u32, points: f64) -> Result<(), XlsxError> {
    if points > ONE_LINE_POINTS && line <= MAX_TALL_ROWS {
        page.set_row_height(line, points)?;
    }
    Ok(())
}

fn lines(text: &str, width: f64) -> f64 {
    let wide = |c: char| if u32::from(c) >= 0x1100 { 2.0 } else { 1.0 };
    // Letters of 9 points are narrower than the unit; words that do not fit go down whole.
    let line = |line: &str| (line.chars().map(wide).sum::<f64>() * 0.88 / width).ceil().max(1.0);
    text.lines().map(line).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_what_it_can() {
        assert_eq!(sanitize("'=1"), "''=1");
        assert_eq!(sanitize("'tis"), "'tis");
        assert_eq!(limited("a\r\nb\u{0}c\rd"), "a\nbc\nd");
        let long = limited(&"😀".repeat(20_000));
        assert!(long.ends_with(CUT) && long.encode_utf16().count() <= MAX_CELL_UNITS);
        assert_eq!(limited(&"x".repeat(MAX_CELL_UNITS)).len(), MAX_CELL_UNITS);
    }

    #[test]
    fn rows_are_as_high_as_their_text() {
        let height = |text: &str| height([(text, 10), ("", 5)].into_iter());
        assert_eq!(height(""), 16.0);
        assert_eq!(height("a\nb"), 28.0);
        assert_eq!(height(&"x".repeat(25)), 40.0);
        assert_eq!(height(&"面".repeat(10)), 28.0);
        assert_eq!(height(&"x\n".repeat(500)), 409.0);
    }
}
