//! Notebooks to a page: each cell of Markdown rendered by itself, as Jupyter does, code as code.

use super::front_matter::{self, FrontMatter};
use super::{Page, SpanMap, markdown, plain};
use crate::article::Dialect;
use crate::input::{CellKind, NotebookCell};

/// Renders the cells of `text`; what stands before the first one is its front matter.
pub(crate) fn render<'a>(
    text: &'a str,
    cells: &[NotebookCell],
    dialect: Dialect,
) -> (FrontMatter, Page<'a>) {
    let head = cells.first().map_or(text.len(), |cell| cell.start);
    let front = front_matter::read(&text[..head]);
    let mut whole = Page {
        html: String::with_capacity(text.len() + 256).into(),
        map: SpanMap::default(),
        links: Vec::new(),
        images: Vec::new(),
        loose_notes: Vec::new(),
        broken_links: Vec::new(),
    };
    for cell in cells {
        let until = &text[..cell.end];
        let mut page = match cell.kind {
            CellKind::Markdown => markdown::render(until, cell.start, dialect),
            CellKind::Code => plain::code(until, cell.start),
        };
        end_comment(&mut page);
        whole.append(page);
    }
    (front, whole)
}

/// A comment that a cell leaves open ends with the cell.
fn end_comment(page: &mut Page<'_>) {
    let open = page.html.rfind("<!--").is_some_and(|at| !page.html[at..].contains("-->"));
    if open {
        page.html.to_mut().push_str("-->\n");
    }
}
