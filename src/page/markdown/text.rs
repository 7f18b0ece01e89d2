//! Running text and markup of Markdown, copied from the document.

use std::ops::Range;

use super::MarkdownRenderer;
use crate::page::escape::{escape_attribute, escape_text, push_escaped};
use crate::page::template;

impl MarkdownRenderer<'_, '_> {
    /// Running text: from the source where it stands there as it is, else decoded.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        let start = self.source.doc_at(range.start);
        let verbatim = self.source.text.get(range.clone()) == Some(text);
        if !verbatim {
            let page = self.html.len();
            escape_text(&mut self.html, text, self.images > 0);
            self.map.push(page, self.html.len() - page, start, range.len());
            return;
        }
        let end = start + range.len();
        let mut at = start;
        for part in self.source.without_templates(start..end) {
            self.template_text(at..part.start);
            at = part.end;
            self.escaped(part);
        }
        self.template_text(at..end);
    }

    /// A template tag in running text. It is left out, but where it is the text of a link a reader would
    /// see something.
    pub(super) fn template_text(&mut self, range: Range<usize>) {
        let tag = &self.source.doc[range];
        if self.open.is_empty() || tag.starts_with("{:") || tag.is_empty() {
            return;
        }
        if self.images == 0 {
            self.html.push_str("<img alt=\"");
        }
        escape_attribute(&mut self.html, template::shown(tag));
        self.markup_only("\">");
    }

    pub(super) fn code(&mut self, text: &str, range: Range<usize>) {
        self.markup_only("<code>");
        let ticks =
            self.source.text[range.clone()].bytes().take_while(|byte| *byte == b'`').count();
        let inner = range.start + ticks..range.end.saturating_sub(ticks);
        let lead = self.source.text[inner.clone()].find(text).unwrap_or(0);
        let begin = inner.start + lead;
        self.text(text, begin..(begin + text.len()).min(range.end));
        self.markup_only("</code>");
    }

    /// Text of the document, escaped; each escape maps to its character.
    pub(super) fn escaped(&mut self, range: Range<usize>) {
        let doc = self.source.doc;
        let mut at = range.start;
        while at < range.end {
            let rest = &doc[at..range.end];
            let plain = rest.find(['&', '<', '>', '"']).unwrap_or(rest.len());
            self.copy_plain(at..at + plain);
            at += plain;
            if at < range.end {
                let page = self.html.len();
                escape_text(&mut self.html, &doc[at..=at], self.images > 0);
                self.map.push(page, self.html.len() - page, at, 1);
                at += 1;
            }
        }
    }

    /// Markup that the author wrote.
    pub(super) fn markup(&mut self, text: &str, range: Range<usize>) {
        if self.images > 0 {
            return;
        }
        if self.source.text.get(range.clone()) == Some(text) {
            let start = self.source.doc_at(range.start);
            self.copy(start..start + range.len());
        } else {
            self.html.push_str(text);
        }
    }

    /// Markup that rendering adds; inside an image there is none.
    pub(super) fn markup_only(&mut self, markup: &str) {
        if self.images == 0 {
            self.html.push_str(markup);
        }
    }

    /// Markup as it stands in the document; only template tags inside of tags are escaped.
    pub(super) fn copy(&mut self, range: Range<usize>) {
        let doc = self.source.doc;
        let mut at = range.start;
        for tag in template::in_markup(&doc[range.clone()]) {
            self.copy_plain(at..range.start + tag.start);
            at = range.start + tag.end;
            push_escaped(&mut self.html, &mut self.map, doc, range.start + tag.start..at);
        }
        self.copy_plain(at..range.end);
    }

    pub(super) fn copy_plain(&mut self, range: Range<usize>) {
        self.map.push(self.html.len(), range.len(), range.start, range.len());
        self.html.push_str(&self.source.doc[range]);
    }
}
