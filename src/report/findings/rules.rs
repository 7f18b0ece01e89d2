//! The rules themselves: one a line, or one in full.

use std::io::{self, Write};

use crate::findings::Rule;

/// Writes one line a rule.
///
/// # Errors
/// Where `out` fails.
pub fn list(rules: &[Rule], out: &mut impl Write) -> io::Result<()> {
    for rule in rules {
        let state = if rule.on { "" } else { " (off)" };
        let (severity, name) = (rule.severity.name(), rule.id);
        writeln!(out, "{severity:8} {name:28} {}{state}", rule.meaning)?;
    }
    Ok(())
}

/// Writes everything about one rule.
///
/// # Errors
/// Where `out` fails.
pub fn explain(rule: &Rule, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} ({}, {})", rule.id, rule.severity.name(), rule.family.name())?;
    writeln!(out, "  means   {}", rule.meaning)?;
    writeln!(out, "  to do   {}", rule.advice)?;
    writeln!(out, "  needs   {}", rule.needs)?;
    writeln!(out, "  default {}", if rule.on { "on" } else { "off" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::RULES;

    #[test]
    fn each_rule_has_a_line_and_those_that_are_off_are_marked() {
        let mut out = Vec::new();
        list(&RULES, &mut out).expect("memory takes it");
        let listed = String::from_utf8(out).expect("text");
        assert_eq!(listed.lines().count(), RULES.len());
        for (line, rule) in listed.lines().zip(RULES.iter()) {
            assert_eq!(line.ends_with(" (off)"), !rule.on, "{line}");
        }
    }

    #[test]
    fn a_rule_in_full_shows_what_to_do() {
        for rule in RULES.iter() {
            let mut out = Vec::new();
            explain(rule, &mut out).expect("memory takes it");
            let shown = String::from_utf8(out).expect("text");
            assert!(shown.contains(&format!("\n  to do   {}\n", rule.advice)), "{shown}");
        }
    }
}
