//! A network of any graph, not of citations: labels, degrees, ranks and components.

use std::borrow::Cow;

use super::columns::{DEGREES, MUTUAL_DEGREES, PLACED};
use super::look::{colour, sizes};
use super::network::{EdgeRow, Measured, Network, NodeRow};
use crate::graph::Compact;

impl Network {
    /// Makes the table of a graph whose nodes have these names. Its edges are made as they are
    /// written: a row of each would take more room than the graph.
    pub fn of_list<'a>(graph: Compact, name: impl Fn(usize) -> Cow<'a, str>) -> Self {
        let measured = Measured::of(&graph);
        let sizes = sizes(&measured.degrees);
        let degrees = if graph.is_mutual { &MUTUAL_DEGREES[..] } else { &DEGREES[..] };
        let mut network = Self {
            description: "nodes and edges of a list".to_owned(),
            is_directed: !graph.is_mutual,
            weight: "as listed",
            node_columns: degrees.iter().chain(&PLACED).copied().collect(),
            edge_columns: Vec::new(),
            nodes: Vec::with_capacity(graph.nodes()),
            edges: Vec::new(),
            listed: None,
            legend: Vec::new(),
            newest: None,
            removed: 0,
            infinities: 0,
        };
        for (at, size) in sizes.into_iter().enumerate() {
            let (label, raw) = network.named(&name(at));
            let (cells, colour) = (measured.cells(at, graph.is_mutual), colour("cited"));
            let (start, point) = (None, None);
            network.nodes.push(NodeRow { label, raw, start, size, colour, point, cells });
        }
        network.listed = Some(graph);
        network
    }

    /// The edges, in order.
    pub fn rows(&self) -> impl Iterator<Item = Cow<'_, EdgeRow>> {
        let listed = self.listed.iter().flat_map(Compact::each);
        let listed = listed.map(|(source, target, weight)| {
            let (start, cells, periods) = (None, Vec::new(), Vec::new());
            Cow::Owned(EdgeRow { source, target, weight, start, cells, periods })
        });
        self.edges.iter().map(Cow::Borrowed).chain(listed)
    }
}
