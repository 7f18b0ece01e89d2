//! How a table is written: settings, and words by what they mean.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::class::WordClass;
use super::fold::fold_case;
use super::is_dense;

/// A table as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct TableFile {
    /// English name of the language, for people who read the table.
    #[serde(rename = "language")]
    pub(super) _language: String,
    #[serde(default = "full_stop")]
    pub(super) decimal: char,
    #[serde(default)]
    pub(super) blank_groups: bool,
    #[serde(default)]
    pub(super) ordinal_stop: bool,
    #[serde(default)]
    pub(super) capital_nouns: bool,
    /// Separated by blanks, as are the next ones.
    #[serde(default)]
    clitics: String,
    #[serde(default)]
    linkers: String,
    /// Powers of ten, with the words for each.
    #[serde(default)]
    pub(super) magnitudes: BTreeMap<String, String>,
    /// Words by subject and class: for people who read, a subject is a heading.
    #[serde(default)]
    pub(super) words: BTreeMap<String, BTreeMap<String, String>>,
}

fn full_stop() -> char {
    '.'
}

/// What a pattern stands for, and where it may stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) class: WordClass,
    pub(super) exponent: u8,
    /// Whether the word may go on behind it (`word*`).
    pub(super) is_open: bool,
    /// Whether the word may have begun before it (`*word`).
    pub(super) is_suffix: bool,
    pub(super) case: LetterCase,
    /// Whether its first and its last character are of a script without blanks, so that it may begin and end anywhere.
    pub(super) begins_dense: bool,
    pub(super) ends_dense: bool,
}

/// The case in which a word has to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LetterCase {
    /// Any.
    Any,
    /// With a capital letter at its head, as the table has it.
    Capital,
    /// In capital letters, as the table has it.
    Upper,
}

impl LetterCase {
    fn of(word: &str) -> Self {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        let first = letters.next().is_some_and(char::is_uppercase);
        match (first, word.chars().count() > 1 && letters.all(char::is_uppercase)) {
            (true, true) => Self::Upper,
            (true, false) => Self::Capital,
            _ => Self::Any,
        }
    }

    /// Whether a word of a text is written so.
    pub(super) fn fits(self, word: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Capital => word.chars().next().is_some_and(char::is_uppercase),
            Self::Upper => !word.chars().any(char::is_lowercase),
        }
    }
}

impl TableFile {
    /// Every word with what it means; `None` for one whose class nobody knows, which a test refuses.
    pub(super) fn entries<'a>(
        &'a self,
        code: &'a str,
    ) -> impl Iterator<Item = Option<(String, Entry)>> + 'a {
        let magnitudes = self.magnitudes.iter().flat_map(|(exponent, words)| {
            let exponent = exponent.parse().ok();
            split(words).map(move |word| (Some(WordClass::Magnitude), exponent, word))
        });
        let classes = self.words.values().flatten().flat_map(|(class, words)| {
            let class: Option<WordClass> = class.parse().ok();
            split(words).map(move |word| (class, Some(0), word))
        });
        magnitudes.chain(classes).flat_map(move |(class, exponent, word)| {
            let one = class.zip(exponent).map(|(class, exponent)| {
                let pattern = word.trim_matches('*');
                let entry = Entry {
                    class,
                    exponent,
                    is_open: word.ends_with('*'),
                    is_suffix: word.starts_with('*'),
                    case: LetterCase::of(pattern),
                    begins_dense: pattern.starts_with(is_dense),
                    ends_dense: pattern.ends_with(is_dense),
                };
                (fold_case(pattern), entry)
            });
            let variant =
                one.as_ref().and_then(|(pattern, entry)| Some((variant(pattern, code)?, *entry)));
            [Some(one), variant.map(Some)].into_iter().flatten()
        })
    }

    /// What words may begin with.
    pub(super) fn clitics(&self) -> Vec<String> {
        self.clitics.split_whitespace().map(fold_case).collect()
    }

    /// What joins a noun to the one before it.
    pub(super) fn linkers(&self) -> Vec<String> {
        self.linkers.split_whitespace().map(fold_case).collect()
    }
}

/// The words of a list.
pub(super) fn split(words: &str) -> impl Iterator<Item = &str> {
    words.split(',').map(str::trim).filter(|word| !word.is_empty())
}

/// Another way to write a pattern: with a typographic apostrophe, or a Turkish capital.
fn variant(pattern: &str, code: &str) -> Option<String> {
    if pattern.contains('\'') {
        return Some(pattern.replace('\'', "’"));
    }
    let rest = pattern.strip_prefix('i').filter(|_| code == "tr")?;
    Some(format!("İ{rest}"))
}
