//! Rules about how a page is cited.

use std::collections::BTreeMap;

use super::context::{ArticleContext, ParsedLink};
use super::documents::groups;
use super::draft::{FindingDraft, join_ids};
use super::rule_entry::RuleEntry;
use super::rule_id::RuleId;
use super::{Fix, malformed};
use crate::article::{Article, Link, SentenceId, Syntax, Warning};
use crate::claims::Script;
use crate::domain;
use crate::extract::CITE;

/// The rules.
pub(crate) const RULES: &[RuleEntry] = &[
    RuleEntry::article(RuleId::SameTargetInSentence, same_in_sentence),
    RuleEntry::article(RuleId::SameTargetManyClaims, many_claims),
    RuleEntry::article(RuleId::SameAnchorDifferentTarget, same_anchor),
    RuleEntry::article(RuleId::GenericAnchor, generic_anchor),
    RuleEntry::article(RuleId::BareUrlAnchor, bare_url),
    RuleEntry::link(RuleId::EmptyAnchor, empty_anchor),
    RuleEntry::article(RuleId::BrokenAttributeQuotes, broken_quotes),
    RuleEntry::article(RuleId::BrokenMarkdownLink, broken_markdown),
    RuleEntry::article(RuleId::NestedLink, nested_link),
    RuleEntry::article(RuleId::SelfCitation, self_citation),
];

/// Links of one sentence to one page, with text between them: two halves of one link are one.
fn same_in_sentence(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    // Two passages of a page are two places to look at, and the front page of a site is its name.
    let groups = groups(&context.links, |target| {
        let id = target.link.sentence_id.filter(|_| !super::pages::is_home(target))?;
        target.link.anchor_at.map(|_| (id, target.key(), target.link.locator()))
    });
    // An account that is named twice is no source that is used twice.
    let named = |links: &[&Link]| links.iter().all(|link| link.anchor.starts_with('@'));
    let several = groups.into_iter().filter(|(_, links)| are_apart(links) && !named(links));
    several
        .map(|((id, key, _), links)| {
            let message = format!("{} links of one sentence lead to {key}", links.len());
            let anchors: Vec<&str> = links.iter().map(|link| link.anchor.as_str()).collect();
            let first = links[0].sentence_text().unwrap_or_default();
            let id = if first.is_empty() { id.to_string() } else { String::new() };
            let draft = FindingDraft::links(&links, message).evidence(anchors.join(" | "));
            draft.subject(format!("{key}\n{first}\n{id}"))
        })
        .collect()
}

/// Whether there are two links with a word between them, in a sentence that reads as one.
fn are_apart(links: &[&Link]) -> bool {
    links.windows(2).any(|pair| {
        let [Some([_, end]), Some([start, _])] = [pair[0].anchor_at, pair[1].anchor_at] else {
            return false;
        };
        let text = pair[0].sentence_text().unwrap_or_default();
        let between = text.chars().skip(end as usize).take(start.saturating_sub(end) as usize);
        between.into_iter().any(char::is_alphanumeric)
    })
}

fn many_claims(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let groups = groups(&context.links, |target| Some(target.key()));
    let several = groups.into_iter().filter(|(_, links)| links.len() > 1);
    several
        .map(|(key, links)| {
            let message = format!("{key} is linked at {} places", links.len());
            let ids: Vec<SentenceId> =
                links.iter().filter_map(|link| link.first_supported()).collect();
            FindingDraft::links(&links, message).evidence(join_ids(&ids)).subject(key)
        })
        .collect()
}

fn same_anchor(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let named = |target: &ParsedLink<'_>| {
        let anchor = target.link.anchor.as_str();
        !anchor.is_empty() && !is_generic(anchor) && !is_short_word(anchor)
    };
    let groups =
        groups(&context.links, |target| named(target).then_some(target.link.anchor.as_str()));
    let mut drafts = Vec::new();
    for (anchor, links) in groups {
        let mut keys: Vec<&str> = links.iter().map(|link| crate::corpus::key(link)).collect();
        keys.sort_unstable();
        keys.dedup();
        if keys.len() > 1 {
            let message = format!("“{anchor}” leads to {} pages", keys.len());
            drafts.push(
                FindingDraft::links(&links, message).evidence(keys.join("\n")).subject(anchor),
            );
        }
    }
    drafts
}

/// Link texts in Chinese that say only that there is a link.
const CHINESE: [&str; 12] = [
    "这里",
    "這裡",
    "这里。",
    "此处",
    "此處",
    "点击",
    "點擊",
    "链接",
    "連結",
    "原文",
    "来源",
    "原文链接",
];

/// One or two words without a capital or a digit; in Chinese, words for "here".
fn is_generic(anchor: &str) -> bool {
    match Script::detect(anchor) {
        Script::Latin => {
            let words = anchor.split_whitespace().count();
            words <= 2
                && !anchor.chars().any(|c| c.is_uppercase() || c.is_numeric())
                && !is_address(anchor)
        }
        Script::Han => CHINESE.contains(&anchor),
        _ => false,
    }
}

/// The longest text that is a word rather than a name in a script without capitals and blanks.
const MAX_WORD_CHARS: usize = 3;

/// Whether a text is a short word of a script without capitals, such as 报告 or 法律: like a word or two in lower case, it
/// names no page.
fn is_short_word(anchor: &str) -> bool {
    let is_plain = |c: char| c.is_alphabetic() && !c.is_ascii();
    anchor.chars().count() <= MAX_WORD_CHARS
        && matches!(Script::detect(anchor), Script::Han | Script::Kana | Script::Hangul)
        && anchor.chars().all(is_plain)
}

/// How many such links are worth a word.
const MIN_GENERIC_ANCHORS: usize = 3;

fn generic_anchor(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let links: Vec<&Link> = context
        .links
        .iter()
        .map(|target| target.link)
        .filter(|link| is_generic(&link.anchor))
        .collect();
    if links.len() < MIN_GENERIC_ANCHORS {
        return Vec::new();
    }
    let (few, all) = (links.len(), context.links.len());
    let message = format!("{few} of {all} link texts consist of one or two common words");
    let anchors: Vec<&str> = links.iter().take(5).map(|link| link.anchor.as_str()).collect();
    let draft = FindingDraft::links(&links, message).evidence(anchors.join(" | ")).subject("");
    vec![draft]
}

/// Whether a text is an address.
fn is_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let starts = ["http://", "https://", "www."].iter().any(|start| lower.starts_with(start));
    starts && !lower.contains(' ')
}

fn bare_url(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let shown = |link: &&Link| link.syntax != Syntax::Bare && is_address(&link.anchor);
    let links: Vec<&Link> = context.links.iter().map(|target| target.link).filter(shown).collect();
    if links.is_empty() {
        return Vec::new();
    }
    let show = if links.len() == 1 { "shows" } else { "show" };
    let message =
        format!("{} of {} links {show} an address as link text", links.len(), context.links.len());
    vec![FindingDraft::links(&links, message).subject("")]
}

/// A picture that opens its own file needs no text, nor does the source of a quotation.
fn empty_anchor(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let link = target.link;
    let is_text = matches!(link.syntax, Syntax::Html | Syntax::Markdown | Syntax::Reference);
    let quoted = link.place_evidence.iter().any(|why| why == CITE);
    let empty = link.anchor.trim().is_empty() && is_text && link.reason.is_none() && !quoted;
    (empty && !super::pages::is_image(target))
        .then(|| FindingDraft::link(link, "the link has no visible text"))
}

fn of_warning(article: &Article, code: &str) -> Vec<FindingDraft> {
    let warnings = article.warnings.iter().filter(|warning| warning.code == code);
    let draft = |warning: &Warning| {
        let draft = FindingDraft::article(warning.message.clone());
        draft.line(warning.line).subject(warning.message.clone())
    };
    warnings.map(draft).collect()
}

fn broken_quotes(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    of_warning(context.article, "broken-attribute-quotes")
}

/// Markdown that readers see with its brackets, and the link that was probably meant.
fn broken_markdown(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let warnings = context.article.warnings.iter();
    let broken = warnings.filter(|warning| warning.code == "broken-markdown-link");
    let draft = |warning: &Warning| {
        let draft = FindingDraft::article(warning.message.clone()).line(warning.line);
        let draft = draft.place(warning.column, warning.span).subject(warning.message.clone());
        let fix = warning.repair.clone().map_or(Fix::None, Fix::Suggested);
        draft.fix(fix).likely()
    };
    broken.map(draft).collect()
}

fn nested_link(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    of_warning(context.article, "nested-link")
}

/// Footnotes without a target or a reference, as far as the markup tells.
pub(crate) fn broken_notes(article: &Article) -> Vec<FindingDraft> {
    of_warning(article, "broken-note")
}

/// Links to the publisher's name under another suffix, and to copies of its own pages. One finding a
/// domain.
fn self_citation(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let origin = context.article.origin.as_deref().and_then(|url| ::url::Url::parse(url).ok());
    let Some(own) = origin.as_ref().and_then(|url| url.host_str()).map(domain::registrable) else {
        return Vec::new();
    };
    let label = own.split('.').next().unwrap_or(own);
    let own_name = |domain: &&str| {
        *domain == own || (label.len() >= 5 && domain.split('.').next() == Some(label))
    };
    let groups: BTreeMap<&str, Vec<&Link>> = groups(&context.links, |target| {
        // Of a damaged address the host is not what was meant.
        let is_sound = || malformed::rule(target).is_none();
        target.link.domain().filter(|domain| own_name(domain) && is_sound())
    });
    groups
        .into_iter()
        .map(|(domain, links)| {
            let message = format!("{domain} looks like the article's own publisher");
            FindingDraft::links(&links, message).likely().subject(domain)
        })
        .collect()
}
