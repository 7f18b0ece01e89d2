//! Claims: the sentences of an article's body, what in them can be checked, and what they rest on.
//!
//! Pure: everything is read off an [`Article`] with its sentences. Words are looked for in the language of
//! their sentence, so Chinese text never meets rules for English words.

mod byte_search;
mod cue;
mod digest;
pub mod impact;
mod language;
mod lexicon;
pub mod relative;
mod script;
mod signal;
pub mod subject;
mod tokens;

use std::sync::Arc;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::article::{
    Article, BlockId, EMPTY_HASH, Link, Sentence, SentenceId, hash_byte, hash_on,
    is_letter_or_digit,
};
use crate::corpus::{Facet, Selection};

pub use self::cue::{Cue, CueSet};
pub(crate) use self::digest::covered_blocks;
pub(crate) use self::language::ArticleLanguage;
pub use self::script::Script;
use self::signal::Analysis;
pub use self::signal::{Signal, SignalKind};

/// One sentence of the body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// Stays the same as long as the sentence's words do: a hash of its normalised text without marks of notes, and how
    /// many equal sentences stand before it (`9a1c…-0`).
    pub id: CompactString,
    /// `P2.S4`; `None` for a link that stands in no text.
    pub sentence_id: Option<SentenceId>,
    /// `P2`.
    pub paragraph: Option<BlockId>,
    /// The sentence.
    pub text: Arc<str>,
    /// `[start, end)` bytes in the file.
    pub span: Option<[u64; 2]>,
    /// Line and column, from 1.
    pub at: Option<[u32; 2]>,
    /// The script of most of its letters.
    pub script: Script,
    /// The language whose words were looked for in it; `None` where it is not known or has no table.
    #[serde(skip)]
    pub language: Option<&'static str>,
    /// What in it can be checked, in the order of the text.
    pub signals: Vec<Signal>,
    /// What speaks for checking it sooner or later.
    #[serde(skip)]
    pub cues: CueSet,
    /// What it rests on.
    pub support: Support,
}

/// What a claim rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Support {
    /// How near the next citation is.
    pub kind: SupportKind,
    /// Ordinals of the counted citations that the sentence rests on: those in it, and those in its notes.
    pub citations: Box<[u32]>,
    /// Distinct works among them.
    pub works: u32,
    /// Distinct owner groups among them; `None` where nobody was asked.
    pub owners: Option<u32>,
}

/// How near a citation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SupportKind {
    /// None in the paragraph's sentence before, in the sentence, or in the one after.
    None,
    /// One in the sentence before or after, in the same paragraph, or in the headline above it in a digest.
    Adjacent,
    /// One in the sentence itself, or in a note with a mark in it.
    Cited,
}

impl SupportKind {
    /// The word used in JSON and in sheets.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Adjacent => "adjacent",
            Self::Cited => "cited",
        }
    }
}

/// Who stands behind a link, where a table of sources is at hand.
pub type OwnerLookup<'a> = &'a dyn Fn(&Link) -> String;

/// The claims of an article, in the order of its text. Empty where it came without sentences.
pub fn extract_claims(
    article: &Article,
    selection: &Selection,
    owner: Option<OwnerLookup<'_>>,
) -> Vec<Claim> {
    each(article, selection, owner).map(|(_, claim)| claim).collect()
}

/// The same one by one, each with the place of its sentence among those of the article: a text of 32 MB
/// has half a million.
pub(crate) fn each<'a>(
    article: &'a Article,
    selection: &'a Selection,
    owner: Option<OwnerLookup<'a>>,
) -> impl Iterator<Item = (usize, Claim)> {
    let sentences = article.sentences.iter().flatten().enumerate();
    let body: Vec<(usize, &Sentence)> = sentences.filter(|(_, one)| one.id.is_body()).collect();
    let mut cited: FxHashMap<SentenceId, Vec<&Link>> = FxHashMap::default();
    for link in selection.counted_links(article) {
        for id in link.supported() {
            cited.entry(*id).or_default().push(link);
        }
    }
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    let language = ArticleLanguage::from_article(article);
    let covered = covered_blocks(article, selection);
    (0..body.len()).map(move |at| {
        let (place, sentence) = body[at];
        let hash = words_hash(EMPTY_HASH, &sentence.without_marks());
        let ordinal = seen.entry(hash).or_insert(0);
        let id = claim_id(hash, *ordinal);
        *ordinal += 1;
        let links = cited.get(&sentence.id).map_or(&[][..], Vec::as_slice);
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let mut beside = beside.filter_map(|at| body.get(at)).filter(|(_, other)| {
            other.id.block == sentence.id.block && cited.contains_key(&other.id)
        });
        let is_beside = beside.next().is_some() || covered.contains(&sentence.id.block);
        let support = Support::of(links, is_beside, owner);
        (place, claim(sentence, id, support, language))
    })
}

fn claim(
    sentence: &Sentence,
    id: CompactString,
    support: Support,
    language: ArticleLanguage,
) -> Claim {
    let script = Script::detect(&sentence.text);
    let words = sentence.words();
    let Analysis { language, mut signals, cues } = Analysis::new(&words, script, language);
    if !sentence.code.is_empty() {
        signal::show_code(&mut signals, &sentence.text);
    }
    Claim {
        id,
        sentence_id: Some(sentence.id),
        paragraph: Some(sentence.id.block),
        text: Arc::clone(&sentence.text),
        span: sentence.span,
        at: sentence.at,
        script,
        language,
        signals,
        cues,
        support,
    }
}

impl Support {
    fn of(links: &[&Link], beside: bool, owner: Option<OwnerLookup<'_>>) -> Self {
        // Most sentences rest on nothing.
        if links.is_empty() {
            let kind = if beside { SupportKind::Adjacent } else { SupportKind::None };
            return Self { kind, citations: Box::default(), works: 0, owners: owner.map(|_| 0) };
        }
        let works: FxHashSet<&str> =
            links.iter().map(|link| Facet::Work.link_value(link)).collect();
        let owners = owner.map(|owner| {
            let owners: FxHashSet<String> = links.iter().map(|link| owner(link)).collect();
            owners.len() as u32
        });
        let citations = links.iter().map(|link| link.ordinal).collect();
        Self { kind: SupportKind::Cited, citations, works: works.len() as u32, owners }
    }
}

impl Claim {
    /// Whether anything of this kind can be checked in it.
    pub fn has(&self, kind: SignalKind) -> bool {
        self.signals.iter().any(|signal| signal.kind == kind)
    }
}

/// What can be checked in a text that is no sentence of the body, and what speaks for checking it.
pub(crate) fn analyse(text: &str, language: ArticleLanguage) -> Analysis {
    Analysis::new(text, Script::detect(text), language)
}

/// What can be checked in a text, in its order; its language is that of its own words.
pub(crate) fn signals(text: &str) -> Vec<Signal> {
    analyse(text, ArticleLanguage::default()).signals
}

/// Id of a text that stands in no paragraph of the body, such as a caption or a note: by its words and
/// the kind of its block, so that no claim has it. `seen` counts equal ones.
pub(crate) fn id_beside(block: &str, text: &str, seen: &mut FxHashMap<u64, u32>) -> CompactString {
    let hash = words_hash(hash_on(hash_on(EMPTY_HASH, block), "\0"), text);
    let ordinal = seen.entry(hash).or_insert(0);
    *ordinal += 1;
    claim_id(hash, *ordinal - 1)
}

/// The id of a claim by the hash of its words and how many equal ones stand before it. Every sentence has one, and
/// `format!` takes four times as many instructions.
pub(crate) fn claim_id(hash: u64, ordinal: u32) -> CompactString {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut id = *b"0000000000000000-0";
    for (at, digit) in id[..16].iter_mut().enumerate() {
        *digit = DIGITS[(hash >> (60 - 4 * at)) as usize & 0xf];
    }
    let is_short = ordinal < 10;
    id[17] = DIGITS[ordinal as usize & 0xf];
    let mut text = CompactString::from(str::from_utf8(&id).unwrap_or_default());
    if !is_short {
        text.truncate(17);
        text.push_str(&ordinal.to_string());
    }
    text
}

/// Hash of a text's words as they are compared, after what `hash` has seen: lower case, straight quotes,
/// plain dashes, one blank between words, no punctuation at either end. Nothing is copied, for a sentence
/// may be as long as its document.
fn words_hash(hash: u64, text: &str) -> u64 {
    let mut words = WordsHash::new(hash);
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        if byte.is_ascii() {
            words.add_ascii(byte);
            at += 1;
            continue;
        }
        let wide = words.add_wide_letters(&text.as_bytes()[at..]);
        if wide > 0 {
            at += wide;
            continue;
        }
        let c = text[at..].chars().next().unwrap_or_default();
        match c {
            // Punctuation has no case.
            '\u{2010}'..='\u{205e}' | '\u{3001}'..='\u{3020}' | '\u{ff01}'..='\u{ff20}' => {
                words.add(c);
            }
            c => c.to_lowercase().for_each(|c| words.add(c)),
        }
        at += c.len_utf8();
    }
    words.ended
}

/// The first three bytes of a text if they are a Han or Hangul letter, which has no case.
#[inline]
fn wide_letter(text: &[u8]) -> Option<&[u8; 3]> {
    let letter @ [first, second, _] = text.first_chunk()?;
    let is_letter = match first {
        0xe5..=0xe9 | 0xeb..=0xec => true,
        0xe4 => *second >= 0xb8,
        0xea => *second >= 0xb0,
        0xed => *second < 0x9e,
        _ => false,
    };
    is_letter.then_some(letter)
}

/// A hash of words, character by character.
struct WordsHash {
    /// Of what was seen.
    hash: u64,
    /// Up to the last letter or digit.
    ended: u64,
    has_begun: bool,
    is_after_blank: bool,
}

impl WordsHash {
    fn new(hash: u64) -> Self {
        Self { hash, ended: hash, has_begun: false, is_after_blank: false }
    }

    fn add(&mut self, c: char) {
        let c = match c {
            '‘' | '’' => '\'',
            '“' | '”' => '"',
            '–' | '—' => '-',
            c if c.is_whitespace() => {
                self.is_after_blank = true;
                return;
            }
            c => c,
        };
        let is_letter = is_letter_or_digit(c);
        if is_letter || self.has_begun {
            self.begin();
            self.hash = hash_on(self.hash, c.encode_utf8(&mut [0; 4]));
        }
        if is_letter {
            self.ended = self.hash;
        }
    }

    #[inline]
    fn add_ascii(&mut self, byte: u8) {
        match byte {
            b'\t'..=b'\r' | b' ' => self.is_after_blank = true,
            _ if byte.is_ascii_alphanumeric() => {
                self.add_byte(byte.to_ascii_lowercase());
                self.ended = self.hash;
            }
            _ if self.has_begun => self.add_byte(byte),
            _ => {}
        }
    }

    /// Adds the Han and Hangul letters with which a text begins, and returns how many bytes they have.
    #[inline]
    fn add_wide_letters(&mut self, text: &[u8]) -> usize {
        let mut length = 0;
        while let Some(letter) = wide_letter(&text[length..]) {
            if length == 0 {
                self.begin();
            }
            self.hash = letter.iter().fold(self.hash, |hash, byte| hash_byte(hash, *byte));
            self.ended = self.hash;
            length += letter.len();
        }
        length
    }

    /// An ASCII character other than white space.
    #[inline]
    fn add_byte(&mut self, byte: u8) {
        self.begin();
        self.hash = hash_byte(self.hash, byte);
    }

    /// Adds the blank between two words, before what follows it.
    #[inline]
    fn begin(&mut self) {
        if std::mem::take(&mut self.is_after_blank) && self.has_begun {
            self.hash = hash_byte(self.hash, b' ');
        }
        self.has_begun = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::stable_hash;

    #[test]
    fn typography_is_no_difference() {
        let same = |a: &str, b: &str| words_hash(EMPTY_HASH, a) == words_hash(EMPTY_HASH, b);
        assert!(same("It’s  “done”—now.", "it's \"done\"-now!"));
        assert!(!same("27 million", "28 million"));
    }

    #[test]
    fn every_character_is_a_letter_or_none_as_it_is_alone() {
        for c in '\0'..=char::MAX {
            let plain = c.to_lowercase().any(is_letter_or_digit);
            let is_counted = words_hash(EMPTY_HASH, c.encode_utf8(&mut [0; 4])) != EMPTY_HASH;
            assert_eq!(is_counted, plain, "{c:?}");
        }
    }

    #[test]
    fn ids_are_a_hash_and_a_number() {
        for (hash, ordinal) in [(0, 0), (0xfedc_ba98_7654_3210, 9), (1, 10), (u64::MAX, u32::MAX)] {
            assert_eq!(claim_id(hash, ordinal), format!("{hash:016x}-{ordinal}"));
        }
    }

    #[test]
    fn the_hash_of_words_is_that_of_the_plain_text() {
        for (text, plain) in [
            ("It’s  “done”—now.", "it's \"done\"-now"),
            ("。这是一句！", "这是一句"),
            (" – \u{a0} (A\u{a0}b) c – ", "a b) c"),
            ("\u{130}x\u{130}", "i\u{307}xi"),
            (" A  b ", "a b"),
            ("–!", ""),
            ("", ""),
        ] {
            assert_eq!(words_hash(EMPTY_HASH, text), stable_hash(plain), "{text}");
            let beside = stable_hash(&format!("C\0{plain}"));
            let mut seen = FxHashMap::default();
            assert_eq!(id_beside("C", text, &mut seen), format!("{beside:016x}-0"));
        }
    }
}
