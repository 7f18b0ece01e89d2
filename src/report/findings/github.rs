//! Findings as annotations of GitHub Actions: `::error file=…,line=…::message`.

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use crate::findings::{Family, Finding, RuleId, Severity};
use crate::report::control::ControlChar;
use crate::report::format::count_noun;

/// Writes one command a finding, and one for all places of a broken link: a menu would use up what GitHub shows.
/// Notes come last, without a place.
///
/// # Errors
/// Where `out` fails.
pub fn write(findings: &[Finding], notes: &[String], out: &mut impl Write) -> io::Result<()> {
    let mut places: FxHashMap<LinkKey<'_>, u64> = FxHashMap::default();
    for finding in findings {
        if let Some(key) = link_key(finding) {
            *places.entry(key).or_default() += 1;
        }
    }
    for finding in findings {
        let others = match link_key(finding) {
            // The first place stands for all of them.
            Some(key) => match places.remove(&key) {
                Some(all) => all - 1,
                None => continue,
            },
            None => 0,
        };
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice | Severity::Info => "notice",
        };
        write!(out, "::{command} file={}", property(&finding.input))?;
        if let (Some(line), Some(column)) = (finding.line, finding.column) {
            write!(out, ",line={line},col={column}")?;
        }
        write!(out, ",title={}::{}", property(finding.rule.name()), data(&finding.message))?;
        match others {
            0 => writeln!(out)?,
            others => writeln!(out, " (and {})", count_noun(others, "more place"))?,
        }
    }
    notes.iter().try_for_each(|note| writeln!(out, "::notice title=citegraph::{}", data(note)))
}

/// The rule and the address of a broken link.
type LinkKey<'a> = (RuleId, &'a str);

fn link_key(finding: &Finding) -> Option<LinkKey<'_>> {
    let is_link = matches!(finding.family, Family::Link | Family::Site);
    is_link.then_some((finding.rule, finding.evidence.as_deref()?))
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
