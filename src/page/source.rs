//! What the Markdown parser reads of a document, and the way back.

use std::ops::Range;

use super::html_block;
use super::template;
use crate::article::Dialect;

/// Stands for a block of raw HTML while the parser runs.
const PLACEHOLDER: &str = "<??>\n";

/// What the parser reads, and where it comes from.
pub(crate) struct MarkdownSource<'a> {
    pub(crate) doc: &'a str,
    /// The document without raw HTML and with template tags masked.
    pub(crate) text: String,
    /// Stretches of `text`: where each begins there and in `doc`, and the raw block that follows it.
    pieces: Vec<SourcePiece>,
    /// Template tags, in bytes of `doc`.
    pub(crate) templates: Vec<Range<usize>>,
}

struct SourcePiece {
    text: usize,
    doc: usize,
    raw: Option<Range<usize>>,
}

impl<'a> MarkdownSource<'a> {
    pub(crate) fn new(doc: &'a str, body: usize, dialect: Dialect) -> Self {
        let blocks = html_block::find(&doc[body..], dialect);
        let mut source =
            Self { doc, text: String::new(), pieces: Vec::new(), templates: Vec::new() };
        let mut at = body;
        for (start, end) in blocks {
            let raw = body + start..body + end;
            source.push(at..raw.start, Some(raw.clone()));
            source.text.push_str(PLACEHOLDER);
            at = raw.end;
        }
        source.push(at..doc.len(), None);
        source
    }

    fn push(&mut self, range: Range<usize>, raw: Option<Range<usize>>) {
        self.pieces.push(SourcePiece { text: self.text.len(), doc: range.start, raw });
        let part = &self.doc[range.clone()];
        let tags = template::find(part);
        if tags.is_empty() {
            self.text.push_str(part);
        } else {
            self.text.push_str(&template::mask(part, &tags));
            let shift = |tag: Range<usize>| tag.start + range.start..tag.end + range.start;
            self.templates.extend(tags.into_iter().map(shift));
        }
    }

    fn piece(&self, text: usize) -> &SourcePiece {
        let after = self.pieces.partition_point(|piece| piece.text <= text);
        &self.pieces[after - 1]
    }

    /// The byte of the document that stands at `text`.
    pub(crate) fn doc_at(&self, text: usize) -> usize {
        let piece = self.piece(text);
        piece.doc + (text - piece.text)
    }

    /// The raw block that the placeholder at `range` stands for.
    pub(crate) fn raw_at(&self, range: &Range<usize>) -> Option<Range<usize>> {
        (self.text[range.clone()].trim_end() == PLACEHOLDER.trim_end())
            .then(|| self.piece(range.start).raw.clone())
            .flatten()
    }

    /// The stretches of a range of the document that no template tag covers.
    pub(crate) fn without_templates(
        &self,
        range: Range<usize>,
    ) -> impl Iterator<Item = Range<usize>> {
        let first = self.templates.partition_point(|tag| tag.end <= range.start);
        let mut at = range.start;
        let inside = self.templates[first..].iter().take_while(move |tag| tag.start < range.end);
        let mut ends: Vec<Range<usize>> = Vec::new();
        for tag in inside {
            ends.push(at..tag.start.max(at));
            at = tag.end;
        }
        ends.push(at.min(range.end)..range.end);
        ends.into_iter().filter(|part| part.start < part.end)
    }
}
