//! The citation table counted by one column.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::Link;
use crate::source::Sources;

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

/// Counts links by a column: the most cited first, equal ones by name. The counts add up to the
/// number of links. `sources` tells owners, types and the like.
///
/// Give it [`crate::corpus::Corpus::counted`] for a corpus, or
/// [`crate::corpus::Selection::counted_links`] for one article.
pub fn counts<'a>(
    links: impl Iterator<Item = &'a Link>,
    facet: Facet,
    sources: &'a Sources,
) -> Vec<FacetCount> {
    tally(links.map(|link| facet.value(link, sources)))
}

/// Counts equal values: the most frequent first, equal ones by name.
pub(super) fn tally<'a>(values: impl Iterator<Item = &'a str>) -> Vec<FacetCount> {
    let mut counts: FxHashMap<&str, u64> = FxHashMap::default();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let rows = counts.into_iter().map(|(name, count)| FacetCount { name: name.to_owned(), count });
    let mut rows: Vec<FacetCount> = rows.collect();
    rows.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    rows
}
