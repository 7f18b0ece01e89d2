//! Backslashes in tables, which Gephi takes for escapes and no data frame does.

use std::borrow::Cow;

use super::network::Network;
use super::row::CellValue;

/// What stands for a backslash in a cell with one that Gephi would act on: the full-width form, of which Unicode
/// normalisation (NFKC) makes a backslash again.
pub const BACKSLASH: char = '\u{ff3c}';

/// What follows a backslash that Gephi's reader acts on: it removes the backslash, makes another character of the two,
/// or does not see the end of the cell.
const ESCAPED: [char; 13] =
    ['r', 'n', 't', 'b', 'f', '\\', '"', ',', '\r', '\n', '\t', '\u{8}', '\u{c}'];

/// Whether Gephi reads another text in this cell than other readers do.
pub(super) fn has_escape(text: &str) -> bool {
    let mut parts = text.split('\\').skip(1);
    parts.any(|after| after.chars().next().is_none_or(|next| ESCAPED.contains(&next)))
}

/// The text as all readers read it.
pub(super) fn without_escapes(text: &str) -> Cow<'_, str> {
    match has_escape(text) {
        true => Cow::Owned(text.replace('\\', BACKSLASH.encode_utf8(&mut [0; 4]))),
        false => Cow::Borrowed(text),
    }
}

impl Network {
    /// How many texts have [`BACKSLASH`] in the tables, and a backslash in all other files.
    pub fn replaced_backslashes(&self) -> u64 {
        let in_cells = |cells: &[Option<CellValue>]| {
            let texts = cells.iter().flatten();
            let is_replaced = |cell: &&CellValue| match cell {
                CellValue::Text(text) => has_escape(text),
                _ => false,
            };
            texts.filter(is_replaced).count() as u64
        };
        let nodes = self.node_rows();
        nodes.map(|row| u64::from(has_escape(&row.label)) + in_cells(&row.cells)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cell as commons-csv reads it when the backslash is its escape, as in Gephi.
    fn read_by_gephi(text: &str) -> String {
        let mut read = String::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            let escaped = if c == '\\' { rest.next() } else { None };
            match escaped {
                None => read.push(c),
                Some('n') => read.push('\n'),
                Some('r') => read.push('\r'),
                Some('t') => read.push('\t'),
                Some('b') => read.push('\u{8}'),
                Some('f') => read.push('\u{c}'),
                Some(next) if ESCAPED.contains(&next) => read.push(next),
                Some(next) => read.extend(['\\', next]),
            }
        }
        read
    }

    #[test]
    fn gephi_and_data_frames_read_the_same() {
        for text in
            ["C:\\new", "a\\", "\\\"hi\\\"", "\\\\server\\x", "a\\,b", "\\d+\\w", "a\\b\\", ""]
        {
            let cell = without_escapes(text);
            assert_eq!(read_by_gephi(&cell), cell, "{text}");
            assert_eq!(cell.replace(BACKSLASH, "\\"), text);
        }
        assert_eq!(without_escapes("\\d+\\w"), "\\d+\\w", "what Gephi leaves alone stays");
        assert_eq!(without_escapes("C:\\new"), "C:\u{ff3c}new");
    }
}
