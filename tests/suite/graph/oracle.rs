//! Agreement with networkx, igraph, scipy and scikit-bio, as `tests/oracle/make_expected.py` wrote
//! it down.

use std::collections::BTreeMap;

use citegraph::graph::{Adjacency, PagerankOptions, components, degrees, pagerank};
use citegraph::stats::{Bootstrap, Chao1, HillOrder, Measures, Sample, kaplan_meier, wilson};
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    graphs: Vec<GraphCase>,
    measures: Vec<MeasuresCase>,
    intervals: Vec<IntervalsCase>,
    samples: Vec<SampleCase>,
    shares: Vec<ShareCase>,
    survival: Vec<SurvivalCase>,
}

/// Intervals by name of the measure; before they are cut at its bounds.
#[derive(Deserialize)]
struct IntervalsCase {
    counts: Vec<u64>,
    intervals: BTreeMap<String, [f64; 2]>,
}

/// Sizes with coverage and Hill numbers of order 0, 1 and 2.
#[derive(Deserialize)]
struct SampleCase {
    counts: Vec<u64>,
    asymptotes: [f64; 3],
    sizes: Vec<(u64, f64, f64, f64, f64)>,
    chao1: [f64; 3],
}

#[derive(Deserialize)]
struct ShareCase {
    k: u64,
    n: u64,
    low: f64,
    high: f64,
}

#[derive(Deserialize)]
struct SurvivalCase {
    lives: Vec<(f64, bool)>,
    steps: Vec<StepCase>,
}

#[derive(Deserialize)]
struct StepCase {
    time: f64,
    at_risk: u64,
    events: u64,
    survival: f64,
    low: Option<f64>,
    high: Option<f64>,
}

#[derive(Deserialize)]
struct GraphCase {
    name: String,
    nodes: usize,
    edges: Vec<(u32, u32, f64)>,
    pagerank: Vec<f64>,
    components: Vec<u32>,
    in_degree: Vec<u64>,
    out_degree: Vec<u64>,
    in_strength: Vec<f64>,
    out_strength: Vec<f64>,
}

#[derive(Deserialize)]
struct MeasuresCase {
    counts: Vec<u64>,
    #[serde(flatten)]
    measures: serde_json::Map<String, serde_json::Value>,
}

fn expected() -> Expected {
    serde_json::from_str(include_str!("../../oracle/expected.json"))
        .expect("the oracle's own shape")
}

#[test]
fn graphs_agree() {
    for case in expected().graphs {
        let graph = Adjacency::from_sorted(case.nodes, &case.edges);
        let ranks = pagerank(&graph, PagerankOptions::default()).values;
        assert_eq!(ranks.len(), case.pagerank.len(), "{}", case.name);
        for (found, wanted) in ranks.iter().zip(&case.pagerank) {
            assert!((found - wanted).abs() < 1e-8, "{}: {found} for {wanted}", case.name);
        }
        assert_eq!(components(&graph), case.components, "{}", case.name);
        let degrees = degrees(&graph);
        assert!(degrees.iter().map(|degree| degree.into).eq(case.in_degree), "{}", case.name);
        assert!(degrees.iter().map(|degree| degree.out).eq(case.out_degree), "{}", case.name);
        assert!(
            degrees.iter().map(|degree| degree.strength_in).eq(case.in_strength),
            "{}",
            case.name
        );
        assert!(
            degrees.iter().map(|degree| degree.strength_out).eq(case.out_strength),
            "{}",
            case.name
        );
    }
}

#[test]
fn measures_agree() {
    for case in expected().measures {
        let found = serde_json::to_value(Measures::from_counts(&case.counts)).unwrap();
        let found = found.as_object().expect("a struct is an object");
        assert!(found.keys().eq(case.measures.keys()), "the same names in any order");
        for (name, wanted) in &case.measures {
            let (found, wanted) = (found[name].as_f64(), wanted.as_f64());
            assert_eq!(found.is_some(), wanted.is_some(), "{name} of {:?}", case.counts);
            let (Some(found), Some(wanted)) = (found, wanted) else { continue };
            let close = (found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0);
            assert!(close, "{name} of {:?}: {found} for {wanted}", case.counts);
        }
    }
}

#[test]
fn intervals_of_measures_agree() {
    // A share of rare classes needs more samples than the rest, for which 200 are enough.
    let bootstrap = Bootstrap { replicates: 2000, ..Bootstrap::default() };
    for case in expected().intervals {
        let found: BTreeMap<_, _> = bootstrap.intervals(&case.counts).named().into();
        for (name, [low, high]) in &case.intervals {
            let found = found[name.as_str()].unwrap_or_else(|| panic!("{name} has no interval"));
            let bounds = match name.as_str() {
                "richness" | "hill1" | "hill2" | "hillinf" => [1.0, f64::INFINITY],
                "shannon" => [0.0, f64::INFINITY],
                _ => [0.0, 1.0],
            };
            for (found, wanted) in [(found.low, low), (found.high, high)] {
                let wanted = wanted.clamp(bounds[0], bounds[1]);
                let close = (found - wanted).abs() <= 0.15 * (high - low) + 1e-12;
                assert!(close, "{name} of {:?}: {found} for {wanted}", case.counts);
            }
        }
    }
}

#[test]
fn smaller_and_larger_samples_agree() {
    let near = |found: Option<f64>, wanted: f64, what: &str| {
        let found = found.unwrap_or_else(|| panic!("{what} is undefined"));
        assert!((found - wanted).abs() <= 1e-8 * wanted.max(1.0), "{what}: {found} for {wanted}");
    };
    let orders = [HillOrder::Zero, HillOrder::One, HillOrder::Two];
    for case in expected().samples {
        let sample = Sample::from_counts(&case.counts).expect("citations");
        for (order, wanted) in orders.into_iter().zip(case.asymptotes) {
            near(sample.asymptote(order), wanted, &format!("{order:?} of {:?}", case.counts));
        }
        for (size, coverage, zero, one, two) in case.sizes {
            let what = format!("{size} of {:?}", case.counts);
            near(sample.coverage(size), coverage, &what);
            for (order, wanted) in orders.into_iter().zip([zero, one, two]) {
                near(sample.diversity(order, size), wanted, &format!("{order:?}, {what}"));
                if size > 1 && size < 2 * sample.n() && coverage < 1.0 {
                    near(
                        sample.at_coverage(order, coverage),
                        wanted,
                        &format!("{order:?}, covered, {what}"),
                    );
                }
            }
        }
        let found = Chao1::from_counts(&case.counts).expect("citations").named();
        for ((name, found), wanted) in found.into_iter().zip(case.chao1) {
            near(Some(found), wanted, name);
        }
    }
}

#[test]
fn intervals_of_shares_agree() {
    for case in expected().shares {
        let found = wilson(case.k, case.n).expect("a share");
        for (found, wanted) in [(found.low, case.low), (found.high, case.high)] {
            let close = (found - wanted).abs() <= 1e-9 * wanted.abs().max(1e-3);
            assert!(close, "{} of {}: {found} for {wanted}", case.k, case.n);
        }
    }
}

#[test]
fn curves_of_survival_agree() {
    for case in expected().survival {
        let found = kaplan_meier(&case.lives);
        assert_eq!(found.len(), case.steps.len(), "{:?}", case.lives);
        for (found, wanted) in found.iter().zip(&case.steps) {
            assert_eq!(
                (found.time, found.at_risk, found.events),
                (wanted.time, wanted.at_risk, wanted.events)
            );
            let low = found.interval.map(|interval| interval.low);
            let high = found.interval.map(|interval| interval.high);
            assert!((found.survival - wanted.survival).abs() < 1e-10, "{found:?}");
            for (found, wanted) in [(low, wanted.low), (high, wanted.high)] {
                assert_eq!(found.is_some(), wanted.is_some(), "{:?}", case.lives);
                let (Some(found), Some(wanted)) = (found, wanted) else { continue };
                assert!((found - wanted).abs() < 1e-10, "{found} for {wanted}");
            }
        }
    }
}
