//! The table of articles.

use std::io::{self, Write};

use super::escape::{address, escape};
use super::{Page, end_table, more, table};
use crate::report::ArticleRow;
use crate::report::words::{count, input, shortened, title};

/// Articles in the table.
const LISTED: usize = 2000;

pub(super) fn write(page: &Page, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<section id=\"articles\">\n<h2>Articles</h2>")?;
    let columns = [
        ("", "article"),
        ("", "published"),
        ("n", "links"),
        ("n", "citations"),
        ("n", "counted"),
        ("n", "domains"),
        ("n", "cited sentences"),
        ("", "origin"),
    ];
    table(out, "Articles", &columns)?;
    for (at, article) in page.report.articles.iter().take(LISTED).enumerate() {
        row(page, at, article, out)?;
    }
    end_table(out)?;
    more(out, page.report.articles.len().saturating_sub(LISTED) as u64, "article", "report.json")?;
    writeln!(out, "</section>")
}

fn row(page: &Page, at: usize, row: &ArticleRow, out: &mut Vec<u8>) -> io::Result<()> {
    let title = title(&page.corpus.articles[at]);
    let shown = escape(&shortened(&title, 200)).to_string();
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
    let input = if *title == *input { String::new() } else { escape(&input).to_string() };
    writeln!(
        out,
        "<tr><th scope=\"row\" class=\"wide\">{name}<br><span class=\"pale small\"><bdi>{}</bdi></span></th>\
         <td class=\"date\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>\
         <td class=\"n\">{}</td><td class=\"n\">{sentences}</td><td class=\"wide small\">{}</td></tr>",
        input,
        escape(row.published.as_deref().unwrap_or("–")),
        count(row.links),
        count(row.citations),
        count(row.counted),
        count(row.domains),
        row.origin.as_deref().map_or_else(|| "none found".to_owned(), address)
    )
}
