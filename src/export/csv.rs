//! `citations.csv` for spreadsheets; `nodes.csv` and `edges.csv` for Gephi and data frames.
//!
//! UTF-8, comma, quotes where needed, one line feed a row. The header of the graph's two files is
//! what Gephi's importer looks for.

use std::borrow::Cow;
use std::io;

use jiff::civil::Date;

use super::columns::{Column, ColumnNaming, TIMESET};
use super::decimal;
use super::escape::without_escapes;
use super::gexf::Profile;
use super::network::Network;
use super::row::CellValue;
use super::xml::{clean, has_forbidden, is_forbidden};
use crate::article::{Article, Link, Via};
use crate::audit::{CheckRow, CheckedLinks};
use crate::corpus::{Corpus, Selection, source};
use crate::link::redact::{redact_text, redact_url};
use crate::source::{SourceFacts, Sources};

/// A text cell that no spreadsheet takes for a formula.
///
/// Text that begins with `=`, `+`, `-`, `@`, tab or a line end gets a `'` before it, and so does
/// text that looks guarded already, so that one `'` can be taken off again. Control characters go,
/// since some readers stop at them. Numbers must not pass through here.
///
/// ```
/// use citegraph::export::csv::guard;
/// assert_eq!(guard("=HYPERLINK(1)"), "'=HYPERLINK(1)");
/// assert_eq!(guard("a = b"), "a = b");
/// ```
pub fn guard(text: &str) -> String {
    guarded(text).into_owned()
}

/// [`guard`], without copying text that does not change.
fn guarded<'a>(text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
    let text = text.into();
    let kept = if has_forbidden(&text) { text.replace(is_forbidden, "").into() } else { text };
    let formula = kept.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if formula { format!("'{kept}").into() } else { kept }
}

/// The columns of `citations.csv`; those of [`SourceFacts`] follow.
const CITATION_COLUMNS: [&str; 36] = [
    "input",
    "part",
    "title",
    "origin",
    "published",
    "counted",
    "ordinal",
    "syntax",
    "place",
    "place_evidence",
    "anchor",
    "sentence",
    "sentence_id",
    "anchor_start",
    "anchor_end",
    "paragraph",
    "written",
    "resolved",
    "opened",
    "key",
    "work",
    "locator",
    "host",
    "domain",
    "site",
    "via",
    "via_hosts",
    "via_timestamps",
    "changes",
    "rel",
    "span_start",
    "span_end",
    "line",
    "column",
    "at_line",
    "at_column",
];

/// More columns where a ledger is given.
const VERDICT_COLUMNS: [&str; 3] = ["verdict", "outcome", "since"];

/// Writes every citation, one a row; `counted` tells whether `selection` counts it, and the last
/// columns what `sources` know of who is cited, by host, site and path.
///
/// URLs are redacted, in the sentence too, so positions in a redacted sentence may be off.
///
/// # Errors
/// Where `out` fails.
pub fn citations(
    corpus: &Corpus,
    selection: &Selection,
    sources: &Sources,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let rows = CitationRows { selection, sources, links: None };
    out.write_all(&rows.header())?;
    corpus.articles.iter().try_for_each(|article| out.write_all(&rows.of(article)))
}

/// The rows of `citations.csv`, article by article.
#[derive(Debug, Clone, Copy)]
pub struct CitationRows<'a> {
    /// Which citations count.
    pub selection: &'a Selection,
    /// Who stands behind addresses.
    pub sources: &'a Sources,
    /// What is known of each link, in three more columns: the verdict, what the last check showed that says anything,
    /// and the day since which it does. They are empty for a link that was never checked.
    pub links: Option<&'a CheckedLinks>,
}

impl CitationRows<'_> {
    /// The names of the columns.
    pub fn header(&self) -> Vec<u8> {
        let verdicts = self.links.map_or(&[][..], |_| &VERDICT_COLUMNS);
        let mut rows = csv::Writer::from_writer(Vec::new());
        put(&mut rows, CITATION_COLUMNS.iter().chain(&SourceFacts::COLUMNS).chain(verdicts));
        rows.into_inner().expect("memory takes everything")
    }

    /// The rows of one article.
    pub fn of(&self, article: &Article) -> Vec<u8> {
        let mut rows = csv::Writer::from_writer(Vec::new());
        let of_article = article_cells(article);
        for link in &article.citations {
            let mut row: Vec<Cow<'_, str>> = Vec::new();
            row.extend(of_article.iter().map(|cell| Cow::Borrowed(cell.as_ref())));
            row.push(self.selection.counts(link).to_string().into());
            row.extend(text_cells(link));
            row.extend(url_cells(link));
            row.extend(place_cells(link));
            let facts = SourceFacts::from(source(link, self.sources));
            row.extend(facts.values().map(|value| guarded(value.unwrap_or_default())));
            row.extend(self.links.into_iter().flat_map(|links| verdict_cells(links.row(link))));
            put(&mut rows, row.iter().map(|cell| cell.as_bytes()));
        }
        rows.into_inner().expect("memory takes everything")
    }
}

fn put<T: AsRef<[u8]>>(rows: &mut csv::Writer<Vec<u8>>, row: impl IntoIterator<Item = T>) {
    rows.write_record(row).expect("memory takes everything");
}

fn verdict_cells(row: Option<&CheckRow>) -> [Cow<'_, str>; 3] {
    let Some(row) = row else { return Default::default() };
    let outcome = row.outcome.map_or("", |outcome| outcome.code());
    [row.verdict.name().into(), outcome.into(), optional(row.since.as_deref())]
}

fn article_cells(article: &Article) -> [Cow<'_, str>; 5] {
    let title = clean(article.title.as_deref().unwrap_or_default()).text;
    [
        guarded(&article.input),
        optional(article.part.as_deref()),
        redacted_cell(title),
        guarded(redact_url(article.origin.as_deref().unwrap_or_default())),
        optional(article.published.as_deref()),
    ]
}

fn text_cells(link: &Link) -> [Cow<'_, str>; 10] {
    let at = |end: usize| number(link.anchor_at.map(|range| range[end]));
    [
        number(Some(link.ordinal)),
        link.syntax.name().into(),
        link.place.name().into(),
        redacted_cell(link.place_evidence.join(" | ")),
        redacted_cell(&link.anchor),
        redacted_cell(link.sentence_text().unwrap_or_default()),
        number(link.sentence_id),
        at(0),
        at(1),
        number(link.paragraph),
    ]
}

fn url_cells<'a>(link: &'a Link) -> [Cow<'a, str>; 13] {
    let written = guarded(redact_url(&link.written));
    // Most addresses are resolved and opened as they are written.
    let url = |url: Option<&'a str>| match url {
        Some(url) if url == link.written => written.clone(),
        url => guarded(redact_url(url.unwrap_or_default())),
    };
    let via = |part: fn(&Via) -> &str| {
        guarded(link.via().iter().map(part).collect::<Vec<_>>().join(" | "))
    };
    let [resolved, opened, key] = [link.resolved.as_deref(), link.opened(), link.key()].map(url);
    [
        written,
        resolved,
        opened,
        key,
        redacted_cell(link.work().unwrap_or_default()),
        redacted_cell(link.locator().unwrap_or_default()),
        optional(link.host()),
        optional(link.domain()),
        optional(link.site()),
        via(|via| &via.kind),
        via(|via| &via.host),
        via(|via| via.timestamp.as_deref().unwrap_or_default()),
        guarded(link.changes().join(" | ")),
    ]
}

fn place_cells(link: &Link) -> [Cow<'_, str>; 7] {
    let span = |end: usize| number(link.span.map(|span| span[end]));
    [
        optional(link.rel.as_deref()),
        span(0),
        span(1),
        number(Some(link.line)),
        number(Some(link.column)),
        number(Some(link.at[0])),
        number(Some(link.at[1])),
    ]
}

/// A cell that may hold a part of a URL.
fn redacted_cell<'a>(text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
    guarded(match text.into() {
        Cow::Borrowed(text) => redact_text(text),
        Cow::Owned(text) => redact_text(&text).into_owned().into(),
    })
}

/// A number, or the id of a sentence or of a block.
fn number(number: Option<impl ToString>) -> Cow<'static, str> {
    number.map_or(Cow::Borrowed(""), |number| Cow::Owned(number.to_string()))
}

fn optional(text: Option<&str>) -> Cow<'_, str> {
    guarded(text.unwrap_or_default())
}

/// How the two tables of a graph are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableForm {
    /// Which names columns have.
    pub names: ColumnNaming,
    /// Which readers they are for. For Gephi alone, a column `Timeset` says when nodes and edges are there, and
    /// dates have slashes, since Gephi takes a column of ISO dates for times of its own.
    pub profile: Profile,
}

/// Writes the nodes of a network, in a form that Gephi, pandas and R read alike: Gephi takes a backslash for an
/// escape, so a cell with one that it would act on has [`BACKSLASH`](super::BACKSLASH) instead.
///
/// # Errors
/// Where `out` fails.
pub fn nodes(network: &Network, form: TableForm, out: &mut impl io::Write) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    let own = match form.names {
        ColumnNaming::Gephi => ["Id", "Label"],
        ColumnNaming::Plain => ["id", "label"],
    };
    let times = Times::new(network, form);
    rows.write_record(header(&own, &times, &network.node_columns, form))?;
    for (at, row) in network.node_rows().enumerate() {
        let own = [format!("n{at}"), text_cell(&row.label)];
        let cells = cells(&network.node_columns, &row.cells, form);
        rows.write_record(own.into_iter().chain(times.cell(row.start)).chain(cells))?;
    }
    rows.flush()
}

/// Writes the edges of a network, in the form of [`nodes`].
///
/// # Errors
/// Where `out` fails.
pub fn edges(network: &Network, form: TableForm, out: &mut impl io::Write) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    let own = match form.names {
        ColumnNaming::Gephi => ["Source", "Target", "Type", "Id", "Weight"],
        ColumnNaming::Plain => ["source", "target", "type", "id", "weight"],
    };
    let times = Times::new(network, form);
    rows.write_record(header(&own, &times, &network.edge_columns, form))?;
    let kind = if network.is_directed { "Directed" } else { "Undirected" };
    for (at, row) in network.rows().enumerate() {
        let (source, target) = (format!("n{}", row.source), format!("n{}", row.target));
        let own = [source, target, kind.to_owned(), format!("e{at}"), decimal(row.weight)];
        let cells = cells(&network.edge_columns, &row.cells, form);
        rows.write_record(own.into_iter().chain(times.cell(row.start)).chain(cells))?;
    }
    rows.flush()
}

/// The column that says when a row is there, where there is one.
struct Times {
    /// The last day of all; `None` without the column.
    end: Option<Date>,
}

impl Times {
    fn new(network: &Network, form: TableForm) -> Self {
        let has_column = form.profile == Profile::Gephi && network.has_time();
        Self { end: network.newest.filter(|_| has_column) }
    }

    /// From the first day to the last of all, in Gephi's notation; nothing for a row without a day.
    fn cell(&self, start: Option<Date>) -> Option<String> {
        let end = self.end?;
        Some(start.map_or_else(String::new, |start| format!("<[{start}, {end}]>")))
    }
}

fn header<'a>(
    own: &[&'a str],
    times: &Times,
    columns: &'a [Column],
    form: TableForm,
) -> Vec<&'a str> {
    let times = times.end.map(|_| TIMESET);
    let columns = columns.iter().map(|column| column.named(form.names));
    own.iter().copied().chain(times).chain(columns).collect()
}

fn cells<'a>(
    columns: &'a [Column],
    cells: &'a [Option<CellValue>],
    form: TableForm,
) -> impl Iterator<Item = String> + 'a {
    columns.iter().zip(cells).map(move |(column, cell)| match cell {
        Some(CellValue::Text(date)) if form.profile == Profile::Gephi && column.is_date() => {
            text_cell(date).replace('-', "/")
        }
        Some(CellValue::Text(text)) => text_cell(text),
        Some(number) => number.text(),
        None => String::new(),
    })
}

fn text_cell(text: &str) -> String {
    guard(&without_escapes(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded() {
        for text in ["=1", "+49", "-x", "@a", "\tb", "\rc"] {
            assert_eq!(guard(text), format!("'{text}"));
        }
        assert_eq!(guard("\u{0}=1"), "'=1", "what is removed cannot hide a formula");
        assert_eq!(guard("'=1"), "''=1", "one guard can be taken off again");
        assert_eq!(guard("'tis"), "'tis");
        assert_eq!(guard(""), "");
    }
}
