//! One row per cited owner.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::report::DomainRow;
use crate::stats::FacetCount;

/// How one owner, taken with its group, is cited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OwnerRow {
    /// The group of the owner; if it is not known, the owner; if neither is known, the site.
    pub owner: String,
    /// Whether the owner is known. If not, the site counts as a separate owner.
    pub known: bool,
    /// Counted citations.
    pub citations: u64,
    /// Its share of all counted citations; 0 to 1.
    pub share: f64,
    /// The domains that belong to it as a whole, the most cited first.
    pub domains: Vec<String>,
}

/// The rows of all owners, the most cited first, equal ones by name.
/// One row for each of the counted groups of owners.
pub(super) fn rows(counted: Vec<FacetCount>, domains: &[DomainRow]) -> Vec<OwnerRow> {
    let mut by_owner: FxHashMap<&str, Vec<String>> = FxHashMap::default();
    let mut known: FxHashMap<&str, bool> = FxHashMap::default();
    for row in domains {
        let owner = row.source.owner_group.as_deref().or(row.source.owner.as_deref());
        let name = owner.unwrap_or(&row.domain);
        by_owner.entry(name).or_default().push(row.domain.clone());
        *known.entry(name).or_default() |= owner.is_some();
    }
    let all: u64 = counted.iter().map(|row| row.count).sum();
    let row = |one: FacetCount| OwnerRow {
        known: known.get(one.name.as_str()).copied().unwrap_or(!one.name.contains('.')),
        domains: by_owner.remove(one.name.as_str()).unwrap_or_default(),
        citations: one.count,
        share: one.count as f64 / all.max(1) as f64,
        owner: one.name,
    };
    counted.into_iter().map(row).collect()
}
