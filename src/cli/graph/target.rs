//! Where a graph goes, and in which form.

use std::io::{self, Write};
use std::path::Path;

use citegraph::export::gexf::{self, Profile};
use citegraph::export::property_graph::{self, GraphDatabase};
use citegraph::export::{
    self, Colouring, ColumnNaming, Network, TableForm, cx2, dot, gml, graph_page, graphml,
    graphology, node_link, pajek, svg,
};
use citegraph::report::plural;
use clap::ValueEnum;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::super::output::{self, OutputFolder, OutputKind, OverwriteGuard, Sink};
use super::super::suffix::{file_suffix, without_gz};

/// The form of a graph's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// Gephi, Gephi Lite, networkx
    Gexf,
    /// igraph, Cytoscape, networkx, Gephi
    Graphml,
    /// nodes.csv and edges.csv, for Gephi and data frames
    Csv,
    /// graphology, sigma, Gephi Lite
    Json,
    /// Graphviz; Gephi cannot read all of its statements
    Dot,
    /// A picture with a legend; places the nodes
    Svg,
    /// An interactive page in one file, with the sentences behind each edge; places the nodes
    Html,
    /// Node-link JSON: networkx, D3
    NodeLink,
    /// igraph, networkx, Gephi, Cytoscape
    Gml,
    /// Pajek, networkx, igraph: labels and weights only
    Pajek,
    /// Cytoscape, NDEx
    Cx2,
    /// nodes.csv and edges.csv with the headers of neo4j-admin
    Neo4j,
    /// nodes.csv, edges.csv and schema.cypher for Kùzu
    Kuzu,
}

/// Forms by the suffixes of files; the first is that of a name without one.
pub(super) const FORMS: [(&str, GraphFormat); 10] = [
    ("gexf", GraphFormat::Gexf),
    ("graphml", GraphFormat::Graphml),
    ("csv", GraphFormat::Csv),
    ("json", GraphFormat::Json),
    ("dot", GraphFormat::Dot),
    ("svg", GraphFormat::Svg),
    ("html", GraphFormat::Html),
    ("gml", GraphFormat::Gml),
    ("net", GraphFormat::Pajek),
    ("cx2", GraphFormat::Cx2),
];

/// Whether a path names a file of a graph rather than a folder.
fn is_file_name(path: &Path) -> bool {
    let suffix = file_suffix(&without_gz(path).0).unwrap_or_default();
    FORMS.iter().any(|(known, _)| suffix.eq_ignore_ascii_case(known))
}

/// How a graph is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GraphOutputOptions {
    pub(crate) format: GraphFormat,
    pub(crate) names: ColumnNaming,
    pub(crate) profile: Profile,
    pub(crate) is_packed: bool,
    /// What colours tell, where nodes are placed.
    pub(crate) colouring: Option<Colouring>,
}

impl GraphOutputOptions {
    /// The name of a table in a folder.
    pub(super) fn file_name(&self, name: &str) -> String {
        if self.is_packed { format!("{name}.gz") } else { name.to_owned() }
    }

    /// How tables are written.
    fn table(&self) -> TableForm {
        TableForm { names: self.names, profile: self.profile }
    }

    /// Refuses what would have no effect.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        let is_plain = self.names == ColumnNaming::Plain;
        anyhow::ensure!(
            !is_plain
                || matches!(
                    self.format,
                    GraphFormat::Json | GraphFormat::NodeLink | GraphFormat::Csv
                ),
            "--names plain is for --format json, node-link and csv; the other formats keep the names that \
             other programs expect"
        );
        anyhow::ensure!(
            self.profile == Profile::Universal
                || matches!(self.format, GraphFormat::Gexf | GraphFormat::Csv),
            "--profile gephi is for --format gexf and csv"
        );
        Ok(())
    }
}

impl GraphOutputOptions {
    /// Says what is lost, and how large a large file will be.
    pub(crate) fn announce(&self, network: &Network) {
        output::print_losses(network);
        let replaced = match self.format {
            GraphFormat::Csv => network.replaced_backslashes(),
            _ => 0,
        };
        if replaced > 0 {
            let texts = plural(replaced, "text has", "texts have");
            output::eprint_line(&format!(
                "note: {texts} ＼ in place of the backslash, because Gephi would read a backslash as an escape"
            ));
        }
        let (nodes, edges) = (network.node_count() as u64, network.edge_count() as u64);
        let [per_node, per_edge] = self.format.row_bytes(network);
        let bytes = nodes * per_node + edges * per_edge;
        if bytes >= LARGE_FILE_BYTES {
            let edges = plural(edges, "edge", "edges");
            let megabytes = bytes.div_ceil(1_000_000);
            let form = if self.is_packed { " before it is compressed" } else { "" };
            output::eprint_line(&format!(
                "note: writing about {megabytes} MB{form}, with {edges}; --min-weight or --backbone keeps \
                 fewer edges"
            ));
        }
    }
}

impl GraphFormat {
    /// Whether nodes must be placed for it.
    pub(super) fn is_picture(self) -> bool {
        matches!(self, Self::Svg | Self::Html)
    }

    /// The suffix of a file of one graph.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::NodeLink => "json",
            Self::Neo4j | Self::Kuzu => "csv",
            _ => FORMS.iter().find(|(_, form)| *form == self).map_or("gexf", |(suffix, _)| suffix),
        }
    }

    /// The files of a form that is a folder.
    fn files(self) -> &'static [&'static str] {
        match self {
            Self::Csv | Self::Neo4j => &["nodes.csv", "edges.csv"],
            Self::Kuzu => &["nodes.csv", "edges.csv", "schema.cypher"],
            _ => &[],
        }
    }

    /// About how many bytes a node and an edge take.
    fn row_bytes(self, network: &Network) -> [u64; 2] {
        let [nodes, edges] =
            [&network.node_columns, &network.edge_columns].map(|columns| columns.len() as u64);
        match self {
            Self::Gexf => [200 + 48 * nodes, 110 + 50 * edges],
            Self::Graphml => [80 + 42 * nodes, 110 + 46 * edges],
            Self::Json | Self::NodeLink | Self::Cx2 => [120 + 22 * nodes, 130 + 20 * edges],
            Self::Csv | Self::Neo4j | Self::Kuzu => [30 + 6 * nodes, 40 + 6 * edges],
            Self::Gml => [60 + 24 * nodes, 70 + 22 * edges],
            Self::Dot => [80, 60],
            Self::Pajek => [40, 20],
            Self::Svg => [200, 120],
            Self::Html => [60 + 4 * nodes, 12 + edges],
        }
    }
}

/// From this size on, a file is announced before it is written.
const LARGE_FILE_BYTES: u64 = 50_000_000;

/// Where the graph goes, opened before the work begins.
pub(crate) enum GraphDestination {
    Sink(Sink),
    Folder(OutputFolder),
}

impl GraphDestination {
    pub(crate) fn open(
        output: Option<&Path>,
        form: GraphOutputOptions,
        guard: &OverwriteGuard,
    ) -> anyhow::Result<Self> {
        let files = form.format.files();
        match output {
            Some(path) if !files.is_empty() && (path.is_dir() || !is_file_name(path)) => {
                let names: Vec<String> = files.iter().map(|name| form.file_name(name)).collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                Ok(Self::Folder(OutputFolder::create(path, &names, guard)?))
            }
            _ if !files.is_empty() => {
                let format = form.format.to_possible_value();
                let format = format.as_ref().map_or("csv", |format| format.get_name());
                anyhow::bail!("--format {format} writes {}; give a folder with -o", listed(files))
            }
            path => Ok(Self::Sink(Sink::open(path, OutputKind::Data, guard)?)),
        }
    }

    pub(crate) fn write(self, form: GraphOutputOptions, network: &Network) -> anyhow::Result<()> {
        match self {
            Self::Folder(folder) => {
                write_tables(&folder, form, network, "")?;
                folder.finish_files()
            }
            Self::Sink(mut sink) => {
                write_graph(form, network, &mut sink)?;
                sink.finish()
            }
        }
    }
}

/// `a and b`, or `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.join(""),
    }
}

/// Writes a graph as one file.
pub(super) fn write_graph<W: Write>(
    form: GraphOutputOptions,
    network: &Network,
    out: &mut W,
) -> io::Result<()> {
    packed(form, out, |mut out| match form.format {
        GraphFormat::Graphml => graphml::write(network, &mut out),
        GraphFormat::Json => graphology::write(network, form.names, &mut out),
        GraphFormat::NodeLink => node_link::write(network, form.names, &mut out),
        GraphFormat::Dot => dot::write(network, &mut out),
        GraphFormat::Svg => svg::write(network, &mut out),
        GraphFormat::Html => graph_page::write(network, &mut out),
        GraphFormat::Gml => gml::write(network, &mut out),
        GraphFormat::Pajek => pajek::write(network, &mut out),
        GraphFormat::Cx2 => cx2::write(network, &mut out),
        GraphFormat::Gexf | GraphFormat::Csv | GraphFormat::Neo4j | GraphFormat::Kuzu => {
            gexf::write_for(network, form.profile, &mut out)
        }
    })
}

/// Writes a graph as tables, with names that begin like this.
pub(super) fn write_tables(
    folder: &OutputFolder,
    form: GraphOutputOptions,
    network: &Network,
    prefix: &str,
) -> anyhow::Result<()> {
    let name = |name: &str| form.file_name(&format!("{prefix}{name}"));
    let database = match form.format {
        GraphFormat::Neo4j => Some(GraphDatabase::Neo4j),
        GraphFormat::Kuzu => Some(GraphDatabase::Kuzu),
        _ => None,
    };
    folder.file(&name("nodes.csv"), |out| {
        packed(form, out, |mut out| match database {
            Some(database) => property_graph::write_nodes(network, database, &mut out),
            None => export::csv::nodes(network, form.table(), &mut out),
        })
    })?;
    folder.file(&name("edges.csv"), |out| {
        packed(form, out, |mut out| match database {
            Some(database) => property_graph::write_edges(network, database, &mut out),
            None => export::csv::edges(network, form.table(), &mut out),
        })
    })?;
    if form.format == GraphFormat::Kuzu {
        folder.file(&name("schema.cypher"), |out| {
            packed(form, out, |mut out| property_graph::write_schema(network, &mut out))
        })?;
    }
    Ok(())
}

/// Writes through gzip where that was asked for; the same bytes for the same graph, for the header
/// carries no time.
fn packed<W: Write>(
    form: GraphOutputOptions,
    out: &mut W,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    if !form.is_packed {
        return write(out);
    }
    let mut packer = GzEncoder::new(out, Compression::default());
    write(&mut packer)?;
    packer.finish().map(drop)
}
