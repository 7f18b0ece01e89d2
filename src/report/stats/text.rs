//! The rows for a terminal: sentences, one line a row, and the comparisons.

use std::io::{self, Write};

use super::row::{HEAD, few_citations};
use super::{FacetComparison, StatsRow, StatsTable};
use crate::link::redact::redact_text;
use crate::report::format::{CAVEAT, fixed};
use crate::report::narrative;
use crate::report::style::TextStyle;
use crate::report::text_table::{ColumnKind, TextTable};
use crate::stats::Chao1;

/// Writes the summary, the rows, estimates of what was never cited where there are any, and the comparisons.
///
/// # Errors
/// Where `out` fails.
pub fn write(table: &StatsTable, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    if let Some(summary) = &table.summary {
        for sentence in narrative::sentences(summary) {
            style.paragraph(&sentence, out)?;
        }
        writeln!(out)?;
    }
    write_rows(table, style, out)?;
    write_chao1(&table.rows, style, out)?;
    table.comparisons.iter().try_for_each(|comparison| write_comparison(comparison, style, out))
}

/// A table with these columns of numbers, and the name of the group at the end of each row.
fn numbers<'a>(keys: &[&'a str], headings: &[&'a str], name: Option<&'a str>) -> TextTable {
    let keys = keys.iter().map(|heading| (*heading, ColumnKind::Key));
    let headings = headings.iter().map(|heading| (*heading, ColumnKind::Number));
    TextTable::new(keys.chain(headings).chain(name.map(|heading| (heading, ColumnKind::Name))))
}

/// One line a row, the name of its group at the end where there are groups.
fn write_rows(table: &StatsTable, style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    let mut shown = numbers(&HEAD[..1], &HEAD[1..], table.is_grouped.then_some("group"));
    for row in &table.rows {
        shown.push(row.cells().into_iter().chain(table.is_grouped.then(|| row.group.clone())));
    }
    shown.write(style, out)?;
    if let Some(note) = few_citations(&table.rows) {
        style.paragraph(&note, out)?;
    }
    style.paragraph(CAVEAT, out)
}

/// One line a row that has estimates, with what is to be said about them.
fn write_chao1(rows: &[StatsRow], style: TextStyle, out: &mut impl Write) -> io::Result<()> {
    let known: Vec<(&StatsRow, Chao1)> =
        rows.iter().filter_map(|row| Some((row, row.chao1?))).collect();
    let Some((_, first)) = known.first() else { return Ok(()) };
    let mut shown = numbers(&["facet"], &first.named().map(|(name, _)| name), Some("group"));
    for (row, chao1) in known {
        let facet = row.facet.name().to_owned();
        let values = chao1.named().map(|(_, value)| fixed(value, 1));
        shown.push([facet].into_iter().chain(values).chain([row.group.clone()]));
    }
    writeln!(out)?;
    shown.write(style, out)?;
    style.paragraph(narrative::CHAO1, out)
}

/// The sentences, then one line a group that is compared.
fn write_comparison(
    compared: &FacetComparison,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out)?;
    for sentence in compared.sentences() {
        style.paragraph(&sentence, out)?;
    }
    if compared.comparison.coverage.is_none() {
        return Ok(());
    }
    let mut shown = numbers(&[], &["citations", "compared at", "effective", "95%"], Some("group"));
    for group in compared.comparison.ranked() {
        let name = redact_text(&group.name).into_owned();
        shown.push(FacetComparison::cells(group).into_iter().chain([name]));
    }
    shown.write(style, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Facet;
    use crate::report::stats::json;
    use crate::stats::{Intervals, Measures};

    fn table(is_grouped: bool, counts: &[u64]) -> StatsTable {
        let measures = Measures::from_counts(counts);
        let row = StatsRow::new("a\u{1b}|b", Facet::Domain, measures, Intervals::default());
        let row = StatsRow { chao1: Chao1::from_counts(counts), ..row };
        StatsTable { rows: vec![row], is_grouped, ..StatsTable::default() }
    }

    fn shown(table: &StatsTable) -> String {
        let mut out = Vec::new();
        write(table, TextStyle::default(), &mut out).expect("memory takes it");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn few_citations_have_counts_and_no_index() {
        let few = shown(&table(false, &[2, 1]));
        let row = few.lines().nth(1).expect("a row");
        assert_eq!(row.split_whitespace().collect::<Vec<_>>()[..4], ["domain", "3", "2", "-"]);
        assert!(few.contains("\nBelow 10 citations, indices are left out"), "{few}");
        let many = shown(&table(false, &[20, 20]));
        assert!(many.contains("  2.0  ") && !many.contains("Below 10"), "{many}");
    }

    #[test]
    fn groups_are_named_where_there_are_some() {
        assert!(!shown(&table(false, &[2])).lines().nth(1).expect("a row").contains('|'));
        assert!(shown(&table(true, &[2])).lines().nth(1).expect("a row").ends_with(" a\\u{1b}|b"));
    }

    #[test]
    fn json_has_every_value() {
        let mut out = Vec::new();
        json::write(&table(true, &[2, 1]).rows, &mut out).expect("memory takes it");
        let rows: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
        assert!(rows[0]["hill1"].is_f64() && rows[0]["chao1_inext"].is_f64(), "{rows}");
        assert!(rows[0].get("base_hill1").is_none(), "{rows}");
    }
}
