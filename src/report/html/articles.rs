//! The table of articles.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::escape::{address, escape_html};
use super::{ReportPage, end_table, more, table};
use crate::report::ArticleRow;
use crate::report::format::{count, input, title, truncate};

/// Articles in the table.
const MAX_ROWS: usize = 2000;

pub(super) fn write(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(
        out,
        "<section id=\"articles\">\n<h2>Articles</h2>\n<p class=\"small pale\">Newest first.</p>"
    )?;
    let columns = [
        ("", "article"),
        ("", "published"),
        ("n", "links"),
        ("n", "citations"),
        ("n", "counted"),
        ("n", "domains"),
        ("n", "sentences with links"),
        ("", "origin"),
    ];
    table(out, "Articles", &columns)?;
    let mut before = None;
    for at in newest_first(page).into_iter().take(MAX_ROWS) {
        let article = &page.corpus.articles[at];
        let period = page
            .periods
            .as_ref()
            .and_then(|periods| periods.index_of(article.published.as_deref()));
        // The first row of a time is where the chart of times leads.
        let first = period.filter(|period| before != Some(*period));
        before = period;
        row(page, at, first, out)?;
    }
    end_table(out)?;
    more(
        out,
        page.report.articles.len().saturating_sub(MAX_ROWS) as u64,
        "article",
        "report.json",
    )?;
    writeln!(out, "</section>")
}

/// Whether every article has a row, and so every time of the chart a place to lead to.
pub(super) fn are_all_listed(page: &ReportPage) -> bool {
    page.report.articles.len() <= MAX_ROWS
}

/// Articles by their date, those without one at the end, else in the order of the corpus.
fn newest_first(page: &ReportPage) -> Vec<usize> {
    let day = |at: &usize| page.corpus.articles[*at].published_day();
    let mut order: Vec<usize> = (0..page.corpus.articles.len()).collect();
    order.sort_by_cached_key(|at| Reverse(day(at)));
    order
}

fn row(page: &ReportPage, at: usize, first: Option<usize>, out: &mut Vec<u8>) -> io::Result<()> {
    let row: &ArticleRow = &page.report.articles[at];
    let identity = first.map_or_else(String::new, |period| format!(" id=\"p-{period}\""));
    let title = title(&page.corpus.articles[at]);
    let shown = escape_html(&truncate(&title, 200)).to_string();
    let name = match page.sections[at] {
        Some(_) => format!("<a href=\"#a-{}\"><bdi>{shown}</bdi></a>", at + 1),
        None => format!("<bdi>{shown}</bdi>"),
    };
    let sentences = match (row.cited_sentences, row.sentences) {
        (Some(cited), Some(all)) => format!("{} of {}", count(cited), count(all)),
        _ => "–".to_owned(),
    };
    let input = input(&row.input, row.part.as_deref());
    // An article without a title is called by its input already.
    let input = if *title == *input {
        String::new()
    } else {
        escape_html(&truncate(&input, 200)).to_string()
    };
    writeln!(
        out,
        "<tr{identity}><th scope=\"row\" class=\"wide\">{name}<br><span class=\"pale small\"><bdi>{}</bdi></span></th>\
         <td class=\"date\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>\
         <td class=\"n\">{}</td><td class=\"n\">{sentences}</td><td class=\"wide small\">{}</td></tr>",
        input,
        escape_html(&truncate(row.published.as_deref().unwrap_or("–"), 40)),
        count(row.links),
        count(row.citations),
        count(row.counted),
        count(row.domains),
        row.origin.as_deref().map_or_else(|| "none found".to_owned(), address)
    )
}
