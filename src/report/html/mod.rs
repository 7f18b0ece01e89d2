//! `index.html`: one page that needs nothing else: no network, and no script to be whole.
//!
//! The script adds a table of citations to sort and filter, and moves the map; see `script`.
//! Every text passes `escape::escape`, every address `escape::address`. A page must
//! open in a browser whatever the corpus, so lists have a longest length; what is beyond it is
//! counted, and found in `citations.csv`.

mod articles;
mod chart;
mod citations;
mod cross_links;
mod diversity;
mod domain_map;
mod domains;
pub(crate) mod escape;
mod evenness;
mod excerpt;
mod excluded;
mod heatmap;
mod listing;
mod map;
mod method;
mod overview;
mod owners;
mod payload;
mod period;
mod picture;
mod rarefaction;
mod rot;
pub(crate) mod script;
mod time;

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use self::escape::escape_html;
use self::period::Periods;
use super::Report;
use super::format::{count_noun, dates, subject};
use crate::audit::CheckedLinks;
use crate::corpus::{Corpus, Facet};
use crate::graph::date::range;
use crate::input::MARKER;
use crate::source::Sources;
use crate::stats::{FacetCount, counts};

/// Colours of every page that citegraph writes, in light and in dark.
pub(crate) const THEME: &str = include_str!("theme.css");

const STYLE: &str = concat!(
    include_str!("style.css"),
    include_str!("chart/chart.css"),
    include_str!("table.css"),
    include_str!("map.css")
);

/// Sections by their identity, and what the navigation calls them: charts first, then lists.
const SECTIONS: [(&str, &str); 7] = [
    ("domains", "who is cited"),
    ("spread", "spread"),
    ("map", "map"),
    ("diversity", "diversity"),
    ("who-cites-whom", "who cites whom"),
    ("growth", "more sources"),
    ("time", "when"),
];
const LISTS: [(&str, &str); 6] = [
    ("articles", "articles"),
    ("table", "table"),
    ("citations", "citations"),
    ("left-out", "left out"),
    ("method", "method"),
    ("files", "files"),
];

/// The files beside the page, and what they are for.
const FILES: [(&str, &str); 8] = [
    ("report.md", "this report in short, for mail and wikis"),
    ("report.json", "every number, with all of its digits"),
    ("citations.csv", "every citation, one per row, for spreadsheets"),
    ("citations.jsonl", "every article with all of its links, for programs"),
    ("graph.gexf", "who cites which domain, for Gephi"),
    ("graph.graphml", "the same for other graph programs"),
    ("nodes.csv", "the graph's nodes as a table"),
    ("edges.csv", "the graph's edges as a table"),
];

/// Domains in the table and in the lists behind it.
const MAX_LISTED_DOMAINS: usize = 3000;

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
    write_with(corpus, report, PageInputs { sources: &Sources::default(), links: None }, out)
}

/// Writes the page with what else is known of its links.
///
/// # Errors
/// Where `out` fails.
pub fn write_with(
    corpus: &Corpus,
    report: &Report,
    known: PageInputs<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let page = ReportPage::new(corpus, report, known)?;
    let mut bytes = Vec::new();
    head(&page, &mut bytes)?;
    overview::write(&page, &mut bytes)?;
    domains::write(&page, &mut bytes)?;
    evenness::write(&page, &mut bytes)?;
    map::write(&page, &mut bytes)?;
    diversity::write(&page, &mut bytes)?;
    heatmap::write(&page, &mut bytes)?;
    rarefaction::write(&page, &mut bytes)?;
    time::write(&page, &mut bytes)?;
    rot::write(&page, &mut bytes)?;
    articles::write(&page, &mut bytes)?;
    listing::write(&page, &mut bytes)?;
    citations::write(&page, &mut bytes)?;
    excluded::write(&page, &mut bytes)?;
    method::write(&page, &mut bytes)?;
    foot(&page, &mut bytes)?;
    out.write_all(&bytes)
}

/// What all sections look at.
struct ReportPage<'a> {
    corpus: &'a Corpus,
    report: &'a Report,
    known: PageInputs<'a>,
    /// The row of every cited domain, from 0.
    ranks: FxHashMap<&'a str, usize>,
    /// Counted citations of each domain, descending.
    counts: Vec<u64>,
    /// Counted citations of each owner with his group, the most cited first.
    owners: Vec<FacetCount>,
    /// `None` where no article has a date.
    periods: Option<Periods>,
    /// By article: its citations as they will be written; `None` where the page is full or the
    /// article cites nothing.
    sections: Vec<Option<Vec<u8>>>,
}

impl<'a> ReportPage<'a> {
    fn new(corpus: &'a Corpus, report: &'a Report, known: PageInputs<'a>) -> io::Result<Self> {
        let rows = report.domains.iter().enumerate();
        let ranks = rows.map(|(rank, row)| (row.domain.as_str(), rank)).collect();
        let links = corpus.counted(&report.options.selection).map(|(_, link)| link);
        let mut page = Self {
            corpus,
            report,
            known,
            ranks,
            counts: report.domains.iter().map(|row| row.citations).collect(),
            owners: counts(links, Facet::Group, known.sources),
            periods: Periods::from_dates(
                corpus.articles.iter().filter_map(|one| one.published.as_deref()),
            ),
            sections: Vec::new(),
        };
        page.sections = citations::sections(&page)?;
        Ok(page)
    }

    /// The identity on this page of the list of articles that cite a domain.
    fn domain_id(&self, domain: &str) -> Option<String> {
        let rank = *self.ranks.get(domain)?;
        (rank < MAX_LISTED_DOMAINS).then(|| format!("d-{}", rank + 1))
    }

    /// Whether there is a section or chart of this identity, of those that sentences lead to.
    fn has(&self, section: &str) -> bool {
        match section {
            "owners" => !self.counts.is_empty(),
            "link-rot" => self.report.links.is_some(),
            _ => true,
        }
    }

    /// What charts compare side by side: a name and its counts, descending.
    fn series(&self) -> Vec<(&'static str, Vec<u64>)> {
        let owners: Vec<u64> = self.owners.iter().map(|row| row.count).collect();
        vec![("domains", self.counts.clone()), ("owners", owners)]
    }
}

fn head(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    let version = &page.report.tool.version;
    let subject = subject(page.corpus);
    let subject = escape_html(&subject);
    let policy = script::policy();
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"generator\" content=\"{MARKER} {}\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>Citations in {subject}</title>\n<style>\n{THEME}{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<p class=\"eyebrow\">Citation report</p>\n<h1>Citations in <bdi>{subject}</bdi></h1>\n{}<nav aria-label=\"Sections\">",
        escape_html(version),
        about(page)
    )?;
    let rot = page.report.links.as_ref().map(|_| ("link-rot", "link rot"));
    for (section, name) in SECTIONS.into_iter().chain(rot).chain(LISTS) {
        let hidden = if section == "table" { " data-scripted hidden" } else { "" };
        let is_there = page.report.totals.citations > 0 || section != "table";
        if is_there && (section != "map" || !page.counts.is_empty()) {
            writeln!(out, "<a href=\"#{section}\"{hidden}>{name}</a>")?;
        }
    }
    writeln!(out, "</nav>\n</header>\n<main>")
}

/// When the articles are from; nothing where none has a date.
fn about(page: &ReportPage) -> String {
    let stated = page.corpus.articles.iter().filter_map(|article| article.published.as_deref());
    let (first, last) = range(stated);
    match dates(first.as_deref(), last.as_deref()) {
        none if none.is_empty() => String::new(),
        span => format!("<p class=\"pale date\">Published {}</p>\n", escape_html(&span)),
    }
}

fn foot(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "</main>\n<footer id=\"files\">\n<h2>Files beside this page</h2>\n<ul>")?;
    for (name, purpose) in FILES {
        writeln!(out, "<li><a href=\"{name}\">{name}</a>: {purpose}</li>")?;
    }
    let tool = &page.report.tool;
    writeln!(
        out,
        "</ul>\n<p class=\"small\">{} {}. Secrets in addresses are replaced by REDACTED on this page.</p>\n\
         </footer>",
        escape_html(&tool.name),
        escape_html(&tool.version)
    )?;
    script::write(out)?;
    writeln!(out, "</body>\n</html>")
}

/// Opens a box in which a wide table scrolls, so that the page does not.
fn table(out: &mut Vec<u8>, label: &str, columns: &[(&str, &str)]) -> io::Result<()> {
    // A box that scrolls must be reachable by keyboard and have a name.
    write!(
        out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n<table>\n<thead><tr>",
        escape_html(label)
    )?;
    for (class, name) in columns {
        write!(out, "<th scope=\"col\" class=\"{class}\">{}</th>", escape_html(name))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")
}

fn end_table(out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "</tbody>\n</table>\n</div>")
}

/// Says what a list does not show, and where it is.
fn more(out: &mut Vec<u8>, hidden: u64, noun: &str, file: &str) -> io::Result<()> {
    if hidden == 0 {
        return Ok(());
    }
    let hidden = count_noun(hidden, &format!("more {noun}"));
    writeln!(out, "<p class=\"more\">{hidden}: see <a href=\"{file}\">{file}</a>.</p>")
}
