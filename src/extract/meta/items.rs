//! What elements of a page state by their attributes: microdata and RDFa.

use super::article_head::ArticleHead;
use super::author::{AuthorNames, Credit};
use super::clean;
use crate::article::Place;
use crate::extract::blocks::LabelledBlock;
use crate::extract::reading::ParsedPage;
use crate::html::attrs::{self, KnownAttrs};
use crate::html::charref;

/// How far around an element its item is looked for.
const MAX_ITEM_DEPTH: usize = 24;

/// How many items are looked at.
pub(super) const MAX_ITEMS: usize = 200;

/// The longest text of an element that names authors, in bytes.
pub(super) const MAX_AUTHOR_BYTES: usize = 300;

/// A property of schema.org or Dublin Core.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Property {
    Published,
    Created,
    Author,
}

impl Property {
    /// The property that a word names, its vocabulary left out.
    fn parse(word: &str) -> Option<Self> {
        let local = word.rsplit([':', '/', '#']).next().unwrap_or(word);
        match local.to_ascii_lowercase().as_str() {
            "datepublished" | "published_time" | "issued" => Some(Self::Published),
            "datecreated" | "created" | "date" => Some(Self::Created),
            "author" | "creator" => Some(Self::Author),
            _ => None,
        }
    }
}

/// One property with its value.
#[derive(Debug)]
struct StatedItem {
    property: Property,
    value: String,
    /// The block that it stands in or before.
    block: usize,
}

/// The elements of a page that state something.
pub(super) struct Items<'a> {
    pub(super) html: &'a str,
    pub(super) reading: &'a ParsedPage,
    pub(super) named: &'a [LabelledBlock],
    pub(super) head: Option<&'a ArticleHead>,
    found: Vec<StatedItem>,
}

impl<'a> Items<'a> {
    pub(super) fn read(
        html: &'a str,
        reading: &'a ParsedPage,
        named: &'a [LabelledBlock],
        head: Option<&'a ArticleHead>,
    ) -> Self {
        let mut items = Self { html, reading, named, head, found: Vec::new() };
        items.read_elements();
        items.read_metas();
        items
    }

    /// Dates of publication in microdata and RDFa, as written; near the headline, else the only one.
    pub(super) fn dates(&self) -> Vec<&str> {
        [Property::Published, Property::Created]
            .iter()
            .filter_map(|property| self.date(*property))
            .collect()
    }

    fn date(&self, property: Property) -> Option<&str> {
        let own: Vec<&StatedItem> =
            self.found.iter().filter(|item| item.property == property).collect();
        let near = own.iter().find(|item| self.is_near(item.block));
        let first = near.or(own.first())?;
        let is_only = own.iter().all(|item| item.value.get(..10) == first.value.get(..10));
        (near.is_some() || (is_only && property == Property::Published))
            .then_some(first.value.as_str())
    }

    /// Authors in microdata and RDFa: those near the headline, else all if they are one.
    pub(super) fn authors(&self, names: &AuthorNames) -> Vec<String> {
        let all: Vec<&StatedItem> =
            self.found.iter().filter(|item| item.property == Property::Author).collect();
        let read = |items: &mut dyn Iterator<Item = &&StatedItem>| {
            let credits: Vec<Credit> = items
                .map(|item| Credit { name: item.value.clone(), is_organization: false })
                .collect();
            super::dedup_of(names.people(&credits))
        };
        let near = read(&mut all.iter().filter(|item| self.is_near(item.block)));
        if !near.is_empty() {
            return near;
        }
        let far = read(&mut all.iter());
        if far.len() == 1 { far } else { Vec::new() }
    }

    fn read_elements(&mut self) {
        for (index, node) in self.reading.tree.nodes.iter().enumerate() {
            if self.found.len() >= MAX_ITEMS {
                break;
            }
            if !node.attrs_of_interest.states {
                continue;
            }
            let Some(property) = self.property(node.attrs_of_interest) else { continue };
            let block = self.block_at(node.text[0]);
            if self.is_comment(block) || self.is_in_comment(index as u32) {
                continue;
            }
            let value = match property {
                Property::Author => self.name_in(index).or_else(|| self.text_of(node.text)),
                _ => ["content", "datetime", "title"]
                    .iter()
                    .find_map(|name| self.attr(node.attrs_of_interest, name))
                    .or_else(|| self.text_of(node.text)),
            };
            self.add(property, value, block);
        }
        for link in self.reading.links.iter().filter(|link| link.attrs_of_interest.states) {
            if self.property(link.attrs_of_interest) == Some(Property::Author) {
                let block = link.block() as usize;
                if !self.is_comment(block) && !self.is_in_comment(link.node) {
                    self.add(Property::Author, clean(&link.anchor), block);
                }
            }
        }
    }

    fn read_metas(&mut self) {
        for tag in &self.reading.stated.metas {
            let find = |name| attrs::find(self.html.as_bytes(), tag.attrs, name);
            let Some(property) =
                find("itemprop").and_then(|range| property_of(range.text(self.html)))
            else {
                continue;
            };
            let value = find("content")
                .and_then(|range| clean(&charref::decode_attribute(range.text(self.html))));
            let block = self.block_at(tag.text as u32);
            if !self.is_in_comment(tag.node) {
                self.add(property, value, block);
            }
        }
    }

    fn add(&mut self, property: Property, value: Option<String>, block: usize) {
        if self.found.len() < MAX_ITEMS {
            self.found.extend(value.map(|value| StatedItem { property, value, block }));
        }
    }

    fn property(&self, attrs: KnownAttrs) -> Option<Property> {
        ["itemprop", "property"].iter().find_map(|name| property_of(&self.attr(attrs, name)?))
    }

    /// The name of the person that an element describes: that of a property inside it.
    fn name_in(&self, node: usize) -> Option<String> {
        let nodes = &self.reading.tree.nodes;
        let end = nodes[node].text[1];
        let inside =
            nodes[node + 1..].iter().take_while(|inner| inner.text[0] < end).take(MAX_ITEM_DEPTH);
        let is_name = |attrs: KnownAttrs| {
            attrs.states
                && self
                    .attr(attrs, "itemprop")
                    .or_else(|| self.attr(attrs, "property"))
                    .is_some_and(|words| {
                        words
                            .split_ascii_whitespace()
                            .any(|word| word == "name" || word.ends_with(":name"))
                    })
        };
        let by_element =
            inside.filter(|inner| is_name(inner.attrs_of_interest)).find_map(|inner| {
                self.attr(inner.attrs_of_interest, "content").or_else(|| self.text_of(inner.text))
            });
        by_element.or_else(|| {
            let text = nodes[node].text[0] as usize..end as usize;
            let mut links = self.reading.links.iter().filter(|link| {
                link.text_block.as_ref().is_some_and(|(_, shown)| text.contains(&shown.start))
            });
            links.find(|link| is_name(link.attrs_of_interest)).and_then(|link| clean(&link.anchor))
        })
    }

    /// Whether an element belongs to a comment, or to another article in a list of them.
    fn is_in_comment(&self, node: u32) -> bool {
        let mut at = node;
        for _ in 0..MAX_ITEM_DEPTH {
            let element = &self.reading.tree.nodes[at as usize];
            let attrs = element.attrs_of_interest;
            if attrs.all.start < attrs.all.end {
                let kind = self.attr(attrs, "itemtype").or_else(|| self.attr(attrs, "typeof"));
                if kind
                    .is_some_and(|kind| kind.ends_with("Comment") || kind.ends_with("UserComments"))
                {
                    return true;
                }
            }
            at = element.parent;
        }
        false
    }

    pub(super) fn attr(&self, attrs: KnownAttrs, name: &str) -> Option<String> {
        let range = attrs::find(self.html.as_bytes(), attrs.all, name)?;
        Some(clean(&charref::decode_attribute(range.text(self.html))).unwrap_or_default())
    }

    /// The text of an element, if it is short.
    pub(super) fn text_of(&self, text: [u32; 2]) -> Option<String> {
        let [start, end] = text.map(|at| (at as usize).min(self.reading.text.len()));
        (end.saturating_sub(start) <= MAX_AUTHOR_BYTES)
            .then(|| clean(&self.reading.text[start..end]))?
    }

    /// The block that a place in the text belongs to, or the next one.
    pub(super) fn block_at(&self, text: u32) -> usize {
        self.reading.blocks.partition_point(|block| block.text.end <= text as usize)
    }

    fn is_near(&self, block: usize) -> bool {
        self.head.is_some_and(|head| head.holds(block))
    }

    pub(super) fn is_comment(&self, block: usize) -> bool {
        self.named.get(block).is_some_and(|block| block.place == Place::Comment)
    }
}

fn property_of(words: &str) -> Option<Property> {
    words.split_ascii_whitespace().find_map(Property::parse)
}
