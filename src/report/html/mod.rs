//! `index.html`: one page that needs nothing else: no network, and no script to be whole.
//!
//! The script fills tables of citations, findings and articles, and moves the map; see `script`. Templates escape what
//! is put into them; every text passes `escape::escape_html` too, which takes out what steers the screen, and every
//! address `escape::address`. A page must open in a browser whatever the corpus, so lists have a longest length; what
//! is beyond it is counted, and found in the files beside the page.

pub(crate) mod block;
mod chart;
mod check_first;
mod data_table;
pub(crate) mod escape;
mod evenness;
mod excerpt;
mod frame;
mod growth;
mod left_out;
pub(crate) mod link_excerpt;
mod map;
mod method;
mod payload;
mod research;
mod rot;
mod rows_link;
pub(crate) mod script;
mod sources;
mod summary;
mod text;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::io::{self, Write};

use maud::{Markup, html};

use self::escape::escape_html;
use self::payload::Payload;
use super::Report;
use super::format::{count_noun, percent, source, title};
use crate::article::Link;
use crate::audit::CheckedLinks;
use crate::check::verdict::LinkState;
use crate::corpus::Corpus;
use crate::corpus::table::CitationTable;
use crate::link::redact::redact_url;
use crate::source::Sources;

/// Colours of every page that citegraph writes, in light and in dark.
pub(crate) const THEME: &str = include_str!("theme.css");

const STYLE: &str = concat!(
    include_str!("style.css"),
    include_str!("chart/chart.css"),
    include_str!("table.css"),
    include_str!("map.css")
);

/// What the rows of a page tell beside the report.
#[derive(Debug, Clone, Copy)]
pub struct PageInputs<'a> {
    /// Who stands behind the addresses.
    pub sources: &'a Sources,
    /// What a ledger says of the links; `None` where nobody gave one.
    pub links: Option<&'a CheckedLinks>,
}

/// Writes the page with our own table of sources: the same corpus and report, the same bytes.
///
/// # Errors
/// Where `out` fails.
pub fn write(corpus: &Corpus, report: &Report, out: &mut impl Write) -> io::Result<()> {
    let table = CitationTable::from(corpus);
    write_with(
        &table,
        corpus,
        report,
        PageInputs { sources: &Sources::default(), links: None },
        out,
    )
}

/// Writes the page with what else is known of its links.
///
/// # Errors
/// Where `out` fails.
pub fn write_with(
    table: &CitationTable,
    corpus: &Corpus,
    report: &Report,
    known: PageInputs<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let page = ReportPage::new(table, corpus, report, known);
    let payload = Payload::from_page(&page)?;
    let sections = sections(&page, &payload);
    let markup = frame::page(&page, &summary::section(&page), &sections);
    out.write_all(markup.into_string().as_bytes())
}

/// A part of the page that the navigation leads to.
struct Section {
    id: &'static str,
    title: &'static str,
    content: Markup,
}

/// The sections that have something to show, for the editor, the owner of a site, and the researcher.
fn sections(page: &ReportPage<'_>, payload: &Payload) -> Vec<Section> {
    let all = [
        ("check-first", "Check this first", check_first::section(page)),
        ("text", text::heading(page), text::section(page)),
        ("sources", "Who is cited", sources::section(page)),
        ("map", "Cited together", map::section(page)),
        ("citations", "Citations", citations(page, payload)),
        ("articles", "Articles", data_table::articles(page)),
        ("site-owner", left_out_title(page), left_out::section(page)),
        ("research", "For researchers", research::section(page)),
        ("method", "Method", Some(method::section(page))),
    ];
    let shown = all.into_iter();
    shown
        .filter_map(|(id, title, content)| Some(Section { id, title, content: content? }))
        .collect()
}

fn left_out_title(page: &ReportPage<'_>) -> &'static str {
    if page.report.links.is_some() { "Link rot and what was left out" } else { "What was left out" }
}

/// The table of citations, and the rows of all tables as data.
fn citations(page: &ReportPage<'_>, payload: &Payload) -> Option<Markup> {
    let table = data_table::citations(page, payload.rows);
    let has_articles = !page.table.articles().is_empty();
    (table.is_some() || has_articles).then(|| {
        html! {
            @match &table { Some(table) => (table), None => p { "No link is a citation." } }
            @for (kind, content) in &payload.blocks {
                (block::element(kind.name(), content))
            }
        }
    })
}

/// What all sections look at.
struct ReportPage<'a> {
    table: &'a CitationTable,
    corpus: &'a Corpus,
    report: &'a Report,
    known: PageInputs<'a>,
    /// Counted citations of each domain, descending.
    counts: Vec<u64>,
    /// Findings about each article.
    findings: Vec<u64>,
}

impl<'a> ReportPage<'a> {
    fn new(
        table: &'a CitationTable,
        corpus: &'a Corpus,
        report: &'a Report,
        known: PageInputs<'a>,
    ) -> Self {
        let mut findings = vec![0; table.articles().len()];
        for row in report.findings.iter().flat_map(|all| &all.rows) {
            findings[row.article as usize - 1] += 1;
        }
        let counts = report.domains.iter().map(|row| row.citations).collect();
        Self { table, corpus, report, known, counts, findings }
    }

    /// What charts compare side by side: a name and its counts, descending.
    fn series(&self) -> Vec<(&'static str, Vec<u64>)> {
        let owners = self.report.views.owners.iter().map(|row| row.citations).collect();
        vec![("domains", self.counts.clone()), ("owners", owners)]
    }

    /// `nytimes.com 12%`; empty where nothing is cited.
    fn largest_domain(&self) -> String {
        self.report.domains.first().map_or_else(String::new, |first| {
            format!("{} {}", redact_url(&first.domain), percent(first.share))
        })
    }

    /// What an article is called.
    fn title(&self, article: usize) -> Cow<'_, str> {
        let record = &self.table.articles()[article];
        title(record.title.as_deref(), &record.input)
    }

    /// Findings about an article, by its index.
    fn findings_in(&self, article: usize) -> u64 {
        self.findings.get(article).copied().unwrap_or(0)
    }

    /// Claims without a source.
    fn unsourced_claims(&self) -> u64 {
        let rows = self.report.findings.iter().flat_map(|all| &all.rows);
        rows.filter(|row| row.rule.is_unsourced_claim()).count() as u64
    }

    /// What the ledger says of a link.
    fn verdict(&self, link: &Link) -> LinkState {
        let row = self.known.links.and_then(|links| links.row(link));
        row.map_or(LinkState::Unknown, |row| row.verdict)
    }

    /// Who stands behind a domain, in short; `None` where nobody is known.
    fn source_of(&self, domain: &str) -> Option<String> {
        let row = self.report.domains.iter().find(|row| row.domain == domain)?;
        Some(source(&row.source)).filter(|text| !text.is_empty())
    }

    /// Articles by their date, those without one at the end, else in the order of the corpus.
    fn newest_first(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.table.articles().len()).collect();
        order.sort_by_cached_key(|index| Reverse(self.table.articles()[*index].published_day()));
        order
    }
}

/// A column of a table that needs no script.
#[derive(Debug, Clone, Copy)]
struct TableColumn {
    heading: &'static str,
    class: &'static str,
}

impl TableColumn {
    const fn text(heading: &'static str) -> Self {
        Self { heading, class: "" }
    }

    const fn number(heading: &'static str) -> Self {
        Self { heading, class: "n" }
    }
}

/// A table in a box in which it scrolls, so that the page does not.
fn table(label: &str, columns: &[TableColumn], body: &Markup) -> Markup {
    html! {
        // A box that scrolls must be reachable by keyboard and have a name.
        div class="scroll" tabindex="0" role="region" aria-label=(escape_html(label)) { "\n"
            table { "\n"
                thead { tr {
                    @for column in columns { th scope="col" class=(column.class) { (column.heading) } }
                } } "\n"
                tbody { "\n" (body) } "\n"
            } "\n"
        } "\n"
    }
}

/// Says what a list does not show, and where it is.
fn more(hidden: u64, noun: &str, file: &str) -> Markup {
    if hidden == 0 {
        return html! {};
    }
    html! {
        p class="more" {
            (count_noun(hidden, &format!("more {noun}"))) ": see " a href=(file) { (file) } "."
        } "\n"
    }
}
