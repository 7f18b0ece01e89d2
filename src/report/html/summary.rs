//! The first screen: four figures and one sentence.

use maud::{Markup, html};

use super::ReportPage;
use super::escape::escape_html;
use super::rows_link::{RowTable, RowsQuery, UNSOURCED};
use crate::report::format::{count, percent};
use crate::report::{MIN_INDEX_CITATIONS, plural};

/// One of the four figures.
struct KeyFigure {
    /// Its name in the JSON.
    id: &'static str,
    number: u64,
    label: String,
    /// What else there is to say, in small letters.
    beside: String,
    target: FigureTarget,
}

/// Where a figure leads.
enum FigureTarget {
    Rows(RowTable, &'static [(&'static str, &'static str)]),
    Nowhere,
}

pub(super) fn section(page: &ReportPage<'_>) -> Markup {
    html! {
        section id="summary" { "\n"
            h2 class="unseen" { "Summary" } "\n"
            @if page.report.totals.counted > 0 {
                dl class="figures" { "\n" @for figure in figures(page) { (tile(&figure)) } } "\n"
            }
            p class="lead" { (escape_html(&sentence(page))) } "\n"
        } "\n"
    }
}

fn tile(figure: &KeyFigure) -> Markup {
    let number =
        html! { data id={ "n-" (figure.id) } value=(figure.number) { (count(figure.number)) } };
    html! {
        div {
            dt { (figure.label) }
            dd {
                @match &figure.target {
                    FigureTarget::Rows(table, filters) if figure.number > 0 => {
                        (RowsQuery { table: *table, filters }.link(figure.number, &number))
                    }
                    _ => { (number) }
                }
            }
            @if !figure.beside.is_empty() { dd class="beside" { (escape_html(&figure.beside)) } }
        } "\n"
    }
}

fn figures(page: &ReportPage<'_>) -> Vec<KeyFigure> {
    let totals = &page.report.totals;
    let owners = page.report.views.owners.len() as u64;
    let one = |number: u64, one: &str, many: &str| {
        if number == 1 { one.to_owned() } else { many.to_owned() }
    };
    let mut figures = vec![
        KeyFigure {
            id: "counted",
            number: totals.counted,
            label: one(totals.counted, "citation", "citations"),
            beside: format!("of {}", plural(totals.works, "work", "works")),
            target: FigureTarget::Rows(RowTable::Citations, &[]),
        },
        KeyFigure {
            id: "domains",
            number: totals.domains,
            label: one(totals.domains, "domain cited", "domains cited"),
            beside: page.largest_domain(),
            target: FigureTarget::Rows(RowTable::Domains, &[]),
        },
        KeyFigure {
            id: "owners",
            number: owners,
            label: one(owners, "owner behind them", "owners behind them"),
            beside: unknown_owners(page),
            target: FigureTarget::Rows(RowTable::Owners, &[]),
        },
    ];
    figures.push(last(page));
    figures
}

/// Claims without a source where they were looked for, else the sentences with a citation.
fn last(page: &ReportPage<'_>) -> KeyFigure {
    if let Some(findings) = &page.report.findings {
        let claims = page.unsourced_claims();
        let all = findings.rows.len();
        return KeyFigure {
            id: "missing",
            number: claims,
            label: if claims == 1 {
                "claim without a source".into()
            } else {
                "claims without a source".into()
            },
            beside: format!("among {}", plural(all, "finding", "findings")),
            target: FigureTarget::Rows(RowTable::Findings, &[("family", UNSOURCED)]),
        };
    }
    let totals = &page.report.totals;
    let cited = totals.cited_sentences.unwrap_or(0);
    let all = totals.sentences.unwrap_or(0);
    KeyFigure {
        id: "cited_sentences",
        number: cited,
        label: "sentences with a citation".to_owned(),
        beside: if all > 0 { format!("of {}", count(all)) } else { String::new() },
        target: FigureTarget::Nowhere,
    }
}

fn unknown_owners(page: &ReportPage<'_>) -> String {
    let spread = &page.report.spread;
    match spread.ownerless {
        0 => String::new(),
        some => format!(
            "unknown for {} of the citations",
            percent(some as f64 / spread.links.max(1) as f64)
        ),
    }
}

/// What the figures come to.
fn sentence(page: &ReportPage<'_>) -> String {
    let (totals, spread) = (&page.report.totals, &page.report.spread);
    if totals.counted == 0 {
        return crate::report::summary::sentences(page.report).swap_remove(0);
    }
    let effective = spread.effective_owners.filter(|_| totals.counted >= MIN_INDEX_CITATIONS);
    let sources = match effective {
        Some(effective) => format!("as diverse as {effective:.0} equally cited owners"),
        None => format!("too few for an index of diversity (below {MIN_INDEX_CITATIONS})"),
    };
    let largest = page.report.views.owners.first().map_or_else(String::new, |first| {
        let name = crate::link::redact::redact_text(&first.owner);
        format!("; the most cited owner, {name}, receives {}", percent(first.share))
    });
    let cited = match (totals.cited_sentences, totals.sentences) {
        (Some(cited), Some(all)) if all > 0 => {
            format!(
                " {} of {} have a citation.",
                count(cited),
                plural(all, "sentence", "sentences")
            )
        }
        _ => String::new(),
    };
    format!(
        "{} to {} on {}: {sources}{largest}.{cited}",
        plural(totals.counted, "citation leads", "citations lead"),
        plural(totals.works, "work", "works"),
        plural(totals.domains, "domain", "domains"),
    )
}
