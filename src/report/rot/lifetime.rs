//! How long links live, by the checks of the ledger.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::audit::Life;
use crate::report::format::{count, count_noun};
use crate::stats::{Interval, SurvivalStep, kaplan_meier, median, step_at};

/// With fewer links under watch a curve says nothing.
const MIN_AT_RISK_LINKS: u64 = 30;

/// Times that pages show, in days.
const SHOWN: [f64; 8] = [30.0, 90.0, 182.0, 365.0, 730.0, 1095.0, 1825.0, 3650.0];

/// The survival of links from the first check that showed their page; see [`crate::audit::lives`] for where
/// lives begin and end, and [`kaplan_meier`] for the estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lifetime {
    /// Links that worked in a check and were checked again.
    pub links: u64,
    /// How many of these links are dead.
    pub deaths: u64,
    /// The reason why there is no curve; `None` if there is one.
    pub why_not: Option<String>,
    /// Days after which half of the links are dead; `None` if more than half of them still work at the end of the
    /// observed time.
    pub median_days: Option<f64>,
    /// The uncertainty of the days of death, in days: the median of [`Life::within`]; `None` if no link died. At
    /// shorter times the curve shows more about the checks than about the links.
    pub within_days: Option<f64>,
    /// The curve at a few times from `within_days` on, as long as 30 links or more are observed.
    pub outlook: Vec<Outlook>,
    /// The whole curve, in days; steps at which fewer links are observed are left out.
    pub curve: Vec<SurvivalStep>,
}

/// The curve at one time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Outlook {
    /// Days after the first check that showed the page.
    pub days: f64,
    /// Links that were observed for this long.
    pub at_risk: u64,
    /// Estimated share of links that are still alive.
    pub alive: f64,
    /// Its interval of 95 %; `None` where none has died by then.
    #[serde(flatten)]
    pub interval: Option<Interval>,
}

impl Lifetime {
    pub(super) fn from_lives<'a>(lives: impl Iterator<Item = &'a Life> + Clone) -> Self {
        let within = within(lives.clone());
        let lives: Vec<(f64, bool)> = lives.map(|life| (life.days, life.died)).collect();
        let links = lives.len() as u64;
        let deaths = lives.iter().filter(|(_, died)| *died).count() as u64;
        let mut curve = kaplan_meier(&lives);
        curve.retain(|step| step.at_risk >= MIN_AT_RISK_LINKS);
        let mut lifetime = Self {
            links,
            deaths,
            why_not: None,
            median_days: None,
            within_days: within,
            outlook: Vec::new(),
            curve,
        };
        lifetime.why_not = lifetime.lacks();
        if lifetime.why_not.is_none() {
            lifetime.median_days = median(&lifetime.curve);
            lifetime.outlook = outlook(&lives, &lifetime.curve);
            lifetime.outlook.retain(|one| Some(one.days) >= within);
        }
        lifetime
    }

    fn lacks(&self) -> Option<String> {
        if self.links < MIN_AT_RISK_LINKS {
            return Some(format!(
                "A survival curve needs {MIN_AT_RISK_LINKS} links that worked and were checked again \
                 later; the ledger has only {}.",
                count(self.links)
            ));
        }
        (self.deaths == 0).then(|| {
            let links = count_noun(self.links, "link");
            format!("No link is dead ({links} worked and were checked again), so there is no survival curve.")
        })
    }
}

/// The median of the days within which each death lies; of two in the middle the longer.
fn within<'a>(lives: impl Iterator<Item = &'a Life>) -> Option<f64> {
    let mut days: Vec<f64> = lives.filter(|life| life.died).map(|life| life.within).collect();
    days.sort_by(f64::total_cmp);
    days.get(days.len() / 2).copied()
}

fn outlook(lives: &[(f64, bool)], curve: &[SurvivalStep]) -> Vec<Outlook> {
    let at = |days: f64| {
        let at_risk = lives.iter().filter(|(watched, _)| *watched >= days).count() as u64;
        let step = step_at(curve, days);
        Outlook {
            days,
            at_risk,
            alive: step.map_or(1.0, |step| step.survival),
            interval: step.and_then(|step| step.interval),
        }
    };
    SHOWN.map(at).into_iter().filter(|one| one.at_risk >= MIN_AT_RISK_LINKS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lifetime(alive: usize, died: usize) -> Lifetime {
        let life = |days, died| Life { days, died, within: if died { 40.0 } else { 0.0 } };
        let lives: Vec<Life> = (0..alive)
            .map(|_| life(400.0, false))
            .chain((0..died).map(|at| life(10.0 + at as f64, true)))
            .collect();
        Lifetime::from_lives(lives.iter())
    }

    #[test]
    fn a_curve_needs_thirty_links_and_a_death() {
        let few = lifetime(28, 1);
        assert!(few.why_not.unwrap().contains("needs 30 links") && few.curve.is_empty());
        let healthy = lifetime(40, 0);
        assert!(healthy.why_not.unwrap().contains("No link is dead (40 links "));
        assert!(healthy.outlook.is_empty());
        let some = lifetime(29, 1);
        assert_eq!((some.why_not, some.curve.len()), (None, 1));
        assert!(some.outlook.is_empty(), "29 are left after 30 days");
    }

    #[test]
    fn the_outlook_ends_with_those_who_were_watched() {
        let lifetime = lifetime(60, 40);
        let days: Vec<f64> = lifetime.outlook.iter().map(|one| one.days).collect();
        assert_eq!(days, [90.0, 182.0, 365.0], "deaths are known within 40 days");
        assert!((lifetime.outlook[2].alive - 0.6).abs() < 1e-12);
        assert_eq!((lifetime.outlook[2].at_risk, lifetime.median_days), (60, None));
    }
}
