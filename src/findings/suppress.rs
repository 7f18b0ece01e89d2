//! Findings that somebody accepted: by a comment in the document, or in the configuration.
//!
//! A suppression names the rules that it is about and touches no other. It can end on a day, and one
//! that leaves nothing out is reported, so that none outlives its reason unseen.

use globset::{Glob, GlobMatcher};
use serde::{Deserialize, Serialize};

use super::{Finding, Options, rule};
use crate::article::Ignore;
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

/// A finding that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// Why it was left out.
    pub reason: String,
}

/// A suppression that did nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dead {
    /// Where it stands: an input with a line, or the configuration.
    pub place: String,
    /// What it is about.
    pub rule: String,
    /// Why it did nothing.
    pub why: &'static str,
}

/// One suppression of either kind, ready for comparing.
struct Active<'a> {
    rule: &'a str,
    place: String,
    reason: &'a str,
    scope: Scope<'a>,
    fault: Option<&'static str>,
    used: bool,
}

enum Scope<'a> {
    /// The line of a comment and the one after it.
    Lines { input: &'a str, part: Option<&'a str>, line: u32 },
    /// Inputs and domains of the configuration.
    Config { input: Option<GlobMatcher>, domain: Option<&'a str> },
}

impl Active<'_> {
    fn covers(&self, finding: &Finding) -> bool {
        let here = match &self.scope {
            Scope::Lines { input, part, line } => {
                let same = finding.input == *input && finding.part.as_deref() == *part;
                // What is said of the whole article has no line: any comment in it may answer.
                same && finding.line.is_none_or(|at| at == *line || at == line + 1)
            }
            Scope::Config { input, domain } => {
                input.as_ref().is_none_or(|glob| glob.is_match(&finding.input))
                    && domain.is_none_or(|domain| finding.domain.as_deref() == Some(domain))
            }
        };
        self.fault.is_none() && self.rule == finding.rule && here
    }
}

/// Parts findings into those that stand and those that are suppressed.
pub(crate) fn apply(findings: Vec<Finding>, corpus: &Corpus, options: &Options) -> super::Outcome {
    let mut active: Vec<Active<'_>> = Vec::new();
    for article in &corpus.articles {
        active.extend(article.ignores.iter().flat_map(|ignore| {
            let (input, part) = (article.input.as_str(), article.part.as_deref());
            of_comment(ignore, input, part, options)
        }));
    }
    active.extend(options.suppress.iter().map(|one| of_config(one, options)));
    let mut outcome = super::Outcome::default();
    for finding in findings {
        match active.iter_mut().find(|one| one.covers(&finding)) {
            Some(one) => {
                one.used = true;
                outcome.suppressed.push(Suppressed { finding, reason: one.reason.to_owned() });
            }
            None => outcome.findings.push(finding),
        }
    }
    let dead = active.into_iter().filter(|one| !one.used);
    outcome.dead = dead
        .map(|one| Dead {
            place: one.place,
            rule: one.rule.to_owned(),
            why: one.fault.unwrap_or("it left nothing out"),
        })
        .collect();
    outcome
}

fn of_comment<'a>(
    ignore: &'a Ignore,
    input: &'a str,
    part: Option<&'a str>,
    options: &Options,
) -> Vec<Active<'a>> {
    let rules = ignore.rules.iter().map(|name| Active {
        rule: name,
        place: format!("{input}:{}", ignore.line),
        reason: ignore.reason.as_deref().unwrap_or_default(),
        scope: Scope::Lines { input, part, line: ignore.line },
        fault: fault(name, ignore.until.as_deref(), options),
        used: false,
    });
    rules.collect()
}

fn of_config<'a>(one: &'a Suppression, options: &Options) -> Active<'a> {
    let glob = one.input.as_deref().map(|glob| Glob::new(glob).map(|glob| glob.compile_matcher()));
    let (input, broken) = match glob {
        Some(Ok(glob)) => (Some(glob), None),
        Some(Err(_)) => (None, Some("its input is no glob")),
        None => (None, None),
    };
    let reason = one.reason.trim().is_empty().then_some("it gives no reason");
    Active {
        rule: &one.rule,
        place: "configuration".into(),
        reason: &one.reason,
        scope: Scope::Config { input, domain: one.domain.as_deref() },
        fault: fault(&one.rule, one.until.as_deref(), options).or(broken).or(reason),
        used: false,
    }
}

fn fault(name: &str, until: Option<&str>, options: &Options) -> Option<&'static str> {
    // Days are written so that their order is that of their letters.
    let ended = until.zip(options.today.as_deref()).is_some_and(|(until, today)| until < today);
    match rule(name) {
        None => Some("there is no such rule"),
        Some(_) if ended => Some("it has ended"),
        Some(_) => None,
    }
}
