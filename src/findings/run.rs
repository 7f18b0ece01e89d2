//! Runs the rules over a corpus.

use rayon::prelude::*;

use super::context::{ArticleContext, ClaimIds, RuleInputs};
use super::lint_report::LintReport;
use super::rule_entry::{RuleEntry, RuleFn};
use super::rules::Rule;
use super::{
    Finding, LintOptions, corpus, documents, draft, language, links, missing, owners, publishers,
    retracted_works, suppress,
};
use super::{target, url, usage};
use crate::corpus::{Corpus, Selection};

/// Every rule that is built.
pub(crate) fn entries() -> impl Iterator<Item = &'static RuleEntry> {
    let families = [url::RULES, target::RULES, documents::RULES, usage::RULES, missing::RULES];
    let facts = [publishers::RULES, owners::RULES, language::RULES, retracted_works::RULES];
    families.into_iter().chain(facts).chain([corpus::RULES, links::RULES]).flatten()
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
    let mut findings: Vec<Finding> = articles
        .flat_map_iter(|article| {
            in_article(&ArticleContext::new(article, selection, facts), &wanted)
        })
        .collect();
    for (rule, run) in &wanted {
        let RuleFn::Corpus(look) = run else { continue };
        let found = look(corpus, selection).into_iter();
        let none = ClaimIds::default();
        findings.extend(found.map(|(at, draft)| draft.finish(rule, &corpus.articles[at], &none)));
    }
    findings.sort_by(|left, right| place(left).cmp(&place(right)));
    draft::number(&mut findings);
    suppress::apply(findings, corpus, options)
}

/// What findings are sorted by: the article, the place in it, the rule, and what it is about.
type FindingOrder<'a> = ((&'a [u8], Option<&'a str>), (Option<u32>, Option<u32>), &'a str, &'a str);

fn place(finding: &Finding) -> FindingOrder<'_> {
    let article = (finding.input.as_bytes(), finding.part.as_deref());
    (article, (finding.line, finding.column), finding.rule.name(), &finding.subject)
}

fn in_article(context: &ArticleContext<'_>, wanted: &[(&'static Rule, RuleFn)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (rule, run) in wanted {
        let drafts = match run {
            RuleFn::Link(look) => {
                context.links.iter().chain(&context.broken).filter_map(look).collect()
            }
            RuleFn::Article(look) => look(context),
            RuleFn::Corpus(_) => continue,
        };
        let drafts = drafts.into_iter();
        findings.extend(drafts.map(|draft| draft.finish(rule, context.article, &context.ids)));
    }
    findings
}
