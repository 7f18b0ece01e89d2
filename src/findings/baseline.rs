//! A baseline: findings that were there when somebody began to look, kept in a file.

use compact_str::CompactString;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::Finding;

/// Version of the file.
const VERSION: u32 = 1;

/// The findings that a run does not count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Always 1.
    version: u32,
    /// By fingerprint.
    findings: Vec<BaselineEntry>,
}

/// One finding of a baseline.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineEntry {
    /// Its fingerprint.
    pub fingerprint: String,
    /// Its rule, for readers.
    pub rule: String,
    /// Its input, for readers.
    pub input: String,
}

impl Baseline {
    /// All findings of a run.
    pub fn from_findings(findings: &[Finding]) -> Self {
        let mut entries: Vec<BaselineEntry> = findings
            .iter()
            .map(|finding| BaselineEntry {
                fingerprint: finding.fingerprint.to_string(),
                rule: finding.rule.name().to_owned(),
                input: finding.input.to_string(),
            })
            .collect();
        entries.sort();
        Self { version: VERSION, findings: entries }
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// Where it is no baseline.
    pub fn parse(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// The file's text.
    pub fn text(&self) -> String {
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        text + "\n"
    }

    /// Takes the known findings out; returns the entries that no finding met.
    pub fn apply(&self, findings: &mut Vec<Finding>) -> Vec<BaselineEntry> {
        let known: FxHashSet<&str> =
            self.findings.iter().map(|entry| entry.fingerprint.as_str()).collect();
        let met: FxHashSet<CompactString> =
            findings.iter().map(|finding| finding.fingerprint.clone()).collect();
        findings.retain(|finding| !known.contains(finding.fingerprint.as_str()));
        self.findings
            .iter()
            .filter(|entry| !met.contains(entry.fingerprint.as_str()))
            .cloned()
            .collect()
    }
}
