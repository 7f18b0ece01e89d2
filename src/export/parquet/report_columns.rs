//! What a report adds to each link: whether it counts, who is cited and what checks found, as in citations.csv.

use std::borrow::Cow;

use crate::article::Link;
use crate::article::columns::{ColumnKind, ColumnSpec, TableCell};
use crate::corpus::source;
use crate::export::csv::CitationRows;
use crate::source::SourceFacts;

/// The columns of [`SourceFacts`]; the language of the article has the plain name.
const FACTS: [&str; 8] = [
    "source_owner",
    "source_owner_group",
    "source_type",
    "source_country",
    "source_language",
    "source_platform",
    "source_evidence",
    "source_checked",
];

/// The columns that a report adds.
pub(super) fn specs(rows: &CitationRows<'_>) -> Vec<ColumnSpec> {
    let mut columns = vec![ColumnSpec::required("counted", ColumnKind::Flag)];
    columns.extend(FACTS.map(|name| ColumnSpec::optional(name, ColumnKind::Text)));
    if rows.links.is_some() {
        let verdict = ["verdict", "outcome", "since"];
        columns.extend(verdict.map(|name| ColumnSpec::optional(name, ColumnKind::Text)));
    }
    columns
}

/// The values of a link.
pub(super) fn cells<'a>(rows: &CitationRows<'a>, link: &'a Link) -> Vec<TableCell<'a>> {
    let counted = link.reason.is_none() && rows.selection.counts(link);
    let mut cells = vec![TableCell::Flag(counted)];
    let facts = match link.reason {
        None => SourceFacts::from(source(link, rows.sources)),
        Some(_) => SourceFacts::default(),
    };
    let owned = |text: &str| TableCell::Text(Cow::Owned(text.to_owned()));
    cells.extend(facts.values().map(|value| value.map_or(TableCell::Null, owned)));
    if let Some(links) = rows.links {
        let row = links.row(link).filter(|_| link.reason.is_none());
        cells.push(TableCell::text(row.map(|row| row.verdict.name())));
        let outcome = row.and_then(|row| row.outcome);
        cells.push(outcome.map_or(TableCell::Null, |outcome| owned(outcome.code())));
        cells.push(TableCell::text(row.and_then(|row| row.since.as_deref())));
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_facts_stand_in_their_order() {
        let plain = FACTS.map(|name| name.strip_prefix("source_").expect("a prefix"));
        assert_eq!(plain, SourceFacts::COLUMNS);
    }
}
