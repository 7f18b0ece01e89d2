//! Groups compared at equal coverage, in text and Markdown, and as cells of JSON and CSV.

use std::io::{self, Write};

use citegraph::corpus::Facet;
use citegraph::link::redact::redact_text;
use citegraph::report::{heading, markdown, plain, text};
use citegraph::stats::{Compared, Comparison, Estimate};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::cli::output::visible;

/// What is compared at the common coverage, by its name in JSON.
type Column = (&'static str, fn(&Compared) -> Option<Estimate>);

const COLUMNS: [Column; 3] = [
    ("base_richness", |group| group.richness),
    ("base_hill1", |group| group.hill1),
    ("base_hill2", |group| group.hill2),
];

/// One group's part of a comparison. In JSON `base_coverage`, `base_size`, and a number with its `_ci`
/// for each of [`COLUMNS`]; `not_compared` has the reason where they are `null`.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    pub(super) coverage: Option<f64>,
    pub(super) group: Compared,
}

impl Cells {
    /// One a group, in the order of the comparison.
    pub(super) fn of(comparison: &Comparison) -> Vec<Self> {
        let cells = |group: &Compared| Self { coverage: comparison.coverage, group: group.clone() };
        comparison.groups.iter().map(cells).collect()
    }

    /// Why the group is not compared; also where there is no other group.
    fn doubt(&self) -> Option<&'static str> {
        let doubt = self.group.doubt.map(|doubt| doubt.name());
        doubt.or_else(|| self.coverage.is_none().then_some("no-other-group"))
    }

    /// The names of the cells of CSV.
    pub(super) fn names() -> Vec<String> {
        let ends =
            |name: &str| [name.to_owned(), format!("{name}_ci_low"), format!("{name}_ci_high")];
        let first = ["base_coverage", "base_size"].map(str::to_owned).into_iter();
        let columns = COLUMNS.iter().flat_map(|(name, _)| ends(name));
        first.chain(columns).chain(["not_compared".to_owned()]).collect()
    }

    /// The cells of CSV, empty where there is nothing.
    pub(super) fn values(&self) -> Vec<String> {
        let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let mut values = vec![number(self.coverage), number(self.group.size)];
        for (_, of) in COLUMNS {
            let estimate = of(&self.group);
            let ends = estimate.and_then(|estimate| estimate.interval);
            values.extend([
                number(estimate.map(|estimate| estimate.value)),
                number(ends.map(|ends| ends.low)),
                number(ends.map(|ends| ends.high)),
            ]);
        }
        values.push(self.doubt().unwrap_or_default().to_owned());
        values
    }
}

impl Serialize for Cells {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut cells = Map::new();
        cells.insert("base_coverage".to_owned(), Value::from(self.coverage));
        cells.insert("base_size".to_owned(), Value::from(self.group.size));
        for (name, of) in COLUMNS {
            let estimate = of(&self.group);
            let ends = estimate.and_then(|estimate| estimate.interval);
            let ends = ends.map(|ends| vec![ends.low, ends.high]);
            cells.insert(name.to_owned(), Value::from(estimate.map(|estimate| estimate.value)));
            cells.insert(format!("{name}_ci"), Value::from(ends));
        }
        cells.insert("not_compared".to_owned(), Value::from(self.doubt()));
        cells.serialize(serializer)
    }
}

/// The sentences, then one line a group that is compared.
pub(super) fn write_text(
    facet: Facet,
    comparison: &Comparison,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out)?;
    for sentence in plain::comparison(comparison, heading(facet)) {
        text::paragraph(&sentence, out)?;
    }
    if comparison.coverage.is_none() {
        return Ok(());
    }
    writeln!(out, "{:>9} {:>9} {:>9} {:>13}  group", "n", "size", "effective", "95%")?;
    for group in comparison.ranked() {
        let [n, size, value, ends] = shown(group);
        let name = redact_text(&group.name);
        writeln!(out, "{n:>9} {size:>9} {value:>9} {ends:>13}  {}", visible(&name))?;
    }
    Ok(())
}

/// The same as a table.
pub(super) fn write_markdown(
    facet: Facet,
    comparison: &Comparison,
    out: &mut impl Write,
) -> io::Result<()> {
    let told = plain::comparison(comparison, heading(facet)).join(" ");
    writeln!(out, "\n{}", markdown::escape(&told))?;
    if comparison.coverage.is_none() {
        return Ok(());
    }
    writeln!(out, "\n| group | n | size | effective {} | 95% |", heading(facet))?;
    writeln!(out, "|---|---:|---:|---:|---:|")?;
    for group in comparison.ranked() {
        let name = redact_text(&group.name);
        writeln!(out, "| {} | {} |", markdown::escape(&name), shown(group).join(" | "))?;
    }
    Ok(())
}

/// n, size, effective number and its interval.
fn shown(group: &Compared) -> [String; 4] {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |at| format!("{at:.1}"));
    let interval = group.hill1.and_then(|hill1| hill1.interval);
    let interval = interval.map(|ends| format!("{:.1}-{:.1}", ends.low, ends.high));
    [
        group.n.to_string(),
        number(group.size),
        number(group.hill1.map(|hill1| hill1.value)),
        interval.unwrap_or_else(|| "-".to_owned()),
    ]
}
