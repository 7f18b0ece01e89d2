//! Whether a full stop ends a sentence: abbreviations, initials, numbers that count.

use std::cell::OnceCell;

use super::sentence_words::{self as words, Language, WordKind};

/// The longest word that may be an abbreviation, in bytes.
const MAX_WORD_BYTES: usize = 48;

/// How many parts an abbreviation with blanks has: `r. p. n. e.`.
const MAX_PARTS: usize = 4;

/// How many letters of a longer word may be an abbreviation of its own.
const SHORT_END_CHARS: usize = 3;

/// In so many first words of a sentence a unit does not end it: `In 1912 v. Chr. Rome`.
const OPENING_WORDS: usize = 6;

/// Lower-case particles of names, which begin no sentence after an initial: `M. Le Pen`.
const PARTICLES: [&str; 26] = [
    "al", "da", "das", "de", "dei", "del", "della", "den", "der", "des", "di", "do", "dos", "du",
    "el", "la", "las", "le", "les", "li", "lo", "los", "ten", "van", "von", "zu",
];

/// What languages the text around a stop may be in: its own block, and where that does not tell, its page.
pub(super) struct BlockLanguage<'a> {
    text: &'a str,
    page: &'a dyn Fn() -> Option<Language>,
    known: OnceCell<Option<Language>>,
}

impl<'a> BlockLanguage<'a> {
    /// The language of a block of a page.
    pub(super) fn new(text: &'a str, page: &'a dyn Fn() -> Option<Language>) -> Self {
        Self { text, page, known: OnceCell::new() }
    }

    fn get(&self) -> Option<Language> {
        *self.known.get_or_init(|| words::detect(self.text).or_else(|| (self.page)()))
    }

    /// Whether a word is of a kind in the language, which has to be known.
    fn is_surely(&self, word: &str, kind: WordKind) -> bool {
        self.is(word, kind) && self.get().is_some()
    }

    /// Whether a word is of a kind; where the language is not known, in any.
    pub(super) fn is(&self, word: &str, kind: WordKind) -> bool {
        let word = word.to_lowercase();
        words::is_known(&word) && words::meaning(&word, self.get()).is(kind)
    }
}

/// A full stop, and the text on both sides of it.
pub(super) struct FullStop<'a> {
    /// The sentence so far.
    pub(super) before: &'a str,
    /// What follows, without blanks.
    pub(super) near: &'a str,
    /// The same without brackets and quotation marks that open.
    pub(super) after: &'a str,
    pub(super) language: &'a BlockLanguage<'a>,
}

impl FullStop<'_> {
    /// Whether the stop belongs to the word before it, and ends no sentence.
    pub(super) fn is_inside(&self) -> bool {
        self.is_ordinal() || self.is_abbreviation()
    }

    /// The word that follows.
    fn next(&self) -> &str {
        let end = self.after.find(|c: char| !(c.is_alphanumeric() || is_mark(c)));
        &self.after[..end.unwrap_or(self.after.len()).min(MAX_WORD_BYTES * 4)]
    }

    /// Whether the word that follows begins sentences.
    fn starts(&self) -> bool {
        let next = self.next();
        next.starts_with(|c: char| !c.is_lowercase()) && self.language.is(next, WordKind::Word)
    }

    /// Whether one letter with a stop follows, as in `J. K.` and `z. B.`.
    fn next_is_initial(&self) -> bool {
        let next = self.next();
        next.chars().count() == 1
            && next.starts_with(char::is_alphabetic)
            && self.after[next.len()..].starts_with('.')
    }

    /// Whether a number counts, or is part of a date: `3. Oktober`, `der 18. Gipfel`, `VI. Paul`, `2022. 4. 8.`.
    fn is_ordinal(&self) -> bool {
        let word = last_word(self.before);
        let digits = word.bytes().rev().take_while(u8::is_ascii_digit).count();
        if digits != word.len() {
            return is_roman(word) && word.len() > 1 && self.counts(word);
        }
        if !(1..=4).contains(&digits) {
            return false;
        }
        let hangul = |c: char| matches!(c, '\u{ac00}'..='\u{d7a3}');
        let digit = |c: char| c.is_ascii_digit();
        self.language.is(self.next(), WordKind::After)
            || self.after.starts_with(hangul)
            || (self.after.starts_with(digit)
                && (self.before.chars().rev().take(40).any(hangul)
                    || self.after.chars().take(40).any(hangul)))
            || (digits <= 3 && self.counts(word))
    }

    /// Whether a number counts in this language, by the words beside it.
    fn counts(&self, number: &str) -> bool {
        if !self.after.starts_with(char::is_uppercase) || self.starts() {
            return false;
        }
        let before = last_word(self.before[..self.before.len() - number.len()].trim_end());
        if self.language.is_surely("*", WordKind::Ordinal) {
            return true;
        }
        let counted = self.language.is_surely(before, WordKind::Ordinal);
        // An adjective: `ihr begangenes 60. Jubiläum`.
        let adjective = before.starts_with(char::is_lowercase)
            && self.language.is_surely("dem", WordKind::Ordinal);
        !is_roman(number) && (counted || adjective)
    }

    /// Whether a stop belongs to the word before it.
    fn is_abbreviation(&self) -> bool {
        let word = last_word(self.before);
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
        if letters == 0 {
            return false;
        }
        let parts = self.joined(word);
        if let Some(inside) = self.by_table(&parts, word) {
            return inside;
        }
        if self.goes_on(&parts.to_lowercase()) || self.is_short_compound(word) {
            return true;
        }
        if let Some(inside) = parts.contains('.').then(|| self.by_table(word, word)).flatten() {
            return inside;
        }
        let is_letter = letters == 1 && word.chars().count() == 1;
        let first = word.chars().next().unwrap_or_default();
        if is_letter && first.is_alphabetic() {
            return self.is_initial(first);
        }
        // "U.S." and the like end a sentence only before a word that begins one.
        let initials = word.contains('.')
            && word.split(['.', '-']).all(|part| part.chars().count() <= 2)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-'));
        initials && !self.starts()
    }

    /// Whether a letter is that of a name.
    fn is_initial(&self, letter: char) -> bool {
        if self.next_is_initial() {
            return true;
        }
        if letter.is_uppercase() {
            let particle = PARTICLES.contains(&self.next().to_lowercase().as_str());
            let is_pronoun = letter == 'I' && self.language.is("the", WordKind::Word);
            return !is_pronoun && (particle || !self.starts());
        }
        // Of other letters the table knows the abbreviations; a page or a part may be named by any.
        letter.is_lowercase() && self.after.starts_with(char::is_numeric)
    }

    /// What the table says: whether the stop belongs to the word. `None` where it has no such word.
    fn by_table(&self, phrase: &str, word: &str) -> Option<bool> {
        let lower = phrase.to_lowercase();
        if !words::is_known(&lower) || is_shouted(word, self.next()) {
            return None;
        }
        let found = words::meaning(&lower, self.language.get());
        if !found.is_abbreviation() {
            return None;
        }
        let numbered = self.after.starts_with(|c: char| c.is_numeric() || c == '§')
            || (is_roman(self.next()) && !self.starts());
        let lettered =
            self.next().chars().count() == 1 && self.next().starts_with(char::is_uppercase);
        // What goes on with a comma or a dash has not ended.
        if self.near.starts_with([',', ';', ':', '/', '–', '—', '-']) || self.goes_on(&lower) {
            return Some(true);
        }
        if found.is(WordKind::Number) && (numbered || (lettered && !self.starts())) {
            return Some(true);
        }
        if self.language.is(&lower, WordKind::Day) && self.language.is(self.next(), WordKind::Day) {
            return Some(true);
        }
        let before = self.before[..self.before.len() - word.len()].trim_end();
        let (is_unit, is_year) = (found.is(WordKind::Unit), found.is(WordKind::Year));
        let measured = (is_unit || is_year) && self.is_measured(before, phrase, word);
        if measured && is_unit {
            return Some(false);
        }
        let is_era = is_year && phrase.contains('.');
        let words = self.before.split_whitespace().take(OPENING_WORDS + 1).count();
        if (measured || is_era) && words > OPENING_WORDS {
            return Some(false);
        }
        let is_letter = word.chars().count() == 1;
        let is_open = measured || is_era || ((is_unit || is_year) && is_letter);
        if is_open || (found.is(WordKind::Starter) && !found.is(WordKind::End)) {
            let et_al = lower != "al" || last_word(before).eq_ignore_ascii_case("et");
            return et_al.then(|| !self.starts());
        }
        if found.is(WordKind::Title) {
            return Some(true);
        }
        // A unit without a number is a word, and so is `no` without one.
        Some(false)
    }

    /// Whether a longer word ends in an abbreviation, and a number follows: `Hauptstr. 5`.
    fn is_short_compound(&self, word: &str) -> bool {
        let end =
            word.char_indices().rev().nth(SHORT_END_CHARS - 1).map_or(word, |(at, _)| &word[at..]);
        self.after.starts_with(char::is_numeric)
            && self.language.is(&format!("-{end}"), WordKind::Number)
    }

    /// Whether the next word is a part of the same abbreviation: `n. Chr.`
    fn goes_on(&self, phrase: &str) -> bool {
        let whole = format!("{phrase}.{}", self.next().to_lowercase());
        words::is_known(&whole) && words::meaning(&whole, self.language.get()).is_abbreviation()
    }

    /// Whether a unit follows a number: `1999 г.`, `XV w.`, `3300 r. p.n.e.`.
    fn is_measured(&self, before: &str, phrase: &str, word: &str) -> bool {
        let blanks = phrase.len().saturating_sub(word.len());
        // The parts of a phrase stand with or without blanks between them.
        let mut rest = before;
        for _ in 0..phrase[..blanks].matches('.').count() {
            let part = last_word(rest.trim_end_matches(['.', ' ', '\u{a0}']));
            rest = rest.trim_end_matches(['.', ' ', '\u{a0}']);
            rest = rest[..rest.len() - part.len()].trim_end();
        }
        let mut number = last_word(rest.trim_end_matches(['.', ' ', '\u{a0}']));
        // A year may stand before the word for it: `3300 году до н. э.`.
        if number.chars().all(char::is_lowercase) {
            let shorter = rest.trim_end_matches(|c: char| !c.is_whitespace()).trim_end();
            number = last_word(shorter.trim_end_matches('.'));
        }
        number.contains(char::is_numeric) || is_roman(number)
    }

    /// The word with the parts of an abbreviation that stand before it: `т. п` is `т.п`.
    fn joined(&self, word: &str) -> String {
        let mut phrase = word.to_owned();
        let mut rest = &self.before[..self.before.len() - word.len()];
        for _ in 1..MAX_PARTS {
            let Some(before) = rest.trim_end_matches([' ', '\u{a0}', '\u{202f}']).strip_suffix('.')
            else {
                break;
            };
            if before.len() + 1 == rest.len() {
                break;
            }
            let part = last_word(before);
            if part.is_empty() || part.chars().filter(|c| *c != '.').count() > 3 {
                break;
            }
            phrase.insert(0, '.');
            phrase.insert_str(0, part);
            rest = &before[..before.len() - part.len()];
            if words::is_known(&phrase.to_lowercase()) {
                break;
            }
        }
        if words::is_known(&phrase.to_lowercase()) { phrase } else { word.to_owned() }
    }
}

/// The last word of a text: what stands behind its last blank, bracket, quotation mark or apostrophe.
fn last_word(text: &str) -> &str {
    let from = text.ceil_char_boundary(text.len().saturating_sub(MAX_WORD_BYTES));
    let near = &text[from..];
    let start = near.char_indices().rev().find(|(_, c)| is_separator(*c));
    &near[start.map_or(0, |(at, c)| at + c.len_utf8())..]
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '(' | '['
                | '{'
                | '“'
                | '”'
                | '„'
                | '"'
                | '«'
                | '»'
                | '‘'
                | '’'
                | '\''
                | '—'
                | '–'
                | '/'
                | '…'
                | ','
                | ';'
                | ':'
                | '<'
                | '>'
                | '「'
        )
}

/// Whether a word is written in capitals among words that are not: `der FR.` is no `Fr.`.
fn is_shouted(word: &str, next: &str) -> bool {
    let capitals = |word: &str| !word.is_empty() && word.chars().all(char::is_uppercase);
    // Plurals are doubled: `MM. Roux et Blanc`.
    let mut letters = word.chars();
    let doubled = letters.next() == letters.next() && letters.next().is_none();
    word.chars().count() > 1 && !doubled && capitals(word) && !capitals(next)
}

/// Whether a word is a Roman number in capitals.
fn is_roman(word: &str) -> bool {
    !word.is_empty()
        && word.len() <= 8
        && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M'))
}

/// Whether a character is a vowel sign or the like, which stands in words without being a letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{93a}'..='\u{94f}' | '\u{900}'..='\u{903}')
}
