//! Checked links on a terminal: what deserves a look, from bad to good, and a tally.

use std::io::{self, Write};

use super::{LeftOut, asked, by_verdict, known, landed, tally};
use crate::audit::Row;
use crate::check::verdict::State;
use crate::report::text::escape;

/// Places that are shown of one link.
const PLACES: usize = 5;

/// Writes every link that is not simply alive, and how many there are of each verdict. Of what cannot
/// be told stands one line each; links of which nothing is known are only counted. Then how many were
/// asked, where that is not all, and what is left out.
///
/// # Errors
/// Where `out` fails.
pub fn write(rows: &[Row], left_out: &LeftOut, out: &mut impl Write) -> io::Result<()> {
    let sorted = by_verdict(rows);
    let (bad, open): (Vec<&Row>, Vec<&Row>) =
        sorted.into_iter().partition(|row| row.verdict >= State::Flaky || row.new_dead);
    for row in bad {
        write_row(row, out)?;
    }
    let mut open = open
        .into_iter()
        .filter(|row| row.verdict != State::Alive && !row.evidence.is_empty())
        .peekable();
    if open.peek().is_some() {
        for row in open {
            write_line(row, out)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", tally(rows))?;
    if rows.iter().any(|row| !row.asked || row.verdict == State::Skipped) {
        writeln!(out, "{}", asked(rows))?;
    }
    left_out.line().map_or(Ok(()), |line| writeln!(out, "{line}"))
}

fn write_line(row: &Row, out: &mut impl Write) -> io::Result<()> {
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

fn write_row(row: &Row, out: &mut impl Write) -> io::Result<()> {
    let new = if row.new_dead { ", new" } else { "" };
    writeln!(out, "{}{new} {}", row.verdict.name(), escape(&row.url))?;
    let why = row.outcome.map_or("", |outcome| outcome.meaning());
    writeln!(out, "    {}: {why}", known(row))?;
    if let Some(landed) = landed(row) {
        writeln!(out, "    leads to {}", escape(landed))?;
    }
    for place in row.cited_by.iter().take(PLACES) {
        writeln!(out, "    {}:{}:{}", escape(&place.input), place.line, place.column)?;
    }
    if row.cited_by.len() > PLACES {
        writeln!(out, "    … and {} more places", row.cited_by.len() - PLACES)?;
    }
    writeln!(out)
}
