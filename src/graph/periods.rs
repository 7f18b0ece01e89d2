//! What edges weigh year by year.

use std::collections::BTreeMap;

use super::{Graph, Node, Plan, TooManyPairs, Weight, date};
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
pub fn periods(
    corpus: &Corpus,
    plan: &Plan<'_>,
    (graph, weight): (&Graph, Weight),
) -> Result<Vec<Vec<Period>>, TooManyPairs> {
    let mut places = BTreeMap::new();
    for edge in graph.graph.raw_edges() {
        let ends = [edge.source(), edge.target()].map(|end| name(&graph.graph[end]));
        places.insert(ends, places.len());
    }
    let mut periods = vec![Vec::new(); places.len()];
    let stated = corpus.articles.iter().map(|article| article.published.as_deref());
    let stated = stated.filter(|stated| plan.span.holds(*stated)).flatten();
    for year in date::years(stated) {
        let span = plan.span.within(year);
        let of_year = Graph::new(corpus, &Plan { span, ..plan.clone() })?;
        for edge in of_year.graph.raw_edges() {
            let ends = [edge.source(), edge.target()].map(|end| name(&of_year.graph[end]));
            if let Some(at) = places.get(&ends) {
                periods[*at].push(Period { year, weight: edge.weight.weight(weight) });
            }
        }
    }
    Ok(periods)
}

/// What a node is known by in every graph of one corpus.
fn name(node: &Node) -> (super::Kind, Option<usize>, &str) {
    (node.kind, node.article, &node.name)
}
