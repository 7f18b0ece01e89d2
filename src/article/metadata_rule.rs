//! What in a document states its metadata.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kind of source from which a piece of metadata was read.
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
    /// A class or id with a name such as `date` or `author`, near the headline.
    Class,
    /// A line of text near the headline, such as `By A. Example, 3 May 2020`.
    Line,
    /// The date in the path of the article's address.
    Address,
    /// The date with which the name of the file begins.
    FileName,
    /// The words or the script of the text.
    Text,
}

/// The rules that found the metadata of an article; `None` if nothing was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MetadataRules {
    /// The rule that found the date of publication.
    pub published: Option<MetadataRule>,
    /// The rule that found the authors.
    pub authors: Option<MetadataRule>,
    /// The rule that found the language.
    pub language: Option<MetadataRule>,
}

impl MetadataRules {
    /// Whether nothing was stated.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
