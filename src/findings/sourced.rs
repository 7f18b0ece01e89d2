//! Sentences that name a source which no citation counts: a page of the article's own site, or a note.
//!
//! Many notes are written by hand: `[4]` in the text, and a numbered list at its end. Nothing leads from the one to the
//! other, so they are matched by their numbers.

use memchr::memchr3_iter;
use rustc_hash::FxHashSet;

use crate::article::{Article, BlockId, BlockKind, Link, Reason, Sentence, SentenceId};
use crate::extract::{MarkText, is_source_heading};

/// The most notes that a range such as `[3–5]` stands for.
const MAX_RANGE_NOTES: usize = 32;

/// The largest number of a note: `[2018]` is a year.
const MAX_NOTE: u32 = 999;

/// The longest mark, in bytes: `[note 12]`.
const MAX_MARK_BYTES: usize = 16;

/// The sentences of an article with a link to a page or the mark of a note, and the entries of its handwritten notes.
pub(super) fn sourced_sentences(article: &Article) -> FxHashSet<SentenceId> {
    let rejects = article.rejects.iter().filter(|link| leads_to_page(link));
    let links = article.citations.iter().chain(rejects);
    let mut ids: FxHashSet<SentenceId> =
        links.flat_map(|link| link.sentence_id.iter().chain(link.supported()).copied()).collect();
    let sentences = article.sentences.as_deref().unwrap_or_default();
    ids.extend(sentences.iter().filter(|one| !one.marks.is_empty()).map(|one| one.id));
    add_handwritten(sentences, &mut ids);
    ids
}

/// Whether a rejected link still takes the reader to another page.
fn leads_to_page(link: &Link) -> bool {
    match link.reason {
        Some(Reason::Internal | Reason::Unresolved | Reason::Template) => true,
        // What cannot be opened was meant for a page; there are other rules about that.
        Some(Reason::Invalid | Reason::Broken) => true,
        _ => false,
    }
}

/// Adds the sentences with a mark whose note is written further down, and the notes.
fn add_handwritten(sentences: &[Sentence], ids: &mut FxHashSet<SentenceId>) {
    let marked: Vec<(usize, Vec<u32>)> = sentences
        .iter()
        .enumerate()
        .filter(|(_, one)| one.id.is_body())
        .map(|(at, one)| (at, marks(&one.text)))
        .filter(|(_, numbers)| !numbers.is_empty())
        .collect();
    let Some((first, _)) = marked.first() else { return };
    let notes = HandwrittenNotes::find(&sentences[*first..], *first);
    let mut wanted: FxHashSet<u32> = FxHashSet::default();
    for (at, numbers) in &marked {
        if numbers.iter().any(|number| notes.is_below(*at, *number)) {
            ids.insert(sentences[*at].id);
            wanted.extend(numbers);
        }
    }
    let entries = notes.entries.iter().filter(|(number, ..)| wanted.contains(number));
    let blocks: FxHashSet<BlockId> = entries.map(|(_, _, block)| *block).collect();
    ids.extend(sentences.iter().map(|one| one.id).filter(|id| blocks.contains(&id.block)));
}

/// The notes that are written as paragraphs or items with a number.
struct HandwrittenNotes {
    /// Number, place among the sentences, and block of each paragraph that begins with a number.
    entries: Vec<(u32, usize, BlockId)>,
    /// Where the last heading over sources stands: the numbers of its list may be those of its items.
    heading: Option<usize>,
}

impl HandwrittenNotes {
    /// Those in a stretch of sentences; `first` is the place of its first one.
    fn find(sentences: &[Sentence], first: usize) -> Self {
        let mut notes = Self { entries: Vec::new(), heading: None };
        for (at, sentence) in sentences.iter().enumerate().filter(|(_, one)| one.id.index == 0) {
            if sentence.id.block.kind == BlockKind::Heading && is_source_heading(&sentence.text) {
                notes.heading = Some(first + at);
            }
            let number = entry_number(&sentence.text);
            notes.entries.extend(number.map(|number| (number, first + at, sentence.id.block)));
        }
        notes
    }

    /// Whether the note with a number stands behind a sentence.
    fn is_below(&self, at: usize, number: u32) -> bool {
        self.heading.is_some_and(|heading| heading > at)
            || self.entries.iter().any(|(entry, place, _)| *entry == number && *place > at)
    }
}

/// The numbers of the marks in a sentence. What stands at its beginning is the number of a note.
fn marks(text: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut from = 0;
    while let Some((start, end)) = next_bracketed(text, from) {
        from = end;
        let shown = &text[start..end];
        let has_digit = shown.contains(|c: char| c.is_ascii_digit());
        let MarkText::Numbers(ranges) = MarkText::parse(shown).unwrap_or(MarkText::Letters) else {
            continue;
        };
        if start > 0 && has_digit {
            let all = ranges.into_iter().flat_map(|range| range.take(MAX_RANGE_NOTES));
            let all = all.filter(|number| (1..=MAX_NOTE).contains(number));
            numbers.extend(all.take(MAX_RANGE_NOTES));
        }
    }
    numbers
}

/// Where the next short text in brackets stands, with its brackets.
fn next_bracketed(text: &str, from: usize) -> Option<(usize, usize)> {
    // The first bytes of the brackets that open.
    memchr3_iter(b'[', 0xe3, 0xef, &text.as_bytes()[from..]).find_map(|at| {
        let start = from + at;
        let (open, close) = brackets_at(&text.as_bytes()[start..])?;
        let inside = start + open.len_utf8();
        let most = text.floor_char_boundary(inside + MAX_MARK_BYTES);
        let length = text[inside..most].find(close)?;
        Some((start, inside + length + close.len_utf8()))
    })
}

/// The bracket with which a text begins, if marks are written by hand in such ones, and its end. In Chinese every comma has
/// the first byte of one, so bytes are compared.
fn brackets_at(bytes: &[u8]) -> Option<(char, char)> {
    match bytes {
        [b'[', ..] => Some(('[', ']')),
        [0xef, 0xbc, 0xbb, ..] => Some(('［', '］')),
        [0xe3, 0x80, 0x94, ..] => Some(('〔', '〕')),
        [0xe3, 0x80, 0x90, ..] => Some(('【', '】')),
        _ => None,
    }
}

/// The number with which a note begins: `[4] …`, `4. …`, `4、…`.
fn entry_number(text: &str) -> Option<u32> {
    let text = text.trim_start();
    if let Some((0, end)) = next_bracketed(text, 0) {
        let number = MarkText::parse(&text[..end])?.number();
        return number.filter(|_| text[end..].contains(char::is_alphabetic));
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = text[digits..].strip_prefix(['.', '．', '、', ')', '）', ':', '：'])?;
    let number = text[..digits].parse().ok()?;
    // `4.5 million` begins a sentence.
    let is_entry = !rest.starts_with(|c: char| c.is_ascii_digit());
    is_entry.then_some(number).filter(|_| rest.contains(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_where_they_follow_text() {
        assert_eq!(marks("The rent rose.[4]"), [4]);
        assert_eq!(marks("房租上涨【2】，然后[3–5]。"), [2, 3, 4, 5]);
        assert_eq!(marks("It fell [1, 7] and rose."), [1, 7]);
        assert!(marks("[4] Smith, Rents").is_empty());
        assert!(marks("苏人社发〔2018〕173号 and [2019]").is_empty());
        assert!(marks("He said [sic] that [the rent] rose [...].").is_empty());
    }

    #[test]
    fn brackets_are_told_by_their_bytes() {
        for open in ['[', '［', '〔', '【'] {
            let text = format!("{open}1");
            assert_eq!(brackets_at(text.as_bytes()).map(|(open, _)| open), Some(open));
        }
        assert_eq!(brackets_at("，1".as_bytes()), None);
        assert_eq!(brackets_at("、1".as_bytes()), None);
    }

    #[test]
    fn entries_begin_with_their_number() {
        assert_eq!(entry_number("[4] Smith, Rents, 2001."), Some(4));
        assert_eq!(entry_number("12. Smith, Rents"), Some(12));
        assert_eq!(entry_number("3、《日报》"), Some(3));
        for text in ["4.5 million people", "2019", "[4]", "Smith [4]", "12 people came."] {
            assert_eq!(entry_number(text), None, "{text}");
        }
    }
}
