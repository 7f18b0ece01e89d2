//! What holds for every join with a table and for every cut in time: no row, value or weight is lost.

use std::collections::{BTreeMap, BTreeSet};

use citegraph::article::StatedDate;
use citegraph::corpus::{Corpus, Selection};
use citegraph::export::node_table::NodeTable;
use citegraph::export::{CellValue, Network};
use citegraph::graph::{Graph, GraphPlan, TimeSlice, View, Weight, slices, weights_by_slice};
use citegraph::source::Sources;
use proptest::collection::btree_map;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::articles::articles;

/// The rows of a table: what each key says of its node, and how often.
fn rows() -> impl Strategy<Value = BTreeMap<&'static str, (String, u32)>> {
    let keys = vec![
        "a.example",
        "B.example",
        "c.EXAMPLE",
        "d.example",
        "f.org",
        "nowhere.example",
        "blog.a.example",
        "n1",
    ];
    btree_map(select(keys), ("([a-m]([a-m ,;\"]{0,4}[a-m])?)?", any::<u32>()), 0..8)
}

fn table(rows: &BTreeMap<&str, (String, u32)>) -> NodeTable {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["domain", "said", "reach"]).expect("a row");
    for (key, (said, reach)) in rows {
        writer.write_record([key, said.as_str(), &reach.to_string()]).expect("a row");
    }
    let text = String::from_utf8(writer.into_inner().expect("all rows")).expect("UTF-8");
    NodeTable::parse(&text).expect("a table")
}

fn names(graph: &Graph) -> Vec<String> {
    graph.graph.raw_nodes().iter().map(|node| node.weight.name.clone()).collect()
}

proptest! {
    #![proptest_config(crate::properties::cases(64))]

    /// Each row is at every node of its name, and at no other; a row without a node is told.
    #[test]
    fn joined_rows_are_at_their_nodes_or_told(list in articles(), rows in rows()) {
        let corpus: Corpus = list.into_iter().collect();
        let (selection, sources) = (Selection::default(), Sources::none());
        for view in [View::Source, View::Cocitation, View::Bipartite] {
            let plan = GraphPlan::new(view, &selection, &sources);
            let graph = Graph::new(&corpus.table(), &plan).expect("a small graph");
            let (names, table) = (names(&graph), table(&rows));
            let mut network = Network::new(&corpus.table(), &graph, Weight::Citations);
            let report = network.join(&table, &names);
            let folded: BTreeMap<String, &(String, u32)> =
                rows.iter().map(|(key, row)| (key.to_lowercase(), row)).collect();
            let mut used = BTreeSet::new();
            for (at, row) in network.nodes.iter().enumerate() {
                let keys = [names[at].to_lowercase(), format!("n{at}"), row.label.to_lowercase()];
                let wanted = keys.iter().find_map(|key| folded.get_key_value(key));
                used.extend(wanted.map(|(key, _)| key.clone()));
                let [said, reach] = &row.cells[row.cells.len() - 2..] else { unreachable!("two columns") };
                let text = |text: &String| (!text.is_empty()).then(|| CellValue::Text(text.clone()));
                prop_assert_eq!(said, &wanted.and_then(|(_, (said, _))| text(said)), "{}", &names[at]);
                let number = wanted.map(|(_, (_, reach))| CellValue::Whole(u64::from(*reach)));
                prop_assert_eq!(reach, &number, "{}", &names[at]);
            }
            let told: BTreeSet<String> = report.unmatched_rows.iter().map(|key| key.to_lowercase()).collect();
            let wanted: BTreeSet<String> = folded.keys().filter(|key| !used.contains(*key)).cloned().collect();
            prop_assert_eq!(told, wanted);
            prop_assert_eq!(report.unmatched_rows.len() + used.len(), rows.len());
        }
    }

    /// The weights of all slices and of the articles without a date are the weight of the whole graph, edge by edge,
    /// and the weights of months add up to those of their quarters, and these to those of their years.
    #[test]
    fn slices_and_undated_articles_are_the_whole(list in articles()) {
        let is_dated = |article: &&citegraph::article::Article| {
            article.published.as_deref().and_then(StatedDate::parse).is_some()
        };
        let undated: Corpus = list.iter().filter(|article| !is_dated(article)).cloned().collect();
        let corpus: Corpus = list.into_iter().collect();
        let (selection, sources) = (Selection::default(), Sources::none());
        for &view in View::ALL {
            for weight in [Weight::Citations, Weight::Fractional] {
                let plan = GraphPlan::new(view, &selection, &sources);
                let whole = Graph::new(&corpus.table(), &plan).expect("a small graph");
                let rest = Graph::new(&undated.table(), &plan).expect("a small graph");
                let rest: f64 = rest.weights(weight).sum();
                let mut years = Vec::new();
                for slice in [TimeSlice::Year, TimeSlice::Quarter, TimeSlice::Month] {
                    let by_edge = weights_by_slice(&corpus.table(), &plan, &whole, weight, slice).expect("a small graph");
                    let times = slices(&corpus.table(), &plan, slice);
                    let cut: f64 = times
                        .iter()
                        .map(|(from, to)| {
                            let part = Graph::new(&corpus.table(), &plan.within(*from, *to)).expect("a small graph");
                            part.weights(weight).sum::<f64>()
                        })
                        .sum();
                    let dated: f64 = by_edge.iter().flatten().map(|period| period.weight).sum();
                    prop_assert!((cut - dated).abs() < 1e-9, "{view:?} {slice:?}: files {cut}, edges {dated}");
                    let all: f64 = whole.weights(weight).sum();
                    // Two articles of a pair may have been published in two slices, or one of them in none.
                    if view == View::Coupling {
                        prop_assert!(dated + rest <= all + 1e-9, "{view:?} {slice:?}: {dated} and {rest} of {all}");
                        continue;
                    }
                    prop_assert!((dated + rest - all).abs() < 1e-9, "{view:?} {slice:?}: {dated} and {rest} of {all}");
                    let sums: Vec<f64> =
                        by_edge.iter().map(|edge| edge.iter().map(|period| period.weight).sum()).collect();
                    if years.is_empty() {
                        years.clone_from(&sums);
                    }
                    for (one, two) in years.iter().zip(&sums) {
                        prop_assert!((one - two).abs() < 1e-9, "{view:?} {slice:?}");
                    }
                }
            }
        }
    }
}
