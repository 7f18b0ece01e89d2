//! What a reader sees of a page: blocks of text in a tree of elements, and the links in them.

mod note_parts;
mod stated_tags;
mod tag_attributes;
mod text;

use std::cell::OnceCell;
use std::ops::Range as Span;

use rustc_hash::FxHashSet;

pub(crate) use self::note_parts::{LinkTarget, SilentMark};
pub(crate) use self::stated_tags::{MetaTag, StatedTags};
use self::tag_attributes::{conceals, is_shadow_root, is_styled};
use crate::extract::raw_link::{LinkKind, RawLink};
use crate::extract::sentence_words::{self, Language};
use crate::extract::tree::{Marker, Tree};
use crate::html::attrs;
use crate::html::byte_range::ByteRange;
use crate::html::name::{self, ElementKind, ElementName};
use crate::html::scan::{Scanner, StartTag, Token};
use crate::page::{Page, SpanMap};

/// For how much text and how many elements memory is kept from page to page.
const MAX_KEPT_BYTES: usize = 1 << 20;
const MAX_KEPT_ELEMENTS: usize = 1 << 14;

/// A block of running text: what stands between two block tags.
#[derive(Debug, Clone)]
pub(crate) struct TextBlock {
    /// The element that holds it.
    pub(crate) node: u32,
    /// Its bytes in [`ParsedPage::text`], white space collapsed and trimmed.
    pub(crate) text: Span<usize>,
    /// How many bytes of it are the text of links.
    pub(crate) link_text: usize,
    /// Whether it reads as prose.
    pub(crate) prose: bool,
    /// Whether it is a listing: code from end to end, which does not read as sentences.
    pub(crate) code: bool,
    /// Whether it stands in an element that is not shown until a script shows it.
    pub(crate) concealed: bool,
}

/// A page as read. Kept between pages to reuse its memory.
#[derive(Debug, Default)]
pub(crate) struct ParsedPage {
    /// The elements.
    pub(crate) tree: Tree,
    /// The text of all blocks.
    pub(crate) text: String,
    /// From bytes of `text` to bytes of the page.
    pub(crate) map: SpanMap,
    /// The blocks that hold text.
    pub(crate) blocks: Vec<TextBlock>,
    /// The links, in document order.
    pub(crate) links: Vec<RawLink>,
    /// The `href` of the first `base`.
    pub(crate) base: Option<ByteRange>,
    /// The comments that speak to citegraph.
    pub(crate) comments: Vec<ByteRange>,
    /// Where links begin inside a link that has not ended.
    pub(crate) nested: Vec<u32>,
    /// Elements in which a picture stands, and the four around each of them.
    pub(crate) pictured: FxHashSet<u32>,
    /// What has an id or a name, in document order.
    pub(crate) targets: Vec<LinkTarget>,
    /// Marks of notes that show nothing, in document order.
    pub(crate) silent_marks: Vec<SilentMark>,
    /// Stretches of `text` that stand raised, in document order.
    pub(crate) raised: Vec<Span<usize>>,
    /// Stretches of `text` that are marks of notes by what they show, in document order.
    pub(crate) mark_spans: Vec<Span<usize>>,
    /// Stretches of `text` that are code between words, in document order.
    pub(crate) code_spans: Vec<Span<usize>>,
    /// Tags in which it states facts about itself.
    pub(crate) stated: StatedTags,
    /// The language of its prose, once it was asked for.
    language: OnceCell<Option<Language>>,
    /// Where the open `sup` begins in `text`.
    open_raised: Option<usize>,
    /// Stretches of the current block that are code or the text of links: no bare URL begins there.
    taken: Vec<Span<usize>>,
    block_start: usize,
    pending_space: bool,
    pending_break: bool,
    open_link: Option<usize>,
    link_start: usize,
    link_text: usize,
    /// How many bytes of the current block are code.
    code_text: usize,
    /// The marker that the open link stands behind.
    link_marker: Marker,
}

impl ParsedPage {
    /// Reads a page, forgetting the last one.
    pub(crate) fn read(&mut self, html: &str) {
        self.clear();
        let mut scanner = Scanner::new(html);
        while let Some(token) = scanner.next() {
            match token {
                Token::Start(start) => {
                    self.tree.set_text_len(self.text.len());
                    self.start(html, &start);
                    let foreign = self.tree.is_foreign();
                    if !foreign && !self.tree.is_hidden() {
                        let (node, text) = (self.tree.current(), self.text.len());
                        self.stated.start(html, &start, node, text);
                    }
                    if foreign
                        && start.name == name::FONT
                        && is_styled(html.as_bytes(), start.attrs)
                    {
                        self.tree.leave_foreign();
                    }
                    if start.name != name::A {
                        let known = self.tree.nodes.len();
                        self.tree.start(start.name, start.attrs_of_interest, start.closes_itself);
                        if self.tree.nodes.len() > known
                            && start.attrs_of_interest.may_conceal
                            && conceals(html, start.attrs)
                        {
                            self.tree.conceal();
                        }
                    } else if foreign && start.closes_itself {
                        self.end_link();
                    }
                    if start.name == name::TEMPLATE && is_shadow_root(html, start.attrs) {
                        self.tree.show_template();
                    }
                    self.read_note_parts(html, &start);
                    self.end_cut_link();
                    if foreign {
                        // The `title` of SVG holds markup, whatever comes after it.
                        scanner.set_foreign(true);
                    }
                    scanner.set_foreign(self.tree.is_foreign());
                }
                Token::End { name } => {
                    self.stated.end(name);
                    self.tree.set_text_len(self.text.len());
                    self.end(name);
                    self.end_cut_link();
                    scanner.set_foreign(self.tree.is_foreign());
                }
                Token::Text(range) => {
                    self.stated.content(range);
                    self.running_text(html, range);
                }
                Token::Comment(range) => self.comment(html, range),
                Token::Raw(range) => self.stated.content(range),
            }
        }
        self.end_link();
        self.flush();
        // Bare URLs are found at the end of their block.
        if !self.links.is_sorted_by_key(|link| link.page) {
            self.links.sort_by_key(|link| link.page);
        }
        for link in &mut self.links {
            link.finish(html);
        }
        self.find_mark_spans();
    }

    /// The language of the page's prose; `None` where its words do not tell.
    pub(crate) fn language(&self) -> Option<Language> {
        *self.language.get_or_init(|| {
            let mut sample = String::new();
            for block in self.blocks.iter().filter(|block| block.prose) {
                let room = sentence_words::MAX_SAMPLE_BYTES.saturating_sub(sample.len());
                let text = &self.text[block.text.clone()];
                sample.push_str(&text[..text.floor_char_boundary(room)]);
                sample.push('\n');
                if room < text.len() {
                    break;
                }
            }
            sentence_words::detect(&sample)
        })
    }

    /// Whether it has room for much more than most pages need.
    pub(crate) fn is_large(&self) -> bool {
        self.text.capacity() > MAX_KEPT_BYTES || self.tree.nodes.capacity() > MAX_KEPT_ELEMENTS
    }

    /// Where a stretch of text stands in the document.
    pub(crate) fn on_page(&self, range: &Span<usize>, page: &Page<'_>) -> Option<(u32, u32)> {
        let (start, end) = self.map.enclosing_range(range.start as u32, range.end as u32)?;
        page.map.enclosing_range(start, end)
    }

    fn clear(&mut self) {
        self.tree.clear();
        self.text.clear();
        self.map.clear();
        self.blocks.clear();
        self.links.clear();
        self.comments.clear();
        self.nested.clear();
        self.taken.clear();
        self.pictured.clear();
        self.targets.clear();
        self.silent_marks.clear();
        self.raised.clear();
        self.mark_spans.clear();
        self.code_spans.clear();
        self.stated.clear();
        self.language = OnceCell::new();
        self.open_raised = None;
        self.base = None;
        self.open_link = None;
        (self.block_start, self.link_start, self.link_text) = (0, 0, 0);
        self.code_text = 0;
        (self.pending_space, self.pending_break) = (false, false);
    }

    fn start(&mut self, html: &str, start: &StartTag) {
        let bytes = html.as_bytes();
        let name = start.name;
        let value = |name| attrs::find(bytes, start.attrs, name);
        match name {
            name::A => return self.start_link(html, start),
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
            name::SOURCE if self.in_medium() => self.found(LinkKind::Embed, start, value("src")),
            name::OBJECT => self.found(LinkKind::Embed, start, value("data")),
            _ => {}
        }
        if name.kind() == ElementKind::Block || name == name::HR {
            self.flush();
        }
    }

    fn end(&mut self, name: ElementName) {
        match name {
            name::A => self.end_link(),
            name::BR => self.line_break(),
            _ => {
                if name == name::SUP {
                    self.end_raised();
                }
                if name.kind() == ElementKind::Block {
                    self.flush();
                }
                self.tree.end(name);
            }
        }
    }

    /// Whether the innermost open element is a video or an audio.
    fn in_medium(&self) -> bool {
        let name = self.tree.nodes[self.tree.current() as usize].name;
        matches!(name, name::VIDEO | name::AUDIO)
    }

    /// A link opens; a link that is still open ends, as in browsers.
    fn start_link(&mut self, html: &str, start: &StartTag) {
        if self.open_link.is_some() {
            self.nested.push(start.tag.start);
        }
        self.end_link();
        let before = self.links.len();
        let href = Some(start.attrs_of_interest.href).filter(|href| *href != ByteRange::default());
        // SVG 1.1 wrote it so, and many programs still do.
        let href = href.or_else(|| {
            self.tree
                .is_foreign()
                .then(|| attrs::find(html.as_bytes(), start.attrs, "xlink:href"))?
        });
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
        if link.text_block.is_none() {
            link.text_block = Some((self.blocks.len() as u32, start..end));
        }
        if !link.anchor.is_empty() {
            link.anchor.push(' ');
        }
        link.anchor.push_str(&self.text[start..end]);
    }

    /// Adds a link if its tag has an address.
    fn found(&mut self, kind: LinkKind, start: &StartTag, href: Option<ByteRange>) {
        let Some(href) = href else { return };
        self.links.push(RawLink {
            kind,
            page: start.tag.start,
            href,
            attrs_of_interest: start.attrs_of_interest,
            node: self.tree.current(),
            near_block: self.blocks.len() as u32,
            text_block: None,
            anchor: String::new(),
            has_image: false,
            alt: None,
        });
    }

    /// A picture, whose alternative text may be that of a link.
    fn image(&mut self, alt: impl FnOnce() -> Option<ByteRange>) {
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

    fn comment(&mut self, html: &str, range: ByteRange) {
        if range.slice(html.as_bytes()).trim_ascii_start().starts_with(b"citegraph:") {
            self.comments.push(range);
        }
    }
}
