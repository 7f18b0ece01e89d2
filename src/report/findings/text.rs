//! Findings on a terminal: one block each, with the line of the source and a caret under the place.

use std::io::{self, Write};
use std::rc::Rc;

use super::{paint, statistics, tally};
use crate::findings::{Finding, Fix};
use crate::link::redact::{redact_text, redact_url};
use crate::report::plain_text::{columns, escape};
use crate::report::style::{Paint, TextStyle, shorten};

/// Columns of a line of the source that are taken by its number and the frame.
const FRAME_WIDTH: usize = 8;

/// A line of a source, from 1; `None` where it cannot be read.
pub type LineLookup<'a> = &'a dyn Fn(&Finding) -> Option<Rc<str>>;

/// Writes all findings, how many there are, and which rules found most of them.
///
/// # Errors
/// Where `out` fails.
pub fn write(
    findings: &[Finding],
    line: LineLookup<'_>,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut columns_of = ColumnCursor::default();
    for finding in findings {
        heading(finding, style, out)?;
        if let Some(line) = line(finding) {
            excerpt(&line, finding, &mut columns_of, style, out)?;
        }
        remedy(finding, style, out)?;
        writeln!(out)?;
    }
    style.text().painted(Paint::Strong, &tally(findings)).write(out)?;
    statistics::most_frequent(findings).map_or(Ok(()), |line| style.text().plain(&line).write(out))
}

/// What was found, and where.
fn heading(finding: &Finding, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    let place = match (finding.line, finding.column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        _ => String::new(),
    };
    let first =
        style.text().indented(0, 4).painted(paint(finding.severity), finding.severity.name());
    first
        .plain(&format!("[{}]: ", finding.rule))
        .painted(Paint::Strong, &finding.message)
        .write(out)?;
    let place = format!("{}{place}", finding.input);
    let line = style.text().indented(2, 6).whole(Some(Paint::Frame), "--> ").whole(None, &place);
    match finding.sentence {
        Some(id) => line.plain(&format!(" ({id})")).write(out),
        None => line.write(out),
    }
}

fn remedy(finding: &Finding, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    let (word, url) = match &finding.fix {
        Fix::None => return Ok(()),
        Fix::Suggested(url) => ("perhaps:", url),
        Fix::Safe(url) => ("instead:", url),
    };
    let line = style.text().indented(3, 5).painted(Paint::Frame, "=").plain(&format!(" {word} "));
    line.whole(Some(Paint::Good), &redact_url(url)).write(out)
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

/// What stands before and after a place, without secrets of addresses, each as far as it could be shown.
fn around(before: &str, after: &str) -> (String, String) {
    let start = before.char_indices().rev().nth(MAX_SECRET_SCAN_CHARS - 1).map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(MAX_SECRET_SCAN_CHARS).map_or(after.len(), |(at, _)| at);
    let (head, tail) = (redact_text(&before[start..]), redact_text(&after[..end]));
    (escape(&head), escape(&tail))
}

/// As much of the end of a text as fits into so many columns, with an ellipsis where its beginning is cut.
fn shorten_start(text: &str, room: usize) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let (mut begin, mut used) = (text.len(), 1);
    for (at, c) in text.char_indices().rev() {
        used += columns(&text[at..at + c.len_utf8()]);
        if used > room {
            break;
        }
        begin = at;
    }
    format!("…{}", &text[begin..])
}

/// The neighbourhood of the place in its line, as wide as there is room, and carets below.
fn excerpt(
    line: &Rc<str>,
    finding: &Finding,
    columns_of: &mut ColumnCursor,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let column = (finding.column.unwrap_or(1) as usize).saturating_sub(1);
    let (before, after) = line.split_at(columns_of.byte(line, column));
    let (head, tail) = around(before, after);
    let room = style.width() - FRAME_WIDTH;
    // A third stands before the place, and more where little stands behind it.
    let least = (room / 3).max(room.saturating_sub(columns(&tail)));
    let head = shorten_start(&head, least);
    let tail = shorten(&tail, room - columns(&head));
    let shown = columns(tail.trim_end_matches('…')).max(1);
    let carets = "^".repeat((finding.width() as usize).clamp(1, shown));
    let indent = " ".repeat(columns(&head));
    let number = format!("{:>5} |", finding.line.unwrap_or(1));
    let (number, frame) =
        (style.paint(Paint::Frame, &number), style.paint(Paint::Frame, "      |"));
    writeln!(out, "{number} {head}{tail}")?;
    writeln!(out, "{frame} {indent}{}", style.paint(paint(finding.severity), &carets))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_text_is_kept() {
        assert_eq!(shorten_start("abc", 3), "abc");
        assert_eq!(shorten_start("abcd", 3), "…cd");
        assert_eq!(shorten_start("面面", 3), "…面");
        assert_eq!(shorten_start("ab", 0), "…");
    }
}
