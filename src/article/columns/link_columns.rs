//! The columns of the table of links: citations and rejects.

use std::borrow::Cow;

use super::cell::{TableCell, TableField as _, set, set_first, set_json, set_second};
use super::{ArticlePart, ColumnKind, TableColumn, column, derived, required, text, whole};
use crate::article::{Link, Place, Syntax};
use crate::domain;
use crate::link::CitedUrl;

/// A link that is read from its row.
pub(crate) struct LinkRow {
    article: u64,
    /// The link; what it cites is in `cited` until the row is complete.
    link: Link,
    cited: CitedUrl,
}

impl ArticlePart for LinkRow {
    fn blank() -> Self {
        let link = Link {
            ordinal: 0,
            syntax: Syntax::Html,
            written: String::new(),
            resolved: None,
            cited: None,
            place: Place::Body,
            place_evidence: Vec::new(),
            anchor: String::new(),
            sentence: None,
            sentence_id: None,
            anchor_at: None,
            supports: None,
            paragraph: None,
            rel: None,
            span: None,
            line: 0,
            column: 0,
            at: [0, 0],
            reason: None,
        };
        Self { article: 0, link, cited: CitedUrl::default() }
    }

    fn article_mut(&mut self) -> &mut u64 {
        &mut self.article
    }
}

impl LinkRow {
    /// The link. As in JSON lines, nothing is cited if all of these columns are null.
    pub(crate) fn into_link(self) -> Link {
        let cited = (self.cited != CitedUrl::default()).then_some(self.cited);
        Link { cited, ..self.link }
    }
}

/// The columns, in their order; the number of the article and what is repeated of it come before them.
pub(crate) static LINK_COLUMNS: [TableColumn<Link, LinkRow>; 31] = [
    column(
        required("ordinal", ColumnKind::Whole),
        |link| link.ordinal.to_cell(),
        |row, cell| set(&mut row.link.ordinal, cell),
    ),
    column(
        text("reason"),
        |link| link.reason.to_cell(),
        |row, cell| set(&mut row.link.reason, cell),
    ),
    column(
        required("syntax", ColumnKind::Text),
        |link| link.syntax.to_cell(),
        |row, cell| set(&mut row.link.syntax, cell),
    ),
    column(
        required("written", ColumnKind::Text),
        |link| link.written.to_cell(),
        |row, cell| set(&mut row.link.written, cell),
    ),
    column(
        text("resolved"),
        |link| link.resolved.to_cell(),
        |row, cell| set(&mut row.link.resolved, cell),
    ),
    column(
        text("url"),
        |link| TableCell::text(link.opened()),
        |row, cell| set_part(&mut row.cited.opened, cell),
    ),
    column(
        text("key"),
        |link| TableCell::text(link.key()),
        |row, cell| set_part(&mut row.cited.key, cell),
    ),
    column(
        text("work"),
        |link| TableCell::text(link.work()),
        |row, cell| set(&mut row.cited.work, cell),
    ),
    column(
        text("locator"),
        |link| TableCell::text(link.locator()),
        |row, cell| set(&mut row.cited.locator, cell),
    ),
    column(
        text("url_host_name"),
        |link| TableCell::text(link.host()),
        |row, cell| set_part(&mut row.cited.host, cell),
    ),
    derived(text("url_host_registered_domain"), |link| {
        TableCell::text(link.host().and_then(domain::registered_by_icann))
    }),
    column(
        text("domain"),
        |link| TableCell::text(link.domain()),
        |row, cell| set_part(&mut row.cited.domain, cell),
    ),
    column(
        text("site"),
        |link| TableCell::text(link.site()),
        |row, cell| set_part(&mut row.cited.site, cell),
    ),
    column(
        text("via"),
        |link| TableCell::json(link.via()),
        |row, cell| set_json(&mut row.cited.via, cell),
    ),
    column(
        required("changes", ColumnKind::Texts),
        |link| {
            let changes = link.changes().iter().map(|change| Cow::Borrowed(&**change));
            TableCell::Texts(changes.collect())
        },
        |row, cell| set(&mut row.cited.changes, cell),
    ),
    column(
        required("place", ColumnKind::Text),
        |link| link.place.to_cell(),
        |row, cell| set(&mut row.link.place, cell),
    ),
    column(
        required("place_evidence", ColumnKind::Texts),
        |link| link.place_evidence.to_cell(),
        |row, cell| set(&mut row.link.place_evidence, cell),
    ),
    column(
        required("anchor", ColumnKind::Text),
        |link| link.anchor.to_cell(),
        |row, cell| set(&mut row.link.anchor, cell),
    ),
    column(
        text("sentence"),
        |link| link.sentence.to_cell(),
        |row, cell| set(&mut row.link.sentence, cell),
    ),
    column(
        text("sentence_id"),
        |link| link.sentence_id.to_cell(),
        |row, cell| set(&mut row.link.sentence_id, cell),
    ),
    column(
        whole("anchor_start"),
        |link| TableCell::whole(link.anchor_at.map(|at| at[0].into())),
        |row, cell| set_first(&mut row.link.anchor_at, cell),
    ),
    column(
        whole("anchor_end"),
        |link| TableCell::whole(link.anchor_at.map(|at| at[1].into())),
        |row, cell| set_second(&mut row.link.anchor_at, cell),
    ),
    column(
        super::ColumnSpec::optional("supports", ColumnKind::Texts),
        |link| link.supports.to_cell(),
        |row, cell| set(&mut row.link.supports, cell),
    ),
    column(
        text("paragraph"),
        |link| link.paragraph.to_cell(),
        |row, cell| set(&mut row.link.paragraph, cell),
    ),
    column(text("rel"), |link| link.rel.to_cell(), |row, cell| set(&mut row.link.rel, cell)),
    column(
        whole("span_start"),
        |link| TableCell::whole(link.span.map(|span| span[0])),
        |row, cell| set_first(&mut row.link.span, cell),
    ),
    column(
        whole("span_end"),
        |link| TableCell::whole(link.span.map(|span| span[1])),
        |row, cell| set_second(&mut row.link.span, cell),
    ),
    column(
        required("line", ColumnKind::Whole),
        |link| link.line.to_cell(),
        |row, cell| set(&mut row.link.line, cell),
    ),
    column(
        required("column", ColumnKind::Whole),
        |link| link.column.to_cell(),
        |row, cell| set(&mut row.link.column, cell),
    ),
    column(
        required("at_line", ColumnKind::Whole),
        |link| link.at[0].to_cell(),
        |row, cell| set(&mut row.link.at[0], cell),
    ),
    column(
        required("at_column", ColumnKind::Whole),
        |link| link.at[1].to_cell(),
        |row, cell| set(&mut row.link.at[1], cell),
    ),
];

/// A part of the cited URL, which is empty where JSON lines have null.
fn set_part(part: &mut String, cell: TableCell<'_>) -> Option<()> {
    let mut text = None::<String>;
    set(&mut text, cell)?;
    *part = text.unwrap_or_default();
    Some(())
}
