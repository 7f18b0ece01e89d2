//! Findings for people: a terminal, a page of Markdown, GitHub's log, and JSON; and the rules that they come from.

pub mod github;
pub mod json;
pub mod markdown;
pub mod ndjson;
pub mod oneline;
pub mod rules;
pub mod statistics;
pub mod text;

use crate::findings::{Finding, Severity};
use crate::report::format::{count as number, count_noun};
use crate::report::style::Paint;

/// The colour of a severity.
fn paint(severity: Severity) -> Paint {
    match severity {
        Severity::Error => Paint::Error,
        Severity::Warning => Paint::Warning,
        Severity::Notice => Paint::Notice,
        Severity::Info => Paint::Strong,
    }
}

/// `2 errors, 3 warnings`; severities without a finding are left out.
pub(crate) fn tally(findings: &[Finding]) -> String {
    let counts = Severity::ALL.map(|severity| {
        let count = findings.iter().filter(|finding| finding.severity == severity).count() as u64;
        (severity, count)
    });
    let parts: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| match severity {
            // The one word without a plural.
            Severity::Info => format!("{} info", number(count)),
            severity => count_noun(count, severity.name()),
        })
        .collect();
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}
