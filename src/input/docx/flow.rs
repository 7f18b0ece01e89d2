//! The page that a .docx becomes: paragraphs, groups of them, links and text as HTML, with marks that
//! lead back to paragraphs.

use super::styles::ParagraphKind;
use crate::article::SkipReason;
use crate::input::{LineMap, SkipCause};

/// A page being written.
#[derive(Debug, Default)]
pub(super) struct PageBuilder {
    html: String,
    marks: LineMap,
    /// The group that is open in each container, innermost last.
    groups: Vec<Option<ParagraphKind>>,
    /// The kind of the open paragraph.
    open: Option<ParagraphKind>,
    linked: bool,
    /// Number of the paragraph, and of the next character in it.
    place: [u32; 2],
    /// Where everything stands while a note is written: at the reference to it.
    pinned: Option<[u32; 2]>,
    /// Pages that wait for the end of a paragraph: text boxes, and the place that they interrupt.
    outer: Vec<Self>,
    waiting: Vec<Self>,
    /// How many bytes were written, and may be.
    written: usize,
    limit: usize,
}

impl PageBuilder {
    /// A page of at most `limit` bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self { groups: vec![None], limit, ..Self::default() }
    }

    /// An error once more was to be written than may be.
    pub(super) fn check_size(&self) -> Result<(), SkipCause> {
        match self.is_full() {
            true => Err((
                SkipReason::TooLarge,
                "its text is larger than the limit for a document".into(),
            )),
            false => Ok(()),
        }
    }

    fn is_full(&self) -> bool {
        self.written > self.limit
    }

    /// Number and next character of the paragraph, from 1.
    pub(super) fn place(&self) -> [u32; 2] {
        self.place
    }

    /// Begins a paragraph: in the group that its kind asks for.
    pub(super) fn begin(&mut self, kind: ParagraphKind, number: u32) {
        self.place = [number, 1];
        self.open = Some(kind);
        let wanted = Some(kind).filter(|kind| !group(*kind).0.is_empty());
        if self.groups.last() != Some(&wanted) {
            self.end_group();
            self.write(wanted.map_or("", |kind| group(kind).0));
            if let Some(last) = self.groups.last_mut() {
                *last = wanted;
            }
        }
        self.write(element(kind).0);
        self.mark();
    }

    /// Ends the paragraph, and writes the text boxes in it.
    pub(super) fn end(&mut self) {
        self.unlink();
        if let Some(kind) = self.open.take() {
            self.write(element(kind).1);
        }
        for boxed in std::mem::take(&mut self.waiting) {
            self.marks.append(&boxed.marks, self.html.len());
            self.html.push_str(&boxed.html);
        }
    }

    /// Opens a container, which has groups of its own.
    pub(super) fn enter(&mut self, start: &str) {
        self.end_group();
        if let Some(last) = self.groups.last_mut() {
            *last = None;
        }
        self.groups.push(None);
        self.write(start);
    }

    /// Closes the innermost container.
    pub(super) fn leave(&mut self, end: &str) {
        self.end_group();
        self.groups.pop();
        self.write(end);
    }

    /// Everything that is written from now on stands at `place`; `None` for where it stands.
    pub(super) fn pin(&mut self, place: Option<[u32; 2]>) {
        self.pinned = place;
    }

    /// Begins a text box, which will stand behind the open paragraph.
    pub(super) fn suspend(&mut self) {
        let inner = Self { pinned: self.pinned, ..Self::new(self.limit) };
        let outer = std::mem::replace(self, inner);
        self.written = outer.written;
        self.outer.push(outer);
    }

    /// Ends a text box.
    pub(super) fn resume(&mut self) {
        self.end();
        self.end_group();
        let Some(mut outer) = self.outer.pop() else { return };
        outer.written = self.written;
        let boxed = std::mem::replace(self, outer);
        self.waiting.push(boxed);
    }

    /// Whether a link could be opened: not outside a paragraph, nor inside another link.
    pub(super) fn may_link(&self) -> bool {
        self.open.is_some() && !self.linked
    }

    /// Opens a link, unless it would stand inside another one. Says whether it did.
    pub(super) fn link(&mut self, address: &str) -> bool {
        if !self.may_link() {
            return false;
        }
        self.linked = true;
        // The letters of the tag are none of the paragraph.
        self.marks.pin(self.html.len(), self.pinned.unwrap_or(self.place));
        self.write("<a href=\"");
        self.write(&escaped(address));
        self.write("\">");
        self.mark();
        true
    }

    /// Closes the open link.
    pub(super) fn unlink(&mut self) {
        if std::mem::take(&mut self.linked) {
            self.write("</a>");
            self.mark();
        }
    }

    /// A picture with its alternative text.
    pub(super) fn picture(&mut self, alternative: &str) {
        self.write("<img alt=\"");
        self.write(&escaped(alternative));
        self.write("\">");
        self.mark();
    }

    /// A place that links of the document may lead to.
    pub(super) fn target(&mut self, name: &str) {
        self.inline(&format!("<span id=\"{}\"></span>", escaped(name)));
    }

    /// The mark of a note of this name; the mark shows nothing.
    pub(super) fn note_mark(&mut self, name: &str) {
        self.inline(&format!("<sup role=\"doc-noteref\" href=\"#{}\"></sup>", escaped(name)));
    }

    /// Running text. After each escape a mark tells where it goes on.
    pub(super) fn text(&mut self, text: &str) {
        for part in text.split_inclusive(['&', '<', '>', '"']) {
            let escaped = escaped(part);
            self.write(&escaped);
            self.place[1] += part.chars().count() as u32;
            if escaped.len() > part.len() {
                self.mark();
            }
        }
    }

    /// Markup that is no block.
    pub(super) fn inline(&mut self, markup: &str) {
        self.write(markup);
        self.mark();
    }

    /// A line break, which is one character.
    pub(super) fn line_break(&mut self) {
        self.place[1] += 1;
        let markup = if self.open == Some(ParagraphKind::Listing) { "\n" } else { "<br>" };
        self.inline(markup);
    }

    /// The page and its marks; `head` is written around it.
    pub(super) fn finish(mut self, head: &str) -> (String, LineMap) {
        self.end();
        self.end_group();
        let mut marks = LineMap::default();
        marks.append(&self.marks, head.len());
        (format!("{head}{}</body></html>\n", self.html), marks)
    }

    fn end_group(&mut self) {
        if let Some(kind) = self.groups.last().copied().flatten() {
            self.write(group(kind).1);
            if let Some(last) = self.groups.last_mut() {
                *last = None;
            }
        }
    }

    fn mark(&mut self) {
        match self.pinned {
            Some(place) => self.marks.pin(self.html.len(), place),
            None => self.marks.push(self.html.len(), self.place),
        }
    }

    fn write(&mut self, markup: &str) {
        self.written += markup.len();
        if !self.is_full() {
            self.html.push_str(markup);
        }
    }
}

/// Text for an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// What stands around a run of paragraphs of one kind; nothing for most.
fn group(kind: ParagraphKind) -> (&'static str, &'static str) {
    match kind {
        ParagraphKind::Item => ("<ul>\n", "</ul>\n"),
        ParagraphKind::Quotation => ("<blockquote>\n", "</blockquote>\n"),
        ParagraphKind::Listing => ("<pre><code>", "</code></pre>\n"),
        ParagraphKind::Contents => ("<nav class=\"toc\">\n", "</nav>\n"),
        _ => ("", ""),
    }
}

/// What stands around a paragraph.
fn element(kind: ParagraphKind) -> (&'static str, &'static str) {
    match kind {
        ParagraphKind::Plain | ParagraphKind::Quotation | ParagraphKind::Contents => {
            ("<p>", "</p>\n")
        }
        ParagraphKind::Heading(1) => ("<h1>", "</h1>\n"),
        ParagraphKind::Heading(2) => ("<h2>", "</h2>\n"),
        ParagraphKind::Heading(3) => ("<h3>", "</h3>\n"),
        ParagraphKind::Heading(4) => ("<h4>", "</h4>\n"),
        ParagraphKind::Heading(5) => ("<h5>", "</h5>\n"),
        ParagraphKind::Heading(_) => ("<h6>", "</h6>\n"),
        ParagraphKind::Item => ("<li>", "</li>\n"),
        ParagraphKind::Caption => {
            ("<figure><figcaption class=\"caption\">", "</figcaption></figure>\n")
        }
        ParagraphKind::Listing => ("", "\n"),
    }
}
