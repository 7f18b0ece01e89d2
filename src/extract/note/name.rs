//! Names of notes and of their marks: `fn1`, `cite_note-x-3`, `_ftn2`; `fnref1`, `cite_ref-3`, `_ftnref2`.

/// Beginnings of the names of notes, in lower case; where one begins another, the longer stands first.
const BEGINNINGS: [&str; 24] = [
    "cite_note",
    "cite-note",
    "citenote",
    "sdfootnote",
    "sdendnote",
    "footnote",
    "endnote",
    "fußnote",
    "fussnote",
    "reference",
    "citation",
    "biblio",
    "_edn",
    "_ftn",
    "_fn",
    "edn",
    "ftn",
    "note",
    "nota",
    "cite",
    "bib",
    "ref",
    "anm",
    "fn",
];

/// What the name of an element says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameCue {
    /// It is called as notes are.
    Note,
    /// It is called as marks are.
    Mark,
    /// It is an entry of a bibliography, to which the author and the year of a short note lead.
    Entry,
}

/// Reads a name; `None` where it says nothing.
pub(super) fn cue(name: &str) -> Option<NameCue> {
    // What rendering wrote.
    if name.starts_with(' ') {
        return Some(NameCue::Note);
    }
    let name = name.to_lowercase();
    let name = name.trim_start_matches("user-content-").trim_start_matches('#');
    if name.starts_with("citeref") {
        return Some(NameCue::Entry);
    }
    let beginning = BEGINNINGS.into_iter().find(|beginning| name.starts_with(beginning))?;
    let rest = &name[beginning.len()..];
    let separated = rest.starts_with([':', '-', '_', '.']);
    let rest = rest.trim_start_matches([':', '-', '_', '.', 's']);
    // A word of the author follows.
    if beginning.ends_with("note") && beginning.starts_with("cite") {
        return Some(NameCue::Note);
    }
    if ["ref", "anchor", "back", "return", "src"].iter().any(|word| begins_with_word(rest, word))
        || ["anc", "ref", "back", "anchor"].iter().any(|word| rest.ends_with(word))
    {
        return Some(NameCue::Mark);
    }
    let numbered = rest.starts_with(|c: char| c.is_ascii_digit())
        || (separated && rest.ends_with(|c: char| c.is_ascii_digit()))
        // Kramdown and Hugo: `fn:label`; Springer: `ref-CR7`.
        || name.starts_with("fn:");
    numbered.then_some(NameCue::Note)
}

/// Whether a name goes on with a whole word.
fn begins_with_word(name: &str, word: &str) -> bool {
    let rest = name.strip_prefix(word).map(|rest| rest.strip_prefix("erence").unwrap_or(rest));
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
}

/// The same name with another number at its end.
pub(super) fn with_number(name: &str, number: u32) -> Option<String> {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (stem.len() < name.len()).then(|| format!("{stem}{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_notes_and_of_marks() {
        for name in [
            "fn1",
            "fn:1",
            "fn:deep",
            "_ftn2",
            "_edn3",
            "cite_note-5",
            "cite_note-Refugees-3",
            "footnote-1",
            "endnote_2",
            "user-content-fn-1",
            "sdfootnote1sym",
            "ref-CR7",
            "ref12",
            "bib4",
            "note-x-2",
            " footnote2",
            " 1",
        ] {
            assert_eq!(cue(name), Some(NameCue::Note), "{name}");
        }
        for name in [
            "fnref1",
            "fnref:1",
            "_ftnref2",
            "cite_ref-5",
            "footnote-anchor-1",
            "footnote-ref-2",
            "sdfootnote1anc",
            "user-content-fnref-1",
            "endnote-back-3",
            "note-reference-1",
        ] {
            assert_eq!(cue(name), Some(NameCue::Mark), "{name}");
        }
        for name in ["fnord", "notebook", "history", "reform", "section-2", "citadel", "r1", ""] {
            assert_eq!(cue(name), None, "{name}");
        }
        assert_eq!(cue("CITEREFDoe2020"), Some(NameCue::Entry));
        assert_eq!(with_number("fn3", 4).as_deref(), Some("fn4"));
        assert_eq!(with_number("fn", 4), None);
    }
}
