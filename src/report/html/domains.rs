//! Who is cited: bars, the table behind them, and under each domain the articles that cite it.

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::chart::{Bar, write_bars};
use super::escape::escape_html;
use super::{MAX_LISTED_DOMAINS, ReportPage, citations, end_table, listing, more, owners, table};
use crate::corpus::Facet;
use crate::link::redact::redact_url;
use crate::report::format::{self, count, count_noun, dates, percent, title, truncate};
use crate::report::{DomainRow, LinkRot, MIN_INDEX_CITATIONS};

/// Domains drawn as bars.
const BARS: usize = 12;

/// Articles named under one domain.
const MAX_CITING_ARTICLES: usize = 50;

/// Lists of articles stop here, in bytes; the most cited domains come first.
const MAX_LISTS_BYTES: usize = 2 << 20;

/// More domains than this are folded.
const MAX_UNFOLDED_DOMAINS: usize = 12;

pub(super) fn write(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    let rows = &page.report.domains;
    writeln!(out, "<section id=\"domains\">\n<h2>Who is cited</h2>")?;
    if rows.is_empty() {
        return writeln!(out, "<p>No domain: no link counts as a citation.</p>\n</section>");
    }
    writeln!(out, "<figure class=\"chart\" id=\"top-domains\">\n<h3>The most cited domains</h3>")?;
    top(page, out)?;
    writeln!(out, "<figcaption>{}</figcaption>\n</figure>", read(page))?;
    owners::write(page, out)?;
    let open = if rows.len() <= MAX_UNFOLDED_DOMAINS { " open" } else { "" };
    let all = match rows.len() {
        1 => "The domain".to_owned(),
        several => format!("All {}", count_noun(several as u64, "domain")),
    };
    writeln!(out, "<details{open} id=\"domain-table\"><summary>{all} as a table</summary>")?;
    domain_table(page, out)?;
    writeln!(out, "</details>\n<details{open}><summary>Which articles cite them</summary>")?;
    lists(page, out)?;
    writeln!(out, "</details>\n</section>")
}

/// How to read the bars.
fn read(page: &ReportPage) -> String {
    let first = "Each bar is the share of all citations that go to the domain.";
    let last = "Being cited often does not make a source right.";
    match page.report.totals.counted {
        counted if counted < MIN_INDEX_CITATIONS => {
            format!("{first} No shares are given for so few citations. {last}")
        }
        _ => format!(
            "{first} The line on it and the numbers at the right show the 95% interval, if citations were \
             random. If two intervals overlap, the ranking between them is not meaningful. {last}"
        ),
    }
}

/// The most cited domains as bars.
fn top(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    let rows = &page.report.domains;
    let bar = |(rank, row): (usize, &DomainRow)| Bar {
        name: format!("<a href=\"#d-{}\"{}>{}</a>", rank + 1, rows_of(row), name(row)),
        count: row.citations,
    };
    let shown: Vec<Bar> = rows.iter().take(BARS).enumerate().map(bar).collect();
    write_bars(&shown, page.report.totals.counted, out)?;
    rest(&rows[shown.len()..], out)
}

fn rest(rows: &[DomainRow], out: &mut Vec<u8>) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let citations: u64 = rows.iter().map(|row| row.citations).sum();
    let share: f64 = rows.iter().map(|row| row.share).sum();
    let domains = count_noun(rows.len() as u64, "more domain");
    writeln!(
        out,
        "<p class=\"more\">{domains} with {} ({}) below.</p>",
        count_noun(citations, "citation"),
        percent(share)
    )
}

/// The domain's name, escaped. Where a row has no domain it is an address, which may hold a secret.
fn name(row: &DomainRow) -> String {
    format!("<bdi>{}</bdi>", escape_html(&truncate(&redact_url(&row.domain), 80)))
}

/// What makes a link lead to the domain's rows.
fn rows_of(row: &DomainRow) -> String {
    listing::rows(&[("domain", &redact_url(&row.domain))])
}

fn domain_table(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    let (rows, rot) = (&page.report.domains, page.report.links.as_ref());
    let mut columns = vec![
        ("n", "rank"),
        ("", "domain"),
        ("", "source"),
        ("n", "citations"),
        ("n", "share"),
        ("n", "articles"),
        ("n", "works"),
        ("n", "hosts"),
    ];
    if rot.is_some() {
        columns.extend([("n", "links checked"), ("n", "dead"), ("n", "dead share")]);
    }
    columns.push(("", "first – last"));
    table(out, "Cited domains", &columns)?;
    for (rank, row) in rows.iter().take(MAX_LISTED_DOMAINS).enumerate() {
        let rank = rank + 1;
        writeln!(
            out,
            "<tr><td class=\"n\">{rank}</td><th scope=\"row\"><a href=\"#d-{rank}\"{}>{}</a></th>{}\
             <td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>\
             <td class=\"n\">{}</td>{}<td class=\"date\">{}</td></tr>",
            rows_of(row),
            name(row),
            source_cell(row),
            count(row.citations),
            percent(row.share),
            count(row.articles),
            count(row.works),
            count(row.hosts),
            rot.map_or_else(String::new, |rot| rot_cells(rot, row)),
            escape_html(&truncate(&dates(row.first.as_deref(), row.last.as_deref()), 80))
        )?;
    }
    end_table(out)?;
    more(out, rows.len().saturating_sub(MAX_LISTED_DOMAINS) as u64, "domain", "report.json")
}

/// How the links of the domain do; no share of a few.
fn rot_cells(rot: &LinkRot, row: &DomainRow) -> String {
    let health = rot.domains.get(&row.domain).copied().unwrap_or_default();
    let share = health.dead_share.filter(|_| health.checked >= MIN_INDEX_CITATIONS);
    let share = share.map_or_else(|| "–".to_owned(), percent);
    let cells = [count(health.checked), count(health.dead), share];
    cells.map(|cell| format!("<td class=\"n\">{cell}</td>")).concat()
}

/// Who stands behind the domain, with the evidence where the pointer rests.
fn source_cell(row: &DomainRow) -> String {
    let known = format::source(&row.source);
    let known = escape_html(&truncate(&known, 120)).to_string();
    match format::evidence(&row.source) {
        rests if rests.is_empty() => format!("<td class=\"source\">{known}</td>"),
        rests => {
            let rests = escape_html(&rests).to_string();
            format!("<td class=\"source\" title=\"{rests}\"><bdi>{known}</bdi></td>")
        }
    }
}

/// The same in full, evidence included, above the articles that cite the domain.
fn source_line(row: &DomainRow) -> String {
    let known = format::source_in_full(&row.source);
    if known.is_empty() {
        return String::new();
    }
    format!("<p class=\"pale small\"><bdi>{}</bdi></p>", escape_html(&truncate(&known, 400)))
}

/// An article that cites a domain.
#[derive(Clone, Copy)]
struct CitingArticle {
    /// Its index in the corpus.
    article: usize,
    /// The ordinal of its first citation of the domain.
    first: u32,
    citations: u64,
}

fn lists(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    let mut citing: FxHashMap<&str, Vec<CitingArticle>> = FxHashMap::default();
    for (at, link) in page.corpus.counted(&page.report.options.selection) {
        let articles = citing.entry(Facet::Domain.link_value(link)).or_default();
        match articles.last_mut() {
            Some(last) if last.article == at => last.citations += 1,
            _ => articles.push(CitingArticle { article: at, first: link.ordinal, citations: 1 }),
        }
    }
    let start = out.len();
    for (rank, row) in page.report.domains.iter().take(MAX_LISTED_DOMAINS).enumerate() {
        write!(
            out,
            "<details><summary>{} <span class=\"pale\">{} in {}</span></summary>{}<ul id=\"d-{}\">",
            name(row),
            count_noun(row.citations, "citation"),
            count_noun(row.articles, "article"),
            source_line(row),
            rank + 1
        )?;
        let articles = citing.get(row.domain.as_str()).map_or(&[][..], Vec::as_slice);
        let full = out.len() - start > MAX_LISTS_BYTES;
        let shown = if full { 0 } else { articles.len().min(MAX_CITING_ARTICLES) };
        for article in &articles[..shown] {
            citing_article(page, *article, out)?;
        }
        let hidden = articles.len() - shown;
        if hidden > 0 {
            let hidden =
                count_noun(hidden as u64, if shown > 0 { "more article" } else { "article" });
            write!(
                out,
                "<li class=\"more\">{hidden}: see <a href=\"citations.csv\">citations.csv</a></li>"
            )?;
        }
        writeln!(out, "</ul></details>")?;
    }
    Ok(())
}

fn citing_article(page: &ReportPage, citing: CitingArticle, out: &mut Vec<u8>) -> io::Result<()> {
    let article = &page.corpus.articles[citing.article];
    let title = title(article);
    let title = escape_html(&truncate(&title, 100)).to_string();
    let date = article.published.as_deref().unwrap_or_default();
    match page.sections[citing.article] {
        Some(_) => {
            let id = citations::id(citing.article, citing.first);
            write!(out, "<li><a href=\"#{id}\"><bdi>{title}</bdi></a>")?;
        }
        None => write!(out, "<li><bdi>{title}</bdi>")?,
    }
    let times = match citing.citations {
        1 => String::new(),
        times => format!(" × {}", count(times)),
    };
    write!(
        out,
        " <span class=\"pale date\">{}{times}</span></li>",
        escape_html(&truncate(date, 40))
    )
}
