//! Diversity of a count vector: x₁ … x_S citations of S classes, n = Σ xᵢ, pᵢ = xᵢ/n.
//!
//! What can be counted in integers is; the one float sum runs over counts in descending order, so
//! the numbers are the same for any order of input. f₁ and f₂ are the classes cited once and twice.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::frequency::{classes_with, frequencies};

/// Measures of how citations spread over classes. `None` where a measure is undefined.
///
/// Only observed classes enter. With n = 0 everything but `n` and `richness` is undefined.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Measures {
    /// n: citations counted.
    pub n: u64,
    /// S: classes cited at least once; the Hill number of order 0.
    pub richness: u64,
    /// H = −Σ p ln p, in nats; 0 to ln S. Shannon 1948; the same as scipy's `entropy`.
    pub shannon: Option<f64>,
    /// exp H: as diverse as this number of equally cited classes; 1 to S. Hill 1973, Jost 2006.
    pub hill1: Option<f64>,
    /// 1/Σ p²: the same by the weight of frequent classes; 1 to S. Hill 1973.
    pub hill2: Option<f64>,
    /// 1/max p: the same by the most cited class alone; 1 to S. Hill 1973.
    pub hillinf: Option<f64>,
    /// 1 − Σ p²: chance that two citations drawn with replacement differ; 0 to 1 − 1/S.
    /// Simpson 1949, Gini 1912; scikit-bio's `simpson`.
    pub gini_simpson: Option<f64>,
    /// 1 − Σ x(x−1)/(n(n−1)): the same without replacement; 0 to 1. Undefined for n = 1.
    /// Simpson 1949; Hurlbert 1971.
    pub gini_simpson_unbiased: Option<f64>,
    /// Σ p²: concentration on a scale from 1/S to 1 (times 10 000 in antitrust law).
    /// Herfindahl 1950, Hirschman 1945; scikit-bio's `dominance`.
    pub hhi: Option<f64>,
    /// H/ln S: evenness; 0 to 1. Undefined for S = 1. Pielou 1966.
    pub pielou: Option<f64>,
    /// (exp H − 1)/(S − 1): evenness that a doubling does not change; 0 to 1. Undefined for S = 1.
    /// Heip 1974.
    pub heip: Option<f64>,
    /// max p: share of the most cited class; 1/S to 1. Berger & Parker 1970.
    pub berger_parker: Option<f64>,
    /// 2 Σ i·x₍ᵢ₎/(S n) − (S+1)/S, x₍ᵢ₎ ascending: inequality among observed classes, 0 to 1 − 1/S.
    /// The mean-difference form, equal to scikit-bio's `gini_index` by trapezoids (its default, by
    /// rectangles, is smaller by 1/S). Gini 1912.
    pub gini: Option<f64>,
    /// Share of the four most cited classes (all of them, if fewer); 0 to 1.
    pub cr4: Option<f64>,
    /// Estimated share of citations that goes to classes already seen; 0 to 1:
    /// 1 − f₁/n · (n−1)f₁/((n−1)f₁ + 2f₂), and where f₂ = 0, with f₁−1 for f₁ and 2 for 2f₂.
    /// Undefined for n = 1. Chao & Jost 2012, as in iNEXT. It assumes random citations.
    pub coverage: Option<f64>,
    /// 1 − f₁/n: the simpler estimate of the same; 0 to 1. Good 1953; scikit-bio's
    /// `goods_coverage`.
    pub good: Option<f64>,
}

impl Measures {
    /// Measures counts given in any order; zeros are no classes.
    ///
    /// ```
    /// use citegraph::stats::Measures;
    /// let even = Measures::from_counts(&[3, 3, 3, 3]);
    /// assert_eq!((even.n, even.richness), (12, 4));
    /// assert!((even.hill1.unwrap() - 4.0).abs() < 1e-12);
    /// assert_eq!(Measures::from_counts(&[7]).pielou, None);
    /// ```
    pub fn from_counts(counts: &[u64]) -> Self {
        Self::from_frequencies(&frequencies(counts))
    }

    /// Measures distinct counts, descending, each with the number of classes that have it.
    pub(super) fn from_frequencies(counts: &[(u64, u64)]) -> Self {
        let Some(&(largest, _)) = counts.first() else { return Self::default() };
        let n: u64 = counts.iter().map(|(x, classes)| x * classes).sum();
        let richness: u64 = counts.iter().map(|(_, classes)| classes).sum();
        let (total, classes) = (n as f64, richness as f64);
        let square =
            |(x, classes): &(u64, u64)| u128::from(*x) * u128::from(*x) * u128::from(*classes);
        let squares: u128 = counts.iter().map(square).sum();
        let ordered_pairs = u128::from(n) * u128::from(n);
        let hhi = squares as f64 / ordered_pairs as f64;
        let shannon = shannon(counts, total);
        let several = richness > 1;
        Self {
            n,
            richness,
            shannon: Some(shannon),
            hill1: Some(shannon.exp()),
            hill2: Some(ordered_pairs as f64 / squares as f64),
            hillinf: Some(total / largest as f64),
            gini_simpson: Some((ordered_pairs - squares) as f64 / ordered_pairs as f64),
            gini_simpson_unbiased: (n > 1)
                .then(|| (ordered_pairs - squares) as f64 / (ordered_pairs - u128::from(n)) as f64),
            hhi: Some(hhi),
            pielou: several.then(|| shannon / classes.ln()),
            heip: several.then(|| shannon.exp_m1() / (classes - 1.0)),
            berger_parker: Some(largest as f64 / total),
            gini: Some(gini(counts, n)),
            cr4: Some(first_four(counts) as f64 / total),
            coverage: coverage(counts, total),
            good: Some(1.0 - classes_with(counts, 1) / total),
        }
    }

    /// Everything after `n` and `richness` with its name in JSON, in the order of the fields.
    pub fn indices(&self) -> [(&'static str, Option<f64>); 14] {
        [
            ("shannon", self.shannon),
            ("hill1", self.hill1),
            ("hill2", self.hill2),
            ("hillinf", self.hillinf),
            ("gini_simpson", self.gini_simpson),
            ("gini_simpson_unbiased", self.gini_simpson_unbiased),
            ("hhi", self.hhi),
            ("pielou", self.pielou),
            ("heip", self.heip),
            ("berger_parker", self.berger_parker),
            ("gini", self.gini),
            ("cr4", self.cr4),
            ("coverage", self.coverage),
            ("good", self.good),
        ]
    }
}

/// Adding 0 turns the -0 of a single class into 0.
fn shannon(counts: &[(u64, u64)], total: f64) -> f64 {
    let term = |(count, classes): &(u64, u64)| {
        let share = *count as f64 / total;
        *classes as f64 * (share * share.ln())
    };
    -counts.iter().map(term).sum::<f64>() + 0.0
}

/// (2 Σ i·x₍ᵢ₎ − (S+1) n) / (S n), the numerator in integers; `counts` descend, hence the reversal.
fn gini(counts: &[(u64, u64)], n: u64) -> f64 {
    let (mut classes, mut ranked) = (0, 0);
    for (count, equal) in counts.iter().rev() {
        let (count, equal) = (u128::from(*count), u128::from(*equal));
        // The ranks classes + 1 to classes + equal.
        ranked += count * (equal * classes + equal * (equal + 1) / 2);
        classes += equal;
    }
    let n = u128::from(n);
    (2 * ranked - (classes + 1) * n) as f64 / (classes * n) as f64
}

/// Citations of the four most cited classes.
fn first_four(counts: &[(u64, u64)]) -> u64 {
    let mut left = 4;
    let taken = counts.iter().map(|(count, classes)| {
        let taken = left.min(*classes);
        left -= taken;
        count * taken
    });
    taken.sum()
}

fn coverage(counts: &[(u64, u64)], total: f64) -> Option<f64> {
    if total < 2.0 {
        return None;
    }
    let (once, twice) = (classes_with(counts, 1), classes_with(counts, 2));
    let (above, below) = if twice > 0.0 {
        ((total - 1.0) * once, 2.0 * twice)
    } else {
        ((total - 1.0) * (once - 1.0).max(0.0), 2.0)
    };
    Some(1.0 - once / total * above / (above + below))
}
