//! XML as a tree that remembers its lines and can be written again.

use std::io::{self, Write};

use memchr::memchr_iter;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::export::xml::escape_verbatim;

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 256;

/// Attributes of an element that are read. Graph files have a dozen; each is compared with those before it.
const MAX_ATTRIBUTES: usize = 256;

/// Why a text is not read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum XmlTreeError {
    /// It is not XML: the line, and what is wrong there.
    At(u64, String),
    /// It has more parts than are held.
    TooLarge,
}

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct XmlElement {
    /// Its name, with its prefix.
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Self>,
    /// Its own text, white space at its ends left out.
    pub(super) text: String,
    /// The line on which it ends to begin, from 1.
    pub(super) line: u64,
}

impl XmlElement {
    pub(super) fn new(name: &str, attributes: &[(&str, &str)]) -> Self {
        let attributes = attributes.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        Self { name: name.to_owned(), attributes: attributes.collect(), ..Self::default() }
    }

    /// The name without its prefix.
    pub(super) fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or_default()
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(own, _)| own == name) {
            Some((_, own)) => value.clone_into(own),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.attributes.retain(|(own, _)| own != name);
    }

    pub(super) fn child(&self, local: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.local() == local)
    }

    pub(super) fn child_mut(&mut self, local: &str) -> Option<&mut Self> {
        self.children.iter_mut().find(|child| child.local() == local)
    }

    /// Calls `each` with every element below this one that has this local name.
    pub(super) fn each(&mut self, local: &str, each: &mut impl FnMut(&mut Self)) {
        for child in &mut self.children {
            if child.local() == local {
                each(child);
            }
            child.each(local, each);
        }
    }

    /// Whether an element of this local name is below this one.
    pub(super) fn has(&self, local: &str) -> bool {
        self.children.iter().any(|child| child.local() == local || child.has(local))
    }

    /// Writes it with all that is in it.
    pub(super) fn write(&self, depth: usize, out: &mut impl Write) -> io::Result<()> {
        write!(out, "{:1$}<{2}", "", 2 * depth, self.name)?;
        for (name, value) in &self.attributes {
            write!(out, " {name}=\"{}\"", escape_verbatim(value))?;
        }
        if self.children.is_empty() && self.text.is_empty() {
            return writeln!(out, "/>");
        }
        write!(out, ">{}", escape_verbatim(&self.text))?;
        if self.children.is_empty() {
            return writeln!(out, "</{}>", self.name);
        }
        writeln!(out)?;
        self.children.iter().try_for_each(|child| child.write(depth + 1, out))?;
        writeln!(out, "{:1$}</{2}>", "", 2 * depth, self.name)
    }
}

/// Reads a document of up to `most` parts.
pub(super) fn parse(text: &str, most: usize) -> Result<XmlElement, XmlTreeError> {
    let mut parts = 0_usize;
    let mut reader = Reader::from_str(text);
    let mut open: Vec<XmlElement> = vec![XmlElement::default()];
    let (mut line, mut seen) = (1, 0);
    loop {
        let event = reader.read_event();
        let at = (reader.buffer_position() as usize).min(text.len());
        line += memchr_iter(b'\n', &text.as_bytes()[seen.min(at)..at]).count() as u64;
        seen = at;
        let event = event.map_err(|error| XmlTreeError::At(line, error.to_string()))?;
        match event {
            Event::Start(tag) => {
                let element = element(&tag, line)?;
                parts += 3 + 2 * element.attributes.len();
                open.push(element);
                if open.len() > MAX_DEPTH {
                    let what = format!("elements are nested more than {MAX_DEPTH} deep");
                    return Err(XmlTreeError::At(line, what));
                }
            }
            Event::Empty(tag) => {
                let element = element(&tag, line)?;
                parts += 3 + 2 * element.attributes.len();
                if let Some(parent) = open.last_mut() {
                    parent.children.push(element);
                }
            }
            Event::End(_) => close(&mut open),
            Event::Text(text) => add(&mut open, &text.into_inner()),
            Event::CData(text) => add(&mut open, &text.into_inner()),
            Event::GeneralRef(reference) => {
                let character = match &*reference {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                let character = character.ok_or_else(|| {
                    XmlTreeError::At(line, "it uses an entity that XML does not have".to_owned())
                })?;
                add(&mut open, character.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => {
                return Err(XmlTreeError::At(line, "it declares a document type".to_owned()));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof if open.len() > 1 => {
                return Err(XmlTreeError::At(line, "it is incomplete".to_owned()));
            }
            Event::Eof => break,
        }
        if parts > most {
            return Err(XmlTreeError::TooLarge);
        }
    }
    let document = open.pop().unwrap_or_default();
    if !document.text.trim().is_empty() {
        let what = "there is text outside the outermost element";
        return Err(XmlTreeError::At(line, what.to_owned()));
    }
    let mut roots = document.children;
    match roots.len() {
        1 => Ok(roots.remove(0)),
        count => Err(XmlTreeError::At(line, format!("it has {count} outermost elements"))),
    }
}

fn element(tag: &BytesStart<'_>, line: u64) -> Result<XmlElement, XmlTreeError> {
    let mut element = XmlElement::new(tag.name().into_inner(), &[]);
    element.line = line;
    for attribute in tag.attributes() {
        if element.attributes.len() == MAX_ATTRIBUTES {
            let what = format!("an element has more than {MAX_ATTRIBUTES} attributes");
            return Err(XmlTreeError::At(line, what));
        }
        let attribute = attribute.map_err(|error| XmlTreeError::At(line, error.to_string()))?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| XmlTreeError::At(line, error.to_string()))?;
        element.attributes.push((attribute.key.into_inner().to_owned(), value.into_owned()));
    }
    Ok(element)
}

fn add(open: &mut [XmlElement], text: &str) {
    open.last_mut().into_iter().for_each(|element| element.text.push_str(text));
}

fn close(open: &mut Vec<XmlElement>) {
    // The document itself stays, whatever is closed too often.
    let Some(mut element) = (open.len() > 1).then(|| open.pop()).flatten() else { return };
    element.text = element.text.trim().to_owned();
    if let Some(parent) = open.last_mut() {
        parent.children.push(element);
    }
}
