//! Findings as annotations of GitHub Actions: `::error file=…,line=…::message`.

use std::io::{self, Write};

use crate::findings::{Finding, Severity};
use crate::report::control::ControlChar;

/// Writes one command a finding.
///
/// # Errors
/// Where `out` fails.
pub fn write(findings: &[Finding], out: &mut impl Write) -> io::Result<()> {
    for finding in findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice | Severity::Info => "notice",
        };
        write!(out, "::{command} file={}", property(&finding.input))?;
        if let (Some(line), Some(column)) = (finding.line, finding.column) {
            write!(out, ",line={line},col={column}")?;
        }
        writeln!(out, ",title={}::{}", property(finding.rule.name()), data(&finding.message))?;
    }
    Ok(())
}

/// A message: `%` and line ends are escaped, so that no text begins a command of its own.
fn data(text: &str) -> String {
    let kept = |c: &char| matches!(c, '\r' | '\n') || ControlChar::from_char(*c).is_none();
    text.chars()
        .filter(kept)
        .collect::<String>()
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property: also `:` and `,`, which end one.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_command() {
        assert_eq!(data("a%\r\n::error::b"), "a%25%0D%0A::error::b");
        assert_eq!(property("C:\\a,b\n"), "C%3A\\a%2Cb%0A");
    }
}
