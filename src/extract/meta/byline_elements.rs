//! Elements near a headline that are named for date or authors: `time`, classes, `rel`, addresses of pages about people.

use super::author::{AuthorNames, NameCertainty};
use super::items::{Items, MAX_AUTHOR_BYTES, MAX_ITEMS};
use crate::extract::place_cues::split_words;
use crate::html::attrs::KnownAttrs;
use crate::html::name;

/// The most authors that the classes near a headline name: more are those of other articles.
const MAX_CLASS_AUTHORS: usize = 6;

impl Items<'_> {
    /// The date of the `time` element that is the article's: one that says so, else the first near the headline.
    pub(super) fn time(&self) -> Option<String> {
        let head = self.head?;
        let nodes = self
            .reading
            .tree
            .nodes
            .iter()
            .filter(|node| matches!(node.name, name::TIME | name::ABBR));
        let mut plain = None;
        for node in nodes.take(MAX_ITEMS) {
            let block = self.block_at(node.text[0]);
            if !head.holds(block) || self.is_comment(block) {
                continue;
            }
            let (mut says, mut changed) =
                (self.attr(node.attrs_of_interest, "pubdate").is_some(), false);
            self.each_class(node.attrs_of_interest, &mut |word| {
                says |= matches!(
                    word,
                    "published" | "publish" | "pubdate" | "posted" | "entry" | "post"
                );
                changed |= matches!(word, "updated" | "modified" | "update");
            });
            if !says && (changed || node.name == name::ABBR) {
                continue;
            }
            let attribute = if node.name == name::ABBR { "title" } else { "datetime" };
            let value =
                self.attr(node.attrs_of_interest, attribute).or_else(|| self.text_of(node.text));
            if says && value.is_some() {
                return value;
            }
            if block >= head.headline && !head.foot.contains(&block) {
                plain = plain.or(value);
            }
        }
        plain
    }

    /// The authors that classes, `rel` or addresses of pages about people name near the headline, or below the text.
    pub(super) fn class_authors(&self, names: &AuthorNames) -> Vec<String> {
        let Some(head) = self.head else { return Vec::new() };
        let around = head.before.start..head.after.end;
        [around, head.foot.clone()]
            .into_iter()
            .map(|blocks| self.class_authors_in(blocks, names))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    fn class_authors_in(&self, blocks: std::ops::Range<usize>, names: &AuthorNames) -> Vec<String> {
        let blocks_of = &self.reading.blocks;
        let (Some(first), Some(last)) =
            (blocks_of.get(blocks.start), blocks_of.get(blocks.end.saturating_sub(1)))
        else {
            return Vec::new();
        };
        let text = first.text.start as u32..last.text.end as u32;
        let mut found = Vec::new();
        for link in &self.reading.links {
            let is_inside = link
                .text_block
                .as_ref()
                .is_some_and(|(block, _)| blocks.contains(&(*block as usize)));
            if is_inside && self.names_a_person(link.attrs_of_interest) {
                found.extend(names.in_text(&link.anchor, NameCertainty::Shown));
            }
        }
        if found.is_empty() {
            let nodes = &self.reading.tree.nodes;
            let start = nodes.partition_point(|node| node.text[0] < text.start);
            let near =
                nodes[start.min(nodes.len())..].iter().take_while(|node| node.text[0] < text.end);
            for node in near.take(MAX_ITEMS) {
                if self.has_author_class(node.attrs_of_interest)
                    && let Some(text) = self.text_of(node.text)
                {
                    found.extend(names.in_text(&text, NameCertainty::Shown));
                }
            }
        }
        let found = super::dedup_of(found);
        if found.len() > MAX_CLASS_AUTHORS { Vec::new() } else { found }
    }

    /// Whether a link leads to a page about an author.
    fn names_a_person(&self, attrs: KnownAttrs) -> bool {
        let href = attrs.href.text(self.html).to_ascii_lowercase();
        let paths = [
            "/author/",
            "/authors/",
            "/autor/",
            "/auteur/",
            "/autoren/",
            "/contributor/",
            "/contributors/",
            "/by/",
            "/profile/",
            "/people/",
            "/staff/",
            "/reporter/",
            "/journalist/",
            "/avtor/",
            "/authors?",
            "author=",
        ];
        let rel = attrs.rel.text(self.html).to_ascii_lowercase();
        rel.split_ascii_whitespace().any(|word| word == "author")
            || paths.iter().any(|path| href.contains(path))
            || self.has_author_class(attrs)
    }

    fn has_author_class(&self, attrs: KnownAttrs) -> bool {
        let (mut is_author, mut is_other) = (false, false);
        self.each_class(attrs, &mut |word| {
            is_other |= matches!(word, "comment" | "comments" | "reply" | "related");
            is_author |= matches!(
                word,
                "author"
                    | "authors"
                    | "byline"
                    | "byl"
                    | "autor"
                    | "autore"
                    | "autori"
                    | "autorzy"
                    | "auteur"
                    | "writer"
                    | "reporter"
                    | "journalist"
                    | "contributor"
                    | "contributors"
                    | "verfasser"
                    | "avtor"
                    | "yazar"
                    | "postedby"
                    | "writtenby"
                    | "authorname"
            );
        });
        is_author && !is_other
    }

    fn each_class(&self, attrs: KnownAttrs, each: &mut impl FnMut(&str)) {
        for range in [attrs.class, attrs.id] {
            let bytes = range.slice(self.html.as_bytes());
            split_words(&bytes[..bytes.len().min(MAX_AUTHOR_BYTES)], each);
        }
    }
}
