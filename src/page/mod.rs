//! Document to page: everything becomes HTML with a map from every byte back to the document.

pub(crate) mod bare;
mod broken_link;
mod destination;
mod escape;
mod front_matter;
mod header_lines;
mod html_block;
mod inline_note;
mod lines;
mod markdown;
mod notebook;
mod plain;
mod plain_yaml;
mod source;
mod tags;
mod template;
mod url_mask;

use std::borrow::Cow;
use std::ops::Range;

pub(crate) use self::broken_link::BrokenMarkdownLink;
pub(crate) use self::front_matter::{FrontMatter, field};
use crate::article::{Dialect, Format, Syntax};
pub(crate) use crate::input::SpanMap;
use crate::input::{Document, SourceMap};

/// A document as HTML.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    /// The markup. HTML documents are borrowed as they are.
    pub(crate) html: Cow<'a, str>,
    /// From bytes of `html` to bytes of the document.
    pub(crate) map: SpanMap,
    /// The links that were not written as HTML, in the order of the page.
    pub(crate) links: Vec<SourceLink>,
    /// The images that were not written as HTML, in the order of the page.
    pub(crate) images: Vec<SourceImage>,
    /// Footnotes that nothing refers to: label, and byte of the document.
    pub(crate) loose_notes: Vec<(String, u32)>,
    /// Markdown that looks like a link and is none.
    pub(crate) broken_links: Vec<BrokenMarkdownLink>,
}

impl Page<'_> {
    /// Puts another page of the same document behind this one.
    fn append(&mut self, other: Page<'_>) {
        let shift = self.html.len();
        self.map.append(&other.map, shift);
        let moved = |link: SourceLink| SourceLink { page: link.page + shift as u32, ..link };
        self.links.extend(other.links.into_iter().map(moved));
        let moved = |image: SourceImage| SourceImage { page: image.page + shift as u32, ..image };
        self.images.extend(other.images.into_iter().map(moved));
        self.html.to_mut().push_str(&other.html);
        self.loose_notes.extend(other.loose_notes);
        self.broken_links.extend(other.broken_links);
    }
}

/// A link that rendering turned into `<a href>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SourceLink {
    /// Byte of the page at which its tag begins.
    pub(crate) page: u32,
    /// How it is written.
    pub(crate) syntax: Syntax,
    /// The destination, in bytes of the document.
    pub(crate) span: Option<(u32, u32)>,
    /// Where the use begins, in bytes of the document.
    pub(crate) use_offset: u32,
}

/// An image that rendering turned into `<img src>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SourceImage {
    /// Byte of the page at which its tag begins.
    pub(crate) page: u32,
    /// Where the image begins, in bytes of the document.
    pub(crate) offset: u32,
}

/// The front matter of a document.
pub(crate) fn front_matter_of(document: &Document) -> FrontMatter {
    front_matter::read(&document.decoded.text)
}

/// Renders a document, whatever it was made from.
pub(crate) fn render_document(document: &Document, dialect: Dialect) -> (FrontMatter, Page<'_>) {
    let decoded = &document.decoded;
    match &decoded.source_map {
        SourceMap::Notebook(notebook) => notebook::render(&decoded.text, &notebook.cells, dialect),
        _ => render(&decoded.text, document.format, dialect),
    }
}

/// Renders a text: its front matter, and its body as a page.
pub(crate) fn render(text: &str, format: Format, dialect: Dialect) -> (FrontMatter, Page<'_>) {
    if format == Format::Text {
        return (FrontMatter::default(), plain::render(text));
    }
    let front = front_matter::read(text);
    let page = match format {
        Format::Markdown | Format::Notebook => markdown::render(text, front.body, dialect),
        _ => html_page(text, front.body),
    };
    (front, page)
}

/// A document that is HTML already: as it is, but for template tags inside of tags.
fn html_page(text: &str, body: usize) -> Page<'_> {
    let mut page = Page {
        html: Cow::Borrowed(&text[body..]),
        map: SpanMap::shifted(body, text.len() - body),
        links: Vec::new(),
        images: Vec::new(),
        loose_notes: Vec::new(),
        broken_links: Vec::new(),
    };
    let tags = template::in_markup(&text[body..]);
    if tags.is_empty() {
        return page;
    }
    let (mut html, mut map) = (String::with_capacity(text.len() - body), SpanMap::default());
    let mut at = body;
    let copy = |html: &mut String, map: &mut SpanMap, range: Range<usize>| {
        map.push(html.len(), range.len(), range.start, range.len());
        html.push_str(&text[range]);
    };
    for tag in tags {
        copy(&mut html, &mut map, at..body + tag.start);
        at = body + tag.end;
        escape::push_escaped(&mut html, &mut map, text, body + tag.start..at);
    }
    copy(&mut html, &mut map, at..text.len());
    (page.html, page.map) = (html.into(), map);
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page<'_> {
        render(text, Format::Markdown, Dialect::Auto).1
    }

    fn spans<'a>(text: &'a str, page: &Page<'_>) -> Vec<&'a str> {
        let cut = |(start, end): (u32, u32)| &text[start as usize..end as usize];
        page.links.iter().map(|link| link.span.map_or("?", cut)).collect()
    }

    #[test]
    fn every_link_leads_back_to_its_destination() {
        let text = "---\na: b\n---\n[t](http://a/?x=1&amp;y \"t\") <http://b> [c][r] [r]\n\n\
                    | [d](<e f>) |\n|---|\n\n> [![i](j)](k)\n\n[r]: http://r 'x'\n";
        let page = page(text);
        let want = ["http://a/?x=1&amp;y", "http://b", "http://r", "http://r", "e f", "k"];
        assert_eq!(spans(text, &page), want);
        assert!(page.html.contains("<a href=\"http://a/?x=1&amp;y\">t</a>"), "{}", page.html);
        assert!(page.html.contains("<a href=\"k\"><img src=\"j\" alt=\"i\"></a>"), "{}", page.html);
    }

    #[test]
    fn raw_html_maps_byte_for_byte() {
        let text = "[a](b)\n------\n\n<div>\n<p>x &amp; y <a href='z'>é</a></p></div>\n\n*c*";
        let page = page(text);
        let at = page.html.find("<div>").unwrap() as u32;
        let length = "<div>\n<p>x &amp; y <a href='z'>é</a></p></div>".len() as u32;
        let (start, end) = page.map.range(at, at + length).unwrap();
        assert_eq!(
            &text[start as usize..end as usize],
            &page.html[at as usize..][..length as usize]
        );
        assert!(page.html.starts_with("<h2><a href=\"b\">a</a></h2>"));
        assert!(page.html.ends_with("<p><em>c</em></p>\n"));
    }

    #[test]
    fn templates_are_no_text_but_may_be_destinations() {
        let text = "a {{ page.x }}b [c]({{< ref \"d.md\" >}}){:target=\"_blank\"}.";
        let page = page(text);
        assert_eq!(spans(text, &page), ["{{< ref \"d.md\" >}}"]);
        assert!(page.html.contains("<p>a b <a href="), "{}", page.html);
        assert!(page.html.contains(">c</a>.</p>"), "{}", page.html);
    }

    #[test]
    fn escapes_and_entities_in_text() {
        let text = r"a \* b &copy; c < d `e  <f>` ![g<h](i)";
        let html = page(text).html.into_owned();
        assert!(html.contains("a * b © c &lt; d <code>e  &lt;f&gt;</code>"), "{html}");
        assert!(html.contains("alt=\"g&lt;h\""), "{html}");
    }

    #[test]
    fn footnotes_and_plain_text() {
        let html = page("a[^1]\n\n[^1]: see http://x.org\n").html.into_owned();
        assert!(
            html.contains("<div role=\"doc-footnote\" id=\" 1\"><p>see http://x.org</p>"),
            "{html}"
        );
        let text = render("a <b>\n\nhttp://x?a&b\nc", Format::Text, Dialect::Auto).1.html;
        assert_eq!(text, "<p>a &lt;b&gt;</p>\n<p>http://x?a&amp;b\nc</p>\n");
    }
}
