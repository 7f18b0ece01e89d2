//! What a paragraph is, by its style: heading, caption, quotation, listing.

use std::collections::HashMap;

use super::xml::{self, DocxXmlEvent};
use crate::input::SkipCause;

/// How many styles a style is followed back through.
const MAX_CHAIN_STYLES: usize = 16;

/// The longest name of a style that is read: every paragraph asks for it. Word allows 253 characters.
const MAX_NAME_BYTES: usize = 1024;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParagraphKind {
    /// Running text.
    Plain,
    /// A heading, from 1.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A caption of a picture or table.
    Caption,
    /// A quotation.
    Quotation,
    /// A line of a program or another listing.
    Listing,
    /// A line of a table of contents.
    Contents,
}

/// The styles of a document, by id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// The language of text that says nothing else.
    pub(super) language: Option<String>,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// The level of the outline, from 0; 9 is none.
    outline: Option<u8>,
    is_list: bool,
}

impl Styles {
    /// Reads the member that defines the styles.
    pub(super) fn read(text: &str) -> Result<Self, SkipCause> {
        let mut styles = Self::default();
        let mut current: Option<(String, Style)> = None;
        let mut in_defaults = false;
        xml::read(text, |node| {
            let DocxXmlEvent::Start(element) = node else { return Ok(()) };
            let value = || element.own("val");
            match element.local() {
                "docDefaults" => in_defaults = true,
                "lang" if in_defaults && current.is_none() => styles.language = value()?,
                "style" => {
                    styles.keep(current.take());
                    current = element.own("styleId")?.map(|id| (id, Style::default()));
                }
                local => {
                    let Some((_, style)) = &mut current else { return Ok(()) };
                    let name =
                        || Ok::<_, SkipCause>(value()?.filter(|it| it.len() <= MAX_NAME_BYTES));
                    match local {
                        "name" => style.name = name()?.unwrap_or_default(),
                        "basedOn" => style.based_on = name()?,
                        "outlineLvl" => style.outline = level(value()?),
                        "numId" => style.is_list = value()?.is_some_and(|id| id != "0"),
                        _ => {}
                    }
                }
            }
            Ok(())
        })?;
        styles.keep(current);
        Ok(styles)
    }

    fn keep(&mut self, style: Option<(String, Style)>) {
        self.styles.extend(style);
    }

    /// What a paragraph of the style `id` is.
    pub(super) fn kind(&self, id: &str) -> ParagraphKind {
        let found = self.chain(id).find_map(|(name, style)| {
            let by_outline = style.and_then(|style| heading(style.outline?));
            let is_list = style.is_some_and(|style| style.is_list);
            kind_of(name).or(by_outline).or_else(|| is_list.then_some(ParagraphKind::Item))
        });
        found.unwrap_or(ParagraphKind::Plain)
    }

    /// Whether runs of the style `id` are code.
    pub(super) fn is_code(&self, id: &str) -> bool {
        let codes = ["sourcetext", "htmlcode", "htmltypewriter", "verbatimchar", "code"];
        self.chain(id).any(|(name, _)| codes.contains(&plain(name).as_str()))
    }

    /// The names of a style and of those that it is based on. A style that is not defined has its id.
    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = (&'a str, Option<&'a Style>)> {
        let first = Some((id, self.styles.get(id)));
        let next = |&(_, style): &(&'a str, Option<&'a Style>)| {
            let base = style?.based_on.as_deref()?;
            Some((base, self.styles.get(base)))
        };
        let links = std::iter::successors(first, next).take(MAX_CHAIN_STYLES);
        links.map(|(id, style)| (style.map_or(id, |style| style.name.as_str()), style))
    }
}

/// A level of the outline, as written.
pub(super) fn level(value: Option<String>) -> Option<u8> {
    value?.parse().ok()
}

/// The heading at a level of the outline, from 0; beyond six there is one only.
pub(super) fn heading(outline: u8) -> Option<ParagraphKind> {
    (outline < 9).then(|| ParagraphKind::Heading((outline + 1).min(6)))
}

/// What a style is by its name. Names of the built-in styles are English in every language of Word.
fn kind_of(name: &str) -> Option<ParagraphKind> {
    let name = plain(name);
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number: Option<u8> = name[stem.len()..].parse().ok();
    match stem {
        "heading" => heading(number?.saturating_sub(1)),
        "title" => Some(ParagraphKind::Heading(1)),
        "caption" | "imagecaption" | "tablecaption" => Some(ParagraphKind::Caption),
        "quote" | "intensequote" | "quotations" | "blocktext" => Some(ParagraphKind::Quotation),
        "preformattedtext" | "htmlpreformatted" | "sourcecode" | "macro" => {
            Some(ParagraphKind::Listing)
        }
        "toc" => Some(ParagraphKind::Contents),
        _ => None,
    }
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| *c != ' ').collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_name_by_base_and_by_outline() {
        let styles = Styles::read(
            "<w:styles><w:docDefaults><w:lang w:val='de-DE'/></w:docDefaults>\
             <w:style w:styleId='a'><w:name w:val='heading 2'/></w:style>\
             <w:style w:styleId='b'><w:name w:val='Mine'/><w:basedOn w:val='a'/></w:style>\
             <w:style w:styleId='c'><w:name w:val='X'/><w:pPr><w:outlineLvl w:val='8'/></w:pPr></w:style>\
             <w:style w:styleId='d'><w:name w:val='D'/><w:basedOn w:val='e'/></w:style>\
             <w:style w:styleId='e'><w:name w:val='E'/><w:basedOn w:val='d'/></w:style>\
             <w:style w:styleId='f'><w:name w:val='Source Text'/></w:style>\
             <w:style w:styleId='g'><w:name w:val='List 1'/><w:numPr><w:numId w:val='3'/></w:numPr></w:style>\
             </w:styles>",
        )
        .unwrap();
        let kinds = ["a", "b", "c", "d", "Heading1", "g", "Title"].map(|id| styles.kind(id));
        let want = [2, 2, 6].map(ParagraphKind::Heading);
        assert_eq!(kinds[..3], want);
        assert_eq!(
            kinds[3..],
            [
                ParagraphKind::Plain,
                ParagraphKind::Heading(1),
                ParagraphKind::Item,
                ParagraphKind::Heading(1)
            ]
        );
        assert!(styles.is_code("f") && !styles.is_code("a"));
        assert_eq!(styles.language.as_deref(), Some("de-DE"));
    }
}
