//! What a page refers to, and what in it can be referred to.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::srcset;
use crate::html::attrs;
use crate::html::byte_range::ByteRange;
use crate::html::charref::{decode_attribute, decode_text};
use crate::html::name::{self, ElementName};
use crate::html::scan::{Scanner, StartTag, Token};

/// What a reference is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReferenceKind {
    /// A link that a reader follows.
    Link,
    /// An image.
    Image,
    /// A script, style sheet, frame, icon, film or sound.
    Asset,
    /// The new address that a page sends its reader to.
    Redirect,
}

/// One reference of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference<'a> {
    pub(super) kind: ReferenceKind,
    /// The address as written, character references decoded.
    pub(super) written: Cow<'a, str>,
    /// Where it stands in the markup.
    pub(super) range: ByteRange,
    /// Where its tag begins.
    pub(super) tag: u32,
}

/// What the markup of a page holds.
#[derive(Debug, Default)]
pub(super) struct Markup<'a> {
    pub(super) references: Vec<Reference<'a>>,
    /// The first `<base href>`.
    pub(super) base: Option<Cow<'a, str>>,
    /// Whether the page sends its reader on at once, or after some seconds to another page.
    pub(super) refresh_seconds: Option<u32>,
    /// Ids, and names of anchors.
    pub(super) ids: FxHashSet<Cow<'a, str>>,
    /// Texts of headings that have no id.
    pub(super) headings: Vec<String>,
    /// Comments that may leave findings out: where each stands.
    pub(super) comments: Vec<ByteRange>,
}

/// What is wanted of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// References alone.
    References,
    /// Ids and headings too.
    Anchors,
}

/// Reads the markup of a page.
pub(super) fn read(html: &str, wanted: Wanted) -> Markup<'_> {
    let mut reader = MarkupReader {
        html,
        wanted,
        markup: Markup::default(),
        hidden_templates: 0,
        open_templates: Vec::new(),
        in_picture: 0,
        heading: None,
    };
    let mut scanner = Scanner::new(html);
    let mut is_foreign = false;
    while let Some(token) = scanner.next() {
        match token {
            Token::Start(start) => {
                reader.start(&start);
                match start.name {
                    name::SVG | name::MATH if !start.closes_itself => is_foreign = true,
                    name::FOREIGNOBJECT => is_foreign = false,
                    _ => {}
                }
                // The `title` of SVG holds markup, whatever comes after it.
                if is_foreign {
                    scanner.set_foreign(true);
                }
            }
            Token::End { name } => {
                reader.end(name);
                match name {
                    name::SVG | name::MATH => is_foreign = false,
                    name::FOREIGNOBJECT => is_foreign = true,
                    _ => {}
                }
                scanner.set_foreign(is_foreign);
            }
            Token::Text(range) => {
                if let Some(heading) = &mut reader.heading {
                    heading.push_str(&decode_text(range.text(html)));
                }
            }
            Token::Comment(range) => {
                if range.text(html).trim_start().starts_with("citegraph:") {
                    reader.markup.comments.push(range);
                }
            }
            Token::Raw(_) => {}
        }
    }
    reader.markup
}

const USE: ElementName = ElementName::from_bytes(b"use");
const PICTURE: ElementName = ElementName::from_bytes(b"picture");

struct MarkupReader<'a> {
    html: &'a str,
    wanted: Wanted,
    markup: Markup<'a>,
    /// Open templates whose content no browser shows.
    hidden_templates: u32,
    /// Every open template: whether it hides its content.
    open_templates: Vec<bool>,
    in_picture: u32,
    heading: Option<String>,
}

impl<'a> MarkupReader<'a> {
    fn start(&mut self, start: &StartTag) {
        if start.name == name::TEMPLATE {
            let is_shown = self.attr(start, "shadowrootmode").is_some();
            self.open_templates.push(!is_shown);
            self.hidden_templates += u32::from(!is_shown);
            return;
        }
        if self.hidden_templates > 0 {
            return;
        }
        if self.wanted == Wanted::Anchors {
            self.note_anchor(start);
        }
        match start.name {
            name::A | name::AREA => self.link(start),
            name::IMG => self.image(start),
            name::IMAGE => self.first(start, &["href", "xlink:href"], ReferenceKind::Image),
            USE => self.first(start, &["href", "xlink:href"], ReferenceKind::Image),
            PICTURE => self.in_picture += 1,
            name::SOURCE => self.source(start),
            name::VIDEO => {
                self.note(start, "poster", ReferenceKind::Image);
                self.note(start, "src", ReferenceKind::Asset);
            }
            name::AUDIO | name::TRACK | name::SCRIPT | name::IFRAME | name::FRAME | name::EMBED => {
                self.note(start, "src", ReferenceKind::Asset);
            }
            name::OBJECT => self.note(start, "data", ReferenceKind::Asset),
            name::INPUT => self.input(start),
            name::LINK => self.head_link(start),
            name::META => self.refresh(start),
            name::BASE if self.markup.base.is_none() => {
                self.markup.base = self.attr(start, "href").map(|range| self.value(range));
            }
            _ => {}
        }
    }

    fn end(&mut self, element: ElementName) {
        if element == name::TEMPLATE {
            let is_hidden = self.open_templates.pop().unwrap_or(false);
            self.hidden_templates -= u32::from(is_hidden);
        } else if element == PICTURE {
            self.in_picture = self.in_picture.saturating_sub(1);
        } else if element.is_heading() {
            self.markup.headings.extend(self.heading.take());
        }
    }

    fn note_anchor(&mut self, start: &StartTag) {
        let attrs = &start.attrs_of_interest;
        let has_id = attrs.id.start < attrs.id.end;
        if has_id {
            let id = self.value(attrs.id);
            self.markup.ids.insert(id);
        }
        if start.name == name::A && attrs.name.start < attrs.name.end {
            let name = self.value(attrs.name);
            self.markup.ids.insert(name);
        }
        if start.name.is_heading() && !has_id {
            self.heading = Some(String::new());
        }
    }

    fn link(&mut self, start: &StartTag) {
        match start.attrs_of_interest.href {
            range if range != ByteRange::default() => self.push(start, range, ReferenceKind::Link),
            _ => self.note(start, "xlink:href", ReferenceKind::Link),
        }
    }

    fn image(&mut self, start: &StartTag) {
        self.note(start, "src", ReferenceKind::Image);
        self.srcset(start);
    }

    fn source(&mut self, start: &StartTag) {
        if self.in_picture > 0 {
            self.srcset(start);
        } else {
            self.note(start, "src", ReferenceKind::Asset);
        }
    }

    fn input(&mut self, start: &StartTag) {
        let kind = self.attr(start, "type").map(|range| self.value(range));
        if kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("image")) {
            self.note(start, "src", ReferenceKind::Image);
        }
    }

    /// A `link` whose target a browser or a reader of the page loads. `preconnect`, `dns-prefetch`, `me` and the
    /// like name no file.
    fn head_link(&mut self, start: &StartTag) {
        const ASSETS: [&str; 11] = [
            "stylesheet",
            "icon",
            "apple-touch-icon",
            "apple-touch-icon-precomposed",
            "mask-icon",
            "manifest",
            "preload",
            "modulepreload",
            "prefetch",
            "alternate",
            "search",
        ];
        const PAGES: [&str; 6] = ["canonical", "next", "prev", "help", "license", "author"];
        let rel = self.value(start.attrs_of_interest.rel).to_ascii_lowercase();
        let has = |words: &[&str]| rel.split_ascii_whitespace().any(|word| words.contains(&word));
        let kind = match () {
            () if has(&ASSETS) => ReferenceKind::Asset,
            () if has(&PAGES) => ReferenceKind::Link,
            () => return,
        };
        if start.attrs_of_interest.href != ByteRange::default() {
            self.push(start, start.attrs_of_interest.href, kind);
        }
    }

    /// `<meta http-equiv=refresh content="0; url=…">` (WHATWG HTML 4.2.5.3).
    fn refresh(&mut self, start: &StartTag) {
        let is_refresh = self
            .attr(start, "http-equiv")
            .is_some_and(|range| range.text(self.html).trim().eq_ignore_ascii_case("refresh"));
        if !is_refresh || self.markup.refresh_seconds.is_some() {
            return;
        }
        let Some(content) = self.attr(start, "content") else { return };
        let Some((seconds, address)) = refresh_target(content.text(self.html)) else { return };
        self.markup.refresh_seconds = Some(seconds);
        let begin = content.start as usize + address.start;
        let range = ByteRange::new(begin, begin + address.len());
        self.push(start, range, ReferenceKind::Redirect);
    }

    fn srcset(&mut self, start: &StartTag) {
        let Some(range) = self.attr(start, "srcset") else { return };
        let raw = range.text(self.html);
        for (at, address) in srcset::candidates(raw) {
            let begin = range.start as usize + at;
            let range = ByteRange::new(begin, begin + address.len());
            self.push(start, range, ReferenceKind::Image);
        }
    }

    fn first(&mut self, start: &StartTag, names: &[&str], kind: ReferenceKind) {
        if let Some(range) = names.iter().find_map(|name| self.attr(start, name)) {
            self.push(start, range, kind);
        }
    }

    fn note(&mut self, start: &StartTag, attr: &str, kind: ReferenceKind) {
        self.first(start, &[attr], kind);
    }

    fn push(&mut self, start: &StartTag, range: ByteRange, kind: ReferenceKind) {
        let reference = Reference { kind, written: self.value(range), range, tag: start.tag.start };
        self.markup.references.push(reference);
    }

    fn attr(&self, start: &StartTag, name: &str) -> Option<ByteRange> {
        attrs::find(self.html.as_bytes(), start.attrs, name)
    }

    fn value(&self, range: ByteRange) -> Cow<'a, str> {
        decode_attribute(range.text(self.html))
    }
}

/// The seconds of a refresh, and where in `content` its address stands.
fn refresh_target(content: &str) -> Option<(u32, std::ops::Range<usize>)> {
    let is_space = |c: char| c.is_ascii_whitespace();
    let trimmed = content.trim_start_matches(is_space);
    let digits = trimmed.len() - trimmed.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let seconds = match &trimmed[..digits] {
        "" if trimmed.starts_with('.') => 0,
        "" => return None,
        digits => digits.parse().unwrap_or(u32::MAX),
    };
    let rest = trimmed[digits..].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let rest = rest.trim_start_matches(is_space);
    let rest = rest.strip_prefix([';', ',']).unwrap_or(rest).trim_start_matches(is_space);
    let named = rest
        .get(..3)
        .filter(|word| word.eq_ignore_ascii_case("url"))
        .and_then(|_| rest[3..].trim_start_matches(is_space).strip_prefix('='));
    let rest = named.map_or(rest, |rest| rest.trim_start_matches(is_space));
    let (rest, end) = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inner = &rest[1..];
            (inner, inner.find(quote).unwrap_or(inner.len()))
        }
        _ => (rest, rest.trim_end_matches(is_space).len()),
    };
    let start = content.len() - rest.len();
    (end > 0).then_some((seconds, start..start + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> Vec<(ReferenceKind, String)> {
        let references = read(html, Wanted::References).references;
        references.into_iter().map(|one| (one.kind, one.written.into_owned())).collect()
    }

    #[test]
    fn references_are_what_a_browser_loads() {
        use ReferenceKind::{Asset, Image, Link, Redirect};
        for (html, expected) in [
            ("<a href='a?x&amp;y'>t</a>", vec![(Link, "a?x&y")]),
            (
                "<!-- <a href=x> --><script>'<a href=y>'</script><template><a href=z></template>",
                vec![],
            ),
            ("<template shadowrootmode=open><a href=z></template>", vec![(Link, "z")]),
            ("<noscript><img src=n></noscript>", vec![(Image, "n")]),
            (
                "<picture><source srcset='a 1x, b 2x'><img src=c></picture>",
                vec![(Image, "a"), (Image, "b"), (Image, "c")],
            ),
            (
                "<video poster=p src=s><source src=t><track src=u></video>",
                vec![(Image, "p"), (Asset, "s"), (Asset, "t"), (Asset, "u")],
            ),
            (
                "<link rel='shortcut icon' href=f><link rel=preconnect href=//x><link rel=canonical href=c>",
                vec![(Asset, "f"), (Link, "c")],
            ),
            ("<meta http-equiv=Refresh content='0; URL=\"a b\"'>", vec![(Redirect, "a b")]),
            ("<meta http-equiv=refresh content=30>", vec![]),
            (
                "<svg><a xlink:href=s></a><title/><image href=i /></svg><a href=t>",
                vec![(Link, "s"), (Image, "i"), (Link, "t")],
            ),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(k, w)| (k, w.to_owned())).collect();
            assert_eq!(found(html), expected, "{html}");
        }
    }

    #[test]
    fn anchors_are_ids_names_and_headings() {
        let html = "<h1 id=a>x</h1><a name='b'></a><p name=c><h2>T <em>u&amp;v</em></h2><template><p id=d></template>";
        let markup = read(html, Wanted::Anchors);
        let mut ids: Vec<&str> = markup.ids.iter().map(|id| &**id).collect();
        ids.sort_unstable();
        assert_eq!((ids, markup.headings), (vec!["a", "b"], vec!["T u&v".to_owned()]));
    }
}
