//! Runs the rules over a corpus.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::context::{ArticleContext, ClaimIds, RuleInputs};
use super::lint_report::{LintReport, UnreadLanguage};
use super::relations::{ArticleRelations, Relations};
use super::rule_entry::{RuleEntry, RuleFn};
use super::rule_id::RuleId;
use super::rules::{Family, Rule, rule};
use super::suppress::SuppressionIndex;
use super::{
    Finding, LintOptions, corpus, documents, draft, language, links, missing, owners, publishers,
    retracted_works, site, suppress,
};
use super::{target, url, usage};
use crate::article::Article;
use crate::corpus::table::CitationTable;
use crate::corpus::{Corpus, Selection};

/// Every rule that is built.
pub(crate) fn entries() -> impl Iterator<Item = &'static RuleEntry> {
    let families = [url::RULES, target::RULES, documents::RULES, usage::RULES, missing::RULES];
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
        let mut findings = in_article(&context, self.relations.of(number), &self.wanted);
        findings.sort_by(|left, right| draft::place(left).cmp(&draft::place(right)));
        ArticleFindings { findings, unread: Unread::of(&context) }
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
    let mut findings: Vec<Finding> =
        Vec::with_capacity(found.iter().map(|one| one.findings.len()).sum());
    let mut unread = Vec::new();
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
    context: &ArticleContext<'_>,
    relations: ArticleRelations<'_>,
    wanted: &[(&'static Rule, RuleFn)],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let no_ids = ClaimIds::default();
    for (rule, run) in wanted {
        // What articles have to do with each other is about no claim.
        let ids = if matches!(run, RuleFn::Related(_)) { &no_ids } else { &context.ids };
        let drafts = match run {
            RuleFn::Link(look) => {
                context.links.iter().chain(&context.broken).filter_map(look).collect()
            }
            RuleFn::Article(look) => look(context),
            RuleFn::Words(_) if context.language.is_none() => continue,
            RuleFn::Words(look) => look(context),
            RuleFn::Related(look) => look(context, relations),
            RuleFn::Site => continue,
        };
        let drafts = drafts.into_iter();
        findings.extend(drafts.map(|draft| draft.finish(rule, context.article, ids)));
    }
    findings
}
