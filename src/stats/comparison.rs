//! Groups of unequal size, compared at equal coverage.
//!
//! A long list of citations shows more sources than a short one by its length alone. At equal
//! coverage, each group is taken at the size at which the same share of what it draws from has been
//! seen: smaller than it is, or larger by up to as much again. Chao & Jost 2012; as iNEXT's
//! `estimateD` does by default.

use super::MIN_INDEX_CITATIONS;
use super::bootstrap::Bootstrap;
use super::interval::Interval;
use super::intervals::{NUMBER, around};
use super::rarefaction::{HillOrder, Sample};

/// The coverage at twice its size that a group needs, else the comparison would say what the least
/// known group makes of all.
const MIN_EXTRAPOLATED_COVERAGE: f64 = 0.5;

/// Why a group is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExclusionReason {
    /// It has fewer than [`MIN_INDEX_CITATIONS`] citations.
    Few,
    /// It cites one class only.
    Single,
    /// It has classes cited once and none cited twice, by which those never cited are estimated.
    NoneTwice,
    /// Even twice its citations would cover less than half of what it draws from.
    Uncovered,
}

impl ExclusionReason {
    /// The word used in JSON and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Self::Few => "few-citations",
            Self::Single => "single-class",
            Self::NoneTwice => "none-cited-twice",
            Self::Uncovered => "low-coverage",
        }
    }

    fn from_sample(sample: &Sample) -> Option<Self> {
        let twice = sample.coverage(sample.n().saturating_mul(2)).unwrap_or_default();
        if sample.n() < MIN_INDEX_CITATIONS {
            Some(Self::Few)
        } else if sample.frequencies().iter().map(|(_, classes)| classes).sum::<u64>() == 1 {
            Some(Self::Single)
        } else if sample.seen(1) > 0.0 && sample.seen(2) == 0.0 {
            Some(Self::NoneTwice)
        } else {
            (twice < MIN_EXTRAPOLATED_COVERAGE).then_some(Self::Uncovered)
        }
    }
}

/// A number with its interval of 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// `None` where the samples drawn again do not tell it.
    pub interval: Option<Interval>,
}

/// One group at the common coverage.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedGroup {
    /// The group.
    pub name: String,
    /// Its citations.
    pub n: u64,
    /// Why it is not compared; `None` where it is, which the estimates need.
    pub doubt: Option<ExclusionReason>,
    /// The size at which it has the common coverage, 0 to 2n.
    pub size: Option<f64>,
    /// Classes at that size.
    pub richness: Option<Estimate>,
    /// Effective classes at that size: Hill number of order 1.
    pub hill1: Option<Estimate>,
    /// The same of order 2.
    pub hill2: Option<Estimate>,
}

/// Groups at one coverage.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// The common coverage: the least that a group without a doubt has at twice its size. `None` where
    /// there are not two such groups.
    pub coverage: Option<f64>,
    /// One a group, in the order given.
    pub groups: Vec<ComparedGroup>,
}

impl Comparison {
    /// Compares groups, each a name and its counts. Intervals are those of samples drawn from each
    /// group's community and taken to the same coverage.
    ///
    /// ```
    /// use citegraph::stats::{Bootstrap, Comparison, ExclusionReason};
    /// let groups = [("a", vec![9, 4, 2, 2, 1, 1, 1]), ("b", vec![9, 8, 2, 1]), ("c", vec![3])];
    /// let compared = Comparison::from_groups(&groups.map(|(name, of)| (name.to_owned(), of)), Bootstrap::default());
    /// assert!(compared.coverage.is_some());
    /// assert_eq!(compared.groups[2].doubt, Some(ExclusionReason::Few));
    /// ```
    pub fn from_groups(groups: &[(String, Vec<u64>)], bootstrap: Bootstrap) -> Self {
        let samples: Vec<Option<Sample>> =
            groups.iter().map(|(_, counts)| Sample::from_counts(counts)).collect();
        let known = samples
            .iter()
            .flatten()
            .filter(|sample| ExclusionReason::from_sample(sample).is_none());
        let reach: Vec<f64> = known.filter_map(|one| one.coverage(2 * one.n())).collect();
        let coverage = reach.iter().copied().min_by(f64::total_cmp).filter(|_| reach.len() > 1);
        let groups = groups.iter().zip(samples).map(|((name, _), sample)| {
            let mut group = ComparedGroup::unknown(name, sample.as_ref());
            if let (None, Some(sample), Some(coverage)) = (group.doubt, &sample, coverage) {
                group.size = sample.size_at(coverage);
                [group.richness, group.hill1, group.hill2] = estimates(sample, coverage, bootstrap);
            }
            group
        });
        Self { coverage, groups: groups.collect() }
    }

    /// The groups that are compared, those with most effective classes first, equal ones by name.
    pub fn ranked(&self) -> Vec<&ComparedGroup> {
        let mut ranked: Vec<&ComparedGroup> =
            self.groups.iter().filter(|group| group.hill1.is_some()).collect();
        let value = |group: &ComparedGroup| group.hill1.map_or(0.0, |hill1| hill1.value);
        ranked.sort_by(|one, two| {
            value(two).total_cmp(&value(one)).then_with(|| one.name.cmp(&two.name))
        });
        ranked
    }
}

impl ComparedGroup {
    fn unknown(name: &str, sample: Option<&Sample>) -> Self {
        Self {
            name: name.to_owned(),
            n: sample.map_or(0, Sample::n),
            doubt: sample.map_or(Some(ExclusionReason::Few), ExclusionReason::from_sample),
            size: None,
            richness: None,
            hill1: None,
            hill2: None,
        }
    }

    /// Whether its effective number has an interval, without which nothing is said of differences.
    pub fn is_bounded(&self) -> bool {
        self.hill1.is_some_and(|hill1| hill1.interval.is_some())
    }

    /// Whether this group has clearly more effective classes than another: their intervals do not
    /// overlap, which is a stricter test than one of the difference.
    pub fn exceeds(&self, other: &Self) -> bool {
        let ends = |group: &Self| group.hill1.and_then(|hill1| hill1.interval);
        ends(self).zip(ends(other)).is_some_and(|(one, two)| one.low > two.high)
    }
}

/// Orders 0, 1 and 2.
fn estimates(sample: &Sample, coverage: f64, bootstrap: Bootstrap) -> [Option<Estimate>; 3] {
    let orders = [HillOrder::Zero, HillOrder::One, HillOrder::Two];
    let drawn = bootstrap.community(sample, |counts| {
        let drawn = Sample::from_frequencies(counts);
        orders.map(|order| drawn.as_ref().and_then(|one| one.at_any_coverage(order, coverage)))
    });
    [0, 1, 2].map(|at| {
        let value = sample.at_coverage(orders[at], coverage)?;
        let interval = around(value, drawn.iter().map(|values| values[at]), NUMBER);
        Some(Estimate { value, interval })
    })
}
