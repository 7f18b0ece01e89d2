//! Runs the rules over a corpus.

use rayon::prelude::*;

use super::context::{ArticleContext, ClaimIds, ParsedLink, RuleInputs};
use super::draft::{self, FindingDraft};
use super::rules::{Rule, rule};
use super::suppress::{self, Suppressed, UnusedSuppression};
use super::{
    Finding, LintOptions, corpus, documents, language, links, missing, owners, publishers,
    retractions,
};
use super::{target, url, usage};
use crate::corpus::{Corpus, Selection};

/// A rule's function.
#[derive(Clone, Copy)]
pub(crate) enum RuleFn {
    /// Looks at one link.
    Link(fn(&ParsedLink<'_>) -> Option<FindingDraft>),
    /// Looks at one article.
    Article(fn(&ArticleContext<'_>) -> Vec<FindingDraft>),
    /// Looks at all articles; what it finds belongs to the article of that index.
    Corpus(fn(&Corpus, &Selection) -> Vec<(usize, FindingDraft)>),
}

/// A row of the table, built.
pub(crate) struct RuleEntry {
    /// The rule's name.
    pub(crate) name: &'static str,
    run: RuleFn,
}

impl RuleEntry {
    /// A rule about one link.
    pub(crate) const fn link(
        name: &'static str,
        f: fn(&ParsedLink<'_>) -> Option<FindingDraft>,
    ) -> Self {
        Self { name, run: RuleFn::Link(f) }
    }

    /// A rule about one article.
    pub(crate) const fn article(
        name: &'static str,
        f: fn(&ArticleContext<'_>) -> Vec<FindingDraft>,
    ) -> Self {
        Self { name, run: RuleFn::Article(f) }
    }

    /// A rule about all articles.
    pub(crate) const fn corpus(
        name: &'static str,
        f: fn(&Corpus, &Selection) -> Vec<(usize, FindingDraft)>,
    ) -> Self {
        Self { name, run: RuleFn::Corpus(f) }
    }
}

/// Every rule that is built.
pub(crate) fn entries() -> impl Iterator<Item = &'static RuleEntry> {
    let families = [url::RULES, target::RULES, documents::RULES, usage::RULES, missing::RULES];
    let facts = [publishers::RULES, owners::RULES, language::RULES, retractions::RULES];
    families.into_iter().chain(facts).chain([corpus::RULES, links::RULES]).flatten()
}

/// What a run found.
#[derive(Debug, Default)]
pub struct LintReport {
    /// The findings, by input, place and rule.
    pub findings: Vec<Finding>,
    /// What suppressions left out, each with the reason given.
    pub suppressed: Vec<Suppressed>,
    /// Suppressions that have ended, name no rule, or left nothing out.
    pub dead: Vec<UnusedSuppression>,
}

/// Runs all rules that `options` want over the articles, and leaves out what is suppressed.
pub fn run_rules(
    corpus: &Corpus,
    selection: &Selection,
    facts: RuleInputs<'_>,
    options: &LintOptions,
) -> LintReport {
    let wanted: Vec<(&'static Rule, RuleFn)> = entries()
        .filter_map(|entry| Some((rule(entry.name)?, entry.run)))
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
    (article, (finding.line, finding.column), finding.rule, &finding.subject)
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
