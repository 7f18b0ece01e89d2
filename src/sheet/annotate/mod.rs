//! The draft again, with what is to check as comments at its sentences.
//!
//! The draft itself is never written; what comes out is a copy. Word documents get comments of Word,
//! Markdown gets comments of CriticMarkup: `{>>…<<}` behind the sentence.

mod docx;
mod docx_text;
mod markdown;

use std::collections::{BTreeMap, BTreeSet};

use compact_str::{CompactString, ToCompactString as _};

use super::{RowStatus, Sheet, SheetRow};
use crate::article::{Article, SentenceId};
use crate::report::text::escape;

pub use self::docx::annotate_docx;
pub use self::markdown::annotate_markdown;

/// The sources of a claim that a comment names.
const MAX_NAMED_SOURCES: usize = 10;

/// Why a draft gets no comments.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnnotateError {
    /// Its text is not UTF-8.
    #[error("its text is not UTF-8; save it as UTF-8 first")]
    Encoding,
    /// It is no Word document that can be written again.
    #[error(
        "it cannot be written again as a Word document: {0}; open it in a word processor and save it as .docx"
    )]
    Package(String),
}

/// What is said at one sentence, or of the whole draft.
#[derive(Debug, Clone, PartialEq, Eq)]
struct DraftComment {
    /// `None` for the whole draft.
    sentence: Option<SentenceId>,
    /// Its lines: what is to check, what was found, what the claim cites.
    lines: Vec<String>,
}

/// The comments of a sheet, those of the whole draft first, then by the order of the article's text.
fn comments(article: &Article, sheet: &Sheet) -> Vec<DraftComment> {
    let mut rows: BTreeMap<&str, Vec<&SheetRow>> = BTreeMap::new();
    for row in &sheet.rows {
        rows.entry(&row.sentence).or_default().push(row);
    }
    let mut findings: BTreeMap<Option<CompactString>, Vec<String>> = BTreeMap::new();
    for finding in &sheet.findings {
        let line = format!("{} {}: {}", finding.severity, finding.rule, finding.message);
        let lines = findings.entry(finding.sentence.clone()).or_default();
        lines.push(escape(&line).to_string());
    }
    let whole = findings.remove(&None).unwrap_or_default();
    let mut all = vec![DraftComment { sentence: None, lines: whole }];
    for sentence in article.sentences.iter().flatten() {
        let id = sentence.id.to_compact_string();
        let found = findings.remove(&Some(id.clone())).unwrap_or_default();
        // Rows hold what was found about them, as far as they are open.
        let lines = rows.get(id.as_str()).map_or(found, |rows| of_rows(rows));
        all.push(DraftComment { sentence: Some(sentence.id), lines });
    }
    all.retain(|comment| !comment.lines.is_empty());
    all
}

/// What is open in the rows of one sentence; nothing where they are done, or hold nothing to check.
fn of_rows(rows: &[&SheetRow]) -> Vec<String> {
    let open: Vec<&SheetRow> =
        rows.iter().copied().filter(|row| !row.human.status.is_done()).collect();
    let Some(first) = open.first() else { return Vec::new() };
    let again = open.iter().any(|row| row.human.status != RowStatus::Open);
    let found: BTreeSet<String> =
        open.iter().flat_map(|row| &row.findings).map(ToString::to_string).collect();
    if first.signals.is_empty() && found.is_empty() && !again {
        return Vec::new();
    }
    let signals: Vec<String> = first.signals.iter().map(ToString::to_string).collect();
    let what = if signals.is_empty() { "this sentence".to_owned() } else { signals.join("; ") };
    let mut lines = vec![format!("To check: {what}. Support: {}.", first.support)];
    for row in open.iter().filter(|row| row.human.status != RowStatus::Open) {
        lines.push(format!("{}: {}", row.human.status.name(), row.change));
    }
    let sources = open.iter().filter_map(|row| row.source.as_ref());
    lines.extend(sources.take(MAX_NAMED_SOURCES).map(|cited| format!("Source: {}", cited.label)));
    lines.extend(found);
    lines.iter().map(|line| escape(line).to_string()).collect()
}
