//! Links between a site's own pages, as findings.

use super::draft::{self, ArticleIds, FindingDraft};
use super::lint_report::LintReport;
use super::rule_entry::RuleEntry;
use super::rule_id::RuleId;
use super::{Family, Finding, LintOptions, suppress};
use crate::article::{Article, Format, Ignore, MetadataRules, OriginRule, SCHEMA};
use crate::corpus::Corpus;
use crate::webroot::{Fault, FaultKind, PageFaults, ReferenceKind};

/// The rules of this file.
pub(super) const RULES: &[RuleEntry] = &[
    RuleEntry::site(RuleId::BrokenRedirectPage),
    RuleEntry::site(RuleId::FolderWithoutIndex),
    RuleEntry::site(RuleId::MissingAnchor),
    RuleEntry::site(RuleId::MissingAsset),
    RuleEntry::site(RuleId::MissingImage),
    RuleEntry::site(RuleId::MissingPage),
    RuleEntry::site(RuleId::RedirectLoop),
    RuleEntry::site(RuleId::WrongCase),
];

/// The faults of a site as findings, by input and place, without those that are suppressed.
pub fn site_report(pages: &[PageFaults], options: &LintOptions) -> LintReport {
    let mut findings = Vec::new();
    let mut corpus = Corpus::default();
    for page in pages {
        let article = article(page);
        let ids = ArticleIds::of_article(&article);
        findings.extend(page.faults.iter().filter_map(|fault| finding(fault, &ids, options)));
        corpus.ingest(article);
    }
    findings.sort_by(|left, right| draft::place(left).cmp(&draft::place(right)));
    draft::number(&mut findings);
    let own = |name: &str| super::rule(name).is_some_and(|rule| rule.family == Family::Site);
    let mut options = options.clone();
    options.suppress.retain(|one| own(&one.rule));
    suppress::apply(findings, &corpus, &options)
}

/// The finding of a fault; `None` where its rule does not run.
fn finding(fault: &Fault, article: &ArticleIds, options: &LintOptions) -> Option<Finding> {
    let rule = rule_of(fault).row();
    let draft = || FindingDraft::reference(fault).finish(rule, article);
    options.runs(rule).then(draft)
}

fn rule_of(fault: &Fault) -> RuleId {
    match (fault.kind, fault.reference) {
        (FaultKind::NoIndex, _) => RuleId::FolderWithoutIndex,
        (FaultKind::OtherCase, _) => RuleId::WrongCase,
        (FaultKind::NoAnchor, _) => RuleId::MissingAnchor,
        (FaultKind::BrokenRedirect, _) => RuleId::BrokenRedirectPage,
        (FaultKind::RedirectLoop, _) => RuleId::RedirectLoop,
        (FaultKind::Missing, ReferenceKind::Image) => RuleId::MissingImage,
        (FaultKind::Missing, ReferenceKind::Asset) => RuleId::MissingAsset,
        (FaultKind::Missing, ReferenceKind::Link | ReferenceKind::Redirect) => RuleId::MissingPage,
    }
}

/// A page as suppressions see it: its name, and the comments that are about rules of this family.
fn article(page: &PageFaults) -> Article {
    let own = |name: &String| super::rule(name).is_none_or(|rule| rule.family == Family::Site);
    let ignores = page.ignores.iter().filter_map(|ignore| {
        let rules: Vec<String> = ignore.rules.iter().filter(|name| own(name)).cloned().collect();
        (!rules.is_empty()).then(|| Ignore { rules, ..ignore.clone() })
    });
    Article {
        schema: SCHEMA,
        input: page.input.clone(),
        part: None,
        format: Format::Html,
        dialect: None,
        origin: None,
        origin_rule: OriginRule::None,
        title: None,
        published: None,
        authors: Vec::new(),
        tags: Vec::new(),
        language: None,
        metadata_rules: MetadataRules::default(),
        captures: Vec::new(),
        citations: Vec::new(),
        rejects: Vec::new(),
        ignores: ignores.collect(),
        warnings: Vec::new(),
        sentences: None,
    }
}
