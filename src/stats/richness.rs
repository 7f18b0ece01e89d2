//! What was not cited, and what a single class matters.

use serde::{Deserialize, Serialize};

use super::diversity::Measures;
use super::frequency::{classes_with, frequencies};
use super::interval::Interval;

/// Estimates of how many classes there are, those never cited included: at least so many. S classes
/// were cited, f₁ of them once and f₂ twice. Three programs mean three numbers by one name.
///
/// They take citations for random draws from a fixed list. Authors choose, and counting a repeated
/// link once raises the numbers: they are no count of sources. Undefined without a citation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Chao1 {
    /// S + f₁(f₁−1)/(2(f₂+1)): corrected for bias; S and more. scikit-bio's default.
    pub chao1: f64,
    /// S + f₁²/(2f₂), and where f₁ or f₂ is 0 the corrected one. Chao 1984; scikit-bio's
    /// `bias_corrected=False`.
    pub chao1_classic: f64,
    /// S + (n−1)/n · f₁²/(2f₂), and where f₂ = 0, (n−1)/n · f₁(f₁−1)/2: iNEXT's.
    pub chao1_inext: f64,
}

impl Chao1 {
    /// Estimates from counts in any order; zeros are no classes.
    ///
    /// ```
    /// use citegraph::stats::Chao1;
    /// let seen = Chao1::from_counts(&[4, 2, 1, 1, 1]).unwrap();
    /// assert_eq!((seen.chao1, seen.chao1_classic, seen.chao1_inext), (6.5, 9.5, 9.0));
    /// assert_eq!(Chao1::from_counts(&[]), None);
    /// ```
    pub fn from_counts(counts: &[u64]) -> Option<Self> {
        let counts = frequencies(counts);
        let n = counts.iter().map(|(count, classes)| count * classes).sum::<u64>() as f64;
        let classes = counts.iter().map(|(_, classes)| classes).sum::<u64>() as f64;
        let (once, twice) = (classes_with(&counts, 1), classes_with(&counts, 2));
        let corrected = classes + once * (once - 1.0) / (2.0 * (twice + 1.0));
        let ratio = once * once / (2.0 * twice);
        let classic = if once > 0.0 && twice > 0.0 { classes + ratio } else { corrected };
        let unseen = if twice > 0.0 { ratio } else { once * (once - 1.0) / 2.0 };
        (n > 0.0).then(|| Self {
            chao1: corrected,
            chao1_classic: classic,
            chao1_inext: classes + (n - 1.0) / n * unseen,
        })
    }

    /// The estimates with their names in JSON, in the order of the fields.
    pub fn named(&self) -> [(&'static str, f64); 3] {
        [
            ("chao1", self.chao1),
            ("chao1_classic", self.chao1_classic),
            ("chao1_inext", self.chao1_inext),
        ]
    }
}

/// The least and the most that [`Measures::hill1`] would be without one of the classes; `None` for
/// fewer than two.
///
/// ```
/// use citegraph::stats::leave_one_out;
/// let range = leave_one_out(&[8, 1, 1]).unwrap();
/// assert!((range.low - 1.417).abs() < 1e-3 && (range.high - 2.0).abs() < 1e-12);
/// ```
pub fn leave_one_out(counts: &[u64]) -> Option<Interval> {
    let counts = frequencies(counts);
    if counts.iter().map(|(_, classes)| classes).sum::<u64>() < 2 {
        return None;
    }
    let left = (0..counts.len()).filter_map(|at| {
        let mut left = counts.clone();
        left[at].1 -= 1;
        left.retain(|(_, classes)| *classes > 0);
        Measures::from_frequencies(&left).hill1
    });
    let ends = |(low, high): (f64, f64), one: f64| (low.min(one), high.max(one));
    let (low, high) = left.fold((f64::INFINITY, 0.0), ends);
    Some(Interval { low, high })
}
