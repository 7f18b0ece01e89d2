//! The right side: one card a claim, in it one row a source, with what people write.

use std::io::{self, Write};

use maud::{Markup, html};

use super::fields;
use super::mark::{MarkKind, MarkedText, TextMark, clip};
use super::row::{finding, other_finding, row_group};
use super::stream::{SLOT, fill, put};
use super::view::{ClaimView, SheetView, SupportLevel};
use crate::claims::CueSet;
use crate::report::format::{count_noun, truncate};
use crate::report::html::escape::{escape_html, language};
use crate::sheet::{RowSignal, SheetCell, SheetFinding, SheetRow};

/// Words to check that a card lists.
const MAX_SIGNALS: usize = 24;

pub(super) fn write(view: &SheetView, out: &mut impl Write) -> io::Result<()> {
    let (claims, rows) = (view.len() as u64, view.sheet.rows.len() as u64);
    let pane = html! {
        section class="check pane" id="check" aria-labelledby="check-h" tabindex="-1" { "\n"
            h2 id="check-h" { "To check" } "\n"
            p class="shown pale" id="shown" aria-live="polite" {
                (count_noun(claims, "claim")) ", " (count_noun(rows, "row"))
            } "\n"
            (SLOT)
        } "\n"
    };
    fill(pane, out, |out| {
        outside(&view.sheet.findings, out)?;
        fill(html! { div id="claims" { "\n" (SLOT) } "\n" }, out, |out| {
            (0..view.len())
                .try_for_each(|number| write_card(view, number, &view.claim(number), out))
        })?;
        retained(&view.sheet.appendix, out)
    })
}

/// Findings that no sentence has to itself.
fn outside(findings: &[SheetFinding], out: &mut impl Write) -> io::Result<()> {
    let outside = || findings.iter().filter(|finding| finding.sentence.is_none());
    let count = outside().count() as u64;
    if count == 0 {
        return Ok(());
    }
    let list = html! {
        details class="whole" {
            summary { (count_noun(count, "finding")) " outside the sentences" } "\n"
            ul class="findings" { "\n" (SLOT) }
        } "\n"
    };
    fill(list, out, |out| outside().try_for_each(|one| put(finding_outside(one), out)))
}

fn finding_outside(note: &SheetFinding) -> Markup {
    let line = note.line.map_or_else(String::new, |line| format!(" (line {line})"));
    let message = format!("{}{line}", note.message);
    match note.severity.value() {
        Some(severity) => finding(*severity, &note.rule, &message),
        None => other_finding(&format!("{} {}: {message}", note.severity, note.rule)),
    }
}

/// A claim may have a row for each of a hundred thousand links, so its rows are written one by one.
fn write_card(
    view: &SheetView,
    number: usize,
    claim: &ClaimView,
    out: &mut impl Write,
) -> io::Result<()> {
    fill(claim_card(view, number, claim), out, |out| {
        claim.rows().try_for_each(|(index, one)| put(row_group(index, one), out))
    })
}

fn claim_card(view: &SheetView, number: usize, claim: &ClaimView) -> Markup {
    let class = claim.support.class();
    let declared = language(view.sheet.article.language.as_deref());
    html! {
        article class={ "claim " (class) } id={ "c-" (number) } data-place=(claim.place)
            aria-labelledby={ "h-" (number) } { "\n"
            (card_head(number, claim))
            p class="sentence" dir="auto" lang=[declared] { (sentence(claim)) } "\n"
            (signals(&claim.row().signals))
            (SLOT)
        } "\n"
    }
}

fn card_head(number: usize, claim: &ClaimView) -> Markup {
    let id = escape_html(claim.sentence);
    let first = claim.rows().map(|(_, row)| row).max_by_key(|row| row.priority);
    let priority = first.map_or(0, |row| row.priority.min(100));
    let reasons = first.map(|row| reasons(row.reasons)).unwrap_or_default();
    html! {
        header {
            h3 id={ "h-" (number) } {
                @if claim.passage.is_some() { a href={ "#s-" (number) } { (id) } } @else { (id) }
            }
            @if let Some(line) = claim.row().line { span class="pale" { "line " (line) } }
            span class="support" { (escape_html(&support(claim))) }
            span class="priority" title=[(!reasons.is_empty()).then_some(reasons)] {
                meter min="0" max="100" value=(priority) aria-label="Priority" {}
                " priority " (priority)
            }
        } "\n"
    }
}

/// `number +9, no source +12`, the most points first.
fn reasons(cues: CueSet) -> String {
    let mut named: Vec<(i32, &str)> = cues.iter().map(|cue| (cue.points(), cue.name())).collect();
    named.sort_by_key(|(points, _)| std::cmp::Reverse(points.abs()));
    let named = named.iter().map(|(points, name)| format!("{} {points:+}", name.replace('-', " ")));
    named.collect::<Vec<_>>().join(", ")
}

/// `3 works, 2 owners`.
fn support(claim: &ClaimView) -> String {
    let row = claim.row();
    match claim.support {
        SupportLevel::None | SupportLevel::Adjacent => claim.support.words().to_owned(),
        _ => format!("{}, {}", row.support, count_noun(row.owners, "owner")),
    }
}

/// The sentence with its anchors marked and numbered; as the row has it where the text lacks it.
fn sentence(claim: &ClaimView) -> Markup {
    let Some(passage) = claim.passage else {
        let text = &claim.row().claim.to_cell();
        return html! { (MarkedText { text, marks: &[], shown: clip(text, &[]) }) };
    };
    let text = &*passage.text;
    let mut marks: Vec<TextMark> = Vec::new();
    for (_, row) in claim.rows() {
        // A row of an endless sentence has a part of it.
        let Some(cited) = row.source.as_ref().filter(|_| row.claim.text() == text) else {
            continue;
        };
        let kind = MarkKind::Anchor(cited.number);
        let anchors = row.claim.anchors().iter().cloned();
        marks.extend(anchors.map(|range| TextMark { range, kind }));
    }
    marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
    html! { (MarkedText { text, marks: &marks, shown: clip(text, &marks) }) }
}

fn signals(signals: &[SheetCell<RowSignal>]) -> Markup {
    html! {
        @if !signals.is_empty() {
            ul class="signals" aria-label="Words to check" {
                @for signal in signals.iter().take(MAX_SIGNALS) { li { (words(signal)) } }
                @if signals.len() > MAX_SIGNALS {
                    li { "and " (signals.len() - MAX_SIGNALS) " more" }
                }
            } "\n"
        }
    }
}

/// The kind of a signal and its words.
fn words(signal: &SheetCell<RowSignal>) -> Markup {
    match signal {
        SheetCell::Value(RowSignal { kind, words }) => html! {
            (kind.name()) " " b dir="auto" { (escape_html(&truncate(words, 80))) }
        },
        SheetCell::Text(text) => html! { (escape_html(&truncate(text, 80))) },
    }
}

/// Rows of an earlier sheet.
fn retained(rows: &[SheetRow], out: &mut impl Write) -> io::Result<()> {
    let list = html! {
        section class="apart" id="apart" hidden[rows.is_empty()] { "\n"
            h2 { "Kept from earlier versions" } "\n"
            p class="pale" {
                "The claim or source of these rows is no longer in the article. What people wrote is kept \
                 here, and it is exported with the other rows."
            } "\n"
            ul { "\n" (SLOT) } "\n"
        } "\n"
    };
    fill(list, out, |out| rows.iter().try_for_each(|one| put(retained_row(one), out)))
}

/// A row of an earlier sheet with all that people wrote in it.
fn retained_row(row: &SheetRow) -> Markup {
    let source = row.source.as_ref().map_or("", |cited| &cited.label);
    let fields = fields::values(&row.human).into_iter().filter(|(_, value)| !value.is_empty());
    html! {
        li {
            q dir="auto" { (escape_html(&truncate(&row.claim.to_cell(), 600))) } " "
            bdi { (escape_html(source)) }
            dl {
                @for (name, value) in fields { div { dt { (name) } dd { (escape_html(value)) } } }
            }
        } "\n"
    }
}
