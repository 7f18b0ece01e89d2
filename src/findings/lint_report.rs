//! The result of a run of the rules: findings, and what suppressions did.

use serde::Serialize;

use super::Finding;

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
