//! Headings over lists of sources, in many languages (`data/source-headings.tsv`).

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashSet;

use super::place_cues::rows;
use super::sentence::is_wide;
use crate::article::is_letter;

/// The longest heading that may announce sources, in bytes.
const MAX_HEADING_BYTES: usize = 80;

/// How much of a heading a row of the table has to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Words of it.
    Words,
    /// Words, and the beginning of the next.
    Beginning,
}

/// The table, ready to be looked into.
struct SourceHeadings {
    /// Rows that are a whole heading.
    whole: FxHashSet<&'static str>,
    /// Finds the rows that may be a part of a heading.
    parts: AhoCorasick,
    /// For each of these, how much of a heading it has to be.
    extents: Vec<Extent>,
    /// All rows.
    all: FxHashSet<&'static str>,
    /// Their first letters.
    initials: FxHashSet<char>,
    /// Rows that may go on within their last word.
    beginnings: Vec<&'static str>,
}

static HEADINGS: LazyLock<SourceHeadings> = LazyLock::new(|| {
    let texts = rows(include_str!("../../data/source-headings.tsv"))
        .filter_map(|row| row.split('\t').next());
    let (mut whole, mut all) = (FxHashSet::default(), FxHashSet::default());
    let (mut parts, mut extents) = (Vec::new(), Vec::new());
    for text in texts {
        if let Some(text) = text.strip_prefix('=') {
            whole.insert(text);
            all.insert(text);
            continue;
        }
        let (text, extent) = match text.strip_suffix('*') {
            Some(text) => (text, Extent::Beginning),
            None => (text, Extent::Words),
        };
        all.insert(text);
        parts.push(text);
        extents.push(extent);
    }
    let initials = all.iter().filter_map(|text| text.chars().next()).collect();
    let found = parts.iter().zip(&extents).filter(|(_, extent)| **extent == Extent::Beginning);
    let beginnings = found.map(|(text, _)| *text).collect();
    // Headings are short: a DFA costs more to build than it saves in a thousand documents.
    let kind = Some(AhoCorasickKind::ContiguousNFA);
    let parts = AhoCorasick::builder().kind(kind).build(parts).expect("a short table");
    SourceHeadings { whole, parts, extents, all, initials, beginnings }
});

/// Whether a heading announces sources.
pub(crate) fn announces_sources(heading: &str) -> bool {
    if heading.len() >= MAX_HEADING_BYTES {
        return false;
    }
    let heading = heading.to_lowercase();
    // MediaWiki adds "[edit]".
    let alone = heading.split('[').next().unwrap_or_default();
    HEADINGS.whole.contains(alone.trim_matches(|c: char| !c.is_alphanumeric()))
        || HEADINGS.parts.find_overlapping_iter(&heading).any(|found| {
            stands_apart(&heading, found.range(), HEADINGS.extents[found.pattern().as_usize()])
        })
}

/// Whether words of a heading are not a part of longer ones.
fn stands_apart(heading: &str, words: Range<usize>, extent: Extent) -> bool {
    let text = &heading[words.clone()];
    let before = heading[..words.start].chars().next_back();
    let after = heading[words.end..].chars().next();
    let begins = text.starts_with(is_wide) || !before.is_some_and(char::is_alphanumeric);
    let ends = extent == Extent::Beginning
        || text.ends_with(is_wide)
        || !after.is_some_and(char::is_alphanumeric);
    begins && ends
}

/// Whether a heading is one over sources as a whole, whatever number stands before it.
pub(crate) fn is_source_heading(heading: &str) -> bool {
    let heading = heading.trim_start_matches(|c: char| !is_letter(c));
    // Most lines are told apart by their first letter.
    let first = heading.chars().next().and_then(|first| first.to_lowercase().next());
    if !first.is_some_and(|first| HEADINGS.initials.contains(&first)) {
        return false;
    }
    let heading = heading.trim_end_matches(|c: char| !is_letter(c));
    if heading.len() >= MAX_HEADING_BYTES {
        return false;
    }
    let heading = heading.to_lowercase();
    let goes_on = |row: &&str| {
        heading.strip_prefix(row).is_some_and(|rest| rest.chars().all(char::is_alphabetic))
    };
    HEADINGS.all.contains(heading.as_str()) || HEADINGS.beginnings.iter().any(goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_headings_are_matched_whole() {
        for heading in ["Sources:", "7. References", "[Quellen]", "参考文献", "Works cited"] {
            assert!(is_source_heading(heading), "{heading}");
        }
        for heading in ["Sources of income", "Water resources", "References to the king", ""] {
            assert!(!is_source_heading(heading), "{heading}");
        }
    }

    #[test]
    fn headings_of_many_languages() {
        for heading in [
            "Sources:",
            "REFERENCES AND NOTES",
            "Notes",
            "Note [modifica]",
            "Quellenangaben",
            "Literaturverzeichnis",
            "Bibliografía",
            "Источники",
            "Πηγές",
            "本文参考资料",
            "참고문헌",
            "المصادر:",
        ] {
            assert!(announces_sources(heading), "{heading}");
        }
    }

    #[test]
    fn headlines_that_hold_such_a_word() {
        for heading in [
            "Galaxy Note 10 Plus for $840",
            "Stats and notes: Week 11",
            "A note to our readers",
            "Preferences",
            "Outsourced",
            "Fontes de energia",
            "Sumber daya alam",
            "Nguồn nước",
        ] {
            assert!(!announces_sources(heading), "{heading}");
        }
        assert!(!announces_sources(&"Sources ".repeat(10)));
    }
}
