//! How long things last where not all of them have ended yet.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::interval::{Interval, Z};

/// One step of a survival curve: a time at which at least one subject ended.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Step")]
pub struct SurvivalStep {
    /// The time, in the unit of the input.
    pub time: f64,
    /// How many subjects were still observed right before this time.
    pub at_risk: u64,
    /// How many subjects ended at this time.
    pub events: u64,
    /// Estimated share that lasts longer than this; 1 to 0.
    pub survival: f64,
    /// Interval of 95 % confidence of `survival`; `None` where nothing lasts longer.
    #[serde(flatten)]
    pub interval: Option<Interval>,
}

/// Estimates the curve of survival from pairs of a time and whether the end came then (`true`) or the
/// watch ended before it (`false`): S(t) = Π (1 − dᵢ/nᵢ) over the times tᵢ ≤ t at which dᵢ of the nᵢ still
/// watched ended. What is watched until t counts as still watched at t. Before the first step S is 1.
///
/// The variance of S is S² Σ dᵢ/(nᵢ(nᵢ−dᵢ)) (Greenwood 1926); its interval is taken on the scale of
/// ln(−ln S), which keeps it between 0 and 1. Kaplan & Meier 1958; the same as scipy's `ecdf` of right-censored
/// data with `method="log-log"`. It takes the ends of watches for unrelated to the ends of things. Pairs may
/// come in any order; times that are negative or no number are left out.
///
/// ```
/// use citegraph::stats::kaplan_meier;
/// let steps = kaplan_meier(&[(1.0, true), (2.0, false), (3.0, true), (4.0, false)]);
/// let curve: Vec<_> = steps.iter().map(|step| (step.time, step.at_risk, step.survival)).collect();
/// assert_eq!(curve, [(1.0, 4, 0.75), (3.0, 2, 0.375)]);
/// ```
pub fn kaplan_meier(lives: &[(f64, bool)]) -> Vec<SurvivalStep> {
    let usable = lives.iter().filter(|(time, _)| time.is_finite() && *time >= 0.0);
    let mut lives: Vec<(f64, bool)> = usable.copied().collect();
    lives.sort_by(|one, two| one.0.total_cmp(&two.0));
    let (mut steps, mut survival, mut variance) = (Vec::new(), 1.0, 0.0);
    let mut at_risk = lives.len() as u64;
    for same in lives.chunk_by(|one, two| one.0 == two.0) {
        let events = same.iter().filter(|(_, ended)| *ended).count() as u64;
        if events > 0 {
            let (all, ended) = (at_risk as f64, events as f64);
            survival *= (all - ended) / all;
            variance += ended / (all * (all - ended));
            let interval = interval(survival, variance);
            steps.push(SurvivalStep { time: same[0].0, at_risk, events, survival, interval });
        }
        at_risk -= same.len() as u64;
    }
    steps
}

/// The ends S^exp(±z σ/ln S), σ² being Greenwood's sum.
fn interval(survival: f64, variance: f64) -> Option<Interval> {
    let inside = survival > 0.0 && survival < 1.0;
    let reach = Z * variance.sqrt() / survival.ln().abs();
    let end = |sign: f64| survival.powf((sign * reach).exp());
    inside.then(|| Interval { low: end(1.0), high: end(-1.0) })
}

/// The step that holds at a time: the last one that is not later. `None` before the first, where S is 1.
pub fn step_at(steps: &[SurvivalStep], time: f64) -> Option<&SurvivalStep> {
    let later = steps.partition_point(|step| step.time <= time);
    steps[..later].last()
}

/// The first time at which at most half last longer; `None` where more than half do to the end.
pub fn median(steps: &[SurvivalStep]) -> Option<f64> {
    steps.iter().find(|step| step.survival <= 0.5).map(|step| step.time)
}
