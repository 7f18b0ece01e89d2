//! The table of citations that the page's script fills, sorts and filters; unseen without it.

use std::io::{self, Write};

use url::form_urlencoded::Serializer;

use super::ReportPage;
use super::escape::escape_html;
use super::payload::Payload;
use crate::report::format::{count, count_noun};

/// A value of more bytes than this is no filter: the rows hold it cut short.
const MAX_FILTER_BYTES: usize = 1000;

/// What a column sorts by, as the script names it, and its heading.
const COLUMNS: [(&str, &str); 10] = [
    ("domain", "source"),
    ("sentence", "sentence"),
    ("anchor", "link text"),
    ("title", "article"),
    ("date", "date"),
    ("place", "place"),
    ("url", "address"),
    ("owner", "owner"),
    ("type", "type"),
    ("verdict", "verdict"),
];

/// Lists to choose from: the filter's name, its label, what it says of no choice.
const FACETS: [(&str, &str, &str); 4] = [
    ("type", "Type of source", "any"),
    ("place", "Place", "any"),
    ("verdict", "Verdict", "any"),
    ("counted", "Counts", "yes"),
];

/// An attribute, with a blank before it, that makes a link lead to rows of the table where the script runs;
/// elsewhere it leads where its `href` says. The filters are names of the script's: `domain`,
/// `owner`, `group`, `type`, `country`, `origin`, `article` (its number), `place`, `verdict`, `year`,
/// `counted` (`all` or `no`).
pub(super) fn rows(filters: &[(&str, &str)]) -> String {
    if filters.iter().any(|(_, value)| value.len() > MAX_FILTER_BYTES) {
        return String::new();
    }
    let query = Serializer::new(String::new()).extend_pairs(filters).finish();
    format!(" data-rows=\"{}\"", escape_html(&query))
}

pub(super) fn write(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    let all = page.report.totals.citations;
    if all == 0 {
        return Ok(());
    }
    let packed = Payload::from_page(page)?;
    writeln!(
        out,
        "<section id=\"table\" data-scripted hidden>\n<h2 tabindex=\"-1\">Table of citations</h2>"
    )?;
    if (packed.rows as u64) < all {
        writeln!(
            out,
            "<p class=\"more\">The table holds {} of {}: all are in <a href=\"citations.csv\">citations.csv</a>.</p>",
            count(packed.rows as u64),
            count_noun(all, "citation")
        )?;
    }
    filters(page, out)?;
    columns(page, out)?;
    for block in &packed.blocks {
        writeln!(
            out,
            "<script type=\"application/octet-stream;base64\" data-citegraph data-block>{block}</script>"
        )?;
    }
    writeln!(out, "</section>")
}

fn filters(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(
        out,
        "<search class=\"filters\">\n<label>Search <input type=\"search\" id=\"rows-q\" autocomplete=\"off\" \
         placeholder=\"all of these words\"></label>"
    )?;
    for (name, label, any) in FACETS {
        if name == "verdict" && page.known.links.is_none() {
            continue;
        }
        writeln!(
            out,
            "<label>{label} <select data-filter=\"{name}\" autocomplete=\"off\"><option value=\"\">{any}</option></select></label>"
        )?;
    }
    writeln!(
        out,
        "<span id=\"rows-chosen\"></span>\n<button type=\"button\" id=\"rows-clear\" hidden>Show all rows</button>\n</search>\n\
         <p id=\"rows-count\" role=\"status\"></p>"
    )
}

fn columns(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(
        out,
        "<div class=\"scroll\" id=\"rows\" tabindex=\"0\" role=\"region\" aria-label=\"Table of citations\">\n\
         <table>\n<thead><tr>"
    )?;
    for (name, heading) in COLUMNS {
        if name == "verdict" && page.known.links.is_none() {
            continue;
        }
        write!(
            out,
            "<th scope=\"col\" data-column=\"{name}\"><button type=\"button\">{heading}</button></th>"
        )?;
    }
    writeln!(
        out,
        "</tr></thead>\n<tbody></tbody>\n</table>\n</div>\n\
         <p class=\"turn\"><button type=\"button\" data-turn=\"first\">First</button> \
         <button type=\"button\" data-turn=\"back\">Back</button> <span id=\"rows-page\"></span> \
         <button type=\"button\" data-turn=\"on\">Next</button> \
         <button type=\"button\" data-turn=\"last\">Last</button></p>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_a_query_that_keeps_within_its_quotes() {
        assert_eq!(rows(&[("domain", "a.example")]), " data-rows=\"domain=a.example\"");
        assert_eq!(rows(&[("domain", "a\"&b=<é")]), " data-rows=\"domain=a%22%26b%3D%3C%C3%A9\"");
    }
}
