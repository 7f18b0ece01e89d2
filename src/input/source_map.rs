//! The way from a document's text back to its file.

use super::SpanMap;

/// How the bytes of a document's text lead back to the file.
#[derive(Debug, Clone)]
pub(crate) enum SourceMap {
    /// The text is that of the file.
    File {
        /// The length of its byte order mark.
        bom: usize,
        /// The file, where its text had to be decoded.
        bytes: Option<Vec<u8>>,
    },
    /// The text was put together from strings of the file.
    Notebook(Box<Notebook>),
    /// The text was made from members of an archive, which have no bytes in the file.
    Lines(LineMap),
}

/// A notebook: its file, and where in it the text of its cells stands.
#[derive(Debug, Clone)]
pub(crate) struct Notebook {
    /// The text of the file.
    pub(crate) file: String,
    /// The length of its byte order mark.
    pub(crate) bom: usize,
    /// From bytes of the document's text to bytes of `file`.
    pub(crate) map: SpanMap,
    /// The cells, in order. What stands before the first one is front matter.
    pub(crate) cells: Vec<NotebookCell>,
}

/// A cell of a notebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotebookCell {
    /// What it holds.
    pub(crate) kind: CellKind,
    /// Where it begins, in bytes of the document's text.
    pub(crate) start: usize,
    /// Where it ends there.
    pub(crate) end: usize,
}

/// What a cell of a notebook holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CellKind {
    /// Markdown.
    Markdown,
    /// A program.
    Code,
}

/// Where in its source some bytes of a text stand, as line and column.
#[derive(Debug, Clone, Default)]
pub(crate) struct LineMap {
    marks: Vec<LineMapEntry>,
}

#[derive(Debug, Clone, Copy)]
struct LineMapEntry {
    offset: usize,
    line: u32,
    column: u32,
    /// Whether the characters after it count as columns.
    runs: bool,
}

impl LineMap {
    /// Notes where byte `at` of the text stands; what follows it runs on in the same line.
    pub(crate) fn push(&mut self, at: usize, [line, column]: [u32; 2]) {
        self.marks.push(LineMapEntry { offset: at, line, column, runs: true });
    }

    /// Notes that everything from byte `at` of the text on stands at one place.
    pub(crate) fn pin(&mut self, at: usize, [line, column]: [u32; 2]) {
        self.marks.push(LineMapEntry { offset: at, line, column, runs: false });
    }

    /// Adds the marks of a text that was put behind the first `shift` bytes of this one.
    pub(crate) fn append(&mut self, other: &Self, shift: usize) {
        let moved =
            other.marks.iter().map(|mark| LineMapEntry { offset: mark.offset + shift, ..*mark });
        self.marks.extend(moved);
    }

    /// Line and column, from 1, of each of `offsets`, ascending bytes of `text`. Characters are counted on
    /// from one to the next, for a paragraph may be as long as the document.
    pub(crate) fn places(&self, text: &str, offsets: &[u32]) -> Vec<[u32; 2]> {
        let mut marks = self.marks.iter().peekable();
        let mut last: Option<LineMapEntry> = None;
        let place = |&offset: &u32| {
            let offset = offset as usize;
            while let Some(mark) = marks.next_if(|mark| mark.offset <= offset) {
                last = Some(*mark);
            }
            let Some(mark) = last.as_mut() else { return [1, 1] };
            if mark.runs {
                mark.column += text[mark.offset..offset].chars().count() as u32;
                mark.offset = offset;
            }
            [mark.line, mark.column]
        };
        offsets.iter().map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_count_characters_and_pins_do_not() {
        let mut marks = LineMap::default();
        assert_eq!(marks.places("abc", &[2]), [[1, 1]]);
        marks.push(3, [7, 2]);
        marks.pin(9, [8, 4]);
        let mut outer = LineMap::default();
        outer.append(&marks, 2);
        let text = "12<p>\u{e9}bc</p>xyz";
        let places = outer.places(text, &[0, 5, 7, 8, 11, 14]);
        assert_eq!(places, [[1, 1], [7, 2], [7, 3], [7, 4], [8, 4], [8, 4]]);
    }
}
