//! Who a sentence says it has it from: "according to X", verbs that report, and the plural that promises several.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;

use super::quotation;
use super::reading::SentenceReading;
use super::{SignalDetail, SignalKind, SignalSpan};
use crate::article::CODE_SIGN;
use crate::claims::lexicon::{WordClass, WordHit, is_dense};

/// How far the verb may stand behind those who are many, and how far "many" before them, in bytes.
const MAX_VERB_BYTES: usize = 90;
const MAX_MANY_BYTES: usize = 36;

/// How many words are shown of the name behind "according to": up to the first of some length.
const MAX_NAME_WORDS: usize = 3;
const MIN_NAME_CHARS: usize = 4;

/// The attributions of a sentence.
pub(super) fn find(reading: &SentenceReading<'_>) -> Vec<SignalSpan> {
    let nouns = reading.of(WordClass::AttributionName).filter(|hit| precedes_name(reading, hit));
    let phrases = reading
        .of(WordClass::Attribution)
        .chain(nouns)
        .filter(|hit| !is_manner(reading, hit) && !arranges(reading, hit))
        .filter(|hit| !names_code(reading, hit.end));
    let phrases = phrases.map(|hit| {
        // In Chinese those that name somebody are found by their two ends.
        let is_dense_text = reading.text[hit.start..].starts_with(is_dense);
        let is_weak = reading.lexicon.code == "zh";
        let end = if is_dense_text { hit.end } else { named(reading, hit.end) };
        let detail = SignalDetail { is_weak, ..SignalDetail::default() };
        SignalSpan::new(SignalKind::Attribution, hit.start..end, detail)
    });
    let verbs = reading.of(WordClass::Report).filter(|hit| !is_own(reading, hit)).map(|hit| {
        let detail = SignalDetail { is_weak: true, ..SignalDetail::default() };
        SignalSpan::new(SignalKind::Attribution, hit.start..hit.end, detail)
    });
    let beside = beside_quotation(reading);
    phrases.chain(verbs).chain(beside).chain(plural(reading)).chain(chinese(reading)).collect()
}

/// How far behind "according to" the word stands that makes it a manner, in bytes: `according to the usual order`.
const MAX_MANNER_BYTES: usize = 36;

/// Whether the words after an attribution name no source, such as a plan, an age or a custom.
fn is_manner(reading: &SentenceReading<'_>, hit: &WordHit) -> bool {
    let near = reading.hits_from(hit.end);
    let near = near.take_while(|other| other.start <= hit.end + MAX_MANNER_BYTES);
    let mut manners = near.filter(|other| other.class == WordClass::Manner);
    let is_joined = |manner: &WordHit| {
        !reading.text[hit.end..manner.start].contains([',', ';', '.', ':', '(', '“', '"'])
            && !reading.has_linker(hit.end..manner.start)
            && !is_of_name(reading, manner)
    };
    manners.any(is_joined)
}

/// Returns `true` if a word for a manner is part of a name (`Standard & Poor's`) or owns what follows (`the plan's
/// authors`).
fn is_of_name(reading: &SentenceReading<'_>, manner: &WordHit) -> bool {
    let is_capital = reading.text[manner.start..].starts_with(char::is_uppercase);
    let owns = ["'s", "’s"].iter().any(|end| reading.text[manner.end..].starts_with(end));
    (is_capital && !reading.lexicon.capital_nouns) || owns
}

/// Returns `true` if a proper name follows: `datos de la OMS`, but not `datos de campos`.
fn precedes_name(reading: &SentenceReading<'_>, hit: &WordHit) -> bool {
    let end = named(reading, hit.end);
    // Some languages write months with a capital letter.
    let mut inside = reading.hits_from(hit.end).take_while(|other| other.start < end);
    reading.text[hit.end..end].contains(char::is_uppercase)
        && !inside.any(|other| other.class == WordClass::Month)
}

/// The distance between an attribution and a verb that shows that it names a manner, in bytes: `ordenados en la lista
/// según`.
const MAX_ARRANGE_BYTES: usize = 40;

/// No such verb is longer, in bytes.
const MAX_ARRANGE_WORD_BYTES: usize = 64;

/// Languages in which this verb follows the attribution. In other languages, a verb that follows is part of what the
/// source says.
const VERB_LAST: [&str; 2] = ["hi", "tr"];

/// Returns `true` if something is arranged by, or varies with, what the attribution names: `coloured according to region`.
fn arranges(reading: &SentenceReading<'_>, hit: &WordHit) -> bool {
    let first = hit.start.saturating_sub(MAX_ARRANGE_BYTES + MAX_ARRANGE_WORD_BYTES);
    let near = reading.hits_from(first);
    let near = near.take_while(|other| other.start <= hit.end + MAX_ARRANGE_BYTES);
    let mut verbs = near.filter(|other| other.class == WordClass::Arrange);
    verbs.any(|verb| {
        let between = if VERB_LAST.contains(&reading.lexicon.code) {
            hit.end..verb.start
        } else {
            verb.end..hit.start
        };
        let is_near = between.len() <= MAX_ARRANGE_BYTES;
        // None if the verb stands on the other side.
        let text = reading.text.get(between);
        let signs = [',', ';', '.', ':', '(', '“', '"'];
        is_near && text.is_some_and(|text| !text.contains(signs))
    })
}

/// Whether code stands where the source would: a program or what it prints, `according to nettop`.
fn names_code(reading: &SentenceReading<'_>, from: usize) -> bool {
    let mut at = from;
    for _ in 0..MAX_NAME_WORDS {
        if reading.text[at..].trim_start().starts_with(CODE_SIGN) {
            return true;
        }
        let next = reading.word_end(at);
        if reading.text[at..next].trim().chars().count() >= MIN_NAME_CHARS {
            return false;
        }
        at = next;
    }
    false
}

/// How far a verb that often only states may stand from the quotation that it reports, in characters.
const MAX_QUOTE_DISTANCE_CHARS: usize = 20;

/// How far it may stand from one that begins in its own clause, in bytes.
const MAX_CLAUSE_BYTES: usize = 120;

/// Whether a quotation begins in the clause of a verb before it: no sign between but one right before the quotation.
fn is_of_clause(text: &str, from: usize, to: usize) -> bool {
    let is_sign = |c: char| matches!(c, '，' | '。' | '；' | '！' | '？' | '：' | ',' | ';');
    to - from <= MAX_CLAUSE_BYTES
        && !text[from..to].trim_end().trim_end_matches(is_sign).contains(is_sign)
}

/// In Chinese and Japanese, verbs that report beside a quotation and state elsewhere: “……，”研究员说, 「……」と研究者は述べた.
fn beside_quotation<'a>(reading: &'a SentenceReading<'_>) -> impl Iterator<Item = SignalSpan> + 'a {
    let may_report =
        matches!(reading.lexicon.code, "ja" | "zh") && reading.has(WordClass::ReportWeak);
    let text = if may_report { reading.text } else { "" };
    let quotations: Vec<Range<usize>> = quotation::quoted(text).collect();
    let told: Vec<Range<usize>> =
        reading.of(WordClass::Report).map(|hit| hit.start..hit.end).collect();
    // Both lists are in the order of the text, so the nearest ones are looked up and not all of them.
    let is_near =
        |from: usize, to: usize| text[from..to].chars().nth(MAX_QUOTE_DISTANCE_CHARS).is_none();
    let verbs = reading.of(WordClass::ReportWeak).filter(move |hit| {
        let before = quotations.partition_point(|quote| quote.end <= hit.start);
        let after = quotations.partition_point(|quote| quote.start < hit.end);
        let last = before.checked_sub(1).map(|at| &quotations[at]);
        !is_own(reading, hit)
            && (last.is_some_and(|quote| is_near(quote.end, hit.start))
                || quotations.get(after).is_some_and(|quote| {
                    is_near(hit.end, quote.start) || is_of_clause(text, hit.end, quote.start)
                }))
    });
    let is_told = move |hit: &WordHit| {
        let at = told.partition_point(|told| told.end <= hit.start);
        told.get(at).is_some_and(|told| told.start < hit.end)
    };
    verbs.filter(move |hit| may_report && !is_told(hit)).map(|hit| {
        let detail = SignalDetail { is_weak: true, ..SignalDetail::default() };
        SignalSpan::new(SignalKind::Attribution, hit.start..hit.end, detail)
    })
}

/// Words before and behind the name of a source in Chinese: 据新华社报道, 根据中央银行的说法.
const CHINESE_HEADS: [&str; 2] = ["据", "據"];
const CHINESE_ENDS: [&str; 10] =
    ["报道", "報道", "報導", "统计", "統計", "披露", "的说法", "的說法", "的调查", "的調查"];

/// The length of each head.
const HEAD_BYTES: usize = 3;

static HEADS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| CHINESE_HEADS.map(Finder::new));

static ENDS: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(CHINESE_ENDS).expect("ten short words"));

/// How many characters the name has at most, with both ends.
const MAX_CHINESE_CHARS: usize = 16;

/// Characters that make another word of 据 behind them: 数据, 证据.
const CHINESE_WORDS: [char; 16] = [
    '数', '數', '证', '證', '占', '佔', '收', '票', '单', '單', '论', '論', '割', '盘', '字', '契',
];

fn chinese<'a>(reading: &'a SentenceReading<'_>) -> impl Iterator<Item = SignalSpan> + 'a {
    let text = if reading.lexicon.code == "zh" { reading.text } else { "" };
    let heads = HEADS.iter().flat_map(|head| head.find_iter(text.as_bytes()));
    heads.filter_map(|at| {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| CHINESE_WORDS.contains(&c)) {
            return None;
        }
        let start = if matches!(before, Some('根' | '依')) { at - HEAD_BYTES } else { at };
        let tail = &text[at..];
        let near = tail.char_indices().nth(MAX_CHINESE_CHARS).map_or(tail, |(end, _)| &tail[..end]);
        let (name_end, length) = first_end(near)?;
        let name = &near[HEAD_BYTES..name_end];
        let is_name = !name.is_empty() && !name.contains(['，', '。', '；', '、', ',']);
        let range = start..at + name_end + length;
        is_name.then(|| SignalSpan::new(SignalKind::Attribution, range, SignalDetail::default()))
    })
}

/// The first word that ends a name: its position and length. Only the first occurrence of each word counts.
fn first_end(near: &str) -> Option<(usize, usize)> {
    let mut seen = [false; CHINESE_ENDS.len()];
    let ends = ENDS.find_overlapping_iter(near).filter(|end| {
        let is_again = std::mem::replace(&mut seen[end.pattern().as_usize()], true);
        // 调查记者 investigate, and nobody says here what they found.
        let is_person = near[end.end()..].starts_with(['记', '記', '员', '員', '组', '組']);
        !is_again && !is_person
    });
    ends.map(|end| (end.start(), end.len())).min()
}

/// Where the name begins to be one: behind the articles and small words after "according to".
fn named(reading: &SentenceReading<'_>, from: usize) -> usize {
    let mut end = from;
    for _ in 0..MAX_NAME_WORDS {
        let mut next = reading.word_end(end);
        // `U.S.` goes on behind its stops.
        while reading.text[next..].starts_with('.')
            && reading.text[next + 1..].starts_with(char::is_uppercase)
        {
            next = reading.word_end(next + 1);
        }
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
    let hits = if reading.has(WordClass::Experts) { reading.hits.as_slice() } else { &[] };
    let people = hits.iter().enumerate().filter_map(|(at, hit)| {
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
