//! Plain text to a page: paragraphs between blank lines.

use memchr::memchr3;

use super::{Page, SpanMap, lines};

/// Renders plain text.
pub(crate) fn render(text: &str) -> Page<'_> {
    let mut html = String::with_capacity(text.len() + 64);
    let mut map = SpanMap::default();
    let mut open = false;
    let mut at = 0;
    while at < text.len() {
        let end = lines::next(text, at);
        let line = &text[at..end];
        if line.trim().is_empty() {
            if open {
                close(&mut html);
            }
            open = false;
        } else {
            if !open {
                html.push_str("<p>");
            }
            open = true;
            escape(&mut html, &mut map, line, at);
        }
        at = end;
    }
    if open {
        close(&mut html);
    }
    Page {
        html: html.into(),
        map,
        links: Vec::new(),
        images: Vec::new(),
        loose_notes: Vec::new(),
        broken_links: Vec::new(),
    }
}

/// Renders a program, from byte `start` on, as a block of code.
pub(crate) fn code(text: &str, start: usize) -> Page<'_> {
    let mut html = "<pre><code>".to_owned();
    let mut map = SpanMap::default();
    escape(&mut html, &mut map, &text[start..], start);
    html.push_str("</code></pre>\n");
    Page {
        html: html.into(),
        map,
        links: Vec::new(),
        images: Vec::new(),
        loose_notes: Vec::new(),
        broken_links: Vec::new(),
    }
}

fn close(html: &mut String) {
    html.truncate(html.trim_end().len());
    html.push_str("</p>\n");
}

fn escape(html: &mut String, map: &mut SpanMap, line: &str, doc: usize) {
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        let plain = memchr3(b'&', b'<', b'>', rest.as_bytes()).unwrap_or(rest.len());
        map.push(html.len(), plain, doc + at, plain);
        html.push_str(&rest[..plain]);
        at += plain;
        let escaped = match rest.as_bytes().get(plain) {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(_) => "&gt;",
            None => return,
        };
        map.push(html.len(), escaped.len(), doc + at, 1);
        html.push_str(escaped);
        at += 1;
    }
}
