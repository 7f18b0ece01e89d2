//! A row of a card: one source of a claim, what was found about it, and what people write.

use std::cmp::Reverse;

use maud::{Markup, html};

use super::fields;
use super::link::link_out;
use crate::findings::Severity;
use crate::link::redact::redact_url;
use crate::report::format::truncate;
use crate::report::html::escape::escape_html;
use crate::sheet::{CitedSource, RowFinding, SheetCell, SheetRow};

/// Characters shown of a title, an owner and an address.
const MAX_SHOWN_CHARS: usize = 160;

/// One row: a source of the claim, or that there is none.
pub(super) fn row_group(index: usize, row: &SheetRow) -> Markup {
    let severity = row.severity.as_ref().map_or_else(|| "none".to_owned(), SheetCell::to_string);
    html! {
        div class="row" role="group" id={ "r-" (index) } data-row=(index)
            data-severity=(escape_html(&severity)) data-status=(escape_html(row.human.status.name()))
            tabindex="-1" aria-labelledby={ "l-" (index) } { "\n"
            @match &row.source {
                Some(cited) => (source(index, cited)),
                None => { h4 id={ "l-" (index) } class="pale" { "No source is linked" } "\n" },
            }
            (findings(&row.findings))
            @if !row.change.is_empty() {
                p class="change" {
                    "Changed: " bdi { (escape_html(&truncate(&row.change, 2000))) }
                } "\n"
            }
            (fields::fieldset(index, row))
        } "\n"
    }
}

fn source(index: usize, cited: &CitedSource) -> Markup {
    let label = if cited.label.is_empty() { &cited.open } else { &cited.label };
    let clean = redact_url(&cited.open);
    let shown = clean.split_once("://").map_or(&*clean, |(_, rest)| rest);
    let facts = facts(cited);
    html! {
        h4 id={ "l-" (index) } {
            a class="number" href={ "#w-" (cited.number) } title="in the list of sources" { (cited.number) }
            " " bdi { (escape_html(&truncate(label, MAX_SHOWN_CHARS))) }
        } "\n"
        p class="address" { (link_out(&cited.open, shown)) } "\n"
        @if !facts.is_empty() {
            p class="facts" {
                @for (number, (name, value)) in facts.into_iter().enumerate() {
                    @if number > 0 { " · " }
                    (name) bdi { (escape_html(&truncate(value, MAX_SHOWN_CHARS))) }
                }
            } "\n"
        }
        @if !cited.archived.is_empty() {
            p class="facts" { "archived copy: " (link_out(&cited.archived, &cited.archived)) } "\n"
        }
        @if !cited.written.is_empty() && cited.written != cited.open {
            p class="facts" {
                "written: "
                bdi { (escape_html(&truncate(&redact_url(&cited.written), MAX_SHOWN_CHARS))) }
            } "\n"
        }
    }
}

/// Who stands behind a source, each fact with its name.
fn facts(cited: &CitedSource) -> Vec<(&'static str, &str)> {
    let group = if cited.group == cited.owner { "" } else { &cited.group };
    let facts = [
        ("owner: ", cited.owner.as_str()),
        ("group: ", group),
        ("", &cited.kind),
        ("", &cited.primary),
        ("", &cited.country),
        ("language: ", &cited.language),
        ("access: ", &cited.access),
        ("evidence: ", &cited.evidence),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// The findings of a row, the gravest first.
fn findings(cells: &[SheetCell<RowFinding>]) -> Markup {
    let mut cells: Vec<_> = cells.iter().collect();
    cells.sort_by_key(|cell| Reverse(cell.value().map(|finding| finding.severity)));
    html! {
        @if !cells.is_empty() {
            ul class="findings" aria-label="Findings" { "\n"
                @for cell in cells {
                    @match cell {
                        SheetCell::Value(RowFinding { severity, rule, message }) => {
                            (finding(*severity, rule, message))
                        },
                        SheetCell::Text(text) => (other_finding(text)),
                    }
                }
            } "\n"
        }
    }
}

/// A finding.
pub(super) fn finding(severity: Severity, rule: &str, message: &str) -> Markup {
    let name = severity.name();
    html! {
        li class=(name) {
            span class="sign" aria-hidden="true" { (sign(severity)) } " "
            b { (name) } " "
            span dir="auto" { (escape_html(&truncate(message, 1000))) } " "
            code { (escape_html(rule)) }
        } "\n"
    }
}

/// What somebody put in the place of a finding.
pub(super) fn other_finding(text: &str) -> Markup {
    html! { li { (escape_html(&truncate(text, 1000))) } "\n" }
}

/// A sign for each severity, since colour alone tells nobody.
fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "▲",
        Severity::Warning => "◆",
        Severity::Notice => "●",
        Severity::Info => "○",
    }
}
