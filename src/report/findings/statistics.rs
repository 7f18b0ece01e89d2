//! How many findings each rule has, the most frequent rule first.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{paint, rules, tally};
use crate::findings::{Finding, RuleId, Severity, rule};
use crate::report::format::{count, count_noun};
use crate::report::style::{Paint, TextStyle};

/// Rules that a summary names.
const MAX_NAMED_RULES: usize = 5;

/// The findings of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RuleCount {
    rule: RuleId,
    severity: Severity,
    findings: u64,
}

/// Writes one line a rule, and how many findings there are.
///
/// # Errors
/// Where `out` fails.
pub fn write(findings: &[Finding], style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    for one in count_rules(findings) {
        let (number, name) = (count(one.findings), one.rule.name());
        let meaning = rule(name).map_or("", |rule| rule.meaning);
        let severity = format!("{:8}", one.severity.name());
        let line =
            style.text().indented(0, rules::indent(style, 9)).plain(&format!("{number:>7}  "));
        let line = line.whole(Some(paint(one.severity)), &severity);
        line.plain(&format!(" {name:28} {meaning}")).write(out)?;
    }
    style.text().painted(Paint::Strong, &tally(findings)).write(out)
}

/// The rules with the most findings in one line; `None` where one rule has all of them.
pub(super) fn most_frequent(findings: &[Finding]) -> Option<String> {
    let rules = count_rules(findings);
    if rules.len() < 2 {
        return None;
    }
    let named = rules.iter().take(MAX_NAMED_RULES);
    let named: Vec<String> =
        named.map(|one| format!("{} {}", one.rule.name(), count(one.findings))).collect();
    let more = match rules.len().saturating_sub(MAX_NAMED_RULES) as u64 {
        0 => String::new(),
        more => format!(" and {}", count_noun(more, "more rule")),
    };
    Some(format!("most frequent: {}{more}", named.join(", ")))
}

/// The findings of each rule, the most frequent rule first, then by name.
fn count_rules(findings: &[Finding]) -> Vec<RuleCount> {
    let mut counts: BTreeMap<(&'static str, Severity), RuleCount> = BTreeMap::new();
    for finding in findings {
        let (rule, severity) = (finding.rule, finding.severity);
        let none = RuleCount { rule, severity, findings: 0 };
        counts.entry((rule.name(), severity)).or_insert(none).findings += 1;
    }
    let mut counts: Vec<RuleCount> = counts.into_values().collect();
    counts.sort_by_key(|one| Reverse(one.findings));
    counts
}
