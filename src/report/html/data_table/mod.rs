//! Tables that the page's script fills, sorts and filters: citations, findings, articles. The first rows stand in the
//! page, so that it can be read without the script.

mod sources;

use maud::{Markup, html};

use super::MAX_ROWS;
use super::escape::{escape_html, linked_address};
use super::rows_link::{RowTable, name};
use super::{ReportPage, more};
use crate::article::{Article, Link};
use crate::corpus::{Facet, key};
use crate::link::redact::{redact_text, redact_url};
use crate::report::format::{count, count_noun, input, title, truncate};
use crate::report::{FindingRow, FindingSummary};

pub(super) use self::sources::{dead_text, domains, owners, share_text, span_text};

/// Rows that stand in the page before the script has unpacked them all.
const STATIC_ROWS: usize = 50;

/// Characters of a sentence in such a row.
const MAX_SENTENCE_CHARS: usize = 240;

/// A column: what it sorts by, as the script names it, its heading, and its class.
struct RowColumn {
    name: &'static str,
    heading: &'static str,
    class: &'static str,
}

const fn column(name: &'static str, heading: &'static str, class: &'static str) -> RowColumn {
    RowColumn { name, heading, class }
}

const CITATION_COLUMNS: [RowColumn; 7] = [
    column("domain", "source", "c-source"),
    column("sentence", "sentence", "c-words"),
    column("url", "address", "c-address"),
    column("title", "article", "c-article"),
    column("date", "date", "c-date"),
    column("place", "place", "c-place"),
    column("verdict", "verdict", "c-place"),
];

const FINDING_COLUMNS: [RowColumn; 4] = [
    column("severity", "severity", "c-place"),
    column("message", "finding", "c-words"),
    column("title", "article", "c-article"),
    column("line", "line", "c-date"),
];

const ARTICLE_COLUMNS: [RowColumn; 8] = [
    column("title", "article", "c-words"),
    column("date", "date", "c-date"),
    column("origin", "published at", "c-source"),
    column("counted", "citations", "c-count n"),
    column("domains", "domains", "c-count n"),
    column("links", "links", "c-count n"),
    column("sentences", "sentences with links", "c-count n"),
    column("findings", "findings", "c-count n"),
];

/// A list to choose from: the filter's name, its label, what it says of no choice.
struct RowFacet {
    name: &'static str,
    label: &'static str,
    any: &'static str,
}

const fn facet(name: &'static str, label: &'static str, any: &'static str) -> RowFacet {
    RowFacet { name, label, any }
}

const CITATION_FACETS: [RowFacet; 6] = [
    facet("type", "Type", "any"),
    facet("country", "Country", "any"),
    facet("place", "Place", "any"),
    facet("year", "Year", "any"),
    facet("verdict", "Verdict", "any"),
    facet("counted", "Counted", "yes"),
];

const FINDING_FACETS: [RowFacet; 3] = [
    facet("severity", "Severity", "any"),
    facet("rule", "Rule", "any"),
    facet("family", "Family", "any"),
];

const ARTICLE_FACETS: [RowFacet; 3] = [
    facet("year", "Year", "any"),
    facet("origin", "Published at", "any"),
    facet("language", "Language", "any"),
];

/// A table around its first rows.
struct DataTable<'a> {
    table: RowTable,
    label: &'a str,
    columns: Vec<&'a RowColumn>,
    facets: Vec<&'a RowFacet>,
    first_rows: Markup,
}

impl DataTable<'_> {
    fn markup(&self) -> Markup {
        let id = self.table.name();
        html! {
            div class="rows" data-table=(id) { "\n"
                search class="filters" data-scripted hidden { "\n"
                    label {
                        "Search "
                        input type="search" data-part="words" autocomplete="off"
                            placeholder="all of these words";
                    } "\n"
                    @for facet in &self.facets {
                        label {
                            (facet.label) " "
                            select data-filter=(facet.name) autocomplete="off" {
                                option value="" { (facet.any) }
                            }
                        } "\n"
                    }
                    span data-part="chosen" class="chosen" {}
                    button type="button" data-part="clear" hidden { "Show all rows" } "\n"
                    button type="button" data-part="download" { "Download these rows" } "\n"
                } "\n"
                p data-part="count" role="status" data-scripted hidden {} "\n"
                div class="scroll" data-part="box" tabindex="0" role="region" aria-label=(self.label) { "\n"
                    table class="data" { "\n"
                        thead { tr {
                            @for column in &self.columns {
                                th scope="col" data-column=(column.name) class=(column.class) {
                                    button type="button" { (column.heading) }
                                }
                            }
                        } } "\n"
                        tbody { "\n" (self.first_rows) } "\n"
                    } "\n"
                } "\n"
                p class="turn" data-scripted hidden {
                    button type="button" data-turn="first" { "First" } " "
                    button type="button" data-turn="back" { "Back" } " "
                    span data-part="page" {} " "
                    button type="button" data-turn="on" { "Next" } " "
                    button type="button" data-turn="last" { "Last" }
                } "\n"
            } "\n"
        }
    }
}

/// Says without the script what the table does not show.
/// Says where the rows are that a table leaves out.
fn part_of(held: usize, all: u64, noun: &str, file: &str) -> Markup {
    html! {
        @if (held as u64) < all {
            p class="more" {
                "The table holds " (count(held as u64)) " of " (count_noun(all, noun)) ": all are in "
                a href=(file) { (file) } "."
            } "\n"
        }
    }
}

fn without_script(shown: usize, all: u64, noun: &str, file: &str) -> Markup {
    html! {
        noscript { (more(all.saturating_sub(shown as u64), noun, file)) }
    }
}

/// The table of citations; `None` where there is none.
pub(super) fn citations(page: &ReportPage<'_>, packed: usize) -> Option<Markup> {
    let all = page.report.totals.citations;
    if all == 0 {
        return None;
    }
    let has_verdicts = page.known.links.is_some();
    let is_wanted = |name: &str| name != "verdict" || has_verdicts;
    let counted = page.table.counted(&page.report.options.selection).take(STATIC_ROWS);
    let rows: Vec<Markup> = counted
        .filter_map(|(at, citation)| {
            let article = page.article(at)?;
            Some(citation_row(page, article, article.link(citation.ordinal())?))
        })
        .collect();
    let shown = rows.len();
    let table = DataTable {
        table: RowTable::Citations,
        label: "Table of citations",
        columns: CITATION_COLUMNS.iter().filter(|one| is_wanted(one.name)).collect(),
        facets: CITATION_FACETS.iter().filter(|one| is_wanted(one.name)).collect(),
        first_rows: html! { @for row in &rows { (row) } },
    };
    Some(html! {
        (part_of(packed, all, "citation", "citations.csv"))
        (table.markup())
        (without_script(shown, all, "citation", "citations.csv"))
    })
}

fn citation_row(page: &ReportPage<'_>, article: &Article, link: &Link) -> Markup {
    let url = link.opened().unwrap_or_else(|| key(link));
    let sentence = link.sentence_text().unwrap_or_default();
    let sentence = redact_text(&sentence);
    html! {
        tr {
            th scope="row" { (name(&truncate(&redact_url(Facet::Domain.link_value(link)), 80))) }
            td class="c-words" dir="auto" { (escape_html(&truncate(&sentence, MAX_SENTENCE_CHARS))) }
            td class="c-address" { (linked_address(url)) }
            td class="c-article" dir="auto" { (escape_html(&truncate(&title(article.title.as_deref(), &article.input), 120))) }
            td class="c-date" { (escape_html(&truncate(article.published.as_deref().unwrap_or(""), 40))) }
            td class="c-place" { (link.place.name()) }
            @if page.known.links.is_some() { td class="c-place" { (page.verdict(link).name()) } }
        } "\n"
    }
}

/// The table of findings.
pub(super) fn findings(page: &ReportPage<'_>, findings: &FindingSummary) -> Markup {
    let rows = findings.rows.first().iter().take(STATIC_ROWS);
    let table = DataTable {
        table: RowTable::Findings,
        label: "Table of findings",
        columns: FINDING_COLUMNS.iter().collect(),
        facets: FINDING_FACETS.iter().collect(),
        first_rows: html! { @for row in rows { (finding_row(page, row)) } },
    };
    html! {
        (part_of(findings.rows.first().len().min(MAX_ROWS), findings.rows.len(), "finding", "report.json"))
        (table.markup())
        (without_script(STATIC_ROWS, findings.rows.len(), "finding", "report.json"))
    }
}

fn finding_row(page: &ReportPage<'_>, row: &FindingRow) -> Markup {
    let article = row.article as usize - 1;
    let severity = row.rule.row().severity.name();
    html! {
        tr {
            td class="c-place" { span class={ "sev " (severity) } { (severity) } }
            td class="c-words" dir="auto" {
                (escape_html(&truncate(&row.message, 300)))
                span class="pale small" { " " (row.rule.name()) }
            }
            td class="c-article" dir="auto" { (escape_html(&truncate(&page.title(article), 120))) }
            td class="c-date" { (row.line.map_or_else(String::new, |line| line.to_string())) }
        } "\n"
    }
}

/// The table of articles; `None` where there are few enough to read them one by one.
pub(super) fn articles(page: &ReportPage<'_>) -> Option<Markup> {
    let all = page.table.articles().len();
    if all < 2 {
        return None;
    }
    let has_findings = page.report.findings.is_some();
    let is_wanted = |name: &str| name != "findings" || has_findings;
    let order = page.newest_first();
    let rows = order.iter().take(STATIC_ROWS);
    let table = DataTable {
        table: RowTable::Articles,
        label: "Table of articles",
        columns: ARTICLE_COLUMNS.iter().filter(|one| is_wanted(one.name)).collect(),
        facets: ARTICLE_FACETS.iter().collect(),
        first_rows: html! { @for at in rows { (article_row(page, *at)) } },
    };
    Some(html! {
        (part_of(page.listed.len(), all as u64, "article", "report.json"))
        (table.markup())
        (without_script(STATIC_ROWS, all as u64, "article", "report.json"))
    })
}

fn article_row(page: &ReportPage<'_>, at: usize) -> Markup {
    let (row, shown) = (&page.report.articles[at], page.title(at));
    let source = input(&row.input, row.part.as_deref());
    let sentences = match (row.cited_sentences, row.sentences) {
        (Some(cited), Some(all)) => format!("{} of {}", count(cited), count(all)),
        _ => "–".to_owned(),
    };
    html! {
        tr {
            th scope="row" class="c-words" {
                (name(&truncate(&shown, 200)))
                // An article without a title is called by its input already.
                @if shown != source { br; span class="pale small" { (name(&truncate(&source, 200))) } }
            }
            td class="c-date" { (escape_html(&truncate(row.published.as_deref().unwrap_or("–"), 40))) }
            td class="c-source" {
                @match row.origin.as_deref() { Some(url) => (linked_address(url)), None => "–" }
            }
            td class="c-count n" { (count(row.counted)) }
            td class="c-count n" { (count(row.domains)) }
            td class="c-count n" { (count(row.links)) }
            td class="c-count n" { (sentences) }
            @if page.report.findings.is_some() { td class="c-count n" { (count(page.findings_in(at))) } }
        } "\n"
    }
}
