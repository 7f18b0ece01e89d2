//! The members of a .docx that hold text: the body, footnotes, endnotes, comments, headers, footers.

use std::collections::HashMap;

use super::field::{self, FieldStack};
use super::flow::{PageBuilder, escaped};
use super::package::DocxRelationships;
use super::scope::{ElementScope, Paragraph, Picture, note_kind, note_name};
use super::styles::{self, Styles};
use super::xml::{self, DocxXmlElement, DocxXmlEvent};
use crate::input::SkipCause;

/// Elements of Word whose content is no text of the document: what was deleted or moved away, the
/// reading of a ruby, changes of properties.
const LEFT_OUT: [&str; 6] = ["del", "moveFrom", "pPrChange", "rPrChange", "rt", "sectPr"];

/// Where references to notes stand, by kind (`footnoteReference`) and id.
pub(super) type NoteReferences = HashMap<(&'static str, String), [u32; 2]>;

/// Reads one member into a page.
pub(super) struct BodyReader<'a> {
    pub(super) flow: &'a mut PageBuilder,
    pub(super) styles: &'a Styles,
    pub(super) relations: &'a DocxRelationships,
    /// References to notes: those of the body, for the members that hold the notes.
    pub(super) references: &'a mut NoteReferences,
    /// The number of the last paragraph.
    pub(super) number: u32,
    word: Option<String>,
    open: Vec<ElementScope>,
    /// How deep we are in an element that is left out.
    skipped: usize,
    paragraph: Option<Paragraph>,
    fields: FieldStack,
    /// Whether the run is code.
    is_code: bool,
    /// Text of an element whose outer blanks do not count, up to its end.
    unspaced: String,
    picture: Option<Picture<'a>>,
    /// What was interrupted by text boxes.
    outer: Vec<(Option<Paragraph>, FieldStack)>,
}

impl<'a> BodyReader<'a> {
    pub(super) fn new(
        flow: &'a mut PageBuilder,
        styles: &'a Styles,
        relations: &'a DocxRelationships,
        references: &'a mut NoteReferences,
    ) -> Self {
        Self {
            flow,
            styles,
            relations,
            references,
            number: 0,
            word: None,
            open: Vec::new(),
            skipped: 0,
            paragraph: None,
            fields: FieldStack::default(),
            is_code: false,
            unspaced: String::new(),
            picture: None,
            outer: Vec::new(),
        }
    }

    /// Reads a member.
    pub(super) fn read(&mut self, text: &str) -> Result<(), SkipCause> {
        xml::read(text, |node| {
            match node {
                DocxXmlEvent::Start(_) | DocxXmlEvent::End if self.skipped > 0 => self.pass(&node),
                DocxXmlEvent::Start(element) => self.start(&element)?,
                DocxXmlEvent::End => self.end(),
                DocxXmlEvent::Text(text) if self.skipped == 0 => self.text(&text),
                DocxXmlEvent::Text(_) => {}
            }
            self.flow.check_size()
        })
    }

    fn pass(&mut self, node: &DocxXmlEvent<'_>) {
        if matches!(node, DocxXmlEvent::Start(_)) { self.skipped += 1 } else { self.skipped -= 1 }
    }

    fn start(&mut self, element: &DocxXmlElement<'_>) -> Result<(), SkipCause> {
        if self.word.is_none() {
            self.word = Some(element.word_prefix()?);
        }
        let is_word = self.word.as_deref() == Some(element.prefix());
        let local = element.local();
        if (is_word && LEFT_OUT.contains(&local)) || local == "Fallback" {
            self.skipped = 1;
            return Ok(());
        }
        let scope = if is_word { self.start_word(element)? } else { self.start_other(element)? };
        if let Some(scope) = scope {
            self.open.push(scope);
        }
        Ok(())
    }

    /// An element of Word; `None` where it is left out after all.
    fn start_word(
        &mut self,
        element: &DocxXmlElement<'_>,
    ) -> Result<Option<ElementScope>, SkipCause> {
        let in_run = self.open.last() == Some(&ElementScope::Run);
        Ok(Some(match element.local() {
            "p" => {
                self.number += 1;
                self.paragraph = Some(Paragraph::default());
                ElementScope::Paragraph
            }
            "r" => {
                self.is_code = false;
                ElementScope::Run
            }
            "t" => ElementScope::Text {
                keeps_space: element.attribute("space")?.as_deref() == Some("preserve"),
            },
            "instrText" => ElementScope::Instruction,
            "tab" | "ptab" if in_run => self.shown(" "),
            "noBreakHyphen" if in_run => self.shown("\u{2011}"),
            "br" | "cr" if in_run => {
                if self.fields.are_shown() && self.begin() {
                    self.flow.line_break();
                }
                ElementScope::Other
            }
            "fldChar" => self.field(element.own("fldCharType")?.as_deref()),
            "fldSimple" => {
                let address = element.own("instr")?.and_then(|text| field::hyperlink(&text));
                self.link(address)
            }
            "hyperlink" => {
                let target = self.target(element)?.unwrap_or_default();
                let anchor = element.own("anchor")?;
                // A target may be as long as the document, and named by each of its links.
                let may_link = self.fields.are_shown() && self.begin() && self.flow.may_link();
                self.link(
                    may_link.then(|| field::with_fragment(target.to_owned(), anchor)).flatten(),
                )
            }
            "tbl" => self.enter("<table>\n", ElementScope::Table),
            "tr" => {
                self.flow.enter("<tr>");
                ElementScope::Row
            }
            "tc" => self.enter("<td>", ElementScope::Cell),
            "txbxContent" => {
                self.suspend();
                ElementScope::Box
            }
            "footnote" | "endnote" | "comment" => return self.note(element),
            _ => {
                self.property(element)?;
                ElementScope::Other
            }
        }))
    }

    /// What an element says of its paragraph or run, and references to notes.
    fn property(&mut self, element: &DocxXmlElement<'_>) -> Result<(), SkipCause> {
        let local = element.local();
        if let Some(kind) = local.strip_suffix("Reference").and_then(note_kind) {
            self.begin();
            let place = self.flow.place();
            if let Some(id) = element.own("id")? {
                self.flow.note_mark(&note_name(kind, &id));
                self.references.entry((kind, id)).or_insert(place);
            }
            return Ok(());
        }
        if local == "bookmarkStart" && self.begin() {
            let name = element.own("name")?.unwrap_or_default();
            self.flow.target(&name);
            return Ok(());
        }
        if local == "rStyle" {
            self.is_code = element.own("val")?.is_some_and(|id| self.styles.is_code(&id));
        }
        let Some(paragraph) = self.paragraph.as_mut().filter(|paragraph| !paragraph.begun) else {
            return Ok(());
        };
        match local {
            "pStyle" => paragraph.style = element.own("val")?.map(|id| self.styles.kind(&id)),
            "outlineLvl" => {
                paragraph.outline = styles::level(element.own("val")?).and_then(styles::heading);
            }
            "numId" => paragraph.is_item = element.own("val")?.map(|id| id != "0"),
            _ => {}
        }
        Ok(())
    }

    /// Pictures, and the links on them.
    fn start_other(
        &mut self,
        element: &DocxXmlElement<'_>,
    ) -> Result<Option<ElementScope>, SkipCause> {
        Ok(Some(match element.local() {
            "docPr" => {
                let alternative = element.attribute("descr")?.unwrap_or_default();
                self.picture = Some(Picture { alternative, address: None });
                ElementScope::Picture
            }
            "hlinkClick" => {
                let address = self.target(element)?;
                if let Some(picture) = &mut self.picture {
                    picture.address = address;
                }
                ElementScope::Other
            }
            // Text of a formula.
            "t" if self.open.last() == Some(&ElementScope::Other) => {
                ElementScope::Text { keeps_space: true }
            }
            _ => ElementScope::Other,
        }))
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(ElementScope::Paragraph) => self.end_paragraph(),
            Some(ElementScope::Link { opened: true }) => self.flow.unlink(),
            Some(ElementScope::Table) => self.flow.leave("</table>\n"),
            Some(ElementScope::Row) => self.flow.leave("</tr>\n"),
            Some(ElementScope::Cell) => self.flow.leave("</td>"),
            Some(ElementScope::Box) => self.resume(),
            Some(ElementScope::Note) => {
                self.flow.leave("</div>\n");
                self.flow.pin(None);
            }
            Some(ElementScope::Picture) => self.end_picture(),
            Some(ElementScope::Text { keeps_space: false }) => {
                let text = std::mem::take(&mut self.unspaced);
                self.show(text.trim_matches([' ', '\t', '\n', '\r']));
            }
            _ => {}
        }
    }

    /// Begins the paragraph where it has not begun. Says whether we are in one.
    fn begin(&mut self) -> bool {
        let Some(paragraph) = &mut self.paragraph else { return false };
        if !paragraph.begun {
            paragraph.begun = true;
            self.flow.begin(paragraph.kind(), self.number);
        }
        true
    }

    fn end_paragraph(&mut self) {
        if self.begin() {
            self.flow.end();
        }
        self.paragraph = None;
        self.fields.end_paragraph();
    }

    fn shown(&mut self, text: &str) -> ElementScope {
        self.show(text);
        ElementScope::Other
    }

    /// Text of a run. While an instruction is open, what its inner fields show is part of it.
    fn show(&mut self, text: &str) {
        if let Some(instruction) = self.fields.instruction() {
            instruction.push_str(text);
        } else if self.begin() {
            if self.is_code {
                self.flow.inline("<code>");
            }
            self.flow.text(text);
            if self.is_code {
                self.flow.inline("</code>");
            }
        }
    }

    fn text(&mut self, text: &str) {
        match self.open.last() {
            Some(ElementScope::Text { keeps_space: true }) => self.show(text),
            // A reference such as `&amp;` comes as a text of its own.
            Some(ElementScope::Text { keeps_space: false }) => self.unspaced.push_str(text),
            Some(ElementScope::Instruction) => {
                if let Some(instruction) = self.fields.instruction() {
                    instruction.push_str(text);
                }
            }
            _ => {}
        }
    }

    fn field(&mut self, kind: Option<&str>) -> ElementScope {
        match kind {
            Some("begin") => self.fields.begin(),
            Some("separate") => {
                let address = self.fields.separate();
                if self.link(address) == (ElementScope::Link { opened: true }) {
                    self.fields.opened_link();
                }
            }
            Some("end") => self.end_field(),
            _ => {}
        }
        ElementScope::Other
    }

    fn end_field(&mut self) {
        if self.fields.end() {
            self.flow.unlink();
        }
    }

    /// Opens a link where there is an address and text is shown.
    fn link(&mut self, address: Option<String>) -> ElementScope {
        let Some(address) = address.filter(|_| self.fields.are_shown()) else {
            return ElementScope::Link { opened: false };
        };
        let opened = self.begin() && self.flow.link(&address);
        ElementScope::Link { opened }
    }

    /// The target that `r:id` names.
    fn target(&self, element: &DocxXmlElement<'_>) -> Result<Option<&'a str>, SkipCause> {
        let id = element.foreign("id", self.word.as_deref().unwrap_or_default())?;
        Ok(id.and_then(|id| self.relations.target(&id)))
    }

    fn end_picture(&mut self) {
        let Some(picture) = self.picture.take() else { return };
        if !self.begin() {
            return;
        }
        let opened = picture.address.is_some_and(|address| self.flow.link(address));
        self.flow.picture(&picture.alternative);
        if opened {
            self.flow.unlink();
        }
    }

    fn enter(&mut self, start: &str, scope: ElementScope) -> ElementScope {
        self.flow.enter(start);
        scope
    }

    fn suspend(&mut self) {
        self.begin();
        let fields = std::mem::take(&mut self.fields);
        self.outer.push((self.paragraph.take(), fields));
        self.flow.suspend();
    }

    fn resume(&mut self) {
        self.flow.resume();
        let (paragraph, fields) = self.outer.pop().unwrap_or_default();
        (self.paragraph, self.fields) = (paragraph, fields);
    }

    /// A note; one that nothing refers to is left out, as are separators.
    fn note(&mut self, element: &DocxXmlElement<'_>) -> Result<Option<ElementScope>, SkipCause> {
        let id = element.own("id")?.unwrap_or_default();
        let reference = note_kind(element.local()).map(|kind| (kind, id));
        let place = reference.as_ref().and_then(|reference| self.references.get(reference));
        let (Some((kind, id)), Some(place)) = (&reference, place) else {
            self.skipped = 1;
            return Ok(None);
        };
        self.flow.pin(Some(*place));
        let name = escaped(&note_name(kind, id));
        let start = format!("<div role=\"doc-footnote\" id=\"{name}\">");
        Ok(Some(self.enter(&start, ElementScope::Note)))
    }
}
