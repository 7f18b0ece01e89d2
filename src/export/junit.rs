//! Findings as JUnit XML: a test suite an input, a test case a finding; errors and warnings fail.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::junit_links::write_notes;
use super::xml::escape;
use crate::findings::{Finding, Severity};

/// Writes the suites. `inputs` are the names of all articles, so that those without a finding pass.
///
/// # Errors
/// Where `out` fails.
pub fn write<'a>(
    findings: &'a [Finding],
    inputs: impl IntoIterator<Item = &'a str>,
    notes: &[String],
    out: &mut impl Write,
) -> io::Result<()> {
    let mut suites: BTreeMap<&str, Vec<&Finding>> =
        inputs.into_iter().map(|input| (input, Vec::new())).collect();
    for finding in findings {
        suites.entry(&finding.input).or_default().push(finding);
    }
    let fails = findings.iter().filter(|finding| is_failure(finding)).count();
    let tests: usize = suites.values().map(|suite| suite.len().max(1)).sum();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"citegraph\" tests=\"{tests}\" failures=\"{fails}\">")?;
    for (input, suite) in &suites {
        write_suite(input, suite, out)?;
    }
    write_notes(notes, out)?;
    writeln!(out, "</testsuites>")
}

fn write_suite(input: &str, suite: &[&Finding], out: &mut impl Write) -> io::Result<()> {
    let fails = suite.iter().filter(|finding| is_failure(finding)).count();
    let (name, tests) = (escape(input), suite.len().max(1));
    writeln!(out, "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{fails}\">")?;
    if suite.is_empty() {
        writeln!(out, "    <testcase classname=\"{name}\" name=\"no findings\"/>")?;
    }
    for finding in suite {
        let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
        let (rule, message) = (finding.rule, escape(&finding.message));
        write!(out, "    <testcase classname=\"{name}\" name=\"{rule}{line}\">")?;
        let severity = finding.severity.name();
        if is_failure(finding) {
            write!(out, "<failure type=\"{severity}\" message=\"{message}\"/>")?;
        } else {
            write!(out, "<system-out>{severity}: {message}</system-out>")?;
        }
        writeln!(out, "</testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

fn is_failure(finding: &Finding) -> bool {
    finding.severity >= Severity::Warning
}
