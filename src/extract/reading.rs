//! What a reader sees of a page: blocks of text in a tree of elements, and the links in them.

use std::ops::Range as Span;

use rustc_hash::FxHashSet;

use super::attrs::{self, Marks};
use super::bare;
use super::charref::{self, Context};
use super::found::{Found, LinkKind};
use super::name::{self, Kind, Name};
use super::scan::{Range, Scanner, StartTag, Token, is_space, table};
use super::sentence;
use super::tree::{Marker, Tree};
use crate::page::{Page, SpanMap};

/// A block of running text: what stands between two block tags.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// The element that holds it.
    pub(crate) node: u32,
    /// Its bytes in [`Reading::text`], white space collapsed and trimmed.
    pub(crate) text: Span<usize>,
    /// How many bytes of it are the text of links.
    pub(crate) link_text: usize,
    /// Whether it reads as prose.
    pub(crate) prose: bool,
}

/// A page as read. Kept between pages to reuse its memory.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The elements.
    pub(crate) tree: Tree,
    /// The text of all blocks.
    pub(crate) text: String,
    /// From bytes of `text` to bytes of the page.
    pub(crate) map: SpanMap,
    /// The blocks that hold text.
    pub(crate) blocks: Vec<Block>,
    /// The links, in document order.
    pub(crate) links: Vec<Found>,
    /// The `href` of the first `base`.
    pub(crate) base: Option<Range>,
    /// The comments that speak to citegraph.
    pub(crate) comments: Vec<Range>,
    /// Elements in which a picture stands, and the four around each of them.
    pub(crate) pictured: FxHashSet<u32>,
    /// Stretches of the current block that are code or the text of links: no bare URL begins there.
    taken: Vec<Span<usize>>,
    block_start: usize,
    pending_space: bool,
    pending_break: bool,
    open_link: Option<usize>,
    link_start: usize,
    link_text: usize,
    /// The marker that the open link stands behind.
    link_marker: Marker,
}

impl Reading {
    /// Reads a page, forgetting the last one.
    pub(crate) fn read(&mut self, html: &str) {
        self.clear();
        let mut scanner = Scanner::new(html);
        while let Some(token) = scanner.next() {
            match token {
                Token::Start(start) => {
                    self.start(html, &start);
                    let foreign = self.tree.is_foreign();
                    if foreign
                        && start.name == name::FONT
                        && is_styled(html.as_bytes(), start.attrs)
                    {
                        self.tree.leave_foreign();
                    }
                    if start.name != name::A {
                        self.tree.start(start.name, start.marks, start.closes_itself);
                    }
                    self.end_cut_link();
                    if foreign {
                        // The `title` of SVG holds markup, whatever comes after it.
                        scanner.set_foreign(true);
                    }
                    scanner.set_foreign(self.tree.is_foreign());
                }
                Token::End { name } => {
                    self.end(name);
                    self.end_cut_link();
                    scanner.set_foreign(self.tree.is_foreign());
                }
                Token::Text(range) => self.running_text(html, range),
                Token::Comment(range) => self.comment(html, range),
                Token::Raw => {}
            }
        }
        self.end_link();
        self.flush();
        self.links.sort_by_key(|link| link.page);
        for link in &mut self.links {
            link.finish(html);
        }
    }

    /// Where a stretch of text stands in the document.
    pub(crate) fn on_page(&self, range: &Span<usize>, page: &Page<'_>) -> Option<(u32, u32)> {
        let (start, end) = self.map.hull(range.start as u32, range.end as u32)?;
        page.map.hull(start, end)
    }

    fn clear(&mut self) {
        self.tree.clear();
        self.text.clear();
        self.map.clear();
        self.blocks.clear();
        self.links.clear();
        self.comments.clear();
        self.taken.clear();
        self.pictured.clear();
        self.base = None;
        self.open_link = None;
        (self.block_start, self.link_start, self.link_text) = (0, 0, 0);
        (self.pending_space, self.pending_break) = (false, false);
    }

    fn start(&mut self, html: &str, start: &StartTag) {
        let bytes = html.as_bytes();
        let name = start.name;
        let value = |name| attrs::find(bytes, start.attrs, name);
        match name {
            name::A => return self.start_link(start),
            name::BR => return self.line_break(),
            name::IMG | name::IMAGE => self.image(|| value("alt")),
            name::BASE => self.base = self.base.or_else(|| value("href")),
            name::AREA => self.found(LinkKind::Area, start, value("href")),
            name::BLOCKQUOTE | name::Q | name::DEL | name::INS => {
                self.found(LinkKind::Cite, start, value("cite"));
            }
            name::IFRAME | name::EMBED | name::VIDEO | name::AUDIO | name::FRAME => {
                self.found(LinkKind::Embed, start, value("src"));
            }
            name::OBJECT => self.found(LinkKind::Embed, start, value("data")),
            _ => {}
        }
        if name.kind() == Kind::Block || name == name::HR {
            self.flush();
        }
    }

    fn end(&mut self, name: Name) {
        match name {
            name::A => self.end_link(),
            name::BR => self.line_break(),
            _ => {
                if name.kind() == Kind::Block {
                    self.flush();
                }
                self.tree.end(name);
            }
        }
    }

    /// A link opens; a link that is still open ends, as in browsers.
    fn start_link(&mut self, start: &StartTag) {
        self.end_link();
        let before = self.links.len();
        let href = Some(start.marks.href).filter(|href| *href != Range::default());
        self.found(LinkKind::Anchor, start, href);
        if self.links.len() > before {
            self.open_link = Some(before);
            self.link_start = self.text.len();
            self.link_marker = self.tree.marker();
        }
    }

    fn end_link(&mut self) {
        self.show_link();
        self.open_link = None;
    }

    /// Ends the open link if the cell, or another element that no formatting leaves, has ended.
    fn end_cut_link(&mut self) {
        if self.open_link.is_some() && !self.tree.holds_marker(self.link_marker) {
            self.end_link();
        }
    }

    /// Notes what the block shows of the open link since it was last noted.
    fn show_link(&mut self) {
        let Some(open) = self.open_link else { return };
        let shown = &self.text[self.link_start..];
        let start = self.link_start + (shown.len() - shown.trim_start().len());
        let end = self.link_start + shown.trim_end().len();
        self.link_start = self.text.len();
        if start >= end {
            return;
        }
        self.link_text += end - start;
        self.taken.push(start..end);
        let link = &mut self.links[open];
        if link.shown.is_none() {
            link.shown = Some((self.blocks.len() as u32, start..end));
        }
        if !link.anchor.is_empty() {
            link.anchor.push(' ');
        }
        link.anchor.push_str(&self.text[start..end]);
    }

    /// Adds a link if its tag has an address.
    fn found(&mut self, kind: LinkKind, start: &StartTag, href: Option<Range>) {
        let Some(href) = href else { return };
        self.links.push(Found {
            kind,
            page: start.tag.start,
            href,
            marks: start.marks,
            node: self.tree.current(),
            shown: None,
            anchor: String::new(),
            has_image: false,
            alt: None,
        });
    }

    /// A picture, whose alternative text may be that of a link.
    fn image(&mut self, alt: impl FnOnce() -> Option<Range>) {
        let mut at = self.tree.current();
        for _ in 0..4 {
            self.pictured.insert(at);
            at = self.tree.nodes[at as usize].parent;
        }
        let Some(open) = self.open_link else { return };
        let link = &mut self.links[open];
        link.has_image = true;
        link.alt = link.alt.or_else(alt);
    }

    /// One `<br>` is white space; two end the block.
    fn line_break(&mut self) {
        if self.pending_break {
            self.flush();
        } else {
            self.pending_break = true;
            self.pending_space = true;
        }
    }

    fn comment(&mut self, html: &str, range: Range) {
        if range.of(html.as_bytes()).trim_ascii_start().starts_with(b"citegraph:") {
            self.comments.push(range);
        }
    }

    /// Appends text of the page, white space collapsed and references decoded.
    fn running_text(&mut self, html: &str, range: Range) {
        if self.tree.is_hidden() {
            return;
        }
        let begin = self.text.len();
        let bytes = html.as_bytes();
        let (mut at, end) = (range.start as usize, range.end as usize);
        while at < end {
            let run = plain_run(&bytes[at..end]);
            if run > 0 {
                self.append(&html[at..at + run], at, run);
                at += run;
            }
            let Some(&byte) = bytes[..end].get(at) else { break };
            if is_space(byte) {
                self.pending_space = true;
                at += 1;
            } else if let Some((decoded, length)) =
                charref::decode_one(&html[at..end], Context::Text)
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
    fn flush(&mut self) {
        self.show_link();
        (self.pending_space, self.pending_break) = (false, false);
        let shown = &self.text[self.block_start..];
        let start = self.block_start + (shown.len() - shown.trim_start().len());
        let end = self.block_start + shown.trim_end().len();
        if start < end {
            self.find_bare(start..end);
            let node = self.tree.current();
            let prose = sentence::is_prose(&self.text[start..end]);
            self.blocks.push(Block { node, text: start..end, link_text: self.link_text, prose });
        }
        self.block_start = self.text.len();
        self.link_start = self.text.len();
        self.link_text = 0;
        self.taken.clear();
    }

    /// Adds the bare URLs of a block that is about to end.
    fn find_bare(&mut self, block: Span<usize>) {
        let index = self.blocks.len() as u32;
        let urls: Vec<_> = bare::find(&self.text[block.clone()])
            .map(|url| url.start + block.start..url.end + block.start)
            .filter(|url| !self.taken.iter().any(|span| overlaps(span, url)))
            .collect();
        for url in urls {
            let Some((start, end)) = self.map.range(url.start as u32, url.end as u32) else {
                continue;
            };
            self.link_text += url.len();
            self.links.push(Found {
                kind: LinkKind::Bare,
                page: start,
                href: Range { start, end },
                marks: Marks::default(),
                node: self.tree.current(),
                anchor: self.text[url.clone()].to_owned(),
                shown: Some((index, url)),
                has_image: false,
                alt: None,
            });
        }
    }
}

/// Whether a `font` says more than SVG knows of (13.2.6.5).
fn is_styled(html: &[u8], attrs: Range) -> bool {
    ["color", "face", "size"].iter().any(|name| attrs::find(html, attrs, name).is_some())
}

fn overlaps(left: &Span<usize>, right: &Span<usize>) -> bool {
    left.start < right.end && right.start < left.end
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
