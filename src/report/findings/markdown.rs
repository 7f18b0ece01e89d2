//! Findings as a summary in Markdown: how many of each rule, and a list of the grave ones.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::tally;
use crate::findings::{Finding, Severity, rule};
use crate::report::markdown::escape;

/// Rows of the list.
const MAX_ROWS: usize = 200;

/// Writes the summary.
///
/// # Errors
/// Where `out` fails.
pub fn write(findings: &[Finding], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "# Findings\n\n{}.\n", tally(findings))?;
    let mut rules: BTreeMap<(std::cmp::Reverse<Severity>, &str), u64> = BTreeMap::new();
    for finding in findings {
        *rules.entry((std::cmp::Reverse(finding.severity), finding.rule.name())).or_default() += 1;
    }
    if !rules.is_empty() {
        writeln!(out, "| severity | rule | findings | what to do |\n|---|---|---:|---|")?;
    }
    for ((severity, name), count) in rules {
        let advice = rule(name).map_or("", |rule| rule.advice);
        writeln!(out, "| {} | `{name}` | {count} | {advice} |", severity.0.name())?;
    }
    let grave: Vec<&Finding> =
        findings.iter().filter(|finding| finding.severity >= Severity::Warning).collect();
    if !grave.is_empty() {
        writeln!(out, "\n## Errors and warnings\n")?;
    }
    for finding in grave.iter().take(MAX_ROWS) {
        let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
        let (input, message) = (escape(&finding.input), escape(&finding.message));
        let severity = finding.severity.name();
        writeln!(out, "- **{severity}** `{}` {input}{line}: {message}", finding.rule)?;
    }
    if grave.len() > MAX_ROWS {
        writeln!(out, "- … and {} more", grave.len() - MAX_ROWS)?;
    }
    Ok(())
}
