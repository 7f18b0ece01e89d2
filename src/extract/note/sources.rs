//! Lists of sources that no mark leads to: the entries under a heading such as "Sources" (`data/source-headings.tsv`).

use crate::extract::reading::{ParsedPage, TextBlock};
use crate::extract::source_heading::is_source_heading;
use crate::html::name;

/// The longest paragraph that is an entry, in bytes. What is longer is the text of a section.
const MAX_ENTRY_BYTES: usize = 480;

/// Says of each block whether it is such an entry; empty where there is no heading of the kind.
pub(super) fn find(reading: &ParsedPage) -> Vec<bool> {
    let mut entries = Vec::new();
    let mut section = Section::None;
    for (index, block) in reading.blocks.iter().enumerate() {
        let element = reading.tree.nodes[reading.block_element(block.node) as usize].name;
        let is_heading = element.is_heading();
        if is_heading || section != Section::Headed {
            if is_source_heading(&reading.text[block.text.clone()]) {
                section = if is_heading { Section::Headed } else { Section::Labelled };
                continue;
            }
            section = if is_heading { Section::None } else { section };
        }
        let is_item =
            matches!(element, name::LI | name::DD | name::TD) || is_in_item(reading, block);
        let is_entry = is_item || (block.link_text > 0 && block.text.len() <= MAX_ENTRY_BYTES);
        match section {
            Section::None => {}
            _ if is_entry => {
                entries.resize(reading.blocks.len(), false);
                entries[index] = true;
            }
            Section::Headed => {}
            // A line of text has no level: its list ends with the next text.
            Section::Labelled => section = Section::None,
        }
    }
    entries
}

/// Under what the blocks stand that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Another heading, or none.
    None,
    /// A heading for sources.
    Headed,
    /// A line that reads as one.
    Labelled,
}

/// Whether the paragraph of an item holds a block.
fn is_in_item(reading: &ParsedPage, block: &TextBlock) -> bool {
    let element = reading.block_element(block.node);
    let parent = reading.tree.nodes[element as usize].parent;
    let parent = reading.tree.nodes[parent as usize].name;
    matches!(parent, name::LI | name::DD)
}
