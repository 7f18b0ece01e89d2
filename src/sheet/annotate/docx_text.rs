//! Where the letters of a Word document stand in its XML, and how a comment is put around some of them.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::AnnotateError;

/// How far a sentence may stand behind the last one that was found, in bytes of text without blanks.
const MAX_SKIPPED_BYTES: usize = 20_000;

/// A letter, by its bytes in the XML.
struct XmlLetter {
    /// Where it stands in the text without blanks.
    text: usize,
    xml: Range<usize>,
    /// The element of text that holds it.
    element: usize,
}

/// An element that holds text, in a run.
struct TextElement {
    /// Its start tag.
    tag: Range<usize>,
    /// The properties of its run; empty where it has none.
    properties: Range<usize>,
}

/// The text of a document's main part, blanks left out.
pub(super) struct DocxText<'a> {
    xml: &'a str,
    prefix: String,
    text: String,
    letters: Vec<XmlLetter>,
    elements: Vec<TextElement>,
    /// Where the search for the next sentence begins.
    from: usize,
}

/// A change of the XML: bytes that go, and what stands there instead.
pub(super) type XmlEdit = (Range<usize>, String);

impl<'a> DocxText<'a> {
    /// Reads the main part of a document.
    pub(super) fn read(xml: &'a str) -> Result<Self, AnnotateError> {
        let fault = |error: &dyn std::fmt::Display| AnnotateError::Package(error.to_string());
        let mut reader = Reader::from_str(xml);
        let mut text = Self {
            xml,
            prefix: String::new(),
            text: String::new(),
            letters: Vec::new(),
            elements: Vec::new(),
            from: 0,
        };
        let mut open: Vec<String> = Vec::new();
        let mut properties: Vec<Range<usize>> = Vec::new();
        loop {
            let start = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|error| fault(&error))?;
            let range = start..reader.buffer_position() as usize;
            match event {
                Event::Start(tag) => {
                    let name = tag.name().into_inner().to_owned();
                    let in_run = open.last().is_some_and(|name| text.is(name, "r"));
                    text.enter(&name, &range, in_run, &mut properties);
                    open.push(name);
                }
                Event::End(_) => {
                    let name = open.pop().unwrap_or_default();
                    let parent = open.last().map(String::as_str);
                    if text.is(&name, "rPr") && parent.is_some_and(|name| text.is(name, "r")) {
                        if let Some(run) = properties.last_mut() {
                            run.end = range.end;
                        }
                    } else if text.is(&name, "r") {
                        properties.pop();
                    }
                }
                Event::Text(_) | Event::GeneralRef(_) | Event::CData(_) => {
                    let moved = open.iter().any(|name| text.is(name, "moveFrom"));
                    if open.last().is_some_and(|name| text.is(name, "t")) && !moved {
                        text.letters(range);
                    }
                }
                Event::Eof => return Ok(text),
                _ => {}
            }
        }
    }

    fn is(&self, name: &str, local: &str) -> bool {
        name.strip_prefix(&self.prefix) == Some(local)
    }

    fn enter(
        &mut self,
        name: &str,
        tag: &Range<usize>,
        in_run: bool,
        properties: &mut Vec<Range<usize>>,
    ) {
        if let Some(prefix) = name.strip_suffix("document").filter(|_| self.prefix.is_empty()) {
            prefix.clone_into(&mut self.prefix);
        }
        if self.is(name, "r") {
            properties.push(tag.end..tag.end);
        } else if self.is(name, "rPr") && in_run {
            // Those of a paragraph's own mark, and those before a change, stand in no run themselves.
            if let Some(run) = properties.last_mut() {
                *run = tag.start..tag.start;
            }
        } else if self.is(name, "t") {
            let properties = properties.last().cloned().unwrap_or(tag.end..tag.end);
            self.elements.push(TextElement { tag: tag.clone(), properties });
        }
    }

    /// Adds the letters of a stretch of text: a reference to a character is one.
    fn letters(&mut self, range: Range<usize>) {
        let raw = &self.xml[range.clone()];
        let element = self.elements.len().saturating_sub(1);
        let mut at = 0;
        while let Some(c) = raw[at..].chars().next() {
            let rest = &raw[at..];
            let reference = rest.strip_prefix('&').and_then(|rest| Some(&rest[..rest.find(';')?]));
            let (letter, length) = match reference {
                Some(name) => (decode(name), name.len() + 2),
                None => (Some(c), c.len_utf8()),
            };
            if let Some(letter) = letter.filter(|letter| !letter.is_whitespace()) {
                let start = range.start + at;
                let xml = start..start + length;
                self.letters.push(XmlLetter { text: self.text.len(), xml, element });
                self.text.push(letter);
            }
            at += length;
        }
    }

    /// Finds a sentence behind the last one that was found: its first and its last letter.
    pub(super) fn find(&mut self, sentence: &str) -> Option<(usize, usize)> {
        let words: String = sentence.chars().filter(|c| !c.is_whitespace()).collect();
        let rest = &self.text[self.from..];
        let at = rest.find(&words).filter(|at| !words.is_empty() && *at <= MAX_SKIPPED_BYTES)?;
        let start = self.from + at;
        self.from = start + words.len();
        let place = |text: usize| self.letters.binary_search_by_key(&text, |one| one.text);
        let last = self.letters.partition_point(|one| one.text < self.from).checked_sub(1)?;
        Some((place(start).ok()?, last))
    }

    /// What puts comments around stretches of letters; the stretches ascend and lie apart.
    pub(super) fn edits(&self, comments: &[(u32, (usize, usize))]) -> Vec<XmlEdit> {
        let mut edits: Vec<XmlEdit> = Vec::new();
        let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
        let w = self.prefix.as_str();
        for (id, (first, last)) in comments {
            let start = format!("<{w}commentRangeStart {w}id=\"{id}\"/>");
            let end = format!(
                "<{w}commentRangeEnd {w}id=\"{id}\"/><{w}r><{w}commentReference {w}id=\"{id}\"/></{w}r>"
            );
            let places = [
                (*first, self.letters[*first].xml.start, start),
                (*last, self.letters[*last].xml.end, end),
            ];
            for (letter, offset, mark) in places {
                let element = &self.elements[self.letters[letter].element];
                kept.insert(element.tag.start, element.tag.end);
                let properties = &self.xml[element.properties.clone()];
                edits.push((
                    offset..offset,
                    format!("</{w}t></{w}r>{mark}<{w}r>{properties}<{w}t xml:space=\"preserve\">"),
                ));
            }
        }
        // A blank at the end of what was one element is now at the end of the first of two.
        edits.extend(
            kept.into_iter()
                .map(|(start, end)| (start..end, format!("<{w}t xml:space=\"preserve\">"))),
        );
        edits.sort_by_key(|(range, _)| range.start);
        edits
    }
}

/// The character of a reference without `&` and `;`.
fn decode(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// The text with these changes.
pub(super) fn apply(xml: &str, edits: &[XmlEdit]) -> String {
    let mut changed = String::with_capacity(xml.len() + edits.len() * 128);
    let mut at = 0;
    for (range, text) in edits {
        changed.push_str(&xml[at..range.start]);
        changed.push_str(text);
        at = range.end;
    }
    changed.push_str(&xml[at..]);
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stand_around_sentences_and_change_no_letter() {
        let xml = "<w:document><w:body><w:p><w:pPr><w:rPr><w:i/></w:rPr></w:pPr>\
                   <w:r><w:rPr><w:b/></w:rPr><w:t>One &amp; two. It </w:t></w:r>\
                   <w:r><w:t>cost 4 m. End.</w:t></w:r></w:p></w:body></w:document>";
        let mut text = DocxText::read(xml).unwrap();
        assert_eq!(text.prefix, "w:");
        let one = text.find("One & two.").unwrap();
        let two = text.find("It cost 4 m.").unwrap();
        assert_eq!(text.find("No such thing."), None);
        let changed = apply(xml, &text.edits(&[(7, one), (8, two)]));
        let again = DocxText::read(&changed).unwrap();
        assert_eq!(again.text, "One&two.Itcost4m.End.");
        let bold = "<w:commentRangeStart w:id=\"8\"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">It ";
        assert!(changed.contains(bold), "{changed}");
        let end = "cost 4 m.</w:t></w:r><w:commentRangeEnd w:id=\"8\"/>";
        assert!(changed.contains(end), "{changed}");
    }
}
