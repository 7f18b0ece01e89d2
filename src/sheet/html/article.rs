//! The left side: the article's text in its paragraphs, each sentence with its support; the sources.

use std::io::{self, Write};

use maud::{Markup, html};

use super::link::link_out;
use super::mark::{MarkedText, signals};
use super::stream::{SLOT, fill, put};
use super::view::{SheetView, SupportLevel};
use crate::article::Place;
use crate::report::format::{count_noun, truncate};
use crate::report::html::escape::{escape_html, language};
use crate::sheet::{Passage, SheetWork};

/// The first characters that are written without a blank between sentences.
const WIDE: char = '\u{3000}';

/// The claims of one source that are listed.
const MAX_LISTED_CLAIMS: usize = 100;

pub(super) fn write(view: &SheetView, out: &mut impl Write) -> io::Result<()> {
    let pane = html! {
        section class="text pane" id="text" aria-labelledby="text-h" tabindex="-1" { "\n"
            h2 id="text-h" { "Article" } "\n"
            (legend())
            (SLOT)
        } "\n"
    };
    fill(pane, out, |out| {
        passages(view, out)?;
        sources(view, out)
    })
}

fn legend() -> Markup {
    html! {
        ul class="legend" aria-label="What the lines under sentences mean" {
            @for support in SupportLevel::ALL {
                li { span class={ "s " (support.class()) } { (support.words()) } }
            }
            li { b class="k" { "12" } " something to check" }
        } "\n"
    }
}

fn passages(view: &SheetView, out: &mut impl Write) -> io::Result<()> {
    // An undeclared language is not English, the page's own.
    let declared = language(view.sheet.article.language.as_deref()).unwrap_or_default();
    let prose = html! { div class="prose" lang=(declared) { "\n" (SLOT) } "\n" };
    fill(prose, out, |out| {
        let passages = &view.sheet.passages;
        if passages.is_empty() {
            put(html! { p class="pale" lang="en" { "This article has no text." } "\n" }, out)?;
        }
        let around = passages.iter().position(is_around).unwrap_or(passages.len());
        blocks(view, &passages[..around], out)?;
        if around < passages.len() {
            let rest = html! {
                details class="around" {
                    summary lang="en" { "Elsewhere on the page: menus, comments and so on" } "\n"
                    (SLOT)
                } "\n"
            };
            fill(rest, out, |out| blocks(view, &passages[around..], out))?;
        }
        Ok(())
    })
}

/// Whether a passage stands around the article: in a menu, or in what readers say.
fn is_around(passage: &Passage) -> bool {
    matches!(passage.place, Some(Place::Navigation | Place::Share | Place::Comment))
}

fn blocks(view: &SheetView, passages: &[Passage], out: &mut impl Write) -> io::Result<()> {
    for sentences in passages.chunk_by(|a, b| block_id(&a.id) == block_id(&b.id)) {
        fill(block(&sentences[0].id), out, |out| {
            sentences.iter().try_for_each(|one| put(passage(view, one), out))
        })?;
    }
    Ok(())
}

/// `P2` of `P2.S4`.
fn block_id(id: &str) -> &str {
    id.split('.').next().unwrap_or(id)
}

/// The element of a block, by the id of a sentence in it.
fn block(id: &str) -> Markup {
    html! {
        @match id.chars().next() {
            Some('H') => h3 dir="auto" { (SLOT) },
            Some('P') => p dir="auto" { (SLOT) },
            Some('C') => p class="aside" dir="auto" { small lang="en" { "Caption" } " " (SLOT) },
            _ => p class="aside" dir="auto" { (SLOT) },
        }
        "\n"
    }
}

/// A sentence, and the blank behind it.
fn passage(view: &SheetView, passage: &Passage) -> Markup {
    let number = passage.claim.as_deref().and_then(|id| view.number(id));
    html! {
        @if let Some(number) = number { (claim(view, number, &passage.text)) }
        @else { (escape_html(&passage.text)) }
        @if !passage.text.ends_with(|c| c >= WIDE) { " " }
    }
}

/// The sentence of a claim, with the numbers of its sources.
fn claim(view: &SheetView, number: usize, text: &str) -> Markup {
    let claim = view.claim(number);
    let marks = signals(text, &claim.row().signals);
    let cited = claim.rows().filter_map(|(_, row)| Some(row.source.as_ref()?.number));
    let cited: Vec<String> = cited.map(|number| number.to_string()).collect();
    html! {
        a class={ "s " (claim.support.class()) } id={ "s-" (number) } href={ "#c-" (number) } {
            (MarkedText { text, marks: &marks, shown: 0..text.len() })
        }
        span class="tail" { @if !cited.is_empty() { sup { (cited.join(",")) } } }
    }
}

fn sources(view: &SheetView, out: &mut impl Write) -> io::Result<()> {
    if view.sheet.sources.is_empty() {
        return Ok(());
    }
    let list = html! {
        section class="sources" { "\n"
            h2 { "Sources" } "\n"
            ol { "\n" (SLOT) } "\n"
        } "\n"
    };
    fill(list, out, |out| {
        view.sheet.sources.iter().try_for_each(|work| put(source(view, work), out))
    })
}

fn source(view: &SheetView, work: &SheetWork) -> Markup {
    let cited = &work.cited;
    html! {
        li value=(work.number) id={ "w-" (work.number) } {
            (link_out(&cited.open, &cited.label)) " "
            span class="pale" {
                @if !cited.owner.is_empty() {
                    bdi { (escape_html(&truncate(&cited.owner, 120))) } " · "
                }
                (count_noun(work.citations, "citation"))
                @for id in work.claims.iter().take(MAX_LISTED_CLAIMS) {
                    " · "
                    @match view.of_listed(id) {
                        Some(number) => a href={ "#c-" (number) } { (escape_html(id)) },
                        None => (escape_html(id)),
                    }
                }
            }
        } "\n"
    }
}
