//! The right side: one card a claim, in it one row a source, with what people write.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::fields;
use super::mark::{MarkupSpan, clip, marked};
use super::view::{ClaimView, SheetView, SupportLevel};
use crate::findings::Severity;
use crate::link::redact::redact_url;
use crate::report::format::{count_noun, truncate};
use crate::report::html::escape::{escape_html, href, lang};
use crate::sheet::{CitedSource, RowFinding, RowSignal, SheetCell, SheetFinding, SheetRow};

/// Words to check that a card lists.
const MAX_SIGNALS: usize = 24;

/// Characters shown of a title, an owner and an address.
const MAX_SHOWN_CHARS: usize = 160;

pub(super) fn write(view: &SheetView, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "<section class=\"check pane\" id=\"check\" aria-labelledby=\"check-h\" tabindex=\"-1\">\n\
         <h2 id=\"check-h\">To check</h2>\n<p class=\"shown pale\" id=\"shown\" aria-live=\"polite\">{}, {}</p>",
        count_noun(view.claims.len() as u64, "claim"),
        count_noun(view.sheet.rows.len() as u64, "row"),
    )?;
    of_all(&view.sheet.findings, out)?;
    writeln!(out, "<div id=\"claims\">")?;
    for (number, claim) in view.claims.iter().enumerate() {
        write_card(view, number, claim, out)?;
    }
    writeln!(
        out,
        "</div>\n<section class=\"apart\" id=\"apart\"{}>",
        hidden(&view.sheet.appendix)
    )?;
    writeln!(
        out,
        "<h2>Kept from earlier</h2>\n<p class=\"pale\">Their claim or source is no longer in the \
         article. What people wrote is kept here and goes along when you export.</p>\n<ul>"
    )?;
    view.sheet.appendix.iter().try_for_each(|row| write_retained_row(row, out))?;
    writeln!(out, "</ul>\n</section>\n</section>")
}

fn hidden(rows: &[SheetRow]) -> &'static str {
    if rows.is_empty() { " hidden" } else { "" }
}

/// Findings that no sentence has to itself.
fn of_all(findings: &[SheetFinding], out: &mut impl Write) -> io::Result<()> {
    let whole: Vec<&SheetFinding> = findings.iter().filter(|one| one.sentence.is_none()).collect();
    if whole.is_empty() {
        return Ok(());
    }
    let title = count_noun(whole.len() as u64, "finding");
    writeln!(out, "<details class=\"whole\"><summary>{title} outside the sentences</summary>")?;
    writeln!(out, "<ul class=\"findings\">")?;
    for note in whole {
        let line = note.line.map_or_else(String::new, |line| format!(" (line {line})"));
        let message = format!("{}{line}", note.message);
        match note.severity.value() {
            Some(severity) => finding(*severity, &note.rule, &message, out)?,
            None => plain_finding(&format!("{} {}: {message}", note.severity, note.rule), out)?,
        }
    }
    writeln!(out, "</ul></details>")
}

fn write_card(
    view: &SheetView,
    number: usize,
    claim: &ClaimView,
    out: &mut impl Write,
) -> io::Result<()> {
    let class = claim.support.class();
    let place = claim.place;
    writeln!(
        out,
        "<article class=\"claim {class}\" id=\"c-{number}\" data-place=\"{place}\" \
         aria-labelledby=\"h-{number}\">"
    )?;
    card_head(number, claim, out)?;
    let declared = lang(view.sheet.article.language.as_deref());
    writeln!(out, "<p class=\"sentence\" dir=\"auto\"{declared}>{}</p>", sentence(claim))?;
    signals(&claim.row().signals, out)?;
    for (at, row) in claim.rows() {
        line(at, row, out)?;
    }
    writeln!(out, "</article>")
}

fn card_head(number: usize, claim: &ClaimView, out: &mut impl Write) -> io::Result<()> {
    let row = claim.row();
    let id = escape_html(claim.sentence);
    write!(out, "<header><h3 id=\"h-{number}\">")?;
    match claim.passage {
        Some(_) => write!(out, "<a href=\"#s-{number}\">{id}</a></h3>")?,
        None => write!(out, "{id}</h3>")?,
    }
    if let Some(line) = row.line {
        write!(out, "<span class=\"pale\">line {line}</span>")?;
    }
    write!(out, "<span class=\"support\">{}</span>", escape_html(&support(claim)))?;
    let priority = claim.rows().map(|(_, row)| row.priority.min(100)).max().unwrap_or(0);
    writeln!(
        out,
        "<span class=\"priority\"><meter min=\"0\" max=\"100\" value=\"{priority}\" \
         aria-label=\"Priority\"></meter> priority {priority}</span></header>"
    )
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
fn sentence(claim: &ClaimView) -> String {
    let Some(passage) = claim.passage else {
        let text = claim.row().claim.to_cell();
        return marked(&text, &[], clip(&text, &[]));
    };
    let text = passage.text.as_str();
    let mut marks: Vec<MarkupSpan> = Vec::new();
    for (_, row) in claim.rows() {
        // A row of an endless sentence has a part of it.
        let Some(cited) = row.source.as_ref().filter(|_| row.claim.text() == text) else {
            continue;
        };
        let close = format!("</mark><sup>{}</sup>", cited.number);
        let mark = |at| MarkupSpan { range: at, open: "<mark>".to_owned(), close: close.clone() };
        marks.extend(row.claim.anchors().iter().cloned().map(mark));
    }
    marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
    marked(text, &marks, clip(text, &marks))
}

fn signals(signals: &[SheetCell<RowSignal>], out: &mut impl Write) -> io::Result<()> {
    if signals.is_empty() {
        return Ok(());
    }
    write!(out, "<ul class=\"signals\" aria-label=\"Words to check\">")?;
    for signal in signals.iter().take(MAX_SIGNALS) {
        match signal {
            SheetCell::Value(RowSignal { kind, words }) => {
                let words = truncate(words, 80);
                let words = escape_html(&words);
                write!(out, "<li>{} <b dir=\"auto\">{words}</b></li>", kind.name())?;
            }
            SheetCell::Text(text) => write!(out, "<li>{}</li>", escape_html(&truncate(text, 80)))?,
        }
    }
    if signals.len() > MAX_SIGNALS {
        write!(out, "<li>and {} more</li>", signals.len() - MAX_SIGNALS)?;
    }
    writeln!(out, "</ul>")
}

/// One row: a source of the claim, or that there is none.
fn line(at: usize, row: &SheetRow, out: &mut impl Write) -> io::Result<()> {
    let severity = row.severity.as_ref().map_or_else(|| "none".to_owned(), SheetCell::to_string);
    writeln!(
        out,
        "<div class=\"row\" role=\"group\" id=\"r-{at}\" data-row=\"{at}\" data-severity=\"{}\" \
         data-status=\"{}\" tabindex=\"-1\" aria-labelledby=\"l-{at}\">",
        escape_html(&severity),
        escape_html(row.human.status.name()),
    )?;
    match &row.source {
        Some(cited) => source(at, cited, out)?,
        None => writeln!(out, "<h4 id=\"l-{at}\" class=\"pale\">No source is linked</h4>")?,
    }
    if !row.findings.is_empty() {
        writeln!(out, "<ul class=\"findings\" aria-label=\"Findings\">")?;
        let mut findings: Vec<_> = row.findings.iter().collect();
        findings.sort_by_key(|cell| Reverse(cell.value().map(|finding| finding.severity)));
        for cell in findings {
            match cell {
                SheetCell::Value(RowFinding { severity, rule, message }) => {
                    finding(*severity, rule, message, out)?;
                }
                SheetCell::Text(text) => plain_finding(text, out)?,
            }
        }
        writeln!(out, "</ul>")?;
    }
    if !row.change.is_empty() {
        let change = truncate(&row.change, 2000);
        writeln!(out, "<p class=\"change\">Changed: <bdi>{}</bdi></p>", escape_html(&change))?;
    }
    fields::write(at, row, out)?;
    writeln!(out, "</div>")
}

fn source(at: usize, cited: &CitedSource, out: &mut impl Write) -> io::Result<()> {
    let label = if cited.label.is_empty() { &cited.open } else { &cited.label };
    writeln!(
        out,
        "<h4 id=\"l-{at}\"><a class=\"number\" href=\"#w-{0}\" title=\"in the list of sources\">{0}</a> \
         <bdi>{1}</bdi></h4>",
        cited.number,
        escape_html(&truncate(label, MAX_SHOWN_CHARS))
    )?;
    let clean = redact_url(&cited.open);
    let shown = clean.split_once("://").map_or(&*clean, |(_, rest)| rest);
    writeln!(out, "<p class=\"address\">{}</p>", link(&cited.open, shown))?;
    let facts = facts(cited);
    if !facts.is_empty() {
        writeln!(out, "<p class=\"facts\">{}</p>", facts.join(" · "))?;
    }
    if !cited.archived.is_empty() {
        writeln!(
            out,
            "<p class=\"facts\">archived copy: {}</p>",
            link(&cited.archived, &cited.archived)
        )?;
    }
    if !cited.written.is_empty() && cited.written != cited.open {
        let written = redact_url(&cited.written);
        let written = truncate(&written, MAX_SHOWN_CHARS);
        writeln!(out, "<p class=\"facts\">written: <bdi>{}</bdi></p>", escape_html(&written))?;
    }
    Ok(())
}

/// Who stands behind a source, each fact escaped.
fn facts(cited: &CitedSource) -> Vec<String> {
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
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    facts
        .map(|(name, value)| {
            format!("{name}<bdi>{}</bdi>", escape_html(&truncate(value, MAX_SHOWN_CHARS)))
        })
        .collect()
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

fn finding(severity: Severity, rule: &str, message: &str, out: &mut impl Write) -> io::Result<()> {
    let (name, sign) = (severity.name(), sign(severity));
    writeln!(
        out,
        "<li class=\"{name}\"><span class=\"sign\" aria-hidden=\"true\">{sign}</span> <b>{name}</b> \
         <span dir=\"auto\">{}</span> <code>{}</code></li>",
        escape_html(&truncate(message, 1000)),
        escape_html(rule),
    )
}

/// What somebody put in the place of a finding.
fn plain_finding(text: &str, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<li>{}</li>", escape_html(&truncate(text, 1000)))
}

/// A link that opens beside the sheet, where the address is of the web; else its words alone.
pub(super) fn link(url: &str, words: &str) -> String {
    let words = if words.trim().is_empty() { url } else { words };
    let words = redact_url(words);
    let words = escape_html(&truncate(&words, MAX_SHOWN_CHARS)).to_string();
    match href(url) {
        Some(href) => format!(
            "<a href=\"{}\" target=\"_blank\" rel=\"noreferrer noopener nofollow\"><bdi>{words}</bdi></a>",
            escape_html(&href)
        ),
        None => format!("<bdi>{words}</bdi>"),
    }
}

/// A row of an earlier sheet with all that people wrote in it.
fn write_retained_row(row: &SheetRow, out: &mut impl Write) -> io::Result<()> {
    let source = row.source.as_ref().map_or("", |cited| &cited.label);
    let claim = row.claim.to_cell();
    let claim = truncate(&claim, 600);
    write!(
        out,
        "<li><q dir=\"auto\">{}</q> <bdi>{}</bdi><dl>",
        escape_html(&claim),
        escape_html(source)
    )?;
    for (name, value) in fields::values(&row.human) {
        if !value.is_empty() {
            write!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", escape_html(value))?;
        }
    }
    writeln!(out, "</dl></li>")
}
