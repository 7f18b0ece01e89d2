//! One row an article.

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::OriginRule;
use crate::corpus::table::{ArticleRecord, CitationTable};
use crate::corpus::{Facet, Selection};
use crate::link::redact::{redact_text, redact_url};

/// What was found in one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleRow {
    /// Where the document came from.
    pub input: String,
    /// The member or record inside `input`.
    pub part: Option<String>,
    /// The article's title, without secrets.
    pub title: Option<String>,
    /// The URL that it was published at, without secrets.
    pub origin: Option<String>,
    /// The rule that found `origin`.
    pub origin_rule: OriginRule,
    /// Date of publication, as stated.
    pub published: Option<String>,
    /// Its declared language.
    pub language: Option<String>,
    /// Links found: citations and rejects.
    pub links: u64,
    /// Links to other registrable domains.
    pub citations: u64,
    /// Number of citations that count.
    pub counted: u64,
    /// Distinct domains of counted citations.
    pub domains: u64,
    /// Sentences of body paragraphs; `None` where the article came without its sentences.
    pub sentences: Option<u64>,
    /// Sentences with at least one counted citation; `None` if `sentences` is `None`.
    pub cited_sentences: Option<u64>,
    /// Problems in the document.
    pub warnings: u64,
}

impl ArticleRow {
    pub(super) fn of(
        table: &CitationTable,
        article: &ArticleRecord,
        selection: &Selection,
    ) -> Self {
        let counted = || table.counted_of(article, selection);
        let domains: FxHashSet<usize> =
            counted().filter_map(|citation| citation.name_id(Facet::Domain)).collect();
        let sentences = table.sentence_counts(article, selection);
        let text = |text: Option<&str>| text.map(str::to_owned);
        Self {
            input: article.input().to_owned(),
            part: text(article.part()),
            title: article.title().map(|title| redact_text(title).into_owned()),
            origin: article.origin().map(|url| redact_url(url).into_owned()),
            origin_rule: article.origin_rule,
            published: text(article.published()),
            language: text(article.language()),
            links: u64::from(article.links),
            citations: u64::from(article.citations),
            counted: counted().count() as u64,
            domains: domains.len() as u64,
            sentences: sentences.map(|sentences| sentences.all),
            cited_sentences: sentences.map(|sentences| sentences.cited),
            warnings: u64::from(article.warnings),
        }
    }
}
