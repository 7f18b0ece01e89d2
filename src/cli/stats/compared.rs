//! Groups compared at equal coverage, in text and Markdown, and as cells of JSON and CSV.

use std::io::{self, Write};

use citegraph::corpus::Facet;
use citegraph::link::redact::redact_text;
use citegraph::report::{fixed, heading, markdown, narrative, text};
use citegraph::stats::{ComparedGroup, Comparison, Estimate, Partition};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::cli::output::visible;

/// What is compared at the common coverage, by its name in JSON.
type ComparedColumn = (&'static str, fn(&ComparedGroup) -> Option<Estimate>);

const COLUMNS: [ComparedColumn; 3] = [
    ("base_richness", |group| group.richness),
    ("base_hill1", |group| group.hill1),
    ("base_hill2", |group| group.hill2),
];

/// One group's part of a comparison. In JSON `base_coverage`, `base_size`, and a number with its `_ci`
/// for each of [`COLUMNS`]; `not_compared` has the reason where they are `null`; `alpha`, `beta` and
/// `gamma` of the [`Partition`] are the same for all groups.
#[derive(Debug, Clone)]
pub(super) struct ComparisonCells {
    coverage: Option<f64>,
    group: ComparedGroup,
    partition: Option<Partition>,
}

/// The groups of one column beside each other.
pub(super) struct FacetComparison {
    pub(super) facet: Facet,
    pub(super) comparison: Comparison,
    pub(super) partition: Option<Partition>,
}

impl FacetComparison {
    fn sentences(&self) -> Vec<String> {
        let things = heading(self.facet);
        let mut told = narrative::comparison(&self.comparison, things);
        told.extend(self.partition.map(|partition| narrative::partition(&partition, things)));
        told
    }
}

impl ComparisonCells {
    /// Those of one group, by its place.
    pub(super) fn from_comparison(beside: &FacetComparison, at: usize) -> Self {
        let (coverage, partition) = (beside.comparison.coverage, beside.partition);
        Self { coverage, group: beside.comparison.groups[at].clone(), partition }
    }

    /// The partition, the same for all groups: typical group, difference, all together.
    fn parts(&self) -> [(&'static str, Option<f64>); 3] {
        [
            ("alpha", self.partition.map(|all| all.alpha)),
            ("beta", self.partition.map(|all| all.beta)),
            ("gamma", self.partition.map(|all| all.gamma)),
        ]
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
        first
            .chain(columns)
            .chain(["not_compared", "alpha", "beta", "gamma"].map(str::to_owned))
            .collect()
    }

    /// The cells of CSV, empty where there is nothing.
    pub(super) fn values(&self) -> Vec<String> {
        let number =
            |value: Option<f64>| value.map_or_else(String::new, |value| (value + 0.0).to_string());
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
        values.extend(self.parts().map(|(_, value)| number(value)));
        values
    }
}

impl Serialize for ComparisonCells {
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
        cells.extend(self.parts().map(|(name, value)| (name.to_owned(), Value::from(value))));
        cells.serialize(serializer)
    }
}

/// The sentences, then one line a group that is compared.
pub(super) fn write_text(beside: &FacetComparison, out: &mut impl Write) -> io::Result<()> {
    writeln!(out)?;
    for sentence in beside.sentences() {
        text::paragraph(&sentence, out)?;
    }
    let comparison = &beside.comparison;
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
pub(super) fn write_markdown(beside: &FacetComparison, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n{}", markdown::escape(&beside.sentences().join(" ")))?;
    let comparison = &beside.comparison;
    if comparison.coverage.is_none() {
        return Ok(());
    }
    writeln!(out, "\n| group | n | size | effective {} | 95% |", heading(beside.facet))?;
    writeln!(out, "|---|---:|---:|---:|---:|")?;
    for group in comparison.ranked() {
        let name = redact_text(&group.name);
        writeln!(out, "| {} | {} |", markdown::escape(&name), shown(group).join(" | "))?;
    }
    Ok(())
}

/// n, size, effective number and its interval.
fn shown(group: &ComparedGroup) -> [String; 4] {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |at| fixed(at, 1));
    let interval = group.hill1.and_then(|hill1| hill1.interval);
    let interval = interval.map(|ends| format!("{}-{}", fixed(ends.low, 1), fixed(ends.high, 1)));
    [
        group.n.to_string(),
        number(group.size),
        number(group.hill1.map(|hill1| hill1.value)),
        interval.unwrap_or_else(|| "-".to_owned()),
    ]
}
