//! From the edges of a network to the sentences that cite.

use super::network::Network;
use super::network_citations::NetworkCitations;
use crate::corpus::Corpus;
use crate::corpus::table::CitationTable;
use crate::graph::{Graph, GraphPlan};

impl Network {
    /// Adds the citations behind the edges, without secrets. The corpus, its table, the graph and the plan must be those
    /// that the network was made from.
    pub fn add_citations(
        &mut self,
        corpus: &Corpus,
        table: &CitationTable,
        graph: &Graph,
        plan: &GraphPlan<'_>,
    ) {
        let citations = NetworkCitations::from_graph(corpus, table, graph, plan);
        self.citations = Some(Box::new(citations));
    }
}
