//! How many more sources more citations would show: rarefaction and extrapolation.

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::ReportPage;
use super::chart::{Axis, Figure, Plot, SERIES, Stroke};
use super::escape::escape_html;
use crate::corpus::Facet;
use crate::graph::origin_domain;
use crate::report::MIN_INDEX_CITATIONS;
use crate::report::format::{count, count_noun, percent, truncate};
use crate::stats::{HillOrder, Sample};

/// Sizes at which a curve is drawn.
const STEPS: u64 = 48;

/// By how many times the longest curve may exceed the third one before it is cut.
const MAX_CURVE_RATIO: u64 = 4;

/// One curve.
struct RarefactionCurve {
    /// Its name, as text.
    name: String,
    sample: Sample,
    classes: usize,
}

pub(super) fn write(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<section id=\"growth\">\n<h2>Would more citations show more sources?</h2>")?;
    match Sample::from_counts(&page.counts).filter(|sample| sample.n() >= MIN_INDEX_CITATIONS) {
        None => writeln!(
            out,
            "<p>Below {MIN_INDEX_CITATIONS} citations there is no estimate of further sources.</p>"
        )?,
        Some(sample) => {
            writeln!(out, "<p>{}</p>", covered(&sample))?;
            figure(&curves(page, sample)).write(out)?;
        }
    }
    writeln!(out, "</section>")
}

/// What one more citation would show.
fn covered(sample: &Sample) -> String {
    let new = sample.coverage(sample.n()).map(|coverage| 1.0 - coverage);
    let Some(new) = new.filter(|new| *new > 0.0) else {
        return "No domain is cited only once, so further citations would hardly show a new one."
            .to_owned();
    };
    format!("About <b>{}</b> of further citations would probably go to a new domain.", percent(new))
}

/// The curves of the origins that cite most, or of the whole corpus where there are not two.
fn curves(page: &ReportPage, whole: Sample) -> Vec<RarefactionCurve> {
    let mut counts: FxHashMap<&str, FxHashMap<&str, u64>> = FxHashMap::default();
    let origins: Vec<Option<String>> = page.corpus.articles.iter().map(origin_domain).collect();
    for (at, link) in page.corpus.counted(&page.report.options.selection) {
        let Some(origin) = &origins[at] else { continue };
        *counts.entry(origin).or_default().entry(Facet::Domain.link_value(link)).or_default() += 1;
    }
    let curves = counts.into_iter().filter_map(|(name, domains)| {
        let counts: Vec<u64> = domains.into_values().collect();
        let sample =
            Sample::from_counts(&counts).filter(|sample| sample.n() >= MIN_INDEX_CITATIONS)?;
        Some(RarefactionCurve {
            name: truncate(name, 40).into_owned(),
            sample,
            classes: counts.len(),
        })
    });
    let mut curves: Vec<RarefactionCurve> = curves.collect();
    curves.sort_by(|one, two| {
        two.sample.n().cmp(&one.sample.n()).then_with(|| one.name.cmp(&two.name))
    });
    curves.truncate(SERIES);
    if curves.len() < 2 {
        let name = "all citations".to_owned();
        return vec![RarefactionCurve { name, sample: whole, classes: page.counts.len() }];
    }
    curves
}

/// Where the drawing ends: at twice the most citations, unless that leaves no room for the shorter curves.
fn end(curves: &[RarefactionCurve]) -> u64 {
    let twice = |at: usize| curves.get(at).map_or(0, |curve| curve.sample.n().saturating_mul(2));
    let third = twice(2.min(curves.len() - 1));
    if twice(0) > third.saturating_mul(MAX_CURVE_RATIO) { third } else { twice(0) }
}

fn figure(curves: &[RarefactionCurve]) -> Figure<'static> {
    let end = end(curves);
    let lines: Vec<_> = curves.iter().map(|curve| points(curve, end)).collect();
    let high = lines.iter().flat_map(|[seen, more]| seen.iter().chain(more)).map(|(_, y)| *y);
    let high = high.fold(0.0, f64::max);
    let mut plot =
        Plot::new(Axis::exact(end as f64, "citations"), Axis::rounded(high, "different domains"));
    for (series, [seen, more]) in (1..).zip(&lines) {
        plot.line(series, Stroke::Solid, seen);
        plot.line(series, Stroke::Dashed, more);
    }
    let mut beyond = Vec::new();
    for (series, curve) in (1..).zip(curves) {
        let label = if curves.len() > 1 { series.to_string() } else { String::new() };
        match curve.sample.n() {
            n if n <= end => plot.point(series, (n as f64, curve.classes as f64), &label),
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
        read: read(curves.len() > 1, &beyond),
        said: said(curves),
        series: curves
            .iter()
            .map(|curve| format!("<bdi>{}</bdi>", escape_html(&curve.name)))
            .collect(),
        plot,
        columns: vec![
            "origin",
            "citations",
            "domains",
            "expected among 100",
            "with twice as many",
            "covered",
        ],
        rows: curves.iter().map(row).collect(),
    }
}

fn read(several: bool, beyond: &[String]) -> String {
    let mut read = "Dots: what was found. Solid line: a random subset. Dashed: what twice as many \
                    citations would probably show. A line that still climbs means that many sources are \
                    still unseen."
        .to_owned();
    if several {
        read.push_str(" Compare origins at the same number of citations, not at their dots.");
    }
    match beyond {
        [] => {}
        [one] => read.push_str(&format!(" The dot of {one} lies beyond the right edge.")),
        many => read
            .push_str(&format!(" The dots of {} lie beyond the right edge.", many.join(" and "))),
    }
    read.push_str(" More domains are not better domains.");
    read
}

fn said(curves: &[RarefactionCurve]) -> String {
    let one = |curve: &RarefactionCurve| {
        let n = curve.sample.n();
        let twice = expected(&curve.sample, n * 2);
        format!(
            "{}: {} among {}; {twice} expected with twice as many. ",
            curve.name,
            count_noun(curve.classes as u64, "domain"),
            count_noun(n, "citation")
        )
    };
    curves.iter().map(one).collect()
}

fn row(curve: &RarefactionCurve) -> Vec<String> {
    let n = curve.sample.n();
    let covered = curve.sample.coverage(n).map_or_else(|| "–".to_owned(), percent);
    vec![
        format!("<bdi>{}</bdi>", escape_html(&curve.name)),
        count(n),
        count(curve.classes as u64),
        expected(&curve.sample, 100),
        expected(&curve.sample, n.saturating_mul(2)),
        covered,
    ]
}

fn expected(sample: &Sample, size: u64) -> String {
    sample
        .diversity(HillOrder::Zero, size)
        .map_or_else(|| "–".to_owned(), |value| format!("{value:.1}"))
}

/// The curve up to what was found, and from there on.
fn points(curve: &RarefactionCurve, end: u64) -> [Vec<(f64, f64)>; 2] {
    let n = curve.sample.n();
    let until = |last: u64, first: u64| {
        let step = (last.saturating_sub(first) / STEPS).max(1);
        let sizes = (first..last).step_by(step as usize).chain([last]);
        let points = sizes
            .filter_map(|size| Some((size as f64, curve.sample.diversity(HillOrder::Zero, size)?)));
        points.collect::<Vec<_>>()
    };
    let seen = until(n.min(end), 1);
    let more = if n < end { until(n.saturating_mul(2).min(end), n) } else { Vec::new() };
    [seen, more]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(counts: &[u64]) -> RarefactionCurve {
        let sample = Sample::from_counts(counts).expect("citations");
        RarefactionCurve { name: "a".to_owned(), sample, classes: counts.len() }
    }

    #[test]
    fn a_curve_meets_what_was_found() {
        let [seen, more] = points(&curve(&[5, 3, 1, 1]), 20);
        let close = |point: Option<&(f64, f64)>, x: f64, y: f64| {
            let (at, domains) = *point.expect("a point");
            assert!(at == x && (domains - y).abs() < 1e-9, "{at} {domains}");
        };
        assert_eq!(seen.len(), 10);
        close(seen.first(), 1.0, 1.0);
        close(seen.last(), 10.0, 4.0);
        close(more.first(), 10.0, 4.0);
        assert_eq!(more.last().map(|point| point.0), Some(20.0));
    }

    #[test]
    fn a_giant_does_not_squeeze_the_others() {
        let giant = curve(&[1000, 500]);
        let others = [curve(&[10, 5]), curve(&[8, 4])];
        let [one, two] = others;
        assert_eq!(end(&[giant, one, two]), 24);
        assert_eq!(end(&[curve(&[10, 5]), curve(&[8, 4])]), 30);
        assert_eq!(end(&[curve(&[10, 5])]), 30);
    }
}
