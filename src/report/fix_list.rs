//! The fixes of a document in a list: where an address stands, what it is, and what it becomes.

use std::io::{self, Write};

use super::style::{Paint, TextStyle};
use crate::fix::FixPlan;
use crate::link::redact::redact_url;

/// Writes two lines a fix: the place with the rules, and `old -> new` below it, without secrets.
///
/// # Errors
/// Where `out` fails.
pub fn write(plan: &FixPlan, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    for fix in &plan.fixes {
        let position = format!("{}:{}:{}", plan.input, fix.line, fix.column);
        let line = style.text().indented(0, 4).whole(Some(Paint::Strong), &position);
        line.plain(&format!(": {}", fix.rules.join(", "))).write(out)?;
        let line = style.text().indented(2, 2).whole(None, &redact_url(&fix.old)).plain(" ");
        let line = line.whole(Some(Paint::Frame), "-> ");
        line.whole(Some(Paint::Good), &redact_url(&fix.new)).write(out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::AppliedFix;

    #[test]
    fn a_fix_shows_both_addresses_without_secrets_or_line_ends() {
        let fix = AppliedFix {
            line: 3,
            column: 7,
            rules: vec!["access-token", "tracking-parameter"],
            old: "https://a.example/b?token=s3cr3t\n".to_owned(),
            new: "https://a.example/b".to_owned(),
        };
        let input = "posts/a.md".to_owned();
        let plan = FixPlan { input, fixes: vec![fix], ..FixPlan::default() };
        let mut out = Vec::new();
        write(&plan, TextStyle::default(), &mut out).expect("memory takes it");
        let shown = String::from_utf8(out).expect("text");
        assert!(shown.starts_with("posts/a.md:3:7: access-token, tracking-parameter\n"), "{shown}");
        assert!(
            shown.ends_with(" -> https://a.example/b\n") && !shown.contains("s3cr3t"),
            "{shown}"
        );
        assert_eq!(shown.lines().count(), 2, "{shown}");
    }
}
