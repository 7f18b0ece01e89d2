//! The summary for a terminal.

use std::io::{self, Write};

use super::format::{CAVEAT, count, count_noun, percent, tally_in_words};
use super::plain_text::columns;
use super::rot::tables::RotTable;
use super::style::{Paint, TextStyle, shorten};
use super::text_table::{ColumnKind, TextTable};
use super::{DomainRow, LinkRot, MIN_INDEX_CITATIONS, Report, summary, words};
use crate::link::redact::redact_url;

pub use super::plain_text::escape;

/// Domains with a bar.
const BARS: usize = 10;

/// Columns of a bar's line besides the name and the bar: blanks, the number, the share.
const BAR_NUMBERS_WIDTH: usize = 20;

/// The widest bar and the longest name before it.
const MAX_BAR_WIDTH: usize = 40;

/// Writes the summary: the same report and style, the same bytes.
///
/// # Errors
/// Where `out` fails.
pub fn write(report: &Report, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    let mut sentences = summary::sentences(report).into_iter();
    let headline = sentences.next().unwrap_or_default();
    style.prose().painted(Paint::Strong, &headline).write(out)?;
    bars(&report.domains, style, out)?;
    for sentence in sentences {
        style.paragraph(&sentence, out)?;
    }
    if report.spread.links >= MIN_INDEX_CITATIONS {
        style.paragraph(CAVEAT, out)?;
    }
    let rejects = tally_in_words(report.rejects.iter().map(|(one, n)| (words::rejected(*one), *n)));
    if !rejects.is_empty() {
        style.paragraph(&format!("Links not counted as citations: {rejects}."), out)?;
    }
    if let Some(rot) = &report.links {
        link_rot(rot, style, out)?;
    }
    style.paragraph(
        "index.html shows every citation in its sentence; citations.csv is the table.",
        out,
    )
}

fn bars(rows: &[DomainRow], style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    let Some(most) = rows.first().map(|row| row.citations) else { return Ok(()) };
    let room = (style.width().saturating_sub(BAR_NUMBERS_WIDTH) / 2).clamp(1, MAX_BAR_WIDTH);
    let fitted = |name: &str| {
        let name = shorten(&escape(name), room);
        let blanks = room.saturating_sub(columns(&name));
        format!("{name}{:blanks$}", "")
    };
    writeln!(out)?;
    for row in rows.iter().take(BARS) {
        let name = fitted(&redact_url(&row.domain));
        let filled = ((row.citations as f64 / most as f64) * room as f64).ceil() as usize;
        let bar = style.paint(Paint::Frame, &"█".repeat(filled));
        let blanks = room - filled;
        let (number, share) = (count(row.citations), percent(row.share));
        writeln!(out, "  {name} {bar}{:blanks$} {number:>7} {share:>6}", "")?;
    }
    let rest = &rows[rows.len().min(BARS)..];
    if !rest.is_empty() {
        let name = fitted(&count_noun(rest.len() as u64, "more domain"));
        let number = count(rest.iter().map(|row| row.citations).sum());
        let share = percent(rest.iter().map(|row| row.share).sum());
        writeln!(out, "  {name} {:room$} {number:>7} {share:>6}", "")?;
    }
    writeln!(out)
}

fn link_rot(rot: &LinkRot, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    writeln!(out)?;
    style.paragraph(&rot.lead(), out)?;
    for one in rot.tables() {
        writeln!(out)?;
        style.text().painted(Paint::Strong, one.title).write(out)?;
        style.paragraph(&one.lead.join(" "), out)?;
        rot_table(&one).write(style, out)?;
    }
    writeln!(out)
}

/// A name and numbers.
fn rot_table(table: &RotTable) -> TextTable {
    let kind = |at| if at == 0 { ColumnKind::Key } else { ColumnKind::Number };
    let columns = table.columns.iter().enumerate().map(|(at, heading)| (*heading, kind(at)));
    let mut shown = TextTable::new(columns).indented(2);
    table.rows.iter().for_each(|row| shown.push(row.iter().cloned()));
    shown
}
