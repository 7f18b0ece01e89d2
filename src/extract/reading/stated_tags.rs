//! Tags in which a page states facts about itself: `meta`, `title`, `link`, scripts of JSON-LD.

use crate::html::attrs;
use crate::html::byte_range::ByteRange;
use crate::html::name::{self, ElementName};
use crate::html::scan::StartTag;

/// How far into a page its head reaches at most, in bytes.
const MAX_HEAD_BYTES: u32 = 1 << 20;

/// A `meta` element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MetaTag {
    /// Its attributes, in bytes of the page.
    pub(crate) attrs: ByteRange,
    /// The element it stands in.
    pub(crate) node: u32,
    /// How much text of the page stands before it.
    pub(crate) text: usize,
}

/// What comes next belongs to the tag before it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Expected {
    #[default]
    Nothing,
    Title,
    JsonLd,
}

/// Where a page states facts about itself, in bytes of the page.
#[derive(Debug, Default)]
pub(crate) struct StatedTags {
    /// All `meta` elements.
    pub(crate) metas: Vec<MetaTag>,
    /// The text of each script of JSON-LD.
    pub(crate) json_ld: Vec<ByteRange>,
    /// The address of the first `rel=canonical` of the head. In the text it may be quoted.
    pub(crate) canonical: Option<ByteRange>,
    /// The text of the first `title`.
    pub(crate) title: Option<ByteRange>,
    /// `lang` of the page.
    pub(crate) language: Option<ByteRange>,
    /// Whether the head has ended.
    past_head: bool,
    /// What stands open in the head and does not end it.
    aside: Option<ElementName>,
    expected: Expected,
}

impl StatedTags {
    /// Forgets the last page.
    pub(super) fn clear(&mut self) {
        let (mut metas, mut json_ld) =
            (std::mem::take(&mut self.metas), std::mem::take(&mut self.json_ld));
        metas.clear();
        json_ld.clear();
        *self = Self { metas, json_ld, ..Self::default() };
    }

    /// Reads a start tag of HTML that is shown; `node` is the element it stands in.
    pub(super) fn start(&mut self, html: &str, start: &StartTag, node: u32, text: usize) {
        self.expected = Expected::Nothing;
        let name = start.name;
        if !self.past_head {
            if self.aside.is_none() && matches!(name, name::NOSCRIPT | name::TEMPLATE) {
                self.aside = Some(name);
                return;
            }
            self.past_head =
                self.aside.is_none() && !stands_in_head(name) || start.tag.start > MAX_HEAD_BYTES;
            if self.aside.is_some() {
                return;
            }
        }
        let value = |name| attrs::find(html.as_bytes(), start.attrs, name);
        match name {
            name::META => self.metas.push(MetaTag { attrs: start.attrs, node, text }),
            name::LINK if !self.past_head && self.canonical.is_none() => {
                let rel = start.attrs_of_interest.rel.text(html);
                let mut words = rel.split_ascii_whitespace();
                let href = start.attrs_of_interest.href;
                if href.start < href.end && words.any(|word| word.eq_ignore_ascii_case("canonical"))
                {
                    self.canonical = Some(href);
                }
            }
            name::TITLE if self.title.is_none() => self.expected = Expected::Title,
            name::SCRIPT => {
                let kind = value("type").map(|range| range.text(html).trim());
                if kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with(JSON_LD)) {
                    self.expected = Expected::JsonLd;
                }
            }
            name::HTML if self.language.is_none() => {
                self.language = value("lang").or_else(|| value("xml:lang"));
            }
            _ => {}
        }
    }

    /// Reads an end tag.
    pub(super) fn end(&mut self, name: ElementName) {
        self.expected = Expected::Nothing;
        self.aside = self.aside.filter(|open| *open != name);
    }

    /// Reads text, or what stands in a script.
    pub(super) fn content(&mut self, range: ByteRange) {
        match std::mem::take(&mut self.expected) {
            Expected::Nothing => {}
            Expected::Title => self.title = Some(range),
            Expected::JsonLd => self.json_ld.push(range),
        }
    }
}

/// The type of scripts of JSON-LD; parameters may follow.
const JSON_LD: &str = "application/ld+json";

fn stands_in_head(name: ElementName) -> bool {
    matches!(
        name,
        name::HTML
            | name::HEAD
            | name::TITLE
            | name::META
            | name::LINK
            | name::SCRIPT
            | name::STYLE
            | name::BASE
            | name::NOSCRIPT
            | name::TEMPLATE
    )
}
