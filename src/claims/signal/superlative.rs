//! First, only, largest: what a single counterexample would refute.

use std::ops::Range;

use super::quotation;
use super::reading::SentenceReading;
use super::{SignalDetail, SignalKind, SignalSpan};
use crate::claims::lexicon::{WordClass, WordHit, is_dense};

/// How many bytes may stand between the article and the word of degree: `la flor más grande`.
const MAX_ARTICLE_BYTES: usize = 24;

/// How many bytes may stand between a scope and a superlative in scripts without blanks: one character.
const MAX_SCOPE_BYTES: usize = 3;

/// The superlatives of a sentence.
pub(super) fn find(reading: &SentenceReading<'_>) -> Vec<SignalSpan> {
    let scoped = reading.has(WordClass::Scope);
    let mut found: Vec<SignalSpan> = Vec::new();
    let mut add = |range, is_weak| {
        let detail = SignalDetail { is_weak, ..SignalDetail::default() };
        found.push(SignalSpan::new(SignalKind::Superlative, range, detail));
    };
    for hit in &reading.hits {
        let article = || article(reading, hit);
        match hit.class {
            WordClass::Superlative => add(with_noun(reading, hit, hit.start), false),
            // A comparison: أكثر من.
            WordClass::SuperlativeWeak if compares(reading, hit) => {}
            WordClass::SuperlativeWeak if !is_name(reading, hit) && !is_limit(reading, hit) => {
                let article = article();
                if article.is_some() || scoped {
                    let is_weak =
                        if is_dense(reading.text[hit.start..].chars().next().unwrap_or(' ')) {
                            !follows_scope(reading, hit)
                        } else {
                            !scoped
                        };
                    add(with_noun(reading, hit, article.unwrap_or(hit.start)), is_weak);
                }
            }
            // The last 10 are counted, and none of them is the last; the first week of March is a date.
            WordClass::Ordinal
                if !is_name(reading, hit) && !counts(reading, hit) && !is_period(reading, hit) =>
            {
                // Without an article these are adverbs or dates: `only a few were ever found`, `last summer`.
                let is_adverb = matches!(&reading.lower[hit.start..hit.end], "only" | "last")
                    || is_before_verb(reading, hit);
                let scoped_alone = scoped && !is_adverb;
                let Some(start) = article().or(scoped_alone.then_some(hit.start)) else { continue };
                let range = with_noun(reading, hit, start);
                if scoped || has_scope_behind(reading, hit, range.end) {
                    add(range, !scoped);
                }
            }
            // `más de 60` compares.
            WordClass::Degree if reading.hit_at(hit.start, WordClass::Compare).is_some() => {}
            WordClass::Degree if scoped => {
                if let Some(start) = article().or_else(|| distant_article(reading, hit)) {
                    add(with_noun(reading, hit, start), false);
                }
            }
            _ => {}
        }
    }
    if found.iter().any(|span| reading.text[span.range.clone()].starts_with(is_dense)) {
        let quotations: Vec<Range<usize>> = quotation::quoted(reading.text).collect();
        found.retain(|span| !is_quoted_name(reading, &span.range, &quotations));
    }
    found
}

/// Returns `true` if the word begins a comparison.
fn compares(reading: &SentenceReading<'_>, hit: &WordHit) -> bool {
    let compare = reading.hit_at(hit.start, WordClass::Compare);
    compare.is_some_and(|compare| compare.end > hit.end)
}

/// How many characters a name in quotation marks has at most, with its marks.
const MAX_NAME_CHARS: usize = 14;

/// How far a verb of saying stands at most from what it reports, in bytes: four characters.
const MAX_VERB_BYTES: usize = 12;

/// Whether a superlative of a script without blanks stands in a short name in quotation marks that nobody is said to
/// have used: 这座“世界第一高楼”.
fn is_quoted_name(
    reading: &SentenceReading<'_>,
    range: &Range<usize>,
    quotations: &[Range<usize>],
) -> bool {
    let next = quotations.partition_point(|quote| quote.end < range.end);
    let Some(quote) = quotations.get(next).filter(|quote| quote.start < range.start) else {
        return false;
    };
    let is_short = reading.text[quote.clone()].chars().nth(MAX_NAME_CHARS).is_none();
    let is_verb = |hit: &&WordHit| matches!(hit.class, WordClass::Report | WordClass::ReportWeak);
    let says = |hit: &WordHit| {
        let is_before = hit.end <= quote.start
            && quote.start - hit.end <= MAX_VERB_BYTES
            && !reading.text[hit.end..quote.start].contains('的');
        is_before || (hit.start >= quote.end && hit.start - quote.end <= MAX_VERB_BYTES)
    };
    let is_dense_text = reading.text[range.clone()].starts_with(is_dense);
    is_dense_text && is_short && !reading.hits.iter().filter(is_verb).any(says)
}

/// Whether a superlative stands right behind what it is measured against: 世界上最大.
fn follows_scope(reading: &SentenceReading<'_>, hit: &WordHit) -> bool {
    let near =
        |scope: &&WordHit| scope.end <= hit.start && hit.start - scope.end <= MAX_SCOPE_BYTES;
    reading.of(WordClass::Scope).any(|scope| near(&scope))
}

/// Whether a word is part of a name: `the First Coalition`.
fn is_name(reading: &SentenceReading<'_>, hit: &WordHit) -> bool {
    hit.start > 0 && reading.text[hit.start..].starts_with(char::is_uppercase)
}

/// How far behind a superlative the verb stands that makes it a limit, in bytes.
const MAX_LIMIT_BYTES: usize = 48;

/// What stands there in English.
const LIMITS: [&str; 6] =
    [" can be done", " can do", " can expect", " can hope", " could do", " could hope"];

/// Returns `true` if a superlative is a limit: `the best that they can do`, or before a number: 최소 7번.
fn is_limit(reading: &SentenceReading<'_>, hit: &WordHit) -> bool {
    if reading.text[hit.start..].starts_with(is_dense) && counts(reading, hit) {
        return true;
    }
    let most = reading.lower.floor_char_boundary(hit.end + MAX_LIMIT_BYTES);
    let behind = &reading.lower[hit.end..most];
    reading.lexicon.code == "en" && LIMITS.iter().any(|limit| behind.contains(limit))
}

/// Units of time that say how often something happens. "The first time" is a superlative, "the first week" is a date.
const TIMES: [&str; 17] = [
    "vez",
    "fois",
    "mal",
    "volta",
    "keer",
    "maal",
    "raz",
    "раз",
    "път",
    "krát",
    "φορά",
    "مرة",
    "פעם",
    "बार",
    "kez",
    "defa",
    "kere",
];

/// Returns `true` if an ordinal is part of a date: the first week of March, the first of April.
fn is_period(reading: &SentenceReading<'_>, hit: &WordHit) -> bool {
    let unit = reading.hit_after(hit.end, WordClass::TimeUnit);
    // In some languages, the ordinal follows its noun.
    let unit = unit.or_else(|| reading.hit_before(hit.start, WordClass::TimeUnit));
    unit.is_some_and(|unit| !TIMES.contains(&&reading.lower[unit.start..unit.end]))
        || [WordClass::Month, WordClass::MonthUnsure]
            .iter()
            .any(|month| reading.hit_after(hit.end, *month).is_some())
}

/// How many words the noun of an ordinal has at most before its scope: `the only small river dam to have failed`.
const MAX_NOUN_WORDS: usize = 4;

/// English words that are in no noun before its scope: behind them another clause or phrase begins.
const BESIDE_NOUNS: [&str; 79] = [
    "a",
    "able",
    "an",
    "and",
    "are",
    "as",
    "at",
    "available",
    "be",
    "been",
    "before",
    "began",
    "but",
    "by",
    "came",
    "can",
    "close",
    "could",
    "did",
    "do",
    "does",
    "due",
    "few",
    "for",
    "from",
    "gave",
    "go",
    "goes",
    "got",
    "had",
    "has",
    "have",
    "he",
    "held",
    "her",
    "his",
    "i",
    "in",
    "is",
    "it",
    "its",
    "led",
    "left",
    "likely",
    "made",
    "may",
    "next",
    "no",
    "not",
    "on",
    "open",
    "or",
    "possible",
    "ran",
    "ready",
    "several",
    "she",
    "spent",
    "than",
    "that",
    "the",
    "their",
    "they",
    "time",
    "to",
    "took",
    "until",
    "was",
    "way",
    "we",
    "went",
    "were",
    "when",
    "where",
    "which",
    "who",
    "will",
    "with",
    "you",
];

/// Whether the word behind an ordinal is an English verb in the past, or who does something: `I first tried`,
/// `first you wait`.
fn is_before_verb(reading: &SentenceReading<'_>, hit: &WordHit) -> bool {
    let next = reading.lower[hit.end..reading.word_end(hit.end)].trim();
    let is_pronoun = matches!(next, "he" | "i" | "it" | "she" | "they" | "we" | "you");
    reading.lexicon.code == "en"
        && (is_pronoun || (next.len() > "ed".len() && next.ends_with("ed")))
}

/// Whether a scope stands behind the noun of an ordinal, which ends at a byte.
fn has_scope_behind(reading: &SentenceReading<'_>, hit: &WordHit, noun_end: usize) -> bool {
    // `The first is to wait.`
    let noun = reading.lower[hit.end..noun_end].trim();
    if reading.lexicon.code == "en" && BESIDE_NOUNS.binary_search(&noun).is_ok() {
        return false;
    }
    if reading.hit_after(noun_end, WordClass::OrdinalScope).is_some() {
        return true;
    }
    let may_be_long = reading.lexicon.code == "en"
        && matches!(&reading.lower[hit.start..hit.end], "first" | "only" | "sole");
    let mut end = noun_end;
    let mut word = reading.lower[hit.end..end].trim();
    for _ in 1..if may_be_long { MAX_NOUN_WORDS } else { 1 } {
        let is_end = !reading.lower[end..].starts_with(' ') || word.ends_with("ed");
        if is_end || BESIDE_NOUNS.binary_search(&word).is_ok() {
            return false;
        }
        let next = reading.word_end(end);
        word = reading.lower[end..next].trim();
        end = next;
        if reading.hit_after(end, WordClass::OrdinalScope).is_some() {
            return BESIDE_NOUNS.binary_search(&word).is_err() && !word.ends_with("ed");
        }
    }
    false
}

/// Whether a number stands right behind a word: `the last 10 to 20 years`.
fn counts(reading: &SentenceReading<'_>, hit: &WordHit) -> bool {
    let start = reading.skip_gap(hit.end);
    let first = reading.numerals.partition_point(|numeral| numeral.range.start < start);
    reading.numerals.get(first).is_some_and(|numeral| numeral.range.start == start)
}

/// Where the article begins that stands before a word.
fn article(reading: &SentenceReading<'_>, hit: &WordHit) -> Option<usize> {
    if let Some(article) = reading.hit_before(hit.start, WordClass::Definite) {
        return Some(article.start);
    }
    // `the world's largest`.
    let word = reading.lower[..hit.start].trim_end();
    let is_genitive =
        reading.lexicon.code == "en" && (word.ends_with("'s") || word.ends_with("’s"));
    is_genitive.then_some(hit.start)
}

/// Where the article begins before the noun of an adjective with a scope: `la flor más grande del mundo`.
fn distant_article(reading: &SentenceReading<'_>, hit: &WordHit) -> Option<usize> {
    // In English the adjective stands before its noun: `the U.K., and most others`.
    let near = |article: &&WordHit| {
        article.end < hit.start
            && hit.start - article.end <= MAX_ARTICLE_BYTES
            && !reading.text[article.end..hit.start].contains([',', ';', ':', '(', '.'])
            && !reading.has_linker(article.end..hit.start)
            && reading.lexicon.code != "en"
    };
    reading.of(WordClass::Definite).filter(near).last().map(|article| article.start)
}

/// The superlative with the word behind it.
fn with_noun(reading: &SentenceReading<'_>, hit: &WordHit, start: usize) -> Range<usize> {
    let is_dense_text = reading.text[hit.end..].starts_with(is_dense);
    start..if is_dense_text { hit.end } else { reading.word_end(hit.end) }
}
