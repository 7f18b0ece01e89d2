//! Hill numbers of any order: one curve that holds richness and the effective numbers.

use super::bootstrap::Bootstrap;
use super::diversity::Measures;
use super::frequency::frequencies;
use super::interval::Interval;
use super::intervals::around;
use super::rarefaction::Sample;

/// (Σ pᵢ^q)^(1/(1−q)), for q = 1 its limit exp H: how many equally cited classes would be as diverse,
/// frequent ones weighing more the higher q is; S down to 1/max p, never rising with q. `None` without
/// citations, and for an order that is negative or no number. Hill 1973; Jost 2006.
///
/// ```
/// use citegraph::stats::hill;
/// assert!((hill(&[3, 3, 3, 3], 0.5).unwrap() - 4.0).abs() < 1e-12);
/// assert!((hill(&[8, 1, 1], 2.0).unwrap() - 100.0 / 66.0).abs() < 1e-12);
/// assert_eq!(hill(&[], 0.0), None);
/// ```
pub fn hill(counts: &[u64], order: f64) -> Option<f64> {
    of_frequencies(&frequencies(counts), order)
}

impl Bootstrap {
    /// Intervals of [`hill`] at each of these orders, by the samples that [`Bootstrap::intervals`] draws;
    /// `None` as there.
    pub fn profile(self, counts: &[u64], orders: &[f64]) -> Vec<Option<Interval>> {
        let Some(sample) = Sample::from_counts(counts) else { return vec![None; orders.len()] };
        let drawn = self.community(&sample, |counts| {
            orders.iter().map(|order| of_frequencies(&counts, *order)).collect::<Vec<_>>()
        });
        let around_one = |(at, order): (usize, &f64)| {
            let drawn = drawn.iter().map(|curve| curve[at]);
            around(hill(counts, *order)?, drawn, [1.0, f64::INFINITY])
        };
        orders.iter().enumerate().map(around_one).collect()
    }
}

/// [`hill`] of distinct counts, descending, each with the number of classes that have it.
fn of_frequencies(counts: &[(u64, u64)], order: f64) -> Option<f64> {
    let &(largest, _) = counts.first().filter(|_| order >= 0.0)?;
    if order == 1.0 {
        return Measures::from_frequencies(counts).hill1;
    }
    let n: u64 = counts.iter().map(|(count, classes)| count * classes).sum();
    let share = largest as f64 / n as f64;
    if order == f64::INFINITY {
        return Some(1.0 / share);
    }
    // By the largest count, so that not all powers of a high order vanish.
    let power = |count: u64| (count as f64 / largest as f64).powf(order);
    let sum: f64 = counts.iter().map(|(count, classes)| *classes as f64 * power(*count)).sum();
    Some(((sum.ln() + order * share.ln()) / (1.0 - order)).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_goes_through_the_measures() {
        let counts = [11, 5, 5, 3, 1, 1, 1];
        let measures = Measures::from_counts(&counts);
        let orders = [0.0, 1.0, 2.0, f64::INFINITY];
        let known =
            [Some(7.0), measures.hill1, measures.hill2, measures.hillinf].map(Option::unwrap);
        for (order, known) in orders.into_iter().zip(known) {
            assert!((hill(&counts, order).unwrap() - known).abs() < 1e-12, "{order}");
        }
        let curve: Vec<f64> =
            (0..100).map(|at| hill(&counts, f64::from(at) / 20.0).unwrap()).collect();
        assert!(curve.windows(2).all(|two| two[1] < two[0]), "{curve:?}");
        assert!((hill(&counts, 1e6).unwrap() - known[3]).abs() < 1e-3);
        assert_eq!([-1.0, f64::NAN].map(|order| hill(&counts, order)), [None, None]);
    }

    #[test]
    fn its_intervals_are_those_of_the_measures() {
        let counts = [9, 4, 4, 2, 1, 1, 1];
        let intervals = Bootstrap::default().intervals(&counts);
        let profile = Bootstrap::default().profile(&counts, &[0.0, 1.0, 2.0, 3.0]);
        for (one, other) in
            profile.iter().zip([intervals.richness, intervals.hill1, intervals.hill2])
        {
            let (one, other) = (one.unwrap(), other.unwrap());
            assert!((one.low - other.low).abs() < 1e-9 && (one.high - other.high).abs() < 1e-9);
        }
        assert!(profile[3].unwrap().low >= 1.0);
        assert_eq!(Bootstrap::default().profile(&[1], &[1.0]), [None]);
        assert_eq!(Bootstrap::default().profile(&[], &[1.0]), [None]);
    }
}
