//! The two projections: things that articles cite together, and articles that cite the same.
//!
//! Both are one sum over lists. In co-citation every article is a list of the things that it cites;
//! in bibliographic coupling every thing is a list of the articles that cite it. A list of `k` nodes
//! joins `k (k - 1) / 2` pairs, so the pairs are counted before any is made.

use std::collections::BTreeMap;

use std::sync::Arc;

use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::{FxHashMap, FxHashSet};

use super::directed::NodeBuilders;
use super::edge::Edge;
use super::endpoints::{EndpointNames, NodeKey};
use super::notice::GraphNotice;
use super::pairs::{DateTable, Pair, Pairs};
use super::{Graph, GraphPlan, View, date};
use crate::article::StatedDate;
use crate::corpus::{Corpus, key};

/// A projection would count more pairs than is allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "this graph would have {pairs} pairs of nodes, but at most {most} are allowed; {name} alone connects {longest} \
     nodes"
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

/// What one pair of nodes cites together.
#[derive(Default)]
struct SharedCitations<'a> {
    citations: u64,
    keys: FxHashSet<&'a str>,
}

/// Builds a projection, or says how large it would be.
pub(super) fn build(corpus: &Corpus, plan: &GraphPlan<'_>) -> Result<Graph, TooManyPairs> {
    let names = EndpointNames::new(corpus, plan);
    let mut nodes = NodeBuilders::new();
    let mut shared: BTreeMap<(NodeKey<'_>, NodeKey<'_>), SharedCitations<'_>> = BTreeMap::new();
    let is_coupling = plan.view == View::Coupling;
    let (mut elsewhere, mut counted) = (0, 0);
    for (at, article) in plan.articles(corpus) {
        let own = NodeKey::from_article(at);
        if is_coupling {
            nodes.entry(own).or_default();
        }
        for (end, link) in names.cited(article) {
            let Some(end) = end else {
                elsewhere += 1;
                continue;
            };
            counted += 1;
            let (list, node) = if is_coupling { (end, own) } else { (own, end) };
            let gathering = nodes.entry(node).or_default();
            match is_coupling {
                true => gathering.cites(at, link),
                false => gathering.is_cited(at, link),
            }
            let shared = shared.entry((list, node)).or_default();
            shared.citations += 1;
            shared.keys.insert(key(link));
        }
    }
    let places: BTreeMap<NodeKey<'_>, u32> = nodes.keys().copied().zip(0..).collect();
    let (lists, long) = lists(corpus, plan, shared, &places)?;
    let dates = DateRanks::from_corpus(corpus);
    let ends: Vec<Option<usize>> = nodes.keys().map(|key| key.article()).collect();
    let pairs = pairs(&lists, &ends, dates);
    let mut graph: DiGraph<_, Edge> = DiGraph::with_capacity(nodes.len(), 0);
    for (end, gathering) in nodes {
        graph.add_node(gathering.node(corpus, end, plan));
    }
    for list in &lists {
        list.members.iter().for_each(|(at, ..)| graph[NodeIndex::new(*at as usize)].lists += 1);
    }
    let notes = notes(pairs.len(), plan, elsewhere, long);
    Ok(Graph { counted, graph, pairs: Some(Arc::new(pairs)), ..plan.empty(notes, corpus) })
}

/// The lists in order, without those that are too long, and what was left out.
fn lists<'a>(
    corpus: &Corpus,
    plan: &GraphPlan<'_>,
    shared: BTreeMap<(NodeKey<'a>, NodeKey<'a>), SharedCitations<'_>>,
    places: &BTreeMap<NodeKey<'a>, u32>,
) -> Result<(Vec<Basket<'a>>, LongBaskets), TooManyPairs> {
    let mut lists: Vec<Basket<'a>> = Vec::new();
    for ((key, node), shared) in shared {
        if lists.last().is_none_or(|list| list.key != key) {
            lists.push(Basket { key, members: Vec::new() });
        }
        let member = (places[&node], shared.citations, shared.keys.len() as u64);
        lists.last_mut().into_iter().for_each(|list| list.members.push(member));
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
            let article = list.key.article().map(|at| super::document(&corpus.articles[at]));
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
fn pairs(lists: &[Basket<'_>], ends: &[Option<usize>], dates: DateRanks<'_>) -> Pairs {
    let nodes = ends.len();
    let all: u64 = lists.iter().map(Basket::pairs).sum();
    let different = (nodes as u64).saturating_mul(nodes as u64) / 2;
    let capacity = usize::try_from(all.min(different)).unwrap_or(0);
    let mut pairs = Pairs::new(nodes, capacity, dates.days());
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
            let day = list.key.article().and_then(|at| dates.ranks[at]);
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
                pair.dates = both.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
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
    pairs
}

/// The dates of articles as ranks, so that a pair needs not keep its articles.
struct DateRanks<'a> {
    /// By article: its rank among the earliest and among the latest; `None` without a date.
    ranks: Vec<Option<(u32, u32)>>,
    /// By rank among the latest: the rank among the earliest.
    began: Vec<u32>,
    earliest: Vec<&'a str>,
    latest: Vec<&'a str>,
}

impl<'a> DateRanks<'a> {
    fn from_corpus(corpus: &'a Corpus) -> Self {
        let stated = corpus.articles.iter().map(|article| article.published.as_deref());
        let stated: Vec<Option<&str>> =
            stated.map(|text| text.filter(|text| StatedDate::parse(text).is_some())).collect();
        let (earliest, latest) = date::orders(stated.iter().flatten().copied());
        let places = |order: &[&'a str]| -> FxHashMap<&'a str, u32> {
            order.iter().copied().zip(0..).collect()
        };
        let (first, last) = (places(&earliest), places(&latest));
        let ranks = stated.iter().map(|text| text.map(|text| (first[text], last[text]))).collect();
        let began = latest.iter().map(|text| first[text]).collect();
        Self { ranks, began, earliest, latest }
    }

    /// The date of the later of two articles, where both ends are articles that have one.
    fn later(&self, articles: [Option<usize>; 2]) -> Option<(u32, u32)> {
        let [left, right] = articles.map(|article| article.and_then(|at| self.ranks[at]));
        let last = left?.1.max(right?.1);
        Some((self.began[last as usize], last))
    }

    fn days(&self) -> DateTable {
        let boxed = |days: &[&str]| days.iter().map(|day| Box::from(*day)).collect();
        DateTable { earliest: boxed(&self.earliest), latest: boxed(&self.latest) }
    }
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
