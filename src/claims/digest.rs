//! Digests: headlines that are links, each with its text in the blocks below.
//!
//! A reader takes such a text for what the headline's page says, so its sentences have a citation beside them though
//! none stands in their own paragraph.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{Article, BlockId, BlockKind, Link, is_letter_or_digit};
use crate::corpus::Selection;

/// The share of a headline's letters that its link has at least, in percent: a number and a remark in brackets may stand
/// beside it.
const MIN_LINKED_PERCENT: usize = 70;

/// How many headlines with a text make a digest: one link at the head of an article is not enough.
const MIN_HEADLINES: usize = 2;

/// The share of an article's paragraphs that stand below such headlines in a digest, in percent: elsewhere a line with a
/// link leads to something else to read.
const MIN_COVERED_PERCENT: usize = 50;

/// How many blocks of text a headline's link stands for.
const MAX_BLOCKS: usize = 3;

/// The blocks of text that stand below a headline which is a link, in an article with several such headlines.
pub(crate) fn covered_blocks(article: &Article, selection: &Selection) -> FxHashSet<BlockId> {
    let mut linked: FxHashMap<BlockId, LinkedText<'_>> = FxHashMap::default();
    for link in selection.counted_links(article) {
        if let Some(block) = link.paragraph {
            linked.entry(block).or_default().add(link);
        }
    }
    if linked.len() < MIN_HEADLINES {
        return FxHashSet::default();
    }
    let mut covered = FxHashSet::default();
    let (mut headlines, mut paragraphs, mut left) = (0, 0, 0);
    let mut is_first = false;
    for (block, letters) in block_letters(article, &linked) {
        if linked.get(&block).is_some_and(|text| text.is_headline(letters)) {
            (left, is_first) = (MAX_BLOCKS, true);
            continue;
        }
        paragraphs += usize::from(block.kind == BlockKind::Paragraph);
        if block.kind == BlockKind::Heading {
            left = 0;
        } else if left > 0 {
            headlines += usize::from(is_first);
            (left, is_first) = (left - 1, false);
            covered.insert(block);
        }
    }
    let is_digest = covered.len() * 100 >= paragraphs * MIN_COVERED_PERCENT;
    if headlines < MIN_HEADLINES || !is_digest {
        covered.clear();
    }
    covered
}

/// The blocks of an article in the order of its text, with the letters and digits of those that hold links.
fn block_letters(
    article: &Article,
    linked: &FxHashMap<BlockId, LinkedText<'_>>,
) -> Vec<(BlockId, usize)> {
    let mut blocks: Vec<(BlockId, usize)> = Vec::new();
    for sentence in article.sentences.iter().flatten() {
        let is_linked = linked.contains_key(&sentence.id.block);
        let count = if is_linked { letters(&sentence.without_marks()) } else { 0 };
        match blocks.last_mut() {
            Some((block, sum)) if *block == sentence.id.block => *sum += count,
            _ => blocks.push((sentence.id.block, count)),
        }
    }
    blocks
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| is_letter_or_digit(*c)).count()
}

/// The links of one block.
#[derive(Default)]
struct LinkedText<'a> {
    letters: usize,
    address: Option<&'a str>,
    /// Whether they lead to more than one address.
    is_mixed: bool,
}

impl<'a> LinkedText<'a> {
    fn add(&mut self, link: &'a Link) {
        let address = link.opened();
        self.is_mixed |= self.address.is_some() && self.address != address;
        self.address = address;
        self.letters += letters(&link.anchor);
    }

    /// Whether they are most of a block of so many letters.
    fn is_headline(&self, letters: usize) -> bool {
        !self.is_mixed && letters > 0 && self.letters * 100 >= letters * MIN_LINKED_PERCENT
    }
}
