//! What edges weigh year by year.

use std::collections::BTreeMap;

use super::{Graph, GraphPlan, Node, TooManyPairs, Weight, date};
use crate::corpus::Corpus;

/// The weight of one edge in one year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    /// The year.
    pub year: i16,
    /// What the edge would weigh if articles of no other year were there.
    pub weight: f64,
}

/// The years of every edge of a graph, in the order of its edges, the earliest first; articles
/// without a date have none. Weights of years add up to the weight of the edge, but for distinct
/// keys, of which one may recur.
///
/// # Errors
/// As [`Graph::new`].
pub fn weights_by_year(
    corpus: &Corpus,
    plan: &GraphPlan<'_>,
    graph: &Graph,
    weight: Weight,
) -> Result<Vec<Vec<Period>>, TooManyPairs> {
    let nodes = graph.graph.raw_nodes().iter().map(|node| name(&node.weight));
    let nodes: BTreeMap<_, _> = nodes.zip(0..).collect();
    let mut periods: Vec<Vec<Period>> = vec![Vec::new(); graph.edge_count()];
    let stated = corpus.articles.iter().map(|article| article.published.as_deref());
    let stated = stated.filter(|stated| plan.span.holds(*stated)).flatten();
    for year in date::years(stated) {
        let span = plan.span.within(year);
        let of_year = Graph::new(corpus, &GraphPlan { span, ..plan.clone() })?;
        // The place in the whole graph of every node of this year.
        let raw = of_year.graph.raw_nodes().iter();
        let places: Vec<Option<usize>> =
            raw.map(|node| nodes.get(&name(&node.weight)).copied()).collect();
        for ([from, to], weight) in of_year.ends().zip(of_year.weights(weight)) {
            let (Some(from), Some(to)) = (places[from], places[to]) else { continue };
            if let Some(at) = graph.find_edge([from, to]) {
                periods[at].reserve_exact(1);
                periods[at].push(Period { year, weight });
            }
        }
    }
    Ok(periods)
}

/// What a node is known by in every graph of one corpus.
fn name(node: &Node) -> (super::NodeKind, Option<usize>, &str) {
    (node.kind, node.article, &node.name)
}
