//! Names and sentences of a page's blocks: `P2`, `P2.S4`.

use std::ops::Range;

use super::place::PlaceClassifier;
use super::reading::ParsedPage;
use super::sentence;
use crate::article::Place;
use crate::html::name::{self, ElementName};

/// A block with its name, place and sentences.
#[derive(Debug, Clone)]
pub(crate) struct LabelledBlock {
    letter: char,
    number: u32,
    /// Where it stands.
    pub(crate) place: Place,
    prose: bool,
}

/// Names all blocks of a page.
pub(crate) fn name(reading: &ParsedPage, places: &PlaceClassifier<'_>) -> Vec<LabelledBlock> {
    let mut counts = [0_u32; 4];
    let mut named = Vec::with_capacity(reading.blocks.len());
    for index in 0..reading.blocks.len() {
        let place = places.block(index);
        let block = &reading.blocks[index];
        let prose = block.prose;
        let element = reading.tree.nodes[block.node as usize].name;
        let heading = in_heading(reading, block.node);
        let (kind, letter) = match place {
            _ if heading => (2, 'H'),
            Place::Caption if prose || is_caption(element) => (1, 'C'),
            Place::Body if prose || element == name::P => (0, 'P'),
            _ => (3, 'B'),
        };
        counts[kind] += 1;
        let number = counts[kind];
        let prose = (prose || letter == 'P') && !heading && !is_verbatim(element);
        named.push(LabelledBlock { letter, number, place, prose });
    }
    named
}

impl LabelledBlock {
    /// `P2`: P for body paragraphs, C captions, H headings, B all other blocks.
    pub(crate) fn id(&self) -> String {
        format!("{}{}", self.letter, self.number)
    }

    /// `P2.S4`: the id of one of its sentences.
    pub(crate) fn sentence_id(&self, index: usize) -> String {
        format!("{}{}.S{index}", self.letter, self.number)
    }

    /// The sentences of the block that stands at `text` in the reading, as ranges there.
    pub(crate) fn sentences(&self, reading: &ParsedPage, text: &Range<usize>) -> Vec<Range<usize>> {
        if !self.prose {
            return vec![text.clone()];
        }
        let shift = |range: Range<usize>| range.start + text.start..range.end + text.start;
        sentence::split(&reading.text[text.clone()]).into_iter().map(shift).collect()
    }
}

/// The text of the first heading of a page.
pub(crate) fn first_heading(reading: &ParsedPage) -> Option<&str> {
    let block = reading.blocks.iter().find(|block| in_heading(reading, block.node))?;
    Some(&reading.text[block.text.clone()])
}

fn in_heading(reading: &ParsedPage, node: u32) -> bool {
    let mut at = node;
    for _ in 0..4 {
        let node = &reading.tree.nodes[at as usize];
        if node.name.is_heading() {
            return true;
        }
        at = node.parent;
    }
    false
}

fn is_caption(name: ElementName) -> bool {
    matches!(name, name::FIGCAPTION | name::CAPTION | name::P)
}

fn is_verbatim(name: ElementName) -> bool {
    matches!(name, name::PRE | name::LISTING | name::XMP | name::PLAINTEXT)
}
