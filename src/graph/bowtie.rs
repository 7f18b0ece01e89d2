//! The bow-tie of a directed graph: what leads into its core, and where the core leads.

use super::search::BreadthFirstSearch;
use super::strong::strong_components;
use super::{Adjacency, components};

/// Where in the bow-tie a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum BowTiePart {
    /// In the largest strong component.
    Core,
    /// Leads to the core, and is not led to by it.
    In,
    /// The core leads to it, and it does not lead back.
    Out,
    /// On a way from an `In` node to an `Out` node past the core.
    Tube,
    /// Linked with the core in another way, directions aside.
    Tendril,
    /// Not linked with the core, even if directions are dropped.
    Disconnected,
}

impl BowTiePart {
    /// The word used in files.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// The part of every node; `None` where no two nodes lead to each other, for then there is no core.
/// In a graph of articles and domains there never is one.
///
/// Of several largest strong components the core is that of the first node. Tendrils are what
/// remains of the core's weak component, as in the paper's figure. Weights and self-loops have no
/// effect.
///
/// Source: Broder et al. 2000.
pub fn bow_tie(graph: &Adjacency) -> Option<Vec<BowTiePart>> {
    let strong = strong_components(graph);
    let core = |node: &usize| strong[*node] == 0;
    let nodes = 0..graph.nodes();
    if nodes.clone().filter(core).count() < 2 {
        return None;
    }
    let reached = |rows, from: &dyn Fn(&usize) -> bool| {
        let mut search = BreadthFirstSearch::new(graph.nodes());
        search.run(rows, nodes.clone().filter(from));
        search
    };
    let below = reached(&graph.outgoing, &core);
    let above = reached(&graph.incoming, &core);
    let from_in = reached(&graph.outgoing, &|node| above.reached(*node) && !core(node));
    let to_out = reached(&graph.incoming, &|node| below.reached(*node) && !core(node));
    let weak = components(graph);
    let home = nodes.clone().find(core).map(|node| weak[node]);
    let part = |node| match (above.reached(node), below.reached(node)) {
        (true, true) => BowTiePart::Core,
        (true, false) => BowTiePart::In,
        (false, true) => BowTiePart::Out,
        _ if from_in.reached(node) && to_out.reached(node) => BowTiePart::Tube,
        _ if Some(weak[node]) == home => BowTiePart::Tendril,
        _ => BowTiePart::Disconnected,
    };
    Some(nodes.clone().map(part).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_told_apart() {
        // 0 and 1 are the core; 2 leads in; 3 is led to; 4 is a tube; 5 hangs off `in`, 6 leads to
        // `out`, 7 cites the tendril 5; 8 and 9 are elsewhere.
        let mut edges = [
            (0, 1),
            (1, 0),
            (2, 0),
            (1, 3),
            (2, 4),
            (4, 3),
            (2, 5),
            (6, 3),
            (7, 5),
            (8, 9),
            (3, 3),
        ]
        .map(|(from, to)| (from, to, 1.0));
        edges.sort_by_key(|(from, to, _)| (*from, *to));
        let found = bow_tie(&Adjacency::from_sorted(10, &edges)).unwrap();
        let wanted = [
            BowTiePart::Core,
            BowTiePart::Core,
            BowTiePart::In,
            BowTiePart::Out,
            BowTiePart::Tube,
            BowTiePart::Tendril,
            BowTiePart::Tendril,
            BowTiePart::Tendril,
            BowTiePart::Disconnected,
            BowTiePart::Disconnected,
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn without_a_cycle_there_is_no_core() {
        assert!(bow_tie(&Adjacency::from_sorted(3, &[(0, 1, 1.0), (1, 1, 1.0)])).is_none());
        assert!(bow_tie(&Adjacency::from_sorted(0, &[])).is_none());
    }
}
