//! The citations behind a graph: which links of which articles join its nodes.

use std::collections::BTreeMap;

use super::endpoints::{EndpointNames, NodeKey};
use super::incidence::{Incidence, Joint};
use super::{Graph, GraphPlan, View};
use crate::corpus::table::{CitationRef, CitationTable};

/// A citation with the nodes of a graph that it joins.
#[derive(Debug, Clone)]
pub struct EdgeCitation<'a> {
    /// The number of its article in the table.
    pub article: usize,
    /// The link.
    pub link: CitationRef<'a>,
    /// The nodes that cite; none in co-citation.
    pub citing: Vec<usize>,
    /// The node that is cited; `None` in coupling.
    pub cited: Option<usize>,
    /// In a projection, the number of what joins nodes: two nodes are joined by the lists that both are in. 0
    /// where edges have a direction.
    pub list: usize,
}

impl Graph {
    /// The citations that join the nodes of this graph, in the order of the table. The table and the plan must be
    /// those that the graph was built from; nodes and edges may have been dropped since.
    pub fn citations<'a>(
        &self,
        table: &'a CitationTable,
        plan: &GraphPlan<'_>,
    ) -> Vec<EdgeCitation<'a>> {
        let names = EndpointNames::new(table, plan);
        let incidence = Incidence::new(&names, table, plan);
        let nodes = self.keys();
        // By end of the view: the place of its node, where it still has one.
        let nodes: Vec<Option<usize>> =
            incidence.keys.iter().map(|key| nodes.get(key).copied()).collect();
        let lists = self.lists(&incidence, plan.max_list_nodes);
        let mut joints = incidence.joints;
        joints.sort_unstable_by_key(|joint| (joint.article, joint.row, joint.from, joint.to));
        let citations = joints.chunk_by(|one, other| one.row == other.row);
        citations
            .filter_map(|joints| match self.view.is_directed() {
                true => self.directed_citation(table, joints, &nodes),
                false => self.listed_citation(table, joints, &nodes, &lists),
            })
            .collect()
    }

    /// The places of nodes by what they are known by.
    fn keys(&self) -> BTreeMap<NodeKey<'_>, usize> {
        let nodes = self.graph.raw_nodes().iter();
        nodes.map(|node| NodeKey::from_node(&node.weight)).zip(0..).collect()
    }

    /// By end of the view: its number among what joins nodes, unless it joins too many.
    fn lists(&self, incidence: &Incidence<'_>, max_list_nodes: usize) -> Vec<Option<usize>> {
        let mut lists = vec![None; incidence.keys.len()];
        let joints = incidence.joints.chunk_by(|one, other| one.from == other.from);
        for (number, joints) in joints.enumerate() {
            let nodes = joints.chunk_by(|one, other| one.to == other.to).count();
            lists[joints[0].from as usize] = (nodes <= max_list_nodes).then_some(number);
        }
        lists
    }

    fn directed_citation<'a>(
        &self,
        table: &'a CitationTable,
        joints: &[Joint],
        nodes: &[Option<usize>],
    ) -> Option<EdgeCitation<'a>> {
        let one = joints.first()?;
        let cited = nodes[one.to as usize]?;
        let citing = joints.iter().filter_map(|joint| nodes[joint.from as usize]);
        let citing: Vec<usize> =
            citing.filter(|citing| self.find_edge([*citing, cited]).is_some()).collect();
        let is_joined = !citing.is_empty();
        is_joined.then(|| EdgeCitation {
            article: one.article as usize,
            link: table.link(one.row),
            citing,
            cited: Some(cited),
            list: 0,
        })
    }

    fn listed_citation<'a>(
        &self,
        table: &'a CitationTable,
        joints: &[Joint],
        nodes: &[Option<usize>],
        lists: &[Option<usize>],
    ) -> Option<EdgeCitation<'a>> {
        let one = joints.first()?;
        let (list, node) = (lists[one.from as usize]?, nodes[one.to as usize]?);
        let (citing, cited) = match self.view {
            View::Coupling => (vec![node], None),
            _ => (Vec::new(), Some(node)),
        };
        let (article, link) = (one.article as usize, table.link(one.row));
        Some(EdgeCitation { article, link, citing, cited, list })
    }
}
