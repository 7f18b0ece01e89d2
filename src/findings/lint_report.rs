//! The result of a run of the rules: findings, and what suppressions did.

use serde::Serialize;

use super::{Finding, RuleId};

/// What a run found.
#[derive(Debug, Default)]
pub struct LintReport {
    /// The findings, by input, place and rule.
    pub findings: Vec<Finding>,
    /// What suppressions left out, each with the reason given.
    pub suppressed: Vec<Suppressed>,
    /// Suppressions that have ended, name no rule, or left nothing out.
    pub dead: Vec<UnusedSuppression>,
    /// Languages whose words nobody knows, with the number of their articles.
    pub unread_languages: Vec<UnreadLanguage>,
    /// Rules about words, which were not run on these articles.
    pub unread_rules: Vec<RuleId>,
}

/// A language without a table of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnreadLanguage {
    /// Its tag, as the articles declare it; `None` where they declare none and their words do not show it.
    pub tag: Option<String>,
    /// How many articles with sentences are in it.
    pub articles: u64,
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
pub struct UnusedSuppression {
    /// Where it stands: an input with a line, or the configuration.
    pub place: String,
    /// What it is about.
    pub rule: String,
    /// Why it did nothing.
    pub why: &'static str,
}
