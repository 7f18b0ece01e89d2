//! What the elements of a page say of the places of their content.

use rustc_hash::FxHashMap;

use super::super::place_cues::{self, PlaceCues, place_bit, place_words};
use super::PlaceClassifier;
use crate::article::Place;
use crate::html::attrs::KnownAttrs;
use crate::html::name;

impl PlaceClassifier<'_> {
    /// Notes what each element says itself.
    pub(super) fn read_cues(&mut self) {
        // Elements of one page have few classes.
        let mut by_class: FxHashMap<&[u8], ClassCues> = FxHashMap::default();
        let html = self.html.as_bytes();
        let read = |value: &[u8]| {
            let mut names = 0;
            place_words(value, &mut |_, place| names |= place_bit(place));
            names
        };
        for at in 1..self.own.len() {
            let marks = self.reading.tree.nodes[at].attrs_of_interest;
            let mut signs = PlaceCues::default();
            let class = marks.class.slice(html);
            if !class.is_empty() {
                let known = by_class.entry(class).or_insert_with(|| ClassCues {
                    names: read(class),
                    embed: place_cues::embed_class(class),
                });
                signs.names = known.names;
                if known.embed.is_some() {
                    self.embeds.resize(self.own.len(), None);
                    self.embeds[at] = known.embed;
                }
            }
            signs.names |= read(marks.id.slice(html));
            signs.elements = self.element_cue(at as u32).map_or(0, |(place, _)| place_bit(place));
            signs.comments = u8::from(signs.names & place_bit(Place::Comment) != 0);
            signs.authored = signs.comments > 0 && self.is_by_author(marks);
            signs.aside = self.is_aside(at as u32);
            signs.pictured = signs.has_caption() && self.is_pictured(at as u32);
            self.own[at] = signs;
        }
    }

    /// Hands the signs of each element down to those in it. Elements around the core say nothing.
    pub(super) fn hand_down(&mut self) {
        for at in 1..self.own.len() {
            self.cues[at] = if self.around_core[at] {
                PlaceCues::default()
            } else {
                let outer = self.cues[self.reading.tree.nodes[at].parent as usize];
                outer.with(self.own[at])
            };
        }
    }

    /// Whether a picture stands in one of the three boxes around an element.
    fn is_pictured(&self, at: u32) -> bool {
        let mut at = at;
        (0..4).any(|_| {
            let found = self.reading.pictured.contains(&at);
            at = self.reading.tree.nodes[at as usize].parent;
            found
        })
    }

    /// Drupal marks what the page's own author or contributors wrote in the form of comments.
    fn is_by_author(&self, marks: KnownAttrs) -> bool {
        marks.class.text(self.html).contains("comment-by-node-author")
    }

    pub(super) fn element_cue(&self, at: u32) -> Option<(Place, &'static str)> {
        let node = &self.reading.tree.nodes[at as usize];
        // The header of an article is not that of the site.
        if node.name == name::HEADER && self.in_article(at) {
            return None;
        }
        place_cues::element_cue(node.name, node.attrs_of_interest.role.text(self.html))
    }

    fn is_aside(&self, at: u32) -> bool {
        let node = &self.reading.tree.nodes[at as usize];
        let role = node.attrs_of_interest.role.text(self.html);
        node.name == name::ASIDE || role == "complementary"
    }

    fn in_article(&self, at: u32) -> bool {
        let mut at = at;
        for _ in 0..16 {
            let node = &self.reading.tree.nodes[at as usize];
            if node.name == name::ARTICLE {
                return true;
            }
            at = node.parent;
        }
        false
    }

    /// Calls `each` with the words of `class` and `id` that speak for a place.
    pub(super) fn each_place_word(
        &self,
        marks: KnownAttrs,
        mut each: impl FnMut(&'static str, Place),
    ) {
        place_words(marks.class.slice(self.html.as_bytes()), &mut each);
        place_words(marks.id.slice(self.html.as_bytes()), &mut each);
    }

    /// The class of the embedded post that an element stands in.
    pub(super) fn embed_around(&self, node: u32) -> Option<&'static str> {
        self.embeds.get(node as usize).copied().flatten()
    }

    /// Hands down in which embedded post each element stands.
    pub(super) fn hand_embeds_down(&mut self) {
        for at in 1..self.embeds.len() {
            let parent = self.reading.tree.nodes[at].parent as usize;
            self.embeds[at] = self.embeds[at].or(self.embeds[parent]);
        }
    }
}

/// What a class says of its elements.
#[derive(Clone, Copy)]
struct ClassCues {
    /// The places that its words speak for, one bit each.
    names: u8,
    /// The embedded post that it marks.
    embed: Option<&'static str>,
}
