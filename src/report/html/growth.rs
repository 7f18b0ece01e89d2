//! How many more sources more citations would show, as a chart.

use maud::{Markup, html};

use super::ReportPage;
use super::chart::{Axis, Figure, Plot, Stroke};
use super::rows_link::name;
use crate::report::format::{count, count_noun, fixed, percent};
use crate::report::view::GrowthCurve;

/// `None` where there are too few citations.
pub(super) fn part(page: &ReportPage<'_>) -> Option<Markup> {
    let curves = &page.report.views.growth;
    if curves.is_empty() {
        return None;
    }
    Some(html! {
        details id="growth" { "\n"
            summary { h3 { "Would more citations show more sources?" } } "\n"
            p { (covered(page)) } "\n"
            (figure(curves).markup())
        } "\n"
    })
}

/// What one more citation would show.
fn covered(page: &ReportPage<'_>) -> String {
    let new = page.report.spread.coverage.map(|coverage| 1.0 - coverage);
    match new.filter(|new| *new > 0.0) {
        None => "Every domain is cited at least twice, so further citations would probably show few new \
                 domains."
            .to_owned(),
        Some(new) => format!(
            "About {} of further citations would probably go to a new domain.",
            percent(new)
        ),
    }
}

fn name_of(curve: &GrowthCurve) -> &str {
    curve.origin.as_deref().unwrap_or("all citations")
}

fn figure(curves: &[GrowthCurve]) -> Figure<'static> {
    let all = || curves.iter().flat_map(|curve| curve.found.iter().chain(&curve.extrapolated));
    let end = all().map(|[x, _]| *x).fold(0.0, f64::max);
    let high = all().map(|[_, y]| *y).fold(0.0, f64::max);
    let mut plot =
        Plot::new(Axis::exact(end, "citations"), Axis::rounded(high, "different domains"));
    let points = |points: &[[f64; 2]]| points.iter().map(|[x, y]| (*x, *y)).collect::<Vec<_>>();
    for (series, curve) in (1..).zip(curves) {
        plot.line(series, Stroke::Solid, &points(&curve.found));
        plot.line(series, Stroke::Dashed, &points(&curve.extrapolated));
    }
    let mut beyond = Vec::new();
    for (series, curve) in (1..).zip(curves) {
        let label = if curves.len() > 1 { series.to_string() } else { String::new() };
        match curve.citations as f64 {
            n if n <= end => plot.point(series, (n, curve.domains as f64), &label),
            _ => beyond.push(label),
        }
    }
    Figure {
        id: "rarefaction",
        title: if curves.len() > 1 {
            "Different domains by number of citations, for each origin"
        } else {
            "Different domains by number of citations"
        },
        read: how_to_read(curves.len() > 1, &beyond),
        said: curves.iter().map(said).collect(),
        series: curves.iter().map(|curve| name(name_of(curve))).collect(),
        plot,
        columns: vec![
            "origin",
            "citations",
            "domains",
            "expected among 100 citations",
            "expected with twice as many citations",
            "covered",
        ],
        rows: curves.iter().map(row).collect(),
    }
}

fn how_to_read(several: bool, beyond: &[String]) -> String {
    let mut read = "Dots show the numbers for all citations. Solid lines show the averages of random subsets, \
                    and dashed lines are estimates for up to twice as many citations. If a line still rises \
                    at its end, many sources have not been cited yet."
        .to_owned();
    if several {
        read.push_str(" To compare origins, compare the heights of their lines at the same number of citations. Do not \
                       compare their dots, because the origins have different numbers of citations.");
    }
    match beyond {
        [] => {}
        [one] => read.push_str(&format!(" The dot of {one} is beyond the right edge.")),
        many => read
            .push_str(&format!(" The dots of {} are beyond the right edge.", many.join(" and "))),
    }
    read.push_str(" The number of domains says nothing about their quality.");
    read
}

fn said(curve: &GrowthCurve) -> String {
    format!(
        "{}: {} among {}; {} expected with twice as many citations. ",
        name_of(curve),
        count_noun(curve.domains, "domain"),
        count_noun(curve.citations, "citation"),
        expected(curve.expected_in_twice)
    )
}

fn row(curve: &GrowthCurve) -> Vec<Markup> {
    let covered = curve.coverage.map_or_else(|| "–".to_owned(), percent);
    vec![
        name(name_of(curve)),
        html! { (count(curve.citations)) },
        html! { (count(curve.domains)) },
        html! { (expected(curve.expected_in_100)) },
        html! { (expected(curve.expected_in_twice)) },
        html! { (covered) },
    ]
}

fn expected(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| fixed(value, 1))
}
