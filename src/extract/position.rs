//! Bytes of a document to bytes on disk, lines and columns: all of a document's at once.

use memchr::memchr2_iter;

use crate::input::Decoded;

/// Where some bytes of a document stand.
pub(crate) struct Positions {
    offsets: Vec<u32>,
    disk: Vec<u64>,
    lines: Vec<[u32; 2]>,
}

impl Positions {
    /// Looks up `offsets` (bytes of the document's text, in any order).
    pub(crate) fn new(decoded: &Decoded, mut offsets: Vec<u32>) -> Self {
        offsets.sort_unstable();
        offsets.dedup();
        let disk = decoded.on_disk(&offsets);
        let lines = lines(&decoded.text, &offsets);
        Self { offsets, disk, lines }
    }

    /// The byte on disk.
    pub(crate) fn disk(&self, offset: u32) -> u64 {
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

/// Lines end as in CommonMark: LF, CR, CRLF.
fn lines(text: &str, offsets: &[u32]) -> Vec<[u32; 2]> {
    let bytes = text.as_bytes();
    let mut ends = memchr2_iter(b'\n', b'\r', bytes)
        .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
        .peekable();
    let (mut line, mut counted, mut column) = (1, 0, 1);
    let mut found = Vec::with_capacity(offsets.len());
    for &offset in offsets {
        let offset = offset as usize;
        while let Some(end) = ends.next_if(|&end| end < offset) {
            (line, counted, column) = (line + 1, end + 1, 1);
        }
        column +=
            bytes[counted..offset].iter().filter(|&&byte| !is_continuation(byte)).count() as u32;
        counted = offset;
        found.push([line, column]);
    }
    found
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns() {
        let text = "ab\r\ncé d\re\nf";
        let at = |needle: &str| text.find(needle).unwrap() as u32;
        let offsets = vec![at("b"), at("d"), at("e"), at("f"), text.len() as u32];
        let positions = Positions::new(&Decoded::utf8(text.into()), offsets.clone());
        let lines: Vec<_> = offsets.iter().map(|&offset| positions.line(offset)).collect();
        assert_eq!(lines, [[1, 2], [2, 4], [3, 1], [4, 1], [4, 2]]);
        assert_eq!(positions.disk(at("d")), u64::from(at("d")));
    }
}
