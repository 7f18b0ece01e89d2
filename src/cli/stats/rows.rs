//! The rows of `citegraph stats`, and their four forms.
//!
//! JSON and CSV have every value; text and Markdown leave out indices of few citations.

use std::io::{self, Write};

use citegraph::corpus::Facet;
use citegraph::export::csv::guard;
use citegraph::link::redact::redact_text;
use citegraph::report::{ENOUGH, markdown};
use citegraph::stats::Measures;
use serde::Serialize;

use crate::cli::output::visible;

/// The columns that people see.
const HEAD: [&str; 10] =
    ["facet", "n", "richness", "hill1", "hill2", "shannon", "pielou", "gini", "top", "coverage"];

/// One object of the JSON array.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) group: String,
    pub(super) facet: Facet,
    #[serde(flatten)]
    pub(super) measures: Measures,
}

impl Row {
    /// Names of groups come from documents and may be addresses, so their secrets go here.
    pub(super) fn new(group: &str, facet: Facet, measures: Measures) -> Self {
        Self { group: redact_text(group).into_owned(), facet, measures }
    }

    /// The values below [`HEAD`]; a dash where one is undefined or would say nothing.
    fn cells(&self) -> Vec<String> {
        let m = &self.measures;
        let shown = |value: Option<f64>| match value {
            Some(value) if m.n >= ENOUGH => format!("{value:.4}"),
            _ => "-".into(),
        };
        let values = [m.hill1, m.hill2, m.shannon, m.pielou, m.gini, m.berger_parker, m.coverage];
        let counts = [self.facet.name().to_owned(), m.n.to_string(), m.richness.to_string()];
        counts.into_iter().chain(values.map(shown)).collect()
    }
}

/// An array with one object a row; `null` where a measure is undefined.
pub(super) fn write_json(rows: &[Row], out: &mut impl Write) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, rows)?;
    Ok(out.write_all(b"\n")?)
}

/// The columns of the JSON; an empty cell where a measure is undefined.
pub(super) fn write_csv(rows: &[Row], out: &mut impl Write) -> anyhow::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let names = Measures::default().indices().map(|(name, _)| name);
    table.write_record(["group", "facet", "n", "richness"].iter().chain(&names))?;
    for row in rows {
        let m = &row.measures;
        let counts = [m.n.to_string(), m.richness.to_string()];
        let values =
            m.indices().map(|(_, value)| value.map_or_else(String::new, |v| v.to_string()));
        let names = [guard(&row.group), row.facet.name().to_owned()];
        table.write_record(names.into_iter().chain(counts).chain(values))?;
    }
    Ok(table.flush()?)
}

/// One table.
pub(super) fn write_markdown(rows: &[Row], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "| group | {} |", HEAD.join(" | "))?;
    writeln!(out, "|---|---{}|", "|---:".repeat(HEAD.len() - 1))?;
    for row in rows {
        writeln!(out, "| {} | {} |", markdown::escape(&row.group), row.cells().join(" | "))?;
    }
    if let Some(note) = note(rows) {
        writeln!(out, "\n{note}")?;
    }
    Ok(())
}

/// One line a row, the name of its group at the end where there are several.
pub(super) fn write_text(rows: &[Row], grouped: bool, out: &mut impl Write) -> io::Result<()> {
    let named = |name: &str| if grouped { format!("  {}", visible(name)) } else { String::new() };
    writeln!(out, "{}{}", line(&HEAD.map(str::to_owned)), named("group"))?;
    for row in rows {
        writeln!(out, "{}{}", line(&row.cells()), named(&row.group))?;
    }
    if let Some(note) = note(rows) {
        writeln!(out, "{note}")?;
    }
    Ok(())
}

fn note(rows: &[Row]) -> Option<String> {
    let few = rows.iter().any(|row| row.measures.n < ENOUGH);
    few.then(|| format!("Below {ENOUGH} citations indices mean nothing and are left out."))
}

fn line(cells: &[String]) -> String {
    let mut line = format!("{:8}", cells[0]);
    for cell in &cells[1..] {
        line.push_str(&format!(" {cell:>9}"));
    }
    line
}
