//! Checked links as a page of Markdown, such as the summary of a CI job.

use std::io::{self, Write};

use super::{ExcludedLinks, asked, by_verdict, known, landed};
use crate::audit::CheckRow;
use crate::check::verdict::LinkState;
use crate::input::MARKER;
use crate::report::format::count;
use crate::report::markdown::escape;

/// Rows of the list. A summary of GitHub Actions may have a megabyte.
const MAX_ROWS: usize = 500;

/// What a reader may take from each verdict.
const MEANINGS: [(LinkState, &str); 9] = [
    (LinkState::Dead, "gone, confirmed by several checks"),
    (LinkState::Failing, "failed, but not often enough yet to call it dead"),
    (LinkState::Suspect, "a page loads, but probably not the right one"),
    (LinkState::Flaky, "sometimes works and sometimes fails"),
    (LinkState::Unknown, "nothing or too little is known"),
    (LinkState::Blocked, "cannot be judged: something stands in front of the page"),
    (LinkState::Skipped, "not asked, on purpose"),
    (LinkState::Moved, "permanently at another address"),
    (LinkState::Alive, "there"),
];

/// Writes how many links were asked and which are left out, the counts of all verdicts, then the links
/// that deserve a look.
///
/// # Errors
/// Where `out` fails.
pub fn write(rows: &[CheckRow], left_out: &ExcludedLinks, out: &mut impl Write) -> io::Result<()> {
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
    let shown: Vec<&CheckRow> =
        by_verdict(rows).into_iter().filter(|row| row.verdict >= LinkState::Flaky).collect();
    if !shown.is_empty() {
        let head = "| verdict | target | evidence | source page |\n|---|---|---|---|";
        writeln!(out, "\n## Needs attention\n\n{head}")?;
    }
    for row in shown.iter().take(MAX_ROWS) {
        write_row(row, out)?;
    }
    if shown.len() > MAX_ROWS {
        writeln!(out, "\n… and {} more", count((shown.len() - MAX_ROWS) as u64))?;
    }
    Ok(())
}

fn write_row(row: &CheckRow, out: &mut impl Write) -> io::Result<()> {
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
