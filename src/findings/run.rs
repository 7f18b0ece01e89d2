//! Runs the rules over a corpus.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::context::{ArticleContext, RuleInputs};
use super::draft::{ArticleIds, FindingDraft};
use super::lint_report::{LintReport, UnreadLanguage};
use super::relations::{ArticleRelations, Relations};
use super::rule_entry::{RuleEntry, RuleFn};
use super::rule_id::RuleId;
use super::rules::{Family, Rule, rule};
use super::suppress::SuppressionIndex;
use super::{
    Finding, LintOptions, chatbot, corpus, documents, draft, language, links, missing, owners,
    publishers, retracted_works, site, suppress,
};
use super::{target, url, usage};
use crate::article::Article;
use crate::corpus::table::CitationTable;
use crate::corpus::{Corpus, Selection};

/// Every rule that is built.
pub(crate) fn entries() -> impl Iterator<Item = &'static RuleEntry> {
    let families =
        [url::RULES, target::RULES, chatbot::RULES, documents::RULES, usage::RULES, missing::RULES];
    let facts = [publishers::RULES, owners::RULES, language::RULES, retracted_works::RULES];
    families.into_iter().chain(facts).chain([corpus::RULES, links::RULES, site::RULES]).flatten()
}

/// The rules that a run asks for, with what they know of all articles.
pub struct RuleRun<'a> {
    wanted: Vec<(&'static Rule, RuleFn)>,
    selection: &'a Selection,
    facts: RuleInputs<'a>,
    relations: Relations,
    options: &'a LintOptions,
    suppressions: SuppressionIndex<'a>,
}

/// What the rules found in one article.
struct ArticleFindings {
    /// By place and rule, without fingerprints and before suppressions.
    findings: Vec<Finding>,
    unread: Option<Unread>,
}

impl<'a> RuleRun<'a> {
    /// Prepares the rules of `options` for the articles of a table.
    pub fn new(
        table: &CitationTable,
        selection: &'a Selection,
        facts: RuleInputs<'a>,
        options: &'a LintOptions,
    ) -> Self {
        let entries = entries().map(|entry| (entry.id.row(), entry.run));
        let wanted = entries.filter(|(rule, _)| options.runs(rule)).collect();
        let relations = Relations::new(table, selection);
        let suppressions = SuppressionIndex::config(options);
        Self { wanted, selection, facts, relations, options, suppressions }
    }

    /// What is to be seen in one article of the table, by its number there: the findings by place and rule, without those
    /// that somebody accepted and without fingerprints.
    pub fn findings(&self, number: usize, article: &Article) -> Vec<Finding> {
        let mut findings = self.article(number, article).findings;
        self.suppressions.drop_suppressed(article, &mut findings, self.options);
        findings
    }

    /// Runs the rules on one article of the table.
    fn article(&self, number: usize, article: &Article) -> ArticleFindings {
        let context = ArticleContext::new(article, self.selection, self.facts);
        let unread = Unread::of(&context);
        let mut findings = in_article(context, self.relations.of(number), &self.wanted);
        findings.sort_by(|left, right| draft::place(left).cmp(&draft::place(right)));
        ArticleFindings { findings, unread }
    }
}

/// Runs the rules that `options` asks for over a finished corpus.
///
/// Findings are sorted by input, place and rule, and those that somebody accepted are apart.
pub fn run_rules(
    corpus: &Corpus,
    selection: &Selection,
    facts: RuleInputs<'_>,
    options: &LintOptions,
) -> LintReport {
    let run = RuleRun::new(&corpus.table(), selection, facts, options);
    let articles = corpus.articles.par_iter().enumerate();
    let found: Vec<ArticleFindings> =
        articles.map(|(number, article)| run.article(number, article)).collect();
    let mut found = found.into_iter();
    // Those of the first article are not copied: there may be no other.
    let (mut findings, mut unread) = found
        .next()
        .map_or_else(Default::default, |one| (one.findings, Vec::from_iter(one.unread)));
    findings.reserve(found.as_slice().iter().map(|one| one.findings.len()).sum());
    for one in found {
        findings.extend(one.findings);
        unread.extend(one.unread);
    }
    // Two articles of one input and part stand between each other.
    findings.sort_by(|left, right| draft::place(left).cmp(&draft::place(right)));
    draft::number(&mut findings);
    let mut report = suppress::apply(findings, corpus, options);
    // Links of a site are looked for by another run.
    report.dead.retain(|one| rule(&one.rule).is_none_or(|rule| rule.family != Family::Site));
    let is_about_words =
        |(rule, run): &(&'static Rule, RuleFn)| matches!(run, RuleFn::Words(_)).then_some(rule.id);
    let rules: Vec<RuleId> = run.wanted.iter().filter_map(is_about_words).collect();
    let unread = if rules.is_empty() { Vec::new() } else { unread_languages(unread) };
    LintReport { unread_languages: unread, unread_rules: rules, ..report }
}

/// Fewer sentences tell no language, and hold little that a rule could find.
const MIN_UNREAD_CLAIMS: usize = 5;

/// The declared language of an article whose words nobody knows.
struct Unread(Option<String>);

impl Unread {
    fn of(context: &ArticleContext<'_>) -> Option<Self> {
        let declared = &context.article.language;
        let least = if declared.is_some() { 1 } else { MIN_UNREAD_CLAIMS };
        let is_unread = context.language.is_none() && context.claims.len() >= least;
        is_unread.then(|| Self(declared.clone()))
    }
}

/// The languages of articles that nobody could read, by tag, with their number.
fn unread_languages(articles: Vec<Unread>) -> Vec<UnreadLanguage> {
    let mut counts: BTreeMap<Option<String>, u64> = BTreeMap::new();
    for Unread(tag) in articles {
        *counts.entry(tag).or_default() += 1;
    }
    counts.into_iter().map(|(tag, articles)| UnreadLanguage { tag, articles }).collect()
}

fn in_article(
    context: ArticleContext<'_>,
    relations: ArticleRelations<'_>,
    wanted: &[(&'static Rule, RuleFn)],
) -> Vec<Finding> {
    let mut found: Vec<(&'static Rule, RuleFn, Vec<FindingDraft>)> = Vec::new();
    for (rule, run) in wanted {
        let drafts: Vec<FindingDraft> = match run {
            RuleFn::Link(look) => {
                context.links.iter().chain(&context.broken).filter_map(look).collect()
            }
            RuleFn::Article(look) => look(&context),
            RuleFn::Words(_) if context.language.is_none() => continue,
            RuleFn::Words(look) => look(&context),
            RuleFn::Related(look) => look(&context, relations),
            RuleFn::Site => continue,
        };
        if !drafts.is_empty() {
            found.push((*rule, *run, drafts));
        }
    }
    let article = context.article;
    let (ids, no_ids) =
        (ArticleIds::with_claims(article, &context.claims), ArticleIds::of_article(article));
    // The claims of a long article take as much memory as its findings.
    drop(context);
    let mut findings = Vec::with_capacity(found.iter().map(|(_, _, drafts)| drafts.len()).sum());
    for (rule, run, drafts) in found {
        // What articles have to do with each other is about no claim.
        let ids = if matches!(run, RuleFn::Related(_)) { &no_ids } else { &ids };
        finish(drafts, |draft| draft.finish(rule, ids), &mut findings);
    }
    findings
}

/// Makes findings of drafts, from the last to the first, and frees the drafts on the way: an article can have a million.
fn finish(
    mut drafts: Vec<FindingDraft>,
    finding: impl Fn(FindingDraft) -> Finding,
    findings: &mut Vec<Finding>,
) {
    let first = findings.len();
    while let Some(draft) = drafts.pop() {
        findings.push(finding(draft));
        if drafts.len() < drafts.capacity() / 2 {
            drafts.shrink_to_fit();
        }
    }
    findings[first..].reverse();
}
