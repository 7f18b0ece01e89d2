//! The findings of a run beside its citations: how many each rule has, and one row for each.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::SentenceId;
use crate::corpus::Corpus;
use crate::findings::{Family, Finding, RuleId, Severity};

/// How often one rule fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleCount {
    /// The rule.
    #[schemars(with = "String")]
    pub rule: RuleId,
    /// How much its findings matter.
    pub severity: Severity,
    /// Its family.
    pub family: Family,
    /// Its findings.
    pub findings: u64,
    /// Articles with such a finding.
    pub articles: u64,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FindingRow {
    /// The rule.
    #[schemars(with = "String")]
    pub rule: RuleId,
    /// The number of the article, from 1.
    pub article: u64,
    /// Line, from 1; `None` for what is about the whole article.
    pub line: Option<u32>,
    /// Column, from 1, in Unicode scalars.
    pub column: Option<u32>,
    /// Id of the sentence, such as `P2.S4`.
    #[schemars(with = "Option<String>")]
    pub sentence: Option<SentenceId>,
    /// What was found, in one sentence without secrets.
    pub message: String,
}

/// All findings of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FindingSummary {
    /// Findings by severity; without those that have none.
    pub severities: BTreeMap<Severity, u64>,
    /// Rules with findings: the gravest first, then those with most findings.
    pub rules: Vec<RuleCount>,
    /// The findings: the gravest first, then by article and place.
    pub rows: Vec<FindingRow>,
}

impl FindingSummary {
    /// Counts the findings about the articles of a corpus.
    pub fn new(corpus: &Corpus, findings: Vec<Finding>) -> Self {
        let articles = corpus.articles.iter().enumerate();
        let numbers: FxHashMap<(&str, Option<&str>), u64> = articles
            .map(|(index, one)| ((one.input.as_str(), one.part.as_deref()), index as u64 + 1))
            .collect();
        let rows = findings.into_iter().filter_map(|finding| {
            let article = *numbers.get(&(finding.input.as_str(), finding.part.as_deref()))?;
            Some(FindingRow {
                rule: finding.rule,
                article,
                line: finding.line,
                column: finding.column,
                sentence: finding.sentence,
                message: finding.message,
            })
        });
        let mut rows: Vec<FindingRow> = rows.collect();
        rows.shrink_to_fit();
        rows.sort_by_key(|row| {
            (std::cmp::Reverse(row.rule.row().severity), row.article, row.line, row.column)
        });
        let mut severities = BTreeMap::new();
        for row in &rows {
            *severities.entry(row.rule.row().severity).or_default() += 1;
        }
        let rules = rules(&rows);
        Self { severities, rules, rows }
    }
}

fn rules(rows: &[FindingRow]) -> Vec<RuleCount> {
    let mut by_rule: FxHashMap<RuleId, (u64, FxHashSet<u64>)> = FxHashMap::default();
    for row in rows {
        let (findings, articles) = by_rule.entry(row.rule).or_default();
        *findings += 1;
        articles.insert(row.article);
    }
    let count = |(rule, (findings, articles)): (RuleId, (u64, FxHashSet<u64>))| {
        let row = rule.row();
        let articles = articles.len() as u64;
        RuleCount { rule, severity: row.severity, family: row.family, findings, articles }
    };
    let mut rules: Vec<RuleCount> = by_rule.into_iter().map(count).collect();
    rules.sort_by(|one, two| {
        let grave = two.severity.cmp(&one.severity);
        grave.then(two.findings.cmp(&one.findings)).then(one.rule.name().cmp(two.rule.name()))
    });
    rules
}
