//! What is said about a command line that cannot be parsed: the error of the parser, and the command to type.

use std::num::{ParseFloatError, ParseIntError};
use std::path::Path;

use citegraph::fetch::is_address;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What people type who know other programs, and what it is called here.
const WORDS: [(&str, &str); 24] = [
    ("version", "`citegraph --version` prints the version"),
    (
        "init",
        "no setup is needed: `citegraph report FOLDER`; docs/configuration.md describes citegraph.toml",
    ),
    ("scan", "`citegraph report FOLDER` writes a report, `citegraph lint FOLDER` prints findings"),
    (
        "analyze",
        "`citegraph report FOLDER` writes a report, `citegraph stats FOLDER` prints numbers",
    ),
    ("html", "`citegraph report FOLDER` writes a page, index.html"),
    (
        "export",
        "`citegraph graph FOLDER -o FILE` writes a graph, `citegraph extract FOLDER` every link",
    ),
    ("links", "`citegraph extract FOLDER` prints every link, `citegraph check FOLDER` checks them"),
    ("validate", "`citegraph check FOLDER` checks links, `citegraph lint FOLDER` finds problems"),
    ("verify", "`citegraph check FOLDER` checks links, `citegraph lint FOLDER` finds problems"),
    (
        "metrics",
        "`citegraph stats FOLDER` prints numbers, `citegraph graph FOLDER --metrics all` ranks nodes",
    ),
    ("list-rules", "`citegraph rules` lists the rules"),
    ("--json", "write --format json"),
    ("--csv", "write --format csv"),
    ("--markdown", "write --format markdown"),
    ("--sarif", "write --format sarif"),
    ("--html", "`citegraph report` writes a page, index.html"),
    ("--out", "write -o FILE"),
    ("--out-dir", "write -o FOLDER"),
    ("--debug", "-v reports what was read and what was left out"),
    ("--silent", "write -q"),
    ("--no-color", "write --color never"),
    ("--recursive", "folders are always read with all subfolders"),
    ("--exclude", "files that .gitignore or .ignore lists are not read"),
    ("--jobs", "write -j N"),
];

/// Adds what to type to an error of the parser.
pub(super) fn explain(mut error: clap::Error) -> clap::Error {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    let tip = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            text(ContextKind::InvalidSubcommand).and_then(|word| tip_for_verb(&word))
        }
        ErrorKind::UnknownArgument => text(ContextKind::InvalidArg).and_then(|word| known(&word)),
        ErrorKind::ValueValidation => return explain_number(error),
        _ => None,
    };
    if let Some(tip) = tip {
        // One tip is enough: the word that only looks similar would mislead.
        error.remove(ContextKind::SuggestedSubcommand);
        error.remove(ContextKind::SuggestedArg);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

/// Says what a number looks like, where the parser's own words are about digits and literals.
fn explain_number(error: clap::Error) -> clap::Error {
    let source = std::error::Error::source(&error);
    let remedy = match source {
        Some(source) if source.is::<ParseIntError>() => "write a whole number, such as 4",
        Some(source) if source.is::<ParseFloatError>() => "write a number, such as 0.5",
        _ => return error,
    };
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        _ => String::new(),
    };
    let (flag, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
    let message = format!(
        "invalid value '{value}' for '{flag}': {remedy}\n\nFor more information, try '--help'.\n"
    );
    clap::Error::raw(ErrorKind::ValueValidation, message)
}

/// What to type instead of a word where a verb is expected.
fn tip_for_verb(word: &str) -> Option<String> {
    if let Some(tip) = known(word) {
        return Some(tip);
    }
    let path = Path::new(word);
    let is_input = path.exists() || is_address(word) || path.extension().is_some();
    let shown = super::output::visible(word);
    is_input.then(|| {
        format!(
            "a command comes first: `citegraph report {shown}` writes a report, `citegraph lint {shown}` \
             prints findings, `citegraph check {shown}` checks links"
        )
    })
}

fn known(word: &str) -> Option<String> {
    let word = word.split(['=', ' ']).next().unwrap_or(word);
    let found = WORDS.iter().find(|(known, _)| *known == word);
    found.map(|(_, tip)| (*tip).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_programs_and_files_get_a_command() {
        assert!(tip_for_verb("version").is_some_and(|tip| tip.contains("--version")));
        assert!(
            tip_for_verb("draft.md").is_some_and(|tip| tip.contains("`citegraph report draft.md`"))
        );
        assert!(tip_for_verb("https://example.org/a").is_some());
        assert_eq!(tip_for_verb("reprot"), None);
        assert!(known("--json").is_some() && known("--jsonx").is_none());
    }
}
