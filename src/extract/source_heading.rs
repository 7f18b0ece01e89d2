//! Headings over lists of sources, in many languages (`data/source-headings.tsv`).

use std::sync::LazyLock;

use super::place_cues::rows;
use super::sentence::is_wide;

/// The longest heading that may announce sources, in bytes.
const MAX_HEADING_BYTES: usize = 80;

/// A row of the table.
struct SourceHeading {
    text: &'static str,
    extent: Extent,
}

/// How much of a heading a row has to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All of it.
    Whole,
    /// Words of it.
    Words,
    /// Words, and the beginning of the next.
    Beginning,
}

static HEADINGS: LazyLock<Vec<SourceHeading>> = LazyLock::new(|| {
    let texts = rows(include_str!("../../data/source-headings.tsv"))
        .filter_map(|row| row.split('\t').next());
    let heading = |text: &'static str| match (text.strip_prefix('='), text.strip_suffix('*')) {
        (Some(text), _) => SourceHeading { text, extent: Extent::Whole },
        (_, Some(text)) => SourceHeading { text, extent: Extent::Beginning },
        _ => SourceHeading { text, extent: Extent::Words },
    };
    texts.map(heading).collect()
});

/// Whether a heading announces sources.
pub(crate) fn announces_sources(heading: &str) -> bool {
    if heading.len() >= MAX_HEADING_BYTES {
        return false;
    }
    let heading = heading.to_lowercase();
    HEADINGS.iter().any(|row| row.is_in(&heading))
}

/// Whether a heading is one over sources as a whole, whatever number stands before it.
pub(crate) fn is_source_heading(heading: &str) -> bool {
    let heading = heading.trim_matches(|c: char| !c.is_alphabetic());
    if heading.len() >= MAX_HEADING_BYTES {
        return false;
    }
    let heading = heading.to_lowercase();
    HEADINGS.iter().any(|row| match heading.strip_prefix(row.text) {
        Some(rest) if row.extent == Extent::Beginning => rest.chars().all(char::is_alphabetic),
        rest => rest == Some(""),
    })
}

impl SourceHeading {
    fn is_in(&self, heading: &str) -> bool {
        if self.extent == Extent::Whole {
            // MediaWiki adds "[edit]".
            let heading = heading.split('[').next().unwrap_or_default();
            return heading.trim_matches(|c: char| !c.is_alphanumeric()) == self.text;
        }
        heading.match_indices(self.text).any(|(start, text)| {
            let before = heading[..start].chars().next_back();
            let after = heading[start + text.len()..].chars().next();
            let begins = text.starts_with(is_wide) || !before.is_some_and(char::is_alphanumeric);
            let ends = self.extent == Extent::Beginning
                || text.ends_with(is_wide)
                || !after.is_some_and(char::is_alphanumeric);
            begins && ends
        })
    }
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
