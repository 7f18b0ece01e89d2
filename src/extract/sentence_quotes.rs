//! Quotation marks around the ends of sentences: which close, and which hold a quotation together.

use std::ops::Range;

use memchr::{memmem, memrchr_iter};

/// How far the end of a quotation in `「…」` may stand behind a sentence in it, in bytes.
const MAX_QUOTATION_BYTES: usize = 600;

/// Marks that open a quotation in one style, and close one in another.
#[derive(Debug, Clone, Copy)]
enum QuoteStyle {
    /// `„…“`.
    German,
    /// `«…»`, with blanks inside.
    French,
    /// `»…«`.
    Inward,
    /// `「…」`.
    Corner,
    /// `『…』`.
    WhiteCorner,
}

/// How many styles there are.
const STYLES: usize = 5;

/// Which quotations are open at a place of a text. The text is gone through once, for a sentence of a megabyte may ask
/// at each of its full stops.
#[derive(Default)]
pub(super) struct OpenQuotes {
    /// The first mark that opens, or the end of the text: before it nothing is open.
    first: [Option<usize>; STYLES],
    searched: [usize; STYLES],
    /// The last mark that opened and the last that closed.
    last: [[Option<usize>; 2]; STYLES],
}

impl OpenQuotes {
    /// Whether a quotation is open at `at`, which never goes back.
    fn is_open(&mut self, text: &str, style: QuoteStyle, at: usize) -> bool {
        let kind = style as usize;
        let [opener, closer] =
            [['„', '“'], ['«', '»'], ['»', '«'], ['「', '」'], ['『', '』']][kind];
        if at <= *self.first[kind].get_or_insert_with(|| first_mark(text, opener)) {
            return false;
        }
        let from = self.searched[kind].min(at);
        let part = &text[from..at];
        for (slot, mark) in [opener, closer].into_iter().enumerate() {
            if let Some(found) = last_mark(part.as_bytes(), mark) {
                self.last[kind][slot] = Some(from + found);
            }
        }
        self.searched[kind] = at;
        let [opened, closed] = self.last[kind];
        opened > closed
    }

    /// Where the closing quotes and brackets at `at` end: French ones after a blank too, and those that open in another
    /// style.
    pub(super) fn skip_closers(&mut self, text: &str, at: usize) -> usize {
        let mut rest = text[at..].trim_start_matches(is_closer);
        // `»` closes where nothing follows it that it could open.
        if rest.len() < text.len() - at && opens_word(&text[..text.len() - rest.len()], rest) {
            rest = text[at..].trim_start_matches(|c| is_closer(c) && c != '»');
        }
        let here = |rest: &str| text.len() - rest.len();
        if rest.starts_with('“') && self.is_open(text, QuoteStyle::German, at) {
            rest = rest.trim_start_matches('“');
        }
        if rest.starts_with('«') && self.is_open(text, QuoteStyle::Inward, here(rest)) {
            rest = rest.trim_start_matches('«');
        }
        let spaced = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        if spaced.len() < rest.len() && spaced.starts_with('»') {
            let after = spaced.trim_start_matches('»');
            let closes = !after.starts_with(char::is_alphanumeric);
            if closes && self.is_open(text, QuoteStyle::French, here(spaced)) {
                rest = spaced.trim_start_matches(is_closer);
            }
        }
        here(rest)
    }

    /// Whether a quotation `「…。…」` is open at `at` that is a part of the sentence around it: a particle follows it.
    pub(super) fn is_within_sentence(&mut self, text: &str, at: usize) -> bool {
        let end = text.floor_char_boundary((at + MAX_QUOTATION_BYTES).min(text.len()));
        [(QuoteStyle::Corner, '」'), (QuoteStyle::WhiteCorner, '』')].into_iter().any(
            |(style, closer)| {
                let close =
                    self.is_open(text, style, at).then(|| text[at..end].find(closer)).flatten();
                close.is_some_and(|close| {
                    begins_with_particle(&text[at + close + closer.len_utf8()..])
                })
            },
        )
    }
}

/// Where a mark stands for the first time, or the length of the text.
fn first_mark(text: &str, mark: char) -> usize {
    let mut buffer = [0; 4];
    memmem::find(text.as_bytes(), mark.encode_utf8(&mut buffer).as_bytes()).unwrap_or(text.len())
}

/// Where a mark stands for the last time. All have several bytes, and the last is rarer than the first.
fn last_mark(bytes: &[u8], mark: char) -> Option<usize> {
    let mut buffer = [0; 4];
    let mark = mark.encode_utf8(&mut buffer).as_bytes();
    let ends = memrchr_iter(*mark.last()?, bytes);
    let mut starts = ends.filter_map(|end| (end + 1).checked_sub(mark.len()));
    starts.find(|start| bytes[*start..].starts_with(mark))
}

/// Whether `»` before a text opens it.
fn opens_word(before: &str, after: &str) -> bool {
    before.ends_with('»') && after.starts_with(char::is_alphanumeric)
}

/// Whether a text goes on with a Japanese particle, as after a quotation inside a sentence.
pub(super) fn begins_with_particle(text: &str) -> bool {
    let particle = |c: char| {
        matches!(c, 'と' | 'っ' | 'の' | 'な' | 'に' | 'を' | 'は' | 'が' | 'も' | 'へ' | 'で')
    };
    text.starts_with(particle)
}

/// Whether a character closes a quotation or brackets.
pub(crate) fn is_closer(c: char) -> bool {
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
            | '﹂'
            | '﹄'
    )
}

/// Words after a quotation by which others say who said it: `」他問。`.
pub(super) fn begins_with_speaker(after: &str) -> bool {
    const MAX_CHARS: usize = 10;
    const VERBS: [char; 15] =
        ['说', '說', '问', '問', '道', '答', '叫', '喊', '称', '稱', '笑', '云', '曰', '言', '嘆'];
    let stops =
        |c: char| matches!(c, '。' | '，' | '！' | '？' | '：' | '、' | '；' | ',' | ':' | ';');
    let mut chars = after.trim_start().chars();
    let words: Vec<char> = chars.by_ref().take(MAX_CHARS + 1).take_while(|c| !stops(*c)).collect();
    words.len() <= MAX_CHARS && words.last().is_some_and(|last| VERBS.contains(last))
}

/// The text before the terminators of a sentence, without what closes there.
pub(super) fn has_closer(text: &str, range: Range<usize>) -> bool {
    text[range].contains(|c| is_closer(c) || matches!(c, '“' | '«'))
}
