//! Where in the page a block or a link stands, and why.
//!
//! A link is body unless two independent pieces of evidence say otherwise. Evidence comes from
//! elements and roles, from words in class and id (`data/places.tsv`), from the share of link text in
//! a list or box, from standing outside the core, and from the link itself (its `rel`, a sharing
//! address). The core is the innermost element that holds most of the prose; an element around the
//! core says nothing about what stands in it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::attrs;
use super::name::{self, Name};
use super::reading::{Found, LinkKind, Reading};
use super::sentence;
use crate::article::Place;

/// The share of all prose that the core holds at least.
const CORE_SHARE: f64 = 0.7;

/// Words of class and id attributes, with the place they speak for.
static WORDS: LazyLock<FxHashMap<&'static str, Place>> = LazyLock::new(|| {
    let rows = include_str!("../../data/places.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let (word, place) = (cells.next()?, cells.next()?);
        Place::ALL.into_iter().find(|known| known.name() == place).map(|place| (word, place))
    })
    .collect()
});

/// What an element says about its content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Signs {
    /// Places that its name or role speaks for, one bit each.
    elements: u8,
    /// Places that its class or id speaks for.
    names: u8,
    /// How many elements in a row are named for comments.
    comments: u8,
    /// Whether the comment was written by the author of the page (Drupal).
    authored: bool,
    /// Whether a picture is near.
    pictured: bool,
}

impl Signs {
    fn has_caption(self) -> bool {
        (self.elements | self.names) & bit(Place::Caption) != 0
    }
}

/// Text of an element with all that is in it, in bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Amount {
    text: u32,
    link_text: u32,
    links: u32,
    prose: u32,
}

/// Judges the blocks and links of one page.
pub(crate) struct Places<'a> {
    html: &'a str,
    reading: &'a Reading,
    amounts: Vec<Amount>,
    /// The signs of each node and its ancestors, where they were asked for.
    signs: Vec<Option<Signs>>,
    core: u32,
    /// For each node, whether the core is it or one of its descendants.
    around_core: Vec<bool>,
    /// For each node, whether it is the core or in it.
    in_core: Vec<bool>,
}

/// A place and why.
pub(crate) type Judgement = (Place, Vec<String>);

impl<'a> Places<'a> {
    /// Reads the page as a whole.
    pub(crate) fn new(html: &'a str, reading: &'a Reading) -> Self {
        let count = reading.tree.nodes.len();
        let mut places = Self {
            html,
            reading,
            amounts: vec![Amount::default(); count],
            signs: vec![None; count],
            core: 0,
            around_core: vec![false; count],
            in_core: vec![false; count],
        };
        places.around_core[0] = true;
        places.find_core();
        places
    }

    /// Where a block stands.
    pub(crate) fn block(&mut self, index: usize) -> Judgement {
        let block = &self.reading.blocks[index];
        let text = &self.reading.text[block.text.clone()];
        let linked = block.link_text * 10 >= text.len() * 6 && !self.is_prose(index);
        self.judge(block.node, linked, 0, Vec::new())
    }

    /// Where a link stands, given the place of its block if it is shown in one.
    pub(crate) fn link(
        &mut self,
        found: &Found,
        url: Option<&str>,
        block: Option<&Judgement>,
    ) -> Judgement {
        if found.kind == LinkKind::Embed {
            return (Place::Embed, vec!["element:embed".into()]);
        }
        if let Some((place, _)) = block
            && !matches!(place, Place::Body | Place::Navigation | Place::Byline)
        {
            return block.cloned().unwrap_or_default();
        }
        let (mask, own) = self.own_signs(found, url);
        let linked = match &found.shown {
            Some((index, _)) => {
                let block = &self.reading.blocks[*index as usize];
                block.link_text * 10 >= block.text.len() * 6 && !self.is_prose(*index as usize)
            }
            None => found.has_image,
        };
        self.judge(found.node, linked, mask, own)
    }

    /// Weighs the evidence on a node; `linked` if the text there is mostly that of links, `own` is what
    /// the link says of itself.
    fn judge(&mut self, node: u32, linked: bool, own_mask: u8, own: Vec<String>) -> Judgement {
        let signs = self.signs_of(node);
        let outside = !self.in_core[node as usize];
        let dense = linked && self.is_dense(node);
        let has = |mask: u8, place: Place| mask & bit(place) != 0;
        let count = |place: Place| {
            usize::from(has(signs.elements, place))
                + usize::from(has(signs.names, place))
                + usize::from(has(own_mask, place))
        };
        let commented = has(signs.names, Place::Comment) && !signs.authored;
        let place = match () {
            () if has(signs.elements, Place::Note)
                || count(Place::Note) + usize::from(outside) > 1 =>
            {
                Place::Note
            }
            () if commented && (signs.comments > 1 || outside) => Place::Comment,
            () if count(Place::Share) > 0
                && count(Place::Share)
                    + usize::from(dense)
                    + usize::from(outside)
                    + usize::from(linked)
                    > 1 =>
            {
                Place::Share
            }
            () if count(Place::Caption) > 0
                && count(Place::Caption) + usize::from(signs.pictured) > 1 =>
            {
                Place::Caption
            }
            () if count(Place::Navigation) + usize::from(dense) + usize::from(outside) > 1
                && (linked || count(Place::Navigation) > 0) =>
            {
                Place::Navigation
            }
            () if count(Place::Byline) > 0 && count(Place::Byline) + usize::from(outside) > 1 => {
                Place::Byline
            }
            () => Place::Body,
        };
        if place == Place::Body {
            return (place, Vec::new());
        }
        let mut evidence = self.evidence(node, place);
        evidence.extend(own);
        if dense && matches!(place, Place::Navigation | Place::Share) {
            evidence.push("density:links".into());
        }
        if outside {
            evidence.push("position:outside-core".into());
        }
        if signs.pictured && place == Place::Caption {
            evidence.push("position:picture".into());
        }
        (place, evidence)
    }

    /// The elements and words that speak for `place`, innermost first.
    fn evidence(&self, node: u32, place: Place) -> Vec<String> {
        let mut evidence = Vec::new();
        let mut at = node;
        while !self.around_core[at as usize] && evidence.len() < 4 {
            let node = &self.reading.tree.nodes[at as usize];
            if let Some((_, word)) = self.element_sign(at).filter(|(found, _)| *found == place) {
                evidence.push(format!("element:{word}"));
            }
            let words = self.words(node.attrs);
            let word = words.filter(|word| WORDS.get(word.as_str()) == Some(&place)).next();
            evidence.extend(word.map(|word| format!("class:{word}")));
            at = node.parent;
        }
        evidence
    }

    /// The signs of a node and all its ancestors that do not hold the core.
    fn signs_of(&mut self, node: u32) -> Signs {
        let mut path = Vec::new();
        let mut at = node;
        let mut signs = loop {
            if self.around_core[at as usize] {
                break Signs::default();
            }
            if let Some(known) = self.signs[at as usize] {
                break known;
            }
            path.push(at);
            at = self.reading.tree.nodes[at as usize].parent;
        };
        for at in path.into_iter().rev() {
            signs = self.add_signs(signs, at);
            self.signs[at as usize] = Some(signs);
        }
        signs
    }

    fn add_signs(&self, outer: Signs, at: u32) -> Signs {
        let mut signs = outer;
        let attrs = self.reading.tree.nodes[at as usize].attrs;
        let mut names = 0;
        for word in self.words(attrs) {
            names |= WORDS.get(word.as_str()).copied().map_or(0, bit);
        }
        signs.names |= names;
        signs.elements |= self.element_sign(at).map_or(0, |(place, _)| bit(place));
        signs.comments += u8::from(names & bit(Place::Comment) != 0);
        signs.authored |= names != 0 && self.is_by_author(attrs);
        signs.pictured |= signs.has_caption() && self.is_pictured(at);
        signs
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
    fn is_by_author(&self, range: super::scan::Range) -> bool {
        self.attribute(range, "class").is_some_and(|class| class.contains("comment-by-node-author"))
    }

    /// What an element's name or role says.
    fn element_sign(&self, at: u32) -> Option<(Place, &'static str)> {
        let node = &self.reading.tree.nodes[at as usize];
        let by_name = match node.name {
            name::NAV => Some((Place::Navigation, "nav")),
            name::ASIDE => Some((Place::Navigation, "aside")),
            name::FOOTER => Some((Place::Navigation, "footer")),
            name::HEADER => Some((Place::Navigation, "header")),
            name::MENU => Some((Place::Navigation, "menu")),
            name::FORM => Some((Place::Navigation, "form")),
            name::FIGCAPTION => Some((Place::Caption, "figcaption")),
            name::ADDRESS => Some((Place::Byline, "address")),
            _ => None,
        };
        let role = self.attribute(node.attrs, "role")?;
        let by_role = match role {
            "navigation" => Some((Place::Navigation, "role=navigation")),
            "banner" => Some((Place::Navigation, "role=banner")),
            "contentinfo" => Some((Place::Navigation, "role=contentinfo")),
            "complementary" => Some((Place::Navigation, "role=complementary")),
            "search" | "menu" | "menubar" | "toolbar" => Some((Place::Navigation, "role=menu")),
            "doc-footnote" | "doc-endnote" | "doc-endnotes" => {
                Some((Place::Note, "role=doc-footnote"))
            }
            _ => None,
        };
        by_role.or(by_name)
    }

    fn attribute(&self, range: super::scan::Range, name: &str) -> Option<&'a str> {
        let value = attrs::find(self.html.as_bytes(), range, name);
        value.map_or(Some(""), |value| self.html.get(value.start as usize..value.end as usize))
    }

    /// The words of `class` and `id`, lower-cased.
    fn words(&self, range: super::scan::Range) -> impl Iterator<Item = String> {
        let bytes = self.html.as_bytes();
        let mut words = Vec::new();
        if range.end > range.start {
            for attr in attrs::all(bytes, range) {
                let name = attr.name.of(bytes);
                if name.eq_ignore_ascii_case(b"class") || name.eq_ignore_ascii_case(b"id") {
                    let value = &self.html[attr.value.start as usize..attr.value.end as usize];
                    split_words(value, &mut words);
                }
            }
        }
        words.into_iter()
    }

    /// What a link says of itself.
    fn own_signs(&self, found: &Found, url: Option<&str>) -> (u8, Vec<String>) {
        let mut mask = 0;
        let mut own = Vec::new();
        if url.is_some_and(is_share_url) {
            mask |= bit(Place::Share);
            own.push("link:share-address".into());
        }
        let rel = self.attribute(found.attrs, "rel").unwrap_or_default();
        for word in rel.split_ascii_whitespace() {
            let place = match word {
                "tag" | "category" | "next" | "prev" | "home" | "bookmark" => Place::Navigation,
                "author" => Place::Byline,
                _ => continue,
            };
            mask |= bit(place);
            own.push(format!("rel:{word}"));
        }
        for word in self.words(found.attrs) {
            if let Some(place) = WORDS.get(word.as_str()) {
                mask |= bit(*place);
                own.push(format!("class:{word}"));
            }
        }
        (mask, own)
    }

    /// Whether the nearest box around a node holds little but links.
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

    fn is_prose(&self, index: usize) -> bool {
        let block = &self.reading.blocks[index];
        sentence::is_prose(&self.reading.text[block.text.clone()])
    }

    /// Sums up what each element holds, and finds the core.
    fn find_core(&mut self) {
        for index in 0..self.reading.blocks.len() {
            let block = &self.reading.blocks[index];
            let length = block.text.len() as u32;
            let own_text = length - block.link_text as u32;
            let is_prose = self.is_prose(index) && block.link_text * 2 < block.text.len();
            let node = block.node;
            let prose = if is_prose && self.may_be_core(node) { own_text } else { 0 };
            let amount = &mut self.amounts[node as usize];
            amount.text += length;
            amount.link_text += block.link_text as u32;
            amount.prose += prose;
        }
        for link in &self.reading.links {
            self.amounts[link.node as usize].links += 1;
        }
        for at in (1..self.amounts.len()).rev() {
            let amount = self.amounts[at];
            let outer = &mut self.amounts[self.reading.tree.nodes[at].parent as usize];
            outer.text += amount.text;
            outer.link_text += amount.link_text;
            outer.links += amount.links;
            outer.prose += amount.prose;
        }
        self.signs.fill(None);
        self.mark_core();
    }

    /// Whether prose in a node may belong to the core: no element around it is named for comments or
    /// navigation.
    fn may_be_core(&mut self, node: u32) -> bool {
        let signs = self.signs_of(node);
        let commented = signs.names & bit(Place::Comment) != 0 && !signs.authored;
        let aside = signs.elements & signs.names & bit(Place::Navigation) != 0;
        !commented && !aside
    }

    /// The core is the last element that holds enough of the prose; those around it come before it.
    fn mark_core(&mut self) {
        let enough = (f64::from(self.amounts[0].prose) * CORE_SHARE) as u32;
        if enough > 0 {
            let last = self.amounts.iter().rposition(|amount| amount.prose >= enough.max(1));
            self.core = last.unwrap_or(0) as u32;
        }
        if is_paragraph(self.reading.tree.nodes[self.core as usize].name) {
            self.core = self.reading.tree.nodes[self.core as usize].parent;
        }
        let mut at = self.core;
        while at != 0 {
            self.around_core[at as usize] = true;
            at = self.reading.tree.nodes[at as usize].parent;
        }
        self.in_core[self.core as usize] = true;
        for at in self.core as usize + 1..self.in_core.len() {
            self.in_core[at] = self.in_core[self.reading.tree.nodes[at].parent as usize];
        }
    }
}

fn bit(place: Place) -> u8 {
    1 << place as u8
}

fn is_box(name: Name) -> bool {
    matches!(
        name,
        name::UL | name::OL | name::TABLE | name::SECTION | name::NAV | name::ASIDE | name::DL
    )
}

fn is_paragraph(name: Name) -> bool {
    matches!(name, name::P | name::LI | name::TD | name::BLOCKQUOTE) || name.is_heading()
}

/// Splits `post-tags relatedLinks` into `post tags related links`.
fn split_words(value: &str, words: &mut Vec<String>) {
    for part in value.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut start = 0;
        let bytes = part.as_bytes();
        for at in 1..bytes.len() {
            if bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase() {
                words.push(part[start..at].to_ascii_lowercase());
                start = at;
            }
        }
        if start < part.len() {
            words.push(part[start..].to_ascii_lowercase());
        }
    }
}

/// Addresses whose only purpose is to share another page.
fn is_share_url(url: &str) -> bool {
    const SHARE: [&str; 24] = [
        "addtoany.com/share",
        "api.addthis.com/",
        "connect.qq.com/widget/shareqq",
        "del.icio.us/post",
        "delicious.com/save",
        "digg.com/submit",
        "facebook.com/dialog/feed",
        "facebook.com/dialog/share",
        "facebook.com/share.php",
        "facebook.com/sharer",
        "getpocket.com/edit",
        "getpocket.com/save",
        "google.com/bookmarks/mark",
        "linkedin.com/sharearticle",
        "linkedin.com/sharing/share",
        "news.ycombinator.com/submitlink",
        "pinterest.com/pin/create",
        "plus.google.com/share",
        "reddit.com/submit",
        "service.weibo.com/share",
        "t.me/share",
        "telegram.me/share",
        "twitter.com/intent/",
        "twitter.com/share",
    ];
    const MORE: [&str; 6] = [
        "share.flipboard.com/",
        "social-plugins.line.me/lineit/share",
        "stumbleupon.com/submit",
        "tumblr.com/share",
        "vk.com/share.php",
        "wa.me/?text=",
    ];
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.get(..rest.len().min(80)).unwrap_or(rest).to_ascii_lowercase();
    let rest = ["www.", "m.", "mobile."].iter().find_map(|w| rest.strip_prefix(w)).unwrap_or(&rest);
    SHARE.iter().chain(&MORE).any(|address| rest.starts_with(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_unique_and_explained() {
        let table = include_str!("../../data/places.tsv");
        let rows: Vec<Vec<&str>> = table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split('\t').collect())
            .collect();
        assert!(rows.windows(2).all(|pair| pair[0][0] < pair[1][0]));
        assert!(rows.iter().all(|row| row.len() == 3 && row[2].len() > 3));
        assert_eq!(WORDS.len(), rows.len(), "every place is known");
    }

    /// The place of each link of a page.
    fn places(html: &str) -> Vec<&'static str> {
        let mut reading = Reading::default();
        reading.read(html);
        let mut places = Places::new(html, &reading);
        let blocks: Vec<_> = (0..reading.blocks.len()).map(|at| places.block(at)).collect();
        reading
            .links
            .iter()
            .map(|link| {
                let block = link.shown.as_ref().map(|(at, _)| &blocks[*at as usize]);
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

    #[test]
    fn words_are_split() {
        let mut words = Vec::new();
        split_words("post-tags relatedLinks x_y", &mut words);
        assert_eq!(words, ["post", "tags", "related", "links", "x", "y"]);
    }
}
