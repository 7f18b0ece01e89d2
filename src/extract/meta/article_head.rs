//! Where on a page the headline stands, and the lines with date and authors around it.

use std::ops::Range;

use crate::article::Place;
use crate::extract::blocks::LabelledBlock;
use crate::extract::reading::ParsedPage;

/// How many blocks before the headline may belong to it.
const MAX_BLOCKS_BEFORE: usize = 6;

/// How far before the text its headline is looked for, in blocks.
const MAX_BLOCKS_TO_HEADLINE: usize = 60;

/// How many blocks after the text may name its authors or its date.
const MAX_BLOCKS_AFTER: usize = 4;

/// The longest headline, in bytes.
const MAX_HEADLINE_BYTES: usize = 400;

/// The shortest prose that begins an article, in bytes: a teaser under the headline is often shorter.
const MIN_TEXT_BYTES: usize = 80;

/// The blocks that belong to the head of an article, by their indices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ArticleHead {
    /// The headline; where none is found, the first block of `after`.
    pub(super) headline: usize,
    /// Blocks before the headline.
    pub(super) before: Range<usize>,
    /// Blocks behind the headline, up to the first of the text; that one is the last.
    pub(super) after: Range<usize>,
    /// Blocks behind the text.
    pub(super) foot: Range<usize>,
}

impl ArticleHead {
    /// Finds the head by the page's titles. `None` on a page without prose.
    pub(super) fn find(
        reading: &ParsedPage,
        named: &[LabelledBlock],
        titles: &[&str],
    ) -> Option<Self> {
        let is_text = |least: usize| {
            move |index: &usize| {
                let block = &reading.blocks[*index];
                block.prose && block.text.len() >= least && named[*index].place == Place::Body
            }
        };
        let all = 0..reading.blocks.len();
        let first =
            all.clone().find(is_text(MIN_TEXT_BYTES)).or_else(|| all.clone().find(is_text(0)))?;
        let last = all.clone().rev().find(is_text(0))?;
        let range = first.saturating_sub(MAX_BLOCKS_TO_HEADLINE)..first + 1;
        let titles: Vec<String> = titles.iter().map(|title| folded(title)).collect();
        let is_title = |index: &usize| {
            let text = &reading.text[reading.blocks[*index].text.clone()];
            text.len() <= MAX_HEADLINE_BYTES && matches_title(&folded(text), &titles)
        };
        let is_heading = |index: &usize| {
            let node = reading.blocks[*index].node;
            reading.tree.nodes[node as usize].name.is_heading()
        };
        let is_headline = |index: &usize| is_heading(index) && is_title(index);
        // Text before the only headline is that of another article.
        let late = || all.clone().skip(first).find(is_headline);
        let headline = range
            .clone()
            .rev()
            .find(is_headline)
            .or_else(late)
            .or_else(|| range.clone().rev().find(is_title))
            .or_else(|| range.rev().find(is_heading));
        let first = match headline {
            Some(headline) if headline > first => {
                let behind = headline + 1..reading.blocks.len();
                let text = behind.clone().find(is_text(MIN_TEXT_BYTES));
                text.or_else(|| behind.clone().find(|index| reading.blocks[*index].prose))
                    .unwrap_or(headline)
            }
            _ => first,
        };
        let foot = last + 1..(last + 1 + MAX_BLOCKS_AFTER).min(reading.blocks.len());
        Some(match headline {
            Some(headline) => Self {
                headline,
                before: headline.saturating_sub(MAX_BLOCKS_BEFORE)..headline,
                after: headline + 1..(first + 1).max(headline + 1),
                foot,
            },
            None => {
                let start = first.saturating_sub(MAX_BLOCKS_BEFORE);
                Self { headline: start, before: start..start, after: start..first + 1, foot }
            }
        })
    }

    /// Whether a block belongs to the head or the foot.
    pub(super) fn holds(&self, block: usize) -> bool {
        self.before.start <= block && block < self.after.end || self.foot.contains(&block)
    }
}

/// The letters and digits of a text in lower case.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a block shows a title of the page: all of it, or most of what the page calls itself.
fn matches_title(block: &str, titles: &[String]) -> bool {
    block.len() >= 6
        && titles.iter().any(|title| {
            title == block
                || (title.contains(block) && block.len() * 5 >= title.len() * 2)
                || (title.len() >= 12 && block.contains(title.as_str()))
        })
}
