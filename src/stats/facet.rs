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

/// How often each value of a column is cited, by its index.
pub(super) type ValueCount = (u32, u64);

/// Counts values by their indices, which are sorted for it.
pub(super) fn tally(mut values: Vec<u32>) -> impl Iterator<Item = ValueCount> {
    values.sort_unstable();
    let mut start = 0;
    std::iter::from_fn(move || {
        let value = *values.get(start)?;
        let count = values[start..].iter().take_while(|other| **other == value).count();
        start += count;
        Some((value, count as u64))
    })
}

/// The counted values: the most frequent first, equal ones by name.
pub(super) fn ranked<'a>(
    counted: impl Iterator<Item = ValueCount>,
    name: impl Fn(u32) -> &'a str,
) -> Vec<ValueCount> {
    let mut counted: Vec<ValueCount> = counted.collect();
    counted.sort_unstable_by(|(one, left), (other, right)| {
        right.cmp(left).then_with(|| name(*one).cmp(name(*other)))
    });
    counted
}
