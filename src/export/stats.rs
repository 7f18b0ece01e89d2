//! Measures of groups of articles as a table, one group and column a row.

use std::io;

use super::csv::guard;
use super::unsigned_zero;
use crate::report::stats::{ComparisonCells, StatsRow};
use crate::stats::{Chao1, Intervals, Measures};

/// Writes the columns of the JSON, an interval as two of them; an empty cell where a measure is undefined.
///
/// # Errors
/// Where `out` fails.
pub fn write(rows: &[StatsRow], out: &mut impl io::Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let estimated = rows.iter().find_map(|row| row.chao1);
    let is_grouped = rows.iter().any(|row| row.beside.is_some());
    table.write_record(names(estimated, is_grouped))?;
    for row in rows {
        let mut cells = vec![guard(&row.group), row.facet.name().to_owned()];
        cells.extend(numbers(row));
        if estimated.is_some() {
            cells.extend(chao1(row));
        }
        cells.extend(row.beside.iter().flat_map(ComparisonCells::values));
        table.write_record(cells)?;
    }
    table.flush()
}

/// The names of the columns, those of estimates and comparisons where a row has them.
fn names(estimated: Option<Chao1>, is_grouped: bool) -> Vec<String> {
    let mut names = ["group", "facet", "n", "richness"].map(str::to_owned).to_vec();
    names.extend(Measures::default().indices().map(|(name, _)| name.to_owned()));
    for (name, _) in Intervals::default().named() {
        names.extend(["low", "high"].map(|end| format!("{name}_ci_{end}")));
    }
    names.extend(estimated.iter().flat_map(Chao1::named).map(|(name, _)| name.to_owned()));
    if is_grouped {
        names.extend(ComparisonCells::names());
    }
    names
}

/// The counts, the indices and the ends of the intervals.
fn numbers(row: &StatsRow) -> Vec<String> {
    let measures = &row.measures;
    let shown = |value: Option<f64>| {
        value.map_or_else(String::new, |value| unsigned_zero(value).to_string())
    };
    let mut cells = vec![measures.n.to_string(), measures.richness.to_string()];
    cells.extend(measures.indices().map(|(_, value)| shown(value)));
    for (_, interval) in row.intervals.named() {
        cells.extend([interval.map(|ends| ends.low), interval.map(|ends| ends.high)].map(shown));
    }
    cells
}

fn chao1(row: &StatsRow) -> [String; 3] {
    row.chao1.map(|chao1| chao1.named().map(|(_, value)| value.to_string())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Facet;

    fn row(group: &str, counts: &[u64]) -> StatsRow {
        let measures = Measures::from_counts(counts);
        StatsRow::new(group, Facet::Domain, measures, Intervals::default())
    }

    fn written(rows: &[StatsRow]) -> Vec<Vec<String>> {
        let mut out = Vec::new();
        write(rows, &mut out).expect("memory takes it");
        let table = csv::ReaderBuilder::new().has_headers(false).from_reader(&*out).into_records();
        table.map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn every_row_has_a_cell_for_every_name() {
        let plain = row("=1+1", &[2, 1]);
        let estimated = StatsRow { chao1: Chao1::from_counts(&[2, 1]), ..row("b", &[2, 1]) };
        let without = written(std::slice::from_ref(&plain));
        assert_eq!(without[0].len(), without[1].len());
        assert_eq!(without[1][..4], ["'=1+1", "domain", "3", "2"]);
        let with = written(&[plain, estimated]);
        assert_eq!(with[0][without[0].len()..], ["chao1", "chao1_classic", "chao1_inext"]);
        assert_eq!(with[1][without[0].len()..], ["", "", ""]);
        assert_eq!(with[2][without[0].len()], "2");
    }

    #[test]
    fn what_is_undefined_is_empty() {
        let rows = written(&[row("a", &[])]);
        let cell = |name: &str| {
            let index = rows[0].iter().position(|column| column == name).expect("a column");
            rows[1][index].clone()
        };
        assert_eq!(
            (cell("n"), cell("hill1"), cell("hill1_ci_low")),
            ("0".into(), String::new(), String::new())
        );
    }
}
