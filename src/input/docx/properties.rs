//! What a .docx says of itself, as the head of a page.

use super::flow::escaped;
use super::xml::{self, DocxXmlEvent};
use crate::input::SkipCause;

/// Core properties; empty where the document says nothing.
#[derive(Debug, Default)]
pub(super) struct CoreProperties {
    title: String,
    creator: String,
    created: String,
    keywords: String,
    language: String,
}

impl CoreProperties {
    /// Reads the member that holds them.
    pub(super) fn read(text: &str) -> Result<Self, SkipCause> {
        let mut properties = Self::default();
        let mut open = Vec::new();
        xml::read(text, |node| {
            match node {
                DocxXmlEvent::Start(element) => open.push(element.local().to_owned()),
                DocxXmlEvent::End => drop(open.pop()),
                DocxXmlEvent::Text(text) => {
                    let name = open.last().map_or("", String::as_str);
                    if let Some(property) = properties.named(name) {
                        property.push_str(&text);
                    }
                }
            }
            Ok(())
        })?;
        Ok(properties)
    }

    fn named(&mut self, name: &str) -> Option<&mut String> {
        match name {
            "title" => Some(&mut self.title),
            "creator" => Some(&mut self.creator),
            "created" => Some(&mut self.created),
            "keywords" => Some(&mut self.keywords),
            "language" => Some(&mut self.language),
            _ => None,
        }
    }

    /// The page up to its body. `language` is that of the styles, for a document that names none.
    pub(super) fn head(&self, language: Option<&str>) -> String {
        let mut head = String::from("<html");
        let own = Some(self.language.trim()).filter(|own| !own.is_empty());
        if let Some(language) = own.or(language) {
            head.push_str(&format!(" lang=\"{}\"", escaped(language)));
        }
        head.push_str("><head>");
        if !self.title.trim().is_empty() {
            head.push_str(&format!("<title>{}</title>", escaped(&self.title)));
        }
        let authors = self.creator.split(';').map(|author| ("author", author));
        let others = [("date", self.created.as_str()), ("keywords", self.keywords.as_str())];
        for (name, value) in authors.chain(others) {
            if !value.trim().is_empty() {
                let value = escaped(value);
                head.push_str(&format!("<meta name=\"{name}\" content=\"{value}\">"));
            }
        }
        head.push_str("</head><body>\n");
        head
    }
}
