//! Checked links on a terminal: what deserves a look, from bad to good, and a tally.

use std::io::{self, Write};

use super::{ExcludedLinks, asked, by_verdict, known, landed, missing, paint, tally};
use crate::audit::CheckRow;
use crate::check::verdict::LinkState;
use crate::report::format::count_noun;
use crate::report::style::{Paint, TextStyle};

/// Places that are shown of one link.
const MAX_PLACES: usize = 5;

/// Writes every link that is not simply alive, and how many there are of each verdict. Of what cannot
/// be told stands one line each; links of which nothing is known are only counted. Then how many were
/// asked, where that is not all, and what is left out.
///
/// # Errors
/// Where `out` fails.
pub fn write(
    rows: &[CheckRow],
    left_out: &ExcludedLinks,
    fails: &dyn Fn(&CheckRow) -> bool,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let sorted = by_verdict(rows);
    let (bad, open): (Vec<&CheckRow>, Vec<&CheckRow>) =
        sorted.into_iter().partition(|row| row.verdict >= LinkState::Flaky || row.new_dead);
    for row in bad {
        write_row(row, fails(row), style, out)?;
    }
    let mut open = open
        .into_iter()
        .filter(|row| row.verdict != LinkState::Alive || !row.missing_fragments.is_empty())
        .filter(|row| !row.evidence.is_empty())
        .peekable();
    if open.peek().is_some() {
        for row in open {
            write_line(row, style, out)?;
        }
        writeln!(out)?;
    }
    style.text().painted(Paint::Strong, &tally(rows)).write(out)?;
    let failing = rows.iter().filter(|row| fails(row)).count() as u64;
    if failing > 0 {
        let verb = if failing == 1 { "makes" } else { "make" };
        style.paragraph(&format!("{} {verb} this run fail", count_noun(failing, "link")), out)?;
    }
    let accepted = rows.iter().filter(|row| row.accepted.is_some()).count() as u64;
    if accepted > 0 {
        let verb = if accepted == 1 { "is" } else { "are" };
        style.paragraph(&format!("{} {verb} accepted", count_noun(accepted, "link")), out)?;
    }
    if rows.iter().any(|row| !row.asked || row.verdict == LinkState::Skipped) {
        style.paragraph(&asked(rows), out)?;
    }
    left_out.line().map_or(Ok(()), |line| style.paragraph(&line, out))
}

fn write_line(row: &CheckRow, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    let verdict = format!("{:7}", row.verdict.name());
    let code = row.outcome.map_or("", |outcome| outcome.code());
    let mut line = style.text().indented(0, 4).whole(Some(paint(row.verdict)), &verdict);
    line = line.plain(&format!(" {code} ")).whole(None, &row.url);
    if let Some(landed) = landed(row) {
        line = line.plain(" -> ").whole(Some(Paint::Good), landed);
    }
    if let Some(missing) = missing(row) {
        line = line.plain(&format!(", {missing}"));
    }
    if let Some(place) = row.cited_by.first() {
        line = line.plain(" ").whole(None, &format!("({}:{})", place.input, place.line));
    }
    line.write(out)
}

fn write_row(
    row: &CheckRow,
    fails: bool,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let new = if row.new_dead { ", new" } else { "" };
    let first = style.text().indented(0, 4).painted(paint(row.verdict), row.verdict.name());
    first.plain(&format!("{new} ")).whole(Some(Paint::Strong), &row.url).write(out)?;
    let why = row.outcome.map_or("", |outcome| outcome.meaning());
    style.text().indented(4, 4).plain(&format!("{}: {why}", known(row))).write(out)?;
    if let Some(landed) = landed(row) {
        let line = style.text().indented(4, 8).plain("leads to ");
        line.whole(Some(Paint::Good), landed).write(out)?;
    }
    if let Some(remedy) = row.forge_remedy() {
        style.text().indented(4, 4).plain(remedy).write(out)?;
    }
    if let Some(reason) = &row.accepted {
        style.text().indented(4, 4).plain(&format!("accepted: {reason}")).write(out)?;
    }
    if fails {
        style.text().indented(4, 4).plain("makes this run fail").write(out)?;
    }
    for place in row.cited_by.iter().take(MAX_PLACES) {
        let place = format!("{}:{}:{}", place.input, place.line, place.column);
        style.text().indented(4, 4).whole(None, &place).write(out)?;
    }
    if row.cited_by.len() > MAX_PLACES {
        let more = count_noun((row.cited_by.len() - MAX_PLACES) as u64, "more place");
        writeln!(out, "    … and {more}")?;
    }
    writeln!(out)
}
