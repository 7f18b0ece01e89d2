//! Every citation under its article, in its sentence.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::escape::{address, escape_html, lang};
use super::{ReportPage, excerpt, more};
use crate::article::{Link, Place, Warning};
use crate::corpus::{Facet, key};
use crate::link::explain;
use crate::link::redact::{redact_text, redact_url};
use crate::report::format::{self, count, count_noun, input, tally_in_words, title, truncate};
use crate::report::words;

/// Sections stop here, in bytes, and the page stays one that browsers open: about 9,000 citations; the
/// table above has 20,000.
const MAX_SECTIONS_BYTES: usize = 6 << 20;

/// Beyond this nobody tries whether one more section fits: rendering what is dropped takes time.
const MAX_TRIED_BYTES: usize = MAX_SECTIONS_BYTES - (1 << 20);

/// More articles than this are folded.
const MAX_UNFOLDED_ARTICLES: usize = 3;

/// Warnings shown for one article.
const WARNINGS: usize = 20;

/// The identity on the page of one citation.
pub(super) fn id(article: usize, ordinal: u32) -> String {
    format!("c{}-{ordinal}", article + 1)
}

/// The citations of every article as they will be written, until the page is full.
pub(super) fn sections(page: &ReportPage) -> io::Result<Vec<Option<Vec<u8>>>> {
    let mut written = 0;
    let mut sections = Vec::new();
    for (at, article) in page.corpus.articles.iter().enumerate() {
        let silent = article.citations.is_empty() && article.warnings.is_empty();
        if silent || written > MAX_TRIED_BYTES {
            sections.push(None);
            continue;
        }
        let mut section = Vec::new();
        write_article(page, at, &mut section)?;
        // One endless article must not take the place of all behind it.
        let fits = written + section.len() <= MAX_SECTIONS_BYTES;
        written += if fits { section.len() } else { 0 };
        sections.push(fits.then_some(section));
    }
    Ok(sections)
}

pub(super) fn write(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<section id=\"citations\">\n<h2>Citations by article</h2>")?;
    let articles = page.corpus.articles.iter().zip(&page.sections);
    let hidden = articles.filter(|(_, section)| section.is_none());
    let hidden: usize = hidden.map(|(article, _)| article.citations.len()).sum();
    if hidden > 0 {
        writeln!(
            out,
            "<p class=\"more\">This page shows {} of {}; all are in <a \
             href=\"citations.csv\">citations.csv</a>.</p>",
            count(page.report.totals.citations - hidden as u64),
            count_noun(page.report.totals.citations, "citation")
        )?;
    }
    for section in page.sections.iter().flatten() {
        out.extend_from_slice(section);
    }
    if page.report.totals.citations == 0 {
        writeln!(out, "<p>None.</p>")?;
    }
    writeln!(out, "</section>")
}

fn write_article(page: &ReportPage, at: usize, out: &mut Vec<u8>) -> io::Result<()> {
    let article = &page.corpus.articles[at];
    let selection = &page.report.options.selection;
    let open = if page.corpus.articles.len() <= MAX_UNFOLDED_ARTICLES { " open" } else { "" };
    let (counted, other): (Vec<&Link>, Vec<&Link>) =
        article.citations.iter().partition(|link| selection.counts(link));
    let name = title(article);
    write!(
        out,
        "<details class=\"article\"{open}><summary><h3><bdi>{}</bdi></h3> <span class=\"pale date\">{}{}</span></summary>\n\
         <div id=\"a-{}\"{}>\n<p class=\"pale small\"><bdi>{}</bdi>",
        escape_html(&truncate(&name, 200)),
        escape_html(
            &article
                .published
                .as_ref()
                .map_or_else(String::new, |date| format!("{} · ", truncate(date, 40)))
        ),
        count_noun(counted.len() as u64, "citation"),
        at + 1,
        lang(article.language.as_deref()),
        escape_html(&truncate(&input(&article.input, article.part.as_deref()), 300))
    )?;
    if let Some(origin) = &article.origin {
        write!(out, " · published at {}", address(origin))?;
    }
    writeln!(out, "</p>")?;
    warnings(&article.warnings, out)?;
    passages(page, at, &counted, out)?;
    if !other.is_empty() {
        let mut places: BTreeMap<Place, u64> = BTreeMap::new();
        other.iter().for_each(|link| *places.entry(link.place).or_default() += 1);
        let places = tally_in_words(places.iter().map(|(place, n)| (words::in_place(*place), *n)));
        let number = count(other.len() as u64);
        writeln!(
            out,
            "<details class=\"other\"><summary>{number} not counted: {places}</summary>"
        )?;
        passages(page, at, &other, out)?;
        writeln!(out, "</details>")?;
    }
    writeln!(out, "</div></details>")
}

fn warnings(warnings: &[Warning], out: &mut Vec<u8>) -> io::Result<()> {
    if warnings.is_empty() {
        return Ok(());
    }
    writeln!(out, "<ul class=\"warnings\" lang=\"en\">")?;
    for warning in warnings.iter().take(WARNINGS) {
        let line = warning.line.map_or_else(String::new, |line| format!(" (line {line})"));
        let message = redact_text(&warning.message);
        writeln!(
            out,
            "<li>{}: {}{line}</li>",
            escape_html(&words::warning(&warning.code)),
            escape_html(&truncate(&message, 300))
        )?;
    }
    writeln!(out, "</ul>")?;
    more(out, warnings.len().saturating_sub(WARNINGS) as u64, "warning", "citations.jsonl")
}

/// Citations in document order; those of one sentence share it.
fn passages(page: &ReportPage, at: usize, links: &[&Link], out: &mut Vec<u8>) -> io::Result<()> {
    let shared = |a: &&Link, b: &&Link| {
        a.sentence.is_some() && a.sentence == b.sentence && a.sentence_id == b.sentence_id
    };
    for links in links.chunk_by(shared) {
        let has_text = links[0].sentence_text().is_some_and(|text| !text.is_empty());
        write!(out, "<div class=\"s\">")?;
        let marked = if has_text {
            write!(out, "<p dir=\"auto\">")?;
            let marked = excerpt::write(links, out)?;
            writeln!(out, "</p>")?;
            marked
        } else {
            vec![false; links.len()]
        };
        let list = if links.len() > 1 { "ol" } else { "ul" };
        writeln!(out, "<{list} lang=\"en\">")?;
        for (link, marked) in links.iter().zip(marked) {
            row(page, at, link, marked, out)?;
        }
        writeln!(out, "</{list}></div>")?;
    }
    Ok(())
}

fn row(
    page: &ReportPage,
    at: usize,
    link: &Link,
    marked: bool,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let url = link.opened().unwrap_or_else(|| key(link));
    write!(out, "<li id=\"{}\">", id(at, link.ordinal))?;
    if !marked && !link.anchor.is_empty() {
        let anchor = redact_text(&link.anchor);
        write!(out, "<mark><bdi>{}</bdi></mark> ", escape_html(&truncate(&anchor, 300)))?;
    }
    write!(out, "{}<br><span class=\"pale small\">", address(url))?;
    let domain = Facet::Domain.link_value(link);
    let clean = redact_url(domain);
    let name = escape_html(&truncate(&clean, 80)).to_string();
    match page.domain_id(domain) {
        Some(id) => write!(out, "<a href=\"#{id}\">{name}</a>")?,
        None => write!(out, "<bdi>{name}</bdi>")?,
    }
    for fact in facts(link) {
        write!(out, " · {}", escape_html(&truncate(&fact, 200)))?;
    }
    writeln!(out, "</span></li>")
}

/// Where the link stands and what was done to its address.
fn facts(link: &Link) -> Vec<String> {
    let mut facts: Vec<String> = link.sentence_id.iter().map(ToString::to_string).collect();
    facts.push(format!("{}:{}", link.line, link.column));
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
