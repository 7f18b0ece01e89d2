//! Fixes: findings whose repair is known, as edits of the document that were proven before they are
//! offered.
//!
//! A fix changes one address and nothing else: after it the link resolves to the wanted address, and
//! every other link is what it was. What cannot be shown to be so is left alone, with the reason.
//! Nothing here looks at the network, so `http` stays, short links stay, and web archives stay; what an
//! earlier run of checks found out is followed where its rules are named.

mod address;
mod notation;
mod proof;
mod rewrite;

use std::collections::BTreeMap;

use self::address::TargetAddress;
use self::proof::FixVerifier;
use crate::article::{Article, Link};
use crate::audit::CheckedLinks;
use crate::corpus::{Corpus, Selection};
use crate::edit::{Edit, EditConflict, apply};
use crate::extract::{self, Extractor};
use crate::findings::{self, Finding, FixCondition, LintReport, RULES, Rule, RuleId, RuleInputs};
use crate::input::Document;
use crate::source::Sources;

/// The longest address, in bytes as written, that is looked at: no server takes a longer one, and what a
/// hostile page holds in one may be of any size.
const MAX_ADDRESS_BYTES: usize = 1 << 16;

/// Which rules somebody wants fixed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleChoice {
    /// These rules alone; all that are safe where there is none.
    pub only: Vec<String>,
    /// Rules that are not wanted.
    pub off: Vec<String>,
    /// Whether malformed addresses are repaired.
    pub repair: bool,
}

/// Why a choice of rules cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleChoiceError {
    /// No rule has this name, or its findings have no fix.
    #[error("{0} cannot be fixed; choose from {names}", names = names())]
    NoFix(String),
    /// A repair is a guess, so it has to be asked for.
    #[error("fixing {0} is a guess, so you have to allow it")]
    NotRepairing(String),
    /// Nothing is left of the rules.
    #[error("no rules remain whose findings can be fixed")]
    Nothing,
}

/// The rules whose findings can be fixed.
fn fixable() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(|rule| rule.fix != FixCondition::None)
}

fn names() -> String {
    let mut names: Vec<&str> = fixable().map(|rule| rule.id.name()).collect();
    names.sort_unstable();
    names.join(", ")
}

impl RuleChoice {
    /// The options of a run of these rules, with the suppressions of `lint` and without the rules that
    /// it leaves out.
    ///
    /// # Errors
    /// [`RuleChoiceError`] where a rule is named that has no fix, or none is left.
    pub fn rules(
        &self,
        lint: &findings::LintOptions,
    ) -> Result<findings::LintOptions, RuleChoiceError> {
        for name in self.only.iter().chain(&self.off) {
            match findings::rule(name).map(|rule| rule.fix) {
                None | Some(FixCondition::None) => {
                    return Err(RuleChoiceError::NoFix(name.clone()));
                }
                Some(FixCondition::Repair) if !self.repair && self.only.contains(name) => {
                    return Err(RuleChoiceError::NotRepairing(name.clone()));
                }
                Some(_) => {}
            }
        }
        let wanted = fixable().filter(|rule| self.wants(rule, lint));
        let only: Vec<String> = wanted.map(|rule| rule.id.name().to_owned()).collect();
        if only.is_empty() {
            return Err(RuleChoiceError::Nothing);
        }
        Ok(findings::LintOptions { only, off: Vec::new(), ..lint.clone() })
    }

    fn wants(&self, rule: &Rule, lint: &findings::LintOptions) -> bool {
        let holds = |names: &[String]| names.iter().any(|one| one == rule.id.name());
        let named = holds(&self.only);
        let chosen = named || (self.only.is_empty() && !holds(&lint.off));
        let narrowed = !self.only.is_empty() || lint.only.is_empty() || holds(&lint.only);
        let ready = match rule.fix {
            FixCondition::None => false,
            FixCondition::Safe => true,
            FixCondition::Repair => self.repair,
            FixCondition::Named => named,
        };
        chosen && narrowed && ready && !holds(&self.off)
    }
}

/// How documents are read and which findings are fixed.
#[derive(Debug, Clone, Default)]
pub struct FixOptions {
    /// How documents are read.
    pub extract: extract::ExtractOptions,
    /// Which links are looked at.
    pub selection: Selection,
    /// The rules, as [`RuleChoice::rules`] gives them.
    pub rules: findings::LintOptions,
}

/// What is to be done to one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FixPlan {
    /// The document's input.
    pub input: String,
    /// The bytes of the document as they were read.
    pub file: Vec<u8>,
    /// The edits, in the order of the file; together they were proven.
    pub edits: Vec<Edit>,
    /// What the edits do, one a fixed address, in the order of the file.
    pub fixes: Vec<AppliedFix>,
    /// What is left as it is.
    pub left: Vec<UnfixedFinding>,
    /// How many citations the document has.
    pub citations: usize,
}

impl FixPlan {
    /// The document with its edits.
    ///
    /// # Errors
    /// None for a plan as it was made.
    pub fn fixed(&self) -> Result<Vec<u8>, EditConflict> {
        apply(&self.file, &self.edits)
    }
}

/// One fixed address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedFix {
    /// Where the address stands, from 1.
    pub line: u32,
    /// In Unicode scalars, from 1.
    pub column: u32,
    /// The rules that it is fixed by.
    pub rules: Vec<&'static str>,
    /// The address as it is written.
    pub old: String,
    /// The address that it leads to after the fix.
    pub new: String,
}

/// A finding that is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnfixedFinding {
    /// Line, from 1; `None` for a whole document.
    pub line: Option<u32>,
    /// In Unicode scalars, from 1.
    pub column: Option<u32>,
    /// The rules that found something; none for a whole document.
    pub rules: Vec<&'static str>,
    /// Why it is left.
    pub why: String,
}

impl UnfixedFinding {
    /// A whole document that is left alone.
    pub fn whole(why: impl Into<String>) -> Self {
        Self { line: None, column: None, rules: Vec::new(), why: why.into() }
    }
}

/// A fix that still has to be proven.
struct FixCandidate {
    fix: AppliedFix,
    /// Where the href stands in the file.
    span: [u64; 2],
    /// What the link has to resolve to.
    wanted: String,
    edits: Vec<Edit>,
}

/// A document that was read, and what was found in it.
struct LintedDocument<'a> {
    document: &'a Document,
    article: &'a Article,
    /// The rules of the run.
    rules: &'a [String],
    outcome: &'a LintReport,
}

impl LintedDocument<'_> {
    /// The rules of the run that nobody suppressed at a place.
    fn rules(&self, place: [u64; 2]) -> Vec<RuleId> {
        let here = self.outcome.suppressed.iter().map(|one| &one.finding);
        let here: Vec<RuleId> =
            here.filter(|one| one.span == Some(place)).map(|one| one.rule).collect();
        let rules = self.rules.iter().filter_map(|name| name.parse().ok());
        rules.filter(|rule| !here.contains(rule)).collect()
    }
}

/// Plans the fixes of one document. Never fails: what cannot be fixed is in [`FixPlan::left`].
/// `links` is what is known of the links, where they were checked.
pub fn plan(
    extractor: &mut Extractor,
    document: &Document,
    options: &FixOptions,
    links: Option<&CheckedLinks>,
) -> FixPlan {
    let article = extractor.extract(document, &options.extract);
    let bytes = document.decoded.bytes();
    let mut plan = FixPlan {
        input: document.input.clone(),
        file: bytes.as_deref().unwrap_or_default().to_vec(),
        citations: article.citations.len(),
        ..FixPlan::default()
    };
    let corpus: Corpus = [article].into_iter().collect();
    // No rule about the form of an address asks who stands behind it.
    let facts = RuleInputs { sources: &Sources::none(), retractions: None, links };
    let outcome = findings::run_rules(&corpus, &options.selection, facts, &options.rules);
    let [article] = corpus.articles.as_slice() else { return plan };
    if outcome.findings.is_empty() {
        return plan;
    }
    if bytes.is_none() || document.part.is_some() {
        let count = outcome.findings.len();
        let findings = if count == 1 { "finding" } else { "findings" };
        let why = format!("its text is compressed and has {count} {findings}; change it by hand");
        plan.left.push(UnfixedFinding::whole(why));
        return plan;
    }
    let reading =
        LintedDocument { document, article, rules: &options.rules.only, outcome: &outcome };
    let candidates = candidates(&mut plan, &reading);
    let mut proof = FixVerifier::new(extractor, document, article, options, &plan.file);
    let (proven, doubtful) = proof.prove(candidates);
    plan.left.extend(doubtful);
    plan.left.sort_by_key(|left| (left.line, left.column));
    for candidate in proven {
        plan.fixes.push(candidate.fix);
        plan.edits.extend(candidate.edits);
    }
    plan
}

/// What may be fixed, one candidate an address; the rest goes to what is left.
fn candidates(plan: &mut FixPlan, reading: &LintedDocument<'_>) -> Vec<FixCandidate> {
    let mut places: BTreeMap<[u64; 2], Vec<&Finding>> = BTreeMap::new();
    for finding in &reading.outcome.findings {
        match finding.span {
            Some(span) => places.entry(span).or_default().push(finding),
            None => plan.left.push(left(&[finding], "it is split into several parts in the file")),
        }
    }
    let article = reading.article;
    let links: BTreeMap<[u64; 2], &Link> = article
        .citations
        .iter()
        .chain(&article.rejects)
        .filter_map(|link| link.span.map(|span| (span, link)))
        .collect();
    let mut candidates: Vec<FixCandidate> = Vec::new();
    for (span, findings) in places {
        let Some(link) = links.get(&span) else { continue };
        let crosses = candidates.last().is_some_and(|last| last.span[1] > span[0]);
        let candidate = match crosses {
            true => Err("it is inside another address"),
            false => candidate(&plan.file, link, span, reading, &findings),
        };
        match candidate {
            Ok(candidate) => candidates.push(candidate),
            Err(why) => plan.left.push(left(&findings, why)),
        }
    }
    candidates
}

fn candidate(
    file: &[u8],
    link: &Link,
    span: [u64; 2],
    reading: &LintedDocument<'_>,
    findings: &[&Finding],
) -> Result<FixCandidate, &'static str> {
    if link.written.len() > MAX_ADDRESS_BYTES {
        return Err("it is longer than servers accept");
    }
    let wanted = TargetAddress::from_findings(link, findings, &reading.rules(span))?;
    let document = reading.document;
    let changes = rewrite::changes(link, document.format, &wanted)?;
    let place = span[0] as usize..span[1] as usize;
    let edits = rewrite::on_disk(file, place, document, link, &changes)?;
    let fix = AppliedFix {
        line: link.line,
        column: link.column,
        rules: rules(findings),
        old: link.written.clone(),
        new: wanted.address.clone(),
    };
    Ok(FixCandidate { fix, span, wanted: wanted.address, edits })
}

fn rules(findings: &[&Finding]) -> Vec<&'static str> {
    let mut rules: Vec<&'static str> = findings.iter().map(|finding| finding.rule.name()).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

fn left(findings: &[&Finding], why: &str) -> UnfixedFinding {
    let first = findings.first();
    UnfixedFinding {
        line: first.and_then(|finding| finding.line),
        column: first.and_then(|finding| finding.column),
        rules: rules(findings),
        why: why.to_owned(),
    }
}
