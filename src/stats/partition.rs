//! How much of the diversity of all groups together lies within them, and how much between.

use std::collections::BTreeMap;

use super::facet::FacetCount;

/// The weight of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupWeights {
    /// Every group alike, whatever its size.
    Equal,
    /// By citations: all together are the groups put in one.
    Size,
}

/// Effective numbers of order 1 within groups, between them and of all together: gamma = alpha · beta.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Partition {
    /// Groups with a citation.
    pub groups: u64,
    /// exp Σ wⱼ Hⱼ: effective classes of a typical group.
    pub alpha: f64,
    /// γ/α: as many groups without a common class would be as different; 1, where all cite alike, to
    /// the number of groups (with equal weights; else to exp of the weights' entropy).
    pub beta: f64,
    /// exp of the entropy of Σ wⱼ pⱼ: effective classes of all together.
    pub gamma: f64,
}

impl Partition {
    /// Takes apart the diversity of groups, each counted by the same column. `None` where fewer than
    /// two have a citation.
    ///
    /// Order 1 alone allows any weights (Jost 2007, Ecology 88:2427). Nothing is added for what nobody
    /// cited, so small groups look more different from each other than they are.
    ///
    /// ```
    /// use citegraph::stats::{FacetCount, Partition, GroupWeights};
    /// let cites = |names: &[&str]| -> Vec<FacetCount> {
    ///     names.iter().map(|name| FacetCount { name: (*name).to_owned(), count: 1 }).collect()
    /// };
    /// let apart = Partition::from_groups(&[cites(&["a", "b"]), cites(&["c", "d"])], GroupWeights::Equal).unwrap();
    /// assert!((apart.alpha - 2.0).abs() < 1e-12 && (apart.beta - 2.0).abs() < 1e-12);
    /// let alike = Partition::from_groups(&[cites(&["a", "b"]), cites(&["a", "b"])], GroupWeights::Size).unwrap();
    /// assert!((alike.beta - 1.0).abs() < 1e-12);
    /// ```
    pub fn from_groups(groups: &[Vec<FacetCount>], weights: GroupWeights) -> Option<Self> {
        let sizes = groups.iter().map(|rows| rows.iter().map(|row| row.count).sum::<u64>());
        let known: Vec<(&Vec<FacetCount>, f64)> = groups
            .iter()
            .zip(sizes)
            .filter(|(_, n)| *n > 0)
            .map(|(rows, n)| (rows, n as f64))
            .collect();
        if known.len() < 2 {
            return None;
        }
        let all: f64 = known.iter().map(|(_, n)| n).sum();
        let weight = |n: f64| match weights {
            GroupWeights::Equal => 1.0 / known.len() as f64,
            GroupWeights::Size => n / all,
        };
        let mut together: BTreeMap<&str, f64> = BTreeMap::new();
        let mut within = 0.0;
        for (rows, n) in &known {
            let shares = || rows.iter().map(|row| row.count as f64 / n);
            within += weight(*n) * entropy(shares());
            for (row, share) in rows.iter().zip(shares()) {
                *together.entry(row.name.as_str()).or_default() += weight(*n) * share;
            }
        }
        let (alpha, gamma) = (within.exp(), entropy(together.into_values()).exp());
        Some(Self { groups: known.len() as u64, alpha, beta: gamma / alpha, gamma })
    }
}

fn entropy(shares: impl Iterator<Item = f64>) -> f64 {
    let terms = shares.filter(|share| *share > 0.0).map(|share| share * share.ln());
    -terms.sum::<f64>()
}
