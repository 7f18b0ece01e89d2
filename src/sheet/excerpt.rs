//! What a row shows of its sentence: all of it, or of an endless one the part around its link.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::article::Link;
use crate::claims::{self, Claim, Signal};
use crate::extract::MAX_SENTENCE_BYTES;
use crate::link::redact::redact_text;
use crate::report::control::sanitize_char;
use crate::report::format::truncate;

use super::cell::SheetCell;
use super::claim_text::ClaimText;
use super::row_value::RowSignal;

/// Longest words of a signal, in characters.
const MAX_SIGNAL_CHARS: usize = 60;

/// How much of an endless sentence is shown whose links stand in notes, in bytes.
const MAX_BEGINNING_BYTES: usize = 2048;

/// Stands at both ends of an anchor while secrets are taken out. A noncharacter: no text has one after it
/// was sanitized, and like every character beyond ASCII it ends an address.
const MARK: char = '\u{fdd0}';

/// A sentence, or a part of one, as a row shows it.
pub(super) struct Excerpt {
    /// The words, with the anchors of the row's source; `…` stands for what is left out.
    pub(super) text: ClaimText,
    /// What can be checked in them.
    pub(super) signals: Vec<SheetCell<RowSignal>>,
}

impl Excerpt {
    /// What the row of these links shows; they lead to one work.
    ///
    /// Repeating a sentence for each of its links costs the square of its length, so a row shows no more
    /// of an endless one than the citation itself: the surroundings of its first link, or where its links stand in
    /// notes its beginning.
    pub(super) fn from_claim(claim: &Claim, links: &[&Link]) -> Self {
        let is_own = |link: &&&Link| link.sentence_id == claim.sentence_id;
        let own: Vec<&Link> = links.iter().filter(is_own).copied().collect();
        if own.is_empty() && !links.is_empty() && claim.text.len() > MAX_SENTENCE_BYTES {
            return Self::beginning(&claim.text);
        }
        let links = own.as_slice();
        let part = links.first().filter(|_| claim.text.len() > MAX_SENTENCE_BYTES);
        let Some(part) = part.and_then(|link| link.sentence.as_ref()) else {
            let signals = claim.signals.iter().map(signal).collect();
            return Self { text: with_anchors(&claim.text, &anchors(links)), signals };
        };
        let here = links.iter().filter(|link| link.sentence.as_ref() == Some(part));
        let here: Vec<&Link> = here.copied().collect();
        let part: Arc<str> = part.text().into();
        let signals = whole_signals(&part);
        Self { text: with_anchors(&part, &anchors(&here)), signals }
    }

    /// The first words of an endless sentence.
    fn beginning(text: &str) -> Self {
        let end = text.floor_char_boundary(MAX_BEGINNING_BYTES);
        let part: Arc<str> = format!("{}…", &text[..end]).into();
        let signals = whole_signals(&part);
        Self { text: with_anchors(&part, &[]), signals }
    }
}

fn anchors(links: &[&Link]) -> Vec<[u32; 2]> {
    links.iter().filter_map(|link| link.anchor_at).collect()
}

/// One end of an anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct AnchorEnd {
    /// The character of the sentence that it stands before.
    offset: u32,
    /// Whether the anchor begins here. One that ends here comes first.
    begins: bool,
    /// The anchor's index.
    anchor: usize,
}

/// The sentence without secrets, with the anchors that stand at these characters. An anchor inside an address
/// would hide where its secret ends; then there are none.
fn with_anchors(text: &Arc<str>, anchors: &[[u32; 2]]) -> ClaimText {
    let plain = redact_and_sanitize(text);
    let mut ends: Vec<AnchorEnd> = Vec::with_capacity(anchors.len() * 2);
    let length = if anchors.is_empty() { 0 } else { text.chars().count() };
    let real = |[start, end]: &&[u32; 2]| start < end && *end as usize <= length;
    for (anchor, [start, end]) in anchors.iter().filter(real).enumerate() {
        ends.push(AnchorEnd { offset: *start, begins: true, anchor });
        ends.push(AnchorEnd { offset: *end, begins: false, anchor });
    }
    if ends.is_empty() {
        return ClaimText::new(shared(plain, text), Vec::new());
    }
    ends.sort_unstable();
    let marked = marked(text, &ends);
    let (sentence, ranges) = unmarked(&redact_text(&marked), &ends);
    let ranges = if sentence == plain { ranges } else { Vec::new() };
    ClaimText::new(shared(plain, text), ranges)
}

/// A text without secrets, as the sentence itself where it had none.
fn shared(plain: String, sentence: &Arc<str>) -> Arc<str> {
    if *plain == **sentence { Arc::clone(sentence) } else { plain.into() }
}

/// The sentence as a table can show it, with a mark at each end of an anchor.
fn marked(text: &str, ends: &[AnchorEnd]) -> String {
    let mut marked = String::with_capacity(text.len() + ends.len() * MARK.len_utf8());
    let mut ends = ends.iter().peekable();
    for (offset, c) in text.chars().map(Some).chain([None]).enumerate() {
        while ends.next_if(|end| end.offset as usize == offset).is_some() {
            marked.push(MARK);
        }
        marked.extend(c.and_then(sanitize_char));
    }
    marked
}

/// The sentence without the marks, and the bytes of each anchor.
fn unmarked(marked: &str, ends: &[AnchorEnd]) -> (String, Vec<Range<usize>>) {
    let mut parts = marked.split(MARK);
    let mut sentence = parts.next().unwrap_or_default().to_owned();
    let mut ranges = vec![0..0; ends.len() / 2];
    for (end, part) in ends.iter().zip(parts) {
        let range = &mut ranges[end.anchor];
        *(if end.begins { &mut range.start } else { &mut range.end }) = sentence.len();
        sentence.push_str(part);
    }
    (sentence, ranges)
}

/// What can be checked in a part of a sentence, but for the words at its cut ends: `…7 million` may have been 27.
fn whole_signals(part: &str) -> Vec<SheetCell<RowSignal>> {
    const CUT_WORDS: usize = 2;
    let blanks: Vec<u32> =
        (0..).zip(part.chars()).filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).collect();
    let start = blanks.get(CUT_WORDS - 1).filter(|_| part.starts_with('…')).copied();
    let end = blanks.iter().nth_back(CUT_WORDS - 1).filter(|_| part.ends_with('…')).copied();
    let (start, end) = (start.unwrap_or(0), end.unwrap_or(u32::MAX));
    let found = claims::signals(part);
    let whole = found.iter().filter(|signal| start <= signal.at[0] && signal.at[1] <= end);
    whole.map(signal).collect()
}

fn signal(signal: &Signal) -> SheetCell<RowSignal> {
    let words = redact_and_sanitize(&signal.text);
    RowSignal { kind: signal.kind, words: (&*truncate(words.trim(), MAX_SIGNAL_CHARS)).into() }
        .into()
}

/// Text as a table can show it: without secrets and without what steers the reader's screen.
pub(super) fn redact_and_sanitize(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    plain.extend(text.chars().filter_map(sanitize_char));
    match redact_text(&plain) {
        Cow::Owned(clean) => clean,
        Cow::Borrowed(_) => plain,
    }
}
