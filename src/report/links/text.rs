//! Checked links on a terminal: what deserves a look, from bad to good, and a tally.

use std::io::{self, Write};

use super::{by_verdict, known, landed, tally};
use crate::audit::Row;
use crate::check::verdict::State;
use crate::report::text::escape;

/// Places that are shown of one link.
const PLACES: usize = 5;

/// Writes every link that is not simply alive, and how many there are of each verdict.
///
/// # Errors
/// Where `out` fails.
pub fn write(rows: &[Row], out: &mut impl Write) -> io::Result<()> {
    let shown = by_verdict(rows).into_iter().filter(|row| row.verdict != State::Alive);
    for row in shown {
        write_row(row, out)?;
    }
    writeln!(out, "{}", tally(rows))
}

fn write_row(row: &Row, out: &mut impl Write) -> io::Result<()> {
    let new = if row.new_dead { ", new" } else { "" };
    writeln!(out, "{}{new} {}", row.verdict.name(), escape(&row.url))?;
    writeln!(out, "    {}", known(row))?;
    if let Some(outcome) = row.outcome {
        writeln!(out, "    {}", outcome.meaning())?;
    }
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
