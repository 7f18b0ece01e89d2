//! Sentences of a block of text: by its punctuation, with abbreviations and closing quotes, for
//! scripts with and without blanks between words.

use std::ops::Range;

/// Words before whose full stop no sentence ends when more text follows, without the stop and in lower
/// case. English, French, German, Spanish. Sorted.
const ABBREVIATIONS: [&str; 102] = [
    "abs", "adm", "al", "approx", "apr", "art", "assn", "aug", "av", "ave", "bd", "brig", "bzgl",
    "bzw", "ca", "capt", "cf", "cie", "cmdr", "co", "col", "comm", "corp", "dec", "dept", "dr",
    "dra", "dña", "ed", "eds", "ee", "eg", "est", "etc", "evtl", "exkl", "feb", "fig", "figs",
    "fr", "ft", "gen", "ggf", "gov", "hon", "hr", "ie", "inc", "inkl", "jan", "jr", "jul", "jun",
    "lt", "ltd", "maj", "mar", "messrs", "mio", "mlle", "mm", "mme", "mr", "mrd", "mrs", "ms",
    "mt", "no", "nov", "nr", "num", "núm", "oct", "op", "pp", "pres", "prof", "pág", "págs", "rep",
    "reps", "rev", "sen", "sens", "sep", "sept", "sgt", "sog", "sr", "sra", "st", "ste", "str",
    "supt", "tel", "univ", "usw", "uu", "vgl", "vol", "vs", "zb",
];

/// Words that begin a sentence far more often than they follow an initialism such as "U.S." in one.
/// Sorted.
const STARTERS: [&str; 40] = [
    "A",
    "After",
    "Although",
    "An",
    "And",
    "As",
    "At",
    "Because",
    "But",
    "By",
    "Despite",
    "For",
    "He",
    "His",
    "However",
    "I",
    "If",
    "In",
    "It",
    "Its",
    "Many",
    "Meanwhile",
    "Most",
    "No",
    "On",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "That",
    "The",
    "Their",
    "There",
    "These",
    "They",
    "This",
    "We",
    "When",
    "While",
];

/// German words before which a number with a full stop is an ordinal. Sorted.
const AFTER_ORDINALS: [&str; 14] = [
    "April",
    "August",
    "Dezember",
    "Februar",
    "Jahrhundert",
    "Jahrhunderts",
    "Januar",
    "Juli",
    "Juni",
    "Mai",
    "März",
    "November",
    "Oktober",
    "September",
];

/// The longest mark of a note, in bytes between its brackets.
const MAX_NOTE_MARK_BYTES: usize = 8;

/// Splits a block of prose into sentences, as ranges of bytes without surrounding white space. `marks` are the
/// stretches that are marks of notes, in ascending order.
pub(crate) fn split(text: &str, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut from = 0;
    let mut openers = OpeningQuotes::default();
    while let Some(stop) = next_terminator(text, from) {
        let at = skip_terminators(text, stop);
        let opened = |mark| openers.opened(text, mark, start..at);
        let closed = skip_closers(text, at, opened);
        let marked = skip_note_marks(text, closed, marks);
        let end = marked.max(skip_marks(text, closed));
        from = end;
        // No blank need stand behind a raised mark.
        if is_boundary(text, start, stop, end)
            || (marked > closed && is_boundary(text, start, stop, closed))
        {
            push(&mut sentences, text, start..end);
            start = end;
        }
    }
    push(&mut sentences, text, start..text.len());
    sentences
}

/// Whether a block reads as prose: it ends as a sentence does, or is long enough to be one.
pub(crate) fn is_prose(text: &str) -> bool {
    let (mut blanks, mut wide) = (0, 0);
    for byte in text.bytes() {
        blanks += usize::from(byte == b' ');
        // The lead bytes of CJK characters: U+3000 to U+9FFF, and the planes above the first.
        wide += usize::from(matches!(byte, 0xe3..=0xe9 | 0xf0));
        if blanks >= 15 || wide >= 30 {
            return true;
        }
    }
    let last = text.trim_end_matches(is_closer).chars().next_back();
    let ends = last.is_some_and(|c| is_terminator(c) || matches!(c, ':' | '：' | ';' | '；'));
    ends && (blanks >= 3 || wide >= 6)
}

fn push(sentences: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    let end = range.start + part.trim_end().len();
    if start < end {
        sentences.push(start..end);
    }
}

fn is_terminator(c: char) -> bool {
    is_wide_terminator(c) || matches!(c, '.' | '!' | '?' | '…' | '؟' | '।' | '۔' | '‽')
}

fn is_wide_terminator(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '．')
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | ')'
            | ']'
            | '»'
            | '›'
            | '」'
            | '』'
            | '）'
            | '】'
            | '》'
            | '〉'
            | '＂'
    )
}

/// Letters of scripts that put no blanks between words.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn next_terminator(text: &str, from: usize) -> Option<usize> {
    // ASCII terminators and the lead bytes of the others.
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'.' | b'!' | b'?' => return Some(at),
            0xd8 | 0xdb | 0xe0 | 0xe2 | 0xe3 | 0xef if text[at..].starts_with(is_terminator) => {
                return Some(at);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn skip_terminators(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + (rest.len() - rest.trim_start_matches(is_terminator).len())
}

/// Quotation marks that show how others are meant.
#[derive(Clone, Copy)]
enum QuoteStyle {
    /// `„`, which `“` closes.
    German,
    /// `«`, which `»` closes, after a blank too.
    French,
}

/// Where those marks stand: the text is gone through once, for a sentence of a megabyte may ask at each of
/// its full stops.
#[derive(Default)]
struct OpeningQuotes {
    /// How far the text was searched, and the last mark there, of each kind.
    searched: [usize; 2],
    last: [Option<usize>; 2],
}

impl OpeningQuotes {
    /// Whether a mark stands in `range`, whose end never goes back.
    fn opened(&mut self, text: &str, opener: QuoteStyle, range: Range<usize>) -> bool {
        let kind = opener as usize;
        let mark = ['„', '«'][kind];
        let from = self.searched[kind].max(range.start);
        if let Some(at) = text.get(from..range.end).and_then(|part| part.rfind(mark)) {
            self.last[kind] = Some(from + at);
        }
        self.searched[kind] = from.max(range.end);
        self.last[kind].is_some_and(|at| at >= range.start)
    }
}

/// Closing quotes and brackets, also French ones after a blank and German ones that are English openers.
fn skip_closers(text: &str, at: usize, mut opened: impl FnMut(QuoteStyle) -> bool) -> usize {
    let rest = &text[at..];
    let mut rest = rest.trim_start_matches(is_closer);
    if rest.starts_with('“') && opened(QuoteStyle::German) {
        rest = rest.trim_start_matches('“');
    }
    let spaced = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    if spaced.starts_with('»') && opened(QuoteStyle::French) {
        rest = spaced.trim_start_matches(is_closer);
    }
    text.len() - rest.len()
}

/// Marks of notes that the page shows as such, raised or as links. Punctuation and blanks may stand between them.
fn skip_note_marks(text: &str, at: usize, marks: &[Range<usize>]) -> usize {
    let mut end = at;
    let first = marks.partition_point(|mark| mark.start < at);
    for mark in &marks[first..] {
        let between = &text[end..mark.start.max(end)];
        let is_near = between.len() <= MAX_NOTE_MARK_BYTES
            && between
                .chars()
                .all(|c| c.is_whitespace() || matches!(c, ',' | ';' | '[' | ']' | '(' | ')'));
        if !is_near {
            break;
        }
        end = mark.end;
    }
    // The bracket that ends the last mark.
    let rest = &text[end..];
    if end > at { text.len() - rest.trim_start_matches([']', ')']).len() } else { at }
}

/// Marks of notes that belong to the sentence before them: `[1]`, `[a][2]`, `[note 3]`.
fn skip_marks(text: &str, at: usize) -> usize {
    let mut end = at;
    while let Some(mark) = text[end..].strip_prefix('[') {
        // No further than a mark is long: a text of open brackets would be searched to its end for each.
        let near = mark.bytes().take(MAX_NOTE_MARK_BYTES + 1).position(|byte| byte == b']');
        let Some(length) = near.filter(|length| *length > 0) else { break };
        if !mark[..length].chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '*' | '†')) {
            break;
        }
        end += length + 2;
    }
    let whole = text[end..].chars().next().is_none_or(|c| c.is_whitespace() || is_wide(c));
    if whole { end } else { at }
}

/// Whether the terminators at `stop`, with closing quotes up to `end`, end the sentence from `start`.
fn is_boundary(text: &str, start: usize, stop: usize, end: usize) -> bool {
    let first = text[stop..].chars().next().unwrap_or_default();
    let after = &text[end..];
    if after.is_empty() {
        return true;
    }
    if is_wide_terminator(first) || text[stop..end].contains(is_wide_terminator) {
        return !(first == '．' && after.starts_with(char::is_numeric));
    }
    let blank = after.starts_with(char::is_whitespace);
    let next = after.trim_start();
    let opened = next.trim_start_matches([
        '"', '“', '‘', '\'', '(', '[', '«', '¿', '¡', '「', '—', '–', '-', ' ',
    ]);
    let following = opened.chars().next().unwrap_or_default();
    if !blank {
        // "end.“Next" is no boundary; "結束!下一句" and "…”下一句" are.
        return first != '.' && is_wide(following);
    }
    if following.is_lowercase() {
        return false;
    }
    if first == '.' && is_ordinal(&text[start..stop], after) {
        return false;
    }
    if first == '.' && end == stop + 1 {
        return !is_abbreviation(&text[start..stop], opened);
    }
    true
}

/// Whether a number before a full stop is an ordinal or part of a date: "3. Oktober", "2022. 4. 8.".
fn is_ordinal(before: &str, after: &str) -> bool {
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&digits) {
        return false;
    }
    let next = after.trim_start();
    let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let hangul = |c: char| matches!(c, '\u{ac00}'..='\u{d7a3}');
    AFTER_ORDINALS.binary_search(&word).is_ok()
        || next.starts_with(hangul)
        || (next.starts_with(|c: char| c.is_ascii_digit())
            && (before.chars().rev().take(40).any(hangul) || next.chars().take(40).any(hangul)))
}

/// Whether the word before a full stop is one that a stop belongs to.
fn is_abbreviation(before: &str, after: &str) -> bool {
    let word = before
        .rsplit([' ', '\u{a0}', '(', '“', '"', '—', '–', '‘', '[', '/'])
        .next()
        .unwrap_or_default();
    let letters: String = word.chars().filter(|c| *c != '.').collect::<String>().to_lowercase();
    if letters.is_empty() {
        return false;
    }
    let next = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let single = letters.chars().count() == 1 && letters.chars().all(char::is_alphabetic);
    if single && word.chars().count() == 1 {
        return word != "I";
    }
    if word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2) {
        // "U.S." and the like end a sentence only before a word that begins one.
        return letters.chars().all(char::is_alphabetic) && STARTERS.binary_search(&next).is_err();
    }
    match letters.as_str() {
        // "No." is an abbreviation before a number only.
        "no" | "nr" | "fig" | "art" | "mar" | "jan" | "feb" | "apr" | "jun" | "jul" | "aug"
        | "sep" | "sept" | "oct" | "nov" | "dec" | "vol" | "abs" => {
            next.starts_with(|c: char| c.is_ascii_digit())
        }
        "etc" | "inc" | "co" | "corp" | "ltd" | "jr" | "sr" | "al" | "usw" => {
            STARTERS.binary_search(&next).is_err()
        }
        letters => ABBREVIATIONS.binary_search(&letters).is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        split(text, &[]).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn the_lists_are_sorted() {
        assert!(STARTERS.is_sorted() && ABBREVIATIONS.is_sorted() && AFTER_ORDINALS.is_sorted());
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        for text in [
            "He met Dr. Wang and Prof. J. K. Doe of the U.S. Senate on Jan. 5.",
            "In the U.S. and the U.K. officials met.",
            "Das gilt z. B. für Nr. 5 bzw. alle anderen.",
            "See Fig. 3 and p. 7 of Smith et al. 2020.",
            "Acme Inc. Chairman spoke.",
            "Am 3. Oktober und im 19. Jahrhundert galt das.",
            "Es de EE. UU. y de la pág. 5.",
            "2022. 4. 8. 서울에서 발표했다.",
            "気温は３．５度である",
        ] {
            assert_eq!(parts(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn sentences_end() {
        assert_eq!(parts("One. Two? “Three!” Four… five. Six").len(), 5);
        assert_eq!(parts("It left the U.S. The next day it rained.").len(), 2);
        assert_eq!(parts("One claim.[1] Another.[2][a] A third").len(), 3);
        assert_eq!(parts("« Bonjour ! » Puis rien. „Nein!“ Dann ja.").len(), 4);
        assert_eq!(parts("He said “no.” Then left."), ["He said “no.”", "Then left."]);
        assert_eq!(parts("It is 3.5 percent. 27 million remain.").len(), 2);
        assert_eq!(parts("“Why?” she asked. Nobody knew.").len(), 2);
        assert_eq!(parts("example.org is a name."), ["example.org is a name."]);
    }

    #[test]
    fn text_without_blanks() {
        assert_eq!(
            parts("这是一句。“另一句！”还有一句？是的"),
            ["这是一句。", "“另一句！”", "还有一句？", "是的"]
        );
        assert_eq!(parts("第3.5条!下一句").len(), 2);
    }

    #[test]
    fn prose() {
        assert!(is_prose("This is a sentence."));
        assert!(is_prose("这是一个完整的句子。"));
        assert!(!is_prose("Home"));
        assert!(!is_prose("Read more."));
    }
}
