//! What notes are made of: places that links lead to, raised text, and marks that show nothing.

use std::ops::Range as Span;

use crate::extract::mark_text::MarkText;
use crate::extract::raw_link::{LinkKind, RawLink};
use crate::extract::reading::ParsedPage;
use crate::extract::sentence;
use crate::extract::sentence_quotes::is_closer;
use crate::html::byte_range::ByteRange;
use crate::html::name::{self, ElementKind};
use crate::html::scan::StartTag;

/// The role of a mark that leads to a note.
const MARK_ROLE: &str = "doc-noteref";

/// How many inline elements around text are looked through for its block.
const MAX_INLINE_DEPTH: usize = 32;

/// How far the brackets around a source stand from its link, in bytes.
const MAX_SOURCE_BYTES: usize = 160;

/// An element that a link may lead to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LinkTarget {
    /// Its id or name, in bytes of the page.
    pub(crate) id: ByteRange,
    /// The element, or the one around it where it is not in the tree.
    pub(crate) node: u32,
    /// Where it begins in the text of the page.
    pub(crate) text: usize,
}

/// The mark of a note that shows nothing, as rendering writes it for Markdown and .docx.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SilentMark {
    /// The address of the note, in bytes of the page.
    pub(crate) href: ByteRange,
    /// The block it stands in, if that shows any text.
    block: u32,
    /// The element of that block.
    node: u32,
    /// Where it stands in the text of the page.
    pub(crate) text: usize,
}

impl ParsedPage {
    /// Notes what a start tag, which is in the tree by now, says of notes.
    pub(super) fn read_note_parts(&mut self, html: &str, start: &StartTag) {
        let attrs = start.attrs_of_interest;
        let by_name = start.name == name::A && attrs.id == ByteRange::default();
        let id = if by_name { attrs.name } else { attrs.id };
        if id != ByteRange::default() {
            let (node, text) = (self.tree.current(), self.text.len());
            self.targets.push(LinkTarget { id, node, text });
        }
        if start.name != name::SUP || self.tree.is_hidden() {
            return;
        }
        self.end_raised();
        self.open_raised = Some(self.text.len());
        let has_address = attrs.href != ByteRange::default();
        if has_address && attrs.role.text(html).eq_ignore_ascii_case(MARK_ROLE) {
            self.silent_marks.push(SilentMark {
                href: attrs.href,
                block: self.blocks.len() as u32,
                node: self.block_element(self.tree.current()),
                text: self.text.len(),
            });
        }
    }

    /// The block that shows the text before a mark: its own, or where the mark stands alone the one before.
    pub(crate) fn block_of(&self, mark: &SilentMark) -> Option<u32> {
        let own = self.blocks.get(mark.block as usize).filter(|block| {
            block.text.start <= mark.text && self.block_element(block.node) == mark.node
        });
        let before = || mark.block.checked_sub(1);
        own.map(|_| mark.block).or_else(before).filter(|&at| (at as usize) < self.blocks.len())
    }

    /// The innermost block element that an element is or stands in.
    pub(crate) fn block_element(&self, node: u32) -> u32 {
        let mut at = node;
        // Inline elements are seldom nested; a million of them are no page.
        for _ in 0..MAX_INLINE_DEPTH {
            let element = &self.tree.nodes[at as usize];
            if element.name.kind() == ElementKind::Block {
                break;
            }
            at = element.parent;
        }
        at
    }

    /// Notes what belongs to the sentence before it: marks of notes, which are raised or links, and sources that stand
    /// in brackets or as an address behind a full stop.
    pub(super) fn find_mark_spans(&mut self) {
        let text = &self.text;
        let raised =
            self.raised.iter().filter(|span| MarkText::parse(&text[(*span).clone()]).is_some());
        let links = self.links.iter().filter_map(|link| {
            let (_, span) = link.text_block.as_ref()?;
            let mark = MarkText::parse(&link.anchor)?;
            (mark != MarkText::Letters && span.len() <= link.anchor.len()).then_some(span)
        });
        let sources = self.links.iter().filter_map(|link| self.source_span(link));
        let mut spans: Vec<Span<usize>> = raised.chain(links).cloned().chain(sources).collect();
        if !spans.is_sorted_by_key(|span| span.start) {
            spans.sort_by_key(|span| span.start);
        }
        // A link in raised text is part of it, or the other way round.
        spans.dedup_by(|next, last| {
            let inside = next.start < last.end;
            last.end = if inside { last.end.max(next.end) } else { last.end };
            inside
        });
        self.mark_spans = spans;
    }

    /// What a link makes a source that belongs to the sentence before it: `It rose. ([Board](…))`, `It rose. https://…`.
    fn source_span(&self, link: &RawLink) -> Option<Span<usize>> {
        let (block, span) = link.text_block.as_ref()?;
        let block = &self.blocks.get(*block as usize)?.text;
        let before = &self.text[block.start..span.start];
        let after = &self.text[span.end..block.end];
        if link.kind == LinkKind::Bare {
            let next = after.trim_start().chars().next();
            let ends = next.is_none_or(|c| c.is_uppercase() || sentence::is_wide(c));
            return (ends && before.ends_with(' ') && ends_sentence(before)).then(|| span.clone());
        }
        let from = before.ceil_char_boundary(before.len().saturating_sub(MAX_SOURCE_BYTES));
        let open = from + before[from..].rfind(['(', '（', '[', '【'])?;
        let close = match before[open..].chars().next()? {
            '(' => ')',
            '[' => ']',
            '（' => '）',
            _ => '】',
        };
        let near = &after[..after.floor_char_boundary(MAX_SOURCE_BYTES)];
        let end = near.find(close)?;
        let (inside, behind) = (&near[..end], &after[end + close.len_utf8()..]);
        let is_source = !before[open..].contains([')', '）', ']', '】'])
            && !before[open..].contains(sentence::is_terminator)
            && !holds_sentences(inside)
            && !inside.ends_with(sentence::is_terminator)
            && ends_sentence(&before[..open])
            && behind.chars().next().is_none_or(|c| c.is_whitespace() || sentence::is_wide(c));
        is_source.then(|| block.start + open..span.end + end + close.len_utf8())
    }

    /// The marks in a stretch of text.
    pub(crate) fn marks_in(&self, text: &Span<usize>) -> &[Span<usize>] {
        let first = self.mark_spans.partition_point(|span| span.start < text.start);
        let end = self.mark_spans.partition_point(|span| span.start < text.end);
        &self.mark_spans[first..end]
    }

    /// Ends the raised text that is open.
    pub(super) fn end_raised(&mut self) {
        let Some(start) = self.open_raised.take() else { return };
        if start < self.text.len() {
            self.raised.push(start..self.text.len());
        }
    }
}

/// Whether a text ends as a sentence does.
fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(|c| is_closer(c) || matches!(c, '“' | '«'));
    text.ends_with(sentence::is_terminator)
}

/// Whether a sentence ends inside a text: a capital letter follows a full stop.
fn holds_sentences(text: &str) -> bool {
    text.split(". ").skip(1).any(|rest| rest.starts_with(char::is_uppercase))
}
