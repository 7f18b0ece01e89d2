//! The rows for a terminal: sentences, one line a row, and the comparisons.

use std::io::{self, Write};

use super::row::{HEAD, few_citations};
use super::{FacetComparison, StatsRow, StatsTable};
use crate::link::redact::redact_text;
use crate::report::format::CAVEAT;
use crate::report::narrative;
use crate::report::text::{escape, paragraph};
use crate::stats::Chao1;

/// Writes the summary, the rows, estimates of what was never cited where there are any, and the comparisons.
///
/// # Errors
/// Where `out` fails.
pub fn write(table: &StatsTable, out: &mut impl Write) -> io::Result<()> {
    if let Some(summary) = &table.summary {
        for sentence in narrative::sentences(summary) {
            paragraph(&sentence, out)?;
        }
        writeln!(out)?;
    }
    write_rows(table, out)?;
    write_chao1(&table.rows, out)?;
    table.comparisons.iter().try_for_each(|comparison| write_comparison(comparison, out))
}

/// One line a row, the name of its group at the end where there are groups.
fn write_rows(table: &StatsTable, out: &mut impl Write) -> io::Result<()> {
    let named = |name: &str| match table.is_grouped {
        true => format!("  {}", escape(name)),
        false => String::new(),
    };
    writeln!(out, "{}{}", line(&HEAD.map(str::to_owned)), named("group"))?;
    for row in &table.rows {
        writeln!(out, "{}{}", line(&row.cells()), named(&row.group))?;
    }
    if let Some(note) = few_citations(&table.rows) {
        writeln!(out, "{note}")?;
    }
    paragraph(CAVEAT, out)
}

fn line(cells: &[String]) -> String {
    let mut line = format!("{:8}", cells[0]);
    for cell in &cells[1..] {
        line.push_str(&format!(" {cell:>9}"));
    }
    line
}

/// One line a row that has estimates, with what is to be said about them.
fn write_chao1(rows: &[StatsRow], out: &mut impl Write) -> io::Result<()> {
    let known: Vec<(&StatsRow, Chao1)> =
        rows.iter().filter_map(|row| Some((row, row.chao1?))).collect();
    let Some((_, first)) = known.first() else { return Ok(()) };
    let [corrected, classic, inext] = first.named().map(|(name, _)| name);
    writeln!(out, "\n{:8} {corrected:>9} {classic:>14} {inext:>12}  group", "facet")?;
    for (row, chao1) in known {
        let [corrected, classic, inext] = chao1.named().map(|(_, value)| value);
        let (facet, group) = (row.facet.name(), escape(&row.group));
        writeln!(out, "{facet:8} {corrected:>9.1} {classic:>14.1} {inext:>12.1}  {group}")?;
    }
    paragraph(narrative::CHAO1, out)
}

/// The sentences, then one line a group that is compared.
fn write_comparison(compared: &FacetComparison, out: &mut impl Write) -> io::Result<()> {
    writeln!(out)?;
    for sentence in compared.sentences() {
        paragraph(&sentence, out)?;
    }
    if compared.comparison.coverage.is_none() {
        return Ok(());
    }
    writeln!(out, "{:>9} {:>9} {:>9} {:>13}  group", "n", "size", "effective", "95%")?;
    for group in compared.comparison.ranked() {
        let [n, size, value, ends] = FacetComparison::cells(group);
        let name = escape(&redact_text(&group.name));
        writeln!(out, "{n:>9} {size:>9} {value:>9} {ends:>13}  {name}")?;
    }
    Ok(())
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
        write(table, &mut out).expect("memory takes it");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn few_citations_have_counts_and_no_index() {
        let few = shown(&table(false, &[2, 1]));
        let row = few.lines().nth(1).expect("a row");
        assert_eq!(row.split_whitespace().collect::<Vec<_>>()[..4], ["domain", "3", "2", "-"]);
        assert!(few.contains("\nBelow 10 citations indices are left out"), "{few}");
        let many = shown(&table(false, &[20, 20]));
        assert!(many.contains(" 2.0000 ") && !many.contains("Below 10"), "{many}");
    }

    #[test]
    fn groups_are_named_where_there_are_some() {
        assert!(!shown(&table(false, &[2])).lines().nth(1).expect("a row").contains('|'));
        assert!(shown(&table(true, &[2])).lines().nth(1).expect("a row").ends_with("  a\\u{1b}|b"));
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
