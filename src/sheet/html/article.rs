//! The left side: the article's text in its paragraphs, each sentence with its support; the sources.

use std::io::{self, Write};

use super::card::link;
use super::mark::{MarkupSpan, marked, signals};
use super::view::{SheetView, SupportLevel};
use crate::report::format::{count_noun, truncate};
use crate::report::html::escape::{escape_html, lang};
use crate::sheet::{Passage, SheetWork};

/// The first characters that are written without a blank between sentences.
const WIDE: char = '\u{3000}';

/// The claims of one source that are listed.
const MAX_LISTED_CLAIMS: usize = 100;

pub(super) fn write(view: &SheetView, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "<section class=\"text pane\" id=\"text\" aria-labelledby=\"text-h\" tabindex=\"-1\">\n\
         <h2 id=\"text-h\">Article</h2>"
    )?;
    legend(out)?;
    passages(view, out)?;
    sources(view, out)?;
    writeln!(out, "</section>")
}

fn legend(out: &mut impl Write) -> io::Result<()> {
    write!(out, "<ul class=\"legend\" aria-label=\"What the lines under sentences say\">")?;
    for support in SupportLevel::ALL {
        let (class, words) = (support.class(), support.words());
        write!(out, "<li><span class=\"s {class}\">{words}</span></li>")?;
    }
    writeln!(out, "<li><b class=\"k\">12</b> something to check</li></ul>")
}

fn passages(view: &SheetView, out: &mut impl Write) -> io::Result<()> {
    // An undeclared language is not English, the page's own.
    let declared = lang(view.sheet.article.language.as_deref());
    let declared = if declared.is_empty() { " lang=\"\"" } else { &declared };
    writeln!(out, "<div class=\"prose\"{declared}>")?;
    if view.sheet.passages.is_empty() {
        writeln!(out, "<p class=\"pale\" lang=\"en\">This article has no text.</p>")?;
    }
    for block in view.sheet.passages.chunk_by(|a, b| block_id(&a.id) == block_id(&b.id)) {
        let (open, close) = match block[0].id.chars().next() {
            Some('H') => ("<h3 dir=\"auto\">", "</h3>"),
            Some('P') => ("<p dir=\"auto\">", "</p>"),
            Some('C') => {
                ("<p class=\"aside\" dir=\"auto\"><small lang=\"en\">Caption</small> ", "</p>")
            }
            _ => ("<p class=\"aside\" dir=\"auto\">", "</p>"),
        };
        write!(out, "{open}")?;
        for one in block {
            passage(view, one, out)?;
            write!(out, "{}", if one.text.ends_with(|c| c >= WIDE) { "" } else { " " })?;
        }
        writeln!(out, "{close}")?;
    }
    writeln!(out, "</div>")
}

/// `P2` of `P2.S4`.
fn block_id(id: &str) -> &str {
    id.split('.').next().unwrap_or(id)
}

fn passage(view: &SheetView, passage: &Passage, out: &mut impl Write) -> io::Result<()> {
    let Some(number) = passage.claim.as_deref().and_then(|id| view.number(id)) else {
        return write!(out, "{}", escape_html(&passage.text));
    };
    let claim = &view.claims[number];
    let found = signals(&passage.text, &claim.row().signals).into_iter();
    let marks: Vec<MarkupSpan> = found
        .map(|(at, kind)| MarkupSpan {
            range: at,
            open: format!("<b class=\"k\" title=\"{}\">", kind.name()),
            close: "</b>".to_owned(),
        })
        .collect();
    write!(
        out,
        "<a class=\"s {}\" id=\"s-{number}\" href=\"#c-{number}\">{}</a><span class=\"tail\">",
        claim.support.class(),
        marked(&passage.text, &marks, 0..passage.text.len()),
    )?;
    let cited = claim.rows().filter_map(|(_, row)| Some(row.source.as_ref()?.number));
    let numbers: Vec<String> = cited.map(|number| number.to_string()).collect();
    if !numbers.is_empty() {
        write!(out, "<sup>{}</sup>", numbers.join(","))?;
    }
    write!(out, "</span>")
}

fn sources(view: &SheetView, out: &mut impl Write) -> io::Result<()> {
    if view.sheet.sources.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section class=\"sources\">\n<h2>Sources</h2>\n<ol>")?;
    for work in &view.sheet.sources {
        source(view, work, out)?;
    }
    writeln!(out, "</ol>\n</section>")
}

fn source(view: &SheetView, work: &SheetWork, out: &mut impl Write) -> io::Result<()> {
    write!(
        out,
        "<li value=\"{0}\" id=\"w-{0}\">{1} <span class=\"pale\">",
        work.number,
        link(&work.cited.open, &work.cited.label)
    )?;
    if !work.cited.owner.is_empty() {
        write!(out, "<bdi>{}</bdi> · ", escape_html(&truncate(&work.cited.owner, 120)))?;
    }
    write!(out, "{}", count_noun(work.citations, "citation"))?;
    for id in work.claims.iter().take(MAX_LISTED_CLAIMS) {
        match view.of_sentence(id) {
            Some(number) => write!(out, " · <a href=\"#c-{number}\">{}</a>", escape_html(id))?,
            None => write!(out, " · {}", escape_html(id))?,
        }
    }
    writeln!(out, "</span></li>")
}
