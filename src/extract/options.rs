//! What counts as what while extracting.

use serde::{Deserialize, Serialize};

use super::selector::SelectorsByHost;
use crate::article::Dialect;

/// What counts as what while extracting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ExtractOptions {
    /// The URL that every article was published at; overrides what it says itself. [`NO_ORIGIN`] for
    /// none: then nothing is internal, and relative links stay unresolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The URL at which the folder of the inputs was published: an article that does not say its own address has the
    /// one that follows from its path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// The folders that [`base_url`](Self::base_url) is the URL of, by their names; an input below none of them has
    /// its path from the current folder.
    #[serde(skip)]
    pub base_folders: Vec<String>,
    /// Keys of the front matter that name the origin, first match first.
    pub origin_keys: Vec<String>,
    /// Where blocks of HTML in Markdown end.
    pub dialect: Dialect,
    /// What becomes of links to the own domain.
    pub internal: Internal,
    /// What the own domain is.
    pub internal_by: InternalBy,
    /// Whether all sentences are kept, cited or not.
    pub text: bool,
    /// What holds the article on pages of a host, where they have it: all else is not body.
    pub content: SelectorsByHost,
    /// What is not the article's on pages of a host.
    pub exclude: SelectorsByHost,
}

impl Default for ExtractOptions {
    fn default() -> Self {
        Self {
            origin: None,
            base_url: None,
            base_folders: Vec::new(),
            origin_keys: ["from", "canonical_url", "original_url"].map(Into::into).into(),
            dialect: Dialect::default(),
            internal: Internal::default(),
            internal_by: InternalBy::default(),
            text: false,
            content: SelectorsByHost::new(),
            exclude: SelectorsByHost::new(),
        }
    }
}

/// Says that articles have no origin, whatever they say themselves.
pub const NO_ORIGIN: &str = "none";

/// What becomes of links to other pages of the own domain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Internal {
    /// They are rejects.
    #[default]
    Reject,
    /// They are citations like any other.
    Keep,
}

/// How the own domain is told from others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum InternalBy {
    /// The registrable domain of the origin.
    #[default]
    Domain,
    /// The origin's site: its account or blog on a platform.
    Site,
}
