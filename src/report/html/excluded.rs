//! What is not in the numbers, and why: other places, rejected links, skipped documents, warnings.

use std::io::{self, Write};

use super::escape::escape_html;
use super::{ReportPage, end_table, more, table};
use crate::article::{Article, Link, Reason, Skipped};
use crate::link::redact::{redact_text, redact_url};
use crate::report::format::{self, count, count_noun, input, truncate};
use crate::report::words;

/// Rejected links shown, of all reasons together.
const MAX_REJECTS: usize = 200;

/// Skipped documents shown.
const MAX_SKIPPED: usize = 200;

/// Articles with warnings shown.
const MAX_WARNED_ARTICLES: usize = 200;

pub(super) fn write(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<section id=\"left-out\">\n<h2>Left out</h2>")?;
    write_excluded_places(page, out)?;
    rejected(page, out)?;
    skipped(&page.report.skipped, out)?;
    warned(page, out)?;
    writeln!(out, "</section>")
}

fn write_excluded_places(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    let selection = &page.report.options.selection;
    let counted: Vec<&str> = selection.places.iter().map(|place| place.name()).collect();
    writeln!(
        out,
        "<h3>Citations that do not count</h3>\n<p>Counted places: {}.",
        counted.join(", ")
    )?;
    let places = page
        .report
        .excluded
        .iter()
        .map(|(place, n)| (words::in_place(*place), format::place(*place), *n));
    let syntaxes = page.report.excluded_syntax.iter();
    let syntaxes = syntaxes.map(|(one, n)| (words::in_syntax(*one), format::syntax(*one), *n));
    let rows: Vec<_> = places.chain(syntaxes).collect();
    if rows.is_empty() {
        return writeln!(out, "Every citation counts.</p>");
    }
    writeln!(out, "The others are listed with their articles.</p>")?;
    table(
        out,
        "Citations that do not count",
        &[("", "where"), ("n", "citations"), ("", "meaning")],
    )?;
    for (name, meaning, number) in rows {
        writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td>{}</td></tr>",
            escape_html(name),
            count(number),
            escape_html(meaning)
        )?;
    }
    end_table(out)
}

fn rejected(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    let rejects = &page.report.rejects;
    writeln!(out, "<h3>Links that are not citations</h3>")?;
    if rejects.is_empty() {
        return writeln!(out, "<p>None: every link is a citation.</p>");
    }
    let each = MAX_REJECTS / rejects.len();
    for (reason, number) in rejects {
        writeln!(
            out,
            "<details><summary><b>{}</b> {}: <span class=\"pale\">{}</span></summary>",
            words::rejected(*reason),
            count(*number),
            escape_html(format::reason(*reason))
        )?;
        reject_rows(page, *reason, each, out)?;
        more(out, number.saturating_sub(each as u64), "link", "citations.jsonl")?;
        writeln!(out, "</details>")?;
    }
    Ok(())
}

fn reject_rows(
    page: &ReportPage,
    reason: Reason,
    longest: usize,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    table(out, words::rejected(reason), &[("", "written"), ("", "link text"), ("", "where")])?;
    let articles = page.corpus.articles.iter();
    let links = articles.flat_map(|one| one.rejects.iter().map(move |link| (one, link)));
    for (article, link) in links.filter(|(_, link)| link.reason == Some(reason)).take(longest) {
        reject_row(article, link, out)?;
    }
    end_table(out)
}

fn reject_row(article: &Article, link: &Link, out: &mut Vec<u8>) -> io::Result<()> {
    let (written, anchor) = (redact_url(&link.written), redact_text(&link.anchor));
    writeln!(
        out,
        "<tr><td class=\"wide\"><code>{}</code></td><td class=\"wide\" dir=\"auto\">{}</td>\
         <td class=\"small\"><bdi>{}</bdi> {}:{}</td></tr>",
        escape_html(&truncate(&written, 200)),
        escape_html(&truncate(&anchor, 200)),
        escape_html(&input(&article.input, article.part.as_deref())),
        link.line,
        link.column
    )
}

fn skipped(rows: &[Skipped], out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<h3>Documents that were not read</h3>")?;
    if rows.is_empty() {
        return writeln!(out, "<p>None.</p>");
    }
    table(
        out,
        "Documents that were not read",
        &[("", "document"), ("", "reason"), ("", "detail")],
    )?;
    for row in rows.iter().take(MAX_SKIPPED) {
        writeln!(
            out,
            "<tr><th scope=\"row\" class=\"wide\"><bdi>{}</bdi></th><td>{}</td><td class=\"wide\">{}</td></tr>",
            escape_html(&input(&row.input, row.part.as_deref())),
            escape_html(words::skipped(row.reason)),
            escape_html(&truncate(&row.detail, 300))
        )?;
    }
    end_table(out)?;
    more(out, rows.len().saturating_sub(MAX_SKIPPED) as u64, "document", "report.json")
}

fn warned(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    let articles = page.corpus.articles.iter().enumerate();
    let warned: Vec<_> = articles.filter(|(_, article)| !article.warnings.is_empty()).collect();
    writeln!(out, "<h3>Warnings</h3>")?;
    if warned.is_empty() {
        return writeln!(out, "<p>None.</p>");
    }
    writeln!(out, "<p>Warnings about {}:</p>\n<ul>", count_noun(warned.len() as u64, "article"))?;
    for (at, article) in warned.iter().take(MAX_WARNED_ARTICLES) {
        let codes: Vec<_> =
            article.warnings.iter().map(|warning| words::warning(&warning.code)).collect();
        let name = input(&article.input, article.part.as_deref());
        let name = escape_html(&name);
        match page.sections[*at] {
            Some(_) => write!(out, "<li><a href=\"#a-{}\"><bdi>{name}</bdi></a>", at + 1)?,
            None => write!(out, "<li><bdi>{name}</bdi>")?,
        }
        writeln!(out, " {}</li>", escape_html(&truncate(&codes.join(", "), 200)))?;
    }
    writeln!(out, "</ul>")?;
    more(out, warned.len().saturating_sub(MAX_WARNED_ARTICLES) as u64, "article", "citations.jsonl")
}
