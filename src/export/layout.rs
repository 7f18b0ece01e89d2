//! A network as a picture: where nodes stand, and what their colours mean.

use std::collections::BTreeMap;

use strum::{EnumMessage, IntoStaticStr, VariantArray};

use super::legend::LegendEntry;
use super::network::Network;
use super::row::{CellValue, NodeRow};
use crate::graph::layout::{LayoutOptions, force_atlas2};
use crate::graph::{Adjacency, LeidenOptions, UndirectedAdjacency, leiden_communities};

/// Okabe and Ito's palette without black, told apart by colour-blind readers too.
const PALETTE: [[u8; 3]; 7] = [
    [0, 114, 178],
    [230, 159, 0],
    [0, 158, 115],
    [204, 121, 167],
    [86, 180, 233],
    [213, 94, 0],
    [240, 228, 66],
];

/// The colour of all that has none of its own.
const REST: [u8; 3] = [170, 170, 170];

/// What colours tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, VariantArray, IntoStaticStr, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum Colouring {
    /// The community by modularity.
    #[strum(message = "The community by modularity, named after its largest node")]
    #[default]
    Community,
    /// The type of publisher.
    Type,
}

impl Network {
    /// Places the nodes and gives them colours, with a legend. The graph must be the one that the
    /// network was made from.
    pub fn apply_layout(&mut self, graph: &Adjacency, colouring: Colouring) {
        self.fill();
        let radii: Vec<f64> = self.nodes.iter().map(|node| node.size).collect();
        let points = force_atlas2(graph, &radii, LayoutOptions::default());
        self.nodes.iter_mut().zip(points).for_each(|(node, point)| node.point = Some(point));
        let groups: Vec<Option<String>> = match colouring {
            Colouring::Community => self.communities(graph),
            Colouring::Type => self.types(),
        };
        self.colour(&groups);
    }

    /// The same for a network of a list.
    pub fn apply_list_layout(&mut self, colouring: Colouring) {
        let graph = self.listed.as_ref().map(|listed| listed.graph.clone());
        if let Some(graph) = graph {
            self.apply_layout(&graph, colouring);
        }
    }

    /// Every community by the label of its largest node; `None` for a node that is one by itself.
    fn communities(&self, graph: &Adjacency) -> Vec<Option<String>> {
        let graph = UndirectedAdjacency::from_graph(graph);
        let of = leiden_communities(&graph, LeidenOptions::sized(&graph)).membership;
        let mut heads: BTreeMap<u32, &NodeRow> = BTreeMap::new();
        for (node, community) in self.nodes.iter().zip(&of) {
            let head = heads.entry(*community).or_insert(node);
            if node.size > head.size {
                *head = node;
            }
        }
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        of.iter().for_each(|community| *sizes.entry(*community).or_default() += 1);
        let head = |community: &u32| heads.get(community).filter(|_| sizes[community] > 1);
        of.iter().map(|community| head(community).map(|head| head.label.clone())).collect()
    }

    fn types(&self) -> Vec<Option<String>> {
        let at = self.node_columns.iter().position(|column| column.name == "source_type");
        let cell = |node: &NodeRow| match node.cells.get(at?)?.as_ref()? {
            CellValue::Text(text) => Some(text.clone()),
            _ => None,
        };
        self.nodes.iter().map(cell).collect()
    }

    /// The largest groups get the colours of the palette, all others one.
    fn colour(&mut self, groups: &[Option<String>]) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        groups.iter().flatten().for_each(|group| *counts.entry(group).or_default() += 1);
        let mut order: Vec<(&str, usize)> = counts.into_iter().collect();
        order.sort_by(|one, two| two.1.cmp(&one.1).then(one.0.cmp(two.0)));
        order.truncate(PALETTE.len());
        let colours: BTreeMap<&str, [u8; 3]> = order.iter().map(|one| one.0).zip(PALETTE).collect();
        for (node, group) in self.nodes.iter_mut().zip(groups) {
            let own = group.as_deref().and_then(|group| colours.get(group));
            node.colour = own.copied().unwrap_or(REST);
        }
        let rest = self.nodes.iter().filter(|node| node.colour == REST).count();
        let line = |(name, nodes): &(&str, usize)| LegendEntry {
            name: (*name).to_owned(),
            nodes: *nodes,
            colour: colours[name],
        };
        self.legend = order.iter().map(line).collect();
        if rest > 0 {
            self.legend.push(LegendEntry {
                name: "all others".to_owned(),
                nodes: rest,
                colour: REST,
            });
        }
    }
}
