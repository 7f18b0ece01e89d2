//! Articles sentence by sentence, where there are few: each citation in its sentence, and what was found there.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::escape::{escape_html, language, linked_address};
use super::rows_link::name;
use super::{ReportPage, excerpt, more};
use crate::article::{Article, Link, Place, SentenceId, Warning};
use crate::corpus::table::CitationTable;
use crate::corpus::{Facet, key};
use crate::link::explain;
use crate::link::redact::{redact_text, redact_url};
use crate::report::FindingRow;
use crate::report::format::{self, count, input, tally_in_words, title, truncate};
use crate::report::{Report, words};

/// More articles than this are not shown sentence by sentence.
const MAX_ARTICLES: usize = 3;

/// Citations of these articles at most.
const MAX_CITATIONS: usize = 3000;

/// Warnings shown for one article.
const MAX_WARNINGS: usize = 20;

/// The findings of an article by the sentence that they stand at; `None` for the others.
type FindingsBySentence<'a> = BTreeMap<Option<SentenceId>, Vec<&'a FindingRow>>;

/// `None` where there are many articles or nothing to show of them.
pub(super) fn section(page: &ReportPage<'_>) -> Option<Markup> {
    let shown = shown(page.table, page.report);
    (!shown.is_empty()).then(|| {
        html! {
            @for at in shown { @if let Some(one) = page.article(at) { (article(page, at, one)) } }
        }
    })
}

/// The articles that are shown: those about which something is to be said, where there are few.
pub(super) fn shown(table: &CitationTable, report: &Report) -> Vec<usize> {
    let articles = table.articles();
    let citations: usize = articles.iter().map(|one| one.citations as usize).sum();
    if articles.len() > MAX_ARTICLES || citations > MAX_CITATIONS {
        return Vec::new();
    }
    let found = |at: usize| {
        let counts = report.findings.as_ref().and_then(|all| all.articles.get(at));
        counts.is_some_and(|counts| counts.findings > 0)
    };
    let is_silent =
        |at: usize| articles[at].citations == 0 && articles[at].warnings == 0 && !found(at);
    (0..articles.len()).filter(|at| !is_silent(*at)).collect()
}

fn article(page: &ReportPage<'_>, at: usize, article: &Article) -> Markup {
    let selection = &page.report.options.selection;
    let (counted, other): (Vec<&Link>, Vec<&Link>) =
        article.citations.iter().partition(|link| selection.counts(link));
    let findings = by_sentence(page, at);
    let mut places: BTreeMap<Place, u64> = BTreeMap::new();
    other.iter().for_each(|link| *places.entry(link.place).or_default() += 1);
    let places = tally_in_words(places.iter().map(|(place, n)| (words::in_place(*place), *n)));
    html! {
        div class="article" id={ "a-" (at + 1) } lang=[language(article.language.as_deref())] { "\n"
            @if page.table.articles().len() > 1 { h3 { (name(&truncate(&title(article.title.as_deref(), &article.input), 200))) } "\n" }
            p class="pale small" lang="en" {
                (name(&truncate(&input(&article.input, article.part.as_deref()), 300)))
                @if let Some(origin) = &article.origin { ", published at " (linked_address(origin)) }
            } "\n"
            (warnings(&article.warnings))
            (passages(page, at, &counted, &findings))
            (elsewhere(&counted, &findings))
            @if !other.is_empty() {
                details class="other" { "\n"
                    summary lang="en" { (count(other.len() as u64)) " not counted: " (places) } "\n"
                    (passages(page, at, &other, &FindingsBySentence::new()))
                } "\n"
            }
        } "\n"
    }
}

fn by_sentence<'a>(page: &ReportPage<'a>, at: usize) -> FindingsBySentence<'a> {
    let mut found = FindingsBySentence::new();
    let rows = page.report.findings.iter().flat_map(|findings| findings.rows.first());
    for row in rows.filter(|row| row.article == at as u64 + 1) {
        found.entry(row.sentence).or_default().push(row);
    }
    found
}

fn warnings(warnings: &[Warning]) -> Markup {
    if warnings.is_empty() {
        return html! {};
    }
    html! {
        ul class="warnings" lang="en" { "\n"
            @for warning in warnings.iter().take(MAX_WARNINGS) {
                li {
                    (escape_html(&words::warning(&warning.code))) ": "
                    (escape_html(&truncate(&redact_text(&warning.message), 300)))
                    @if let Some(line) = warning.line { " (line " (line) ")" }
                } "\n"
            }
        } "\n"
        (more(warnings.len().saturating_sub(MAX_WARNINGS) as u64, "warning", "citations.jsonl"))
    }
}

/// Citations in document order; those of one sentence share it.
fn passages(
    page: &ReportPage<'_>,
    at: usize,
    links: &[&Link],
    findings: &FindingsBySentence<'_>,
) -> Markup {
    let shared = |a: &&Link, b: &&Link| {
        a.sentence.is_some() && a.sentence == b.sentence && a.sentence_id == b.sentence_id
    };
    html! {
        @for links in links.chunk_by(shared) {
            @let text = excerpt::sentence(links);
            @let rows = links.iter().zip(&text.is_marked);
            @let found = links[0].sentence_id.and_then(|id| findings.get(&Some(id)));
            div class="s" { "\n"
                @if !text.is_empty { p dir="auto" { (text.markup) } "\n" }
                ol class=(if links.len() > 1 { "several" } else { "one" }) lang="en" { "\n"
                    @for (link, is_marked) in rows { (citation(page, at, link, *is_marked)) }
                } "\n"
                @if let Some(found) = found { (finding_list(found)) }
            } "\n"
        }
    }
}

fn finding_list(found: &[&FindingRow]) -> Markup {
    html! {
        ul class="found" lang="en" { "\n"
            @for row in found {
                @let severity = row.rule.row().severity.name();
                li {
                    span class={ "sev " (severity) } { (severity) } " "
                    (escape_html(&truncate(&row.message, 300)))
                } "\n"
            }
        } "\n"
    }
}

/// Findings at sentences without a citation, and those about the whole article.
fn elsewhere(counted: &[&Link], findings: &FindingsBySentence<'_>) -> Markup {
    let shown: Vec<SentenceId> = counted.iter().filter_map(|link| link.sentence_id).collect();
    let rest = findings.iter().filter(|(id, _)| id.is_none_or(|id| !shown.contains(&id)));
    let rest: Vec<&FindingRow> = rest.flat_map(|(_, found)| found.iter().copied()).collect();
    if rest.is_empty() {
        return html! {};
    }
    html! {
        div class="s" { "\n"
            p lang="en" class="pale" { "Findings at sentences without a citation, and about the whole article" } "\n"
            (finding_list(&rest))
        } "\n"
    }
}

fn citation(page: &ReportPage<'_>, at: usize, link: &Link, is_marked: bool) -> Markup {
    let url = link.opened().unwrap_or_else(|| key(link));
    let domain = redact_url(Facet::Domain.link_value(link));
    html! {
        li id={ "c" (at + 1) "-" (link.ordinal) } {
            @if !is_marked && !link.anchor.is_empty() {
                mark { (name(&truncate(&redact_text(&link.anchor), 300))) } " "
            }
            (linked_address(url)) br;
            span class="pale small" {
                (name(&truncate(&domain, 80)))
                @if let Some(known) = page.source_of(&domain) { ", " (name(&truncate(&known, 120))) }
                @for fact in facts(link) { " · " (escape_html(&truncate(&fact, 200))) }
            }
        } "\n"
    }
}

/// Where the link stands and what was done to its address.
fn facts(link: &Link) -> Vec<String> {
    let mut facts = vec![format!("line {}", link.line)];
    if link.supported() != link.sentence_id.as_slice() {
        facts.push(format::supported_sentences(link.supported()));
    }
    if link.place != Place::Body {
        facts.push(format::place(link.place).to_owned());
    }
    facts.extend(link.via().iter().map(|via| {
        let time = via.timestamp.as_deref().map_or_else(String::new, |time| format!(" at {time}"));
        format!("via {} ({}){time}", via.host, words::wrapper(&via.kind))
    }));
    // What was unwrapped is told above; changes of the key alone do not change what is opened.
    let opened = |change: &&std::borrow::Cow<'static, str>| {
        !change.starts_with("unwrap:") && explain(change).is_some_and(|kind| kind.opened)
    };
    let changes: Vec<&str> = link.changes().iter().filter(opened).map(AsRef::as_ref).collect();
    if !changes.is_empty() {
        facts.push(format!("left out: {}", changes.join(", ")));
    }
    facts
}

/// The heading of the section.
pub(super) fn heading(page: &ReportPage<'_>) -> &'static str {
    if page.table.articles().len() == 1 { "In the text" } else { "In the texts" }
}
