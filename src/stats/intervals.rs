//! Intervals of the measures, from samples drawn again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::diversity::Measures;
use super::interval::{Interval, Z};

/// 95% confidence intervals, one for each measure of [`Measures`]; in JSON `[low, high]` under the name of the
/// measure with `_ci`. `null` if there is no interval: if the measure is undefined, also for one of the bootstrap
/// samples, and for a single citation or a single class, which shows nothing about other classes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Intervals {
    /// Of [`Measures::richness`]; at least 1.
    #[serde(rename = "richness_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub richness: Option<Interval>,
    /// Of [`Measures::shannon`]; at least 0.
    #[serde(rename = "shannon_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub shannon: Option<Interval>,
    /// Of [`Measures::hill1`]; at least 1.
    #[serde(rename = "hill1_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub hill1: Option<Interval>,
    /// Of [`Measures::hill2`]; at least 1.
    #[serde(rename = "hill2_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub hill2: Option<Interval>,
    /// Of [`Measures::hillinf`]; at least 1.
    #[serde(rename = "hillinf_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub hillinf: Option<Interval>,
    /// Of [`Measures::gini_simpson`]; 0 to 1.
    #[serde(rename = "gini_simpson_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub gini_simpson: Option<Interval>,
    /// Of [`Measures::gini_simpson_unbiased`]; 0 to 1.
    #[serde(rename = "gini_simpson_unbiased_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub gini_simpson_unbiased: Option<Interval>,
    /// Of [`Measures::hhi`]; 0 to 1.
    #[serde(rename = "hhi_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub hhi: Option<Interval>,
    /// Of [`Measures::pielou`]; 0 to 1.
    #[serde(rename = "pielou_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub pielou: Option<Interval>,
    /// Of [`Measures::heip`]; 0 to 1.
    #[serde(rename = "heip_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub heip: Option<Interval>,
    /// Of [`Measures::berger_parker`]; 0 to 1.
    #[serde(rename = "berger_parker_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub berger_parker: Option<Interval>,
    /// Of [`Measures::gini`]; 0 to 1.
    #[serde(rename = "gini_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub gini: Option<Interval>,
    /// Of [`Measures::cr4`]; 0 to 1.
    #[serde(rename = "cr4_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub cr4: Option<Interval>,
    /// Of [`Measures::coverage`]; 0 to 1.
    #[serde(rename = "coverage_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub coverage: Option<Interval>,
    /// Of [`Measures::good`]; 0 to 1.
    #[serde(rename = "good_ci", with = "ends")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub good: Option<Interval>,
}

/// From where to where a measure may lie.
pub(super) const NUMBER: [f64; 2] = [1.0, f64::INFINITY];
const ENTROPY: [f64; 2] = [0.0, f64::INFINITY];
const SHARE: [f64; 2] = [0.0, 1.0];

impl Intervals {
    /// Intervals around the measures of a sample by the spread of those of its replicates.
    pub(super) fn of(measures: &Measures, drawn: &[Measures]) -> Self {
        let spread = |bounds, get: fn(&Measures) -> Option<f64>| {
            around(get(measures)?, drawn.iter().map(get), bounds)
        };
        Self {
            richness: spread(NUMBER, |m| Some(m.richness as f64)),
            shannon: spread(ENTROPY, |m| m.shannon),
            hill1: spread(NUMBER, |m| m.hill1),
            hill2: spread(NUMBER, |m| m.hill2),
            hillinf: spread(NUMBER, |m| m.hillinf),
            gini_simpson: spread(SHARE, |m| m.gini_simpson),
            gini_simpson_unbiased: spread(SHARE, |m| m.gini_simpson_unbiased),
            hhi: spread(SHARE, |m| m.hhi),
            pielou: spread(SHARE, |m| m.pielou),
            heip: spread(SHARE, |m| m.heip),
            berger_parker: spread(SHARE, |m| m.berger_parker),
            gini: spread(SHARE, |m| m.gini),
            cr4: spread(SHARE, |m| m.cr4),
            coverage: spread(SHARE, |m| m.coverage),
            good: spread(SHARE, |m| m.good),
        }
    }

    /// All of them with the names of their measures: richness, then the order of
    /// [`Measures::indices`].
    pub fn named(&self) -> [(&'static str, Option<Interval>); 15] {
        [
            ("richness", self.richness),
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

/// The value ± 1.96 standard deviations of the drawn ones, within bounds; `None` where fewer than two
/// were drawn or one is undefined.
pub(super) fn around(
    value: f64,
    drawn: impl Iterator<Item = Option<f64>>,
    [least, most]: [f64; 2],
) -> Option<Interval> {
    let drawn: Vec<f64> = drawn.collect::<Option<_>>()?;
    if drawn.len() < 2 {
        return None;
    }
    let number = drawn.len() as f64;
    let mean = drawn.iter().sum::<f64>() / number;
    let squares: f64 = drawn.iter().map(|one| (one - mean) * (one - mean)).sum();
    let reach = Z * (squares / (number - 1.0)).sqrt();
    let end = |at: f64| at.clamp(least, most);
    Some(Interval { low: end(value - reach), high: end(value + reach) })
}

/// An interval as the list of its two ends.
mod ends {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Interval;

    pub(super) fn serialize<S: Serializer>(
        interval: &Option<Interval>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        interval.map(|interval| [interval.low, interval.high]).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Interval>, D::Error> {
        let ends = Option::<[f64; 2]>::deserialize(deserializer)?;
        Ok(ends.map(|[low, high]| Interval { low, high }))
    }
}
