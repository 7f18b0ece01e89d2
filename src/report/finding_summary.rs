//! The findings of a run beside its citations: how many each rule has, and one row for each.

use std::collections::BTreeMap;
use std::io;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::finding_row::FindingRow;
use super::finding_rows::{FindingCollector, FindingRows};
use crate::corpus::OpenSpool;
use crate::findings::{Family, Finding, RuleId, Severity};

/// The findings of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleCount {
    /// The rule.
    #[schemars(with = "String")]
    pub rule: RuleId,
    /// The severity of its findings.
    pub severity: Severity,
    /// Its family.
    pub family: Family,
    /// Number of findings.
    pub findings: u64,
    /// Articles with such a finding.
    pub articles: u64,
}

/// All findings of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingSummary {
    /// Number of findings by severity; a severity without findings is left out.
    pub severities: BTreeMap<Severity, u64>,
    /// Rules with findings, sorted by severity (the highest first) and number of findings (the largest first).
    pub rules: Vec<RuleCount>,
    /// The findings, sorted by severity (the highest first), article and place.
    pub rows: FindingRows,
    /// By article.
    #[serde(skip)]
    pub(super) articles: Vec<ArticleCounts>,
}

/// How many findings there are about an article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ArticleCounts {
    pub(super) findings: u32,
    /// Those about claims without a source.
    pub(super) unsourced: u32,
}

impl FindingSummary {
    /// Claims without a source.
    pub(super) fn unsourced_claims(&self) -> u64 {
        self.articles.iter().map(|article| u64::from(article.unsourced)).sum()
    }
}

/// Counts findings article by article.
pub struct FindingCounter {
    rows: FindingCollector,
    by_rule: FxHashMap<RuleId, RuleTally>,
    articles: Vec<ArticleCounts>,
}

#[derive(Default)]
struct RuleTally {
    findings: u64,
    articles: u64,
    /// The last article with one.
    last: u64,
}

impl FindingCounter {
    /// A counter for a run of `articles` articles. Rows that do not fit into memory are written to files that `open`
    /// opens.
    pub fn new(articles: usize, open: OpenSpool) -> Self {
        let articles = vec![ArticleCounts::default(); articles];
        Self { rows: FindingCollector::new(open), by_rule: FxHashMap::default(), articles }
    }

    /// Adds the findings about an article, by its index; articles come in order.
    ///
    /// # Errors
    /// Where a temporary file cannot be written.
    pub fn add(&mut self, article: usize, mut findings: Vec<Finding>) -> io::Result<()> {
        // Stable: findings of one place are in the order of their rules.
        findings.sort_by_key(|finding| (finding.line, finding.column));
        for finding in findings {
            let number = article as u64 + 1;
            let tally = self.by_rule.entry(finding.rule).or_default();
            tally.findings += 1;
            tally.articles += u64::from(tally.last != number);
            tally.last = number;
            self.articles[article].findings += 1;
            self.articles[article].unsourced += u32::from(finding.rule.is_unsourced_claim());
            self.rows.push(FindingRow {
                rule: finding.rule,
                article: number,
                line: finding.line,
                column: finding.column,
                sentence: finding.sentence,
                message: finding.message.to_string(),
            })?;
        }
        Ok(())
    }

    /// What was counted.
    ///
    /// # Errors
    /// Where a temporary file cannot be written.
    pub fn finish(self) -> io::Result<FindingSummary> {
        let rules = rules(self.by_rule);
        let mut severities = BTreeMap::new();
        for rule in &rules {
            *severities.entry(rule.severity).or_default() += rule.findings;
        }
        Ok(FindingSummary { severities, rules, rows: self.rows.finish()?, articles: self.articles })
    }
}

fn rules(by_rule: FxHashMap<RuleId, RuleTally>) -> Vec<RuleCount> {
    let count = |(rule, RuleTally { findings, articles, .. }): (RuleId, RuleTally)| {
        let row = rule.row();
        RuleCount { rule, severity: row.severity, family: row.family, findings, articles }
    };
    let mut rules: Vec<RuleCount> = by_rule.into_iter().map(count).collect();
    rules.sort_by(|one, two| {
        let grave = two.severity.cmp(&one.severity);
        grave.then(two.findings.cmp(&one.findings)).then(one.rule.name().cmp(two.rule.name()))
    });
    rules
}
