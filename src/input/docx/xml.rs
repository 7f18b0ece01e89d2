//! XML of a .docx, read event by event within bounds. No entity is ever expanded.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::article::SkipReason;
use crate::input::SkipCause;

/// Why a member is not read.
const REASON: SkipReason = SkipReason::BadXml;

/// The deepest nesting that is read. Tables in tables come to some dozens.
const MAX_DEPTH: usize = 512;

/// The namespaces that paragraphs and runs are in: of Word, and of the strict form of the standard.
const WORD: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// What a member consists of. An empty element is a start and an end.
pub(super) enum DocxXmlEvent<'a> {
    /// An element begins.
    Start(DocxXmlElement<'a>),
    /// The innermost element ends.
    End,
    /// Text, decoded.
    Text(Cow<'a, str>),
}

/// The start of an element.
pub(super) struct DocxXmlElement<'a> {
    tag: BytesStart<'a>,
}

impl DocxXmlElement<'_> {
    /// The name without its prefix.
    pub(super) fn local(&self) -> &str {
        self.tag.local_name().into_inner()
    }

    /// The prefix of the name; empty without one.
    pub(super) fn prefix(&self) -> &str {
        self.tag.name().prefix().map_or("", |prefix| prefix.into_inner())
    }

    /// The first attribute of this local name that `fits` by its prefix, decoded.
    fn find(&self, local: &str, fits: impl Fn(&str) -> bool) -> Result<Option<String>, SkipCause> {
        for attribute in self.tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| malformed(&error))?;
            let (name, prefix) = attribute.key.decompose();
            let prefix = prefix.map_or("", |prefix| prefix.into_inner());
            if name.into_inner() == local && fits(prefix) {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                return Ok(Some(value.map_err(|error| malformed(&error))?.into_owned()));
            }
        }
        Ok(None)
    }

    /// An attribute, whatever its prefix.
    pub(super) fn attribute(&self, local: &str) -> Result<Option<String>, SkipCause> {
        self.find(local, |_| true)
    }

    /// An attribute with the prefix of its element, or none.
    pub(super) fn own(&self, local: &str) -> Result<Option<String>, SkipCause> {
        self.find(local, |prefix| prefix.is_empty() || prefix == self.prefix())
    }

    /// An attribute with another prefix than `word`, such as `r:id`.
    pub(super) fn foreign(&self, local: &str, word: &str) -> Result<Option<String>, SkipCause> {
        self.find(local, |prefix| !prefix.is_empty() && prefix != word)
    }

    /// The prefix that this element, the root, gives to the namespace of Word; `w` without any.
    pub(super) fn word_prefix(&self) -> Result<String, SkipCause> {
        for attribute in self.tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| malformed(&error))?;
            if WORD.contains(&attribute.value.as_ref()) {
                let (name, prefix) = attribute.key.decompose();
                return Ok(prefix.map_or_else(String::new, |_| name.into_inner().to_owned()));
            }
        }
        Ok("w".into())
    }
}

/// Reads a member from its first to its last event. An error of `each` ends it.
pub(super) fn read<'a>(
    text: &'a str,
    mut each: impl FnMut(DocxXmlEvent<'a>) -> Result<(), SkipCause>,
) -> Result<(), SkipCause> {
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|error| malformed(&error))? {
            Event::Start(tag) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err((
                        REASON,
                        format!("elements are nested more than {MAX_DEPTH} deep"),
                    ));
                }
                each(DocxXmlEvent::Start(DocxXmlElement { tag }))?;
            }
            Event::Empty(tag) => {
                each(DocxXmlEvent::Start(DocxXmlElement { tag }))?;
                each(DocxXmlEvent::End)?;
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                each(DocxXmlEvent::End)?;
            }
            Event::Text(text) => each(DocxXmlEvent::Text(text.into_inner()))?,
            Event::CData(text) => each(DocxXmlEvent::Text(text.into_inner()))?,
            Event::GeneralRef(reference) => {
                each(DocxXmlEvent::Text(Cow::Owned(resolve(&reference)?.to_string())))?;
            }
            Event::DocType(_) => {
                return Err((REASON, "it declares a document type, which .docx forbids".into()));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof if depth > 0 => return Err((REASON, "it is incomplete".into())),
            Event::Eof => return Ok(()),
        }
    }
}

/// The character that a reference stands for.
fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> Result<char, SkipCause> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| malformed(&error))? {
        return Ok(character);
    }
    match &**reference {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err((REASON, "it uses an entity that XML does not have".into())),
    }
}

fn malformed(error: &dyn std::fmt::Display) -> SkipCause {
    (REASON, error.to_string())
}
