//! A finding as a report lists it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::SentenceId;
use crate::findings::RuleId;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FindingRow {
    /// The rule.
    #[schemars(with = "String")]
    pub rule: RuleId,
    /// The number of the article, from 1.
    pub article: u64,
    /// Line, from 1; `None` for a finding about the whole article.
    pub line: Option<u32>,
    /// Column, from 1, in Unicode scalars.
    pub column: Option<u32>,
    /// Id of the sentence, such as `P2.S4`.
    #[schemars(with = "Option<String>")]
    pub sentence: Option<SentenceId>,
    /// What was found, in one sentence without secrets.
    pub message: String,
}
