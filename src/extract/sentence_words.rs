//! Words that the end of a sentence depends on, and the language that they tell (`data/sentence-words.tsv`).

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::article::is_letter;

/// The longest text that the language is read off, in bytes.
pub(crate) const MAX_SAMPLE_BYTES: usize = 8192;

/// How many words of a language a text has at least before it counts as written in it.
const MIN_WORDS: u32 = 3;

/// How many words settle it alone.
const MIN_SETTLING_WORDS: u32 = 8;

/// No word that is longer is in the table, in bytes: the longest has 24, and lower case takes at least a third.
const MAX_WORD_BYTES: usize = 72;

/// A language of the table, by its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Language(u8);

/// Languages of the table, one bit each.
type Languages = u64;

/// What a full stop after an abbreviation, or a word beside one, means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum WordKind {
    /// No sentence ends after it.
    Title,
    /// No sentence ends after it where a number follows.
    Number,
    /// A sentence ends after it where a word follows that begins sentences.
    Starter,
    /// A sentence ends after it where a capital letter follows.
    End,
    /// After a number it ends a sentence.
    Unit,
    /// After a number it ends a sentence, but for the first words of one.
    Year,
    /// It begins sentences.
    Word,
    /// It follows a time of day.
    Day,
    /// It follows a number with a full stop, which counts.
    After,
    /// It follows the name of who said a quotation.
    Speech,
    /// It stands before a number with a full stop, which counts.
    Ordinal,
}

/// The table, by word.
struct WordTable {
    kinds: FxHashMap<String, Vec<(WordKind, Languages)>>,
    /// The codes of the languages, each at its number.
    languages: Vec<&'static str>,
    /// The languages that have common words, not only abbreviations.
    with_words: Languages,
}

static TABLE: LazyLock<WordTable> = LazyLock::new(|| {
    let mut names: Vec<&'static str> = Vec::new();
    let mut kinds: FxHashMap<String, Vec<(WordKind, Languages)>> = FxHashMap::default();
    let mut with_words = 0;
    let rows = include_str!("../../data/sentence-words.tsv").lines();
    for row in rows.filter(|row| !row.starts_with('#')) {
        let mut cells = row.split('\t');
        let (Some(name), Some(kind), Some(words)) = (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let Ok(kind) = kind.parse::<WordKind>() else { continue };
        let languages = if name == "*" {
            Languages::MAX
        } else {
            let known = names.iter().position(|known| *known == name);
            1 << known.unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            })
        };
        if kind == WordKind::Word && name != "*" {
            with_words |= languages;
        }
        for word in words.split(' ') {
            let known = kinds.entry(word.to_owned()).or_default();
            match known.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, set)) => *set |= languages,
                None => known.push((kind, languages)),
            }
        }
    }
    WordTable { kinds, languages: names, with_words }
});

/// What a word means in a language; in one that is not known, what it means in any.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WordMeaning {
    kinds: &'static [(WordKind, Languages)],
    languages: Languages,
}

impl WordMeaning {
    /// Whether the word is of a kind.
    pub(crate) fn is(self, kind: WordKind) -> bool {
        self.kinds.iter().any(|(known, set)| *known == kind && set & self.languages != 0)
    }

    /// Whether it is an abbreviation of some kind.
    pub(crate) fn is_abbreviation(self) -> bool {
        use WordKind::{End, Number, Starter, Title, Unit, Year};
        [Title, Number, Starter, End, Unit, Year].into_iter().any(|kind| self.is(kind))
    }
}

/// Whether a word, in lower case, stands in the table, in whatever language.
pub(crate) fn is_known(word: &str) -> bool {
    TABLE.kinds.contains_key(word)
}

/// What a word, in lower case, means in a language.
pub(crate) fn meaning(word: &str, language: Option<Language>) -> WordMeaning {
    let kinds = TABLE.kinds.get(word).map_or(&[][..], Vec::as_slice);
    WordMeaning { kinds, languages: language.map_or(Languages::MAX, |language| 1 << language.0) }
}

/// Codes of the languages of the table, by their number there.
pub(crate) fn language_codes() -> &'static [&'static str] {
    &TABLE.languages
}

/// The languages in which a word, in lower case, is a common one: one bit each, by the number in the table.
pub(crate) fn languages_of(word: &str) -> u64 {
    let kinds = TABLE.kinds.get(word).map_or(&[][..], Vec::as_slice);
    let words = kinds.iter().filter(|(kind, _)| *kind == WordKind::Word);
    words.fold(0, |all, (_, set)| all | set)
}

/// The language of a text by its commonest words; `None` where it has too few, or as many of another.
pub(crate) fn detect(text: &str) -> Option<Language> {
    let counts = count_words(&text[..text.floor_char_boundary(MAX_SAMPLE_BYTES)]);
    let (best, most) = counts.best()?;
    let equal = counts.languages.iter().filter(|count| **count == most).count();
    (most >= MIN_WORDS && equal == 1).then_some(Language(best as u8))
}

/// Counts the commonest words of each language in a text.
pub(crate) fn count_words(text: &str) -> WordCounts {
    let mut counts = WordCounts { all: 0, languages: vec![0; TABLE.languages.len()] };
    let is_initial =
        |word: &str| word.starts_with(char::is_uppercase) && word.chars().nth(1).is_none();
    for word in text.split(|c: char| !is_letter(c)) {
        if word.is_empty() || is_initial(word) {
            continue;
        }
        counts.all += 1;
        let sets = kinds_of(word).iter().filter(|(kind, _)| *kind == WordKind::Word);
        for (_, mut set) in sets.copied() {
            while set != 0 {
                counts.languages[set.trailing_zeros() as usize] += 1;
                set &= set - 1;
            }
        }
    }
    counts
}

/// What a word is, in any case. Every word of a text is asked for: most are ASCII, which need no new text.
fn kinds_of(word: &str) -> &'static [(WordKind, Languages)] {
    let mut bytes = [0; MAX_WORD_BYTES];
    let Some(lower) = bytes.get_mut(..word.len()) else { return &[] };
    let kinds = if word.is_ascii() {
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        TABLE.kinds.get(str::from_utf8(lower).unwrap_or_default())
    } else {
        TABLE.kinds.get(word.to_lowercase().as_str())
    };
    kinds.map_or(&[], Vec::as_slice)
}

/// Whether the table has the commonest words of a language.
pub(crate) fn has_words(code: &str) -> bool {
    let place = TABLE.languages.iter().position(|known| *known == code);
    place.is_some_and(|at| TABLE.with_words >> at & 1 != 0)
}

/// How many words of a text are among the commonest of each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WordCounts {
    /// All of its words.
    all: u32,
    /// Those of each language, by its number.
    languages: Vec<u32>,
}

impl WordCounts {
    /// The first language with the most words, and how many.
    fn best(&self) -> Option<(usize, u32)> {
        let (at, count) =
            self.languages.iter().enumerate().rev().max_by_key(|(_, count)| **count)?;
        Some((at, *count))
    }

    /// The code of the language that leaves no doubt: it has a quarter of the words, and a third more than any other.
    pub(crate) fn settled(&self) -> Option<&'static str> {
        let (best, most) = self.best()?;
        let others = self.languages.iter().enumerate().filter(|(at, _)| *at != best);
        let second = others.map(|(_, count)| *count).max().unwrap_or(0);
        let is_settled =
            most >= MIN_SETTLING_WORDS && most * 4 >= self.all && most * 3 >= second * 4;
        is_settled.then(|| TABLE.languages[best])
    }

    /// Returns `true` if no language has more words than the one with this code, and it has one word in `most` or more.
    pub(crate) fn leads(&self, code: &str, most: u32) -> bool {
        let Some(at) = TABLE.languages.iter().position(|known| *known == code) else {
            return false;
        };
        let own = self.languages[at];
        own >= MIN_WORDS
            && own * most >= self.all
            && self.languages.iter().all(|count| *count <= own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        let rows: Vec<Vec<&str>> = include_str!("../../data/sentence-words.tsv")
            .lines()
            .filter(|row| !row.starts_with('#'))
            .map(|row| row.split('\t').collect())
            .collect();
        for row in &rows {
            let [_, kind, words] = row[..] else { panic!("{row:?}") };
            assert!(kind.parse::<WordKind>().is_ok(), "{kind}");
            let words: Vec<&str> = words.split(' ').collect();
            assert!(words.windows(2).all(|pair| pair[0] < pair[1]), "{kind}: {words:?}");
            assert!(words.iter().all(|word| word.len() * 3 <= MAX_WORD_BYTES), "{words:?}");
            assert!(words.iter().all(|word| !word.ends_with('.') && word.to_lowercase() == **word));
        }
        assert!(TABLE.languages.len() <= Languages::BITS as usize);
    }

    #[test]
    fn the_language_is_told_by_common_words() {
        let same = |a: &str, b: &str| detect(a).is_some() && detect(a) == detect(b);
        assert!(same("This is what they have said of it.", "And so it was, as you know."));
        assert!(same(
            "Das ist nicht der Fall, weil es so war.",
            "Sie haben das aber nicht mit ihm"
        ));
        assert!(!same(
            "Das ist nicht der Fall, weil es so war.",
            "It is not the case as it was so."
        ));
        assert_eq!(detect("Xyz 123"), None);
    }
}
