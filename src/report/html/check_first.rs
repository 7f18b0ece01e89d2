//! What to look at first: findings by severity and rule, claims without a source, and the state of links.

use maud::{Markup, html};

use super::chart::stacked_bar;
use super::escape::escape_html;
use super::rows_link::{RowTable, RowsQuery, UNSOURCED, name};
use super::{ReportPage, data_table};
use crate::check::verdict::LinkState;
use crate::findings::Severity;
use crate::report::finding_summary::{FindingSummary, RuleCount};
use crate::report::format::{count, count_noun, truncate};
use crate::report::{LinkRot, plural};

/// Rules shown before the list of all findings.
const MAX_RULES: usize = 8;

/// Articles named as having most claims without a source.
const MAX_ARTICLES: usize = 5;

/// `None` where findings were not asked for and no ledger was given.
pub(super) fn section(page: &ReportPage<'_>) -> Option<Markup> {
    let (findings, rot) = (page.report.findings.as_ref(), page.report.links.as_ref());
    if findings.is_none() && rot.is_none() {
        return None;
    }
    Some(html! {
        div class="cards" { "\n"
            @if let Some(findings) = findings { (by_rule(findings)) (without_source(page, findings)) }
            @if let Some(rot) = rot { (verdicts(rot)) }
        } "\n"
        @if let Some(findings) = findings { (all(page, findings)) }
    })
}

/// How a severity is called in a sentence, for one and for several findings.
fn severity_words(severity: Severity) -> [&'static str; 2] {
    match severity {
        Severity::Error => ["error", "errors"],
        Severity::Warning => ["warning", "warnings"],
        Severity::Notice => ["notice", "notices"],
        Severity::Info => ["hint", "hints"],
    }
}

fn findings_with(column: &str, value: &str, rows: u64, content: &Markup) -> Markup {
    RowsQuery { table: RowTable::Findings, filters: &[(column, value)] }.link(rows, content)
}

fn by_rule(findings: &FindingSummary) -> Markup {
    let total = findings.rows.len();
    html! {
        div class="card" { "\n"
            h3 { (plural(total, "finding", "findings")) } "\n"
            @if total == 0 {
                p { "No rule found anything to check in the links and sentences." }
            } @else {
                p class="severities" {
                    @for severity in Severity::ALL {
                        @if let Some(number) = findings.severities.get(&severity) {
                            @let [one, several] = severity_words(severity);
                            @let text = html! { (plural(*number, one, several)) };
                            span class={ "sev " (severity.name()) } {
                                (findings_with("severity", severity.name(), *number, &text))
                            } " "
                        }
                    }
                } "\n"
                ul class="rules" { "\n"
                    @for rule in findings.rules.iter().take(MAX_RULES) { (rule_line(rule)) }
                } "\n"
                @if findings.rules.len() > MAX_RULES {
                    p class="more" {
                        a href="#findings" {
                            (count_noun((findings.rules.len() - MAX_RULES) as u64, "more rule"))
                        }
                        " below"
                    }
                }
            }
        } "\n"
    }
}

fn rule_line(rule: &RuleCount) -> Markup {
    let row = rule.rule.row();
    let number = html! { (count(rule.findings)) };
    html! {
        li {
            span class={ "sev " (rule.severity.name()) } { (rule.severity.name()) } " "
            (findings_with("rule", rule.rule.name(), rule.findings, &number)) " × "
            (escape_html(row.meaning))
            span class="pale small" { " (" (rule.rule.name()) ")" }
        } "\n"
    }
}

/// Claims without a source, and where most of them are.
fn without_source(page: &ReportPage<'_>, findings: &FindingSummary) -> Markup {
    let total = page.unsourced_claims();
    if total == 0 {
        return html! {};
    }
    let counts = findings.articles.iter().map(|article| u64::from(article.unsourced));
    let by_article = counts.enumerate().filter(|(_, number)| *number > 0);
    let mut by_article: Vec<(u64, usize)> = by_article.map(|(at, number)| (number, at)).collect();
    by_article.sort_by_key(|(number, at)| (std::cmp::Reverse(*number), *at));
    let number = html! { (plural(total, "claim", "claims")) };
    html! {
        div class="card" { "\n"
            h3 { "Claims without a source" } "\n"
            p {
                (findings_with("family", UNSOURCED, total, &number))
                " with a number, a superlative, a quotation or somebody’s words, but without a link near them."
            } "\n"
            @if page.table.articles().len() > 1 {
                ol class="plain" { "\n"
                    @for (number, at) in by_article.iter().take(MAX_ARTICLES) {
                        @let article = page.listed_at(*at).map(|at| (at + 1).to_string());
                        @let article = article.as_deref().map(|article| ("article", article));
                        @let filters: Vec<_> = [("family", UNSOURCED)].into_iter().chain(article).collect();
                        @let query = RowsQuery { table: RowTable::Findings, filters: &filters };
                        li {
                            (query.number(*number)) " in "
                            (name(&truncate(&page.title(*at), 80)))
                        } "\n"
                    }
                } "\n"
            }
        } "\n"
    }
}

/// All links as one bar, by verdict.
fn verdicts(rot: &LinkRot) -> Markup {
    let part = |state: &LinkState| {
        let number = rot.verdicts.get(state).copied().filter(|number| *number > 0)?;
        Some((format!("v-{}", state.name().to_lowercase()), state.name(), number))
    };
    let parts: Vec<_> = LinkState::ALL.iter().filter_map(part).collect();
    html! {
        div class="card" { "\n"
            h3 { "State of the links" } "\n"
            (stacked_bar("Links by verdict; the list below has the numbers", &parts))
            p class="small pale" {
                "Each link counts once. State on " (escape_html(&rot.today)) ". BLOCKED and UNKNOWN links could not be judged: they may work or not. "
                a href="#link-rot" { "More about link rot" } "."
            } "\n"
        } "\n"
    }
}

/// Every finding, in a table that can be filtered.
fn all(page: &ReportPage<'_>, findings: &FindingSummary) -> Markup {
    if findings.rows.is_empty() {
        return html! {};
    }
    html! {
        details id="findings" data-rows-box="findings" { "\n"
            summary {
                @if findings.rows.len() == 1 { "The only finding" }
                @else { "All " (count_noun(findings.rows.len(), "finding")) }
            } "\n"
            (data_table::findings(page, findings))
        } "\n"
    }
}
