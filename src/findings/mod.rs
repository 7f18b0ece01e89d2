//! Findings: what an editor should look at, each with its rule, evidence and place.
//!
//! A finding never says that a source is right or wrong. Rules are rows of `data/rules.tsv`; what
//! each looks for is a small function in the file of its family. What rules know beside the articles
//! (who owns a domain, what was retracted) they read from [`RuleInputs`].

pub mod baseline;
mod chatbot;
pub mod context;
mod corpus;
mod documents;
mod draft;
pub mod gate;
mod language;
mod links;
pub mod lint_report;
mod malformed;
mod missing;
mod owners;
mod pages;
mod publishers;
mod relations;
mod reported_words;
mod retracted_works;
pub mod retractions;
mod rule_entry;
mod rule_id;
pub mod rules;
mod run;
mod site;
mod slugs;
mod sourced;
pub mod suppress;
mod target;
mod url;
mod usage;

use std::sync::Arc;

use compact_str::CompactString;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::article::SentenceId;
use crate::link::redact::redact_url;

pub use self::context::RuleInputs;
pub use self::gate::LintFailOn;
pub use self::lint_report::{LintReport, UnreadLanguage};
pub(crate) use self::malformed::fault;
pub use self::retractions::Retractions;
pub use self::rule_id::RuleId;
pub use self::rules::{Family, FixCondition, RULES, Rule, RuleScope, rule};
pub use self::run::{RuleRun, run_rules};
pub use self::site::site_report;
pub use self::suppress::Suppression;
pub(crate) use self::url::{is_archive, unwraps};

/// One finding. Its JSON form is a contract; fields are only added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// The rule's family.
    pub family: Family,
    /// How much it matters.
    pub severity: Severity,
    /// How sure the rule is.
    pub certainty: Certainty,
    /// What was found, in one sentence without secrets.
    pub message: Arc<str>,
    /// The words or addresses that it rests on, without secrets.
    pub evidence: Option<Arc<str>>,
    /// The article's input.
    pub input: Arc<str>,
    /// The member or record inside `input`.
    pub part: Option<Arc<str>>,
    /// Line, from 1; `None` for a finding about the whole article.
    pub line: Option<u32>,
    /// Column, from 1, in Unicode scalars.
    pub column: Option<u32>,
    /// `[start, end)` bytes in the file.
    pub span: Option<[u64; 2]>,
    /// Id of the claim, where the sentences are known.
    pub claim: Option<CompactString>,
    /// Id of the sentence, such as `P2.S4`.
    pub sentence: Option<SentenceId>,
    /// What would repair it.
    pub fix: Fix,
    /// How many places the finding is about.
    pub count: u64,
    /// The same for the same finding in the same file, whatever happens to the lines around it.
    pub fingerprint: CompactString,
    /// What the finding is about, without its place, for the fingerprint; `None` is the id of its claim.
    #[serde(skip)]
    pub(crate) subject: Option<Box<str>>,
    /// Characters of the address on its line; 0 where it is none, or not on one line.
    #[serde(skip)]
    pub(crate) width: u32,
    /// Domain of the cited URL, for suppressions.
    #[serde(skip)]
    pub(crate) domain: Option<Box<str>>,
}

/// The severity of a finding.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// The link or sentence could be improved.
    Notice,
    /// Probably a problem.
    Warning,
    /// An error in the address or the link.
    Error,
}

impl Finding {
    /// How many characters of its line it is about; 0 where that is not known.
    pub fn width(&self) -> u32 {
        self.width
    }
}

impl Severity {
    /// Every severity, the gravest first.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Notice, Self::Info];

    /// The word used in JSON and on the command line.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// How sure a rule is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// It follows from the bytes.
    #[default]
    Certain,
    /// It follows from a pattern that is seldom wrong.
    Likely,
    /// A human has to decide.
    Guess,
}

/// What would repair a finding.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "replacement")]
pub enum Fix {
    /// Nothing that a machine knows of.
    #[default]
    None,
    /// This address instead, after a look at it.
    Suggested(String),
    /// This address instead: it opens the same page.
    Safe(String),
}

impl Fix {
    /// The address without the secrets that it still holds; then it is for reading, not for pasting.
    fn without_secrets(self) -> Self {
        let clean = |url: String| redact_url(&url).into_owned();
        match self {
            Self::None => Self::None,
            Self::Suggested(url) => Self::Suggested(clean(url)),
            Self::Safe(url) => Self::Safe(clean(url)),
        }
    }
}

/// What is looked for, and what is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LintOptions {
    /// The severity from which on a run fails.
    pub fail_on: LintFailOn,
    /// These rules alone; all that are on by default where there is none.
    pub only: Vec<String>,
    /// Rules that are off by default and wanted.
    pub on: Vec<String>,
    /// Rules that are not wanted.
    pub off: Vec<String>,
    /// The day of the run, `YYYY-MM-DD`, for suppressions that end. Without it none has ended.
    #[serde(skip)]
    pub today: Option<String>,
    /// Findings that are known and accepted.
    pub suppress: Vec<Suppression>,
}

impl LintOptions {
    /// Whether a rule runs.
    pub fn runs(&self, rule: &Rule) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == rule.id.name());
        let wanted =
            if self.only.is_empty() { rule.on || named(&self.on) } else { named(&self.only) };
        wanted && !named(&self.off)
    }

    /// The first name that is no rule.
    pub fn unknown_rule(&self) -> Option<&str> {
        let suppressed = self.suppress.iter().map(|one| &one.rule);
        let names = self.only.iter().chain(&self.on).chain(&self.off).chain(suppressed);
        names.map(String::as_str).find(|name| rule(name).is_none())
    }
}
