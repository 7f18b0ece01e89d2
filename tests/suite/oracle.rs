//! Agreement with networkx, igraph, scipy and scikit-bio, as `tests/oracle/make_expected.py` wrote
//! it down.

use citegraph::graph::{Compact, RankOptions, components, degrees, pagerank};
use citegraph::stats::Measures;
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    graphs: Vec<GraphCase>,
    measures: Vec<MeasuresCase>,
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
    serde_json::from_str(include_str!("../oracle/expected.json")).expect("the oracle's own shape")
}

#[test]
fn graphs_agree() {
    for case in expected().graphs {
        let graph = Compact::from_sorted(case.nodes, &case.edges);
        let ranks = pagerank(&graph, RankOptions::default()).values;
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
        let found = serde_json::to_value(Measures::of(&case.counts)).unwrap();
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
