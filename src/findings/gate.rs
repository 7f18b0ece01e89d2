//! When a run fails.

use serde::{Deserialize, Serialize};

use super::{Finding, Severity};

/// The severity from which on a run fails.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum LintFailOn {
    /// An error fails.
    #[default]
    Error,
    /// So does a warning.
    Warning,
    /// So does a notice.
    Notice,
    /// Nothing fails.
    Never,
}

impl LintFailOn {
    /// Whether any finding fails the run.
    pub fn fails(self, findings: &[Finding]) -> bool {
        let least = match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Notice => Severity::Notice,
            Self::Never => return false,
        };
        findings.iter().any(|finding| finding.severity >= least)
    }
}
