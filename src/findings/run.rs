//! Runs the rules over a corpus.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::context::{ArticleContext, ClaimIds, RuleInputs};
use super::lint_report::{LintReport, UnreadLanguage};
use super::rule_entry::{RuleEntry, RuleFn};
use super::rule_id::RuleId;
use super::rules::{Family, Rule, rule};
use super::{
    Finding, LintOptions, corpus, documents, draft, language, links, missing, owners, publishers,
    retracted_works, site, suppress,
};
use super::{target, url, usage};
use crate::corpus::{Corpus, Selection};

/// Every rule that is built.
pub(crate) fn entries() -> impl Iterator<Item = &'static RuleEntry> {
    let families = [url::RULES, target::RULES, documents::RULES, usage::RULES, missing::RULES];
    let facts = [publishers::RULES, owners::RULES, language::RULES, retracted_works::RULES];
    families.into_iter().chain(facts).chain([corpus::RULES, links::RULES, site::RULES]).flatten()
}

/// Runs all rules that `options` want over the articles, and leaves out what is suppressed.
pub fn run_rules(
    corpus: &Corpus,
    selection: &Selection,
    facts: RuleInputs<'_>,
    options: &LintOptions,
) -> LintReport {
    let wanted: Vec<(&'static Rule, RuleFn)> = entries()
        .map(|entry| (entry.id.row(), entry.run))
        .filter(|(rule, _)| options.runs(rule))
        .collect();
    let articles = corpus.articles.par_iter();
    let found: Vec<(Vec<Finding>, Option<Unread>)> = articles
        .map(|article| {
            let context = ArticleContext::new(article, selection, facts);
            (in_article(&context, &wanted), Unread::of(&context))
        })
        .collect();
    let (found, unread): (Vec<Vec<Finding>>, Vec<Option<Unread>>) = found.into_iter().unzip();
    let mut findings: Vec<Finding> = Vec::with_capacity(found.iter().map(Vec::len).sum());
    findings.extend(found.into_iter().flatten());
    for (rule, run) in &wanted {
        let RuleFn::Corpus(look) = run else { continue };
        let found = look(corpus, selection).into_iter();
        let none = ClaimIds::default();
        findings.extend(found.map(|(at, draft)| draft.finish(rule, &corpus.articles[at], &none)));
    }
    findings.sort_by(|left, right| draft::place(left).cmp(&draft::place(right)));
    draft::number(&mut findings);
    let mut report = suppress::apply(findings, corpus, options);
    // Links of a site are looked for by another run.
    report.dead.retain(|one| rule(&one.rule).is_none_or(|rule| rule.family != Family::Site));
    let is_about_words =
        |(rule, run): &(&'static Rule, RuleFn)| matches!(run, RuleFn::Words(_)).then_some(rule.id);
    let rules: Vec<RuleId> = wanted.iter().filter_map(is_about_words).collect();
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
fn unread_languages(articles: Vec<Option<Unread>>) -> Vec<UnreadLanguage> {
    let mut counts: BTreeMap<Option<String>, u64> = BTreeMap::new();
    for Unread(tag) in articles.into_iter().flatten() {
        *counts.entry(tag).or_default() += 1;
    }
    counts.into_iter().map(|(tag, articles)| UnreadLanguage { tag, articles }).collect()
}

fn in_article(context: &ArticleContext<'_>, wanted: &[(&'static Rule, RuleFn)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (rule, run) in wanted {
        let drafts = match run {
            RuleFn::Link(look) => {
                context.links.iter().chain(&context.broken).filter_map(look).collect()
            }
            RuleFn::Article(look) => look(context),
            RuleFn::Words(_) if context.language.is_none() => continue,
            RuleFn::Words(look) => look(context),
            RuleFn::Corpus(_) | RuleFn::Site => continue,
        };
        let drafts = drafts.into_iter();
        findings.extend(drafts.map(|draft| draft.finish(rule, context.article, &context.ids)));
    }
    findings
}
