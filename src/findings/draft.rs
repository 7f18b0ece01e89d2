//! A finding in the making: what a rule says, before its name and article are added.

use super::context::ClaimIds;
use super::rules::Rule;
use super::{Certainty, Finding, Fix, Severity};
use crate::article::{Article, Link, SentenceId, stable_hash};
use crate::claims::Claim;
use crate::link::redact::{redact_text, redact_url};
use crate::webroot::Fault;

/// What a rule found.
#[derive(Debug, Default)]
pub(crate) struct FindingDraft {
    message: String,
    evidence: Option<String>,
    certainty: Certainty,
    fix: Fix,
    count: u64,
    position: Option<[u32; 2]>,
    span: Option<[u64; 2]>,
    claim: Option<String>,
    sentence: Option<SentenceId>,
    subject: String,
    width: u32,
    domain: Option<String>,
    severity: Option<Severity>,
}

impl FindingDraft {
    /// About a link; the address is its evidence.
    pub(crate) fn link(link: &Link, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            evidence: Some(link.resolved.clone().unwrap_or_else(|| link.written.clone())),
            position: Some([link.line, link.column]),
            span: link.span,
            sentence: link.first_supported(),
            // Two links with one address are told apart by their sentences.
            subject: format!("{}\n{}", link.written, link.sentence_text().unwrap_or_default()),
            width: width(link),
            domain: link.domain().map(str::to_owned),
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
            evidence: Some(claim.text.to_string()),
            position: claim.at,
            span: claim.span,
            claim: Some(claim.id.clone()),
            sentence: claim.sentence_id,
            subject: claim.id.clone(),
            count: 1,
            ..Self::default()
        }
    }

    /// About a reference of a page; the address is its evidence.
    pub(crate) fn reference(fault: &Fault) -> Self {
        Self {
            message: format!("{}: {}", fault.written, fault.message),
            evidence: Some(fault.written.clone()),
            position: Some(fault.position),
            span: fault.span,
            subject: fault.written.clone(),
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
    pub(crate) fn evidence(self, evidence: impl Into<String>) -> Self {
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
    pub(crate) fn subject(self, subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), ..self }
    }

    /// The finding of a rule in an article. Its claim is looked up, its secrets are taken out.
    pub(crate) fn finish(self, rule: &Rule, article: &Article, claims: &ClaimIds) -> Finding {
        let known = |id: SentenceId| claims.get(&id).cloned();
        let claim = self.claim.or_else(|| self.sentence.and_then(known));
        let evidence = self.evidence.map(|text| {
            let redacted = if text.contains(' ') { redact_text(&text) } else { redact_url(&text) };
            redacted.into_owned()
        });
        Finding {
            rule: rule.id,
            family: rule.family,
            severity: self.severity.unwrap_or(rule.severity),
            certainty: self.certainty,
            message: redact_text(&self.message).into_owned(),
            evidence,
            input: article.input.clone(),
            part: article.part.clone(),
            line: self.position.map(|[line, _]| line),
            column: self.position.map(|[_, column]| column),
            span: self.span,
            claim,
            sentence: self.sentence,
            fix: self.fix.without_secrets(),
            count: self.count,
            fingerprint: String::new(),
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
    (article, (finding.line, finding.column), finding.rule.name(), &finding.subject)
}

/// Gives every finding its fingerprint: a hash of rule, input, part and subject, and the number of
/// equal ones before it. No line and no column is in it.
pub(crate) fn number(findings: &mut [Finding]) {
    let mut seen: rustc_hash::FxHashMap<u64, u32> = rustc_hash::FxHashMap::default();
    for finding in findings {
        let part = finding.part.as_deref().unwrap_or_default();
        let text = [finding.rule.name(), &finding.input, part, &finding.subject].join("\0");
        let hash = stable_hash(&text);
        let ordinal = seen.entry(hash).or_insert(0);
        finding.fingerprint = format!("{hash:016x}-{ordinal}");
        *ordinal += 1;
    }
}
/// Ids of sentences or paragraphs, as evidence.
pub(crate) fn join_ids<T: ToString>(ids: &[T]) -> String {
    ids.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}
