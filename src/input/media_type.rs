//! Types of captured documents, and which of them are read.

use serde::{Deserialize, Serialize};
use strum::VariantArray as _;

use crate::article::Format;

/// A type of documents that can be read from web archives.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::VariantArray,
    strum::IntoStaticStr,
)]
pub enum MediaType {
    /// HTML.
    #[serde(rename = "text/html")]
    #[strum(serialize = "text/html")]
    Html,
    /// HTML written as XML.
    #[serde(rename = "application/xhtml+xml")]
    #[strum(serialize = "application/xhtml+xml")]
    Xhtml,
    /// Plain text.
    #[serde(rename = "text/plain")]
    #[strum(serialize = "text/plain")]
    Plain,
    /// Markdown.
    #[serde(rename = "text/markdown")]
    #[strum(serialize = "text/markdown")]
    Markdown,
    /// A .docx.
    #[serde(rename = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    #[strum(serialize = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    Docx,
    /// A Jupyter notebook.
    #[serde(rename = "application/x-ipynb+json")]
    #[strum(serialize = "application/x-ipynb+json")]
    Notebook,
}

impl MediaType {
    /// The type with this name in lower case.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::VARIANTS.iter().copied().find(|kind| <&str>::from(kind) == name)
    }

    /// What a document of this type is read as.
    pub(super) fn format(self) -> Format {
        match self {
            Self::Html | Self::Xhtml => Format::Html,
            Self::Plain => Format::Text,
            Self::Markdown => Format::Markdown,
            Self::Docx => Format::Docx,
            Self::Notebook => Format::Notebook,
        }
    }
}

/// The types that are read from web archives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<MediaType>", into = "Vec<MediaType>")]
pub struct MediaTypes(u8);

impl MediaTypes {
    /// Whether documents of a type are read.
    pub fn contains(self, kind: MediaType) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    /// The types, in the order of the documentation.
    pub fn iter(self) -> impl Iterator<Item = MediaType> {
        MediaType::VARIANTS.iter().copied().filter(move |kind| self.contains(*kind))
    }
}

impl Default for MediaTypes {
    /// HTML, in both forms.
    fn default() -> Self {
        [MediaType::Html, MediaType::Xhtml].into_iter().collect()
    }
}

impl FromIterator<MediaType> for MediaTypes {
    fn from_iter<I: IntoIterator<Item = MediaType>>(kinds: I) -> Self {
        Self(kinds.into_iter().fold(0, |all, kind| all | 1 << kind as u8))
    }
}

impl From<Vec<MediaType>> for MediaTypes {
    fn from(kinds: Vec<MediaType>) -> Self {
        kinds.into_iter().collect()
    }
}

impl From<MediaTypes> for Vec<MediaType> {
    fn from(kinds: MediaTypes) -> Self {
        kinds.iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_lists_of_names() {
        let default = serde_json::to_string(&MediaTypes::default()).unwrap();
        assert_eq!(default, r#"["text/html","application/xhtml+xml"]"#);
        let text: MediaTypes = serde_json::from_str(r#"["text/plain","text/plain"]"#).unwrap();
        assert_eq!(text.iter().collect::<Vec<_>>(), [MediaType::Plain]);
        assert!(serde_json::from_str::<MediaTypes>(r#"["image/png"]"#).is_err());
        assert_eq!(MediaType::parse("text/html"), Some(MediaType::Html));
    }
}
