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
    /// The tallies of `ends` ends, all 0.
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
        each_node(joints, node, |node, joints| {
            let tally = &mut self.0[node];
            tally.first = Some(table.link(joints[0].row));
            tally.cited = tally_of(table, joints, dates);
        });
    }

    /// Counts how the ends at `node` of the citations cite.
    pub(super) fn count_citing(
        &mut self,
        table: &CitationTable,
        joints: &[Joint],
        dates: &DateRanks,
        node: impl Fn(&Joint) -> u32,
    ) {
        each_node(joints, node, |node, joints| {
            self.0[node].citing = tally_of(table, joints, dates);
        });
    }

    pub(super) fn into_nodes(self) -> impl Iterator<Item = NodeTally<'a>> {
        self.0.into_iter()
    }
}

/// Hands on the citations of every node, each once, in the order of the table.
fn each_node(
    joints: &[Joint],
    node: impl Fn(&Joint) -> u32,
    mut hand_on: impl FnMut(usize, &[Joint]),
) {
    // Numbers instead of the joints: there may be as many as citations.
    let mut order: Vec<u32> = (0..).take(joints.len()).collect();
    let joint = |number: &u32| &joints[*number as usize];
    order.sort_unstable_by_key(|number| {
        (node(joint(number)), joint(number).article, joint(number).row)
    });
    let mut of_node: Vec<Joint> = Vec::new();
    for numbers in order.chunk_by(|one, other| node(joint(one)) == node(joint(other))) {
        of_node.clear();
        of_node.extend(numbers.iter().map(joint).copied());
        // One citation has several citing ends where an article has several tags or authors.
        of_node.dedup_by_key(|joint| (joint.article, joint.row));
        hand_on(node(joint(&numbers[0])) as usize, &of_node);
    }
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
