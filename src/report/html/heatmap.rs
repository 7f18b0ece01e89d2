//! Who cites whom: the origins that cite most by the domains that are cited most.
//!
//! A table with shaded cells, not a drawing: each cell is a number that leads to its first citation.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::escape::escape_html;
use super::{ReportPage, citations, listing};
use crate::corpus::Facet;
use crate::graph::origin_domain;
use crate::link::redact::redact_url;
use crate::report::format::{count, count_noun, percent, title, truncate};

/// Rows and columns at most.
const MAX_ROWS: usize = 12;
const MAX_COLUMNS: usize = 12;

/// Shades of a cell, by its part of the row.
const SHADES: [f64; 4] = [0.02, 0.08, 0.2, 0.4];

/// One row: what its articles cite.
#[derive(Default)]
struct HeatmapRow<'a> {
    name: String,
    citations: u64,
    /// By domain: citations, and the first of them.
    cells: FxHashMap<&'a str, (u64, usize, u32)>,
}

pub(super) fn write(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<section id=\"who-cites-whom\">\n<h2>Who cites whom</h2>")?;
    let (rows, what) = rows(page);
    match rows.len() {
        0 => writeln!(out, "<p>Nothing counts as a citation.</p>")?,
        1 => writeln!(
            out,
            "<p>All citations come from one {what}, so there is nothing to compare.</p>"
        )?,
        number if what == "article" && number > MAX_ROWS => writeln!(
            out,
            "<p>Fewer than two origins are known, and {} are too many to compare in one table.</p>",
            count_noun(number as u64, "article")
        )?,
        _ => matrix(page, &rows, what, out)?,
    }
    writeln!(out, "</section>")
}

/// A row an origin, the most citations first; a row an article where there are not two origins.
fn rows<'a>(page: &ReportPage<'a>) -> (Vec<HeatmapRow<'a>>, &'static str) {
    let origins: Vec<Option<String>> = page.corpus.articles.iter().map(origin_domain).collect();
    let selection = &page.report.options.selection;
    let mut by_origin: BTreeMap<String, HeatmapRow> = BTreeMap::new();
    let mut by_article: BTreeMap<usize, HeatmapRow> = BTreeMap::new();
    for (at, link) in page.corpus.counted(selection) {
        let domain = Facet::Domain.link_value(link);
        by_article.entry(at).or_default().add(domain, at, link.ordinal);
        if let Some(origin) = &origins[at] {
            by_origin.entry(origin.clone()).or_default().add(domain, at, link.ordinal);
        }
    }
    let (mut rows, what): (Vec<HeatmapRow>, _) = if by_origin.len() > 1 {
        (by_origin.into_iter().map(|(name, row)| HeatmapRow { name, ..row }).collect(), "origin")
    } else {
        let name = |at: usize| title(&page.corpus.articles[at]).into_owned();
        (
            by_article.into_iter().map(|(at, row)| HeatmapRow { name: name(at), ..row }).collect(),
            "article",
        )
    };
    // Stable: equal rows stay by name, or in the order of the corpus.
    rows.sort_by_key(|row| Reverse(row.citations));
    (rows, what)
}

impl<'a> HeatmapRow<'a> {
    fn add(&mut self, domain: &'a str, article: usize, ordinal: u32) {
        self.citations += 1;
        self.cells.entry(domain).or_insert((0, article, ordinal)).0 += 1;
    }
}

fn matrix(page: &ReportPage, rows: &[HeatmapRow], what: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let columns: Vec<&str> =
        page.report.domains.iter().take(MAX_COLUMNS).map(|row| row.domain.as_str()).collect();
    let shown = &rows[..rows.len().min(MAX_ROWS)];
    writeln!(
        out,
        "<figure class=\"chart\" id=\"heat\">\n<div class=\"scroll fit\" tabindex=\"0\" role=\"region\" aria-label=\"Citations by {what} and domain\">\n\
         <table class=\"heat\">\n<thead><tr><th scope=\"col\">{what}</th>"
    )?;
    for (rank, domain) in columns.iter().enumerate() {
        let domain = redact_url(domain);
        write!(
            out,
            "<th scope=\"col\" class=\"up\"><a href=\"#d-{}\"><bdi>{}</bdi></a></th>",
            rank + 1,
            escape_html(&truncate(&domain, 28))
        )?;
    }
    writeln!(
        out,
        "<th scope=\"col\" class=\"up\">all others</th><th scope=\"col\" class=\"up\">citations</th></tr></thead>\n<tbody>"
    )?;
    for row in shown {
        write_row(page, what, row, &columns, out)?;
    }
    writeln!(out, "</tbody>\n</table>\n</div>")?;
    let hidden = rows.len() - shown.len();
    let hidden = if hidden > 0 {
        format!(
            " {} with fewer citations not shown.",
            count_noun(hidden as u64, &format!("more {what}"))
        )
    } else {
        String::new()
    };
    writeln!(
        out,
        "<figcaption>Each number is how often the {what} cites the domain, and links to the first of \
         these citations. Darker means a larger share of the row. Citing a domain often does not mean \
         agreeing with it.{hidden}</figcaption>\n</figure>"
    )
}

fn write_row(
    page: &ReportPage,
    what: &str,
    row: &HeatmapRow,
    columns: &[&str],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    write!(out, "<tr><th scope=\"row\"><bdi>{}</bdi></th>", escape_html(&truncate(&row.name, 60)))?;
    let mut others = row.citations;
    for domain in columns {
        let Some(&(number, article, ordinal)) = row.cells.get(domain) else {
            write!(out, "<td class=\"n pale\">·</td>")?;
            continue;
        };
        others -= number;
        let share = number as f64 / row.citations as f64;
        let shade = SHADES.iter().filter(|least| share >= **least).count();
        let number = match page.sections[article] {
            Some(_) => {
                let by =
                    if what == "origin" { row.name.clone() } else { (article + 1).to_string() };
                let rows = listing::rows(&[("domain", &redact_url(domain)), (what, &by)]);
                format!(
                    "<a href=\"#{}\"{rows}>{}</a>",
                    citations::id(article, ordinal),
                    count(number)
                )
            }
            None => count(number),
        };
        write!(
            out,
            "<td class=\"n heat{shade}\" title=\"{} of the row\">{number}</td>",
            percent(share)
        )?;
    }
    writeln!(
        out,
        "<td class=\"n pale\">{}</td><td class=\"n\">{}</td></tr>",
        count(others),
        count(row.citations)
    )
}
