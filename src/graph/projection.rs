//! The two projections: things that articles cite together, and articles that cite the same.
//!
//! Both are one sum over lists. In co-citation every article is a list of the things that it cites;
//! in bibliographic coupling every thing is a list of the articles that cite it. A list of `k` nodes
//! joins `k (k - 1) / 2` pairs, so the pairs are counted before any is made.

use std::sync::Arc;

use petgraph::graph::{DiGraph, NodeIndex};

use super::date_ranks::{DateRanks, joined};
use super::edge::Edge;
use super::endpoints::{EndpointNames, NodeKey};
use super::incidence::{Incidence, Joint, citations, distinct};
use super::node_tallies::{NodeOf, NodeTallies};
use super::notice::GraphNotice;
use super::pairs::{Pair, Pairs};
use super::{Graph, GraphPlan, View, document};
use crate::corpus::table::{CitationRef, CitationTable};

/// A projection would count more pairs than is allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "this graph would have {pairs} pairs of nodes, but at most {most} are allowed; {name} alone connects {longest} \
     nodes with each other"
)]
pub struct TooManyPairs {
    /// Pairs that it would count.
    pub pairs: u64,
    /// Pairs that are allowed.
    pub most: u64,
    /// Nodes of the longest list.
    pub longest: usize,
    /// What joins the nodes of the longest list.
    pub name: String,
}

/// What joins some nodes.
struct Basket<'a> {
    key: NodeKey<'a>,
    /// Node, citations, distinct keys; in node order.
    members: Vec<(u32, u64, u64)>,
}

impl Basket<'_> {
    fn pairs(&self) -> u64 {
        let members = self.members.len() as u64;
        members * members.saturating_sub(1) / 2
    }
}

/// The lists that are left out because they are too long.
#[derive(Default)]
struct LongBaskets {
    lists: u64,
    /// The pairs that they would join.
    pairs: u64,
}

/// Builds a projection, or says how large it would be.
pub(super) fn build(table: &CitationTable, plan: &GraphPlan<'_>) -> Result<Graph, TooManyPairs> {
    let names = EndpointNames::new(table, plan);
    let incidence = Incidence::new(&names, table, plan);
    let nodes = ProjectedNodes::new(&incidence, table, plan);
    let (lists, long) = lists(table, plan, &incidence, &nodes)?;
    let dates = DateRanks::new(table.articles().iter().map(|one| one.published()));
    let node = |joint: &Joint| nodes.place(joint.to);
    let ends: [Option<NodeOf<'_>>; 2] = match plan.view {
        View::Coupling => [None, Some(&node)],
        _ => [Some(&node), None],
    };
    let mut tallies = NodeTallies::new(table, &dates, &incidence.joints, ends);
    let mut graph: DiGraph<_, Edge> = DiGraph::with_capacity(nodes.keys.len(), 0);
    for (place, key) in (0..).zip(&nodes.keys) {
        graph.add_node(tallies.next(place).node(table, *key, plan));
    }
    drop(tallies);
    for list in &lists {
        list.members.iter().for_each(|(at, ..)| graph[NodeIndex::new(*at as usize)].lists += 1);
    }
    let ends: Vec<Option<usize>> = nodes.keys.iter().map(|key| key.article()).collect();
    let pairs = Arc::new(pairs(&lists, &ends, dates));
    let notes = notes(pairs.len(), plan, incidence.elsewhere, long);
    let (counted, graph) = (incidence.counted, Arc::new(graph));
    Ok(Graph { counted, graph, pairs, ..plan.empty(notes, table) })
}

/// The nodes of a projection: what is joined, without what joins.
struct ProjectedNodes<'n> {
    keys: Vec<NodeKey<'n>>,
    /// By end of the view: its place among the nodes.
    places: Vec<Option<u32>>,
}

impl<'n> ProjectedNodes<'n> {
    fn new(incidence: &Incidence<'n>, table: &CitationTable, plan: &GraphPlan<'_>) -> Self {
        let mut is_node = vec![false; incidence.keys.len()];
        incidence.joints.iter().for_each(|joint| is_node[joint.to as usize] = true);
        if plan.view == View::Coupling {
            // Every article is one, whether or not it cites.
            for (at, _) in plan.articles(table) {
                let found = incidence.keys.binary_search(&NodeKey::from_article(at));
                found.into_iter().for_each(|place| is_node[place] = true);
            }
        }
        let mut next = 0..;
        let places = is_node.iter().map(|is| if *is { next.next() } else { None }).collect();
        let keys = incidence.keys.iter().zip(&is_node);
        let keys = keys.filter_map(|(key, is)| is.then_some(*key)).collect();
        Self { keys, places }
    }

    /// The place of an end that is a node.
    fn place(&self, end: u32) -> u32 {
        self.places[end as usize].expect("a cited end of a projection is a node")
    }
}

/// The lists in order, without those that are too long, and what was left out.
fn lists<'n>(
    table: &CitationTable,
    plan: &GraphPlan<'_>,
    incidence: &Incidence<'n>,
    nodes: &ProjectedNodes<'n>,
) -> Result<(Vec<Basket<'n>>, LongBaskets), TooManyPairs> {
    let mut lists: Vec<Basket<'n>> = Vec::new();
    for joints in incidence.joints.chunk_by(|one, other| one.from == other.from) {
        let key = incidence.keys[joints[0].from as usize];
        let shared = joints.chunk_by(|one, other| one.to == other.to).map(|joints| {
            let keys = citations(table, joints).map(CitationRef::key_id);
            let keys = distinct(keys, &mut Vec::new());
            (nodes.place(joints[0].to), joints.len() as u64, keys)
        });
        lists.push(Basket { key, members: shared.collect() });
    }
    let is_long = |list: &Basket<'_>| list.members.len() > plan.max_list_nodes;
    let mut long = LongBaskets::default();
    for list in lists.iter().filter(|list| is_long(list)) {
        long.lists += 1;
        long.pairs += list.pairs();
    }
    lists.retain(|list| !is_long(list));
    let pairs: u64 = lists.iter().map(Basket::pairs).sum();
    // Of equal lists the first, for `max_by_key` takes the last.
    match lists.iter().rev().max_by_key(|list| list.members.len()) {
        Some(list) if pairs > plan.max_pairs => {
            let article = list.key.article().map(|at| &table.articles()[at]);
            let article = article.map(|one| document(one.input(), one.part()));
            let name = article.unwrap_or_else(|| list.key.name.to_owned());
            let (longest, most) = (list.members.len(), plan.max_pairs);
            Err(TooManyPairs { pairs, most, longest, name })
        }
        _ => Ok((lists, long)),
    }
}

/// Every pair that a list joins, by its ends. Rows are made one after another, so that no more is held of what
/// is not complete than one pair a node; the parts of sums come in the order of the lists. `ends` has the
/// article that a node is.
fn pairs(lists: &[Basket<'_>], ends: &[Option<usize>], dates: DateRanks) -> Pairs {
    let nodes = ends.len();
    let all: u64 = lists.iter().map(Basket::pairs).sum();
    let different = (nodes as u64).saturating_mul(nodes as u64) / 2;
    let capacity = usize::try_from(all.min(different)).unwrap_or(0);
    let mut pairs = Pairs::new(nodes, capacity);
    // By node: the lists that it is in, and its place there.
    let mut places: Vec<Vec<(u32, u32)>> = vec![Vec::new(); nodes];
    for (number, list) in (0..).zip(lists) {
        for (place, (node, ..)) in (0..).zip(&list.members) {
            places[*node as usize].push((number, place));
        }
    }
    let mut row: Vec<Pair> = vec![Pair::default(); nodes];
    let mut others: Vec<u32> = Vec::new();
    for (node, places) in places.iter().enumerate() {
        for (number, place) in places {
            let (list, place) = (&lists[*number as usize], *place as usize);
            let part = 1.0 / (list.members.len() as f64 - 1.0);
            let day = list.key.article().and_then(|at| dates.of(at));
            let (_, citations, keys) = list.members[place];
            for (other, more, further) in &list.members[place + 1..] {
                let pair = &mut row[*other as usize];
                if pair.lists == 0 {
                    others.push(*other);
                }
                pair.lists += 1;
                pair.citations += citations * more;
                pair.keys += keys * further;
                pair.fractional += part;
                let both = pair.dates.into_iter().chain(day);
                pair.dates = both.reduce(joined);
            }
        }
        others.sort_unstable();
        for other in others.drain(..) {
            let mut pair = std::mem::take(&mut row[other as usize]);
            let between = [ends[node], ends[other as usize]];
            pair.dates = dates.later(between).or(pair.dates);
            pairs.push(other, pair);
        }
        pairs.close_row();
    }
    pairs.with_dates(dates.into_dates())
}

fn notes(
    edges: usize,
    plan: &GraphPlan<'_>,
    elsewhere: u64,
    long: LongBaskets,
) -> Vec<GraphNotice> {
    let mut notes = Vec::new();
    if edges == 0 {
        notes.push(GraphNotice::NothingShared);
    }
    if elsewhere > 0 && plan.level == super::Level::Article {
        notes.push(GraphNotice::Elsewhere { links: elsewhere });
    }
    if long.lists > 0 {
        notes.push(GraphNotice::LongLists { lists: long.lists, pairs: long.pairs });
    }
    notes
}
