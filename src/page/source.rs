//! What the Markdown parser reads of a document, and the way back.

use std::ops::Range;

use super::html_block;
use super::{template, url_mask};
use crate::article::Dialect;

/// Stands for a block of raw HTML while the parser runs.
const PLACEHOLDER: &str = "<??>\n";

/// Begins the labels of inline notes: a character for private use, which no author's label begins with.
const INLINE_LABEL: char = '\u{f8fe}';

/// What the parser reads, and where it comes from.
pub(crate) struct MarkdownSource<'a> {
    pub(crate) doc: &'a str,
    /// The document without raw HTML, and with template tags and signs in bare URLs masked.
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

    /// The same with notes that stand at their marks, ascending stretches from `^` to `]`, moved behind the text.
    pub(crate) fn with_inline_notes(self, notes: &[Range<usize>]) -> Self {
        if notes.is_empty() {
            return self;
        }
        let mut moved =
            Self { text: String::with_capacity(self.text.len()), pieces: Vec::new(), ..self };
        let (text, pieces) = (self.text, self.pieces);
        let mut at = 0;
        for (number, note) in notes.iter().enumerate() {
            moved.push_again(&text, &pieces, at..note.start);
            let doc = doc_at(&pieces, note.start);
            moved.pieces.push(SourcePiece { text: moved.text.len(), doc, raw: None });
            moved.text.push_str(&format!("[^{INLINE_LABEL}{number}]"));
            at = note.end;
        }
        moved.push_again(&text, &pieces, at..text.len());
        for (number, note) in notes.iter().enumerate() {
            let doc = doc_at(&pieces, note.start);
            moved.pieces.push(SourcePiece { text: moved.text.len(), doc, raw: None });
            moved.text.push_str(&format!("\n\n[^{INLINE_LABEL}{number}]: "));
            moved.push_again(&text, &pieces, note.start + 2..note.end - 1);
        }
        moved
    }

    /// Adds a stretch of a text with its pieces.
    fn push_again(&mut self, text: &str, pieces: &[SourcePiece], range: Range<usize>) {
        let first = pieces.partition_point(|piece| piece.text <= range.start).saturating_sub(1);
        for (at, piece) in pieces.iter().enumerate().skip(first) {
            let next = pieces.get(at + 1).map_or(text.len(), |next| next.text);
            let part = piece.text.max(range.start)..next.min(range.end);
            if part.start >= range.end {
                break;
            }
            let doc = piece.doc + (part.start - piece.text);
            let raw = piece.raw.clone();
            self.pieces.push(SourcePiece { text: self.text.len(), doc, raw });
            self.text.push_str(&text[part]);
        }
    }

    fn push(&mut self, range: Range<usize>, raw: Option<Range<usize>>) {
        self.pieces.push(SourcePiece { text: self.text.len(), doc: range.start, raw });
        let part = &self.doc[range.clone()];
        let tags = template::find(part);
        self.text.push_str(&url_mask::mask(template::mask(part, &tags)));
        let shift = |tag: Range<usize>| tag.start + range.start..tag.end + range.start;
        self.templates.extend(tags.into_iter().map(shift));
    }

    fn piece(&self, text: usize) -> &SourcePiece {
        piece_at(&self.pieces, text)
    }

    /// The byte of the document that stands at `text`.
    pub(crate) fn doc_at(&self, text: usize) -> usize {
        doc_at(&self.pieces, text)
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

fn piece_at(pieces: &[SourcePiece], text: usize) -> &SourcePiece {
    let after = pieces.partition_point(|piece| piece.text <= text);
    &pieces[after - 1]
}

fn doc_at(pieces: &[SourcePiece], text: usize) -> usize {
    let piece = piece_at(pieces, text);
    piece.doc + (text - piece.text)
}
