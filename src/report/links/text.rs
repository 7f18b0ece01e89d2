//! Checked links on a terminal: what deserves a look, from bad to good, and a tally.

use std::io::{self, Write};

use super::{ExcludedLinks, asked, by_verdict, known, landed, tally};
use crate::audit::CheckRow;
use crate::check::verdict::LinkState;
use crate::report::text::escape;

/// Places that are shown of one link.
const MAX_PLACES: usize = 5;

/// Writes every link that is not simply alive, and how many there are of each verdict. Of what cannot
/// be told stands one line each; links of which nothing is known are only counted. Then how many were
/// asked, where that is not all, and what is left out.
///
/// # Errors
/// Where `out` fails.
pub fn write(rows: &[CheckRow], left_out: &ExcludedLinks, out: &mut impl Write) -> io::Result<()> {
    let sorted = by_verdict(rows);
    let (bad, open): (Vec<&CheckRow>, Vec<&CheckRow>) =
        sorted.into_iter().partition(|row| row.verdict >= LinkState::Flaky || row.new_dead);
    for row in bad {
        write_row(row, out)?;
    }
    let mut open = open
        .into_iter()
        .filter(|row| row.verdict != LinkState::Alive && !row.evidence.is_empty())
        .peekable();
    if open.peek().is_some() {
        for row in open {
            write_line(row, out)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", tally(rows))?;
    if rows.iter().any(|row| !row.asked || row.verdict == LinkState::Skipped) {
        writeln!(out, "{}", asked(rows))?;
    }
    left_out.line().map_or(Ok(()), |line| writeln!(out, "{line}"))
}

fn write_line(row: &CheckRow, out: &mut impl Write) -> io::Result<()> {
    let (verdict, url) = (row.verdict.name(), escape(&row.url));
    write!(out, "{verdict:7} {} {url}", row.outcome.map_or("", |outcome| outcome.code()))?;
    if let Some(landed) = landed(row) {
        write!(out, " -> {}", escape(landed))?;
    }
    if let Some(place) = row.cited_by.first() {
        write!(out, " ({}:{})", escape(&place.input), place.line)?;
    }
    writeln!(out)
}

fn write_row(row: &CheckRow, out: &mut impl Write) -> io::Result<()> {
    let new = if row.new_dead { ", new" } else { "" };
    writeln!(out, "{}{new} {}", row.verdict.name(), escape(&row.url))?;
    let why = row.outcome.map_or("", |outcome| outcome.meaning());
    writeln!(out, "    {}: {why}", known(row))?;
    if let Some(landed) = landed(row) {
        writeln!(out, "    leads to {}", escape(landed))?;
    }
    for place in row.cited_by.iter().take(MAX_PLACES) {
        writeln!(out, "    {}:{}:{}", escape(&place.input), place.line, place.column)?;
    }
    if row.cited_by.len() > MAX_PLACES {
        writeln!(out, "    … and {} more places", row.cited_by.len() - MAX_PLACES)?;
    }
    writeln!(out)
}
