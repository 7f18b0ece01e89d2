//! A link as found in a page, before its URL is read.

use std::ops::Range as Span;

use crate::html::attrs::KnownAttrs;
use crate::html::byte_range::ByteRange;
use crate::html::charref;

/// What kind of element or text a link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkKind {
    /// `<a href>`.
    Anchor,
    /// `<area href>`.
    Area,
    /// The `cite` attribute of a quotation or change.
    Cite,
    /// The address of an embedded frame or medium.
    Embed,
    /// A URL in running text.
    Bare,
}

/// A link as found, before its URL is read.
#[derive(Debug, Clone)]
pub(crate) struct RawLink {
    pub(crate) kind: LinkKind,
    /// Where its tag or its first letter stands in the page.
    pub(crate) page: u32,
    /// Its href as written, in bytes of the page. A bare URL that was put together has none.
    pub(crate) href: ByteRange,
    /// Attributes of its tag; none for a bare URL.
    pub(crate) attrs_of_interest: KnownAttrs,
    /// The element it stands in.
    pub(crate) node: u32,
    /// The block that is being read where it is found, or the next one.
    pub(crate) near_block: u32,
    /// The first block that shows text of it, and the bytes of that text in [`ParsedPage::text`].
    pub(crate) text_block: Option<(u32, Span<usize>)>,
    /// All of its text.
    pub(crate) anchor: String,
    /// Whether it holds a picture.
    pub(crate) has_image: bool,
    /// Alternative text of its first picture, in bytes of the page.
    pub(crate) alt: Option<ByteRange>,
}

impl RawLink {
    /// The block that shows it, or near which it stands.
    pub(crate) fn block(&self) -> u32 {
        self.text_block.as_ref().map_or(self.near_block, |(block, _)| *block)
    }

    /// Falls back to the alternative text of a picture.
    pub(crate) fn finish(&mut self, html: &str) {
        if self.anchor.is_empty()
            && let Some(alt) = self.alt
        {
            let alt = charref::decode_attribute(&html[alt.start as usize..alt.end as usize]);
            self.anchor = alt.split_whitespace().collect::<Vec<_>>().join(" ");
        }
    }
}
