//! The sheet of a fact-check: one row a claim and source, machine columns left, human columns right.
//!
//! A claim without a source has a row too. What people write in a sheet is never lost: it is merged
//! into the sheet of the edited article by the words of the claim, not by its line.

mod annotate;
mod beside;
mod builder;
mod cell;
mod cited;
mod claim_text;
mod columns;
pub mod csv;
mod error;
mod excerpt;
mod existing;
mod finding_index;
mod grid;
mod history;
pub mod html;
mod human_fields;
pub mod json;
mod limits;
pub mod markdown;
mod merge;
mod priority;
mod reader;
mod row_value;
mod sparse;
pub mod status;
mod table;
mod turn_count;
mod word_diff;
mod workbook;
pub mod xlsx;

use std::borrow::Cow;
use std::sync::Arc;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

pub use self::annotate::{AnnotateError, annotate_docx, annotate_markdown};
pub use self::builder::build;
pub use self::cell::{SheetCell, SheetValue};
pub use self::claim_text::ClaimText;
pub use self::columns::{COLUMNS, FIRST_HUMAN};
pub use self::error::SheetError;
pub use self::existing::ExistingFile;
pub use self::history::RowChange;
pub use self::human_fields::{HumanField, HumanFields};
pub use self::limits::{MAX_CELLS, SheetLimits, TooLarge};
pub use self::merge::{is_foreign, merge_sheets, unsettled_fields};
pub use self::reader::{check_size, missing, read, read_within};
pub use self::row_value::{RowFinding, RowSignal, RowSupport};
pub use self::sparse::{Blank, Sparse};

use crate::article::Place;
use crate::claims::{CueSet, SupportKind};
use crate::findings::Severity;

/// Version of the sheet's JSON form; fields are only added.
pub const SCHEMA: u32 = 1;

/// The sheet of one article.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Always [`SCHEMA`].
    pub schema: u32,
    /// The article.
    pub article: ArticleMeta,
    /// The article's text in its order, cited or not; behind it what stands around it on the page.
    pub passages: Vec<Passage>,
    /// The rows, the most urgent first: by priority, then by place in the text.
    #[serde(deserialize_with = "limits::rows")]
    pub rows: Vec<SheetRow>,
    /// The works that are cited, in order of their first citation.
    pub sources: Vec<SheetWork>,
    /// What the rules found, in order of the text.
    pub findings: Vec<SheetFinding>,
    /// Rows of an earlier sheet whose claim or source is gone, with what people wrote in them.
    #[serde(deserialize_with = "limits::rows")]
    pub appendix: Vec<SheetRow>,
}

/// What the sheet says about its article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArticleMeta {
    /// Where the document came from.
    pub input: String,
    /// The member or record inside it.
    pub part: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The URL it was published at, without secrets.
    pub origin: Option<String>,
    /// The date of publication, as much as is known.
    pub published: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// BCP 47 language, as declared.
    pub language: Option<String>,
}

/// One sentence of the article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// `P2.S4`, as in the article's sentences.
    pub id: CompactString,
    /// The sentence, secrets taken out.
    pub text: Arc<str>,
    /// Where it stands; menus and comments stand behind the article. `None` in older sheets.
    #[serde(default)]
    pub place: Option<Place>,
    /// Id of its claim; `None` for headings, captions and other text that is no body, unless it
    /// cites or has something to check.
    pub claim: Option<CompactString>,
    /// `none`, `adjacent`, `cited`; `None` where `claim` is.
    pub support: Option<SheetCell<SupportKind>>,
    /// Distinct works it rests on.
    pub works: u64,
    /// Distinct owner groups it rests on.
    pub owners: u64,
}

/// One claim and one of its sources, or a claim without any.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct SheetRow {
    /// Id of the claim, by its words.
    pub claim_id: CompactString,
    /// `P2`.
    pub paragraph: CompactString,
    /// `P2.S4`.
    pub sentence: CompactString,
    /// Line in the file, from 1.
    pub line: Option<u32>,
    /// The sentence with the anchors of this row's source.
    pub claim: ClaimText,
    /// What in it can be checked.
    pub signals: Vec<SheetCell<RowSignal>>,
    /// What the claim rests on.
    pub support: SheetCell<RowSupport>,
    /// Distinct owner groups that the claim rests on.
    pub owners: u64,
    /// The source; `None` where the claim has none. Boxed, for most rows of a long text have none.
    pub source: Option<Box<CitedSource>>,
    /// Findings about this claim and source, the gravest first.
    pub findings: Vec<SheetCell<RowFinding>>,
    /// The severity of the gravest of them; `None` where there are none.
    pub severity: Option<SheetCell<Severity>>,
    /// from 0 to 100: check the highest first.
    pub priority: u8,
    /// What the row has points for, by name; in JSON with the points.
    pub reasons: CueSet,
    /// What changed in the claim since the last sheet, as a word diff; empty where nothing did.
    pub change: Sparse<String>,
    /// How what people write has changed from merge to merge, the oldest first.
    pub history: Sparse<Vec<RowChange>>,
    /// What people write; like all that follows a merge, blank in most rows.
    pub human: Sparse<HumanFields>,
    /// Columns that people added, in their order; never touched.
    pub extra: Sparse<Vec<(String, String)>>,
}

/// One source of a claim.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct CitedSource {
    /// Its number among [`Sheet::sources`], from 1.
    pub number: u32,
    /// The link's text.
    pub anchor: String,
    /// Publisher, and a word for the page: `reuters.com: china-bgi-dna`.
    pub label: String,
    /// The address to open, without wrappers, tracking and secrets; http(s), or nothing.
    pub open: String,
    /// The address as it is written in the article, secrets taken out.
    pub written: String,
    /// Identity of the work: `doi:…`, else the key.
    pub work: String,
    /// The owner; empty where unknown.
    pub owner: String,
    /// The owner's group; empty where unknown.
    pub group: String,
    /// Type of publisher; empty where unknown.
    pub kind: String,
    /// `primary`, `secondary` or nothing: a guess by type of publisher and page.
    pub primary: String,
    /// ISO 3166 alpha-2, or `INT`.
    pub country: String,
    /// BCP 47.
    pub language: String,
    /// `token`, where only the author may see it; else empty.
    pub access: String,
    /// An archived copy that the link leads to.
    pub archived: String,
    /// What the facts about the owner rest on, and when somebody looked.
    pub evidence: String,
}

impl SheetRow {
    /// The severity of its gravest finding; `None` where there is none.
    pub fn severity(&self) -> Option<Severity> {
        self.severity.as_ref().and_then(SheetCell::value).copied()
    }
}

/// How far the check of a row is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum RowStatus {
    /// Nobody has looked.
    #[default]
    Open,
    /// The source carries the claim.
    Ok,
    /// The text was corrected.
    Fixed,
    /// The claim was taken out.
    Cut,
    /// It cannot be told.
    CannotVerify,
    /// There is nothing to check.
    NotApplicable,
    /// The text has changed since somebody looked.
    Recheck,
    /// Something else that a person wrote; kept as it is.
    Other(String),
}

impl RowStatus {
    /// The list that a checker chooses from.
    pub const LIST: [&'static str; 7] =
        ["open", "ok", "fixed", "cut", "can't verify", "n/a", "re-check"];

    /// The word in every form of the sheet.
    pub fn name(&self) -> &str {
        let [open, ok, fixed, cut, cannot, not, again] = Self::LIST;
        match self {
            Self::Open => open,
            Self::Ok => ok,
            Self::Fixed => fixed,
            Self::Cut => cut,
            Self::CannotVerify => cannot,
            Self::NotApplicable => not,
            Self::Recheck => again,
            Self::Other(word) => word,
        }
    }

    /// Whether nothing is left to do.
    pub fn is_done(&self) -> bool {
        !matches!(self, Self::Open | Self::Recheck | Self::Other(_))
    }
}

impl From<String> for RowStatus {
    fn from(word: String) -> Self {
        let plain = word.trim().to_lowercase().replace('’', "'");
        match plain.as_str() {
            "" | "open" => Self::Open,
            "ok" => Self::Ok,
            "fixed" => Self::Fixed,
            "cut" => Self::Cut,
            "can't verify" => Self::CannotVerify,
            "n/a" => Self::NotApplicable,
            "re-check" => Self::Recheck,
            _ => Self::Other(word),
        }
    }
}

impl From<RowStatus> for String {
    fn from(status: RowStatus) -> Self {
        status.name().to_owned()
    }
}

/// One work and the claims that rest on it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetWork {
    /// From 1, in order of the first citation.
    pub number: u32,
    /// The first citation of it.
    pub cited: CitedSource,
    /// Sentence ids of the claims that it carries.
    pub claims: Vec<CompactString>,
    /// How often it is cited.
    pub citations: u64,
}

/// One finding.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetFinding {
    /// The rule's name.
    pub rule: Cow<'static, str>,
    /// How much it matters.
    pub severity: SheetCell<Severity>,
    /// What was found.
    pub message: Arc<str>,
    /// What it rests on.
    pub evidence: Option<Arc<str>>,
    /// Sentence id.
    pub sentence: Option<CompactString>,
    /// Line, from 1.
    pub line: Option<u32>,
    /// What would repair it.
    pub fix: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_keeps_what_people_write() {
        for word in RowStatus::LIST {
            assert_eq!(RowStatus::from(word.to_owned()).name(), word);
        }
        assert_eq!(RowStatus::from("Can’t verify".to_owned()), RowStatus::CannotVerify);
        assert_eq!(RowStatus::from("ask Ann".to_owned()).name(), "ask Ann");
        assert!(!RowStatus::from("ask Ann".to_owned()).is_done());
    }
}
