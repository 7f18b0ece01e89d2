//! The two projections: things that articles cite together, and articles that cite the same.
//!
//! Both are one sum over lists. In co-citation every article is a list of the things that it cites;
//! in bibliographic coupling every thing is a list of the articles that cite it. A list of `k` nodes
//! joins `k (k - 1) / 2` pairs, so the pairs are counted before any is made.

use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::{FxHashMap, FxHashSet};

use super::directed::Nodes;
use super::edge::Edge;
use super::names::{End, Names};
use super::note::Note;
use super::{Graph, Kind, Plan, View, date};
use crate::corpus::{Corpus, key};

/// A projection would count more pairs than is allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the projection would count {pairs} pairs, and {most} are allowed; the longest list, of {longest}, \
     is that of {name}: --max-list N leaves out longer lists, --max-pairs N allows more, and a \
     coarser --level or --from and --to need fewer"
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
struct List<'a> {
    name: End<'a>,
    /// Node, citations, distinct keys; in node order.
    members: Vec<(u32, u64, u64)>,
}

impl List<'_> {
    fn pairs(&self) -> u64 {
        let members = self.members.len() as u64;
        members * members.saturating_sub(1) / 2
    }
}

/// All that joins two nodes.
#[derive(Default)]
struct Pair {
    lists: u64,
    citations: u64,
    keys: u64,
    fractional: f64,
    /// The earliest and the latest article, by the ranks of their dates.
    dates: Option<(u32, u32)>,
}

/// What one pair of nodes cites together.
#[derive(Default)]
struct Shared<'a> {
    citations: u64,
    keys: FxHashSet<&'a str>,
}

/// Builds a projection, or says how large it would be.
pub(super) fn build(corpus: &Corpus, plan: &Plan<'_>) -> Result<Graph, TooManyPairs> {
    let names = Names::new(corpus, plan);
    let mut nodes = Nodes::new();
    let mut shared: BTreeMap<(End<'_>, End<'_>), Shared<'_>> = BTreeMap::new();
    let is_coupling = plan.view == View::Coupling;
    let (mut elsewhere, mut counted) = (0, 0);
    for (at, article) in plan.articles(corpus) {
        let own = (Kind::Article, at, "");
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
    let places: BTreeMap<End<'_>, u32> = nodes.keys().copied().zip(0..).collect();
    let (lists, long) = lists(corpus, plan, shared, &places)?;
    let dates = Dates::of(corpus);
    let pairs = pairs(&lists, places.len(), &dates);
    let mut graph = DiGraph::with_capacity(nodes.len(), pairs.len());
    for (end, gathering) in nodes {
        graph.add_node(gathering.node(corpus, end, plan));
    }
    for list in &lists {
        list.members.iter().for_each(|(at, ..)| graph[NodeIndex::new(*at as usize)].lists += 1);
    }
    for ((from, to), pair) in pairs {
        let ends = (NodeIndex::new(from as usize), NodeIndex::new(to as usize));
        let between = (graph[ends.0].article, graph[ends.1].article);
        graph.add_edge(ends.0, ends.1, edge(corpus, pair, between, &dates));
    }
    let notes = notes(&graph, plan, (elsewhere, long));
    Ok(Graph { counted, graph, ..plan.empty(notes, corpus) })
}

/// The lists in order, without those that are too long, and what was left out.
fn lists<'a>(
    corpus: &Corpus,
    plan: &Plan<'_>,
    shared: BTreeMap<(End<'a>, End<'a>), Shared<'_>>,
    places: &BTreeMap<End<'a>, u32>,
) -> Result<(Vec<List<'a>>, (u64, u64)), TooManyPairs> {
    let mut lists: Vec<List<'a>> = Vec::new();
    for ((name, node), shared) in shared {
        if lists.last().is_none_or(|list| list.name != name) {
            lists.push(List { name, members: Vec::new() });
        }
        let member = (places[&node], shared.citations, shared.keys.len() as u64);
        lists.last_mut().into_iter().for_each(|list| list.members.push(member));
    }
    let is_long = |list: &List<'_>| list.members.len() > plan.longest_list;
    let long = lists.iter().filter(|list| is_long(list)).map(List::pairs);
    let long = long.fold((0, 0), |(lists, pairs), more| (lists + 1, pairs + more));
    lists.retain(|list| !is_long(list));
    let pairs: u64 = lists.iter().map(List::pairs).sum();
    // Of equal lists the first, for `max_by_key` takes the last.
    match lists.iter().rev().max_by_key(|list| list.members.len()) {
        Some(list) if pairs > plan.most_pairs => {
            let (kind, at, name) = list.name;
            let article = (kind == Kind::Article).then(|| super::document(&corpus.articles[at]));
            let name = article.unwrap_or_else(|| name.to_owned());
            let (longest, most) = (list.members.len(), plan.most_pairs);
            Err(TooManyPairs { pairs, most, longest, name })
        }
        _ => Ok((lists, long)),
    }
}

/// Every pair that a list joins, by its ends. Lists come in order, and so do the parts of sums.
fn pairs(lists: &[List<'_>], nodes: usize, dates: &Dates<'_>) -> Vec<((u32, u32), Pair)> {
    let mut pairs: FxHashMap<(u32, u32), Pair> = FxHashMap::default();
    pairs.reserve(nodes);
    for list in lists {
        let part = 1.0 / (list.members.len() as f64 - 1.0);
        let day = (list.name.0 == Kind::Article).then(|| dates.ranks[list.name.1]).flatten();
        for (at, (left, citations, keys)) in list.members.iter().enumerate() {
            for (right, more, others) in &list.members[at + 1..] {
                let pair = pairs.entry((*left, *right)).or_default();
                pair.lists += 1;
                pair.citations += citations * more;
                pair.keys += keys * others;
                pair.fractional += part;
                let both = pair.dates.into_iter().chain(day);
                pair.dates = both.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
            }
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_unstable_by_key(|(ends, _)| *ends);
    pairs
}

/// The dates of articles as ranks, so that a pair needs not keep its articles.
struct Dates<'a> {
    /// By article: its rank among the earliest and among the latest; `None` without a date.
    ranks: Vec<Option<(u32, u32)>>,
    earliest: Vec<&'a str>,
    latest: Vec<&'a str>,
}

impl<'a> Dates<'a> {
    fn of(corpus: &'a Corpus) -> Self {
        let stated = corpus.articles.iter().map(|article| article.published.as_deref());
        let stated: Vec<Option<&str>> =
            stated.map(|text| text.filter(|text| date::first_day(text).is_some())).collect();
        let (earliest, latest) = date::orders(stated.iter().flatten().copied());
        let places = |order: &[&'a str]| -> FxHashMap<&'a str, u32> {
            order.iter().copied().zip(0..).collect()
        };
        let (first, last) = (places(&earliest), places(&latest));
        let ranks = stated.iter().map(|text| text.map(|text| (first[text], last[text]))).collect();
        Self { ranks, earliest, latest }
    }
}

fn edge(
    corpus: &Corpus,
    pair: Pair,
    between: (Option<usize>, Option<usize>),
    dates: &Dates<'_>,
) -> Edge {
    let (mut first, mut last) = match pair.dates {
        Some((first, last)) => (
            Some(dates.earliest[first as usize].to_owned()),
            Some(dates.latest[last as usize].to_owned()),
        ),
        None => (None, None),
    };
    if let (Some(left), Some(right)) = between {
        let both = [left, right].map(|at| corpus.articles[at].published.as_deref());
        if both.iter().flatten().filter(|text| date::first_day(text).is_some()).count() == 2 {
            last = date::range(both.into_iter().flatten()).1;
            first.clone_from(&last);
        }
    }
    Edge {
        citations: pair.citations,
        articles: pair.lists,
        keys: pair.keys,
        fractional: pair.fractional,
        first,
        last,
        ..Edge::default()
    }
}

fn notes(
    graph: &DiGraph<super::Node, Edge>,
    plan: &Plan<'_>,
    (elsewhere, (lists, pairs)): (u64, (u64, u64)),
) -> Vec<Note> {
    let mut notes = Vec::new();
    if graph.edge_count() == 0 {
        notes.push(Note::NothingShared);
    }
    if elsewhere > 0 && plan.level == super::Level::Article {
        notes.push(Note::Elsewhere { links: elsewhere });
    }
    if lists > 0 {
        notes.push(Note::LongLists { lists, pairs });
    }
    notes
}
