//! The citation table counted by one column.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::corpus::Facet;

/// How often one value of a column is cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Count")]
pub struct FacetCount {
    /// The value.
    pub name: String,
    /// Citations.
    pub count: u64,
}

/// Counts values by their numbers: the most frequent first, equal ones by name.
pub(super) fn tally<'a>(mut values: Vec<u32>, name: impl Fn(u32) -> &'a str) -> Vec<FacetCount> {
    values.sort_unstable();
    let runs = values.chunk_by(|one, other| one == other);
    let rows =
        runs.map(|run| FacetCount { name: name(run[0]).to_owned(), count: run.len() as u64 });
    let mut rows: Vec<FacetCount> = rows.collect();
    rows.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    rows
}
