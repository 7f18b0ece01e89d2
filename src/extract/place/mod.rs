//! Where in the page a block or a link stands, and why.
//!
//! A link is body unless two independent pieces of evidence say otherwise. Evidence comes from
//! elements and roles, from words in class and id (`data/places.tsv`), from the share of link text in
//! a list or box, from standing outside the core, and from the link itself (its `rel`, a sharing
//! address). The core is the innermost element that holds most of the prose; an element around the
//! core says nothing about what stands in it.

mod core;

use std::cell::OnceCell;

use super::place_cues::{self, PlaceCues, WORDS, place_bit, split_words};
use super::raw_link::{LinkKind, RawLink};
use super::reading::ParsedPage;
use crate::article::Place;
use crate::html::attrs::KnownAttrs;
use crate::html::name::{self, ElementName};

/// The most pieces of evidence of the elements around a link that are noted, and the most bytes of a class
/// that are searched for them: a class of a megabyte around 10^5 links would be repeated for each.
const MAX_EVIDENCE: usize = 16;
const MAX_CUE_BYTES: u32 = 4096;

/// Text of an element with all that is in it, in bytes.
#[derive(Debug, Clone, Copy, Default)]
struct TextAmount {
    text: u32,
    link_text: u32,
    links: u32,
    prose: u32,
}

/// What is known of the text that a block or link shows.
#[derive(Debug, Clone, Copy)]
struct TextTraits {
    /// It is no prose, and mostly that of links.
    linked: bool,
    /// It stands under a heading such as "Sources".
    listed: bool,
}

/// Judges the blocks and links of one page.
pub(crate) struct PlaceClassifier<'a> {
    html: &'a str,
    reading: &'a ParsedPage,
    amounts: Vec<TextAmount>,
    /// What each element says itself.
    own: Vec<PlaceCues>,
    /// What each element and those around it say, up to those around the core.
    cues: Vec<PlaceCues>,
    /// For each element, whether the core is in it.
    around_core: Vec<bool>,
    /// For each block, whether it stands under a heading for sources.
    listed: Vec<bool>,
    /// For each element, whether it is the core or in it.
    in_core: Vec<bool>,
    /// For each place that a link stands in, the nearest element that speaks for it, from each element
    /// outwards up to those around the core.
    speakers: [OnceCell<Vec<Option<u32>>>; Place::ALL.len()],
}

impl<'a> PlaceClassifier<'a> {
    /// Reads the page as a whole.
    pub(crate) fn new(html: &'a str, reading: &'a ParsedPage) -> Self {
        let count = reading.tree.nodes.len();
        let mut places = Self {
            html,
            reading,
            amounts: vec![TextAmount::default(); count],
            own: vec![PlaceCues::default(); count],
            cues: vec![PlaceCues::default(); count],
            around_core: vec![false; count],
            listed: vec![false; reading.blocks.len()],
            in_core: vec![false; count],
            speakers: Default::default(),
        };
        places.around_core[0] = true;
        places.read_headings();
        places.read_cues();
        places.hand_down();
        places.sum_up();
        places.mark_core();
        places.hand_down();
        places
    }

    /// Where a block stands.
    pub(crate) fn block(&self, index: usize) -> Place {
        let node = self.reading.blocks[index].node;
        self.classify(node, self.text_at(index), 0)
    }

    /// Where a link stands, and why, given the place of its block if it is shown in one.
    pub(crate) fn link(
        &self,
        found: &RawLink,
        url: Option<&str>,
        block: Option<Place>,
    ) -> (Place, Vec<String>) {
        if found.kind == LinkKind::Embed {
            return (Place::Embed, vec!["element:embed".into()]);
        }
        let settled =
            block.filter(|place| !matches!(place, Place::Body | Place::Navigation | Place::Byline));
        let text = match &found.text_block {
            Some((index, _)) => self.text_at(*index as usize),
            None => TextTraits { linked: found.has_image, listed: false },
        };
        let mut own = Vec::new();
        let mask = if settled.is_none() { self.link_cues(found, url, &mut own) } else { 0 };
        let place = settled.unwrap_or_else(|| self.classify(found.node, text, mask));
        if place == Place::Body {
            return (place, Vec::new());
        }
        let mut evidence = self.evidence(found.node, place, text.linked);
        evidence.extend(own);
        (place, evidence)
    }

    /// Weighs the evidence on an element with some text; `own` is what the link says of itself.
    fn classify(&self, node: u32, text: TextTraits, own: u8) -> Place {
        let TextTraits { linked, listed } = text;
        let signs = self.cues[node as usize];
        let outside = usize::from(!self.in_core[node as usize]);
        let dense = usize::from(linked && self.is_dense(node));
        let count = |place: Place| {
            let has = |mask: u8| usize::from(mask & place_bit(place) != 0);
            has(signs.elements) + has(signs.names) + has(own)
        };
        let commented = signs.names & place_bit(Place::Comment) != 0 && !signs.authored;
        let (share, caption) = (count(Place::Share), count(Place::Caption));
        let (navigation, byline) = (count(Place::Navigation), count(Place::Byline));
        match () {
            // The role of a footnote is set by who made the page, and leaves no doubt.
            () if signs.elements & place_bit(Place::Note) != 0 => Place::Note,
            () if count(Place::Note) + outside > 1 => Place::Note,
            () if commented && usize::from(signs.comments) + outside > 1 => Place::Comment,
            () if share > 0 && share + dense + outside + usize::from(linked) > 1 => Place::Share,
            () if caption > 0 && caption + usize::from(signs.pictured) > 1 => Place::Caption,
            // Links alone, away from the text, may also be its sources: their heading tells.
            () if listed && navigation == 0 => Place::Body,
            () if (linked || navigation > 0) && navigation + dense + outside > 1 => {
                Place::Navigation
            }
            () if byline > 0 && byline + outside > 1 => Place::Byline,
            () => Place::Body,
        }
    }

    /// All that speaks for `place`: elements and words, innermost first, then positions.
    fn evidence(&self, node: u32, place: Place, linked: bool) -> Vec<String> {
        let mut evidence = Vec::new();
        let speakers = self.speakers[place as usize].get_or_init(|| self.speakers_for(place));
        let mut next = speakers[node as usize];
        while let Some(at) = next.filter(|_| evidence.len() < 4) {
            let node = &self.reading.tree.nodes[at as usize];
            let own = self.own[at as usize];
            if own.elements & place_bit(place) != 0
                && let Some((_, word)) = self.element_cue(at)
            {
                evidence.push(format!("element:{word}"));
            }
            if own.names & place_bit(place) != 0 {
                self.each_word(node.attrs_of_interest.clipped(MAX_CUE_BYTES), |word| {
                    if WORDS.get(word) == Some(&place) && evidence.len() < MAX_EVIDENCE {
                        evidence.push(format!("class:{word}"));
                    }
                });
            }
            next = speakers[node.parent as usize];
        }
        if matches!(place, Place::Navigation | Place::Share) && linked && self.is_dense(node) {
            evidence.push("density:links".into());
        }
        if !self.in_core[node as usize] {
            evidence.push("position:outside-core".into());
        }
        if place == Place::Caption && self.cues[node as usize].pictured {
            evidence.push("position:picture".into());
        }
        evidence
    }

    /// For each element, the nearest one from it outwards that speaks for a place. Going outwards from each
    /// link instead would cost the square of the page where elements are nested 10^5 deep.
    fn speakers_for(&self, place: Place) -> Vec<Option<u32>> {
        let mut speakers: Vec<Option<u32>> = Vec::with_capacity(self.own.len());
        for (at, own) in self.own.iter().enumerate() {
            let parent = self.reading.tree.nodes[at].parent as usize;
            speakers.push(match (own.elements | own.names) & place_bit(place) {
                _ if self.around_core[at] => None,
                0 => speakers.get(parent).copied().flatten(),
                _ => Some(at as u32),
            });
        }
        speakers
    }

    /// Notes what each element says itself.
    fn read_cues(&mut self) {
        for at in 1..self.own.len() {
            let marks = self.reading.tree.nodes[at].attrs_of_interest;
            let mut signs = PlaceCues::default();
            self.each_word(marks, |word| {
                signs.names |= WORDS.get(word).copied().map_or(0, place_bit);
            });
            signs.elements = self.element_cue(at as u32).map_or(0, |(place, _)| place_bit(place));
            signs.comments = u8::from(signs.names & place_bit(Place::Comment) != 0);
            signs.authored = signs.comments > 0 && self.is_by_author(marks);
            signs.pictured = signs.has_caption() && self.is_pictured(at as u32);
            self.own[at] = signs;
        }
    }

    /// Hands the signs of each element down to those in it. Elements around the core say nothing.
    fn hand_down(&mut self) {
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

    fn element_cue(&self, at: u32) -> Option<(Place, &'static str)> {
        let node = &self.reading.tree.nodes[at as usize];
        // The header of an article is not that of the site.
        if node.name == name::HEADER && self.in_article(at) {
            return None;
        }
        place_cues::element_cue(node.name, node.attrs_of_interest.role.text(self.html))
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

    /// Calls `each` with the words of `class` and `id`, lower-cased.
    fn each_word(&self, marks: KnownAttrs, mut each: impl FnMut(&str)) {
        split_words(marks.class.slice(self.html.as_bytes()), &mut each);
        split_words(marks.id.slice(self.html.as_bytes()), &mut each);
    }

    /// What a link says of itself, as a mask and in words.
    fn link_cues(&self, found: &RawLink, url: Option<&str>, own: &mut Vec<String>) -> u8 {
        let mut mask = 0;
        if url.is_some_and(place_cues::is_share_url) {
            mask |= place_bit(Place::Share);
            own.push("link:share-address".into());
        }
        for word in found.attrs_of_interest.rel.text(self.html).split_ascii_whitespace() {
            if let Some(place) = place_cues::rel_cue(word) {
                mask |= place_bit(place);
                own.push(format!("rel:{word}"));
            }
        }
        self.each_word(found.attrs_of_interest, |word| {
            if let Some(place) = WORDS.get(word) {
                mask |= place_bit(*place);
                own.push(format!("class:{word}"));
            }
        });
        mask
    }

    fn text_at(&self, index: usize) -> TextTraits {
        let block = &self.reading.blocks[index];
        let linked = !block.prose && block.link_text * 10 >= block.text.len() * 6;
        TextTraits { linked, listed: self.listed[index] }
    }

    /// Notes which blocks stand under a heading for sources.
    fn read_headings(&mut self) {
        let mut listed = false;
        for (index, block) in self.reading.blocks.iter().enumerate() {
            if self.reading.tree.nodes[block.node as usize].name.is_heading() {
                listed = place_cues::is_for_sources(&self.reading.text[block.text.clone()]);
            }
            self.listed[index] = listed;
        }
    }

    /// Whether the nearest box around an element holds little but links.
    fn is_dense(&self, node: u32) -> bool {
        let mut at = node;
        for _ in 0..3 {
            let amount = self.amounts[at as usize];
            if amount.links >= 3 || is_box(self.reading.tree.nodes[at as usize].name) {
                return amount.link_text * 10 >= amount.text * 5;
            }
            if self.around_core[at as usize] {
                return true;
            }
            at = self.reading.tree.nodes[at as usize].parent;
        }
        true
    }
}

fn is_box(name: ElementName) -> bool {
    matches!(
        name,
        name::UL | name::OL | name::TABLE | name::SECTION | name::NAV | name::ASIDE | name::DL
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of each link of a page.
    fn places(html: &str) -> Vec<&'static str> {
        let mut reading = ParsedPage::default();
        reading.read(html);
        let places = PlaceClassifier::new(html, &reading);
        let blocks: Vec<_> = (0..reading.blocks.len()).map(|at| places.block(at)).collect();
        reading
            .links
            .iter()
            .map(|link| {
                let block = link.text_block.as_ref().map(|(at, _)| blocks[*at as usize]);
                let href = &html[link.href.start as usize..link.href.end as usize];
                places.link(link, Some(href), block).0.name()
            })
            .collect()
    }

    const PROSE: &str =
        "<p>This paragraph is long enough to be the core of the page, with words.</p>";

    #[test]
    fn one_piece_of_evidence_is_not_enough() {
        let html =
            format!("<div class=comments>{PROSE}<p class=nav><a href=x>y</a> and so on.</p></div>");
        assert_eq!(places(&html), ["body"]);
    }

    #[test]
    fn a_list_of_sources_is_no_navigation() {
        let list = "<ul><li><a href=1>One</a><li><a href=2>Two</a><li><a href=3>Three</a></ul>";
        let page = |heading| format!("<div>{PROSE}{PROSE}</div><h2>{heading}</h2>{list}");
        assert_eq!(places(&page("Sources and further reading")), ["body"; 3]);
        assert_eq!(places(&page("More from us")), ["navigation"; 3]);
    }

    #[test]
    fn the_usual_places() {
        let html = format!(
            "<nav class=menu><a href=1>Home</a></nav><main>{PROSE}{PROSE}<p>See <a href=2>this</a> here.</p>\
             <figure><img src=x><figcaption>By <a href=3>me</a></figcaption></figure></main>\
             <ol class=commentlist><li class=comment><p>Nice <a href=4>site</a>.</p></ol>\
             <div class=share><a href='https://twitter.com/intent/tweet?u=x'>T</a></div>\
             <iframe src=5></iframe>"
        );
        let want = ["navigation", "body", "caption", "comment", "share", "embed"];
        assert_eq!(places(&html), want);
    }
}
