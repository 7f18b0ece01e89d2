//! Lists of bars with their intervals, and one bar in parts. Each row says its numbers, so no table is
//! needed behind them.

use std::io::{self, Write};

use crate::report::MIN_INDEX_CITATIONS;
use crate::report::format::{count, percent};
use crate::report::html::escape::escape_html;
use crate::stats::wilson;

/// One row of a list.
pub(in crate::report::html) struct Bar {
    /// What it is about, as HTML.
    pub(in crate::report::html) name: String,
    pub(in crate::report::html) count: u64,
}

/// Writes rows as parts of `all`, with Wilson's interval of each; of fewer than [`MIN_INDEX_CITATIONS`] only counts.
pub(in crate::report::html) fn write_bars(
    rows: &[Bar],
    all: u64,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let enough = all >= MIN_INDEX_CITATIONS;
    let high = |row: &Bar| match wilson(row.count, all) {
        Some(interval) if enough => interval.high,
        _ => row.count as f64 / all.max(1) as f64,
    };
    let widest = rows.iter().map(high).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    writeln!(out, "<ol class=\"bars\">")?;
    for row in rows {
        let share = row.count as f64 / all.max(1) as f64;
        let wide = share / widest * 100.0;
        write!(
            out,
            "<li><span class=\"name\">{}</span><svg class=\"bar\" aria-hidden=\"true\"><rect width=\"{wide:.2}%\" height=\"100%\"/>",
            row.name
        )?;
        let interval = wilson(row.count, all).filter(|_| enough);
        if let Some(interval) = interval {
            let [low, high] = [interval.low, interval.high].map(|end| end / widest * 100.0);
            write!(
                out,
                "<line class=\"whisker\" x1=\"{low:.2}%\" x2=\"{high:.2}%\" y1=\"50%\" y2=\"50%\"/>"
            )?;
        }
        write!(out, "</svg><span class=\"n\">{}</span>", count(row.count))?;
        if let Some(interval) = interval {
            write!(
                out,
                "<span class=\"n\">{}</span><span class=\"n pale ends\">{} – {}</span>",
                fine(share),
                fine(interval.low).trim_end_matches('%'),
                fine(interval.high)
            )?;
        }
        writeln!(out, "</li>")?;
    }
    writeln!(out, "</ol>")
}

/// A share with a decimal, so that the ends of a short interval differ.
fn fine(share: f64) -> String {
    match share {
        0.0 => "0%".to_owned(),
        1.0 => "100%".to_owned(),
        share => format!("{:.1}%", share * 100.0),
    }
}

/// Writes one bar in parts, each a class of colour, a name as text and its number, with a legend.
pub(in crate::report::html) fn write_stacked_bar(
    title: &str,
    parts: &[(String, &str, u64)],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let all: u64 = parts.iter().map(|(.., number)| number).sum();
    if all == 0 {
        return Ok(());
    }
    let place = |number: u64| number as f64 / all as f64 * 100.0;
    write!(out, "<svg class=\"strip\" role=\"img\" aria-label=\"{}\">", escape_html(title))?;
    let mut before = 0;
    for (class, name, number) in parts {
        write!(
            out,
            "<rect class=\"{class}\" x=\"{:.2}%\" width=\"{:.2}%\" height=\"100%\"><title>{} {}</title></rect>",
            place(before),
            place(*number),
            escape_html(name),
            count(*number)
        )?;
        before += number;
    }
    writeln!(out, "</svg>\n<ul class=\"legend\">")?;
    for (class, name, number) in parts {
        let share = percent(*number as f64 / all as f64);
        writeln!(
            out,
            "<li><i class=\"{class}\"></i> {} <b>{}</b> <span class=\"pale\">{share}</span></li>",
            escape_html(name),
            count(*number)
        )?;
    }
    writeln!(out, "</ul>")
}
