//! How citations spread, by each facet side by side.

use std::io::{self, Write};

use super::escape::escape_html;
use super::{ReportPage, end_table, table};
use crate::corpus::Facet;
use crate::report::MIN_INDEX_CITATIONS;
use crate::report::format::CAVEAT;
use crate::report::indices::{INDICES, heading, meaning};

pub(super) fn write(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    let facets = &page.report.diversity;
    writeln!(
        out,
        "<section id=\"diversity\">\n<h2>Diversity</h2>\n<p class=\"caveat\">{CAVEAT}</p>"
    )?;
    if facets.is_empty() {
        return writeln!(out, "<p>No facet was requested.</p>\n</section>");
    }
    let mut columns = vec![("", "measure")];
    columns.extend(facets.keys().map(|facet| ("n", heading(*facet))));
    table(out, "Measures of diversity", &columns)?;
    for index in &INDICES {
        write!(
            out,
            "<tr><th scope=\"row\"><details><summary>{}</summary>{}</details></th>",
            index.label,
            escape_html(index.meaning)
        )?;
        for (facet, measures) in facets {
            let ends = interval(page, *facet, index.name).unwrap_or_default();
            write!(out, "<td class=\"n\">{}{ends}</td>", index.of(measures))?;
        }
        writeln!(out, "</tr>")?;
    }
    end_table(out)?;
    if facets.values().any(|measures| measures.n < MIN_INDEX_CITATIONS) {
        writeln!(
            out,
            "<p class=\"more\">Below {MIN_INDEX_CITATIONS} citations only counts are shown, because an \
             index would mean little.</p>"
        )?;
    }
    writeln!(out, "<details><summary>What the columns count</summary>\n<dl class=\"words\">")?;
    for facet in facets.keys() {
        writeln!(out, "<dt>{}</dt><dd>{}</dd>", heading(*facet), meaning(*facet))?;
    }
    writeln!(
        out,
        "</dl>\n<p>Every measure covers the citations that count. Small numbers are 95% intervals: how \
         much the value would vary in another set of the same size, if citations were random. All values \
         depend on the number of citations: compare articles of similar length, or at equal coverage. <a \
         href=\"report.json\">report.json</a> has more measures, with all \
         digits.</p>\n</details>\n</section>"
    )
}

/// The interval of an effective number, below it; of the other measures the number is enough.
fn interval(page: &ReportPage, facet: Facet, measure: &str) -> Option<String> {
    let intervals = page.report.intervals.get(&facet)?;
    let ends = match measure {
        "hill1" => intervals.hill1?,
        "hill2" => intervals.hill2?,
        _ => return None,
    };
    let enough = page.report.totals.counted >= MIN_INDEX_CITATIONS;
    enough.then(|| {
        format!("<br><span class=\"pale small\">{:.1} – {:.1}</span>", ends.low, ends.high)
    })
}
