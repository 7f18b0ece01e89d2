//! What a row shows of its sentence: all of it, or of an endless one the part around its link.

use std::borrow::Cow;

use crate::article::Link;
use crate::claims::{self, Claim, Signal};
use crate::extract::MAX_SENTENCE_BYTES;
use crate::link::redact::redact_text;
use crate::report::control::sanitize_char;
use crate::report::format::truncate;

use super::word_diff::unmarked;

/// Longest words of a signal, in characters.
const MAX_SIGNAL_CHARS: usize = 60;

/// A sentence, or a part of one, as a row shows it.
pub(super) struct Excerpt {
    /// The words, the anchors of the row's source in `«…»`; `…` stands for what is left out.
    pub(super) text: String,
    /// What can be checked in them.
    pub(super) signals: Vec<String>,
}

impl Excerpt {
    /// What the row of these links shows; they lead to one work.
    ///
    /// Repeating a sentence for each of its links costs the square of its length, so a row shows no more
    /// of an endless one than the citation itself: the surroundings of its first link.
    pub(super) fn from_claim(claim: &Claim, links: &[&Link]) -> Self {
        let part = links.first().filter(|_| claim.text.len() > MAX_SENTENCE_BYTES);
        let Some(part) = part.and_then(|link| link.sentence.as_ref()) else {
            let signals = claim.signals.iter().map(signal).collect();
            return Self { text: marked(&claim.text, &anchors(links)), signals };
        };
        let here = links.iter().filter(|link| link.sentence.as_ref() == Some(part));
        let here: Vec<&Link> = here.copied().collect();
        let part = &part.text();
        let signals = claims::signals(part).iter().map(signal).collect();
        Self { text: marked(part, &anchors(&here)), signals }
    }
}

fn anchors(links: &[&Link]) -> Vec<[u32; 2]> {
    links.iter().filter_map(|link| link.anchor_at).collect()
}

/// The sentence with what stands at these places in `«…»`, without secrets. Marks inside an address would
/// hide where its secret ends; then there are none.
fn marked(text: &str, anchors: &[[u32; 2]]) -> String {
    let mut marks: Vec<(u32, char)> = Vec::new();
    for [start, end] in anchors.iter().copied().filter(|at| at[0] < at[1]) {
        marks.extend([(start, '«'), (end, '»')]);
    }
    if marks.is_empty() {
        return redact_and_sanitize(text);
    }
    marks.sort_by_key(|(at, mark)| (*at, *mark == '«'));
    let mut marks = marks.into_iter().peekable();
    let mut marked = String::with_capacity(text.len() + 8);
    for (at, c) in text.chars().chain(['\0']).enumerate() {
        while let Some((_, mark)) = marks.next_if(|(place, _)| *place as usize == at) {
            marked.push(mark);
        }
        marked.extend(sanitize_char(c));
    }
    marked.pop();
    let (plain, marked) = (redact_and_sanitize(text), redact_text(&marked).into_owned());
    if unmarked(&plain) == unmarked(&marked) { marked } else { plain }
}

fn signal(signal: &Signal) -> String {
    let words = redact_and_sanitize(&signal.text);
    format!("{} {}", signal.kind.name(), truncate(words.trim(), MAX_SIGNAL_CHARS))
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
