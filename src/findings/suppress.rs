//! Findings that somebody accepted: by a comment in the document, or in the configuration.
//!
//! A suppression names the rules that it is about and touches no other. It can end on a day, and one
//! that leaves nothing out is reported, so that none outlives its reason unseen.

use std::sync::{Mutex, PoisonError};

use globset::{Glob, GlobSet};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::lint_report::{LintReport, Suppressed, UnusedSuppression};
use super::{Finding, LintOptions, rule};
use crate::article::{Article, Ignore};
use crate::corpus::Corpus;

/// A suppression of the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Suppression {
    /// The rule.
    pub rule: String,
    /// In these inputs alone: a glob such as `posts/2019*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// For links to this registrable domain alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Why; there is none without.
    pub reason: String,
    /// The last day that it holds, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// One suppression of either kind.
struct ActiveSuppression<'a> {
    rule: &'a str,
    place: String,
    reason: &'a str,
    fault: Option<&'static str>,
    used: bool,
}

/// Separates findings into those that stand and those that are suppressed.
pub(crate) fn apply(findings: Vec<Finding>, corpus: &Corpus, options: &LintOptions) -> LintReport {
    let mut index = SuppressionIndex::new(corpus.articles.iter(), options);
    let mut outcome = LintReport::default();
    let remaining = findings.into_iter().filter_map(|finding| {
        // Of several that fit, the first is the one that is used.
        let Some(first) = index.candidates(&finding).min() else { return Some(finding) };
        let one = &mut index.active[first];
        one.used = true;
        outcome.suppressed.push(Suppressed { finding, reason: one.reason.to_owned() });
        None
    });
    // Collected in the place of the first list: a second one would be as large.
    outcome.findings = remaining.collect();
    let dead = index.active.into_iter().filter(|one| !one.used);
    outcome.dead = dead
        .map(|one| UnusedSuppression {
            place: one.place,
            rule: one.rule.to_owned(),
            why: one.fault.unwrap_or("it does not match any finding"),
        })
        .collect();
    outcome
}

/// A document, a rule, and a line; no line for what is about the whole article.
type SuppressionKey<'a> = (&'a str, Option<&'a str>, &'a str, Option<u32>);

/// A rule, and the domain of the links that it is suppressed for; no domain for all.
type SuppressionScope<'a> = (&'a str, Option<&'a str>);

/// All suppressions, found by what they cover: what a finding costs does not depend on how many there are.
#[derive(Default)]
pub(super) struct SuppressionIndex<'a> {
    /// Those of comments in the order of the corpus, then those of the configuration.
    active: Vec<ActiveSuppression<'a>>,
    /// The first comment that covers a spot.
    comments: FxHashMap<SuppressionKey<'a>, usize>,
    config: FxHashMap<SuppressionScope<'a>, InputSuppressions>,
}

impl<'a> SuppressionIndex<'a> {
    /// The comments of some articles, and what the configuration has.
    fn new(articles: impl Iterator<Item = &'a Article>, options: &'a LintOptions) -> Self {
        let mut index = Self::comments(articles, options);
        index.add_config(options);
        index
    }

    /// What the configuration has alone.
    pub(super) fn config(options: &'a LintOptions) -> Self {
        let mut index = Self::default();
        index.add_config(options);
        index
    }

    fn comments(articles: impl Iterator<Item = &'a Article>, options: &LintOptions) -> Self {
        let mut index = Self::default();
        for article in articles {
            for ignore in &article.ignores {
                for rule in &ignore.rules {
                    index.add_comment(article, ignore, rule, options);
                }
            }
        }
        index
    }

    fn add_config(&mut self, options: &'a LintOptions) {
        let mut scopes: FxHashMap<SuppressionScope<'a>, Vec<(usize, Option<Glob>)>> =
            FxHashMap::default();
        for one in &options.suppress {
            let at = self.active.len();
            let (active, input) = of_config(one, options);
            if active.fault.is_none() {
                scopes
                    .entry((one.rule.as_str(), one.domain.as_deref()))
                    .or_default()
                    .push((at, input));
            }
            self.active.push(active);
        }
        self.config =
            scopes.into_iter().map(|(scope, all)| (scope, InputSuppressions::new(all))).collect();
    }

    /// Drops the findings of an article that its comments or the configuration, which this is, leave out.
    pub(super) fn drop_suppressed(
        &self,
        article: &Article,
        findings: &mut Vec<Finding>,
        options: &LintOptions,
    ) {
        let comments = SuppressionIndex::comments(std::iter::once(article), options);
        let is_left_out = |index: &SuppressionIndex<'_>, finding: &Finding| {
            index.candidates(finding).next().is_some()
        };
        findings.retain(|one| !is_left_out(&comments, one) && !is_left_out(self, one));
    }

    /// A comment holds for its line and the next, and for what is about the whole article.
    fn add_comment(
        &mut self,
        article: &'a Article,
        ignore: &'a Ignore,
        rule: &'a str,
        options: &LintOptions,
    ) {
        let (input, part) = (article.input.as_str(), article.part.as_deref());
        let at = self.active.len();
        let fault = fault(rule, ignore.until.as_deref(), options);
        if fault.is_none() {
            for line in [None, Some(ignore.line), ignore.line.checked_add(1)] {
                self.comments.entry((input, part, rule, line)).or_insert(at);
            }
        }
        self.active.push(ActiveSuppression {
            rule,
            place: format!("{input}:{}", ignore.line),
            reason: ignore.reason.as_deref().unwrap_or_default(),
            fault,
            used: false,
        });
    }

    /// The suppressions that cover a finding, at most one of each kind.
    fn candidates(&self, finding: &Finding) -> impl Iterator<Item = usize> {
        let Finding { rule, input, part, line, domain, .. } = finding;
        let comment = self.comments.get(&(&**input, part.as_deref(), rule.name(), *line)).copied();
        let by_scope = |domain| self.config.get(&(rule.name(), domain))?.first(input);
        let everywhere = by_scope(None);
        let by_domain = domain.as_deref().and_then(|domain| by_scope(Some(domain)));
        [comment, everywhere, by_domain].into_iter().flatten()
    }
}

/// Globs that are matched together: a set of very many would grow beyond what the matcher allows.
const MAX_SET_GLOBS: usize = 64;

/// The suppressions of one scope, by the inputs that they are for.
struct InputSuppressions {
    /// The first one that is for every input.
    everywhere: Option<usize>,
    sets: Vec<(GlobSet, Vec<usize>)>,
    /// The last input and its answer: findings come sorted by input.
    last: Mutex<Option<(String, Option<usize>)>>,
}

impl InputSuppressions {
    fn new(all: Vec<(usize, Option<Glob>)>) -> Self {
        let everywhere = all.iter().find(|(_, glob)| glob.is_none()).map(|(at, _)| *at);
        let globs: Vec<(usize, Glob)> =
            all.into_iter().filter_map(|(at, glob)| Some((at, glob?))).collect();
        Self {
            everywhere,
            sets: globs.chunks(MAX_SET_GLOBS).flat_map(sets).collect(),
            last: Mutex::default(),
        }
    }

    /// The first one that is for an input.
    fn first(&self, input: &str) -> Option<usize> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = last.as_ref().filter(|(last, _)| last == input) {
            return *known;
        }
        let by_glob = self
            .sets
            .iter()
            .flat_map(|(set, at)| set.matches(input).into_iter().map(|one| at[one]));
        let first = by_glob.chain(self.everywhere).min();
        *last = Some((input.to_owned(), first));
        first
    }
}

/// One set of all globs, or one of each where they are too large for that.
fn sets(globs: &[(usize, Glob)]) -> Vec<(GlobSet, Vec<usize>)> {
    let set = |globs: &[(usize, Glob)]| {
        let set = GlobSet::new(globs.iter().map(|(_, glob)| glob)).ok()?;
        Some((set, globs.iter().map(|(at, _)| *at).collect()))
    };
    match set(globs) {
        Some(all) => vec![all],
        None => globs.chunks(1).filter_map(set).collect(),
    }
}

fn of_config<'a>(
    one: &'a Suppression,
    options: &LintOptions,
) -> (ActiveSuppression<'a>, Option<Glob>) {
    // A glob can be well-formed and too large to be matched.
    let usable = |glob: &Glob| GlobSet::new([glob]).is_ok();
    let glob = one.input.as_deref().map(|glob| Glob::new(glob).ok().filter(usable));
    let broken = matches!(glob, Some(None)).then_some("its input is not a glob");
    let reason = one.reason.trim().is_empty().then_some("it has no reason");
    let active = ActiveSuppression {
        rule: &one.rule,
        place: "configuration".into(),
        reason: &one.reason,
        fault: fault(&one.rule, one.until.as_deref(), options).or(broken).or(reason),
        used: false,
    };
    (active, glob.flatten())
}

fn fault(name: &str, until: Option<&str>, options: &LintOptions) -> Option<&'static str> {
    // Days are written so that their order is that of their letters.
    let ended = until.zip(options.today.as_deref()).is_some_and(|(until, today)| until < today);
    match rule(name) {
        None => Some("its rule is unknown"),
        Some(_) if ended => Some("its end date has passed"),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::run::run_rules;
    use crate::findings::{RuleId, RuleInputs, Severity};
    use crate::source::Sources;
    use crate::{corpus, extract, input};

    fn article(name: &str, text: &str) -> Article {
        let document = input::Document::new(name, crate::article::Format::Markdown, text);
        extract::Extractor::default().extract(&document, &extract::ExtractOptions::default())
    }

    fn found(corpus: &Corpus) -> Vec<Finding> {
        let sources = Sources::none();
        let facts = RuleInputs { sources: &sources, retractions: None, links: None };
        let only = vec!["shortened-url".to_owned()];
        let options = LintOptions { only, ..LintOptions::default() };
        let outcome = run_rules(corpus, &corpus::Selection::default(), facts, &options);
        let suppressed = outcome.suppressed.into_iter().map(|one| one.finding);
        suppressed.chain(outcome.findings).collect()
    }

    /// How many suppressions are looked at for all findings of some articles, and how many findings there are.
    fn work(articles: usize, suppressions: usize) -> (usize, usize) {
        let one =
            "So [x](https://bit.ly/1) is. <!-- citegraph: ignore shortened-url -->\n\n".repeat(4);
        let corpus: Corpus = (0..articles).map(|at| article(&format!("{at}.md"), &one)).collect();
        let rule = "shortened-url".to_owned();
        let suppress = (0..suppressions).map(|at| Suppression {
            rule: rule.clone(),
            input: Some(format!("drafts/{at}*")),
            domain: (at % 2 == 0).then(|| format!("a{at}.example")),
            reason: "known".to_owned(),
            until: None,
        });
        let options = LintOptions { suppress: suppress.collect(), ..LintOptions::default() };
        let findings = found(&corpus);
        let index = SuppressionIndex::new(corpus.articles.iter(), &options);
        assert_eq!(index.active.len(), 4 * articles + suppressions);
        let looked_at = findings.iter().map(|finding| index.candidates(finding).count()).sum();
        (looked_at, findings.len())
    }

    #[test]
    fn a_finding_is_compared_with_those_of_its_line_alone() {
        for (articles, suppressions) in [(4, 0), (64, 0), (64, 1000)] {
            let (looked_at, findings) = work(articles, suppressions);
            assert_eq!((looked_at, findings), (4 * articles, 4 * articles));
        }
    }

    #[test]
    fn the_first_that_fits_is_used_and_others_are_dead() {
        let text = "<!-- citegraph: ignore shortened-url reason=\"one\" -->\n\n\
                    <!-- citegraph: ignore shortened-url reason=\"two\" -->\n";
        let corpus: Corpus = [article("a.md", text)].into_iter().collect();
        let own = |input: &str, reason: &str| Suppression {
            rule: "shortened-url".to_owned(),
            input: Some(input.to_owned()),
            reason: reason.to_owned(),
            ..Suppression::default()
        };
        let suppress =
            vec![own("b*", "no"), own("{", "broken"), own("*.md", "all"), own("a*", "too late")];
        let options = LintOptions { suppress, ..LintOptions::default() };
        let at = |line: Option<u32>| Finding { line, ..sample() };
        let findings = vec![at(Some(2)), at(Some(3)), at(Some(9)), at(None)];
        let outcome = apply(findings, &corpus, &options);
        let reasons: Vec<&str> = outcome.suppressed.iter().map(|one| one.reason.as_str()).collect();
        assert_eq!(reasons, ["one", "two", "all", "one"]);
        assert_eq!(outcome.findings, []);
        let dead: Vec<&str> = outcome.dead.iter().map(|one| one.why).collect();
        assert_eq!(
            dead,
            [
                "it does not match any finding",
                "its input is not a glob",
                "it does not match any finding"
            ]
        );
    }

    fn sample() -> Finding {
        let corpus: Corpus = [article("a.md", "[x](https://bit.ly/1)\n")].into_iter().collect();
        let one = found(&corpus).remove(0);
        assert_eq!((one.rule, one.severity), (RuleId::ShortenedUrl, Severity::Warning));
        one
    }
}
