//! How evenly citations spread over sources: the profile of Hill numbers and the Lorenz curve.

use maud::{Markup, html};

use super::ReportPage;
use super::chart::{Axis, Figure, Plot, Stroke};
use crate::report::MIN_INDEX_CITATIONS;
use crate::report::format::{count, count_noun, fixed, percent};
use crate::stats::{Bootstrap, Interval, Measures, hill};

/// Orders at which the profile is drawn: each tenth from 0 to 3.
const ORDERS: usize = 30;

/// Points of the Lorenz curve at most; more than a screen has room for.
const MAX_CURVE_POINTS: usize = 400;

/// Ranks in the table behind the Lorenz curve.
const RANKS: [usize; 9] = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/// What the whole orders mean.
const MEANINGS: [&str; 4] = [
    "frequent sources have no extra weight",
    "sources weigh as much as their share",
    "frequent sources weigh more",
    "frequent sources weigh most",
];

/// A point of the profile.
struct ProfilePoint {
    order: f64,
    value: f64,
    interval: Option<Interval>,
}

/// `None` where there is nothing to draw: one domain, or so few citations that a curve would mean little.
pub(super) fn part(page: &ReportPage<'_>) -> Option<Markup> {
    let is_fit = page.report.totals.counted >= MIN_INDEX_CITATIONS && page.counts.len() > 1;
    is_fit.then(|| {
        html! {
            details id="spread" { "\n"
                summary { h3 { "How evenly citations spread" } } "\n"
                div class="pair" { "\n" (profile(page).markup()) (lorenz(page).markup()) } "\n"
            } "\n"
        }
    })
}

fn profile(page: &ReportPage<'_>) -> Figure<'static> {
    let series = page.series();
    let orders: Vec<f64> = (0..=ORDERS).map(|step| step as f64 * 3.0 / ORDERS as f64).collect();
    let curves: Vec<Vec<ProfilePoint>> =
        series.iter().map(|(_, counts)| curve_of(counts, &orders)).collect();
    let ends =
        curves.iter().flatten().map(|point| point.interval.map_or(point.value, |ends| ends.high));
    let mut axis = Axis::exact(3.0, "weight of frequent sources (q)");
    axis.name(&[0.0, 1.0, 2.0, 3.0]);
    let high = ends.fold(0.0, f64::max);
    let mut plot = Plot::new(axis, Axis::rounded(high, "effective number"));
    let (mut rows, mut said) = (Vec::new(), String::new());
    for (at, ((name, _), curve)) in (1..).zip(series.iter().zip(&curves)) {
        let band =
            curve.iter().filter_map(|one| Some((one.order, one.interval?.low, one.interval?.high)));
        plot.band(at, &band.collect::<Vec<_>>());
        let line: Vec<(f64, f64)> = curve.iter().map(|one| (one.order, one.value)).collect();
        plot.line(at, Stroke::Solid, &line);
        for (point, meaning) in curve.iter().step_by(ORDERS / 3).zip(MEANINGS) {
            plot.point(at, (point.order, point.value), "");
            let ends = point.interval.map_or_else(
                || "–".to_owned(),
                |ends| format!("{:.1} – {:.1}", ends.low, ends.high),
            );
            let order = point.order;
            rows.push(vec![
                html! { (name) ", q = " (fixed(order, 0)) " " span class="pale" { "(" (meaning) ")" } },
                html! { (fixed(point.value, 1)) },
                html! { (ends) },
            ]);
            said.push_str(&format!(
                "{name} at q = {order:.0}: {:.1}, interval {ends}. ",
                point.value
            ));
        }
    }
    Figure {
        id: "profile",
        title: "Effective number of sources",
        read: "At the left (q = 0) every source counts the same, so the curve starts at the number of \
               sources. Further right, sources that are cited often weigh more: a steep fall means that a \
               few sources get most of the citations; a flat line means that all are cited equally. The \
               shaded band is the 95% interval. The curve does not show how good the sources are."
            .to_owned(),
        said,
        series: series.iter().map(|(name, _)| html! { (name) }).collect(),
        plot,
        columns: vec!["what is counted", "effective number", "95% interval"],
        rows,
    }
}

fn curve_of(counts: &[u64], orders: &[f64]) -> Vec<ProfilePoint> {
    let intervals = Bootstrap::default().profile(counts, orders);
    let points = orders.iter().zip(intervals);
    points
        .filter_map(|(order, interval)| {
            Some(ProfilePoint { order: *order, value: hill(counts, *order)?, interval })
        })
        .collect()
}

fn lorenz(page: &ReportPage<'_>) -> Figure<'static> {
    let counts = &page.counts;
    let all: u64 = counts.iter().sum();
    let gini = Measures::from_counts(counts).gini.unwrap_or_default();
    let mut plot = Plot::new(
        Axis::share(1.0, "share of domains, least cited first"),
        Axis::share(1.0, "share of citations"),
    );
    plot.line(1, Stroke::Guide, &[(0.0, 0.0), (1.0, 1.0)]);
    plot.line(1, Stroke::Solid, &curve(counts));
    let tenth = counts.len().div_ceil(10);
    let taken = share_of(counts, tenth);
    let ranks = RANKS.into_iter().filter(|rank| *rank < counts.len());
    let rows = ranks.chain([counts.len()]).map(|rank| {
        let name = match rank {
            1 => "the most cited domain".to_owned(),
            rank if rank == counts.len() => format!("all {}", count(rank as u64)),
            rank => format!("the {} most cited", count(rank as u64)),
        };
        vec![
            html! { (name) },
            html! { (count(counts[..rank].iter().sum())) },
            html! { (percent(share_of(counts, rank))) },
        ]
    });
    Figure {
        id: "lorenz",
        title: "Who gets which share",
        read: format!(
            "The {} {} of {}. On the straight line all domains are cited equally often; the further the \
             curve is below it, the more citations go to a few domains (Gini’s index is {gini:.2}; for \
             the line it is 0). With few citations the curve is below the line by chance; compare only articles of \
             similar \
             length.",
            match tenth {
                1 => "most cited domain of all receives".to_owned(),
                _ => format!("most cited tenth ({}) receive", count_noun(tenth as u64, "domain")),
            },
            percent(taken),
            count_noun(all, "citation")
        ),
        said: format!(
            "Lorenz curve of {} over {}; Gini's index {gini:.2}.",
            count_noun(all, "citation"),
            count_noun(counts.len() as u64, "domain")
        ),
        series: Vec::new(),
        plot,
        columns: vec!["domains", "citations", "share"],
        rows: rows.collect(),
    }
}

fn share_of(counts: &[u64], first: usize) -> f64 {
    let sum = |counts: &[u64]| counts.iter().sum::<u64>() as f64;
    sum(&counts[..first]) / sum(counts).max(1.0)
}

/// The Lorenz curve of counts that descend.
fn curve(counts: &[u64]) -> Vec<(f64, f64)> {
    let all: u64 = counts.iter().sum();
    let every = counts.len().div_ceil(MAX_CURVE_POINTS).max(1);
    let (mut sum, mut points) = (0, vec![(0.0, 0.0)]);
    for (at, count) in (1..).zip(counts.iter().rev()) {
        sum += count;
        if at % every == 0 || at == counts.len() {
            points.push((at as f64 / counts.len() as f64, sum as f64 / all as f64));
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_rises_from_the_least_cited_to_all() {
        assert_eq!(curve(&[6, 3, 1]), [(0.0, 0.0), (1.0 / 3.0, 0.1), (2.0 / 3.0, 0.4), (1.0, 1.0)]);
        let many = curve(&vec![1; 12_345]);
        assert!(many.len() <= MAX_CURVE_POINTS + 2);
        assert_eq!(many.last(), Some(&(1.0, 1.0)));
        assert!(
            many.iter().all(|(x, y)| (x - y).abs() < 1e-12),
            "even counts are the straight line"
        );
    }
}
