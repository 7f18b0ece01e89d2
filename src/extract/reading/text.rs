//! Running text: white space collapsed, references decoded, cut into blocks.

use std::ops::Range as Span;

use super::{ParsedPage, TextBlock};
use crate::extract::listing;
use crate::extract::raw_link::{LinkKind, RawLink};
use crate::extract::sentence;
use crate::html::attrs::KnownAttrs;
use crate::html::byte_range::ByteRange;
use crate::html::byte_set::{is_space, table};
use crate::html::charref::{self, CharRefContext};
use crate::page::bare;

impl ParsedPage {
    /// Appends text of the page, white space collapsed and references decoded.
    pub(super) fn running_text(&mut self, html: &str, range: ByteRange) {
        if self.tree.is_hidden() {
            return;
        }
        let begin = self.text.len();
        let bytes = html.as_bytes();
        let (mut at, end) = (range.start as usize, range.end as usize);
        while at < end {
            let spaces = space_run(&bytes[at..end]);
            if spaces > 0 {
                self.pending_space = true;
                at += spaces;
            }
            let run = plain_run(&bytes[at..end]);
            if run > 0 {
                self.append(&html[at..at + run], at, run);
                at += run;
            }
            let Some(&byte) = bytes[..end].get(at) else { break };
            if is_space(byte) {
                continue;
            }
            if let Some((decoded, length)) =
                charref::decode_one(&html[at..end], CharRefContext::Text)
            {
                let mut text = String::new();
                decoded.push_to(&mut text);
                if decoded.is_space() {
                    self.pending_space = true;
                } else {
                    self.append(&text, at, length);
                }
                at += length;
            } else if byte == 0 {
                // Dropped in HTML (13.2.6.4.7), shown as unknown in SVG and MathML (13.2.6.5).
                if self.tree.is_foreign() {
                    self.append("\u{fffd}", at, 1);
                }
                at += 1;
            } else {
                self.append("&", at, 1);
                at += 1;
            }
        }
        if self.tree.in_code() && self.text.len() > begin {
            self.taken.push(begin..self.text.len());
            self.code_text += self.text.len() - begin;
            let blank = usize::from(self.text[begin..].starts_with(' '));
            self.push_code(begin + blank..self.text.len());
        }
    }

    /// The stretches of code in a stretch of text; the first and the last may reach beyond it.
    pub(crate) fn code_in(&self, text: &Span<usize>) -> &[Span<usize>] {
        let first = self.code_spans.partition_point(|span| span.end <= text.start);
        let end = self.code_spans.partition_point(|span| span.start < text.end);
        &self.code_spans[first..end]
    }

    /// Notes a stretch of code, together with the one before it if nothing but a blank parts them.
    fn push_code(&mut self, code: Span<usize>) {
        match self.code_spans.last_mut() {
            Some(last)
                if last.end > self.block_start
                    && self.text[last.end..code.start].trim().is_empty() =>
            {
                last.end = code.end;
            }
            _ => self.code_spans.push(code),
        }
    }

    fn append(&mut self, text: &str, page: usize, page_len: usize) {
        if self.pending_space && self.text.len() > self.block_start {
            self.text.push(' ');
        }
        self.pending_space = false;
        self.pending_break = false;
        self.map.push(self.text.len(), text.len(), page, page_len);
        self.text.push_str(text);
    }

    /// Ends the block of text that was being read.
    pub(super) fn flush(&mut self) {
        (self.pending_space, self.pending_break) = (false, false);
        self.end_raised();
        if self.text.len() == self.block_start {
            // Most tags of blocks stand next to one another.
            return;
        }
        self.show_link();
        let shown = &self.text[self.block_start..];
        let start = self.block_start + (shown.len() - shown.trim_start().len());
        let end = self.block_start + shown.trim_end().len();
        if self.code_text >= end.saturating_sub(start) {
            // All of it is code: a listing, or prose in an element for code.
            let known = self.code_spans.partition_point(|span| span.start < self.block_start);
            self.code_spans.truncate(known);
        }
        if start < end {
            self.find_bare(start..end);
            let node = self.tree.current();
            let prose = sentence::is_prose(&self.text[start..end]);
            self.blocks.push(TextBlock {
                node,
                text: start..end,
                link_text: self.link_text,
                prose,
                code: self.code_text >= end - start
                    && !listing::holds_sentences(&self.text[start..end]),
                concealed: self.tree.is_concealed(),
            });
        }
        self.block_start = self.text.len();
        self.link_start = self.text.len();
        (self.link_text, self.code_text) = (0, 0);
        self.taken.clear();
    }

    /// Whether some of a stretch is code or the text of a link, once these are joined.
    fn is_taken(&self, url: &Span<usize>) -> bool {
        let after = self.taken.partition_point(|span| span.end <= url.start);
        self.taken.get(after).is_some_and(|span| span.start < url.end)
    }

    /// Adds the bare URLs of a block that is about to end.
    fn find_bare(&mut self, block: Span<usize>) {
        let index = self.blocks.len() as u32;
        let urls: Vec<_> = bare::find(&self.text[block.clone()])
            .map(|url| url.start + block.start..url.end + block.start)
            .collect();
        if !urls.is_empty() {
            join(&mut self.taken);
        }
        for url in urls {
            if self.is_taken(&url) {
                continue;
            }
            let (start, end) = (url.start as u32, url.end as u32);
            // A URL that an element cuts has no place of its own, but it begins somewhere.
            let Some((page, _)) = self.map.enclosing_range(start, end) else { continue };
            let href = self.map.range(start, end).map(|(start, end)| ByteRange { start, end });
            self.link_text += url.len();
            self.links.push(RawLink {
                kind: LinkKind::Bare,
                page,
                href: href.unwrap_or_default(),
                attrs_of_interest: KnownAttrs::default(),
                node: self.tree.current(),
                near_block: index,
                anchor: self.text[url.clone()].to_owned(),
                text_block: Some((index, url)),
                has_image: false,
                alt: None,
            });
        }
    }
}

/// Sorts stretches and joins those that touch.
fn join(spans: &mut Vec<Span<usize>>) {
    spans.sort_unstable_by_key(|span| span.start);
    spans.dedup_by(|next, last| {
        let touches = next.start <= last.end;
        if touches {
            last.end = last.end.max(next.end);
        }
        touches
    });
}

/// Length of the white space that the bytes begin with. Most of a page's white space stands in rows of it: before
/// indented lines.
fn space_run(bytes: &[u8]) -> usize {
    bytes.iter().position(|&byte| !is_space(byte)).unwrap_or(bytes.len())
}

/// Bytes that end a run of plain text.
static STOPS: [bool; 256] = table(b" \t\n\r\x0c&\0");

/// Length of the text that can be copied as it is: up to a reference, a NUL, or white space that is
/// more than one blank between words.
fn plain_run(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|&byte| STOPS[byte as usize]) {
        at += next;
        let is_blank = bytes[at] == b' ' && at > 0;
        if !is_blank || bytes.get(at + 1).is_none_or(|&next| is_space(next)) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_holds_single_blanks_between_words() {
        for (text, run) in [
            ("", 0),
            ("a", 1),
            ("a b c", 5),
            ("a  b", 1),
            ("a b ", 3),
            ("a b\nc", 3),
            ("a \nc", 1),
            ("a &amp;", 2),
            ("a &", 2),
            ("&", 0),
            ("é 中\0", 6),
        ] {
            assert_eq!(plain_run(text.as_bytes()), run, "{text:?}");
        }
    }
}
