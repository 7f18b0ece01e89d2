//! Boxes beside the text, and the tables among them.

use super::block_words::is_share;
use super::{Homes, RegionPage};
use crate::html::name;

/// How many elements a cell stands below its table at most.
const MAX_TABLE_DEPTH: usize = 8;

/// How many elements a heading stands below its table: its row and a part of the table.
const HEADING_DEPTH: usize = 3;

/// What an element holds, with all that is in it.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    words: u32,
    linked: u32,
    has_prose: bool,
}

/// The boxes of a page: elements that hold no prose of the region, as large as they get.
#[derive(Debug)]
pub(super) struct LinkBoxes {
    /// For each element, whether the box around it is mostly links.
    mostly_links: Vec<bool>,
    /// For each element, whether it is a table that has headings or a caption.
    headed: Vec<bool>,
}

impl LinkBoxes {
    /// Finds the boxes around the blocks that are inside so far.
    pub(super) fn find(page: &RegionPage<'_>, inside: &[bool]) -> Self {
        let held = sum_up(page, inside);
        let mut boxes: Vec<usize> = (0..page.elements()).collect();
        for element in 1..boxes.len() {
            let parent = page.parent(element);
            if !held[parent].has_prose {
                boxes[element] = boxes[parent];
            }
        }
        let percent = page.measures.linked_percent;
        let is_mostly_links = |&around: &usize| {
            let held = held[around];
            is_share(held.linked, held.words, percent)
        };
        let mostly_links = boxes.iter().map(is_mostly_links).collect();
        Self { mostly_links, headed: tables_with_headings(page) }
    }

    /// The table around an element, if it stands near the text and is not mostly links.
    pub(super) fn table_around(
        &self,
        page: &RegionPage<'_>,
        homes: &Homes,
        element: usize,
    ) -> Option<usize> {
        let mut at = element;
        for _ in 0..MAX_TABLE_DEPTH {
            let parent = page.parent(at);
            if page.name(at) == name::TABLE {
                let is_near = homes.are_near(page, parent, page.measures.depth);
                return (is_near && !self.mostly_links[at]).then_some(at);
            }
            at = parent;
        }
        None
    }

    /// Whether a table has headings or a caption.
    pub(super) fn has_headings(&self, table: usize) -> bool {
        self.headed[table]
    }
}

fn sum_up(page: &RegionPage<'_>, inside: &[bool]) -> Vec<Held> {
    let mut held = vec![Held::default(); page.elements()];
    for (index, block) in page.blocks.iter().enumerate() {
        let at = &mut held[page.element_of(index)];
        at.words += block.words.all;
        at.linked += block.words.linked;
        at.has_prose |= inside[index] && page.is_prose(index);
    }
    for element in (1..held.len()).rev() {
        let inner = held[element];
        let outer = &mut held[page.parent(element)];
        outer.words += inner.words;
        outer.linked += inner.linked;
        outer.has_prose |= inner.has_prose;
    }
    held
}

fn tables_with_headings(page: &RegionPage<'_>) -> Vec<bool> {
    let mut headed = vec![false; page.elements()];
    for element in 1..page.elements() {
        if matches!(page.name(element), name::TH | name::CAPTION) {
            let mut at = element;
            for _ in 0..HEADING_DEPTH {
                at = page.parent(at);
                headed[at] |= page.name(at) == name::TABLE;
            }
        }
    }
    headed
}
