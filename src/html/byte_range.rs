//! Where something stands in a page.

/// A half-open range of bytes in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct ByteRange {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl ByteRange {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    pub(crate) fn slice(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.start as usize..self.end as usize]
    }

    /// The text of a range that a delimiter of ASCII surrounds.
    pub(crate) fn text(self, html: &str) -> &str {
        &html[self.start as usize..self.end as usize]
    }
}
