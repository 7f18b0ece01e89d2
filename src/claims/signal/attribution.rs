//! Who a sentence says it has it from: "according to X", verbs that report, and the plural that promises several.

use super::reading::SentenceReading;
use super::{SignalDetail, SignalKind, SignalSpan};
use crate::claims::lexicon::{WordClass, WordHit};

/// How far the verb may stand behind those who are many, and how far "many" before them, in bytes.
const MAX_VERB_BYTES: usize = 90;
const MAX_MANY_BYTES: usize = 36;

/// How many words are shown of the name behind "according to": up to the first of some length.
const MAX_NAME_WORDS: usize = 3;
const MIN_NAME_CHARS: usize = 4;

/// The attributions of a sentence.
pub(super) fn find(reading: &SentenceReading<'_>) -> Vec<SignalSpan> {
    let phrases = reading.of(WordClass::Attribution).map(|hit| {
        let end = named(reading, hit.end);
        SignalSpan::new(SignalKind::Attribution, hit.start..end, SignalDetail::default())
    });
    let verbs = reading.of(WordClass::Report).filter(|hit| !is_own(reading, hit)).map(|hit| {
        let detail = SignalDetail { is_weak: true, ..SignalDetail::default() };
        SignalSpan::new(SignalKind::Attribution, hit.start..hit.end, detail)
    });
    phrases.chain(verbs).chain(plural(reading)).collect()
}

/// Where the name begins to be one: behind the articles and small words after "according to".
fn named(reading: &SentenceReading<'_>, from: usize) -> usize {
    let mut end = from;
    for _ in 0..MAX_NAME_WORDS {
        let next = reading.word_end(end);
        let is_small = reading.text[end..next].trim().chars().count() < MIN_NAME_CHARS;
        end = next;
        if !is_small {
            break;
        }
    }
    end
}

/// Whether the speaker reports: what I say has no other source.
fn is_own(reading: &SentenceReading<'_>, verb: &WordHit) -> bool {
    let own = [WordClass::FirstPerson, WordClass::We];
    own.iter().any(|class| reading.hit_before(verb.start, *class).is_some())
}

/// "Many experts say", "Studies show" at the head of a sentence, 多项研究.
fn plural<'a>(reading: &'a SentenceReading<'_>) -> impl Iterator<Item = SignalSpan> + 'a {
    let phrases = reading.of(WordClass::PluralAttribution).map(|hit| hit.start..hit.end);
    let people = reading.hits.iter().enumerate().filter_map(|(at, hit)| {
        if hit.class != WordClass::Experts {
            return None;
        }
        let near = |many: &&WordHit| hit.start < many.end + MAX_MANY_BYTES;
        let before = reading.hits[..at].iter().rev().take_while(near);
        let many = before.into_iter().find(|many| many.class == WordClass::Many);
        let near = |verb: &&WordHit| verb.start <= hit.end + MAX_VERB_BYTES;
        let mut behind = reading.hits[at + 1..].iter().take_while(near);
        let verb = behind.find(|verb| {
            let is_verb = matches!(verb.class, WordClass::Report | WordClass::ReportWeak);
            is_verb && verb.start >= hit.end
        })?;
        let is_head = hit.start == 0 && verb.start == reading.skip_gap(hit.end);
        let start = many.map(|many| many.start).or_else(|| is_head.then_some(hit.start))?;
        Some(start..hit.end)
    });
    phrases
        .chain(people)
        .map(|range| SignalSpan::new(SignalKind::PluralAttribution, range, SignalDetail::default()))
}
