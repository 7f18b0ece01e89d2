//! How many more domains more citations would show: rarefaction and extrapolation.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::corpus::Selection;
use crate::corpus::table::CitationTable;
use crate::graph::ArticleOrigins;
use crate::report::{DomainRow, MIN_INDEX_CITATIONS};
use crate::stats::{HillOrder, Sample};

/// Sizes at which a curve is known.
const STEPS: u64 = 48;

/// Curves at most.
const MAX_CURVES: usize = 6;

/// By how many times the longest curve may exceed the third one before it is cut.
const MAX_CURVE_RATIO: u64 = 4;

/// Different domains by number of citations, of one origin or of all citations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GrowthCurve {
    /// The origin; `None` for all citations.
    pub origin: Option<String>,
    /// Counted citations.
    pub citations: u64,
    /// Domains that were found.
    pub domains: u64,
    /// Domains expected among 100 citations.
    pub expected_in_100: Option<f64>,
    /// Domains expected among twice the citations.
    pub expected_in_twice: Option<f64>,
    /// Estimated share of further citations that would go to a domain already cited; 0 to 1.
    pub coverage: Option<f64>,
    /// The part of the curve up to the citations that were found: pairs of a number of citations and the expected
    /// number of domains.
    pub found: Vec<[f64; 2]>,
    /// The part of the curve beyond the citations that were found, up to twice their number.
    pub extrapolated: Vec<[f64; 2]>,
}

/// The citations of one curve.
struct GrowthSample {
    origin: Option<String>,
    sample: Sample,
    domains: u64,
}

/// The curves of the origins that cite most, or of the whole corpus where there are not two.
pub(super) fn curves(
    table: &CitationTable,
    selection: &Selection,
    origins: &ArticleOrigins,
    domains: &[DomainRow],
) -> Vec<GrowthCurve> {
    let counts: Vec<u64> = domains.iter().map(|row| row.citations).collect();
    let Some(whole) = sample(&counts) else { return Vec::new() };
    let mut samples = by_origin(table, selection, origins);
    if samples.len() < 2 {
        samples = vec![GrowthSample { origin: None, sample: whole, domains: counts.len() as u64 }];
    }
    let end = end(&samples);
    samples.into_iter().map(|one| one.curve(end)).collect()
}

fn sample(counts: &[u64]) -> Option<Sample> {
    Sample::from_counts(counts).filter(|sample| sample.n() >= MIN_INDEX_CITATIONS)
}

/// The samples of the origins that cite most, equal ones by name.
fn by_origin(
    table: &CitationTable,
    selection: &Selection,
    origins: &ArticleOrigins,
) -> Vec<GrowthSample> {
    let counted = || {
        let counted = table.counted(selection);
        counted.filter_map(|(article, link)| Some((origins.number(article)?, link)))
    };
    let mut citations = vec![0; origins.names().len()];
    counted().for_each(|(origin, _)| citations[origin] += 1);
    let mut largest: Vec<usize> = (0..citations.len()).collect();
    largest.retain(|origin| citations[*origin] >= MIN_INDEX_CITATIONS);
    largest.sort_unstable_by_key(|origin| (Reverse(citations[*origin]), &origins.names()[*origin]));
    largest.truncate(MAX_CURVES);
    let mut counts: Vec<FxHashMap<&str, u64>> = vec![FxHashMap::default(); largest.len()];
    for (origin, link) in counted() {
        if let Some(place) = largest.iter().position(|one| *one == origin) {
            *counts[place].entry(link.address().domain).or_default() += 1;
        }
    }
    let samples = largest.into_iter().zip(counts).filter_map(|(origin, domains)| {
        let counts: Vec<u64> = domains.into_values().collect();
        let (domains, origin) = (counts.len() as u64, Some(origins.names()[origin].clone()));
        Some(GrowthSample { origin, sample: sample(&counts)?, domains })
    });
    samples.collect()
}

/// Where the drawing ends: at twice the most citations, unless that leaves no room for the shorter curves.
fn end(samples: &[GrowthSample]) -> u64 {
    let twice = |at: usize| samples.get(at).map_or(0, |one| one.sample.n().saturating_mul(2));
    let third = twice(2.min(samples.len() - 1));
    if twice(0) > third.saturating_mul(MAX_CURVE_RATIO) { third } else { twice(0) }
}

impl GrowthSample {
    fn curve(self, end: u64) -> GrowthCurve {
        let n = self.sample.n();
        let twice = n.saturating_mul(2);
        GrowthCurve {
            citations: n,
            domains: self.domains,
            expected_in_100: self.sample.diversity(HillOrder::Zero, 100),
            expected_in_twice: self.sample.diversity(HillOrder::Zero, twice),
            coverage: self.sample.coverage(n),
            found: self.points(1, n.min(end)),
            extrapolated: if n < end { self.points(n, twice.min(end)) } else { Vec::new() },
            origin: self.origin,
        }
    }

    fn points(&self, first: u64, last: u64) -> Vec<[f64; 2]> {
        let step = (last.saturating_sub(first) / STEPS).max(1);
        let sizes = (first..last).step_by(step as usize).chain([last]);
        let point = |size| Some([size as f64, self.sample.diversity(HillOrder::Zero, size)?]);
        sizes.filter_map(point).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(counts: &[u64]) -> GrowthSample {
        let sample = Sample::from_counts(counts).expect("citations");
        GrowthSample { origin: None, sample, domains: counts.len() as u64 }
    }

    #[test]
    fn a_curve_meets_what_was_found() {
        let curve = of(&[5, 3, 1, 1]).curve(20);
        let close = |point: Option<&[f64; 2]>, x: f64, y: f64| {
            let [at, domains] = *point.expect("a point");
            assert!(at == x && (domains - y).abs() < 1e-9, "{at} {domains}");
        };
        assert_eq!(curve.found.len(), 10);
        close(curve.found.first(), 1.0, 1.0);
        close(curve.found.last(), 10.0, 4.0);
        close(curve.extrapolated.first(), 10.0, 4.0);
        assert_eq!(curve.extrapolated.last().map(|point| point[0]), Some(20.0));
    }

    #[test]
    fn a_giant_does_not_squeeze_the_others() {
        assert_eq!(end(&[of(&[1000, 500]), of(&[10, 5]), of(&[8, 4])]), 24);
        assert_eq!(end(&[of(&[10, 5]), of(&[8, 4])]), 30);
        assert_eq!(end(&[of(&[10, 5])]), 30);
    }
}
