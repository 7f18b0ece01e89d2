//! How citations spread, by each facet side by side.

use std::io::{self, Write};

use super::escape::escape;
use super::{Page, end_table, table};
use crate::report::ENOUGH;
use crate::report::indices::{INDICES, heading, meaning};
use crate::report::words::CAVEAT;

pub(super) fn write(page: &Page, out: &mut Vec<u8>) -> io::Result<()> {
    let facets = &page.report.diversity;
    writeln!(
        out,
        "<section id=\"diversity\">\n<h2>Diversity</h2>\n<p class=\"caveat\">{CAVEAT}</p>"
    )?;
    if facets.is_empty() {
        return writeln!(out, "<p>No facet was asked for.</p>\n</section>");
    }
    let mut columns = vec![("", "measure")];
    columns.extend(facets.keys().map(|facet| ("n", heading(*facet))));
    table(out, "Measures of diversity", &columns)?;
    for index in &INDICES {
        write!(
            out,
            "<tr><th scope=\"row\"><details><summary>{}</summary>{}</details></th>",
            index.label,
            escape(index.meaning)
        )?;
        for measures in facets.values() {
            write!(out, "<td class=\"n\">{}</td>", index.of(measures))?;
        }
        writeln!(out, "</tr>")?;
    }
    end_table(out)?;
    if facets.values().any(|measures| measures.n < ENOUGH) {
        writeln!(
            out,
            "<p class=\"more\">Below {ENOUGH} citations an index says nothing: only counts are shown.</p>"
        )?;
    }
    writeln!(out, "<details><summary>What the columns count</summary>\n<dl class=\"words\">")?;
    for facet in facets.keys() {
        writeln!(out, "<dt>{}</dt><dd>{}</dd>", heading(*facet), meaning(*facet))?;
    }
    writeln!(
        out,
        "</dl>\n<p>Every measure is taken over the citations that count. All depend on how many there are: \
         compare articles of like length, or by the same coverage. <a href=\"report.json\">report.json</a> \
         has more measures, with all digits.</p>\n</details>\n</section>"
    )
}
