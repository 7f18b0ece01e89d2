//! The list of all columns that graph files can have.

use std::io::{self, Write};

use super::columns::{
    ARTICLE, BEFORE, CHANGE, CITED, CITES, CLASS, Column, DATES, DEGREES, DOMAIN, EDGE, FACTS,
    MUTUAL_DEGREES, PLACED, SHARED_EDGE, WEIGHT_BEFORE, metric_column, place_column,
};
use crate::article::Place;
use crate::graph::metrics::Metric;

/// Every column that a graph file can have, with what it belongs to: the one list of names.
pub fn all() -> Vec<(&'static str, Column)> {
    let nodes = [CLASS].into_iter().chain(CITED).chain(DATES).chain([CITES]).chain(DEGREES);
    let nodes = nodes.chain(MUTUAL_DEGREES).chain(PLACED).chain(FACTS).chain([DOMAIN]);
    let metrics = Metric::ALL.iter().copied().map(metric_column);
    let mut nodes: Vec<Column> = nodes.chain(ARTICLE).chain([CHANGE, BEFORE]).collect();
    nodes.extend(metrics.filter(|one| PLACED.iter().all(|placed| placed.name != one.name)));
    let shared = SHARED_EDGE.into_iter().filter(|one| EDGE.iter().all(|own| own.name != one.name));
    let edges = EDGE.into_iter().chain(Place::ALL.into_iter().map(place_column)).chain(shared);
    let edges = edges.chain([CHANGE, WEIGHT_BEFORE]);
    let nodes = nodes.into_iter().map(|column| ("node", column));
    nodes.chain(edges.map(|column| ("edge", column))).collect()
}

/// Writes [`all`] as a table with tabs.
///
/// # Errors
/// Where `out` fails.
pub fn write_list(out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "of\tname\tplain\tvalues\tmeaning")?;
    for (class, column) in all() {
        let (name, plain, values) = (&column.name, &column.plain, column.values.name());
        writeln!(out, "{class}\t{name}\t{plain}\t{values}\t{}", column.meaning)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_one_that_a_reader_keeps_for_itself() {
        let kept = "label weight kind color size x y z id source target start end interval timeset \
                    type r g b";
        let all = all();
        for (at, (class, column)) in all.iter().enumerate() {
            let name = column.name.to_lowercase();
            assert!(!kept.split(' ').any(|one| one == name), "{name}");
            let twice = |other: &(&str, Column)| other.0 == *class && other.1.name == column.name;
            assert_eq!(all[at + 1..].iter().filter(|other| twice(other)).count(), 0, "{name}");
            assert!(!name.contains("interval") && !name.contains("timestamp"), "{name}");
        }
    }
}
