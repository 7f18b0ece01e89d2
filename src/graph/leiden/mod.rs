//! Communities by the Leiden algorithm.
//!
//! A round moves nodes to the community that gains most ([`moving`]), splits every community into
//! well connected parts ([`refining`]), makes each part a node of a smaller graph ([`level`]), and
//! goes on there. Rounds follow until nothing changes.

mod level;
mod moving;
mod quality;
mod refining;

use super::UndirectedAdjacency;
use super::split_mix64::SplitMix64;
use super::structure::{by_size, join, root};
use level::{AggregateGraph, NodePartition};

pub use quality::{cpm, modularity};

/// Levels of one round at most; each has fewer nodes, as a rule a fraction of those before.
const MAX_LEVELS: u32 = 64;

/// Rounds without a change after which it ends. Another order of nodes often finds what one did not.
const MAX_IDLE_ROUNDS: u32 = 3;

/// Edges that all rounds of [`LeidenOptions::sized`] together go through, each from both of its ends.
const MAX_VISITED_EDGES: usize = 40_000_000;

/// What makes a division into communities a good one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum QualityFunction {
    /// See [`modularity`]. It cannot tell communities apart that are small in a large graph.
    #[default]
    Modularity,
    /// See [`cpm`], the constant Potts model: `resolution` is the density that a community must
    /// have, whatever the size of the graph.
    Cpm,
}

/// Parameters of [`leiden_communities`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeidenOptions {
    /// What is maximised.
    pub quality: QualityFunction,
    /// `γ`: more means smaller communities (Gephi's number of that name means the opposite). What
    /// is negative or no number counts as 0.
    pub resolution: f64,
    /// Nodes are visited in an order of chance; one seed always gives the same communities.
    pub seed: u64,
    /// Stops after this many rounds in any case.
    pub rounds: u32,
}

impl Default for LeidenOptions {
    fn default() -> Self {
        Self { quality: QualityFunction::Modularity, resolution: 1.0, seed: 0, rounds: 50 }
    }
}

impl LeidenOptions {
    /// The standard for a graph of this size. Large ones get fewer rounds, two from ten million edges
    /// on: most is gained by these, and igraph and leidenalg stop there whatever the size.
    pub fn sized(graph: &UndirectedAdjacency) -> Self {
        let standard = Self::default();
        let rounds = MAX_VISITED_EDGES / graph.neighbours.edges().max(1);
        Self { rounds: rounds.clamp(2, standard.rounds as usize) as u32, ..standard }
    }
}

/// The outcome of [`leiden_communities`].
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// The community of every node: 0 is the largest; of equal ones, that of the first node.
    pub membership: Vec<u32>,
    /// Rounds taken.
    pub rounds: u32,
    /// Whether it ended because nothing changed any more.
    pub stable: bool,
}

/// Divides an undirected weighted graph into communities, each of which is connected.
///
/// Modularity knows self-loops only as weight at their node. The refinement draws a merge with the
/// share that it has in all gains, where the paper takes `exp(gain / θ)`: exponentials differ in
/// their last bits from machine to machine, and communities must not. Communities are taken apart
/// where they are not connected, which never lowers the quality. About O(M) a level; nodes move on one
/// thread, splitting and aggregating take all, and their number changes nothing.
///
/// Source: Traag, Waltman & van Eck 2019, algorithm A.2.
///
/// ```
/// use citegraph::graph::{Adjacency, LeidenOptions, UndirectedAdjacency, leiden_communities};
/// let edges = [(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 4, 1.0), (3, 5, 1.0), (4, 5, 1.0)];
/// let graph = UndirectedAdjacency::from_graph(&Adjacency::from_sorted(6, &edges));
/// assert_eq!(leiden_communities(&graph, LeidenOptions::default()).membership, [0, 0, 0, 1, 1, 1]);
/// ```
pub fn leiden_communities(graph: &UndirectedAdjacency, options: LeidenOptions) -> Communities {
    let base = AggregateGraph::new(graph, options);
    let mut chance = SplitMix64::new(options.seed);
    let mut found: Vec<u32> = (0..graph.nodes() as u32).collect();
    let mut unchanged = 0;
    for rounds in 1..=options.rounds {
        let next = round(&base, &found, &mut chance);
        unchanged = if next == found { unchanged + 1 } else { 0 };
        found = next;
        if unchanged == MAX_IDLE_ROUNDS {
            return Communities { membership: found, rounds, stable: true };
        }
    }
    Communities { membership: found, rounds: options.rounds, stable: false }
}

/// One round from a division on: the new division.
fn round(base: &AggregateGraph<'_>, start: &[u32], chance: &mut SplitMix64) -> Vec<u32> {
    let mut groups = NodePartition::new(base, start.to_vec());
    // The node of the current level that a node of the graph is part of.
    let mut places: Vec<u32> = (0..base.nodes() as u32).collect();
    let mut coarse: Option<AggregateGraph<'_>> = None;
    for _ in 0..MAX_LEVELS {
        let level = coarse.as_ref().unwrap_or(base);
        moving::settle(level, &mut groups, chance);
        let (parts, count) = refining::parts(level, &groups, chance);
        if count == level.nodes() {
            break;
        }
        let next = level.aggregate(&parts, count);
        let mut whole = vec![0; count];
        for (node, part) in parts.iter().enumerate() {
            whole[*part as usize] = groups.group_of(node);
        }
        groups = NodePartition::new(&next, dense(&whole).0);
        places.iter_mut().for_each(|place| *place = parts[*place as usize]);
        coarse = Some(next);
    }
    let of: Vec<u32> = places.iter().map(|place| groups.group_of(*place as usize)).collect();
    by_size(&connected(base, &of))
}

/// Groups taken apart where they are not connected; each is named by its first node.
fn connected(base: &AggregateGraph<'_>, of: &[u32]) -> Vec<u32> {
    let nodes = of.len() as u32;
    let mut parents: Vec<u32> = (0..nodes).collect();
    for node in 0..nodes {
        let others = base.edges.others(node as usize).iter().copied();
        let inside = others.filter(|other| of[*other as usize] == of[node as usize]);
        join(&mut parents, node, inside);
    }
    (0..nodes).map(|node| root(&mut parents, node)).collect()
}

/// Group numbers without gaps, in the order of their first nodes, and how many there are. Names
/// must be below the number of nodes of some earlier level.
fn dense(groups: &[u32]) -> (Vec<u32>, usize) {
    const NONE: u32 = u32::MAX;
    let largest = groups.iter().max().map_or(0, |group| *group as usize + 1);
    let mut numbers = vec![NONE; largest];
    let mut count = 0;
    let mut number = |group: u32| {
        let number = &mut numbers[group as usize];
        if *number == NONE {
            *number = count;
            count += 1;
        }
        *number
    };
    let found = groups.iter().map(|group| number(*group)).collect();
    (found, count as usize)
}

#[cfg(test)]
mod tests;
