//! The rows of `citegraph stats`, and their four forms.
//!
//! JSON and CSV have every value; text and Markdown leave out indices of few citations.

use std::io::{self, Write};

use citegraph::corpus::Facet;
use citegraph::export::csv::guard;
use citegraph::link::redact::redact_text;
use citegraph::report::{CAVEAT, MIN_INDEX_CITATIONS, fixed, markdown, narrative, text};
use citegraph::stats::{Chao1, DiversitySummary, Intervals, Measures};
use serde::Serialize;

use super::compared::ComparisonCells;
use crate::cli::output::visible;

/// The columns that people see.
const HEAD: [&str; 11] = [
    "facet", "n", "richness", "hill1", "95%", "hill2", "shannon", "pielou", "gini", "top",
    "coverage",
];

/// The columns of [`Chao1`].
const CHAO1: [&str; 3] = ["chao1", "chao1_classic", "chao1_inext"];

/// One object of the JSON array.
#[derive(Debug, Serialize)]
pub(super) struct StatsRow {
    pub(super) group: String,
    pub(super) facet: Facet,
    #[serde(flatten)]
    pub(super) measures: Measures,
    #[serde(flatten)]
    pub(super) intervals: Intervals,
    /// Estimates that are shown only where they are asked for.
    #[serde(flatten)]
    pub(super) chao1: Option<Chao1>,
    /// The group beside the others; `None`, and absent from JSON and CSV, where there are no groups.
    #[serde(flatten)]
    pub(super) beside: Option<ComparisonCells>,
}

impl StatsRow {
    /// Names of groups come from documents and may be addresses, so their secrets go here.
    pub(super) fn new(group: &str, facet: Facet, measures: Measures, intervals: Intervals) -> Self {
        Self {
            group: redact_text(group).into_owned(),
            facet,
            measures,
            intervals,
            chao1: None,
            beside: None,
        }
    }

    /// The values below [`HEAD`]; a dash where one is undefined or would say nothing.
    fn cells(&self) -> Vec<String> {
        let m = &self.measures;
        let shown = |value: Option<f64>| match value {
            Some(value) if m.n >= MIN_INDEX_CITATIONS => fixed(value, 4),
            _ => "-".into(),
        };
        let interval = self.intervals.hill1.filter(|_| m.n >= MIN_INDEX_CITATIONS);
        let interval =
            interval.map(|ends| format!("{}-{}", fixed(ends.low, 1), fixed(ends.high, 1)));
        let values = [m.hill2, m.shannon, m.pielou, m.gini, m.berger_parker, m.coverage];
        let counts = [self.facet.name().to_owned(), m.n.to_string(), m.richness.to_string()];
        let first = [shown(m.hill1), interval.unwrap_or_else(|| "-".into())];
        counts.into_iter().chain(first).chain(values.map(shown)).collect()
    }
}

/// An array with one object a row; `null` where a measure or its interval is undefined.
pub(super) fn write_json(rows: &[StatsRow], out: &mut impl Write) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, rows)?;
    Ok(out.write_all(b"\n")?)
}

/// The columns of the JSON; an empty cell where a measure is undefined.
pub(super) fn write_csv(rows: &[StatsRow], out: &mut impl Write) -> anyhow::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let names = Measures::default().indices().map(|(name, _)| name);
    let ends = Intervals::default().named();
    let ends =
        ends.iter().flat_map(|(name, _)| ["low", "high"].map(|end| format!("{name}_ci_{end}")));
    let names = ["group", "facet", "n", "richness"].into_iter().chain(names).map(str::to_owned);
    let guessed = rows.iter().any(|row| row.chao1.is_some());
    let chao1 = CHAO1.iter().filter(|_| guessed).map(|name| (*name).to_owned());
    let grouped = rows.iter().any(|row| row.beside.is_some());
    let beside = if grouped { ComparisonCells::names() } else { Vec::new() };
    table.write_record(names.chain(ends).chain(chao1).chain(beside))?;
    for row in rows {
        let m = &row.measures;
        let counts = [m.n.to_string(), m.richness.to_string()];
        let values = m.indices().map(|(_, value)| value);
        let ends = row.intervals.named();
        let ends = ends.iter().flat_map(|(_, at)| [at.map(|at| at.low), at.map(|at| at.high)]);
        let numbers = values.into_iter().chain(ends);
        let numbers =
            numbers.map(|value| value.map_or_else(String::new, |v| (v + 0.0).to_string()));
        let names = [guard(&row.group), row.facet.name().to_owned()];
        let chao1 = CHAO1.iter().enumerate().filter(|_| guessed).map(|(at, _)| {
            row.chao1.map_or_else(String::new, |chao1| chao1.named()[at].1.to_string())
        });
        let beside = row.beside.iter().flat_map(ComparisonCells::values);
        table.write_record(
            names.into_iter().chain(counts).chain(numbers).chain(chao1).chain(beside),
        )?;
    }
    Ok(table.flush()?)
}

/// One table.
pub(super) fn write_markdown(rows: &[StatsRow], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "| group | {} |", HEAD.join(" | "))?;
    writeln!(out, "|---|---{}|", "|---:".repeat(HEAD.len() - 1))?;
    for row in rows {
        writeln!(out, "| {} | {} |", markdown::escape(&row.group), row.cells().join(" | "))?;
    }
    if let Some(note) = note(rows) {
        writeln!(out, "\n{note}")?;
    }
    writeln!(out, "\n{CAVEAT}")
}

/// What the numbers say in plain words, above the table.
pub(super) fn write_summary(spread: &DiversitySummary, out: &mut impl Write) -> io::Result<()> {
    for sentence in narrative::sentences(spread) {
        text::paragraph(&sentence, out)?;
    }
    writeln!(out)
}

/// Estimates of what was never cited, one line a row, with what is to be said about them.
pub(super) fn write_chao1(rows: &[StatsRow], out: &mut impl Write) -> io::Result<()> {
    let known: Vec<(&StatsRow, Chao1)> =
        rows.iter().filter_map(|row| Some((row, row.chao1?))).collect();
    if known.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{:8} {:>9} {:>14} {:>12}  group", "facet", CHAO1[0], CHAO1[1], CHAO1[2])?;
    for (row, chao1) in known {
        let [corrected, classic, inext] = chao1.named().map(|(_, value)| value);
        let (facet, group) = (row.facet.name(), visible(&row.group));
        writeln!(out, "{facet:8} {corrected:>9.1} {classic:>14.1} {inext:>12.1}  {group}")?;
    }
    text::paragraph(narrative::CHAO1, out)
}

/// One line a row, the name of its group at the end where there are several.
pub(super) fn write_text(rows: &[StatsRow], grouped: bool, out: &mut impl Write) -> io::Result<()> {
    let named = |name: &str| if grouped { format!("  {}", visible(name)) } else { String::new() };
    writeln!(out, "{}{}", line(&HEAD.map(str::to_owned)), named("group"))?;
    for row in rows {
        writeln!(out, "{}{}", line(&row.cells()), named(&row.group))?;
    }
    if let Some(note) = note(rows) {
        writeln!(out, "{note}")?;
    }
    text::paragraph(CAVEAT, out)
}

fn note(rows: &[StatsRow]) -> Option<String> {
    let few = rows.iter().any(|row| row.measures.n < MIN_INDEX_CITATIONS);
    few.then(|| {
        format!("Below {MIN_INDEX_CITATIONS} citations indices mean nothing and are left out.")
    })
}

fn line(cells: &[String]) -> String {
    let mut line = format!("{:8}", cells[0]);
    for cell in &cells[1..] {
        line.push_str(&format!(" {cell:>9}"));
    }
    line
}
