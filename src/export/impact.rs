//! What rests on one source as a table, one citation a row.

use std::io;

use super::csv::guard;
use crate::claims::impact::{Citation, Impact, ImpactArticle, ImpactSentence};

/// The columns. Works and groups that remain are separated by ` | `.
const COLUMNS: [&str; 15] = [
    "input",
    "part",
    "title",
    "published",
    "sentence_id",
    "line",
    "column",
    "place",
    "anchor",
    "opened",
    "work",
    "sentence",
    "nothing_else",
    "other_works",
    "other_groups",
];

/// Writes the table.
///
/// # Errors
/// Where `out` fails.
pub fn write(impact: &Impact, out: &mut impl io::Write) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(COLUMNS)?;
    for article in &impact.articles {
        for claim in &article.claims {
            for citation in &claim.citations {
                rows.write_record(cells(article, claim, citation))?;
            }
        }
    }
    rows.flush()
}

fn cells(article: &ImpactArticle, claim: &ImpactSentence, citation: &Citation) -> [String; 15] {
    let told = |text: &Option<String>| guard(text.as_deref().unwrap_or_default());
    [
        guard(&article.input),
        told(&article.part),
        told(&article.title),
        told(&article.published),
        claim.sentence_id.map_or_else(String::new, |id| id.to_string()),
        citation.line.to_string(),
        citation.column.to_string(),
        citation.place.to_owned(),
        guard(&citation.anchor),
        told(&citation.opened),
        told(&citation.work),
        told(&claim.sentence),
        claim.is_unsupported().to_string(),
        guard(&claim.remains.works.join(" | ")),
        guard(&claim.remains.groups.join(" | ")),
    ]
}
