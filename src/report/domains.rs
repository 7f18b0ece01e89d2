//! One row a cited domain.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ReportOptions;
use crate::corpus::table::CitationTable;
use crate::graph::{Graph, NodeKind, PagerankOptions, pagerank};
use crate::source::{SourceFacts, Sources};

/// How one domain is cited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DomainRow {
    /// The registrable domain.
    pub domain: String,
    /// Counted citations.
    pub citations: u64,
    /// Articles that cite it.
    pub articles: u64,
    /// Domains whose articles cite it; articles without an origin are left out here.
    pub origins: u64,
    /// Distinct keys cited.
    pub keys: u64,
    /// Distinct works cited.
    pub works: u64,
    /// Distinct hosts cited.
    pub hosts: u64,
    /// Distinct sites cited.
    pub sites: u64,
    /// Its share of all counted citations; 0 to 1.
    pub share: f64,
    /// Date of the earliest citing article, as stated.
    pub first: Option<String>,
    /// Date of the latest citing article, as stated.
    pub last: Option<String>,
    /// Weighted PageRank in the graph of origins and cited domains; see [`pagerank`].
    pub pagerank: f64,
    /// Who stands behind the domain as such; hosts, sites and paths in it may be others'.
    #[serde(flatten)]
    pub source: SourceFacts,
}

/// The rows of all cited domains, the most cited first, equal ones by name.
pub(super) fn rows(
    table: &CitationTable,
    options: &ReportOptions,
    sources: &Sources,
) -> Vec<DomainRow> {
    let counted = table.counted(&options.selection).count() as f64;
    let graph = Graph::source(table, &options.selection);
    let ranks = pagerank(&graph.compact(options.weight), PagerankOptions::default()).values;
    let nodes = || graph.graph.raw_nodes().iter().map(|node| &node.weight);
    let is_known: Vec<bool> = nodes().map(|node| node.kind == NodeKind::Domain).collect();
    let mut origins = vec![0; is_known.len()];
    graph.ends().filter(|[from, _]| is_known[*from]).for_each(|[_, to]| origins[to] += 1);
    let cited = nodes().enumerate();
    let cited = cited.filter(|(at, node)| is_known[*at] && node.cited.citations > 0);
    let rows = cited.map(|(at, node)| {
        let tally = node.cited.clone();
        DomainRow {
            domain: node.name.clone(),
            citations: tally.citations,
            articles: tally.articles,
            origins: origins[at],
            keys: tally.keys,
            works: tally.works,
            hosts: tally.hosts,
            sites: tally.sites,
            share: tally.citations as f64 / counted,
            first: tally.first.as_deref().map(str::to_owned),
            last: tally.last.as_deref().map(str::to_owned),
            pagerank: ranks[at],
            source: sources.lookup_domain(&node.name).into(),
        }
    });
    let mut rows: Vec<DomainRow> = rows.collect();
    rows.sort_by(|one, two| {
        two.citations.cmp(&one.citations).then_with(|| one.domain.cmp(&two.domain))
    });
    rows
}
