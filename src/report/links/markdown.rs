//! Checked links as a page of Markdown, such as the summary of a CI job.

use std::io::{self, Write};

use super::{ExcludedLinks, asked, by_verdict, known, landed, missing};
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
    (LinkState::Failing, "failed, but not yet often enough to call the link dead"),
    (LinkState::Suspect, "a page loads, but probably not the right one"),
    (LinkState::Flaky, "sometimes works and sometimes fails"),
    (LinkState::Unknown, "too little is known"),
    (LinkState::Blocked, "cannot be judged: a login, a paywall or a bot check hides the page"),
    (LinkState::Skipped, "not requested, on purpose"),
    (LinkState::Moved, "permanently at another address"),
    (LinkState::Alive, "works"),
];

/// Writes how many links were asked and which are left out, the counts of all verdicts, then the links
/// that deserve a look.
///
/// # Errors
/// Where `out` fails.
pub fn write(
    rows: &[CheckRow],
    left_out: &ExcludedLinks,
    fails: &dyn Fn(&CheckRow) -> bool,
    out: &mut impl Write,
) -> io::Result<()> {
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
    let sorted = by_verdict(rows);
    let (bad, others): (Vec<&CheckRow>, Vec<&CheckRow>) =
        sorted.into_iter().partition(|row| row.verdict >= LinkState::Flaky || row.new_dead);
    write_section("Needs attention", &bad, fails, out)?;
    let (open, good): (Vec<&CheckRow>, Vec<&CheckRow>) = others.into_iter().partition(|row| {
        matches!(row.verdict, LinkState::Blocked | LinkState::Unknown) && !row.evidence.is_empty()
    });
    write_section("Cannot be judged: open these in a browser", &open, fails, out)?;
    let parts: Vec<&CheckRow> =
        good.iter().copied().filter(|row| !row.missing_fragments.is_empty()).collect();
    write_section("Pages that work, but lack the part after #", &parts, fails, out)?;
    let moved: Vec<&CheckRow> =
        good.into_iter().filter(|row| row.verdict == LinkState::Moved).collect();
    write_section("Moved", &moved, fails, out)
}

/// Writes a heading and a table of some links; nothing where there are none.
fn write_section(
    heading: &str,
    rows: &[&CheckRow],
    fails: &dyn Fn(&CheckRow) -> bool,
    out: &mut impl Write,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let head = "| verdict | target | evidence | source page |\n|---|---|---|---|";
    writeln!(out, "\n## {heading}\n\n{head}")?;
    for row in rows.iter().take(MAX_ROWS) {
        write_row(row, fails(row), out)?;
    }
    if rows.len() > MAX_ROWS {
        writeln!(out, "\n… and {} more", count((rows.len() - MAX_ROWS) as u64))?;
    }
    Ok(())
}

fn write_row(row: &CheckRow, fails: bool, out: &mut impl Write) -> io::Result<()> {
    let to = landed(row).map(|landed| format!("; leads to {}", escape(landed)));
    let pages = row.cited_by.iter().map(|place| format!("{}:{}", place.input, place.line));
    let pages: Vec<String> = pages.take(3).map(|page| escape(&page)).collect();
    let more = row.cited_by.len().saturating_sub(pages.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let new = if row.new_dead { ", new" } else { "" };
    let accepted = if row.accepted.is_some() { ", accepted" } else { "" };
    let fails = if fails { ", makes this run fail" } else { "" };
    let missing = missing(row).map(|missing| format!("; {}", escape(&missing)));
    writeln!(
        out,
        "| {}{new}{accepted}{fails} | {} | {}{}{} | {}{more} |",
        row.verdict.name(),
        escape(&row.url),
        known(row),
        to.unwrap_or_default(),
        missing.unwrap_or_default(),
        pages.join(", ")
    )
}
