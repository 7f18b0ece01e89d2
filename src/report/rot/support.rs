//! Single points of failure: domains without which claims would have no source.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Health;

/// A domain that is the only source of some claims, and the state of its links.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Support")]
pub struct DomainSupport {
    /// The domain.
    pub domain: String,
    /// Claims that would have no source left without the domain, as `citegraph impact` counts them.
    pub claims: u64,
    /// Its links.
    #[serde(flatten)]
    pub health: Health,
}

/// The domains that claims rest on alone: the most claims first, then the most dead and failing links, then by name.
pub(super) fn rows(
    unsupported: &BTreeMap<String, u64>,
    domains: &BTreeMap<String, Health>,
) -> Vec<DomainSupport> {
    let health = |domain: &str| domains.get(domain).copied().unwrap_or_default();
    let rows = unsupported.iter().map(|(domain, claims)| DomainSupport {
        domain: domain.clone(),
        claims: *claims,
        health: health(domain),
    });
    let mut rows: Vec<DomainSupport> = rows.collect();
    // Stable: rows come by name.
    rows.sort_by_key(|row| Reverse((row.claims, row.health.dead + row.health.failing)));
    rows
}
