//! Intervals by drawing again: from the sources that the sample tells of, those never cited
//! included, or from its sentences.
//!
//! Drawing from the counts themselves would miss the classes that were not cited and call every
//! sample poorer than it is. So the community bootstrap lowers the shares of cited classes by what
//! they leave to others and adds f̂₀ classes that nobody cited. Chao & Jost 2012; Chao et al. 2014,
//! appendix G; as in iNEXT. Sentences are drawn because citations in one sentence are one decision.

use std::hash::Hash;
use std::hint::select_unpredictable;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::diversity::Measures;
use super::frequency::frequencies;
use super::intervals::Intervals;
use super::rarefaction::Sample;
use crate::graph::split_mix64::SplitMix64;

/// Draws of one sample at most, over all replicates: half a second. There are fewer replicates then.
const MAX_DRAWS: u64 = 40_000_000;

/// Replicates at least; below, a spread says nothing. A sample that is too large for so many has no
/// intervals, which would be far narrower than anything that is shown.
const MIN_REPLICATES: u64 = 20;

/// Draws of unseen classes are counted in an array if there are at most this many classes per draw, and sorted otherwise.
const MAX_UNSEEN_PER_DRAW: usize = 8;

/// How often and by which numbers samples are drawn again. The same seed draws the same samples on
/// every machine and any number of threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrap {
    /// Samples drawn. The ends of an interval come from their spread, which 200 tell within 5 %.
    pub replicates: u32,
    /// The seed.
    pub seed: u64,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self { replicates: 200, seed: 2014 }
    }
}

impl Bootstrap {
    /// Intervals of [`Measures::from_counts`] the counts, by drawing n citations from the community that the
    /// counts tell of. Zeros are no classes, any order gives the same.
    ///
    /// Each is the measure ± 1.96 standard deviations of the replicates, cut at the bounds of the
    /// measure, as in iNEXT. Percentiles would lie too low: samples of a sample have fewer classes.
    /// It takes citations for random draws, and says by how much the measure of n other citations
    /// would differ, not where the measure of all there are would be.
    ///
    /// ```
    /// use citegraph::stats::Bootstrap;
    /// let intervals = Bootstrap::default().intervals(&[9, 4, 4, 2, 1, 1, 1]);
    /// let hill1 = intervals.hill1.unwrap();
    /// assert!(hill1.low < 5.2 && 5.2 < hill1.high);
    /// assert_eq!(Bootstrap::default().intervals(&[1]).hill1, None);
    /// ```
    pub fn intervals(self, counts: &[u64]) -> Intervals {
        let counts = frequencies(counts);
        let measures = Measures::from_frequencies(&counts);
        let several = measures.richness > 1;
        let drawn = Sample::from_frequencies(counts)
            .filter(|_| several)
            .map(|sample| self.community(&sample, |counts| Measures::from_frequencies(&counts)));
        Intervals::of(&measures, &drawn.unwrap_or_default())
    }

    /// The same by drawing as many blocks as there are, each with all of its citations.
    ///
    /// It needs no random draws within a block, and knows nothing of classes that nobody cited. All
    /// are `None` for fewer than two blocks.
    pub fn intervals_of_blocks(self, blocks: &Clusters) -> Intervals {
        let number = blocks.members.len();
        if number < 2 {
            return Intervals::default();
        }
        let measures = |drawn: &mut dyn Iterator<Item = usize>| {
            let mut counts = vec![0; blocks.classes];
            drawn.flat_map(|at| &blocks.members[at]).for_each(|class| counts[*class] += 1);
            Measures::from_counts(&counts)
        };
        let citations = blocks.members.iter().map(Vec::len).sum::<usize>();
        let drawn = self.replicates(citations as u64, |chance| {
            measures(&mut (0..number).map(|_| chance.below(number)))
        });
        Intervals::of(&measures(&mut (0..number)), &drawn)
    }

    /// What is measured of samples of the same size from the sample's community; nothing of a sample
    /// of one citation.
    pub(super) fn community<T: Send>(
        self,
        sample: &Sample,
        measure: impl Fn(Vec<(u64, u64)>) -> T + Sync,
    ) -> Vec<T> {
        if sample.n() < 2 || self.affordable(sample.n()).is_none() {
            return Vec::new();
        }
        let community = Community::from_sample(sample);
        self.replicates(sample.n(), |chance| measure(community.draw(sample.n(), chance)))
    }

    /// How many replicates of `draws` each there are; `None` where that is too few.
    fn affordable(self, draws: u64) -> Option<u64> {
        let affordable = (MAX_DRAWS / draws.max(1)).min(u64::from(self.replicates));
        (affordable >= MIN_REPLICATES.min(u64::from(self.replicates))).then_some(affordable)
    }

    /// One result a replicate, each from its own numbers. None where `draws` are too many.
    fn replicates<T: Send>(self, draws: u64, one: impl Fn(&mut SplitMix64) -> T + Sync) -> Vec<T> {
        let affordable = self.affordable(draws).unwrap_or(0);
        let mut seeds = SplitMix64::new(self.seed);
        let seeds: Vec<u64> = (0..affordable).map(|_| seeds.next()).collect();
        seeds.into_par_iter().map(|seed| one(&mut SplitMix64::new(seed))).collect()
    }
}

/// Citations by what they stand together in, such as a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clusters {
    /// The classes that a block cites, as numbers; never empty.
    members: Vec<Vec<usize>>,
    classes: usize,
}

impl Clusters {
    /// Takes one pair a citation: its block and its class.
    ///
    /// ```
    /// use citegraph::stats::{Clusters, Bootstrap};
    /// let sentences = Clusters::from_citations([("S1", "a.org"), ("S1", "b.org"), ("S2", "a.org"), ("S3", "c.org")]);
    /// assert!(Bootstrap::default().intervals_of_blocks(&sentences).hill1.is_some());
    /// ```
    pub fn from_citations<B: Hash + Eq, C: Hash + Eq>(
        citations: impl IntoIterator<Item = (B, C)>,
    ) -> Self {
        let (mut blocks, mut classes) = (FxHashMap::default(), FxHashMap::default());
        let mut members: Vec<Vec<usize>> = Vec::new();
        for (block, class) in citations {
            let next = classes.len();
            let class = *classes.entry(class).or_insert(next);
            let block = *blocks.entry(block).or_insert(members.len());
            if block == members.len() {
                members.push(Vec::new());
            }
            members[block].push(class);
        }
        Self { members, classes: classes.len() }
    }
}

/// The classes that a sample tells of.
struct Community {
    /// The cited ones, and at the end all others together.
    urn: WeightedSampler,
    cited: usize,
    /// f̂₀, rounded up: classes that nobody cited, equally likely.
    unseen: usize,
}

impl Community {
    /// A class cited x times has the share x/n · (1 − λ (1 − x/n)ⁿ), with λ such that f̂₀ others
    /// have 1 − Ĉ together, Ĉ being [`Sample::coverage`] at n.
    fn from_sample(sample: &Sample) -> Self {
        let n = sample.n();
        let unseen = sample.unseen().ceil();
        let missing = if unseen > 0.0 { 1.0 - sample.coverage(n).unwrap_or(1.0) } else { 0.0 };
        let share = |count: u64| count as f64 / n as f64;
        let absent = |count: u64| power(1.0 - share(count), n);
        let counts = sample.frequencies();
        let left = |(x, classes): &(u64, u64)| *classes as f64 * share(*x) * absent(*x);
        let left: f64 = counts.iter().map(left).sum();
        let lambda = if left > 0.0 { missing / left } else { 0.0 };
        let mut weights = Vec::new();
        for &(count, classes) in counts {
            let weight = share(count) * (1.0 - lambda * absent(count)).max(0.0);
            weights.extend(std::iter::repeat_n(weight, classes as usize));
        }
        let cited = weights.len();
        weights.push(missing);
        Self { urn: WeightedSampler::from_weights(&weights), cited, unseen: unseen as usize }
    }

    /// Counts of `n` citations, distinct and descending, each with its number of classes.
    fn draw(&self, n: u64, chance: &mut SplitMix64) -> Vec<(u64, u64)> {
        let (mut counts, mut others) = (vec![0; self.cited], Vec::new());
        for _ in 0..n {
            match self.urn.draw(chance) {
                class if class < self.cited => counts[class] += 1,
                _ => others.push(chance.below(self.unseen.max(1))),
            }
        }
        if self.unseen <= others.len() * MAX_UNSEEN_PER_DRAW {
            counts.resize(self.cited + self.unseen.max(1), 0);
            others.iter().for_each(|other| counts[self.cited + other] += 1);
        } else {
            others.sort_unstable();
            counts.extend(others.chunk_by(|one, two| one == two).map(|same| same.len() as u64));
        }
        frequencies(&counts)
    }
}

/// Items drawn by their weight in constant time: each slot holds a share of its own item and fills
/// up with one other. Walker 1977, built as by Vose 1991.
struct WeightedSampler {
    slots: Vec<(f64, usize)>,
}

impl WeightedSampler {
    /// Not all weights may be 0.
    fn from_weights(weights: &[f64]) -> Self {
        let sum: f64 = weights.iter().sum();
        let mut slots: Vec<(f64, usize)> = weights
            .iter()
            .enumerate()
            .map(|(item, weight)| (weight / sum * weights.len() as f64, item))
            .collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..slots.len()).partition(|slot| slots[*slot].0 < 1.0);
        while let (Some(low), Some(&high)) = (small.pop(), large.last()) {
            slots[low].1 = high;
            slots[high].0 -= 1.0 - slots[low].0;
            if slots[high].0 < 1.0 {
                large.pop();
                small.push(high);
            }
        }
        Self { slots }
    }

    fn draw(&self, chance: &mut SplitMix64) -> usize {
        let slot = chance.below(self.slots.len());
        let (own, other) = self.slots[slot];
        // Without a branch, since a processor cannot predict it.
        select_unpredictable(chance.share(1.0) < own, slot, other)
    }
}

/// `base` to a whole power, by squares: the same bits on every machine, which `powf` does not promise.
fn power(mut base: f64, mut exponent: u64) -> f64 {
    let mut power = 1.0;
    while exponent > 0 {
        if exponent & 1 == 1 {
            power *= base;
        }
        base *= base;
        exponent >>= 1;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_urn_gives_by_weight() {
        let (weights, mut chance) = ([0.1, 0.0, 0.6, 0.3], SplitMix64::new(5));
        let urn = WeightedSampler::from_weights(&weights);
        let mut drawn = [0; 4];
        (0..100_000).for_each(|_| drawn[urn.draw(&mut chance)] += 1);
        for (drawn, weight) in drawn.into_iter().zip(weights) {
            assert!((f64::from(drawn) / 1e5 - weight).abs() < 0.006, "{drawn} for {weight}");
        }
    }

    #[test]
    fn a_community_has_the_shares_of_the_source() {
        let sample = Sample::from_counts(&[5, 3, 1, 1, 1, 1]).expect("12 citations");
        let community = Community::from_sample(&sample);
        assert_eq!((community.cited, community.unseen), (6, 6), "11/12 · 4 · 3/2 = 5.5");
        let own = |slot: usize| community.urn.slots[slot].0;
        assert!(own(6) > 0.0);
        let whole = Community::from_sample(&Sample::from_counts(&[4, 4, 4]).expect("12"));
        assert_eq!((whole.unseen, whole.urn.slots[3].0), (0, 0.0));
    }

    #[test]
    fn powers_are_powers() {
        for (base, exponent) in [(0.5, 0), (0.5, 10), (1.0 - 1.0 / 63.0, 63), (0.0, 3)] {
            let wanted = f64::powf(base, exponent as f64);
            assert!((power(base, exponent) - wanted).abs() <= 1e-14, "{base} to {exponent}");
        }
    }
}
