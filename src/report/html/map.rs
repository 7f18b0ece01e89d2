//! The section with the map of domains.

use std::io::{self, Write};

use super::domain_map::{DomainMap, MIN_NODE_EDGES};
use super::escape::escape_html;
use super::{ReportPage, picture};
use crate::report::format::{count, count_noun};

pub(super) fn write(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    let rows = page.report.domains.len();
    if rows == 0 {
        return Ok(());
    }
    writeln!(out, "<section id=\"map\">\n<h2>Map of domains</h2>")?;
    let Some(map) = DomainMap::from_page(page) else {
        return writeln!(
            out,
            "<p>No map: it shows which domains articles cite together, and no two articles here cite \
             several domains. The <a href=\"#domains\">table of domains</a> has all there \
             is.</p>\n</section>"
        );
    };
    let hidden = rows - map.spots.len();
    let rest = match hidden {
        0 => String::new(),
        hidden => format!(" The {} least cited are left out.", count(hidden as u64)),
    };
    writeln!(
        out,
        "<p>{}; larger ones have more citations. Each is joined to the {MIN_NODE_EDGES} it is most often \
         cited with; colours mark groups cited together.{rest} Click a domain for the sentences that cite \
         it. The <a href=\"#domains\">table of domains</a> has the numbers.</p>",
        escape_html(&count_noun(map.spots.len() as u64, "domain"))
    )?;
    picture::write(&map, out)?;
    writeln!(out, "</section>")
}
