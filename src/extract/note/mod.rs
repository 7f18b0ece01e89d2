//! Notes of a page: their marks in the text, and the stretches of text and lists that are notes.

mod name;
mod pairs;
mod sources;

use std::borrow::Cow;
use std::ops::Range as Span;

use rustc_hash::FxHashMap;

pub(crate) use self::pairs::NoteMark;
use super::mark_text::MarkText;
use super::reading::ParsedPage;
use crate::html::byte_range::ByteRange;
use crate::html::name as element;

/// A stretch of the page's text that is one note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoteText {
    /// In bytes of the page's text.
    pub(crate) text: Span<usize>,
    /// The index of its target.
    target: usize,
    /// What says that it is one.
    evidence: &'static str,
}

/// The notes of a page.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// The marks, in document order.
    pub(crate) marks: Vec<NoteMark>,
    /// The notes that they lead to, in document order; they do not overlap.
    pub(crate) texts: Vec<NoteText>,
    /// Elements all of whose content is notes, as first and last in document order.
    lists: Vec<(u32, u32)>,
    /// For each block, whether it is an entry of a list of sources that nothing refers to. Empty for none.
    sources: Vec<bool>,
}

impl Notes {
    /// Finds the notes of a page. `own` is the page's own address.
    pub(crate) fn find(
        html: &str,
        reading: &ParsedPage,
        hrefs: &[Cow<'_, str>],
        own: Option<&str>,
    ) -> Self {
        let marks = pairs::find(html, reading, hrefs, own);
        let mut notes = Self { sources: sources::find(reading), ..Self::default() };
        if marks.is_empty() {
            return notes;
        }
        let mut targets: Vec<(usize, &'static str)> =
            marks.iter().map(|mark| (mark.target, mark.evidence)).collect();
        targets.sort_unstable();
        targets.dedup_by_key(|(target, _)| *target);
        let extents = Extents { html, reading, last: last_inside(reading) };
        let next = targets.iter().skip(1).map(|(target, _)| reading.targets[*target].text);
        let next: Vec<usize> = next.chain([usize::MAX]).collect();
        let mut bases = Vec::with_capacity(targets.len());
        for ((target, evidence), next) in targets.into_iter().zip(next) {
            let (base, text) = extents.text(target, next);
            bases.push(base);
            if text.start < text.end {
                notes.texts.push(NoteText { text, target, evidence });
            }
        }
        notes.lists = extents.lists(&bases);
        notes.marks = marks;
        // A mark in its own note is a link back.
        let is_inside = |notes: &Self, mark: &NoteMark| {
            let block = &reading.blocks[mark.block as usize].text;
            let around = notes.around(block, mark.text.start);
            around.is_some_and(|at| notes.texts[at].target == mark.target)
        };
        let marks = std::mem::take(&mut notes.marks);
        notes.marks = marks.into_iter().filter(|mark| !is_inside(&notes, mark)).collect();
        notes
    }

    /// The index of the note that holds a place of the text.
    pub(crate) fn at(&self, text: usize) -> Option<usize> {
        note_at(&self.texts, text)
    }

    /// The index of the note that holds the text before a mark in a block. A block that ends with the mark ends where
    /// the next one begins.
    pub(crate) fn around(&self, block: &Span<usize>, mark: usize) -> Option<usize> {
        self.at(if mark > block.start { mark - 1 } else { mark })
    }

    /// The index of the note that a mark leads to.
    pub(crate) fn of_mark(&self, mark: &NoteMark) -> Option<usize> {
        // Targets ascend as the texts do.
        self.texts.binary_search_by_key(&mark.target, |note| note.target).ok()
    }

    /// Why text at a place, in an element, is a note.
    pub(crate) fn evidence(&self, text: Option<usize>, node: u32) -> Option<&'static str> {
        let own = text.and_then(|text| self.at(text)).map(|at| self.texts[at].evidence);
        own.or_else(|| self.is_in_list(node).then_some("list"))
    }

    /// Whether a block is an entry of a list of sources that nothing refers to.
    pub(crate) fn is_source(&self, block: usize) -> bool {
        self.sources.get(block) == Some(&true)
    }

    fn is_in_list(&self, node: u32) -> bool {
        let after = self.lists.partition_point(|(first, _)| *first <= node);
        after.checked_sub(1).is_some_and(|at| node <= self.lists[at].1)
    }
}

fn note_at(texts: &[NoteText], text: usize) -> Option<usize> {
    let at = texts.partition_point(|note| note.text.start <= text).checked_sub(1)?;
    (text < texts[at].text.end).then_some(at)
}

/// For each element, the last one in it.
fn last_inside(reading: &ParsedPage) -> Vec<u32> {
    let nodes = &reading.tree.nodes;
    let mut last: Vec<u32> = (0..nodes.len() as u32).collect();
    for at in (1..nodes.len()).rev() {
        let parent = nodes[at].parent as usize;
        last[parent] = last[parent].max(last[at]);
    }
    last
}

/// Finds where notes end.
struct Extents<'a> {
    html: &'a str,
    reading: &'a ParsedPage,
    /// For each element, the last one in it.
    last: Vec<u32>,
}

impl Extents<'_> {
    /// The element of a note and its text, which ends where the text of the next one begins.
    fn text(&self, target: usize, next: usize) -> (u32, Span<usize>) {
        let found = &self.reading.targets[target];
        let blocks = &self.reading.blocks;
        let mut base = self.reading.block_element(found.node);
        let first = blocks.partition_point(|block| block.text.end <= found.text);
        let mut end = self.end(base, first, next);
        // A name that stands alone, or before the number of its note, names what is around it.
        for _ in 0..3 {
            let parent = self.reading.tree.nodes[base as usize].parent;
            let named = self.is_named(parent);
            let blank = MarkText::parse(self.reading.text.get(found.text..end).unwrap_or_default());
            let alone = end <= found.text || blank.is_some();
            if parent == 0 || !(named || (alone && self.may_be_note(base, parent))) {
                break;
            }
            base = parent;
            end = self.end(base, first, next);
        }
        let start = blocks.get(first).map_or(found.text, |block| {
            let before = self.reading.text.get(block.text.start..found.text).unwrap_or_default();
            let is_blank = !before.contains(char::is_alphabetic);
            if is_blank { block.text.start.min(found.text) } else { found.text }
        });
        (base, start..end)
    }

    /// Where the text of an element ends that begins with the block `first`.
    fn end(&self, base: u32, first: usize, next: usize) -> usize {
        let inside = base..=self.last[base as usize];
        let blocks = self.reading.blocks.get(first..).unwrap_or_default();
        let of_note = blocks.iter().take_while(|block| inside.contains(&block.node));
        let of_note = of_note.take_while(|block| block.text.start < next);
        of_note.last().map_or(0, |block| block.text.end.min(next))
    }

    /// Whether an element may be a note whose name a part of it has.
    fn may_be_note(&self, part: u32, whole: u32) -> bool {
        let name = |at: u32| self.reading.tree.nodes[at as usize].name;
        matches!(
            name(whole),
            element::LI | element::TR | element::DD | element::P | element::BLOCKQUOTE
        ) || (name(part) == element::DT && name(whole) == element::DL)
    }

    /// Whether an element is called as notes are.
    fn is_named(&self, at: u32) -> bool {
        let id = self.reading.tree.nodes[at as usize].attrs_of_interest.id;
        id != ByteRange::default() && name::cue(id.text(self.html)) == Some(name::NameCue::Note)
    }

    /// The lists at least half of whose items are notes.
    fn lists(&self, bases: &[u32]) -> Vec<(u32, u32)> {
        let nodes = &self.reading.tree.nodes;
        let is_list =
            |at: u32| matches!(nodes[at as usize].name, element::OL | element::UL | element::DL);
        let mut noted: FxHashMap<u32, usize> = FxHashMap::default();
        for &base in bases {
            let parent = nodes[base as usize].parent;
            if nodes[base as usize].name == element::LI && is_list(parent) {
                *noted.entry(parent).or_default() += 1;
            }
        }
        if noted.is_empty() {
            return Vec::new();
        }
        let mut items: FxHashMap<u32, usize> = FxHashMap::default();
        for node in nodes.iter().filter(|node| node.name == element::LI) {
            if noted.contains_key(&node.parent) {
                *items.entry(node.parent).or_default() += 1;
            }
        }
        let lists = noted.into_iter().filter(|(list, count)| count * 2 >= items[list]);
        let mut lists: Vec<(u32, u32)> =
            lists.map(|(list, _)| (list, self.last[list as usize])).collect();
        lists.sort_unstable();
        // One that stands in another is part of it.
        lists.dedup_by(|inner, outer| inner.0 <= outer.1);
        lists
    }
}
