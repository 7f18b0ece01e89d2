//! The model: a document understood. Its serde form is one line of `citegraph extract` (schema 1).
//! Every link of an article is a [`Link`]: a citation, or a reject with its reason. None is dropped.

mod capture;
mod cited_columns;
#[cfg(feature = "parquet")]
pub(crate) mod columns;
mod content_digest;
mod context;
mod date;
mod fnv;
mod format;
mod letters;
mod link;
mod metadata_rule;
mod sentence_id;
mod skip;

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::capture::{Capture, join_captures};
pub(crate) use self::capture::{PageText, join_pages, union};
pub use self::content_digest::ContentDigest;
pub use self::context::CitationContext;
pub use self::date::StatedDate;
pub(crate) use self::fnv::{EMPTY_HASH, hash_byte, hash_on, stable_hash};
pub use self::format::{Dialect, Format, OriginRule};
pub(crate) use self::letters::{is_letter, is_letter_or_digit};
pub use self::link::Link;
pub use self::metadata_rule::{MetadataRule, MetadataRules};
pub use self::sentence_id::{BlockId, BlockKind, IdError, SentenceId};
pub use self::skip::{SkipReason, Skipped};
pub use crate::link::{CitedUrl, Via};

/// Version of the JSONL and JSON schemas. It changes only when a field changes its meaning.
pub const SCHEMA: u32 = 1;

/// The JSON Schema of one line of `citegraph extract`.
pub fn json_schema() -> schemars::Schema {
    schemars::schema_for!(Article)
}

/// An article as it was read: its metadata and all of its links.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// Always [`SCHEMA`].
    pub schema: u32,
    /// Where the document came from: a path with `/`, or `-` for standard input.
    pub input: String,
    /// The member or record inside `input`; `None` for a plain file.
    pub part: Option<String>,
    /// What the document was read as.
    pub format: Format,
    /// The Markdown dialect; `None` for formats without Markdown.
    pub dialect: Option<Dialect>,
    /// The URL that the article was published at.
    pub origin: Option<String>,
    /// The rule that found `origin`.
    pub origin_rule: OriginRule,
    /// The article's title, with entities decoded.
    pub title: Option<String>,
    /// Date of publication as `YYYY-MM-DD`; `YYYY-MM` or `YYYY` if the document states only the month or the year.
    pub published: Option<String>,
    /// Authors in the order given.
    pub authors: Vec<String>,
    /// Tags and categories, in the order in which the document has them.
    pub tags: Vec<String>,
    /// Language of the article as a BCP 47 tag in its canonical form: as declared, otherwise as found in the
    /// text.
    pub language: Option<String>,
    /// The rules that found the date, the authors and the language; empty in lines that an older version wrote.
    #[serde(default, skip_serializing_if = "MetadataRules::is_empty")]
    pub metadata_rules: MetadataRules,
    /// The captures of the page in web archives, sorted by date; empty if the article is not from an archive.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub captures: Vec<Capture>,
    /// Links to other registrable domains, in document order.
    pub citations: Vec<Link>,
    /// All other links, in document order, each with its reason.
    pub rejects: Vec<Link>,
    /// `<!-- citegraph: ignore … -->` comments.
    pub ignores: Vec<Ignore>,
    /// Problems in the document that did not stop the extraction.
    pub warnings: Vec<Warning>,
    /// All sentences, with or without a link; `None` without `--text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Vec<Sentence>>,
}

impl Article {
    /// The link with an ordinal.
    pub fn link(&self, ordinal: u32) -> Option<&Link> {
        let of = |links: &'_ [Link]| links.binary_search_by_key(&ordinal, |link| link.ordinal).ok();
        let reject = || of(&self.rejects).map(|at| &self.rejects[at]);
        of(&self.citations).map(|at| &self.citations[at]).or_else(reject)
    }

    /// The first day that the date of publication can mean; `None` where none is stated.
    pub fn published_day(&self) -> Option<Date> {
        StatedDate::parse(self.published.as_deref()?).map(StatedDate::first_day)
    }
}

/// How a link is written.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Syntax {
    /// An HTML attribute, or a hyperlink of a word processor.
    Html,
    /// `[text](url)`.
    Markdown,
    /// `[text][label]` with a definition elsewhere.
    Reference,
    /// `<https://…>`.
    Autolink,
    /// A URL in running text.
    Bare,
}

impl Syntax {
    /// Every syntax, in the order of the documentation.
    pub const ALL: [Self; 5] =
        [Self::Html, Self::Markdown, Self::Reference, Self::Autolink, Self::Bare];

    /// The word used in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Reference => "reference",
            Self::Autolink => "autolink",
            Self::Bare => "bare",
        }
    }
}

/// The part of the page that contains a link. Links in every place are kept, with the evidence for the place.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The article's own text.
    #[default]
    Body,
    /// A footnote or endnote.
    Note,
    /// A caption or credit of a picture or table.
    Caption,
    /// The line with the author, the date or the place of first publication.
    Byline,
    /// A reader's comment.
    Comment,
    /// Menus, tag lists, related articles, footers.
    Navigation,
    /// A button or address for sharing.
    Share,
    /// An embedded frame, video, audio or object, or a post of somebody else.
    Embed,
}

impl Place {
    /// Every place, in the order of the documentation.
    pub const ALL: [Self; 8] = [
        Self::Body,
        Self::Note,
        Self::Caption,
        Self::Byline,
        Self::Comment,
        Self::Navigation,
        Self::Share,
        Self::Embed,
    ];

    /// The word used in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Note => "note",
            Self::Caption => "caption",
            Self::Byline => "byline",
            Self::Comment => "comment",
            Self::Navigation => "navigation",
            Self::Share => "share",
            Self::Embed => "embed",
        }
    }
}

/// Why a link is not a citation.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The article itself, whatever the fragment.
    #[serde(rename = "self")]
    Itself,
    /// Another page of the article's own site.
    Internal,
    /// A picture of the article's own site, or a link around such a picture.
    Asset,
    /// A place in the same page (`#x`).
    Fragment,
    /// The address is empty.
    Empty,
    /// The scheme is neither http nor https.
    Scheme,
    /// The address is not a URL that a browser can open.
    Invalid,
    /// Its scheme is missing or mistyped, or there are other characters before it: browsers do not open the
    /// intended page.
    Broken,
    /// The address is relative, but the address of the article is not known.
    Unresolved,
    /// Contains Liquid or a shortcode, or is inside a `<template>`, which browsers do not show.
    Template,
}

impl Reason {
    /// Every reason, in the order of the documentation.
    pub const ALL: [Self; 10] = [
        Self::Itself,
        Self::Internal,
        Self::Asset,
        Self::Fragment,
        Self::Empty,
        Self::Scheme,
        Self::Invalid,
        Self::Broken,
        Self::Unresolved,
        Self::Template,
    ];

    /// The word used in JSON and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Itself => "self",
            Self::Internal => "internal",
            Self::Asset => "asset",
            Self::Fragment => "fragment",
            Self::Empty => "empty",
            Self::Scheme => "scheme",
            Self::Invalid => "invalid",
            Self::Broken => "broken",
            Self::Unresolved => "unresolved",
            Self::Template => "template",
        }
    }
}

/// Replaces each character of code when only the words are wanted. It is not a letter, a digit or white space.
pub(crate) const CODE_SIGN: char = '\u{fffc}';

/// One sentence of the article, with or without a link.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Sentence {
    /// `P2.S4`: block (P paragraph, C caption, H heading, B other) and sentence, from 0.
    #[schemars(with = "String")]
    pub id: SentenceId,
    /// The part of the page that contains the block.
    pub place: Place,
    /// The text as a reader sees it, white space collapsed.
    // Shared with claims and the rows of sheets: a large text has half a million.
    pub text: Arc<str>,
    /// `[start, end)` bytes in the file as it is on disk.
    pub span: Option<[u64; 2]>,
    /// Line and column of the beginning of the sentence, from 1, in Unicode scalars, as in [`Link`]; `None` if the
    /// sentence is not in the file as such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<[u32; 2]>,
    /// `[start, end)` in `text`, in Unicode scalars, of each mark of a note.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<[u32; 2]>,
    /// `[start, end)` in `text`, in Unicode scalars, of each stretch that is marked as code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub code: Vec<[u32; 2]>,
}

impl Sentence {
    /// Its text without marks of notes, whose numbers are no words of it.
    pub fn without_marks(&self) -> Cow<'_, str> {
        if self.marks.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let outside = outside(&self.text, &self.marks);
        outside.filter_map(|(c, is_outside)| is_outside.then_some(c)).collect()
    }

    /// Its words: blanks in place of the marks of notes, and [`CODE_SIGN`] in place of code, whose numbers and names
    /// are not the author's. Other characters stay where they are.
    pub(crate) fn words(&self) -> Cow<'_, str> {
        let masked = |text: Cow<'_, str>, stretches: &[[u32; 2]], mask: char| -> String {
            let outside = outside(&text, stretches);
            outside.map(|(c, is_outside)| if is_outside { c } else { mask }).collect()
        };
        let mut words = Cow::Borrowed(&*self.text);
        if !self.marks.is_empty() {
            words = Cow::Owned(masked(words, &self.marks, ' '));
        }
        if !self.code.is_empty() {
            words = Cow::Owned(masked(words, &self.code, CODE_SIGN));
        }
        words
    }
}

/// Each character of a text, and whether it stands outside of all `stretches` (ascending, in Unicode scalars).
fn outside(text: &str, stretches: &[[u32; 2]]) -> impl Iterator<Item = (char, bool)> {
    let mut stretches = stretches.iter().peekable();
    text.chars().enumerate().map(move |(at, c)| {
        while stretches.next_if(|[_, end]| *end as usize <= at).is_some() {}
        (c, stretches.peek().is_none_or(|[start, _]| at < *start as usize))
    })
}

/// A comment in the document that suppresses findings.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Ignore {
    /// The rules named.
    pub rules: Vec<String>,
    /// The reason given.
    pub reason: Option<String>,
    /// The last day on which the comment is valid, `YYYY-MM-DD`.
    pub until: Option<String>,
    /// Line of the comment, from 1.
    pub line: u32,
    /// Column of the comment, from 1.
    pub column: u32,
}

/// A problem in a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// A stable word, such as `front-matter-recovered`.
    pub code: String,
    /// What the problem is and what citegraph did about it.
    pub message: String,
    /// Line, from 1, if it is known.
    pub line: Option<u32>,
    /// Column, from 1, in Unicode scalars, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// `[start, end)` bytes of the problem in the file, if they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<[u64; 2]>,
    /// A replacement that the author probably intended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repair: Option<String>,
}
