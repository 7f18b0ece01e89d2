//! Checked links as a page of Markdown, such as the summary of a CI job.

use std::io::{self, Write};

use super::{LeftOut, asked, by_verdict, known, landed};
use crate::audit::Row;
use crate::check::verdict::State;
use crate::input::MARKER;
use crate::report::markdown::escape;
use crate::report::words::count;

/// Rows of the list. A summary of GitHub Actions may have a megabyte.
const LONGEST: usize = 500;

/// What a reader may take from each verdict.
const MEANINGS: [(State, &str); 9] = [
    (State::Dead, "gone, as several looks confirm"),
    (State::Failing, "failed; too early to say that it is gone"),
    (State::Suspect, "something came that is probably not the page"),
    (State::Flaky, "comes and goes"),
    (State::Unknown, "nothing is known, or too little"),
    (State::Blocked, "cannot tell: something stands in front of the page"),
    (State::Skipped, "not asked, on purpose"),
    (State::Moved, "there, at another address for good"),
    (State::Alive, "there"),
];

/// Writes how many links were asked and which are left out, the counts of all verdicts, then the links
/// that deserve a look.
///
/// # Errors
/// Where `out` fails.
pub fn write(rows: &[Row], left_out: &LeftOut, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<!-- {MARKER} -->\n")?;
    writeln!(out, "# Links\n\n{}.\n", asked(rows))?;
    if let Some(line) = left_out.line() {
        writeln!(out, "{line}.\n")?;
    }
    writeln!(out, "| verdict | links | meaning |\n|---|---:|---|")?;
    for (state, meaning) in MEANINGS {
        let number = rows.iter().filter(|row| row.verdict == state).count() as u64;
        writeln!(out, "| {} | {} | {meaning} |", state.name(), count(number))?;
    }
    let shown: Vec<&Row> =
        by_verdict(rows).into_iter().filter(|row| row.verdict >= State::Flaky).collect();
    if !shown.is_empty() {
        let head = "| verdict | target | evidence | source page |\n|---|---|---|---|";
        writeln!(out, "\n## To look at\n\n{head}")?;
    }
    for row in shown.iter().take(LONGEST) {
        write_row(row, out)?;
    }
    if shown.len() > LONGEST {
        writeln!(out, "\n… and {} more", count((shown.len() - LONGEST) as u64))?;
    }
    Ok(())
}

fn write_row(row: &Row, out: &mut impl Write) -> io::Result<()> {
    let to = landed(row).map(|landed| format!("; leads to {}", escape(landed)));
    let pages = row.cited_by.iter().map(|place| format!("{}:{}", place.input, place.line));
    let pages: Vec<String> = pages.take(3).map(|page| escape(&page)).collect();
    let more = row.cited_by.len().saturating_sub(pages.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let new = if row.new_dead { ", new" } else { "" };
    writeln!(
        out,
        "| {}{new} | {} | {}{} | {}{more} |",
        row.verdict.name(),
        escape(&row.url),
        known(row),
        to.unwrap_or_default(),
        pages.join(", ")
    )
}
