//! Text and addresses as a workbook can hold them.

use rust_xlsxwriter::Url;

use crate::export::xml::forbidden;

/// Most UTF-16 units of a cell.
const LONGEST: usize = 32_767;

/// Most characters of a link.
const LONGEST_LINK: usize = 2079;

/// Points of a line of text, and of the tallest row.
const LINE: f64 = 12.0;
const TALLEST: f64 = 409.0;

/// What stands at the end of a cell that was cut.
const CUT: &str = "… [cut]";

/// Text without control characters; a line end is one line feed.
pub(super) fn shown(text: &str) -> String {
    let plain = text.replace("\r\n", "\n").replace('\r', "\n");
    plain.chars().filter(|c| !forbidden(*c)).collect()
}

/// The same, cut with a mark where it is too long for a cell.
pub(super) fn limited(text: &str) -> String {
    let shown = shown(text);
    if shown.encode_utf16().count() <= LONGEST {
        return shown;
    }
    let most = LONGEST - CUT.encode_utf16().count();
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= most
    };
    shown.chars().take_while(fits).chain(CUT.chars()).collect()
}

/// An address as a link; `None` where it is not one of the web, or too long.
pub(super) fn open(url: &str) -> Option<Url> {
    let web = url.starts_with("http://") || url.starts_with("https://");
    let plain = !url.contains(|c: char| c.is_control() || c.is_whitespace());
    (web && plain && url.encode_utf16().count() <= LONGEST_LINK && url::Url::parse(url).is_ok())
        .then(|| Url::new(url).set_text(url))
}

/// Height of a row in points so that its texts show whole, each in a column of so many characters. An
/// estimate: spreadsheets do not agree on the size of letters, nor on growing rows by themselves.
pub(super) fn height<'a>(cells: impl Iterator<Item = (&'a str, u8)>) -> f64 {
    let lines = cells.map(|(text, width)| lines(text, f64::from(width))).fold(1.0, f64::max);
    (lines * LINE + 4.0).min(TALLEST)
}

fn lines(text: &str, width: f64) -> f64 {
    let wide = |c: char| if u32::from(c) >= 0x1100 { 2.0 } else { 1.0 };
    // Words that do not fit go to the next line whole, which costs about a tenth.
    let line = |line: &str| (line.chars().map(wide).sum::<f64>() * 0.97 / width).ceil().max(1.0);
    text.lines().map(line).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_what_it_can() {
        assert_eq!(limited("a\r\nb\u{0}c\rd"), "a\nbc\nd");
        let long = limited(&"😀".repeat(20_000));
        assert!(long.ends_with(CUT) && long.encode_utf16().count() <= LONGEST);
        assert_eq!(limited(&"x".repeat(LONGEST)).len(), LONGEST);
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

    #[test]
    fn only_the_web_is_linked() {
        for url in
            ["", "javascript:x", "file:///a", "internal:Sheet1!A1", "https://[", "https://a b"]
        {
            assert!(open(url).is_none(), "{url}");
        }
        assert!(open("https://a.example/#b").is_some());
        assert!(open(&format!("https://a.example/{}", "x".repeat(2079))).is_none());
    }
}
