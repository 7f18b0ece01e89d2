//! What in a document states its metadata.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What in a document stated a part of its metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MetadataRule {
    /// A key of the front matter.
    FrontMatter,
    /// A `meta` element, or a property of a word processor's document.
    Meta,
    /// An object of JSON-LD.
    JsonLd,
    /// An item property, a property of RDFa, or a class of microformats.
    Microdata,
    /// The `lang` attribute of the page, a `time` element, or a link with `rel=author`.
    Element,
    /// A class or id that is named for it, near the headline.
    Class,
    /// A line of text near the headline, such as `By A. Example, 3 May 2020`.
    Line,
    /// The date in the path of the article's address.
    Address,
    /// The text itself, which tells its language.
    Text,
}

/// What stated the metadata of an article; `None` where nothing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MetadataRules {
    /// What stated the date of publication.
    pub published: Option<MetadataRule>,
    /// What named the authors.
    pub authors: Option<MetadataRule>,
    /// How the language was found.
    pub language: Option<MetadataRule>,
}

impl MetadataRules {
    /// Whether nothing was stated.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
