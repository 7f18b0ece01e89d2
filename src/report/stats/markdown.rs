//! The rows as a table in Markdown, and behind it the comparisons.

use std::io::{self, Write};

use super::row::{HEAD, few_citations};
use super::{FacetComparison, StatsTable};
use crate::link::redact::redact_text;
use crate::report::format::CAVEAT;
use crate::report::indices::heading;
use crate::report::markdown::escape;

/// Writes the table, what has to be said about it, and a table for each comparison.
///
/// # Errors
/// Where `out` fails.
pub fn write(table: &StatsTable, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "| group | {} |", HEAD.join(" | "))?;
    writeln!(out, "|---|---{}|", "|---:".repeat(HEAD.len() - 1))?;
    for row in &table.rows {
        writeln!(out, "| {} | {} |", escape(&row.group), row.cells().join(" | "))?;
    }
    if let Some(note) = few_citations(&table.rows) {
        writeln!(out, "\n{note}")?;
    }
    writeln!(out, "\n{CAVEAT}")?;
    table.comparisons.iter().try_for_each(|comparison| write_comparison(comparison, out))
}

fn write_comparison(compared: &FacetComparison, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n{}", escape(&compared.sentences().join(" ")))?;
    if compared.comparison.coverage.is_none() {
        return Ok(());
    }
    writeln!(
        out,
        "\n| group | citations | compared at n citations | effective {} | 95% interval |",
        heading(compared.facet)
    )?;
    writeln!(out, "|---|---:|---:|---:|---:|")?;
    for group in compared.comparison.ranked() {
        let name = redact_text(&group.name);
        writeln!(out, "| {} | {} |", escape(&name), FacetComparison::cells(group).join(" | "))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Facet;
    use crate::report::stats::StatsRow;
    use crate::stats::{Bootstrap, Comparison, Intervals, Measures};

    #[test]
    fn a_name_ends_no_cell() {
        let row =
            StatsRow::new("a|b", Facet::Domain, Measures::from_counts(&[1]), Intervals::default());
        let groups = ["a|b", "c"].map(|name| (name.to_owned(), vec![9, 4, 2, 2, 1, 1]));
        let comparison = Comparison::from_groups(&groups, Bootstrap::default());
        let compared = FacetComparison { facet: Facet::Domain, comparison, partition: None };
        let table =
            StatsTable { rows: vec![row], comparisons: vec![compared], ..StatsTable::default() };
        let mut out = Vec::new();
        write(&table, &mut out).expect("memory takes it");
        let page = String::from_utf8(out).expect("text");
        let named: Vec<&str> = page.lines().filter(|line| line.starts_with("| a")).collect();
        assert_eq!(named.len(), 2, "{page}");
        assert!(named.iter().all(|line| line.starts_with("| a\\|b | ")), "{page}");
        assert!(page.contains("\n| group | citations | compared at n citations | effective domains | 95% interval |\n"), "{page}");
    }
}
