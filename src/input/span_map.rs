//! From bytes of a rendered text back to bytes of what it shows: of a page to its document, of the text
//! of a notebook to its file.

/// A stretch of the page and the stretch of the document that it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Segment {
    page: u32,
    page_len: u32,
    doc: u32,
    doc_len: u32,
}

/// Maps positions of a page to its document. Segments ascend in the page; what stands between them
/// was made up while rendering and comes from nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SpanMap {
    segments: Vec<Segment>,
}

impl SpanMap {
    /// The map of a page that is its document from byte `doc` on.
    pub(crate) fn shifted(doc: usize, len: usize) -> Self {
        let mut map = Self::default();
        map.push(0, len, doc, len);
        map
    }

    /// Forgets all stretches, but keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.segments.clear();
    }

    /// Adds a stretch. It maps byte for byte where both lengths are equal, else as a whole.
    pub(crate) fn push(&mut self, page: usize, page_len: usize, doc: usize, doc_len: usize) {
        let segment = Segment {
            page: page as u32,
            page_len: page_len as u32,
            doc: doc as u32,
            doc_len: doc_len as u32,
        };
        if let Some(last) = self.segments.last_mut()
            && last.page_len == last.doc_len
            && segment.page_len == segment.doc_len
            && last.page + last.page_len == segment.page
            && last.doc + last.doc_len == segment.doc
        {
            last.page_len += segment.page_len;
            last.doc_len += segment.doc_len;
        } else if page_len > 0 {
            self.segments.push(segment);
        }
    }

    /// Adds the stretches of a page that was put behind the first `shift` bytes of this one.
    pub(crate) fn append(&mut self, other: &Self, shift: usize) {
        for segment in &other.segments {
            let page = segment.page as usize + shift;
            let (doc, doc_len) = (segment.doc as usize, segment.doc_len as usize);
            self.push(page, segment.page_len as usize, doc, doc_len);
        }
    }

    /// The bytes of the document that `[start, end)` of the page shows; `None` where some of it was
    /// made up, or where it was put together from pieces that do not adjoin.
    pub(crate) fn range(&self, start: u32, end: u32) -> Option<(u32, u32)> {
        let first = self.at(start)?;
        let doc_start = first.doc_at(start);
        if start == end {
            return Some((doc_start, doc_start));
        }
        let mut at = self.index(start)?;
        let mut segment = &self.segments[at];
        while segment.page + segment.page_len < end {
            at += 1;
            let next = self.segments.get(at)?;
            if segment.page + segment.page_len != next.page
                || segment.doc + segment.doc_len != next.doc
            {
                return None;
            }
            segment = next;
        }
        let doc_end = if segment.page + segment.page_len == end {
            segment.doc + segment.doc_len
        } else {
            segment.doc_at(end)
        };
        Some((doc_start, doc_end))
    }

    /// The range of the document from the first to the last byte that `[start, end)` shows.
    pub(crate) fn enclosing_range(&self, start: u32, end: u32) -> Option<(u32, u32)> {
        if let Some(range) = self.range(start, end) {
            return Some(range);
        }
        let first = self.segments.partition_point(|s| s.page + s.page_len <= start);
        let last = self.segments.partition_point(|s| s.page < end).checked_sub(1)?;
        let inside = self.segments.get(first..=last)?;
        let begin = inside.iter().map(|s| s.doc_at(start.max(s.page))).min()?;
        let finish = inside.iter().map(|s| s.doc_end_at(end)).max()?;
        (begin <= finish).then_some((begin, finish))
    }

    fn index(&self, page: u32) -> Option<usize> {
        self.segments.partition_point(|segment| segment.page <= page).checked_sub(1)
    }

    fn at(&self, page: u32) -> Option<&Segment> {
        let segment = &self.segments[self.index(page)?];
        (page <= segment.page + segment.page_len).then_some(segment)
    }
}

impl Segment {
    fn doc_at(&self, page: u32) -> u32 {
        if self.page_len == self.doc_len { self.doc + (page - self.page) } else { self.doc }
    }

    fn doc_end_at(&self, page: u32) -> u32 {
        if self.page + self.page_len <= page {
            self.doc + self.doc_len
        } else {
            self.doc_at(page.max(self.page))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_map_as_a_whole_and_made_up_text_to_nowhere() {
        // Document `a&b`, page `<p>a&amp;b</p>`.
        let mut map = SpanMap::default();
        map.push(3, 1, 0, 1);
        map.push(4, 5, 1, 1);
        map.push(9, 1, 2, 1);
        assert_eq!(map.range(3, 10), Some((0, 3)));
        assert_eq!(map.range(3, 4), Some((0, 1)));
        assert_eq!(map.range(9, 10), Some((2, 3)));
        assert_eq!(map.range(0, 4), None);
        assert_eq!(map.range(9, 12), None);
        assert_eq!(map.enclosing_range(0, 14), Some((0, 3)));
    }

    #[test]
    fn adjoining_stretches_become_one() {
        let mut map = SpanMap::default();
        map.push(0, 2, 5, 2);
        map.push(2, 2, 7, 2);
        map.push(4, 2, 20, 2);
        assert_eq!(map.segments.len(), 2);
        assert_eq!(map.range(1, 4), Some((6, 9)));
        assert_eq!(map.range(1, 5), None);
        assert_eq!(map.enclosing_range(1, 5), Some((6, 21)));
    }
}
