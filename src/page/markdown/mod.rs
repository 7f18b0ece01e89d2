//! Markdown to HTML with a map back to the source.
//!
//! Blocks of raw HTML are copied byte for byte; the parser sees a one-line block of HTML in their
//! place (`<??>`), so that it reads the rest as it would have. Text is copied from the source range of
//! its event, and the destination of every link is located in the source.

mod text;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use rustc_hash::{FxHashMap, FxHashSet};

use super::broken_link::{self, BrokenMarkdownLink};
use super::destination;
use super::escape::escape_attribute;
use super::inline_note;
use super::source::MarkdownSource;
use super::tags;
use super::{Page, SourceImage, SourceLink, SpanMap};
use crate::article::{Dialect, Syntax};

/// Renders `doc` from byte `body` on.
pub(crate) fn render(doc: &str, body: usize, dialect: Dialect) -> Page<'_> {
    let mut options = Options::ENABLE_TABLES;
    options.insert(Options::ENABLE_FOOTNOTES);
    options.insert(Options::ENABLE_STRIKETHROUGH);
    options.insert(Options::ENABLE_TASKLISTS);
    let source = MarkdownSource::new(doc, body, dialect);
    let inline_notes = inline_note::find(&source.text, options);
    let source = source.with_inline_notes(&inline_notes);
    let parser = Parser::new_ext(&source.text, options);
    let mut writer = MarkdownRenderer {
        source: &source,
        html: String::with_capacity(doc.len() - body + 256),
        map: SpanMap::default(),
        links: Vec::new(),
        source_images: Vec::new(),
        open: Vec::new(),
        notes: Vec::new(),
        labels: FxHashMap::default(),
        referred: FxHashSet::default(),
        images: 0,
        in_head: false,
        in_code: false,
        plain: Vec::new(),
    };
    let mut events = parser.into_offset_iter();
    while let Some((event, range)) = events.next() {
        writer.event(event, range, events.reference_definitions());
    }
    let loose_notes = writer.loose_notes();
    let broken_links = writer.broken_links(events.reference_definitions());
    Page {
        html: writer.html.into(),
        map: writer.map,
        links: writer.links,
        images: writer.source_images,
        loose_notes,
        broken_links,
    }
}

/// An open Markdown link, whose destination is located when its text has ended.
struct OpenLink {
    slot: Option<usize>,
    text_end: usize,
}

struct MarkdownRenderer<'s, 'a> {
    source: &'s MarkdownSource<'a>,
    html: String,
    map: SpanMap,
    links: Vec<SourceLink>,
    source_images: Vec<SourceImage>,
    open: Vec<OpenLink>,
    /// Footnotes, and where they stand in the document.
    notes: Vec<(String, u32)>,
    /// The numbers of their labels.
    labels: FxHashMap<String, usize>,
    /// Footnotes that the text refers to.
    referred: FxHashSet<String>,
    /// How many images are open: their content is alternative text, not markup.
    images: usize,
    in_head: bool,
    in_code: bool,
    /// Runs of the source that are read as plain text, outside of links and code.
    plain: Vec<Range<usize>>,
}

impl MarkdownRenderer<'_, '_> {
    fn event(
        &mut self,
        event: Event<'_>,
        range: Range<usize>,
        definitions: &pulldown_cmark::RefDefs<'_>,
    ) {
        if let Some(link) = self.open.last_mut()
            && !matches!(event, Event::End(TagEnd::Link))
        {
            link.text_end = link.text_end.max(match event {
                Event::Start(_) => range.start,
                _ => range.end,
            });
        }
        match event {
            Event::Start(tag) => self.start(tag, range, definitions),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => {
                self.note_plain(&range);
                self.text(&text, range);
            }
            Event::Code(text) => self.code(&text, range),
            Event::Html(text) => match self.source.raw_at(&range) {
                Some(raw) => self.copy(raw),
                None => self.markup(&text, range),
            },
            Event::InlineHtml(text) => self.markup(&text, range),
            Event::SoftBreak => self.html.push('\n'),
            Event::HardBreak => self.markup_only("<br>\n"),
            Event::Rule => self.html.push_str("<hr>\n"),
            Event::FootnoteReference(label) => {
                self.note_tag("<sup role=\"doc-noteref\" href=\"#", &label);
                self.markup_only("</sup>");
                self.referred.insert(label.into_string());
            }
            Event::TaskListMarker(_) => {}
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
        }
    }

    /// Notes plain text; runs that follow each other are one.
    fn note_plain(&mut self, range: &Range<usize>) {
        if self.in_code || self.images > 0 || !self.open.is_empty() {
            return;
        }
        match self.plain.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => self.plain.push(range.clone()),
        }
    }

    /// What looks like a link in the plain text.
    fn broken_links(&self, definitions: &pulldown_cmark::RefDefs<'_>) -> Vec<BrokenMarkdownLink> {
        let mut labels: Vec<&str> = definitions.iter().map(|(label, _)| label).collect();
        labels.sort_unstable();
        let found = broken_link::find(&self.source.text, &self.plain, &labels);
        let link = |markup: broken_link::BrokenMarkup| BrokenMarkdownLink {
            span: self.doc_range(&markup.range),
            message: markup.message,
            repair: markup.repair,
        };
        found.into_iter().map(link).collect()
    }

    /// The start tag of a note or of its mark, which share a name that no element of an author has: a blank
    /// stands in it. Labels are compared without case; they stand for nothing else, so a number does for each.
    fn note_tag(&mut self, start: &str, label: &str) {
        if self.images == 0 {
            let next = self.labels.len() + 1;
            let number = *self.labels.entry(label.to_lowercase()).or_insert(next);
            self.html.push_str(&format!("{start} {number}\">"));
        }
    }

    /// The footnotes that nothing refers to. Labels are compared without case, as they are matched.
    fn loose_notes(&mut self) -> Vec<(String, u32)> {
        let referred: FxHashSet<String> =
            self.referred.iter().map(|label| label.to_lowercase()).collect();
        let notes = std::mem::take(&mut self.notes);
        notes.into_iter().filter(|(label, _)| !referred.contains(&label.to_lowercase())).collect()
    }

    fn start(
        &mut self,
        tag: Tag<'_>,
        range: Range<usize>,
        definitions: &pulldown_cmark::RefDefs<'_>,
    ) {
        match tag {
            Tag::Link { link_type, dest_url, id, .. } => {
                let link = MarkdownLink { kind: link_type, url: &dest_url, label: &id };
                self.start_link(&link, range, definitions);
            }
            Tag::Image { dest_url, .. } => {
                if self.images == 0 {
                    let page = self.html.len() as u32;
                    let offset = self.source.doc_at(range.start) as u32;
                    self.source_images.push(SourceImage { page, offset });
                    self.html.push_str("<img src=\"");
                    escape_attribute(&mut self.html, &dest_url);
                    self.html.push_str("\" alt=\"");
                }
                self.images += 1;
            }
            Tag::TableHead => {
                self.in_head = true;
                self.html.push_str("<tr>");
            }
            Tag::TableCell => self.html.push_str(if self.in_head { "<th>" } else { "<td>" }),
            Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => {
                self.in_code = true;
                self.html.push_str("<pre><code>");
            }
            Tag::HtmlBlock => {}
            Tag::FootnoteDefinition(label) => {
                self.notes.push((label.to_string(), self.source.doc_at(range.start) as u32));
                self.note_tag("<div role=\"doc-footnote\" id=\"", &label);
            }
            tag => self.markup_only(tags::start(&tag)),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Link => self.end_link(range),
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                if self.images == 0 {
                    self.html.push_str("\">");
                }
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.html.push_str("</tr>\n");
            }
            TagEnd::TableCell => self.html.push_str(if self.in_head { "</th>" } else { "</td>" }),
            TagEnd::HtmlBlock => {}
            tag @ TagEnd::CodeBlock => {
                self.in_code = false;
                self.markup_only(tags::end(tag));
            }
            tag => self.markup_only(tags::end(tag)),
        }
    }

    fn start_link(
        &mut self,
        link: &MarkdownLink<'_>,
        range: Range<usize>,
        definitions: &pulldown_cmark::RefDefs<'_>,
    ) {
        let at = self.source.doc_at(range.start) as u32;
        let definition = definitions.get(link.label).map(|definition| definition.span.clone());
        let (syntax, span) = match link.kind {
            LinkType::Inline | LinkType::WikiLink { .. } => (Syntax::Markdown, None),
            LinkType::Autolink | LinkType::Email => {
                (Syntax::Autolink, Some(range.start + 1..range.end - 1))
            }
            _ => {
                let span =
                    definition.and_then(|span| destination::in_definition(&self.source.text, span));
                (Syntax::Reference, span)
            }
        };
        let slot = (self.images == 0).then_some(self.links.len());
        if slot.is_some() {
            let span = span.map(|span| self.doc_range(&span));
            let page = self.html.len() as u32;
            self.links.push(SourceLink { page, syntax, span, use_offset: at });
            let masked = self.masked(link, span, &range);
            self.html.push_str("<a href=\"");
            let mail = if link.kind == LinkType::Email { "mailto:" } else { "" };
            self.html.push_str(mail);
            escape_attribute(&mut self.html, masked.as_deref().unwrap_or(link.url));
            self.html.push_str("\">");
        }
        self.open.push(OpenLink { slot, text_end: range.start + 1 });
    }

    /// The destination as it stands in the document, where a template tag in it was masked.
    fn masked(
        &self,
        link: &MarkdownLink<'_>,
        span: Option<(u32, u32)>,
        range: &Range<usize>,
    ) -> Option<String> {
        if self.source.templates.is_empty() || !link.url.contains("xx") {
            return None;
        }
        let (start, end) = span.or_else(|| {
            // The span of an inline link is found at its end; its mask stands in it as it is.
            let at = range.start + self.source.text[range.clone()].rfind(link.url)?;
            Some(self.doc_range(&(at..at + link.url.len())))
        })?;
        let (start, end) = (start as usize, end as usize);
        let after = self.source.templates.partition_point(|tag| tag.end <= start);
        let next = self.source.templates.get(after);
        next.is_some_and(|tag| tag.start < end).then(|| self.source.doc[start..end].to_owned())
    }

    fn end_link(&mut self, range: Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let Some(slot) = open.slot else { return };
        self.markup_only("</a>");
        if self.links[slot].syntax == Syntax::Markdown {
            let span = destination::after_text(&self.source.text, open.text_end..range.end);
            self.links[slot].span = span.map(|span| self.doc_range(&span));
        }
        if let Some(outer) = self.open.last_mut() {
            outer.text_end = outer.text_end.max(range.end);
        }
    }

    fn doc_range(&self, range: &Range<usize>) -> (u32, u32) {
        (self.source.doc_at(range.start) as u32, self.source.doc_at(range.end) as u32)
    }
}

/// What the parser says of a link.
struct MarkdownLink<'e> {
    kind: LinkType,
    url: &'e str,
    label: &'e str,
}
