//! The tables of domains and of owners.

use maud::{Markup, html};

use super::{DataTable, RowColumn, RowFacet, STATIC_ROWS, column, facet, part_of, without_script};
use crate::link::redact::redact_text;
use crate::report::format::{count, dates, fixed, percent, source, source_in_full, truncate};
use crate::report::html::ReportPage;
use crate::report::html::escape::escape_html;
use crate::report::html::payload::MAX_ROWS;
use crate::report::html::rows_link::{RowTable, name};
use crate::report::html::sources::domain_link;
use crate::report::{DomainRow, LinkRot, MIN_INDEX_CITATIONS};
use crate::stats::wilson;

const DOMAIN_COLUMNS: [RowColumn; 8] = [
    column("domain", "domain", "c-source"),
    column("source", "source", "c-words"),
    column("citations", "citations", "c-count n"),
    column("share", "share (95% interval)", "c-source n"),
    column("articles", "articles", "c-count n"),
    column("works", "works", "c-count n"),
    column("dead", "dead / checked links", "c-count n"),
    column("span", "cited", "c-source"),
];

const OWNER_COLUMNS: [RowColumn; 4] = [
    column("owner", "owner", "c-article"),
    column("citations", "citations", "c-count n"),
    column("share", "share", "c-count n"),
    column("domains", "domains", "c-words"),
];

const DOMAIN_FACETS: [RowFacet; 2] =
    [facet("type", "Type", "any"), facet("country", "Country", "any")];

const OWNER_FACETS: [RowFacet; 1] = [facet("known", "Owner", "any")];

/// The table of cited domains.
pub(in crate::report::html) fn domains(page: &ReportPage<'_>) -> Markup {
    let rows = &page.report.domains;
    let has_verdicts = page.report.links.is_some();
    let columns = DOMAIN_COLUMNS.iter().filter(|one| one.name != "dead" || has_verdicts);
    let all = page.report.totals.counted;
    let table = DataTable {
        table: RowTable::Domains,
        label: "Table of domains",
        columns: columns.collect(),
        facets: DOMAIN_FACETS.iter().collect(),
        first_rows: html! {
            @for row in rows.iter().take(STATIC_ROWS) {
                tr {
                    th scope="row" { (domain_link(row)) }
                    td class="c-words" title=(escape_html(&truncate(&source_in_full(&row.source), 400))) {
                        (name(&truncate(&source(&row.source), 120)))
                    }
                    td class="n" { (count(row.citations)) }
                    td class="n" { (share_text(row.citations, all)) }
                    td class="n" { (count(row.articles)) }
                    td class="n" { (count(row.works)) }
                    @if let Some(rot) = &page.report.links { td class="n" { (dead_text(rot, row)) } }
                    td { (escape_html(&span_text(row))) }
                } "\n"
            }
        },
    };
    html! {
        (part_of(rows.len().min(MAX_ROWS), rows.len() as u64, "domain", "report.json"))
        (table.markup())
        (without_script(STATIC_ROWS, rows.len() as u64, "domain", "report.json"))
    }
}

/// `7% (6.2% – 7.9%)`; the share alone below the number of citations for which there are intervals.
pub(in crate::report::html) fn share_text(citations: u64, all: u64) -> String {
    let share = percent(citations as f64 / all.max(1) as f64);
    match wilson(citations, all).filter(|_| all >= MIN_INDEX_CITATIONS) {
        None => share,
        Some(ends) => {
            let [low, high] = [ends.low, ends.high].map(|end| fixed(end * 100.0, 1));
            format!("{share} ({low} – {high}%)")
        }
    }
}

/// `3 of 12`.
pub(in crate::report::html) fn dead_text(rot: &LinkRot, row: &DomainRow) -> String {
    let health = rot.domains.get(&row.domain).copied().unwrap_or_default();
    format!("{} of {}", count(health.dead), count(health.checked))
}

/// From when to when the domain is cited.
pub(in crate::report::html) fn span_text(row: &DomainRow) -> String {
    truncate(&dates(row.first.as_deref(), row.last.as_deref()), 80).into_owned()
}

/// The table of cited owners.
pub(in crate::report::html) fn owners(page: &ReportPage<'_>) -> Markup {
    let rows = &page.report.views.owners;
    let table = DataTable {
        table: RowTable::Owners,
        label: "Table of owners",
        columns: OWNER_COLUMNS.iter().collect(),
        facets: OWNER_FACETS.iter().collect(),
        first_rows: html! {
            @for row in rows.iter().take(STATIC_ROWS) {
                @let clean = redact_text(&row.owner);
                tr {
                    th scope="row" { (name(&truncate(&clean, 80))) }
                    td class="n" { (count(row.citations)) }
                    td class="n" { (percent(row.share)) }
                    td class="c-words" {
                        (escape_html(&truncate(&redact_text(&row.domains.join(", ")), 300)))
                    }
                } "\n"
            }
        },
    };
    html! {
        (part_of(rows.len().min(MAX_ROWS), rows.len() as u64, "owner", "report.json"))
        (table.markup())
        (without_script(STATIC_ROWS, rows.len() as u64, "owner", "report.json"))
    }
}
