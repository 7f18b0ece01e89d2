//! XML of a workbook, event by event. Nothing recurses, and no entity of the file's own is ever expanded.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::super::error::SheetError;
use super::damaged;

/// What a member consists of. An empty element is a start and an end.
pub(super) enum SheetXmlEvent<'a> {
    Start(SheetXmlElement<'a>),
    /// The end of an element, with its name.
    End(XmlName),
    Text(Cow<'a, str>),
    /// The member's end.
    Stop,
}

/// The name of an element without its prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct XmlName(String);

impl PartialEq<&str> for XmlName {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

/// The start of an element.
pub(super) struct SheetXmlElement<'a>(BytesStart<'a>);

impl SheetXmlElement<'_> {
    /// The name without its prefix.
    pub(super) fn local(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of an attribute by its name with its prefix, decoded.
    pub(super) fn attribute(&self, name: &str) -> Result<Option<String>, SheetError> {
        self.find(|key, _| key == name)
    }

    /// The value of an attribute by its name, whatever its prefix, decoded.
    pub(super) fn attribute_local(&self, name: &str) -> Result<Option<String>, SheetError> {
        self.find(|_, local| local == name)
    }

    fn find(&self, wanted: impl Fn(&str, &str) -> bool) -> Result<Option<String>, SheetError> {
        for attribute in self.0.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| malformed(&error))?;
            let (local, _) = attribute.key.decompose();
            if wanted(attribute.key.into_inner(), local.into_inner()) {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                return Ok(Some(value.map_err(|error| malformed(&error))?.into_owned()));
            }
        }
        Ok(None)
    }

    /// A number in an attribute; `None` where it has none.
    pub(super) fn number(&self, name: &str) -> Result<Option<u32>, SheetError> {
        let value = self.attribute(name)?;
        let number = |value: String| {
            let number = value.trim().parse::<u32>();
            number.map_err(|_| damaged(format!("{name} is not a number: {value:.20}")))
        };
        value.map(number).transpose()
    }
}

/// A reader of a member.
pub(super) struct XmlReader<'a> {
    reader: Reader<&'a [u8]>,
    /// The name of an empty element whose end comes next.
    empty: Option<XmlName>,
}

impl<'a> XmlReader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        // Other programs are as lenient, and a list of open elements would grow with the depth.
        reader.config_mut().check_end_names = false;
        Self { reader, empty: None }
    }

    /// What comes next.
    pub(super) fn next(&mut self) -> Result<SheetXmlEvent<'a>, SheetError> {
        if let Some(name) = self.empty.take() {
            return Ok(SheetXmlEvent::End(name));
        }
        loop {
            return Ok(match self.reader.read_event().map_err(|error| malformed(&error))? {
                Event::Start(tag) => SheetXmlEvent::Start(SheetXmlElement(tag)),
                Event::Empty(tag) => {
                    self.empty = Some(XmlName(tag.local_name().into_inner().to_owned()));
                    SheetXmlEvent::Start(SheetXmlElement(tag))
                }
                Event::End(tag) => {
                    SheetXmlEvent::End(XmlName(tag.local_name().into_inner().to_owned()))
                }
                Event::Text(text) => SheetXmlEvent::Text(text.xml10_content()),
                Event::CData(text) => SheetXmlEvent::Text(text.xml10_content()),
                Event::GeneralRef(reference) => {
                    SheetXmlEvent::Text(Cow::Owned(resolve(&reference)?.into()))
                }
                Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
                Event::Eof => SheetXmlEvent::Stop,
            });
        }
    }

    /// Reads to the end of an element that has begun, and gives its text.
    pub(super) fn text_to(&mut self, end: &str) -> Result<String, SheetError> {
        let mut text = String::new();
        loop {
            match self.next()? {
                SheetXmlEvent::Text(part) => text.push_str(&part),
                SheetXmlEvent::End(name) if name == end => return Ok(text),
                SheetXmlEvent::Stop => return Err(cut_off()),
                _ => {}
            }
        }
    }
}

/// The character that a reference stands for.
fn resolve(reference: &BytesRef<'_>) -> Result<char, SheetError> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| malformed(&error))? {
        return Ok(character);
    }
    match &**reference {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(damaged("it uses an entity that XML does not have")),
    }
}

/// A member that ends too early.
pub(super) fn cut_off() -> SheetError {
    damaged("its XML is incomplete")
}

fn malformed(error: &dyn std::fmt::Display) -> SheetError {
    damaged(format!("its XML is malformed: {error}"))
}
