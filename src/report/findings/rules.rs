//! The rules themselves: one a line, or one in full.

use std::io::{self, Write};

use super::paint;
use crate::findings::Rule;
use crate::report::style::{Paint, TextStyle};

/// Columns of a severity and of the name of a rule, with the blanks behind them.
const NAMES_WIDTH: usize = 38;

/// Narrower lines have no room for a column of meanings beside the names.
const MIN_COLUMNS_WIDTH: usize = 72;

/// Where the lines of a meaning begin that is longer than its line, behind names that begin at `offset`.
pub(super) fn indent(style: TextStyle, offset: usize) -> usize {
    if style.width() < MIN_COLUMNS_WIDTH { 4 } else { offset + NAMES_WIDTH }
}

/// Writes one line a rule, or several where it is longer than a line may be.
///
/// # Errors
/// Where `out` fails.
pub fn list(rules: &[Rule], style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    for rule in rules {
        let state = if rule.on { "" } else { " (off)" };
        let severity = format!("{:8}", rule.severity.name());
        let line = style.text().indented(0, indent(style, 0));
        let line = line.whole(Some(paint(rule.severity)), &severity).plain(" ");
        let line = line.whole(Some(Paint::Strong), &format!("{:28}", rule.id));
        line.plain(&format!(" {}{state}", rule.meaning)).write(out)?;
    }
    Ok(())
}

/// Writes everything about one rule.
///
/// # Errors
/// Where `out` fails.
pub fn explain(rule: &Rule, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    let first = style.text().painted(Paint::Strong, rule.id.name());
    let (severity, family) = (rule.severity.name(), rule.family.name());
    first.plain(&format!(" ({severity}, {family})")).write(out)?;
    let default = if rule.on { "on" } else { "off" };
    for (name, text) in [
        ("means  ", rule.meaning),
        ("to do  ", rule.advice),
        ("needs  ", rule.needs),
        ("default", default),
    ] {
        let line = style.text().indented(2, 10).whole(Some(Paint::Faint), name);
        line.plain(&format!(" {text}")).write(out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::RULES;

    #[test]
    fn each_rule_has_a_line_and_those_that_are_off_are_marked() {
        let mut out = Vec::new();
        list(&RULES, TextStyle::new(10_000), &mut out).expect("memory takes it");
        let listed = String::from_utf8(out).expect("text").replace(&format!("\n{:38}", ""), " ");
        assert_eq!(listed.lines().count(), RULES.len());
        for (line, rule) in listed.lines().zip(RULES.iter()) {
            assert_eq!(line.ends_with(" (off)"), !rule.on, "{line}");
        }
    }

    #[test]
    fn a_rule_in_full_shows_what_to_do() {
        for rule in RULES.iter() {
            let mut out = Vec::new();
            explain(rule, TextStyle::default(), &mut out).expect("memory takes it");
            let shown = String::from_utf8(out).expect("text").replace("\n          ", " ");
            assert!(shown.contains(&format!("\n  to do   {}\n", rule.advice)), "{shown}");
        }
    }
}
