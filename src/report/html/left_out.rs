//! For the owner of a site: link rot, and what is not in the numbers, with the reason.

use maud::{Markup, html};

use super::escape::escape_html;
use super::rows_link::{RowTable, RowsQuery, name};
use super::{ReportPage, TableColumn, more, rot, table};
use crate::article::{Article, Link, Reason, Skipped};
use crate::link::redact::{redact_text, redact_url};
use crate::report::format::{self, count, count_noun, input, truncate};
use crate::report::{Report, words};

/// Rejected links shown, of all reasons together.
const MAX_REJECTS: usize = 200;

/// Skipped documents shown.
const MAX_SKIPPED: usize = 200;

/// Articles with warnings shown.
pub(super) const MAX_WARNED_ARTICLES: usize = 200;

/// `None` where there is nothing to say.
pub(super) fn section(page: &ReportPage<'_>) -> Option<Markup> {
    let parts = [
        rot::part(page),
        excluded(page),
        rejected(page),
        skipped(&page.report.skipped),
        warned(page),
    ];
    let parts: Vec<Markup> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| html! { @for part in &parts { (part) } })
}

/// A folded part of the section.
fn part(id: &str, heading: &str, content: &Markup) -> Option<Markup> {
    Some(html! {
        details id=(id) { "\n" summary { h3 { (heading) } } "\n" (content) } "\n"
    })
}

fn excluded(page: &ReportPage<'_>) -> Option<Markup> {
    let report = page.report;
    let number: u64 = report.excluded.values().chain(report.excluded_syntax.values()).sum();
    if number == 0 {
        return None;
    }
    let selection = &report.options.selection;
    let counted: Vec<&str> = selection.places.iter().map(|place| place.name()).collect();
    let columns = [
        TableColumn::text("where"),
        TableColumn::number("citations"),
        TableColumn::text("meaning"),
    ];
    let places = report.excluded.iter().map(|(place, n)| {
        let filters = [("place", place.name()), ("counted", "no")];
        let query = RowsQuery { table: RowTable::Citations, filters: &filters };
        (words::in_place(*place), format::place(*place), query.number(*n))
    });
    let syntaxes = report
        .excluded_syntax
        .iter()
        .map(|(one, n)| (words::in_syntax(*one), format::syntax(*one), html! { (count(*n)) }));
    let body = html! {
        @for (word, meaning, number) in places.chain(syntaxes) {
            tr { th scope="row" { (word) } td class="n" { (number) } td { (meaning) } } "\n"
        }
    };
    let heading = format!("{} not counted", count_noun(number, "citation"));
    part(
        "not-counted",
        &heading,
        &html! {
            p { "Only links in these places are counted: " (counted.join(", ")) "." } "\n"
            (table("Citations that are not counted", &columns, &body))
        },
    )
}

fn rejected(page: &ReportPage<'_>) -> Option<Markup> {
    let rejects = &page.report.rejects;
    let number: u64 = rejects.values().sum();
    if number == 0 {
        return None;
    }
    let each = rejects_per_reason(page.report);
    let content = html! {
        @for (reason, number) in rejects {
            details { "\n"
                summary {
                    b { (words::rejected(*reason)) } " " (count(*number)) ": "
                    span class="pale" { (format::reason(*reason)) }
                } "\n"
                (reject_rows(page, *reason, each))
                (more(number.saturating_sub(each as u64), "link", "citations.jsonl"))
            } "\n"
        }
    };
    part("left-out", &format!("{} that are not citations", count_noun(number, "link")), &content)
}

/// How many rejects of each reason are shown.
pub(super) fn rejects_per_reason(report: &Report) -> usize {
    MAX_REJECTS / report.rejects.len().max(1)
}

fn reject_rows(page: &ReportPage<'_>, reason: Reason, most: usize) -> Markup {
    let columns = ["written", "link text", "where"].map(TableColumn::text);
    let articles = page.articles.values();
    let links = articles.flat_map(|one| one.rejects.iter().map(move |link| (&**one, link)));
    let rows = links.filter(|(_, link)| link.reason == Some(reason)).take(most);
    table(
        words::rejected(reason),
        &columns,
        &html! { @for (one, link) in rows { (reject_row(one, link)) } },
    )
}

fn reject_row(article: &Article, link: &Link) -> Markup {
    let (written, anchor) = (redact_url(&link.written), redact_text(&link.anchor));
    html! {
        tr {
            td class="wide" { code { (escape_html(&truncate(&written, 200))) } }
            td class="wide" dir="auto" { (escape_html(&truncate(&anchor, 200))) }
            td class="small" {
                (name(&input(&article.input, article.part.as_deref()))) " "
                (link.line) ":" (link.column)
            }
        } "\n"
    }
}

fn skipped(rows: &[Skipped]) -> Option<Markup> {
    if rows.is_empty() {
        return None;
    }
    let columns = ["document", "reason", "detail"].map(TableColumn::text);
    let body = html! {
        @for row in rows.iter().take(MAX_SKIPPED) {
            tr {
                th scope="row" class="wide" { (name(&input(&row.input, row.part.as_deref()))) }
                td { (words::skipped(row.reason)) }
                td class="wide" { (escape_html(&truncate(&row.detail, 300))) }
            } "\n"
        }
    };
    let number = rows.len() as u64;
    let heading = format!("{} not read", count_noun(number, "document"));
    part(
        "skipped",
        &heading,
        &html! {
            (table("Documents that were not read", &columns, &body))
            (more(number.saturating_sub(MAX_SKIPPED as u64), "document", "report.json"))
        },
    )
}

fn warned(page: &ReportPage<'_>) -> Option<Markup> {
    let number = page.table.articles().iter().filter(|one| one.warnings > 0).count() as u64;
    if number == 0 {
        return None;
    }
    let warned = page.articles.values().filter(|one| !one.warnings.is_empty());
    let warned = warned.take(MAX_WARNED_ARTICLES);
    let codes = |article: &Article| {
        let codes: Vec<_> = article.warnings.iter().map(|one| words::warning(&one.code)).collect();
        truncate(&codes.join(", "), 200).into_owned()
    };
    let content = html! {
        ul { "\n"
            @for article in warned {
                li {
                    (name(&input(&article.input, article.part.as_deref()))) " "
                    span class="pale" { (escape_html(&codes(article))) }
                } "\n"
            }
        } "\n"
        (more(number.saturating_sub(MAX_WARNED_ARTICLES as u64), "article", "citations.jsonl"))
    };
    part("warnings", &format!("Warnings about {}", count_noun(number, "article")), &content)
}
