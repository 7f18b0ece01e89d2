//! What the words of each language mean to a checker: `data/signals/LANG.toml`, which people read first.
//!
//! A table is read when a text of its language is met, and never again: as JSON, which the build writes. Its words are found
//! in one pass.

mod class;
mod file;
mod fold;
mod trie;

use std::sync::{LazyLock, OnceLock};

use rustc_hash::FxHashMap;

use self::file::{Entry, TableFile};
use self::trie::PatternTrie;
use crate::article::is_letter_or_digit;

pub(super) use self::class::{WordClass, WordHit};
pub(super) use self::fold::fold_case;

/// The words of one language, and how it writes numbers.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// `en`; empty for the table of all languages.
    pub(super) code: &'static str,
    /// What stands before the fraction of a number.
    pub(super) decimal: char,
    /// Whether a plain blank stands between the groups of large numbers.
    pub(super) blank_groups: bool,
    /// Whether a full stop makes a number an ordinal.
    pub(super) ordinal_stop: bool,
    /// Whether every noun has a capital letter, so that a capital makes no name.
    pub(super) capital_nouns: bool,
    entries: Vec<Entry>,
    /// The patterns, each with the number of its entry.
    words: PatternTrie,
    /// Those of endings (`*word`), which alone begin inside a word, and the numbers of their entries.
    endings: PatternTrie,
    ending_entries: Vec<usize>,
    /// What words may begin with that is a word of its own: Arabic و, Hebrew ב.
    clitics: Vec<String>,
    /// What joins a noun to the one before it: of, from.
    linkers: Vec<String>,
}

struct Table {
    code: &'static str,
    text: &'static str,
    lexicon: OnceLock<Lexicon>,
}

impl Table {
    /// The table of a language. This is called for every sentence, so codes are compared as two bytes.
    fn of(code: &str) -> Option<&'static Self> {
        let code: [u8; 2] = code.as_bytes().try_into().ok()?;
        TABLES.iter().find(|table| table.code.as_bytes().first_chunk() == Some(&code))
    }
}

macro_rules! tables {
    ($($code:literal),* $(,)?) => {
        [$(Table {
            code: $code,
            text: include_str!(concat!(env!("OUT_DIR"), "/", $code, ".json")),
            lexicon: OnceLock::new(),
        }),*]
    };
}

static TABLES: [Table; LANGUAGES] = tables![
    "ar", "bg", "cs", "de", "el", "en", "es", "fr", "he", "hi", "it", "ja", "ko", "nl", "pl", "pt",
    "ro", "ru", "sv", "tr", "uk", "zh",
];

/// How many languages have a table.
const LANGUAGES: usize = 22;

/// What holds in every language: signs and codes of currencies, units.
const SHARED: &str = include_str!(concat!(env!("OUT_DIR"), "/any.json"));

static ANY: OnceLock<Lexicon> = OnceLock::new();

/// The words of all tables, with the languages of each: read where a text does not declare its language.
static VOCABULARY: LazyLock<FxHashMap<String, u32>> = LazyLock::new(|| {
    let mut words: FxHashMap<String, u32> = FxHashMap::default();
    for (at, table) in TABLES.iter().enumerate() {
        let Ok(file) = serde_json::from_str::<TableFile>(table.text) else { continue };
        for (pattern, _) in file.entries(table.code).flatten() {
            let parts = pattern.split(|c: char| !c.is_alphabetic());
            for word in parts.filter(|word| word.chars().nth(1).is_some()) {
                *words.entry(word.to_owned()).or_default() |= 1 << at;
            }
        }
    }
    words
});

impl Lexicon {
    /// The table of a language, by its code.
    pub(super) fn of_language(code: &str) -> Option<&'static Self> {
        let table = Table::of(code)?;
        let read = || Self::from_tables(table.code, &[table.text, SHARED]);
        Some(table.lexicon.get_or_init(read))
    }

    /// What holds in every language.
    pub(super) fn any() -> &'static Self {
        ANY.get_or_init(|| Self::from_tables("", &[SHARED]))
    }

    /// The languages in whose tables a word stands, in lower case and whole: one bit each, in the order of
    /// [`Lexicon::codes`].
    pub(super) fn languages_with(word: &str) -> u32 {
        VOCABULARY.get(word).copied().unwrap_or_default()
    }

    /// The code of a language, where it has a table.
    pub(super) fn known(code: &str) -> Option<&'static str> {
        Some(Table::of(code)?.code)
    }

    /// Codes of the languages with a table.
    pub(super) fn codes() -> impl Iterator<Item = &'static str> {
        TABLES.iter().map(|table| table.code)
    }

    /// Tables are part of the program, and a test reads each; one that cannot be read has no words.
    fn from_tables(code: &'static str, texts: &[&str]) -> Self {
        let files: Vec<TableFile> =
            texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
        let main = files.first();
        let mut entries = Vec::new();
        let mut patterns = Vec::new();
        let (mut endings, mut ending_entries) = (Vec::new(), Vec::new());
        for (pattern, entry) in files.iter().flat_map(|file| file.entries(code)).flatten() {
            if entry.is_suffix {
                endings.push(pattern.clone());
                ending_entries.push(entries.len());
            }
            patterns.push(pattern);
            entries.push(entry);
        }
        Self {
            code,
            decimal: main.map_or('.', |file| file.decimal),
            blank_groups: main.is_none_or(|file| file.blank_groups),
            ordinal_stop: main.is_some_and(|file| file.ordinal_stop),
            capital_nouns: main.is_some_and(|file| file.capital_nouns),
            words: PatternTrie::new(patterns),
            endings: PatternTrie::new(endings),
            ending_entries,
            entries,
            clitics: main.map(TableFile::clitics).unwrap_or_default(),
            linkers: main.map(TableFile::linkers).unwrap_or_default(),
        }
    }

    /// Returns `true` for a word that joins a noun to the one before it: of, from. `word` is in lower case.
    pub(super) fn is_linker(&self, word: &str) -> bool {
        self.linkers.iter().any(|linker| linker == word)
    }

    /// The words of a text that stand in the table, by place, the longer first; what stands in an idiom
    /// that is to be ignored is left out. `lower` is the text folded.
    pub(super) fn find(&self, text: &str, lower: &str) -> Vec<WordHit> {
        let mut hits: Vec<WordHit> = Vec::new();
        let add = |hits: &mut Vec<WordHit>, start: usize, length: usize, entry: usize| {
            let end = start + length;
            let entry = &self.entries[entry];
            if self.begins(lower, start, *entry)
                && (entry.is_open || entry.ends_dense || ends(lower, end))
                && entry.case.fits(&text[start..end])
            {
                let Entry { class, exponent, .. } = *entry;
                hits.push(WordHit { start, end, class, exponent });
            }
        };
        let mut add_all = |trie: &PatternTrie, start: usize, entry: &dyn Fn(usize) -> usize| {
            let before = hits.len();
            trie.prefixes(&lower.as_bytes()[start..], |length, id| {
                add(&mut hits, start, length, entry(id));
            });
            if hits.len() > before + 1 {
                hits[before..].sort_by_key(|hit| (usize::MAX - hit.end, hit.class));
            }
        };
        let bytes = lower.as_bytes();
        // Whether the character before is a letter of a word that goes on: then endings alone may begin.
        let mut is_inside_word = false;
        let mut start = 0;
        while let Some(byte) = bytes.get(start) {
            // Most characters of a Chinese text.
            if matches!(byte, 0xe4..=0xe9) {
                if self.words.may_begin_wide(&bytes[start..]) {
                    add_all(&self.words, start, &|id| id);
                }
                is_inside_word = false;
                start += 3;
                continue;
            }
            let (length, kind) = character(lower, start, *byte);
            if !is_inside_word || kind == CharacterKind::Dense {
                add_all(&self.words, start, &|id| id);
            } else if !self.endings.is_empty() {
                add_all(&self.endings, start, &|id| self.ending_entries[id]);
            }
            is_inside_word = kind == CharacterKind::Letter && self.clitics.is_empty();
            start += length;
            if is_inside_word && self.endings.is_empty() {
                start += bytes[start..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
            }
        }
        // Without blanks a word may begin another: 我 in 我们.
        hits.dedup_by(|next, last| {
            let is_shorter = next.start == last.start && next.end < last.end;
            is_shorter && lower[next.start..].starts_with(is_dense)
        });
        without_ignored(hits)
    }

    /// Whether a word may begin at a byte.
    fn begins(&self, lower: &str, start: usize, entry: Entry) -> bool {
        if entry.begins_dense || entry.is_suffix {
            return true;
        }
        let Some(before) = lower[..start].chars().next_back() else { return true };
        if !is_inside(before) || is_dense(before) {
            return true;
        }
        let first = lower[start..].chars().next().unwrap_or(' ');
        // `5kg`, but not `covid19`.
        if before.is_numeric() {
            return !first.is_numeric();
        }
        if self.clitics.is_empty() {
            return false;
        }
        let head = &lower[..start];
        let word = head
            .rfind(|c| !is_inside(c))
            .map_or(0, |at| at + head[at..].chars().next().map_or(0, char::len_utf8));
        self.clitics.iter().any(|clitic| clitic == &head[word..])
    }
}

/// What a character is for the words around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CharacterKind {
    /// One of a script without blanks: a word may begin at it and behind it.
    Dense,
    /// A letter of a word. A number is none: `5kg`.
    Letter,
    /// Any other.
    Other,
}

/// The length of the character at a byte, and its kind.
#[inline]
fn character(text: &str, start: usize, byte: u8) -> (usize, CharacterKind) {
    match byte {
        b'a'..=b'z' => (1, CharacterKind::Letter),
        0..=0x7f => {
            let is_letter = byte.is_ascii_uppercase();
            (1, if is_letter { CharacterKind::Letter } else { CharacterKind::Other })
        }
        _ => {
            let c = text[start..].chars().next().unwrap_or_default();
            let kind = match c {
                c if is_dense(c) => CharacterKind::Dense,
                c if is_inside(c) && !c.is_numeric() => CharacterKind::Letter,
                _ => CharacterKind::Other,
            };
            (c.len_utf8(), kind)
        }
    }
}

/// Whether a word may end before the character at a byte.
fn ends(lower: &str, end: usize) -> bool {
    lower[end..].chars().next().is_none_or(|after| !is_inside(after) || is_dense(after))
}

/// Whether a character is part of a word: letters, digits, and the signs on and under them.
fn is_inside(c: char) -> bool {
    is_letter_or_digit(c) || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{94d}')
}

/// Characters of scripts that write words without blanks, or endings without one.
pub(super) fn is_dense(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{e00}'..='\u{eff}')
}

/// The hits that do not lie in an idiom. They are in order.
fn without_ignored(hits: Vec<WordHit>) -> Vec<WordHit> {
    if !hits.iter().any(|hit| hit.class == WordClass::Ignore) {
        return hits;
    }
    let mut idiom_end = 0;
    let mut kept = Vec::with_capacity(hits.len());
    let mut at = 0;
    while at < hits.len() {
        let start = hits[at].start;
        let here = hits[at..].iter().take_while(|hit| hit.start == start).count();
        let group = &hits[at..at + here];
        let idioms = group.iter().filter(|hit| hit.class == WordClass::Ignore);
        idiom_end = idioms.map(|hit| hit.end).chain([idiom_end]).max().unwrap_or(idiom_end);
        kept.extend(group.iter().filter(|hit| hit.end > idiom_end));
        at += here;
    }
    kept
}

#[cfg(test)]
mod tests;
