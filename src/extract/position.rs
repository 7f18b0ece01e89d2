//! Bytes of a document's text to bytes on disk, lines and columns: all of a document's at once.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2_iter, memrchr};

use crate::input::{DecodedText, Notebook, SourceMap};

/// Where some bytes of a document stand.
pub(crate) struct Positions<'a> {
    source_map: &'a SourceMap,
    offsets: Vec<u32>,
    /// Empty where the text is not that of the file.
    disk: Vec<u64>,
    lines: Vec<[u32; 2]>,
}

impl<'a> Positions<'a> {
    /// Looks up `offsets` (bytes of the document's text, in any order).
    pub(crate) fn new(decoded: &'a DecodedText, mut offsets: Vec<u32>) -> Self {
        offsets.sort_unstable();
        offsets.dedup();
        let (disk, lines) = match &decoded.source_map {
            SourceMap::File { .. } => (decoded.on_disk(&offsets), lines(&decoded.text, &offsets)),
            SourceMap::Notebook(notebook) => {
                (Vec::new(), lines(&notebook.file, &in_file(notebook, &offsets)))
            }
            SourceMap::Lines(marks) => (Vec::new(), marks.places(&decoded.text, &offsets)),
        };
        Self { source_map: &decoded.source_map, offsets, disk, lines }
    }

    /// Whether anything of the document has bytes on disk.
    pub(crate) fn are_on_disk(&self) -> bool {
        !matches!(self.source_map, SourceMap::Lines(_))
    }

    /// The bytes on disk that `[start, end)` of the text is; `None` where they are not contiguous.
    pub(crate) fn span(&self, start: u32, end: u32) -> Option<[u64; 2]> {
        match self.source_map {
            SourceMap::File { .. } => Some([self.disk(start), self.disk(end)]),
            SourceMap::Notebook(notebook) => {
                let (start, end) = notebook.map.range(start, end)?;
                Some(on_disk(notebook, start, end))
            }
            SourceMap::Lines(_) => None,
        }
    }

    /// The bytes on disk from the first to the last one of `[start, end)`.
    pub(crate) fn enclosing_range(&self, start: u32, end: u32) -> Option<[u64; 2]> {
        match self.source_map {
            SourceMap::Notebook(notebook) => {
                let (start, end) = notebook.map.enclosing_range(start, end)?;
                Some(on_disk(notebook, start, end))
            }
            _ => self.span(start, end),
        }
    }

    fn disk(&self, offset: u32) -> u64 {
        self.disk[self.index(offset)]
    }

    /// Line and column, from 1; columns count Unicode scalars.
    pub(crate) fn line(&self, offset: u32) -> [u32; 2] {
        self.lines[self.index(offset)]
    }

    fn index(&self, offset: u32) -> usize {
        self.offsets.partition_point(|known| *known < offset)
    }
}

fn on_disk(notebook: &Notebook, start: u32, end: u32) -> [u64; 2] {
    [start, end].map(|offset| u64::from(offset) + notebook.bom as u64)
}

/// Where in the file `offsets` stand. What was made up stands where the text before it does.
fn in_file(notebook: &Notebook, offsets: &[u32]) -> Vec<u32> {
    let mut last = 0;
    let place = |&offset| {
        last = notebook
            .map
            .enclosing_range(offset, offset + 1)
            .map_or(last, |(start, _)| start.max(last));
        last
    };
    offsets.iter().map(place).collect()
}

/// Lines end as in CommonMark: LF, CR, CRLF.
fn lines(text: &str, offsets: &[u32]) -> Vec<[u32; 2]> {
    let bytes = text.as_bytes();
    let has_returns = memchr(b'\r', bytes).is_some();
    let (mut line, mut counted, mut column) = (1, 0, 1);
    let mut found = Vec::with_capacity(offsets.len());
    for &offset in offsets {
        let offset = offset as usize;
        let (ends, last) = line_ends(bytes, counted..offset, has_returns);
        if let Some(last) = last {
            (line, counted, column) = (line + ends, last + 1, 1);
        }
        column += characters(&bytes[counted..offset]);
        counted = offset;
        found.push([line, column]);
    }
    found
}

/// How many lines end in a stretch, and the byte at which the last of them does.
fn line_ends(bytes: &[u8], stretch: Range<usize>, has_returns: bool) -> (u32, Option<usize>) {
    let part = &bytes[stretch.clone()];
    if !has_returns {
        // Counting alone is several times as fast as looking at each.
        let last = memrchr(b'\n', part).map(|at| at + stretch.start);
        return (last.map_or(0, |_| memchr_iter(b'\n', part).count() as u32), last);
    }
    let ends = memchr2_iter(b'\n', b'\r', part).map(|at| at + stretch.start);
    ends.filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
        .fold((0, None), |(count, _), at| (count + 1, Some(at)))
}

/// How many characters begin in some bytes of a text.
fn characters(bytes: &[u8]) -> u32 {
    // As many at a time as one byte can count: the compiler then counts sixteen in one step.
    let begin = |part: &[u8]| part.iter().map(|byte| u8::from(byte & 0xc0 != 0x80)).sum::<u8>();
    bytes.chunks(u8::MAX as usize).map(|part| u32::from(begin(part))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns() {
        let text = "ab\r\ncé d\re\nf";
        let plain = text.replace("\r\n", "\n").replace('\r', "\n");
        assert_eq!(lines(&plain, &[1, 3, 8, 10]), [[1, 2], [2, 1], [2, 5], [3, 2]]);
        let at = |needle: &str| text.find(needle).unwrap() as u32;
        let offsets = vec![at("b"), at("d"), at("e"), at("f"), text.len() as u32];
        let decoded = DecodedText::utf8(text.into());
        let positions = Positions::new(&decoded, offsets.clone());
        let lines: Vec<_> = offsets.iter().map(|&offset| positions.line(offset)).collect();
        assert_eq!(lines, [[1, 2], [2, 4], [3, 1], [4, 1], [4, 2]]);
        let (d, e) = (at("d"), at("e"));
        assert_eq!(positions.span(d, e), Some([u64::from(d), u64::from(e)]));
    }
}
