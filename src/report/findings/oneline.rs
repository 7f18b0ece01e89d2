//! Findings for editors and other programs that read lines: `file:line:column: severity rule: message`.

use std::io::{self, Write};

use crate::findings::Finding;
use crate::report::text::escape;

/// Writes one line a finding. What is said of a whole article stands at its beginning.
///
/// # Errors
/// Where `out` fails.
pub fn write(findings: &[Finding], out: &mut impl Write) -> io::Result<()> {
    for finding in findings {
        let (line, column) = (finding.line.unwrap_or(1), finding.column.unwrap_or(1));
        let (severity, rule) = (finding.severity.name(), finding.rule);
        let (input, message) = (name(&finding.input), escape(&finding.message));
        writeln!(out, "{input}:{line}:{column}: {severity} {rule}: {message}")?;
    }
    Ok(())
}

/// The name of a file, with a prefix where its beginning could be a command of a CI log (`::error::`).
fn name(input: &str) -> String {
    let shown = escape(input);
    let could_start_a_command = shown.trim_start().starts_with([':', '#']);
    if could_start_a_command { format!("./{shown}") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sanitizer::is_command;

    #[test]
    fn a_name_starts_no_command() {
        for input in ["::error::x.md", " ::error::x.md", "\u{3000}::add-mask::y", "::stop\n::x::"] {
            let line = format!("{}:1:1: info x: y", name(input));
            assert!(!is_command(&line), "{line}");
            assert_eq!(line.lines().count(), 1, "{line}");
        }
        assert_eq!(name("posts/a.md"), "posts/a.md");
    }
}
