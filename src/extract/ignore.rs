//! Comments that ask to leave findings out: `<!-- citegraph: ignore RULE… reason="…" until=DATE -->`.

use crate::article::Ignore;

/// Reads the text of a comment. `None` where it asks for something else.
pub(crate) fn read(comment: &str, line: u32, column: u32) -> Option<Ignore> {
    let rest = comment.trim().strip_prefix("citegraph:")?.trim_start().strip_prefix("ignore")?;
    let mut ignore = Ignore { rules: Vec::new(), reason: None, until: None, line, column };
    let mut rest = rest.trim_start();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix("reason=\"") {
            Some(quoted) => {
                let end = quoted.find('"').unwrap_or(quoted.len());
                ignore.reason = Some(quoted[..end].to_owned());
                ("", quoted.get(end + 1..).unwrap_or_default())
            }
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        match word.strip_prefix("until=") {
            Some(date) => ignore.until = Some(date.to_owned()),
            None => ignore.rules.extend((!word.is_empty()).then(|| word.to_owned())),
        }
        rest = after.trim_start();
    }
    Some(ignore)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_parts() {
        let ignore = read(
            " citegraph: ignore wrapped-url home-page reason=\"by hand\" until=2027-01-01 ",
            3,
            1,
        );
        let ignore = ignore.unwrap();
        assert_eq!(ignore.rules, ["wrapped-url", "home-page"]);
        assert_eq!(ignore.reason.as_deref(), Some("by hand"));
        assert_eq!(ignore.until.as_deref(), Some("2027-01-01"));
        assert!(read("citegraph: hello", 1, 1).is_none());
        assert!(read("ignore x", 1, 1).is_none());
    }
}
