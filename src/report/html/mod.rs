//! `index.html`: one page that needs nothing else: no network, and no script to be whole.
//!
//! The script fills tables of citations, findings and articles, and moves the map; see `script`. Templates escape what
//! is put into them; every text passes `escape::escape_html` too, which takes out what steers the screen, and every
//! address `escape::address`. A page must open in a browser whatever the corpus, so lists have a longest length; what
//! is beyond it is counted, and found in the files beside the page.

pub(crate) mod block;
mod chart;
mod check_first;
mod chosen_articles;
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
use std::collections::BTreeSet;
use std::io::{self, Write};

use maud::{Markup, html};

pub use self::chosen_articles::{PageArticles, page_articles};
use self::escape::escape_html;
pub use self::payload::MAX_ROWS;
use self::payload::Payload;
use super::format::{count_noun, percent, source, title};
use super::{FindingSummary, Report};
use crate::article::{Article, Link};
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
    let numbers = page_articles(&table, report).into_iter();
    let articles = numbers.map(|at| (at, Cow::Borrowed(&corpus.articles[at]))).collect();
    write_with(
        &table,
        &articles,
        report,
        PageInputs { sources: &Sources::default(), links: None },
        out,
    )
}

/// Writes the page with what else is known of its links. `articles` are those that [`page_articles`] names.
///
/// # Errors
/// Where `out` fails.
pub fn write_with(
    table: &CitationTable,
    articles: &PageArticles<'_>,
    report: &Report,
    known: PageInputs<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let page = ReportPage::new(table, articles, report, known);
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
    /// Those of which it shows some text.
    articles: &'a PageArticles<'a>,
    report: &'a Report,
    known: PageInputs<'a>,
    /// Counted citations of each domain, descending.
    counts: Vec<u64>,
    /// The articles that its tables list, in order.
    listed: Vec<usize>,
}

impl<'a> ReportPage<'a> {
    fn new(
        table: &'a CitationTable,
        articles: &'a PageArticles<'a>,
        report: &'a Report,
        known: PageInputs<'a>,
    ) -> Self {
        let counts = report.domains.iter().map(|row| row.citations).collect();
        let page = Self { table, articles, report, known, counts, listed: Vec::new() };
        Self { listed: page.choose_listed(), ..page }
    }

    /// The articles that the tables of the page list: all of them, or those of its rows and then the newest.
    fn choose_listed(&self) -> Vec<usize> {
        let all = self.table.articles().len();
        if all <= MAX_ROWS {
            return (0..all).collect();
        }
        let mut listed: BTreeSet<usize> = self.articles.keys().copied().collect();
        let findings = self.report.findings.as_ref();
        let found = findings.iter().flat_map(|all| all.rows.first().iter().take(MAX_ROWS));
        listed.extend(found.map(|row| row.article as usize - 1));
        let newest = self.newest_first().into_iter();
        listed.extend(newest.take(MAX_ROWS.saturating_sub(listed.len())));
        listed.into_iter().collect()
    }

    /// Where an article stands in the tables of the page; `None` where it is in none.
    fn listed_at(&self, article: usize) -> Option<usize> {
        self.listed.binary_search(&article).ok()
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
        title(record.title(), record.input())
    }

    /// Findings about an article, by its index.
    fn findings_in(&self, article: usize) -> u64 {
        let counts = self.report.findings.as_ref().and_then(|all| all.articles.get(article));
        counts.map_or(0, |counts| u64::from(counts.findings))
    }

    /// Claims without a source.
    fn unsourced_claims(&self) -> u64 {
        self.report.findings.as_ref().map_or(0, FindingSummary::unsourced_claims)
    }

    /// An article that [`page_articles`] names.
    fn article(&self, number: usize) -> Option<&'a Article> {
        self.articles.get(&number).map(|article| &**article)
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
