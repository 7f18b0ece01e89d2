//! Rules about what is not cited. They rank and explain; none says that a claim is unsourced.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use memchr::memchr_iter;

use super::context::ArticleContext;
use super::draft::{FindingDraft, join_ids};
use super::reported_words::first_reported;
use super::rule_entry::RuleEntry;
use super::rule_id::RuleId;
use super::usage;
use crate::article::{BlockId, Format};
use crate::claims::{Claim, Cue, Script, Signal, SignalKind, SupportKind, relative};

/// The rules.
pub(crate) const RULES: &[RuleEntry] = &[
    RuleEntry::words(RuleId::UncitedQuantity, uncited_quantity),
    RuleEntry::article(RuleId::UncitedQuotation, uncited_quotation),
    RuleEntry::words(RuleId::UncitedSuperlative, uncited_superlative),
    RuleEntry::words(RuleId::PluralAttributionThin, plural_thin),
    RuleEntry::article(RuleId::ParagraphWithoutCitation, bare_paragraphs),
    RuleEntry::words(RuleId::AttributionWithoutLink, attribution),
    RuleEntry::article(RuleId::UnlinkedIdentifier, identifiers),
    RuleEntry::words(RuleId::RelativeDate, relative_date),
    RuleEntry::article(RuleId::BrokenNote, broken_note),
];

/// Whether an article cites at all. In one that does not, each sentence without a link would be a
/// finding, and none would say anything.
fn cites(context: &ArticleContext<'_>) -> bool {
    context.links.len() >= 3
}

/// Claims with a signal that fits, each with the words of the first.
fn with<'a>(
    context: &'a ArticleContext<'_>,
    fits: impl Fn(&Signal) -> bool + 'a,
) -> impl Iterator<Item = (&'a Claim, &'a str)> {
    context.claims.iter().filter_map(move |claim| {
        let signal = claim.signals.iter().find(|signal| fits(signal))?;
        Some((claim, signal.text.as_str()))
    })
}

/// The same of claims in a language whose words are known.
fn with_words<'a>(
    context: &'a ArticleContext<'_>,
    fits: impl Fn(&Signal) -> bool + 'a,
) -> impl Iterator<Item = (&'a Claim, &'a str)> {
    with(context, fits).filter(|(claim, _)| claim.language.is_some())
}

fn uncited_quantity(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    if !cites(context) || is_personal(context) {
        return Vec::new();
    }
    let bare = with_words(context, is_substantial).filter(|(claim, _)| {
        !context.is_linked(claim) && !is_own(claim) && is_statement(&claim.text)
    });
    bare.map(|(claim, words)| {
        FindingDraft::claim(claim, format!("“{words}” is in a paragraph without a link")).likely()
    })
    .collect()
}

/// Whether people speak of themselves in a fifth of the sentences: travels, memoirs, interviews. Their
/// numbers have no other source.
fn is_personal(context: &ArticleContext<'_>) -> bool {
    let own = context.claims.iter().filter(|claim| is_first_person(claim)).count();
    own * 5 > context.claims.len()
}

/// Whether somebody says "I".
fn is_first_person(claim: &Claim) -> bool {
    claim.cues.has(Cue::FirstPerson)
}

/// Whether a text ends as a sentence does. Headings, items and rows of tables do not.
fn is_statement(text: &str) -> bool {
    let end = text.trim_end_matches([
        '"', '”', '“', '’', '‘', '»', '«', '」', '』', ')', '）', ']', ' ', '\u{a0}', '\u{202f}',
    ]);
    end.ends_with(['.', '!', '?', '…', '。', '！', '？', '；', ';', ':', '：', '؟', '۔', '।', '։'])
}

/// Numbers that nobody else has: the author's own, offers, worked examples, the output of programs.
fn is_own(claim: &Claim) -> bool {
    const SIGNS: [&str; 18] = [
        "://",
        " = ",
        " * ",
        " --",
        "@@@",
        "___",
        "假設",
        "假设",
        "如果",
        "我自己",
        "算出",
        "月薪",
        "要繳的",
        "折合",
        "再比如",
        "限購",
        "限购",
        "表格中",
    ];
    let text = &claim.text;
    let english = ["Suppose ", "suppose "].iter().any(|word| text.contains(word));
    let offer = ["折扣", "discount", "优惠", "優惠"].iter().any(|word| text.contains(word));
    let has_flag = text.split(|c: char| !c.is_ascii_graphic()).any(|word| {
        let letters = word.strip_prefix('-').unwrap_or_default();
        matches!(letters.len(), 1 | 2) && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    has_flag
        || offer
        || SIGNS.iter().any(|sign| text.contains(sign))
        || is_first_person(claim)
        || english
}

/// From which sum or number on a source is asked for; one written without groups or magnitude is as often a label,
/// unless it counts people, and one in words a way of speaking.
const MIN_SUBSTANTIAL: u32 = 1000;
const MIN_PLAIN: u32 = 10_000;

/// A small price is part of a story, a dozen people are a scene, and "100 %" is a figure of speech.
fn is_substantial(signal: &Signal) -> bool {
    let (words, detail) = (&signal.text, signal.detail);
    if !words.chars().any(char::is_numeric) {
        return false;
    }
    match signal.kind {
        // So many digits without groups name an account or a post.
        SignalKind::Number if is_long_id(words) => false,
        SignalKind::Percent => !is_round(words),
        SignalKind::Money => detail.value >= MIN_SUBSTANTIAL,
        SignalKind::Number if words.chars().all(char::is_numeric) && !detail.is_of_people => {
            detail.value >= MIN_PLAIN
        }
        SignalKind::Number => detail.value >= MIN_SUBSTANTIAL,
        _ => false,
    }
}

/// The most digits of a count that is written without groups.
const MAX_PLAIN_DIGITS: usize = 10;

fn is_long_id(words: &str) -> bool {
    words.chars().count() > MAX_PLAIN_DIGITS && words.chars().all(char::is_numeric)
}

/// Round shares are as often figures of speech: "90 % of the time".
fn is_round(words: &str) -> bool {
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    digits == "1" || digits == "99" || (digits.len() <= 3 && digits.ends_with('0'))
}

fn uncited_quotation(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let claims = context.claims.iter().filter(|claim| cites(context) && !context.is_sourced(claim));
    let bare = claims.filter_map(|claim| Some((claim, first_reported(claim)?)));
    bare.map(|(claim, words)| {
        let near = match claim.support.kind {
            SupportKind::Adjacent => "; a sentence next to it has a link",
            _ => "",
        };
        FindingDraft::claim(claim, format!("{words} has no link in its sentence{near}")).likely()
    })
    .collect()
}

fn uncited_superlative(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let claims = with_words(context, |signal| {
        signal.kind == SignalKind::Superlative && !(signal.detail.is_weak && is_dense(&signal.text))
    });
    let bare = claims.filter(|(claim, _)| cites(context) && !context.is_linked(claim));
    bare.map(|(claim, words)| {
        FindingDraft::claim(claim, format!("“{words}” is in a paragraph without a link")).guess()
    })
    .collect()
}

/// Whether a text is of a script without blanks: there a superlative is found without an article, so its rule wants to
/// know among what.
fn is_dense(text: &str) -> bool {
    matches!(Script::detect(text), Script::Han | Script::Kana)
}

/// Several are promised, and one work is linked that a reader can open: a preview of a search engine
/// is none.
fn plural_thin(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let claims = with_words(context, |signal| signal.kind == SignalKind::PluralAttribution);
    claims
        .filter_map(|(claim, words)| {
            let mut works: Vec<&str> = context
                .cited(claim)
                .filter(|target| target.came_by(|kind| kind.starts_with("google-")).is_none())
                .map(|target| crate::corpus::Facet::Work.link_value(target.link))
                .collect();
            works.sort_unstable();
            works.dedup();
            let cited = claim.support.kind == SupportKind::Cited;
            let message =
                format!("“{words}” promises several sources, but {} is linked", one(works.len()));
            (cited && works.len() < 2).then(|| FindingDraft::claim(claim, message).likely())
        })
        .collect()
}

fn one(works: usize) -> &'static str {
    if works == 0 { "no source" } else { "only one source" }
}

/// One finding a document: paragraphs without any link, with their list.
fn bare_paragraphs(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let mut all: Vec<BlockId> = context.claims.iter().filter_map(|claim| claim.paragraph).collect();
    all.dedup();
    let bare: Vec<BlockId> =
        all.iter().copied().filter(|id| !context.linked.contains(id)).collect();
    if bare.is_empty() || !cites(context) {
        return Vec::new();
    }
    let have = if bare.len() == 1 { "has" } else { "have" };
    let message = format!("{} of {} paragraphs {have} no link", bare.len(), all.len());
    let first = context.claims.iter().find(|claim| claim.paragraph == Some(bare[0]));
    let draft = first.map_or_else(
        || FindingDraft::article(&*message),
        |claim| FindingDraft::claim(claim, &*message),
    );
    vec![draft.count(bare.len() as u64).evidence(join_ids(&bare)).subject("")]
}

fn attribution(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let claims = with_words(context, |signal| {
        signal.kind == SignalKind::Attribution && !signal.detail.is_weak
    });
    let bare = claims.filter(|(claim, words)| {
        // "According to this study" leads to the sentence before, where its link is.
        let is_named_before = claim.support.kind == SupportKind::Adjacent && refers_back(words);
        cites(context) && !context.is_sourced(claim) && !is_named_before
    });
    bare.map(|(claim, words)| {
        FindingDraft::claim(
            claim,
            format!("“{words}” names a source, but no link in the sentence leads to it"),
        )
        .guess()
    })
    .collect()
}

/// Words that refer to what was named before.
const BACK_REFERENCES: [&str; 34] = [
    "aquela", "aquele", "ce", "ces", "cet", "cette", "deze", "diesem", "diesen", "dieser", "dit",
    "esa", "ese", "essa", "esse", "esta", "este", "estos", "his", "its", "questa", "queste",
    "questi", "questo", "quella", "quello", "same", "said", "such", "that", "their", "these",
    "this", "those",
];

/// Whether an attribution names its source by such a word: "according to this", 根据该报告.
fn refers_back(words: &str) -> bool {
    let lower = words.to_lowercase();
    let is_dense =
        lower.trim_start_matches(['根', '据', '據']).starts_with(['该', '該', '此', '这', '這']);
    is_dense || lower.split_whitespace().any(|word| BACK_REFERENCES.contains(&word))
}

fn relative_date(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let published = context.article.published_day();
    let known = context.claims.iter().filter(|claim| matches!(claim.language, Some("en" | "zh")));
    let claims = known.filter_map(|claim| {
        let found = relative::find(&claim.text, claim.script, published).into_iter().next()?;
        let words = &claim.text[found.range];
        let meaning = match (found.meaning, context.article.published.as_deref()) {
            (Some(meaning), Some(day)) => format!("means {meaning} if it was written on {day}"),
            (None, Some(day)) => {
                format!("depends on the day of writing; the date of the article is {day}")
            }
            (_, None) => "depends on the day of writing; the article has no date".to_owned(),
        };
        Some(FindingDraft::claim(claim, format!("“{words}” {meaning}")).likely())
    });
    claims.collect()
}

/// Identifiers in the text of sentences that link nothing.
fn identifiers(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let bare = context.claims.iter().filter(|claim| claim.support.kind != SupportKind::Cited);
    let found = bare.filter_map(|claim| Some((claim, identifier(&claim.text)?)));
    found
        .map(|(claim, words)| {
            FindingDraft::claim(claim, format!("`{words}` is in the text, but it is not linked"))
                .likely()
        })
        .collect()
}

/// One of these is in every identifier, in any case.
const IDENTIFIER_SIGNS: [&str; 3] = ["10.", "arxiv:", "pmid"];

/// A quick check that a text has none, before it is split into words.
static SIGN_SEARCH: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let builder = AhoCorasick::builder().ascii_case_insensitive(true).build(IDENTIFIER_SIGNS);
    builder.expect("three short signs")
});

/// The first DOI, arXiv number or PubMed number of a text.
fn identifier(text: &str) -> Option<&str> {
    // All have digits, and most sentences and words have none. So many bytes are compared at once.
    let has_digit = |text: &str| {
        let mut parts = text.as_bytes().chunks(32);
        parts.any(|part| part.iter().fold(false, |any, byte| any | byte.is_ascii_digit()))
    };
    if !has_digit(text) || !SIGN_SEARCH.is_match(text) {
        return None;
    }
    text.split_whitespace().zip(text.split_whitespace().skip(1).chain([""])).find_map(
        |(word, next)| {
            let number = next.starts_with(|c: char| c.is_ascii_digit());
            if !number && !has_digit(word) {
                return None;
            }
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let lower = word.to_ascii_lowercase();
            let doi = lower.strip_prefix("doi:").unwrap_or(&lower);
            let digits = doi.strip_prefix("10.").and_then(|rest| rest.split_once('/'));
            let is_doi = digits.is_some_and(|(prefix, suffix)| {
                prefix.len() >= 4
                    && prefix.bytes().all(|b| b.is_ascii_digit())
                    && !suffix.is_empty()
            });
            let arxiv = lower
                .strip_prefix("arxiv:")
                .is_some_and(|id| id.starts_with(|c: char| c.is_ascii_digit()));
            let pubmed = (lower == "pmid" || lower == "pmid:") && number;
            (is_doi || arxiv || pubmed).then_some(word)
        },
    )
}

/// Notes that the markup lacks, and `[^3]` that Markdown left as text.
fn broken_note(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let mut drafts = usage::broken_notes(context.article);
    if context.article.format != Format::Markdown {
        return drafts;
    }
    let left = context.claims.iter().filter_map(|claim| Some((claim, literal_note(&claim.text)?)));
    drafts.extend(left.map(|(claim, note)| {
        FindingDraft::claim(claim, format!("the footnote mark `{note}` has no footnote")).likely()
    }));
    drafts
}

/// `[^3]` in a text; `[^a-z]` is no note.
fn literal_note(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let start = memchr_iter(b'[', bytes).find(|at| bytes.get(at + 1) == Some(&b'^'))?;
    let rest = &text[start + 2..];
    let end = rest.find(']')?;
    let number = !rest[..end].is_empty() && rest[..end].bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| &text[start..start + 2 + end + 1])
}

/// Words of a sentence that speak of now.
pub(super) fn speaks_of_now(claim: &Claim) -> bool {
    let words = ["currently", "now", "today", "latest", "目前", "现在", "如今"];
    let lower = claim.text.to_lowercase();
    match claim.script {
        Script::Latin if claim.language == Some("en") => {
            lower.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
        }
        Script::Han => words.iter().any(|word| lower.contains(word)),
        _ => false,
    }
}
