//! How far a share may lie from the one that was counted.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The 97.5 % point of the normal distribution: 95 % lie between it and its negative.
pub(super) const Z: f64 = 1.959_963_984_540_054;

/// The two ends of a 95% confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The score interval of a share k/n, p = k/n: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n),
/// without correction for continuity; 0 to 1. `None` for n = 0 and for k > n. Wilson 1927; the same as scipy's
/// `binomtest(k, n).proportion_ci(method="wilson")`. It takes the n for independent of each other.
///
/// ```
/// use citegraph::stats::wilson;
/// let few = wilson(0, 10).unwrap();
/// assert!(few.low == 0.0 && (few.high - 0.2775).abs() < 1e-4);
/// assert_eq!(wilson(0, 0), None);
/// ```
pub fn wilson(k: u64, n: u64) -> Option<Interval> {
    if n == 0 || k > n {
        return None;
    }
    let (count, n) = (k as f64, n as f64);
    let (share, square) = (count / n, Z * Z / n);
    let middle = share + square / 2.0;
    let reach = Z * (share * (1.0 - share) / n + square / (4.0 * n)).sqrt();
    let end = |at: f64| (at / (1.0 + square)).clamp(0.0, 1.0);
    // Where all or none are counted the ends are known; rounding would miss them by a hair.
    let low = if k == 0 { 0.0 } else { end(middle - reach) };
    let high = if count == n { 1.0 } else { end(middle + reach) };
    Some(Interval { low, high })
}
