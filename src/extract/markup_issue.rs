//! What is odd about a page's markup, and no reader of its links would see.
//!
//! Looks at the tags of links only, and at targets of notes only where a link asks for one.

use memchr::memchr2;
use rustc_hash::FxHashSet;

use super::raw_link::LinkKind;
use super::reading::ParsedPage;
use crate::html::scan::{Scanner, Token};
use crate::html::{attrs, charref};
use crate::page::Page;

/// Beginnings of the names that footnotes have, in lower case.
const NOTES: [&str; 10] = [
    "fn",
    "_fn",
    "ftn",
    "_ftn",
    "cite_note",
    "cite-note",
    "footnote",
    "endnote",
    "sdfootnote",
    "sdendnote",
];

/// The code of Markdown that looks like a link and is none.
pub(crate) const BROKEN_LINK: &str = "broken-markdown-link";

/// One odd thing.
pub(crate) struct MarkupIssue {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// Where it stands, in bytes of the document.
    pub(crate) offset: u32,
    /// Where it ends, for what can be put right there.
    pub(crate) end: Option<u32>,
    /// What may have been meant.
    pub(crate) repair: Option<String>,
}

impl MarkupIssue {
    fn at(offset: u32, code: &'static str, message: String) -> Self {
        Self { code, message, offset, end: None, repair: None }
    }
}

/// Finds everything odd, in the order of its kinds.
pub(crate) fn find(reading: &ParsedPage, page: &Page<'_>) -> Vec<MarkupIssue> {
    let mut found: Vec<MarkupIssue> = broken_quotes(reading, page).collect();
    found.extend(reading.nested.iter().filter_map(|&tag| nested(page, tag)));
    found.extend(missing_notes(reading, page));
    found.extend(page.loose_notes.iter().map(|(label, at)| {
        let message = format!("no footnote mark refers to the note [^{label}]");
        MarkupIssue::at(*at, "broken-note", message)
    }));
    found.extend(page.broken_links.iter().map(|link| MarkupIssue {
        code: BROKEN_LINK,
        message: link.message.clone(),
        offset: link.span.0,
        end: Some(link.span.1),
        repair: link.repair.clone(),
    }));
    found
}

/// Where a byte of the page stands in the document.
fn on_disk(page: &Page<'_>, at: u32) -> Option<u32> {
    page.map.enclosing_range(at, at + 1).map(|(start, _)| start)
}

/// Link tags with an attribute whose name holds a quote: a value ended before its author thought.
fn broken_quotes<'a>(
    reading: &'a ParsedPage,
    page: &'a Page<'_>,
) -> impl Iterator<Item = MarkupIssue> + 'a {
    let html = page.html.as_bytes();
    let tags = reading.links.iter().filter(|link| link.kind == LinkKind::Anchor);
    tags.filter(|link| link.attrs_of_interest.crowded).filter_map(move |link| {
        let name = attrs::names(html, link.page as usize + 2).map(|name| name.slice(html)).find(
            |name| {
                // A quote alone is one too many: nothing ends early.
                let is_stray = name.iter().all(|byte| matches!(byte, b'"' | b'\''));
                !is_stray && memchr2(b'"', b'\'', name).is_some()
            },
        )?;
        let name = String::from_utf8_lossy(name);
        let message = format!(
            "broken HTML attribute: quotes end it early, and the page may print `{name}` as text"
        );
        Some(MarkupIssue::at(on_disk(page, link.page)?, "broken-attribute-quotes", message))
    })
}

fn nested(page: &Page<'_>, tag: u32) -> Option<MarkupIssue> {
    let message = "a link starts inside another link that is not closed".to_owned();
    Some(MarkupIssue::at(on_disk(page, tag)?, "nested-link", message))
}

/// Links to notes that the page does not have. One pass over its tags, if there is any such link.
fn missing_notes(reading: &ParsedPage, page: &Page<'_>) -> Vec<MarkupIssue> {
    let html = &page.html;
    let target = |href: &str| href.strip_prefix('#').filter(|id| is_note(id)).map(str::to_owned);
    let asked = reading.links.iter().filter(|link| link.kind == LinkKind::Anchor);
    let asked: Vec<(u32, String)> = asked
        .filter(|link| link.href.text(html).trim_start().starts_with(['#', '&']))
        .filter_map(|link| {
            Some((link.page, target(&charref::decode_attribute(link.href.text(html)))?))
        })
        .collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let ids = ids(html);
    let missing = asked.into_iter().filter(|(_, id)| !ids.contains(id.as_str()));
    missing
        .filter_map(|(tag, id)| {
            let message = format!("the page has no note `{id}`");
            Some(MarkupIssue::at(on_disk(page, tag)?, "broken-note", message))
        })
        .collect()
}

/// `fn3`, `_ftn1`, `cite_note-x`; a word such as `fnord` is none, so a number has to follow.
fn is_note(id: &str) -> bool {
    let id = id.to_ascii_lowercase();
    id.ends_with(|c: char| c.is_ascii_digit())
        && NOTES.iter().any(|start| {
            let rest = id.strip_prefix(start).map(|rest| rest.trim_start_matches(['-', '_', ':']));
            rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        })
}

fn ids(html: &str) -> FxHashSet<&str> {
    let bytes = html.as_bytes();
    let mut ids = FxHashSet::default();
    for token in Scanner::new(html) {
        let Token::Start(start) = token else { continue };
        for attr in attrs::all(bytes, start.attrs) {
            let name = attr.name.slice(bytes);
            if name.eq_ignore_ascii_case(b"id") || name.eq_ignore_ascii_case(b"name") {
                ids.insert(attr.value.text(html));
            }
        }
    }
    ids
}
