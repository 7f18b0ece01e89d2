//! How nodes are cited, and how they cite.

use super::date_ranks::DateRanks;
use super::endpoints::{NodeKey, node_facts};
use super::incidence::{Joint, citations, distinct};
use super::node::{Node, Tally};
use super::{GraphPlan, document};
use crate::corpus::Facet;
use crate::corpus::table::{CitationRef, CitationTable};

/// The numbers of a node.
#[derive(Debug, Clone, Default)]
pub(super) struct NodeTally<'a> {
    cited: Tally,
    citing: Tally,
    /// The first citation of it.
    first: Option<CitationRef<'a>>,
}

/// The numbers of all ends of a view, in their order.
pub(super) struct NodeTallies<'a>(Vec<NodeTally<'a>>);

impl<'a> NodeTallies<'a> {
    /// Numbers of so many ends, all 0.
    pub(super) fn new(ends: usize) -> Self {
        Self(vec![NodeTally::default(); ends])
    }

    /// Counts how the ends at `node` of the citations are cited.
    pub(super) fn count_cited(
        &mut self,
        table: &'a CitationTable,
        joints: &[Joint],
        dates: &DateRanks,
        node: impl Fn(&Joint) -> u32,
    ) {
        for joints in by_node(joints, node).chunk_by(same_node) {
            let tally = &mut self.0[joints[0].to as usize];
            tally.first = Some(table.link(joints[0].row));
            tally.cited = tally_of(table, joints, dates);
        }
    }

    /// Counts how the ends at `node` of the citations cite.
    pub(super) fn count_citing(
        &mut self,
        table: &CitationTable,
        joints: &[Joint],
        dates: &DateRanks,
        node: impl Fn(&Joint) -> u32,
    ) {
        for joints in by_node(joints, node).chunk_by(same_node) {
            self.0[joints[0].to as usize].citing = tally_of(table, joints, dates);
        }
    }

    pub(super) fn into_nodes(self) -> impl Iterator<Item = NodeTally<'a>> {
        self.0.into_iter()
    }
}

/// The citations of every node, each once: node by node, in the order of the table.
fn by_node(joints: &[Joint], node: impl Fn(&Joint) -> u32) -> Vec<Joint> {
    let alone = |joint: &Joint| Joint { from: node(joint), to: node(joint), ..*joint };
    let mut joints: Vec<Joint> = joints.iter().map(alone).collect();
    joints.sort_unstable();
    joints.dedup();
    joints
}

fn same_node(one: &Joint, other: &Joint) -> bool {
    one.from == other.from
}

/// The numbers of some citations, in the order of the table.
fn tally_of(table: &CitationTable, joints: &[Joint], dates: &DateRanks) -> Tally {
    let articles = || joints.chunk_by(|one, other| one.article == other.article);
    let (first, last) = dates.range(articles().map(|joints| joints[0].article as usize));
    let cited = citations(table, joints);
    let mut buffer = Vec::new();
    let mut count =
        |facet: Facet| distinct(cited.clone().filter_map(|one| one.name_id(facet)), &mut buffer);
    let [works, hosts, sites] = [Facet::Work, Facet::Host, Facet::Site].map(&mut count);
    Tally {
        citations: joints.len() as u64,
        articles: articles().count() as u64,
        keys: distinct(cited.map(CitationRef::key_id), &mut buffer),
        works,
        hosts,
        sites,
        first,
        last,
    }
}

impl NodeTally<'_> {
    /// The node that is known by `key`.
    pub(super) fn node(
        self,
        table: &CitationTable,
        key: NodeKey<'_>,
        plan: &GraphPlan<'_>,
    ) -> Node {
        let article = key.article();
        let cited = self.first.map(CitationRef::address);
        let (facts, domain) = node_facts(key.kind, key.name, cited, plan.sources);
        let record = article.map(|at| &table.articles()[at]);
        let name = record.map(|record| document(&record.input, record.part.as_deref()));
        Node {
            kind: key.kind,
            name: name.unwrap_or_else(|| key.name.to_owned()),
            article,
            cited: self.cited,
            citing: self.citing,
            lists: 0,
            domain,
            facts,
        }
    }
}
