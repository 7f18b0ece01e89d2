//! Who is cited: domains, owners, types and countries as bars, and all domains and owners as tables.

use maud::{Markup, html};

use super::chart::{Bar, bars};
use super::escape::escape_html;
use super::rows_link::{citations_with, name};
use super::{ReportPage, data_table};
use crate::link::redact::{redact_text, redact_url};
use crate::report::format::{count_noun, truncate};
use crate::report::view::OwnerRow;
use crate::report::words;
use crate::report::{DomainRow, MIN_INDEX_CITATIONS};
use crate::source::UNKNOWN;
use crate::stats::FacetCount;

/// Bars of domains, and of owners.
const BARS: usize = 10;

/// Bars of types and of countries.
const SHORT_BARS: usize = 8;

/// Domains named beside an owner.
const MAX_NAMED_DOMAINS: usize = 3;

/// `None` where nothing counts as a citation.
pub(super) fn section(page: &ReportPage<'_>) -> Option<Markup> {
    let report = page.report;
    if report.domains.is_empty() {
        return None;
    }
    let all = report.totals.counted;
    Some(html! {
        div class="quarters" { "\n"
            (figure("top-domains", "Domains", &domain_bars(page), all))
            @if report.spread.ownerless < all {
                (figure("top-owners", "Owners", &owner_bars(page), all))
            }
            (facet_figure("Types of publisher", "type", &report.spread.types, all))
            (facet_figure("Countries of the publishers", "country", &report.spread.countries, all))
        } "\n"
        p class="small pale" { (how_to_read(all)) } "\n"
        details id="domains" { "\n"
            summary { (all_of(report.domains.len(), "domain")) } "\n"
            (data_table::domains(page))
        } "\n"
        details id="owners" { "\n"
            summary { (all_of(report.views.owners.len(), "owner")) } "\n"
            (data_table::owners(page))
        } "\n"
    })
}

fn all_of(number: usize, noun: &str) -> String {
    match number {
        1 => format!("The only {noun} as a table"),
        several => format!("All {} as a table", count_noun(several as u64, noun)),
    }
}

fn how_to_read(all: u64) -> &'static str {
    if all < MIN_INDEX_CITATIONS {
        return "The numbers are counts of citations; there are too few for shares. Being cited often does \
                not make a source right.";
    }
    "Each bar is a share of all citations. The bar of an owner covers all of its domains; each source with \
     an unknown owner counts as a separate owner. The table of domains has 95% intervals: where two overlap, \
     the ranking between them is \
     not meaningful. Being cited often does not make a source right."
}

fn figure(id: &str, heading: &str, rows: &[Bar], all: u64) -> Markup {
    html! {
        figure class="chart" id=(id) { "\n" h3 { (heading) } "\n" (bars(rows, all)) } "\n"
    }
}

fn domain_bars(page: &ReportPage<'_>) -> Vec<Bar> {
    let rows = page.report.domains.iter().take(BARS);
    rows.map(|row| Bar { name: domain_link(row), count: row.citations }).collect()
}

/// The domain, leading to its citations. Where a row has no domain it is an address, which may hold a secret.
pub(super) fn domain_link(row: &DomainRow) -> Markup {
    let clean = redact_url(&row.domain);
    citations_with("domain", &clean, row.citations, &name(&truncate(&clean, 80)))
}

fn owner_bars(page: &ReportPage<'_>) -> Vec<Bar> {
    let rows = page.report.views.owners.iter().take(BARS);
    rows.map(|row| Bar { name: owner_name(row), count: row.citations }).collect()
}

/// The owner, leading to its citations, with its domains.
fn owner_name(row: &OwnerRow) -> Markup {
    let clean = redact_text(&row.owner);
    let link = citations_with("group", &clean, row.citations, &name(&truncate(&clean, 80)));
    html! {
        (link)
        @if row.known && !row.domains.is_empty() {
            span class="of" { (escape_html(&named_domains(row))) }
        }
    }
}

fn named_domains(row: &OwnerRow) -> String {
    let named = row.domains.iter().take(MAX_NAMED_DOMAINS).map(|one| redact_url(one).into_owned());
    let named: Vec<String> = named.collect();
    match row.domains.len().saturating_sub(MAX_NAMED_DOMAINS) {
        0 => named.join(", "),
        more => format!("{} +{more}", named.join(", ")),
    }
}

fn facet_figure(heading: &str, column: &str, rows: &[FacetCount], all: u64) -> Markup {
    if rows.iter().all(|row| row.name == UNKNOWN) {
        return html! {};
    }
    let bar = |row: &FacetCount| {
        let words = match column {
            "country" => words::country(&row.name),
            _ => words::publisher_type(&row.name),
        };
        Bar { name: citations_with(column, &row.name, row.count, &name(&words)), count: row.count }
    };
    let id = if column == "country" { "countries" } else { "types" };
    figure(id, heading, &rows.iter().take(SHORT_BARS).map(bar).collect::<Vec<_>>(), all)
}
