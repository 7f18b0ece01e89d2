//! What the map of domains shows: what is cited together, as a graph that was laid out.
//!
//! Two domains are joined where an article cites both. An article of `k` domains gives each pair
//! 1/(k − 1), so that a long list of links does not outweigh all others. Only the most cited domains
//! are shown, and of each the heaviest edges: a picture of all would be black.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::corpus::Selection;
use crate::corpus::table::CitationTable;
use crate::graph::layout::{LayoutOptions, force_atlas2, growth, spread_out};
use crate::graph::{Adjacency, LeidenOptions, UndirectedAdjacency, leiden_communities};
use crate::report::DomainRow;

/// Domains on the map.
const MAX_NODES: usize = 120;

/// Edges that a node keeps for itself; others may keep more of them.
pub(in crate::report) const MIN_NODE_EDGES: usize = 3;

/// Groups with a colour of their own.
pub(in crate::report) const COLOURS: usize = 7;

/// Radii of the least and of the most cited domain.
const RADII: (f64, f64) = (8.0, 60.0);

/// A domain on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MapNode {
    /// The registrable domain.
    pub domain: String,
    /// The position of its circle from the left, in units of the map.
    pub x: f64,
    /// The position of its circle from the top, in units of the map.
    pub y: f64,
    /// Radius of the circle, whose area grows with its citations.
    pub radius: f64,
    /// The number of its community, sorted by size, from 0; `None` for small communities.
    pub group: Option<u32>,
}

/// Two domains that articles cite together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MapEdge {
    /// Index of one node.
    pub from: u64,
    /// Index of the other.
    pub to: u64,
    /// The sum, over all articles that cite both, of 1/(k − 1), where k is the number of domains that the article
    /// cites.
    pub weight: f64,
}

/// The map: nodes from the most cited on, and the heaviest edges of each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DomainMap {
    /// The most cited domains.
    pub nodes: Vec<MapNode>,
    /// Edges in the order of their nodes.
    pub edges: Vec<MapEdge>,
}

impl DomainMap {
    /// `None` where no two articles have anything to join.
    pub(super) fn new(
        table: &CitationTable,
        selection: &Selection,
        domains: &[DomainRow],
    ) -> Option<Self> {
        let rows = &domains[..domains.len().min(MAX_NODES)];
        let edges = retained_edges(rows.len(), joined(table, selection, domains)?);
        let graph = Adjacency::undirected(rows.len(), &edges);
        let radii = radii(rows);
        let options = LayoutOptions { gravity: 2.0, ..LayoutOptions::default() };
        let mut points = force_atlas2(&graph, &radii, options);
        spread_out(&mut points);
        let growth = growth(&points, &radii);
        let groups = groups(&graph);
        let nodes = rows.iter().zip(points).zip(radii.iter().zip(groups));
        let nodes = nodes.map(|((row, [x, y]), (radius, group))| MapNode {
            domain: row.domain.clone(),
            x: whole(x),
            y: whole(y),
            radius: whole(radius * growth),
            group,
        });
        let edge = |(from, to, weight): (u32, u32, f64)| MapEdge {
            from: u64::from(from),
            to: u64::from(to),
            weight,
        };
        Some(Self { nodes: nodes.collect(), edges: edges.into_iter().map(edge).collect() })
    }
}

/// To whole units, and never −0.
fn whole(number: f64) -> f64 {
    number.round() + 0.0
}

/// What articles cite together of the most cited domains; `None` where fewer than two articles cite several.
fn joined(
    table: &CitationTable,
    selection: &Selection,
    domains: &[DomainRow],
) -> Option<FxHashMap<(u32, u32), f64>> {
    let rows = domains.iter().enumerate();
    let rank_of: FxHashMap<&str, usize> =
        rows.map(|(rank, row)| (row.domain.as_str(), rank)).collect();
    let (mut pairs, mut joining) = (FxHashMap::default(), 0);
    let mut ranks: Vec<usize> = Vec::new();
    for article in table.articles() {
        ranks.clear();
        let cited = table.counted_of(article, selection);
        ranks.extend(cited.filter_map(|link| rank_of.get(link.address().domain).copied()));
        ranks.sort_unstable();
        ranks.dedup();
        let share = 1.0 / (ranks.len().max(2) - 1) as f64;
        let shown = &ranks[..ranks.partition_point(|rank| *rank < MAX_NODES)];
        joining += usize::from(shown.len() > 1);
        for (at, from) in shown.iter().enumerate() {
            for to in &shown[at + 1..] {
                *pairs.entry((*from as u32, *to as u32)).or_default() += share;
            }
        }
    }
    (joining > 1).then_some(pairs)
}

/// The heaviest edges of every node, in the order of their ends.
fn retained_edges(nodes: usize, pairs: FxHashMap<(u32, u32), f64>) -> Vec<(u32, u32, f64)> {
    let mut all: Vec<(u32, u32, f64)> =
        pairs.into_iter().map(|((from, to), weight)| (from, to, weight)).collect();
    all.sort_by(|one, two| two.2.total_cmp(&one.2).then((one.0, one.1).cmp(&(two.0, two.1))));
    let mut degrees = vec![0; nodes];
    all.retain(|(from, to, _)| {
        let ends = [*from as usize, *to as usize];
        let keeps = ends.iter().any(|end| degrees[*end] < MIN_NODE_EDGES);
        ends.iter().for_each(|end| degrees[*end] += usize::from(keeps));
        keeps
    });
    all.sort_by_key(|(from, to, _)| (*from, *to));
    all
}

/// Areas by citations.
fn radii(rows: &[DomainRow]) -> Vec<f64> {
    let most = rows.iter().map(|row| row.citations).max().unwrap_or(1) as f64;
    let (least, largest) = RADII;
    rows.iter().map(|row| (largest * (row.citations as f64 / most).sqrt()).max(least)).collect()
}

/// The communities by size; `None` for those of one node and those behind the last colour.
fn groups(graph: &Adjacency) -> Vec<Option<u32>> {
    let of = leiden_communities(&UndirectedAdjacency::from_graph(graph), LeidenOptions::default())
        .membership;
    let mut sizes: FxHashMap<u32, usize> = FxHashMap::default();
    of.iter().for_each(|community| *sizes.entry(*community).or_default() += 1);
    let mut order: Vec<(u32, usize)> = sizes.into_iter().filter(|(_, size)| *size > 1).collect();
    order.sort_by_key(|(community, size)| (std::cmp::Reverse(*size), *community));
    order.truncate(COLOURS);
    let place = |community: &u32| order.iter().position(|(one, _)| one == community);
    of.iter().map(|community| place(community).map(|at| at as u32)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_keeps_its_heaviest_edges() {
        let pairs = (0..5).flat_map(|from| (from + 1..6).map(move |to| (from, to)));
        let pairs = pairs.map(|(from, to)| ((from, to), f64::from(from + to))).collect();
        let edges = retained_edges(6, pairs);
        assert!(edges.contains(&(4, 5, 9.0)) && edges.contains(&(0, 5, 5.0)), "{edges:?}");
        assert!(!edges.contains(&(0, 1, 1.0)) || edges.len() < 15, "{edges:?}");
        assert!(edges.is_sorted_by_key(|(from, to, _)| (*from, *to)));
    }
}
