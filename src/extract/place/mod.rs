//! Where in the page a block or a link stands, and why.
//!
//! On a whole HTML page, what lies outside the content region is not body. Inside it, and in every other
//! document, a link is body unless two independent pieces of evidence say otherwise. Evidence comes from
//! elements and roles, from words in class and id (`data/places.tsv`), from the share of link text in
//! a list or box, from standing outside, and from the link itself (its `rel`, a sharing address). An
//! element around the core says nothing about what stands in it.

mod core;
mod elements;
mod evidence;
mod lead;
mod region;

use std::cell::OnceCell;

use self::lead::Lead;
pub use self::region::RegionMeasures;
use self::region::{BlockWords, ContentRegion, RegionBlock, RegionPage};
use super::place_cues::{self, PlaceCues, place_bit};
use super::raw_link::{LinkKind, RawLink};
use super::reading::ParsedPage;
use super::selector::ElementSelectors;
use super::source_heading::announces_sources;
use crate::article::Place;
use crate::html::name;

/// Text of an element with all that is in it, in bytes.
#[derive(Debug, Clone, Copy, Default)]
struct TextAmount {
    text: u32,
    link_text: u32,
    links: u32,
    prose: u32,
}

/// What is known of the text that a block or link shows, and of where it stands.
#[derive(Debug, Clone, Copy)]
struct TextTraits {
    /// It is no prose, and mostly that of links.
    linked: bool,
    /// It stands under a heading such as "Sources".
    listed: bool,
    /// It lies outside the content region, or outside the core of a page without one.
    outside: bool,
}

/// What decides what the article's own text is.
#[derive(Default)]
pub(crate) struct RegionRules<'a> {
    /// How it is found on a whole page. Without, the document is all article; so is a fragment of HTML.
    pub(crate) measures: Option<RegionMeasures>,
    /// What the site's owner says holds it.
    pub(crate) content: Option<&'a ElementSelectors>,
    /// What the site's owner says is not part of it.
    pub(crate) exclude: Option<&'a ElementSelectors>,
}

/// What the content region says of a block.
enum RegionVerdict {
    /// Nothing.
    Silent,
    /// It is announced as links to other articles or to accounts.
    Led(&'static Lead),
    /// It is no part of the article.
    Outside,
    /// It is a list of links beside the text.
    Boxed,
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
    /// For each element, whether it is the core or in it. All are where there is a region.
    in_core: Vec<bool>,
    /// For each element, the class of the embedded post that it stands in; empty on a page without one.
    embeds: Vec<Option<&'static str>>,
    /// For each element, whether the site's owner excluded it; empty where nothing is.
    excluded: Vec<bool>,
    /// The article's own text, where the page was searched for it and has it.
    region: Option<ContentRegion>,
    /// For each block, what announces its links; empty without a region.
    leads: Vec<Option<&'static Lead>>,
    /// For each block, where it stands by the evidence alone.
    weighed: Vec<Place>,
    /// For each place that a link stands in, the nearest element that speaks for it, from each element
    /// outwards up to those around the core.
    speakers: [OnceCell<Vec<Option<u32>>>; Place::ALL.len()],
}

impl<'a> PlaceClassifier<'a> {
    /// Reads the page as a whole.
    pub(crate) fn new(html: &'a str, reading: &'a ParsedPage, rules: RegionRules<'_>) -> Self {
        let nodes = &reading.tree.nodes;
        let cover = |selectors: &ElementSelectors| selectors.cover(html, nodes);
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
            embeds: Vec::new(),
            excluded: rules.exclude.map(cover).unwrap_or_default(),
            region: None,
            leads: Vec::new(),
            weighed: Vec::new(),
            speakers: Default::default(),
        };
        places.around_core[0] = true;
        places.read_cues();
        places.hand_embeds_down();
        places.hand_down();
        places.read_headings();
        places.sum_up();
        if let Some(content) = rules.content.map(cover) {
            places.take_region(&content);
        }
        if let Some(measures) = rules.measures.filter(|_| places.region.is_none()) {
            places.find_region(measures);
        }
        places.mark_core();
        places.hand_down();
        places.weighed = (0..reading.blocks.len()).map(|index| places.weigh(index)).collect();
        places
    }

    /// Where a block stands.
    pub(crate) fn block(&self, index: usize) -> Place {
        let node = self.reading.blocks[index].node;
        match self.weighed[index] {
            _ if self.embed_around(node).is_some() => Place::Embed,
            _ if self.is_excluded(node) => Place::Navigation,
            Place::Body => self.verdict(index).place(),
            place => place,
        }
    }

    /// Where a link stands, and why.
    pub(crate) fn link(&self, found: &RawLink, url: Option<&str>) -> (Place, Vec<String>) {
        if found.kind == LinkKind::Embed {
            return (Place::Embed, vec!["element:embed".into()]);
        }
        if let Some(class) = self.embed_around(found.node) {
            return (Place::Embed, vec![format!("class:{class}")]);
        }
        if self.is_excluded(found.node) {
            return (Place::Navigation, vec!["selector:exclude".into()]);
        }
        let index = found.block() as usize;
        let shown = found.text_block.is_some();
        let settled = shown
            .then(|| self.weighed[index])
            .filter(|place| !matches!(place, Place::Body | Place::Navigation | Place::Byline));
        let text = match shown {
            true => self.text_at(index, found.node),
            false => TextTraits {
                linked: found.has_image,
                listed: false,
                outside: self.is_outside(index, found.node),
            },
        };
        let mut own = Vec::new();
        let mask = if settled.is_none() { self.link_cues(found, url, &mut own) } else { 0 };
        let place = settled.unwrap_or_else(|| self.classify(found.node, text, mask));
        if place == Place::Body {
            let verdict = self.verdict(index);
            return (verdict.place(), self.region_evidence(&verdict, index));
        }
        let mut evidence = self.evidence(found.node, place, text);
        evidence.extend(own);
        (place, evidence)
    }

    fn weigh(&self, index: usize) -> Place {
        let node = self.reading.blocks[index].node;
        self.classify(node, self.text_at(index, node), 0)
    }

    /// Weighs the evidence on an element with some text; `own` is what the link says of itself.
    fn classify(&self, node: u32, text: TextTraits, own: u8) -> Place {
        let TextTraits { linked, listed, outside } = text;
        let signs = self.cues[node as usize];
        let outside = usize::from(outside);
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
            // The heading tells that this aside is about the text.
            () if listed && signs.aside => Place::Note,
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

    /// What the region says of a block for which the evidence alone leaves body.
    fn verdict(&self, index: usize) -> RegionVerdict {
        let Some(region) = &self.region else { return RegionVerdict::Silent };
        match self.leads.get(index).copied().flatten() {
            Some(lead) => RegionVerdict::Led(lead),
            None if !region.holds(index) => RegionVerdict::Outside,
            None if region.is_boxed(index) => RegionVerdict::Boxed,
            None => RegionVerdict::Silent,
        }
    }

    /// Whether an element that shows a block, or comes before it, lies outside the article.
    fn is_outside(&self, index: usize, node: u32) -> bool {
        match &self.region {
            Some(region) => !region.holds(index),
            None => !self.in_core[node as usize],
        }
    }

    fn text_at(&self, index: usize, node: u32) -> TextTraits {
        let block = &self.reading.blocks[index];
        let linked = !block.prose && block.link_text * 10 >= block.text.len() * 6;
        let outside = self.is_outside(index, node);
        TextTraits { linked, listed: self.listed[index], outside }
    }

    fn is_excluded(&self, node: u32) -> bool {
        self.excluded.get(node as usize) == Some(&true)
    }

    /// Whether the document is a page with an article in it, and not the article alone.
    fn is_whole(&self) -> bool {
        self.reading.tree.nodes[1..]
            .iter()
            .any(|node| matches!(node.name, name::HTML | name::HEAD | name::BODY | name::FRAMESET))
    }

    /// Finds the article's own text. What the elements say is known, but not yet the core.
    fn find_region(&mut self, measures: RegionMeasures) {
        if !self.is_whole() {
            return;
        }
        let blocks =
            self.reading.blocks.iter().zip(&self.listed).map(|(block, &listed)| RegionBlock {
                words: BlockWords::count(self.reading, block),
                barred: !self.may_be_core(block.node) || self.is_excluded(block.node),
                embedded: self.embed_around(block.node).is_some(),
                listed,
            });
        let page = RegionPage { reading: self.reading, measures, blocks: blocks.collect() };
        self.region = ContentRegion::find(&page);
        if let Some(region) = &self.region {
            self.leads = lead::find(&page);
            let prose = region.extent().filter(|&index| page.is_prose(index));
            let prose = prose.map(|index| self.reading.blocks[index].node as usize).collect();
            self.take_core(prose);
        }
    }

    /// Takes what stands in some elements for the article's own text, if anything does.
    fn take_region(&mut self, content: &[bool]) {
        let elements = self.reading.blocks.iter().map(|block| block.node as usize);
        let inside: Vec<usize> = elements.clone().filter(|&element| content[element]).collect();
        if !inside.is_empty() {
            self.region = Some(ContentRegion::of_blocks(elements.map(|at| content[at]).collect()));
            self.take_core(inside);
        }
    }

    /// Notes which blocks stand under a heading for sources, or in an aside behind a label for them.
    fn read_headings(&mut self) {
        let (mut listed, mut is_label) = (false, false);
        for (index, block) in self.reading.blocks.iter().enumerate() {
            let text = &self.reading.text[block.text.clone()];
            let is_heading = self.reading.tree.nodes[block.node as usize].name.is_heading();
            let in_aside = self.cues[block.node as usize].aside;
            if is_heading {
                (listed, is_label) = (announces_sources(text), false);
            } else if in_aside && !listed {
                let label = text.split([':', '：']).next().filter(|label| label.len() < text.len());
                let label = label.or((block.link_text == 0).then_some(text));
                is_label = label.is_some_and(announces_sources);
                listed = is_label;
            } else if is_label && !in_aside {
                (listed, is_label) = (false, false);
            }
            self.listed[index] = listed;
        }
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
        self.each_place_word(found.attrs_of_interest, |word, place| {
            mask |= place_bit(place);
            own.push(format!("class:{word}"));
        });
        mask
    }
}

impl RegionVerdict {
    fn place(&self) -> Place {
        match self {
            Self::Silent => Place::Body,
            Self::Led(lead) => lead.place,
            Self::Outside | Self::Boxed => Place::Navigation,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of each link of a page.
    fn places(html: &str) -> Vec<&'static str> {
        let mut reading = ParsedPage::default();
        reading.read(html);
        let rules =
            RegionRules { measures: Some(RegionMeasures::default()), ..RegionRules::default() };
        let places = PlaceClassifier::new(html, &reading, rules);
        let place = |link: &RawLink| places.link(link, Some(link.href.text(html))).0.name();
        reading.links.iter().map(place).collect()
    }

    const PROSE: &str =
        "<p>This paragraph is long enough to be the core of the page, with words.</p>";

    /// A page around some paragraphs in an article.
    fn page(article: &str, beside: &str) -> String {
        format!("<html><body><div class=a>{article}</div>{beside}</body></html>")
    }

    /// Two paragraphs that a region is found from, in English and in Chinese.
    const TEXT: &str = "<p>The harbour board met on Monday evening and heard from nine people who live beside the \
        eastern wall, most of them for decades.</p><p>The board will decide in spring whether the wall is raised \
        by a metre, as its engineers <a href=own>wrote</a> in a long report last year.</p>";
    const WIDE_TEXT: &str = "<p>港务局星期一晚上开会，听取了住在东堤旁边的九位居民的意见，他们中的大多数人已经在那里\
        住了几十年，也经历过三次大水。</p><p>港务局将在春天决定是否把堤坝加高一米，正如工程师去年在一份很长的\
        <a href=own>报告</a>里所写的那样，费用由城市承担。</p>";

    #[test]
    fn without_a_word_of_any_language_what_is_beside_the_text_is_not_body() {
        let links = "<div><a href=1>Uno</a> <a href=2>Dos</a></div>";
        for text in [TEXT, WIDE_TEXT] {
            let html = page(text, links);
            assert_eq!(places(&html), ["body", "navigation", "navigation"]);
            // A fragment is the article, with all that is in it.
            assert_eq!(places(&format!("<div>{text}</div>{links}")), ["body"; 3]);
        }
    }

    #[test]
    fn teasers_with_summaries_do_not_join_the_text() {
        let teaser = "<div><h3><a href=1>Another story of the day</a></h3><p>A summary of the other story that \
            is long enough to look like prose of its own.</p></div>";
        let html = page(TEXT, &format!("<section>{}</section>", teaser.repeat(4)));
        assert_eq!(places(&html)[0], "body");
        assert_eq!(places(&html)[1..], ["navigation"; 4]);
    }

    #[test]
    fn short_text_in_the_home_of_the_article_is_its_own() {
        let late =
            "<div><a href=1>Ad</a></div><p>It is <a href=2>all here</a> for you to read.</p>";
        let html = page(&format!("{TEXT}{late}"), "");
        assert_eq!(places(&html), ["body", "navigation", "body"]);
    }

    #[test]
    fn a_box_of_links_in_the_text_is_not_its_own() {
        let links = "<a href=1>First other story</a> <a href=2>Second other story</a>";
        let deep = format!("<div><div><div><div>{links}</div></div></div></div>");
        let html = page(&format!("{TEXT}{deep}{TEXT}"), "");
        assert_eq!(places(&html), ["body", "navigation", "navigation", "body"]);
        let list =
            "<ul><li><a href=1>First source</a></li><li><a href=2>Second source</a></li></ul>";
        let html = page(&format!("{TEXT}{list}{TEXT}"), "");
        assert_eq!(places(&html), ["body"; 4]);
    }

    #[test]
    fn a_digest_of_links_is_the_article() {
        let entry = "<li><a href=1>What somebody else wrote about the harbour</a></li>";
        let html = page(&format!("{TEXT}<ul>{}</ul>", entry.repeat(12)), "");
        assert_eq!(places(&html), ["body"; 13]);
    }

    #[test]
    fn sources_stand_under_their_heading() {
        let sources = |heading| format!("<h2>{heading}</h2><ul><li><a href=1>Board</a></ul>");
        let foot = "<div><a href=2>Imprint</a></div>";
        for heading in ["Sources", "Źródła", "参考文献"] {
            let html = page(&format!("{TEXT}{}", sources(heading)), foot);
            assert_eq!(places(&html), ["body", "body", "navigation"], "{heading}");
            let aside = format!("<aside class=widget>{}</aside>", sources(heading));
            assert_eq!(places(&page(TEXT, &aside)), ["body", "note"], "{heading}");
        }
        for label in ["<p><b>Sources</b></p><p>Board: ", "<p>Quellen: ", "<div>来源：</div><p>"]
        {
            let aside = format!("<aside class=widget>{label}<a href=1>x</a></p></aside>");
            let foot = "<div class=menu><a href=2>Imprint</a></div>";
            assert_eq!(
                places(&page(TEXT, &(aside + foot))),
                ["body", "note", "navigation"],
                "{label}"
            );
        }
        let aside = format!("<aside class=widget>{}</aside>", sources("Most read"));
        assert_eq!(places(&page(TEXT, &aside)), ["body", "navigation"]);
    }

    #[test]
    fn leads_announce_other_articles() {
        for lead in ["Read also", "Czytaj także", "Читайте также", "İlgili haberler"]
        {
            let html = page(&format!("{TEXT}<p>{lead}: <a href=1>a story</a></p>{TEXT}"), "");
            assert_eq!(places(&html), ["body", "navigation", "body"], "{lead}");
            let list = format!("<p>{lead}</p><ul><li><a href=1>a story</a></ul>");
            let html = page(&format!("{TEXT}{list}{TEXT}"), "");
            assert_eq!(places(&html), ["body", "navigation", "body"], "{lead}");
        }
        for text in ["Follow the link <a href=1>here</a>.", "Relatedness is <a href=1>one</a>."] {
            assert_eq!(places(&page(&format!("{TEXT}<p>{text}</p>{TEXT}"), "")), ["body"; 3]);
        }
    }

    #[test]
    fn embedded_posts_are_somebody_elses() {
        let post =
            |class| format!("<blockquote class='{class}'><p>Seen <a href=1>today</a></blockquote>");
        for class in ["twitter-tweet", "x Instagram-Media", "mastodon-embed", "tiktok-embed"] {
            let html = page(&format!("{TEXT}{}{TEXT}", post(class)), "");
            assert_eq!(places(&html), ["body", "embed", "body"], "{class}");
            assert_eq!(places(&post(class)), ["embed"], "{class}");
        }
        assert_eq!(places(&post("twitter-tweets my-embed")), ["body"]);
    }

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
