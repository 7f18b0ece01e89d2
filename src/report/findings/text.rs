//! Findings on a terminal: one block each, with the line of the source and a caret under the place.

use std::io::{self, Write};
use std::rc::Rc;

use super::{statistics, tally};
use crate::findings::{Finding, Fix};
use crate::link::redact::{redact_text, redact_url};
use crate::report::text::{columns, escape};

/// Characters of the source shown on each side of the place.
const BEFORE: usize = 32;
const AFTER: usize = 64;

/// A line of a source, from 1; `None` where it cannot be read.
pub type LineLookup<'a> = &'a dyn Fn(&Finding) -> Option<Rc<str>>;

/// Writes all findings, how many there are, and which rules found most of them.
///
/// # Errors
/// Where `out` fails.
pub fn write(findings: &[Finding], line: LineLookup<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut columns_of = ColumnCursor::default();
    for finding in findings {
        block(finding, line(finding).as_ref(), &mut columns_of, out)?;
    }
    writeln!(out, "{}", tally(findings))?;
    statistics::most_frequent(findings).map_or(Ok(()), |line| writeln!(out, "{line}"))
}

fn block(
    finding: &Finding,
    line: Option<&Rc<str>>,
    columns_of: &mut ColumnCursor,
    out: &mut impl Write,
) -> io::Result<()> {
    let place = match (finding.line, finding.column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        _ => String::new(),
    };
    let (severity, rule) = (finding.severity.name(), finding.rule);
    let message = escape(&finding.message);
    writeln!(out, "{severity}[{rule}]: {message}")?;
    let sentence = finding.sentence.map(|id| format!(" ({id})")).unwrap_or_default();
    writeln!(out, "  --> {}{place}{sentence}", escape(&finding.input))?;
    if let Some(line) = line {
        excerpt(line, finding, columns_of, out)?;
    }
    match &finding.fix {
        Fix::None => {}
        Fix::Suggested(url) => writeln!(out, "   = perhaps: {}", escape(&redact_url(url)))?,
        Fix::Safe(url) => writeln!(out, "   = instead: {}", escape(&redact_url(url)))?,
    }
    writeln!(out)
}

/// Characters beside the place that are looked at for secrets: longer than nearly every address.
const MAX_SECRET_SCAN_CHARS: usize = 4096;

/// Where the columns of a line are. Findings come sorted, so the next one of a line stands at the last
/// one or behind it, and a line of a megabyte is gone through once.
#[derive(Default)]
struct ColumnCursor {
    line: Option<Rc<str>>,
    column: usize,
    byte: usize,
}

impl ColumnCursor {
    /// The byte of a character of a line, both from 0; the line's end where it is shorter.
    fn byte(&mut self, line: &Rc<str>, column: usize) -> usize {
        let is_last = self.line.as_ref().is_some_and(|last| Rc::ptr_eq(last, line));
        if !is_last || column < self.column {
            *self = Self { line: Some(Rc::clone(line)), column: 0, byte: 0 };
        }
        let rest = &line[self.byte..];
        let skip = column - self.column;
        self.byte += rest.char_indices().nth(skip).map_or(rest.len(), |(at, _)| at);
        self.column = column;
        self.byte
    }
}

/// What stands before and after a place, cut, without secrets of addresses.
fn around(before: &str, after: &str) -> (String, String) {
    let start = before.char_indices().rev().nth(MAX_SECRET_SCAN_CHARS - 1).map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(MAX_SECRET_SCAN_CHARS).map_or(after.len(), |(at, _)| at);
    let (head, tail) = (redact_text(&before[start..]), redact_text(&after[..end]));
    let skip = head.chars().count().saturating_sub(BEFORE);
    (head.chars().skip(skip).collect(), tail.chars().take(AFTER).collect())
}

/// Whether a text has more than so many characters.
fn is_longer(text: &str, than: usize) -> bool {
    text.chars().nth(than).is_some()
}

/// The neighbourhood of the place in its line, and carets below.
fn excerpt(
    line: &Rc<str>,
    finding: &Finding,
    columns_of: &mut ColumnCursor,
    out: &mut impl Write,
) -> io::Result<()> {
    let column = (finding.column.unwrap_or(1) as usize).saturating_sub(1);
    let (before, after) = line.split_at(columns_of.byte(line, column));
    let (head, tail) = around(before, after);
    let (head, tail) = (escape(&head), escape(&tail));
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    let more = [cut(is_longer(before, BEFORE)), cut(is_longer(after, AFTER))];
    let shown = tail.chars().count().max(1);
    let carets = "^".repeat((finding.width() as usize).clamp(1, shown));
    let number = finding.line.unwrap_or(1).to_string();
    let indent = " ".repeat(columns(more[0]) + columns(&head));
    writeln!(out, "{number:>5} | {}{}{}{}", more[0], head, tail, more[1])?;
    writeln!(out, "      | {indent}{carets}")
}
