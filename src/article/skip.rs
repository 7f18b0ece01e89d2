//! Documents that were not read, and why.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

/// A document that could not be read, with the reason. The run continues without it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Skipped {
    /// Where the document came from, as in `input` of an article.
    pub input: String,
    /// The member or record inside `input`.
    pub part: Option<String>,
    /// A stable word, such as `too-large` or `unknown-format`.
    #[schemars(with = "String")]
    pub reason: SkipReason,
    /// The facts behind the reason.
    pub detail: String,
}

/// Why a document is not read, in the order of the names.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum SkipReason {
    /// It is said to be a ZIP archive and is none, or a damaged one.
    BadArchive,
    /// An ignore file of its folder is unsafe to read.
    BadIgnoreFile,
    /// A line of a JSONL file is not an article.
    BadJsonl,
    /// It is said to be a notebook and is none.
    BadNotebook,
    /// A Parquet file is damaged, or is not a table of articles.
    BadParquet,
    /// A record of a web archive is malformed, damaged or incomplete.
    BadRecord,
    /// A part of a .docx is not well-formed.
    BadXml,
    /// Its bytes are not text.
    Binary,
    /// A symbolic link that leads nowhere.
    BrokenLink,
    /// It needs a password.
    Encrypted,
    /// It is in a folder that holds no articles, such as `node_modules`.
    ExcludedFolder,
    /// It lists articles and is none.
    Feed,
    /// Its name starts with a dot.
    Hidden,
    /// An ignore file names it.
    Ignored,
    /// A JSONL file is read only where it is named.
    JsonlInFolder,
    /// A symbolic link that leads out of the folder.
    LinkOutside,
    /// A symbolic link to a folder.
    LinkToFolder,
    /// The program was built without the feature that reads it.
    MissingFeature,
    /// No line of a JSONL file is an article.
    NoArticles,
    /// Captures in a web archive that are not articles, such as pictures.
    OtherRecords,
    /// citegraph wrote it.
    OwnOutput,
    /// A web archive says that a page had not changed since an earlier capture.
    Revisit,
    /// A pipe, socket or device.
    SpecialFile,
    /// It has more bytes than the limit.
    TooLarge,
    /// No format that is read.
    UnknownFormat,
    /// The system refused to open or read it.
    Unreadable,
}

impl SkipReason {
    /// The name used in JSON and messages.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether a document for this reason was meant to be read and could not be. What a folder holds beside
    /// documents was not.
    pub fn is_failure(self) -> bool {
        match self {
            Self::BadArchive
            | Self::BadIgnoreFile
            | Self::BadJsonl
            | Self::BadNotebook
            | Self::BadParquet
            | Self::BadRecord
            | Self::BadXml
            | Self::Binary
            | Self::BrokenLink
            | Self::Encrypted
            | Self::Feed
            | Self::LinkOutside
            | Self::MissingFeature
            | Self::NoArticles
            | Self::TooLarge
            | Self::Unreadable => true,
            Self::ExcludedFolder
            | Self::Hidden
            | Self::Ignored
            | Self::JsonlInFolder
            | Self::LinkToFolder
            | Self::OtherRecords
            | Self::OwnOutput
            | Self::Revisit
            | Self::SpecialFile
            | Self::UnknownFormat => false,
        }
    }
}

impl std::fmt::Display for SkipReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}
