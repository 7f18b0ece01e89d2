//! Charts that need no script: SVG and the table of the same numbers.

mod bars;
mod plot;
mod scale;

use std::io::{self, Write};

pub(super) use self::bars::{Bar, write_bars, write_stacked_bar};
pub(super) use self::plot::{Plot, Stroke};
pub(super) use self::scale::Axis;
use super::escape::escape_html;
use super::{end_table, table};

/// A series that a chart tells apart by colour, and by a number where there are several.
pub(super) const SERIES: usize = 6;

/// A chart with everything that has to stand beside it. Fields called text are escaped here.
pub(super) struct Figure<'a> {
    /// Its identity on the page.
    pub(super) id: &'a str,
    /// What it shows, as text.
    pub(super) title: &'a str,
    /// How to read it and what it does not mean, as HTML.
    pub(super) read: String,
    /// One line for who cannot see it, as text.
    pub(super) said: String,
    /// Names of the series, as HTML; one needs none.
    pub(super) series: Vec<String>,
    pub(super) plot: Plot,
    /// Columns of the table behind it, as text.
    pub(super) columns: Vec<&'a str>,
    /// The rows, as HTML. The first cell names the row, the others are numbers. Empty where the same
    /// table stands right below.
    pub(super) rows: Vec<Vec<String>>,
}

impl Figure<'_> {
    pub(super) fn write(&self, out: &mut Vec<u8>) -> io::Result<()> {
        writeln!(out, "<figure class=\"chart\" id=\"{}\">", self.id)?;
        // The table below has its heading above the chart.
        if !self.rows.is_empty() {
            writeln!(out, "<h3>{}</h3>", escape_html(self.title))?;
        }
        if self.series.len() > 1 {
            write!(out, "<ol class=\"legend\">")?;
            for (at, name) in (1..).zip(&self.series) {
                write!(out, "<li><i class=\"s{at}\">{at}</i> {name}</li>")?;
            }
            writeln!(out, "</ol>")?;
        }
        writeln!(
            out,
            "<div class=\"plot\">{}</div>\n<figcaption>{}</figcaption>",
            self.plot.svg(self.id, self.title, &self.said),
            self.read
        )?;
        if !self.rows.is_empty() {
            numbers(self.title, &self.columns, &self.rows, out)?;
        }
        writeln!(out, "</figure>")
    }
}

/// The table behind a chart, folded. The first cell of a row is its name.
fn numbers(
    title: &str,
    columns: &[&str],
    rows: &[Vec<String>],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    writeln!(out, "<details><summary>Table</summary>")?;
    let columns = columns.iter().enumerate();
    let columns: Vec<(&str, &str)> =
        columns.map(|(at, name)| (if at == 0 { "" } else { "n" }, *name)).collect();
    table(out, title, &columns)?;
    for row in rows {
        write!(out, "<tr>")?;
        for (at, cell) in row.iter().enumerate() {
            match at {
                0 => write!(out, "<th scope=\"row\">{cell}</th>")?,
                _ => write!(out, "<td class=\"n\">{cell}</td>")?,
            }
        }
        writeln!(out, "</tr>")?;
    }
    end_table(out)?;
    writeln!(out, "</details>")
}
