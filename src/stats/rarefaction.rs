//! Diversity of samples of unequal size: what a smaller sample would have shown, what a larger one
//! of up to twice the size is expected to show, and both at equal coverage.
//!
//! x₁ … x_S citations of S classes, n = Σ xᵢ; f₁ and f₂ classes are cited once and twice; m is the
//! size asked for. All of it takes citations for random draws, which an author's choice is not.
//! Sources: Chao & Jost 2012 (Ecology 93:2533); Chao et al. 2014 (Ecological Monographs 84:45),
//! as in iNEXT.

use super::frequency::{classes_with, frequencies};
use super::gamma::{digamma, ln_choose};

/// Order of a Hill number: how much the frequent classes weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HillOrder {
    /// Every class alike: richness.
    Zero,
    /// Classes by their share: exp of Shannon's entropy.
    One,
    /// Frequent classes more: 1/Σ p².
    Two,
}

/// Counts of at least one citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Distinct counts, descending, each with the number of classes that have it.
    counts: Vec<(u64, u64)>,
    n: u64,
}

impl Sample {
    /// Takes counts in any order; zeros are no classes. `None` without any citation.
    pub fn from_counts(counts: &[u64]) -> Option<Self> {
        Self::from_frequencies(frequencies(counts))
    }

    /// Takes distinct counts, descending, each with the number of classes that have it.
    pub(super) fn from_frequencies(counts: Vec<(u64, u64)>) -> Option<Self> {
        let n = counts.iter().map(|(count, classes)| count * classes).sum();
        (n > 0).then_some(Self { counts, n })
    }

    /// n: citations.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Distinct counts, descending, each with the number of classes that have it.
    pub(super) fn frequencies(&self) -> &[(u64, u64)] {
        &self.counts
    }

    /// The Hill number that a sample of `size` citations is expected to have.
    ///
    /// Up to n it is (Σₖ (k/m)^q f̂ₖ(m))^(1/(1−q)) with f̂ₖ(m) = Σᵢ C(xᵢ,k) C(n−xᵢ,m−k) / C(n,m), for
    /// q = 1 its limit; from there
    /// - q = 0: S + f̂₀ (1 − (1 − f₁/(n f̂₀ + f₁))^(m−n)), f̂₀ = (n−1)/n · f₁²/(2 f₂), and where f₂ = 0,
    ///   (n−1)/n · f₁(f₁−1)/2;
    /// - q = 1: D(n) + (D(∞) − D(n)) (1 − (1−β)^(m−n)), β = (D(n) − D(n−1))/(D(∞) − D(n−1));
    /// - q = 2: 1/(1/m + (m−1)/m · Σ x(x−1)/(n(n−1))), for every m.
    ///
    /// 1 to S for m up to n. `None` for a size of 0 or beyond 2n, where extrapolation is no longer
    /// trusted, and for one beyond n where n = 1. Chao et al. 2014; Hurlbert 1971 for q = 0.
    pub fn diversity(&self, order: HillOrder, size: u64) -> Option<f64> {
        if size == 0 || !self.reaches(size) {
            return None;
        }
        Some(match order {
            HillOrder::Two => self.simpson(size as f64),
            _ if size <= self.n => self.rarefied(order, size),
            HillOrder::Zero => self.more_classes(size as f64),
            HillOrder::One => self.more_entropy(size as f64),
        })
    }

    /// The expected share of all citations that goes to the classes in a sample of `size`; 0 to 1.
    ///
    /// 1 − Σ x/n · C(n−x,m)/C(n−1,m) below n, 1 − f₁/n · A^(m−n+1) from there, with
    /// A = (n−1)f₁/((n−1)f₁ + 2f₂), and where f₂ = 0, f₁−1 for f₁ and 2 for 2f₂. `None` beyond 2n
    /// and for n = 1. Chao & Jost 2012.
    pub fn coverage(&self, size: u64) -> Option<f64> {
        if self.n < 2 || !self.reaches(size) {
            return None;
        }
        let n = self.n as f64;
        if size >= self.n {
            return Some(1.0 - self.seen(1) / n * self.fading().powf((size - self.n + 1) as f64));
        }
        let all = ln_choose(self.n - 1, size);
        let missed = self.counts.iter().filter(|(count, _)| self.n - count >= size);
        let missed = missed.map(|(count, classes)| {
            let chance = (ln_choose(self.n - count, size) - all).exp();
            (count * classes) as f64 / n * chance
        });
        Some((1.0 - missed.sum::<f64>()).clamp(0.0, 1.0))
    }

    /// The size at which a sample has this coverage, between whole sizes by a straight line.
    ///
    /// `None` where not even 2n citations reach it, for a coverage below 0 and where
    /// [`Sample::coverage`] is undefined.
    pub fn size_at(&self, coverage: f64) -> Option<f64> {
        let of = |size| self.coverage(size);
        if !(0.0..=of(self.n.saturating_mul(2))?).contains(&coverage) {
            return None;
        }
        let (mut low, mut high) = (0, self.n.saturating_mul(2));
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if of(middle)? <= coverage { low = middle } else { high = middle }
        }
        let (below, above) = (of(low)?, of(high)?);
        let part = if above > below { (coverage - below) / (above - below) } else { 0.0 };
        Some(low as f64 + part.clamp(0.0, 1.0))
    }

    /// The Hill number of samples with this coverage: [`Sample::diversity`] at [`Sample::size_at`],
    /// by a straight line between whole sizes. `None` as there.
    pub fn at_coverage(&self, order: HillOrder, coverage: f64) -> Option<f64> {
        let size = self.size_at(coverage)?;
        let (whole, part) = (size.floor(), size.fract());
        let of = |size: f64| match size as u64 {
            0 => Some(0.0),
            size => self.diversity(order, size),
        };
        let below = of(whole)?;
        if part == 0.0 { Some(below) } else { Some(below + part * (of(whole + 1.0)? - below)) }
    }

    /// The same without a longest size: what a replicate shows at the coverage of the sample that it
    /// was drawn for. The size is n − 1 + ln((1−C) n/f₁)/ln A beyond n.
    pub(super) fn at_any_coverage(&self, order: HillOrder, coverage: f64) -> Option<f64> {
        if coverage <= self.coverage(self.n)? {
            return self.at_coverage(order, coverage);
        }
        let n = self.n as f64;
        let steps = ((1.0 - coverage) * n / self.seen(1)).ln() / self.fading().ln();
        let size = n - 1.0 + steps;
        let value = match order {
            HillOrder::Zero => self.more_classes(size),
            HillOrder::One => self.more_entropy(size),
            HillOrder::Two => self.simpson(size),
        };
        value.is_finite().then_some(value)
    }

    /// The Hill number that ever larger samples approach; `None` where nothing bounds it (q = 2 with
    /// every class cited once) and for n = 1.
    ///
    /// S + f̂₀ (Chao 1984); exp of Σ x/n (ψ(n) − ψ(x)) + f₁/n (1−A)^(1−n) (−ln A − Σ (1−A)ʳ/r over r
    /// below n) with 1−A of [`Sample::coverage`] (Chao, Wang & Jost 2013); n(n−1)/Σ x(x−1).
    pub fn asymptote(&self, order: HillOrder) -> Option<f64> {
        let pairs = self.pairs();
        match order {
            _ if self.n < 2 => None,
            HillOrder::Zero => Some(self.classes() + self.unseen()),
            HillOrder::One => Some(self.entropy().exp()),
            HillOrder::Two => (pairs > 0.0).then(|| 1.0 / pairs),
        }
    }

    fn reaches(&self, size: u64) -> bool {
        size <= self.n || (self.n > 1 && size <= self.n.saturating_mul(2))
    }

    fn classes(&self) -> f64 {
        self.counts.iter().map(|(_, classes)| classes).sum::<u64>() as f64
    }

    pub(super) fn seen(&self, times: u64) -> f64 {
        classes_with(&self.counts, times)
    }

    /// f̂₀: classes that exist and were not cited, at least.
    pub(super) fn unseen(&self) -> f64 {
        let (n, once, twice) = (self.n as f64, self.seen(1), self.seen(2));
        let classic =
            if twice > 0.0 { once * once / (2.0 * twice) } else { once * (once - 1.0) / 2.0 };
        (n - 1.0) / n * classic
    }

    /// A: by how much each further citation lowers the share that is not covered.
    fn fading(&self) -> f64 {
        let (n, once, twice) = (self.n as f64, self.seen(1), self.seen(2));
        let (above, below) = if twice > 0.0 {
            ((n - 1.0) * once, 2.0 * twice)
        } else {
            ((n - 1.0) * (once - 1.0).max(0.0), 2.0)
        };
        above / (above + below)
    }

    /// Σ x(x−1)/(n(n−1)); 0 for n = 1.
    fn pairs(&self) -> f64 {
        let ordered = |x: u64| x as f64 * (x as f64 - 1.0);
        let same: f64 = self.counts.iter().map(|(x, classes)| *classes as f64 * ordered(*x)).sum();
        if self.n > 1 { same / ordered(self.n) } else { 0.0 }
    }

    fn simpson(&self, m: f64) -> f64 {
        1.0 / (1.0 / m + (1.0 - 1.0 / m) * self.pairs())
    }

    /// Orders 0 and 1 up to n.
    fn rarefied(&self, order: HillOrder, size: u64) -> f64 {
        let all = ln_choose(self.n, size);
        let m = size as f64;
        let of = |(count, classes): &(u64, u64)| {
            let least = size.saturating_sub(self.n - count).max(1);
            let terms = (least..=size.min(*count)).map(|k| {
                let ways = ln_choose(*count, k) + ln_choose(self.n - count, size - k);
                let share = k as f64 / m;
                let weight = if order == HillOrder::Zero { 1.0 } else { -share * share.ln() };
                (ways - all).exp() * weight
            });
            *classes as f64 * terms.sum::<f64>()
        };
        let sum: f64 = self.counts.iter().map(of).sum();
        if order == HillOrder::Zero { sum } else { sum.exp() }
    }

    fn more_classes(&self, size: f64) -> f64 {
        let (n, unseen, once) = (self.n as f64, self.unseen(), self.seen(1));
        if unseen == 0.0 {
            return self.classes();
        }
        let left = (n * unseen / (n * unseen + once)).powf(size - n);
        self.classes() + unseen * (1.0 - left)
    }

    fn more_entropy(&self, size: f64) -> f64 {
        let (before, now) =
            (self.rarefied(HillOrder::One, self.n - 1), self.rarefied(HillOrder::One, self.n));
        let end = self.entropy().exp();
        if end <= now || end <= before {
            return now;
        }
        let beta = (now - before) / (end - before);
        now + (end - now) * (1.0 - (1.0 - beta).powf(size - self.n as f64))
    }

    /// The entropy that larger samples approach, in nats.
    fn entropy(&self) -> f64 {
        let n = self.n as f64;
        let last = digamma(n);
        let known: f64 = self
            .counts
            .iter()
            .map(|(x, classes)| (x * classes) as f64 / n * (last - digamma(*x as f64)))
            .sum();
        known + self.seen(1) / n * tail(self.fading(), self.n)
    }
}

/// Σ bʲ/(n−1+j) over j ≥ 1, which is b^(1−n) (−ln(1−b) − Σ bʳ/r over r below n); b is 0 to below 1.
///
/// The series itself where it is short, else the closed form, which loses digits there.
fn tail(base: f64, n: u64) -> f64 {
    let before = n as f64 - 1.0;
    if base == 0.0 {
        return 0.0;
    }
    if (1.0 - base) * before < 3.0 {
        let mut power = 1.0;
        let partial: f64 = (1..n)
            .map(|r| {
                power *= base;
                power / r as f64
            })
            .sum();
        return base.powf(-before) * (-(1.0 - base).ln() - partial);
    }
    let (mut power, mut sum, mut at) = (1.0, 0.0, before);
    while power > 1e-18 {
        power *= base;
        at += 1.0;
        sum += power / at;
    }
    sum
}
