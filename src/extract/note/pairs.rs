//! Which links of a page are marks of notes, and which elements are the notes.
//!
//! A link inside the page is a mark where it shows one (`1`, `[2,3]`, `†`) or has the role of one, and a second piece of
//! evidence says that it leads to a note: the note's name or role, its list, or a link from the note back to the mark.

use std::borrow::Cow;
use std::ops::Range as Span;

use rustc_hash::FxHashMap;

use super::name::{self, NameCue};
use crate::article::Place;
use crate::extract::mark_text::{self, MarkText};
use crate::extract::place_cues::{place_words, split_words};
use crate::extract::raw_link::LinkKind;
use crate::extract::reading::ParsedPage;
use crate::html::charref;
use crate::html::name as element;

/// The most notes that a range such as `[3–5]` stands for.
const MAX_RANGE_NOTES: u32 = 32;

/// How many elements around the target of a mark may say that it is a note.
const MAX_LIST_DEPTH: usize = 4;

/// How far behind its mark the place may stand to which a note links back, in bytes.
const MAX_BACKLINK_BYTES: usize = 8;

/// A mark in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoteMark {
    /// The block that it stands in.
    pub(crate) block: u32,
    /// What it shows, in bytes of the page's text; nothing where it shows nothing.
    pub(crate) text: Span<usize>,
    /// The index of its note among the targets of the page.
    pub(crate) target: usize,
    /// What says that it leads to a note.
    pub(crate) evidence: &'static str,
}

/// A link to another place of its page.
struct InnerLink<'a> {
    index: usize,
    block: u32,
    text: Span<usize>,
    id: Cow<'a, str>,
    target: usize,
}

/// Finds the marks of a page, in document order. `own` is the page's own address.
pub(super) fn find(
    html: &str,
    reading: &ParsedPage,
    hrefs: &[Cow<'_, str>],
    own: Option<&str>,
) -> Vec<NoteMark> {
    let own = own.map(|own| own.split('#').next().unwrap_or(own));
    let leads_inside = |href: &Cow<'_, str>| {
        let page = href.trim_start().split_once('#').map(|(page, _)| page);
        page.is_some_and(|page| page.is_empty() || own == Some(page))
    };
    if reading.silent_marks.is_empty() && !hrefs.iter().any(leads_inside) {
        return Vec::new();
    }
    let finder = PairFinder::new(html, reading);
    let links = finder.inner_links(hrefs, own);
    let backlinks = finder.backlinks(&links);
    let mut marks: Vec<NoteMark> =
        links.iter().filter_map(|link| finder.mark(link, &backlinks)).collect();
    finder.add_ranges(&mut marks);
    finder.add_silent(&mut marks);
    marks.sort_by_key(|mark| (mark.text.start, mark.block, mark.target));
    marks
}

/// Looks names up in a page.
struct PairFinder<'a> {
    html: &'a str,
    reading: &'a ParsedPage,
    /// The targets of each name, in document order; empty where no link or mark needs them.
    ids: FxHashMap<Cow<'a, str>, Vec<usize>>,
}

impl<'a> PairFinder<'a> {
    fn new(html: &'a str, reading: &'a ParsedPage) -> Self {
        let mut ids: FxHashMap<Cow<'a, str>, Vec<usize>> = FxHashMap::default();
        for (index, target) in reading.targets.iter().enumerate() {
            ids.entry(charref::decode_attribute(target.id.text(html))).or_default().push(index);
        }
        Self { html, reading, ids }
    }

    /// The target of a name that a link at `from` leads to. Of equal names the next one is meant: a page may hold several
    /// articles, a notebook several cells.
    fn target(&self, id: &str, from: usize) -> Option<usize> {
        let targets = self.ids.get(id)?;
        let after = targets.partition_point(|&at| self.reading.targets[at].text < from);
        targets.get(after).or(targets.last()).copied()
    }

    /// The links of the page that show text and lead to a place of it.
    fn inner_links(&self, hrefs: &[Cow<'a, str>], own: Option<&str>) -> Vec<InnerLink<'a>> {
        let links = self.reading.links.iter().zip(hrefs).enumerate();
        let links = links.filter(|(_, (link, _))| link.kind == LinkKind::Anchor);
        let inner = links.filter_map(|(index, (link, href))| {
            let (page, id) = href.trim().split_once('#')?;
            let (block, text) = link.text_block.clone().filter(|_| !id.is_empty())?;
            if !page.is_empty() && own != Some(page) {
                return None;
            }
            let decoded = || percent_encoding::percent_decode_str(id).decode_utf8().ok();
            let (id, target) = match self.target(id, text.end) {
                Some(target) => (Cow::Owned(id.to_owned()), target),
                None => {
                    let id = Cow::Owned(decoded()?.into_owned());
                    let target = self.target(&id, text.end)?;
                    (id, target)
                }
            };
            Some(InnerLink { index, block, text, id, target })
        });
        inner.collect()
    }

    /// For each target that a link leads to, where the links behind it lead: the note, and the places in the text to
    /// which it links back. Sorted.
    fn backlinks(&self, links: &[InnerLink<'_>]) -> Vec<(usize, usize)> {
        let mut asked: Vec<usize> = links.iter().map(|link| link.target).collect();
        asked.sort_unstable();
        asked.dedup();
        let targets = &self.reading.targets;
        let owner =
            |at: usize| asked.partition_point(|&target| targets[target].text <= at).checked_sub(1);
        let back = links
            .iter()
            .filter_map(|link| Some((asked[owner(link.text.start)?], targets[link.target].text)));
        let mut back: Vec<(usize, usize)> = back.collect();
        back.sort_unstable();
        back
    }

    /// Whether a note links back to the mark: to a place in its block that does not stand behind it.
    fn is_linked_back(&self, link: &InnerLink<'_>, backlinks: &[(usize, usize)]) -> bool {
        let block = self.reading.blocks[link.block as usize].text.start;
        let first = backlinks.partition_point(|&back| back < (link.target, block));
        let end = link.text.end + MAX_BACKLINK_BYTES;
        backlinks.get(first).is_some_and(|&(target, at)| target == link.target && at <= end)
    }

    fn mark(&self, link: &InnerLink<'_>, backlinks: &[(usize, usize)]) -> Option<NoteMark> {
        let raw = &self.reading.links[link.index];
        let role = raw.attrs_of_interest.role.text(self.html);
        let has_role = role.eq_ignore_ascii_case("doc-noteref");
        let cue = name::cue(&link.id);
        let linked_back = self.is_linked_back(link, backlinks);
        let shows_mark = MarkText::parse(&raw.anchor).is_some();
        let reads_as_mark = has_role
            || shows_mark
            || cue == Some(NameCue::Entry)
            || (linked_back && cue == Some(NameCue::Note));
        let leads_back = self.leads_back(link, role, cue, linked_back);
        if !reads_as_mark || leads_back {
            return None;
        }
        let evidence = match cue {
            _ if has_role => "role",
            Some(NameCue::Note | NameCue::Entry) => "name",
            _ if linked_back => "backlink",
            _ if self.is_listed(link.target) => "list",
            _ => return None,
        };
        let (block, text) = (link.block, link.text.clone());
        Some(NoteMark { block, text, target: link.target, evidence })
    }

    /// Whether a link stands in a note and leads back to a mark.
    fn leads_back(
        &self,
        link: &InnerLink<'_>,
        role: &str,
        cue: Option<NameCue>,
        linked_back: bool,
    ) -> bool {
        let raw = &self.reading.links[link.index];
        let arrow = |c: char| matches!(c, '^' | '↩' | '↑' | '⏎' | '⤴' | '↵' | '⬆' | '▲' | '⇑');
        if role.eq_ignore_ascii_case("doc-backlink") || raw.anchor.contains(arrow) {
            return true;
        }
        match cue {
            Some(NameCue::Mark) => return true,
            Some(NameCue::Note | NameCue::Entry) => return false,
            None => {}
        }
        let mut named = false;
        split_words(raw.attrs_of_interest.class.slice(self.html.as_bytes()), &mut |word| {
            named |= matches!(word, "backref" | "backlink" | "reversefootnote" | "back");
        });
        let target = self.reading.targets[link.target].text;
        // Of two links to each other, the mark stands first, or text stands before it.
        named
            || (linked_back && target < link.text.start)
            || (self.begins_block(link.block, link.text.start) && target < link.text.start)
    }

    /// Whether no words stand before a place in its block.
    fn begins_block(&self, block: u32, at: usize) -> bool {
        let start = self.reading.blocks[block as usize].text.start;
        !self.reading.text[start..at.max(start)].contains(char::is_alphabetic)
    }

    /// Whether a target stands in a list that is called one of notes.
    fn is_listed(&self, target: usize) -> bool {
        let mut at = self.reading.targets[target].node;
        (0..MAX_LIST_DEPTH).any(|_| {
            let node = &self.reading.tree.nodes[at as usize];
            at = node.parent;
            let bytes = self.html.as_bytes();
            let role = node.attrs_of_interest.role.text(self.html);
            let mut named = matches!(role, "doc-footnote" | "doc-endnote" | "doc-endnotes");
            let mut read = |_, place| named |= place == Place::Note;
            place_words(node.attrs_of_interest.class.slice(bytes), &mut read);
            place_words(node.attrs_of_interest.id.slice(bytes), &mut read);
            named && node.name != element::BODY
        })
    }

    /// Adds the notes that `[3–5]`, `2,3` and `[3]–[5]` mean besides those that are linked.
    fn add_ranges(&self, marks: &mut Vec<NoteMark>) {
        let texts: Vec<Option<MarkText>> = marks
            .iter()
            .map(|mark| MarkText::parse(&self.reading.text[mark.text.clone()]))
            .collect();
        let number = |at: usize| texts[at].as_ref().and_then(MarkText::number);
        let known: FxHashMap<u32, usize> =
            (0..marks.len()).rev().filter_map(|at| Some((number(at)?, marks[at].target))).collect();
        let mut more = Vec::new();
        for (at, mark) in marks.iter().enumerate() {
            let mut add = |numbers: std::ops::RangeInclusive<u32>| {
                for one in numbers.take(MAX_RANGE_NOTES as usize) {
                    let target = known.get(&one).copied().or_else(|| self.sibling(mark, one));
                    more.extend(target.map(|target| NoteMark { target, ..mark.clone() }));
                }
            };
            match &texts[at] {
                Some(MarkText::Numbers(numbers)) if numbers.len() > 1 || number(at).is_none() => {
                    numbers.iter().take(MAX_RANGE_NOTES as usize).cloned().for_each(&mut add);
                }
                _ => {}
            }
            let Some(next) = marks.get(at + 1).filter(|next| next.block == mark.block) else {
                continue;
            };
            let (Some(first), Some(last)) = (number(at), number(at + 1)) else { continue };
            let between = self.reading.text.get(mark.text.end..next.text.start).unwrap_or_default();
            if first < last && between.len() <= 16 && mark_text::is_range_sign(between) {
                add(first + 1..=last - 1);
            }
        }
        marks.append(&mut more);
    }

    /// The note with another number, by the name of the one that a mark leads to.
    fn sibling(&self, mark: &NoteMark, number: u32) -> Option<usize> {
        let id = charref::decode_attribute(self.reading.targets[mark.target].id.text(self.html));
        self.target(&name::with_number(&id, number)?, mark.text.end)
    }

    /// Adds the marks that show nothing.
    fn add_silent(&self, marks: &mut Vec<NoteMark>) {
        let silent = self.reading.silent_marks.iter().filter_map(|mark| {
            let href = charref::decode_attribute(mark.href.text(self.html));
            let target = self.target(href.strip_prefix('#')?, mark.text)?;
            let block = self.reading.block_of(mark)?;
            Some(NoteMark { block, text: mark.text..mark.text, target, evidence: "role" })
        });
        marks.extend(silent);
    }
}
