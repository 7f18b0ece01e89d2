//! What the map of domains shows: what is cited together, as a graph that was laid out.
//!
//! Two domains are joined where an article cites both. An article of `k` domains gives each pair
//! 1/(k − 1), so that a long list of links does not outweigh all others. Only the most cited domains
//! are shown, and of each the heaviest edges: a picture of all would be black.

use rustc_hash::FxHashMap;

use super::ReportPage;
use crate::corpus::Facet;
use crate::graph::layout::{LayoutOptions, Point, force_atlas2, growth, spread_out};
use crate::graph::{Adjacency, LeidenOptions, UndirectedAdjacency, leiden_communities};
use crate::report::DomainRow;

/// Domains on the map.
const MAX_NODES: usize = 120;

/// Edges that a node keeps for itself; others may keep more of them.
pub(super) const MIN_NODE_EDGES: usize = 3;

/// Groups with a colour of their own.
pub(super) const COLOURS: usize = 7;

/// Radii of the least and of the most cited domain.
const RADII: (f64, f64) = (8.0, 60.0);

/// A domain on the map.
pub(super) struct MapSpot<'a> {
    pub(super) row: &'a DomainRow,
    pub(super) point: Point,
    pub(super) radius: f64,
    /// Its group by size, from 0; [`COLOURS`] for all without a colour.
    pub(super) group: usize,
}

/// The map: spots by rank, and edges with what they weigh.
pub(super) struct DomainMap<'a> {
    pub(super) spots: Vec<MapSpot<'a>>,
    pub(super) edges: Vec<(usize, usize, f64)>,
}

impl<'a> DomainMap<'a> {
    /// `None` where no two articles have anything to join.
    pub(super) fn from_page(page: &ReportPage<'a>) -> Option<Self> {
        let rows = &page.report.domains[..page.report.domains.len().min(MAX_NODES)];
        let edges = retained_edges(rows.len(), joined(page)?);
        let graph = Adjacency::undirected(rows.len(), &edges);
        let radii = radii(rows);
        let options = LayoutOptions { gravity: 2.0, ..LayoutOptions::default() };
        let mut points = force_atlas2(&graph, &radii, options);
        spread_out(&mut points);
        let growth = growth(&points, &radii);
        let groups = groups(&graph);
        let spots = rows.iter().zip(points).zip(radii.iter().zip(groups));
        let spots = spots.map(|((row, point), (radius, group))| MapSpot {
            row,
            point,
            radius: radius * growth,
            group,
        });
        let ends = |(from, to, weight): (u32, u32, f64)| (from as usize, to as usize, weight);
        Some(Self { spots: spots.collect(), edges: edges.into_iter().map(ends).collect() })
    }
}

/// What articles cite together of the most cited domains; `None` where fewer than two articles cite several.
fn joined(page: &ReportPage) -> Option<FxHashMap<(u32, u32), f64>> {
    let mut cited: Vec<Vec<usize>> = vec![Vec::new(); page.corpus.articles.len()];
    for (at, link) in page.corpus.counted(&page.report.options.selection) {
        cited[at].extend(page.ranks.get(Facet::Domain.link_value(link)));
    }
    let (mut pairs, mut joining) = (FxHashMap::default(), 0);
    for ranks in &mut cited {
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

/// The communities by size; those of one node and those behind the last colour are one.
fn groups(graph: &Adjacency) -> Vec<usize> {
    let of = leiden_communities(&UndirectedAdjacency::from_graph(graph), LeidenOptions::default())
        .membership;
    let mut sizes: FxHashMap<u32, usize> = FxHashMap::default();
    of.iter().for_each(|community| *sizes.entry(*community).or_default() += 1);
    let mut order: Vec<(u32, usize)> = sizes.into_iter().filter(|(_, size)| *size > 1).collect();
    order.sort_by_key(|(community, size)| (std::cmp::Reverse(*size), *community));
    order.truncate(COLOURS);
    let place = |community: &u32| order.iter().position(|(one, _)| one == community);
    of.iter().map(|community| place(community).unwrap_or(COLOURS)).collect()
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
