//! Names and sentences of a page's blocks: `P2`, `P2.S4`.

use std::ops::Range;

use super::listing;
use super::note::Notes;
use super::place::PlaceClassifier;
use super::reading::ParsedPage;
use super::sentence;
use crate::article::{BlockId, BlockKind, Place, SentenceId};
use crate::html::name::{self, ElementName};

/// A block with its name, place and sentences.
#[derive(Debug, Clone)]
pub(crate) struct LabelledBlock {
    /// Its id.
    pub(crate) id: BlockId,
    /// Where it stands.
    pub(crate) place: Place,
    prose: bool,
}

/// Names all blocks of a page.
pub(crate) fn name(
    reading: &ParsedPage,
    places: &PlaceClassifier<'_>,
    notes: &Notes,
) -> Vec<LabelledBlock> {
    let mut counts = [0_u32; 4];
    let is_shown_late = is_shown_late(reading);
    let mut named = Vec::with_capacity(reading.blocks.len());
    for index in 0..reading.blocks.len() {
        let block = &reading.blocks[index];
        let is_note = notes.evidence(Some(block.text.start), block.node).is_some();
        let place = as_note(places.block(index), is_note);
        let prose = block.prose;
        let element = reading.tree.nodes[block.node as usize].name;
        let heading = in_heading(reading, block.node);
        let kind = match place {
            // What readers do not see says nothing to them.
            _ if block.concealed && !is_shown_late => BlockKind::Other,
            _ if heading => BlockKind::Heading,
            // An entry that no mark leads to says nothing itself.
            _ if notes.is_source(index) => BlockKind::Other,
            Place::Caption if prose || is_caption(element) => BlockKind::Caption,
            // A listing says nothing that can be checked or needs a link.
            Place::Body if (prose || element == name::P) && !block.code => BlockKind::Paragraph,
            _ => BlockKind::Other,
        };
        counts[kind as usize] += 1;
        let id = BlockId { kind, number: counts[kind as usize] };
        let is_prose = prose || kind == BlockKind::Paragraph;
        let is_listing =
            || is_verbatim(element) && !listing::holds_sentences(&reading.text[block.text.clone()]);
        let prose = is_prose && !heading && !block.code && !is_listing();
        named.push(LabelledBlock { id, place, prose });
    }
    named
}

/// Whether most of a page's prose is concealed: then a script shows it once the page is loaded.
fn is_shown_late(reading: &ParsedPage) -> bool {
    let prose = reading.blocks.iter().filter(|block| block.prose);
    let (mut all, mut concealed) = (0, 0);
    for block in prose {
        all += block.text.len();
        concealed += if block.concealed { block.text.len() } else { 0 };
    }
    concealed * 2 > all
}

/// The place of what stands in a note: those that speak for more than the page's layout stay.
pub(crate) fn as_note(place: Place, is_note: bool) -> Place {
    match place {
        Place::Comment | Place::Share | Place::Embed => place,
        _ if is_note => Place::Note,
        _ => place,
    }
}

impl LabelledBlock {
    /// The id of one of its sentences.
    pub(crate) fn sentence_id(&self, index: usize) -> SentenceId {
        SentenceId { block: self.id, index: index as u32 }
    }

    /// The sentences of the block that stands at `text` in the reading, as ranges there.
    pub(crate) fn sentences(&self, reading: &ParsedPage, text: &Range<usize>) -> Vec<Range<usize>> {
        if !self.prose {
            return vec![text.clone()];
        }
        let shift = |range: Range<usize>| range.start + text.start..range.end + text.start;
        let marks = reading.marks_in(text).iter();
        let marks: Vec<_> =
            marks.map(|mark| mark.start - text.start..mark.end - text.start).collect();
        sentence::split(&reading.text[text.clone()], &marks, &|| reading.language())
            .into_iter()
            .map(shift)
            .collect()
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
