//! The measures of nodes that files can carry, by name.

use super::{
    Adjacency, BowTiePart, LeidenOptions, PagerankOptions, QualityFunction, UndirectedAdjacency,
    betweenness_centrality, bow_tie, components, core_numbers, harmonic_centrality,
    hubs_and_authorities, leiden_communities, pagerank, sampled_betweenness_centrality,
    strong_components, weighted_betweenness_centrality, weighted_closeness_centrality,
};

/// Sources that [`Metric::SampledBetweenness`] is estimated from.
pub const SAMPLES: usize = 256;

/// The density that communities of [`Metric::LeidenCpm`] have at least.
pub const DENSITY: f64 = 0.05;

/// A measure of nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Metric {
    /// See [`pagerank`].
    Pagerank,
    /// See [`hubs_and_authorities`].
    Hub,
    /// See [`hubs_and_authorities`].
    Authority,
    /// See [`betweenness_centrality`].
    Betweenness,
    /// See [`sampled_betweenness_centrality`], of [`SAMPLES`] sources and seed 0.
    SampledBetweenness,
    /// See [`harmonic_centrality`].
    Harmonic,
    /// See [`weighted_betweenness_centrality`].
    WeightedBetweenness,
    /// See [`weighted_closeness_centrality`].
    WeightedCloseness,
    /// See [`core_numbers`].
    Coreness,
    /// See [`components`].
    Component,
    /// See [`strong_components`].
    StrongComponent,
    /// See [`bow_tie`].
    BowTie,
    /// See [`leiden_communities`], by modularity with resolution 1, seed 0, and rounds by the size of the graph.
    Leiden,
    /// See [`leiden_communities`], by the constant Potts model with resolution [`DENSITY`] and seed 0.
    LeidenCpm,
}

impl Metric {
    /// Every metric, in the order of the columns.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The word used on the command line.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The name of its column in files: Gephi's own, misspelt as it is there, where Gephi has a
    /// statistic of the same meaning.
    pub fn column(self) -> &'static str {
        match self {
            Self::Pagerank => "pageranks",
            Self::Hub => "hub",
            Self::Authority => "authority",
            Self::Betweenness => "betweenesscentrality",
            Self::SampledBetweenness => "sampled_betweenness",
            Self::Harmonic => "harmonic_closeness",
            Self::WeightedBetweenness => "weighted_betweenness",
            Self::WeightedCloseness => "weighted_closeness",
            Self::Coreness => "coreness",
            Self::Component => "component",
            Self::StrongComponent => "strongcompnum",
            Self::BowTie => "bow_tie",
            Self::Leiden => "modularity_class",
            Self::LeidenCpm => "cpm_class",
        }
    }
}

/// One value a node, in node order.
#[derive(Debug, Clone, PartialEq)]
pub enum MetricColumn {
    /// Whole numbers.
    Whole(Vec<u64>),
    /// Finite numbers.
    Double(Vec<f64>),
    /// Words of a closed set; `None` where the measure is not defined.
    Word(Vec<Option<&'static str>>),
}

/// Measures every node.
///
/// ```
/// use citegraph::graph::{Adjacency, metrics::{MetricColumn, Metric, compute}};
/// let path = Adjacency::from_sorted(3, &[(0, 1, 1.0), (1, 2, 1.0)]);
/// assert_eq!(compute(Metric::Betweenness, &path), MetricColumn::Double(vec![0.0, 1.0, 0.0]));
/// ```
pub fn compute(metric: Metric, graph: &Adjacency) -> MetricColumn {
    match metric {
        Metric::Pagerank => {
            MetricColumn::Double(pagerank(graph, PagerankOptions::default()).values)
        }
        Metric::Hub => MetricColumn::Double(hubs_and_authorities(graph).hubs),
        Metric::Authority => MetricColumn::Double(hubs_and_authorities(graph).authorities),
        Metric::Betweenness => MetricColumn::Double(paths(graph, betweenness_centrality(graph))),
        Metric::SampledBetweenness => {
            MetricColumn::Double(paths(graph, sampled_betweenness_centrality(graph, SAMPLES, 0)))
        }
        Metric::Harmonic => MetricColumn::Double(harmonic_centrality(graph)),
        Metric::WeightedBetweenness => {
            MetricColumn::Double(paths(graph, weighted_betweenness_centrality(graph)))
        }
        Metric::WeightedCloseness => MetricColumn::Double(weighted_closeness_centrality(graph)),
        Metric::Coreness => whole(core_numbers(&UndirectedAdjacency::from_graph(graph))),
        Metric::Component => whole(components(graph)),
        Metric::StrongComponent => whole(strong_components(graph)),
        Metric::BowTie => MetricColumn::Word(parts(graph)),
        Metric::Leiden => communities(graph, QualityFunction::Modularity, 1.0),
        Metric::LeidenCpm => communities(graph, QualityFunction::Cpm, DENSITY),
    }
}

/// Without directions a path and its way back are one.
fn paths(graph: &Adjacency, mut between: Vec<f64>) -> Vec<f64> {
    if graph.is_undirected {
        between.iter_mut().for_each(|value| *value /= 2.0);
    }
    between
}

fn parts(graph: &Adjacency) -> Vec<Option<&'static str>> {
    let words = |parts: Vec<BowTiePart>| parts.into_iter().map(|part| Some(part.name())).collect();
    bow_tie(graph).map_or_else(|| vec![None; graph.nodes()], words)
}

fn communities(graph: &Adjacency, quality: QualityFunction, resolution: f64) -> MetricColumn {
    let graph = UndirectedAdjacency::from_graph(graph);
    let options = LeidenOptions { quality, resolution, ..LeidenOptions::sized(&graph) };
    whole(leiden_communities(&graph, options).membership)
}

fn whole(numbers: Vec<u32>) -> MetricColumn {
    MetricColumn::Whole(numbers.into_iter().map(u64::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_a_million_nodes_costs_no_stack() {
        let nodes: u32 = 1_000_000;
        let path = (1..nodes).map(|node| (node - 1, node)).collect();
        let path = Adjacency::from_ends(nodes as usize, path, Vec::new());
        let all = |value| MetricColumn::Whole(vec![value; nodes as usize]);
        assert_eq!(compute(Metric::Component, &path), all(0));
        assert_eq!(compute(Metric::Coreness, &path), all(1));
        let MetricColumn::Word(parts) = compute(Metric::BowTie, &path) else { panic!("words") };
        assert_eq!(parts.len(), nodes as usize);
    }

    #[test]
    fn every_metric_has_its_own_names_and_one_value_a_node() {
        let graph = Adjacency::from_sorted(4, &[(0, 1, 1.0), (1, 0, 2.0), (1, 2, 1.0)]);
        for (at, metric) in Metric::ALL.iter().copied().enumerate() {
            let others = &Metric::ALL[at + 1..];
            assert!(others.iter().all(|other| other.name() != metric.name()));
            assert!(others.iter().all(|other| other.column() != metric.column()));
            for (graph, nodes) in [(&graph, 4), (&Adjacency::from_sorted(0, &[]), 0)] {
                let found = match compute(metric, graph) {
                    MetricColumn::Whole(values) => values.len(),
                    MetricColumn::Double(values) => {
                        assert!(values.iter().all(|value| value.is_finite()), "{metric:?}");
                        values.len()
                    }
                    MetricColumn::Word(words) => words.len(),
                };
                assert_eq!(found, nodes, "{metric:?}");
            }
        }
    }
}
