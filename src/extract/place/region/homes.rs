//! The elements that hold the article.

use rustc_hash::FxHashMap;

use super::block_words::is_share;
use super::{ProseRun, RegionPage};
use crate::html::name::{self, ElementName};

/// How many elements a paragraph is looked for through: inline ones nest without end.
const MAX_PARAGRAPH_DEPTH: usize = 16;

/// The elements that hold the prose of the run.
#[derive(Debug)]
pub(super) struct Homes {
    /// For each element, whether it directly holds a good share of the run.
    homes: Vec<bool>,
    /// The same with elements that hold several paragraphs of the run, each in a box of its own.
    near: Vec<bool>,
    /// How many blocks each element holds, with all that is in it.
    pub(super) held: Vec<u32>,
}

impl Homes {
    /// The homes of a run.
    pub(super) fn of_run(page: &RegionPage<'_>, run: ProseRun) -> Self {
        let mut words: FxHashMap<usize, u32> = FxHashMap::default();
        let mut total = 0;
        for index in (run.first..=run.last).filter(|&index| page.is_prose(index)) {
            *words.entry(container(page, index)).or_default() += page.plain(index);
            total += page.plain(index);
        }
        let held = count_blocks(page);
        let mut homes = vec![false; page.elements()];
        let mut paragraphs = vec![0_u32; page.elements()];
        // What is marked does not depend on the order.
        #[expect(clippy::iter_over_hash_type, reason = "each entry marks elements of its own")]
        for (&element, &words) in &words {
            homes[element] = is_share(words, total, page.measures.home_percent);
            paragraphs[page.parent(element)] += u32::from(held[element] == 1);
        }
        let near = homes.iter().zip(&paragraphs).map(|(&home, &held)| home || held > 1).collect();
        Self { homes, near, held }
    }

    /// Whether a block stands directly in a home.
    pub(super) fn hold(&self, page: &RegionPage<'_>, index: usize) -> bool {
        self.homes[container(page, index)]
    }

    /// Whether an element is a home, or stands at most `depth` elements below one.
    pub(super) fn are_near(&self, page: &RegionPage<'_>, element: usize, depth: u32) -> bool {
        let mut at = element;
        (0..=depth).any(|_| {
            let is_near = self.near[at];
            at = page.parent(at);
            is_near
        })
    }
}

fn count_blocks(page: &RegionPage<'_>) -> Vec<u32> {
    let mut held = vec![0_u32; page.elements()];
    for index in 0..page.len() {
        held[page.element_of(index)] += 1;
    }
    for element in (1..held.len()).rev() {
        held[page.parent(element)] += held[element];
    }
    held
}

/// The element that holds the paragraph of a block.
fn container(page: &RegionPage<'_>, index: usize) -> usize {
    let mut at = page.element_of(index);
    for _ in 0..MAX_PARAGRAPH_DEPTH {
        if at == 0 || !is_paragraph(page.name(at)) {
            break;
        }
        at = page.parent(at);
    }
    at
}

/// Whether an element holds a paragraph, a cell, an item or a part of one.
fn is_paragraph(name: ElementName) -> bool {
    matches!(
        name,
        name::P
            | name::LI
            | name::TD
            | name::TH
            | name::DD
            | name::DT
            | name::BLOCKQUOTE
            | name::SPAN
            | name::PRE
            | name::CITE
            | name::CENTER
    ) || name.is_heading()
}
