//! Which citations join which nodes: the table by two columns, from which every view is made.

use rustc_hash::FxHashMap;

use super::endpoints::{EndpointNames, NodeKey};
use super::{GraphPlan, NodeKind, View};
use crate::corpus::table::{CitationRef, CitationTable};

/// One citation with its two ends. The order is that of ends, then that of citations in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Joint {
    /// The end that cites; in a projection, what joins nodes.
    pub(super) from: u32,
    /// The end that is cited; in a projection, the node.
    pub(super) to: u32,
    pub(super) article: u32,
    /// The number of the citation in the table.
    pub(super) row: u32,
}

/// The citations of a view. 16 bytes for each, and 40 for each end.
pub(super) struct Incidence<'n> {
    /// The ends in order.
    pub(super) keys: Vec<NodeKey<'n>>,
    /// Ends are places in `keys`.
    pub(super) joints: Vec<Joint>,
    /// By article: what one of its citations weighs if all weigh 1 together.
    pub(super) parts: Vec<f64>,
    /// Citations that lead to a node.
    pub(super) counted: u64,
    /// Links that lead to no article of the table.
    pub(super) elsewhere: u64,
}

/// Ends by the order in which they were met.
#[derive(Default)]
struct EndNumbers<'n> {
    keys: Vec<NodeKey<'n>>,
    numbers: FxHashMap<NodeKey<'n>, u32>,
}

impl<'n> EndNumbers<'n> {
    fn number(&mut self, key: NodeKey<'n>) -> u32 {
        *self.numbers.entry(key).or_insert_with(|| {
            self.keys.push(key);
            self.keys.len() as u32 - 1
        })
    }

    /// The ends in order, and by number the place of each.
    fn sorted(mut self) -> (Vec<NodeKey<'n>>, Vec<u32>) {
        self.numbers = FxHashMap::default();
        let mut order: Vec<u32> = (0..).take(self.keys.len()).collect();
        order.sort_unstable_by_key(|number| self.keys[*number as usize]);
        let mut places = vec![0; order.len()];
        (0..).zip(&order).for_each(|(place, number)| places[*number as usize] = place);
        (order.iter().map(|number| self.keys[*number as usize]).collect(), places)
    }
}

impl<'n> Incidence<'n> {
    /// Finds the ends of all citations of a plan. In a projection each citation joins what is shared (`from`) with the node
    /// (`to`). Articles are ends whether or not they cite.
    pub(super) fn new(
        names: &'n EndpointNames<'n>,
        table: &'n CitationTable,
        plan: &GraphPlan<'_>,
    ) -> Self {
        let mut ends = EndNumbers::default();
        // By cited URL: its end, once it was met.
        let mut cited: Vec<Option<Option<u32>>> = vec![None; table.addresses().len()];
        let mut joints = Vec::with_capacity(table.link_count());
        let mut parts = vec![0.0; table.articles().len()];
        let (mut counted, mut elsewhere) = (0, 0);
        let mut led: Vec<Joint> = Vec::new();
        for (at, article) in plan.articles(table) {
            led.clear();
            for link in table.links_of(article).filter(|link| names.selects(*link)) {
                let end = *cited[link.address_id().index()]
                    .get_or_insert_with(|| names.end(link.address()).map(|key| ends.number(key)));
                match end {
                    Some(to) => {
                        led.push(Joint { from: 0, to, article: at as u32, row: link.number() });
                    }
                    None => elsewhere += 1,
                }
            }
            counted += led.len() as u64;
            let citing = names.citing(at, article);
            parts[at] = 1.0 / (led.len() * citing.len()) as f64;
            if led.is_empty() && citing[0].kind != NodeKind::Article {
                continue;
            }
            for from in citing.into_iter().map(|key| ends.number(key)) {
                joints.extend(led.iter().map(|joint| match plan.view {
                    View::Coupling => Joint { from: joint.to, to: from, ..*joint },
                    _ => Joint { from, ..*joint },
                }));
            }
        }
        let (keys, places) = ends.sorted();
        for joint in &mut joints {
            joint.from = places[joint.from as usize];
            joint.to = places[joint.to as usize];
        }
        joints.sort_unstable();
        Self { keys, joints, parts, counted, elsewhere }
    }
}

/// How many different values a column has among some citations.
pub(super) fn distinct(citations: impl Iterator<Item = usize>, buffer: &mut Vec<usize>) -> u64 {
    buffer.clear();
    buffer.extend(citations);
    buffer.sort_unstable();
    buffer.dedup();
    buffer.len() as u64
}

/// The citations of some joints.
pub(super) fn citations<'t>(
    table: &'t CitationTable,
    joints: &[Joint],
) -> impl Iterator<Item = CitationRef<'t>> + Clone {
    joints.iter().map(|joint| table.link(joint.row))
}
