//! What is open while a member is read.

use super::styles::ParagraphKind;

/// Texts beside the body that it refers to.
const NOTES: [&str; 3] = ["comment", "endnote", "footnote"];

/// An open element, as far as its end matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ElementScope {
    /// Anything else.
    Other,
    /// A paragraph.
    Paragraph,
    /// A run of text of one look.
    Run,
    /// Its text; white space at its ends counts where it is told so.
    Text { keeps_space: bool },
    /// A piece of the instruction of a field.
    Instruction,
    /// A link; not opened inside another one, or without an address.
    Link { opened: bool },
    /// A table.
    Table,
    /// A row of it.
    Row,
    /// A cell of a row.
    Cell,
    /// A text box.
    Box,
    /// A footnote or endnote.
    Note,
    /// A picture or drawing.
    Picture,
}

/// What a paragraph says of itself before its text begins.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// By its style.
    pub(super) style: Option<ParagraphKind>,
    /// By its own level in the outline.
    pub(super) outline: Option<ParagraphKind>,
    /// Whether it says that it is in a list, or that it is in none.
    pub(super) is_item: Option<bool>,
    /// Whether text of it was written.
    pub(super) begun: bool,
}

impl Paragraph {
    /// What the paragraph is, by all that it says.
    pub(super) fn kind(&self) -> ParagraphKind {
        let kind = self.outline.or(self.style).unwrap_or(ParagraphKind::Plain);
        match (kind, self.is_item) {
            (ParagraphKind::Plain, Some(true)) => ParagraphKind::Item,
            (ParagraphKind::Item, Some(false)) => ParagraphKind::Plain,
            _ => kind,
        }
    }
}

/// A picture, with the link on it.
#[derive(Debug, Default)]
pub(super) struct Picture<'a> {
    pub(super) alternative: String,
    pub(super) address: Option<&'a str>,
}

/// What a note is called on the page: a blank stands in it, so no bookmark is called so. Its words are none, which
/// would say what the element is.
pub(super) fn note_name(kind: &str, id: &str) -> String {
    format!(" {kind}{id}")
}

/// The kind of a note by the name of its element.
pub(super) fn note_kind(name: &str) -> Option<&'static str> {
    NOTES.into_iter().find(|kind| *kind == name)
}
