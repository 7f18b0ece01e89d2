//! The columns of graph files: their names, their values, and what they say.
//!
//! A name is the column's id in every format. None is one that a reader keeps for itself (`label`,
//! `weight`, `size`, `start`, `type`, …), and where Gephi has a statistic of the same meaning the
//! name is Gephi's, misspelt as it is there. JSON and CSV can carry plain names instead, those of the
//! flags and of the report.

use std::borrow::Cow;

use strum::{EnumMessage, IntoStaticStr, VariantArray};

use crate::article::Place;
use crate::graph::metrics::Metric;
use crate::graph::{Graph, NodeKind, View};

use ColumnType::{Double, Text, Whole};

/// What stands in a column, as narrow as every reader allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// Whole numbers from 0.
    Whole,
    /// Numbers.
    Double,
}

impl ColumnType {
    /// The word used in lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Whole => "whole",
            Self::Double => "double",
        }
    }
}

/// Which names of columns a file carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, VariantArray, IntoStaticStr, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum ColumnNaming {
    /// Those that Gephi and all other readers take.
    #[strum(
        message = "The names that Gephi uses for measures that it also computes; a name that Gephi reserves is \
                   replaced by another name"
    )]
    #[default]
    Gephi,
    /// Those of the flags and of the report.
    #[strum(message = "The names that --metrics and the report use; only for JSON and CSV")]
    Plain,
}

/// A column of nodes or of edges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in every format.
    pub name: Cow<'static, str>,
    /// Its plain name.
    pub plain: Cow<'static, str>,
    /// What stands in it.
    pub values: ColumnType,
    /// What it says, in a few words.
    pub meaning: &'static str,
}

impl Column {
    /// Its name among those names.
    pub fn named(&self, names: ColumnNaming) -> &str {
        match names {
            ColumnNaming::Gephi => &self.name,
            ColumnNaming::Plain => &self.plain,
        }
    }

    /// A column of a user's table.
    pub(super) fn of_user(name: String, values: ColumnType) -> Self {
        let name: Cow<'static, str> = Cow::Owned(name);
        Self { plain: name.clone(), name, values, meaning: "from the user's table" }
    }

    /// Whether dates stand in it.
    pub(super) fn is_date(&self) -> bool {
        matches!(&*self.name, "first" | "last" | "checked")
    }
}

const fn column(name: &'static str, values: ColumnType, meaning: &'static str) -> Column {
    Column { name: Cow::Borrowed(name), plain: Cow::Borrowed(name), values, meaning }
}

const fn renamed(
    name: &'static str,
    plain: &'static str,
    values: ColumnType,
    meaning: &'static str,
) -> Column {
    Column { name: Cow::Borrowed(name), plain: Cow::Borrowed(plain), values, meaning }
}

pub(super) const CLASS: Column = column(
    "node_class",
    Text,
    "kind of node: `article`, `tag` or `author`; for domains and other things `cited`, `citing` or \
     `both`; `unknown` for the node that stands for all articles without an origin, tag or author",
);

/// How a node is cited.
pub(super) const CITED: [Column; 7] = [
    column("citations", Whole, "citations that lead to the node"),
    column("articles", Whole, "articles that cite the node"),
    column("keys", Whole, "distinct URLs of the node that are cited"),
    column("works", Whole, "distinct works of the node that are cited"),
    column("hosts", Whole, "distinct hosts of the node that are cited"),
    column("sites", Whole, "distinct sites of the node that are cited"),
    column("share", Double, "the node's share of all citations in the graph"),
];

pub(super) const DATES: [Column; 2] = [
    column(
        "first",
        Text,
        "date of the earliest article that cites the node; for an article, its own date",
    ),
    column(
        "last",
        Text,
        "date of the latest article that cites the node; for an article, its own date",
    ),
];

/// The column by which Gephi knows when a row of a table is there.
pub(super) const TIMESET: &str = "Timeset";

pub(super) const CITES: Column = column("cites", Whole, "citations that the node makes");

pub(super) const DEGREES: [Column; 4] = [
    column("in_degree", Whole, "nodes that cite the node"),
    column("out_degree", Whole, "nodes that the node cites"),
    column("in_strength", Double, "sum of the weights of edges to the node"),
    column("out_strength", Double, "sum of the weights of edges from the node"),
];

/// Instead, where edges have no direction.
pub(super) const MUTUAL_DEGREES: [Column; 2] = [
    column("degree", Whole, "nodes that are connected to the node"),
    column("strength", Double, "sum of the weights of all edges of the node"),
];

pub(super) const PLACED: [Column; 2] = [
    renamed("pageranks", "pagerank", Double, "weighted PageRank, damping 0.85"),
    column("component", Whole, "number of the node's weak component; 0 is the largest component"),
];

/// How the links to a cited domain do, where they were checked.
pub(super) const HEALTH: [Column; 3] = [
    column("links_checked", Whole, "links to the node that were checked"),
    column("links_dead", Whole, "links to the node that are dead"),
    column("dead_share", Double, "share of the checked links to the node that are dead"),
];

/// What is known of who stands behind a node, in the order of
/// [`SourceFacts::COLUMNS`](crate::source::SourceFacts::COLUMNS).
pub(super) const FACTS: [Column; 8] = [
    column("owner", Text, "direct owner of the publisher"),
    column("owner_group", Text, "the group that the owner belongs to"),
    renamed("source_type", "type", Text, "type of publisher"),
    column("country", Text, "country of the publisher"),
    column("language", Text, "main language of the publisher"),
    column("platform", Text, "owner of the platform that hosts the publisher"),
    column("evidence", Text, "evidence for owner, type, country and language"),
    column("checked", Text, "date of the last check of owner, type, country and language"),
];

/// Where nodes lie in domains.
pub(super) const DOMAIN: Column =
    column("domain", Text, "registrable domain that contains the node");

/// Where articles are nodes.
pub(super) const ARTICLE: [Column; 2] = [
    column("input", Text, "file or URL of the article"),
    column("origin", Text, "where the article is published"),
];

pub(super) const EDGE: [Column; 6] = [
    column("citations", Whole, "citations of the edge"),
    column("articles", Whole, "articles that contain the citations of the edge"),
    column("keys", Whole, "distinct URLs among the citations of the edge"),
    FRACTIONAL,
    FIRST,
    LAST,
];

const FRACTIONAL: Column = column(
    "fractional",
    Double,
    "each article has weight 1, divided equally among its citations; in the view `cocitation`, an \
     article that cites k nodes adds 1/(k - 1) to each edge between two of these nodes; in the \
     view `coupling`, a thing that k nodes cite adds 1/(k - 1) to each edge between two of these \
     nodes",
);
const FIRST: Column = column(
    "first",
    Text,
    "date of the earliest article that contains a citation of the edge; for an edge between two articles, the date \
     of the later article",
);
const LAST: Column =
    column("last", Text, "date of the latest article that contains a citation of the edge");

/// Instead, where something third joins two nodes.
pub(super) const SHARED_EDGE: [Column; 8] = [
    renamed(
        "shared",
        "articles",
        Whole,
        "in the view `cocitation`, articles that cite both nodes; in the view `coupling`, things \
         that both nodes cite",
    ),
    renamed(
        "citation_pairs",
        "citations",
        Whole,
        "a sum: in the view `cocitation`, each article that cites one node m times and the other n \
         times adds m × n; in the view `coupling`, each thing that one node cites m times and the \
         other cites n times adds m × n",
    ),
    renamed(
        "key_pairs",
        "keys",
        Whole,
        "a sum: in the view `cocitation`, each article that cites m distinct URLs of one node and n \
         distinct URLs of the other adds m × n; in the view `coupling`, if one node cites m \
         distinct URLs of a thing and the other node cites n, the thing adds m × n",
    ),
    FRACTIONAL,
    column(
        "jaccard",
        Double,
        "Jaccard index: in the view `cocitation`, the number of articles that cite both nodes, \
         divided by the number of articles that cite at least one of them; in the view `coupling`, \
         the number of things that both nodes cite, divided by the number of things that at least \
         one of them cites",
    ),
    column(
        "cosine",
        Double,
        "cosine similarity: in the view `cocitation`, if m articles cite one node, n articles cite \
         the other, and k articles cite both, it is k / √(m·n); in the view `coupling`, if one node \
         cites m things, the other cites n things, and both cite k things, it is k / √(m·n)",
    ),
    FIRST,
    LAST,
];

/// Between two runs.
pub(super) const CHANGE: Column = column(
    "change",
    Text,
    "change between two runs: born (added), gone (removed), grown, shrunk or same",
);
pub(super) const BEFORE: Column = column("citations_before", Whole, "citations in the older run");
pub(super) const WEIGHT_BEFORE: Column = column("weight_before", Double, "weight in the older run");

/// Citations of an edge by place.
pub(super) fn place_column(place: Place) -> Column {
    let (name, meaning) = match place {
        Place::Body => ("n_body", "citations of the edge whose place is `body`"),
        Place::Note => ("n_note", "citations of the edge whose place is `note`"),
        Place::Caption => ("n_caption", "citations of the edge whose place is `caption`"),
        Place::Byline => ("n_byline", "citations of the edge whose place is `byline`"),
        Place::Comment => ("n_comment", "citations of the edge whose place is `comment`"),
        Place::Navigation => ("n_navigation", "citations of the edge whose place is `navigation`"),
        Place::Share => ("n_share", "citations of the edge whose place is `share`"),
        Place::Embed => ("n_embed", "citations of the edge whose place is `embed`"),
    };
    column(name, Whole, meaning)
}

pub(super) fn metric_column(metric: Metric) -> Column {
    let (values, meaning) = match metric {
        Metric::Pagerank => (Double, "weighted PageRank, damping 0.85"),
        Metric::Hub => (
            Double,
            "HITS hub score: high for a node that cites often-cited nodes; the scores sum to 1",
        ),
        Metric::Authority => (
            Double,
            "HITS authority score: high for a node that is cited by good hubs; the scores sum to 1",
        ),
        Metric::Betweenness => {
            (Double, "number of shortest paths through the node, where every edge has length 1")
        }
        Metric::SampledBetweenness => (Double, "betweenness, estimated from 256 nodes"),
        Metric::Harmonic => {
            (Double, "sum of 1/distance over all nodes from which a path leads to the node")
        }
        Metric::Coreness => (Whole, "core number (k-core); directions of edges are ignored"),
        Metric::Component => {
            (Whole, "number of the node's weak component; 0 is the largest component")
        }
        Metric::StrongComponent => {
            (Whole, "number of the node's strong component; 0 is the largest component")
        }
        Metric::BowTie => (Text, "part of the bow-tie: `core`, `in`, `out`, `tube` or `tendril`"),
        Metric::WeightedBetweenness => (
            Double,
            "number of shortest paths through the node, where an edge of weight w is 1/w long",
        ),
        Metric::WeightedCloseness => (
            Double,
            "closeness over all nodes from which a path leads to the node, where an edge of weight \
             w is 1/w long",
        ),
        Metric::Leiden => (
            Whole,
            "number of the node's community by modularity; 0 is the largest community; directions \
             of edges are ignored",
        ),
        Metric::LeidenCpm => (
            Whole,
            "number of the node's community by the constant Potts model; directions of edges \
             are ignored",
        ),
    };
    renamed(metric.column(), metric.name(), values, meaning)
}

/// The columns of nodes that a graph has, before any metric is added.
pub(super) fn node_columns(graph: &Graph) -> Vec<Column> {
    let mut columns = vec![CLASS];
    if graph.view != View::Coupling {
        columns.extend(CITED);
    }
    columns.extend(DATES);
    if graph.view != View::Cocitation {
        columns.push(CITES);
    }
    match graph.view.is_directed() {
        true => columns.extend(DEGREES),
        false => columns.extend(MUTUAL_DEGREES),
    }
    columns.extend(PLACED.into_iter().chain(FACTS));
    columns.extend(has_domains(graph).then_some(DOMAIN));
    columns.extend(has_articles(graph).then_some(ARTICLE).into_iter().flatten());
    columns
}

/// The columns of edges that a graph has.
pub(super) fn edge_columns(graph: &Graph) -> Vec<Column> {
    match graph.view.is_directed() {
        true => EDGE.into_iter().chain(graph.places.iter().copied().map(place_column)).collect(),
        false => SHARED_EDGE.to_vec(),
    }
}

/// Whether some nodes lie in a domain.
pub(super) fn has_domains(graph: &Graph) -> bool {
    use NodeKind::{Host, Site, Url, Work};
    graph.view != View::Coupling && matches!(graph.level.into(), Host | Site | Url | Work)
}

/// Whether articles are nodes.
pub(super) fn has_articles(graph: &Graph) -> bool {
    let cite = matches!(graph.view, View::Bipartite | View::Coupling | View::Internal);
    cite || NodeKind::from(graph.level) == NodeKind::Article
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_facts_stand_in_their_order() {
        let plain = FACTS.map(|column| column.plain);
        assert_eq!(plain, crate::source::SourceFacts::COLUMNS.map(Cow::Borrowed));
    }
}
