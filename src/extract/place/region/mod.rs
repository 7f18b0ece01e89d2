//! The content region: the blocks of a page that are the article's own text.
//!
//! It is found from blocks and elements alone, so that it needs no words of any language: the heaviest run
//! of prose blocks, less what links and elements between them cost; then what stands beside the run in the
//! elements that hold it. A block of links inside it stays only near the text.

mod block_words;
mod boxes;
mod growth;
mod homes;
mod measures;
mod run;

pub(crate) use self::block_words::BlockWords;
use self::boxes::LinkBoxes;
use self::homes::Homes;
pub use self::measures::RegionMeasures;
use self::run::ProseRun;
use super::super::reading::ParsedPage;
use crate::html::name::ElementName;

/// What is known of a block before the region is.
#[derive(Debug, Clone, Copy)]
pub(super) struct RegionBlock {
    pub(super) words: BlockWords,
    /// It is named for comments, or is navigation by element and by name: never the article's text.
    pub(super) barred: bool,
    /// It stands in an embedded post, which neither joins nor separates the text around it.
    pub(super) embedded: bool,
    /// It stands under a heading for sources.
    pub(super) listed: bool,
}

/// A page as blocks that may be prose.
pub(super) struct RegionPage<'a> {
    pub(super) reading: &'a ParsedPage,
    pub(super) measures: RegionMeasures,
    pub(super) blocks: Vec<RegionBlock>,
}

impl RegionPage<'_> {
    fn len(&self) -> usize {
        self.blocks.len()
    }

    fn plain(&self, index: usize) -> u32 {
        self.blocks[index].words.plain()
    }

    fn is_linked(&self, index: usize) -> bool {
        self.blocks[index].words.is_linked(self.measures.linked_percent)
    }

    fn is_barred(&self, index: usize) -> bool {
        self.blocks[index].barred
    }

    /// Whether a block may be the article's prose.
    pub(super) fn is_prose(&self, index: usize) -> bool {
        let block = self.blocks[index];
        block.words.plain() >= self.measures.prose
            && !block.barred
            && !block.embedded
            && !self.is_linked(index)
    }

    /// The link words of a block that separate the prose on either side.
    fn link_words_between(&self, index: usize) -> u32 {
        let block = self.blocks[index];
        if block.embedded { 0 } else { block.words.linked }
    }

    /// The element that holds a block.
    fn element_of(&self, index: usize) -> usize {
        self.reading.blocks[index].node as usize
    }

    fn parent(&self, element: usize) -> usize {
        self.reading.tree.nodes[element].parent as usize
    }

    fn name(&self, element: usize) -> ElementName {
        self.reading.tree.nodes[element].name
    }

    fn elements(&self) -> usize {
        self.reading.tree.nodes.len()
    }
}

/// Which blocks are the article's own text.
#[derive(Debug, Default)]
pub(super) struct ContentRegion {
    /// For each block, whether it is inside.
    inside: Vec<bool>,
    /// For each block, whether it stands in a box of links inside.
    boxed: Vec<bool>,
    /// The first and the last block of its prose.
    first: usize,
    last: usize,
}

impl ContentRegion {
    /// Finds the region. `None` where too little prose stands together.
    pub(super) fn find(page: &RegionPage<'_>) -> Option<Self> {
        let run = run::heaviest(page)?;
        if run.weight < i64::from(page.measures.least) {
            return None;
        }
        let homes = Homes::of_run(page, run);
        let mut region = Self { inside: vec![false; page.len()], ..Self::default() };
        region.grow(page, run, &homes);
        region.add_headline(page);
        region.add_sources(page, &homes);
        let boxes = LinkBoxes::find(page, &region.inside);
        region.add_tables(page, &homes, &boxes);
        let is_digest = region.add_digest(page, &homes);
        region.boxed = vec![false; page.len()];
        if !is_digest {
            region.mark_boxes(page, &homes, &boxes);
        }
        Some(region)
    }

    /// The blocks that the site's owner says are the article.
    pub(super) fn of_blocks(inside: Vec<bool>) -> Self {
        Self { inside, ..Self::default() }
    }

    /// Whether a block, or what comes before the next block, is the article's own.
    pub(super) fn holds(&self, index: usize) -> bool {
        self.inside.get(index) == Some(&true)
    }

    /// Whether a block is a list of links far from the text.
    pub(super) fn is_boxed(&self, index: usize) -> bool {
        self.boxed.get(index) == Some(&true)
    }

    /// The blocks from its first to its last prose.
    pub(super) fn extent(&self) -> std::ops::RangeInclusive<usize> {
        self.first..=self.last
    }

    fn mark_boxes(&mut self, page: &RegionPage<'_>, homes: &Homes, boxes: &LinkBoxes) {
        let depth = page.measures.depth;
        for index in 0..page.len() {
            self.boxed[index] = self.inside[index]
                && page.is_linked(index)
                && !page.blocks[index].listed
                && !homes.are_near(page, page.element_of(index), depth)
                && boxes.table_around(page, homes, page.element_of(index)).is_none();
        }
    }
}
