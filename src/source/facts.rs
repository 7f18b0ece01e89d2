//! A source as the rows of reports and tables carry it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Evidence, PublisherType, Source};

/// Who stands behind an address, owned; every field is `None` where nobody knows.
///
/// The country is the owner's own: that of a group is another fact and never stands in for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Facts")]
pub struct SourceFacts {
    /// The owner's name.
    pub owner: Option<String>,
    /// Name of the group that the owner belongs to.
    pub owner_group: Option<String>,
    /// Type of publisher.
    #[serde(rename = "type")]
    pub kind: Option<PublisherType>,
    /// ISO 3166 alpha-2, or `INT`.
    pub country: Option<String>,
    /// BCP 47, the main language.
    pub language: Option<String>,
    /// The owner of the platform that hosts the page.
    pub platform: Option<String>,
    /// The evidence for the facts.
    pub evidence: Option<Evidence>,
    /// When somebody last checked the facts: `YYYY-MM-DD`, or `never`.
    pub checked: Option<String>,
}

impl SourceFacts {
    /// Names of the fields in tables, in the order of [`SourceFacts::values`].
    pub const COLUMNS: [&str; 8] =
        ["owner", "owner_group", "type", "country", "language", "platform", "evidence", "checked"];

    /// The values by [`SourceFacts::COLUMNS`].
    pub fn values(&self) -> [Option<&str>; 8] {
        [
            self.owner.as_deref(),
            self.owner_group.as_deref(),
            self.kind.map(PublisherType::name),
            self.country.as_deref(),
            self.language.as_deref(),
            self.platform.as_deref(),
            self.evidence.map(Evidence::name),
            self.checked.as_deref(),
        ]
    }
}

impl From<Source<'_>> for SourceFacts {
    fn from(source: Source<'_>) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Self {
            owner: owned(source.owner),
            owner_group: owned(source.group),
            kind: source.kind,
            country: owned(source.country),
            language: owned(source.language),
            platform: owned(source.platform),
            evidence: source.evidence,
            checked: owned(source.checked),
        }
    }
}
