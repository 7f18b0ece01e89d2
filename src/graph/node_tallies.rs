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

/// Counts the citations of one node after the other, so that the numbers of all nodes are not held besides them.
pub(super) struct NodeTallies<'a> {
    table: &'a CitationTable,
    dates: &'a DateRanks,
    cited: Option<JointsByNode<'a>>,
    citing: Option<JointsByNode<'a>>,
}

/// Which node of a citation is counted.
pub(super) type NodeOf<'a> = &'a dyn Fn(&Joint) -> u32;

impl<'a> NodeTallies<'a> {
    /// Counts how the nodes at `cited` of the citations are cited, and how those at `citing` cite.
    pub(super) fn new(
        table: &'a CitationTable,
        dates: &'a DateRanks,
        joints: &'a [Joint],
        [cited, citing]: [Option<NodeOf<'a>>; 2],
    ) -> Self {
        let by_node = |node| JointsByNode::new(joints, node);
        Self { table, dates, cited: cited.map(by_node), citing: citing.map(by_node) }
    }

    /// The numbers of a node, which comes after all that were asked for.
    pub(super) fn next(&mut self, node: u32) -> NodeTally<'a> {
        let (table, dates) = (self.table, self.dates);
        let mut tally = NodeTally::default();
        if let Some(joints) = self.cited.as_mut().and_then(|cited| cited.next(node)) {
            tally.first = Some(table.link(joints[0].row));
            tally.cited = tally_of(table, joints, dates);
        }
        if let Some(joints) = self.citing.as_mut().and_then(|citing| citing.next(node)) {
            tally.citing = tally_of(table, joints, dates);
        }
        tally
    }
}

/// The citations of every node, each once, in the order of the table.
struct JointsByNode<'a> {
    joints: &'a [Joint],
    node: NodeOf<'a>,
    /// Numbers instead of the joints: there may be as many as citations.
    order: Vec<u32>,
    position: usize,
    /// Those of the last node.
    of_node: Vec<Joint>,
}

impl<'a> JointsByNode<'a> {
    fn new(joints: &'a [Joint], node: NodeOf<'a>) -> Self {
        let mut order: Vec<u32> = (0..).take(joints.len()).collect();
        order.sort_unstable_by_key(|number| {
            let joint = &joints[*number as usize];
            (node(joint), joint.article, joint.row)
        });
        Self { joints, node, order, position: 0, of_node: Vec::new() }
    }

    /// The citations of a node, which comes after all that were asked for; `None` where it has none.
    fn next(&mut self, node: u32) -> Option<&[Joint]> {
        let rest = self.order[self.position..].iter();
        let joints = rest.map(|number| self.joints[*number as usize]);
        self.of_node.clear();
        self.of_node.extend(joints.take_while(|joint| (self.node)(joint) == node));
        self.position += self.of_node.len();
        // One citation has several citing ends where an article has several tags or authors.
        self.of_node.dedup_by_key(|joint| (joint.article, joint.row));
        (!self.of_node.is_empty()).then_some(&*self.of_node)
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
        let name = record.map(|record| document(record.input(), record.part()));
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
