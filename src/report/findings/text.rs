//! Findings on a terminal: one block each, with the line of the source and a caret under the place.

use std::io::{self, Write};

use super::tally;
use crate::findings::{Finding, Fix};
use crate::link::redact::{redact, redact_text};
use crate::report::text::{columns, escape};

/// Characters of the source shown on each side of the place.
const BEFORE: usize = 32;
const AFTER: usize = 64;

/// A line of a source, from 1; `None` where it cannot be read.
pub type Line<'a> = &'a dyn Fn(&Finding) -> Option<String>;

/// Writes all findings, and how many there are.
///
/// # Errors
/// Where `out` fails.
pub fn write(findings: &[Finding], line: Line<'_>, out: &mut impl Write) -> io::Result<()> {
    for finding in findings {
        block(finding, line, out)?;
    }
    writeln!(out, "{}", tally(findings))
}

fn block(finding: &Finding, line: Line<'_>, out: &mut impl Write) -> io::Result<()> {
    let place = match (finding.line, finding.column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        _ => String::new(),
    };
    let (severity, rule) = (finding.severity.name(), finding.rule);
    let message = escape(&finding.message);
    writeln!(out, "{severity}[{rule}]: {message}")?;
    let sentence = finding.sentence.as_deref().map(|id| format!(" ({id})")).unwrap_or_default();
    writeln!(out, "  --> {}{place}{sentence}", escape(&finding.input))?;
    if let Some(line) = line(finding) {
        excerpt(&line, finding, out)?;
    }
    match &finding.fix {
        Fix::None => {}
        Fix::Suggested(url) => writeln!(out, "   = perhaps: {}", escape(&redact(url)))?,
        Fix::Safe(url) => writeln!(out, "   = instead: {}", escape(&redact(url)))?,
    }
    writeln!(out)
}

/// Characters beside the place that are looked at for secrets: longer than nearly every address.
const LOOKED_AT: usize = 4096;

/// What stands before and after a place, cut, without secrets of addresses.
fn around(chars: &[char], at: usize) -> (String, String) {
    let clean = |range: &[char]| redact_text(&range.iter().collect::<String>()).into_owned();
    let head = clean(&chars[at.saturating_sub(LOOKED_AT)..at]);
    let tail = clean(&chars[at..(at + LOOKED_AT).min(chars.len())]);
    let skip = head.chars().count().saturating_sub(BEFORE);
    (head.chars().skip(skip).collect(), tail.chars().take(AFTER).collect())
}

/// The neighbourhood of the place in its line, and carets below.
fn excerpt(line: &str, finding: &Finding, out: &mut impl Write) -> io::Result<()> {
    let chars: Vec<char> = line.chars().collect();
    let at = (finding.column.unwrap_or(1) as usize).saturating_sub(1).min(chars.len());
    let start = at.saturating_sub(BEFORE);
    let end = (at + AFTER).min(chars.len());
    let (head, tail) = around(&chars, at);
    let (head, tail) = (escape(&head), escape(&tail));
    let more = [if start > 0 { "…" } else { "" }, if end < chars.len() { "…" } else { "" }];
    let shown = tail.chars().count().max(1);
    let carets = "^".repeat((finding.width() as usize).clamp(1, shown));
    let number = finding.line.unwrap_or(1).to_string();
    let indent = " ".repeat(columns(more[0]) + columns(&head));
    writeln!(out, "{number:>5} | {}{}{}{}", more[0], head, tail, more[1])?;
    writeln!(out, "      | {indent}{carets}")
}
