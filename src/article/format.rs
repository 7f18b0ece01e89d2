//! What a document was read as, and by which rule its origin was found.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a document was read as.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Format {
    /// Markdown with or without front matter, HTML inside allowed.
    Markdown,
    /// HTML.
    Html,
    /// Plain text: only bare URLs are links.
    Text,
    /// A document of Word, LibreOffice or Google Docs.
    Docx,
    /// A Jupyter notebook: its Markdown cells as Markdown, its code cells as code.
    Notebook,
}

/// Where a Markdown document's HTML blocks end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Dialect {
    /// CommonMark, but a blank line inside `<pre>` does not end a block of HTML.
    #[default]
    Auto,
    /// CommonMark without changes.
    Commonmark,
    /// A block of HTML ends at its closing tag.
    Kramdown,
}

/// The rule that found an article's origin, in order of preference.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum OriginRule {
    /// `--origin` on the command line.
    Flag,
    /// A key of the front matter (`from`, `canonical_url`, `original_url`).
    FrontMatter,
    /// `<link rel=canonical>`.
    Canonical,
    /// `<meta property=og:url>`.
    Og,
    /// The comment `saved from url`, which browsers and citegraph write at the beginning of a saved page.
    Fetched,
    /// The path of the file below a folder whose URL was given (`--base-url`).
    BaseUrl,
    /// The first block is one link, and another link is relative or on its domain.
    Heading,
    /// No origin was found.
    None,
}
