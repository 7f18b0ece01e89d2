//! The findings of an article as its sheet lists them, and which of them are about each sentence.

use compact_str::ToCompactString as _;
use rustc_hash::FxHashMap;

use crate::article::{Article, Link, SentenceId};
use crate::findings::{Finding, Fix, RuleScope};
use crate::link::redact::redact_url;

use super::SheetFinding;

/// The findings of a sheet. A text of 32 MB can have a million, so each is held once, and what a row does not show of it
/// is dropped before there are rows.
pub(super) struct FindingIndex {
    /// In order of the text.
    pub(super) notes: Vec<SheetFinding>,
    /// By sentence, then in order of the text.
    of_sentences: Vec<SentenceFinding>,
}

/// A finding about a sentence.
pub(super) struct SentenceFinding {
    sentence: SentenceId,
    note: u32,
    /// Where it stands in a sentence with links.
    pub(super) place: Option<Box<LinkPlace>>,
}

/// Where a link, or what was found about it, stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct LinkPlace {
    pub(super) span: Option<[u64; 2]>,
    line: u32,
    column: u32,
}

impl LinkPlace {
    /// That of a link.
    pub(super) fn of(link: &Link) -> Self {
        Self { span: link.span, line: link.line, column: link.column }
    }

    /// That of a finding; `None` where it is about the whole article.
    fn of_finding(finding: &Finding) -> Option<Self> {
        Some(Self { span: finding.span, line: finding.line?, column: finding.column? })
    }
}

impl FindingIndex {
    /// Findings by the sentence that they stand in; those about a link in a note by each sentence with its mark. No row
    /// can settle what is said of the whole document.
    pub(super) fn new(
        findings: Vec<Finding>,
        article: &Article,
        has_links: impl Fn(SentenceId) -> bool,
    ) -> Self {
        let several = article.citations.iter().filter(|link| link.supported().len() > 1);
        let several: FxHashMap<LinkPlace, &[SentenceId]> =
            several.map(|link| (LinkPlace::of(link), link.supported())).collect();
        let mut index =
            Self { notes: Vec::with_capacity(findings.len()), of_sentences: Vec::new() };
        for finding in findings {
            if finding.rule.row().scope == RuleScope::Place {
                let place = LinkPlace::of_finding(&finding);
                let noted = place.as_ref().and_then(|place| several.get(place));
                let noted =
                    noted.filter(|ids| finding.sentence.is_some_and(|id| ids.contains(&id)));
                for id in noted.copied().unwrap_or(finding.sentence.as_slice()) {
                    index.of_sentences.push(SentenceFinding {
                        sentence: *id,
                        note: index.notes.len() as u32,
                        place: place.filter(|_| has_links(*id)).map(Box::new),
                    });
                }
            }
            index.notes.push(to_note(finding));
        }
        index.of_sentences.sort_by_key(|one| (one.sentence, one.note));
        index
    }

    /// Those about a sentence, in order of the text.
    pub(super) fn of_sentence(&self, id: Option<SentenceId>) -> &[SentenceFinding] {
        let Some(id) = id else { return &[] };
        let first = self.of_sentences.partition_point(|one| one.sentence < id);
        let rest = &self.of_sentences[first..];
        &rest[..rest.iter().take_while(|one| one.sentence == id).count()]
    }

    /// Their entries in the list.
    pub(super) fn notes(&self, findings: Vec<&SentenceFinding>) -> Vec<&SheetFinding> {
        findings.into_iter().map(|one| &self.notes[one.note as usize]).collect()
    }
}

fn to_note(finding: Finding) -> SheetFinding {
    SheetFinding {
        rule: finding.rule.name().into(),
        severity: finding.severity.into(),
        message: finding.message,
        evidence: finding.evidence,
        sentence: finding.sentence.map(|id| id.to_compact_string()),
        line: finding.line,
        fix: match &finding.fix {
            Fix::None => None,
            Fix::Suggested(url) | Fix::Safe(url) => Some(redact_url(url).into_owned()),
        },
    }
}
