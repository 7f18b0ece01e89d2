//! Groups compared at equal coverage: in sentences, as cells for people, and as cells of JSON and CSV.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::corpus::Facet;
use crate::report::format::{count, fixed};
use crate::report::indices::heading;
use crate::report::narrative;
use crate::stats::{ComparedGroup, Comparison, Estimate, Partition};

/// What is compared at the common coverage, by its name in JSON.
type ComparedColumn = (&'static str, fn(&ComparedGroup) -> Option<Estimate>);

const COLUMNS: [ComparedColumn; 3] = [
    ("base_richness", |group| group.richness),
    ("base_hill1", |group| group.hill1),
    ("base_hill2", |group| group.hill2),
];

/// One group's part of a comparison. In JSON `base_coverage`, `base_size`, and a number with its `_ci`
/// for each of what is compared; `not_compared` has the reason where they are `null`; `alpha`, `beta` and
/// `gamma` of the [`Partition`] are the same for all groups.
#[derive(Debug, Clone)]
pub struct ComparisonCells {
    coverage: Option<f64>,
    group: ComparedGroup,
    partition: Option<Partition>,
}

/// The groups of one column beside each other.
#[derive(Debug, Clone)]
pub struct FacetComparison {
    /// The column.
    pub facet: Facet,
    /// The groups at equal coverage.
    pub comparison: Comparison,
    /// How much of the diversity lies inside groups and between them; `None` where that is undefined.
    pub partition: Option<Partition>,
}

impl FacetComparison {
    /// What the comparison says. Plain text with names from documents in it: escape it for where it is printed.
    pub(super) fn sentences(&self) -> Vec<String> {
        let things = heading(self.facet);
        let mut told = narrative::comparison(&self.comparison, things);
        told.extend(self.partition.map(|partition| narrative::partition(&partition, things)));
        told
    }

    /// Citations, the number of them at the common coverage, effective number and its interval.
    pub(super) fn cells(group: &ComparedGroup) -> [String; 4] {
        let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |at| fixed(at, 1));
        let interval = group.hill1.and_then(|hill1| hill1.interval);
        let interval =
            interval.map(|ends| format!("{}-{}", fixed(ends.low, 1), fixed(ends.high, 1)));
        [
            count(group.n),
            number(group.size),
            number(group.hill1.map(|hill1| hill1.value)),
            interval.unwrap_or_else(|| "-".to_owned()),
        ]
    }
}

impl ComparisonCells {
    /// Those of one group, by its place among the groups that were compared.
    pub fn from_comparison(compared: &FacetComparison, index: usize) -> Self {
        let (coverage, partition) = (compared.comparison.coverage, compared.partition);
        Self { coverage, group: compared.comparison.groups[index].clone(), partition }
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
    pub fn names() -> Vec<String> {
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
    pub fn values(&self) -> Vec<String> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Bootstrap;

    #[test]
    fn cells_of_csv_and_json_agree() {
        let groups = [("a", vec![9, 4, 2, 2, 1, 1]), ("b", vec![8, 5, 2, 1]), ("c", vec![1])];
        let groups = groups.map(|(name, counts)| (name.to_owned(), counts));
        let comparison = Comparison::from_groups(&groups, Bootstrap::default());
        let compared = FacetComparison { facet: Facet::Domain, comparison, partition: None };
        for (index, reason) in [(0, ""), (2, "few-citations")] {
            let cells = ComparisonCells::from_comparison(&compared, index);
            let (names, values) = (ComparisonCells::names(), cells.values());
            assert_eq!(names.len(), values.len());
            let json = serde_json::to_value(&cells).expect("JSON");
            for (name, value) in names.iter().zip(&values) {
                let Some(there) = json.get(name) else { continue };
                let there = there.as_str().map_or_else(|| there.to_string(), str::to_owned);
                let is_same = there == *value || (there == "null" && value.is_empty());
                assert!(is_same || there.parse::<f64>().ok() == value.parse().ok(), "{name}");
            }
            let doubt = names.iter().position(|name| name == "not_compared").expect("a column");
            assert_eq!(values[doubt], reason);
        }
    }
}
