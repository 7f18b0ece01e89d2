//! Who a sentence says it has it from: "according to X", and the plural that promises several.

use std::ops::Range;

use super::{SignalKind, SignalSpan, Word};

/// Those of whom several are promised.
const PEOPLE: [&str; 16] = [
    "studies",
    "reports",
    "surveys",
    "experts",
    "researchers",
    "scientists",
    "analysts",
    "critics",
    "observers",
    "economists",
    "historians",
    "scholars",
    "polls",
    "journalists",
    "lawyers",
    "epidemiologists",
];

/// What makes the plural a promise of many.
const MANY: [&str; 14] = [
    "many",
    "several",
    "numerous",
    "multiple",
    "most",
    "dozens",
    "countless",
    "raft",
    "number",
    "host",
    "plenty",
    "various",
    "hundreds",
    "scores",
];

/// What such people do with what they found.
const SAYING: [&str; 34] = [
    "agree",
    "argue",
    "argued",
    "believe",
    "claim",
    "claimed",
    "conclude",
    "concluded",
    "confirm",
    "confirmed",
    "demonstrate",
    "demonstrated",
    "estimate",
    "estimated",
    "find",
    "found",
    "indicate",
    "indicated",
    "note",
    "noted",
    "point",
    "report",
    "reported",
    "reveal",
    "revealed",
    "said",
    "say",
    "show",
    "showed",
    "shown",
    "suggest",
    "suggested",
    "warn",
    "warned",
];

/// How far the verb may stand behind the noun.
const MAX_VERB_DISTANCE_WORDS: usize = 12;

/// Chinese words that promise several.
const CHINESE: [&str; 11] = [
    "多项研究",
    "许多研究",
    "大量研究",
    "不少研究",
    "多份报告",
    "多家媒体",
    "许多专家",
    "不少专家",
    "多位专家",
    "许多学者",
    "多位学者",
];

/// Attributions of English text: those whose noun or "according" is one of `own`.
pub(super) fn english(words: &[Word], own: Range<usize>) -> Vec<SignalSpan> {
    let mut found = Vec::new();
    for at in own {
        let word = &words[at];
        if word.lower == "according" && words.get(at + 1).is_some_and(|next| next.lower == "to") {
            let end = words.get(at + 2).map_or(words[at + 1].end, |name| name.end);
            found.push((SignalKind::Attribution, word.start..end));
        }
        if PEOPLE.contains(&word.lower.as_str())
            && let Some(start) = promise(words, at)
        {
            found.push((SignalKind::PluralAttribution, words[start].start..word.end));
        }
    }
    found
}

/// Where the words that promise several begin, if the noun at `at` makes such a promise.
fn promise(words: &[Word], at: usize) -> Option<usize> {
    let verb = |word: &Word| SAYING.contains(&word.lower.as_str());
    let after = &words[at + 1..];
    let quantified =
        (at.saturating_sub(4)..at).find(|&at| MANY.contains(&words[at].lower.as_str()));
    match quantified {
        Some(start) if after.iter().take(MAX_VERB_DISTANCE_WORDS).any(verb) => Some(start),
        // "Studies show" without a number of them, at the head of a sentence or clause.
        None if at == 0 && after.first().is_some_and(verb) => Some(at),
        _ => None,
    }
}

/// Attributions of Chinese text.
pub(super) fn chinese(text: &str) -> Vec<SignalSpan> {
    let plural = CHINESE.iter().flat_map(|word| text.match_indices(word));
    let mut found: Vec<SignalSpan> =
        plural.map(|(at, word)| (SignalKind::PluralAttribution, at..at + word.len())).collect();
    // 据…报道, 据…统计: between them the name of who reported.
    for (at, mark) in text.match_indices('据') {
        let tail = &text[at..];
        let near: String = tail.chars().take(16).collect();
        let verb = ["报道", "報道", "统计", "披露"].iter().filter_map(|verb| near.find(verb)).min();
        let starts = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        if let Some(verb) = verb.filter(|verb| starts && *verb > mark.len()) {
            let clause = &tail[..verb];
            if !clause.contains(['，', '。', '；']) {
                found.push((SignalKind::Attribution, at..at + verb + "报道".len()));
            }
        }
    }
    found
}
