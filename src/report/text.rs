//! The summary for a terminal: at most 80 columns, no colours.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::control::ControlChar;
use super::format::{CAVEAT, count, count_noun, percent, tally, truncate};
use super::rot::tables::RotTable;
use super::{DomainRow, LinkRot, MIN_INDEX_CITATIONS, Report, summary};
use crate::corpus::Corpus;
use crate::link::redact::redact_url;

/// Domains with a bar.
const BARS: usize = 10;

/// Columns of a terminal that nobody has made wider.
const WIDTH: usize = 80;

/// Columns of a domain's name, and of the longest bar.
const NAME: usize = 30;
const BAR: usize = 30;

/// Text that no terminal obeys: control characters, and what turns or hides the text behind it,
/// become visible.
///
/// ```
/// use citegraph::report::text::escape;
/// assert_eq!(escape("a\u{1b}[2J\u{202e}b\n"), r"a\u{1b}[2J\u{202e}b\u{a}");
/// ```
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match ControlChar::from_char(c) {
            None => escaped.push(c),
            Some(_) => escaped.extend(c.escape_unicode()),
        }
    }
    escaped
}

/// Writes the summary: the same report, the same bytes.
///
/// # Errors
/// Where `out` fails.
pub fn write(_corpus: &Corpus, report: &Report, out: &mut impl Write) -> io::Result<()> {
    let mut sentences = summary::sentences(report).into_iter();
    let headline = sentences.next().unwrap_or_default();
    paragraph(&headline, out)?;
    bars(&report.domains, out)?;
    for sentence in sentences {
        paragraph(&sentence, out)?;
    }
    if report.spread.links >= MIN_INDEX_CITATIONS {
        paragraph(CAVEAT, out)?;
    }
    let rejects = tally(report.rejects.iter().map(|(reason, n)| (reason.name(), *n)));
    if !rejects.is_empty() {
        paragraph(&format!("Links not counted as citations: {rejects}."), out)?;
    }
    if let Some(rot) = &report.links {
        link_rot(rot, out)?;
    }
    paragraph("index.html shows every citation in its sentence; citations.csv is the table.", out)
}

fn bars(rows: &[DomainRow], out: &mut impl Write) -> io::Result<()> {
    let Some(most) = rows.first().map(|row| row.citations) else { return Ok(()) };
    writeln!(out)?;
    for row in rows.iter().take(BARS) {
        let name = fitted(&escape(&redact_url(&row.domain)));
        let bar = "█".repeat(((row.citations as f64 / most as f64) * BAR as f64).ceil() as usize);
        let (number, share) = (count(row.citations), percent(row.share));
        writeln!(out, "  {name} {bar:<BAR$} {number:>7} {share:>6}")?;
    }
    let rest = &rows[rows.len().min(BARS)..];
    if !rest.is_empty() {
        let name = fitted(&count_noun(rest.len() as u64, "more domain"));
        let number = count(rest.iter().map(|row| row.citations).sum());
        let share = percent(rest.iter().map(|row| row.share).sum());
        writeln!(out, "  {name} {:BAR$} {number:>7} {share:>6}", "")?;
    }
    writeln!(out)
}

fn link_rot(rot: &LinkRot, out: &mut impl Write) -> io::Result<()> {
    writeln!(out)?;
    paragraph(&rot.lead(), out)?;
    for one in rot.tables() {
        writeln!(out, "\n{}", one.title)?;
        paragraph(&one.lead.join(" "), out)?;
        lines(&one, out)?;
    }
    writeln!(out)
}

/// The rows of a table, the numbers under the end of their heading.
fn lines(table: &RotTable, out: &mut impl Write) -> io::Result<()> {
    if table.rows.is_empty() {
        return Ok(());
    }
    let width = |at: usize| {
        let cells = table.rows.iter().map(|row| columns(&row[at]));
        cells.chain([columns(table.columns[at])]).max().unwrap_or_default() + 2
    };
    let heading: Vec<String> = table.columns.iter().map(|name| (*name).to_owned()).collect();
    for row in std::iter::once(&heading).chain(&table.rows) {
        write!(out, "  {}", fitted(&escape(&row[0])))?;
        for (at, cell) in row.iter().enumerate().skip(1) {
            let blanks = width(at).saturating_sub(columns(cell));
            write!(out, "{:blanks$}{cell}", "")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A name in exactly [`NAME`] columns, cut short where it is longer.
fn fitted(name: &str) -> String {
    let mut room = NAME;
    while columns(&truncate(name, room)) > NAME {
        room -= 1;
    }
    let mut fitted = truncate(name, room).into_owned();
    let blanks = NAME.saturating_sub(columns(&fitted));
    let _ = write!(fitted, "{:blanks$}", "");
    fitted
}

/// Columns on a terminal: two for the scripts of East Asia and for emoji. Close enough for bars.
pub(super) fn columns(text: &str) -> usize {
    let wide = |c: char| matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}');
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

/// Writes a paragraph, escaped, in lines of at most 80 columns.
///
/// # Errors
/// Where `out` fails.
pub fn paragraph(text: &str, out: &mut impl Write) -> io::Result<()> {
    let mut used = 0;
    for word in escape(text).split(' ') {
        let word = truncate(word, WIDTH / 2 - 1);
        let width = columns(&word);
        if used > 0 && used + 1 + width > WIDTH {
            writeln!(out)?;
            used = 0;
        }
        if used > 0 {
            write!(out, " ")?;
            used += 1;
        }
        write!(out, "{word}")?;
        used += width;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_terminal_is_steered() {
        assert_eq!(escape("\u{9b}31m\u{7}\u{7f}"), r"\u{9b}31m\u{7}\u{7f}");
        assert_eq!(escape("\u{2066}\u{200b}\u{e0001}"), r"\u{2066}\u{200b}\u{e0001}");
        assert_eq!(escape("Brötchen 面包 🎈"), "Brötchen 面包 🎈");
    }

    #[test]
    fn names_fill_their_column() {
        for name in ["a.example", &"x".repeat(99), &"面".repeat(99), ""] {
            assert_eq!(columns(&fitted(name)), NAME, "{name}");
        }
    }
}
