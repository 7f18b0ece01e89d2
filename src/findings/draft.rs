//! A finding in the making: what a rule says, before its name and article are added.

use std::borrow::Cow;
use std::sync::Arc;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::rules::Rule;
use super::{Certainty, Finding, Fix, Severity};
use crate::article::{Article, EMPTY_HASH, Link, SentenceId, hash_on};
use crate::claims::{Claim, claim_id};
use crate::link::redact::{redact_text, redact_url};
use crate::webroot::Fault;

/// What the findings of an article have in common.
#[derive(Debug)]
pub(crate) struct ArticleIds {
    input: Arc<str>,
    part: Option<Arc<str>>,
    /// The id of the claim of each sentence that a link stands in or supports.
    claims: FxHashMap<SentenceId, CompactString>,
}

impl ArticleIds {
    /// The names of an article, for findings that are about no claim.
    pub(crate) fn of_article(article: &Article) -> Self {
        Self {
            input: article.input.as_str().into(),
            part: article.part.as_deref().map(Into::into),
            claims: FxHashMap::default(),
        }
    }

    /// The same with the ids of its claims.
    pub(crate) fn with_claims(article: &Article, claims: &[Claim]) -> Self {
        let links = article.citations.iter().chain(&article.rejects);
        let linked: FxHashSet<SentenceId> = links.filter_map(Link::first_supported).collect();
        let ids = claims.iter().filter_map(|claim| Some((claim.sentence_id?, claim.id.clone())));
        let ids = ids.filter(|(sentence, _)| linked.contains(sentence));
        Self { claims: ids.collect(), ..Self::of_article(article) }
    }
}

/// What a rule found.
#[derive(Debug, Default)]
pub(crate) struct FindingDraft {
    message: String,
    evidence: Option<Arc<str>>,
    certainty: Certainty,
    fix: Fix,
    count: u64,
    position: Option<[u32; 2]>,
    span: Option<[u64; 2]>,
    claim: Option<CompactString>,
    sentence: Option<SentenceId>,
    /// `None` is the id of the claim.
    subject: Option<Box<str>>,
    width: u32,
    domain: Option<Box<str>>,
    severity: Option<Severity>,
}

impl FindingDraft {
    /// About a link; the address is its evidence.
    pub(crate) fn link(link: &Link, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            evidence: Some(link.resolved.as_deref().unwrap_or(&link.written).into()),
            position: Some([link.line, link.column]),
            span: link.span,
            sentence: link.first_supported(),
            // Two links with one address are told apart by their sentences.
            subject: Some(
                format!("{}\n{}", link.written, link.sentence_text().unwrap_or_default()).into(),
            ),
            width: width(link),
            domain: link.domain().map(Into::into),
            count: 1,
            ..Self::default()
        }
    }

    /// About several links: it stands at the first.
    pub(crate) fn links(links: &[&Link], message: impl Into<String>) -> Self {
        let Some(first) = links.first() else { return Self::article(message) };
        Self { count: links.len() as u64, ..Self::link(first, message) }
    }

    /// About a sentence; some of its words are the evidence.
    pub(crate) fn claim(claim: &Claim, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            evidence: Some(Arc::clone(&claim.text)),
            position: claim.at,
            span: claim.span,
            claim: Some(claim.id.clone()),
            sentence: claim.sentence_id,
            count: 1,
            ..Self::default()
        }
    }

    /// About a reference of a page; the address is its evidence.
    pub(crate) fn reference(fault: &Fault) -> Self {
        Self {
            message: format!("{}: {}", fault.written, fault.message),
            evidence: Some(fault.written.as_str().into()),
            position: Some(fault.position),
            span: fault.span,
            subject: Some(fault.written.as_str().into()),
            width: fault.width,
            count: 1,
            ..Self::default()
        }
    }

    /// About the article as a whole.
    pub(crate) fn article(message: impl Into<String>) -> Self {
        Self { message: message.into(), count: 1, ..Self::default() }
    }

    /// With this evidence instead.
    pub(crate) fn evidence(self, evidence: impl Into<Arc<str>>) -> Self {
        Self { evidence: Some(evidence.into()), ..self }
    }

    /// Less than certain.
    pub(crate) fn likely(self) -> Self {
        Self { certainty: Certainty::Likely, ..self }
    }

    /// For a human to decide.
    pub(crate) fn guess(self) -> Self {
        Self { certainty: Certainty::Guess, ..self }
    }

    /// With this repair.
    pub(crate) fn fix(self, fix: Fix) -> Self {
        Self { fix, ..self }
    }

    /// Graver or less grave than its rule says.
    pub(crate) fn severity(self, severity: Severity) -> Self {
        Self { severity: Some(severity), ..self }
    }

    /// About so many places.
    pub(crate) fn count(self, count: u64) -> Self {
        Self { count, ..self }
    }

    /// At these bytes of the file, and at this column of the line that is known.
    pub(crate) fn place(self, column: Option<u32>, span: Option<[u64; 2]>) -> Self {
        let position = self.position.map(|[line, first]| [line, column.unwrap_or(first)]);
        Self { position, span, ..self }
    }

    /// At this line.
    pub(crate) fn line(self, line: Option<u32>) -> Self {
        Self { position: line.map(|line| [line, 1]), ..self }
    }

    /// Told apart from others of its rule by this.
    pub(crate) fn subject(self, subject: impl Into<Box<str>>) -> Self {
        Self { subject: Some(subject.into()), ..self }
    }

    /// The finding of a rule in an article. Its claim is looked up, its secrets are taken out.
    pub(crate) fn finish(self, rule: &Rule, article: &ArticleIds) -> Finding {
        let known = |id: SentenceId| article.claims.get(&id).cloned();
        let claim = self.claim.or_else(|| self.sentence.and_then(known));
        let evidence = self.evidence.map(|text| {
            let redacted = if text.contains(' ') { redact_text(&text) } else { redact_url(&text) };
            match redacted {
                Cow::Borrowed(_) => Arc::clone(&text),
                Cow::Owned(clean) => clean.into(),
            }
        });
        Finding {
            rule: rule.id,
            family: rule.family,
            severity: self.severity.unwrap_or(rule.severity),
            certainty: self.certainty,
            message: redact_text(&self.message).into(),
            evidence,
            input: Arc::clone(&article.input),
            part: article.part.clone(),
            line: self.position.map(|[line, _]| line),
            column: self.position.map(|[_, column]| column),
            span: self.span,
            claim,
            sentence: self.sentence,
            fix: self.fix.without_secrets(),
            count: self.count,
            fingerprint: CompactString::default(),
            subject: self.subject,
            width: self.width,
            domain: self.domain,
        }
    }
}

/// Characters of an address that stands on one line in the file.
fn width(link: &Link) -> u32 {
    let whole = link.span.is_some() && !link.written.contains(['\n', '\r']);
    if whole { link.written.chars().count() as u32 } else { 0 }
}

/// What findings are sorted by: the article, the place in it, the rule, and what it is about.
pub(crate) type FindingOrder<'a> =
    ((&'a [u8], Option<&'a str>), (Option<u32>, Option<u32>), &'a str, &'a str);

pub(crate) fn place(finding: &Finding) -> FindingOrder<'_> {
    let article = (finding.input.as_bytes(), finding.part.as_deref());
    (article, (finding.line, finding.column), finding.rule.name(), subject(finding))
}

fn subject(finding: &Finding) -> &str {
    finding.subject.as_deref().or(finding.claim.as_deref()).unwrap_or_default()
}

/// Gives every finding its fingerprint: a hash of rule, input, part and subject, and the number of
/// equal ones before it. No line and no column is in it. Nobody asks for the subjects any more, which can hold whole
/// sentences.
pub(crate) fn number(findings: &mut [Finding]) {
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    for finding in findings {
        let part = finding.part.as_deref().unwrap_or_default();
        // The hash of the four texts with a zero byte between.
        let texts = [finding.rule.name(), "\0", &finding.input, "\0", part, "\0", subject(finding)];
        let hash = texts.into_iter().fold(EMPTY_HASH, hash_on);
        let ordinal = seen.entry(hash).or_insert(0);
        finding.fingerprint = claim_id(hash, *ordinal);
        finding.subject = None;
        *ordinal += 1;
    }
}
/// Ids of sentences or paragraphs, as evidence.
pub(crate) fn join_ids<T: ToString>(ids: &[T]) -> String {
    ids.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}
