//! Sentences of a block of text: by its punctuation, with abbreviations, closing quotes and marks of notes, for
//! scripts with and without blanks between words.

use std::ops::Range;

use super::sentence_quotes::{self as quotes, OpenQuotes, is_closer};
use super::sentence_stop::{BlockLanguage, FullStop};
use super::sentence_words::{Language, WordKind};
use crate::html::byte_set::table;

/// The longest mark of a note, in bytes between its brackets.
const MAX_NOTE_MARK_BYTES: usize = 8;

/// How many words of a name stand before the verb that says who spoke.
const MAX_SPEAKER_WORDS: usize = 3;

/// Splits a block of prose into sentences, as ranges of bytes without surrounding white space.
///
/// `marks` are the stretches that belong to the sentence before them, in ascending order: marks of notes, and sources
/// in brackets. `page` tells the language of the page, where a block does not tell its own.
pub(crate) fn split(
    text: &str,
    marks: &[Range<usize>],
    page: &dyn Fn() -> Option<Language>,
) -> Vec<Range<usize>> {
    let mut block =
        Block { text, language: BlockLanguage::new(text, page), quotes: OpenQuotes::default() };
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut from = 0;
    while let Some(stop) = next_terminator(text, from) {
        let terminated = skip_terminators(text, stop);
        let closed = block.quotes.skip_closers(text, terminated);
        let marked = skip_note_marks(text, closed, marks);
        let end = marked.max(skip_marks(text, closed));
        from = end;
        let found = SentenceEnd { start, stop, terminated, closed, end };
        if block.is_end(&found, marked > closed) {
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
    // So many at a time are counted in a few instructions.
    for part in text.as_bytes().chunks(32) {
        blanks += part.iter().map(|byte| u8::from(*byte == b' ')).sum::<u8>();
        // The lead bytes of CJK characters: U+3000 to U+9FFF, and the planes above the first.
        wide += part.iter().map(|byte| u8::from(matches!(byte, 0xe3..=0xe9 | 0xf0))).sum::<u8>();
        if blanks >= 15 || wide >= 30 {
            return true;
        }
    }
    let last =
        text.trim_end_matches(|c| is_closer(c) || matches!(c, '“' | '«')).chars().next_back();
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

/// Whether a character ends sentences.
pub(crate) fn is_terminator(c: char) -> bool {
    is_wide_terminator(c) || matches!(c, '.' | '!' | '?' | '…') || is_foreign_terminator(c)
}

fn is_wide_terminator(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '．')
}

/// Those of Arabic, Devanagari, Armenian, Greek, Ethiopic, Burmese, Khmer, Tibetan, Sinhala, Mongolian, Canadian
/// syllabics, Lepcha, Ol Chiki, Meetei, Tifinagh; and doubled signs.
fn is_foreign_terminator(c: char) -> bool {
    matches!(
        c,
        '؟' | '۔'
            | '।'
            | '॥'
            | '։'
            | '\u{37e}'
            | '\u{387}'
            | '።'
            | '፧'
            | '፨'
            | '။'
            | '។'
            | '៕'
            | '།'
            | '༎'
            | '෴'
            | '᠃'
            | '᠉'
            | '᙮'
            | '᰻'
            | '᰼'
            | '᱾'
            | '᱿'
            | '꫰'
            | '꫱'
            | '⵰'
            | '‽'
            | '‼'
            | '⁇'
            | '⁈'
            | '⁉'
            | '⸮'
    )
}

/// Signs that end sentences in some scripts and not in others: `;` asks in Greek, `:` ends in Armenian. They do where
/// a letter of the script stands before.
fn is_script_terminator(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().unwrap_or_default();
    match text.as_bytes()[at] {
        b';' | 0xc2 => matches!(before, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'),
        b':' => matches!(before, '\u{531}'..='\u{587}'),
        _ => false,
    }
}

/// Letters of scripts that put no blanks between words.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// ASCII terminators and the lead bytes of the others.
static MAY_TERMINATE: [bool; 256] = table(b".!?;:\xc2\xcd\xce\xd6\xd8\xdb\xe0\xe1\xe2\xe3\xea\xef");

fn next_terminator(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(next) = bytes[at..].iter().position(|byte| MAY_TERMINATE[*byte as usize]) {
        at += next;
        match bytes[at] {
            b'.' | b'!' | b'?' => return Some(at),
            0xc2 if at > 0 && text[at..].starts_with('·') && is_script_terminator(text, at) => {
                return Some(at);
            }
            b';' | b':' if at > 0 && bytes[at - 1] >= 0x80 && is_script_terminator(text, at) => {
                return Some(at);
            }
            0xcd | 0xce | 0xd6 | 0xd8 | 0xdb | 0xe0 | 0xe1 | 0xe2 | 0xe3 | 0xea | 0xef
                if text[at..].starts_with(is_terminator) =>
            {
                return Some(at);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn skip_terminators(text: &str, at: usize) -> usize {
    // The first may be one of a script's own.
    let first = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    let rest = &text[first..];
    first + (rest.len() - rest.trim_start_matches(is_terminator).len())
}

/// Stretches that belong to the sentence before them, such as marks of notes that are raised or links. Punctuation and
/// blanks may stand between them.
fn skip_note_marks(text: &str, at: usize, marks: &[Range<usize>]) -> usize {
    let mut end = at;
    let first = marks.partition_point(|mark| mark.start < at);
    for mark in &marks[first..] {
        let between = &text[end..mark.start.max(end)];
        let joins = |c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | '[' | ']' | '(' | ')' | '–' | '-')
        };
        if between.len() > MAX_NOTE_MARK_BYTES || !between.chars().all(joins) {
            break;
        }
        end = mark.end.max(end);
    }
    // The bracket that ends the last mark.
    let rest = &text[end..];
    if end > at { text.len() - rest.trim_start_matches([']', ')']).len() } else { at }
}

/// Marks of notes that belong to the sentence before them: `[1]`, `[a][2]`, `[note 3]`, `¹`, `†`.
fn skip_marks(text: &str, at: usize) -> usize {
    let sign = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '†' | '‡' | '*' | '⁎');
    let rest = &text[at..];
    let mut end = text.len() - rest.trim_start_matches(sign).len();
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

/// Where a sentence may end.
struct SentenceEnd {
    /// Where it begins.
    start: usize,
    /// Its first terminator, and the end of the last.
    stop: usize,
    terminated: usize,
    /// The end of what closes there.
    closed: usize,
    /// The end of marks of notes behind.
    end: usize,
}

/// A block of text that is split.
struct Block<'a> {
    text: &'a str,
    language: BlockLanguage<'a>,
    quotes: OpenQuotes,
}

impl Block<'_> {
    /// Whether a sentence ends there. No blank need stand behind a raised mark.
    fn is_end(&mut self, found: &SentenceEnd, is_marked: bool) -> bool {
        self.ends_before(found, found.end)
            || (is_marked && (self.ends_before(found, found.closed) || self.is_capital(found.end)))
    }

    /// Whether a capital letter stands at a place.
    fn is_capital(&self, at: usize) -> bool {
        self.text[at..].starts_with(char::is_uppercase)
    }

    fn ends_before(&mut self, found: &SentenceEnd, end: usize) -> bool {
        let text = self.text;
        let first = text[found.stop..].chars().next().unwrap_or_default();
        let after = &text[end..];
        if after.is_empty() {
            return true;
        }
        if is_wide_terminator(first)
            || text[found.stop..found.terminated].contains(is_wide_terminator)
        {
            return self.ends_wide(found, after);
        }
        let next = after.trim_start();
        let opened = next.trim_start_matches([
            '"', '“', '„', '‘', '‚', '\'', '(', '[', '«', '»', '›', '‹', '¿', '¡', '「', '『', '—',
            '–', '-', ' ',
        ]);
        let following = opened.chars().next().unwrap_or_default();
        if next.len() == after.len() {
            // "end.“Next" is no boundary; "結束!下一句" and "…”下一句" are.
            return (first != '.' && is_wide(following)) || is_own_sign(first);
        }
        if begins_small(opened) {
            return false;
        }
        let is_closed = quotes::has_closer(text, found.terminated..found.closed);
        if first != '.' && is_closed && self.names_speaker(opened) {
            return false;
        }
        let bracketed = &text[found.terminated..found.closed] == "]";
        if first == '.'
            && found.terminated == found.stop + 1
            && (end == found.terminated || bracketed)
        {
            let before = &text[found.start..found.stop];
            let (before, language) = (before.trim_start(), &self.language);
            let stop = FullStop { before, near: next, after: opened, language };
            return !stop.is_inside();
        }
        true
    }

    /// Whether a sentence ends at a terminator of a script without blanks: not in a number, nor inside a quotation that
    /// is part of a sentence, nor before who said it.
    fn ends_wide(&mut self, found: &SentenceEnd, after: &str) -> bool {
        if self.text[found.stop..].starts_with('．') && after.starts_with(char::is_numeric) {
            return false;
        }
        if found.closed == found.terminated {
            return !self.quotes.is_within_sentence(self.text, found.terminated);
        }
        !(quotes::begins_with_particle(after) || quotes::begins_with_speaker(after))
    }

    /// Whether a name and a verb follow that say who spoke: `?” Miller asked.`
    fn names_speaker(&self, after: &str) -> bool {
        let words = after
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.'))
            .take(MAX_SPEAKER_WORDS);
        let mut named = false;
        for word in words {
            if named && word.starts_with(char::is_lowercase) {
                return self.language.is(word, WordKind::Speech);
            }
            if !word.starts_with(char::is_uppercase) {
                return false;
            }
            named = true;
        }
        false
    }
}

/// Terminators that nothing else is written with, so that no blank need follow.
fn is_own_sign(c: char) -> bool {
    is_foreign_terminator(c)
        && !matches!(c, '\u{387}' | '\u{37e}' | '؟' | '۔' | '‽' | '‼' | '⁇' | '⁈' | '⁉')
}

/// Whether a text begins with a small letter that stands for one: `iPhone` and `eBay` are names, and an address is
/// always in small letters.
fn begins_small(text: &str) -> bool {
    if ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme)) {
        return false;
    }
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_lowercase) && !chars.next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        split(text, &[], &|| None).into_iter().map(|range| &text[range]).collect()
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

    /// Sentences of one text that are parted by ` | `.
    fn assert_parted(cases: &[&str]) {
        for case in cases {
            let want: Vec<&str> = case.split(" | ").collect();
            assert_eq!(parts(&want.join(" ")), want, "{case}");
        }
    }

    #[test]
    fn abbreviations_of_each_language() {
        assert_parted(&[
            "Die Karte zeigt das Tal, vgl. Abb. 3. | Frau Dr. Lenz, geb. 1961, hat sie gezeichnet.",
            "Das Haus steht in der Hauptstr. 5 und ist sehr alt. | Es gehört der Stadt.",
            "Er lebte im 1. Jh. n. Chr. in Rom und nicht hier. | Das war so.",
            "La Sra. Luna vive en la av. Sol, núm. 4, con su hijo. | El Sr. Paz también.",
            "O Sr. Lima mora na av. Central, n.º 4, e não aqui. | A Dra. Reis também.",
            "Mme Roux habite au bd. Sud, cf. p. 12, et non ici. | M. Blanc aussi.",
            "Il sig. Neri abita qui, come dice l'art. 5 della legge. | Anche la dott.ssa Rosa.",
            "To jest ul. Długa i nie jest to dom. | Prof. Lis mieszka tam, tj. obok.",
            "Это дом на ул. Садовой, и он не был новым. | Проф. Лис живёт там.",
            "Това е домът на ул. Шипка и не е нов. | Проф. Лисов живее там.",
        ]);
    }

    #[test]
    fn years_eras_and_measures_end_sentences() {
        assert_parted(&[
            "Wieś została założona przez kupców w 1312 r. | Zamek jest w niej do dziś.",
            "Hrad byl na tomto místě už v 5. století př. n. l. | Nyní je to jen kopec.",
            "Этот дом был построен здесь ещё в 1912 г. | Потом его не стало.",
            "La ciudad fue fundada aquí por ellos en 300 a. C. | Luego no quedó nada.",
            "The tallest of the plants in the garden was 32 cm. | Nobody knew why.",
            "They met at the station at about 9 p.m. | Police came at 10 a.m. Monday.",
        ]);
        assert_eq!(parts("W 1997 r. Lis został królem, ale nie na długo.").len(), 1);
    }

    #[test]
    fn words_and_letters_that_are_abbreviations_elsewhere() {
        assert_parted(&[
            "De zon kwam al vroeg in de morgen op. | Vervolgens werd het warm.",
            "C'est la maison qui est à l'est. | Pourtant elle n'est pas vieille.",
            "Вот и всё, это сделал я. | Потом он ушёл, и всё.",
            "Não sei quem é. | Depois disso ele não falou.",
            "The programme was written in C. | It was finished in 1999.",
            "So did he, and so did I. | He left.",
        ]);
    }

    #[test]
    fn numbers_that_count() {
        assert_parted(&[
            "Er wurde der 45. Präsident des Landes und nicht der erste. | Das war 2017.",
            "Papa VI. Paul bu kente gelmiş ve onu çok sevmiş. | Sonra 3. Selim de gelmiş.",
            "Es waren am Ende nicht mehr als 45. | Die Leute gingen nach Hause.",
            "It was the end of World War II. | Churchill lost in the vote.",
        ]);
    }

    #[test]
    fn quotations_in_many_styles() {
        assert_parted(&[
            "»Das war so«, sagte sie. | »Mehr nicht.« | Danach schwieg sie.",
            "“Is that true?” Miller asked. | “I do not know.”",
            "« Il est venu. | Il est parti. » | Puis rien.",
        ]);
        assert_eq!(parts("彼は「もう終わった。帰ろう。」と言った。次に進む。").len(), 2);
        assert_eq!(parts("「你知道嗎？」他問。「不知道。」她答。").len(), 2);
        assert_eq!(parts("彼は『本。雑誌。』を読んだ。終わり。").len(), 2);
    }

    #[test]
    fn terminators_of_other_scripts() {
        assert_parted(&[
            "Սա նախադասություն է։ | Սա երկրորդն է։",
            "Τι είναι αυτό; | Δεν ξέρω ακόμα.",
            "ይህ ዓረፍተ ነገር ነው። | ይህ ሁለተኛው ነው።",
            "ဒါက စာကြောင်းတစ်ကြောင်းပါ။ | ဒါက ဒုတိယပါ။",
        ]);
        assert_eq!(parts("唐納德·特朗普 and a; B: C").len(), 1);
    }

    #[test]
    fn marks_of_notes_end_sentences() {
        assert_parted(&[
            "It fell by 12 percent.¹ | It rose again.",
            "It fell by 12 percent.† | It rose again.",
            "It fell by “12 percent.”² | It rose again.",
            "Sales fell in May. | iPhone sales rose.",
        ]);
        let text = "It fell in 2019.1 It rose again.2,3 And then.";
        let spans = [16..17, 32..33, 34..35];
        let found = split(text, &spans, &|| None);
        let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["It fell in 2019.1", "It rose again.2,3", "And then."]);
    }
}
