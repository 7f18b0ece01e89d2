//! What a ledger knows of a link: the verdict, the rule behind it, and every check of it.

use std::io::{self, Write};

use super::text;
use crate::audit::CheckRow;
use crate::check::ledger::Ledger;
use crate::link::redact::redact_url;
use crate::report::links::{known, observation, paint};
use crate::report::style::TextStyle;

/// Writes it for a terminal.
///
/// # Errors
/// Where `out` fails.
pub fn write(
    row: &CheckRow,
    ledger: &Ledger,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    text::fact("link", &redact_url(&row.url), style, out)?;
    let verdict = style.text().indented(0, 12).plain("verdict     ");
    let verdict = verdict.painted(paint(row.verdict), row.verdict.name());
    verdict.plain(&format!(": {}", known(row))).write(out)?;
    text::fact("rule", row.rule.meaning(), style, out)?;
    if let Some(outcome) = row.outcome {
        text::fact("outcome", &format!("{}: {}", outcome.code(), outcome.meaning()), style, out)?;
    }
    text::fact("next check", &row.next.to_string(), style, out)?;
    for seen in ledger.histories().get(row.url.as_str()).into_iter().flatten() {
        observation::write(seen, "check       ", style, out)?;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{AuditContext, judge_subjects, subjects};
    use crate::check::policy::Policy;
    use crate::corpus::{Corpus, Selection};
    use crate::extract::list;

    #[test]
    fn every_check_has_a_line_below_the_verdict() {
        let mut ledger = Ledger::default();
        for day in ["2026-03-01", "2026-03-05"] {
            let line = format!(
                r#"{{"schema":1,"url":"https://a.example/b","started":"{day}T10:00:00Z","run":"{day}","method":"get","hops":[{{"url":"https://a.example/b","status":200}}],"end":"answered"}}"#
            );
            ledger.add(serde_json::from_str(&line).expect("an observation"));
        }
        let corpus: Corpus = [list::read("", "https://a.example/b")].into_iter().collect();
        let (selection, policy) = (Selection::everything(), Policy::default());
        let today = "2026-03-09".parse().expect("a day");
        let run = AuditContext { ledger: &ledger, policy: &policy, today, name: None, added: None };
        let rows = judge_subjects(&subjects(&corpus, &selection), run);
        let mut out = Vec::new();
        write(&rows[0], &ledger, TextStyle::default(), &mut out).expect("memory takes it");
        let shown = String::from_utf8(out).expect("text");
        assert!(
            shown.starts_with("link        https://a.example/b\nverdict     ALIVE: "),
            "{shown}"
        );
        let days: Vec<&str> =
            shown.lines().filter_map(|line| line.strip_prefix("check       ")).collect();
        assert_eq!(days.len(), 2, "{shown}");
        assert!(days[0].starts_with("2026-03-01") && shown.ends_with("\n\n"), "{shown}");
    }
}
